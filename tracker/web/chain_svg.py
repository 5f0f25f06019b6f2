"""The picture of a chain as SVG: one lane per level of government, time left to right.

Drawn on the server, so that it needs no script and prints; readable without
colour: what is not proven is dashed and says so in words, the longest stay is named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

from tracker.chain_picture import ChainPicture
from tracker.web import lettering, thai
from tracker.web.chain_layout import WIDTH, Rows, Scale
from tracker.web.chain_marks import LEVELS, Doubt, Label, ref
from tracker.web.chain_plan import BAR, NAME_LINE, NAME_SIZE, ROW, LanePlan, Placed, Plan
from tracker.web.chain_plan import known_days as days_of
from tracker.web.chain_plan import plan as plan_of
from tracker.web.pen import Pen
from tracker.web.tongue import counted, english, in_tongue
from tracker.web.tongue import gettext as _

INK, MUTED, LINE, AMBER = "#17262e", "#55636b", "#2b5468", "#8a5200"
COOL, WARM, PALE, STRIPE = "#2c6a87", "#b5451b", "#d5e3e9", "#b9ced8"
LANES, RIM, HAIR = ("#ffffff", "#f4f2ec"), "#e4e0d6", "#c9c4b6"

Href = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """``svg``: safe to put into a page. ``doubts``: the reasons its numbered ? stand for."""

    svg: str
    doubts: tuple[Doubt, ...]


def draw(picture: ChainPicture, href: Href | None = None) -> Drawing:
    """Draw ``picture``; ``href`` gives the address of a letter, letters are not linked without."""
    if not picture.lanes:
        return Drawing("", ())
    places = plan_of(picture)
    bottom = places.lanes[-1].top + places.lanes[-1].height
    root = _root(picture.title, bottom + 66)
    pen = Pen(root)
    _stripes(pen)
    for index, lane in enumerate(places.lanes):
        _background(pen, lane, LANES[index % 2])
    _axis(pen, picture, places.scale, bottom)
    for lane in places.lanes:
        _bar(pen, lane)
    _arrows(pen, places)
    for cut, (left, right) in zip(places.scale.cuts, places.scale.tears(), strict=True):
        _tear(pen, (left + right) / 2, bottom, counted("เว้น %(number)s วัน", (cut[1] - cut[0]).days))
    for index, lane in enumerate(places.lanes):
        _letters(pen, lane, href, LANES[index % 2])
    for gap in places.gaps:
        for placed in gap.labels:
            _write(pen, placed.label, placed.x, gap.top + 24 + ROW * placed.row, LANES[0], LINE)
    return Drawing(ET.tostring(root, encoding="unicode"), tuple(places.doubts.listed))


def _root(title: str, height: float) -> ET.Element:
    return ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH:g} {height:g}",
            "role": "group",
            "aria-label": _("ภาพเส้นทางหนังสือ %(title)s", title=title),
            "font-family": "Sarabun, 'TH Sarabun New', sans-serif",
        },
    )


def _stripes(pen: Pen) -> None:
    """For days that are not proven: they stay visible on a grey printer."""
    unit = {"width": 9, "height": 9}
    pattern = Pen(pen.node("pattern", id="unproven", **unit))
    pattern.element.set("patternUnits", "userSpaceOnUse")
    pattern.element.set("patternTransform", "rotate(45)")
    pattern.node("rect", fill=PALE, **unit)
    pattern.line((0, 0), (0, 9), stroke=STRIPE, stroke_width=3)


def _background(pen: Pen, lane: LanePlan, fill: str) -> None:
    pen.rect(0, lane.top, WIDTH, lane.height, rx=10, fill=fill, stroke=RIM)
    y = lane.top + (lane.height - NAME_LINE * len(lane.name) - 22) / 2 + NAME_SIZE
    for line in lane.name:
        pen.text(line, 24, y, NAME_SIZE, INK, font_weight=600)
        y += NAME_LINE
    pen.text(in_tongue(LEVELS.get(lane.lane.level, lane.lane.level)), 24, y - 3, 15, MUTED)


def _bar(pen: Pen, lane: LanePlan) -> None:
    if lane.bar is None or lane.lane.desk is None:
        return
    start, end = lane.bar
    proven = lane.lane.desk.proven
    colour = WARM if lane.slowest else COOL
    look: dict[str, object] = {"fill": colour}
    if not proven:
        dashes = {"stroke": colour, "stroke_width": 1.6, "stroke_dasharray": "6 4"}
        look = {"fill": "url(#unproven)", **dashes}
    elif lane.slowest:
        look |= {"stroke": INK, "stroke_width": 3}  # told from the others on a grey print
    corner = min(5.0, (end - start) / 2)
    pen.rect(start, lane.bar_top, end - start, BAR, rx=corner, **look)
    if lane.bar_label:
        halo = {"stroke": PALE, "stroke_width": 5, "paint_order": "stroke"}
        look = {"text_anchor": "middle", "font_weight": 600, **({} if proven else halo)}
        ink = "#ffffff" if proven else INK
        pen.text(lane.bar_label, (start + end - 8) / 2, lane.middle + 6.5, 18, ink, **look)


def _arrows(pen: Pen, places: Plan) -> None:
    for route in places.routes:
        hop, gap = route.hop, places.gaps[route.bend]
        source, target = places.lanes[hop.from_lane], places.lanes[hop.to_lane]
        down = 1 if hop.from_lane < hop.to_lane else -1
        top, bottom = (gap.top, gap.top + gap.height)[::down]
        tip = target.middle - down * (BAR / 2 if target.bar else 10)
        middle = (top + bottom) / 2
        path = (
            f"M{route.x1:.1f} {source.middle + 9 * down:.1f} V{top:.1f} "
            f"C{route.x1:.1f} {middle:.1f} {route.x2:.1f} {middle:.1f} "
            f"{route.x2:.1f} {bottom:.1f} V{tip - 9 * down:.1f}"
        )
        dash = None if hop.proven and hop.received else "6 5"
        pen.node("path", d=path, fill="none", stroke=LINE, stroke_width=2.4, stroke_dasharray=dash)
        x, back = route.x2, tip - 14 * down
        head = f"M{x:.1f} {tip:.1f} L{x - 8:.1f} {back:.1f} H{x + 8:.1f} Z"
        pen.node("path", d=head, fill=LINE)


def _letters(pen: Pen, lane: LanePlan, href: Href | None, ground: str) -> None:
    """Dots on their days and every label of the lane, links where an address is known."""

    def linked(letter_id: int | None, **more: object) -> Pen:
        return pen.linked(href(letter_id) if href and letter_id is not None else None, **more)

    for x, dot in lane.dots:
        dash = None if dot.date else "4 3"
        # The words of the label lead there too: one stop for the keyboard is enough.
        linked(dot.letter_id, tabindex=-1, aria_label=ref(dot)).ring(
            x, lane.middle, 8.5, INK, stroke_width=3, stroke_dasharray=dash
        )
    for placed in lane.over:
        y = lane.bar_top - 9 - ROW * placed.row
        if placed.row and placed.dot and placed.x <= placed.dot <= placed.x + placed.label.width:
            pen.line((placed.dot, lane.middle - 9), (placed.dot, y + 4), stroke=MUTED)
        _write(linked(placed.letter_id), placed.label, placed.x, y, ground)
    for placed in lane.under:
        _below(linked(placed.letter_id), lane, placed, ground)


def _below(pen: Pen, lane: LanePlan, placed: Placed, ground: str) -> None:
    y = lane.bar_top + BAR + 20 + ROW * placed.row
    if placed.dot is not None:
        pen.ring(placed.dot, y - 5, 5.5, MUTED, stroke_width=2.2)
    _write(pen, placed.label, placed.x, y, ground, MUTED)


def _write(pen: Pen, label: Label, x: float, y: float, ground: str, fill: str = INK) -> None:
    """One label with a rim in the colour it stands on, so that no hairline runs through it."""
    rim = {"stroke": ground, "stroke_width": 4, "stroke_linejoin": "round", "paint_order": "stroke"}
    text = Pen(pen.text(label.text, x, y, label.size, fill, font_weight=label.weight, **rim))
    if label.tail:
        text.node("tspan", font_size=label.size - 2, fill=MUTED).text = label.tail
    if label.mark is not None:
        text.node("tspan", fill=AMBER, font_weight=700).text = label.mark_text


def _tear(pen: Pen, middle: float, bottom: float, words: str) -> None:
    """A torn strip where days were left out, and how many of them."""
    edge = [(middle + (5 if n % 2 else -5), n * 12) for n in range(int(bottom + 6) // 12 + 1)]
    tear = [(x - 5, y) for x, y in edge] + [(x + 5, y) for x, y in reversed(edge)]
    pen.node("polygon", points=" ".join(f"{x:.1f},{y}" for x, y in tear), fill="#faf8f3")
    for shift in (-5, 5):
        line = " ".join(f"{x + shift:.1f},{y}" for x, y in edge)
        pen.node("polyline", points=line, fill="none", stroke="#b9b29f")
    pen.text(words, middle, bottom + 52, 15, AMBER, text_anchor="middle")


def _axis(pen: Pen, picture: ChainPicture, scale: Scale, bottom: float) -> None:
    """Upright hairlines on the days that matter, their names below, the years below those."""
    happened = sorted(set(days_of(picture)))
    if not happened:
        return
    names, years = Rows(), Rows()
    months: set[str] = set()
    ordered = [happened[0], happened[-1], *happened[1:-1], *scale.month_starts()]
    after_cuts = {end for _start, end in scale.cuts}
    for day in dict.fromkeys(ordered):
        x = scale.x(day)
        dash = "2 5" if day in happened else "1 9"
        pen.line((x, 8), (x, bottom + 6), stroke=HAIR, stroke_dasharray=dash)
        if name := _day_name(names, day, x, months, day in after_cuts):
            pen.text(name, x, bottom + 26, 16, MUTED, text_anchor="middle")
    for start, end in scale.cuts:
        years.fits((scale.x(start) + scale.x(end)) / 2 - 55, 110)
    for day in scale.year_starts():
        words = _year(day)
        if years.fits(scale.x(day) - 14, lettering.width(words, 15)):
            pen.text(words, scale.x(day) - 14, bottom + 52, 15, MUTED)


def _year(day: date) -> str:
    if english():
        return str(day.year)
    return _("พ.ศ. %(year)s", year=thai.digits(day.year + thai.ERA))


def _day_name(names: Rows, day: date, x: float, months: set[str], year: bool) -> str | None:
    """Day and month where there is room; the day alone beside its month; else nothing."""
    month = f"{day:%Y-%m}"
    for words in (thai.short_day(day, year=year), thai.digits(day.day)):
        size = lettering.width(words, 16)
        if (month in months or " " in words) and names.fits(x - size / 2, size):
            months.add(month)
            return words
    return None
