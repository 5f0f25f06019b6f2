"""What a PDF page prints, as lines; and how far that can be trusted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from ingest.pages import cells, dictionary, judge, layout, turning
from ingest.pages.glyphs import Glyph
from ingest.pages.mending import Mender
from ingest.pages.page import Line, Page
from ingest.pages.printed import Print

#: Faults that a mark under the wrong name may be behind, and the share of unknown
#: letters up to which the names of marks are not looked at again.
_SETTLED = 0.01
_MENDABLE = (judge.Fault.IMPOSSIBLE, judge.Fault.UNKNOWN, judge.Fault.MISNAMED)


@dataclass(frozen=True, slots=True)
class Layer:
    """A page by its text layer, and the verdict on it."""

    page: Page
    verdict: judge.Verdict
    pictured: float


def layer(print_: Print, mender: Mender, number: int) -> Layer:
    """The lines of a page, good or bad; none where nothing is printed."""
    turns = _turns(print_.glyphs)
    groups = {a: [glyph for glyph in print_.glyphs if glyph.angle == a] for a in turns}
    renamed = _mend(mender, groups)
    found = _layer(print_, groups, number)
    if found.verdict.fault in _MENDABLE or found.verdict.unknown > _SETTLED:
        renamed = _mend(mender, groups, thorough=True) or renamed
        found = _layer(print_, groups, number)
    if renamed and found.verdict.good and not found.verdict.faultless:
        return replace(found, verdict=replace(found.verdict, fault=judge.Fault.UNKNOWN))
    return found


def _mend(mender: Mender, groups: dict[int, list[Glyph]], thorough: bool = False) -> bool:
    renamed = [mender.mend(glyphs, thorough) for glyphs in groups.values()]
    return any(renamed)


def _layer(print_: Print, groups: dict[int, list[Glyph]], number: int) -> Layer:
    turn = next(iter(groups), 0)
    sheet = print_.width, print_.height
    lines: list[Line] = []
    for angle, glyphs in groups.items():
        rules = print_.rules if angle == 0 else ()
        found = [layout.line(part, number) for part in layout.parts(cells.build(glyphs), rules)]
        first_row = lines[-1].row + 1 if lines else 0
        lines += (_placed(line, angle, turn, sheet, first_row) for line in found if line.text)
    lines = dictionary.mended(lines)
    upright = sheet if turn % 180 == 0 else sheet[::-1]
    page = Page(number, tuple(lines), "text_layer", *upright, turn=turn)
    text = "\n".join(line.text for line in lines)
    verdict = judge.judge(text, print_.hidden, print_.pictured)
    return Layer(page, verdict, print_.pictured)


def _turns(glyphs: list[Glyph]) -> list[int]:
    """The directions of writing on the page, the most frequent first; slanted text is none."""
    counts = Counter(glyph.angle for glyph in glyphs if glyph.text.strip())
    return [angle for angle, _ in counts.most_common() if angle >= 0]


def _placed(line: Line, angle: int, turn: int, sheet: tuple[float, float], first_row: int) -> Line:
    """The line in the frame of the page; one across it keeps its box but no places."""
    row = first_row + line.row
    if angle == turn or line.box is None:
        return replace(line, row=row)
    on_sheet = turning.sheet_box(line.box, angle, *sheet)
    return replace(line, row=row, spans=(), box=turning.upright_box(on_sheet, turn, *sheet))
