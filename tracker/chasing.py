"""Reminding the silent (ทวงถาม): a letter to those who have not answered, their list behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from tracker import circulation, holiday_table, letters, offices, outgoing, outgoing_drafts
from tracker.actor import Actor
from tracker.circulation import DeliveryView
from tracker.errors import BadValue
from tracker.holidays import Calendar
from tracker.models import Letter, Outgoing
from tracker.outgoing import BANGKOK, today
from tracker.outgoing_content import (
    DUE_MARK,
    Annex,
    Cited,
    Content,
    Recipient,
    recipients,
    understood,
)
from tracker.outgoing_drafts import Own
from tracker.said import said
from tracker.sentences import sentence
from tracker.thai_order import in_thai_order
from tracker.vocabulary import (
    Action,
    LetterKind,
    OutgoingKind,
    OutgoingState,
    Secrecy,
    Urgency,
)
from tracker.wording import long_date

#: Working days that a reminder gives.
GIVEN = 5
#: Heads of so many silent offices are addressed one by one.
_NAMED = 6
#: What is missing, by what was asked.
_MISSING = {
    Action.KNOW: "แจ้งการรับหนังสือ",
    Action.CONSIDER: "แจ้งผลการพิจารณา",
    Action.ACT: "แจ้งผลการดำเนินการ",
    Action.RELAY: "แจ้งผลการส่งต่อ",
    Action.REPORT: "รายงานผล",
}


@dataclass(frozen=True, slots=True)
class _Matter:
    """What is reminded of, for the how many-eth time, and who is silent."""

    writer: Own
    letter: Letter
    silent: tuple[DeliveryView, ...]
    round: int
    last: Letter | None

    @property
    def what(self) -> str:
        return _MISSING[self.letter.action or Action.KNOW]

    @property
    def due_on(self) -> date | None:
        """The first day that was given to one of the silent."""
        return min((one.due_on for one in self.silent if one.due_on is not None), default=None)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reminder that is worked out, not yet kept."""

    round: int
    content: Content
    to: tuple[Recipient, ...]


def prepare(
    session: Session, actor: Actor, now: datetime, *, letter_id: int, form: LetterKind | None = None
) -> Prepared | None:
    """Work the reminder out, holding nobody up; ``None`` where one is being written already.

    ``form``: the external form, or the stamped one, which the regulation allows
    for reminders (clause 14).
    """
    letter = _open_letter(session, actor, letter_id)
    if _open(session, actor, letter) is not None:
        return None
    matter = _matter(session, actor, now, letter)
    if not matter.silent:
        raise BadValue(sentence("ทุกหน่วยงานตอบครบแล้ว ไม่มีรายใดต้องทวงถาม"))
    content = _content(session, now, matter, form or LetterKind.EXTERNAL)
    return Prepared(matter.round, content, tuple(_to(matter)))


def draft(
    session: Session, actor: Actor, now: datetime, *, letter_id: int,
    form: LetterKind | None = None, prepared: Prepared | None = None,
) -> Outgoing:  # fmt: skip
    """Draft the reminder for a letter of the actor's office; one that is being written is gone on.

    ``prepared``: the reminder as it was worked out just before.
    """
    letter = _open_letter(session, actor, letter_id)
    session.exec(select(Letter).where(Letter.id == letter.id).with_for_update()).one()
    if (open_one := _open(session, actor, letter)) is not None:
        return open_one
    if prepared is None or prepared.round != len(_sent(session, actor, letter)) + 1:
        prepared = prepare(session, actor, now, letter_id=letter_id, form=form)
        assert prepared is not None
    return outgoing.keep(
        session, actor, now, kind=OutgoingKind.CHASE, source=letter, content=prepared.content,
        to=list(prepared.to), round_=prepared.round,
    )  # fmt: skip


def _open_letter(session: Session, actor: Actor, letter_id: int) -> Letter:
    """The letter that is to be answered: who asks for a reminder of a reminder means the first."""
    letter = letters.visible(session, actor, letter_id)
    reminder = select(Outgoing.source_letter_id).where(
        Outgoing.office_id == actor.office_id,
        Outgoing.letter_id == letter.id,
        Outgoing.kind == OutgoingKind.CHASE,
    )
    if (first := session.exec(reminder).first()) is not None:
        letter = letters.visible(session, actor, first)
    if letter.secrecy is not Secrecy.NONE:
        raise BadValue(sentence("หนังสือชั้นความลับไม่ร่างในระบบ กรุณาทวงถามด้วยหนังสือกระดาษ"))
    return letter


def _open(session: Session, actor: Actor, letter: Letter) -> Outgoing | None:
    wanted = select(Outgoing).where(
        Outgoing.office_id == actor.office_id,
        Outgoing.source_letter_id == letter.id,
        Outgoing.kind == OutgoingKind.CHASE,
        col(Outgoing.state).in_(outgoing.OPEN),
    )
    return session.exec(wanted.order_by(col(Outgoing.id).desc())).first()


def _sent(session: Session, actor: Actor, letter: Letter) -> list[Outgoing]:
    """The reminders of a letter that went out before."""
    found = select(Outgoing).where(
        Outgoing.office_id == actor.office_id,
        Outgoing.source_letter_id == letter.id,
        Outgoing.kind == OutgoingKind.CHASE,
        Outgoing.state == OutgoingState.ISSUED,
    )
    return list(session.exec(found.order_by(col(Outgoing.round))))


def _matter(session: Session, actor: Actor, now: datetime, letter: Letter) -> _Matter:
    assert letter.id is not None
    sent = _sent(session, actor, letter)
    last = session.get(Letter, sent[-1].letter_id) if sent else None
    owing = [
        one for one in circulation.silent(session, actor, letter_id=letter.id, now=now)
        if one.sender_office_id == actor.office_id
    ]  # fmt: skip
    writer = outgoing_drafts.own(session, actor.office_id, today(now))
    return _Matter(writer, letter, tuple(owing), len(sent) + 1, last)


def _to(matter: _Matter) -> list[Recipient]:
    return [Recipient(office_id=x.office_id, name=x.name) for x in matter.silent]


def _content(session: Session, now: datetime, matter: _Matter, form: LetterKind) -> Content:
    writer, letter = matter.writer, matter.letter
    title = f"บัญชีรายชื่อหน่วยงานที่ยังไม่ได้{matter.what}"
    cited = [letter, *([matter.last] if matter.last else [])]
    annex = annexed(session, now, matter.silent, f"{title} ตาม{_named(session, letter)}")
    calendar = holiday_table.of_office(session, writer.id)
    number = f" (ครั้งที่ {matter.round})"
    about = f" เรื่อง {letter.subject}" if letter.subject else ""
    return Content(
        **outgoing_drafts.letterhead(session, writer),
        form=form,
        urgency=Urgency.VERY_URGENT if matter.round == 1 else Urgency.MOST_URGENT,
        circular=len(matter.silent) > 1,
        subject=f"ทวงถามการ{matter.what}{about}{number}",
        salutation="ถึง" if form is LetterKind.STAMPED else "เรียน",
        to_text=_addressed(session, matter),
        references=tuple(Cited(text=_named(session, x), letter_id=x.id) for x in cited),
        enclosures=(Cited(text=title, count="1 ชุด"),),
        body="\n".join(_body(matter, form)),
        action=Action.REPORT,
        due_on=_until(matter, calendar, today(now)),
        annex=annex,
    )


def _named(session: Session, letter: Letter) -> str:
    return outgoing_drafts.citation(session, letter)


def _body(matter: _Matter, form: LetterKind) -> list[str]:
    letter, name = matter.letter, matter.writer.name
    until = f" ภายในวันที่ {long_date(matter.due_on)}" if matter.due_on else ""
    about = f"เรื่อง {letter.subject} " if letter.subject else ""
    first = f"ตามหนังสือที่อ้างถึง {name}ได้แจ้ง{about}และขอให้{matter.what}{until} ความละเอียดแจ้งแล้ว นั้น"
    before = ""
    if matter.round > 1:
        before = f"{name}ได้มีหนังสือทวงถามแล้ว จำนวน {matter.round - 1} ครั้ง แต่"
    second = (
        f"บัดนี้ {before}{'' if before else name + 'ตรวจสอบแล้ว '}ยังมีหน่วยงานที่ไม่ได้{matter.what} "
        f"จำนวน {len(matter.silent):,} แห่ง ตามบัญชีรายชื่อที่ส่งมาด้วย "
        f"จึงขอให้หน่วยงานดังกล่าวเร่ง{matter.what}ให้{name}ทราบ ภายในวันที่ {DUE_MARK} "
        "หากไม่มีข้อมูลหรือดำเนินการเสร็จแล้ว ขอให้แจ้งให้ทราบด้วย"
    )
    closing = "จึงแจ้งมาเพื่อดำเนินการ" if form is LetterKind.STAMPED else "จึงเรียนมาเพื่อโปรดเร่งดำเนินการ"
    return [first, second, closing]


def _addressed(session: Session, matter: _Matter) -> str:
    day = matter.writer.day
    known = offices.heads_on(session, [x.office_id for x in matter.silent if x.office_id], day)
    heads = [known.get(x.office_id or 0) or x.name for x in matter.silent]
    if len(heads) <= _NAMED:
        return "\n".join(heads)
    kinds = dict.fromkeys(outgoing_drafts.kind_of_head(head) for head in heads)
    named = " ".join(kinds) if len(kinds) <= 3 else "หัวหน้าหน่วยงาน"
    return f"{named} (ตามบัญชีรายชื่อแนบท้าย)"


def annexed(session: Session, now: datetime, silent: Sequence[DeliveryView], title: str) -> Annex:
    """The list of the silent by district, with the days for which each has been waited for."""
    areas = {one.area_id for one in silent if one.area_id is not None}
    names = offices.names_on(session, areas, today(now)) if len(areas) > 1 else {}
    rows = [
        {"district": names.get(one.area_id or 0, ""), "name": one.name, "state": said(one.state),
         "days": _waited(one, today(now))}
        for one in silent
    ]  # fmt: skip
    places = in_thai_order(str(row[part]) for row in rows for part in ("district", "name"))
    rows.sort(key=lambda row: (places[str(row["district"])], places[str(row["name"])]))
    return Annex.model_validate({"title": title, "rows": rows})


def _waited(one: DeliveryView, day: date) -> int:
    """Days over the day that was given; without one, since the letter was sent."""
    since = (
        one.due_on if one.due_on and one.due_on < day else one.sent_at.astimezone(BANGKOK).date()
    )
    return max(0, (day - since).days)


def _until(matter: _Matter, calendar: Calendar, day: date) -> date:
    """The day that was given, where it is still to come: a reminder moves nobody's day."""
    if matter.due_on is not None and matter.due_on >= day:
        return matter.due_on
    return _after(calendar, day, GIVEN)


def _after(calendar: Calendar, day: date, working_days: int) -> date:
    left = working_days
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working_day(day)
    return day


def answered_since(
    session: Session, actor: Actor, now: datetime, *, outgoing_id: int
) -> list[Recipient]:
    """Recipients of a reminder being written who have answered in the meantime."""
    view = outgoing.one(session, actor, outgoing_id)
    if (
        view.kind is not OutgoingKind.CHASE
        or view.source is None
        or view.state not in outgoing.OPEN
    ):
        return []
    matter = _matter(session, actor, now, view.source)
    silent = {_key(Recipient(office_id=x.office_id, name=x.name)) for x in matter.silent}
    return [one for one in view.recipients if _key(one) not in silent]


def _key(one: Recipient) -> str:
    return f"office:{one.office_id}" if one.office_id else offices.squeezed(one.name)


def renew(
    session: Session, actor: Actor, now: datetime, *, outgoing_id: int, version: int
) -> Outgoing:
    """Take those off the reminder and its list who have answered since; nothing typed changes."""
    draft = outgoing.held(session, actor, outgoing_id, version=version)
    gone = {_key(x) for x in answered_since(session, actor, now, outgoing_id=outgoing_id)}
    left = [one for one in recipients(draft.recipients) if _key(one) not in gone]
    if not left:
        raise BadValue(sentence("ทุกหน่วยงานตอบครบแล้ว กรุณายกเลิกร่างหนังสือทวงถามฉบับนี้"))
    content = understood(draft.content)
    values = {}
    if content.annex is not None:
        names = {one.name for one in left}
        rows = [row.model_dump() for row in content.annex.rows if row.name in names]
        values["annex"] = {"title": content.annex.title, "rows": rows}
    return outgoing.save(
        session, actor, now, outgoing_id=outgoing_id, version=version, values=values, to=left
    )
