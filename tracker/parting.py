"""Letters of a file parted and joined by a person's word, and changes of a draft taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from tracker import arrivals as arriving
from tracker import audit, drafting, page_lines
from tracker.actor import Actor
from tracker.draft_view import DraftView
from tracker.errors import BadValue, NotFound, NotReady
from tracker.models import Draft
from tracker.sentences import Sentence, sentence
from tracker.vocabulary import JobState


@dataclass(frozen=True, slots=True)
class Wish:
    """Where letters are to begin (see ``ingest.parting``), what that change is called, and
    the lines to read so: ``None`` where none were kept, and the file must be read once more."""

    begins: tuple[int, ...]
    joined: tuple[str, ...]
    said: Sentence
    lines: bytes | None
    sha256: str
    received: datetime


def split_at(session: Session, actor: Actor, *, arrival_id: int, page: int) -> Wish:
    """A letter is to begin at the top of ``page``. Nothing is changed yet."""
    view = _ready(session, actor, arrival_id)
    if not 1 < page <= view.page_count:
        raise BadValue(
            sentence("ไฟล์นี้มี %(page_count)s หน้า แยกฉบับใหม่ได้ตั้งแต่หน้า 2", page_count=view.page_count)
        )
    if any(letter.pages[0] == page for letter in view.letters):
        raise BadValue(sentence("หน้า %(page)s เป็นหน้าแรกของฉบับหนึ่งอยู่แล้ว", page=page))
    begins = tuple(sorted({*view.begins, page}))
    return _wish(session, view, begins, view.joined, sentence("แยกฉบับที่หน้า %(page)s", page=page))


def join(session: Session, actor: Actor, *, arrival_id: int, letter_id: str) -> Wish:
    """A letter is to become the end of the one before it. Nothing is changed yet."""
    view = _ready(session, actor, arrival_id)
    ids = [letter.id for letter in view.letters if not letter.by_hand]
    if letter_id not in ids:
        raise NotFound
    if ids[0] == letter_id:
        raise BadValue(sentence("ฉบับแรกไม่มีฉบับก่อนหน้าให้รวม"))
    begun = letter_id.startswith("p")
    return _wish(
        session,
        view,
        tuple(x for x in view.begins if f"p{x}" != letter_id) if begun else view.begins,
        view.joined if begun else tuple(sorted({*view.joined, letter_id})),
        sentence("รวมฉบับ"),
    )


def _ready(session: Session, actor: Actor, arrival_id: int) -> DraftView:
    arrived = arriving.own(session, actor, arrival_id)
    _, job = arriving.file_of(session, arrived)
    view = drafting.draft(session, actor, arrival_id)
    if job.state in (JobState.WAITING, JobState.READING):
        raise NotReady
    if view.by_hand:
        raise BadValue(sentence("ไฟล์นี้ยังไม่มีฉบับที่ระบบอ่านได้ ใช้ “เพิ่มฉบับที่ระบบไม่เห็น” แล้วพิมพ์ค่าเอง"))
    if view.sealed:
        raise BadValue(
            sentence("ไฟล์ที่มีหนังสือชั้นความลับไม่เก็บข้อความไว้ จึงแบ่งฉบับใหม่ไม่ได้ ใช้ “เพิ่มฉบับที่ระบบไม่เห็น” แทน")
        )
    return view


def _wish(
    session: Session,
    view: DraftView,
    begins: tuple[int, ...],
    joined: tuple[str, ...],
    said: Sentence,
) -> Wish:
    lines = page_lines.of(session, view.sha256)
    return Wish(begins, joined, said, lines, view.sha256, view.arrived_at)


def part(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    arrival_id: int,
    wish: Wish,
    reading: dict[str, Any],
    version: int,
) -> DraftView:
    """Take over the reading of the letters as wished. What was typed stays with its letter."""
    arriving.own(session, actor, arrival_id)
    if not reading["letters"]:
        raise BadValue(sentence("แบ่งฉบับอย่างนี้แล้วไม่เหลือหนังสือในไฟล์ กรุณาเลือกหน้าอื่น"))
    kept = drafting.changing(session, actor, now, arrival_id, version)
    spec = {"begins": list(wish.begins), "joined": list(wish.joined)}
    kept.parting = {**spec, "reading": reading}
    drafting.keep(session, kept, wish.said)
    audit.record(session, actor, now, "part_letters", ("arrival", arrival_id), after=spec)
    return drafting.draft(session, actor, arrival_id)


def undo(
    session: Session, actor: Actor, now: datetime, *, arrival_id: int, version: int
) -> tuple[DraftView, str]:
    """Take the last change of the draft back; the draft, and the path of the field it was about.

    The step itself is in the trail, like every change.
    """
    arriving.own(session, actor, arrival_id)
    kept = drafting.changing(session, actor, now, arrival_id, version)
    if not kept.history:
        raise BadValue(sentence("ไม่มีการแก้ไขให้ถอยแล้ว"))
    step = kept.history[-1]
    kept.history = kept.history[:-1]
    kept.values = _back(kept, step["values"])
    kept.settled_doubts, kept.parting = step["settled"], step["parting"]
    session.add(kept)
    session.flush()
    after = {"undone": step["said"], "path": step["path"]}
    audit.record(session, actor, now, "undo", ("arrival", arrival_id), after=after)
    return drafting.draft(session, actor, arrival_id), step["path"]


def _back(kept: Draft, before: dict[str, Any]) -> dict[str, Any]:
    left = {key: value for key, value in kept.values.items() if key not in before}
    return left | {key: value for key, value in before.items() if value is not None}
