"""The review of a scan: a box read again, pages turned, letters parted, changes taken back."""

import io
import json
import re
from datetime import timedelta
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from ingest import kept, read, to_json
from ingest.pages.page import Page
from tests.tracker.letters import LETTER
from tests.web.conftest import Browser, House
from tests.web.test_pages import drop
from tests.web.test_pages import read as read_text
from tracker import db, intake
from tracker.draft_view import DraftView
from tracker.web.edge import clock

SCAN = Path(__file__).parents[1] / "ingest" / "recogniser" / "scans" / "clean.jpg"


@pytest.fixture(scope="module")
def sideways(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scan as it comes out of a feeder that was loaded sideways."""
    path = tmp_path_factory.mktemp("scan") / "sideways.png"
    with Image.open(SCAN) as image:
        image.transpose(Image.Transpose.ROTATE_90).save(path, dpi=(200, 200))
    return path


@cache
def read_once(path: Path) -> tuple[str, bytes]:
    """The reading of a file as JSON, and its lines: most tests begin with the same scan."""
    pages: list[Page] = []
    return json.dumps(to_json(read(path, lines=pages.extend))), kept.pack(pages)


def settle_reading(house: House, path: Path) -> None:
    """What waits is read as by the worker."""
    reading, lines = read_once(path)
    with db.begin(house.engine) as session:
        job = intake.claim(session, owner="test", now=clock(), lease=timedelta(minutes=1))
        assert job is not None
        intake.finish(session, job.id, "test", now=clock(), result=json.loads(reading), lines=lines)


def dropped(house: House, clerk: Browser, path: Path) -> int:
    arrival = drop(house, clerk, (path.name, path.read_bytes()))
    settle_reading(house, path)
    return arrival


def view(house: House, arrival: int) -> DraftView:
    with db.look(house.engine) as session:
        return intake.draft(session, house.office.clerk, arrival)


def test_a_box_is_read_again_and_its_reading_taken(house: House) -> None:
    clerk = house.browser("chamkho")
    arrival = dropped(house, clerk, SCAN)
    field = view(house, arrival).field("letters.1.ref_no")
    assert field is not None and field.box is not None
    x0, top, x1, bottom = field.box
    box = f"1;0;{x0 - 20},{top - 4},{x1 + 5},{bottom + 4}"
    asked = {"path": "letters.1.ref_no", "box": box}
    token = {"X-CSRFToken": clerk.token("/"), "HX-Request": "true"}
    part = clerk.post(f"/arrivals/{arrival}/region", data=asked, headers=token).text
    assert "อ่านในกรอบได้ดังนี้" in part and 'viewBox="' in part
    answers = re.findall(r'data-answer="([^"]+)" data-looked="([^"]+)"', part)
    assert answers[0][0] == "ภก ๗๙๒๑.๒๑๘/๒๔"
    data = {
        "letters.1.ref_no": "ภก 7921.218/42",
        "looked.letters.1.ref_no": answers[0][1],
        "version": view(house, arrival).version,
    }
    kept_so = clerk.post(
        f"/arrivals/{arrival}/field?path=letters.1.ref_no", data=data, headers=token
    )
    assert kept_so.status_code == 200 and "ถอย: แก้ช่อง ที่" in kept_so.text
    after = view(house, arrival).field("letters.1.ref_no")
    assert after is not None
    assert (after.final, after.page, after.turn) == ("ภก 7921.218/42", 1, 0)
    assert after.box == pytest.approx((x0 - 20, top - 4, x1 + 5, bottom + 4), abs=0.1)

    # Taken back by a plain form.
    undone = clerk.submit(
        f"/arrivals/{arrival}/undo", {"version": view(house, arrival).version, "letter": "1"}
    )
    assert undone.location.endswith("letter=1&at=f-letters-1-ref-no")
    assert "ภก 7921.218/42" not in clerk.get(undone.location).text


def test_the_place_of_a_field_is_read_again_without_scripts(house: House) -> None:
    clerk = house.browser("chamkho")
    arrival = dropped(house, clerk, SCAN)
    page = clerk.submit(f"/arrivals/{arrival}/region?path=letters.1.date", {}).text
    assert "อ่านในกรอบได้ดังนี้" in page and "<!doctype" in page
    assert re.search(r'formaction="[^"]+path=letters.1.date[^"]+looked=', page)


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ("1;0;1,1,2,2", "กรอบที่ลากไม่ชัดเจน"),
        ("x", "กรอบที่ลากไม่ชัดเจน"),
        ("1;0;nan,1,20,20", "กรอบที่ลากไม่ชัดเจน"),
        ("9;0;1,1,90,90", "ไม่มีหน้านี้"),
    ],
)
def test_a_box_that_is_none_is_refused_beside_its_field(house: House, box: str, words: str) -> None:
    clerk = house.browser("chamkho")
    arrival = dropped(house, clerk, SCAN)
    token = {"X-CSRFToken": clerk.token("/"), "HX-Request": "true"}
    asked = {"path": "letters.1.subject", "box": box}
    refused = clerk.post(f"/arrivals/{arrival}/region", data=asked, headers=token)
    assert refused.status_code == 422 and words in refused.text


def test_strangers_read_no_boxes(house: House) -> None:
    clerk = house.browser("chamkho")
    arrival = dropped(house, clerk, SCAN)
    stranger = house.browser("phla")
    asked = {"path": "letters.1.subject", "box": "1;0;1,1,90,90"}
    assert stranger.submit(f"/arrivals/{arrival}/region", asked).status_code == 404
    assert stranger.get(f"/arrivals/{arrival}/searchable.pdf").status_code == 404
    above = house.browser("rayong")
    assert above.submit(f"/arrivals/{arrival}/region", asked).status_code == 403


def test_a_page_scanned_sideways_stands_upright_with_its_boxes(
    house: House, sideways: Path
) -> None:
    clerk = house.browser("chamkho")
    arrival = dropped(house, clerk, sideways)
    (sheet,) = view(house, arrival).sheets
    assert (sheet.source, sheet.turn) == ("ocr", 90)
    page = clerk.get(f"/arrivals/{arrival}/review").text
    address = re.search(r'src="(/arrivals/[^"]+webp\?turn=90)"', page)
    assert address is not None
    with Image.open(io.BytesIO(clerk.get(address[1]).data)) as shown:
        assert shown.width > shown.height
    field = view(house, arrival).field("letters.1.ref_no")
    assert field is not None and field.box is not None
    assert f'x="{field.box[0] - 3:.1f}"' in page, "the box lies where the turned page shows it"

    # Turned by hand once more, the same box lies elsewhere; what is drawn there is read so.
    turned = clerk.get(f"/arrivals/{arrival}/review?rotate=90").text
    assert "turn=180" in turned and f'x="{field.box[0] - 3:.1f}"' not in turned
    assert clerk.get(f"/arrivals/{arrival}/pages/1.webp?turn=45").status_code == 404


def test_the_searchable_pdf_holds_the_words_and_the_picture(house: House) -> None:
    clerk = house.browser("chamkho")
    arrival = dropped(house, clerk, SCAN)
    assert "PDF ค้นข้อความได้" in clerk.get(f"/arrivals/{arrival}/review").text
    answer = clerk.get(f"/arrivals/{arrival}/searchable.pdf")
    assert answer.mimetype == "application/pdf"
    document = pypdfium2.PdfDocument(answer.data)
    assert "อ้างถึง" in document[0].get_textpage().get_text_range()


def test_a_letter_of_text_has_no_searchable_pdf(house: House) -> None:
    clerk = house.browser("chamkho")
    arrival = drop(house, clerk, ("หนังสือ.txt", LETTER.encode()))
    read_text(house)
    assert clerk.get(f"/arrivals/{arrival}/searchable.pdf").status_code == 404
    assert "PDF ค้นข้อความได้" not in clerk.get(f"/arrivals/{arrival}/review").text


def test_letters_are_parted_and_joined_on_the_page(house: House, tmp_path: Path) -> None:
    clerk = house.browser("chamkho")
    path = tmp_path / "สองฉบับ.txt"
    path.write_text(f"{LETTER}\f{LETTER.replace('๔๑๒', '๔๑๓')}", encoding="utf-8")
    arrival = dropped(house, clerk, path)
    assert [one.id for one in view(house, arrival).letters] == ["1", "2"]
    version = view(house, arrival).version
    sent = {"join": "2", "letter": "2", "version": version}
    joined = clerk.submit(f"/arrivals/{arrival}/part", sent)
    assert "อ่านใหม่เป็น ๑ ฉบับ" in clerk.get(joined.location).text
    assert [one.pages for one in view(house, arrival).letters] == [(1, 2)]
    sent = {"page": "2", "letter": "1", "version": version + 1}
    parted = clerk.submit(f"/arrivals/{arrival}/part", sent)
    assert parted.location.endswith("letter=p2")
    number = view(house, arrival).field("letters.p2.ref_no")
    assert number is not None and number.final == "รย 0023.3/413"
    stale = clerk.submit(f"/arrivals/{arrival}/part", {"join": "p2", "version": version})
    assert "มีผู้แก้ไขรายการนี้ไปก่อนแล้ว" in clerk.get(stale.location).text
