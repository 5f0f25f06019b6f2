"""A clerk's morning by keyboard alone: thirty files dropped, reviewed, registered, in the book."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    FileChooser,
    Locator,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.tracker.office import PASSWORD
from tests.web import thirty
from tests.web.conftest import House
from tests.web.served import serve
from tests.web.test_browser import FLAGS
from tests.web.test_pages import BUNDLE
from tests.web.world_of_one_office import read_next
from tracker.web import thai

#: More presses of Tab than any page here needs to come to what is meant.
FAR = 90
SLOW = 60_000


@pytest.fixture
def tool() -> Iterator[Playwright]:
    expect.set_options(timeout=SLOW)
    with sync_playwright() as started:
        yield started
    expect.set_options(timeout=5_000)


class Clerk:
    """Somebody who has a keyboard and no mouse."""

    def __init__(self, tool: Playwright, chromium: Path, address: str) -> None:
        self.tool, self.chromium, self.address = tool, chromium, address
        self.complaints: list[str] = []
        self.browser: Browser
        self.page: Page
        self.sit_down()

    def sit_down(self) -> None:
        """Start the browser and sign in."""
        self.browser = self.tool.chromium.launch(executable_path=str(self.chromium), args=FLAGS)
        self.page = self.browser.new_page(
            locale="th-TH", base_url=self.address, viewport={"width": 1366, "height": 768}
        )
        self.page.set_default_timeout(SLOW)
        # Heard from the beginning: asked for later, the answer may come before the question.
        self.choosers: list[FileChooser] = []
        self.page.on("filechooser", lambda one: self.choosers.append(one))
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto("/")
        expect(self.page.get_by_label("ชื่อผู้ใช้")).to_be_focused()
        self.page.keyboard.type("chamkho")
        self.press("Tab")
        self.page.keyboard.type(PASSWORD)
        self.press("Enter")
        expect(self.page.get_by_role("heading", name="โต๊ะงาน", exact=False)).to_be_visible()

    def _heard(self, said: ConsoleMessage) -> None:
        """All that the browser marks as an error, but for answers that we provoke."""
        provoked = "Failed to load resource" in said.text or "422" in said.text
        if said.type == "error" and not provoked:
            self.complaints.append(said.text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, wanted: Locator) -> None:
        """Come to it by Tab alone; where it has the focus, one sees that it has."""
        for _ in range(FAR):
            if wanted.evaluate("one => one === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not come to {wanted}")

    def dies(self) -> None:
        """The browser is killed from outside, as by a loss of power."""
        with pytest.raises(Error):
            self.browser.new_browser_cdp_session().send("Browser.crash")
            self.page.title()


def test_thirty_scans_without_a_mouse(house: House, tool: Playwright, chromium: Path) -> None:
    with serve(house.app) as address:
        clerk = Clerk(tool, chromium, address)
        the_tour_is_skipped(clerk)
        all_are_dropped_at_once(clerk)
        they_are_read_and_counted(clerk, house)
        given = [first_with_every_key(clerk), the_bundle_and_its_chain(clerk)]
        while len(given) < 30:
            given.append(registered(clerk))
        assert given == list(range(1, 31)), "no number is left out, none is given twice"
        the_desk_is_clear_but_for_the_broken_file(clerk)
        the_book_of_the_day_has_all(clerk)
        assert not clerk.complaints
        clerk.browser.close()


def the_tour_is_skipped(clerk: Clerk) -> None:
    expect(clerk.page.locator("#tour button.go")).to_be_focused()
    clerk.press("Escape")
    expect(clerk.page.locator("#tour")).to_have_count(0)


def all_are_dropped_at_once(clerk: Clerk) -> None:
    clerk.page.wait_for_load_state("load")
    files = clerk.page.locator("#files")
    clerk.tab_to(files)
    ring = "getComputedStyle(document.querySelector('.drop .pick')).outlineStyle"
    assert clerk.page.evaluate(ring) == "solid"
    clerk.press("Enter")
    while not clerk.choosers:
        clerk.page.wait_for_timeout(100)
    clerk.choosers[0].set_files(thirty.morning(BUNDLE))
    expect(clerk.page.locator("#sending li")).to_have_count(0, timeout=2 * SLOW)


def they_are_read_and_counted(clerk: Clerk, house: House) -> None:
    """What the worker does, one by one; the desk says how many wait at every moment."""
    reading = clerk.page.get_by_role("region", name="กำลังอ่าน")
    expect(reading.locator("li")).to_have_count(31)
    for _ in range(10):
        assert read_next(house)
    expect(reading.locator("h2")).to_contain_text(thai.digits(21))
    review = clerk.page.get_by_role("region", name="รอตรวจ")
    expect(review.locator("h2")).to_contain_text(thai.digits(10))
    while read_next(house):
        pass
    expect(reading).to_have_count(0)
    expect(review.locator("h2")).to_contain_text(thai.digits(30))
    clerk.tab_to(review.get_by_role("button", name="เริ่มตรวจเรื่องแรก"))
    clerk.press("Enter")


def first_with_every_key(clerk: Clerk) -> int:
    """A value typed, refused, taken back; all that was typed is there after the browser died."""
    page = clerk.page
    expect(page.get_by_label("ที่", exact=True)).to_have_value("รย ๐๐๒๓.๓/๔๐๑")
    subject = page.get_by_label("เรื่อง", exact=True)
    clerk.tab_to(subject)
    clerk.press("End")
    page.keyboard.type(" (ด่วน)")
    clerk.press("Tab")
    expect(page.get_by_text("เครื่องอ่านว่า")).to_be_visible()
    clerk.dies()

    clerk.sit_down()
    page = clerk.page
    clerk.tab_to(page.get_by_role("button", name="เริ่มตรวจเรื่องแรก"))
    clerk.press("Enter")
    subject = page.get_by_label("เรื่อง", exact=True)
    expect(subject).to_have_value(f"{thirty.subject(1)} (ด่วน)")
    day = page.get_by_label("ลงวันที่", exact=True)
    clerk.tab_to(day)
    clerk.press("Control+a")
    page.keyboard.type("๓๑ กุมภาพันธ์ ๒๕๖๙")
    clerk.press("Tab")
    expect(page.locator(".refused")).to_contain_text("ไม่ใช่วันที่ที่มีจริง")
    clerk.tab_to(day)
    clerk.press("Control+a")
    page.keyboard.type("๑๒ พ.ย. ๖๙")
    clerk.press("Tab")
    expect(page.locator(".refused")).to_have_count(0)
    clerk.tab_to(subject)
    clerk.press("Control+a")
    page.keyboard.type("พิมพ์ผิด")
    clerk.press("Tab")
    expect(page.get_by_text("ถอย", exact=False).first).to_be_visible()
    clerk.press("Control+z")
    expect(subject).to_have_value(f"{thirty.subject(1)} (ด่วน)")
    return registered(clerk)


def the_bundle_and_its_chain(clerk: Clerk) -> int:
    """Six letters in one file: another one is looked at by its number, the chain is drawn."""
    page = clerk.page
    expect(page.locator(".doubtbox button:focus")).to_be_visible()
    expect(page.locator("rect.lit")).to_have_count(1)
    drawn = "image => image.decode().then(() => image.naturalWidth)"
    assert page.locator(".sheet img").first.evaluate(drawn) > 1000
    clerk.press("Alt+2")
    page.wait_for_url(re.compile("letter=2"))
    clerk.press("Alt+1")
    page.wait_for_url(re.compile("letter=1"))
    number = confirmed(clerk)
    clerk.tab_to(page.get_by_role("button", name="ดูเส้นทางหนังสือ"))
    clerk.press("Enter")
    picture = page.locator(".chain-box svg")
    for words in ("อยู่บนโต๊ะ ๒๑ วัน · นานที่สุด", "เดินทาง ๕ วัน", "ไม่เกิน ๑๐ วัน", "๑๗๖๑๗"):
        expect(picture).to_contain_text(words)
    expect(page.locator(".totals")).to_contain_text("๔๕ วัน")
    # Each picture is drawn by a process of its own: those seen so far are enough.
    page.route("**/pages/*.webp*", lambda route: route.abort())
    page.go_back()
    expect(page.locator("#next")).to_be_visible()
    clerk.tab_to(page.locator("#next"))
    clerk.press("Enter")
    return number


def registered(clerk: Clerk) -> int:
    """The letter in hand gets its number; the next one is taken in hand."""
    number = confirmed(clerk)
    expect(clerk.page.locator("#next")).to_be_focused()
    clerk.press("Enter")
    clerk.page.wait_for_url(lambda url: "given" not in url)
    return number


def confirmed(clerk: Clerk) -> int:
    page = clerk.page
    page.wait_for_url(re.compile("/review"))
    settle = page.locator("#settle")
    doubts = page.locator(".doubtbox")
    doubted = doubts.count()
    for _ in range(12):
        if not (open_ := doubts.count()):
            break
        expect(page.locator(".doubtbox button:focus")).to_be_visible()
        clerk.press("1")
        expect(doubts).not_to_have_count(open_)
    if doubted:
        expect(settle).to_be_focused()
    clerk.tab_to(settle)
    promised = settle.inner_text().split()[-1]
    clerk.press("Enter")
    page.wait_for_url(re.compile("given"))
    number = page.locator(".big").inner_text()
    assert number == promised
    return int(thai.arabic(number))


def the_desk_is_clear_but_for_the_broken_file(clerk: Clerk) -> None:
    page = clerk.page
    expect(page.get_by_role("heading", name="โต๊ะงาน")).to_be_visible()
    failed = page.get_by_role("region", name="อ่านไม่ได้")
    expect(failed).to_contain_text(thirty.BROKEN)
    expect(page.get_by_role("region", name="รอตรวจ")).to_have_count(0)
    expect(page.locator("#today")).to_contain_text(thai.digits(30))
    clerk.tab_to(page.get_by_role("link", name="ทะเบียนรับของวันนี้"))
    clerk.press("Enter")


def the_book_of_the_day_has_all(clerk: Clerk) -> None:
    lines = clerk.page.locator("table.book td .number, table.book td.number")
    expect(lines).to_have_count(30)
    expect(clerk.page.locator("main")).to_contain_text(f"{thirty.subject(1)} (ด่วน)")
