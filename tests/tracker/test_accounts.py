from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.tracker.office import PASSWORD, Office
from tracker import accounts, accounts_admin, db, offices
from tracker.errors import BadCredentials, BadValue, Locked, NotAllowed, NotFound
from tracker.models import Account
from tracker.vocabulary import AccountRole


def fail(engine: Engine, now: datetime, password: str = "ผิด") -> Exception:
    with db.begin(engine) as session:
        try:
            accounts.sign_in(session, username="phla", password=password, now=now)
        except (BadCredentials, Locked) as wrong:
            return wrong
    raise AssertionError("signed in")


def test_wrong_passwords_lock_an_account_for_a_while(
    engine: Engine, house: Office, now: datetime
) -> None:
    for _ in range(accounts.ATTEMPTS):
        assert isinstance(fail(engine, now), BadCredentials)
    locked = fail(engine, now, PASSWORD)
    assert isinstance(locked, Locked)
    assert "15 นาที" in str(locked)
    later = now + accounts.LOCK + timedelta(seconds=1)
    with db.begin(engine) as session:
        actor = accounts.sign_in(session, username=" PHLA ", password=PASSWORD, now=later)
    assert actor == house.stranger


def test_an_unknown_name_is_refused_like_a_wrong_password(
    engine: Engine, house: Office, now: datetime
) -> None:
    with db.begin(engine) as session, pytest.raises(BadCredentials, match="ไม่ถูกต้อง"):
        accounts.sign_in(session, username="nobody", password=PASSWORD, now=now)


def test_passwords_are_kept_as_argon2_hashes(engine: Engine, house: Office) -> None:
    with db.look(engine) as session:
        hashes = [account.password_hash for account in session.exec(select(Account))]
    assert all(kept.startswith("$argon2id$") for kept in hashes)


def test_a_new_password_ends_the_sessions(engine: Engine, house: Office, now: datetime) -> None:
    clerk = house.clerk
    with db.begin(engine) as session:
        before = accounts.session_version(session, clerk.account_id)
        assert accounts.actor_of(session, clerk.account_id, before) == clerk
        with pytest.raises(BadCredentials):
            accounts.change_password(session, clerk, now, old="ผิด", new="รหัสผ่านใหม่ยาวพอ")
        with pytest.raises(BadValue):
            accounts.change_password(session, clerk, now, old=PASSWORD, new="สั้น")
        after = accounts.change_password(session, clerk, now, old=PASSWORD, new="รหัสผ่านใหม่ยาวพอ")
        assert accounts.actor_of(session, clerk.account_id, before) is None
        assert accounts.actor_of(session, clerk.account_id, after) == clerk


def test_only_an_administrator_manages_accounts_below_him(
    engine: Engine, house: Office, now: datetime
) -> None:
    new = {"username": "newclerk", "password": PASSWORD, "display_name": "ใหม่",
           "role": AccountRole.CLERK}  # fmt: skip
    with db.begin(engine) as session:
        for actor in (house.clerk, house.province):
            with pytest.raises(NotAllowed):
                accounts.create_account(session, actor, now, **new, office_id=actor.office_id)
        made = accounts.create_account(
            session, house.admin, now, **new, office_id=house.clerk.office_id
        )
        with pytest.raises(BadValue, match="อยู่แล้ว"):
            accounts.create_account(
                session, house.admin, now, **new, office_id=house.clerk.office_id
            )
        assert made.must_change
        assert made.id is not None
        accounts_admin.switch(session, house.admin, now, account_id=made.id, active=False)
        assert accounts.actor_of(session, made.id, made.session_version) is None
        with pytest.raises(NotFound):
            accounts_admin.switch(session, house.admin, now, account_id=10_000, active=False)


def test_what_an_actor_may_see(house: Office) -> None:
    assert house.clerk.office_ids == {house.clerk.office_id}
    assert house.clerk.office_id in house.district.office_ids
    assert house.stranger.office_id not in house.district.office_ids
    assert {house.clerk.office_id, house.stranger.office_id} <= house.province.office_ids
    assert len(house.admin.office_ids) == 154


def test_sample_accounts_are_made_once_with_random_passwords(tmp_path: Path, now: datetime) -> None:
    engine = db.connect(f"sqlite:///{tmp_path / 'first.db'}")
    db.upgrade(engine)
    with db.begin(engine) as session:
        offices.seed(session)
        made = accounts.create_samples(session, now=now)
        assert [username for _, username, _ in made] == ["clerk", "staff", "admin"]
        assert len({password for *_, password in made}) == 3
        for _, username, password in made:
            assert accounts.sign_in(session, username=username, password=password, now=now)
        assert accounts.create_samples(session, now=now) == []
