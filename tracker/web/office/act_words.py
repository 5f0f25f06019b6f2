"""How acts and subjects of the audit trail are said in Thai, and what changed in one line."""

from __future__ import annotations

from flask import url_for

from tracker.masking import mask
from tracker.models import AuditLine

_ACTS = {
    "sign_in": "ลงชื่อเข้าใช้",
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
    "dismiss": "ไม่ลงรับ",
    "seal_reading": "ปิดผนึกหนังสือลับ",
    "undo": "ย้อนกลับ",
    "part_letters": "แยกหรือรวมฉบับ",
    "mark_letter": "แก้รายการฉบับ",
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
}
_SUBJECTS = {
    "account": "บัญชี",
    "arrival": "ไฟล์เข้า",
    "assignment": "งาน",
    "absence": "วันลา",
    "appointment": "ตำแหน่ง",
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
}
#: The longest account of a change, in characters.
_LONGEST = 400


def act(word: str) -> str:
    """The Thai of an act; its own word where it has none yet."""
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
        if name in before and name in after and before[name] != after[name]:
            told.append(f"{name}: {_plain(before[name])} → {_plain(after[name])}")
        elif name in after:
            told.append(f"{name}: {_plain(after[name])}")
        else:
            told.append(f"{name}: {_plain(before[name])} →")
    text = mask(" · ".join(told))
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _plain(value: object) -> str:
    return "–" if value is None or value == "" else str(value)
