"""Circulation in the browser: register in one step, send, see who is silent, say what became."""

import io
import re
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from sqlmodel import select

from tests.tracker import bundles
from tests.tracker.letters import LETTER
from tests.tracker.test_circulation import held, of, office_id, send
from tests.web import html
from tests.web.conftest import NOW, Browser, House
from tests.web.test_pages import drop, read
from tracker import circulation, db, offices
from tracker.circulation import To
from tracker.models import Delivery, Duty, Entry, Letter
from tracker.tallies import Tally
from tracker.vocabulary import DeliveryState
from tracker.web import circulation as lists
from tracker.web import circulation_svg

S = DeliveryState
TOWN = "เทศบาลตำบลชำฆ้อ"


@pytest.fixture
def district(house: House) -> Browser:
    return house.browser("khaochamao")


@pytest.fixture
def clerk(house: House) -> Browser:
    return house.browser("chamkho")


@pytest.fixture
def sent(house: House) -> int:
    """The district's letter, sent to the municipality and to a school that is in no list."""
    letter_id = held(house.engine, house.office.district, NOW)
    town = To(office_id(house.engine, "lao.5210701"), TOWN, due_on=date(2026, 12, 4))
    school = To(None, "โรงเรียนบ้านสมมติ")
    send(house.engine, house.office.district, NOW, letter_id, town, school)
    return letter_id


def delivery_of(house: House, letter_id: int, name: str = TOWN) -> int:
    return of(house.engine, house.office.district, NOW, letter_id, name).id


def test_an_empty_page_says_what_will_stand_here(clerk: Browser) -> None:
    page = clerk.get("/circulation").text
    assert "ไม่มีหนังสือที่รอลงรับ" in page and "ยังไม่มีเรื่องที่ส่งออกไป" in page
    assert "การเวียนหนังสือ" in clerk.get("/").text, "it stands in the menu"


def test_long_lists_are_cut_and_every_year_is_reached(
    house: House, clerk: Browser, district: Browser, sent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = held(house.engine, house.office.district, NOW, "ว 71")
    send(house.engine, house.office.district, NOW, other,
         To(office_id(house.engine, "lao.5210701"), TOWN))  # fmt: skip
    monkeypatch.setattr(lists, "WAITING", 1)
    first, second = (clerk.get(f"/circulation?came={n}").text for n in (1, 2))
    assert "๒ เรื่อง" in first and "came=2" in first and "came=1" in second
    numbers = [set(re.findall("๐๘๑๘/ว ๗[๐๑]", page)) for page in (first, second)]
    assert numbers[0] | numbers[1] == {"๐๘๑๘/ว ๗๐", "๐๘๑๘/ว ๗๑"} and not numbers[0] & numbers[1]
    assert "ขอให้รายงานแหล่งน้ำ" in district.get("/circulation?year=2569").text
    assert "ไม่มีเรื่องที่ส่งในปีนี้" in district.get("/circulation?year=2568").text
    for odd in ("came=0", "came=x", "came=99999999", "year=x", "year=1", "year=9999999999"):
        assert district.get(f"/circulation?{odd}").status_code == 200


def test_a_letter_sent_in_the_system_is_registered_in_one_step(
    house: House, clerk: Browser, district: Browser, sent: int
) -> None:
    page = clerk.get("/circulation").text
    assert "๑</strong> เรื่อง รอลงรับ" in clerk.get("/").text
    assert "รอหน่วยงานของท่านลงรับ" in page and "ขอให้รายงานแหล่งน้ำ" in page
    delivery = delivery_of(house, sent)
    taken = clerk.submit(f"/circulation/deliveries/{delivery}/take", {"version": "1"})
    assert taken.location.endswith(f"/letters/{sent}")
    letter = clerk.get(taken.location).text
    assert "เลขรับ <strong>๑/๒๕๖๙</strong>" in letter and "ลงรับแล้ว" in letter
    again = clerk.submit(f"/circulation/deliveries/{delivery}/take", {"version": "1"})
    assert "ลงรับแล้วที่เลขรับ ๑/๒๕๖๙" in clerk.get(again.location).text
    with db.look(house.engine) as session:
        mine = select(Entry).where(Entry.letter_id == sent)
        assert len(session.exec(mine).all()) == 2, "the district's own line, and the town's"
    assert "รับแล้ว ยังต้องดำเนินการ" in clerk.get("/circulation").text
    assert "ลงรับแล้ว" in district.get(f"/circulation/letters/{sent}").text


def test_no_other_office_may_register_or_see_it(house: House, sent: int) -> None:
    stranger = house.browser("phla")
    delivery = delivery_of(house, sent)
    for page in (f"/circulation/deliveries/{delivery}", f"/circulation/letters/{sent}"):
        assert stranger.get(page).status_code == 404
    stranger.submit(f"/circulation/deliveries/{delivery}/take", {})
    stranger.submit(f"/circulation/deliveries/{delivery}/move", {"to": "closed", "note": "x"})
    with db.look(house.engine) as session:
        assert session.get_one(Delivery, delivery).state is S.SENT


def test_who_is_silent_is_seen_filtered_and_exported(
    house: House, district: Browser, sent: int
) -> None:
    index = district.get("/circulation").text
    assert "ผู้รับ ๒ ราย: ยังไม่รับ ๒" in index
    page = district.get(f"/circulation/letters/{sent}").text
    assert TOWN in page and "โรงเรียนบ้านสมมติ" in page and "อำเภอเขาชะเมา" in page
    assert TOWN not in district.get(f"/circulation/letters/{sent}?state=done").text
    assert "ไม่มีรายการตามที่เลือก" in district.get(f"/circulation/letters/{sent}?state=done").text
    assert TOWN in district.get(f"/circulation/letters/{sent}?state=nonsense&page=-4").text
    district.submit("/language", {"language": "en", "next": "/"})  # papers stay Thai
    answer = district.get(f"/circulation/letters/{sent}/sheet")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert [row[2] for row in rows[3:]] == [TOWN, "โรงเรียนบ้านสมมติ"]
    assert rows[3][9] == "4 ธันวาคม 2569"


def test_a_state_is_said_with_its_reason_and_kept_in_the_history(
    house: House, district: Browser, sent: int
) -> None:
    delivery = delivery_of(house, sent, "โรงเรียนบ้านสมมติ")
    page = f"/circulation/deliveries/{delivery}"
    assert 'value="lost"' in district.get(page).text

    def move(**form: str) -> str:
        answer = district.submit(f"{page}/move", {"version": "1", **form})
        return district.get(answer.location).text

    assert "กรุณาพิมพ์เหตุผล" in move(to="lost")
    assert "เลือกรายการนี้ไม่ได้" in move(to="nonsense")
    assert "ไม่ใช่วันที่ที่มีจริง" in move(to="lost", note="ที่อยู่ผิด", at="๓๑ ก.พ. ๒๕๖๙")
    lost = move(to="lost", note="ที่อยู่ผิด", at="23 พ.ย. 2569")
    assert "สูญหาย ไม่ถึงผู้รับ" in lost and "ที่อยู่ผิด" in lost
    assert "ไปก่อนแล้ว" in move(to="sent", note="ส่งใหม่"), "the page shown was an older one"
    assert "ไม่ถึงผู้รับ ๑" in district.get("/circulation").text


def test_recipients_are_shown_before_they_are_sent_to(
    house: House, district: Browser, sent: int
) -> None:
    page = f"/circulation/letters/{sent}/recipients"
    text = f"1. {TOWN}\n{TOWN}\nสำเนาส่ง วัดสมมติวนาราม"
    shown = district.submit(page, {"text": text}).text
    assert "จะส่งให้ ๒ ราย" in shown and "ชื่อซ้ำ ส่งครั้งเดียว" in shown and "นอกรายชื่อ" in shown
    refused = district.submit(page, {"text": "ชมรม ทุกแห่ง ที่ไม่มีใครรู้จัก"})
    assert refused.status_code == 422 and "ชมรม ทุกแห่ง" in refused.text
    assert district.submit(page, {"text": " "}).status_code == 422
    form = {"text": text, "due": "๑๕ ธ.ค. ๒๕๖๙"}
    done = district.submit(f"/circulation/letters/{sent}/send", form)
    assert "วัดสมมติวนาราม" in district.get(done.location).text


def test_a_list_that_is_refused_comes_back_as_typed(
    house: House, district: Browser, sent: int
) -> None:
    send = f"/circulation/letters/{sent}/send"
    for text, due, why in (
        (TOWN, "พรุ่งนี้", "ไม่ใช่วันที่"),
        (f"{TOWN}\nอำเภอเขาชะเมา", "๑๕ ธ.ค. ๒๕๖๙", "หน่วยงานของท่านเอง"),
    ):
        refused = district.submit(send, {"text": text, "due": due})
        assert refused.status_code == 422 and why in refused.text
        assert text in refused.text and f'value="{due}"' in refused.text


def test_of_very_many_unknown_names_some_are_told(
    house: House, district: Browser, sent: int
) -> None:
    text = "\n".join(f"โรงเรียนสมมติ {number}" for number in range(30))
    page = district.submit(f"/circulation/letters/{sent}/recipients", {"text": text}).text
    assert "และอีก ๑๐ ราย" in page and "จะส่งให้ ๓๐ ราย" in page


def test_lists_are_kept_changed_and_put_away(house: House, district: Browser, sent: int) -> None:
    new = {"name": "ในอำเภอ", "text": "องค์กรปกครองส่วนท้องถิ่น ทุกแห่ง"}
    saved = district.submit("/circulation/lists", new)
    assert "เก็บรายชื่อ “ในอำเภอ” แล้ว" in district.get(saved.location).text
    doubled = district.submit("/circulation/lists", new | {"text": "แห่งหนึ่ง"})
    assert doubled.status_code == 422 and "แห่งหนึ่ง" in doubled.text, "what was typed comes back"
    assert TOWN in district.get("/circulation/lists/1").text
    page = district.get(f"/circulation/letters/{sent}/recipients?list=1").text
    assert TOWN in page
    stale = {**new, "list_id": "1", "version": "7"}
    assert district.submit("/circulation/lists", stale).status_code == 422
    assert house.browser("chamkho").get("/circulation/lists/1").status_code == 404
    district.submit("/circulation/lists/1/away", {})
    assert "ยังไม่มีรายชื่อ" in district.get("/circulation/lists").text


def test_a_relation_is_taken_on_the_page_of_the_letter(
    house: House, district: Browser, sent: int
) -> None:
    reminding = bundles.letter(
        "1", "รย 0818/ว 81", "2026-11-23", "อำเภอเขาชะเมา", "ทวงถามการรายงานแหล่งน้ำ",
        role="cover", cites=(bundles.cite("รย 0818/ว 70", "2026-11-20", "reference"),),
    )  # fmt: skip
    from tests.tracker.test_circulation import settle

    letter_id = settle(house.engine, house.office.district, NOW, reminding)
    page = district.get(f"/letters/{letter_id}").text
    assert "ฉบับนี้ทวงถาม" in page
    form = {"here": letter_id, "from": letter_id, "to": sent, "kind": "reminds_of"}
    done = district.submit("/circulation/relations", {**form, "accepted": "yes"})
    after = district.get(done.location).text
    assert "✓ ยืนยันแล้ว" in after and "บันทึกการทวงถามของผู้รับ ๒ ราย" in after
    assert "๑ ครั้ง" in district.get(f"/circulation/letters/{sent}").text


def test_a_fax_is_marked_until_the_paper_comes(house: House, clerk: Browser, sent: int) -> None:
    clerk.submit(f"/circulation/deliveries/{delivery_of(house, sent)}/take", {})
    clerk.submit(f"/circulation/letters/{sent}/original", {"way": "line"})
    assert "ได้รับทางไลน์ ยังรอฉบับจริง" in clerk.get(f"/letters/{sent}").text
    clerk.submit(f"/circulation/letters/{sent}/original", {"came": "1"})
    assert "ยังรอฉบับจริง" not in clerk.get(f"/letters/{sent}").text


def test_the_button_says_that_the_paper_after_a_fax_keeps_its_number(
    house: House, clerk: Browser
) -> None:
    first = drop(house, clerk, ("โทรสาร.txt", LETTER.encode()))
    read(house)
    assert "→ เลขรับ ๑" in clerk.get(f"/arrivals/{first}/review").text
    clerk.submit(f"/arrivals/{first}/settle", {})
    again = drop(house, clerk, ("อีกครั้ง.txt", LETTER.encode()))
    assert "→ เลขรับ ๒" in clerk.get(f"/arrivals/{again}/review").text, "nobody awaits a paper"
    clerk.submit(f"/arrivals/{again}/dismiss", {"reason": "ซ้ำ"})

    with db.look(house.engine) as session:
        letter_id = session.exec(select(Letter.id)).one()
    clerk.submit(f"/circulation/letters/{letter_id}/original", {"way": "fax"})
    paper = drop(house, clerk, ("ฉบับจริง.txt", LETTER.encode() + b"\n"))
    read(house)
    page = clerk.get(f"/arrivals/{paper}/review").text
    assert "→ คงเลขรับเดิม ๑/๒๕๖๙" in page and "→ เลขรับ" not in page
    assert "จะใช้เลขรับเดิม ไม่ออกเลขใหม่" in page and "อาจลงรับไปแล้ว" not in page
    settled = clerk.submit(f"/arrivals/{paper}/settle", {})
    assert '<p class="big num">๑</p>' in clerk.get(settled.location).text


def test_a_name_to_come_is_not_borne_yet(house: House, clerk: Browser, sent: int) -> None:
    delivery = delivery_of(house, sent)
    clerk.submit(f"/circulation/deliveries/{delivery}/take", {})
    office = house.office.clerk.office_id
    name = {"name": "เทศบาลเมืองชำฆ้อ", "head_title": "นายกเทศมนตรีเมืองชำฆ้อ"}
    renamed = {**name, "valid_from": "๑ ม.ค. ๒๕๗๐"}
    house.browser("admin").submit(f"/office/offices/{office}/names", renamed)
    assert name["name"] in house.browser("admin").get(f"/office/offices/{office}").text
    with db.look(house.engine) as session:
        duty = session.exec(select(Duty.id).where(Duty.office_id == office)).first()
    for page in (f"/circulation/deliveries/{delivery}", f"/duties/{duty}"):
        shown = clerk.get(page).text
        assert TOWN in shown and name["name"] not in shown


def test_more_time_for_all_is_asked_with_day_and_reason(
    house: House, clerk: Browser, district: Browser, sent: int
) -> None:
    clerk.submit(f"/circulation/deliveries/{delivery_of(house, sent)}/take", {})

    def extend(**form: str) -> str:
        answer = district.submit(f"/circulation/letters/{sent}/extend", form)
        return district.get(answer.location).text

    assert "ยังไม่ได้ขยายเวลา" in extend(note="น้ำท่วม")
    assert "กรุณาพิมพ์เหตุผล" in extend(due="๒๐ ธ.ค. ๒๕๖๙")
    assert "ขยายเวลาให้ผู้รับ ๒ ราย" in extend(due="๒๐ ธ.ค. ๒๕๖๙", note="น้ำท่วม")
    assert "๒๐ ธ.ค. ๖๙" in clerk.get("/circulation").text


def test_secret_letters_tell_number_and_day_only(house: House, clerk: Browser) -> None:
    letter_id = held(house.engine, house.office.district, NOW, "ลับ 3", secrecy="secret", text=None)
    send(
        house.engine, house.office.district, NOW, letter_id, To(house.office.clerk.office_id, TOWN)
    )
    page = clerk.get("/circulation").text
    assert "ชั้นความลับ" in page and "แหล่งน้ำ" not in page
    delivery = delivery_of(house, letter_id)
    refused = clerk.submit(f"/circulation/deliveries/{delivery}/take", {})
    assert "ฉบับจริง" in clerk.get(refused.location).text
    assert "แหล่งน้ำ" not in house.browser("khaochamao").get(f"/circulation/letters/{letter_id}").text


def test_a_province_sees_a_tile_for_every_district(house: House) -> None:
    """Sixty-eight municipalities under eight districts, one of them late."""
    letter_id = held(house.engine, house.office.province, NOW, "ว 90", ref_issuer="")
    with db.begin(house.engine) as session:
        below = [
            town
            for one in offices.below(session, house.office.province.office_id)
            for town in offices.below(session, one.id or 0)
        ]
        names = offices.names_on(session, [x.id or 0 for x in below], NOW.date())
        to = [To(x.id, names[x.id or 0], due_on=date(2026, 11, 21)) for x in below]
        circulation.send(session, house.office.province, NOW, letter_id=letter_id, to=to)
    province = house.browser("rayong")
    page = province.get(f"/circulation/letters/{letter_id}").text
    drawn = re.search(r'<svg[^>]*class="tilemap[^"]*".*?</svg>(?=</div>)', page, re.S)
    assert drawn is not None
    tiles = ET.fromstring(drawn[0])
    links = [node.get("href") or "" for node in tiles.iter() if node.tag.endswith("}a")]
    assert len(links) == 9, "eight districts, and the province, which holds a copy"
    texts = "".join(tiles.itertext())
    assert "เขาชะเมา" in texts and "!" in texts, "late is told without colour"
    only = province.get(links[-1]).text
    assert only.count('id="delivery-') < 68
    html.check(only)


@pytest.mark.parametrize("numbers", [(0, 0, 0, 0), (3, 0, 0, 0), (1, 2, 3, 4), (7852, 1, 1, 0)])
def test_a_bar_says_in_words_what_it_shows(numbers: tuple[int, int, int, int]) -> None:
    done, working, awaited, failed = numbers
    tally = Tally(sum(numbers), done, working, awaited, failed)
    drawn: Any = ET.fromstring(circulation_svg.bar(tally))
    label = drawn.get("aria-label")
    assert ("กำลังดำเนินการ" in label) == bool(working)
    widths = [x.get("width") for x in drawn if x.tag.endswith("}svg")]
    assert len(widths) == sum(1 for number in numbers if number)
    assert abs(sum(float(x.removesuffix("%")) for x in widths) - (100 if widths else 0)) < 0.1
