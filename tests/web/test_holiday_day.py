"""An administrator's holiday change, without scripts; the clerk sees it on a phone."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.tracker.duty_stories import asks, register
from tests.web.conftest import NOW, House
from tests.web.served import serve, sign_in
from tests.web.test_browser import FLAGS

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1366, "height": 768}
SUBJECT = "การสำรวจแหล่งน้ำ"
ASKED = "ขอให้รายงานผลภายใน ๕ วันทำการ นับแต่วันได้รับหนังสือ"


@pytest.fixture
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as tool:
        started = tool.chromium.launch(executable_path=str(chromium), args=FLAGS)
        yield started
        started.close()


def plain(browser: Browser, address: str, username: str, size: dict[str, int]) -> Page:
    """Somebody's tab in a browser that runs no scripts."""
    page = browser.new_page(
        java_script_enabled=False,
        locale="th-TH",
        viewport=size,  # type: ignore[arg-type]
        base_url=address,
    )
    sign_in(page, address, username)
    return page


def test_a_new_holiday_moves_what_is_counted(house: House, browser: Browser) -> None:
    paper = asks(ASKED, dated=date(2026, 11, 19), subject=SUBJECT)
    letter = register(house.engine, house.office.clerk, NOW - timedelta(days=3), paper)
    with serve(house.app) as address:
        admin = plain(browser, address, "admin", DESK)
        the_administrator_adds_a_day(admin)
        clerk = plain(browser, address, "chamkho", PHONE)
        the_clerk_sees_it(clerk, letter)
        the_administrator_takes_it_back(admin)
        clerk.reload()
        expect(clerk.locator("main")).to_contain_text("๒๗ พฤศจิกายน ๒๕๖๙")


def the_administrator_adds_a_day(page: Page) -> None:
    """From the home of the administrator, by links and a form."""
    page.goto("/office")
    expect(page.locator("#tour")).to_be_visible()
    page.get_by_role("button", name=re.compile("ข้ามการแนะนำ")).click()
    expect(page.locator("#tour")).to_have_count(0)
    page.get_by_role("link", name="วันหยุด", exact=True).click()
    page.get_by_label("วันที่", exact=True).fill("๒๕ พ.ย. ๒๕๖๙")
    page.get_by_label("ชื่อ", exact=True).fill("วันหยุดราชการเป็นกรณีพิเศษ")
    page.get_by_label("ที่มา", exact=True).fill("มติคณะรัฐมนตรี")
    page.get_by_role("button", name="เพิ่มและคำนวณกำหนดใหม่").click()
    expect(page.locator("table")).to_contain_text("วันหยุดราชการเป็นกรณีพิเศษ")


def the_clerk_sees_it(page: Page, letter: int) -> None:
    page.goto("/")
    page.get_by_role("link", name="เมนู", exact=True).click()
    page.get_by_role("link", name="กำหนดเวลา", exact=True).click()
    page.get_by_role("link", name=SUBJECT).first.click()
    expect(page.locator("main")).to_contain_text("๓๐ พฤศจิกายน ๒๕๖๙")
    page.get_by_role("link", name="เปิดหนังสือ").or_(
        page.get_by_role("button", name="เปิดหนังสือ")
    ).click()
    expect(page.locator("main")).to_contain_text("๓๐ พฤศจิกายน ๒๕๖๙")
    assert page.url.endswith(f"/letters/{letter}")


def the_administrator_takes_it_back(page: Page) -> None:
    line = page.locator("tr", has_text="วันหยุดราชการเป็นกรณีพิเศษ")
    line.locator("summary").click()
    line.get_by_role("button", name=re.compile("ออกจากตาราง")).click()
    expect(page.locator("table")).not_to_contain_text("วันหยุดราชการเป็นกรณีพิเศษ")
