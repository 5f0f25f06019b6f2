"""Passing a letter on: each level below gets its own, earlier day.

The level that passes on keeps working days for itself (its buffer). A later
day than the one it has to keep itself is given only with a reason, and both
sides see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker import audit, deadlines, duty_dates, duty_history, duty_rules, holiday_table, letters
from tracker.actor import Actor
from tracker.duty_dates import Told
from tracker.duty_rules import Concern, Standing
from tracker.errors import BadValue
from tracker.holidays import Calendar
from tracker.models import Duty, Letter, LetterDuty, OfficeBuffer
from tracker.offices import name_on
from tracker.sentences import noted, sentence
from tracker.vocabulary import Action, DutyChangeKind, DutyKind, DutyState
from tracker.wording import iso_day, long_date

#: Working days kept by an office that has not said how many.
USUAL_BUFFER = 3
_MOST_BUFFER = 60


@dataclass(frozen=True, slots=True)
class Limit:
    """What is passed on: a duty of our own, or a date that the letter gives those below.

    ``last``: the day that nobody below may be given a later one than, ``None``
    where there is no day. ``theirs``: the letter names the level below itself.
    """

    kind: DutyKind
    text: str
    due: str | None
    parent: Duty | None = None
    item: LetterDuty | None = None

    @property
    def last(self) -> date | None:
        return iso_day(self.due)

    @property
    def recurrence(self) -> str | None:
        """How it returns (RFC 5545), if it does."""
        if self.item is not None:
            return self.item.details.get("recurrence")
        return self.parent.recurrence if self.parent is not None else None

    @property
    def theirs(self) -> bool:
        return self.item is not None


def buffer_of(session: Session, office_id: int) -> int:
    """The working days that an office keeps for itself when it passes a day on."""
    known = session.get(OfficeBuffer, office_id)
    return known.days if known is not None else USUAL_BUFFER


def set_buffer(session: Session, actor: Actor, now: datetime, *, days: int) -> None:
    """Set the buffer of the actor's office; letters passed on before keep their days."""
    if not 0 <= days <= _MOST_BUFFER:
        raise BadValue(sentence("จำนวนวันเผื่อต้องอยู่ระหว่าง 0 ถึง %(most)s วันทำการ", most=_MOST_BUFFER))
    known = session.get(OfficeBuffer, actor.office_id)
    before = {"days": known.days} if known else None
    made = known or OfficeBuffer(office_id=actor.office_id, days=days, set_at=now)
    made.days, made.set_at, made.set_by = days, now, actor.account_id
    session.add(made)
    session.flush()
    subject = ("office", actor.office_id)
    audit.record(session, actor, now, "set_buffer", subject, before, {"days": days})


def proposed(
    session: Session, actor: Actor, now: datetime, *, letter_id: int, buffer_days: int | None = None
) -> Told | None:
    """The day that would be given to the level below, for the draft of a letter.

    ``None`` where the letter names no day to keep. The letter's own day for the
    level below stands as it is; else the buffer is taken off our own.
    """
    source = letters.visible(session, actor, letter_id)
    buffer = buffer_of(session, actor.office_id) if buffer_days is None else buffer_days
    limits = [one for one in _limits(session, actor, source) if one.last is not None]
    if not limits:
        return None
    below = [one for one in limits if one.theirs and one.item is not None]
    first = min(below or limits, key=lambda one: one.last or date.max)
    calendar = holiday_table.of_office(session, actor.office_id)
    return _day(first, buffer, None, "", calendar, _today(now))


def hand_down(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    letter_id: int,
    successor_letter_id: int,
    to: Sequence[int],
    buffer_days: int | None = None,
    chosen: date | None = None,
    reason: str = "",
) -> list[Duty]:
    """Give the offices ``to`` their share of what a letter asks, by the letter that passes it on.

    ``buffer_days``: working days kept back, the office's own number for ``None``.
    ``chosen``: the day that the office wants instead; later than its own day, it
    needs a ``reason``. What the office itself had to pass on is closed by this.
    Called again for the same successor, only offices that have nothing yet get something.
    """
    source = letters.visible(session, actor, letter_id)
    successor = letters.visible(session, actor, successor_letter_id)
    below = _receivers(session, actor, successor_letter_id, to)
    buffer = buffer_of(session, actor.office_id) if buffer_days is None else buffer_days
    if not 0 <= buffer <= _MOST_BUFFER:
        raise BadValue(sentence("จำนวนวันเผื่อต้องอยู่ระหว่าง 0 ถึง %(most)s วันทำการ", most=_MOST_BUFFER))
    limits = _limits(session, actor, source)
    _check_chosen(chosen, reason, limits, successor, now)
    plan = _Plan(session, actor, now, source, successor, limits, buffer, chosen, reason)
    made = [duty for office in below for duty in plan.of(office)]
    session.add_all(made)
    session.flush()
    for duty in made:
        duty.series_id = duty.id if duty.recurrence else None
        duty_history.note(
            session, actor, now, duty, DutyChangeKind.HANDED_DOWN, after={"due": duty.due},
            reason=reason, letter_id=successor_letter_id,
        )  # fmt: skip
    _relayed(session, actor, now, letter_id, successor_letter_id)
    if made:
        after = {"letter": successor_letter_id, "offices": len(below), "duties": len(made),
                 "buffer": buffer, "chosen": chosen, "reason": reason}  # fmt: skip
        audit.record(session, actor, now, "hand_down", ("letter", letter_id), after=after)
    session.flush()
    return made


def _today(now: datetime) -> date:
    return duty_dates.wall_clock(now).date()


def _receivers(
    session: Session, actor: Actor, successor_id: int, to: Sequence[int]
) -> list[Standing]:
    """The offices that are to get something, each once, without those that have it already."""
    if actor.office_id in to:
        raise BadValue(sentence("ส่งต่อให้หน่วยงานของตนเองไม่ได้ กรุณาเอาออกจากรายชื่อผู้รับ"))
    had = set(session.exec(select(Duty.office_id).where(Duty.letter_id == successor_id)))
    wanted = [one for one in dict.fromkeys(to) if one not in had]
    known = duty_rules.standings(session, wanted, None)
    if missing := [one for one in wanted if one not in known]:
        raise BadValue(
            sentence("ไม่พบหน่วยงานผู้รับ %(count)s แห่ง กรุณาตรวจรายชื่ออีกครั้ง", count=len(missing))
        )
    return [known[one] for one in wanted]


def _limits(session: Session, actor: Actor, source: Letter) -> list[Limit]:
    """Our own duties that wait because of the letter, and the letter's dates for those below."""
    assert source.id is not None
    own = duty_history.of_letter(session, source.id, actor.office_id)
    waiting = [duty for duty in own if duty.state in duty_history.WAITING]
    ours = [
        duty for duty in waiting
        if duty.kind not in (DutyKind.RELAY, DutyKind.EVENT, DutyKind.KNOW)
    ]  # fmt: skip
    relays = [duty for duty in own if duty.kind is DutyKind.RELAY]
    ids = {int(one) for duty in relays for one in duty.basis.get("below") or ()}
    # What those below send in is gathered for our own report, where there is one.
    above = next(iter([*ours, *relays]), None)
    office = duty_rules.standing(session, actor.office_id, source.date)
    limits = []
    for one in _items(session, source.id, ids):
        who = duty_rules.obliged(session, one.actor, source.date)
        if duty_rules.concern(who, office) is not Concern.OURS:
            kind = duty_rules.kind_of(one.kind, one.text, Action.ACT, who.level)
            limits.append(Limit(kind, one.text, one.due, above, one))
    return limits + [Limit(duty.kind, duty.text, duty.due, duty) for duty in ours]


def _items(session: Session, letter_id: int, ids: Iterable[int]) -> list[LetterDuty]:
    kinds = (*duty_rules.DATED, duty_rules.EVENT)
    wanted = select(LetterDuty).where(
        (col(LetterDuty.letter_id) == letter_id) | col(LetterDuty.id).in_(list(ids)),
        col(LetterDuty.kind).in_(kinds),
        col(LetterDuty.actor).is_not(None),
    )
    return list(session.exec(wanted.order_by(col(LetterDuty.letter_id), col(LetterDuty.position))))


def _check_chosen(
    chosen: date | None, reason: str, limits: list[Limit], successor: Letter, now: datetime
) -> None:
    if chosen is None:
        return
    if successor.date is not None and chosen < successor.date:
        raise BadValue(
            sentence(
                "กำหนดที่เลือก (%(chosen)s) อยู่ก่อนวันที่ของหนังสือ (%(date)s) กรุณาเลือกวันใหม่",
                chosen=long_date(chosen),
                date=long_date(successor.date),
            )
        )
    if chosen < _today(now):
        raise BadValue(
            sentence("กำหนดที่เลือก (%(chosen)s) ผ่านไปแล้ว กรุณาเลือกวันใหม่", chosen=long_date(chosen))
        )
    days = [one.last for one in limits if one.last is not None]
    if days and chosen > min(days) and not reason.strip():
        raise BadValue(
            sentence(
                "กำหนดที่เลือก (%(chosen)s) ช้ากว่ากำหนดของหนังสือ (%(limit)s) กรุณาเลือกวันที่เร็วขึ้น "
                "หรือบอกเหตุผลที่ให้ช้ากว่า",
                chosen=long_date(chosen),
                limit=long_date(min(days)),
            )
        )


def _day(
    limit: Limit, buffer: int, chosen: date | None, reason: str, calendar: Calendar, today: date
) -> Told:
    """The day for the level below, with its explanation."""
    if limit.last is None:
        if chosen is None:
            said = noted("หนังสือไม่ได้กำหนดวัน และผู้ส่งต่อไม่ได้กำหนดให้")
            return Told(None, None, said, None, "undated")
        said = noted("ผู้ส่งต่อกำหนดให้ภายใน %(day)s (หนังสือเดิมไม่ได้กำหนดวัน)", day=long_date(chosen))
        return duty_dates.fixed(chosen.isoformat(), said, calendar)
    if chosen is None and limit.theirs:
        said = noted("หนังสือกำหนดวันของหน่วยงานระดับนี้ไว้เองว่า “%(text)s”", text=limit.text)
        return duty_dates.fixed(limit.due, said, calendar)
    passed = deadlines.pass_on(
        limit.last, buffer=buffer, calendar=calendar, today=today, chosen=chosen
    )
    if chosen is not None and chosen > limit.last:
        why = reason.strip()
        said = noted("ผู้ส่งต่อกำหนดให้ภายใน %(day)s เพราะ%(why)s", day=long_date(chosen), why=why)
        doubt = noted("ช้ากว่ากำหนดของหนังสือเดิม (%(day)s)", day=long_date(limit.last))
        return duty_dates.fixed(chosen.isoformat(), said, calendar, doubt)
    due = passed.due.isoformat()
    if passed.due == limit.last and limit.due and "T" in limit.due:
        due = limit.due  # nothing was kept back: the hour of the letter stays
    return duty_dates.fixed(due, passed.explanation, calendar, passed.doubt)


def share(parent: Duty, buffer: int, calendar: Calendar, today: date) -> Told:
    """The day of those below for a duty of ours, as at the first passing on."""
    limit = Limit(parent.kind, parent.text, parent.due, parent)
    return _day(limit, buffer, None, "", calendar, today)


@dataclass(frozen=True, slots=True)
class _Plan:
    """One passing on; the days are worked out once for each limit and province."""

    session: Session
    actor: Actor
    now: datetime
    source: Letter
    successor: Letter
    limits: list[Limit]
    buffer: int
    chosen: date | None
    reason: str

    def of(self, office: Standing) -> list[Duty]:
        """What one office gets: the letter's own dates for it, else its share of ours."""
        theirs = [
            one for one in self.limits
            if one.item is not None and self._concern(one.item, office) is Concern.OURS
        ]  # fmt: skip
        ours = [one for one in self.limits if not one.theirs]
        wanted = theirs or ours or self._asked()
        return [self._duty(one, office) for one in wanted]

    def _asked(self) -> list[Limit]:
        """A letter without a day that asks for more than knowing; or a day that is chosen now."""
        action = self.source.action
        if self.chosen is None and action in (None, Action.KNOW, Action.RELAY):
            return []
        asked = {Action.REPORT: DutyKind.REPORT, Action.CONSIDER: DutyKind.CONSIDER}
        return [Limit(asked.get(action or Action.ACT, DutyKind.ACT), "", None)]

    def _concern(self, item: LetterDuty, office: Standing) -> Concern:
        kept = self.session.info.setdefault("duty_passing.obliged", {})
        key = (item.actor, self.source.date)
        if key not in kept:
            kept[key] = duty_rules.obliged(self.session, item.actor, self.source.date)
        return duty_rules.concern(kept[key], office)

    def _duty(self, limit: Limit, office: Standing) -> Duty:
        told = self._told(limit, office.province)
        basis = {
            "how": "handed", "buffer": self.buffer, "from": limit.due, "reason": self.reason,
            "chosen": self.chosen.isoformat() if self.chosen else None,
            "item": limit.item.id if limit.item is not None else None,
        }  # fmt: skip
        assert self.successor.id is not None
        return Duty(
            letter_id=self.successor.id, office_id=office.office_id,
            owed_to_office_id=self.actor.office_id, owed_to=self._name(), kind=limit.kind,
            text=limit.text, basis=basis, recurrence=limit.recurrence, province=office.province,
            parent_duty_id=limit.parent.id if limit.parent else None, opened_at=self.now,
            opened_by=self.actor.account_id, **duty_history.shape(told),
        )  # fmt: skip

    def _name(self) -> str:
        kept = self.session.info.setdefault("duty_passing.names", {})
        key = (self.actor.office_id, self.successor.date)
        if key not in kept:
            kept[key] = name_on(self.session, *key)
        return str(kept[key])

    def _told(self, limit: Limit, province: str | None) -> Told:
        calendar = holiday_table.calendars(self.session)(province)
        return _day(limit, self.buffer, self.chosen, self.reason, calendar, _today(self.now))


def _relayed(
    session: Session, actor: Actor, now: datetime, letter_id: int, successor_id: int
) -> None:
    """What the office had to pass on is done by this letter."""
    waiting = session.exec(
        select(Duty)
        .where(
            Duty.letter_id == letter_id,
            Duty.office_id == actor.office_id,
            Duty.kind == DutyKind.RELAY,
            col(Duty.state).in_(duty_history.WAITING),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for duty in waiting:
        duty_history.change(
            session, actor, now, duty, DutyChangeKind.CLOSED, letter_id=successor_id,
            state=DutyState.DONE, closed_at=duty_history.moment(session, duty, now),
            closed_by=actor.account_id, closed_letter_id=successor_id,
        )  # fmt: skip
