"""Accounts: signing in, and who may do what for which office."""

import re
import secrets
from datetime import datetime, timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, func, select

from tracker import audit, throttle
from tracker.actor import Actor as Actor
from tracker.errors import BadCredentials, BadValue, NotAllowed, NotFound
from tracker.models import Account, Office
from tracker.models.office import subtree_ids
from tracker.said import said
from tracker.sentences import sentence
from tracker.vocabulary import (
    AccountRole,
    Language,
    Level,
)

#: argon2id with the library's defaults (RFC 9106, the low-memory choice).
_HASHER = PasswordHasher()
ATTEMPTS = 5
LOCK = timedelta(minutes=15)
MIN_PASSWORD = 10


def sign_in(
    session: Session,
    *,
    username: str,
    password: str,
    now: datetime,
    origin: str = "",
    attempts: int = ATTEMPTS,
    lock: timedelta = LOCK,
) -> Actor:
    """The actor of that name and password. ``origin``: the place tried from (``throttle``).

    Raises ``BadCredentials`` or ``Locked``; the count of failures is already
    written then, so the caller lets the transaction commit (it catches the
    error within it).
    """
    name = username.strip().lower()
    trial = throttle.check(session, name, origin, now, attempts, lock)
    account = session.exec(
        select(Account).where(Account.username == name).with_for_update()
    ).one_or_none()
    known = account.password_hash if account is not None else _nobody()
    if not _matches(known, password) or account is None or not account.active:
        if throttle.failed(session, trial, now, attempts, lock) and account is not None:
            audit.record(
                session, None, now, "lock", ("account", account.id),
                after={"origin": origin}, office_id=account.office_id,
            )  # fmt: skip
        raise BadCredentials
    throttle.succeeded(session, trial, now)
    account.last_sign_in_at = now
    if _HASHER.check_needs_rehash(account.password_hash):
        account.password_hash = _HASHER.hash(password)
    session.add(account)
    actor = _actor(session, account)
    audit.record(session, actor, now, "sign_in", ("account", account.id))
    session.flush()
    return actor


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash to check where the name is unknown, so that the answer takes as long."""
    return _HASHER.hash(secrets.token_urlsafe(16))


def _matches(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _actor(session: Session, account: Account) -> Actor:
    assert account.id is not None
    clerk = account.role is AccountRole.CLERK
    own = frozenset({account.office_id})
    return Actor(
        account_id=account.id,
        name=account.display_name,
        role=account.role,
        office_id=account.office_id,
        office_ids=own if clerk else subtree_ids(session, account.office_id),
    )


def actor_of(session: Session, account_id: int, session_version: int) -> Actor | None:
    """The actor of a running session; ``None`` once the account or its sessions were ended."""
    account = session.get(Account, account_id)
    if account is None or not account.active or account.session_version != session_version:
        return None
    return _actor(session, account)


def doer(session: Session, account_id: int) -> Actor:
    """The actor who began what the program goes on with; also where the account was ended since."""
    return _actor(session, _get(session, account_id))


def session_version(session: Session, account_id: int) -> int:
    """What a new session remembers, so that it ends when the account's sessions are ended."""
    return _get(session, account_id).session_version


def must_change(session: Session, account_id: int) -> bool:
    """Whether the account still has the password that somebody else gave it."""
    return _get(session, account_id).must_change


def language(session: Session, account_id: int) -> Language | None:
    """The language that the account chose for its pages, if it chose one."""
    return _get(session, account_id).language


def tour(session: Session, account_id: int) -> int:
    """The step of the tour of the pages that comes next; 0 once it was ended."""
    return _get(session, account_id).tour


def turn_tour(session: Session, actor: Actor, step: int) -> None:
    account = _get(session, actor.account_id)
    account.tour = step
    session.add(account)
    session.flush()


def choose_language(session: Session, actor: Actor, wanted: Language) -> None:
    account = _get(session, actor.account_id)
    account.language = wanted
    session.add(account)
    session.flush()


def _get(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound
    return account


def only_admin(actor: Actor) -> None:
    """Refuse everybody but an administrator."""
    if actor.role is not AccountRole.ADMIN:
        raise NotAllowed


def create_account(
    session: Session,
    actor: Actor | None,
    now: datetime,
    *,
    username: str,
    password: str,
    display_name: str,
    role: AccountRole,
    office_id: int,
    must_change: bool = True,
    email: str | None = None,
) -> Account:
    """A new account; ``actor`` is ``None`` only for the command line and first start."""
    if actor is not None:
        only_admin(actor)
        if office_id not in actor.office_ids:
            raise NotAllowed(sentence("สร้างบัญชีได้เฉพาะหน่วยงานของท่านและหน่วยงานในกำกับ"))
    name = username.strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{2,39}", name):
        raise BadValue(sentence("ชื่อผู้ใช้ต้องเป็นตัวอักษรอังกฤษหรือตัวเลข 3–40 ตัว"))
    if session.exec(select(Account).where(Account.username == name)).first() is not None:
        raise BadValue(sentence("มีชื่อผู้ใช้ %(name)s อยู่แล้ว กรุณาใช้ชื่ออื่น", name=name))
    account = Account(
        username=name,
        password_hash=_hashed(password),
        display_name=shown_name(display_name),
        role=role,
        office_id=office_id,
        must_change=must_change,
        email=mail_address(email),
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError:
        raise BadValue(sentence("มีชื่อผู้ใช้ %(name)s อยู่แล้ว กรุณาใช้ชื่ออื่น", name=name)) from None
    audit.record(
        session, actor, now, "create_account", ("account", account.id),
        after={"username": name, "role": role, "office_id": office_id}, office_id=office_id,
    )  # fmt: skip
    return account


def shown_name(text: str) -> str:
    """The name that is shown, without needless spaces."""
    name = " ".join(text.split())
    if not name:
        raise BadValue(sentence("กรุณาพิมพ์ชื่อที่ใช้แสดง"))
    if len(name) > 120:
        raise BadValue(sentence("ชื่อที่ใช้แสดงยาวเกิน 120 ตัวอักษร กรุณาย่อให้สั้นลง"))
    return name


def mail_address(text: str | None) -> str | None:
    """A mail address as typed, ``None`` where there is none."""
    plain = (text or "").strip()
    if not plain:
        return None
    # One plain address (RFC 5321 lengths): nothing that would end a header or name two.
    if len(plain) > 254 or not re.fullmatch(
        r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", plain
    ):
        raise BadValue(sentence("ที่อยู่อีเมลไม่ถูกต้อง พิมพ์เช่น saraban@example.go.th หรือเว้นว่างไว้"))
    return plain


def _hashed(password: str) -> str:
    if len(password) < MIN_PASSWORD:
        raise BadValue(sentence("รหัสผ่านต้องยาวอย่างน้อย %(least)s ตัวอักษร", least=MIN_PASSWORD))
    return _HASHER.hash(password)


def change_password(session: Session, actor: Actor, now: datetime, *, old: str, new: str) -> int:
    """Change one's own password; all other sessions end. The new session version."""
    account = _get(session, actor.account_id)
    if not _matches(account.password_hash, old):
        raise BadCredentials(sentence("รหัสผ่านเดิมไม่ถูกต้อง กรุณาลองอีกครั้ง"))
    return set_password(session, actor, now, account, new, must_change=False)


def set_password(
    session: Session, actor: Actor, now: datetime, account: Account, new: str, *, must_change: bool
) -> int:
    """Give an account a password; its sessions end. The new session version."""
    account.password_hash = _hashed(new)
    account.must_change = must_change
    account.session_version += 1
    session.add(account)
    audit.record(session, actor, now, "set_password", ("account", account.id))
    session.flush()
    return account.session_version


#: The municipality of the sample clerk, to which the sample letters came.
SAMPLE_OFFICE = "lao.5210701"
#: Sample accounts of first start: user name, name shown, role, key of the office.
_SAMPLES = (
    ("clerk", "เจ้าหน้าที่ตัวอย่าง", AccountRole.CLERK, SAMPLE_OFFICE),
    ("staff", "เจ้าหน้าที่จังหวัดตัวอย่าง", AccountRole.STAFF, "rayong"),
    ("admin", "ผู้ดูแลระบบตัวอย่าง", AccountRole.ADMIN, "moi"),
)


def create_samples(session: Session, *, now: datetime) -> list[tuple[str, str, str]]:
    """Three accounts with random passwords, where there is none yet.

    Gives (role in Thai, user name, password); the passwords are kept nowhere.
    """
    if session.exec(select(func.count()).select_from(Account)).one():
        return []
    made = []
    for username, shown, role, key in _SAMPLES:
        office = session.exec(select(Office).where(Office.key == key)).one()
        assert office.id is not None
        password = secrets.token_urlsafe(12)
        create_account(
            session, None, now, username=username, password=password, display_name=shown,
            role=role, office_id=office.id, must_change=False,
        )  # fmt: skip
        made.append((f"{said(role)} ({said(Level(office.level))})", username, password))
    return made
