"""From ids to what is shown: how well a letter fits, and where the finds stand in its text."""

import datetime as dt
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from sqlmodel import Session

from tracker import offices, search_index, search_line_index
from tracker.books import number_word
from tracker.masking import mask, spans
from tracker.models import Book, Entry
from tracker.search_forgiving import near
from tracker.search_index import Facts
from tracker.search_line_index import Line
from tracker.search_text import Sought, Term, bones, plain
from tracker.vocabulary import LetterKind, Secrecy, Urgency

#: Letters of the text shown before and behind a find.
AROUND = 70
_WORD_ENDS = " \n\t"
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; ``lit`` where it is what was looked for. Citizen numbers are masked."""

    text: str
    lit: bool = False


class Said(Protocol):
    """What is searched, as it is written: in its head and in the rest."""

    @property
    def head(self) -> list[str]: ...

    @property
    def body(self) -> list[str]: ...


SaidT = TypeVar("SaidT", bound=Said)


@dataclass(frozen=True, slots=True)
class Match(Generic[SaidT]):
    """A letter or line with how it fits: ``exact``, or with other marks or misread letters."""

    facts: SaidT
    exact: bool
    fits: bool


@dataclass(frozen=True, slots=True)
class Hit:
    letter_id: int
    kind: LetterKind
    urgency: Urgency
    secrecy: Secrecy
    date: dt.date | None
    ref_no: tuple[Piece, ...]
    subject: tuple[Piece, ...]
    issuer: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    exact: bool
    is_sample: bool


@dataclass(frozen=True, slots=True)
class LineHit:
    """A line of a register. ``sealed``: only that there is such a line may be told."""

    entry: Entry
    book: Book
    word: str
    sealed: bool
    ref_no: tuple[Piece, ...]
    subject: tuple[Piece, ...]
    from_text: tuple[Piece, ...]
    to_text: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    exact: bool


def weigh(
    session: Session, letter_ids: Sequence[int], wanted: Sequence[Term]
) -> Iterator[Match[Facts]]:
    """How well each of these letters fits, in their order."""
    if not letter_ids:
        return
    known = {one.letter.id: one for one in search_index.facts(session, letter_ids)}
    for letter_id in letter_ids:
        yield weighed(known[letter_id], wanted)


def weigh_lines(
    session: Session, entry_ids: Sequence[int], wanted: Sequence[Term]
) -> Iterator[Match[Line]]:
    """How well each of these lines fits, in their order."""
    known = {one.entry.id: one for one in search_line_index.lines(session, entry_ids)}
    for entry_id in entry_ids:
        yield weighed(known[entry_id], wanted)


def weighed(facts: SaidT, wanted: Sequence[Term]) -> Match[SaidT]:
    texts = [*facts.head, *facts.body]
    said = "\0".join(map(plain, texts))
    if all(one.plain in said for one in wanted):
        return Match(facts, exact=True, fits=True)
    bare = " ".join(map(bones, texts))
    fits = all(one.bones in bare or near(one.bones, bare) for one in wanted)
    return Match(facts, exact=False, fits=fits)


def line_hits(matches: Sequence[Match[Line]], wanted: Sequence[Term]) -> Iterator[LineHit]:
    for match in matches:
        entry, sealed = match.facts.entry, match.facts.sealed
        open_texts = [] if sealed else [entry.subject, entry.from_text, entry.to_text]
        texts = [text or "" for text in (entry.ref_no, *open_texts)] + [""] * (3 if sealed else 0)
        shown = [lit(Sought(text), wanted) for text in texts]
        yield LineHit(
            entry=entry,
            book=match.facts.book,
            word=number_word(match.facts.book),
            sealed=sealed,
            ref_no=shown[0],
            subject=shown[1],
            from_text=shown[2],
            to_text=shown[3],
            excerpt=excerpt(match.facts.body, wanted, " ".join(map(bones, texts))),
            exact=match.exact,
        )


def hits(
    session: Session, matches: Sequence[Match[Facts]], wanted: Sequence[Term]
) -> Iterator[Hit]:
    for match in matches:
        letter = match.facts.letter
        office = letter.issuer_office_id
        issuer = letter.issuer or ""
        if office:
            issuer = offices.name_on(session, office, letter.named_on)
        assert letter.id is not None
        head = [letter.ref_no or "", letter.subject or "", issuer]
        shown = [lit(Sought(text), wanted) for text in head]
        yield Hit(
            letter_id=letter.id,
            kind=letter.kind,
            urgency=letter.urgency,
            secrecy=letter.secrecy,
            date=letter.date,
            ref_no=shown[0],
            subject=shown[1],
            issuer=shown[2],
            excerpt=excerpt(
                [*match.facts.body, *match.facts.issuer_names], wanted, " ".join(map(bones, head))
            ),
            exact=match.exact,
            is_sample=letter.is_sample,
        )


def excerpt(texts: Sequence[str], wanted: Sequence[Term], head: str) -> tuple[Piece, ...]:
    """The part of the texts around what the head does not show; nothing where it shows all."""
    missing = [one for one in wanted if one.bones not in head]
    if not missing:
        return ()
    for text in texts:
        sought = Sought(text)
        found = _places(sought, missing)
        if found:
            return _cut(sought.text, found[0], _places(sought, wanted))
    return ()


def _places(sought: Sought, wanted: Sequence[Term]) -> list[_Span]:
    """Where the terms stand in a text, joined where they touch, first one first."""
    found: list[_Span] = []
    for one in wanted:
        exact = sought.all(one.bones)
        if not exact and (about := near(one.bones, sought.bones)):
            exact = [sought.span(*about)]
        found += exact
    joined: list[_Span] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def lit(sought: Sought, wanted: Sequence[Term]) -> tuple[Piece, ...]:
    return tuple(_pieces(sought.text, _places(sought, wanted), 0, len(sought.text)))


def _cut(text: str, first: _Span, places: Sequence[_Span]) -> tuple[Piece, ...]:
    start = _word_start(text, max(0, first[0] - AROUND), first[0])
    end = _word_end(text, min(len(text), first[1] + AROUND))
    inside = [one for one in places if one[0] >= start and one[1] <= end]
    made = list(_pieces(text, inside, start, end))
    before = [Piece("…")] if start > 0 else []
    after = [Piece("…")] if end < len(text) else []
    return (*before, *made, *after)


def _word_start(text: str, start: int, first: int) -> int:
    """Begin after a space where there is one, and never with a mark that hangs on a letter."""
    if start == 0:
        return 0
    places = [place for mark in _WORD_ENDS if (place := text.find(mark, start, first)) >= 0]
    if places:
        return min(places) + 1
    while start > 0 and unicodedata.category(text[start]) == "Mn":
        start -= 1
    return start


def _word_end(text: str, end: int) -> int:
    """Stop before a space where one is near, and never between a letter and its marks."""
    places = [place for mark in _WORD_ENDS if (place := text.find(mark, end, end + 25)) >= 0]
    if places:
        return min(places)
    while end < len(text) and unicodedata.category(text[end]) == "Mn":
        end += 1
    return end


def _pieces(text: str, places: Sequence[_Span], start: int, end: int) -> Iterator[Piece]:
    """``text[start:end]`` cut at the finds.

    A citizen number is never cut: it is masked as a whole, and lit where a find touches it.
    """
    numbers = [(one.start, one.end) for one in spans(text)]
    start, end = _widened((start, end), numbers)
    done = start
    for place in places:
        first, last = _widened(place, numbers)
        if done < first:
            yield Piece(_masked(text, done, first, numbers))
        if max(done, first) < last:
            yield Piece(_masked(text, max(done, first), last, numbers), lit=True)
        done = max(done, last)
    if done < end:
        yield Piece(_masked(text, done, end, numbers))


def _widened(place: _Span, numbers: Sequence[_Span]) -> _Span:
    """So far as the citizen numbers go that the place touches."""
    touched = [one for one in numbers if one[0] < place[1] and one[1] > place[0]]
    return min([place, *touched])[0], max(one[1] for one in (place, *touched))


def _masked(text: str, start: int, end: int, numbers: Sequence[_Span]) -> str:
    """The part without citizen numbers, its lines joined for one line of a list."""
    made, done = [], start
    for first, last in numbers:
        if start <= first and last <= end:
            made += [text[done:first], mask(text[first:last])]
            done = last
    return "".join([*made, text[done:end]]).replace("\n", " ").replace("\t", " ")
