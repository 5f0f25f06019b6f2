"""How acts and subjects of the audit trail are said in Thai, and what changed in one line."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum

from flask import url_for

from tracker.holidays import EVERYWHERE
from tracker.masking import mask
from tracker.models import AuditLine
from tracker.sentences import sentence
from tracker.vocabulary import (
    AccountRole,
    AssignmentState,
    Channel,
    DeliveryState,
    DeputyKind,
    DutyChangeKind,
    EndorsementKind,
    Post,
)
from tracker.web import thai
from tracker.web.office import field_words
from tracker.web.tongue import gettext as _
from tracker.web.tongue import in_tongue, said
from tracker.wording import iso_day

_ACTS = {
    "sign_in": sentence("ลงชื่อเข้าใช้"),
    "ask_backup": sentence("ขอสำรองข้อมูล"),
    "lock": sentence("ปิดที่ที่ใส่รหัสผิดหลายครั้ง"),
    "unlock": sentence("ปลดล็อก"),
    "set_password": sentence("ตั้งรหัสผ่าน"),
    "create_account": sentence("เพิ่มบัญชี"),
    "change_account": sentence("แก้ไขบัญชี"),
    "activate": sentence("เปิดบัญชี"),
    "deactivate": sentence("ปิดบัญชี"),
    "arrive": sentence("รับไฟล์เข้า"),
    "read_again": sentence("ให้อ่านอีกครั้ง"),
    "type_value": sentence("พิมพ์ค่า"),
    "settle_doubt": sentence("ตอบข้อสงสัย"),
    "settle": sentence("ยืนยันลงรับ"),
    "store": sentence("เก็บหนังสือ"),
    "delivery": sentence("เปลี่ยนสถานะการเวียน"),
    "dismiss": sentence("ไม่ลงรับ"),
    "seal_reading": sentence("ปิดผนึกหนังสือลับ"),
    "seal_letter": sentence("ลบถ้อยคำของหนังสือที่เป็นชั้นความลับ"),
    "undo": sentence("ย้อนกลับ"),
    "part_letters": sentence("แยกหรือรวมฉบับ"),
    "mark_letter": sentence("แก้รายการฉบับ"),
    "forget_lines": sentence("ลบข้อความที่อ่านจากไฟล์ลับ"),
    "give_teaching_consent": sentence("ยินยอมให้เก็บตัวอย่างสอนระบบอ่าน"),
    "withdraw_teaching_consent": sentence("เลิกเก็บตัวอย่างสอนระบบอ่าน"),
    "confirm_example": sentence("ตรวจตัวอย่างสอนระบบอ่าน"),
    "delete_example": sentence("ลบตัวอย่างสอนระบบอ่าน"),
    "delete_examples": sentence("ลบตัวอย่างสอนระบบอ่านทั้งหมด"),
    "register": sentence("ลงทะเบียนรับ"),
    "issue": sentence("ออกเลขส่ง"),
    "void": sentence("ยกเลิกเลข"),
    "note": sentence("บันทึกการปฏิบัติ"),
    "reserve": sentence("จองเลข"),
    "open_book": sentence("เปิดสมุดทะเบียน"),
    "close_book": sentence("ปิดสมุดทะเบียน"),
    "open_year": sentence("เปิดทะเบียนปี"),
    "change_year_rule": sentence("เปลี่ยนรอบปีของทะเบียน"),
    "add_unit": sentence("เพิ่มกองหรือสำนัก"),
    "change_unit": sentence("แก้ไขกองหรือสำนัก"),
    "appoint": sentence("บันทึกผู้ดำรงตำแหน่ง"),
    "end_appointment": sentence("สิ้นสุดการดำรงตำแหน่ง"),
    "deputise": sentence("บันทึกคำสั่งรักษาราชการแทน"),
    "revoke_deputy": sentence("ยกเลิกคำสั่งรักษาราชการแทน"),
    "leave": sentence("บันทึกวันที่ไม่อยู่"),
    "revoke_absence": sentence("ยกเลิกวันที่ไม่อยู่"),
    "propose": sentence("เสนอเรื่อง"),
    "order": sentence("สั่งการ"),
    "order_from_paper": sentence("ลงคำสั่งจากต้นฉบับ"),
    "endorse": sentence("บันทึกข้อความ"),
    "send_back": sentence("ส่งเรื่องคืนผู้เสนอ"),
    "withdraw": sentence("ถอนข้อความ"),
    "assign": sentence("มอบงาน"),
    "assignment_accept": sentence("รับงาน"),
    "assignment_done": sentence("ทำงานเสร็จ"),
    "assignment_return": sentence("ส่งงานคืน"),
    "assignment_hand_over": sentence("ส่งต่องาน"),
    "assignment_reopen": sentence("ให้ทำงานต่อ"),
    "assignment_cancel": sentence("ยกเลิกงาน"),
    "add_name": sentence("เพิ่มชื่อหน่วยงาน"),
    "add_alias": sentence("เพิ่มชื่อเรียกหน่วยงาน"),
    "set_prefix": sentence("ตั้งรหัสหนังสือ"),
    "add_office": sentence("เพิ่มหน่วยงาน"),
    "add_holiday": sentence("เพิ่มวันหยุด"),
    "remove_holiday": sentence("ยกเลิกวันหยุด"),
    "open_duties": sentence("ตั้งกำหนดเวลา"),
    "recompute_duties": sentence("คำนวณกำหนดเวลาใหม่"),
    "hand_down": sentence("มอบกำหนดเวลาให้ระดับถัดไป"),
    "draft_letter": sentence("ร่างหนังสือ"),
    "edit_letter": sentence("แก้ร่างหนังสือ"),
    "issue_letter": sentence("ออกหนังสือ"),
    "confirm_receipt": sentence("ยืนยันการรับหนังสือ"),
    "revoke_link": sentence("ยกเลิกลิงก์ตอบรับ"),
    "make_links": sentence("ทำลิงก์ตอบรับ"),
    "add_enclosure": sentence("แนบไฟล์ไปกับหนังสือ"),
    "keep_paper": sentence("เก็บไฟล์หนังสือที่ออก"),
    "letter_state": sentence("เปลี่ยนสถานะร่าง"),
    "send": sentence("ส่งหนังสือ"),
    "sent_to_all": sentence("ส่งถึงผู้รับครบทุกราย"),
    "relation": sentence("ตัดสินความเกี่ยวข้องของหนังสือ"),
    "recipient_list": sentence("บันทึกรายชื่อผู้รับ"),
    "put_away_list": sentence("เลิกใช้รายชื่อผู้รับ"),
    "write": sentence("ลงรายการทะเบียนด้วยมือ"),
    "receive_on": sentence("กองรับต่อ"),
    "add_prefix": sentence("เพิ่มเลขประจำของกอง"),
    "drop_prefix": sentence("เลิกใช้เลขประจำของกอง"),
    "count_circulars": sentence("ตั้งการนับเลขหนังสือเวียน"),
    "plan_import": sentence("ลองอ่านทะเบียนเก่า"),
    "import": sentence("นำเข้าทะเบียนเก่า"),
    "directive": sentence("เปิดเรื่องสั่งการ"),
    "directive_absorbed": sentence("รวมเรื่องสั่งการ"),
    "next_instances": sentence("เปิดกำหนดรอบถัดไป"),
    "set_buffer": sentence("ตั้งวันเผื่อเมื่อส่งต่อ"),
    "add_form": sentence("ให้ตอบแบบ"),
    "set_parameter": sentence("ตั้งเกณฑ์ของแบบ"),
    "save_answer": sentence("บันทึกคำตอบในแบบ"),
    "set_reminders": sentence("ตั้งการเตือน"),
    "open_calendar": sentence("เปิดลิงก์ปฏิทิน"),
    "close_calendar": sentence("ปิดลิงก์ปฏิทิน"),
    "reading_done": sentence("อ่านไฟล์เสร็จ"),
    "reading_failed": sentence("อ่านไฟล์ไม่ได้"),
    "form_submit": sentence("ส่งคำตอบในแบบ"),
    "form_give_back": sentence("ส่งแบบคืนให้แก้"),
    "form_step": sentence("บันทึกขั้นของแบบ"),
}
_SUBJECTS = {
    "account": sentence("บัญชี"),
    "arrival": sentence("ไฟล์เข้า"),
    "assignment": sentence("งาน"),
    "absence": sentence("วันลา"),
    "appointment": sentence("ตำแหน่ง"),
    "backup": sentence("สำเนาสำรอง"),
    "book": sentence("สมุดทะเบียน"),
    "delivery": sentence("การส่ง"),
    "deputy": sentence("คำสั่งรักษาราชการแทน"),
    "directive": sentence("ข้อสั่งการ"),
    "duty": sentence("กำหนดเวลา"),
    "endorsement": sentence("ข้อความเสนอสั่งการ"),
    "entry": sentence("เลขทะเบียน"),
    "holiday": sentence("วันหยุด"),
    "letter": sentence("หนังสือ"),
    "office": sentence("หน่วยงาน"),
    "outgoing": sentence("ร่างหนังสือออก"),
    "reading_job": sentence("การอ่าน"),
    "receipt_link": sentence("ลิงก์ตอบรับ"),
    "unit": sentence("กองหรือสำนัก"),
    "calendar_feed": sentence("ลิงก์ปฏิทิน"),
    "dispatch": sentence("การส่งครั้งที่"),
    "file": sentence("ไฟล์"),
    "form": sentence("แบบ"),
    "form_answer": sentence("คำตอบในแบบ"),
    "letter_relation": sentence("ความเกี่ยวข้อง"),
    "message": sentence("ข้อความ"),
    "recipient_list": sentence("รายชื่อผู้รับ"),
    "register_import": sentence("การนำเข้าทะเบียน"),
    "teaching_example": sentence("ตัวอย่างสำหรับสอน"),
}
_FIELDS = {
    "account_id": sentence("บัญชี"),
    "at": sentence("เมื่อ"),
    "author": sentence("ผู้เขียน"),
    "channel": sentence("ช่องทาง"),
    "closed_on": sentence("ปิดตั้งแต่"),
    "code": sentence("รหัส"),
    "display_name": sentence("ชื่อที่แสดง"),
    "due_on": sentence("กำหนด"),
    "duties": sentence("กำหนดเวลา"),
    "email": sentence("อีเมล"),
    "entries": sentence("เลขทะเบียน"),
    "filename": sentence("ไฟล์"),
    "first_day": sentence("ตั้งแต่"),
    "head_title": sentence("ตำแหน่งหัวหน้า"),
    "kind": sentence("ประเภท"),
    "last_day": sentence("ถึง"),
    "letter": sentence("หนังสือ"),
    "letter_id": sentence("หนังสือ"),
    "letter_prefix": sentence("รหัสหนังสือ"),
    "letters": sentence("หนังสือ"),
    "name": sentence("ชื่อ"),
    "note": sentence("ข้อความ"),
    "number": sentence("เลขที่"),
    "office_id": sentence("หน่วยงาน"),
    "order_no": sentence("คำสั่งที่"),
    "origin": sentence("จาก"),
    "post": sentence("ตำแหน่ง"),
    "rank": sentence("ลำดับ"),
    "practice": sentence("การปฏิบัติ"),
    "reason": sentence("เหตุผล"),
    "received_at": sentence("รับเมื่อ"),
    "remark": sentence("หมายเหตุ"),
    "revoked": sentence("ยกเลิกรายการ"),
    "role": sentence("บทบาท"),
    "short": sentence("ชื่อย่อ"),
    "stand_in_id": sentence("ผู้ทำแทน"),
    "standing": sentence("เฉพาะวันที่หัวหน้าไม่อยู่"),
    "state": sentence("สถานะ"),
    "text": sentence("ข้อความ"),
    "title": sentence("ในฐานะ"),
    "to_account_id": sentence("ถึงบัญชี"),
    "to_head": sentence("ถึงหัวหน้า"),
    "unit_id": sentence("กอง"),
    "username": sentence("ชื่อผู้ใช้"),
    "valid_from": sentence("ใช้ตั้งแต่"),
    "valid_to": sentence("ใช้ถึงก่อน"),
    "written_on": sentence("ลงวันที่บนต้นฉบับ"),
    "year": sentence("ปี"),
    "attempts": sentence("ครั้งที่ลอง"),
    "book": sentence("ทะเบียน"),
    "buffer": sentence("วันที่เผื่อ"),
    "by": sentence("โดย"),
    "chosen": sentence("วันที่เลือก"),
    "closed_at": sentence("ปิดเมื่อ"),
    "closed_by": sentence("ผู้ปิด"),
    "closed_letter_id": sentence("ปิดด้วยหนังสือ"),
    "dated": sentence("ลงวันที่"),
    "error": sentence("ข้อขัดข้อง"),
    "from_entry": sentence("รับต่อจากรายการ"),
    "how": sentence("ด้วย"),
    "key": sentence("รหัส"),
    "known_before": sentence("มีอยู่ก่อนแล้ว"),
    "mark": sentence("อักษรหน้าเลข"),
    "named": sentence("ระบุชื่อ"),
    "offices": sentence("หน่วยงาน"),
    "owner_unit": sentence("เจ้าของเรื่อง"),
    "prefix": sentence("เลขประจำ"),
    "recipients": sentence("ผู้รับ"),
    "ref_no": sentence("ที่"),
    "reserved": sentence("ใช้เลขที่จอง"),
    "root": sentence("หนังสือแรก"),
    "round": sentence("ครั้งที่"),
    "source": sentence("จากหนังสือ"),
    "use": sentence("ใช้กับ"),
}
#: By what a step of a letter was known.
_HOW = {
    "person": sentence("เจ้าหน้าที่"), "register": sentence("การลงรับ"),
    "stamp": sentence("ตรารับ"), "letter": sentence("หนังสือ"), "link": sentence("ลิงก์ตอบรับ"),
    "program": sentence("ระบบ"), "remind": sentence("การทวงถาม"),
}  # fmt: skip
#: Words of the vocabulary, by the field in which they stand.
_WORDS: dict[str, tuple[type[StrEnum], ...]] = {
    "kind": (DeputyKind, EndorsementKind),
    "post": (Post,),
    "role": (AccountRole,),
    "state": (AssignmentState, DeliveryState),
    "outcome": (DeliveryState,),
    "channel": (Channel,),
}
#: What tells a reader nothing.
_SILENT = frozenset({"sha256", "paper_sha256", "signed_sha256", "version"})
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*[+-]\d{2}:\d{2}")
#: The longest account of a change, in characters.
_LONGEST = 400


def act(word: str) -> str:
    """The Thai of an act; its own word where it has none yet."""
    kind = word.removeprefix("duty_")
    if kind != word and kind in set(DutyChangeKind):
        return _("กำหนดเวลา: %(kind)s", kind=said(DutyChangeKind(kind)))
    return _ACTS.get(word, word.replace("_", " "))


def subject(line: AuditLine) -> str:
    """Whom or what it was done to: a noun and its number."""
    kind = in_tongue(_SUBJECTS.get(line.subject_type, line.subject_type))
    return f"{kind} {line.subject_id}"


def place(line: AuditLine) -> str | None:
    """The address of the page that shows the subject, where there is one."""
    if not line.subject_id.isdecimal():
        return None
    if line.subject_type == "letter":
        return url_for("letters.show", letter_id=int(line.subject_id))
    letter = (line.after or {}).get("letter_id")
    if isinstance(letter, int):
        return url_for("letters.show", letter_id=letter)
    if line.subject_type == "account":
        return url_for("office.account", account_id=int(line.subject_id))
    if line.subject_type == "office":
        return url_for("office.office", office_id=int(line.subject_id))
    return None


def change(line: AuditLine) -> str:
    """What was before and after, field by field; numbers of citizens masked."""
    before, after = line.before or {}, line.after or {}
    told = []
    for name in dict.fromkeys([*before, *after]):
        was, became = _told(name, before.get(name)), _told(name, after.get(name))
        if was == became or name in _SILENT:
            continue
        field = in_tongue(_FIELDS.get(name) or field_words.MORE.get(name, name))
        told.append(f"{field}: {was} → {became or '–'}" if was else f"{field}: {became}")
    text = mask(" · ".join(told))
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _told(name: str, value: object) -> str:
    if name == "how" and isinstance(value, str):
        return in_tongue(_HOW.get(value, value))
    if name == "scope" and value == EVERYWHERE:
        return _("ทั้งประเทศ")
    for words in _WORDS.get(name, ()):
        if value in list(words):
            return said(words(str(value)))
    return _plain(value)


def _plain(value: object) -> str:
    """A value as people say it: days in the Buddhist era, what is empty or untrue as nothing."""
    if value is None or value is False:
        return ""
    if value is True:
        return _("ใช่")
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        moment = datetime.fromisoformat(value)
        return f"{thai.short_day(moment)} {thai.clock(moment)}"
    if isinstance(value, str) and len(value) == len("2026-11-23") and (day := iso_day(value)):
        return thai.short_day(day)
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    return thai.digits(value) if isinstance(value, int | float) else str(value)
