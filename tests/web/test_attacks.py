"""What strangers, neighbours and careless programs send: refused in Thai, and nothing breaks."""

import errno
import io

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from tests.tracker.letters import LETTER
from tests.tracker.office import PASSWORD
from tests.web.conftest import NOW, House
from tests.web.test_pages import drop, read
from tracker import db, files, intake
from tracker.models import Arrival, Draft, Entry, ReadingJob
from tracker.models.arrival import Stored
from tracker.typesetting import Busy
from tracker.vocabulary import ArrivalState, JobState

FAR = 10**30


@pytest.mark.parametrize(
    "page",
    [
        f"/letters/{FAR}",
        f"/arrivals/{FAR}/review",
        f"/arrivals/{FAR}/original",
        f"/arrivals/{FAR}/given",
        f"/directives/{FAR}",
    ],
)
def test_a_number_beyond_every_row_is_not_found(house: House, page: str) -> None:
    assert house.browser("chamkho").get(page).status_code == 404


@pytest.mark.parametrize("wish", ["year", "page", "book"])
def test_wishes_beyond_every_number_show_an_empty_book(house: House, wish: str) -> None:
    answer = house.browser("chamkho").get(f"/register?{wish}={FAR}")
    assert answer.status_code in (200, 404)
    assert house.browser("chamkho").get(f"/register?{wish}=-1").status_code in (200, 404)


def test_a_number_beyond_every_row_cannot_be_acted_on(house: House) -> None:
    browser = house.browser("chamkho")
    assert browser.submit(f"/register/{FAR}/void", {"reason": "x"}).status_code == 404
    assert browser.submit(f"/arrivals/{FAR}/settle", {}).status_code == 404


def test_a_stale_page_does_not_overwrite_what_a_colleague_typed(house: House) -> None:
    one, other = house.browser("chamkho"), house.browser("chamkho2")
    arrival = drop(house, one, ("หนังสือ.txt", LETTER.encode()))
    read(house)
    path = "letters.1.subject"
    version = {"version": "0"}
    one.submit(f"/arrivals/{arrival}/field?path={path}", {path: "เรื่องที่แก้แล้ว", **version})
    stale = {path: "ขอเชิญประชุมซักซ้อมงานทะเบียน", "letter": "1", **version}
    for act in ("settle", "values"):
        refused = other.submit(f"/arrivals/{arrival}/{act}", stale)
        assert "review" in refused.location
    with db.look(house.engine) as session:
        assert session.exec(select(Draft)).one().values[path] == "เรื่องที่แก้แล้ว"
        assert not session.exec(select(Entry)).all()
    assert "แก้ไข" in other.get(refused.location).text


@pytest.mark.parametrize("name", ["..", ".", "ก" * 199 + ".txt", "a\u202etxt.exe", "\x00.txt"])
def test_any_file_name_is_taken(house: House, name: str) -> None:
    browser = house.browser("chamkho")
    drop(house, browser, (name, LETTER.encode()))
    assert "\u202e" not in browser.get("/work").text


def test_texts_that_no_database_keeps_are_refused(house: House) -> None:
    browser = house.browser("chamkho")
    arrival = drop(house, browser, ("หนังสือ.txt", LETTER.encode()))
    read(house)
    path = "letters.1.subject"
    answer = browser.submit(
        f"/arrivals/{arrival}/field?path={path}", {path: "ก\x00ข", "version": "0"}
    )
    assert answer.status_code == 400
    assert browser.get("/register?q=%00").status_code == 400


def test_a_return_address_never_leads_out(house: House) -> None:
    for wanted in ("//evil.example", "/\t/evil.example", "/\\evil.example", "https://evil.example",
                   "/\r\nX-Evil: 1", "javascript:alert(1)", "/ok\x00"):  # fmt: skip
        client = house.browser()
        form = {"username": "chamkho", "password": PASSWORD, "next": wanted}
        answer = client.post("/sign-in", data={**form, "csrf_token": client.token()})
        assert "evil.example" not in answer.headers.get("Location", ""), wanted
        assert "X-Evil" not in answer.headers


def test_the_oldest_of_very_many_is_reviewed_first(house: House) -> None:
    browser = house.browser("chamkho")
    with db.begin(house.engine) as session:
        for number in range(205):
            stored = Stored(f"{number:064x}", 1, "text/plain", f"{number}.txt", True)
            intake.take_in(
                session, house.office.clerk, NOW, stored=stored, filename=f"เรื่อง {number}.txt"
            )
        session.execute(update(ReadingJob).values(state=JobState.DONE, result={"letters": []}))
        session.execute(update(Arrival).values(state=ArrivalState.REVIEW))
    desk = browser.get("/").text
    assert 'รอตรวจ <span class="muted">๒๐๕' in desk and "เรื่อง 0.txt" in desk


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 507, "ที่เก็บข้อมูลของระบบเต็ม"),
        (OperationalError("", {}, Exception("database or disk is full")), 507, "เต็ม"),
        (OperationalError("", {}, Exception("database is locked")), 503, "กำลังยุ่ง"),
        (Busy(), 503, "กำลังจัดพิมพ์"),
    ],
)
def test_a_full_disk_or_a_held_database_is_said(
    house: House, monkeypatch: pytest.MonkeyPatch, failure: Exception, status: int, said: str
) -> None:
    browser = house.browser("chamkho")

    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(files, "_keep", fail)
    sent = {"files": [(io.BytesIO(LETTER.encode()), "หนังสือ.txt")]}
    answer = browser.submit("/arrivals", sent, headers={"X-Part": "1"})
    assert answer.status_code == status and said in answer.text
