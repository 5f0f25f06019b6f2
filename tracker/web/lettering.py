"""How wide Thai text stands in the page's own font, and where it may be broken."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont
from pythainlp.tokenize import subword_tokenize, word_tokenize

FONTS = Path(__file__).parent.parent / "static" / "vendor" / "sarabun"
_EM = 200

BOLDEST = 600


@cache
def _font(script: str, weight: int) -> ImageFont.FreeTypeFont:
    # As browsers do it: what is bolder than the boldest that is there is set in that.
    path = FONTS / f"sarabun-{script}-{min(weight, BOLDEST)}-normal.woff2"
    return ImageFont.truetype(str(path), _EM, layout_engine=ImageFont.Layout.BASIC)


@cache
def _advance(character: str, weight: int) -> float:
    script = "thai" if "\u0e00" <= character <= "\u0e7f" else "latin"
    return _font(script, weight).getlength(character) / _EM


def width(text: str, size: float, weight: int = 400) -> float:
    """The width of ``text`` in the unit of ``size`` (the font's em)."""
    return size * sum(_advance(character, weight) for character in text)


def wrap(text: str, size: float, limit: float, weight: int = 400) -> list[str]:
    """``text`` in lines no wider than ``limit``, broken between words.

    A word that is wider than a line is broken between its syllables.
    """
    if width(text, size, weight) <= limit:
        return [text]
    lines = [""]
    for piece in _pieces(text, size, limit, weight):
        if lines[-1] and width(lines[-1] + piece.rstrip(), size, weight) > limit:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


def _pieces(text: str, size: float, limit: float, weight: int) -> list[str]:
    pieces: list[str] = []
    for word in word_tokenize(text, keep_whitespace=True):
        if width(word, size, weight) > limit:
            pieces += subword_tokenize(word, engine="dict")
        else:
            pieces.append(word)
    return pieces


def load_words() -> None:
    """Load what ``wrap`` needs, ahead of its first use."""
    _pieces("กรมส่งเสริมการปกครองท้องถิ่น", 1, 1, 400)
