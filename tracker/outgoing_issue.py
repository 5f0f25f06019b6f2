"""Signed: the letter gets its number and its day, is sent, and what it was written for is done.

All of it in one transaction, or none of it. The PDF is made afterwards from
what was frozen here, so that a kill between the two loses nothing.
"""

import datetime as dt
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker import (
    audit,
    circulation,
    duties,
    errands,
    letters,
    numbering,
    outgoing,
    outgoing_letter,
    relations,
    sending,
)
from tracker.actor import Actor
from tracker.books import kept_for
from tracker.circulation import To
from tracker.errors import BadValue, NotFound
from tracker.models import (
    Delivery,
    Deputy,
    Letter,
    Office,
    OfficeName,
    Outgoing,
    StoredFile,
)
from tracker.models.arrival import Stored
from tracker.models.once import insert_once
from tracker.outgoing import today
from tracker.outgoing_content import Content, Recipient, recipients, understood, unfinished
from tracker.outgoing_letter import ReadCitation
from tracker.outgoing_papers import Given
from tracker.sending import Issued
from tracker.sentences import Joined, sentence
from tracker.vocabulary import (
    BookKind,
    BookUse,
    Capacity,
    LetterKind,
    OutgoingKind,
    OutgoingState,
    RelationKind,
    Secrecy,
)
from tracker.wording import long_date

#: Names looked up so that a line does not end inside of one.
_NAMES = 300


def sign_and_issue(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    outgoing_id: int,
    version: int,
    dated: dt.date,
    read: ReadCitation,
    reserved: int | None = None,
    due_reason: str = "",
) -> Issued:
    """The letter has been signed: give it its number and day, and send it.

    ``dated``: the day that the signatory wrote, not after today. ``read``
    understands typed citations. ``due_reason``: why those below get a later
    day than the office itself has. ``reserved``: a number kept back for it.
    """
    draft = outgoing.held(
        session, actor, outgoing_id, version=version, states=(OutgoingState.WAITING_SIGNATURE,)
    )
    content, to = understood(draft.content), recipients(draft.recipients)
    if lacking := unfinished(content, to):
        raise BadValue(sentence("ออกเลขยังไม่ได้: %(lacking)s", lacking=Joined(lacking, " · ", " · ")))
    source = _source(session, actor, draft, dated)
    _entitled(session, draft.office_id, content, dated)
    letter = outgoing_letter.make(session, actor, now, draft, content, dated)
    assert letter.id is not None
    issued = sending.issue(
        session, actor, now, letter_id=letter.id, dated=dated, circular=content.circular,
        to_text=" ".join(content.to_text.split()), subject=content.subject or "หนังสือประทับตรา",
        unit_id=draft.unit_id, reserved=reserved, book_id=_memo_book(session, actor, content),
    )  # fmt: skip
    outgoing_letter.number(session, letter, content, issued.ref_no)
    outgoing_letter.own_day(session, letter, draft, content)
    first = _send(session, actor, now, draft, letter.id, issued.entry_id, content, to, due_reason)
    outgoing_letter.attach(session, now, letter, content, first, read)
    if source is not None:
        _done(session, actor, now, draft, content, first, source, letter.id, due_reason)
    _issued(session, actor, now, draft, letter.id, issued)
    return issued


def _issued(
    session: Session, actor: Actor, now: datetime, draft: Outgoing, letter_id: int, issued: Issued
) -> None:
    draft.state, draft.letter_id, draft.entry_id = (
        OutgoingState.ISSUED, letter_id, issued.entry_id,
    )  # fmt: skip
    draft.ref_no, draft.issued_at = issued.ref_no, now
    draft.dated = session.get_one(Letter, letter_id).date
    outgoing.touch(session, actor, now, draft)
    after: dict[str, Any] = {"letter": letter_id, "ref_no": issued.ref_no, "dated": draft.dated}
    audit.record(session, actor, now, "issue_letter", ("outgoing", draft.id), after=after)


def _source(session: Session, actor: Actor, draft: Outgoing, dated: dt.date) -> Letter | None:
    if draft.source_letter_id is None:
        return None
    source = letters.visible(session, actor, draft.source_letter_id)
    if source.secrecy is not Secrecy.NONE:
        raise BadValue(
            sentence(
                "หนังสือต้นเรื่องมีชั้นความลับแล้ว ออกเลขจากร่างนี้ไม่ได้ กรุณายกเลิกร่าง แล้วส่งต่อบนกระดาษตามระเบียบ"
            )
        )
    if source.is_sample:
        raise BadValue(sentence("หนังสือต้นเรื่องเป็นหนังสือตัวอย่าง ร่างและพิมพ์ดูได้ แต่ออกเลขจริงและส่งจริงไม่ได้"))
    if source.date is not None and dated < source.date:
        raise BadValue(
            sentence(
                "วันที่ของหนังสือ (%(dated)s) อยู่ก่อนวันที่ของหนังสือต้นเรื่อง (%(date)s) กรุณาตรวจวันที่",
                dated=long_date(dated),
                date=long_date(source.date),
            )
        )
    return source


def _entitled(session: Session, office_id: int, content: Content, dated: dt.date) -> None:
    """One who signs in the head's place may do so only on the days of his order."""
    if not content.acting_for or not content.signatory_name:
        return
    orders = [
        one
        for one in session.exec(
            select(Deputy).where(Deputy.office_id == office_id, col(Deputy.revoked_at).is_(None))
        )
        if "".join(one.name.split()) == "".join(content.signatory_name.split())
    ]
    valid = [x for x in orders if x.first_day <= dated and (not x.last_day or dated <= x.last_day)]
    if orders and not valid:
        last = max(orders, key=lambda one: one.first_day)
        until = sentence(" ถึง %(day)s", day=long_date(last.last_day)) if last.last_day else ""
        raise BadValue(
            sentence(
                "คำสั่งที่ %(order_no)s ให้%(signatory_name)sปฏิบัติหน้าที่แทน มีผล %(first_day)s%(until)s "
                "ไม่ครอบคลุมวันที่ %(dated)s กรุณาเปลี่ยนผู้ลงนามหรือตรวจคำสั่ง",
                order_no=last.order_no,
                signatory_name=content.signatory_name,
                first_day=long_date(last.first_day),
                until=until,
                dated=long_date(dated),
            )
        )


def _memo_book(session: Session, actor: Actor, content: Content) -> int | None:
    """Memoranda count in a book of their own where the office keeps one."""
    if content.form is not LetterKind.MEMO:
        return None
    book = kept_for(session, actor.office_id, BookKind.SEND, BookUse.MEMO)
    return book.id if book else None


def to_of(one: Recipient, content: Content) -> To:
    due = one.due_on or (content.due_on if one.capacity is Capacity.TO else None)
    return To(office_id=one.office_id, name=one.name, capacity=one.capacity, due_on=due)


def _done(
    session: Session,
    actor: Actor,
    now: datetime,
    draft: Outgoing,
    content: Content,
    to: Sequence[Recipient],
    source: Letter,
    letter_id: int,
    due_reason: str,
) -> None:
    """What the letter was written for: the source is passed on, answered, or reminded of."""
    assert source.id is not None
    if draft.kind is OutgoingKind.RELAY:
        hand_down(session, actor, now, content, to, source, letter_id, due_reason)
        if source.issuer_office_id != actor.office_id:
            circulation.passed_on(
                session, actor, now, letter_id=source.id, successor_letter_id=letter_id
            )
    elif draft.kind is OutgoingKind.CHASE:
        relations.decide(
            session, actor, now, from_letter_id=letter_id, to_letter_id=source.id,
            kind=RelationKind.REMINDS_OF, accepted=True,
        )  # fmt: skip
    elif draft.kind is OutgoingKind.ANSWER:
        circulation.answered(session, actor, now, letter_id=source.id, answer_letter_id=letter_id)
        duties.close_for_letter(
            session, actor, now, letter_id=source.id, office_id=actor.office_id,
            answer_letter_id=letter_id,
        )  # fmt: skip


def _send(
    session: Session, actor: Actor, now: datetime, draft: Outgoing, letter_id: int, entry_id: int,
    content: Content, to: Sequence[Recipient], reason: str,
) -> list[Recipient]:  # fmt: skip
    """Those that the letter goes to at once: all, unless an errand takes it to the rest."""
    circulation.send(
        session, actor, now, letter_id=letter_id, to=[to_of(one, content) for one in to],
        entry_id=entry_id, draft_id=draft.id,
    )  # fmt: skip
    rest = set()
    for errand in errands.waiting(session, letter_id=letter_id):
        errand.reason = reason
        rest |= {one.key for one in errands.left(session, errand)}
    return [one for one in to if to_of(one, content).key not in rest]


def hand_down(
    session: Session, actor: Actor, now: datetime, content: Content, to: Sequence[Recipient],
    source: Letter, letter_id: int, reason: str,
) -> None:  # fmt: skip
    """Give those below among ``to`` their share of what the source asks."""
    assert source.id is not None
    below = [x.office_id for x in to if x.office_id and x.capacity is Capacity.TO]
    told = duties.proposed(
        session, actor, now, letter_id=source.id, buffer_days=content.buffer_days
    )
    own_wish = content.due_on is not None and (told is None or told.due_on != content.due_on)
    duties.hand_down(
        session, actor, now, letter_id=source.id, successor_letter_id=letter_id, to=below,
        buffer_days=content.buffer_days, reason=reason,
        chosen=content.due_on if own_wish else None,
    )  # fmt: skip


def given(
    session: Session, draft: Outgoing | outgoing.OutgoingView, now: datetime, emblem: str | None
) -> Given:
    """What the paper shows besides its content: number and day, or room for them."""
    to = draft.recipients
    ids = [x.office_id if isinstance(x, Recipient) else x.get("office_id") for x in to]
    office = session.get_one(Office, draft.office_id)
    prefix = numbering.begins_for(session, office, draft.unit_id)
    beginning = f"{prefix}/" if prefix else ""
    circular = draft.content.circular if isinstance(draft.content, Content) else False
    return Given(
        number=draft.ref_no,
        dated=draft.dated,
        prefix=beginning + ("ว" if circular and beginning else ""),
        month=today(now),
        names=_place_names(session, [x for x in ids if x is not None], office),
        emblem=emblem,
    )


def _place_names(session: Session, ids: list[int], office: Office) -> tuple[str, ...]:
    wanted = {*ids[:_NAMES], office.id, office.parent_id} - {None}
    named = session.exec(
        select(OfficeName).where(
            col(OfficeName.office_id).in_(wanted), col(OfficeName.is_alias).is_(False)
        )
    )
    bare = {one.name.removeprefix(one.type).strip() for one in named}
    return tuple(sorted(name for name in bare if len(name) > 2))


def keep_file(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    outgoing_id: int,
    stored: Stored,
    signed: bool = False,
) -> Outgoing:
    """Keep the paper of an issued letter: the PDF that was set, or (``signed``) a scan of it."""
    draft = outgoing.held(session, actor, outgoing_id, states=(OutgoingState.ISSUED,))
    values = {"sha256": stored.sha256, "size": stored.size, "media_type": stored.media_type,
              "first_name": stored.filename, "stored_at": now}  # fmt: skip
    insert_once(session, StoredFile, values)
    if not signed and draft.paper_sha256 is not None:
        return draft  # another request was first: its paper holds
    name = "signed_sha256" if signed else "paper_sha256"
    before = {name: getattr(draft, name)}
    setattr(draft, name, stored.sha256)
    session.add(draft)
    session.flush()
    after = {name: stored.sha256}
    audit.record(session, actor, now, "keep_paper", ("outgoing", draft.id), before, after)
    return draft


def paper_of(session: Session, actor: Actor, letter_id: int) -> Outgoing:
    """The issued letter for one who may have its paper: its holders, and those it was sent to."""
    found = outgoing.issued_as(session, letter_id)
    if found is None:
        raise NotFound
    sent = select(Delivery.id).where(
        Delivery.letter_id == letter_id, col(Delivery.office_id).in_(actor.office_ids)
    )
    if session.exec(sent).first() is None:
        letters.visible(session, actor, letter_id)
    return found
