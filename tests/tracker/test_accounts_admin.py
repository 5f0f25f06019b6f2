"""The administrator's hand on accounts, and guessing passwords."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from tests.tracker.office import PASSWORD, Office
from tracker import accounts, accounts_admin, audit, db, offices, throttle
from tracker.actor import Actor
from tracker.errors import BadCredentials, BadValue, Locked, NotAllowed, NotFound
from tracker.models import Account, SignInTrial
from tracker.vocabulary import AccountRole


def enter(
    engine: Engine, now: datetime, origin: str, password: str = PASSWORD, name: str = "phla",
    attempts: int = accounts.ATTEMPTS,
) -> Actor | Exception:  # fmt: skip
    with db.begin(engine) as session:
        try:
            return accounts.sign_in(
                session, username=name, password=password, now=now, origin=origin,
                attempts=attempts,
            )  # fmt: skip
        except (BadCredentials, Locked) as wrong:
            return wrong


def test_a_guesser_elsewhere_locks_nobody_out(engine: Engine, house: Office, now: datetime) -> None:
    def come(origin: str, password: str = PASSWORD, at: datetime = now) -> Actor | Exception:
        return enter(engine, at, origin, password, attempts=1)

    assert come("10.0.0.7") == house.stranger
    for number in range(throttle.MANY_PLACES):
        assert isinstance(come(f"203.0.113.{number}", "เดา"), BadCredentials)
    assert isinstance(come("203.0.113.0"), Locked)
    strange = come("198.51.100.1")
    assert isinstance(strange, Locked)
    assert "หลายที่" in str(strange)
    assert come("10.0.0.7") == house.stranger
    assert come("198.51.100.1", at=now + accounts.LOCK + timedelta(seconds=1)) == house.stranger


def test_names_that_nobody_bears_wait_alike(engine: Engine, house: Office, now: datetime) -> None:
    for name in ("phla", "nobody"):
        answers = [type(enter(engine, now, "203.0.113.9", "เดา", name)) for _ in range(6)]
        assert answers == [BadCredentials] * accounts.ATTEMPTS + [Locked]


def test_guesses_at_once_are_all_counted(engine: Engine, house: Office, now: datetime) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: enter(engine, now, "203.0.113.9", "เดา"), range(8)))
    assert sum(isinstance(one, Locked) for one in answers) == 3


def test_old_tries_are_forgotten_and_familiar_places_kept(
    engine: Engine, house: Office, now: datetime
) -> None:
    enter(engine, now, "10.0.0.7")
    enter(engine, now, "203.0.113.9", "เดา")
    with db.begin(engine) as session:
        throttle.forget(session, now + timedelta(days=2))
        assert session.get(SignInTrial, ("phla", "10.0.0.7")) is not None
        assert session.get(SignInTrial, ("phla", "203.0.113.9")) is None


def test_a_given_password_opens_once_and_must_be_changed(
    engine: Engine, house: Office, now: datetime
) -> None:
    who = house.stranger
    for _ in range(5):
        enter(engine, now, "10.0.0.7", "เดา")
    with db.begin(engine) as session:
        found = accounts_admin.account(session, house.admin, now, who.account_id)
        assert found.locked
        before = accounts.session_version(session, who.account_id)
        given = accounts_admin.reset_password(session, house.admin, now, account_id=who.account_id)
        assert accounts.actor_of(session, who.account_id, before) is None
        assert accounts.must_change(session, who.account_id)
        assert len(given) == 19
    assert enter(engine, now, "10.0.0.7", given) == who
    assert isinstance(enter(engine, now, "10.0.0.8"), BadCredentials)


def test_unlocking_opens_every_place(engine: Engine, house: Office, now: datetime) -> None:
    for place in ("10.0.0.7", "10.0.0.8"):
        for _ in range(5):
            enter(engine, now, place, "เดา")
    with db.begin(engine) as session:
        who = house.stranger.account_id
        assert accounts_admin.unlock(session, house.admin, now, account_id=who) == 2
    assert enter(engine, now, "10.0.0.8") == house.stranger


def test_changes_need_an_administrator_above(engine: Engine, house: Office, now: datetime) -> None:
    with db.begin(engine) as session:
        rayong = offices.office(session, "rayong")
        assert rayong is not None
        assert rayong.id is not None
        local = accounts.create_account(
            session, None, now, username="rayongadmin", password=PASSWORD, display_name="ผู้ดูแล",
            role=AccountRole.ADMIN, office_id=rayong.id, must_change=False,
        )  # fmt: skip
        assert local.id is not None
        below = accounts.actor_of(session, local.id, local.session_version)
        assert below is not None
        with pytest.raises(NotAllowed):
            accounts_admin.listing(session, house.clerk, now)
        with pytest.raises(NotFound):
            accounts_admin.reset_password(session, below, now, account_id=house.admin.account_id)
        told = {"display_name": "ใหม่", "role": AccountRole.STAFF, "email": "a@example.go.th"}
        with pytest.raises(NotAllowed, match="ในกำกับ"):
            accounts_admin.change(session, below, now, account_id=house.clerk.account_id,
                                  office_id=house.admin.office_id, **told)  # fmt: skip
        with pytest.raises(NotAllowed, match="ตนเอง"):
            accounts_admin.change(session, below, now, account_id=local.id,
                                  office_id=rayong.id, **told)  # fmt: skip
        version = accounts.session_version(session, house.clerk.account_id)
        made = accounts_admin.change(session, below, now, account_id=house.clerk.account_id,
                                     office_id=house.clerk.office_id, **told)  # fmt: skip
        assert (made.email, made.session_version) == ("a@example.go.th", version + 1)
        accounts_admin.switch(session, house.admin, now, account_id=local.id, active=False)
        with pytest.raises(NotAllowed):
            accounts_admin.switch(session, below, now, account_id=house.clerk.account_id,
                                  active=False)  # fmt: skip
    with db.look(engine) as session:
        assert audit.verify(session) == []


def test_two_administrators_cannot_switch_off_each_other(
    engine: Engine, house: Office, now: datetime
) -> None:
    with db.begin(engine) as session:
        other = accounts.create_account(
            session, None, now, username="admin2", password=PASSWORD, display_name="สอง",
            role=AccountRole.ADMIN, office_id=house.admin.office_id, must_change=False,
        )  # fmt: skip
        assert other.id is not None
        second = accounts.actor_of(session, other.id, other.session_version)
        assert second is not None

    def off(pair: tuple[Actor, Actor]) -> bool:
        try:
            with db.begin(engine) as session:
                accounts_admin.switch(
                    session, pair[0], now, account_id=pair[1].account_id, active=False
                )
        except NotAllowed:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(off, [(house.admin, second), (second, house.admin)]))
    assert sorted(done) == [False, True]


@pytest.mark.parametrize(
    "address",
    ["a", "a@b", "a b@example.org", "a@example.org\nBcc: x@example.org", "ก@example.org",
     "a@example.org,b@example.org", "<a@example.org>", "a" * 250 + "@example.org"],
)  # fmt: skip
def test_addresses_that_are_none_are_refused(address: str) -> None:
    with pytest.raises(BadValue, match="อีเมล"):
        accounts.mail_address(address)


def test_accounts_are_found_by_any_of_their_names(
    engine: Engine, house: Office, now: datetime
) -> None:
    with db.begin(engine) as session:
        for query, wanted in (("chamkho", 2), ("ชำฆ้อ", 2), ("ชำฆ้อ chamkho2", 1), ("%", 0)):
            assert accounts_admin.listing(session, house.admin, now, query=query).total == wanted
        everyone = accounts_admin.listing(session, house.admin, now, per_page=4, page=9)
        assert (everyone.total, everyone.page, len(everyone.items)) == (6, 2, 2)
        assert session.get_one(Account, house.clerk.account_id).email is None
