"""The page of search: as one types, or by the button where no script runs."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, render_template, request

from tracker import search
from tracker.search import Wish
from tracker.sentences import sentence
from tracker.vocabulary import DeliveryState, LetterKind
from tracker.web import thai
from tracker.web.edge import look, now
from tracker.web.guard import actor
from tracker.web.security import LARGEST_ROW

pages = Blueprint("search", __name__, url_prefix="/search")

#: How the filters of what is due are said.
DUE = (
    ("overdue", sentence("เกินกำหนดแล้ว")),
    ("week", sentence("ครบกำหนดใน ๗ วัน")),
    ("month", sentence("ครบกำหนดใน ๓๐ วัน")),
    ("any", sentence("มีเรื่องค้าง")),
)
Word = TypeVar("Word", bound=StrEnum)


@pages.get("")
def show() -> str:
    """Everything that fits; only the list itself where the page asks while one types."""
    wish, page = _wish(), request.args.get("page", 1, int)
    within_lines = request.args.get("within") == "lines"
    with look() as session:
        if within_lines:
            found = search.find_lines(session, actor(), wish, page=page)
        else:
            found = search.find(session, actor(), now(), wish, page=page)
        part = bool(request.headers.get("HX-Request"))
        today = thai.local(now()).date()
        offered = [] if part else search.issuers(session, actor(), today)
        years = [] if part else search.years(session)
    return render_template(
        "search/results.html" if part else "search/page.html",
        wish=wish,
        within_lines=within_lines,
        found=found,
        issuers=offered,
        years=years,
        kinds=list(LetterKind),
        states=list(DeliveryState),
        dues=DUE,
        asked={name: value for name, value in request.args.items() if value and name != "page"},
    )


def _wish() -> Wish:
    """What the address asks for; a filter that does not exist filters nothing."""
    due = request.args.get("due")
    return Wish(
        text=request.args.get("q", "").strip(),
        issuer_id=_row(request.args.get("office", type=int)),
        kind=_word(LetterKind, request.args.get("kind")),
        year=_year(request.args.get("year", type=int)),
        state=_word(DeliveryState, request.args.get("state")),
        due=due if due in search.DUE else None,
    )


def _word(words: type[Word], said: str | None) -> Word | None:
    return words(said) if said in list(words) else None


def _row(number: int | None) -> int | None:
    return number if number and 0 < number <= LARGEST_ROW else None


def _year(year: int | None) -> int | None:
    return year if year and 2400 <= year < 3000 else None
