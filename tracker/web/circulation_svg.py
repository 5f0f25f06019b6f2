"""Bars of states and tile maps as SVG: drawn on the server, readable without colour.

Every share has a pattern of its own and is said in words beside it; every tile
bears its count, and a mark: ✓ all done, ! somebody is late.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from xml.etree import ElementTree as ET

from markupsafe import Markup

from tracker import tiles
from tracker.matrix import Area
from tracker.sentences import sentence
from tracker.tallies import Tally
from tracker.web import lettering, thai
from tracker.web.pen import Pen
from tracker.web.tongue import english, in_tongue
from tracker.web.tongue import gettext as _

INK, MUTED, RIM, PAPER = "#17262e", "#55636b", "#8b98a0", "#ffffff"
DONE, WORKING, AWAITED, FAILED, LATE = "#1b6b45", "#8fb9a3", "#e4e0d6", "#9c2a1b", "#b5451b"
#: Share, colour, and the lines that tell it from others on a black and white print.
SHARES = (
    ("done", DONE, sentence("เสร็จแล้ว")),
    ("working", WORKING, sentence("กำลังดำเนินการ")),
    ("awaited", AWAITED, sentence("ยังไม่รับ")),
    ("failed", FAILED, sentence("ไม่ถึงผู้รับ")),
)
_TILE, _GAP, _HIGH = 116, 8, 74
#: A map wider than these is scrolled on a phone rather than made too small to read.
_NARROW, _MIDDLE = 300, 560
#: Degrees that a slanted line leans.
_LEAN = 27
#: Wider than any bar whose width only the browser knows.
_WIDEST = 4000
_PREFIXES = ("จังหวัด", "อำเภอ", "ที่ว่าการอำเภอ", "กิ่งอำเภอ")

Href = Callable[[Area], str]


def words(tally: Tally) -> str:
    """The counts in words, as the bar shows them."""
    late = [_late(tally)] if tally.late else []
    return _of_all(tally, [*_counts(tally), *late])


def told(tally: Tally) -> Markup:
    """The same on a page: no count parts from its word, and what is late is marked."""
    said = [Markup('<span class="nowrap">{}</span>').format(one) for one in _counts(tally)]
    if tally.late:
        said.append(Markup('<strong class="late nowrap">! {}</strong>').format(_late(tally)))
    return Markup(_of_all(tally, said))  # of our own words and numbers only


def _counts(tally: Tally) -> list[str]:
    return [
        f"{in_tongue(name)} {thai.count(number)}"
        for share, _colour, name in SHARES
        if (number := getattr(tally, share))
    ]


def _late(tally: Tally) -> str:
    return _("เกินกำหนด %(number)s", number=thai.count(tally.late))


def _of_all(tally: Tally, said: Sequence[str]) -> str:
    shares = (", " if english() else " ").join(said)
    return _("ผู้รับ %(number)s ราย: %(shares)s", number=thai.count(tally.total), shares=shares)


def bar(tally: Tally) -> Markup:
    """One bar over the whole width; its shares stand in the order of ``SHARES``.

    It has no units of its own: its patterns look the same on a phone as on a desk.
    """
    root = _root(0, 0, words(tally))
    del root.attrib["viewBox"]
    root.set("class", "statebar")
    root.set("width", "100%")
    root.set("height", "18")
    _shares(root, tally, (0, 0, 100, 18), "%")
    return _markup(root)


def key() -> list[tuple[str, Markup]]:
    """What the patterns mean: name and a small picture of each."""
    shown = []
    for share, _colour, said in SHARES:
        name = in_tongue(said)
        root = _root(40, 18, name)
        root.set("width", "40")
        root.set("height", "18")
        tally = Tally(total=1)
        setattr(tally, share, 1)
        _shares(root, tally, (0, 0, 40, 18))
        shown.append((name, _markup(root)))
    return shown


def _shares(
    root: ET.Element, tally: Tally, box: tuple[float, float, float, float], unit: str = ""
) -> None:
    """``unit``: of what is measured from left to right; ``%`` of the picture's width."""
    left, top, width, high = box
    for share, colour, _name in SHARES:
        number = getattr(tally, share)
        if not number or not tally.total:
            continue
        wide = width * number / tally.total
        part = Pen(root).node(
            "svg",
            x=f"{left:.5g}{unit}",
            y=f"{top:g}",
            width=f"{wide:.5g}{unit}",
            height=f"{high:g}",
        )
        pen = Pen(part)
        pen.node("rect", width="100%", height="100%", fill=colour, stroke=RIM, stroke_width=2)
        # What reaches beyond its share is cut off, but counts for the place of a link around it.
        _pattern(pen, share, high, _WIDEST if unit else wide)
        left += wide


def _pattern(pen: Pen, share: str, high: float, wide: float) -> None:
    """Lines over a share: none when done, slanted while at work, dots when awaited, crosses.

    Each is one dashed line over all its width, or over more where that is not known.
    """
    along = f"M5 {high / 2:g}h{max(wide - 8, 0.1):.4g}"
    if share == "awaited":
        pen.node(
            "path", d=along, stroke=MUTED, stroke_width=2.4, stroke_linecap="round",
            stroke_dasharray="0 9",
        )  # fmt: skip
        return
    slants, ink = {"working": ((-1,), DONE), "failed": ((-1, 1), PAPER)}.get(share, ((), ""))
    for slant in slants:
        # It leans around the top of the share: moved back, it leans around the middle.
        pen.node(
            "path", d=along, stroke=ink, stroke_width=high - 6, stroke_dasharray="1.4 7.6",
            transform=f"translate({-slant * high / 4:.4g} 0) skewX({slant * _LEAN})",
        )  # fmt: skip


def tile_map(areas: Sequence[Area], href: Href) -> Markup:
    """A tile for every area that is an office of the list, at its place; each leads to its rows."""
    shown = {one.key: one for one in areas if one.key}
    placed = tiles.places(sorted(shown))
    wide = (max((x for x, _y in placed.values()), default=0) + 1) * (_TILE + _GAP)
    high = (max((y for _x, y in placed.values()), default=0) + 1) * (_HIGH + _GAP)
    root = _root(wide, high, _("แผนที่ผู้รับตามพื้นที่"))
    root.set("role", "group")
    size = " wide" if wide > _MIDDLE else " middle" if wide > _NARROW else ""
    root.set("class", f"tilemap{size}")
    root.set("width", f"{wide}")
    root.set("height", f"{high}")
    for name, (column, row) in sorted(placed.items(), key=lambda one: (one[1][1], one[1][0])):
        _tile(root, shown[name], column * (_TILE + _GAP), row * (_HIGH + _GAP), href)
    return _markup(root)


def _tile(root: ET.Element, area: Area, left: float, top: float, href: Href) -> None:
    tally = area.tally
    link = ET.SubElement(root, "a", {"href": href(area)})
    ET.SubElement(link, "title").text = f"{area.name}: {words(tally)}"
    pen = Pen(link)
    late = tally.late > 0
    rim, thick = (LATE, 3.0) if late else (RIM, 1.0)
    pen.rect(
        left + 2, top + 2, _TILE - 4, _HIGH - 4, rx=6, fill=PAPER, stroke=rim, stroke_width=thick
    )
    name = _short(area.name)
    size = 14 if len(name) <= 11 else 11.5
    if lettering.width(name, size, 600) <= _TILE - 18:
        pen.text(name, left + 9, top + 24, size, INK, font_weight=600)
    else:
        for row, line in enumerate(_two_lines(name)):
            pen.text(line, left + 9, top + 16 + row * 13, 10.5, INK, font_weight=600)
    mark = " ✓" if tally.total and not tally.owing else ""
    count = f"{thai.count(tally.done)}/{thai.count(tally.total)}{mark}"
    pen.text(count, left + 9, top + 46, 15, INK)
    if late:
        late_words = f"! {thai.count(tally.late)}"
        pen.text(
            late_words, left + _TILE - 9, top + 46, 13, LATE, font_weight=700, text_anchor="end"
        )
    _shares(link, tally, (left + 8, top + _HIGH - 21, _TILE - 16, 12))


def _two_lines(name: str) -> list[str]:
    """A name too long for a tile; what does not fit into two lines is said by the tile's title."""
    first, second, *more = lettering.wrap(name, 10.5, _TILE - 18, 600)
    return [first, f"{second}…" if more else second]


def _short(name: str) -> str:
    for prefix in _PREFIXES:
        if name.startswith(prefix) and len(name) > len(prefix):
            return name.removeprefix(prefix)
    return name


def _root(wide: float, high: float, label: str) -> ET.Element:
    return ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {wide:g} {high:g}",
            "role": "img",
            "aria-label": label,
            "focusable": "false",
        },
    )


def _markup(root: ET.Element) -> Markup:
    return Markup(ET.tostring(root, encoding="unicode"))  # ElementTree escapes every text
