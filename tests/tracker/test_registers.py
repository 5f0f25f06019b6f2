from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select

from tests.tracker.office import Office
from tracker import audit, config, db, registers
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.models import Arrival, Entry, Letter, LetterHolding, StoredFile
from tracker.vocabulary import ArrivalState, Channel, LetterRole, YearRule


def hold(session: Session, actor: Actor, now: datetime, subject: str = "ขอเชิญประชุม") -> int:
    """A letter in the hands of the actor's office."""
    sha256 = "0" * 64
    if session.get(StoredFile, sha256) is None:
        session.add(StoredFile(sha256=sha256, size=1, media_type="text/plain", first_name="ก",
                               stored_at=now))  # fmt: skip
        session.flush()
    arrival = Arrival(office_id=actor.office_id, account_id=actor.account_id, filename="ก.txt",
                      sha256=sha256, channel=Channel.UPLOAD, arrived_at=now,
                      state=ArrivalState.REVIEW)  # fmt: skip
    letter = Letter(subject=subject, ref_no="มท 0810.4/ว 3598", issuer="กรมตัวอย่าง", created_at=now)
    session.add_all([arrival, letter])
    session.flush()
    assert letter.id is not None
    assert arrival.id is not None
    session.add(LetterHolding(letter_id=letter.id, office_id=actor.office_id, held_since=now,
                              arrival_id=arrival.id, role=LetterRole.COVER))  # fmt: skip
    session.flush()
    return letter.id


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with db.begin(engine) as opened:
        yield opened


def test_fifty_confirmations_at_once_leave_no_gap_and_no_double(
    engine: Engine, house: Office, now: datetime
) -> None:
    with db.begin(engine) as session:
        letters = [hold(session, house.clerk, now) for _ in range(50)]

    def confirm(letter_id: int) -> int:
        actor = house.clerk if letter_id % 2 else house.colleague
        with db.begin(engine) as session:
            entry = registers.register(session, actor, now, letter_id=letter_id, received_at=now)
        return entry.number

    with ThreadPoolExecutor(50) as pool:
        numbers = list(pool.map(confirm, letters))
    assert sorted(numbers) == list(range(1, 51))
    with db.look(engine) as session:
        assert audit.verify(session) == []


def test_a_number_is_not_lost_when_the_confirmation_fails(
    engine: Engine, house: Office, now: datetime
) -> None:
    with db.begin(engine) as session:
        letter = hold(session, house.clerk, now)
    with pytest.raises(RuntimeError), db.begin(engine) as session:
        registers.register(session, house.clerk, now, letter_id=letter, received_at=now)
        raise RuntimeError
    with db.begin(engine) as session:
        entry = registers.register(session, house.clerk, now, letter_id=letter, received_at=now)
    assert entry.number == 1


def test_a_voided_number_stays_and_is_never_given_again(
    session: Session, house: Office, now: datetime
) -> None:
    letter = hold(session, house.clerk, now)
    first = registers.register(session, house.clerk, now, letter_id=letter, received_at=now)
    assert first.id is not None
    with pytest.raises(BadValue, match="เหตุผล"):
        registers.void(session, house.clerk, now, entry_id=first.id, reason=" ")
    registers.void(session, house.clerk, now, entry_id=first.id, reason="ลงรับซ้ำ")
    with pytest.raises(BadValue, match="ถูกยกเลิกไปแล้ว"):
        registers.void(session, house.clerk, now, entry_id=first.id, reason="อีกครั้ง")
    second = registers.register(session, house.clerk, now, letter_id=letter, received_at=now)
    assert (first.number, second.number) == (1, 2)
    shown = registers.entries(session, house.clerk, book_id=first.book_id, year=2569)
    assert [(e.number, e.void_reason) for e in shown.items] == [(2, None), (1, "ลงรับซ้ำ")]


def test_back_entry_goes_to_the_year_of_receipt_and_keeps_both_moments(
    session: Session, house: Office, now: datetime
) -> None:
    letter = hold(session, house.clerk, now)
    received = datetime(2025, 12, 31, 17, 30, tzinfo=UTC)  # 1 January 2569 in Bangkok
    entry = registers.register(session, house.clerk, now, letter_id=letter, received_at=received)
    assert (entry.year, entry.received_at, entry.registered_at) == (2569, received, now)
    with pytest.raises(BadValue, match="อนาคต"):
        registers.register(
            session, house.clerk, now, letter_id=letter, received_at=now + timedelta(minutes=1)
        )


def test_the_fiscal_year_begins_in_october(session: Session, house: Office, now: datetime) -> None:
    book = registers.book_of(session, house.clerk.office_id, year_rule=YearRule.FISCAL)
    letter = hold(session, house.clerk, now)
    entry = registers.register(
        session, house.clerk, now, letter_id=letter, received_at=now, book_id=book.id
    )
    assert (entry.year, entry.number) == (2570, 1)


def test_the_year_rule_of_a_book_is_changed_by_staff(
    session: Session, house: Office, now: datetime
) -> None:
    book = registers.book_of(session, house.province.office_id)
    assert book.id is not None
    letter = hold(session, house.province, now)
    registers.register(session, house.province, now, letter_id=letter, received_at=now)
    registers.change_year_rule(session, house.province, now, book_id=book.id, rule=YearRule.FISCAL)
    entry = registers.register(session, house.province, now, letter_id=letter, received_at=now)
    assert (entry.year, entry.number) == (2570, 1)
    registers.change_year_rule(
        session, house.province, now, book_id=book.id, rule=YearRule.CALENDAR
    )
    entry = registers.register(session, house.province, now, letter_id=letter, received_at=now)
    assert (entry.year, entry.number) == (2569, 2)
    own = registers.book_of(session, house.clerk.office_id)
    assert own.id is not None
    with pytest.raises(NotAllowed):
        registers.change_year_rule(session, house.clerk, now, book_id=own.id, rule=YearRule.FISCAL)


def test_a_new_book_follows_the_rule_of_the_installation(
    engine: Engine, house: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = replace(config.Settings(), year_rule=YearRule.FISCAL)
    monkeypatch.setattr(db, "settings", lambda: mine)
    with db.begin(engine) as session:
        assert registers.book_of(session, house.clerk.office_id).year_rule is YearRule.FISCAL


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_years_follow_each_other(moment: datetime) -> None:
    moment = moment.replace(tzinfo=UTC)
    calendar = registers.year_of(YearRule.CALENDAR, moment)
    fiscal = registers.year_of(YearRule.FISCAL, moment)
    assert fiscal - calendar == (1 if moment.astimezone(registers.BANGKOK).month >= 10 else 0)


def test_a_book_goes_on_from_paper_and_never_back(
    session: Session, house: Office, now: datetime
) -> None:
    book = registers.book_of(session, house.clerk.office_id)
    assert book.id is not None
    registers.open_year(session, house.clerk, now, book_id=book.id, year=2569, next_number=412)
    assert registers.next_number(session, house.clerk, book.id, 2569) == 412
    letter = hold(session, house.clerk, now)
    entry = registers.register(session, house.clerk, now, letter_id=letter, received_at=now)
    assert entry.number == 412
    with pytest.raises(NotAllowed):
        registers.open_year(session, house.clerk, now, book_id=book.id, year=2569, next_number=999)
    assert registers.years(session, house.clerk, book.id) == [2569]


def test_a_stranger_sees_no_line_and_the_province_all(
    session: Session, house: Office, now: datetime
) -> None:
    letter = hold(session, house.clerk, now)
    entry = registers.register(session, house.clerk, now, letter_id=letter, received_at=now)
    assert entry.id is not None
    with pytest.raises(NotFound):
        registers.entries(session, house.stranger, book_id=entry.book_id, year=2569)
    with pytest.raises(NotFound):
        registers.void(session, house.stranger, now, entry_id=entry.id, reason="x")
    with pytest.raises(NotFound):
        registers.register(session, house.stranger, now, letter_id=letter, received_at=now)
    seen = registers.entries(session, house.province, book_id=entry.book_id, year=2569)
    assert seen.total == 1
    with pytest.raises(NotAllowed):
        registers.void(session, house.province, now, entry_id=entry.id, reason="x")
    assert entry.book_id in [book.id for book in registers.books(session, house.province)]


def test_searching_a_book(session: Session, house: Office, now: datetime) -> None:
    for subject in ("ประชุมประจำเดือน ครั้งที่ ๑๑", "อบรม 100% ออนไลน์", "สำรวจข้อมูล"):
        letter = hold(session, house.clerk, now, subject)
        entry = registers.register(session, house.clerk, now, letter_id=letter, received_at=now)
    assert entry.id is not None
    registers.note(session, house.clerk, now, entry_id=entry.id, practice="มอบกองคลัง")

    def find(query: str, page: int = 1) -> list[str | None]:
        found = registers.entries(
            session, house.clerk, book_id=entry.book_id, year=2569, query=query, page=page
        )
        return [line.subject for line in found.items]

    assert find("ครั้งที่ 11") == ["ประชุมประจำเดือน ครั้งที่ ๑๑"]
    assert find("กองคลัง สำรวจ") == ["สำรวจข้อมูล"]
    assert find("๑๐๐%") == ["อบรม 100% ออนไลน์"]
    assert find("ว ๓๕๙๘") == ["สำรวจข้อมูล", "อบรม 100% ออนไลน์", "ประชุมประจำเดือน ครั้งที่ ๑๑"]
    assert find("ไม่มี") == []
    first = registers.entries(session, house.clerk, book_id=entry.book_id, year=2569, per_page=2)
    assert (first.pages, first.total, len(first.items)) == (2, 3, 2)


def test_every_act_is_in_the_trail(engine: Engine, house: Office, now: datetime) -> None:
    with db.begin(engine) as session:
        letter = hold(session, house.clerk, now)
        entry = registers.register(session, house.clerk, now, letter_id=letter, received_at=now)
        assert entry.id is not None
        registers.void(session, house.clerk, now, entry_id=entry.id, reason="ผิดฉบับ")
    with db.look(engine) as session:
        found = audit.lines(session, house.clerk, subject=("entry", entry.id))
        assert [line.act for line in found] == ["void", "register"]
        assert session.exec(select(Entry)).one().voided_at == now
