"""Every page, as each role comes to it: nothing that axe finds, nothing wider than a phone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Response, request
from playwright.sync_api import Page, sync_playwright

from tests.web import crawl, world
from tests.web.conftest import House
from tests.web.served import serve, sign_in
from tests.web.test_browser import FLAGS

#: WCAG 2.2, levels A and AA, and what axe holds for good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1366, "height": 768}
#: The first two are the furthest apart: a town's clerk, and who sees the whole country.
ROLES = ("chamkho", "admin", "rayong", "khaochamao", "chamkho2")
LARGEST = 100_000
#: The board of a ministry draws every province and lists them beside, for those who cannot see it.
LARGER = {"/board": 130_000}
#: What answers GET with a file, a picture or a part of a page, and so is no page of its own.
NO_PAGES = {
    "static", "health.show", "desk.work", "review.unread", "uploads.how_far",
    "originals.picture", "originals.download",
    "second_looks.searchable", "register_files.pdf", "register_files.workbook",
    "register_files.stamped", "register_files.stamp_sheet", "circulation.sheet",
    "circulation.letter_sheet", "outgoing.enclosed", "outgoing.docx", "outgoing.pdf",
    "outgoing.picture", "outgoing.came_with", "outgoing.paper", "receipts.letter",
    "receipts.slips", "forms.sheet", "reminders.calendar", "teaching.picture",
    "teaching.download",
}  # fmt: skip
#: Before any page: the shape of an element, which is its own and its parent's tag, class and state.
SHAPE = """window.shapeOf = one => {
    const name = it => it.tagName + '.' + [...it.classList].sort().join('.')
        + (it.ariaCurrent || '') + (it.disabled ? '!' : '') + (it.getAttribute('type') || '');
    return name(one.parentElement) + '>' + name(one);
}"""
SHAPES = "() => [...new Set([...document.body.querySelectorAll('*')].map(shapeOf))]"
#: What axe has against the page, a line each. Reckoning contrast takes it twice as long as all
#: else together: it is asked of texts alone whose shape it has seen nowhere.
ASK_AXE = """async ([runOnly, seen]) => {
    const rules = { 'color-contrast': { enabled: false } }, resultTypes = ['violations'];
    const found = [await axe.run({ runOnly, rules, resultTypes })], known = new Set(seen);
    const text = one => [...one.childNodes].some(it => it.nodeType === 3 && it.data.trim())
        || one.matches('input, textarea, select');
    const include = [...document.body.querySelectorAll('*')]
        .filter(one => text(one) && !known.has(shapeOf(one)));
    const contrast = { runOnly: { type: 'rule', values: ['color-contrast'] }, resultTypes };
    if (include.length) found.push(await axe.run({ include }, contrast));
    return found.flatMap(one => one.violations).map(({ id, nodes }) =>
        `${id}: ${nodes[0].html.slice(0, 160)} (${nodes.length} places)`);
}"""
WIDTH = "document.documentElement.scrollWidth"
#: Thai that a screen reader would read as English, each with where it stands.
UNMARKED = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (texts.nextNode()) {
        const { data, parentElement } = texts.currentNode;
        if (!/[ก-๛]/.test(data)) continue;
        const said = parentElement.closest('[lang]').getAttribute('lang') === 'th';
        // These hold text alone, and so cannot say of a part of it what it is.
        const mixed = parentElement.matches('title, text, tspan, option') && /[a-z]/i.test(data);
        if (!said && !mixed) found.push(parentElement.tagName + ': ' + data.trim());
    }
    return found.slice(0, 5);
}"""
#: What an empty field says of itself and has no room for.
CUT = """() => {
    const pen = document.createElement('canvas').getContext('2d');
    return [...document.querySelectorAll('input[placeholder]')].filter(one => {
        const look = getComputedStyle(one), px = side => parseFloat(look[`padding${side}`]);
        pen.font = look.font;
        const room = one.clientWidth - px('Left') - px('Right');
        return one.clientWidth && pen.measureText(one.placeholder).width > room;
    }).map(one => `no room for: ${one.placeholder}`);
}"""
#: Words and names that lie on two lines, of those that a browser does not know.
PARTED = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    const at = document.createRange();
    while (texts.nextNode()) {
        const node = texts.currentNode;
        if (node.parentElement.closest('pre, textarea, option, svg, script')) continue;
        for (const one of node.data.matchAll(/ท้องถิ่น|กระดาษ|ชำฆ้อ|เขาชะเมา/g)) {
            at.setStart(node, one.index);
            at.setEnd(node, one.index + one[0].length);
            const tops = new Set([...at.getClientRects()].map(it => Math.round(it.top)));
            if (tops.size > 1) found.push(`parted: ${one[0]} in ${node.data.trim().slice(0, 60)}`);
        }
    }
    return found.slice(0, 5);
}"""
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"


@pytest.fixture
def reached(house: House) -> set[str]:
    """The endpoints that have answered with a page."""
    found: set[str] = set()

    @house.app.after_request
    def note(answer: Response) -> Response:
        whole = not request.headers.get("HX-Request") and not request.headers.get("X-Part")
        if answer.status_code == 200 and answer.mimetype == "text/html" and whole:
            found.add(request.endpoint or "")
        return answer

    return found


@pytest.fixture
def address(house: House, reached: set[str]) -> Iterator[str]:
    with serve(house.app) as found:
        yield found


@pytest.fixture
def tab(chromium: Path) -> Iterator[Page]:
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=str(chromium), args=FLAGS)
        page = browser.new_page(locale="th-TH", viewport=PHONE)
        page.add_init_script(SHAPE)
        yield page
        browser.close()


def found_by_axe(tab: Page, painted: set[str]) -> list[str]:
    """What axe has against the open page on a desk; ``painted``: shapes whose contrast is known."""
    tab.set_viewport_size(DESK)
    tab.evaluate(Axe().axe_script)
    found: list[str] = tab.evaluate(ASK_AXE, [RULES, sorted(painted)])
    tab.set_viewport_size(PHONE)
    return found


def wider_than_a_phone(tab: Page) -> list[str]:
    """How far the page reaches beyond a phone's screen, folded and unfolded (so it stays)."""
    folded = tab.evaluate(WIDTH)
    tab.evaluate(OPEN_ALL)
    wide = max(folded, tab.evaluate(WIDTH))
    return [f"{wide} px wide on a phone of 360"] if wide > 360 else []


class Inspector:
    """Looks at page after page; axe is asked where a page shows shapes not seen before."""

    def __init__(self, tab: Page, painted: Iterable[str] = ()) -> None:
        self.tab = tab
        self.shapes: set[str] = set()
        self.painted = set(painted)
        self.complaints: dict[str, list[str]] = defaultdict(list)

    def look(self, page: crawl.Opened, username: str | None) -> None:
        found = wider_than_a_phone(self.tab) + self.tab.evaluate(CUT) + self.tab.evaluate(PARTED)
        if page.status != 200:
            found.append(f"answers {page.status}")
        if page.size > LARGER.get(page.kind.partition("?")[0], LARGEST):
            found.append(f"{page.size} bytes of HTML")
        shapes = set(self.tab.evaluate(SHAPES))
        if not shapes <= self.shapes:
            found += found_by_axe(self.tab, self.painted)
            self.shapes |= shapes
            self.painted |= shapes
        if found:
            self.complaints[f"{page.address} as {username or 'a stranger'}"] += found


class EnglishInspector(Inspector):
    """The same for a page in English: in which all that stays Thai says that it is Thai."""

    def look(self, page: crawl.Opened, username: str | None) -> None:
        super().look(page, username)
        left = [f"not marked as Thai: {text}" for text in self.tab.evaluate(UNMARKED)]
        if self.tab.get_attribute("html", "lang") != "en":
            left.append("is not in English")
        if left:
            self.complaints[f"{page.address} as {username or 'a stranger'}"] += left


def look_in_english(
    tab: Page,
    address: str,
    seen: dict[str, tuple[str | None, crawl.Opened]],
    painted: set[str],
) -> dict[str, list[str]]:
    """One page of each kind, as the first who came to it; what is wrong with each.

    Another language changes no colour: the contrast of ``painted`` shapes is not asked again.
    """
    inspector = EnglishInspector(tab, painted)
    for username in (None, *ROLES):
        mine = [page for whose, page in seen.values() if whose == username]
        if not mine:
            continue
        sign_in(tab, address, username)
        tab.goto(f"{address}{mine[0].address if username is None else '/guide'}")
        tab.set_viewport_size(DESK)  # a phone folds the choice away
        tab.get_by_role("button", name="English").click()
        tab.wait_for_selector("html[lang=en]")
        tab.set_viewport_size(PHONE)
        for page in mine:
            answer = tab.goto(address + page.address)
            assert answer is not None
            shown = crawl.Opened(page.address, page.kind, answer.status, len(answer.body()))
            inspector.look(shown, username)
    return {f"{page}, in English": found for page, found in inspector.complaints.items()}


def test_every_page_is_reached_and_fits(
    house: House, tab: Page, address: str, reached: set[str]
) -> None:
    doors = world.fill(house)
    reached.clear()
    inspector = Inspector(tab)
    seen: dict[str, tuple[str | None, crawl.Opened]] = {}
    asked = Counter[str]()
    for username in (None, *ROLES):
        sign_in(tab, address, username)
        starts = doors.get(username, []) if username is None else ["/", *doors.get(username, [])]
        for page in crawl.pages(tab, address, starts, asked):
            inspector.look(page, username)
            if "?" not in page.kind:
                seen.setdefault(page.kind, (username, page))
    complaints = inspector.complaints | look_in_english(tab, address, seen, inspector.painted)
    assert not complaints, "\n".join(
        f"{page}\n   " + "\n   ".join(found) for page, found in complaints.items()
    )
    rules = (rule for rule in house.app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    missed = {rule.endpoint for rule in rules} - NO_PAGES - reached
    assert not missed, f"no link leads to {sorted(missed)}, or they show no page"
    assert not NO_PAGES & reached, "told to be no pages, but are"
