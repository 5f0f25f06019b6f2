"""Setting Thai pages to PDF with Typst: the font that comes with the program, words kept whole.

Source texts are written in Typst's language; everything that varies comes in
as ``inputs`` and never becomes part of the source, so that no letter can steer
the typesetter. ``PRELUDE`` gives the source four things: ``given`` (the
inputs), ``words(…)`` for a text that went through ``flow``, ``numeral(…)`` for
a number in Thai numerals, and the font.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from tracker.line_breaks import Piece, pieces

#: ``Any``: the typesetter's types want all paths of a call of one kind, its source among them.
_FOLDER: Any = str(Path(__file__).resolve().parent.parent / "data" / "fonts")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
#: Signs that no printed page has: controls, directions of writing.
_STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069"
    r"\ufdd0-\ufdef\ufffe\uffff]"
)

#: Typst's own search for the ends of words parts Thai compounds: whole words come in boxes.
PRELUDE = """
#let given = json(bytes(sys.inputs.given))
#let words(flow) = for piece in flow { if piece.at(1) { box(piece.at(0)) } else { piece.at(0) } }
#let numerals = "๐๑๒๓๔๕๖๗๘๙".clusters()
#let numeral(number) = str(number).replace(regex("[0-9]"), d => numerals.at(int(d.text)))
#set text(font: "Sarabun", lang: "th", region: "TH", fallback: true)
"""


def thai_digits(text: object) -> str:
    """The same text in Thai numerals, as printed forms have them."""
    return str(text).translate(_THAI_DIGITS)


@lru_cache(maxsize=4096)
def _flow(text: str, names: frozenset[str]) -> tuple[Piece, ...]:
    return tuple(pieces(_STEERING.sub("", text), names))


def flow(text: str | None, names: Iterable[str] = ()) -> list[Piece]:
    """A text for ``words(…)``: it breaks between words only, and around ``names``."""
    return list(_flow(text or "", frozenset(names)))


def compile_pdf(
    source: str, inputs: Mapping[str, Any], *, made_at: datetime | None = None
) -> bytes:
    """The PDF of a Typst source. ``inputs``: plain values (text, numbers, lists), its ``given``.

    Only files of the program's font folder can be read. A fault in the source
    raises ``RuntimeError``: that is a fault of the program, not of what it was given.
    """
    stamp = int(made_at.timestamp()) if made_at else None
    pdf: bytes = _compile(source, inputs, format="pdf", timestamp=stamp)
    return pdf


def compile_pictures(source: str, inputs: Mapping[str, Any], *, dpi: int = 96) -> list[bytes]:
    """The same pages as PNG pictures, one each, for the screen."""
    pictures: bytes | list[bytes] = _compile(source, inputs, format="png", ppi=dpi)
    return pictures if isinstance(pictures, list) else [pictures]


def _compile(source: str, inputs: Mapping[str, Any], **wanted: Any) -> Any:
    return typst.compile(
        (PRELUDE + source).encode(),
        root=_FOLDER,
        font_paths=[_FOLDER],
        ignore_system_fonts=True,
        sys_inputs={"given": json.dumps(dict(inputs), ensure_ascii=False)},
        **wanted,
    )
