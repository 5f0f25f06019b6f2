"""Pictures of the board: days per hop over time, the load of offices. Readable without colour.

Travel is a white bar with slanted lines, the stay on the desk a filled one; each bears its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from xml.etree import ElementTree as ET

from markupsafe import Markup

from tracker.hop_days import HopDays
from tracker.office_load import Load
from tracker.vocabulary import Level
from tracker.web import thai
from tracker.web.pen import Pen
from tracker.web.tongue import english, said
from tracker.web.tongue import gettext as _
from tracker.wording import ENGLISH_MONTHS, SHORT_MONTHS

INK, MUTED, RIM, PAPER = "#17262e", "#55636b", "#8b98a0", "#ffffff"
DESK, LATE = "#1f4256", "#b5451b"
_LEFT, _COLUMN, _BAND, _HIGH = 96, 62, 96, 58


def month_name(month: str, *, short: bool = False) -> str:
    """``2026-11`` as พ.ย. ๖๙, Nov 2026."""
    year, number = (int(part) for part in month.split("-"))
    name = ENGLISH_MONTHS[number - 1][:3] if english() else SHORT_MONTHS[number - 1]
    if short:
        return name
    return f"{name} {year}" if english() else thai.digits(f"{name} {(year + thai.ERA) % 100:02d}")


def months(today: date, count: int = 12) -> list[str]:
    """The last months, this one at the end."""
    last = today.year * 12 + today.month - 1
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(last - count + 1, last + 1)]


def days(value: float) -> str:
    """A mean number of days: ๒๑, or ๓.๕ below ten."""
    text = f"{value:.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"
    return thai.digits(text)


def hops(found: Sequence[HopDays], shown: Sequence[str]) -> Markup:
    """A band for each level, a column for each month; in each the mean travel and stay."""
    levels = [one for one in Level if any(x.level is one for x in found)]
    high = len(levels) * _BAND + 30
    root = _svg(_LEFT + len(shown) * _COLUMN + 10, high, _("วันต่อชั้นรายเดือน ตัวเลขเดียวกันอยู่ในตาราง"))
    pen = Pen(root)
    known = {(one.level, one.month): one for one in found}
    most = max([x for one in found for x in (one.travel, one.desk) if x is not None], default=1.0)
    for row, level in enumerate(levels):
        foot = row * _BAND + _BAND - 12.0
        pen.text(said(level), 4, foot - 24, 15, INK, font_weight=600)
        pen.line((_LEFT, foot), (_LEFT + len(shown) * _COLUMN, foot), stroke=RIM, stroke_width=1)
        for column, month in enumerate(shown):
            if one := known.get((level, month)):
                _pair(pen, one, _LEFT + column * _COLUMN + 6.0, foot, max(most, 1.0))
    for column, month in enumerate(shown):
        x = _LEFT + column * _COLUMN + _COLUMN / 2
        pen.text(month_name(month), x, high - 8.0, 13, MUTED, text_anchor="middle")
    return _markup(root)


def _pair(pen: Pen, one: HopDays, left: float, foot: float, most: float) -> None:
    for place, value in enumerate((one.travel, one.desk)):
        if value is None:
            continue
        x, high = left + place * 26.0, max(1.5, _HIGH * value / most)
        fill = PAPER if place == 0 else DESK
        pen.rect(x, foot - high, 22.0, high, fill=fill, stroke=DESK, stroke_width=1.2)
        if place == 0:
            _slant(pen, x, foot, high)
        pen.text(days(value), x + 11, foot - high - 5, 13, INK, text_anchor="middle")


def _slant(pen: Pen, x: float, foot: float, high: float) -> None:
    heights = [foot - step * 6.0 for step in range(int(high // 6))]
    pen.lines(((x + 2, y - 1, x + 20, y - 5) for y in heights), DESK, 1.0)


def hop_key() -> list[tuple[str, Markup]]:
    """What the two bars mean."""
    shown = []
    for place, name in enumerate((_("เดินทางมาถึง"), _("อยู่บนโต๊ะก่อนส่งต่อ"))):
        root = _svg(40, 18, name)
        pen = Pen(root)
        pen.rect(1, 1, 38, 16, fill=PAPER if place == 0 else DESK, stroke=DESK, stroke_width=1.2)
        if place == 0:
            for step in range(4):
                x = 4.0 + step * 9
                pen.line((x, 15), (x + 7, 3), stroke=DESK, stroke_width=1.0)
        shown.append((name, _markup(root)))
    return shown


def load(one: Load, most: int) -> Markup:
    """What an office still owes beside the heaviest: late ones crossed, in front."""
    root = _svg(200, 16, "")
    root.attrib.pop("role")
    root.attrib.pop("aria-label")
    root.set("aria-hidden", "true")  # the numbers stand in the row
    pen = Pen(root)
    wide = 198.0 * one.open / max(most, 1)
    late = 198.0 * one.late / max(most, 1)
    pen.rect(1, 1, max(wide, 0.5), 14, fill="#dce6ea", stroke=RIM)
    if one.late:
        pen.rect(1, 1, late, 14, fill=PAPER, stroke=LATE, stroke_width=1.5)
        places = [3.0 + step * 8 for step in range(int(late // 8))]
        pen.lines(((x, y, x + 5, 16 - y) for x in places for y in (13, 3)), LATE, 1.3)
    return _markup(root)


def _svg(wide: float, high: float, label: str) -> ET.Element:
    return ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {wide:g} {high:g}",
            "width": f"{wide:g}", "height": f"{high:g}", "role": "img", "aria-label": label,
            "focusable": "false",
        },
    )  # fmt: skip


def _markup(root: ET.Element) -> Markup:
    return Markup(ET.tostring(root, encoding="unicode"))  # ElementTree escapes every text
