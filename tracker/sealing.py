"""A letter found to be secret after others worked with it: its words go from all that is kept.

The letter itself is emptied where its copies are kept (``tracker.letter_store``).
Here go what was made from it: the readings of its other copies, what was typed
over them, what duties and doubts quote, drafts of answers to it, and messages
that wait. What has been sent cannot be called back; that it has is noted.
"""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from tracker import audit, masking, outbox, outgoing, page_lines, readings
from tracker.fields import SEALED
from tracker.models import (
    Arrival,
    AuditLine,
    Draft,
    Duty,
    Letter,
    LetterDoubt,
    LetterDuty,
    LetterHolding,
    Outgoing,
    ReadingJob,
    TeachingExample,
)
from tracker.outgoing_content import understood
from tracker.vocabulary import OutgoingState

_ACT = "seal_letter"
_WHY = "หนังสือต้นเรื่องมีชั้นความลับแล้ว ระบบจึงลบถ้อยคำในร่างนี้ กรุณาร่างบนกระดาษตามระเบียบ"


def seal(session: Session, now: datetime, letter: Letter, subject: str | None) -> None:
    """Take the words of a letter out of what was made from it. ``subject``: as it was known."""
    assert letter.id is not None
    _copies(session, now, letter)
    session.execute(update(Duty).where(col(Duty.letter_id) == letter.id).values(text=""))
    session.execute(
        update(LetterDuty).where(col(LetterDuty.letter_id) == letter.id).values(text="")
    )
    session.execute(
        update(LetterDoubt)
        .where(col(LetterDoubt.letter_id) == letter.id, col(LetterDoubt.field).not_in(SEALED))
        .values(printed=None, value=None, reason="(หนังสือมีชั้นความลับ)")
    )
    drafts = _drafts(session, now, letter.id)
    words = masking.mask(subject) if subject else ""
    waiting, sent = outbox.seal(session, now, path=f"/letters/{letter.id}", words=words or "")
    after = {"drafts": drafts, "messages": waiting, "sent": sent}
    audit.record(session, None, now, _ACT, ("letter", letter.id), after=after)
    session.flush()


def sent_before(session: Session, letter_id: int) -> int:
    """How many messages with the letter's words were out already when it was sealed."""
    found = select(AuditLine.after).where(
        AuditLine.act == _ACT,
        AuditLine.subject_type == "letter",
        AuditLine.subject_id == str(letter_id),
    )
    return sum(int((after or {}).get("sent") or 0) for after in session.exec(found))


def _copies(session: Session, now: datetime, letter: Letter) -> None:
    held = select(LetterHolding).where(
        LetterHolding.letter_id == letter.id, col(LetterHolding.arrival_id).is_not(None)
    )
    for one in session.exec(held):
        arrival = session.get_one(Arrival, one.arrival_id)
        job = session.exec(select(ReadingJob).where(ReadingJob.sha256 == arrival.sha256)).first()
        if job is not None and one.reading_id:
            readings.seal(session, job, {one.reading_id: str(letter.secrecy)}, now)
        page_lines.forget(session, now, sha256=arrival.sha256)
        for example in session.exec(
            select(TeachingExample).where(TeachingExample.sha256 == arrival.sha256)
        ):
            session.delete(example)
        typed = session.exec(select(Draft).where(Draft.arrival_id == arrival.id)).first()
        if typed is not None:
            _forget_typed(session, typed, one.reading_id or "")


def _forget_typed(session: Session, typed: Draft, reading_id: str) -> None:
    """What was typed over the letter, and the way back to it."""
    own = f"letters.{reading_id}."
    kept = {f"{own}{name}" for name in SEALED if name != "secrecy"}
    typed.values = {k: v for k, v in typed.values.items() if not k.startswith(own) or k in kept}
    typed.history, typed.parting = [], None
    typed.version += 1
    session.add(typed)


def _drafts(session: Session, now: datetime, letter_id: int) -> int:
    """Give up what is being written for the letter, without its words; how many drafts."""
    open_ones = session.exec(
        select(Outgoing).where(col(Outgoing.state).in_(outgoing.OPEN)).with_for_update()
    ).all()
    number = 0
    for draft in open_ones:
        content = understood(draft.content)
        cited = {one.letter_id for one in (*content.references, *content.enclosures)}
        if draft.source_letter_id != letter_id and letter_id not in cited:
            continue
        bare = {"subject": "", "body": "", "references": (), "enclosures": (), "annex": None}
        draft.content = content.model_copy(update=bare).model_dump(mode="json")
        draft.state, draft.cancelled_at = OutgoingState.CANCELLED, now
        draft.cancel_reason, draft.updated_at = _WHY, now
        draft.version += 1
        session.add(draft)
        number += 1
    return number
