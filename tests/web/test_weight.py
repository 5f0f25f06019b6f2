"""What a browser must load before the desk can be used: little enough for a slow network."""

import gzip
import re

from tests.web.conftest import Browser, House

PACKED = {"Accept-Encoding": "gzip, deflate"}
#: Bytes of a first visit, beside pictures: page, style, script and letters.
MOST = 100_000


def fetch(browser: Browser, address: str) -> bytes:
    """As it goes over the wire."""
    answer = browser.get(address, headers=PACKED)
    assert answer.status_code == 200, address
    return answer.data


def test_the_first_visit_fits_a_slow_network(house: House) -> None:
    browser = house.browser("chamkho")
    page = fetch(browser, "/")
    wanted = re.findall(
        r'(?:href|src)="(/static/[^"]+\.(?:css|js)\?[^"]+)"', gzip.decompress(page).decode()
    )
    assert len(wanted) >= 5
    parts = {one: fetch(browser, one) for one in wanted}
    letters = {
        one
        for name, data in parts.items()
        if ".css" in name
        for one in re.findall(r"url\(([^)]+\.woff2)\)", gzip.decompress(data).decode())
    }
    assert letters
    weight = len(page) + sum(map(len, parts.values()))
    weight += sum(len(fetch(browser, f"/static/{one}")) for one in letters)
    assert weight < MOST


def test_only_text_and_only_for_those_who_can_unpack_it(house: House) -> None:
    browser = house.browser("chamkho")
    style = re.findall(r"/static/wian\.css[^\"]*", browser.get("/").text)[0]
    plain, packed = browser.get(style), browser.get(style, headers=PACKED)
    assert "Content-Encoding" not in plain.headers and "Accept-Encoding" in plain.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Length"] == str(len(packed.data))
    assert len(packed.data) < len(plain.data) / 2
    again = browser.get(style, headers={**PACKED, "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304
    font = browser.get("/static/vendor/sarabun/sarabun-thai-400-normal.woff2", headers=PACKED)
    assert "Content-Encoding" not in font.headers
    sizes = {len(fetch(browser, "/guide")) for _ in range(6)}
    assert len(sizes) > 1, "the length of a page that holds secrets must not be told exactly"
