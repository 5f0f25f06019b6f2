"""Letters out: drafts, what waits for signature, what was sent; their papers."""

from __future__ import annotations

from typing import Any

from flask import (
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from tracker import (
    chasing,
    errands,
    files,
    intake,
    outgoing,
    outgoing_enclosures,
    outgoing_issue,
    outgoing_unit,
    recipient_lists,
    staffing,
)
from tracker.errors import BadValue, FileRefused, NotFound, Stale
from tracker.models import Outgoing
from tracker.typesetting import NotSet
from tracker.vocabulary import LetterKind, OutgoingKind, OutgoingState
from tracker.web import outgoing_files, outgoing_form, thai
from tracker.web.edge import begin, look, now, settings
from tracker.web.guard import actor
from tracker.web.outgoing_files import pages as pages
from tracker.web.tongue import gettext as _

#: Files that may be a scan of a signed letter.
_SCANS = ("application/pdf", "image/png", "image/jpeg", "image/tiff")


@pages.get("")
def index() -> str:
    wanted = request.args.get("state", "")
    state = OutgoingState(wanted) if wanted in set(OutgoingState) else None
    with look() as session:
        found = outgoing.listed(
            session, actor(), state=state, page=request.args.get("page", 1, type=int)
        )
    return render_template(
        "outgoing/index.html", found=found, state=state, states=list(OutgoingState),
        title=outgoing.title,
    )  # fmt: skip


@pages.post("")
def start() -> Response:
    """Begin a letter: of its own accord, or for the letter ``letter_id``."""
    letter_id = request.form.get("letter_id", type=int)
    kind, form = request.form.get("kind", "new"), request.form.get("form")
    try:
        if kind == OutgoingKind.CHASE and letter_id is not None:
            draft = _chase(letter_id, form)
        else:
            wanted = OutgoingKind(kind) if kind in set(OutgoingKind) else OutgoingKind.NEW
            with begin() as session:
                draft = outgoing.draft_from(
                    session, actor(), now(), letter_id=letter_id, kind=wanted
                )
    except BadValue as refusal:
        flash(thai.digits(refusal), "bad")
        if letter_id is None:
            return redirect(url_for("outgoing.index"))
        return redirect(url_for("letters.show", letter_id=letter_id))
    return redirect(url_for("outgoing.show", outgoing_id=draft.id))


def _chase(letter_id: int, form: str | None) -> Outgoing:
    """Who is silent is looked up first: that takes long for many, and holds nobody up."""
    which: dict[str, Any] = {
        "letter_id": letter_id,
        "form": LetterKind.STAMPED if form == LetterKind.STAMPED else None,
    }
    with look() as session:
        prepared = chasing.prepare(session, actor(), now(), **which)
    with begin() as session:
        return chasing.draft(session, actor(), now(), prepared=prepared, **which)


@pages.get("/<int:outgoing_id>")
def show(outgoing_id: int) -> str:
    return _page(outgoing_id)


def _page(outgoing_id: int, typed: dict[str, str] | None = None, refusal: str = "") -> str:
    with look() as session:
        view = outgoing.one(session, actor(), outgoing_id)
        unsent = errands.unsent(session, view.letter_id) if view.letter_id else 0
        editing = view.own and view.state is OutgoingState.DRAFT
        values: dict[str, Any] = {
            "answered": chasing.answered_since(session, actor(), now(), outgoing_id=outgoing_id),
            "enclosed": outgoing_enclosures.of_draft(session, actor(), outgoing_id),
            "sheets": len(
                outgoing_files.pictures(
                    outgoing_form.trimmed(view.content), outgoing_files.given(session, view)
                )
            ),
        }
        if editing:
            values["explained"] = outgoing_form.explained(session, actor(), view)
            values["lists"] = recipient_lists.lists(session, actor())
            values["units"] = staffing.units(session, actor(), day=thai.local(now()).date())
    return render_template(
        "outgoing/edit.html" if editing else "outgoing/show.html",
        view=view, content=view.content, title=outgoing.title(view), refusal=refusal,
        shown=typed or outgoing_form.shown(view), choices=outgoing_form.CHOICES,
        unsent=unsent, listed=len(view.recipients) <= outgoing_form.LISTED, **values,
    )  # fmt: skip


@pages.post("/<int:outgoing_id>")
def save(outgoing_id: int) -> Response:
    """Keep what was typed; ``act=submit`` lays the letter before its signatory as well."""
    act = request.form.get("act")
    try:
        with begin() as session:
            view = outgoing.one(session, actor(), outgoing_id)
            version = request.form.get("version", 0, type=int)
            if "unit" in request.form:
                version = outgoing_unit.number_by(
                    session, actor(), now(), outgoing_id=outgoing_id, version=version,
                    unit_id=outgoing_form.unit_id(request.form),
                ).version  # fmt: skip
            kept = outgoing.save(
                session, actor(), now(), outgoing_id=outgoing_id, version=version,
                values=outgoing_form.values(session, actor(), view, request.form),
                to=outgoing_form.recipients(session, actor(), view, request.form),
            )  # fmt: skip
            if act == "submit":
                outgoing.submit(
                    session, actor(), now(), outgoing_id=outgoing_id, version=kept.version
                )
    except Stale:
        words = _("มีผู้แก้ไขร่างนี้ไปก่อนแล้ว สิ่งที่ท่านพิมพ์ยังอยู่ในช่องด้านล่าง ตรวจเทียบแล้วกดบันทึกอีกครั้ง")
        return make_response(_page(outgoing_id, outgoing_form.typed(request.form), words), 409)
    except (BadValue, ValueError) as refusal:
        said = thai.digits(refusal)
        return make_response(_page(outgoing_id, outgoing_form.typed(request.form), said), 422)
    flash(_("เสนอลงนามแล้ว") if act == "submit" else _("บันทึกร่างแล้ว"), "good")
    return redirect(url_for("outgoing.show", outgoing_id=outgoing_id))


@pages.post("/<int:outgoing_id>/act")
def act(outgoing_id: int) -> Response:
    """Take back from the signatory, give up, or take off a reminder who has answered since."""
    wanted = request.form.get("act")
    which: dict[str, Any] = {
        "outgoing_id": outgoing_id, "version": request.form.get("version", 0, type=int),
    }  # fmt: skip
    try:
        with begin() as session:
            if wanted == "recall":
                outgoing.recall(session, actor(), now(), **which)
            elif wanted == "renew":
                chasing.renew(session, actor(), now(), **which)
            elif wanted == "cancel":
                reason = request.form.get("reason", "")
                outgoing.cancel(session, actor(), now(), reason=reason, **which)
            else:
                raise BadValue
    except (BadValue, Stale) as refusal:
        flash(thai.digits(refusal), "bad")
    else:
        said = {
            "recall": _("นำกลับมาแก้ไขแล้ว"),
            "renew": _("ปรับรายชื่อแล้ว"),
            "cancel": _("ยกเลิกร่างแล้ว"),
        }
        flash(said[wanted], "good")
    return redirect(url_for("outgoing.show", outgoing_id=outgoing_id))


@pages.post("/<int:outgoing_id>/issue")
def issue(outgoing_id: int) -> Response:
    """The letter is signed: number, day, sending; then its paper is set and kept."""
    try:
        reserved = thai.arabic(request.form.get("reserved", "")).strip()
        if reserved and not (reserved.isdecimal() and len(reserved) < 9):
            raise BadValue(_("เลขที่จองไว้ต้องเป็นตัวเลขเท่านั้น หากไม่ได้จองให้เว้นว่าง"))
        dated = thai.parse_day(request.form.get("dated", ""))
        with begin() as session:
            done = outgoing_issue.sign_and_issue(
                session, actor(), now(), outgoing_id=outgoing_id, dated=dated,
                version=request.form.get("version", 0, type=int), read=intake.read_citation,
                reserved=int(reserved) if reserved else None,
                due_reason=request.form.get("due_reason", "").strip()[:500],
            )  # fmt: skip
    except (BadValue, Stale, ValueError) as refusal:
        flash(thai.digits(refusal), "bad")
        return redirect(url_for("outgoing.show", outgoing_id=outgoing_id))
    try:
        outgoing_files.set_paper(outgoing_id)
    except (RuntimeError, OSError, NotSet) as failure:  # it is set when somebody asks for it
        current_app.logger.error("paper of %s: %s", outgoing_id, failure)
        flash(_("ออกเลขแล้ว แต่ยังเก็บไฟล์ PDF ไม่ได้ กรุณาเปิด PDF จากหน้านี้อีกครั้ง"), "bad")
    flash(_sent(outgoing_id, thai.digits(done.ref_no)), "good")
    return redirect(url_for("outgoing.show", outgoing_id=outgoing_id))


def _sent(outgoing_id: int, ref_no: str) -> str:
    with look() as session:
        view = outgoing.one(session, actor(), outgoing_id)
        unsent = errands.unsent(session, view.letter_id) if view.letter_id else 0
    if not unsent:
        return _("ออกเลขที่ %(ref_no)s และส่งให้ผู้รับแล้ว", ref_no=ref_no)
    return _(
        "ออกเลขที่ %(ref_no)s แล้ว ระบบกำลังส่งให้ผู้รับที่เหลือ %(number)s ราย",
        ref_no=ref_no,
        number=thai.count(unsent),
    )


@pages.post("/<int:outgoing_id>/files")
def attach(outgoing_id: int) -> Response:
    """Add a file that goes out with the letter."""
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise BadValue(_("ยังไม่ได้เลือกไฟล์ที่จะแนบ กรุณาเลือกไฟล์แล้วกดแนบอีกครั้ง"))
        with look() as session:
            if not outgoing.one(session, actor(), outgoing_id).own:
                raise NotFound
        stored = files.store(file.stream, filename=file.filename, limit=settings().max_file_bytes)
        with begin() as session:
            outgoing_enclosures.add(
                session, actor(), now(), outgoing_id=outgoing_id, stored=stored,
                version=request.form.get("version", 0, type=int), text=request.form.get("text", ""),
            )  # fmt: skip
    except (BadValue, FileRefused, Stale) as refusal:
        flash(thai.digits(refusal), "bad")
    else:
        flash(_("แนบไฟล์แล้ว"), "good")
    return redirect(url_for("outgoing.show", outgoing_id=outgoing_id))


@pages.post("/<int:outgoing_id>/signed")
def signed(outgoing_id: int) -> Response:
    """Keep a scan of the signed paper; recipients then get this instead of the set one."""
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise BadValue(_("ยังไม่ได้เลือกไฟล์ กรุณาเลือกไฟล์สแกนของหนังสือที่ลงนามแล้ว"))
        with look() as session:
            if not outgoing.one(session, actor(), outgoing_id).own:
                raise NotFound
        stored = files.store(file.stream, filename=file.filename, limit=settings().max_file_bytes)
        if stored.media_type not in _SCANS:
            raise BadValue(_("ไฟล์นี้ไม่ใช่ PDF หรือรูปภาพ กรุณาสแกนเป็น PDF แล้วส่งใหม่"))
        with begin() as session:
            outgoing_issue.keep_file(
                session, actor(), now(), outgoing_id=outgoing_id, stored=stored, signed=True
            )
    except (BadValue, FileRefused) as refusal:
        flash(thai.digits(refusal), "bad")
    else:
        flash(_("เก็บสำเนาฉบับลงนามแล้ว ผู้รับในระบบจะเห็นฉบับนี้"), "good")
    return redirect(url_for("outgoing.show", outgoing_id=outgoing_id))
