"""What a browser says of its own accord, and where it ends a line."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.web.conftest import House
from tests.web.served import serve, sign_in
from tests.web.test_browser import FLAGS

#: Into how many lines an element is broken.
LINES = "(one) => one.getClientRects().length"


@pytest.fixture
def tab(house: House, chromium: Path) -> Iterator[Page]:
    """The clerk on a phone, whose browser speaks English."""
    with sync_playwright() as tool, serve(house.app) as address:
        browser = tool.chromium.launch(executable_path=str(chromium), args=FLAGS)
        size = {"width": 360, "height": 740}
        page = browser.new_page(locale="en-US", base_url=address, viewport=size)  # type: ignore[arg-type]
        sign_in(page, address, "chamkho")
        yield page
        browser.close()


def test_a_file_is_chosen_in_the_language_of_the_page(tab: Page, tmp_path: Path) -> None:
    table = tmp_path / "ทะเบียนเก่า.csv"
    table.write_text("เลขรับ,ที่,เรื่อง\n1,กก 1/1,ขอเชิญประชุม\n", encoding="utf-8")
    tab.goto("/register/import")
    field = tab.get_by_label("ไฟล์ของทะเบียน")
    assert field.evaluate("one => one.offsetWidth") <= 1, "the browser's own words are not seen"
    expect(tab.get_by_text("ยังไม่ได้เลือก")).to_be_visible()
    with tab.expect_file_chooser() as chooser:
        tab.get_by_text("เลือกไฟล์", exact=True).click()
    chooser.value.set_files(table)
    expect(tab.get_by_text(table.name)).to_be_visible()
    tab.get_by_role("button", name="อ่านและแสดงให้ตรวจ").click()
    expect(tab.get_by_role("heading", name="ตรวจก่อนนำเข้า")).to_be_visible()


@pytest.mark.parametrize("words", ["วันที่", "ลงนาม", "(ครั้งที่ ๑๒)", "ที่ รย ๐๐๒๓.๘/ว ๑"])
def test_what_is_read_as_one_stays_on_one_line(tab: Page, words: str) -> None:
    """Wherever on the line it comes to stand."""
    tab.route(
        "**/guide",
        lambda route: route.fulfill(
            response=(got := route.fetch()),
            body=re.sub(
                r"(<main[^>]*>)",
                rf"\1<p style='width: 12rem'>{'ก ' * 5}{words} {'ก ' * 7}{words} {'ก ' * 9}{words}",
                got.text(),
            ),
        ),
    )
    tab.goto("/guide")
    kept = tab.locator("main > p .nowrap")
    assert kept.all_text_contents() == [words] * 3
    assert all(one.evaluate(LINES) == 1 for one in kept.all())


def test_the_name_of_a_row_is_not_struck_out_with_what_stands_in_it(tab: Page) -> None:
    """Pico has what is put before an element struck out with it."""
    cell = '<td class="struck" data-name="จาก">กรมตัวอย่าง</td>'
    table = f'<table class="book stack"><tbody><tr class="void">{cell}</tr></tbody></table>'
    tab.evaluate("table => { document.querySelector('main').innerHTML = table; }", table)
    lines = "(one, part) => getComputedStyle(one, part).textDecorationLine"
    assert tab.locator(".struck").evaluate(lines, "") == "line-through"
    assert tab.locator(".struck").evaluate(lines, "::before") == "none"
