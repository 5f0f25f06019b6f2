"""Files in pieces, for networks that break: ask how far, send a piece, finish.

``POST /uploads`` gives a token, ``GET /uploads/TOKEN`` says how far the file is,
``POST /uploads/TOKEN/OFFSET`` takes a piece, ``POST /uploads/finish`` makes arrivals.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request

from tracker import files, uploads
from tracker.errors import FileRefused, TrackerError
from tracker.uploads import OutOfPlace
from tracker.web import dropped, errors, thai
from tracker.web.dropped import Dropped
from tracker.web.edge import edge, now
from tracker.web.guard import actor
from tracker.web.tongue import gettext as _
from tracker.web.tongue import in_tongue

pages = Blueprint("uploads", __name__, url_prefix="/uploads")


@pages.post("")
def start() -> Response:
    key = "|".join(request.form.get(name, "")[:300] for name in ("name", "changed"))
    size = request.form.get("size", 0, type=int)
    one = uploads.begin(actor().account_id, now(), size=size, key=key)
    return jsonify(token=one.token, offset=one.offset, most=uploads.PIECE)


@pages.get("/<token>")
def how_far(token: str) -> Response:
    return jsonify(offset=uploads.offset(actor().account_id, now(), token))


@pages.post("/<token>/<int:offset>")
def piece(token: str, offset: int) -> Response:
    length = request.content_length or 0
    if length > uploads.PIECE:
        abort(413)
    data = request.get_data(cache=False)
    if not data or len(data) != length:  # the network broke within this piece
        abort(400)
    try:
        there = uploads.put(actor().account_id, now(), token, place=offset, piece=data)
    except OutOfPlace as gap:
        answer = jsonify(offset=gap.offset)
        answer.status_code = 409
        return answer
    return jsonify(offset=there)


@pages.post("/finish")
def finish() -> Response:
    """All files that came whole become arrivals; with ``together`` the pages of one."""
    who, moment = actor().account_id, now()
    tokens, names = request.form.getlist("token"), request.form.getlist("name")
    if not tokens or len(tokens) != len(names):
        abort(400)
    if all(uploads.done(who, token) for token in tokens):
        return Response("")
    try:
        found = [
            Dropped(files.clean_name(name), uploads.whole(who, moment, token))
            for token, name in zip(tokens, names, strict=True)
        ]
        if request.form.get("together"):
            made = [dropped.take_together(found)] * len(found)
        else:
            made = [dropped.take(one) for one in found]
    except FileRefused as refusal:
        return errors.page(422, _("ไม่ได้รับไฟล์"), thai.digits(refusal))
    except TrackerError as wrong:
        return errors.page(409, _("ไฟล์ยังมาไม่ครบ"), in_tongue(wrong))
    for token, arrival_id in zip(tokens, made, strict=True):
        uploads.finish(who, moment, token, arrival_id=arrival_id)
    edge().wake()
    return Response("")
