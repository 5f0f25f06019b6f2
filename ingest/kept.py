"""Pages of lines packed into bytes, so that a file need not be read twice.

What was packed by an older or newer program is read as far as the two know the
same things: unknown parts are passed over, missing ones have their defaults.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from ingest.pages.page import Line, Page
from ingest.reading import Box

_LINE = {field.name for field in fields(Line)}
_PAGE = {field.name for field in fields(Page)} - {"lines"}


def pack(pages: Iterable[Page]) -> bytes:
    """The pages as compressed JSON; places to a tenth of a point, confidences to a thousandth."""
    plain = [
        {name: getattr(page, name) for name in _PAGE} | {"lines": [_line(x) for x in page.lines]}
        for page in pages
    ]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "replace"), 6)


def unpack(content: bytes) -> list[Page]:
    """What ``pack`` packed."""
    return [_page(said) for said in json.loads(zlib.decompress(content))]


def _line(line: Line) -> dict[str, Any]:
    said = {name: getattr(line, name) for name in _LINE}
    said["spans"] = [(round(x0, 1), round(x1, 1)) for x0, x1 in line.spans]
    said["confidences"] = [round(c, 3) for c in line.confidences]
    said["box"] = line.box and [round(v, 1) for v in line.box]
    return {name: value for name, value in said.items() if value not in (None, [], ())}


def _page(said: dict[str, Any]) -> Page:
    known = {name: said[name] for name in _PAGE & said.keys()}
    known["warnings"] = tuple(known.get("warnings") or ())
    return Page(**known, lines=tuple(_unpacked(line) for line in said.get("lines") or []))


def _unpacked(said: dict[str, Any]) -> Line:
    known: dict[str, Any] = {name: said[name] for name in _LINE & said.keys()}
    for name in ("spans", "alternatives"):
        if name in known:
            known[name] = tuple((pair[0], pair[1]) for pair in known[name])
    if "confidences" in known:
        known["confidences"] = tuple(known["confidences"])
    if "box" in known:
        known["box"] = _box(known["box"])
    return Line(**known)


def _box(values: list[float]) -> Box:
    x0, top, x1, bottom = values
    return x0, top, x1, bottom
