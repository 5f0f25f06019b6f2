"""Why a day is the day, as the reader reckons it: every explanation is found by its steps."""

import ast
import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import product
from pathlib import Path

import pytest

from ingest.calendar import FixedCalendar
from ingest.deadlines import find
from tracker.reader_words import PATTERNS as DOUBTS
from tracker.recalling import Recaller
from tracker.reckoning_words import PATTERNS
from tracker.sentences import READ, Spoken

READER = Recaller((one.pattern for one in DOUBTS), READ)
EXPLAINER = Recaller((one.pattern for one in PATTERNS), READ, [READER])
TESTS = Path(__file__).resolve().parent.parent
ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
THAI = re.compile("[ก-๛]")
HOLIDAYS = FixedCalendar(
    dict.fromkeys(
        [date(2025, 10, 13), date(2025, 10, 23), date(2025, 12, 5), date(2025, 12, 10)],
        "วันหยุดราชการ",
    )
)  # fmt: skip

#: Turns that no other test takes.
MORE = """ภายใน ๕ วันราชการ นับแต่วันที่ได้รับหนังสือ
ภายใน ๗ วันทำงาน นับแต่วันที่ได้รับหนังสือ
ภายใน ๒ อาทิตย์ นับแต่วันที่ได้รับหนังสือ
ภายใน ๑๐ วันปฏิทิน นับแต่วันที่ได้รับหนังสือ
ภายใน ๔๘ ชม. นับแต่วันที่ได้รับหนังสือ
ภายใน ๙๐ นาที
ภายใน ๔๐ วันทำการ นับแต่วันที่ ๑ ธันวาคม ๒๕๖๘
ภายใน ๒๔ ชั่วโมง นับแต่วันประชุม
ให้ส่งภายใน ๓ วัน ก่อนวันที่ในหนังสือ
ให้รายงานภายในวันทำการถัดไป
ให้รายงานภายในวันที่ ๒๐ ตุลาคม ปีหน้า
ให้รายงานภายในเดือนแรกของไตรมาสที่ ๑
ให้รายงานภายในวันแรกของเดือนพฤศจิกายน ๒๕๖๘
ให้รายงานภายใน ๕ วันทำการแรกของเดือนพฤศจิกายน ๒๕๖๘
ให้รายงานภายในวันทำการที่ ๕ ของเดือนพฤศจิกายน ๒๕๖๘
ให้รายงานทุกวันทำการ
ให้รายงานทุกปีงบประมาณ
ให้รายงานทุก ๓ วัน
รายงานทุกสิ้นปีงบประมาณ
ให้รายงานทุกสิ้นไตรมาส
ทุกเดือน ภายใน ๕ วันทำการ นับแต่วันสิ้นเดือน"""


def phrases() -> Iterator[str]:
    """All that the reader of deadlines is tested with, and the letters."""
    for file in sorted((TESTS / "ingest").glob("test_deadlines_*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and THAI.search(str(node.value)):
                yield str(node.value)
    for letter in sorted((TESTS / "letters").glob("*.txt")):
        yield letter.read_text()
    yield from MORE.split("\n")


def explanations() -> set[str]:
    days = (date(2025, 10, 1), None)
    receipts = (datetime(2025, 10, 6, 14, 10), None)
    return {
        item.explanation
        for text, dated, received in product(phrases(), days, receipts)
        for item in find(text, dated=dated, received=received, calendar=HOLIDAYS)
    }


def used(text: object) -> Iterator[str]:
    """The patterns that a sentence and those within it were found by."""
    if isinstance(text, Spoken) and (pattern := getattr(text, "pattern", "")):
        yield pattern
        for value in getattr(text, "values", {}).values():
            yield from used(value)


def test_every_explanation_is_found_and_stays_the_same_text() -> None:
    known = explanations()
    assert len(known) > 500
    for one in sorted(known):
        found = EXPLAINER.find(one)
        assert found is not None and found.translate(ARABIC) == one.translate(ARABIC)


def test_no_pattern_is_there_that_the_reader_does_not_say() -> None:
    said = {pattern for one in explanations() for pattern in used(EXPLAINER.find(one))}
    assert {one.pattern for one in PATTERNS} - said == set()


@pytest.mark.parametrize(
    "typed",
    [
        "", "ส่งทางโทรศัพท์แล้ว", "รายงานผล ครบกำหนด วันศุกร์ที่ ๕ ธันวาคม ๒๕๖๘",
        "“ด่วน” ตามที่ตกลง ครบกำหนด วันศุกร์ที่ ๕ ธันวาคม ๒๕๖๘",
    ],
)  # fmt: skip
def test_what_was_typed_is_no_explanation(typed: str) -> None:
    assert EXPLAINER.find(typed) is None
