"""A letter that another program wrote as one long line, taken back to rows.

Some OCR programs join every line of a page. Where one row of a text holds the
labels of a head in their order, it is cut before each label, before the first
sentence, the closing words, the signature and the telephone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ingest import signs
from ingest.fields.rows import Row
from ingest.signs import Label
from ingest.thai.dates import find_dates

_LONG = 150
_HEAD = re.compile(r"(?<=\s)(?:เรื่อง|กราบเรียน|เรียน(?!มา|ว่า)|อ้างถึง|สิ่งที่ส่งมาด้วย)(?=[\s:])")
_REST = re.compile(
    r"(?<=\s)(?:(?:ด้วย|ตามที่|ตามหนังสือ|เนื่องจาก|เนื่องด้วย|พร้อมนี้)(?=[\u0e01-\u0e4e\s])|จึงเรียนมา|ขอแสดงความนับถือ|"
    r"\(\s*(?:นาย|นาง|พล|พัน|ว่าที่|ดร\.)[^()\d]{4,50}\)|โทร(?:\.|ศัพท์)|(?:สำนัก|กอง|กลุ่ม|ฝ่าย|งาน|ส่วน)\S*(?=\s+โทร))"
)


def unfold(rows: Iterable[Row]) -> list[Row]:
    """The rows, those that hold a whole letter cut into its parts."""
    unfolded: list[Row] = []
    for row in rows:
        cuts = _cuts(row) if len(row.lines) == 1 and row.lines[0].box is None else []
        unfolded += _parts(row, cuts) if cuts else [row]
    return unfolded


def _cuts(row: Row) -> list[int]:
    text = row.lines[0].text
    if len(text) < _LONG:
        return []
    labels = [(m.start(), m.group()) for m in _HEAD.finditer(text)]
    names = [name for _, name in labels]
    subject = names.index("เรื่อง") if "เรื่อง" in names else -1
    to = next((i for i, name in enumerate(names) if name.endswith("เรียน")), -1)
    opens = signs.label_of(text)
    if to < 0 or subject > to or (subject < 0 and not (opens and opens[0] is Label.NUMBER)):
        return []
    cuts = [at for at, _ in labels]
    rest = [m.start() for m in _REST.finditer(text, labels[to][0])]
    head = [d.start for d in find_dates(text[: labels[max(subject, 0)][0]]) if d.value][-1:]
    after_name = [
        m.end() for m in re.finditer(r"\([^()\d]{6,55}\)(?=\s)", text) if m.start() in rest
    ]
    return sorted({at for at in [*head, *cuts, *rest, *after_name] if 0 < at < len(text)})


def _parts(row: Row, cuts: list[int]) -> list[Row]:
    line = row.lines[0]
    ends = [*cuts, len(line.text)]
    texts = [line.text[a:b].strip() for a, b in zip([0, *cuts], ends, strict=True)]
    kept = [text for text in texts if text]
    return [
        Row((replace(line, text=text),), row.gap if not number else 0.0, row.first and not number)
        for number, text in enumerate(kept)
    ]
