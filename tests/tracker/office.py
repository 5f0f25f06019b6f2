"""Accounts of several offices, for the tests of the use cases."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from tracker import accounts, offices
from tracker.actor import Actor
from tracker.vocabulary import AccountRole

PASSWORD = "รหัสผ่านสำหรับทดสอบ"


@dataclass(frozen=True)
class Office:
    """Actors: a clerk of the municipality, one of another district's, staff above, the admin."""

    clerk: Actor
    colleague: Actor
    stranger: Actor
    district: Actor
    province: Actor
    admin: Actor


def open_office(session: Session, now: datetime) -> Office:
    offices.seed(session)

    def actor(username: str, key: str, role: AccountRole) -> Actor:
        office = offices.office(session, key)
        assert office is not None
        assert office.id is not None
        made = accounts.create_account(
            session, None, now, username=username, password=PASSWORD,
            display_name=username, role=role, office_id=office.id, must_change=False,
        )  # fmt: skip
        assert made.id is not None
        known = accounts.actor_of(session, made.id, made.session_version)
        assert known is not None
        return known

    return Office(
        clerk=actor("chamkho", "lao.5210701", AccountRole.CLERK),
        colleague=actor("chamkho2", "lao.5210701", AccountRole.CLERK),
        stranger=actor("phla", "lao.5210203", AccountRole.CLERK),
        district=actor("khaochamao", "rayong.khao-chamao", AccountRole.STAFF),
        province=actor("rayong", "rayong", AccountRole.STAFF),
        admin=actor("admin", "moi", AccountRole.ADMIN),
    )
