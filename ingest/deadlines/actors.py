"""Who a clause obliges, as printed.

A letter asks one level (ขอให้จังหวัด…), which tells another (…แจ้ง อปท. ดำเนินการ);
what follows without a subject (และรายงานผลให้กรมทราบ) belongs to the one or the
other. The words are walked through once, with those asked and told so far
kept as a ladder. Where a report goes decides who makes it: the highest of
them that stands below its reader. Without a reader a new phrase returns to
who was asked, a verb joined without a space stays with who was told.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.deadlines.actor_words import (
    ACTS,
    AGAIN,
    EVENTS,
    FREE,
    GATHERS,
    HANDS,
    HEAD,
    ITEM,
    RECIPIENT,
    VIA,
)
from ingest.deadlines.levels import Depth, depth_of, reports_past_the_district

#: How far behind a verb its reader is looked for.
_REACH = 90
#: Words that do not lead back to who was asked.
_STAYS = ("ก่อน", "โดย", ",")
#: Groups that name somebody who shall act.
_SUBJECTS = ("asked", "alone", "topic", "apart", "next")


@dataclass(frozen=True, slots=True)
class Rung:
    """One of the ladder; ``name`` ``None``: whom the letter is addressed to."""

    name: str | None = None
    depth: Depth | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """``ladder``: who was asked first, then whom each told, downwards. ``subject`` acts now."""

    ladder: tuple[Rung, ...] = (Rung(),)
    subject: Rung = Rung()


class Actors:
    """The actors of one text."""

    def __init__(self, text: str, days: Iterable[tuple[int, int]] = ()) -> None:
        """``days``: the spans of its dates, which end a clause."""
        self._text = _masked(text, days)
        self._starts: list[int] = []
        self._states: list[State] = []
        self._home = self._former = State()
        self._walk()

    def at(self, place: int) -> str | None:
        """The office or person that what stands at ``place`` is asked of."""
        known = bisect_left(self._starts, place)
        name = self._states[known - 1].subject.name if known else None
        return name or self._behind(place)

    def _behind(self, place: int) -> str | None:
        """Whom the words after a day ask where it opens the sentence (ภายในวันที่ ๓๐ ให้จังหวัด…)."""
        begin = self._text.rfind("\n", 0, place) + 1
        item = ITEM.match(self._text, begin, place)
        if self._text[item.end() if item else begin : place].strip():
            return None
        rest = re.compile(r"\|*\s?").match(self._text, place)
        m = EVENTS.match(self._text, rest.end() if rest else place)
        return m["asked"].strip() if m and m["asked"] else None

    def _walk(self) -> None:
        state = State()
        for m in EVENTS.finditer(self._text):
            if m["line"] or m["over"] or m["day"]:
                state = self._border(m, state)
            elif m["moved"]:
                state = state if state.subject.name else self._former
            elif m["told"]:
                state = self._told(m, state)
            elif m["plea"]:
                state = State(state.ladder[:1], state.ladder[0])
            elif m["then"] or m["bare"]:
                state = self._reports(m, state)
            else:
                state = self._asked(m, state)
            self._starts.append(m.start())
            self._states.append(state)

    def _border(self, m: re.Match[str], state: State) -> State:
        """A day, a new line or a new sentence: who goes on being meant."""
        if m["over"]:
            self._former = state if state.subject.name else self._former
            return State()
        if m["day"]:
            return state if AGAIN.match(self._text, m.end()) else self._home
        if HEAD.search(self._text, max(0, m.start() - 20), m.start()):
            self._home = state
        elif not ITEM.match(self._text, m.end()):
            self._home = State()
        return self._home

    def _asked(self, m: re.Match[str], state: State) -> State:
        name = next(m[one] for one in _SUBJECTS if m[one]).strip()
        if m["asked"] and self._only_given_to(m):
            return state
        if m["alone"] and self._text[: m.start()].rstrip().endswith("ที่"):
            return state  # ข้อมูลที่ อปท. บันทึก
        rung = Rung(name, depth_of(name))
        above = tuple(one for one in state.ladder if one.name and _above(one, rung))
        return State((*above, rung), rung)

    def _only_given_to(self, m: re.Match[str]) -> bool:
        """``ส่งแบบให้อำเภอรวบรวม`` and ``เพื่อให้จังหวัดรวบรวม`` ask nobody."""
        before = self._text[max(0, m.start() - _REACH) : m.start()]
        if before.rstrip().endswith("เพื่อ"):
            return True
        if m["ask"] != "ให้" or FREE.search(before):
            return False
        phrase = re.split(r"[\s|]", before)[-1]
        behind = re.split(r"[\s|]|ภายใน|เพื่อ", self._text[m.end() : m.end() + _REACH])[0]
        return bool(HANDS.search(phrase)) and not HANDS.search(behind)

    def _told(self, m: re.Match[str], state: State) -> State:
        name = m["told"].strip()
        depth = depth_of(name)
        knows = self._text.startswith(("ทราบ", "รับทราบ"), m.end())
        rung = Rung(name, depth, told=True)
        above = tuple(one for one in state.ladder if _above(one, rung))
        if not above or (knows and not above[-1].name and depth not in (None, Depth.LOCAL)):
            return state  # แจ้งให้จังหวัดทราบ: a report, not an order
        if depth is None:
            rung = replace(rung, depth=_under(above[-1]))
        acts = not knows or ACTS.match(self._text, m.end())
        return State((*above, rung), rung if acts else above[-1])

    def _reports(self, m: re.Match[str], state: State) -> State:
        """A verb without a subject: whose it is."""
        verb, join = m["then"] or m["bare"], m["joined"] or ""
        spaced = m.start() == 0 or self._text[m.start() - 1] in " |"
        returns = bool(join) and spaced and join not in _STAYS
        reader = self._reader(m.end())
        if reader is not None:
            close = join == "แล้ว" or not spaced
            return replace(
                state, subject=_reporter(state, reader, close and not GATHERS.match(verb))
            )
        if returns or GATHERS.match(verb):
            return replace(state, subject=_teller(state))
        if join and not spaced and state.ladder[-1].told:
            return replace(state, subject=state.ladder[-1])
        return state

    def _reader(self, begin: int) -> Depth | None:
        """The level that reads what is reported from ``begin`` on, or passes it on unread."""
        rest = re.split(r"[|\n]", self._text[begin : begin + _REACH])[0]
        found = VIA.search(rest) or RECIPIENT.search(rest)
        return depth_of(found["whom"]) if found else None


def _masked(text: str, days: Iterable[tuple[int, int]]) -> str:
    made = list(text.replace("|", "/"))
    for start, end in days:
        made[start:end] = "|" * (end - start)
    return "".join(made)


def _above(one: Rung, other: Rung) -> bool:
    if one.depth is None or other.depth is None:
        return one.name is None or other.told
    return one.depth < other.depth


def _under(one: Rung) -> Depth:
    """Where somebody stands that is told by ``one`` and of whose level nothing is known."""
    return Depth.UNIT if one.depth is None else Depth(min(one.depth + 1, Depth.UNIT))


def _teller(state: State) -> Rung:
    """Who told those that were told last, or told who told them."""
    at = state.ladder.index(state.subject) if state.subject in state.ladder else 0
    while at and state.ladder[at].told:
        at -= 1
    return state.ladder[at]


def _reporter(state: State, reader: Depth, close: bool) -> Rung:
    """The highest of the ladder that stands below ``reader``.

    Where only those told are named, the addressee may stand between them and
    the reader: they report themselves one level up, or ``close`` behind what they do.
    """
    base = state.ladder[0]
    below = [one for one in state.ladder if one.name and (one.depth is None or one.depth > reader)]
    if not below:
        return base
    first = below[0]
    if base.name or first.depth is None:
        return first
    steps = first.depth - reader
    if reader is Depth.PROVINCE and reports_past_the_district(first.name or ""):
        steps -= 1
    return first if steps == 1 or (steps == 2 and close) else base
