"""A scan in a real browser: a doubtful number put right, a box read again, nothing lost."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect, sync_playwright

from tests.running import Program, free_port
from tests.test_running import invited
from tests.web import scanned
from tests.web.test_browser import FLAGS, SLOW


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Program, str]]:
    folder = tmp_path_factory.mktemp("scans")
    chosen = {"INSTANCE": str(folder / "instance"), "PORT": str(free_port()), "SAMPLES": "1"}
    with Program("all", folder, chosen) as program:
        yield program, invited(program.wait_for_words("Ctrl-C", seconds=180))["clerk"]


@pytest.fixture
def browser(office: tuple[Program, str], chromium: Path) -> Iterator[BrowserContext]:
    program, _ = office
    with sync_playwright() as tool:
        started = tool.chromium.launch(executable_path=str(chromium), args=FLAGS)
        context = started.new_context(locale="th-TH", base_url=program.address)
        context.set_default_timeout(SLOW / 2)
        expect.set_options(timeout=SLOW / 2)  # a box is read in a process of its own
        yield context
        expect.set_options(timeout=5_000)
        started.close()


def sign_in(browser: BrowserContext, password: str) -> Page:
    page = browser.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/")
    page.get_by_label("ชื่อผู้ใช้").fill("clerk")
    page.get_by_label("รหัสผ่าน").fill(password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="โต๊ะงาน")).to_be_visible()
    return page


def test_a_doubtful_number_is_put_right_on_the_scan(
    browser: BrowserContext, office: tuple[Program, str]
) -> None:
    page = sign_in(browser, office[1])
    file: FilePayload = {
        "name": "สแกน.pdf", "mimeType": "application/pdf", "buffer": scanned.smudged(),
    }  # fmt: skip
    page.get_by_label("วางไฟล์หนังสือที่นี่").set_input_files([file])
    start = page.get_by_role("link", name=re.compile("เริ่มตรวจเรื่องแรก|ตรวจทาน")).or_(
        page.get_by_role("button", name=re.compile("เริ่มตรวจเรื่องแรก|ตรวจทาน"))
    )
    expect(start.first).to_be_visible(timeout=SLOW)
    start.first.click()

    field = page.locator('.field[data-path="letters.1.ref_no"]')
    expect(field.locator(".doubtbox .crop")).to_be_visible()
    day = page.locator('.field[data-path="letters.1.date"]')
    expect(day.locator(".crop")).to_be_visible()  # without a doubt, but no day of a scan is sure
    expect(day.locator(".doubtbox")).to_have_count(0)
    number = page.get_by_label("ที่", exact=True)
    drag_a_box(page)
    look = field.locator(".look")
    expect(look.locator(".crop")).to_be_visible()
    expect(look.locator("button").first).to_be_focused()
    look.get_by_role("button", name="ไม่ใช้").click()
    expect(number).to_be_focused()
    expect(look).to_have_count(0)

    number.fill(scanned.VALUE)
    number.press("Tab")
    expect(field.locator(".doubtbox")).to_have_count(0)
    move_a_box_by_keyboard(page)
    type_without_network_and_lose_the_window(browser, page)


def drag_a_box(page: Page) -> None:
    """Around the number, by mouse."""
    spot = page.locator('rect.spot[data-for="letters.1.ref_no"]').bounding_box()
    assert spot is not None
    page.mouse.move(spot["x"] - 4, spot["y"] - 2)
    page.mouse.down()
    page.mouse.move(spot["x"] + 60, spot["y"] + 6, steps=3)
    page.mouse.move(spot["x"] + spot["width"] + 30, spot["y"] + spot["height"] + 2, steps=3)
    expect(page.locator("rect.drawn")).to_have_count(1)
    page.mouse.up()


def move_a_box_by_keyboard(page: Page) -> None:
    """Around the date, and back: the box is where it was."""
    day = page.get_by_label("ลงวันที่", exact=True)
    day.focus()
    held = day.input_value()
    page.keyboard.press("Alt+r")
    drawn = page.locator("rect.drawn")
    expect(drawn).to_have_count(1)
    began = drawn.get_attribute("x")
    for key in ("ArrowRight", "ArrowLeft", "Shift+ArrowRight"):
        page.keyboard.press(key)
    assert drawn.get_attribute("x") == began
    page.keyboard.press("Enter")
    option = page.locator('.field[data-path="letters.1.date"] .look button').first
    expect(option).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator(".look")).to_have_count(0)
    expect(day).to_have_value(held)
    expect(drawn).to_have_count(0)


def type_without_network_and_lose_the_window(browser: BrowserContext, page: Page) -> None:
    address = page.url
    browser.set_offline(True)
    subject = page.get_by_label("เรื่อง", exact=True)
    subject.fill("เครื่องสูบน้ำ (พิมพ์ตอนเน็ตหลุด)")
    subject.press("Tab")
    expect(page.get_by_text("ยังไม่ได้บันทึกค่านี้")).to_be_visible()
    page.close(run_before_unload=False)
    browser.set_offline(False)

    again = browser.new_page()
    again.set_viewport_size({"width": 1280, "height": 800})
    again.goto(address)
    expect(again.get_by_text("กู้ค่าที่พิมพ์ไว้")).to_be_visible()
    subject = again.get_by_label("เรื่อง", exact=True)
    expect(subject).to_have_value("เครื่องสูบน้ำ (พิมพ์ตอนเน็ตหลุด)")
    expect(again.get_by_text("เครื่องอ่านว่า การสำรวจเครื่องสูบน้ำ")).to_be_visible()

    # Every change of this draft is taken back one by one, also those of the lost window.
    undo = again.locator("#undo")
    expect(undo).to_have_text("ถอย: แก้ช่อง เรื่อง")
    again.keyboard.press("Escape")
    undo.click()
    expect(again.get_by_label("เรื่อง", exact=True)).to_have_value(re.compile("การสำรวจ"))
    for _ in range(6):
        if undo.is_disabled():
            break
        with again.expect_navigation():
            undo.click()
    expect(again.locator('.field[data-path="letters.1.ref_no"] .doubtbox')).to_have_count(1)

    # The two letters are one after all; and two again.
    again.get_by_role("link", name=re.compile("649|๖๔๙")).click()
    again.get_by_text("แบ่งฉบับไม่ถูก").click()
    again.get_by_role("button", name="รวมกับฉบับก่อนหน้า").click()
    expect(again.get_by_text("อ่านใหม่เป็น ๑ ฉบับ")).to_be_visible()
    again.get_by_role("button", name="เริ่มฉบับใหม่ที่หน้านี้").click()
    expect(again.get_by_text("อ่านใหม่เป็น ๒ ฉบับ")).to_be_visible()
    expect(again.get_by_label("ที่", exact=True)).to_have_value("รย ๐๑๑๘/ว ๖๔๙")
