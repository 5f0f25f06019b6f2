"""How acts and subjects of the audit trail are said in Thai, and what changed in one line."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum

from flask import url_for

from tracker.masking import mask
from tracker.models import AuditLine
from tracker.said import said
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
from tracker.wording import iso_day

_ACTS = {
    "sign_in": "ลงชื่อเข้าใช้",
    "ask_backup": "ขอสำรองข้อมูล",
    "lock": "ปิดที่ที่ใส่รหัสผิดหลายครั้ง",
    "unlock": "ปลดล็อก",
    "set_password": "ตั้งรหัสผ่าน",
    "create_account": "เพิ่มบัญชี",
    "change_account": "แก้ไขบัญชี",
    "activate": "เปิดบัญชี",
    "deactivate": "ปิดบัญชี",
    "arrive": "รับไฟล์เข้า",
    "read_again": "ให้อ่านอีกครั้ง",
    "type_value": "พิมพ์ค่า",
    "settle_doubt": "ตอบข้อสงสัย",
    "settle": "ยืนยันลงรับ",
    "store": "เก็บหนังสือ",
    "delivery": "เปลี่ยนสถานะการเวียน",
    "dismiss": "ไม่ลงรับ",
    "seal_reading": "ปิดผนึกหนังสือลับ",
    "undo": "ย้อนกลับ",
    "part_letters": "แยกหรือรวมฉบับ",
    "mark_letter": "แก้รายการฉบับ",
    "forget_lines": "ลบข้อความที่อ่านจากไฟล์ลับ",
    "give_teaching_consent": "ยินยอมให้เก็บตัวอย่างสอนระบบอ่าน",
    "withdraw_teaching_consent": "เลิกเก็บตัวอย่างสอนระบบอ่าน",
    "confirm_example": "ตรวจตัวอย่างสอนระบบอ่าน",
    "delete_example": "ลบตัวอย่างสอนระบบอ่าน",
    "delete_examples": "ลบตัวอย่างสอนระบบอ่านทั้งหมด",
    "register": "ลงทะเบียนรับ",
    "issue": "ออกเลขส่ง",
    "void": "ยกเลิกเลข",
    "note": "บันทึกการปฏิบัติ",
    "reserve": "จองเลข",
    "open_book": "เปิดสมุดทะเบียน",
    "close_book": "ปิดสมุดทะเบียน",
    "open_year": "เปิดทะเบียนปี",
    "change_year_rule": "เปลี่ยนรอบปีของทะเบียน",
    "add_unit": "เพิ่มกองหรือสำนัก",
    "change_unit": "แก้ไขกองหรือสำนัก",
    "appoint": "บันทึกผู้ดำรงตำแหน่ง",
    "end_appointment": "สิ้นสุดการดำรงตำแหน่ง",
    "deputise": "บันทึกคำสั่งรักษาราชการแทน",
    "revoke_deputy": "ยกเลิกคำสั่งรักษาราชการแทน",
    "leave": "บันทึกวันที่ไม่อยู่",
    "revoke_absence": "ยกเลิกวันที่ไม่อยู่",
    "propose": "เสนอเรื่อง",
    "order": "สั่งการ",
    "order_from_paper": "ลงคำสั่งจากต้นฉบับ",
    "endorse": "บันทึกข้อความ",
    "send_back": "ส่งเรื่องคืนผู้เสนอ",
    "withdraw": "ถอนข้อความ",
    "assign": "มอบงาน",
    "assignment_accept": "รับงาน",
    "assignment_done": "ทำงานเสร็จ",
    "assignment_return": "ส่งงานคืน",
    "assignment_hand_over": "ส่งต่องาน",
    "assignment_reopen": "ให้ทำงานต่อ",
    "assignment_cancel": "ยกเลิกงาน",
    "add_name": "เพิ่มชื่อหน่วยงาน",
    "add_alias": "เพิ่มชื่อเรียกหน่วยงาน",
    "set_prefix": "ตั้งรหัสหนังสือ",
    "add_office": "เพิ่มหน่วยงาน",
    "add_holiday": "เพิ่มวันหยุด",
    "remove_holiday": "ยกเลิกวันหยุด",
    "open_duties": "ตั้งกำหนดเวลา",
    "recompute_duties": "คำนวณกำหนดเวลาใหม่",
    "hand_down": "มอบกำหนดเวลาให้ระดับถัดไป",
    "draft_letter": "ร่างหนังสือ",
    "edit_letter": "แก้ร่างหนังสือ",
    "issue_letter": "ออกหนังสือ",
    "confirm_receipt": "ยืนยันการรับหนังสือ",
    "revoke_link": "ยกเลิกลิงก์ตอบรับ",
    "make_links": "ทำลิงก์ตอบรับ",
    "add_enclosure": "แนบไฟล์ไปกับหนังสือ",
    "keep_paper": "เก็บไฟล์หนังสือที่ออก",
    "letter_state": "เปลี่ยนสถานะร่าง",
    "send": "ส่งหนังสือ",
    "relation": "ตัดสินความเกี่ยวข้องของหนังสือ",
    "recipient_list": "บันทึกรายชื่อผู้รับ",
    "put_away_list": "เลิกใช้รายชื่อผู้รับ",
    "write": "ลงรายการทะเบียนด้วยมือ",
    "receive_on": "กองรับต่อ",
    "add_prefix": "เพิ่มเลขประจำของกอง",
    "drop_prefix": "เลิกใช้เลขประจำของกอง",
    "count_circulars": "ตั้งการนับเลขหนังสือเวียน",
    "plan_import": "ลองอ่านทะเบียนเก่า",
    "import": "นำเข้าทะเบียนเก่า",
    "directive": "เปิดเรื่องสั่งการ",
    "directive_absorbed": "รวมเรื่องสั่งการ",
    "next_instances": "เปิดกำหนดรอบถัดไป",
    "set_buffer": "ตั้งวันเผื่อเมื่อส่งต่อ",
    "add_form": "ให้ตอบแบบ",
    "set_parameter": "ตั้งเกณฑ์ของแบบ",
    "save_answer": "บันทึกคำตอบในแบบ",
    "set_reminders": "ตั้งการเตือน",
    "open_calendar": "เปิดลิงก์ปฏิทิน",
    "close_calendar": "ปิดลิงก์ปฏิทิน",
    "reading_done": "อ่านไฟล์เสร็จ",
    "reading_failed": "อ่านไฟล์ไม่ได้",
    "form_submit": "ส่งคำตอบในแบบ",
    "form_give_back": "ส่งแบบคืนให้แก้",
    "form_step": "บันทึกขั้นของแบบ",
}
_SUBJECTS = {
    "account": "บัญชี",
    "arrival": "ไฟล์เข้า",
    "assignment": "งาน",
    "absence": "วันลา",
    "appointment": "ตำแหน่ง",
    "backup": "สำเนาสำรอง",
    "book": "สมุดทะเบียน",
    "delivery": "การส่ง",
    "deputy": "คำสั่งรักษาราชการแทน",
    "directive": "ข้อสั่งการ",
    "duty": "กำหนดเวลา",
    "endorsement": "ข้อความเสนอสั่งการ",
    "entry": "เลขทะเบียน",
    "holiday": "วันหยุด",
    "letter": "หนังสือ",
    "office": "หน่วยงาน",
    "outgoing": "ร่างหนังสือออก",
    "reading_job": "การอ่าน",
    "receipt_link": "ลิงก์ตอบรับ",
    "unit": "กองหรือสำนัก",
    "calendar_feed": "ลิงก์ปฏิทิน",
    "dispatch": "การส่งครั้งที่",
    "file": "ไฟล์",
    "form": "แบบ",
    "form_answer": "คำตอบในแบบ",
    "letter_relation": "ความเกี่ยวข้อง",
    "message": "ข้อความ",
    "recipient_list": "รายชื่อผู้รับ",
    "register_import": "การนำเข้าทะเบียน",
    "teaching_example": "ตัวอย่างสำหรับสอน",
}
_FIELDS = {
    "account_id": "บัญชี",
    "at": "เมื่อ",
    "author": "ผู้เขียน",
    "channel": "ช่องทาง",
    "closed_on": "ปิดตั้งแต่",
    "code": "รหัส",
    "display_name": "ชื่อที่แสดง",
    "due_on": "กำหนด",
    "duties": "กำหนดเวลา",
    "email": "อีเมล",
    "entries": "เลขทะเบียน",
    "filename": "ไฟล์",
    "first_day": "ตั้งแต่",
    "head_title": "ตำแหน่งหัวหน้า",
    "kind": "ประเภท",
    "last_day": "ถึง",
    "letter": "หนังสือ",
    "letter_id": "หนังสือ",
    "letter_prefix": "รหัสหนังสือ",
    "letters": "หนังสือ",
    "name": "ชื่อ",
    "note": "ข้อความ",
    "number": "เลขที่",
    "office_id": "หน่วยงาน",
    "order_no": "คำสั่งที่",
    "origin": "จาก",
    "post": "ตำแหน่ง",
    "rank": "ลำดับ",
    "practice": "การปฏิบัติ",
    "reason": "เหตุผล",
    "received_at": "รับเมื่อ",
    "remark": "หมายเหตุ",
    "revoked": "ยกเลิกรายการ",
    "role": "บทบาท",
    "short": "ชื่อย่อ",
    "stand_in_id": "ผู้ทำแทน",
    "standing": "เฉพาะวันที่หัวหน้าไม่อยู่",
    "state": "สถานะ",
    "text": "ข้อความ",
    "title": "ในฐานะ",
    "to_account_id": "ถึงบัญชี",
    "to_head": "ถึงหัวหน้า",
    "unit_id": "กอง",
    "username": "ชื่อผู้ใช้",
    "valid_from": "ใช้ตั้งแต่",
    "valid_to": "ใช้ถึงก่อน",
    "written_on": "ลงวันที่บนต้นฉบับ",
    "year": "ปี",
    "attempts": "ครั้งที่ลอง",
    "book": "ทะเบียน",
    "buffer": "วันที่เผื่อ",
    "by": "โดย",
    "chosen": "วันที่เลือก",
    "closed_at": "ปิดเมื่อ",
    "closed_by": "ผู้ปิด",
    "closed_letter_id": "ปิดด้วยหนังสือ",
    "dated": "ลงวันที่",
    "error": "ข้อขัดข้อง",
    "from_entry": "รับต่อจากรายการ",
    "how": "ด้วย",
    "key": "รหัส",
    "known_before": "มีอยู่ก่อนแล้ว",
    "mark": "อักษรหน้าเลข",
    "named": "ระบุชื่อ",
    "offices": "หน่วยงาน",
    "owner_unit": "เจ้าของเรื่อง",
    "prefix": "เลขประจำ",
    "recipients": "ผู้รับ",
    "ref_no": "ที่",
    "reserved": "ใช้เลขที่จอง",
    "root": "หนังสือแรก",
    "round": "ครั้งที่",
    "source": "จากหนังสือ",
    "use": "ใช้กับ",
}
#: By what a step of a letter was known.
_HOW = {
    "person": "เจ้าหน้าที่", "register": "การลงรับ", "stamp": "ตรารับ", "letter": "หนังสือ",
    "link": "ลิงก์ตอบรับ", "program": "ระบบ", "remind": "การทวงถาม",
}  # fmt: skip
#: Words of the vocabulary, by the field in which they stand.
_WORDS: dict[str, tuple[type[StrEnum], ...]] = {
    "kind": (DeputyKind, EndorsementKind),
    "post": (Post,),
    "role": (AccountRole,),
    "state": (AssignmentState, DeliveryState),
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
        return f"กำหนดเวลา: {said(DutyChangeKind(kind))}"
    return _ACTS.get(word, word.replace("_", " "))


def subject(line: AuditLine) -> str:
    """Whom or what it was done to: a noun and its number."""
    return f"{_SUBJECTS.get(line.subject_type, line.subject_type)} {line.subject_id}"


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
        field = _FIELDS.get(name) or field_words.MORE.get(name, name)
        told.append(f"{field}: {was} → {became or '–'}" if was else f"{field}: {became}")
    text = mask(" · ".join(told))
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _told(name: str, value: object) -> str:
    if name == "how" and isinstance(value, str):
        return _HOW.get(value, value)
    for words in _WORDS.get(name, ()):
        if value in list(words):
            return said(words(str(value)))
    return _plain(value)


def _plain(value: object) -> str:
    """A value as people say it: days in the Buddhist era, what is empty or untrue as nothing."""
    if value is None or value is False:
        return ""
    if value is True:
        return "ใช่"
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        moment = datetime.fromisoformat(value)
        return f"{thai.short_day(moment)} {thai.clock(moment)}"
    if isinstance(value, str) and len(value) == len("2026-11-23") and (day := iso_day(value)):
        return thai.short_day(day)
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    return thai.digits(value) if isinstance(value, int | float) else str(value)
