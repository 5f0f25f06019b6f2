"""The menu of every page: what an account may reach from anywhere."""

from __future__ import annotations

from typing import NamedTuple

from flask import current_app

from tracker.actor import Actor
from tracker.sentences import sentence
from tracker.vocabulary import AccountRole


class Item(NamedTuple):
    """``endpoint``: where it leads; ``roles``: whom it is shown to, all where empty."""

    endpoint: str
    name: str
    roles: frozenset[AccountRole] = frozenset()

    @property
    def place(self) -> str:
        """The blueprint whose pages light this item."""
        return self.endpoint.partition(".")[0]


_ABOVE = frozenset({AccountRole.STAFF, AccountRole.ADMIN})
ITEMS = (
    Item("desk.show", sentence("โต๊ะงาน")),
    Item("orders.show", sentence("งานของฉัน")),
    Item("registers.show", sentence("ทะเบียนรับ")),
    Item("sending.show", sentence("ทะเบียนส่ง")),
    Item("outgoing.index", sentence("หนังสือออก")),
    Item("circulation.index", sentence("การเวียนหนังสือ")),
    Item("duties.index", sentence("กำหนดเวลา")),
    Item("directives.index", sentence("เส้นทางหนังสือ")),
    Item("forms.index", sentence("แบบที่ให้ตอบ")),
    Item("search.show", sentence("ค้นหา")),
    Item("board.show", sentence("ภาพรวม"), _ABOVE),
    Item("office.show", sentence("จัดการ"), frozenset({AccountRole.ADMIN})),
    Item("guide.show", sentence("วิธีใช้")),
)


def items(actor: Actor) -> list[Item]:
    """What stands in the menu of this account."""
    return [
        item
        for item in ITEMS
        if item.endpoint in current_app.view_functions
        and (not item.roles or actor.role in item.roles)
    ]
