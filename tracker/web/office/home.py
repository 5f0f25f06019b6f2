"""The administrator's home: what went wrong, and where things are managed."""

from __future__ import annotations

from flask import render_template

from tracker import accounts_admin, backup_runs, duties, failures, offices_admin, trail
from tracker.sentences import sentence
from tracker.web import thai
from tracker.web.edge import look, now
from tracker.web.guard import actor
from tracker.web.office import act_words
from tracker.web.office.blueprint import pages

#: Endpoint, name, what it is for.
PLACES = (
    ("office.accounts", sentence("บัญชีผู้ใช้"), sentence("เพิ่ม เปลี่ยนบทบาท ปิดบัญชี ตั้งรหัสผ่านใหม่ ปลดล็อก")),
    (
        "office.people",
        sentence("กองและตำแหน่ง"),
        sentence("กองหรือสำนัก ผู้ดำรงตำแหน่ง รักษาราชการแทน วันลา"),
    ),
    ("office.offices", sentence("หน่วยงานและชื่อ"), sentence("ชื่อที่ใช้ตั้งแต่วันใด ชื่อเรียกอื่น รหัสหนังสือ")),
    ("books.show", sentence("ตั้งค่าทะเบียน"), sentence("สมุดรับ สมุดส่ง เลขที่ถัดไป จองเลข")),
    ("holidays.index", sentence("วันหยุด"), sentence("วันหยุดราชการและวันหยุดของจังหวัด")),
    ("messages.show", sentence("ข้อความแจ้งเตือน"), sentence("อีเมลและ LINE ที่ส่งแล้ว ส่งไม่ได้ หรือไม่แน่ใจ")),
    ("office.backups", sentence("สำเนาสำรอง"), sentence("สำรองครั้งล่าสุด สำรองเดี๋ยวนี้ และวิธีกู้คืน")),
    ("office.show_settings", sentence("การตั้งค่า"), sentence("อีเมล LINE ที่เก็บ พื้นที่ว่าง และค่าอื่นของระบบ")),
    ("teaching.index", sentence("ตัวอย่างสำหรับสอนระบบอ่าน"), sentence("ความยินยอม และตัวอย่างที่เก็บไว้")),
    (
        "office.trail_page",
        sentence("บันทึกการใช้งาน"),
        sentence("ใครทำอะไรเมื่อใด และตรวจว่าบันทึกไม่ถูกแก้ไข"),
    ),
)


@pages.get("")
def show() -> str:
    who, moment = actor(), now()
    with look() as session:
        values = {
            "unread": failures.unread(session, who),
            "copies": backup_runs.state(session, who, moment, limit=1),
            "figures": duties.figures(
                session, who, today=thai.local(moment).date(), office_id=duties.EVERY
            ),
            "messages": failures.messages(session, who),
            "locked": failures.locked_names(session, who, moment),
            "accounts": accounts_admin.listing(session, who, moment, per_page=1).total,
            "offices": offices_admin.listing(session, who, moment, per_page=1).total,
            "lines": trail.look(session, who, trail.Wish(), limit=8),
        }
    return render_template(
        "office/home.html", places=PLACES, words=act_words, every=duties.EVERY, **values
    )
