"""What an administrator does with accounts: list, change, switch off, new passwords, unlock.

What an account did stays when it is switched off. One administrator cannot
take away his own rights, nor two each other's: one is always left.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, or_, select

from tracker import accounts, audit, offices, throttle
from tracker.accounts import only_admin
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.models import Account, OfficeName
from tracker.sentences import sentence
from tracker.vocabulary import AccountRole
from tracker.wording import BANGKOK

#: Letters of given passwords: none that looks like another, as they are read from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


@dataclass(frozen=True, slots=True)
class AccountView:
    """``locked``: some place from which the name was tried must wait."""

    account: Account
    office_name: str
    locked: bool


@dataclass(frozen=True, slots=True)
class Listing:
    items: list[AccountView]
    total: int
    page: int
    pages: int


def listing(
    session: Session, actor: Actor, now: datetime, *,
    query: str = "", office_id: int | None = None, page: int = 1, per_page: int = 50,
) -> Listing:  # fmt: skip
    """The accounts of the offices below an administrator, by office and name."""
    only_admin(actor)
    wanted = select(Account).where(col(Account.office_id).in_(actor.office_ids))
    if office_id is not None:
        wanted = wanted.where(Account.office_id == office_id)
    for word in query.split():
        part = f"%{_literal(word)}%"
        named = select(OfficeName.office_id).where(col(OfficeName.name).like(part, escape="\\"))
        wanted = wanted.where(
            or_(
                col(Account.username).ilike(part, escape="\\"),
                col(Account.display_name).ilike(part, escape="\\"),
                col(Account.office_id).in_(named),
            )
        )
    total = session.exec(select(func.count()).select_from(wanted.subquery())).one()
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    order = (col(Account.active).desc(), col(Account.office_id), col(Account.username))
    found = session.exec(
        wanted.order_by(*order).offset((page - 1) * per_page).limit(per_page)
    ).all()
    locked = throttle.locked(session, [one.username for one in found], now)
    today = now.astimezone(BANGKOK).date()
    names = offices.names_on(session, {one.office_id for one in found}, today)
    items = [
        AccountView(one, names.get(one.office_id, ""), one.username in locked) for one in found
    ]
    return Listing(items, total, page, pages)


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def account(session: Session, actor: Actor, now: datetime, account_id: int) -> AccountView:
    """One account below the administrator."""
    found = _managed(session, actor, account_id)
    locked = bool(throttle.locked(session, [found.username], now))
    today = now.astimezone(BANGKOK).date()
    return AccountView(found, offices.name_on(session, found.office_id, today), locked)


def _managed(session: Session, actor: Actor, account_id: int) -> Account:
    only_admin(actor)
    found = session.get(Account, account_id)
    if found is None or found.office_id not in actor.office_ids:
        raise NotFound
    return found


def _held(session: Session, actor: Actor, account_id: int) -> Account:
    """The account, held together with all administrators: their number is never judged stale."""
    held = session.exec(
        select(Account)
        .where(or_(Account.id == account_id, Account.role == AccountRole.ADMIN))
        .order_by(col(Account.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    own = next((one for one in held if one.id == actor.account_id), None)
    if own is None or not own.active or own.role is not AccountRole.ADMIN:
        raise NotAllowed
    return _managed(session, actor, account_id)


def change(
    session: Session, actor: Actor, now: datetime, *,
    account_id: int, display_name: str, role: AccountRole, office_id: int, email: str | None,
) -> Account:  # fmt: skip
    """Change name, role, office and mail address; a new role or office ends the sessions."""
    found = _held(session, actor, account_id)
    if office_id not in actor.office_ids:
        raise NotAllowed(sentence("ย้ายบัญชีได้เฉพาะภายในหน่วยงานของท่านและหน่วยงานในกำกับ"))
    moved = (role, office_id) != (found.role, found.office_id)
    if moved and account_id == actor.account_id:
        raise NotAllowed(sentence("เปลี่ยนบทบาทหรือหน่วยงานของตนเองไม่ได้ กรุณาให้ผู้ดูแลระบบท่านอื่นดำเนินการ"))
    before = _told(found)
    found.display_name, found.email = (
        accounts.shown_name(display_name),
        accounts.mail_address(email),
    )
    found.role, found.office_id = role, office_id
    found.session_version += moved
    session.add(found)
    audit.record(
        session, actor, now, "change_account", ("account", found.id), before, _told(found),
        office_id=office_id,
    )  # fmt: skip
    session.flush()
    return found


def _told(account: Account) -> dict[str, object]:
    return {"display_name": account.display_name, "role": account.role,
            "office_id": account.office_id, "email": account.email}  # fmt: skip


def switch(
    session: Session, actor: Actor, now: datetime, *, account_id: int, active: bool
) -> Account:
    """Switch an account off, which ends its sessions, or on again. Not one's own."""
    found = _held(session, actor, account_id)
    if found.id == actor.account_id:
        raise NotAllowed(sentence("ปิดบัญชีของตนเองไม่ได้ กรุณาให้ผู้ดูแลระบบท่านอื่นดำเนินการ"))
    if found.active == active:
        return found
    found.active = active
    found.session_version += 1
    session.add(found)
    act = "activate" if active else "deactivate"
    audit.record(session, actor, now, act, ("account", found.id), office_id=found.office_id)
    session.flush()
    return found


def reset_password(session: Session, actor: Actor, now: datetime, *, account_id: int) -> str:
    """A password for the account, told once; its owner must choose another at sign-in.

    Opens closed places of sign-in as well.
    """
    found = _held(session, actor, account_id)
    if found.id == actor.account_id:
        raise BadValue(sentence("รหัสผ่านของตนเองเปลี่ยนได้ที่หน้าเปลี่ยนรหัสผ่าน"))
    given = given_password()
    accounts.set_password(session, actor, now, found, given, must_change=True)
    throttle.unlock(session, found.username)
    return given


def given_password() -> str:
    """A random password that can be read out and typed: about 79 bits."""
    return "-".join(
        "".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS)
    )


def unlock(session: Session, actor: Actor, now: datetime, *, account_id: int) -> int:
    """Open the places from which the account was tried too often; how many there were."""
    found = _managed(session, actor, account_id)
    opened = throttle.unlock(session, found.username)
    audit.record(session, actor, now, "unlock", ("account", found.id), office_id=found.office_id)
    return opened
