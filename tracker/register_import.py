"""A year of an old register brought into a book from a spreadsheet, after a dry run.

The dry run stores nothing but the file: it shows each line as it was
understood, what is there already and what cannot be taken, and why. Bringing
in computes the same again under the lock of the year, so that what others
wrote in between is never overwritten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from sqlmodel import Session, select

from tracker import audit, back_entry, books, sheets
from tracker.actor import Actor
from tracker.books import BANGKOK, LAST_NUMBER, may_set, open_book
from tracker.errors import BadValue, FileRefused, NotAllowed, NotFound
from tracker.models import Book, Entry, RegisterImport, Stored, StoredFile
from tracker.models.once import insert_once
from tracker.register_sheet import SheetLine, Understood, understand
from tracker.sentences import Joined, sentence, word
from tracker.sheets import Sheet
from tracker.vocabulary import BookKind


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PlannedLine:
    line: SheetLine
    fate: Fate
    why: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sheet would bring: ``next_before`` → ``next_after``: the next number of the year."""

    book: Book
    year: int
    sheet: Understood
    lines: tuple[PlannedLine, ...]
    next_before: int
    next_after: int
    sheet_names: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    counts: dict[Fate, int] = field(default_factory=dict)


def plan(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    content: bytes | list[Sheet],
    book_id: int,
    year: int,
    sheet: int = 0,
    columns: Mapping[int, str] | None = None,
) -> Plan:
    """The dry run. ``sheet``: which table of the workbook, from 0; ``columns``: place -> field.

    ``content``: the file, or its tables where they were read before: a large one takes
    seconds, in which nobody should wait for this transaction.
    """
    book = open_book(session, actor, book_id)
    tables = sheets.read(content) if isinstance(content, bytes) else content
    if not 0 <= sheet < len(tables):
        raise BadValue(sentence("ไม่มีแผ่นงานนี้ในไฟล์ กรุณาเลือกใหม่"))
    read = understand(tables[sheet], columns)
    if read is None:
        raise FileRefused(
            sentence(
                "ไม่พบหัวตารางของทะเบียนในไฟล์นี้ กรุณาให้มีแถวหัวตาราง เช่น เลขทะเบียนรับ ที่ ลงวันที่ จาก ถึง เรื่อง"
            )
        )
    known = _known(session, book, year)
    row = books.next_number(session, actor, book_id, year)
    lines = tuple(_judge(read.lines, book, year, now, known))
    fresh = [one.line.number for one in lines if one.fate is Fate.NEW and one.line.number]
    after = max([row, *(number + 1 for number in fresh)])
    return Plan(
        book=book, year=year, sheet=read, lines=lines, next_before=row, next_after=after,
        sheet_names=tuple(one.name for one in tables),
        warnings=tuple(_warnings(read, fresh, known)),
        counts={fate: sum(one.fate is fate for one in lines) for fate in Fate},
    )  # fmt: skip


def _known(session: Session, book: Book, year: int) -> dict[int, Entry]:
    found = select(Entry).where(Entry.book_id == book.id, Entry.year == year)
    return {entry.number: entry for entry in session.exec(found)}


def _judge(
    lines: tuple[SheetLine, ...], book: Book, year: int, now: datetime, known: dict[int, Entry]
) -> list[PlannedLine]:
    first: dict[int, int] = {}
    judged = []
    for line in lines:
        why = _refusal(line, book, year, now)
        number = line.number or 0
        if not why and number in first:
            why = sentence("เลขซ้ำกับแถวที่ %(row)s", row=first[number])
        fate = Fate.REFUSED if why else Fate.NEW
        if not why and (entry := known.get(number)) is not None:
            fate, why = _against(line, entry)
        if fate is not Fate.REFUSED:
            first[number] = line.row
        judged.append(PlannedLine(line, fate, why))
    return judged


def _refusal(line: SheetLine, book: Book, year: int, now: datetime) -> str:
    if line.faults or line.day is None or line.number is None:
        return Joined(line.faults, "; ", "; ") or sentence("ไม่มีวันที่รับหรือส่ง")
    if line.number > LAST_NUMBER:
        return sentence("เลขทะเบียนเกิน %(most)s", most=format(LAST_NUMBER, ","))
    moment = _moment(line)
    if moment > now:
        return sentence("วันที่อยู่ในอนาคต")
    if (fits := books.year_of(book.year_rule, moment)) != year:
        return sentence("วันที่อยู่ในทะเบียนปี %(fits)s ไม่ใช่ปี %(year)s", fits=fits, year=year)
    return ""


def _against(line: SheetLine, entry: Entry) -> tuple[Fate, str]:
    """A number that the book has already: the same line again, or another one."""
    same_day = entry.received_at.astimezone(BANGKOK).date() == line.day
    said = (entry.subject or "").split() == line.subject.split()
    if same_day and (said or entry.voided_at is not None) and (entry.ref_no or "") == line.ref_no:
        return Fate.KNOWN, sentence("มีในทะเบียนแล้ว")
    other = entry.subject or entry.ref_no or sentence("ไม่มีเรื่อง")
    return Fate.REFUSED, sentence("เลขนี้มีรายการอื่นในทะเบียนแล้ว: %(other)s", other=other)


def _moment(line: SheetLine) -> datetime:
    assert line.day is not None
    return datetime.combine(line.day, line.clock or time(), BANGKOK)


def _warnings(read: Understood, fresh: list[int], known: dict[int, Entry]) -> list[str]:
    said: list[str] = []
    missing = {"day", "ref_no", "subject"} - set(read.columns.values())
    names = {"ref_no": word("ที่", "field"), "subject": word("เรื่อง", "field")}
    if lacking := [names[one] for one in ("ref_no", "subject") if one in missing]:
        said.append(sentence("ไม่พบคอลัมน์ %(names)s กรุณาเลือกให้ตรง", names=Joined(lacking, " และ ")))
    if fresh:
        held = {*fresh, *known}
        gaps = sum(number not in held for number in range(min(fresh), max(fresh)))
        if gaps:
            said.append(
                sentence(
                    "มีเลขที่ขาดไป %(count)s เลขระหว่าง %(first)s ถึง %(last)s ซึ่งจะถือว่าอยู่ในสมุดกระดาษ",
                    count=format(gaps, ","),
                    first=min(fresh),
                    last=max(fresh),
                )
            )
    return said


def keep(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    stored: Stored,
    book_id: int,
    year: int,
) -> RegisterImport:
    """Note that a sheet was sent in for a book; its bytes are in the store already."""
    book = open_book(session, actor, book_id)
    insert_once(
        session,
        StoredFile,
        {"sha256": stored.sha256, "size": stored.size, "media_type": stored.media_type,
         "first_name": stored.filename, "stored_at": now},
    )  # fmt: skip
    made = RegisterImport(
        book_id=book.id or 0, year=year, account_id=actor.account_id, sha256=stored.sha256,
        filename=stored.filename, planned_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    after = {"book_id": book_id, "year": year, "sha256": stored.sha256}
    audit.record(session, actor, now, "plan_import", ("register_import", made.id), after=after)
    return made


def kept(session: Session, actor: Actor, import_id: int) -> RegisterImport:
    """A sheet that was sent in for a book of the actor's office."""
    found = session.get(RegisterImport, import_id)
    if found is None:
        raise NotFound
    books.own_book(session, actor, found.book_id)
    return found


def bring_in(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    import_id: int,
    content: bytes | list[Sheet],
    sheet: int = 0,
    columns: Mapping[int, str] | None = None,
) -> Plan:
    """Write the new lines of a sheet into its book, all of them or none. Done once."""
    wanted = select(RegisterImport).where(RegisterImport.id == import_id).with_for_update()
    record = session.exec(wanted.execution_options(populate_existing=True)).one_or_none()
    if record is None:
        raise NotFound
    book = open_book(session, actor, record.book_id)
    if record.done_at is not None:
        raise BadValue(
            sentence(
                "ไฟล์นี้นำเข้าแล้ว %(lines)s รายการ หากแก้ไฟล์ใหม่ กรุณาส่งไฟล์อีกครั้ง",
                lines=format(record.lines, ","),
            )
        )
    begun = bool(books.years(session, actor, record.book_id).count(record.year))
    year = books.locked_year(session, record.book_id, record.year)
    found = plan(
        session, actor, now, content=content, book_id=record.book_id, year=record.year,
        sheet=sheet, columns=columns,
    )  # fmt: skip
    if found.next_after > year.next_number and begun and not may_set(actor, book):
        raise NotAllowed(
            sentence(
                "ไฟล์นี้มีเลขตั้งแต่ %(next_number)s ขึ้นไป ซึ่งทะเบียนยังไม่ถึง กรุณาให้ผู้ดูแลระบบเป็นผู้นำเข้า",
                next_number=year.next_number,
            )
        )
    fresh = [one.line for one in found.lines if one.fate is Fate.NEW]
    if not fresh:
        raise BadValue(sentence("ไม่มีรายการใหม่ที่นำเข้าได้จากไฟล์นี้"))
    session.add_all(_entry(book, record, line, actor, now) for line in fresh)
    year.next_number = max(year.next_number, found.next_after)
    record.done_at, record.lines = now, len(fresh)
    record.found = _summary(found, columns)
    session.add_all([year, record])
    session.flush()
    after = {"lines": len(fresh), "next_number": year.next_number, "sha256": record.sha256}
    audit.record(session, actor, now, "import", ("book", record.book_id), after=after)
    return found


def _entry(
    book: Book, record: RegisterImport, line: SheetLine, actor: Actor, now: datetime
) -> Entry:
    written = back_entry.Line(
        moment=_moment(line), ref_no=line.ref_no, dated=line.dated, from_text=line.from_text,
        to_text=line.to_text, subject=line.subject, practice=line.practice, remark=line.remark,
        circular=book.kind is BookKind.SEND and "/ว" in line.ref_no, secrecy=line.secrecy,
    )  # fmt: skip
    entry = back_entry.new_entry(book, record.year, line.number or 0, written, actor, now)
    entry.import_id = record.id
    if line.void_reason is not None:
        entry.voided_at, entry.voided_by = now, actor.account_id
        entry.void_reason = line.void_reason
    return entry


def _summary(found: Plan, columns: Mapping[int, str] | None) -> dict[str, Any]:
    """What was brought in and what was not, kept with the file."""
    return {
        "counts": {fate.value: count for fate, count in found.counts.items()},
        "columns": {str(place): name for place, name in found.sheet.columns.items()},
        "chosen_by_hand": columns is not None,
        "refused": [
            {"row": one.line.row, "why": one.why} for one in found.lines if one.fate is Fate.REFUSED
        ][:500],
    }
