"""A day of a province in a browser: in from the department, down to the towns, back up, chased."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.running import ROOT, Program, free_port
from tests.tracker.office import PASSWORD
from tests.web.province_office import SUBJECT, circular, prepare, short_day, thai_day
from tests.web.test_browser import FLAGS, SLOW

SIGNED = re.compile("ลงนามแล้ว ออกเลขและส่ง")


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    instance = tmp_path / "instance"
    instance.mkdir()
    prepare(f"sqlite:///{instance / 'wian.sqlite3'}")
    chosen = {"INSTANCE": str(instance), "PORT": str(free_port()), "SAMPLES": "0"}
    with Program("all", tmp_path, chosen) as running:
        running.wait_for_words("Ctrl-C", seconds=120)
        yield running


class Desk:
    """One person at a browser of his own. Every complaint of the browser is kept."""

    def __init__(self, tool: Browser, program: Program, name: str, complaints: list[str]) -> None:
        context = tool.new_context(locale="th-TH", base_url=program.address)
        context.set_default_timeout(SLOW / 2)
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: complaints.append(f"{name}: {error}"))
        self.page.on(
            "console",
            lambda said: complaints.append(f"{name}: {said.text}") if said.type == "error" else 0,
        )
        self.page.goto("/")
        self.page.get_by_label("ชื่อผู้ใช้").fill(name)
        self.page.get_by_label("รหัสผ่าน").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda address: "sign-in" not in address)

    def press(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        place = within or self.page.locator("main")
        button = place.get_by_role("button", name=name)
        button.or_(place.get_by_role("link", name=name)).first.click()

    def told(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def form(self, ending: str) -> Locator:
        """A form by the end of its address, the fold around it opened."""
        found = self.page.locator(f'form[action$="{ending}"]').first
        found.evaluate("form => { const fold = form.closest('details'); if (fold) fold.open = 1 }")
        return found

    def take(self) -> None:
        """Register in one step what was sent through the system."""
        self.page.goto("/circulation")
        self.press(re.compile("^ลงรับหนังสือที่"))
        self.told("เลขรับ ๑/")
        self.page.goto("/circulation")
        self.page.get_by_role("link", name=SUBJECT).first.click()

    def issue(self, **fields: str) -> None:
        """Fill a draft in, lay it before the signatory, have it signed and numbered."""
        for name, value in fields.items():
            self.page.locator(f"[name={name}]").fill(value)
        self.press("บันทึกและเสนอลงนาม")
        self.press(SIGNED)
        self.told("และส่งให้ผู้รับแล้ว")


@pytest.fixture
def people(program: Program, chromium: Path) -> Iterator[dict[str, Desk]]:
    complaints: list[str] = []
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=str(chromium), args=FLAGS)
        yield _Desks(lambda name: Desk(browser, program, name, complaints))
        browser.close()
    assert not complaints


class _Desks(dict[str, Desk]):
    """Desks that are opened when somebody first comes to work."""

    def __init__(self, open_: Callable[[str], Desk]) -> None:
        super().__init__()
        self._open = open_

    def __missing__(self, name: str) -> Desk:
        self[name] = self._open(name)
        return self[name]


def test_a_day_of_the_province(people: dict[str, Desk], program: Program, tmp_path: Path) -> None:
    the_province_registers(people["saraban"], circular(tmp_path))
    the_governor_gives_it_to_a_unit(people["governor"], people["worker"])
    the_unit_passes_it_on(people["worker"])
    the_district_passes_it_on(people["amphoe"])
    one_town_answers(people["first"])
    one_has_nothing_to_report(people["second"])
    the_district_reminds_the_silent(people["amphoe"])
    the_province_sees_it_on_its_board(people["saraban"])
    it_is_found_and_nothing_was_changed(people["saraban"], tmp_path)


def the_province_registers(desk: Desk, paper: Path) -> None:
    desk.page.get_by_label("วางไฟล์หนังสือที่นี่").set_input_files(paper)
    start = desk.page.get_by_role("button", name="เริ่มตรวจเรื่องแรก")
    start = start.or_(desk.page.get_by_role("link", name="เริ่มตรวจเรื่องแรก"))
    expect(start).to_be_visible(timeout=SLOW)
    start.click()
    expect(desk.page.get_by_label("ที่", exact=True)).to_have_value("มท ๐๘๑๐.๗/ว ๔๕๖๗")
    desk.press(re.compile("ลงทะเบียนรับ → เลขรับ ๑"))
    desk.told("เขียนค่านี้ลงในตรารับบนกระดาษ")
    desk.press("เปิดหนังสือฉบับนี้")
    form = desk.form("/propose")
    form.locator("[name=text]").fill("เห็นควรมอบกลุ่มงานปกครอง")
    form.get_by_role("button", name="เสนอ").click()
    desk.told("รอ นาย governor")


def the_governor_gives_it_to_a_unit(governor: Desk, worker: Desk) -> None:
    expect(governor.page.get_by_role("heading", name="งานของฉัน")).to_be_visible()
    governor.press(re.compile("เปิดเพื่อสั่งการ"))
    form = governor.form("/order")
    form.locator("[name=text]").fill("มอบกลุ่มงานปกครองดำเนินการ")
    form.get_by_label("กลุ่มงานปกครอง", exact=True).check()
    form.get_by_role("button", name=re.compile("ลงคำสั่ง")).click()
    governor.told("บันทึกคำสั่งแล้ว")
    worker.page.goto("/office/orders")
    worker.press("รับเรื่องไปทำ")
    worker.told("เลขรับของกลุ่มงานปกครอง ๑/")


def the_unit_passes_it_on(desk: Desk) -> None:
    desk.page.get_by_role("link", name=SUBJECT).first.click()
    desk.press("ร่างหนังสือส่งต่อ", desk.page.locator("#outgoing"))
    expect(desk.page.get_by_label("ออกเลขของ")).not_to_have_value("")
    desk.issue(due_on=thai_day(30))
    desk.told("รย ๐๐๒๓.๓/ว ๑")


def the_district_passes_it_on(desk: Desk) -> None:
    desk.take()
    desk.told(thai_day(30))
    desk.press("ร่างหนังสือส่งต่อ", desk.page.locator("#outgoing"))
    desk.issue()
    desk.told("รย ๐๐๒๓.๘/ว ๑")


def one_town_answers(desk: Desk) -> None:
    desk.take()
    desk.press("ร่างหนังสือตอบ", desk.page.locator("#outgoing"))
    body = "ตามหนังสือที่อ้างถึง เทศบาลสำรวจแล้ว มีแหล่งน้ำ ๓ แห่ง\nจึงเรียนมาเพื่อโปรดทราบ"
    desk.issue(body=body)


def one_has_nothing_to_report(desk: Desk) -> None:
    desk.take()
    desk.page.get_by_role("link", name="ประวัติและบันทึกสถานะ").click()
    desk.page.get_by_label("เปลี่ยนเป็น").select_option("no_data")
    desk.page.get_by_role("button", name="บันทึก", exact=True).click()
    desk.told("ไม่มีข้อมูล")


def the_district_reminds_the_silent(desk: Desk) -> None:
    desk.page.goto("/circulation")
    desk.page.get_by_role("link", name=SUBJECT).last.click()
    desk.told("ตอบแล้ว")
    desk.press(re.compile("ร่างหนังสือทวงถาม"))
    desk.told("ผู้รับจริง ๒ ราย")
    desk.issue(due_on=thai_day(60))
    desk.page.goto("/circulation")
    desk.page.get_by_role("link", name=SUBJECT).last.click()
    expect(desk.page.locator("#rows")).to_contain_text("๑ ครั้ง")
    # Both towns that are silent have the reminder's day now; the reminder counts no one again.
    day = short_day(60)
    expect(desk.page.locator("#rows tr", has_text=day)).to_have_count(2)


def the_province_sees_it_on_its_board(desk: Desk) -> None:
    """From the board to the silent ones and to a reminder that names them, given up unsent."""
    desk.page.goto("/board")
    line = desk.page.locator(".board tr", has_text=SUBJECT).first
    expect(line.locator("svg.statebar")).to_be_visible()
    expect(desk.page.locator("#silent")).to_contain_text("อำเภอ")
    desk.page.locator(".tilemap a").first.click()
    expect(desk.page.locator("#silent")).to_contain_text("เฉพาะ")
    desk.page.goto("/board")
    desk.press(re.compile("ทวงถาม"), line)
    desk.told("ผู้รับจริง")


def it_is_found_and_nothing_was_changed(desk: Desk, folder: Path) -> None:
    desk.page.goto("/search?q=4567")
    desk.told(SUBJECT)
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "audit", "verify"], cwd=ROOT, check=False,
        env=os.environ | {"INSTANCE": str(folder / "instance")}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
