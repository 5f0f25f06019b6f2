"""A name that an office will bear is shown nowhere before its day: pages, sheets and all."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from io import BytesIO
from zipfile import ZipFile, is_zipfile

from sqlmodel import select

from tests.web import world
from tests.web.conftest import NOW, Browser, House
from tests.web.crawl import kind_of
from tracker import db
from tracker.models import Office, OfficeName

TO_COME = "ชื่อที่ยังไม่ถึงวัน"
ROLES = ("admin", "rayong", "khaochamao", "chamkho")
#: Where all names of an office stand, each with its day.
TELLING = re.compile(r"^/office/offices/N$")
LEADING_OUT = re.compile(r"/sign-out|/static/|\.(?:pdf|docx|png|webp)$|/original|/paper|/files/")


def rename_all(house: House) -> None:
    """Every office bears another name from tomorrow on."""
    tomorrow = (NOW + timedelta(days=1)).date()
    with db.begin(house.engine) as session:
        borne = select(OfficeName).where(OfficeName.is_alias == False)  # noqa: E712
        for name in session.exec(borne).all():
            if name.valid_to is None:
                name.valid_to = tomorrow
        for office_id in session.exec(select(Office.id)).all():
            assert office_id is not None
            made = OfficeName(
                office_id=office_id, name=f"{TO_COME} {office_id}", type="", short="",
                head_title=f"หัวหน้า{TO_COME}", valid_from=tomorrow, is_alias=False,
            )  # fmt: skip
            session.add(made)


def shown(browser: Browser, address: str) -> str:
    """What the page, part or sheet says."""
    answer = browser.get(address, follow_redirects=True)
    data = answer.data
    if answer.mimetype != "text/html" and is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as sheet:
            return " ".join(sheet.read(one).decode(errors="ignore") for one in sheet.namelist())
    return data.decode(errors="ignore")


def linked(browser: Browser, starts: list[str]) -> Iterator[tuple[str, str]]:
    """Two pages of each kind that links lead to, and what they say."""
    waiting, met, kinds = deque(starts), set(starts), Counter[str]()
    while waiting:
        address = waiting.popleft()
        kinds[kind_of(address)] += 1
        if kinds[kind_of(address)] > 2:
            continue
        text = shown(browser, address)
        yield address, text
        for one in re.findall(r'(?:href|hx-get)="(/[^"#]*)', text):
            link = unescape(one)
            if link not in met and not LEADING_OUT.search(link):
                met.add(link)
                waiting.append(link)


def test_no_page_and_no_sheet_shows_a_name_before_its_day(house: House) -> None:
    doors = world.fill(house)
    rename_all(house)
    seen, early = set[str](), set[str]()
    for username in ROLES:
        browser = house.browser(username)
        for address, text in linked(browser, ["/", *doors.get(username, [])]):
            kind = kind_of(address)
            seen.add(kind)
            if TO_COME in text and not TELLING.search(kind.partition("?")[0]):
                early.add(f"{kind}: …{text[text.index(TO_COME) - 60 :][:80]}")
    assert {"/board", "/circulation/N", "/duties", "/office/accounts"} <= seen
    assert not early, "\n".join(sorted(early))
