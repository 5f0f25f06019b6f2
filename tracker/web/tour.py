"""A tour of the pages at the first sign-in: each step stands on the page that it tells of.

Kept with the account as the number of the step; 0 once it was ended or skipped.
It goes by plain forms, so that it needs neither script nor mouse.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import accounts
from tracker.actor import Actor
from tracker.vocabulary import AccountRole
from tracker.web.edge import begin
from tracker.web.guard import actor
from tracker.web.language import inside

pages = Blueprint("tour", __name__)

#: Where people come to at sign-in: there the tour is offered, wherever it stands.
HOMES = frozenset({"desk.show", "orders.show"})


class Step(NamedTuple):
    """``endpoint``: the page that ``title`` and ``text`` tell of."""

    endpoint: str
    title: str
    text: str


_DROP = Step(
    "desk.show", _("วางหนังสือที่มาถึงตรงนี้"),
    _("ลากไฟล์ PDF หรือภาพสแกนมาวางพร้อมกันกี่ไฟล์ก็ได้ หรือถ่ายด้วยโทรศัพท์ ระบบอ่านให้เองทีละไฟล์ และบอกว่าอ่านถึงไหน "
      "ระหว่างนั้นทำงานอื่นต่อได้"),
)  # fmt: skip
_REVIEW = Step(
    "desk.show", _("ตรวจทานแล้วได้เลขรับ"),
    _("เรื่องที่อ่านเสร็จรออยู่ใต้ “รอตรวจ” กด Enter ที่ปุ่ม “เริ่มตรวจเรื่องแรก” แล้วใช้แป้นพิมพ์ได้ทั้งหมด "
      "เลข 1 หรือ 2 เลือกค่าของข้อสงสัย Enter ยืนยันและไปเรื่องถัดไป Ctrl+Z ถอย"),
)  # fmt: skip
_BOOK = Step(
    "registers.show", _("เลขที่ให้แล้วอยู่ในสมุดนี้"),
    _("ค้นด้วยเลขหรือคำใดก็ได้ พิมพ์ตามแบบ ๑๓ หรือส่งออกเป็นตาราง เลขที่ให้ผิดยกเลิกได้พร้อมเหตุผล แต่ไม่ถูกใช้ซ้ำ"),
)  # fmt: skip
_DUTIES = Step(
    "duties.index", _("อะไรต้องเสร็จเมื่อใด"),
    _("ระบบดึงวันครบกำหนดจากหนังสือและบอกที่มา แถบบนสลับระหว่างสิ่งที่เราต้องทำกับสิ่งที่รอหน่วยงานอื่น "
      "กดวันในปฏิทินเพื่อดูเฉพาะวันนั้น"),
)  # fmt: skip
_WORK = Step(
    "orders.show", _("เรื่องที่รอท่านอยู่ที่นี่"),
    _("หัวหน้าสั่งการจากหน้านี้ เจ้าหน้าที่เห็นงานที่ได้รับมอบ กดรับเรื่อง ทำเสร็จ หรือส่งคืน และบันทึกวันที่ไม่อยู่ได้"),
)  # fmt: skip
_SEARCH = Step(
    "search.show", _("หาอะไรก็พบ"),
    _("พิมพ์ส่วนใดของคำหรือเลขก็ได้ตั้งแต่สองตัวอักษร เลขไทยหรืออารบิกได้ผลเหมือนกัน "
      "ท้ายทุกหน้ามีคำอธิบาย และเรียกการแนะนำนี้ดูอีกได้ที่ “วิธีใช้”"),
)  # fmt: skip
_BOARD = Step(
    "board.show", _("ทุกเรื่องไปถึงไหนแล้ว"),
    _("หนึ่งเรื่องหนึ่งบรรทัด แถบบอกว่าผู้รับกี่แห่งเสร็จแล้ว กำลังทำ หรือยังเงียบ ด้านล่างมีแผนที่ "
      "วันที่เสียไปในแต่ละชั้น และภาระของหน่วยงาน"),
)  # fmt: skip
_SPREAD = Step(
    "circulation.index", _("ใครรับแล้ว ใครยังเงียบ"),
    _("กดชื่อเรื่องเพื่อดูรายหน่วยงาน บันทึกสิ่งที่เขาแจ้งทางโทรศัพท์หรือไลน์ ขยายเวลา "
      "หรือร่างหนังสือทวงถามถึงทุกแห่งที่ยังเงียบ"),
)  # fmt: skip
_OUT = Step(
    "outgoing.index", _("หนังสือที่ท่านส่งออก"),
    _("ส่งต่อ ตอบ และทวงถามเริ่มจากหน้าของหนังสือที่ได้รับ ระบบร่างให้ตามแบบของระเบียบ ได้เลขเมื่อลงนามแล้วเท่านั้น"),
)  # fmt: skip
_MANAGE = Step(
    "office.show", _("สิ่งที่ผู้ดูแลระบบต้องเห็น"),
    _("หน้านี้บอกก่อนว่ามีอะไรผิดปกติ ไฟล์ที่อ่านไม่ได้ ข้อความที่ส่งไม่ได้ สำเนาสำรองที่เก่าเกินไป แล้วจึงเป็นที่จัดการทุกเรื่อง"),
)  # fmt: skip
_PEOPLE = Step(
    "office.accounts", _("เพิ่มคนที่จะใช้ระบบ"),
    _("เพิ่มบัญชี เลือกบทบาทและหน่วยงาน ระบบให้รหัสผ่านครั้งเดียว เจ้าของบัญชีตั้งใหม่เมื่อเข้าครั้งแรก"),
)  # fmt: skip
_DAYS_OFF = Step(
    "holidays.index", _("วันหยุดเปลี่ยนเมื่อใด แก้ที่นี่"),
    _("เพิ่มหรือยกเลิกวันหยุด กำหนดที่นับเป็นวันทำการจะเลื่อนเอง และผู้ที่เกี่ยวข้องได้รับแจ้ง"),
)  # fmt: skip
_COPIES = Step(
    "office.backups", _("ข้อมูลไม่หาย"),
    _("ระบบสำรองเองทุกวัน หน้านี้บอกว่าครั้งล่าสุดสมบูรณ์หรือไม่ และกู้คืนอย่างไร ควรให้สำเนาอยู่บนดิสก์อื่น"),
)  # fmt: skip
STEPS: dict[AccountRole, tuple[Step, ...]] = {
    AccountRole.CLERK: (_DROP, _REVIEW, _BOOK, _WORK, _DUTIES, _SEARCH),
    AccountRole.STAFF: (_DROP, _BOARD, _SPREAD, _OUT, _DUTIES, _SEARCH),
    AccountRole.ADMIN: (_MANAGE, _PEOPLE, _DAYS_OFF, _DUTIES, _COPIES, _SEARCH),
}


def steps(who: Actor) -> tuple[Step, ...]:
    return STEPS[who.role]


def shown() -> dict[str, Any] | None:
    """What the page that is asked for shows of the tour; nothing on most pages."""
    if not current_user.is_authenticated or request.method != "GET":
        return None
    all_, at = steps(actor()), int(current_user.tour)
    if not 1 <= at <= len(all_):
        return None
    step = all_[at - 1]
    here = request.endpoint == step.endpoint
    if not here and request.endpoint not in HOMES:
        return None
    return {"step": step, "at": at, "of": len(all_), "here": here}


@pages.post("/tour")
def turn() -> Response:
    """To another step, to its page; or away with it for good."""
    act, last = request.form.get("act"), len(steps(actor()))
    at = int(current_user.tour)
    to = {"next": at + 1, "back": max(1, at - 1), "again": 1, "end": 0}.get(act or "")
    if to is None:
        abort(400)
    to = 0 if to > last else to
    with begin() as session:
        accounts.turn_tour(session, actor(), to)
    if to:
        return redirect(url_for(steps(actor())[to - 1].endpoint))
    if act == "next":
        flash(gettext("จบการแนะนำแล้ว เรียกดูอีกครั้งได้ที่ “วิธีใช้”"), "good")
    return redirect(inside(request.form.get("next", ""), url_for("desk.show")))
