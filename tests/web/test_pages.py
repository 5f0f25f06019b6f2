"""The pages of a clerk's day, each checked as HTML on its way (see ``conftest``)."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from tests.running import ROOT
from tests.tracker.letters import LETTER
from tests.web.conftest import NOW, Browser, House
from tracker import db, files, intake
from tracker.errors import FileRefused
from tracker.models import Arrival, Entry

BUNDLE = next((ROOT / "data" / "samples").glob("*/bundle.pdf"))


def drop(house: House, browser: Browser, *dropped: tuple[str, bytes]) -> int:
    """Drop files in; the id of the newest arrival."""
    sent = [(io.BytesIO(content), name) for name, content in dropped]
    assert browser.submit("/arrivals", {"files": sent}).status_code == 302
    with db.look(house.engine) as session:
        return max(one.id or 0 for one in session.exec(select(Arrival)))


def read(house: House) -> None:
    """What the worker does, without its process: read whatever waits."""
    while True:
        with db.begin(house.engine) as session:
            job = intake.claim(session, owner="test", now=NOW, lease=timedelta(minutes=1))
        if job is None:
            return
        result, error = None, None
        with db.look(house.engine) as session:
            name = intake.first_name(session, job.sha256)
        with files.local_copy(job.sha256) as path:
            named = path.with_name(f"{path.name}{Path(name).suffix}")
            named.write_bytes(path.read_bytes())
            try:
                result = intake.read_now(named, received=NOW)
            except FileRefused as wrong:
                error = str(wrong)
            finally:
                named.unlink()
        with db.begin(house.engine) as session:
            intake.finish(session, job.id, "test", now=NOW, result=result, error=error)


@pytest.fixture
def clerk(house: House) -> Browser:
    return house.browser("chamkho")


def test_empty_pages_say_what_to_do_first(clerk: Browser) -> None:
    assert "เริ่มด้วยการวางไฟล์" in clerk.get("/").text
    assert "ทะเบียนปีนี้ยังว่าง" in clerk.get("/register").text
    assert "ยังไม่มีเส้นทางหนังสือ" in clerk.get("/directives").text
    assert "ยังไม่มีรายการ" in clerk.get("/register/print").text
    assert "ปุ่มลัด" in clerk.get("/guide").text
    for page in ("/", "/register", "/directives"):
        assert '<footer class="help">' in clerk.get(page).text


def test_files_wait_are_read_and_reviewed(house: House, clerk: Browser) -> None:
    drop(house, clerk, ("หนังสือ.txt", LETTER.encode()), ("../../ชื่อ<b>.txt", b"text \xe0\xb8\x81"))
    assert house.wakes, "a worker is woken"
    waiting = clerk.get("/work").text
    assert "กำลังอ่าน" in waiting and "every 2s" in waiting and "../" not in waiting
    assert "ชื่อ&lt;b&gt;.txt" in waiting
    read(house)
    done = clerk.get("/work").text
    assert "every 2s" not in done and "ขอเชิญประชุมซักซ้อมงานทะเบียน" in done
    review = clerk.get("/arrivals/1/review").text
    assert "ลงทะเบียนรับ → เลขรับ ๑" in review
    assert '<pre class="papertext"' in review and "๑๒ มกราคม ๒๕๖๙" in review


def test_the_number_is_given_once_and_stays_when_voided(house: House, clerk: Browser) -> None:
    arrival = drop(house, clerk, ("หนังสือ.txt", LETTER.encode()))
    read(house)
    form = {"day": "๒๐ ม.ค. ๒๕๖๙", "time": "๑๔.๐๕ น.", "letter": "1"}
    early = clerk.submit(f"/arrivals/{arrival}/settle", form | {"day": "๑๑ ม.ค. ๒๕๖๙"})
    page = clerk.get(early.location).text
    assert "วันที่รับอยู่ก่อนวันที่ของหนังสือ" in page
    assert 'value="๑๑ ม.ค. ๒๕๖๙"' in page and 'value="๑๔.๐๕ น."' in page, "what was typed stays"
    settled = clerk.submit(f"/arrivals/{arrival}/settle", form)
    assert settled.location.endswith(f"/arrivals/{arrival}/given")
    given = clerk.get(settled.location).text
    assert '<p class="big num">๑</p>' in given
    assert "๒๐ มกราคม ๒๕๖๙" in given and "๑๔.๐๕ น." in given
    again = clerk.submit(f"/arrivals/{arrival}/settle", form)
    assert again.location.endswith("given")
    with db.look(house.engine) as session:
        assert len(session.exec(select(Entry)).all()) == 1

    book = clerk.get("/register").text
    assert "วันอังคารที่ ๒๐ มกราคม ๒๕๖๙" in book and "รย ๐๐๒๓.๓/๔๑๒" in book
    for query in ("412", "๔๑๒", "ซักซ้อม"):
        assert "รย ๐๐๒๓.๓/๔๑๒" in clerk.get("/register", query_string={"q": query}).text
    assert "ไม่พบรายการ" in clerk.get("/register?q=ไม่มีคำนี้").text
    note = {"practice": "แจ้งกองช่างแล้ว", "remark": "ด่วน", "year": "2569"}
    assert clerk.submit("/register/1/note", note).status_code == 302
    assert "แจ้งกองช่างแล้ว" in clerk.get("/register?q=กองช่าง").text
    assert clerk.submit("/register/1/void", {"reason": " "}).status_code == 302
    assert "ยกเลิกเลข" in clerk.get("/register").text
    clerk.submit("/register/1/void", {"reason": "ลงซ้ำ", "year": "2569"})
    voided = clerk.get("/register").text
    assert '<tr id="entry-1" class="void">' in voided and "ลงซ้ำ" in voided
    assert 'class="void"' in clerk.get("/register/print").text
    letter = clerk.get("/letters/1").text
    assert "ยกเลิก" in letter and "ขอเชิญประชุม" in letter


def test_typed_values_are_kept_field_by_field(house: House, clerk: Browser) -> None:
    arrival = drop(house, clerk, ("หนังสือ.txt", LETTER.encode()))
    read(house)
    address, path = f"/arrivals/{arrival}/field", "letters.1.date"
    part = {"HX-Request": "true"}

    def save(value: str, version: int, path: str = path) -> str:
        form = {path: value, "version": version, "csrf_token": clerk.token("/")}
        answer = clerk.post(address, query_string={"path": path}, data=form, headers=part)
        return f"{answer.status_code} {answer.text}"

    kept = save("13/1/2569", 0)
    assert kept.startswith("200") and 'value="1"' in kept and "hx-swap-oob" in kept
    assert "๑๓ มกราคม ๒๕๖๙" in clerk.get(f"/arrivals/{arrival}/review").text
    assert save("๓๑ ก.พ. ๒๕๖๙", 1).startswith("422")
    assert "ไม่ใช่วันที่" in save("เมื่อวาน", 1)
    assert save("14/1/2569", 0).startswith("409"), "somebody else was faster"
    assert save("x", 1, "letters.1.nothing").startswith("404")
    assert save("x", 1, "letters.9.subject").startswith("404")
    assert "๑๓ มกราคม ๒๕๖๙" in clerk.get(f"/arrivals/{arrival}/review").text


def test_what_cannot_be_read_says_why_and_is_registered_by_hand(
    house: House, clerk: Browser
) -> None:
    arrival = drop(house, clerk, ("เสีย.pdf", b"%PDF-1.7 broken"))
    read(house)
    desk = clerk.get("/").text
    assert "อ่านไม่ได้" in desk and "ลงรับด้วยมือ" in desk and 'class="wide notice bad"' in desk
    page = clerk.get(f"/arrivals/{arrival}/review").text
    assert "พิมพ์ค่าจากกระดาษ" in page and "แสดงภาพหน้านี้ไม่ได้" in page
    empty = clerk.submit(f"/arrivals/{arrival}/settle", {"letter": "1"})
    assert empty.location.endswith("/review?letter=1")
    assert "อย่างน้อยหนึ่งช่อง" in clerk.get(empty.location).text
    typed = {"letters.1.subject": "ขอเชิญประชุม", "letters.1.date": "1 ม.ค. 2569", "letter": "1"}
    settled = clerk.submit(f"/arrivals/{arrival}/settle", typed)
    assert settled.location.endswith("/given")
    assert "ขอเชิญประชุม" in clerk.get("/register").text


def test_pictures_and_original_of_a_bundle(house: House, clerk: Browser) -> None:
    arrival = drop(house, clerk, ("ชุด หนังสือ.pdf", BUNDLE.read_bytes()))
    read(house)
    page = clerk.get(f"/arrivals/{arrival}/review").text
    assert len(re.findall(r'class="spot', page)) > 4 and "viewBox" in page
    picture = clerk.get(f"/arrivals/{arrival}/pages/1.webp")
    assert picture.mimetype == "image/webp" and picture.data[8:12] == b"WEBP"
    assert "private" in picture.headers["Cache-Control"]
    assert clerk.get(f"/arrivals/{arrival}/pages/99.webp").status_code == 422
    original = clerk.get(f"/arrivals/{arrival}/original")
    assert original.data == BUNDLE.read_bytes()
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert original.mimetype == "application/octet-stream"
    assert original.headers["X-Content-Type-Options"] == "nosniff"
    for letter in ("2", "3", "6"):
        assert clerk.get(f"/arrivals/{arrival}/review?letter={letter}").status_code == 200
    assert clerk.get(f"/arrivals/{arrival}/review?letter=77").status_code == 404


def test_a_double_is_shown_and_can_be_closed_without_a_number(house: House, clerk: Browser) -> None:
    first = drop(house, clerk, ("หนังสือ.txt", LETTER.encode()))
    read(house)
    clerk.submit(f"/arrivals/{first}/settle", {"letter": "1"})
    second = drop(house, clerk, ("อีกครั้ง.txt", LETTER.encode()))
    page = clerk.get(f"/arrivals/{second}/review").text
    assert "ไฟล์นี้เคยวางไว้แล้ว" in page and "อาจลงรับไปแล้ว" in page
    assert "อาจซ้ำ" in clerk.get("/").text
    assert clerk.submit(f"/arrivals/{second}/dismiss", {"reason": ""}).status_code == 302
    closed = clerk.submit(f"/arrivals/{second}/dismiss", {"reason": "ซ้ำกับเลขรับ ๑"})
    assert closed.location == "/"
    assert "อาจซ้ำ" not in clerk.get("/").text


def test_a_clerk_of_another_office_finds_nothing(house: House, clerk: Browser) -> None:
    arrival = drop(house, clerk, ("ลับเฉพาะเรา.pdf", BUNDLE.read_bytes()))
    read(house)
    clerk.submit(f"/arrivals/{arrival}/settle", {"letter": "1"})
    waiting = drop(house, clerk, ("อีกเรื่อง.txt", LETTER.encode()))
    stranger = house.browser("phla")
    own = [
        *(f"/arrivals/{arrival}/{rest}" for rest in ("review", "given", "original")),
        *(f"/arrivals/{waiting}/{rest}" for rest in ("review", "original", "pages/1.webp")),
        f"/arrivals/{arrival}/pages/1.webp",
        *(f"/letters/{number}" for number in range(1, 8)),
        *("/directives/1", "/register?book=1", "/register/print?book=1"),
    ]
    for address in own:
        assert stranger.get(address).status_code == 404, address
    assert any(clerk.get(address).status_code == 200 for address in own)
    for address in ("/", "/work", "/register", "/register?q=รย", "/register/print", "/directives"):
        text = stranger.get(address).text
        for mine in ("ลับเฉพาะเรา", "อีกเรื่อง", "เมืองอัจฉริยะ", "รย ๐๐๒๓", "ชำฆ้อ"):
            assert mine not in text, f"{mine} on {address}"
    for rest, form in (
        ("settle", {}),
        ("dismiss", {"reason": "x"}),
        ("letters", {"act": "add"}),
        ("again", {}),
        ("values", {"letters.1.subject": "x"}),
        ("field?path=letters.1.subject", {"letters.1.subject": "x", "version": "0"}),
    ):
        answer = stranger.submit(f"/arrivals/{waiting}/{rest}", form)
        assert answer.status_code == 404, rest
    for rest in ("void", "note"):
        answer = stranger.submit(f"/register/1/{rest}", {"reason": "x", "remark": "x"})
        assert answer.status_code in (403, 404)


def test_a_superior_sees_but_does_not_touch(house: House, clerk: Browser) -> None:
    arrival = drop(house, clerk, ("หนังสือ.txt", LETTER.encode()))
    read(house)
    above = house.browser("khaochamao")
    page = above.get(f"/arrivals/{arrival}/review").text
    assert "เรื่องนี้เป็นของหน่วยงานอื่น" in page and 'id="settle"' not in page
    assert above.submit(f"/arrivals/{arrival}/settle", {}).status_code == 403
    assert "หนังสือ.txt" not in above.get("/").text
    clerk.submit(f"/arrivals/{arrival}/settle", {})
    with db.look(house.engine) as session:
        book = session.exec(select(Entry)).one().book_id
    shown = above.get(f"/register?book={book}").text
    assert "รย ๐๐๒๓.๓/๔๑๒" in shown and "ยกเลิกเลข" not in shown


def test_the_chain_of_a_bundle(house: House, clerk: Browser) -> None:
    arrival = drop(house, clerk, ("ชุด.pdf", BUNDLE.read_bytes()))
    read(house)
    form = {"day": "๒๙ พ.ย. ๒๕๖๑", "time": "๑๐.๐๐ น.", "letter": "1"}
    clerk.submit(f"/arrivals/{arrival}/settle", form)
    assert "๔๕ วัน" in clerk.get("/directives").text
    chain = clerk.get("/directives/1").text
    for words in ("<svg", "๒๑ วัน", "ไม่เกิน ๑๐ วัน", "เดินทาง ๓ วัน", "รายละเอียดเป็นตาราง"):
        assert words in chain
    for letter in {int(n) for n in re.findall(r'href="/letters/(\d+)"', chain)}:
        assert clerk.get(f"/letters/{letter}").status_code == 200


def test_too_big_and_empty_files_are_refused_in_thai(open_house: Callable[..., House]) -> None:
    house = open_house(MAX_FILE_BYTES=str(2 * 1024**2))
    clerk = house.browser("chamkho")
    part = {"X-Part": "1"}
    sent = {"files": (io.BytesIO(b"x" * (2 * 1024**2 + 9)), "ใหญ่.pdf")}
    answer = clerk.submit("/arrivals", sent, headers=part)
    assert answer.status_code == 422 and "ใหญ่เกิน ๒ เมกะไบต์" in answer.text
    answer = clerk.submit("/arrivals", {"files": (io.BytesIO(b""), "ว่าง.pdf")}, headers=part)
    assert answer.status_code == 422 and "ว่างเปล่า" in answer.text
    answer = clerk.submit("/arrivals", {}, headers=part)
    assert answer.status_code == 422 and "ยังไม่ได้เลือกไฟล์" in answer.text
    sent = {"files": (io.BytesIO(b"x" * 4 * 1024**2), "ใหญ่มาก.pdf")}
    answer = clerk.submit("/arrivals", sent)
    assert answer.status_code == 413 and "ไม่เกิน ๒ เมกะไบต์" in answer.text
    with db.look(house.engine) as session:
        assert not session.exec(select(Arrival)).all()


def test_a_fault_of_ours_is_said_in_thai(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = house.browser("chamkho")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("tracker.web.registers.registers.books", broken)
    house.app.testing = False
    answer = clerk.get("/register")
    assert answer.status_code == 500 and "ระบบขัดข้อง" in answer.text
    assert "broken on purpose" not in answer.text
