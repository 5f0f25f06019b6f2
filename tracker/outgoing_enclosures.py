"""What goes out with a letter: files that a clerk adds, letters that are passed on."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker import audit, outgoing, outgoing_issue
from tracker.actor import Actor
from tracker.errors import BadValue, NotFound
from tracker.models import Arrival, Letter, LetterHolding, Outgoing, StoredFile
from tracker.models.arrival import Stored
from tracker.models.once import insert_once
from tracker.outgoing_content import Cited, Content, as_printed, understood
from tracker.sentences import sentence
from tracker.vocabulary import LetterRole, Secrecy

#: Files that one letter takes along.
MOST = 30


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A paper that goes out with a letter.

    ``pages``: first and last page of its file, ``None`` for the file's last.
    """

    place: int
    text: str
    sha256: str
    filename: str
    pages: tuple[int, int | None] = (1, None)


def add(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    outgoing_id: int,
    version: int,
    stored: Stored,
    text: str = "",
    count: str = "1 ชุด",
) -> Outgoing:
    """Add a file to a draft as one more enclosure; without ``text`` it is called as its file is."""
    draft = outgoing.held(session, actor, outgoing_id, version=version)
    content = understood(draft.content)
    if sum(one.sha256 is not None for one in content.enclosures) >= MOST:
        raise BadValue(sentence("แนบไฟล์ได้ไม่เกิน %(most)s ไฟล์ กรุณารวมไฟล์ก่อนแนบ", most=MOST))
    values = {"sha256": stored.sha256, "size": stored.size, "media_type": stored.media_type,
              "first_name": stored.filename, "stored_at": now}  # fmt: skip
    insert_once(session, StoredFile, values)
    name = " ".join(text.split()) or stored.filename.rpartition(".")[0] or stored.filename
    paper = Cited(text=name[:500], count=count, sha256=stored.sha256, filename=stored.filename)
    kept = as_printed(content.model_copy(update={"enclosures": (*content.enclosures, paper)}))
    draft.content = kept.model_dump(mode="json")
    outgoing.touch(session, actor, now, draft)
    after = {"file": stored.sha256, "name": stored.filename}
    audit.record(session, actor, now, "add_enclosure", ("outgoing", draft.id), after=after)
    return draft


def of_draft(session: Session, actor: Actor, outgoing_id: int) -> list[Enclosed]:
    """What goes out with a letter of the actor's office."""
    view = outgoing.one(session, actor, outgoing_id)
    return _papers(session, view.content, view.office_id)


def of_letter(session: Session, actor: Actor, letter_id: int) -> list[Enclosed]:
    """What came with an issued letter, for its holders and those it was sent to."""
    found = outgoing_issue.paper_of(session, actor, letter_id)
    return _papers(session, understood(found.content), found.office_id)


def one(found: list[Enclosed], place: int) -> Enclosed:
    """The paper at a place of the list of enclosures, counted from 1."""
    for paper in found:
        if paper.place == place:
            return paper
    raise NotFound


def _papers(session: Session, content: Content, office_id: int) -> list[Enclosed]:
    made = []
    for place, item in enumerate(content.enclosures, 1):
        if item.sha256 is not None:
            made.append(Enclosed(place, item.text, item.sha256, item.filename or item.text))
        elif item.letter_id is not None:
            made += _copy(session, office_id, item.letter_id, place, item.text)
    return made


def _copy(
    session: Session, office_id: int, letter_id: int, place: int, text: str
) -> list[Enclosed]:
    """The office's own copy of a letter that it passes on: the pages of the file that it came in.

    Nothing of a letter that was sealed, and nothing of a file that holds one.
    """
    letter = session.get_one(Letter, letter_id)
    held = session.exec(
        select(LetterHolding, Arrival)
        .join(Arrival, col(Arrival.id) == col(LetterHolding.arrival_id))
        .where(LetterHolding.letter_id == letter_id, LetterHolding.office_id == office_id)
        .order_by(col(LetterHolding.id))
    ).first()
    if letter.secrecy is not Secrecy.NONE:
        return []
    if held is None:
        own = outgoing.issued_as(session, letter_id)
        kept = (own.signed_sha256 or own.paper_sha256) if own else None
        return [Enclosed(place, text, kept, f"{text[:80]}.pdf")] if kept else []
    copy, arrival = held
    if _holds_secret(session, arrival.id or 0):
        return []
    return [Enclosed(place, text, arrival.sha256, arrival.filename, _span(session, copy))]


def _span(session: Session, copy: LetterHolding) -> tuple[int, int | None]:
    """The pages of a copy; a covering letter's with all that came behind it, up to the next one."""
    first = copy.page_from or 1
    if copy.role is not LetterRole.COVER:
        return first, copy.page_to or first
    next_cover = session.exec(
        select(LetterHolding.page_from)
        .where(
            LetterHolding.arrival_id == copy.arrival_id,
            LetterHolding.role == LetterRole.COVER,
            col(LetterHolding.page_from) > first,
        )
        .order_by(col(LetterHolding.page_from))
    ).first()
    return first, next_cover - 1 if next_cover else None


def _holds_secret(session: Session, arrival_id: int) -> bool:
    found = (
        select(Letter.id)
        .join(LetterHolding, col(LetterHolding.letter_id) == col(Letter.id))
        .where(LetterHolding.arrival_id == arrival_id, Letter.secrecy != Secrecy.NONE)
    )
    return session.exec(found).first() is not None
