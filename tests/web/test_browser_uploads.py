"""Uploads in a real browser: the network cut in the middle, pages photographed one by one."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect, sync_playwright
from sqlmodel import select
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.tracker.office import PASSWORD
from tests.web.conftest import House
from tests.web.test_browser import FLAGS
from tests.web.test_uploads import arrivals, png, shades
from tracker import db
from tracker.models import Arrival

PHONE = {"width": 360, "height": 740}


class Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        pass


@pytest.fixture
def tab(house: House, chromium: Path) -> Iterator[Page]:
    """The clerk's desk in a browser, behind a real port."""
    server = make_server("127.0.0.1", 0, house.app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=str(chromium), args=FLAGS)
        page = browser.new_page(locale="th-TH", base_url=f"http://127.0.0.1:{server.port}")
        page.goto("/")
        page.get_by_label("ชื่อผู้ใช้").fill("chamkho")
        page.get_by_label("รหัสผ่าน").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="โต๊ะงาน")).to_be_visible()
        yield page
        browser.close()
    server.shutdown()
    thread.join()


def test_a_file_goes_on_when_the_network_is_back(house: House, tab: Page, tmp_path: Path) -> None:
    letter = tmp_path / "หนังสือ.pdf"
    data = b"%PDF-1.4\n" + os.urandom(3_000_000)
    letter.write_bytes(data)
    pieces: list[int] = []

    def cut(route: Route) -> None:
        pieces.append(int(route.request.url.rpartition("/")[2]))
        if len(pieces) == 3:
            tab.context.set_offline(True)
            route.abort("internetdisconnected")
        else:
            route.continue_()

    tab.route("**/uploads/*/*", cut)
    tab.get_by_label("วางไฟล์หนังสือที่นี่").set_input_files(letter)
    line = tab.locator("#sending li")
    expect(line).to_contain_text("เครือข่ายขาด ส่งไปแล้ว")
    expect(line.locator("progress")).to_be_visible()
    with db.look(house.engine) as session:
        assert not session.exec(select(Arrival)).all(), "half a file is none"
    tab.context.set_offline(False)
    expect(line).to_have_count(0, timeout=20_000)
    ((name, stored),) = arrivals(house)
    assert name == "หนังสือ.pdf" and stored.size == len(data)
    assert pieces.count(0) == 1, "what was sent was not sent again"


def test_pages_of_one_letter_on_a_phone(house: House, tab: Page) -> None:
    tab.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for shade in (10, 90, 200):
        shot = {"name": f"{shade}.png", "mimeType": "image/png", "buffer": png(shade)}
        tab.locator("#camera").set_input_files([shot])  # type: ignore[list-item]
    expect(tab.locator(".leaves li")).to_have_count(3)
    expect(tab.get_by_label("หน้าของเรื่องเดียวกัน")).to_be_checked()
    tab.get_by_role("button", name="เลื่อน 200.png ขึ้น").press("Enter")
    tab.get_by_role("button", name="เลื่อน 200.png ขึ้น").press("Enter")
    tab.get_by_role("button", name="เอา 90.png ออก").click()
    expect(tab.locator(".leaves li").first).to_contain_text("หน้า 1 · 200.png")
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not Axe().run(tab).response["violations"]
    tab.get_by_role("button", name="ส่งเป็นเรื่องเดียว 2 หน้า").click()
    expect(tab.locator(".leaves li")).to_have_count(0)
    expect(tab.locator("#work")).to_contain_text("รวม 2 หน้า.pdf")
    ((_, stored),) = arrivals(house)
    assert shades(stored) == [200, 10]
