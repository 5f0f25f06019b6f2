"""The letter on paper: a PDF in the official form, and the pieces that the Word file shares."""

import datetime as dt
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from tracker import typesetting
from tracker.line_breaks import Piece
from tracker.outgoing_content import Annex, Cited, Content, thai
from tracker.said import said
from tracker.vocabulary import (
    LetterKind,
    Urgency,
)
from tracker.wording import MONTHS, long_date

_TEMPLATE = Path(__file__).resolve().parent.parent / "templates/outgoing/letter.typ"
#: Room for a number and a day that are not given yet.
_BLANK = "        "
_FORMS = {
    LetterKind.EXTERNAL: "external",
    LetterKind.MEMO: "memo",
    LetterKind.STAMPED: "stamped",
}


@dataclass(frozen=True, slots=True)
class Given:
    """What only a signed letter has. ``number``: whole, as printed; ``prefix``: before it is.

    ``month``: a day of the month that a draft names; ``names``: proper names
    that are not parted at the end of a line.
    """

    number: str | None = None
    dated: dt.date | None = None
    prefix: str = ""
    month: dt.date | None = None
    names: tuple[str, ...] = ()
    emblem: str | None = None


def emblem(folder: Path) -> str | None:
    """The garuda that an office has put into ``folder`` (``garuda.svg`` or ``.png``), as SVG.

    None comes with the program: without one its place is marked on the paper.
    """
    drawn, painted = folder / "garuda.svg", folder / "garuda.png"
    if drawn.is_file():
        return drawn.read_text(encoding="utf-8")
    if not painted.is_file():
        return None
    picture = b64encode(painted.read_bytes()).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'viewBox="0 0 92 100"><image width="92" height="100" '
        f'xlink:href="data:image/png;base64,{picture}"/></svg>'
    )


def number_line(given: Given) -> str:
    """``ที่ รย ๐๐๒๓.๓/ว ๕๒๖๙``; before the number is given, room for it."""
    return thai(given.number) if given.number else f"{thai(given.prefix)}{_BLANK}"


def date_line(given: Given) -> str:
    """``๑๖ พฤศจิกายน ๒๕๖๙``; before it is given, room for the day."""
    if given.dated:
        return thai(long_date(given.dated))
    day = given.month
    return thai(f"{_BLANK}{MONTHS[day.month - 1]} {day.year + 543}") if day else ""


def paragraphs(content: Content) -> list[str]:
    """The body by paragraphs, digits as printed.

    A memorandum names what it cites and encloses in its text (clause 12), so
    that is added where the text does not say it.
    """
    made = [line.strip() for line in content.printed_body().split("\n") if line.strip()]
    if content.form is LetterKind.EXTERNAL:
        return made
    whole = "".join("".join(made).split())
    cited = [one for one in content.references if not _said(one, whole)]
    added = [one for one in content.enclosures if not _said(one, whole)]
    if cited:
        made.insert(0, thai("อ้างถึง" + " และ".join(one.text for one in cited)))
    if added:
        # Before the last paragraph, which says what is asked.
        made.insert(max(len(made) - 1, 1), thai(f"พร้อมนี้ได้แนบ {_numbered(added)} มาด้วยแล้ว"))
    return made


def _said(one: Cited, whole: str) -> bool:
    return "".join(thai(one.text).split()) in whole


def _numbered(items: Sequence[Cited]) -> str:
    if len(items) == 1:
        return items[0].line
    return " ".join(f"{number}. {one.line}" for number, one in enumerate(items, 1))


def owner_lines(content: Content) -> list[str]:
    """What stands below the signature on the left: the unit, how to reach it, who gets a copy."""
    lines = [content.owner_unit]
    lines += [f"{label} {value}" for label, value in (
        ("โทร.", content.phone), ("โทรสาร", content.fax), ("ไปรษณีย์อิเล็กทรอนิกส์", content.email),
        ("สำเนาส่ง", content.copies_to),
    ) if value]  # fmt: skip
    return [thai(line) for line in lines if line]


def position_lines(content: Content) -> list[str]:
    """The post of the signatory, line by line; a deputy's says for whom he signs."""
    lines = [*content.signatory_position.split("\n"), *content.acting_for.split("\n")]
    return [thai(line.strip()) for line in lines if line.strip()]


def sender_lines(content: Content) -> list[str]:
    """The office and its address; on a memorandum one line with the telephone."""
    if content.form is LetterKind.MEMO:
        reach = f" โทร. {content.phone}" if content.phone else ""
        return [thai(" ".join([content.owner_unit, content.sender]).strip() + reach)]
    lines = [content.sender]
    if content.form is LetterKind.EXTERNAL:
        lines += content.address.split("\n")
    return [thai(line.strip()) for line in lines if line.strip()]


def pdf(content: Content, given: Given) -> bytes:
    """The letter in its form as PDF, the list behind it included."""
    return typesetting.compile_pdf(_template(), _values(content, given))


def pictures(content: Content, given: Given) -> list[bytes]:
    """The same pages as PNG pictures, for the screen."""
    return typesetting.compile_pictures(_template(), _values(content, given))


@lru_cache(maxsize=1)
def _template() -> str:
    return _TEMPLATE.read_text(encoding="utf-8")


def _values(content: Content, given: Given) -> dict[str, Any]:
    def say(text: str) -> list[Piece]:
        return typesetting.flow(text, given.names)

    def listed(items: Iterable[Cited]) -> list[dict[str, Any]]:
        return [{"text": say(thai(one.text)), "count": thai(one.count)} for one in items]

    memo = content.form is LetterKind.MEMO
    number = number_line(given)
    return {
        "form": _FORMS[content.form],
        "title": content.subject or "หนังสือ",
        "author": content.sender,
        "emblem": given.emblem,
        "urgency": "" if content.urgency is Urgency.NORMAL else said(content.urgency),
        "number": number if memo else f"ที่ {number}",
        "date": date_line(given),
        "sender": [say(line) for line in sender_lines(content)],
        "subject": say(thai(content.subject)),
        "salutation": content.salutation,
        "to": [say(thai(line.strip())) for line in content.to_text.split("\n") if line.strip()],
        "references": listed(content.references),
        "enclosures": listed(content.enclosures),
        "body": [say(paragraph) for paragraph in paragraphs(content)],
        "closing": content.closing if content.form is LetterKind.EXTERNAL else "",
        "signatory": content.signatory_name,
        "position": [say(line) for line in position_lines(content)],
        "owner": [say(line) for line in owner_lines(content)],
        "numerals": [thai(str(number)) for number in range(1000)],
        "annex": _annex(content.annex, say) if content.annex else None,
    }


def by_district(annex: Annex) -> list[tuple[str, list[list[str]]]]:
    """Districts in their order, with the lines (number, office, state, days) of each."""
    number = 0
    made: list[tuple[str, list[list[str]]]] = []
    for district, rows in groupby(annex.rows, key=lambda row: row.district):
        lines = []
        for row in rows:
            number += 1
            days = "" if row.days is None else thai(str(row.days))
            lines.append([thai(str(number)), thai(row.name), thai(row.state), days])
        made.append((district, lines))
    return made


def _annex(annex: Annex, say: Any) -> dict[str, Any]:
    rows: list[list[Any]] = []
    for district, lines in by_district(annex):
        if district:
            rows.append([say(district)])
        rows += [[line[0], say(line[1]), say(line[2]), line[3]] for line in lines]
    count = thai(f"จำนวน {annex.total or len(annex.rows):,} แห่ง")
    return {"title": say(thai(annex.title)), "note": say(count), "rows": rows}
