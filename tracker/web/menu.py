"""The menu of every page: what an account may reach from anywhere."""

from __future__ import annotations

from typing import NamedTuple

from flask import current_app

from tracker.actor import Actor
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
    Item("desk.show", "โต๊ะงาน"),
    Item("orders.show", "งานของฉัน"),
    Item("registers.show", "ทะเบียนรับ"),
    Item("sending.show", "ทะเบียนส่ง"),
    Item("outgoing.index", "หนังสือออก"),
    Item("circulation.index", "การเวียนหนังสือ"),
    Item("duties.index", "กำหนดเวลา"),
    Item("directives.index", "เส้นทางหนังสือ"),
    Item("forms.index", "แบบที่ให้ตอบ"),
    Item("search.show", "ค้นหา"),
    Item("board.show", "ภาพรวม", _ABOVE),
    Item("office.show", "จัดการ", frozenset({AccountRole.ADMIN})),
    Item("guide.show", "วิธีใช้"),
)


def items(actor: Actor) -> list[Item]:
    """What stands in the menu of this account."""
    return [
        item
        for item in ITEMS
        if item.endpoint in current_app.view_functions
        and (not item.roles or actor.role in item.roles)
    ]
