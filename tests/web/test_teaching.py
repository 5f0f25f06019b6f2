"""The page of examples: consent by an administrator, comparing, deleting, taking away."""

import io
import zipfile

import pytest
from PIL import Image
from sqlmodel import select

from tests.web.conftest import House
from tests.web.test_second_looks import SCAN, dropped, view
from tracker import db, jobs
from tracker.models import TeachingExample
from tracker.vocabulary import ExampleState


@pytest.fixture
def corrected(house: House) -> int:
    """A scan whose number a clerk corrected after the administrator agreed; the example."""
    admin, clerk = house.browser("admin"), house.browser("chamkho")
    office = house.office.clerk.office_id
    assert "ยังไม่มีหน่วยงานใดเปิด" in clerk.get("/teaching").text
    refused = clerk.submit("/teaching/consent", {"office": office, "act": "give"})
    assert refused.status_code == 403
    admin.submit("/teaching/consent", {"office": office, "act": "give"})
    assert "ยินยอมโดย admin" in clerk.get("/teaching").text
    arrival = dropped(house, clerk, SCAN)
    typed = {"letters.1.ref_no": "ภก 7921.218/42", "version": view(house, arrival).version}
    assert clerk.submit(f"/arrivals/{arrival}/settle", typed).location.endswith("given")
    jobs.cut_examples(jobs.Hands(house.engine, None), view(house, arrival).arrived_at)  # type: ignore[arg-type]
    with db.look(house.engine) as session:
        one = session.exec(select(TeachingExample)).one()
    assert one.state is ExampleState.PROPOSED and one.id is not None
    return one.id


def test_a_correction_is_compared_and_taken_to_training(house: House, corrected: int) -> None:
    admin, clerk = house.browser("admin"), house.browser("chamkho")
    page = clerk.get("/teaching?state=proposed").text
    assert "รอตรวจข้อความ" in page and "ตรงกับภาพ" in page
    with Image.open(io.BytesIO(clerk.get(f"/teaching/{corrected}.png").data)) as line:
        assert line.height == 48
    assert house.browser("phla").get(f"/teaching/{corrected}.png").status_code == 404
    assert clerk.get("/teaching/examples.zip").status_code == 403

    empty = clerk.submit(f"/teaching/{corrected}", {"text": " "})
    assert "พิมพ์ข้อความที่เห็นในภาพ" in clerk.get(empty.location).text
    clerk.submit(f"/teaching/{corrected}", {"text": "ภก๗๙๒๑.๒๑๘/๔๒", "act": "confirm"})
    with zipfile.ZipFile(io.BytesIO(admin.get("/teaching/examples.zip").data)) as archive:
        names = sorted(archive.namelist())
        assert names == [f"wian-{corrected:08d}.png", f"wian-{corrected:08d}.txt"]
        assert archive.read(names[1]).decode() == "ภก๗๙๒๑.๒๑๘/๔๒\n"


def test_consent_is_withdrawn_and_all_is_deleted(house: House, corrected: int) -> None:
    admin = house.browser("admin")
    office = house.office.clerk.office_id
    admin.submit("/teaching/consent", {"office": office, "act": "withdraw"})
    assert admin.get("/teaching").text.count("ยินยอมให้เก็บ") > 1
    admin.submit("/teaching/consent", {"office": office, "act": "delete"})
    assert admin.get(f"/teaching/{corrected}.png").status_code == 404


def test_the_letter_shows_its_paper(house: House, corrected: int) -> None:
    clerk = house.browser("chamkho")
    page = clerk.get("/letters/1").text
    assert "ดาวน์โหลด PDF ที่ค้นข้อความได้" in page and 'alt="ภาพหน้า ๑"' in page
