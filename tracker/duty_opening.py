"""What a letter makes an office owe, told when the office registers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker import audit, duty_dates, duty_history, duty_rules, holiday_table, letters, offices
from tracker.actor import Actor
from tracker.deadlines import working_day_before
from tracker.duty_dates import Told
from tracker.duty_rules import Concern, Standing
from tracker.holidays import Calendar
from tracker.models import (
    ChainLink,
    Duty,
    Letter,
    LetterAddressee,
    LetterDuty,
    LetterReference,
)
from tracker.sentences import noted
from tracker.vocabulary import (
    Action,
    DutyChangeKind,
    DutyKind,
    DutyState,
    LetterKind,
    Secrecy,
    Via,
)
from tracker.wording import iso_day, long_date

#: How many letters deep one may lie in another.
_DEEPEST = 6
#: What a letter asks for that is owed even without a day.
_ASKED = (Action.CONSIDER, Action.ACT, Action.RELAY, Action.REPORT)


@dataclass(frozen=True, slots=True)
class Case:
    """One office that registers one letter, with all that its duties are made from."""

    letter: Letter
    office: Standing
    received_at: datetime
    now: datetime
    actor: Actor
    owed_to_office_id: int | None
    owed_to: str


@dataclass(frozen=True, slots=True)
class Item:
    """A date of the letter, or of one it encloses, and whose it is."""

    read: LetterDuty
    source: Letter
    concern: Concern


def open_for(
    session: Session, actor: Actor, now: datetime, *, letter_id: int, received_at: datetime
) -> list[Duty]:
    """Open what the actor's office owes because of a letter that it registers.

    Its own dates (and those of enclosed letters that name it or its level), what
    it has to pass on, and one duty without a day where the letter asks for
    something but names none. Calling it again opens nothing twice; what the
    sender has handed down already is taken up, not doubled.
    """
    letter = letters.visible(session, actor, letter_id)
    case = _case(session, actor, now, letter, received_at)
    known = duty_history.of_letter(session, letter_id, actor.office_id)
    _received(session, case, known)
    items = [] if letter.secrecy is not Secrecy.NONE else _items(session, case)
    opened: list[Duty] = []
    for item in items:
        if item.concern in (Concern.OURS, Concern.UNSURE):
            made = _dated(session, case, item, known)
            opened += [made] if made else []
    if not any(duty.state is not DutyState.CANCELLED for duty in known):
        opened += _undated(session, case, items, opened)
    if opened:
        after = {"letter": letter_id, "duties": [duty.id for duty in opened]}
        audit.record(session, actor, now, "open_duties", ("letter", letter_id), after=after)
    session.flush()
    return opened


def _case(
    session: Session, actor: Actor, now: datetime, letter: Letter, received_at: datetime
) -> Case:
    day = letter.date or received_at.date()
    issuer = letter.issuer_office_id
    if issuer == actor.office_id:
        issuer = None
    name = offices.name_on(session, issuer, day) if issuer else (letter.issuer or "")
    office = duty_rules.standing(session, actor.office_id, day)
    return Case(letter, office, received_at, now, actor, issuer, name)


def _received(session: Session, case: Case, known: list[Duty]) -> None:
    for duty in known:
        if duty.received_at is None and duty.state in duty_history.WAITING:
            duty_history.change(
                session, case.actor, case.now, duty, DutyChangeKind.RECEIVED,
                received_at=case.received_at, letter_id=case.letter.id,
            )  # fmt: skip


def _items(session: Session, case: Case) -> list[Item]:
    """The letter's dates, then those of the letters that lie in it, the nearest first."""
    items = [
        Item(one, case.letter, _concern(session, one, case)) for one in _read(session, case.letter)
    ]
    for enclosed in _enclosed(session, case.letter):
        direct = _addressed(session, enclosed, case.office.office_id)
        for one in _read(session, enclosed):
            concern = _concern(session, one, case)
            # The day of an enclosed letter that names nobody is its own addressee's.
            if not direct and (one.actor is None or concern is Concern.UNSURE):
                concern = Concern.ABOVE
            if not any(_same(one, had.read) for had in items):
                items.append(Item(one, enclosed, concern))
    return items


def _same(one: LetterDuty, other: LetterDuty) -> bool:
    """A cover repeats what it passes on: one kind, one day, one actor are one duty."""
    return (one.kind, one.due, one.actor) == (other.kind, other.due, other.actor) and bool(one.due)


def _concern(session: Session, one: LetterDuty, case: Case) -> Concern:
    if one.kind not in (*duty_rules.DATED, duty_rules.EVENT):
        return Concern.OTHERS
    return duty_rules.concern(duty_rules.obliged(session, one.actor, case.letter.date), case.office)


def _read(session: Session, letter: Letter) -> list[LetterDuty]:
    found = select(LetterDuty).where(LetterDuty.letter_id == letter.id)
    return list(session.exec(found.order_by(col(LetterDuty.position))))


def _enclosed(session: Session, letter: Letter) -> list[Letter]:
    """The letters that lie in this one, in one another, each once; secret ones left out."""
    found: dict[int, Letter] = {}
    above = [letter.id]
    for _ in range(_DEEPEST):
        below = session.exec(
            select(Letter)
            .join(ChainLink, col(ChainLink.to_letter_id) == col(Letter.id))
            .where(col(ChainLink.from_letter_id).in_(above), ChainLink.via == Via.ENCLOSURE)
            .order_by(col(Letter.id))
        ).all()
        fresh = [one for one in below if one.id not in found and one.id != letter.id]
        found.update({one.id: one for one in fresh if one.id is not None})
        if not fresh:
            break
        above = [one.id for one in fresh]
    return [one for one in found.values() if one.secrecy is Secrecy.NONE]


def _addressed(session: Session, letter: Letter, office_id: int) -> bool:
    meant = select(LetterAddressee.id).where(
        LetterAddressee.letter_id == letter.id, LetterAddressee.office_id == office_id
    )
    return session.exec(meant).first() is not None


def _dated(session: Session, case: Case, item: Item, known: list[Duty]) -> Duty | None:
    """The duty of one date, unless it is open already or was handed down before."""
    calendar = holiday_table.calendars(session)(case.office.province)
    told = duty_dates.tell(item.source, item.read, case.received_at, calendar)
    for duty in known:
        if duty.letter_duty_id == item.read.id:
            return None
    for duty in known:
        if duty.letter_duty_id is None and duty.due in (None, told.due):
            _take_up(session, case, duty, item, told)
            return None
    read, level = item.read, case.office.level
    kind = duty_rules.kind_of(read.kind, read.text, case.letter.action, level)
    doubt = told.doubt
    if item.concern is Concern.UNSURE:
        whose = noted(
            "หนังสือระบุให้ “%(actor)s” ดำเนินการ โปรดตรวจว่าเป็นหน้าที่ของหน่วยงานนี้", actor=item.read.actor
        )
        doubt = f"{doubt} · {whose}" if doubt else whose
    basis = {"how": "letter", "source_letter": item.source.id}
    made = _open(session, case, kind, item.read.text, told, doubt, basis, item.read)
    _supersede(session, case, item, made)
    return made


def _take_up(session: Session, case: Case, duty: Duty, item: Item, told: Told) -> None:
    """A duty that was handed down is the same as this date of the letter: join them."""
    if duty.state not in duty_history.WAITING:
        return
    day = duty_history.shape(told) if duty.due is None else {}
    duty_history.change(
        session, case.actor, case.now, duty, DutyChangeKind.DATED, letter_id=case.letter.id,
        letter_duty_id=item.read.id, recurrence=told.recurrence, **day,
    )  # fmt: skip


def _undated(session: Session, case: Case, items: list[Item], opened: list[Duty]) -> Iterable[Duty]:
    """What the letter asks without a day: to pass on, to report, to act."""
    action, letter = case.letter.action, case.letter
    if action not in _ASKED or letter.kind in (LetterKind.ANNEX, LetterKind.OTHER):
        return
    below = [one for one in items if one.concern is Concern.BELOW]
    if below and case.office.level.depth < 4:
        yield _relay(session, case, below)
        return
    kinds = {duty.kind for duty in opened}
    if action is Action.REPORT and DutyKind.REPORT in kinds:
        return
    if action in (Action.ACT, Action.CONSIDER, Action.RELAY) and kinds:
        return
    kind = duty_rules.kind_of_action(action)
    explanation = noted("หนังสือขอให้ดำเนินการแต่ไม่ได้กำหนดวัน จึงค้างไว้จนกว่าจะปิดเรื่อง")
    urgent = next((one.read.text for one in items if one.read.kind == "priority"), None)
    if urgent:
        explanation = noted(
            "หนังสือระบุ “%(urgency)s” แต่ไม่ได้กำหนดวัน จึงค้างไว้จนกว่าจะปิดเรื่อง", urgency=urgent
        )
    told = Told(None, None, explanation, _hint(items), "undated")
    yield _open(session, case, kind, "", told, told.doubt, {"how": "undated"})


def _hint(items: list[Item]) -> str | None:
    """The day that those above have to keep, where ours is not told."""
    days = [
        (day, one) for one in items
        if one.concern is Concern.ABOVE and (day := iso_day(one.read.due)) is not None
        and one.read.kind in duty_rules.DATED
    ]  # fmt: skip
    if not days:
        return None
    day, one = min(days, key=lambda pair: pair[0])
    return noted(
        "หนังสือที่แนบมามีกำหนดของ%(whose)sวันที่ %(day)s โปรดกำหนดวันของหน่วยงานนี้เองให้ทัน",
        whose=one.read.actor or noted("หน่วยงานที่ส่งต่อมา"),
        day=long_date(day),
    )


def _relay(session: Session, case: Case, below: list[Item]) -> Duty:
    """To pass on what those below have to keep, early enough for them."""
    days = sorted(day for one in below if (day := iso_day(one.read.due)) is not None)
    calendar = holiday_table.calendars(session)(case.office.province)
    said = noted("หนังสือกำหนดหน้าที่ให้หน่วยงานระดับล่าง จึงต้องแจ้งต่อ")
    suggested: date | None = None
    if days:
        said = noted(
            "หนังสือกำหนดหน้าที่ให้หน่วยงานระดับล่าง จึงต้องแจ้งต่อ "
            "ก่อนถึงวันที่ %(day)s ซึ่งเป็นกำหนดของหน่วยงานระดับล่าง",
            day=long_date(days[0]),
        )
        suggested = _early(days[0], case, calendar)
    told = Told(None, suggested, said, None, "relay")
    basis = {"how": "relay", "below": [one.read.id for one in below]}
    text = " / ".join(dict.fromkeys(one.read.text for one in below))
    return _open(session, case, DutyKind.RELAY, text, told, None, basis)


def _early(day: date, case: Case, calendar: Calendar) -> date:
    """Halfway between receipt and the day of those below, on a working day."""
    received = duty_dates.wall_clock(case.received_at).date()
    halfway = received + (day - received) / 2 if day > received else received
    return working_day_before(halfway, calendar) or halfway


def _open(
    session: Session,
    case: Case,
    kind: DutyKind,
    text: str,
    told: Told,
    doubt: str | None,
    basis: Mapping[str, object],
    read: LetterDuty | None = None,
) -> Duty:
    assert case.letter.id is not None
    made = Duty(
        letter_id=case.letter.id, letter_duty_id=read.id if read else None,
        office_id=case.office.office_id, owed_to_office_id=case.owed_to_office_id,
        owed_to=case.owed_to, kind=kind, text=text, basis=dict(basis),
        province=case.office.province, recurrence=told.recurrence, received_at=case.received_at,
        opened_at=case.now, opened_by=case.actor.account_id,
        **{**duty_history.shape(told), "doubt": doubt},
    )  # fmt: skip
    session.add(made)
    session.flush()
    if told.recurrence:
        made.series_id = made.id
    duty_history.note(
        session, case.actor, case.now, made, DutyChangeKind.OPENED,
        after={"due": told.due}, letter_id=case.letter.id,
    )  # fmt: skip
    return made


def _supersede(session: Session, case: Case, item: Item, made: Duty) -> None:
    """A letter that moves a day (ขยายเวลาจากเดิม…) closes the duty with the former day."""
    former = item.read.details.get("supersedes")
    if not former:
        return
    cited = select(LetterReference.identity).where(
        LetterReference.letter_id == case.letter.id, col(LetterReference.identity).is_not(None)
    )
    old = session.exec(
        select(Duty)
        .join(Letter, col(Letter.id) == col(Duty.letter_id))
        .where(
            Duty.office_id == case.office.office_id,
            col(Duty.state).in_(duty_history.WAITING),
            Duty.due_on == iso_day(former),
            col(Letter.identity).in_(cited),
        )
        .with_for_update()
    ).all()
    for duty in old:
        duty_history.change(
            session, case.actor, case.now, duty, DutyChangeKind.SUPERSEDED,
            letter_id=case.letter.id, state=DutyState.SUPERSEDED, replaced_by_id=made.id,
            closed_at=case.now, closed_by=case.actor.account_id,
        )  # fmt: skip
