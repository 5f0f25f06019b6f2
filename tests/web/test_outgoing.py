"""Pages of letters out: from the button on a letter to the slip that a stranger scans."""

import re
from datetime import datetime

import pytest
from sqlmodel import col, select

from tests.tracker.writing import received
from tests.web.conftest import NOW, Browser, House
from tracker import db, outgoing
from tracker.models import Delivery, Letter, Outgoing, ReceiptLink
from tracker.vocabulary import OutgoingState

FORM = {
    "signatory_name": "นายสมมติ ตัวอย่าง",
    "signatory_position": "ผู้ว่าราชการจังหวัดระยอง",
    "buffer_days": "๓",
}


def form_of(page: str) -> dict[str, str]:
    """What the edit form sends when nothing is changed."""
    values = dict(
        re.findall(r'<input id="([\w]+)" name="\1" type="(?:text)" value="([^"]*)"', page)
    )
    values |= dict(re.findall(r'<textarea id="(\w+)" name="\1"[^>]*>([^<]*)</textarea>', page))
    for name, options in re.findall(r'<select id="\w+" name="(\w+)">(.*?)</select>', page):
        if name not in ("capacity", "list"):
            chosen = re.search(r'value="([^"]*)" selected', options)
            values[name] = chosen[1] if chosen else ""
    if 'value="1" checked' in page:
        values["circular"] = "1"
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return {**values, "version": found[1]}


def began(house: House, browser: Browser, kind: str = "relay") -> tuple[str, int]:
    letter_id = received(house.engine, house.office.province, NOW)
    answer = browser.submit("/outgoing", {"letter_id": letter_id, "kind": kind})
    assert answer.status_code == 302
    return answer.location, letter_id


def test_from_the_letter_to_the_number(house: House) -> None:
    browser = house.browser("rayong")
    address, letter_id = began(house, browser)
    page = browser.get(address).text
    assert "ร่างหนังสือส่งต่อ" in browser.get(f"/letters/{letter_id}").text
    assert "นายอำเภอ ทุกอำเภอ" in page and "เผื่อไว้" in page
    typed = {**form_of(page), **FORM, "act": "submit"}
    assert browser.submit(address, typed).status_code == 302
    page = browser.get(address).text
    assert "ลงนามแล้ว ออกเลขและส่ง" in page and "๒๓ พฤศจิกายน ๒๕๖๙" in page
    version = form_of(page)["version"]
    browser.submit(f"{address}/issue", {"version": version, "dated": "๒๓ พ.ย. ๒๕๖๙"})
    page = browser.get(address).text
    assert "รย ๐๐๒๓/ว ๑" in page and "ออกเลขแล้ว" in page
    pdf = browser.get(f"{address}/letter.pdf")
    assert pdf.mimetype == "application/pdf" and pdf.data.startswith(b"%PDF")
    with db.look(house.engine) as session:
        kept = session.get_one(Outgoing, int(address.rsplit("/", 1)[1]))
        assert kept.paper_sha256 is not None
    word = browser.get(f"{address}/letter.docx")
    assert word.data.startswith(b"PK") and "attachment" in word.headers["Content-Disposition"]
    assert browser.get(f"{address}/pages/1.png").data.startswith(b"\x89PNG")
    assert browser.get(f"{address}/pages/99.png").status_code == 404
    assert "รย ๐๐๒๓/ว ๑" in browser.get("/outgoing?state=issued").text
    assert browser.get(f"/letters/{kept.letter_id}").status_code == 200


def test_the_district_gets_the_paper_and_a_stranger_nothing(house: House) -> None:
    browser = house.browser("rayong")
    address = issued(house, browser)
    with db.look(house.engine) as session:
        letter_id = session.get_one(Outgoing, int(address.rsplit("/", 1)[1])).letter_id
    paper = f"/outgoing/letters/{letter_id}/paper"
    assert house.browser("khaochamao").get(paper).data.startswith(b"%PDF")
    assert house.browser("phla").get(paper).status_code == 404
    assert house.browser("khaochamao").get(address).status_code == 404


def issued(house: House, browser: Browser) -> str:
    address, _ = began(house, browser)
    browser.submit(address, {**form_of(browser.get(address).text), **FORM, "act": "submit"})
    version = form_of(browser.get(address).text)["version"]
    browser.submit(f"{address}/issue", {"version": version, "dated": "23/11/2569"})
    return address


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("due_on", "31 กุมภาพันธ์ 2569", "ไม่ใช่วันที่ที่มีจริง"),
        ("buffer_days", "สาม", "ไม่ใช่จำนวนวัน"),
        ("form", "order", "เลือกแบบหนังสือได้เฉพาะ"),
        ("body", "ก" * 130_000, "ยาวเกิน"),
        ("add", "ข้าหลวง ทุกแห่งหนใด", "ไม่ทราบว่า"),
    ],
)
def test_what_is_refused_is_not_lost(house: House, field: str, value: str, said: str) -> None:
    browser = house.browser("rayong")
    address, _ = began(house, browser)
    typed = {**form_of(browser.get(address).text), **FORM, "subject": "เรื่องที่พิมพ์ใหม่", field: value}
    answer = browser.submit(address, typed)
    assert answer.status_code == 422 and said in answer.text
    assert "เรื่องที่พิมพ์ใหม่" in answer.text
    with db.look(house.engine) as session:
        kept = outgoing.one(session, house.office.province, int(address.rsplit("/", 1)[1]))
        assert kept.content.subject != "เรื่องที่พิมพ์ใหม่"


def test_a_colleague_was_first(house: House) -> None:
    browser = house.browser("rayong")
    address, _ = began(house, browser)
    typed = {**form_of(browser.get(address).text), **FORM}
    assert browser.submit(address, typed).status_code == 302
    late = browser.submit(address, {**typed, "subject": "ของคนที่สอง"})
    assert late.status_code == 409 and "ของคนที่สอง" in late.text and "แก้ไขร่างนี้ไปก่อนแล้ว" in late.text


def test_recall_and_giving_up(house: House) -> None:
    browser = house.browser("rayong")
    address, _ = began(house, browser)
    browser.submit(address, {**form_of(browser.get(address).text), **FORM, "act": "submit"})
    version = form_of(browser.get(address).text)["version"]
    browser.submit(f"{address}/act", {"act": "recall", "version": version})
    version = form_of(browser.get(address).text)["version"]
    browser.submit(f"{address}/act", {"act": "cancel", "version": version, "reason": "ส่งทางอื่น"})
    assert "ยกเลิกแล้ว: ส่งทางอื่น" in browser.get(address).text
    with db.look(house.engine) as session:
        found = outgoing.listed(session, house.office.province, state=OutgoingState.CANCELLED)
        assert found.total == 1


def test_a_scan_of_the_signed_paper_takes_its_place(house: House) -> None:
    from io import BytesIO

    browser = house.browser("rayong")
    address = issued(house, browser)
    refused = browser.submit(f"{address}/signed", {"file": (BytesIO(b"MZ\0\0"), "x.pdf")})
    assert refused.status_code == 302 and "ไม่ใช่ PDF" in browser.get(address).text
    browser.submit(f"{address}/signed", {"file": (BytesIO(b"%PDF-1.4 signed"), "x.pdf")})
    with db.look(house.engine) as session:
        letter_id = session.get_one(Outgoing, int(address.rsplit("/", 1)[1])).letter_id
    got = house.browser("khaochamao").get(f"/outgoing/letters/{letter_id}/paper")
    assert got.data == b"%PDF-1.4 signed" and got.mimetype == "application/octet-stream"


def test_a_stranger_confirms_by_link_once(house: House) -> None:
    browser = house.browser("rayong")
    address = issued(house, browser)
    with db.look(house.engine) as session:
        letter_id = session.get_one(Outgoing, int(address.rsplit("/", 1)[1])).letter_id
    assert browser.get(f"/receipts/{letter_id}/slips.pdf").status_code == 422
    browser.submit(f"/receipts/{letter_id}", {"delivery": "", "days": "๓๐"})
    page = browser.get(f"/receipts/{letter_id}").text
    link = re.search(r"http://localhost(/r/[\w-]{28})", page)
    assert link and "ลิงก์ใช้ได้ ๑" in page
    assert browser.get(f"/receipts/{letter_id}/slips.pdf").data.startswith(b"%PDF")
    stranger = house.browser()
    shown = stranger.get(link[1]).text
    assert "ยืนยันการรับหนังสือ" in shown and "จังหวัดระยอง" in shown
    token = stranger.token(link[1])
    form = {"csrf_token": token, "name": "น", "post": "เสมียน", "outcome": "acknowledged"}
    short = stranger.post(link[1], data=form)
    assert short.status_code == 422 and "เสมียน" in short.text
    assert stranger.post(link[1], data={**form, "name": "นางสาวรับ ไว้แล้ว"}).status_code == 302
    shown = stranger.get(link[1]).text
    assert "ยืนยันแล้วโดย" in shown and 'name="outcome"' not in shown
    assert stranger.post(link[1], data={**form, "name": "อีกคน"}).status_code == 422
    assert stranger.get(f"{link[1]}/letter").data.startswith(b"%PDF")
    proof = browser.get(f"/receipts/{letter_id}").text
    assert "นางสาวรับ ไว้แล้ว" in proof and "๒๓ พฤศจิกายน ๒๕๖๙" in proof
    with db.look(house.engine) as session:
        sent = session.exec(select(Delivery).where(Delivery.letter_id == letter_id))
        states = [x.state for x in sent]
        assert states.count("acknowledged") == 1


def test_what_a_stranger_typed_is_given_back_where_the_link_ended(house: House) -> None:
    """Revoked, withdrawn or used by another while he typed: nothing of it is lost, nor told."""
    browser = house.browser("rayong")
    address = issued(house, browser)
    with db.look(house.engine) as session:
        letter_id = session.get_one(Outgoing, int(address.rsplit("/", 1)[1])).letter_id
    browser.submit(f"/receipts/{letter_id}", {"delivery": "", "days": "๓๐"})
    links = re.findall(
        r"http://localhost(/r/[\w-]{28})", browser.get(f"/receipts/{letter_id}").text
    )
    stranger = house.browser()
    typed = "รายงานแหล่งน้ำ ๓ แห่ง <ครบ>\nตามแนบ"
    form = {"csrf_token": stranger.token(links[0]), "name": "นางสาวรับ ไว้แล้ว", "post": "เสมียน",
            "outcome": "answered", "answer": typed}  # fmt: skip
    assert stranger.post(links[0], data=form).status_code == 302
    assert stranger.post(links[0], data=form).status_code == 302, "pressed twice: it was sent"
    used = stranger.post(links[0], data={**form, "name": "คนที่สอง"})
    assert used.status_code == 422 and "รายงานแหล่งน้ำ ๓ แห่ง &lt;ครบ&gt;\nตามแนบ" in used.text
    browser.submit(f"/receipts/{letter_id}", {"delivery": "", "days": "๓๐"})
    with db.begin(house.engine) as session:
        link = session.exec(select(ReceiptLink).where(col(ReceiptLink.used_at).is_not(None))).one()
        link.used_at = link.used_by = link.outcome = link.answer = None
    browser.submit(f"/receipts/{letter_id}/{link.id}/revoke", {})
    ended = stranger.post(links[0], data=form)
    assert ended.status_code == 422 and "ผู้ส่งยกเลิกลิงก์นี้แล้ว" in ended.text
    assert "รายงานแหล่งน้ำ ๓ แห่ง &lt;ครบ&gt;\nตามแนบ" in ended.text and "คัดลอก" in ended.text
    assert "นางสาวรับ ไว้แล้ว" in ended.text and "เสมียน" in ended.text
    with db.look(house.engine) as session:
        letter = session.get_one(Letter, letter_id)
    for told in (letter.subject, letter.ref_no, "จังหวัดระยอง"):
        assert told and told not in ended.text


def test_links_that_are_not_ours_tell_nothing(house: House) -> None:
    stranger = house.browser()
    for text in ("x", "AAAAAAEAAAAAAAAAAAAAAAAAAAAA", "ก" * 28, "A" * 28, "A" * 4000):
        answer = stranger.get(f"/r/{text}")
        assert "กลับไปที่โต๊ะงาน" not in answer.text, "who has no account has no desk"
        assert answer.status_code == 404 and "ระยอง" not in answer.text


def test_guessing_links_is_throttled(house: House) -> None:
    stranger = house.browser()
    codes = [stranger.get("/r/AAAAAAEAAAAAAAAAAAAAAAAAAAAA").status_code for _ in range(35)]
    assert codes[0] == 404 and codes[-1] == 429


def test_nobody_is_told_before_the_number(house: House) -> None:
    browser = house.browser("rayong")
    address, _ = began(house, browser)
    assert browser.submit(f"{address}/issue", {"version": "2", "dated": "23/11/2569"}).location
    assert "เสนอลงนาม" in browser.get(address).text
    with db.look(house.engine) as session:
        kept = session.get_one(Outgoing, int(address.rsplit("/", 1)[1]))
        assert kept.ref_no is None and isinstance(kept.updated_at, datetime)


def test_a_file_is_added_and_goes_along(house: House) -> None:
    from io import BytesIO

    browser = house.browser("rayong")
    address, _ = began(house, browser)
    version = form_of(browser.get(address).text)["version"]
    added = {"version": version, "file": (BytesIO(b"PK form"), "แบบสำรวจ.xlsx"), "text": ""}
    assert browser.submit(f"{address}/files", added).status_code == 302
    page = browser.get(address).text
    assert "แบบสำรวจ จำนวน ๑ ชุด" in page
    got = browser.get(f"{address}/files/2")
    assert got.data == b"PK form" and "attachment" in got.headers["Content-Disposition"]
    assert browser.get(f"{address}/files/9").status_code == 404
    browser.submit(f"{address}/files", {"version": version})
    assert "ยังไม่ได้เลือกไฟล์" in browser.get(address).text


def test_one_click_on_the_matrix_drafts_the_reminder(house: House) -> None:
    browser = house.browser("rayong")
    address = issued(house, browser)
    with db.look(house.engine) as session:
        letter_id = session.get_one(Outgoing, int(address.rsplit("/", 1)[1])).letter_id
    page = browser.get(f"/circulation/letters/{letter_id}").text
    assert page.count('value="chase"') == 1
    made = browser.submit("/outgoing", {"letter_id": letter_id, "kind": "chase"})
    page = browser.get(made.location).text
    assert "ทวงถาม" in page and "บัญชีรายชื่อ" in page and f"{made.location}/pages/2.png" in page
    assert 'value="chase"' not in house.browser("khaochamao").get(
        f"/circulation/letters/{letter_id}"
    ).text  # fmt: skip
