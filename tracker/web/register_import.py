"""Bringing an old register in: a file, what was understood of it, then the book."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker import files, register_import, sheets
from tracker.errors import BadValue, FileRefused, NotAllowed
from tracker.models import RegisterImport
from tracker.register_import import Fate, Plan
from tracker.register_sheet import HEADS
from tracker.sentences import sentence
from tracker.sheets import Sheet
from tracker.vocabulary import BookKind
from tracker.web import shelf, thai
from tracker.web.edge import begin, look, now, settings
from tracker.web.guard import actor
from tracker.web.tongue import counted, in_tongue
from tracker.web.tongue import gettext as _

pages = Blueprint("register_import", __name__, url_prefix="/register/import")

#: Lines shown of each sort; the counts say how many there are.
SHOWN = 60
#: Columns whose heads can be named by hand.
COLUMNS = 40
FIELDS = {
    "number": sentence("เลขทะเบียน"),
    "day": sentence("วันที่รับ/ส่ง"),
    "time": sentence("เวลา"),
    "ref_no": sentence("ที่"),
    "dated": sentence("ลงวันที่"),
    "from_text": sentence("จาก"),
    "to_text": sentence("ถึง"),
    "subject": sentence("เรื่อง"),
    "practice": sentence("การปฏิบัติ"),
    "remark": sentence("หมายเหตุ"),
    "state": sentence("สถานะ"),
    "secrecy": sentence("ชั้นความลับ"),
}
assert FIELDS.keys() == HEADS.keys()


@pages.get("")
def show() -> str:
    """Where the file is sent in."""
    return _start()


def _start(refusal: str = "") -> str:
    shelf.open_books(actor())
    with look() as session:
        shown = shelf.load(session, actor(), None if "book" in request.args else BookKind.RECEIVE)
    own = [one for one in shown.books if one.office_id == actor().office_id and not one.closed_at]
    return render_template("register/import.html", shelf=shown, own=own, refusal=refusal)


@pages.post("")
def send() -> str | tuple[str, int] | Response:
    """Keep the file, then show the dry run."""
    sent = request.files.get("file")
    try:
        if sent is None or not sent.filename:
            raise BadValue(_("ยังไม่ได้เลือกไฟล์ กรุณาเลือกไฟล์ Excel หรือ CSV ของทะเบียนเก่า"))
        year = _year(request.form.get("year", ""))
        stored = files.store(sent.stream, filename=sent.filename)
        tables = _tables(stored.sha256)  # before the transaction: it takes its time
        with begin() as session:
            book_id = request.form.get("book", 0, type=int)
            register_import.plan(
                session, actor(), now(), content=tables, book_id=book_id, year=year
            )
            made = register_import.keep(
                session, actor(), now(), stored=stored, book_id=book_id, year=year
            )
    except (BadValue, FileRefused) as refusal:
        return _start(thai.digits(refusal)), 422
    return redirect(url_for("register_import.dry_run", import_id=made.id))


def _year(typed: str) -> int:
    plain = thai.arabic(typed).strip()
    if not (plain.isdecimal() and 2400 <= int(plain[:4]) <= 2700 and len(plain) == 4):
        raise BadValue(_("ปีของทะเบียนเป็น พ.ศ. เช่น 2568"))
    return int(plain)


def _tables(sha256: str) -> list[Sheet]:
    with files.open_file(sha256) as kept:
        return sheets.read(kept.read(settings().max_file_bytes))


@pages.get("/<int:import_id>")
def dry_run(import_id: int) -> str:
    """What was understood; nothing is in the book yet."""
    with look() as session:
        record = register_import.kept(session, actor(), import_id)
        plan = _plan(session, record) if record.done_at is None else None
    heads = plan.sheet.heads[:COLUMNS] if plan else ()
    named = plan.sheet.columns if plan else {}
    return render_template(
        "register/import_plan.html", record=record,
        heads=[(at, head) for at, head in enumerate(heads) if head or at in named],
        plan=plan, fields=FIELDS, shown=SHOWN,
        fates=list(Fate), sheet=_sheet(), columns=_columns(),
        said={Fate.NEW: _("จะนำเข้า"), Fate.KNOWN: _("มีแล้ว ข้าม"), Fate.REFUSED: _("นำเข้าไม่ได้")},
    )  # fmt: skip


def _plan(session: Session, record: RegisterImport) -> Plan:
    return register_import.plan(
        session, actor(), now(), content=_tables(record.sha256), book_id=record.book_id,
        year=record.year, sheet=_sheet(), columns=_columns(),
    )  # fmt: skip


def _sheet() -> int:
    return request.values.get("sheet", 0, type=int)


def _columns() -> dict[int, str] | None:
    """What a person says of the columns; ``None`` where nobody said anything."""
    named = {
        place: wanted
        for place in range(COLUMNS)
        if (wanted := request.values.get(f"c{place}", "")) in FIELDS
    }
    twice = [name for name, times in Counter(named.values()).items() if times > 1]
    if twice:
        raise BadValue(
            _(
                "คอลัมน์ “%(name)s” ถูกเลือกสองครั้ง กรุณาเลือกให้เหลือคอลัมน์เดียว",
                name=in_tongue(FIELDS[twice[0]]),
            )
        )
    return named or None


@pages.post("/<int:import_id>")
def bring_in(import_id: int) -> Response:
    """Write the new lines into the book."""
    try:
        with look() as session:
            record = register_import.kept(session, actor(), import_id)
        tables = _tables(record.sha256)
        with begin() as session:
            plan = register_import.bring_in(
                session, actor(), now(), import_id=import_id,
                content=tables, sheet=_sheet(), columns=_columns(),
            )  # fmt: skip
    except (BadValue, FileRefused, NotAllowed) as refusal:
        flash(thai.digits(refusal), "bad")
        return redirect(url_for("register_import.dry_run", import_id=import_id))
    flash(counted("นำเข้า %(number)s รายการแล้ว", plan.counts[Fate.NEW]), "good")
    page = "registers.show" if plan.book.kind is BookKind.RECEIVE else "sending.show"
    return redirect(url_for(page, book=plan.book.id, year=plan.year))
