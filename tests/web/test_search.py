"""The page of search: with scripts and without, and what it keeps to itself."""

import html
import re
from datetime import timedelta

from sqlmodel import Session

from tests.tracker.test_masking import NUMBER, grouped
from tests.tracker.test_search import arrive
from tests.web.conftest import NOW, House
from tracker import back_entry, db
from tracker.actor import Actor


def test_the_page_lights_what_was_found(house: House) -> None:
    known = arrive(
        house.engine, house.office.clerk, NOW, "รย 0023.3/ว 5269", "การขับเคลื่อนเมืองอัจฉริยะ"
    )
    page = house.browser("chamkho").get("/search?q=ขับเคลื่อน+๕๒๖๙").text
    assert "<mark>ขับเคลื่อน</mark>" in page and "<mark>๕๒๖๙</mark>" in page
    assert f"/letters/{known}" in page
    assert "<mark>" not in house.browser("phla").get("/search?q=ขับเคลื่อน").text


def test_as_one_types_only_the_list_comes(house: House) -> None:
    arrive(house.engine, house.office.clerk, NOW, "รย 0023.3/1", "ขอเชิญประชุม")
    browser = house.browser("chamkho")
    part = browser.get("/search?q=เชิญ", headers={"HX-Request": "true"}).text
    assert "<mark>เชิญ</mark>" in part and "<html" not in part
    assert "อย่างน้อยหนึ่งตัว" in browser.get("/search?q=ช", headers={"HX-Request": "true"}).text
    assert "ไม่พบหนังสือ" in browser.get("/search?q=ฆฬฌฆ").text


def test_words_without_meaning_filter_nothing(house: House) -> None:
    arrive(house.engine, house.office.clerk, NOW, "รย 0023.3/1", "ขอเชิญประชุม")
    browser = house.browser("chamkho")
    odd = "/search?q=เชิญ&kind=x&year=abc&state=y&due=z&office=w&page=q"
    assert "<mark>เชิญ</mark>" in browser.get(odd).text
    for odd in ("q=%22%25&page=-9", "q=เชิญ&office=-1", f"q=เชิญ&office={10**30}&page={10**30}"):
        assert browser.get(f"/search?{odd}").status_code == 200
    assert browser.get(f"/search?office={2**31 - 1}").status_code == 200
    assert "<script>" not in browser.get("/search?q=<script>x</script>").text


def test_pages_keep_the_filters(house: House) -> None:
    for number in range(22):
        now = NOW - timedelta(minutes=30 - number)
        arrive(house.engine, house.office.clerk, now, f"รย 0023.3/{number + 100}", "ขอเชิญประชุม")
    browser = house.browser("chamkho")
    first = browser.get("/search?q=เชิญ&kind=external").text
    assert "page=2" in first and "kind=external" in first
    assert browser.get("/search?q=เชิญ&kind=external&page=2").text.count("<li>") >= 2


def test_citizen_numbers_are_shown_on_the_page_of_the_letter_only(house: House) -> None:
    subject = f"คำร้องของ {NUMBER}"
    known = arrive(
        house.engine,
        house.office.clerk,
        NOW,
        "รย 0023.3/1",
        subject,
        text=f"เลข {grouped(NUMBER)} แล้ว",
    )
    browser = house.browser("chamkho")
    adapter = house.app.url_map.bind("localhost")
    plain = [
        adapter.build(rule.endpoint)
        for rule in house.app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ())
    ]
    assert len(plain) > 10
    for address in ("/search?q=คำร้อง", f"/search?q={NUMBER[:9]}", *plain):
        page = browser.get(address).get_data(as_text=False)
        assert NUMBER.encode() not in page and grouped(NUMBER).encode() not in page, address
    assert "x-xxxx-xxxxx-xx-" in browser.get("/register").text
    assert NUMBER in browser.get(f"/letters/{known}").text


def test_a_line_without_a_letter_leads_to_its_place_in_the_book(house: House) -> None:
    with db.begin(house.engine) as session:
        first = [_written(session, house.office.clerk, f"เรื่องที่ {n}") for n in range(60)][0]
    browser = house.browser("chamkho")
    page = browser.get("/search?q=เรื่องที่").text
    assert "รายการในทะเบียน" in page and "within=lines" in page
    alone = browser.get("/search?q=เรื่องที่&within=lines").text
    assert alone.count('class="title"') == 20 and "page=2" in alone
    numbered = browser.get("/search?q=รับ+1").text
    (line,) = re.findall(r'<a href="(/register[^"#]*)#', numbered)
    assert f'id="entry-{first}"' in browser.get(html.unescape(line)).text
    assert "<mark>" not in house.browser("phla").get("/search?q=เรื่องที่").text


def _written(session: Session, clerk: Actor, subject: str) -> int | None:
    line = back_entry.Line(moment=NOW, subject=subject, from_text="บริษัท ระยองก่อสร้าง")
    return back_entry.write(session, clerk, NOW, line=line).id
