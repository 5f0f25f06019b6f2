"""Which level of government an office stands on, by the words of its name."""

from __future__ import annotations

import re
from enum import IntEnum

_DEPTHS = (
    (4, re.compile(
        r"อปท|อบ[จต]|อง(?:ค์กร|ค์การ)(?:ปกครองส่วนท้องถิ่น|บริหารส่วน)|เทศบาล|เทศมนตรี|เมืองพัทยา|^ท[ตมน]\.|^นายก"
        r"|ผู้บริหารท้องถิ่น")),
    (3, re.compile(r"อำเภอ|สถอ|กำนัน|ผู้ใหญ่บ้าน")),
    (2, re.compile(r"จังหวัด|สถจ|สสจ")),
    (1, re.compile(r"กรม|^สถ\.?$|^ปภ\.?$|^สพฐ|อธิบดี")),
    (0, re.compile(r"กระทรวง|^มท\.?$|^ศธ\.?$|^สธ\.?$|รัฐมนตรี")),
)  # fmt: skip
#: Local governments that no district stands above.
_UNDER_PROVINCE = re.compile(
    r"อบจ|องค์การบริหารส่วนจังหวัด|เทศบาล(?:นคร|เมือง)|เทศมนตรี(?:นคร|เมือง)|^ท[มน]\.|เมืองพัทยา"
)
_EVERY = re.compile(r"^(?:ทุก|แต่ละ|ท่าน)\s?")


class Depth(IntEnum):
    """How far below the government a level stands."""

    MINISTRY = 0
    DEPARTMENT = 1
    PROVINCE = 2
    DISTRICT = 3
    LOCAL = 4
    UNIT = 5  # inside an office


def depth_of(name: str) -> Depth | None:
    """The level of ``name`` as printed (ทุกอำเภอ, สถจ.); ``None`` where its words tell none."""
    bare = _EVERY.sub("", name)
    return next((Depth(depth) for depth, words in _DEPTHS if words.search(bare)), None)


def reports_past_the_district(name: str) -> bool:
    """Whether a local government stands directly below the province."""
    return bool(_UNDER_PROVINCE.search(name))
