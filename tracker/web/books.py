"""Settings of the books: the office's own number, series, division books, going on from paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker import book_settings, books, numbering, staffing
from tracker.errors import BadValue, NotAllowed
from tracker.models import Book, Office
from tracker.vocabulary import AccountRole, BookKind, BookUse, YearRule
from tracker.web import shelf, thai
from tracker.web.edge import begin, look, now
from tracker.web.guard import actor
from tracker.web.tongue import gettext as _

W = TypeVar("W", BookKind, BookUse, YearRule)

pages = Blueprint("books", __name__, url_prefix="/books")


@pages.get("")
def show() -> str:
    who = actor()
    shelf.open_books(who)
    with look() as session:
        own = [one for one in books.books(session, who) if one.office_id == who.office_id]
        office = session.get_one(Office, who.office_id)
        units = staffing.units(session, who)
        year = {one.id: books.year_of(one.year_rule, now()) for one in own}
        values = {
            "next_numbers": {
                one.id: books.next_number(session, who, one.id or 0, year[one.id]) for one in own
            },
            "begun": {one.id: books.years(session, who, one.id or 0) for one in own},
            "prefixes": {one.id: numbering.prefixes(session, one.id or 0) for one in own},
            "marks": {one.id: numbering.mark_of(one) for one in own},
        }
    central = next(one for one in own if _is_central(one, BookKind.SEND))
    return render_template(
        "books/page.html", books=own, office=office, years=year, central=central,
        kept={books.MAIN_BOOK, *books.OWN_NAMES.values()},
        may_set=who.role is not AccountRole.CLERK, unit_names={one.id: one.name for one in units},
        units=[one for one in units if one.closed_on is None],
        kinds=list(BookKind), uses=list(BookUse), rules=list(YearRule), **values,
    )  # fmt: skip


def _is_central(book: Book, kind: BookKind) -> bool:
    return book.kind is kind and book.name == books.MAIN_BOOK


def _done(act: Callable[[Session], str]) -> Response:
    """Do one change and come back; a refusal is said, nothing else is changed."""
    try:
        with begin() as session:
            said = act(session)
    except (BadValue, NotAllowed, ValueError) as refusal:
        flash(thai.digits(refusal), "bad")
    else:
        flash(thai.digits(said), "good")
    return redirect(url_for("books.show"))


@pages.post("/prefix")
def prefix() -> Response:
    """How the office's outgoing numbers begin."""

    def act(session: Session) -> str:
        made = book_settings.set_prefix(
            session, actor(), now(), prefix=request.form.get("prefix", "")
        )
        return _("ตั้งเลขประจำของหน่วยงานเป็น %(prefix)s แล้ว", prefix=made.letter_prefix)

    return _done(act)


@pages.post("/<int:book_id>/prefixes")
def add_prefix(book_id: int) -> Response:
    """A division's own beginning in a shared series."""

    def act(session: Session) -> str:
        made = book_settings.add_prefix(
            session, actor(), now(), book_id=book_id,
            prefix=request.form.get("prefix", ""), label=request.form.get("label", ""),
            unit_id=_unit_id(),
        )  # fmt: skip
        return _("เพิ่มเลขประจำ %(prefix)s (%(label)s) แล้ว", prefix=made.prefix, label=made.label)

    return _done(act)


@pages.post("/prefixes/<int:prefix_id>/drop")
def drop_prefix(prefix_id: int) -> Response:
    def act(session: Session) -> str:
        book_settings.drop_prefix(session, actor(), now(), prefix_id=prefix_id)
        return _("เลิกใช้เลขประจำนี้แล้ว เลขที่ออกไปแล้วไม่เปลี่ยน")

    return _done(act)


@pages.post("/circulars")
def circulars() -> Response:
    """Whether circulars count in a series of their own."""
    apart = request.form.get("apart") == "1"

    def act(session: Session) -> str:
        book_settings.count_circulars(session, actor(), now(), apart=apart)
        return _("หนังสือเวียนนับเลขแยกชุดแล้ว") if apart else _("หนังสือเวียนใช้เลขชุดเดียวกับหนังสือทั่วไปแล้ว")

    return _done(act)


@pages.post("/new")
def new() -> Response:
    """Open a further book."""

    def act(session: Session) -> str:
        kind, _colon, use = request.form.get("kind", "").partition(":")
        mark = request.form.get("mark", "").strip()
        made = book_settings.open_new(
            session, actor(), now(), kind=_one_of(BookKind, kind), use=_one_of(BookUse, use),
            name=request.form.get("name", ""), prefix=request.form.get("prefix", ""),
            mark=mark or None, unit_id=_unit_id(),
        )  # fmt: skip
        return _("เปิดทะเบียน “%(name)s” แล้ว", name=made.name)

    return _done(act)


def _unit_id() -> int | None:
    """The division that was chosen, if one was."""
    text = request.form.get("unit", "")
    if text and not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise BadValue(_("กรุณาเลือกจากรายการที่มีให้"))
    return int(text) if text else None


def _one_of(words: type[W], said: str) -> W:
    try:
        return words(said)
    except ValueError as wrong:
        raise BadValue(_("กรุณาเลือกจากรายการที่มีให้")) from wrong


@pages.post("/<int:book_id>/close")
def close(book_id: int) -> Response:
    closed = request.form.get("closed") == "1"

    def act(session: Session) -> str:
        book = book_settings.close_book(session, actor(), now(), book_id=book_id, closed=closed)
        return (
            _("ปิดทะเบียน “%(name)s” แล้ว", name=book.name)
            if closed
            else _("เปิดใช้ทะเบียน “%(name)s” แล้ว", name=book.name)
        )

    return _done(act)


@pages.post("/<int:book_id>/rule")
def rule(book_id: int) -> Response:
    """When the numbers of a book start again."""

    def act(session: Session) -> str:
        wanted = _one_of(YearRule, request.form.get("rule", ""))
        book_settings.change_year_rule(session, actor(), now(), book_id=book_id, rule=wanted)
        return _("ตั้งวันเริ่มเลขใหม่แล้ว เลขของปีที่เริ่มไปแล้วนับต่อจากเดิม")

    return _done(act)


@pages.post("/<int:book_id>/paper")
def go_on(book_id: int) -> Response:
    """Go on from the paper book: its last number of a year."""

    def act(session: Session) -> str:
        last, year = _whole("last"), _whole("year")
        book_settings.open_year(
            session, actor(), now(), book_id=book_id, year=year, next_number=last + 1
        )
        return _("ตั้งเลขถัดไปของปี %(year)s เป็น %(number)s แล้ว", year=year, number=last + 1)

    return _done(act)


def _whole(name: str) -> int:
    typed = thai.arabic(request.form.get(name, "")).strip()
    if not (typed.isdecimal() and len(typed) <= 6):
        raise BadValue(_("“%(typed)s” ไม่ใช่ตัวเลข กรุณาพิมพ์เป็นตัวเลข", typed=typed))
    if name == "year" and not 2400 <= int(typed) <= 2700:
        raise BadValue(_("ปีเป็น พ.ศ. เช่น 2569"))
    return int(typed)
