"""Corrections of clerks as examples that training may use: kept only where consent was given.

An example is a place on a page and what stands there in print. Its picture is
cut by a job, so that confirming a letter waits for nothing. Only what a person
has compared with its picture is handed out. Nothing leaves this installation.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from tracker import audit, offices
from tracker.actor import Actor
from tracker.as_printed import printed
from tracker.draft_view import DraftLetter, DraftView, FieldView
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.models import Account, Arrival, Office, TeachingConsent, TeachingExample
from tracker.sentences import sentence
from tracker.vocabulary import AccountRole, ExampleState

#: Kinds of field whose print is one line.
_KINDS = ("ref_no", "date", "text")
#: Points: a higher box holds more than one line.
_ONE_LINE = 40.0
#: Characters of one example.
LONGEST = 300
PAGE = 30


#: Id, text and PNG of each.
Examples = Iterator[tuple[int, str, bytes]]


@dataclass(frozen=True, slots=True)
class ConsentView:
    """An office, whether its corrections are kept, and how many there are, by state."""

    office_id: int
    name: str
    given_at: datetime | None
    given_by: str
    kept: int
    usable: int


def consented(session: Session, office_id: int) -> bool:
    """Whether corrections of this office may be kept now."""
    found = session.get(TeachingConsent, office_id)
    return found is not None and found.withdrawn_at is None


def _admin(session: Session, actor: Actor, office_id: int) -> None:
    if office_id not in actor.office_ids or session.get(Office, office_id) is None:
        raise NotFound
    if actor.role is not AccountRole.ADMIN:
        raise NotAllowed(sentence("เฉพาะผู้ดูแลระบบเปิดหรือปิดการเก็บตัวอย่างได้"))


def give(session: Session, actor: Actor, now: datetime, *, office_id: int) -> None:
    """An administrator agrees that corrections of an office are kept from now on."""
    _admin(session, actor, office_id)
    if consented(session, office_id):
        return
    session.merge(
        TeachingConsent(office_id=office_id, given_at=now, given_by=actor.account_id)
    )  # fmt: skip
    session.flush()
    audit.record(session, actor, now, "give_teaching_consent", ("office", office_id))


def withdraw(session: Session, actor: Actor, now: datetime, *, office_id: int) -> None:
    """Nothing more is kept or handed out; what is kept stays until it is deleted."""
    _admin(session, actor, office_id)
    found = session.get(TeachingConsent, office_id)
    if found is None or found.withdrawn_at is not None:
        return
    found.withdrawn_at, found.withdrawn_by = now, actor.account_id
    session.add(found)
    session.flush()
    audit.record(session, actor, now, "withdraw_teaching_consent", ("office", office_id))


def consents(session: Session, actor: Actor, now: datetime) -> list[ConsentView]:
    """The offices with accounts that the actor may see, own office first."""
    ids = session.exec(
        select(Account.office_id).where(col(Account.office_id).in_(actor.office_ids)).distinct()
    ).all()
    ordered = sorted(set(ids) | {actor.office_id}, key=lambda one: (one != actor.office_id, one))
    return [_consent(session, office_id, now) for office_id in ordered]


def _consent(session: Session, office_id: int, now: datetime) -> ConsentView:
    found = session.get(TeachingConsent, office_id)
    given = found if found is not None and found.withdrawn_at is None else None
    who = session.get(Account, given.given_by) if given else None
    count = select(func.count()).where(TeachingExample.office_id == office_id)
    usable = count.where(TeachingExample.state == ExampleState.CONFIRMED)
    return ConsentView(
        office_id=office_id,
        name=offices.name_on(session, office_id, now.date()),
        given_at=given.given_at if given else None,
        given_by=who.display_name if who else "",
        kept=session.exec(count).one(),
        usable=session.exec(usable).one(),
    )


def gather(session: Session, actor: Actor, now: datetime, arrived: Arrival, view: DraftView) -> int:
    """Note what was corrected on a confirmed file, if its office agreed; how many."""
    if not consented(session, arrived.office_id) or view.sealed:
        return 0
    found = [
        example
        for letter in view.letters
        for field in letter.fields
        if (example := _example(view, letter, field)) is not None
    ]
    for example in found:
        example.office_id, example.sha256 = arrived.office_id, arrived.sha256
        example.made_at, example.made_by = now, actor.account_id
        if example.decided_at is not None:
            example.decided_at, example.decided_by = now, actor.account_id
        session.add(example)
    session.flush()
    return len(found)


def _example(view: DraftView, letter: DraftLetter, field: FieldView) -> TeachingExample | None:
    """What a correction shows; ``decided_at`` is set where the clerk chose it from the picture."""
    sheet = next((one for one in view.sheets if one.number == field.page), None)
    if not field.typed or field.kind not in _KINDS or field.box is None or sheet is None:
        return None
    seen = field.looked_text
    if sheet.source != "ocr" and not seen:
        return None
    if letter.sealed or field.box[3] - field.box[1] > _ONE_LINE:
        return None
    text = seen or printed(field.kind, field.raw, field.machine, field.typed)
    if len(text) > LONGEST or "\n" in text:
        return None
    return TeachingExample(
        office_id=0,
        arrival_id=view.arrival_id,
        path=field.path,
        sha256="",
        page=sheet.number,
        box=list(field.box),
        turn=sheet.turn if field.turn is None else field.turn,
        read=field.raw or "",
        text=text,
        state=ExampleState.WAITING,
        made_at=view.arrived_at,
        made_by=0,
        decided_at=view.arrived_at if seen else None,
    )


def listed(
    session: Session, actor: Actor, *, page: int = 1, state: ExampleState | None = None
) -> tuple[list[TeachingExample], int]:
    """The examples that the actor may see, those to be looked at first, and how many."""
    wanted = select(TeachingExample).where(col(TeachingExample.office_id).in_(actor.office_ids))
    if state is not None:
        wanted = wanted.where(TeachingExample.state == state)
    total = session.exec(select(func.count()).select_from(wanted.subquery())).one()
    ordered = wanted.order_by(col(TeachingExample.state).desc(), col(TeachingExample.id).desc())
    return list(session.exec(ordered.offset((max(1, page) - 1) * PAGE).limit(PAGE)).all()), total


def example(session: Session, actor: Actor, example_id: int) -> TeachingExample:
    """One example that the actor may see."""
    found = session.get(TeachingExample, example_id)
    if found is None or found.office_id not in actor.office_ids:
        raise NotFound
    return found


def _change(session: Session, actor: Actor, example_id: int) -> TeachingExample:
    found = example(session, actor, example_id)
    if found.office_id != actor.office_id and actor.role is not AccountRole.ADMIN:
        raise NotAllowed(sentence("แก้ไขได้เฉพาะตัวอย่างของหน่วยงานของท่านเอง"))
    return found


def confirm(
    session: Session, actor: Actor, now: datetime, *, example_id: int, text: str
) -> TeachingExample:
    """The person compared the picture with the text: so it stands there."""
    found = _change(session, actor, example_id)
    said = " ".join(text.split())
    if not said or len(said) > LONGEST:
        raise BadValue(
            sentence("พิมพ์ข้อความที่เห็นในภาพ ไม่เกิน %(longest)s ตัวอักษร หรือลบตัวอย่างนี้", longest=LONGEST)
        )
    if found.picture is None:
        raise BadValue(sentence("ตัวอย่างนี้ยังไม่มีภาพ กรุณารอสักครู่แล้วเปิดหน้านี้ใหม่"))
    found.text, found.state = said, ExampleState.CONFIRMED
    found.decided_at, found.decided_by = now, actor.account_id
    session.add(found)
    session.flush()
    audit.record(session, actor, now, "confirm_example", ("teaching_example", example_id))
    return found


def delete(session: Session, actor: Actor, now: datetime, *, example_id: int) -> None:
    """Forget one example; the trail keeps that it was there."""
    found = _change(session, actor, example_id)
    where = {"arrival": found.arrival_id, "path": found.path}
    session.delete(found)
    session.flush()
    audit.record(
        session, actor, now, "delete_example", ("teaching_example", example_id), before=where
    )


def delete_all(session: Session, actor: Actor, now: datetime, *, office_id: int) -> int:
    """Forget all examples of an office; how many there were."""
    _admin(session, actor, office_id)
    every = session.exec(
        select(TeachingExample).where(TeachingExample.office_id == office_id)
    ).all()
    for one in every:
        session.delete(one)
    session.flush()
    before = {"examples": len(every)}
    audit.record(session, actor, now, "delete_examples", ("office", office_id), before=before)
    return len(every)


def uncut(session: Session, *, limit: int = 20) -> list[TeachingExample]:
    """Examples whose picture is still to be cut, of offices that agree, oldest first."""
    wanted = select(TeachingExample).where(
        TeachingExample.state == ExampleState.WAITING,
        col(TeachingExample.office_id).in_(_agreeing()),
    )
    return list(session.exec(wanted.order_by(col(TeachingExample.id)).limit(limit)).all())


def cut(session: Session, *, example_id: int, picture: bytes | None) -> None:
    """Keep the picture of an example, or that none could be cut. Twice does no harm."""
    found = session.get(TeachingExample, example_id)
    if found is None or found.state is not ExampleState.WAITING:
        return
    found.picture = picture
    looked_at = ExampleState.CONFIRMED if found.decided_by else ExampleState.PROPOSED
    found.state = ExampleState.FAILED if picture is None else looked_at
    session.add(found)
    session.flush()


def handed_out(session: Session, office_ids: frozenset[int] | None = None) -> Examples:
    """What training may use: id, text and PNG of what was confirmed, where consent holds."""
    wanted = select(TeachingExample).where(
        TeachingExample.state == ExampleState.CONFIRMED,
        col(TeachingExample.office_id).in_(_agreeing()),
    )
    if office_ids is not None:
        wanted = wanted.where(col(TeachingExample.office_id).in_(office_ids))
    ordered = wanted.order_by(col(TeachingExample.id)).execution_options(yield_per=200)
    for one in session.exec(ordered):
        if one.id is not None and one.picture is not None:
            yield one.id, one.text, one.picture


def _agreeing() -> SelectOfScalar[int]:
    return select(TeachingConsent.office_id).where(col(TeachingConsent.withdrawn_at).is_(None))
