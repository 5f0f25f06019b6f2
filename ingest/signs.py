"""What a row of a letter is, told by its first words.

The labels and closings are those of the forms of the regulation on saraban
work (clauses 11-25, forms 1-11). Labels are compared by their skeleton
(consonants and leading vowels), since bad text layers and pictures lose the
marks above the letters first.
"""

from __future__ import annotations

import re
from enum import StrEnum

from ingest import people
from ingest.thai import refno
from ingest.thai.text import neat, skeleton, squash


class Label(StrEnum):
    NUMBER = "ที่"
    DATE = "วันที่"
    OFFICE = "ส่วนราชการ"
    SUBJECT = "เรื่อง"
    TO = "เรียน"
    SEND_TO = "ถึง"
    REFERENCE = "อ้างถึง"
    ENCLOSURE = "สิ่งที่ส่งมาด้วย"


#: Words that open a labelled line, as regular expressions over the printed text.
_M = r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*"  # any marks, or none where they were lost


def _loose(word: str) -> str:
    return "".join(re.escape(c) + _M for c in skeleton(word))


_SALUTATIONS = (
    "ขอประทานกราบเรียน", "กราบเรียน", "กราบทูล", "ขอพระราชทานกราบบังคมทูล", "นมัสการ",
    "มนัสการ", "ทูล", "เรียน", "เสนอ",
)  # fmt: skip
_LABELS: tuple[tuple[Label, re.Pattern[str]], ...] = (
    (Label.OFFICE, re.compile(rf"{_loose('ส่วนราชการ')}|{_loose('ส่วนงาน')}(?=\s)")),
    (
        Label.ENCLOSURE,
        re.compile(rf"(?:{_loose('สิ่งที่')}\s*(?:{_loose('ส่งมา')}|{_loose('แนบมา')}|{_loose('ส่ง')})"
                   rf"\s*(?:{_loose('ด้วย')}|{_loose('พร้อม')}(?:{_loose('นี้')})?)?)"),
    ),
    (Label.REFERENCE, re.compile(rf"(?:{_loose('อ้าง')}\s?{_loose('ถึง')})(?!{_loose('แล้ว')})")),
    (
        Label.SUBJECT,
        re.compile(rf"{_loose('เรื่อง')}(?!{_loose('เดิม')}|{_loose('ที่')}\s|นี้|ดังกล่าว|ราว)"),
    ),
    (Label.TO, re.compile("|".join(_loose(word) for word in _SALUTATIONS))),
    (Label.SEND_TO, re.compile(r"(?:ถึง|ถง|ถืง)(?=[\s:ก-๎]|$)")),
    (Label.DATE, re.compile(rf"{_loose('วันที่')}")),
    (Label.NUMBER, re.compile(r"(?:เลข)?ท[ีิึื]?[่้]?(?=[\s.:\d๐-๙(]|[ก-ฮ]{1,3}[.\s\d๐-๙]|$)")),
)  # fmt: skip

_MEMO = skeleton("บันทึกข้อความ")
_CLOSING = skeleton("ขอแสดงความนับถือ")
URGENCY = {
    "ด่วนที่สุด": "most_urgent", "ด่วนมาก": "very_urgent", "ด่วน": "urgent",
}  # fmt: skip
SECRECY = {"ลับที่สุด": "top_secret", "ลับมาก": "secret", "ลับ": "confidential"}
_GRADES = re.compile(
    r"[\s\-*()\[\]]*(?:ชั้นความ(?:ลับ|เร็ว)\s*[:.]?\s*)?(ด่วน\s?ที่สุด|ด่วน\s?มาก|ด่วน|ลับ\s?ที่สุด|ลับ\s?มาก|ลับ)[\s\-*()\[\]]*"
)
#: ด่วนที่สุด ที่ มท …: the grade stands before the number.
_GRADE_BEFORE = re.compile(
    r"[\s*#(]*(?:(?:ด่วน\s?ที่สุด|ด่วน\s?มาก|ด่วน|ลับ\s?ที่สุด|ลับ\s?มาก|ลับ)(?:[\s)/]+|(?=ที่\s?[ก-ฮ]{2})))+(?=ที่\s|ที่[\dก-ฮ๐-๙])"
)
_COPY = re.compile(r"[-\s(]*(สำเนา(?:คู่ฉบับ|ถูกต้อง)?|คู่ฉบับ|ร่าง|ฉบับจริง|ต้นฉบับ)[-\s)]*")
_PAGE_MARK = re.compile(r"[-–—\s(]*[0-9๐-๙]{1,3}[-–—\s)]*")
_TURN = re.compile(r"[/\\]\s*[-–]?\s*\S.*(?:\.{2,}|…)\s*$")
_UNIT = re.compile(
    r"(?:กอง|สำนัก|สํานัก|ส่วน(?!ราชการ)|กลุ่ม|ฝ่าย|งาน|ศูนย์|แผนก|หน่วย|คณะ|ภาควิชา|สาขา|โรงเรียน|โรงพยาบาล|ที่ทำการ)"
)
_PHONE = re.compile(r"(?:โทร(?:ศัพท์|สาร)?|มือถือ|โทรฯ|แฟกซ์|ไปรษณีย์|[Ee]-?mail|อีเมล|Tel|Fax)")
_ORDER = re.compile(r"คำสั่ง(?=\S)(?!ที่\s|ดังกล่าว|นี้)")
_REGULATION = re.compile(r"(?:ระเบียบ|ข้อบังคับ|ข้อบัญญัติ|เทศบัญญัติ)\S")
_ANNOUNCEMENT = re.compile(
    r"(?:ประกาศ|แถลงการณ์|แจ้งความ)(?!\s*ณ)|ข่าว(?=\s|ประชาสัมพันธ์|จังหวัด|กรม|อำเภอ|เทศบาล|$)"
)
_RECORD = re.compile(r"(?:รายงานการประชุม|หนังสือรับรอง|บันทึกการประชุม|ใบรับรอง|บันทึกคำให้การ)")
_ANNEX = re.compile(
    r"(?:บัญชี(?:รายชื่อ|แนบ)|รายชื่อ|กำหนดการ|แบบ(?:รายงาน|ฟอร์ม|ตอบรับ|สำรวจ|ประเมิน|แจ้ง|สรุป|คำขอ)|"
    r"เอกสารแนบ|สรุป(?!ได้)|ตาราง|แนวทาง|หลักเกณฑ์|คู่มือ|ปฏิทิน|รายละเอียด(?!ปรากฏ|ตาม)|ภาคผนวก|แผนผัง|ระเบียบวาระ|"
    r"โครงการ(?=\S)|แผนปฏิบัติ|รายการ|ตัวอย่าง|ขั้นตอน)"
)
_ATTACHED_MARK = re.compile(
    r"[(\s]*(?:สิ่งที่ส่งมาด้วย|เอกสารแนบ(?:ท้าย)?|เอกสารหมายเลข|แนบ)\s*[0-9๐-๙]*[)\s]*"
)
BODY = re.compile(
    r"(?:ด้วย(?!$)|ตาม(?:ที่|หนังสือ|ประกาศ|พระราช|ระเบียบ|มติ|คำสั่ง|นัย|กรอบ|โครงการ|ความ|บันทึก|แผน|ข้อ|มาตรา|นโยบาย|แนวทาง|กฎ|[\s\u0e01-\u0e2e])"
    r"|เนื่อง(?:จาก|ด้วย|ใน)|พร้อม(?:นี้|หนังสือ|กับ)|อนุสนธิ|สืบเนื่อง|โดยที่|ในการนี้|ในการประชุม|บัดนี้|เพื่อ(?!โปรด(?:ทราบ|พิจารณา)\s*$)"
    r"|จึง|ขอ(?:ส่ง|เรียน(?!เชิญ\S{0,30}$)|ให้|ความ|แจ้ง|รับ|อนุ|ยืนยัน|เสนอ|เชิญ|นำ|ทราบ|หารือ)|ข้าพเจ้า|อาศัยอำนาจ|ฉะนั้น|ดังนั้น|ต้นเรื่อง|เรื่องเดิม|ข้อเท็จจริง|ความเป็นมา"
    r"|[0-9๐-๙]\.?\s*(?:เรื่องเดิม|ต้นเรื่อง|ความเป็นมา|ข้อเท็จจริง)|เมื่อ(?:วันที่|เดือน)|โดย(?:หนังสือ|มติ)|เพราะ|หาก|ปัจจุบัน|เรียนว่า)"
)
#: A first sentence that begins with the name of an office: what it does, wants or has.
_SENTENCE = re.compile(
    r"(?:สำนัก|กระทรวง|กรม|จังหวัด|อำเภอ|ที่ว่าการ|ที่ทำการ|เทศบาล|องค์การ|มหาวิทยาลัย|วิทยาลัย|โรงเรียน|โรงพยาบาล|สถาบัน|สถานี|"
    r"ศาล|คณะ|กอง|ศูนย์|สภา|การ(?:ไฟฟ้า|ประปา|เคหะ|รถไฟ)|ธนาคาร|บริษัท|ทางราชการ|งาน|ฝ่าย|กลุ่ม|ที่ประชุม|รัฐบาล|ข้าพเจ้า|กระผม)"
    r"[^\n]{0,90}?(?:ขอ(?!นแก่น|ง)|ได้|ประสงค์|มี(?:ความ|หนังสือ|โครงการ|นโยบาย|มติ)|กำหนด|จะ(?!เชิงเทรา|บัง)|แจ้ง|พิจารณา|อยู่ระหว่าง|"
    r"จัด(?:ทำ|ให้|งาน|ประชุม|ส่ง|โครงการ)|ดำเนินการ|รับ(?:แจ้ง|เรื่อง|ทราบ)|ตรวจ(?:สอบ)?(?:พบ|แล้ว))"
)
SIGNED_ON = re.compile(r"(?:สั่ง|ประกาศ|ให้ไว้|แถลง)\s*ณ\s*วันที่")


def label_of(text: str) -> tuple[Label, int] | None:
    """The label that opens ``text`` and the place its value starts."""
    graded = _GRADE_BEFORE.match(text)
    lead = graded.end() if graded else len(text) - len(text.lstrip(" \t*#•-–"))
    body = text[lead:]
    for label, pattern in _LABELS:
        m = pattern.match(body)
        if not m or not _stands_alone(label, body, m.end()):
            continue
        end = m.end()
        end += len(body[end:]) - len(body[end:].lstrip(" \t:：.*"))
        return label, lead + end
    return _misread_label(body, lead)


#: Letters that pictures take for each other, by the letter that belongs there.
_TAKEN_FOR = {"น": "บมษปu", "ร": "ธวฐs", "ส": "ลศ", "ถ": "กภฤ", "ง": "วจา", "อ": "ยฮบ", "ย": "ขช",
              "ด": "คตฅ", "ท": "หก", "ช": "ซข", "เ": "แ"}  # fmt: skip
_WORDS = (
    (Label.SUBJECT, "เรื่อง"), (Label.TO, "เรียน"), (Label.TO, "กราบเรียน"),
    (Label.REFERENCE, "อ้างถึง"), (Label.ENCLOSURE, "สิ่งที่ส่งมาด้วย"), (Label.OFFICE, "ส่วนราชการ"),
)  # fmt: skip
#: Words that look like a misread label and are none.
_REAL_WORDS = frozenset(map(skeleton, ("เวียน", "เรียบ", "เมือง", "เรียง", "เวียง", "เวียบ")))


def _misread_label(body: str, lead: int) -> tuple[Label, int] | None:
    """A label of which a picture took one letter (two of the long ones) for its double."""
    m = re.match(r"([\u0e01-\u0e4eu]{3,18})(?=[\s:.])", body)
    bare = skeleton(m[1]) if m else ""
    if not m or len(bare) < 4:
        return None
    for label, word in _WORDS:
        right = skeleton(word)
        wrong = [(r, b) for r, b in zip(right, bare, strict=False) if r != b]
        near = len(right) == len(bare) and 0 < len(wrong) <= (2 if len(right) > 7 else 1)
        if near and all(b in _TAKEN_FOR.get(r, "") for r, b in wrong):
            value = body[m.end() :].lstrip(" \t:：.*")
            if bare in _REAL_WORDS and not ADDRESSED.match(value):
                continue
            return label, lead + len(body) - len(value)
    return None


#: First words of titles and offices that a letter may be addressed to.
ADDRESSED = re.compile(
    r"(?:นาย(?:ก|อำเภอ|แพทย์)|ผู้|ปลัด|อธิ|เลขา|คณ|ประธาน|หัวหน้า|ท้องถิ่น|รัฐมนตรี|ท่าน|กรรมการ|รอง|ทุก|คุณ)"
)


def _stands_alone(label: Label, text: str, end: int) -> bool:
    """Whether the word is the label itself, not the beginning of a longer word."""
    rest = text[end:]
    if label is Label.NUMBER:
        return _heads_number(rest)
    if label is Label.TO and text.startswith("เสนอ"):
        return rest[:1].isspace() and not BODY.match(rest.strip())
    if label is Label.TO:
        return not re.match(r"(?:ว่า|มาเพื่อ|มายัง|มาด้วย|รู้|การ|จบ|ต่อ|ดี|ฟรี|[ๆฯ])", rest.strip())
    if label is Label.SEND_TO:
        return not re.match(r"\s*(?:วันที่|เวลา|ที่สุด|แก่|แม้|การ|เดือน)", rest)
    if label is Label.DATE:
        return bool(re.match(r"[\s.:…_]*(?:[0-9๐-๙]|[\sก-ฮ]|$)", rest))
    return True


def _heads_number(rest: str) -> bool:
    """``ที่`` opens a number (or its empty place), not ที่ว่าการ, ที่ประชุม, ที่ทำการ."""
    rest = rest.lstrip(" \t:.…_")
    if refno.is_blank(rest) or refno.parse_order(rest):
        return True
    if refno.parse(rest) or re.fullmatch(r"[ก-ฮ]{2}\s*", rest):
        return True
    return bool(re.match(r"(?:[ก-ฮ]\.?\s?){1,3}\(?[\w.]*\)?\s*[0-9๐-๙OoIl]{2,}[^\n]{0,12}/", rest))


def is_sentence(text: str) -> bool:
    """Whether a row tells something, as the first row of a body does."""
    return bool(BODY.match(text) or len(text) > 40 and _SENTENCE.match(text))


def is_memo_title(text: str) -> bool:
    bare = skeleton(re.sub(r"[#*_\s|]", "", text))
    return bare.startswith(_MEMO) and len(bare) <= len(_MEMO) + 4 or bare == skeleton("บันทกขอความ")


def is_closing(text: str) -> bool:
    bare = skeleton(text)
    return bare.startswith(_CLOSING[:-1])


def is_name(text: str) -> re.Match[str] | None:
    """``(นายสมมติ ตัวอย่าง)`` alone on a row; the name is group 1."""
    return people.bracketed(text)


def grade_of(text: str) -> str | None:
    m = _GRADES.fullmatch(text)
    return squash(m[1]) if m else None


def is_small_talk(text: str) -> bool:
    """A row before the head that belongs to no field: copy marks, page marks, lone signs."""
    bare = neat(text)
    return bool(
        not bare or _COPY.fullmatch(bare) or grade_of(bare) or len(squash(bare)) <= 8
        or bare.startswith(("ครุฑ", "(ครุฑ", "[ครุฑ", "ตราครุฑ"))
    )  # fmt: skip


def is_page_mark(text: str) -> bool:
    return bool(_PAGE_MARK.fullmatch(neat(text)) and re.search(r"[-–—]", text))


def is_page_turn(text: str) -> bool:
    """``/๓. หลังจาก…``: the words that the next page begins with."""
    return bool(_TURN.match(text.strip()))


def is_unit(text: str) -> bool:
    return bool(_UNIT.match(text.strip()))


def has_phone(text: str) -> bool:
    return bool(_PHONE.search(text))


def title_kind(text: str) -> str | None:
    """order, announcement, record or annex for a row that reads like such a title."""
    bare = re.sub(r"^[#*\s\-–]+|[#*\s]+$", "", text)
    if len(bare) > 110 or re.search(r"(?:ดังนี้|ต่อไปนี้|นั้น|แล้ว|ด้วย|ต่อไป)$", bare):
        return None
    for kind, pattern in (
        ("order", _ORDER), ("regulation", _REGULATION), ("announcement", _ANNOUNCEMENT),
        ("record", _RECORD), ("annex", _ATTACHED_MARK), ("annex", _ANNEX),
    ):  # fmt: skip
        if pattern.match(bare):
            return kind
    return None
