from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select

from tests.tracker.office import Office
from tracker import back_entry, db, register_export, register_import, registers, sheets
from tracker.actor import Actor
from tracker.errors import BadValue, FileRefused, NotAllowed, NotFound
from tracker.models import Entry, Stored
from tracker.register_import import Fate
from tracker.register_sheet import SheetLine, understand
from tracker.sheets import Cell, Sheet
from tracker.vocabulary import Secrecy

HEADS = ("เลขทะเบียนรับ", "ที่", "ลงวันที่", "จาก", "ถึง", "เรื่อง", "การปฏิบัติ", "หมายเหตุ")
OLD: list[tuple[Cell, ...]] = [
    ("ทะเบียนหนังสือรับ เทศบาลตำบลตัวอย่าง",),
    HEADS,
    ("ทะเบียนหนังสือรับ วันที่ ๗ เดือน มกราคม พ.ศ. ๒๕๖๙",),
    ("๑", "รย ๐๐๒๓.๓/ว ๑๒", "๕ ม.ค. ๖๙", "จังหวัด", "นายก", "สำรวจบ่อน้ำ", "มอบกองช่าง", ""),
    ("2/2569", "มท 0808.2/7", datetime(2569, 1, 6), "กรม", "นายก", "ซักซ้อมแนวทาง", "", "ยกเลิก ลงซ้ำ"),
    (),
    ("วันพฤหัสบดีที่ ๘ มกราคม ๒๕๖๙",),
    HEADS,
    (3.0, "", "", "จังหวัด", "", "(ลับ)", "", ""),
    ("สี่", "", "", "", "", "อ่านเลขไม่ได้", "", ""),
    (3, "", "", "", "", "เลขซ้ำ", "", ""),
    (900, "", "๙๙ ม.ค. ๖๙", "", "", "ลงวันที่ไม่มีจริง", "", ""),
]


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with db.begin(engine) as opened:
        yield opened


def keep(session: Session, actor: Actor, now: datetime, year: int = 2569) -> tuple[int, int]:
    """An import that waits, and its book."""
    book = registers.book_of(session, actor.office_id).id or 0
    stored = Stored("a" * 64, 9, "application/octet-stream", "เก่า.xlsx", True)
    made = register_import.keep(session, actor, now, stored=stored, book_id=book, year=year)
    return made.id or 0, book


def old(rows: list[tuple[Cell, ...]] = OLD) -> bytes:
    return sheets.write("ทะเบียน", rows[0], rows[1:])


def test_days_are_headings_or_cells_and_numbers_of_any_form() -> None:
    read = understand(Sheet("", tuple(OLD)))
    assert read is not None
    first, second, third, fourth, *_ = read.lines
    assert (first.number, first.day, first.dated) == (1, date(2026, 1, 7), date(2026, 1, 5))
    assert (first.ref_no, first.practice) == ("รย 0023.3/ว 12", "มอบกองช่าง")
    assert (second.number, second.dated, second.void_reason) == (2, date(2026, 1, 6), "ลงซ้ำ")
    assert (third.number, third.day, third.secrecy) == (3, date(2026, 1, 8), Secrecy.CONFIDENTIAL)
    assert third.subject == ""
    assert fourth.faults == ("“สี่” ไม่ใช่เลขทะเบียน",)
    assert len(read.lines) == 6


def test_the_day_as_a_column_may_be_left_out_below() -> None:
    rows = (
        ("ลำดับ", "วันที่รับ", "เวลา", "เลขที่หนังสือ", "ลงวันที่", "จาก", "เรื่อง"),
        (1, datetime(2026, 1, 7, 9, 5), time(9, 5), "ก 1/1", "1/1/69", "ข", "ค"),
        (2, None, 14.3, None, None, None, "ง"),
    )
    read = understand(Sheet("", rows))
    assert read is not None
    assert read.columns == {
        0: "number", 1: "day", 2: "time", 3: "ref_no", 4: "dated", 5: "from_text", 6: "subject",
    }  # fmt: skip
    first, second = read.lines
    assert (first.clock, first.dated) == (time(9, 5), date(2026, 1, 1))
    assert (second.day, second.clock) == (date(2026, 1, 7), time(14, 30))
    assert "วันเดียวกับรายการก่อนหน้า" in second.notes[0]


def test_a_dry_run_writes_nothing_and_says_what_it_understood(
    session: Session, house: Office, now: datetime
) -> None:
    _, book = keep(session, house.clerk, now)
    plan = register_import.plan(session, house.clerk, now, content=old(), book_id=book, year=2569)
    assert plan.counts == {Fate.NEW: 4, Fate.KNOWN: 0, Fate.REFUSED: 2}
    assert [one.why for one in plan.lines if one.fate is Fate.REFUSED] == [
        "“สี่” ไม่ใช่เลขทะเบียน", "เลขซ้ำกับแถวที่ 9",
    ]  # fmt: skip
    assert (plan.next_before, plan.next_after) == (1, 901)
    assert any("ขาดไป 896 เลข" in warning for warning in plan.warnings)
    assert session.exec(select(Entry)).all() == []


def test_lines_come_in_once_and_the_book_goes_on_behind_them(
    session: Session, house: Office, now: datetime
) -> None:
    waiting, book = keep(session, house.clerk, now)
    register_import.bring_in(session, house.clerk, now, import_id=waiting, content=old())
    lines = {entry.number: entry for entry in session.exec(select(Entry))}
    assert sorted(lines) == [1, 2, 3, 900]
    assert lines[2].void_reason == "ลงซ้ำ" and lines[2].voided_by == house.clerk.account_id
    assert (lines[3].subject, lines[3].secrecy) == (None, Secrecy.CONFIDENTIAL)
    assert all(entry.import_id == waiting for entry in lines.values())
    line = back_entry.Line(now, subject="หลังนำเข้า")
    assert back_entry.write(session, house.clerk, now, line=line).number == 901
    with pytest.raises(BadValue, match="นำเข้าแล้ว 4 รายการ"):
        register_import.bring_in(session, house.clerk, now, import_id=waiting, content=old())
    again, _ = keep(session, house.clerk, now)
    with pytest.raises(BadValue, match="ไม่มีรายการใหม่"):
        register_import.bring_in(session, house.clerk, now, import_id=again, content=old())


def test_what_the_book_holds_is_never_overwritten(
    session: Session, house: Office, now: datetime
) -> None:
    waiting, book = keep(session, house.clerk, now)
    own = back_entry.write(
        session, house.clerk, now, line=back_entry.Line(now, subject="ของเราเอง")
    )
    with pytest.raises(NotAllowed, match="ผู้ดูแลระบบ"):
        register_import.bring_in(session, house.clerk, now, import_id=waiting, content=old())
    small = old([*OLD[:4]])
    plan = register_import.plan(session, house.clerk, now, content=small, book_id=book, year=2569)
    assert [one.fate for one in plan.lines] == [Fate.REFUSED]
    assert "ของเราเอง" in plan.lines[0].why
    assert session.get_one(Entry, own.id).subject == "ของเราเอง"
    with pytest.raises(NotFound):
        register_import.bring_in(session, house.stranger, now, import_id=waiting, content=old())


def test_days_of_another_year_and_of_the_future_are_refused(
    session: Session, house: Office, now: datetime
) -> None:
    _, book = keep(session, house.clerk, now)
    rows: list[tuple[Cell, ...]] = [
        ("เลขรับ", "วันที่รับ", "เรื่อง"),
        (1, "๑ ม.ค. ๖๘", "ปีก่อน"), (2, "๒๕ ธ.ค. ๖๙", "อนาคต"), (3, None, "ไม่มีวัน"),
    ]  # fmt: skip
    plan = register_import.plan(
        session, house.clerk, now, content=old(rows), book_id=book, year=2569
    )
    assert [one.why for one in plan.lines][:2] == [
        "วันที่อยู่ในทะเบียนปี 2568 ไม่ใช่ปี 2569", "วันที่อยู่ในอนาคต",
    ]  # fmt: skip


def test_an_export_comes_back_as_it_was(session: Session, house: Office, now: datetime) -> None:
    line = back_entry.Line(now, "มท 0808.2/ว 77", date(2026, 11, 18), "กรม", "นายก", "เรื่อง =1+1")
    gone = back_entry.write(session, house.clerk, now, line=line)
    registers.void(session, house.clerk, now, entry_id=gone.id or 0, reason="ลงซ้ำ")
    back_entry.write(session, house.clerk, now, line=line)
    book = gone.book_id
    made = register_export.workbook(session, house.clerk, now, book_id=book, year=2569)
    plan = register_import.plan(session, house.clerk, now, content=made, book_id=book, year=2569)
    assert [one.fate for one in plan.lines] == [Fate.KNOWN, Fate.KNOWN]
    _, other = keep(session, house.stranger, now)
    plan = register_import.plan(
        session, house.stranger, now, content=made, book_id=other, year=2569
    )
    assert [one.fate for one in plan.lines] == [Fate.NEW, Fate.NEW]
    assert plan.lines[0].line.void_reason and plan.lines[1].line.clock == time(9, 30)


def test_a_sheet_without_heads_is_refused_and_columns_can_be_named(
    session: Session, house: Office, now: datetime
) -> None:
    _, book = keep(session, house.clerk, now)
    given = {"book_id": book, "year": 2569}
    with pytest.raises(FileRefused, match="หัวตาราง"):
        register_import.plan(
            session, house.clerk, now, content=sheets.write("ก", ["ข"], [["ค"]]), **given
        )
    rows: list[tuple[Cell, ...]] = [
        ("เลขรับ", "วันที่รับ", "ข้อความ"), (1, "๗ ม.ค. ๖๙", "เรื่องในช่องชื่ออื่น")
    ]  # fmt: skip
    plan = register_import.plan(session, house.clerk, now, content=old(rows), **given)
    assert plan.lines[0].line.subject == ""
    assert any("เรื่อง" in warning for warning in plan.warnings)
    named = {0: "number", 1: "day", 2: "subject"}
    plan = register_import.plan(
        session, house.clerk, now, content=old(rows), columns=named, **given
    )
    assert plan.lines[0].line.subject == "เรื่องในช่องชื่ออื่น"


CELLS = st.one_of(
    st.none(), st.text(max_size=12), st.integers(-5, 10**9), st.floats(allow_nan=False),
    st.dates(), st.times(), st.sampled_from(["๑/๒๕๖๙", "7 ม.ค. 69", "ยกเลิก", "(ลับ)", "วันที่ 3"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=8).map(tuple), max_size=12))
def test_any_rows_are_read_each_with_its_place(rows: list[tuple[Cell, ...]]) -> None:
    read = understand(Sheet("", (HEADS, *rows)))
    assert read is not None
    places = [line.row for line in read.lines]
    assert places == sorted(set(places))
    for line in read.lines:
        assert isinstance(line, SheetLine)
        assert line.faults or (line.number is not None and line.number > 0)
