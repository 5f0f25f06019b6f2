"""Parts that several kinds of letter share: emblem, grades, stamps, signature, foot."""

from __future__ import annotations

from .canvas import BLACK, BLUE, CM, GREY, RED, Canvas, Colour
from .flow import CENTRE, LEFT, Flow
from .specs import LetterSpec, StampSpec, Table
from .typecase import type_case

COLOURS: dict[str, Colour] = {"black": BLACK, "blue": BLUE, "red": RED, "grey": GREY}
SIGN = CENTRE + 1.6 * CM
STAMP_WIDTH, STAMP_HEIGHT = 5 * CM, 2.5 * CM


def emblem(canvas: Canvas, x: float, top: float, height: float) -> None:
    """A plain sign where the garuda stands (the garuda itself is for the state alone)."""
    radius = height * 0.28
    middle = top + height * 0.42
    canvas.box(x - radius, middle - radius, 2 * radius, 2 * radius, GREY, round=True)
    for side in (-1, 1):
        for spread in (0.15, 0.3, 0.45):
            canvas.rule(
                x + side * radius, middle, x + side * height * 0.5, top + height * spread, GREY
            )
        canvas.rule(x, middle + radius, x + side * radius, top + height, GREY)


def grades(flow: Flow, letter: LetterSpec) -> None:
    """Urgency left of the emblem, secrecy at top and bottom, red, large (clause 28)."""
    if letter.urgency:
        flow.canvas.text(LEFT, 2.6 * CM, letter.urgency, 25, True, RED)
    if letter.secrecy:
        flow.canvas.text(CENTRE, 1.3 * CM, letter.secrecy, 25, True, RED, "centre")
        flow.canvas.text(CENTRE, 28.9 * CM, letter.secrecy, 25, True, RED, "centre")


def body(flow: Flow, parts: tuple[str | Table, ...], indent: float = 2.5 * CM) -> None:
    for part in parts:
        if isinstance(part, str):
            flow.paragraph(part, indent)
        else:
            flow.table(part)
        flow.y += 5


def signature(flow: Flow, letter: LetterSpec, x: float = SIGN) -> None:
    """Room for the hand, the name in brackets, the position under it, all centred on ``x``."""
    flow.down(2.2)
    if letter.signatory:
        flow.line(x, f"({letter.signatory})", align="centre")
    for line in letter.position:
        flow.line(x, line, align="centre")


def foot(flow: Flow, letter: LetterSpec) -> None:
    """The unit that owns the matter, its telephone; who gets a copy."""
    lines = len(letter.owner) + bool(letter.copies)
    if not lines:
        return
    flow.down(0.8)
    flow.need(lines)
    for line in letter.owner:
        flow.line(LEFT, line)
    if letter.copies:
        flow.labelled("สำเนาส่ง", letter.copies)


def stamp(canvas: Canvas, first: int, spec: StampSpec) -> None:
    """A receive stamp over whatever is there; ``first`` is the letter's first page."""
    page, colour = first + spec.page - 1, COLOURS[spec.colour]
    x, y = spec.x * CM, spec.y * CM
    with canvas.turned(spec.angle, x + STAMP_WIDTH / 2, y + STAMP_HEIGHT / 2, page):
        canvas.box(x, y, STAMP_WIDTH, STAMP_HEIGHT, colour)
        middle = x + STAMP_WIDTH / 2
        width = type_case(bold=True).width(spec.office, 1) or 1
        size = min(10.5, (STAMP_WIDTH - 8) / width)
        canvas.text(middle, y + 15, spec.office, size, True, colour, "centre")
        values = (spec.number, spec.date, spec.time)
        for row, (label, value) in enumerate(zip(spec.labels, values, strict=True)):
            text = f"{label} {value or '....................'}"
            canvas.text(x + 8, y + 32 + 16 * row, text, 11, False, colour)


def seal(canvas: Canvas, x: float, y: float) -> None:
    """The red office seal of a stamped letter, 4.5 cm across (clause 71): a picture, no text."""
    for radius in (2.25 * CM, 1.75 * CM):
        canvas.box(x - radius, y - radius, 2 * radius, 2 * radius, RED, round=True)
    for step in (-1, 0, 1):
        canvas.rule(x - CM, y + step * 6, x + CM, y + step * 6, RED)
