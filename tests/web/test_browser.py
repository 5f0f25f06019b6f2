"""The main job of all processes together in a browser without scripts; with them, by keyboard
alone, see ``test_clerk_morning``."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, FilePayload, Page, expect, sync_playwright

from tests.running import Program, free_port
from tests.test_running import invited
from tests.tracker.letters import LETTER

#: As for a browser without a screen and without a network of its own.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
SLOW = 60_000


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Program, dict[str, str]]]:
    """All processes of an office, started as on one machine; the sign-in of its accounts."""
    folder = tmp_path_factory.mktemp("office")
    chosen = {"INSTANCE": str(folder / "instance"), "PORT": str(free_port())}
    with Program("all", folder, chosen) as program:
        yield program, invited(program.wait_for_words("Ctrl-C", seconds=120))


@pytest.fixture
def page(office: tuple[Program, dict[str, str]], chromium: Path) -> Iterator[Page]:
    """A tab that runs no scripts, signed in as the clerk. Any complaint of it fails the test."""
    program, accounts = office
    complaints: list[str] = []
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=str(chromium), args=FLAGS)
        context = browser.new_context(
            java_script_enabled=False,
            locale="th-TH",
            base_url=program.address,
            viewport={"width": 1366, "height": 768},
        )
        context.set_default_timeout(SLOW / 2)
        tab = context.new_page()
        tab.on("console", lambda said: _complain(complaints, said))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto("/")
        tab.get_by_label("ชื่อผู้ใช้").fill("clerk")
        tab.get_by_label("รหัสผ่าน").fill(accounts["clerk"])
        tab.keyboard.press("Enter")
        expect(tab.get_by_role("heading", name="โต๊ะงาน")).to_be_visible()
        yield tab
        browser.close()
    assert not complaints


def _complain(complaints: list[str], said: ConsoleMessage) -> None:
    """All that the browser marks as an error, but for the refusal of a value that we provoke."""
    if said.type == "error" and "422" not in said.text:
        complaints.append(said.text)


def number_of(page: Page) -> str:
    """The number on the page after confirming, in Thai numerals."""
    return page.locator(".big").inner_text()


def see_in_register_and_chain(page: Page, number: str, subject: str) -> None:
    page.get_by_role("button", name="ดูในทะเบียน").or_(
        page.get_by_role("link", name="ดูในทะเบียน")
    ).click()
    line = page.locator("tr", has=page.locator(f".number:text-is('{number}')"))
    expect(line).to_contain_text(subject)
    page.get_by_role("link", name="เส้นทางหนังสือ").click()
    page.locator("a.title").first.click()
    picture = page.locator(".chain-box svg")
    expect(picture).to_be_visible()
    for words in ("อยู่บนโต๊ะ ๒๑ วัน · นานที่สุด", "เดินทาง ๕ วัน", "ไม่เกิน ๑๐ วัน", "๑๗๖๑๗"):
        expect(picture).to_contain_text(words)
    expect(page.locator(".totals")).to_contain_text("๔๕ วัน")


def the_main_job_without_scripts(page: Page) -> None:
    letter: FilePayload = {
        "name": "หนังสือ.txt",
        "mimeType": "text/plain",
        "buffer": LETTER.encode(),
    }
    page.get_by_label("วางไฟล์หนังสือที่นี่").set_input_files([letter])
    page.get_by_role("button", name="ส่งไฟล์").click()
    expect(page.get_by_text("รับไฟล์ไว้แล้ว")).to_be_visible()
    start = page.get_by_role("button", name="ตรวจทาน ขอเชิญประชุม")
    for _ in range(60):
        if start.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    start.click()
    expect(page.locator("pre.papertext")).to_contain_text("ขอเชิญประชุมซักซ้อมงานทะเบียน")
    page.get_by_label("เรื่อง", exact=True).fill("ประชุมงานทะเบียน")
    page.get_by_role("button", name="บันทึกค่าที่พิมพ์").click()
    expect(page.get_by_text("เครื่องอ่านว่า ขอเชิญประชุม")).to_be_visible()
    page.get_by_role("button", name=re.compile("ลงทะเบียนรับ → เลขรับ")).click()
    see_in_register_and_chain(page, number_of(page), "ประชุมงานทะเบียน")


def test_from_sign_in_to_the_chain(page: Page) -> None:
    the_main_job_without_scripts(page)
