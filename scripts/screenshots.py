"""Takes the pictures of docs/ anew: an office is started, letters are dropped in, pages are shot.
Then of another office, in the middle of its work, every page (see ``scripts.every_page``).

``python -m scripts.screenshots [FOLDER]``
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import FilePayload, Page, ViewportSize, expect, sync_playwright

from scripts import every_page
from tests.conftest import find_chromium
from tests.running import ROOT, Program, free_port
from tests.test_running import invited
from tests.web.test_browser import FLAGS

SAMPLE = next((ROOT / "data" / "samples").glob("*/bundle.pdf"))
#: Letters in words of our own, as a morning brings them.
MORNING = {
    "หนังสือเชิญประชุม.txt": "external-meeting-response.txt",
    "หนังสือเวียนกรม.txt": "external-department-circular.txt",
    "ชุดหนังสืออุทกภัย.txt": "bundle-three-levels.txt",
}
BROKEN: FilePayload = {
    "name": "สแกนเสีย.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7 broken",
}
SCREEN: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 360, "height": 740}


def payload(name: str, path: Path, kind: str) -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": path.read_bytes()}


def shoot(page: Page, target: Path, *, whole: bool = False) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=target, full_page=whole)
    print(target)


def take(page: Page, folder: Path) -> None:
    """A clerk's morning, picture by picture."""
    files = page.get_by_label("วางไฟล์หนังสือที่นี่")
    letters = [
        payload(name, ROOT / "tests" / "letters" / source, "text/plain")
        for name, source in MORNING.items()
    ]
    files.set_input_files(
        [payload("สแกนชุดเมืองอัจฉริยะ.pdf", SAMPLE, "application/pdf"), *letters, BROKEN]
    )
    waiting = page.locator(".work a", has_text="ตรวจทาน")
    expect(waiting).to_have_count(len(letters) + 1, timeout=90_000)
    expect(page.get_by_text("ลงรับด้วยมือ", exact=True)).to_be_visible(timeout=90_000)

    page.goto("/arrivals/2/review?letter=3")
    page.locator(".sheet img").first.evaluate("image => image.decode()")
    shoot(page, folder / "review.png")

    page.goto("/arrivals/3/review")
    page.get_by_role("button", name="ลงทะเบียนรับ").click()
    page.wait_for_url("**/given")
    shoot(page, folder / "given.png")
    shoot_desk(page, folder)

    page.goto("/directives")
    page.locator("a.title").last.click()
    page.locator("main").screenshot(path=folder / "chain.png")
    page.locator(".chain-box svg a").nth(3).click()
    shoot(page, folder / "letter.png")
    page.goto("/register")
    shoot(page, folder / "register.png")


def shoot_desk(page: Page, folder: Path) -> None:
    """The desk in the middle of the morning, and the same on a phone."""
    page.goto("/")
    shoot(page, folder / "desk.png", whole=True)
    page.set_viewport_size(PHONE)
    shoot(page, folder / "phone.png")
    page.set_viewport_size(SCREEN)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        chosen = {"INSTANCE": f"{place}/instance", "PORT": str(free_port())}
        with Program("all", Path(place), chosen) as office, sync_playwright() as tool:
            people = invited(office.wait_for_words("Ctrl-C", seconds=120))
            browser = tool.chromium.launch(executable_path=str(find_chromium()), args=FLAGS)
            page = browser.new_context(
                base_url=office.address,
                viewport=SCREEN,
                locale="th-TH",
            ).new_page()
            page.goto("/")
            page.get_by_label("ชื่อผู้ใช้").fill("clerk")
            page.get_by_label("รหัสผ่าน").fill(people["clerk"])
            page.keyboard.press("Enter")
            page.get_by_role("button", name="ข้ามการแนะนำ").click()
            take(page, folder)
            browser.close()
    with tempfile.TemporaryDirectory() as place:
        every_page.take(folder / "pages", Path(place))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs")
