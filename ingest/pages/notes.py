"""Text of form fields and notes: it is printed with the page but does not stand in its stream."""

from __future__ import annotations

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix, apply_matrix_rect, mult_matrix

_PRINTED = ("Widget", "FreeText", "Stamp", "Line", "Square", "Circle", "Ink", "Typewriter")
#: Flags of an annotation that is not shown (hidden, no view).
_UNSEEN = 0b100010
_MOST = 500


def render(interpreter: PDFPageInterpreter, page: PDFPage, sheet: Matrix) -> None:
    """Draw the appearance of every visible field and note; ``sheet`` is the page's own matrix."""
    for entry in _list(page.annots)[:_MOST]:
        annotation = resolve1(entry)
        if not isinstance(annotation, dict) or not _is_printed(annotation):
            continue
        appearance = _appearance(annotation)
        placed = appearance and _placement(annotation, appearance)
        if appearance and placed:
            resources = resolve1(appearance.get("Resources")) or page.resources
            interpreter.subinterp().render_contents(
                resources, [appearance], ctm=mult_matrix(placed, sheet)
            )


def _list(value: object) -> list[object]:
    resolved = resolve1(value)
    return resolved if isinstance(resolved, list) else []


def _is_printed(annotation: dict[str, object]) -> bool:
    subtype = resolve1(annotation.get("Subtype"))
    flags = resolve1(annotation.get("F"))
    hidden = isinstance(flags, int) and flags & _UNSEEN
    return isinstance(subtype, PSLiteral) and subtype.name in _PRINTED and not hidden


def _appearance(annotation: dict[str, object]) -> PDFStream | None:
    """The normal appearance; of one with states, that of the present state."""
    choices = resolve1(annotation.get("AP"))
    normal = resolve1(choices.get("N")) if isinstance(choices, dict) else None
    if isinstance(normal, dict):
        state = resolve1(annotation.get("AS"))
        normal = resolve1(normal.get(state.name)) if isinstance(state, PSLiteral) else None
    return normal if isinstance(normal, PDFStream) else None


def _placement(annotation: dict[str, object], appearance: PDFStream) -> Matrix | None:
    """Where the appearance is drawn (ISO 32000-1, 12.5.5, algorithm 8.1)."""
    rectangle = _numbers(annotation.get("Rect"), 4)
    box = _numbers(appearance.get("BBox"), 4)
    if rectangle is None or box is None:
        return None
    own = _numbers(appearance.get("Matrix"), 6) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    matrix: Matrix = (own[0], own[1], own[2], own[3], own[4], own[5])
    x0, y0, x1, y1 = apply_matrix_rect(matrix, (box[0], box[1], box[2], box[3]))
    if x1 == x0 or y1 == y0:
        return None
    left, right = sorted((rectangle[0], rectangle[2]))
    low, high = sorted((rectangle[1], rectangle[3]))
    across, up = (right - left) / (x1 - x0), (high - low) / (y1 - y0)
    fit: Matrix = (across, 0.0, 0.0, up, left - x0 * across, low - y0 * up)
    return mult_matrix(matrix, fit)


def _numbers(value: object, count: int) -> tuple[float, ...] | None:
    found = [resolve1(item) if isinstance(item, PDFObjRef) else item for item in _list(value)]
    numbers = tuple(float(item) for item in found if isinstance(item, (int, float)))
    return numbers if len(numbers) == count else None
