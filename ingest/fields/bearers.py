"""Whose letters a number may bear, after what a letter says of its writer.

A province's offices, its districts and its local governments number with the
province's letters, departments with their ministry's. Names are compared
without the marks above and below, and one misread letter is forgiven a long one.
"""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from ingest import directory
from ingest.thai.text import skeleton, squash

#: Words before the name of a province, without marks.
_PLACED = re.compile(r"จงหว[ดตคล]|(?<![ก-ฮ])จ\.|(?=กรงเทพมหานคร)")
#: Words before the name of a town, which is often that of its province.
_TOWN = re.compile(r"เทศบาลนคร|เทศบาลเมอง|อำเภอเมอง|เมอง")
#: The letters of a province before a postcode, as addresses in heads have it.
_POST = re.compile(r"(?<![ก-๎/])([ก-ฮ]{2})\s?[0-9๐-๙]{5}(?![0-9๐-๙/])")
#: Letters of a name from which one may be misread; likeness of a ministry's name from which
#: it is named.
_LONG, _NAMED = 6, 92


def named(text: str) -> frozenset[str]:
    """The letters of the provinces, ministries and departments that the text names."""
    bare = skeleton(text)
    codes = directory.provinces()
    found = {code for code in _POST.findall(text) if code in codes}
    found |= {code for m in _PLACED.finditer(bare) if (code := _province(bare[m.end() :], True))}
    found |= {code for m in _TOWN.finditer(bare) if (code := _province(bare[m.end() :], False))}
    return frozenset(found | _agencies(bare))


def placed(text: str) -> frozenset[str]:
    """The letters of the provinces in which the offices lie that the directory knows by name."""
    flat = squash(text)
    return frozenset(code for name, code in _offices() if name in flat)


def _province(rest: str, forgiving: bool) -> str | None:
    """The letters of the province whose name the text begins with."""
    for code, name in _provinces():
        if rest.startswith(name):
            return code
    near = [
        code
        for code, name in _provinces()
        if forgiving
        and len(name) >= _LONG
        and DamerauLevenshtein.distance(rest[: len(name)], name, score_cutoff=1) <= 1
    ]
    return near[0] if len(near) == 1 else None


def _agencies(bare: str) -> set[str]:
    return {
        code
        for code, name in _ministries()
        if name in bare
        or (_LONG < len(name) <= len(bare) and fuzz.partial_ratio(name, bare) >= _NAMED)
    }


@cache
def _provinces() -> tuple[tuple[str, str], ...]:
    """(letters, name without marks), long names first: one may be the beginning of another."""
    bare = [(code, skeleton(name)) for code, name in directory.provinces().items()]
    return tuple(sorted(bare, key=lambda pair: -len(pair[1])))


@cache
def _ministries() -> tuple[tuple[str, str], ...]:
    agencies = directory.agencies().items()
    return tuple((code, skeleton(name)) for code, names in agencies for name in names)


@cache
def _offices() -> tuple[tuple[str, str], ...]:
    """(name, letters) of the districts and local governments of the directory."""
    letters = {province: code for code, province in directory.provinces().items()}
    return tuple(
        (squash(name.name), letters[name.province])
        for name in directory.names()
        if name.province in letters and len(name.name) > len(name.type) > 0
    )
