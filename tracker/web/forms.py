"""Forms that directives ask for: filling one in, and following who has answered what."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker import directive_forms, form_catalogue, smart_city
from tracker.errors import BadValue, Stale, TrackerError
from tracker.form_definition import MOST_TEXT
from tracker.vocabulary import AccountRole
from tracker.web import thai
from tracker.web.edge import begin, look, now
from tracker.web.guard import actor
from tracker.web.tongue import gettext as _
from tracker.web.tongue import in_tongue

pages = Blueprint("forms", __name__, url_prefix="/forms")

Page = str | tuple[str, int] | Response
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("")
def index() -> str:
    """Every form, with the own answer or the count of those below."""
    who = actor()
    with look() as session:
        found = [
            (
                one,
                directive_forms.own_answer(session, who, now(), key=one.form.key)
                if one.asks_us
                else None,
                smart_city.board(session, who, now(), key=one.form.key).counts,
            )
            for one in form_catalogue.forms(session, who)
        ]
    return render_template("forms/index.html", found=found, may_add=who.role != AccountRole.CLERK)


@pages.get("/<key>")
def show(key: str) -> Page:
    """The form to fill in; those who are not asked are led to the board."""
    with look() as session:
        view = directive_forms.own_answer(session, actor(), now(), key=key)
    if not view.form.asks_us:
        return redirect(url_for("forms.board", key=key))
    return _fill(view)


def _fill(view: directive_forms.AnswerView, *, version: int | None = None) -> str:
    return render_template(
        "forms/fill.html",
        view=view,
        definition=view.form.definition,
        version=view.row.version if version is None else version,
        longest=MOST_TEXT,
    )


@pages.post("/<key>")
def keep(key: str) -> Page:
    """Save the draft, or send it. What was typed comes back with the refusal."""
    texts = _texts()
    version = request.form.get("version", 0, type=int)
    sending = request.form.get("act") == "submit"
    given: dict[str, Any] = {"key": key, "texts": texts, "version": version}
    try:
        with begin() as session:
            if sending:
                directive_forms.submit(session, actor(), now(), **given)
            else:
                directive_forms.save(session, actor(), now(), **given)
    except (BadValue, Stale) as refusal:
        return _refused(key, texts, version, refusal)
    flash(
        _("ส่งแบบแล้ว หน่วยงานระดับเหนือขึ้นไปเห็นแบบนี้แล้ว") if sending else _("บันทึกร่างแล้ว ยังไม่ได้ส่ง"), "good"
    )
    return redirect(url_for("forms.show", key=key))


def _refused(key: str, texts: dict[str, str], version: int, refusal: TrackerError) -> Page:
    """The page as it was typed. A sending that was refused is still kept as a draft."""
    kept = version
    if isinstance(refusal, BadValue):
        with begin() as session:
            row = directive_forms.save(
                session, actor(), now(), key=key, texts=texts, version=version
            )
            kept = row.version
        flash(thai.digits(_("%(refusal)s (บันทึกเป็นร่างไว้แล้ว)", refusal=in_tongue(refusal))), "bad")
    else:
        flash(_("เพื่อนร่วมงานแก้แบบนี้ไปก่อนแล้ว สิ่งที่ท่านพิมพ์ยังอยู่ในหน้านี้แต่ยังไม่ได้บันทึก "
              "เปิดหน้านี้อีกหน้าต่างหนึ่งเพื่อดูค่าล่าสุดก่อนพิมพ์ซ้ำ"), "bad")  # fmt: skip
    with look() as session:
        view = directive_forms.try_out(session, actor(), now(), key=key, texts=texts)
    return _fill(view, version=kept), 422


@pages.post("/<key>/check")
def check(key: str) -> str:
    """Which criteria the typed values meet, without keeping them."""
    with look() as session:
        view = directive_forms.try_out(session, actor(), now(), key=key, texts=_texts())
    return render_template("forms/judgement.html", judgement=view.judgement, day=view.judged_for)


def _texts() -> dict[str, str]:
    return {name: text for name, text in request.form.items() if "." in name}


@pages.get("/<key>/board")
def board(key: str) -> str:
    """Who has proposed, who meets what, how far each phase has come."""
    with look() as session:
        found = smart_city.board(session, actor(), now(), key=key)
    wanted = request.args.get("show", "")
    rows = [row for row in found.rows if not wanted or wanted == _mark(row)]
    return render_template(
        "forms/board.html", board=found, rows=rows, wanted=wanted, mark=_mark,
        groups_of=Counter(map(_mark, found.rows)),
    )  # fmt: skip


def _mark(row: smart_city.Row) -> str:
    """The group of the board in which an office stands."""
    if row.judgement is None:
        return "draft" if row.state else "silent"
    if row.state == "returned":
        return "returned"
    return {True: "met", False: "unmet", None: "open"}[row.judgement.met]


@pages.get("/<key>/board.xlsx")
def sheet(key: str) -> Response:
    with look() as session:
        made = smart_city.sheet(session, actor(), now(), key=key)
    name = f"{key}-{thai.local(now()):%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, mimetype=_SHEET, headers=headers)


@pages.get("/answers/<int:answer_id>")
def answer(answer_id: int) -> str:
    """An answer as it was sent."""
    who = actor()
    with look() as session:
        view = directive_forms.answer(session, who, answer_id)
        name = smart_city.name_of(session, view.row.office_id, view.judged_for)
    above = view.row.office_id != who.office_id and who.role != AccountRole.CLERK
    return render_template("forms/answer.html", view=view, name=name, above=above)


@pages.post("/answers/<int:answer_id>/give-back")
def give_back(answer_id: int) -> Response:
    """Give an answer back to be mended."""

    def act(session: Session, version: int) -> None:
        directive_forms.give_back(
            session, actor(), now(), answer_id=answer_id, version=version,
            reason=request.form.get("reason", ""),
        )  # fmt: skip

    return _moved(answer_id, act, _("ตีกลับให้แก้แล้ว"))


@pages.post("/answers/<int:answer_id>/step")
def note_step(answer_id: int) -> Response:
    """Note a step that an answer has taken."""

    def act(session: Session, version: int) -> None:
        directive_forms.note_step(
            session, actor(), now(), answer_id=answer_id, version=version,
            step=request.form.get("step", ""), day=_day(request.form.get("day", "")),
            note=request.form.get("note", ""),
        )  # fmt: skip

    return _moved(answer_id, act, _("บันทึกขั้นตอนแล้ว"))


def _moved(answer_id: int, act: Callable[[Session, int], None], done: str) -> Response:
    try:
        with begin() as session:
            act(session, request.form.get("version", 0, type=int))
    except (BadValue, Stale) as refusal:
        flash(thai.digits(refusal), "bad")
    else:
        flash(done, "good")
    return redirect(url_for("forms.answer", answer_id=answer_id))


def _day(text: str) -> date:
    try:
        return thai.parse_day(text)
    except ValueError as wrong:
        raise BadValue(in_tongue(wrong)) from wrong


@pages.get("/<key>/numbers")
def numbers(key: str) -> str:
    return _numbers(key)


def _numbers(key: str) -> str:
    with look() as session:
        view = form_catalogue.form(session, actor(), key)
        kept = form_catalogue.parameters(session, actor(), key)
    titles = {one.name: one for one in view.definition.parameters}
    return render_template(
        "forms/numbers.html", form=view, kept=kept, titles=titles, typed=request.form,
        may_set=actor().role == AccountRole.ADMIN,
    )  # fmt: skip


@pages.post("/<key>/numbers")
def set_number(key: str) -> Page:
    """Let another number hold from a day on."""
    try:
        text = thai.arabic(request.form.get("value", "")).strip()
        if not text.replace(".", "", 1).isdecimal():
            raise BadValue(_("“%(text)s” ไม่ใช่ตัวเลข พิมพ์เช่น ๘๐", text=text))
        with begin() as session:
            form_catalogue.set_parameter(
                session, actor(), now(), key=key, name=request.form.get("name", ""),
                valid_from=_day(request.form.get("valid_from", "")), value=float(text),
                source=request.form.get("source", ""),
            )  # fmt: skip
    except BadValue as refusal:
        flash(thai.digits(refusal), "bad")
        return _numbers(key), 422
    flash(_("เพิ่มค่าเกณฑ์แล้ว แบบที่ส่งก่อนวันเริ่มใช้ยังตัดสินด้วยค่าเดิม"), "good")
    return redirect(url_for("forms.numbers", key=key))


@pages.get("/new")
def new() -> str:
    return render_template("forms/new.html", typed="")


@pages.post("/new")
def add() -> Page:
    """Take in a form as JSON. A refusal names the place in it."""
    typed = request.form.get("definition", "")
    try:
        said = json.loads(typed)
        if not isinstance(said, dict):
            raise BadValue(_("แบบต้องเป็น JSON ที่ขึ้นต้นด้วย {"))
        with begin() as session:
            view = form_catalogue.add(session, actor(), now(), said=said)
    except json.JSONDecodeError as wrong:
        flash(
            thai.digits(
                _(
                    "อ่าน JSON ไม่ได้ที่บรรทัด %(line)s ตัวที่ %(place)s",
                    line=wrong.lineno,
                    place=wrong.colno,
                )
            ),
            "bad",
        )
        return render_template("forms/new.html", typed=typed), 422
    except (BadValue, RecursionError) as refusal:
        flash(thai.digits(refusal), "bad")
        return render_template("forms/new.html", typed=typed), 422
    flash(_("เพิ่มแบบแล้ว"), "good")
    return redirect(url_for("forms.board", key=view.form.key))
