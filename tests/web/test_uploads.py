"""Handing files in: in pieces over a broken network, and several as the pages of one letter."""

import io
from typing import Any

from PIL import Image
from sqlmodel import select
from werkzeug.test import TestResponse

from tests.web.conftest import Browser, House
from tracker import db, files
from tracker.models import Arrival, StoredFile

PART = {"X-Part": "1"}


def png(shade: int) -> bytes:
    kept = io.BytesIO()
    Image.new("L", (60, 80), shade).save(kept, "PNG")
    return kept.getvalue()


def begin(clerk: Browser, name: str, data: bytes) -> dict[str, Any]:
    answer = clerk.submit("/uploads", {"name": name, "size": len(data), "changed": "1"})
    assert answer.status_code == 200
    return dict(answer.get_json())


def piece(clerk: Browser, token: str, place: int, data: bytes) -> TestResponse:
    headers = {**PART, "X-CSRFToken": clerk.token("/"), "Content-Type": "application/octet-stream"}
    return clerk.post(f"/uploads/{token}/{place}", data=data, headers=headers)


def sent(clerk: Browser, name: str, data: bytes) -> str:
    token = str(begin(clerk, name, data)["token"])
    assert piece(clerk, token, 0, data).get_json() == {"offset": len(data)}
    return token


def arrivals(house: House) -> list[tuple[str, StoredFile]]:
    with db.look(house.engine) as session:
        found = select(Arrival, StoredFile).join(
            StoredFile,
            StoredFile.sha256 == Arrival.sha256,  # type: ignore[arg-type]
        )
        return [(one.filename, kept) for one, kept in session.exec(found.order_by(Arrival.id))]  # type: ignore[arg-type]


def test_a_file_in_pieces_arrives_once(house: House) -> None:
    clerk, data = house.browser("chamkho"), png(9)
    token = str(begin(clerk, "หนังสือ.png", data)["token"])
    assert piece(clerk, token, 0, data[:40]).get_json() == {"offset": 40}
    gap = piece(clerk, token, 90, data[90:])
    assert gap.status_code == 409 and gap.get_json() == {"offset": 40}
    early = clerk.submit("/uploads/finish", {"token": token, "name": "x"}, headers=PART)
    assert early.status_code == 409 and "มาไม่ต่อกัน" in early.text
    assert begin(clerk, "หนังสือ.png", data)["offset"] == 40, "after the window was closed"
    assert clerk.get(f"/uploads/{token}").get_json() == {"offset": 40}
    assert piece(clerk, token, 40, data[40:]).get_json() == {"offset": len(data)}
    form = {"token": token, "name": "../หนังสือ.png"}
    for _ in range(2):  # the answer to the first was lost on its way
        assert clerk.submit("/uploads/finish", form, headers=PART).status_code == 200
    ((name, stored),) = arrivals(house)
    assert name == "หนังสือ.png" and stored.media_type == "image/png" and stored.size == len(data)
    assert house.wakes


def test_no_other_account_gets_at_a_file(house: House) -> None:
    token = sent(house.browser("chamkho"), "a.png", png(1))
    other = house.browser("phla")
    assert other.get(f"/uploads/{token}").get_json() == {"offset": 0}
    form = {"token": token, "name": "a.png"}
    assert other.submit("/uploads/finish", form, headers=PART).status_code == 409
    assert not arrivals(house)


def test_pages_of_one_letter_keep_their_order(house: House) -> None:
    clerk = house.browser("chamkho")
    tokens = [sent(clerk, f"{shade}.png", png(shade)) for shade in (200, 10, 90)]
    form = {"token": tokens, "name": ["image.png"] * 3, "together": "1"}
    assert clerk.submit("/uploads/finish", form, headers=PART).status_code == 200
    ((name, stored),) = arrivals(house)
    assert (name, stored.media_type) == ("image รวม 3 หน้า.pdf", "application/pdf")
    assert shades(stored) == [200, 10, 90]


def shades(stored: StoredFile) -> list[int]:
    from pypdf import PdfReader

    with files.open_file(stored.sha256) as kept:
        pages = PdfReader(io.BytesIO(kept.read())).pages
    return [int(page.images[0].image.convert("L").getpixel((5, 5))) for page in pages]


def test_without_scripts_a_tick_binds_the_files_by_name(house: House) -> None:
    clerk = house.browser("chamkho")
    form = {
        "files": [(io.BytesIO(png(n)), f"หน้า {n}.png") for n in (10, 9, 100)],
        "together": "1",
    }
    answer = clerk.submit("/arrivals", form)
    assert "รวม ๓ ไฟล์เป็นเรื่องเดียว" in clerk.get(answer.location).text
    ((_, stored),) = arrivals(house)
    assert shades(stored) == [9, 10, 100]


def test_a_page_that_is_none_is_named_and_nothing_is_taken(house: House) -> None:
    clerk = house.browser("chamkho")
    tokens = [sent(clerk, "a.png", png(1)), sent(clerk, "b.txt", "ข้อความ".encode())]
    form = {"token": tokens, "name": ["a.png", "b.txt"], "together": "1"}
    answer = clerk.submit("/uploads/finish", form, headers=PART)
    assert answer.status_code == 422 and "b.txt" in answer.text
    assert not arrivals(house)
    form["together"] = ""
    assert clerk.submit("/uploads/finish", form, headers=PART).status_code == 200
    assert len(arrivals(house)) == 2, "the pieces were kept: nothing is sent again"


def test_odd_requests_are_refused(house: House) -> None:
    clerk = house.browser("chamkho")
    token = str(begin(clerk, "a.png", png(1))["token"])
    assert piece(clerk, token, 0, b"").status_code == 400
    assert piece(clerk, "f" * 51, 0, b"x").status_code == 404
    assert piece(clerk, token, 0, b"x" * (4 * 1024**2 + 1)).status_code == 413
    for form in ({}, {"token": [token, token], "name": "a"}):
        assert clerk.submit("/uploads/finish", form, headers=PART).status_code == 400
    for size in ("0", "x", str(10**12)):
        answer = clerk.submit("/uploads", {"name": "a", "size": size, "changed": ""}, headers=PART)
        assert answer.status_code == 422
