from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from tests.tracker.office import Office
from tests.tracker.test_registers import hold
from tests.tracker.test_sending import issue
from tracker import back_entry, book_settings, db, posts, registers, reservations, sending
from tracker.actor import Actor
from tracker.back_entry import Line
from tracker.errors import BadValue, NotAllowed, NotFound, Stale
from tracker.models import Book, Entry
from tracker.vocabulary import BookKind, BookUse, Secrecy

TODAY = date(2026, 11, 23)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with db.begin(engine) as opened:
        yield opened


@pytest.fixture
def line(now: datetime) -> Line:
    return Line(now - timedelta(days=3), "มท 0808.2/ว 77", date(2026, 11, 18), "กรมตัวอย่าง",
                "นายกเทศมนตรี", "ซักซ้อมแนวทาง")  # fmt: skip


def test_a_paper_letter_gets_the_next_number_and_keeps_both_moments(
    session: Session, house: Office, now: datetime, line: Line
) -> None:
    entry = back_entry.write(session, house.clerk, now, line=line)
    assert (entry.number, entry.year, entry.letter_id) == (1, 2569, None)
    assert (entry.received_at, entry.registered_at) == (line.moment, now)
    for wrong, why in (
        (replace(line, moment=now + timedelta(minutes=1)), "อนาคต"),
        (replace(line, dated=TODAY), "ลงวันที่หลัง"),
        (replace(line, subject=" "), "พิมพ์เรื่อง"),
    ):
        with pytest.raises(BadValue, match=why):
            back_entry.write(session, house.clerk, now, line=wrong)
    secret = replace(line, secrecy=Secrecy.SECRET)
    assert back_entry.write(session, house.clerk, now, line=secret).subject is None


def test_a_paper_book_goes_on_and_its_old_lines_come_later(
    session: Session, house: Office, now: datetime, line: Line
) -> None:
    book = registers.book_of(session, house.clerk.office_id)
    assert book.id is not None
    registers.open_year(session, house.clerk, now, book_id=book.id, year=2569, next_number=500)
    assert back_entry.write(session, house.clerk, now, line=line).number == 500
    old = back_entry.write(session, house.clerk, now, line=line, number=17)
    assert (old.number, registers.next_number(session, house.clerk, book.id, 2569)) == (17, 501)
    for number, why in ((17, "มีรายการอยู่แล้ว"), (501, "ยังไม่ถึง"), (0, "ไม่ใช่เลขทะเบียน")):
        with pytest.raises(BadValue, match=why):
            back_entry.write(session, house.clerk, now, line=line, number=number)


def test_outgoing_numbers_are_never_given_by_hand(
    session: Session, house: Office, now: datetime, line: Line
) -> None:
    book = registers.book_of(session, house.district.office_id, BookKind.SEND)
    with pytest.raises(BadValue, match="ออกเลข"):
        back_entry.write(session, house.district, now, line=line, book_id=book.id)
    with pytest.raises(NotFound):
        back_entry.write(session, house.clerk, now, line=line, book_id=book.id)


def test_a_division_receives_on_with_its_own_number(
    session: Session, house: Office, now: datetime
) -> None:
    staff = house.district
    unit = posts.add_unit(session, house.admin, now, office_id=staff.office_id, name="กองคลัง")
    letter = hold(session, staff, now)
    central = registers.register(session, staff, now, letter_id=letter, received_at=now)
    assert central.id is not None
    division = book_settings.open_new(
        session,
        staff,
        now,
        kind=BookKind.RECEIVE,
        use=BookUse.GENERAL,
        name="กองคลัง",
        unit_id=unit.id,
    )
    assert division.id is not None
    given = {"entry_id": central.id, "book_id": division.id}
    with pytest.raises(BadValue, match="ก่อนสารบรรณกลาง"):
        back_entry.receive_on(session, staff, now, **given, received_at=now - timedelta(hours=1))
    mine = back_entry.receive_on(session, staff, now, **given, received_at=now)
    assert (mine.number, mine.letter_id, mine.subject) == (1, letter, central.subject)
    assert back_entry.handed_on(session, [central]) == {central.id: ["กองคลัง 1/2569"]}
    with pytest.raises(BadValue, match="รับเรื่องนี้แล้วที่เลข 1/2569"):
        back_entry.receive_on(session, staff, now, **given, received_at=now)
    main = registers.book_of(session, staff.office_id).id or 0
    with pytest.raises(BadValue, match="อยู่ในทะเบียนนี้แล้ว"):
        back_entry.receive_on(
            session, staff, now, entry_id=central.id, book_id=main, received_at=now
        )


def test_a_block_is_kept_back_used_and_what_is_left_is_voided(
    session: Session, house: Office, now: datetime
) -> None:
    staff = house.district
    block = reservations.reserve(session, staff, now, count=3, purpose="กองช่าง", dated=TODAY)
    assert (list(block.numbers), block.first_ref) == ([1, 2, 3], "รย 0023.8/1")
    assert issue(session, staff, now).number == 4
    used = issue(session, staff, now, reserved=2)
    assert (used.number, used.ref_no) == (2, "รย 0023.8/2")
    assert [entry.number for entry, _ in reservations.waiting(session, staff)] == [1, 3]
    for number in (2, 4, 99):
        with pytest.raises(BadValue, match="ไม่ใช่เลขที่จองไว้"):
            issue(session, staff, now, reserved=number)
    left = reservations.waiting(session, staff)[0][0]
    sending.void(session, staff, now, entry_id=left.id or 0, reason="ไม่ใช้")
    with pytest.raises(BadValue, match="ไม่ใช่เลขที่จองไว้"):
        issue(session, staff, now, reserved=1)
    for count, purpose in ((0, "ก"), (201, "ก"), (1, " ")):
        with pytest.raises(BadValue):
            reservations.reserve(session, staff, now, count=count, purpose=purpose, dated=TODAY)
    assert len(session.exec(select(Entry).join(Book).where(Book.kind == BookKind.SEND)).all()) == 4


def test_a_reserved_number_is_used_by_one_of_two_who_want_it(
    engine: Engine, house: Office, now: datetime
) -> None:
    with db.begin(engine) as session:
        reservations.reserve(session, house.district, now, count=1, purpose="ก", dated=TODAY)

    def take(subject: str) -> bool:
        try:
            with db.begin(engine) as session:
                issue(session, house.district, now, reserved=1, subject=subject)
        except BadValue:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(take, "กขคงจฉ")) == 1


def test_a_note_on_a_line_that_changed_since_is_not_written(
    session: Session, house: Office, now: datetime, line: Line
) -> None:
    entry = back_entry.write(session, house.clerk, now, line=line)
    given = {"entry_id": entry.id or 0, "version": 1}
    registers.note(session, house.clerk, now, **given, practice="มอบกองช่าง")
    with pytest.raises(Stale):
        registers.note(session, house.colleague, now, **given, practice="มอบกองคลัง")
    assert session.get_one(Entry, entry.id).practice == "มอบกองช่าง"


def test_settings_are_changed_by_those_who_may(
    session: Session, house: Office, now: datetime
) -> None:
    book = registers.book_of(session, house.clerk.office_id, BookKind.SEND)
    given = {"book_id": book.id or 0, "prefix": "รย 52107", "label": "กองช่าง"}
    for actor in (house.clerk, house.district):
        with pytest.raises(NotAllowed):
            book_settings.add_prefix(session, actor, now, **given)
    made = book_settings.add_prefix(session, house.admin, now, **given)
    with pytest.raises(BadValue, match="มีในทะเบียนนี้แล้ว"):
        book_settings.add_prefix(session, house.admin, now, **given)
    book_settings.drop_prefix(session, house.admin, now, prefix_id=made.id or 0)
    with pytest.raises(NotFound):
        book_settings.drop_prefix(session, house.admin, now, prefix_id=made.id or 0)
    with pytest.raises(BadValue, match="ปิดไม่ได้"):
        book_settings.close_book(session, house.admin, now, book_id=book.id or 0)


class Undone(Exception):
    """Ends a transaction without a trace."""


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["issue", "circular", "secret", "reserve", "use", "void", "series"]),
        st.integers(0, 5),
    ),
    max_size=14,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(ACTS)
def test_whatever_is_done_no_number_is_missing_and_none_is_given_twice(
    engine: Engine, house: Office, now: datetime, acts: list[tuple[str, int]]
) -> None:
    staff = house.district
    with pytest.raises(Undone), db.begin(engine) as session:
        for act, turn in acts:
            _do(session, staff, now, act, turn)
        lines = session.exec(select(Entry)).all()
        for book_id, year in {(line.book_id, line.year) for line in lines}:
            numbers = sorted(x.number for x in lines if (x.book_id, x.year) == (book_id, year))
            first = numbers[0]
            assert numbers == list(range(first, first + len(numbers)))
            following = registers.next_number(session, staff, book_id, year)
            assert following > numbers[-1]
        # Numbers begin anew each year, so that they are one series within a year only.
        said = [(line.year, line.ref_no) for line in lines if line.ref_no]
        assert len(said) == len(set(said))
        raise Undone


def _do(session: Session, staff: Actor, now: datetime, act: str, turn: int) -> None:
    waiting = [entry for entry, _ in reservations.waiting(session, staff)]
    if act in ("issue", "circular", "secret"):
        wanted = {"circular": act == "circular", "secret": act == "secret"}
        issue(session, staff, now, dated=TODAY - timedelta(days=turn * 90), **wanted)
    elif act == "reserve":
        day = TODAY - timedelta(days=turn)
        reservations.reserve(session, staff, now, count=turn + 1, purpose="ก", dated=day)
    elif act == "use" and waiting:
        issue(session, staff, now, reserved=waiting[turn % len(waiting)].number)
    elif act == "void":
        lines = session.exec(select(Entry).where(col(Entry.voided_at).is_(None))).all()
        if lines:
            one = lines[turn % len(lines)]
            sending.void(session, staff, now, entry_id=one.id or 0, reason="ทดสอบ")
    elif act == "series":
        book_settings.count_circulars(session, staff, now, apart=turn % 2 == 0)
