"""Corrected lines that may teach the reader: consent, what is kept, looking, deleting."""

from __future__ import annotations

import io
import zipfile

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from tracker import teaching
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.vocabulary import AccountRole, ExampleState
from tracker.web import thai
from tracker.web.edge import begin, look, now
from tracker.web.guard import actor
from tracker.web.tongue import counted
from tracker.web.tongue import gettext as _

#: The last page of the list that is looked up.
FARTHEST = 100_000

pages = Blueprint("teaching", __name__, url_prefix="/teaching")


@pages.get("")
def index() -> str:
    asked = request.args.get("state", "")
    state = ExampleState(asked) if asked in set(ExampleState) else None
    page = min(max(1, request.args.get("page", 1, type=int)), FARTHEST)
    with look() as session:
        rows, total = teaching.listed(session, actor(), page=page, state=state)
        consents = teaching.consents(session, actor(), now())
    return render_template(
        "teaching/index.html",
        rows=rows,
        total=total,
        page=page,
        pages=max(1, -(-total // teaching.PAGE)),
        state=state,
        states=list(ExampleState),
        consents=consents,
        names={one.office_id: one.name for one in consents},
        agreed=any(one.given_at for one in consents),
        admin=actor().role is AccountRole.ADMIN,
        mine=actor().office_id,
    )


@pages.get("/<int:example_id>.png")
def picture(example_id: int) -> Response:
    """The line as training sees it: ink bright on dark."""
    with look() as session:
        found = teaching.example(session, actor(), example_id)
    if found.picture is None:
        raise NotFound
    answer = send_file(io.BytesIO(found.picture), "image/png")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@pages.post("/consent")
def consent() -> Response:
    office_id = request.form.get("office", 0, type=int)
    act = request.form.get("act", "")
    with begin() as session:
        if act == "give":
            teaching.give(session, actor(), now(), office_id=office_id)
            flash(_("เปิดการเก็บตัวอย่างแล้ว ค่าที่แก้หลังจากนี้จะถูกเก็บเมื่อลงรับ"), "good")
        elif act == "withdraw":
            teaching.withdraw(session, actor(), now(), office_id=office_id)
            flash(_("ปิดการเก็บตัวอย่างแล้ว ตัวอย่างที่เก็บไว้จะไม่ถูกนำไปใช้ ลบได้ด้วยปุ่ม “ลบทั้งหมด”"), "good")
        elif act == "delete":
            gone = teaching.delete_all(session, actor(), now(), office_id=office_id)
            flash(counted("ลบตัวอย่าง %(number)s บรรทัดแล้ว", gone), "good")
    return redirect(url_for("teaching.index"))


@pages.post("/<int:example_id>")
def decide(example_id: int) -> Response:
    """The text is as in the picture, or the example is to be forgotten."""
    try:
        with begin() as session:
            if request.form.get("act") == "delete":
                teaching.delete(session, actor(), now(), example_id=example_id)
                flash(_("ลบตัวอย่างแล้ว"), "good")
            else:
                text = request.form.get("text", "")
                teaching.confirm(session, actor(), now(), example_id=example_id, text=text)
                flash(_("บันทึกว่าข้อความตรงกับภาพแล้ว"), "good")
    except BadValue as refusal:
        flash(thai.digits(refusal), "bad")
    return redirect(
        url_for(
            "teaching.index",
            state=request.form.get("state") or None,
            page=request.form.get("page", type=int),
        )
    )


@pages.get("/examples.zip")
def download() -> Response:
    """What may teach, as the folder that training takes; for administrators."""
    if actor().role is not AccountRole.ADMIN:
        raise NotAllowed
    spool = io.BytesIO()
    with look() as session, zipfile.ZipFile(spool, "w") as archive:
        for example_id, text, png in teaching.handed_out(session, actor().office_ids):
            archive.writestr(f"wian-{example_id:08d}.png", png)
            archive.writestr(f"wian-{example_id:08d}.txt", text + "\n")
    spool.seek(0)
    return send_file(
        spool, "application/zip", as_attachment=True, download_name="wian-examples.zip"
    )
