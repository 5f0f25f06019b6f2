from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.tracker.office import Office
from tests.tracker.test_registers import hold
from tracker import audit, book_settings, db, posts, registers, sending
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.models import Entry, Letter
from tracker.vocabulary import BookKind, BookUse, Secrecy

TODAY = date(2026, 11, 23)


@pytest.fixture
def session(engine: Engine, house: Office, now: datetime) -> Iterator[Session]:
    with db.begin(engine) as opened:
        book_settings.set_prefix(opened, house.clerk, now, prefix="รย ๕๒๑๐๗")
        yield opened


def issue(session: Session, actor: Actor, now: datetime, **other: Any) -> sending.Issued:
    given: dict[str, Any] = {
        "letter_id": None, "dated": TODAY, "circular": False,
        "to_text": "นายอำเภอเขาชะเมา", "subject": "ส่งแบบสำรวจ",
    }  # fmt: skip
    return sending.issue(session, actor, now, **(given | other))


def test_numbers_are_whole_and_circulars_count_apart(
    session: Session, house: Office, now: datetime
) -> None:
    first = issue(session, house.clerk, now)
    circular = issue(session, house.clerk, now, circular=True)
    second = issue(session, house.clerk, now)
    assert [one.ref_no for one in (first, circular, second)] == [
        "รย 52107/1", "รย 52107/ว 1", "รย 52107/2",
    ]  # fmt: skip
    line = session.get_one(Entry, circular.entry_id)
    assert (line.circular, line.dated, line.year) == (True, TODAY, 2569)
    assert line.from_text == "เทศบาลตำบลชำฆ้อ"


def test_a_change_of_series_in_mid_year_gives_no_number_twice(
    session: Session, house: Office, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        book_settings.count_circulars(session, house.clerk, now, apart=False)
    staff = house.district
    for _ in range(3):
        issue(session, staff, now)
    assert issue(session, staff, now, circular=True).ref_no == "รย 0023.8/ว 1"
    book_settings.count_circulars(session, staff, now, apart=False)
    assert issue(session, staff, now, circular=True).ref_no == "รย 0023.8/ว 2"
    last_year = date(2025, 12, 30)
    assert issue(session, staff, now, dated=last_year).number == 1
    shared = issue(session, staff, now, circular=True, dated=last_year)
    assert shared.ref_no == "รย 0023.8/ว 2"
    book_settings.count_circulars(session, staff, now, apart=True)
    again = issue(session, staff, now, circular=True, dated=last_year)
    assert (again.year, again.ref_no) == (2568, "รย 0023.8/ว 3")


def test_secret_letters_have_a_book_of_their_own_and_no_subject(
    session: Session, house: Office, now: datetime
) -> None:
    given = issue(session, house.clerk, now, secret=True, subject="เรื่องที่ไม่ควรเห็น")
    line = session.get_one(Entry, given.entry_id)
    assert given.ref_no == "รย 52107/ล 1"
    assert (line.subject, line.secrecy) == (None, Secrecy.CONFIDENTIAL)
    both = issue(session, house.clerk, now, secret=True, circular=True)
    assert both.ref_no == "รย 52107/ว(ล) 2"


def test_the_day_on_the_letter_decides_the_year(
    session: Session, house: Office, now: datetime
) -> None:
    last_year = issue(session, house.clerk, now, dated=date(2025, 12, 30))
    assert (last_year.number, last_year.year) == (1, 2568)
    line = session.get_one(Entry, last_year.entry_id)
    assert line.registered_at == now and line.received_at < now
    with pytest.raises(BadValue, match="อนาคต"):
        issue(session, house.clerk, now, dated=TODAY + timedelta(days=1))


def test_without_a_beginning_no_number_is_given(
    engine: Engine, house: Office, now: datetime
) -> None:
    with db.begin(engine) as session, pytest.raises(BadValue, match="เลขประจำ"):
        issue(session, house.stranger, now)
    with db.begin(engine) as session:
        with pytest.raises(BadValue, match="กรุณาพิมพ์เช่น"):
            book_settings.set_prefix(session, house.stranger, now, prefix="สวัสดี")
        book_settings.set_prefix(session, house.stranger, now, prefix="ร.ย. 52102/")
        assert issue(session, house.stranger, now).ref_no == "รย 52102/1"
        with pytest.raises(NotAllowed, match="ผู้ดูแลระบบ"):
            book_settings.set_prefix(session, house.stranger, now, prefix="รย 99999")


def test_a_letter_is_numbered_once_and_by_its_own_office(
    session: Session, house: Office, now: datetime
) -> None:
    letter = hold(session, house.clerk, now)
    given = issue(session, house.clerk, now, letter_id=letter)
    with pytest.raises(BadValue, match="ออกเลขแล้ว"):
        issue(session, house.colleague, now, letter_id=letter)
    with pytest.raises(NotFound):
        issue(session, house.district, now, letter_id=letter)
    sending.void(session, house.clerk, now, entry_id=given.entry_id, reason="พิมพ์ผิด")
    again = issue(session, house.clerk, now, letter_id=letter)
    assert (given.number, again.number) == (1, 2)
    received = registers.register(session, house.clerk, now, letter_id=letter, received_at=now)
    with pytest.raises(NotFound):
        sending.void(session, house.clerk, now, entry_id=received.id or 0, reason="ผิดเล่ม")


def test_divisions_with_codes_of_their_own_share_one_series(
    session: Session, house: Office, now: datetime
) -> None:
    staff = house.province
    main = registers.book_of(session, staff.office_id, BookKind.SEND)
    assert main.id is not None
    seven, eight, nine = (
        posts.add_unit(
            session, house.admin, now, office_id=staff.office_id, name=name, code=code
        ).id
        for name, code in (("กลุ่มงานส่งเสริม", ""), ("กลุ่มงานการเงิน", ""), ("ปกครอง", "รย 0023.5"))
    )
    book_settings.add_prefix(
        session,
        staff,
        now,
        book_id=main.id,
        prefix="รย 0023.3",
        label="กลุ่มงานส่งเสริม",
        unit_id=seven,
    )
    assert issue(session, staff, now).ref_no == "รย 0023/1"
    mine = issue(session, staff, now, unit_id=seven)
    assert mine.ref_no == "รย 0023.3/2"
    assert session.get_one(Entry, mine.entry_id).from_text == "กลุ่มงานส่งเสริม"
    assert issue(session, staff, now, unit_id=seven, circular=True).ref_no == "รย 0023.3/ว 1"
    assert issue(session, staff, now, prefix="รย 0023.3").ref_no == "รย 0023.3/3"
    with pytest.raises(BadValue, match="ไม่มีเลขประจำ"):
        issue(session, staff, now, prefix="รย 0023.9")
    with pytest.raises(BadValue, match="เลขจะซ้ำกัน"):
        book_settings.open_new(
            session, staff, now, kind=BookKind.SEND, use=BookUse.GENERAL,
            name="กลุ่มงานส่งเสริม", prefix="รย 0023.3", unit_id=seven,
        )  # fmt: skip
    own = book_settings.open_new(
        session, staff, now, kind=BookKind.SEND, use=BookUse.GENERAL,
        name="กลุ่มงานการเงิน", prefix="รย 0023.4", unit_id=eight,
    )  # fmt: skip
    assert issue(session, staff, now, unit_id=eight).ref_no == "รย 0023.4/1"
    assert issue(session, staff, now, unit_id=eight, circular=True).ref_no == "รย 0023.4/ว 2"
    book_settings.close_book(session, staff, now, book_id=own.id or 0)
    with pytest.raises(BadValue, match="ปิดแล้ว"):
        issue(session, staff, now, book_id=own.id)
    # A division that was only entered with its code bears it, in the central series.
    coded = issue(session, staff, now, unit_id=nine)
    assert coded.ref_no == "รย 0023.5/4"
    assert session.get_one(Entry, coded.entry_id).from_text == "ปกครอง"


def test_orders_are_numbered_within_the_year(
    session: Session, house: Office, now: datetime
) -> None:
    staff = house.province
    book = book_settings.open_new(
        session, staff, now, kind=BookKind.SEND, use=BookUse.ORDER, name="คำสั่ง"
    )
    assert issue(session, staff, now, book_id=book.id).ref_no == "1/2569"
    with pytest.raises(BadValue, match="อยู่แล้ว"):
        book_settings.open_new(
            session, staff, now, kind=BookKind.SEND, use=BookUse.ORDER, name="คำสั่ง"
        )
    with pytest.raises(NotFound):
        issue(session, house.clerk, now, book_id=book.id)


def test_fifty_letters_signed_at_once_leave_no_gap_and_no_double(
    engine: Engine, house: Office, now: datetime
) -> None:
    with db.begin(engine) as session:
        letters = [hold(session, house.district, now) for _ in range(50)]

    def sign(letter_id: int) -> int:
        with db.begin(engine) as session:
            return issue(session, house.district, now, letter_id=letter_id).number

    with ThreadPoolExecutor(50) as pool:
        numbers = list(pool.map(sign, letters))
    assert sorted(numbers) == list(range(1, 51))
    with db.look(engine) as session:
        assert audit.verify(session) == []


def test_two_clerks_who_number_one_letter_get_one_number(
    engine: Engine, house: Office, now: datetime
) -> None:
    with db.begin(engine) as session:
        letter = hold(session, house.district, now)

    def sign(_: int) -> int | str:
        try:
            with db.begin(engine) as session:
                return issue(session, house.district, now, letter_id=letter).number
        except BadValue as refusal:
            return str(refusal)

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(sign, range(8)))
    assert [one for one in said if isinstance(one, int)] == [1]
    assert all("ออกเลขแล้วที่ รย 0023.8/1" in one for one in said if isinstance(one, str))


def test_a_secret_letter_keeps_its_grade_in_both_books(
    session: Session, house: Office, now: datetime
) -> None:
    letter = hold(session, house.district, now)
    known = session.get_one(Letter, letter)
    known.secrecy, known.subject = Secrecy.SECRET, None
    session.add(known)
    session.flush()
    sent = session.get_one(Entry, issue(session, house.district, now, letter_id=letter).entry_id)
    assert (sent.secrecy, sent.subject, sent.ref_no) == (Secrecy.SECRET, None, "รย 0023.8/ล 1")
    book_settings.open_new(
        session, house.district, now, kind=BookKind.RECEIVE, use=BookUse.SECRET, name="ลับ"
    )
    line = registers.register(session, house.district, now, letter_id=letter, received_at=now)
    main = registers.book_of(session, house.district.office_id)
    assert line.book_id != main.id and line.secrecy is Secrecy.SECRET


def test_a_form_that_is_sent_twice_gives_one_number(
    engine: Engine, house: Office, now: datetime
) -> None:
    def send(_: int) -> str:
        with db.begin(engine) as session:
            return issue(session, house.district, now, form_key="k1").ref_no

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(send, range(6))) == {"รย 0023.8/1"}
    with db.begin(engine) as session:
        assert issue(session, house.district, now, form_key="k2").number == 2
