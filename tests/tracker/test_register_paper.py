import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import openpyxl
import pypdfium2
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.tracker.office import Office
from tests.tracker.test_sending import issue
from tracker import back_entry, book_settings, db, register_export, register_paper, registers
from tracker.back_entry import Line
from tracker.errors import NotFound
from tracker.register_rows import RowState, rows
from tracker.vocabulary import BookKind, BookUse


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with db.begin(engine) as opened:
        yield opened


@pytest.fixture
def book(session: Session, house: Office, now: datetime) -> int:
    """A book that goes on from paper: 1–9 on paper, 10 and 11 written, 11 voided."""
    kept = registers.book_of(session, house.clerk.office_id).id or 0
    registers.open_year(session, house.clerk, now, book_id=kept, year=2569, next_number=10)
    line = Line(now - timedelta(days=3), "มท 0808.2/ว 77", date(2026, 11, 18), "กรมตัวอย่าง",
                "นายกเทศมนตรี", "แจ้งนาย ก เลขประจำตัว 1101700230708")  # fmt: skip
    back_entry.write(session, house.clerk, now, line=line)
    gone = back_entry.write(session, house.clerk, now, line=replace(line, moment=now))
    registers.void(session, house.clerk, now, entry_id=gone.id or 0, reason="ลงซ้ำ")
    return kept


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return squeezed("".join(str(page.get_textpage().get_text_bounded()) for page in pages))


def squeezed(text: str) -> str:
    """Without spaces and ends of lines: where a line ends is not what is tested."""
    return "".join(text.split())


def test_every_number_of_the_year_stands_in_a_row(
    session: Session, house: Office, book: int
) -> None:
    found = list(rows(session, house.clerk, book_id=book, year=2569))
    assert [(row.number, row.last, row.state) for row in found] == [
        (1, 9, RowState.PAPER), (10, None, RowState.WRITTEN), (11, None, RowState.VOID),
    ]  # fmt: skip
    assert "1101700230708" not in found[1].subject and "แจ้งนาย ก" in found[1].subject
    assert "ยกเลิก 23 พ.ย. 69: ลงซ้ำ" in found[2].remark
    day = date(2026, 11, 20)
    some = rows(session, house.clerk, book_id=book, year=2569, between=(day, day))
    assert [row.number for row in some] == [10]
    with pytest.raises(NotFound):
        list(rows(session, house.stranger, book_id=book, year=2569))


def test_form_13_has_days_as_headings_and_the_columns_of_the_form(
    session: Session, house: Office, now: datetime, book: int
) -> None:
    pdf = register_paper.pdf(session, house.clerk, now, book_id=book, year=2569)
    shown = text_of(pdf)
    for words in ("แบบที่ ๑๓", "ทะเบียนหนังสือรับ วันที่ ๒๐ เดือน พฤศจิกายน พ.ศ. ๒๕๖๙", "เลขทะเบียนรับ",
                  "มท ๐๘๐๘.๒/ว ๗๗", "๑๘ พ.ย. ๖๙", "อยู่ในสมุดทะเบียนกระดาษ", "๑–๙"):  # fmt: skip
        assert squeezed(words) in shown, words
    assert "1101700230708" not in shown
    pages = pypdfium2.PdfDocument(pdf)
    assert pages[0].get_width() > pages[0].get_height()


def test_form_14_and_the_book_of_orders(session: Session, house: Office, now: datetime) -> None:
    issue(session, house.district, now, circular=True, subject="แจ้งเวียน")
    sent = registers.book_of(session, house.district.office_id, BookKind.SEND, use=BookUse.CIRCULAR)
    shown = text_of(
        register_paper.pdf(session, house.district, now, book_id=sent.id or 0, year=2569)
    )
    assert "แบบที่๑๔" in shown and "รย๐๐๒๓.๘/ว๑" in shown and "เลขทะเบียนส่ง" in shown
    orders = book_settings.open_new(
        session, house.district, now, kind=BookKind.SEND, use=BookUse.ORDER, name="คำสั่ง"
    )
    given = {"book_id": orders.id or 0, "year": 2569}
    assert "ยังไม่มีรายการ" in text_of(register_paper.pdf(session, house.district, now, **given))
    issue(session, house.district, now, book_id=orders.id, subject="แต่งตั้งคณะทำงาน")
    shown = text_of(register_paper.pdf(session, house.district, now, **given))
    assert "ทะเบียนคำสั่" in shown and "๑/๒๕๖๙" in shown


def test_a_long_year_goes_on_over_its_parts(
    session: Session, house: Office, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_paper, "_AT_ONCE", 40)
    line = Line(now - timedelta(days=3), subject="ขอเชิญประชุม")
    for _ in range(90):
        back_entry.write(session, house.clerk, now, line=line)
    book = registers.book_of(session, house.clerk.office_id).id or 0
    pdf = register_paper.pdf(session, house.clerk, now, book_id=book, year=2569)
    pages = pypdfium2.PdfDocument(pdf)
    texts = [str(page.get_textpage().get_text_bounded()) for page in pages]
    digits = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    for number, text in enumerate(texts, start=1):
        assert f"หน้า {number}".translate(digits) in text
    assert sum(text.count("ขอเชิญประชุม") for text in texts) == 90
    assert squeezed("".join(texts)).count("ทะเบียนหนังสือรับวันที่๒๐") == 1


def test_the_spreadsheet_has_the_columns_of_the_form(
    session: Session, house: Office, now: datetime, book: int
) -> None:
    made = register_export.workbook(session, house.clerk, now, book_id=book, year=2569)
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert sheet is not None
    table = list(sheet.iter_rows(values_only=True))
    assert table[1][:5] == ("เลขรับ", "วันที่รับ", "เวลา", "ที่", "ลงวันที่")
    assert [row[0] for row in table[2:]] == ["1-9", 10, 11]
    assert table[3][1:5] == ("20 พ.ย. 69", "09.30", "มท 0808.2/ว 77", "18 พ.ย. 69")
    assert table[4][-1] == "ยกเลิก"


def test_no_heading_of_a_day_stands_alone_at_the_foot_of_a_page(
    session: Session, house: Office, now: datetime, book: int
) -> None:
    for days in range(40):
        line = Line(now + timedelta(days=days), f"มท 0808.2/ว {days}", None, "กรม", "นายก", "เรื่อง")
        back_entry.write(session, house.clerk, now + timedelta(days=50), line=line)
    paper = register_paper.pdf(session, house.clerk, now, book_id=book, year=2569)
    pages = pypdfium2.PdfDocument(paper)
    assert len(pages) > 2
    for page in pages:
        words = squeezed(page.get_textpage().get_text_bounded())
        foot = words.rindex("พิมพ์เมื่อ")
        assert words.rfind("ทะเบียนหนังสือรับวันที่", 0, foot) < words.rfind("มท๐๘๐๘", 0, foot)
