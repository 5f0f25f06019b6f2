"""The picture of a chain: one lane an office, from the top down, with its days.

A lane's desk runs from the receipt of what came down to the office's own
letter. Where no receipt is proven, the desk is shown as the most it can have
been: from the day the letter above was signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from tracker import offices
from tracker.actor import Actor
from tracker.chain_facts import ChainFacts, gather
from tracker.chain_picture import ChainPicture, Dot, Hop, Lane, Receipt, Stay
from tracker.chain_receipts import Receiver, receipt
from tracker.models import Letter, Office
from tracker.sentences import sentence
from tracker.vocabulary import LetterKind, Level, Via

#: More receiving offices than this are shown as one lane.
_MOST_RECEIVERS = 4
#: Doubts that touch where or when a letter stands in the picture.
_PLACING = ("ref_no", "date", "issuer")


@dataclass(slots=True)
class _Lane:
    receiver: Receiver
    letters: list[Letter] = field(default_factory=list)
    siblings: list[Letter] = field(default_factory=list)
    #: The letter from above that this lane received, and the lane it came from.
    came: list[tuple[int, Letter]] = field(default_factory=list)

    @property
    def first_day(self) -> date:
        days = [one.date for one in [*self.letters, *(x for _, x in self.came)] if one.date]
        return min(days, default=date.max)


def draw(
    session: Session, actor: Actor, chains: Sequence[tuple[str, Sequence[Letter]]]
) -> list[ChainPicture]:
    """The picture of each of some chains: a title, and the letters that the actor may see.

    What the database knows is asked of all of them together.
    """
    facts = gather(session, actor, [one for _, letters in chains for one in letters])
    known = _Offices(session, facts)
    return [_picture(title, facts.of(letters), known) for title, letters in chains]


def _picture(title: str, facts: ChainFacts, known: "_Offices") -> ChainPicture:
    lanes = _Builder(known, facts).lanes()
    drawn: list[Lane] = []
    hops: list[Hop] = []
    for index, lane in enumerate(lanes):
        received, desk = _reached(facts, lane)
        drawn.append(
            Lane(
                level=str(lane.receiver.level),
                office_name=lane.receiver.name,
                letters=tuple(_dot(facts, one) for one in _by_date(lane.letters)),
                received=received,
                desk=desk,
                siblings=tuple(_dot(facts, one) for one in _by_date(lane.siblings)),
            )
        )
        hops += [_hop(facts, lane, index, above, one) for above, one in lane.came]
    days = [one.date for lane in lanes for one in lane.letters if one.date]
    first, last = min(days, default=None), max(days, default=None)
    return ChainPicture(
        title=title,
        first_day=first,
        last_day=last,
        total_days=(last - first).days if first and last else None,
        slowest=_slowest(drawn),
        doubts=facts.open_doubts,
        lanes=tuple(drawn),
        hops=tuple(hops),
    )


def _by_date(letters: Sequence[Letter]) -> list[Letter]:
    return sorted(letters, key=lambda one: (one.date or date.max, one.id or 0))


def _dot(facts: ChainFacts, letter: Letter) -> Dot:
    doubts = facts.doubts.get(letter.id or 0, [])
    reasons = [one.reason for one in doubts if one.field in _PLACING]
    return Dot(letter.id, letter.ref_no, letter.date, next(iter(reasons), None))


def _slowest(lanes: Sequence[Lane]) -> int | None:
    stays = [(i, lane.desk) for i, lane in enumerate(lanes) if lane.desk]
    proven = [(i, desk) for i, desk in stays if desk.proven] or stays
    return max(proven, key=lambda found: (found[1].days, -found[0]))[0] if proven else None


def _own_day(lane: _Lane) -> date | None:
    """When the office wrote on."""
    return min((one.date for one in lane.letters if one.date), default=None)


def _receipt(facts: ChainFacts, lane: _Lane, letter: Letter) -> Receipt | None:
    key = letter.id or 0
    own = [
        entry for office, entry in facts.entries.get(key, []) if office == lane.receiver.office_id
    ]
    return receipt(letter, lane.receiver, _own_day(lane), own, facts.stamps.get(key, []))


def _reached(facts: ChainFacts, lane: _Lane) -> tuple[Receipt | None, Stay | None]:
    """The first receipt by this lane, and the stay on its desk."""
    if not lane.came:
        return None, None
    found = [(_receipt(facts, lane, one), one) for _, one in lane.came]
    dated = [(got, one) for got, one in found if got is not None and got.date is not None]
    received = min(dated, key=lambda x: x[0].date or date.max)[0] if dated else None
    if received is None:
        received = next((got for got, _ in found if got is not None), None)
    own = _own_day(lane)
    signed = [one.date for _, one in lane.came if one.date]
    start = received.date if received and received.date else max(signed, default=None)
    if own is None or start is None or own < start:
        return received, None
    proven = bool(received and received.date)
    return received, Stay(start, own, (own - start).days, proven)


def _hop(facts: ChainFacts, lane: _Lane, index: int, above: int, letter: Letter) -> Hop:
    got = _receipt(facts, lane, letter)
    day = got.date if got else None
    days = (day - letter.date).days if day and letter.date else None
    return Hop(above, index, letter.date, day, days, proven=days is not None)


class _Offices:
    """The offices that letters tell of: one by one they would be asked for at every lane."""

    def __init__(self, session: Session, facts: ChainFacts) -> None:
        told = {one.issuer_office_id for one in facts.letters.values()}
        told |= {one.office_id for to in facts.recipients.values() for one in to}
        ids = [one for one in told.union(*facts.holders.values()) if one is not None]
        self.offices = offices.by_id(session, ids)
        self.names = offices.main_names(session, ids)


class _Builder:
    """Puts letters into lanes and finds who received the last ones."""

    def __init__(self, known: _Offices, facts: ChainFacts) -> None:
        self.facts = facts
        self.offices, self.names = known.offices, known.names
        self.real = {
            key: one for key, one in facts.letters.items() if one.kind is not LetterKind.ANNEX
        }
        both = [x for x in facts.links if {x.from_letter_id, x.to_letter_id} <= self.real.keys()]
        self.beside = {x.from_letter_id: x.to_letter_id for x in both if x.via is Via.SIBLING}
        self.carries = [
            (x.from_letter_id, x.to_letter_id)
            for x in both
            if x.via is not Via.SIBLING and not self._answers(x.from_letter_id, x.via)
        ]

    def _answers(self, letter_id: int, via: Via) -> bool:
        """Whether a citing letter goes up, as a report does: it is no step of the way down."""
        letter = self.real[letter_id]
        own = self._level(letter)
        to = [self._office(one.office_id) for one in self.facts.recipients.get(letter_id, [])]
        levels = [office.level for office in to if office is not None]
        return (
            via is Via.REFERENCE
            and own is not None
            and bool(levels)
            and all(level.depth < own.depth for level in levels)
        )

    def _office(self, office_id: int | None) -> Office | None:
        return self.offices.get(office_id) if office_id is not None else None

    def _name(self, office_id: int, day: date | None) -> str:
        name = offices.worn_on(self.names.get(office_id, ()), day)
        return name.name if name else ""

    def _level(self, letter: Letter) -> Level | None:
        office = self._office(letter.issuer_office_id)
        return (
            office.level
            if office
            else offices.level_by_wording(letter.issuer) or offices.level_by_number(letter.ref_no)
        )

    def lanes(self) -> list[_Lane]:
        made: dict[object, _Lane] = {}
        where: dict[int, _Lane] = {}
        down = {key for pair in self.carries for key in pair} or set(self.real) - set(self.beside)
        for key, letter in self.real.items():
            if key in down and key not in self.beside:
                receiver = self._issuer(letter)
                lane = made.setdefault(_key(receiver), _Lane(receiver))
                lane.letters.append(letter)
                where[key] = lane
        for key, other in self.beside.items():
            if other in where:
                where[other].siblings.append(self.real[key])
        ordered = list(made.values())
        ordered += self._receivers(where)
        return self._joined(_sorted(ordered), where)

    def _issuer(self, letter: Letter) -> Receiver:
        office = self._office(letter.issuer_office_id)
        if office is not None and office.id is not None:
            name = self._name(office.id, letter.date)
            return Receiver(office.level, office.id, name)
        level = self._level(letter) or self._near_level(letter) or Level.MINISTRY
        return Receiver(level, None, letter.issuer or sentence("ไม่ทราบหน่วยงาน"))

    def _near_level(self, letter: Letter) -> Level | None:
        """For an issuer nobody knows: the level of the letter it carries."""
        carried = [self.real[to] for source, to in self.carries if source == letter.id]
        return next((level for one in carried if (level := self._level(one))), None)

    def _receivers(self, where: dict[int, _Lane]) -> list[_Lane]:
        """Lanes of those who received the letters that nobody carried on."""
        carried = {target for _, target in self.carries}
        made: dict[object, _Lane] = {}
        for key, lane in where.items():
            if key in carried or lane.receiver.level is Level.LOCAL:
                continue
            for receiver in self._reached(key, lane.receiver.level):
                known = made.setdefault(_key(receiver), _Lane(receiver))
                known.came.append((id(lane), self.real[key]))
        return list(made.values())

    def _reached(self, key: int, above: Level) -> list[Receiver]:
        letter = self.real[key]
        held = [self._office(one) for one in sorted(self.facts.holders.get(key, ()))]
        below = [x for x in held if x is not None and x.level.depth > above.depth]
        named = [
            Receiver(x.level, x.id, self._name(x.id, letter.date))
            for x in below
            if x.id is not None
        ]
        if 0 < len(named) <= _MOST_RECEIVERS:
            return named
        level = below[0].level if below else self._addressed_level(key, above)
        if named:
            return [Receiver(level, None, sentence("%(count)s หน่วยงานที่ได้รับ", count=len(named)))]
        addressed = self.facts.recipients.get(key, [])
        name = (
            addressed[0].value
            if len(addressed) == 1
            else sentence("%(count)s หน่วยงานที่ส่งถึง", count=len(addressed))
        )
        return [Receiver(level, None, name)] if addressed else []

    def _addressed_level(self, key: int, above: Level) -> Level:
        to = [self._office(one.office_id) for one in self.facts.recipients.get(key, [])]
        levels = [office.level for office in to if office is not None]
        return levels[0] if levels else list(Level)[min(above.depth + 1, Level.LOCAL.depth)]

    def _joined(self, lanes: list[_Lane], where: dict[int, _Lane]) -> list[_Lane]:
        """Tell every lane from which lane (by index) it received what."""
        index = {id(lane): place for place, lane in enumerate(lanes)}
        for lane in lanes:
            lane.came = [(index[above], letter) for above, letter in lane.came]
        for source, target in self.carries:
            below, above = where.get(source), where.get(target)
            if below is None or above is None or below is above:
                continue
            came = (index[id(above)], self.real[target])
            if came not in below.came:
                below.came.append(came)
        return lanes


def _key(receiver: Receiver) -> object:
    return receiver.office_id or (receiver.level, offices.squeezed(receiver.name))


def _sorted(lanes: list[_Lane]) -> list[_Lane]:
    return sorted(lanes, key=lambda lane: (lane.receiver.level.depth, lane.first_day))
