"""Scores readings against the corpus: what a careful clerk wrote beside every letter.

A truth (``tests/letters/NAME.json``) speaks the words of the printed reading,
with these notes of its own: ``also_ok`` (other right values), ``doubt: true``
(a doubt must be raised), ``optional: true`` (an item that may be missing),
``sealed`` (a secret letter: nothing else may be told). A single-valued field
that is ``null`` must not be concluded; one that is missing is not scored; a
list that is missing must be empty. Letters stand in the order of their pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.ingest.matching import (
    SURE,
    address,
    alike,
    digits,
    doubted,
    same,
    squeeze,
    value_of,
)

Plain = dict[str, Any]

EXACT = ("ref_no", "date", "subject")
LOOSE = ("issuer", "owner_unit")
#: Deadline items that hold no date of their own: not part of the truth.
_NO_DATE = ("priority", "as_of")


@dataclass(frozen=True)
class Case:
    name: str
    file: Path
    truth: Plain


@dataclass
class Row:
    right: int = 0
    total: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else 1.0


@dataclass
class Score:
    """Rows by field; what was invented; (field, confidence, right) of everything concluded."""

    rows: dict[str, Row] = field(default_factory=dict)
    invented: dict[str, list[str]] = field(default_factory=dict)
    certainty: list[tuple[str, float, bool, str]] = field(default_factory=list)
    needless_doubts: list[str] = field(default_factory=list)
    files: int = 0

    def mark(self, what: str, good: bool, note: str) -> bool:
        row = self.rows.setdefault(what, Row())
        row.right += good
        row.total += 1
        if not good:
            row.wrong.append(note)
        return good

    def invent(self, what: str, note: str) -> None:
        self.invented.setdefault(what, []).append(note)

    def share(self, what: str) -> float:
        return self.rows[what].share if what in self.rows else 1.0

    def sure_and_right(self) -> tuple[int, int]:
        sure = [right for _, confidence, right, _ in self.certainty if confidence >= SURE]
        return sum(sure), len(sure)


def load(folder: Path) -> Iterator[Case]:
    """Every truth with its letter, as text or as PDF; of a sample its bundle."""
    truth = folder / "truth.json"
    if truth.is_file():
        yield Case(folder.name, folder / "bundle.pdf", json.loads(truth.read_text("utf8")))
        return
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf8"))
        for suffix in (".txt", ".pdf"):
            file = path.with_suffix(suffix)
            if file.is_file():
                yield Case(f"{path.stem}{suffix}", file, truth)


def score(cases: Iterable[Case], read: Callable[[Path], Plain]) -> Score:
    """``read`` gives the printed reading of a file (``contracts``: the command's object)."""
    result = Score()
    for case in cases:
        result.files += 1
        judge(result, case.name, case.truth, read(case.file))
    return result


def judge(result: Score, name: str, truth: Plain, reading: Plain) -> None:
    wanted, found = truth["letters"], reading.get("letters") or []
    result.mark("letters", len(wanted) == len(found), f"{name}: {len(found)} of {len(wanted)}")
    for number, want in enumerate(wanted):
        got = found[number] if number < len(found) else {}
        _letter(result, f"{name}#{number + 1}" if len(wanted) > 1 else name, want, got)
    _links(result, name, truth, found, reading.get("links") or [])
    if truth.get("warnings"):
        result.mark("warnings", bool(reading.get("warnings")), name)


def _letter(result: Score, name: str, want: Plain, got: Plain) -> None:
    for what in ("kind", "role", "is_circular", "urgency", "secrecy", "action"):
        if what in want:
            good = same(want[what], got.get(what))
            result.mark(what, good, f"{name}: {got.get(what)} for {value_of(want[what])}")
    for what in EXACT:
        _single(result, what, name, want, got, same)
    for what in LOOSE:
        _single(result, what, name, want, got, alike)
    if want.get("sealed"):
        result.mark("sealed", got.get("text") is None and not got.get("recipients"), name)
        return
    _recipients(result, name, want, got)
    _references(result, name, want, got)
    _enclosures(result, name, want, got)
    _signatory(result, name, want, got)
    for what, form in (("phones", digits), ("urls", address), ("emails", address)):
        _plain_list(result, what, name, want, got, form)
    _stamps(result, name, want, got)
    _deadlines(result, name, want, got)


def _single(
    result: Score, what: str, name: str, want: Plain, got: Plain, equal: Callable[..., bool]
) -> None:
    if what not in want:
        return
    expected, found = want[what], got.get(what)
    value = value_of(found)
    if expected is None:
        if value and not doubted(found):
            result.invent(what, f"{name}: {value}")
        return
    good = equal(expected, value)
    if isinstance(expected, dict) and expected.get("doubt_or_warning"):
        return
    result.mark(what, good, f"{name}: {value!r} for {expected.get('value')!r}")
    _certain(result, what, name, found, good)
    _doubt(result, what, name, expected, found)


def _certain(result: Score, what: str, name: str, found: Any, good: bool) -> None:
    if isinstance(found, dict) and found.get("confidence") is not None:
        result.certainty.append((what, found["confidence"], good, name))


def _doubt(result: Score, what: str, name: str, expected: Plain, found: Any) -> None:
    raised = isinstance(found, dict) and bool(found.get("doubt"))
    if expected.get("doubt"):
        result.mark("doubts", raised, f"{name}: {what}")
    elif raised and not expected.get("optional") and found.get("due", "") is not None:
        result.needless_doubts.append(f"{name}: {what}: {found['doubt']}")


def _pair(
    wanted: list[Any], found: list[Any], equal: Callable[[Any, Any], bool]
) -> tuple[list[tuple[Any, Any]], list[Any]]:
    """Each wanted item with the found one that equals it or ``None``; the found ones left."""
    left, pairs = list(found), []
    for want in wanted:
        hit = next((one for one in left if equal(want, one)), None)
        if hit is not None:
            left.remove(hit)
        pairs.append((want, hit))
    return pairs, left


def _items(
    result: Score, what: str, name: str, want: Plain, got: Plain,
    equal: Callable[[Any, Any], bool], show: str,
) -> list[tuple[Any, Any]]:  # fmt: skip
    """Mark every wanted item, count what was invented; the pairs that matched."""
    pairs, left = _pair(want.get(what) or [], got.get(what) or [], equal)
    for expected, found in pairs:
        if expected.get("optional") and found is None:
            continue
        result.mark(what, found is not None, f"{name}: {expected.get(show)!r} missing")
        if found is not None:
            _doubt(result, what, name, expected, found)
            _certain(result, what, name, found, True)
    for found in left:
        _certain(result, what, name, found, False)
        if not doubted(found):
            result.invent(what, f"{name}: {found.get(show)!r}")
    return [(expected, found) for expected, found in pairs if found is not None]


def _recipients(result: Score, name: str, want: Plain, got: Plain) -> None:
    for expected, found in _items(
        result, "recipients", name, want, got,
        lambda one, other: alike(one, other.get("value")), "value",
    ):  # fmt: skip
        exact = same(expected, found.get("value"))
        result.mark("recipient exactly", exact, f"{name}: {found['value']!r} {expected['value']!r}")
        scope = found.get("scope", "one")
        good = same(expected, scope, "scope")
        result.mark("scope", good, f"{name}: {scope} for {expected['value']!r}")
        pairs, left = _pair(
            expected.get("except") or [], found.get("except") or [],
            lambda one, other: squeeze(one) in squeeze(other) or squeeze(other) in squeeze(one),
        )  # fmt: skip
        if pairs or left:
            result.mark("except", not left and all(hit for _, hit in pairs), f"{name}: {found}")


def _references(result: Score, name: str, want: Plain, got: Plain) -> None:
    for expected, found in _items(
        result, "references", name, want, got,
        lambda one, other: same(one, other.get("ref_no"), "ref_no"), "ref_no",
    ):  # fmt: skip
        for what in ("date", "how"):
            good = same(expected, found.get(what), what)
            note = f"{name}: {found.get(what)!r} for {expected.get(what)!r}"
            result.mark(f"reference {what}", good, note)
        if expected.get("office"):
            good = alike(expected, found.get("office"), "office")
            result.mark("reference office", good, f"{name}: {found.get('office')!r}")


def _enclosures(result: Score, name: str, want: Plain, got: Plain) -> None:
    for expected, found in _items(
        result, "enclosures", name, want, got,
        lambda one, other: alike(one, other.get("value")), "value",
    ):  # fmt: skip
        good = same(expected, found.get("count"), "count")
        note = f"{name}: {found.get('count')!r} for {expected.get('count')!r}"
        result.mark("enclosure count", good, note)


def _signatory(result: Score, name: str, want: Plain, got: Plain) -> None:
    expected, found = want.get("signatory"), got.get("signatory") or {}
    if expected is None:
        if found.get("name") and not doubted(found):
            result.invent("signatory", f"{name}: {found['name']}")
        return
    if expected.get("optional") and not found.get("name"):
        return
    good = same(expected, found.get("name"), "name")
    result.mark("signatory", good, f"{name}: {found.get('name')!r}")
    _certain(result, "signatory", name, found or None, good)
    _doubt(result, "signatory", name, expected, found)
    for what in ("position", "acting_for"):
        good = alike(expected, found.get(what), what)
        note = f"{name}: {found.get(what)!r} for {expected.get(what)!r}"
        result.mark(what, good, note)


def _plain_list(
    result: Score, what: str, name: str, want: Plain, got: Plain, form: Callable[[Any], str]
) -> None:
    wanted, found = want.get(what) or [], [form(one) for one in got.get(what) or []]
    for one in wanted:
        result.mark(what, form(one) in found, f"{name}: {one} missing")
    expected = {form(one) for one in wanted}
    for one in found:
        if one not in expected:
            result.invent(what, f"{name}: {one}")


def _stamps(result: Score, name: str, want: Plain, got: Plain) -> None:
    for expected, found in _items(
        result, "stamps", name, want, got,
        lambda one, other: same(one, other.get("number"), "number"), "number",
    ):  # fmt: skip
        for what in ("date", "time"):
            good = same(expected, found.get(what), what)
            note = f"{name}: {found.get(what)!r} for {expected.get(what)!r}"
            result.mark(f"stamp {what}", good, note)
        result.mark("stamp office", alike(expected, found.get("office"), "office"), name)


def _deadlines(result: Score, name: str, want: Plain, got: Plain) -> None:
    dated = [one for one in got.get("deadlines") or [] if one.get("kind") not in _NO_DATE]
    _items(
        result, "deadlines", name, want, {"deadlines": dated},
        lambda one, other: same(one, other.get("kind"), "kind")
        and same(one, other.get("due"), "due"), "due",
    )  # fmt: skip


def _links(result: Score, name: str, truth: Plain, letters: list[Plain], links: Any) -> None:
    place = {letter.get("id"): str(number) for number, letter in enumerate(letters, 1)}
    found = {(place.get(link["from"]), place.get(link["to"])) for link in links}
    told = truth.get("links") or []
    wanted = {(link["from"], link["to"]) for link in told if not link.get("optional")}
    found -= {(link["from"], link["to"]) for link in told if link.get("optional")}
    for link in sorted(wanted):
        result.mark("links", link in found, f"{name}: {link}")
    for link in found - wanted:
        result.invent("links", f"{name}: {link}")


def table(result: Score, show_wrong: bool = False) -> str:
    """A row per field: right of scored, share; then what was invented and how sure it was."""
    lines = [f"{'field':20} {'right':>11} {'share':>7}"]
    for what, row in result.rows.items():
        lines.append(f"{what:20} {row.right:5}/{row.total:<5} {row.share:7.1%}")
        lines += [f"    {note}" for note in row.wrong] if show_wrong else []
    for what, notes in result.invented.items():
        lines.append(f"invented {what}: {len(notes)}")
        lines += [f"    {note}" for note in notes] if show_wrong else []
    lines.append(f"needless doubts: {len(result.needless_doubts)}")
    lines += [f"    {note}" for note in result.needless_doubts] if show_wrong else []
    return "\n".join([*lines, *reliability(result)])


def reliability(result: Score) -> list[str]:
    """Confidence against truth, in steps."""
    lines = ["confidence       right/all    share"]
    steps = (0.0, 0.5, 0.7, 0.8, 0.9, SURE, 1.01)
    for low, high in zip(steps, steps[1:], strict=False):
        part = [good for _, sure, good, _ in result.certainty if low <= sure < high]
        if part:
            share = sum(part) / len(part)
            lines.append(
                f"{low:.2f} - {min(high, 1):.2f}  {sum(part):6}/{len(part):<6} {share:6.1%}"
            )
    return lines
