"""Telephone and fax numbers, e-mail and web addresses, in one form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.reading import Letter
from ingest.thai.digits import to_arabic
from ingest.thai.text import as_digits, squash

_SAID = re.compile(
    r"(?:สายด่วน|โทร(?:ศัพท์|สาร|\.|ฯ)*|หมายเลข(?:โทรศัพท์)?|มือถือ|แฟกซ์|Tel\.?|Fax\.?|TEL|FAX)\s*(?:/\s*โทรสาร)?[\s:.]*",
    re.I,
)
_NUMBER = re.compile(
    r"(?<!\d)0(?:[ \t\-]*\d){7,9}(?!\d)(?:[ \t]*-[ \t]*\d{1,4}(?!\d))?"
    r"(?:[ \t]*(?:ต่อ|กด)[ \t]*\d{1,5}(?:[ \t]*[-,][ \t]*\d{1,5}(?!\d))*)?"
)
#: Extensions of a house, as memos give them.
_SHORT = re.compile(r"(?<![\d/.])\d{3,5}(?![\d/.]|\s*(?:คน|บาท|ราย|แห่ง|หมู่|ถนน))")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]\u0e00-\u0e7f\"”]+", re.IGNORECASE)


def phones(text: str) -> tuple[str, ...]:
    """Numbers said to be telephones, in order, each once: ``0-3869-4191-2 ต่อ 17-19``."""
    plain = as_digits(to_arabic(text)).replace("–", "-").replace("—", "-")
    found: list[str] = []
    for said in _SAID.finditer(plain):
        found += _after(plain, said.end())
    return tuple(dict.fromkeys(found))


def _after(text: str, at: int) -> list[str]:
    """The numbers that follow one word for telephone, joined by commas, slashes or และ."""
    found: list[str] = []
    while m := re.compile(r"[\s,/;:()]*(?:และ|หรือ)?[\s,/;:]*").match(text, at):
        number = _NUMBER.match(text, m.end())
        if not number:
            short = _SHORT.match(text, m.end())
            if not short or (found and (len(found[-1]) > 5 or not m.group().strip(" ("))):
                return found
            found.append(short.group())
            at = short.end()
            continue
        found.append(_form(number.group()))
        at = number.end()
    return found


def _form(number: str) -> str:
    """Spaces between groups become hyphens, none stay at the ends."""
    head, sep, extension = re.match(r"([\d\s\-]+?)(?:\s*(ต่อ|กด)\s*(.*))?$", number).groups()  # type: ignore[union-attr]
    head = re.sub(r"\s*-\s*", "-", head.strip())
    head = re.sub(r"\s+", "-", head)
    return f"{head} ต่อ {squash(extension)}" if sep else head


def emails(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_EMAIL.findall(to_arabic(text))))


def urls(text: str) -> tuple[str, ...]:
    """Web addresses as printed, without the scheme's twin of the same address."""
    found = [m.rstrip(".,;:/") for m in _URL.findall(text)]
    bare = {re.sub(r"^https?://", "", u): u for u in reversed(found)}
    kept = [u for u in dict.fromkeys(found) if bare[re.sub(r"^https?://", "", u)] == u]
    return tuple(kept)


def with_codes(letter: Letter, codes: Mapping[int, Sequence[str]]) -> Letter:
    """The letter with the web addresses that the QR codes of its pages (from 1) lead to."""
    first, last = letter.pages
    said = (text for page in range(first, last + 1) for text in codes.get(page, ()))
    more = (address for text in said for address in urls(text))
    known = {re.sub(r"^https?://|/$", "", address) for address in letter.urls}
    fresh = [a for a in more if re.sub(r"^https?://|/$", "", a) not in known]
    return replace(letter, urls=(*letter.urls, *dict.fromkeys(fresh))) if fresh else letter
