"""From a dropped file to a registered letter. The only door between reader and office.

A file arrives, is read once under a lease, becomes a draft that a person
corrects, and is settled: letters kept, links drawn, numbers given. All of
``settle`` happens in the caller's one transaction.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from ingest import ReadError, read, to_json
from ingest.thai import dates, refno
from ingest.thai.digits import to_arabic
from tracker import arrivals as arriving
from tracker import audit, drafting, drafts, fields, readings, settling, teaching
from tracker.actor import Actor
from tracker.arrivals import ArrivalView as ArrivalView
from tracker.arrivals import dismiss as dismiss
from tracker.draft_view import Confirmation, DraftView, Looked
from tracker.drafting import add_letter as add_letter
from tracker.drafting import draft as draft
from tracker.drafting import drop_letter as drop_letter
from tracker.drafting import result_of as result_of
from tracker.drafting import sealed_file as sealed_file
from tracker.drafting import settle_doubt as settle_doubt
from tracker.drafting import waiting as waiting
from tracker.errors import BadValue, FileRefused, NotFound, NotReady, Stale
from tracker.fields import Values
from tracker.models import Arrival, ReadingJob, StoredFile
from tracker.models.arrival import Stored
from tracker.parting import Wish as Wish
from tracker.parting import join as join
from tracker.parting import part as part
from tracker.parting import split_at as split_at
from tracker.parting import undo as undo
from tracker.readings import claim as claim
from tracker.readings import claimable as claimable
from tracker.readings import finish as finish
from tracker.readings import release as release
from tracker.readings import renew as renew
from tracker.sentences import sentence
from tracker.typed import parse_day
from tracker.vocabulary import ArrivalState, Channel, JobState


def take_in(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    stored: Stored,
    filename: str,
    channel: Channel = Channel.UPLOAD,
) -> Arrival:
    """A file that somebody dropped in, for his own office; it waits to be read."""
    arrival = arriving.take_in(
        session, actor.office_id, actor.account_id, now,
        stored=stored, filename=filename, channel=channel,
    )  # fmt: skip
    after = {"filename": filename, "sha256": stored.sha256, "channel": channel}
    audit.record(session, actor, now, "arrive", ("arrival", arrival.id), after=after)
    return arrival


def take_in_for(
    session: Session,
    now: datetime,
    *,
    office_id: int,
    stored: Stored,
    filename: str,
    channel: Channel,
) -> Arrival:
    """A file that came by itself (mail, folder, sample), for an office."""
    arrival = arriving.take_in(
        session, office_id, None, now, stored=stored, filename=filename, channel=channel
    )
    after = {"filename": filename, "sha256": stored.sha256, "channel": channel}
    audit.record(
        session, None, now, "arrive", ("arrival", arrival.id), after=after, office_id=office_id
    )
    return arrival


def arrivals(
    session: Session, actor: Actor, *, state: ArrivalState | None = None, limit: int | None = 200
) -> list[ArrivalView]:
    """The arrivals that the actor may see, newest first; ``limit=None``: all of them."""
    return arriving.listed(session, actor, state=state, limit=limit)


def arrival(session: Session, actor: Actor, arrival_id: int) -> ArrivalView:
    """One arrival that the actor may see."""
    return arriving.one(session, actor, arrival_id)


def first_name(session: Session, sha256: str) -> str:
    """The name under which a file was first dropped in."""
    stored = session.get(StoredFile, sha256)
    if stored is None:
        raise NotFound
    return stored.first_name


def read_now(path: Path, *, received: datetime | None = None) -> dict[str, Any]:
    """Read a file here and at once, as the command does; only for files of our own.

    Raises ``FileRefused`` with the reader's sentence.
    """
    try:
        result: dict[str, Any] = to_json(read(path, received=received))
    except ReadError as wrong:
        raise FileRefused(str(wrong)) from wrong
    return result


def read_again(session: Session, actor: Actor, now: datetime, *, arrival_id: int) -> None:
    """Read a file once more that could not be read."""
    arrived = arriving.own(session, actor, arrival_id)
    _, job = arriving.file_of(session, arrived)
    if job.state is JobState.FAILED:
        readings.again(session, job, now)
        audit.record(session, actor, now, "read_again", ("arrival", arrival_id))


def _letters(session: Session, arrived: Arrival, job: ReadingJob) -> list[Values]:
    return drafts.final_letters(job, drafting.current(session, arrived.id), read_citation)


def read_citation(line: str) -> Values:
    """A typed citation: which letter, of which day, and whether it is cited or attached."""
    number = next(iter(refno.find_all(line)), None)
    found = next((day for day in dates.find_dates(line) if day.value), None)
    how = next((key for key, word in fields.HOW.items() if line.startswith(word)), None)
    if how is None:
        how = "enclosure" if line.startswith(("สำเนา", "สิ่งที่ส่งมาด้วย")) else "reference"
    office = line[: number.start] if number else line
    for word in (*fields.HOW.values(), "สิ่งที่ส่งมาด้วย", "หนังสือ"):
        office = office.strip().removeprefix(word)
    return {
        "ref_no": number.value if number else None,
        "date": found.value.isoformat() if found and found.value else None,
        "office": office.strip().removesuffix("ที่").strip() or None,
        "how": how,
    }


def type_value(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    arrival_id: int,
    path: str,
    value: str | None,
    version: int,
    looked: Looked | None = None,
) -> DraftView:
    """Keep what a person typed in a field; ``None`` goes back to the machine's value.

    ``looked``: the place that was read again for it, and what was read there.
    Thai digits, Thai dates and numbers written in any way become the normal
    form. Raises ``BadValue``, ``Stale`` or ``AlreadySettled``.
    """
    place = drafts.split(path)
    arrived = arriving.own(session, actor, arrival_id)
    if place is None:
        raise NotFound
    _may_type(session, arrived, *place)
    typed = None if value is None else _normal(fields.BY_NAME[place[1]], value)
    kept = drafting.changing(session, actor, now, arrival_id, version)
    before = kept.values.get(path)
    rest = {key: held for key, held in kept.values.items() if key != path}
    rest.pop(drafts.look_path(path), None)
    if looked is not None and typed is not None:
        rest[drafts.look_path(path)] = looked.stored()
    kept.values = rest if typed is None else {**rest, path: typed}
    drafting.keep(session, kept, sentence("แก้ช่อง %(field)s", field=drafting.label(path)), path)
    audit.record(
        session, actor, now, "type_value", ("arrival", arrival_id),
        before={"path": path, "value": _quiet(path, before)},
        after={"path": path, "value": _quiet(path, typed)},
    )  # fmt: skip
    return draft(session, actor, arrival_id)


def _may_type(session: Session, arrived: Arrival, letter_id: str, name: str) -> None:
    """Only into letters of this draft; into a secret one nothing but that it exists."""
    _, job = arriving.file_of(session, arrived)
    letter = next((x for x in _letters(session, arrived, job) if x["id"] == letter_id), None)
    if letter is None:
        raise NotFound
    if drafts.is_secret(letter) and name not in fields.SEALED:
        raise BadValue(sentence("หนังสือชั้นความลับบันทึกได้เฉพาะเลขที่ วันที่ หน่วยงาน และชั้นความลับ"))


def _quiet(path: str, value: str | None) -> str | None:
    """Long texts do not go into the trail whole."""
    return value if value is None or len(value) <= 300 else f"{value[:300]}…"


def _normal(spec: fields.FieldSpec, value: str) -> str:
    """What was typed, in normal form; empty stays empty."""
    text = value.replace("\r\n", "\n").strip()
    if not text:
        return ""
    if spec.kind == "ref_no":
        return normal_ref_no(text)
    if spec.kind == "date":
        return normal_date(text).isoformat()
    if spec.kind == "choice" and text not in dict(spec.choices):
        raise BadValue(
            sentence("“%(text)s” ไม่อยู่ในตัวเลือกของช่อง %(label)s", text=text, label=spec.label)
        )
    if spec.kind == "lines":
        return "\n".join(line.strip() for line in text.split("\n") if line.strip())
    return text if spec.kind == "block" else " ".join(text.split())


def normal_ref_no(text: str) -> str:
    """A typed number in normal form; one of no known form stays as typed, in Arabic digits."""
    plain = " ".join(to_arabic(text).split()).removeprefix("ที่ ").strip()
    found = refno.parse(plain) or refno.parse_order(plain)
    whole = found is not None and found.start == 0 and found.end == len(plain)
    return found.value if found is not None and whole else plain


def normal_date(text: str) -> date:
    """A typed date: Thai or ISO, Buddhist era or not. Raises ``BadValue``."""
    found = dates.find_dates(text)
    day = found[0].value if len(found) == 1 else None
    if day is None:
        with suppress(ValueError):
            return parse_day(text)
        raise BadValue(
            sentence("อ่านวันที่ “%(text)s” ไม่ได้ กรุณาพิมพ์เช่น 26 พฤศจิกายน 2561 หรือ 26/11/2561", text=text)
        )
    return day


def settle(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    arrival_id: int,
    received_at: datetime | None = None,
    letter_ids: Collection[str] | None = None,
    practice: str = "",
    version: int | None = None,
    by_hand: bool = False,
) -> Confirmation:
    """Confirm an arrival: keep its letters, draw the chain, give the receive numbers.

    ``letter_ids``: which letters of the draft get a number; by default those
    that were sent (covers), else the first. ``received_at``: the true moment
    of receipt, ``now`` without one. A second confirmation of the same arrival
    raises ``AlreadySettled`` with the number that was given.
    """
    arrived = arriving.own(session, actor, arrival_id)
    stored, job = arriving.file_of(session, arrived)
    kept = drafting.current(session, arrival_id)
    if version is not None and version != (kept.version if kept else 0):
        raise Stale
    if job.state in (JobState.WAITING, JobState.READING) and not by_hand:
        raise NotReady
    view = drafts.view(arrived, stored, job, kept)
    chosen = [x.id for x in view.letters if x.registers] if letter_ids is None else letter_ids
    if not chosen or not set(chosen) <= {x.id for x in view.letters}:
        raise BadValue(sentence("กรุณาเลือกหนังสือที่จะลงรับอย่างน้อยหนึ่งฉบับ"))
    final = _letters(session, arrived, job)
    drafting.forget_secrets(session, now, arrived, final)
    order = [one["id"] for one in final if one["id"] in set(chosen)]
    teaching.gather(session, actor, now, arrived, view)
    return settling.settle(
        session, actor, now, arrived, job, final, order,
        received_at=received_at or now, practice=practice,
    )  # fmt: skip


def store_only(session: Session, now: datetime, *, arrival_id: int) -> list[int]:
    """Keep the letters of an arrival without giving numbers; the directives they belong to."""
    arrived = session.get_one(Arrival, arrival_id)
    _, job = arriving.file_of(session, arrived)
    final = _letters(session, arrived, job)
    return settling.store_only(session, now, arrived, job, final)


def settle_by_hand(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    arrival_id: int,
    values: dict[str, str] | None = None,
    received_at: datetime | None = None,
) -> Confirmation:
    """Register a file that could not be read (or not yet), from what the clerk typed.

    ``values``: field name -> text, for the first letter of the draft.
    """
    view = draft(session, actor, arrival_id)
    for name, value in (values or {}).items():
        path = drafts.path(view.letters[0].id, name)
        view = type_value(
            session, actor, now, arrival_id=arrival_id, path=path, value=value,
            version=view.version,
        )  # fmt: skip
    return settle(session, actor, now, arrival_id=arrival_id, received_at=received_at, by_hand=True)
