"""What the reader says is found by its patterns: all of its sentences, whatever stands in them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import ingest
from tracker.reader_words import PATTERNS
from tracker.recalling import Recaller
from tracker.reckoning_words import PATTERNS as STEPS
from tracker.sentences import READ, Day, Sentence

READER = Recaller((one.pattern for one in PATTERNS), READ)
EXPLAINER = Recaller((one.pattern for one in STEPS), READ)
SOURCES = Path(ingest.__file__).parent
#: Words by which a sentence asks a clerk to look, or tells that something is missing.
TELLING = re.compile("กรุณา|โปรด|ไม่ได้|ไม่ครบ|ไม่ชัด|ไม่พบ|ไม่มี|ไม่ทราบ|เป็นไปไม่ได้|เข้าใจว่า|น่าจะ|เลยกำหนด")
#: Signs of a pattern that is searched for.
SEARCHED = re.compile(r"[\\|^$\[\]{}]|\(\?|\)\?")
#: The end of an explanation, which is found as a whole (``test_reckoning_words``).
ENDS = {"๑ จึงยังสรุปวันไม่ได้"}


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence in the reader's sources, with a number where it has a place for a value."""
    for path in sorted(SOURCES.rglob("*.py")):
        if path.parent.name == "training" or path.name in ("calendar.py", "spot.py", "__main__.py"):
            continue
        tree = ast.parse(path.read_text())
        within = {
            id(part)
            for whole in ast.walk(tree)
            if isinstance(whole, ast.JoinedStr)
            for part in ast.walk(whole)
            if part is not whole
        }
        described = {
            id(one.body[0].value)
            for one in ast.walk(tree)
            if isinstance(one, ast.Module | ast.ClassDef | ast.FunctionDef)
            and one.body
            and isinstance(one.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if id(node) not in within | described and (text := _text(node)):
                yield path.name, text


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.JoinedStr):
        said = "".join(str(x.value) if isinstance(x, ast.Constant) else "๑" for x in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        said = re.sub(r"\{\w+\}", "๑", node.value)
    else:
        return None
    return said if TELLING.search(said) and " " in said and not SEARCHED.search(said) else None


@pytest.mark.parametrize(("file", "said"), sorted({*sentences()} - {("", "")}))
def test_no_sentence_of_the_reader_stays_thai(file: str, said: str) -> None:
    found = READER.find(said) or EXPLAINER.find(said)
    assert said in ENDS or found is not None, file


def test_days_and_sentences_within_are_known_and_print_stays_as_it_is() -> None:
    found = READER.find("เลยกำหนดแล้วตั้งแต่เมื่อได้รับหนังสือ (๒๓ พ.ย. ๒๕๖๙ เวลา ๐๙.๓๐ น.)")
    assert isinstance(found, Sentence)
    assert isinstance(when := found.values["when"], Sentence)
    assert isinstance(when.values["day"], Day) and when.values["time"] == "09.30"
    found = READER.find("พิมพ์ว่าวันจันทร์ แต่วันที่นี้ตรงกับวันศุกร์")
    assert isinstance(found, Sentence) and isinstance(found.values["weekday"], Sentence)
    found = READER.find("13 ตุลาคม 2561 เป็นวันเสาร์และวันหยุด หนังสือราชการมักไม่ลงวันหยุด กรุณาดูภาพ")
    assert isinstance(found, Sentence) and isinstance(found.values["why"], Sentence)
    found = READER.find("วันที่ของหนังสือ “๑๒ ตุลาคม ๒๕๖๑” อ่านไม่ครบ กรุณาดูภาพแล้วพิมพ์เอง")
    assert isinstance(found, Sentence) and found.values["raw"] == "๑๒ ตุลาคม ๒๕๖๑"


@pytest.mark.parametrize("typed", ["", "แจ้งกองช่างแล้ว", "โปรดตรวจ", "อ่านไม่ออก", "ที่ 12/2561"])
def test_what_was_typed_is_none_of_the_readers(typed: str) -> None:
    assert READER.find(typed) is None
