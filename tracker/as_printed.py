"""What a person's correction says in print: the picture holds the printed form, not the normal one.

A number typed as ``รย 0023.3/ว 5269`` may stand on the paper as ``รย ๐๐๒๓.๓/ว ๕๒๖๙``.
The form is taken from what the reader saw there; it is a proposal that a person checks.
"""

from collections.abc import Callable
from datetime import date

from tracker.wording import long_date, short_date

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def printed(kind: str, raw: str | None, machine: str | None, typed: str) -> str:
    """The printed form of ``typed``, written as ``raw`` writes ``machine``.

    ``kind`` as in ``FieldView``: dates are ISO in ``machine`` and ``typed``.
    """
    script = _script(raw or "")
    if kind == "date":
        return script(_like(raw or "", machine)(date.fromisoformat(typed)))
    if kind == "ref_no":
        return script(_spaced_like(raw or "", typed))
    return typed


def _script(raw: str) -> Callable[[str], str]:
    """Thai digits where the print has more of them, or none at all: letters are printed so."""
    thai = sum(c in "๐๑๒๓๔๕๖๗๘๙" for c in raw)
    arabic = sum(c in "0123456789" for c in raw)
    return (lambda text: text) if arabic > thai else (lambda text: text.translate(_THAI))


def _spaced_like(raw: str, typed: str) -> str:
    """``ว๕๒๖๙`` without the space where the print has none."""
    close = "/ว" in raw.replace(" ", "") and "ว " not in raw
    return typed.replace("/ว ", "/ว") if close and raw else typed


def _like(raw: str, machine: str | None) -> Callable[[date], str]:
    """The way of writing days that gives ``raw`` for the machine's day; the long one if none."""
    plain = "".join(raw.translate(_ARABIC).split())
    if machine:
        day = date.fromisoformat(machine)
        for way in _WAYS:
            if "".join(way(day).split()) == plain:
                return way
    return long_date


def _slashes(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


def _short_month(day: date) -> str:
    return f"{short_date(day).rsplit(' ', 1)[0]} {day.year + 543}"


_WAYS: tuple[Callable[[date], str], ...] = (long_date, _short_month, short_date, _slashes)
