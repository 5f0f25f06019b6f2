"""What a letter that cites another says it is to that one, by its own words. Pure."""

import re

from tracker.vocabulary import RelationKind

#: In the order asked: a letter that asks for more time also reports that it has none.
_WORDS = (
    (RelationKind.EXTENDS, re.compile("ขยาย(?:ระยะ)?เวลา|ขยายกำหนด|ผ่อนผันระยะเวลา|เลื่อนกำหนด")),
    (RelationKind.CANCELS, re.compile("ยกเลิก|เพิกถอน|ขอถอนเรื่อง")),
    (
        RelationKind.REMINDS_OF,
        re.compile("ทวงถาม|เร่งรัด|ขอเตือน|แจ้งเตือน|ติดตามผล|ติดตามการ|ยังไม่ได้รับรายงาน"),
    ),
    (
        RelationKind.AMENDS,
        re.compile("แก้ไขเพิ่มเติม|ขอแก้ไข|แก้ไขหนังสือ|แก้คำผิด|(?:เปลี่ยนแปลง|ปรับปรุง)กำหนด"),
    ),
)
_REPORT = re.compile(
    "รายงานผล|รายงานการ|ขอรายงาน|ขอส่ง|จัดส่ง|ส่งแบบ|ส่งข้อมูล|แจ้งผล|ตอบ|ผลการดำเนิน|ขอเสนอ|ส่งแผน"
)
#: ``กรณีไม่มีข้อมูล …`` only says what to do then.
_NONE = re.compile("(?<!กรณี)(?<!หาก)(?<!ถ้า)ไม่(?:มี|ปรากฏว่ามี)(?:ข้อมูล|กรณี|เรื่อง)")


def by_words(subject: str | None, text: str | None = None) -> RelationKind | None:
    """The kind that the subject tells, without one the first lines of the text; else ``None``."""
    for said in (subject or "", (text or "")[:600] if not subject else ""):
        bare = re.sub(r"\s+", "", said)
        for kind, words in _WORDS:
            if words.search(bare):
                return kind
        if _REPORT.search(bare):
            return RelationKind.ANSWERS
    return None


def says_none(subject: str | None, text: str | None) -> bool:
    """Whether an answer says that there is nothing to report."""
    return bool(_NONE.search(re.sub(r"\s+", "", f"{subject or ''} {text or ''}")))
