"""Pictures of every page, on a desk and on a phone, small enough to keep beside the code."""

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from argon2 import PasswordHasher
from PIL import Image, ImageColor
from playwright.sync_api import Page, ViewportSize, sync_playwright
from sqlmodel import select

from tests.conftest import find_chromium
from tests.tracker.office import open_office
from tests.web import crawl, world
from tests.web.conftest import NOW, Browser, House
from tests.web.served import serve, sign_in
from tests.web.test_browser import FLAGS
from tracker import accounts, config, db
from tracker.app import create_app
from tracker.models import Account
from tracker.vocabulary import Language
from tracker.web.edge import Edge

DESK: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 360, "height": 740}
#: Pages are shown down to here, in pixels of the screen, and made smaller by so much.
TALLEST, SCALE = 1800, {"desk": 0.5, "phone": 0.75}
#: What the pages are painted with; a palette chosen for each picture lost what is seldom, as red.
SHEET = Path(__file__).resolve().parent.parent / "tracker" / "static" / "wian.css"
#: Of colours in which words are written, what their edges are on paper.
WRITTEN = ("ink", "link", "go", "head", "bad", "doubt")
EDGES = (0.15, 0.35, 0.7, 0.85)
#: Pages that each role sees differently are shown once for each.
BY_ROLE = ("/", "/office/orders", "/circulation", "/letters/N")
#: Pages shown in English too, by the names of their pictures.
ENGLISH = {
    "desk-clerk", "arrivals-N-review", "letters-N-clerk", "directives-N", "board", "duties",
    "circulation-N", "search", "sending", "office",
}  # fmt: skip
#: What stays in its place while a page is scrolled would stand in the middle of a long picture.
UNPIN = """for (const one of document.querySelectorAll("body *"))
  if (getComputedStyle(one).position === "sticky") one.style.position = "static";
scrollTo(0, 0);"""
ROLES = {None: "", "chamkho": "clerk", "chamkho2": "mayor", "khaochamao": "district",
         "rayong": "province", "admin": "admin"}  # fmt: skip


class Shown(NamedTuple):
    size: int
    address: str
    username: str | None


@contextmanager
def office(place: Path) -> Iterator[House]:
    """An office in the middle of its work, in a folder of its own."""
    os.environ["INSTANCE"] = str(place)
    config.settings.cache_clear()
    accounts._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    engine = db.connect(config.settings().database)
    db.upgrade(engine)
    with db.begin(engine) as session:
        people = open_office(session, NOW)
    app = create_app(Edge(config.settings(), engine, lambda: None, lambda: NOW))
    app.test_client_class = Browser
    yield House(app, engine, people, [])
    engine.dispose()


def take(folder: Path, place: Path) -> None:
    """Of each kind of page the fullest one, as two pictures in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    with office(place) as house, sync_playwright() as tool:
        doors = world.fill(house)
        _end_tours(house)
        browser = tool.chromium.launch(executable_path=str(find_chromium()), args=FLAGS)
        tab = browser.new_page(locale="th-TH", viewport=DESK)
        with serve(house.app) as address:
            chosen = _choose(tab, address, doors)
            for username in ROLES:
                sign_in(tab, address, username)
                for name, one in chosen.items():
                    if one.username == username:
                        _shoot(tab, address + one.address, folder / name)
            missing = ENGLISH - chosen.keys()
            assert not missing, missing
            _speak(house, Language.ENGLISH)
            for name in sorted(ENGLISH):
                sign_in(tab, address, chosen[name].username)
                _shoot(tab, address + chosen[name].address, folder / f"{name}-en")
        browser.close()


def _speak(house: House, language: Language) -> None:
    """Have the pages of all accounts in a language."""
    with db.begin(house.engine) as session:
        for one in session.exec(select(Account)):
            one.language = language


def _end_tours(house: House) -> None:
    """All but the district's people have been shown around: its desk shows the tour."""
    with db.begin(house.engine) as session:
        for one in session.exec(select(Account).where(Account.username != "khaochamao")):
            one.tour = 0


def _choose(tab: Page, address: str, doors: dict[str | None, list[str]]) -> dict[str, Shown]:
    """What is shown, by the name of its picture."""
    chosen: dict[str, Shown] = {}
    for username, role in ROLES.items():
        sign_in(tab, address, username)
        starts = [*doors.get(username, []), *(["/"] if username else [])]
        for page in crawl.pages(tab, address, starts):
            if page.status != 200:
                continue
            path = page.kind.partition("?")[0]
            name = path.strip("/").replace("/", "-") or "desk"
            name = f"{name}-{role}" if path in BY_ROLE and role else name
            if name not in chosen or page.size > chosen[name].size:
                chosen[name] = Shown(page.size, page.address, username)
    return chosen


@cache
def _palette() -> Image.Image:
    """The colours of the product, and between its words and their ground some steps."""
    sheet = SHEET.read_text(encoding="utf-8")
    own = re.findall(r"#[0-9a-fA-F]{6}\b", sheet)
    named = dict(re.findall(r"--(\w+): (#[0-9a-fA-F]{6})\b", sheet))
    colours: list[tuple[int, ...]] = [ImageColor.getrgb(one) for one in own]
    colours += [
        tuple(round(part + (255 - part) * share) for part in ImageColor.getrgb(named[name]))
        for name in WRITTEN
        for share in EDGES
    ]
    chosen = list(dict.fromkeys(colours))
    image = Image.new("P", (1, 1))
    image.putpalette([part for one in chosen + [chosen[0]] * (256 - len(chosen)) for part in one])
    return image


def _shoot(tab: Page, address: str, target: Path) -> None:
    for size, view in (("desk", DESK), ("phone", PHONE)):
        tab.set_viewport_size(view)
        tab.goto(address)
        tab.wait_for_load_state("networkidle")
        tab.evaluate(UNPIN)
        tall = min(TALLEST, tab.evaluate("document.documentElement.scrollHeight"))
        area = {"x": 0, "y": 0, "width": view["width"], "height": tall}
        shot = tab.screenshot(full_page=True, clip=area, animations="disabled")  # type: ignore[arg-type]
        with Image.open(io.BytesIO(shot)) as image:
            small = image.convert("RGB").resize(
                (round(image.width * SCALE[size]), round(image.height * SCALE[size])),
                Image.Resampling.LANCZOS,
            )
        small = small.quantize(palette=_palette(), dither=Image.Dither.NONE)
        small.save(target.with_name(f"{target.name}-{size}.png"), optimize=True)
        if kept := os.environ.get("FULL"):
            (Path(kept) / f"{target.name}-{size}.png").write_bytes(shot)
    print(target)
