"""What was sent along (สิ่งที่ส่งมาด้วย, clause 11.7), with counts."""

from __future__ import annotations

import re
from dataclasses import asdict

from ingest.fields.anatomy import Anatomy
from ingest.fields.passage import Passage
from ingest.reading import Enclosure
from ingest.signs import Label
from ingest.thai.digits import to_arabic
from ingest.thai.text import neat

_ITEM = re.compile(r"(?:^|(?<=\s))[0-9๐-๙]{1,2}\s?[.)](?![0-9๐-๙])\s*")
_COUNT = re.compile(
    r"\s*(?:จำนวน\s*)(?P<count>[0-9๐-๙]+|หนึ่ง|สอง|สาม|สี่|ห้า)\s*(?P<unit>ฉบับ|ชุด|แผ่น|เล่ม|หน้า|รายการ|แห่ง|อัน|ซีดี|ชิ้น|ราย|ใบ|เรื่อง|ซอง|กล่อง|ม้วน|แฟ้ม|แบบ)"
    r"|\s*(?P<count2>[0-9๐-๙]+)\s*(?P<unit2>ฉบับ|ชุด|แผ่น|เล่ม)\s*$"
)


def read(anatomy: Anatomy) -> tuple[Enclosure, ...]:
    passage = anatomy.labels.get(Label.ENCLOSURE)
    if passage is None:
        return ()
    text = passage.text
    starts = [m.start() for m in _ITEM.finditer(text)]
    bounds = starts if starts and not neat(text[: starts[0]]) else [0]
    pairs = zip(bounds, [*bounds[1:], len(text)], strict=True)
    return tuple(item for a, b in pairs if (item := _enclosure(passage, a, b)))


def _enclosure(passage: Passage, start: int, end: int) -> Enclosure | None:
    text = passage.text[start:end]
    m = _COUNT.search(text)
    value = neat(_ITEM.sub("", text[: m.start()] + " " + text[m.end() :] if m else text, count=1))
    if not value:
        return None
    count = None
    if m:
        count = to_arabic(f"{m['count'] or m['count2']} {m['unit'] or m['unit2']}")
    return Enclosure(**asdict(passage.mark(start, end, 0.93)), value=value, count=count)
