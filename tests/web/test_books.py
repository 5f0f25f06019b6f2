"""The pages of the books: numbers given, kept back, voided; settings, prints, imports, stamps."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from itertools import count

import openpyxl
import pypdfium2
import pytest
from sqlmodel import select

from tests.tracker.letters import LETTER
from tests.web.conftest import NOW, Browser, House
from tests.web.test_pages import BUNDLE, drop, read
from tracker import db, sheets
from tracker.models import Entry

NUMBER = {"dated": "๒๓ พ.ย. ๒๕๖๙", "to_text": "นายอำเภอเขาชะเมา", "subject": "ส่งแบบสำรวจ"}
PAPER = {"day": "๒๐ พ.ย. ๖๙", "time": "๑๔.๐๕", "ref_no": "มท ๐๘๐๘.๒/ว ๗๗", "dated": "18/11/69",
         "from_text": "กรมตัวอย่าง", "to_text": "นายก", "subject": "ซักซ้อมแนวทาง"}  # fmt: skip


@pytest.fixture
def clerk(house: House) -> Browser:
    return house.browser("chamkho")


@pytest.fixture
def district(house: House) -> Browser:
    return house.browser("khaochamao")


def entries(house: House) -> list[Entry]:
    with db.look(house.engine) as session:
        return list(session.exec(select(Entry).order_by("id")))


def test_a_beginning_is_set_before_the_first_number(house: House, clerk: Browser) -> None:
    assert "ยังไม่ได้ตั้งเลขประจำ" in clerk.get("/sending").text
    answer = clerk.submit("/sending/numbers", NUMBER)
    assert answer.status_code == 422 and "ตั้งเลขประจำก่อนออกเลขแรก" in answer.text
    wrong = clerk.submit("/books/prefix", {"prefix": "สวัสดี"}, follow_redirects=True)
    assert "กรุณาพิมพ์เช่น รย ๐๐๒๓.๘" in wrong.text
    done = clerk.submit("/books/prefix", {"prefix": "รย ๕๒๑๐๗"}, follow_redirects=True)
    assert "รย ๕๒๑๐๗ แล้ว" in done.text
    again = clerk.submit("/books/prefix", {"prefix": "รย 1111"}, follow_redirects=True)
    assert "ผู้ดูแลระบบเป็นผู้แก้ไข" in again.text
    assert clerk.submit("/sending/numbers", NUMBER).status_code == 302


def test_a_number_is_given_shown_large_and_given_once(house: House, district: Browser) -> None:
    key = re.search(r'name="key" value="([^"]+)"', district.get("/sending").text)
    assert key
    form = NUMBER | {"circular": "1", "key": key[1]}
    given = district.submit("/sending/numbers", form)
    page = district.get(given.location).text
    assert "ที่ รย ๐๐๒๓.๘/ว ๑ · ๒๓ พฤศจิกายน ๒๕๖๙" in page and "นายอำเภอเขาชะเมา" in page
    assert len(entries(house)) == 1
    assert district.submit("/sending/numbers", form | {"subject": "เรื่องอื่น"}).status_code == 302
    assert [entry.subject for entry in entries(house)] == ["ส่งแบบสำรวจ"]


def test_only_a_second_click_is_told_that_the_number_was_given(
    house: House, district: Browser
) -> None:
    """With a clock that goes on, as it does outside the tests."""
    ticks = (NOW + timedelta(seconds=tick) for tick in count())
    house.app.extensions["wian"] = replace(house.app.extensions["wian"], now=ticks.__next__)
    form = NUMBER | {"key": "k" * 20}
    told = [district.submit("/sending/numbers", form, follow_redirects=True).text for _ in "12"]
    assert ["ออกเลขไปแล้วที่" in page for page in told] == [False, True]


def test_what_is_typed_wrong_comes_back_with_why(house: House, district: Browser) -> None:
    for wrong, why in (
        ({"dated": "๓๒ พ.ย. ๖๙"}, "ไม่ใช่วันที่"),
        ({"dated": "๒๔ พ.ย. ๒๕๖๙"}, "อนาคต"),
        ({"subject": " "}, "พิมพ์เรื่อง"),
        ({"reserved": "7"}, "ไม่ใช่เลขที่จองไว้"),
    ):
        answer = district.submit("/sending/numbers", NUMBER | wrong)
        assert answer.status_code == 422 and why in answer.text
        assert 'value="นายอำเภอเขาชะเมา"' in answer.text
    assert entries(house) == []


def test_a_block_is_kept_used_and_voided(house: House, district: Browser) -> None:
    block = {"count": "๒", "dated": "๒๓ พ.ย. ๖๙", "purpose": "งานเลือกตั้ง"}
    assert district.submit("/sending/blocks", block | {"count": "x"}).status_code == 422
    page = district.submit("/sending/blocks", block, follow_redirects=True).text
    assert "จองเลขส่ง ๑–๒/๒๕๖๙" in page and page.count("งานเลือกตั้ง") >= 2
    use = district.get("/sending?reserved=2").text
    assert '<option value="2" selected>' in use and 'id="new" open' in use
    district.submit("/sending/numbers", NUMBER | {"reserved": "2"})
    first, second = entries(house)
    assert (second.ref_no, first.is_open_reservation) == ("รย 0023.8/2", True)
    done = district.submit(f"/register/{first.id}/void", {"reason": "ไม่ใช้"})
    assert done.location.startswith("/sending?book=")
    page = district.get(done.location).text
    assert "ยกเลิก" in page and "งานเลือกตั้ง" in page and "ไม่มีชื่อเรื่อง" not in page
    paper = district.get(f"/register/print?book={first.book_id}").text
    assert "ทะเบียนหนังสือส่ง" in paper and "รย ๐๐๒๓.๘/๒" in paper


def test_orders_and_division_books(house: House, district: Browser) -> None:
    new = {"kind": "send:order", "name": "คำสั่ง"}
    assert "เปิดทะเบียน “คำสั่ง” แล้ว" in district.submit("/books/new", new, follow_redirects=True).text
    assert "อยู่แล้ว" in district.submit("/books/new", new, follow_redirects=True).text
    assert "กรุณาเลือก" in district.submit("/books/new", {"kind": "x"}, follow_redirects=True).text
    orders = re.search(
        r'href="/sending\?book=(\d+)">ทะเบียนหนังสือส่ง · คำสั่ง', district.get("/books").text
    )
    assert orders
    given = district.submit(f"/sending/numbers?book={orders[1]}", NUMBER | {"book": orders[1]})
    assert "ที่ ๑/๒๕๖๙ ·" in district.get(given.location).text
    district.submit("/books/new", {"kind": "receive:general", "name": "กองคลัง"})
    district.submit("/register/lines", PAPER)
    line = entries(house)[-1]
    page = district.get("/register").text
    division = re.search(r'<option value="(\d+)">กองคลัง</option>', page)
    assert division and "กองรับต่อ" in page
    page = district.submit(
        f"/register/{line.id}/receive-on", {"book": division[1]}, follow_redirects=True
    ).text
    assert "กองคลังรับต่อแล้ว เลขรับ ๑/๒๕๖๙" in page and "กองคลัง ๑/๒๕๖๙ รับต่อ" in page


def test_settings_of_circulars_years_and_paper_books(house: House, district: Browser) -> None:
    page = district.get("/books").text
    assert "นับแยกชุดจากหนังสือทั่วไป" in page
    page = district.submit("/books/circulars", {"apart": "0"}, follow_redirects=True).text
    assert "ใช้เลขชุดเดียวกับหนังสือทั่วไป" in page
    book = re.search(r"/books/(\d+)/paper", page)
    assert book
    page = district.submit(
        f"/books/{book[1]}/paper", {"last": "๔๙๙", "year": "๒๕๖๙"}, follow_redirects=True
    ).text
    assert "เป็น ๕๐๐ แล้ว" in page
    lower = {"last": "3", "year": "2569"}
    assert (
        "ต่ำกว่า ๕๐๐ ไม่ได้"
        in district.submit(f"/books/{book[1]}/paper", lower, follow_redirects=True).text
    )
    for wrong in ({"last": "x", "year": "2569"}, {"last": "3", "year": "2026"}):
        assert (
            "notice bad"
            in district.submit(f"/books/{book[1]}/paper", wrong, follow_redirects=True).text
        )
    rule = {"rule": "fiscal"}
    assert (
        "ตั้งวันเริ่มเลขใหม่แล้ว"
        in district.submit(f"/books/{book[1]}/rule", rule, follow_redirects=True).text
    )
    add = {"prefix": "รย ๐๐๒๓.๘๑", "label": "กลุ่มงาน"}
    page = district.submit(f"/books/{book[1]}/prefixes", add, follow_redirects=True).text
    assert "เพิ่มเลขประจำ รย ๐๐๒๓.๘๑" in page


def test_a_paper_letter_is_written_in_by_hand(house: House, clerk: Browser) -> None:
    wrong = clerk.submit("/register/lines", PAPER | {"day": "วันไหนก็ได้"})
    assert wrong.status_code == 422 and "ไม่ใช่วันที่" in wrong.text and "ซักซ้อมแนวทาง" in wrong.text
    assert clerk.submit("/register/lines", PAPER | {"number": "๕"}).status_code == 422
    page = clerk.submit("/register/lines", PAPER, follow_redirects=True).text
    assert "ลงเลขรับ ๑/๒๕๖๙ แล้ว" in page and "๑๔.๐๕ น." in page and "มท ๐๘๐๘.๒/ว ๗๗" in page
    stale = {"practice": "มอบกองช่าง", "remark": "", "version": "1"}
    assert clerk.submit("/register/1/note", stale).status_code == 302
    assert clerk.submit("/register/1/note", stale).status_code == 409
    secret = PAPER | {"secrecy": "secret", "subject": "ไม่ควรเห็น"}
    assert "ไม่ควรเห็น" not in clerk.submit("/register/lines", secret, follow_redirects=True).text


def test_a_year_is_taken_away_as_form_and_spreadsheet(house: House, clerk: Browser) -> None:
    clerk.submit("/register/lines", PAPER)
    book = entries(house)[0].book_id
    pdf = clerk.get(f"/register/book.pdf?book={book}")
    assert pdf.mimetype == "application/pdf" and len(pypdfium2.PdfDocument(pdf.data)) == 1
    assert clerk.get(f"/register/book.pdf?book={book}&from=๒๐ พ.ย. ๖๙").data.startswith(b"%PDF")
    assert clerk.get(f"/register/book.pdf?book={book}&from=x").status_code in (400, 422)
    table = io.BytesIO(clerk.get(f"/register/book.xlsx?book={book}").data)
    sheet = openpyxl.load_workbook(table).active
    assert sheet is not None and sheet["H3"].value == "ซักซ้อมแนวทาง"
    stranger = house.browser("phla")
    for page in ("book.pdf", "book.xlsx", "print"):
        assert stranger.get(f"/register/{page}?book={book}").status_code == 404


def test_an_old_register_is_shown_before_it_is_brought_in(house: House, clerk: Browser) -> None:
    assert "อ่านและแสดงให้ตรวจ" in clerk.get("/register/import").text
    clerk.get("/register")
    clerk.submit("/register/lines", PAPER)
    book = entries(house)[0].book_id
    heads = ["เลขรับ", "วันที่รับ", "ที่", "เนื้อความ"]
    table = sheets.write("2568", heads, [
        [1, "๕ ม.ค. ๖๘", "กก 1/1", "เรื่องแรก"], [3, "๖ ม.ค. ๖๘", "", "เรื่องสาม"],
        ["x", "", "", "เสีย"],
    ])  # fmt: skip
    form = {"book": str(book), "year": "๒๕๖๘"}
    for bad, why in ((b"", "ว่างเปล่า"), (b"%PDF-1.7", "ตาราง"), (b"a,b\n1,2\n", "หัวตาราง")):
        sent = form | {"file": (io.BytesIO(bad), "ก.xlsx")}
        answer = clerk.submit("/register/import", sent)
        assert answer.status_code == 422 and why in answer.text
    answer = clerk.submit("/register/import", form)
    assert answer.status_code == 422 and "ยังไม่ได้เลือกไฟล์" in answer.text
    sent = form | {"file": (io.BytesIO(table), "เก่า.xlsx")}
    place = clerk.submit("/register/import", sent).location
    page = clerk.get(place).text
    assert "ไม่พบคอลัมน์ เรื่อง" in page and "ไม่ใช่เลขทะเบียน" in page and "ขาดไป ๑ เลข" in page
    assert '<label for="c3">เนื้อความ</label>' in page
    page = clerk.get(f"{place}?c0=number&c1=day&c2=ref_no&c3=subject").text
    assert "เรื่องแรก" in page and len(entries(house)) == 1
    assert clerk.get(f"{place}?c0=number&c1=number").status_code in (400, 422)
    columns = {"c0": "number", "c1": "day", "c2": "ref_no", "c3": "subject"}
    page = clerk.submit(place, columns, follow_redirects=True).text
    assert "นำเข้า ๒ รายการแล้ว" in page and "เรื่องสาม" in page
    assert "นำเข้าแล้ว ๒ รายการ" in clerk.get(place).text
    assert house.browser("phla").get(place).status_code == 404


def test_the_stamp_goes_on_a_copy_or_on_paper(house: House, clerk: Browser) -> None:
    arrival = drop(house, clerk, ("ชุด.pdf", BUNDLE.read_bytes()))
    read(house)
    clerk.submit(f"/arrivals/{arrival}/settle", {"letter": "1"})
    line = entries(house)[0]
    page = clerk.get(f"/register/{line.id}/stamp").text
    assert "ดาวน์โหลด PDF ที่ประทับตราแล้ว" in page
    made = clerk.get(f"/register/{line.id}/stamped.pdf")
    pages = pypdfium2.PdfDocument(made.data)
    text = "".join(str(one.get_textpage().get_text_bounded()) for one in pages)
    assert "๑/๒๕๖๙" in text
    assert clerk.get(f"/register/{line.id}/stamp.pdf?right=๒๐&top=30").data.startswith(b"%PDF")
    for wrong in ("right=x", "right=500"):
        assert clerk.get(f"/register/{line.id}/stamp.pdf?{wrong}").status_code in (400, 422)
    stranger = house.browser("phla")
    for address in ("stamp", "stamped.pdf", "stamp.pdf"):
        assert stranger.get(f"/register/{line.id}/{address}").status_code == 404
    drop(house, clerk, ("หนังสือ.txt", LETTER.encode()))
    read(house)
    clerk.submit("/arrivals/2/settle", {"letter": "1"})
    line = entries(house)[-1]
    assert "ไม่มีไฟล์ที่ประทับตราได้" in clerk.get(f"/register/{line.id}/stamp").text
    assert clerk.get(f"/register/{line.id}/stamped.pdf").status_code in (400, 422)


def test_other_offices_cannot_touch_a_book(house: House, district: Browser) -> None:
    district.submit("/sending/numbers", NUMBER)
    line = entries(house)[0]
    stranger = house.browser("phla")
    assert stranger.get(f"/sending?book={line.book_id}").status_code == 404
    for address, form in (
        (f"/register/{line.id}/void", {"reason": "x"}),
        (f"/books/{line.book_id}/paper", {"last": "9", "year": "2569"}),
        (f"/books/{line.book_id}/close", {"closed": "1"}),
        ("/sending/numbers", NUMBER | {"book": str(line.book_id)}),
        ("/register/import", {"book": str(line.book_id), "year": "2569",
                              "file": (io.BytesIO(b"a"), "a.csv")}),
    ):  # fmt: skip
        answer = stranger.submit(address, form)
        assert answer.status_code in (403, 404, 422), address
    above = house.browser("rayong")
    assert "ยกเลิกเลขนี้" not in above.get(f"/sending?book={line.book_id}").text
