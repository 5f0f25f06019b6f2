"""Citizen numbers, shown whole on the page of their letter only, elsewhere ``x-xxxx-xxxxx-xx-1``.

A number of thirteen digits is one of a person when its check digit is right and
its first digit is one that the civil registration gives out. Thirteen digits of
a legal person (``0 1055 …``, a government body's ``0 994…``) are public.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Digits of a citizen number, and the groups in which it is printed on the card.
LENGTH = 13
GROUPS = (1, 4, 5, 2, 1)
_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
#: What people and printers put between the digits: dashes, dots, spaces, a line's end.
_BETWEEN = "[ \\t\\r\\n\\u00a0\\u00ad\\u2000-\\u2015\\u202f\\u2212\\u200b\\ufeff.\\-]{1,3}"
_DIGIT = "[0-9๐-๙]"
_RUN = re.compile(f"{_DIGIT}+(?:{_BETWEEN}{_DIGIT}+)*")
_TOKEN = re.compile(f"{_DIGIT}+")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a citizen number stands: ``text[start:end]``."""

    start: int
    end: int


def mask(text: str) -> str:
    """The text with each citizen number as ``x-xxxx-xxxxx-xx-1``: only the last digit is left."""
    if len(text) < LENGTH:
        return text
    parts, done = [], 0
    for span in spans(text):
        parts += [text[done : span.start], "x-xxxx-xxxxx-xx-", text[span.end - 1]]
        done = span.end
    return "".join([*parts, text[done:]]) if parts else text


def spans(text: str) -> Iterator[Span]:
    """The citizen numbers of a text, first one first."""
    for run in _RUN.finditer(text):
        if len(run[0]) >= LENGTH:
            yield from _in_run(run[0], run.start())


def _in_run(run: str, offset: int) -> Iterator[Span]:
    tokens = [(found.start(), found.end()) for found in _TOKEN.finditer(run)]
    first = 0
    while first < len(tokens):
        last = _ends(run, tokens, first)
        if last is None:
            first += 1
        else:
            yield Span(offset + tokens[first][0], offset + tokens[last][1])
            first = last + 1


def _ends(run: str, tokens: list[tuple[int, int]], first: int) -> int | None:
    """The token with which a citizen number that begins with ``first`` ends."""
    lengths: list[int] = []
    for last in range(first, len(tokens)):
        lengths.append(tokens[last][1] - tokens[last][0])
        if sum(lengths) >= LENGTH:
            break
    if sum(lengths) != LENGTH:
        return None
    alone = first == 0 and last == len(tokens) - 1
    # Among other numbers only the ways of writing it that are its own: figures in a row are no id.
    if not (alone or len(lengths) in (1, LENGTH) or tuple(lengths) == GROUPS):
        return None
    digits = "".join(_TOKEN.findall(run[tokens[first][0] : tokens[last][1]])).translate(_ARABIC)
    return last if is_citizen_number(digits) else None


def is_citizen_number(digits: str) -> bool:
    """Thirteen Arabic digits that the civil registration may have given to a person."""
    if not re.fullmatch("[0-9]{13}", digits) or int(digits[-1]) != check_digit(digits[:-1]):
        return False
    # 0: people without registered status, told by 89 or 00 at the sixth and seventh digit.
    without_status = digits[5:7] in ("89", "00") and not digits.startswith("099")
    return digits[0] in "12345678" or (digits[0] == "0" and without_status)


def check_digit(twelve: str) -> int:
    """The thirteenth digit: weights 13 down to 2, modulo 11, subtracted from 11."""
    total = sum(int(digit) * (LENGTH - place) for place, digit in enumerate(twelve))
    return (11 - total % 11) % 10
