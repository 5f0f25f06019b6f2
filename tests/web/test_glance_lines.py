"""Long subjects on the desk end in whole lines: nothing of the line left out, no mark cut off."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, sync_playwright

from tests.web.conftest import House
from tests.web.served import serve, sign_in
from tests.web.test_browser import FLAGS
from tests.web.test_desk_glance import TODAY, owe

#: Marks as high as they get in Thai, and as low.
HIGH, LOW = "ปื้ที่นี้ " * 40, "ฐูฎุฏฤู " * 40
BARE = "all => all.forEach(one => { one.style.textDecoration = 'none' })"


#: Rows without ink between the marks of one line.
WITHIN = 3


def lines(of: Locator) -> tuple[list[tuple[int, int]], int]:
    """The first and last row of each line with its marks, and how high the whole is."""
    image = Image.open(BytesIO(of.screenshot())).convert("L")
    rows = (image.crop((0, y, image.width, y + 1)) for y in range(image.height))
    found: list[tuple[int, int]] = []
    for y in (y for y, row in enumerate(rows) if min(row.tobytes()) < 200):
        if found and y - found[-1][1] <= WITHIN:
            found[-1] = found[-1][0], y
        else:
            found.append((y, y))
    return found, image.height


@pytest.mark.parametrize("width", [360, 1366])
def test_a_long_subject_ends_with_a_whole_line(house: House, chromium: Path, width: int) -> None:
    owe(house, TODAY, "มท 0808.3/ว 911", HIGH)
    owe(house, TODAY, "มท 0808.3/ว 912", LOW)
    with sync_playwright() as tool, serve(house.app) as address:
        browser = tool.chromium.launch(executable_path=str(chromium), args=FLAGS)
        tab = browser.new_page(viewport={"width": width, "height": 900})
        sign_in(tab, address, "chamkho")
        tab.locator(".glance a").evaluate_all(BARE)
        for subject in (HIGH, LOW):
            found, height = lines(tab.locator(".glance ul ul li", has_text=subject[:12]))
            assert len(found) == 2, "two lines, and nothing of a third"
            assert found[-1][1] < height - 1, "the lowest mark is whole"
        browser.close()
