"""What a page says when something went wrong: Thai, and what to do next."""

from __future__ import annotations

import errno

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from tracker.config import Settings
from tracker.errors import AlreadySettled, NotAllowed, NotFound, Stale, TrackerError
from tracker.sentences import sentence
from tracker.typesetting import Busy
from tracker.web import thai
from tracker.web.edge import settings
from tracker.web.tongue import gettext as _
from tracker.web.tongue import in_tongue

#: Heading and advice per status.
SAID: dict[int, tuple[str, str]] = {
    400: (sentence("คำขอไม่ครบถ้วน"), sentence("กลับไปหน้าก่อน เปิดหน้านั้นใหม่ แล้วทำรายการอีกครั้ง")),
    403: (sentence("ไม่มีสิทธิ์ทำรายการนี้"), sentence("หากต้องใช้งานส่วนนี้ กรุณาติดต่อผู้ดูแลระบบของหน่วยงาน")),
    404: (sentence("ไม่พบหน้านี้"), sentence("ที่อยู่อาจพิมพ์ผิด หรือเป็นเรื่องที่บัญชีของท่านไม่มีสิทธิ์เห็น")),
    405: (sentence("เปิดหน้านี้ตรง ๆ ไม่ได้"), sentence("กลับไปที่โต๊ะงานแล้วเริ่มจากปุ่มในหน้า")),
    409: (sentence("มีผู้ทำรายการนี้ไปก่อนแล้ว"), sentence("เปิดหน้านี้ใหม่เพื่อดูค่าล่าสุด")),
    413: (
        sentence("ไฟล์ใหญ่เกินกำหนด"),
        sentence("แยกเป็นหลายไฟล์ หรือสแกนใหม่ด้วยความละเอียดต่ำลง (๑๕๐–๓๐๐ dpi ขาวดำ)"),
    ),
    429: (sentence("ลองหลายครั้งเกินไป"), sentence("รอประมาณหนึ่งนาทีแล้วลองใหม่")),
    503: (
        sentence("ระบบกำลังยุ่ง"),
        sentence("ระบบกำลังยุ่ง รอสักครู่แล้วทำรายการนี้อีกครั้ง รายการที่บันทึกไว้ก่อนหน้านี้ไม่หาย"),
    ),
    507: (
        sentence("ที่เก็บข้อมูลเต็ม"),
        sentence(
            "ที่เก็บข้อมูลของระบบเต็ม รายการนี้ยังไม่ได้บันทึก รายการก่อนหน้านี้ยังอยู่ครบ "
            "แจ้งผู้ดูแลระบบให้เพิ่มพื้นที่ แล้วทำรายการนี้อีกครั้ง"
        ),
    ),
    500: (
        sentence("ระบบขัดข้อง"),
        sentence("รายการที่บันทึกไว้ก่อนหน้านี้ไม่หาย ลองใหม่อีกครั้ง หากยังพบปัญหาให้แจ้งผู้ดูแลระบบพร้อมเวลาที่เกิดเหตุ"),
    ),
}
#: What the system says when nothing more can be written.
FULL = (errno.ENOSPC, errno.EDQUOT)
STATUS: dict[type[TrackerError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Stale: 409,
    AlreadySettled: 409,
    Busy: 503,
}


def register(app: Flask) -> None:
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(TrackerError, _refused)
    app.register_error_handler(OSError, _no_room)
    app.register_error_handler(OperationalError, _no_database)
    # A number in a form that no row can have: each database says so in its own way.
    app.register_error_handler(OverflowError, _no_such_number)
    app.register_error_handler(DataError, _no_such_number)


def _forged(_error: CSRFError) -> Response:
    return page(400, _("หน้านี้เปิดค้างไว้นานเกินไป"), _("เปิดหน้านี้ใหม่แล้วทำรายการอีกครั้ง"))


def _http(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    return page(status, *refusal(status, settings()))


def refusal(status: int, chosen: Settings) -> tuple[str, str]:
    """Heading and advice for a status, with the limit on files where that was passed."""
    heading, advice = SAID.get(status, SAID[500 if status >= 500 else 400])
    if status == 413:
        advice = _(
            "ระบบรับไฟล์ละไม่เกิน %(limit)s เมกะไบต์ %(advice)s ไฟล์นี้ยังไม่ได้ถูกเก็บ",
            limit=thai.digits(chosen.max_file_bytes // 2**20),
            advice=in_tongue(advice),
        )
    return heading, advice


def _refused(error: TrackerError) -> Response:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    heading = SAID[status][0] if status in SAID else _("ทำรายการไม่สำเร็จ")
    return page(status, heading, in_tongue(error))


def _no_room(error: OSError) -> Response:
    """A full disk is the administrator's to mend, so the clerk must be able to name it."""
    if error.errno not in FULL:
        raise error
    current_app.logger.error("no room left: %s", error)
    return page(507, *SAID[507])


def _no_database(error: OperationalError) -> Response:
    """Full, held by another for too long, or out of reach."""
    current_app.logger.error("database: %s", error.orig)
    status = 507 if "full" in str(error.orig) else 503
    return page(status, *SAID[status])


def _no_such_number(error: OverflowError | DataError) -> Response:
    current_app.logger.warning("no row can have it: %s", error)
    return page(400, *SAID[400])


def page(status: int, heading: str, advice: str) -> Response:
    """The error as a page, or as one sentence where only a part of a page was asked for."""
    part = request.headers.get("HX-Request") or request.headers.get("X-Part")
    template = "errors/part.html" if part else "errors/page.html"
    said = render_template(template, status=status, heading=heading, advice=advice)
    return make_response(said, status)
