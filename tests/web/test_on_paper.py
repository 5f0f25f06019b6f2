"""Pages that people print: all of a table lies on the sheet, and no button does; maps at a size."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, sync_playwright
from sqlmodel import select

from tests.web import world
from tests.web.conftest import House
from tests.web.served import serve, sign_in
from tests.web.test_browser import FLAGS
from tracker import db
from tracker.models import Account
from tracker.vocabulary import Language

PRINTED = {
    "rayong": ("/board", "/circulation/1", "/circulation", "/duties?side=to", "/directives/1"),
    "chamkho": ("/register", "/letters/4", "/duties"),
}
SCREENS = ((1366, 768), (360, 740))
#: Letters smaller than this, in pixels, are not read on a phone.
SMALLEST = 9.0


@pytest.fixture
def tab(chromium: Path) -> Iterator[Page]:
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=str(chromium), args=FLAGS)
        yield browser.new_page(viewport={"width": 1366, "height": 768})
        browser.close()


def speak_all(house: House, language: Language) -> None:
    with db.begin(house.engine) as session:
        for one in session.exec(select(Account)):
            one.language, one.tour = language, 0


def printed(sheets: bytes) -> str:
    """What stands on the sheets, without spaces: what is cut off at an edge does not."""
    with pypdfium2.PdfDocument(BytesIO(sheets)) as paper:
        texts = [sheet.get_textpage().get_text_range() for sheet in paper]
    return "".join("".join(texts).split())


def test_a_printed_page_has_all_columns_and_no_buttons(house: House, tab: Page) -> None:
    """In English, of which the words are wider, and read from a sheet as they were written."""
    world.fill(house)
    speak_all(house, Language.ENGLISH)
    astray = {}
    with serve(house.app) as address:
        for username, pages in PRINTED.items():
            tab.emulate_media(media="screen")
            sign_in(tab, address, username)
            tab.emulate_media(media="print")
            for page in pages:
                tab.goto(address + page)
                paper = printed(tab.pdf(prefer_css_page_size=True))
                heads = tab.locator("th[scope=col]:not(:has(.aside))").locator("visible=true")
                cut = [one for one in heads.all_inner_texts() if "".join(one.split()) not in paper]
                pressed = tab.locator("button, [role=button], form").locator("visible=true")
                cut += pressed.evaluate_all("all => all.map(one => one.outerHTML.slice(0, 80))")
                if cut:
                    astray[page] = cut
    assert not astray


def test_a_map_of_few_areas_is_drawn_at_its_size(house: House, tab: Page) -> None:
    world.fill(house)
    speak_all(house, Language.THAI)
    with serve(house.app) as address:
        sign_in(tab, address, "rayong")
        for width, height in SCREENS:
            tab.set_viewport_size({"width": width, "height": height})
            for page in ("/board", "/circulation/1"):
                tab.goto(address + page)
                drawn = tab.locator(".tilemap")
                box, wide = drawn.bounding_box(), drawn.get_attribute("width")
                assert box is not None and box["width"] <= float(wide or 0), "no larger than drawn"
                least = drawn.locator("text").evaluate_all(
                    "all => Math.min(...all.map(one => one.getBoundingClientRect().height))"
                )
                assert least / 1.3 >= SMALLEST, (page, width, least)
