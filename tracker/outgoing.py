"""Letters out: drafted, laid before the signatory, numbered and sent once they are signed.

Number and day are given only after signature (clause 44 and form 14 of the
regulation of 2526). Until then nothing of a draft is in any register.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from tracker import audit, duties, letters, outgoing_drafts
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, NotFound, Stale
from tracker.models import Letter, LetterHolding, Outgoing, Unit
from tracker.outgoing_content import (
    Content,
    Recipient,
    as_printed,
    recipients,
    understood,
    unfinished,
)
from tracker.registers import Page
from tracker.said import said
from tracker.sentences import Joined, sentence
from tracker.vocabulary import (
    OutgoingKind,
    OutgoingState,
    Secrecy,
)

BANGKOK = ZoneInfo("Asia/Bangkok")
#: In these states a letter has still no number.
OPEN = (OutgoingState.DRAFT, OutgoingState.WAITING_SIGNATURE)


@dataclass(frozen=True, slots=True)
class OutgoingView:
    """A letter out as the pages show it. ``missing``: what keeps it from being signed."""

    id: int
    office_id: int
    office_name: str
    unit_id: int | None
    unit_name: str
    kind: OutgoingKind
    state: OutgoingState
    round: int
    version: int
    content: Content
    recipients: tuple[Recipient, ...]
    missing: tuple[str, ...]
    own: bool
    source: Letter | None
    letter_id: int | None
    ref_no: str | None
    dated: dt.date | None
    paper_sha256: str | None
    signed_sha256: str | None
    updated_at: datetime
    issued_at: datetime | None
    cancel_reason: str | None


def today(now: datetime) -> dt.date:
    """Bangkok's day."""
    return now.astimezone(BANGKOK).date()


def draft_from(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    letter_id: int | None = None,
    kind: OutgoingKind = OutgoingKind.NEW,
) -> Outgoing:
    """Begin a letter: a covering letter for one received, an answer to it, or one of its own.

    A reminder begins in ``tracker.chasing``, which knows who is silent.
    """
    if kind is OutgoingKind.CHASE:
        raise BadValue(sentence("หนังสือทวงถามเริ่มจากรายชื่อผู้ที่ยังไม่ตอบ กรุณาเปิดจากหน้าการเวียนหนังสือ"))
    source = None
    if kind is not OutgoingKind.NEW:
        source = _source(session, actor, letter_id)
    due = None
    if kind is OutgoingKind.RELAY and source is not None and source.id is not None:
        told = duties.proposed(session, actor, now, letter_id=source.id)
        due = told.due_on if told else None
    writer = outgoing_drafts.own(session, actor.office_id, today(now))
    content, to = outgoing_drafts.first(session, writer, kind, source, due)
    buffer = {"buffer_days": duties.buffer_of(session, actor.office_id)}
    return keep(
        session, actor, now, kind=kind, source=source,
        content=content.model_copy(update=buffer), to=to,
    )  # fmt: skip


def _source(session: Session, actor: Actor, letter_id: int | None) -> Letter:
    """The letter that is passed on or answered: the own office has it, and it is no secret."""
    if letter_id is None:
        raise NotFound
    found = letters.visible(session, actor, letter_id)
    if found.secrecy is not Secrecy.NONE:
        raise BadValue(
            sentence("หนังสือชั้นความลับไม่ร่างในระบบ กรุณาร่างบนกระดาษ แล้วออกเลขในทะเบียนหนังสือส่งลับ")
        )
    held = select(LetterHolding.id).where(
        LetterHolding.letter_id == letter_id, LetterHolding.office_id == actor.office_id
    )
    if session.exec(held).first() is None:
        raise BadValue(sentence("หน่วยงานของท่านยังไม่มีหนังสือฉบับนี้ กรุณาลงรับก่อน แล้วจึงส่งต่อหรือตอบ"))
    return found


def keep(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    kind: OutgoingKind,
    source: Letter | None,
    content: Content,
    to: Sequence[Recipient],
    round_: int = 0,
) -> Outgoing:
    """Write a new draft of the actor's office down."""
    made = Outgoing(
        office_id=actor.office_id, kind=kind,
        unit_id=outgoing_drafts.unit_of(session, actor, today(now)),
        source_letter_id=source.id if source else None,
        round=round_, content=as_printed(content).model_dump(mode="json"),
        recipients=_plain(recipients([one.model_dump() for one in to])),
        created_by=actor.account_id, created_at=now, updated_by=actor.account_id, updated_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    after = {"kind": kind, "source": made.source_letter_id, "round": round_}
    audit.record(session, actor, now, "draft_letter", ("outgoing", made.id), after=after)
    return made


def _plain(to: Sequence[Recipient]) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json", exclude_none=True) for one in to]


def held(
    session: Session,
    actor: Actor,
    outgoing_id: int,
    *,
    version: int | None = None,
    states: Sequence[OutgoingState] = (OutgoingState.DRAFT,),
) -> Outgoing:
    """The own office's letter, locked; refuses a version that is no longer the last."""
    wanted = select(Outgoing).where(Outgoing.id == outgoing_id).with_for_update()
    found = session.exec(wanted.execution_options(populate_existing=True)).one_or_none()
    if found is None or found.office_id not in actor.office_ids:
        raise NotFound
    if found.office_id != actor.office_id:
        raise NotAllowed(sentence("แก้ไขและออกเลขได้เฉพาะหนังสือของหน่วยงานตนเอง"))
    if found.state not in states:
        raise BadValue(_no_longer(found))
    if version is not None and found.version != version:
        raise Stale
    return found


def _no_longer(found: Outgoing) -> str:
    if found.state is OutgoingState.ISSUED:
        return sentence("หนังสือฉบับนี้ออกเลขแล้วที่ %(number)s แก้ไขหรือออกเลขอีกไม่ได้", number=found.ref_no)
    if found.state is OutgoingState.WAITING_SIGNATURE:
        return sentence("หนังสือฉบับนี้เสนอลงนามอยู่ กรุณากด “นำกลับมาแก้ไข” ก่อน")
    if found.state is OutgoingState.CANCELLED:
        return sentence("ร่างฉบับนี้ยกเลิกไปแล้ว กรุณาเริ่มร่างใหม่")
    return sentence("ร่างฉบับนี้ยังไม่ได้เสนอลงนาม กรุณากด “บันทึกและเสนอลงนาม” ก่อนออกเลข")


def touch(session: Session, actor: Actor, now: datetime, draft: Outgoing) -> None:
    """Note that the letter was changed."""
    draft.version += 1
    draft.updated_by, draft.updated_at = actor.account_id, now
    session.add(draft)
    session.flush()


def save(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    outgoing_id: int,
    version: int,
    values: dict[str, Any],
    to: Sequence[Recipient] | None = None,
) -> Outgoing:
    """Keep what a clerk typed; ``values`` holds only the parts that were shown to him."""
    draft = held(session, actor, outgoing_id, version=version)
    content = understood({**draft.content, **values})
    before, after = draft.content, content.model_dump(mode="json")
    changed = [name for name in after if after[name] != before.get(name)]
    listed = draft.recipients if to is None else _plain(recipients([x.model_dump() for x in to]))
    if not changed and listed == draft.recipients:
        return draft
    was = {name: before.get(name) for name in changed}
    now_is = {name: after[name] for name in changed}
    if listed != draft.recipients:
        was["recipients"], now_is["recipients"] = len(draft.recipients), len(listed)
    draft.content, draft.recipients = after, listed
    touch(session, actor, now, draft)
    audit.record(session, actor, now, "edit_letter", ("outgoing", draft.id), was, now_is)
    return draft


def submit(
    session: Session, actor: Actor, now: datetime, *, outgoing_id: int, version: int
) -> Outgoing:
    """Lay the letter before its signatory. From now on it is not edited."""
    draft = held(session, actor, outgoing_id, version=version)
    if lacking := missing(draft):
        raise BadValue(
            sentence("เสนอลงนามยังไม่ได้: %(lacking)s", lacking=Joined(lacking, " · ", " · "))
        )
    return _become(session, actor, now, draft, OutgoingState.WAITING_SIGNATURE)


def recall(
    session: Session, actor: Actor, now: datetime, *, outgoing_id: int, version: int
) -> Outgoing:
    """Take the letter back from its signatory, to be changed."""
    draft = held(
        session, actor, outgoing_id, version=version, states=(OutgoingState.WAITING_SIGNATURE,)
    )
    return _become(session, actor, now, draft, OutgoingState.DRAFT)


def cancel(
    session: Session, actor: Actor, now: datetime, *, outgoing_id: int, version: int, reason: str
) -> Outgoing:
    """Give a letter up that has no number yet. It stays, with the reason."""
    draft = held(session, actor, outgoing_id, version=version, states=OPEN)
    if not reason.strip():
        raise BadValue(sentence("กรุณาพิมพ์เหตุผลที่ยกเลิกร่าง"))
    draft.cancelled_at, draft.cancel_reason = now, reason.strip()[:500]
    return _become(session, actor, now, draft, OutgoingState.CANCELLED)


def _become(
    session: Session, actor: Actor, now: datetime, draft: Outgoing, state: OutgoingState
) -> Outgoing:
    before = {"state": draft.state}
    draft.state = state
    touch(session, actor, now, draft)
    after = {"state": state, "reason": draft.cancel_reason}
    audit.record(session, actor, now, "letter_state", ("outgoing", draft.id), before, after)
    return draft


def missing(draft: Outgoing) -> list[str]:
    """What keeps the letter from being signed; Thai sentences."""
    return unfinished(understood(draft.content), recipients(draft.recipients))


def one(session: Session, actor: Actor, outgoing_id: int) -> OutgoingView:
    """A letter out of an office that the actor may see."""
    found = session.get(Outgoing, outgoing_id)
    if found is None or found.office_id not in actor.office_ids:
        raise NotFound
    return _view(session, actor, found)


def _view(session: Session, actor: Actor, found: Outgoing) -> OutgoingView:
    content, to = understood(found.content), recipients(found.recipients)
    source = session.get(Letter, found.source_letter_id) if found.source_letter_id else None
    assert found.id is not None
    return OutgoingView(
        id=found.id,
        office_id=found.office_id,
        office_name=outgoing_drafts.own(session, found.office_id, today(found.updated_at)).name,
        unit_id=found.unit_id,
        unit_name=session.get_one(Unit, found.unit_id).name if found.unit_id else "",
        kind=found.kind,
        state=found.state,
        round=found.round,
        version=found.version,
        content=content,
        recipients=to,
        missing=tuple(unfinished(content, to)),
        own=found.office_id == actor.office_id,
        source=source,
        letter_id=found.letter_id,
        ref_no=found.ref_no,
        dated=found.dated,
        paper_sha256=found.paper_sha256,
        signed_sha256=found.signed_sha256,
        updated_at=found.updated_at,
        issued_at=found.issued_at,
        cancel_reason=found.cancel_reason,
    )


def listed(
    session: Session,
    actor: Actor,
    *,
    state: OutgoingState | None = None,
    page: int = 1,
    per_page: int = 30,
) -> Page[OutgoingView]:
    """The letters out of the actor's own office, the last changed first."""
    wanted = select(Outgoing).where(Outgoing.office_id == actor.office_id)
    if state is not None:
        wanted = wanted.where(Outgoing.state == state)
    total = session.exec(select(func.count()).select_from(wanted.subquery())).one()
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    shown = wanted.order_by(col(Outgoing.updated_at).desc(), col(Outgoing.id).desc())
    rows = session.exec(shown.limit(per_page).offset((page - 1) * per_page)).all()
    return Page(tuple(_view(session, actor, row) for row in rows), page, pages, total)


def of_letter(session: Session, actor: Actor, letter_id: int) -> list[OutgoingView]:
    """What the actor's office writes or wrote because of a letter, and the draft it came from."""
    wanted = select(Outgoing).where(
        Outgoing.office_id == actor.office_id,
        (col(Outgoing.source_letter_id) == letter_id) | (col(Outgoing.letter_id) == letter_id),
    )
    return [_view(session, actor, row) for row in session.exec(wanted.order_by(col(Outgoing.id)))]


def issued_as(session: Session, letter_id: int) -> Outgoing | None:
    """The letter written in the system as which this was issued. Who asks has been checked."""
    wanted = select(Outgoing).where(
        Outgoing.letter_id == letter_id, Outgoing.state == OutgoingState.ISSUED
    )
    return session.exec(wanted).first()


def title(view: OutgoingView) -> str:
    """What a list calls the letter."""
    kind = said(view.kind)
    if view.round:
        kind = sentence("%(kind)s ครั้งที่ %(round)s", kind=kind, round=view.round)
    return Joined((kind, view.content.subject or sentence("ยังไม่มีชื่อเรื่อง")), ": ", ": ")
