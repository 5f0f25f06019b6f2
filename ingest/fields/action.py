"""What the letter asks for: the strongest of its closing and its body."""

from __future__ import annotations

import re

from ingest.fields.anatomy import Anatomy
from ingest.reading import Action, Kind
from ingest.thai.text import neat

#: Those whom a letter may ask to be told.
_BODIES = (
    "(?:"
    + "|".join(
        (
            "องค์กรปกครองส่วนท้องถิ่น องค์การปกครองส่วนท้องถิ่น อปท เทศบาล "
            "องค์การบริหารส่วน อบต อบจ อำเภอ จังหวัด หน่วยงาน ส่วนราชการ สถานศึกษา "
            "โรงเรียน ผู้ที่เกี่ยวข้อง ผู้เกี่ยวข้อง บุคลากร เจ้าหน้าที่ ประชาชน "
            "กำนัน ผู้ใหญ่บ้าน สมาชิก สังกัด พื้นที่ ผู้บริหาร ข้าราชการ พนักงาน "
            "นักเรียน นักศึกษา "
        ).split()
    )
    + ")"
)
_REPORT = re.compile(
    r"(?:ให้|โปรด|ขอความร่วมมือ)[^\n]{0,60}?รายงาน(?!การประชุม|ประจำ|ฉบับ|นี้|ดังกล่าว|ทางการเงิน)|"
    r"(?:และ|แล้ว|พร้อม|เพื่อ)\s?(?:ให้)?รายงาน(?:ผล|ให้|จังหวัด|อำเภอ|กรม|ภายใน|ต่อ)|"
    r"(?:ให้|ขอ(?!ส่ง|แจ้ง)|โปรด|และ|แล้ว|พร้อม)[^\n]{0,60}?"
    r"(?:(?:แจ้ง|ส่ง|จัดส่ง)(?:ผล|แบบ(?:รายงาน|ตอบรับ|สำรวจ|ประเมิน)|รายงาน|ข้อมูล|รายชื่อ|คำตอบ)"
    r"[^\n]{0,80}?(?:ภายใน|ให้\S{0,20}ทราบ|ภายหลัง|ก่อน|ทราบ)|"
    r"(?:รวบรวม|จัด)(?:แล้ว)?ส่ง[^\n]{0,80}?(?:ภายใน|ก่อนวันที่|ไม่เกินวันที่)|"
    r"แจ้งผล|ตอบรับ|แจ้งตอบ|แจ้งยืนยัน)"
)
#: The first clause retells the letter that is cited; what it asks was asked there.
_RETOLD = re.compile(r"^(?:ตาม(?:ที่|หนังสือ)|อ้างถึง|อนุสนธิ).{0,900}?(?:แล้ว|แจ้งแล้ว)?\s?นั้น(?=\s|$)")
_RELAY = re.compile(
    rf"(?:(?:ขอให้|ให้|โปรด|ได้โปรด|กรุณา|ขอความร่วมมือ|ขอ)[^\n]{{0,60}}?(?:แจ้ง(?:เวียน|ให้|ต่อ)?|ประชาสัมพันธ์|เผยแพร่|แพร่ข่าว|เวียน)[^\n]{{0,40}}?{_BODIES})|แจ้งให้{_BODIES}|แจ้งเวียน"
)
_ACT = re.compile(
    r"เพื่อ(?:โปรด)?(?:พิจารณา)?(?:และ)?(?:ดำเนินการ|ถือปฏิบัติ|ปฏิบัติ|ทราบและ(?:ถือ)?(?:ดำเนินการ|ปฏิบัติ))|และ(?:โปรด)?(?:ดำเนินการ|ถือปฏิบัติ|ปฏิบัติ)(?:ต่อไป|ตาม|ให้|ใน|$|\s)|ถือปฏิบัติ(?:ต่อไป|โดย)|พิจารณาดำเนินการ"
)
_CONSIDER = re.compile(
    r"เพื่อ(?:โปรด)?(?:ทราบและ)?(?:โปรด)?(?:พิจารณา|อนุมัติ|อนุญาต|เห็นชอบ|วินิจฉัย|สั่งการ)|และ(?:โปรด)?พิจารณา|ขอ(?:ได้)?โปรดพิจารณา|โปรดสั่งการ|ขออนุ(?:มัติ|ญาต)"
)
_KNOW = re.compile(
    r"เพื่อ(?:โปรด)?(?:รับ)?ทราบ|จึงประกาศ(?:มา)?(?:ให้|เพื่อ)?(?:โปรด)?ทราบ|ให้ทราบโดยทั่วกัน|แจ้งมาเพื่อ"
)
_LADDER = (
    (Action.REPORT, _REPORT), (Action.RELAY, _RELAY), (Action.ACT, _ACT),
    (Action.CONSIDER, _CONSIDER), (Action.KNOW, _KNOW),
)  # fmt: skip


def read(anatomy: Anatomy) -> Action | None:
    """``None`` for what asks nobody anything (annexes, records, decrees)."""
    if anatomy.kind in (Kind.ANNEX, Kind.OTHER, Kind.RECORD):
        return None
    text = re.sub(r"(?<=[\u0e01-\u0e4e])\s(?=ให้|ทราบ|ดำเนินการ)", "", neat(anatomy.body_text))
    text = _RETOLD.sub("", text)
    for action, pattern in _LADDER:
        if pattern.search(text):
            return action
    return None
