"""The read-only directory of offices under data/, to mend and complete names.

Names have dates (a municipality changes its name and rank), so every look-up
takes the day of the letter. What is not in the directory is left as printed.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz.distance import DamerauLevenshtein

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, slots=True)
class Name:
    """One dated name of an office; ``province`` and ``district`` without their words."""

    key: str
    name: str
    type: str
    level: str
    province: str
    district: str
    valid_from: str
    valid_to: str

    def holds_on(self, day: date | None) -> bool:
        if day is None:
            return True
        iso = day.isoformat()
        return (not self.valid_from or self.valid_from <= iso) and (
            not self.valid_to or iso <= self.valid_to
        )


def _rows(file: str) -> list[dict[str, str]]:
    path = DATA / file
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def names() -> tuple[Name, ...]:
    """All names of all offices, former ones too."""
    offices = {row["key"]: row for row in _rows("offices.csv")}
    main = {r["key"]: r["name"] for r in _rows("office_names.csv") if r["kind"] == "main"}
    return tuple(
        Name(
            key=row["key"],
            name=row["name"],
            type=row["type"],
            level=office["level"],
            province=office["province"],
            district=_district(office, offices, main),
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
        )
        for row in _rows("office_names.csv")
        if (office := offices.get(row["key"]))
    )


def _district(
    office: dict[str, str], offices: dict[str, dict[str, str]], main: dict[str, str]
) -> str:
    parent = office if office["level"] == "district" else offices.get(office["parent"], {})
    if parent.get("level") != "district":
        return ""
    return main.get(parent["key"], "").split("อำเภอ", 1)[-1]


@cache
def provinces() -> dict[str, str]:
    """Province names by the letters they put before their numbers (รย → ระยอง)."""
    return {row["letter_code"]: row["name"] for row in _rows("provinces.csv")}


@cache
def agencies() -> dict[str, tuple[str, ...]]:
    """Names of ministries and their departments, former ones too, by the letters they share."""
    found: dict[str, list[str]] = {}
    for row in _rows("agency_codes.csv"):
        found.setdefault(row["code"], []).append(row["name"])
    return {code: tuple(dict.fromkeys(names)) for code, names in found.items()}


@cache
def agency_letters() -> frozenset[str]:
    """The letters that ministries, departments and provinces put before their numbers."""
    return frozenset(provinces()) | frozenset(agencies())


def bearer(letters: str) -> str:
    """The province or ministry that these agency letters stand for; empty where none does."""
    if province := provinces().get(letters):
        return province if letters == "กท" else f"จังหวัด{province}"
    return agencies().get(letters, ("",))[0]


@lru_cache(maxsize=4096)
def mend(name: str, type_: str, province: str, day: date | None) -> Name | None:
    """The one office of this type that ``name`` can only be a misreading of, or ``None``.

    ``name`` is the full name as printed. A misreading is one or two letters
    off; where two offices are equally near, none is chosen.
    """
    ranked: list[tuple[int, Name]] = []
    for known in names():
        if known.type != type_ or known.province != province or not known.holds_on(day):
            continue
        if known.name == name:
            return known
        far = DamerauLevenshtein.distance(known.name, name, score_cutoff=2)
        if far <= (2 if len(name) > len(type_) + 6 else 1):
            ranked.append((far, known))
    ranked.sort(key=lambda pair: pair[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]
