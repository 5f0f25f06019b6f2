import copy
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import form_definition, form_rules, offices
from tracker.errors import BadValue

SAID: dict[str, Any] = json.loads((offices.DATA / "smart_city.json").read_text(encoding="utf-8"))
FORM = form_definition.parse(SAID)
HELD = {"least-smarts": 2, "environment-required": 1, "overall-percent": 80, "each-percent": 70}
SMARTS = ("environment", "living", "people", "energy", "mobility", "economy", "governance")


def answered(**more: str) -> dict[str, str]:
    """A whole answer that meets all: environment and energy. ``a__b`` is the field ``a.b``."""
    texts = {f"basic.{name}": "yes" for name in ("legal", "plan", "leader", "people", "follow")}
    texts |= {
        "plan.area": "ทั้งตำบล",
        "plan.goal": "ลดขยะ",
        "plan.overall": "๘๐",
        "plan.contact": "งานแผน",
    }
    texts |= {f"{name}.chosen": "no" for name in SMARTS}
    texts |= {"environment.chosen": "yes", "environment.score": "85.5"}
    texts |= {"energy.chosen": "yes", "energy.score": "ร้อยละ ๗๐"}
    return texts | {name.replace("__", "."): text for name, text in more.items()}


def judged(texts: dict[str, str], **held: float) -> dict[str, tuple[bool | None, str]]:
    said = form_rules.understand(FORM, texts).said
    found = form_rules.judge(FORM, said, HELD | {k.replace("_", "-"): v for k, v in held.items()})
    return {one.rule.key: (one.met if one.holds else None, one.sentence) for one in found.outcomes}


def whole(texts: dict[str, str]) -> bool | None:
    return form_rules.judge(FORM, form_rules.understand(FORM, texts).said, HELD).met


def test_the_criteria_of_2561() -> None:
    assert whole(answered()) is True
    assert {key: met for key, (met, _) in judged(answered()).items()} == dict.fromkeys(
        ("basic", "count", "environment", "overall", "each"), True
    )


@pytest.mark.parametrize(
    ("change", "rule", "sentence"),
    [
        ({"basic__leader": "no"}, "basic", "ยังขาด ผู้นำให้ความสำคัญ"),
        ({"energy__chosen": "no"}, "count", "เลือกไว้ 1 ด้าน (สิ่งแวดล้อม) ต้องมีอย่างน้อย 2 ด้าน"),
        ({"environment__chosen": "no", "people__chosen": "yes", "people__score": "90"},
         "environment", "ยังขาด สิ่งแวดล้อม"),
        ({"plan__overall": "79.99"}, "overall", "ต้องไม่ต่ำกว่าร้อยละ 80 แต่ ภาพรวม 79.99"),
        ({"energy__score": "69"}, "each", "ต้องไม่ต่ำกว่าร้อยละ 70 แต่ พลังงาน 69"),
    ],
)  # fmt: skip
def test_what_is_not_met_says_why(change: dict[str, str], rule: str, sentence: str) -> None:
    texts = answered(**change)
    assert judged(texts)[rule] == (False, sentence)
    assert [key for key, (met, _) in judged(texts).items() if met is False] == [rule]
    assert whole(texts) is False


def test_what_is_missing_is_not_called_unmet() -> None:
    assert whole({}) is None
    assert judged(answered(energy__score=""))["each"] == (
        None, "ต้องไม่ต่ำกว่าร้อยละ 70 ยังไม่มีคะแนน พลังงาน")  # fmt: skip
    assert judged(answered(basic__legal=""))["basic"][0] is None


def test_other_numbers_of_another_day() -> None:
    assert judged(answered(), overall_percent=85)["overall"][0] is False
    texts = answered(environment__chosen="no", people__chosen="yes", people__score="90")
    assert judged(texts, environment_required=0)["environment"] == (
        None, "เกณฑ์นี้ไม่ใช้บังคับในวันที่พิจารณา")  # fmt: skip
    days = [(dt.date(2018, 9, 27), 80.0), (dt.date(2024, 1, 1), 85.0)]
    assert form_rules.by_day(days, dt.date(2018, 9, 26)) is None
    assert form_rules.by_day(days, dt.date(2023, 12, 31)) == 80
    assert form_rules.by_day(days, dt.date(2024, 1, 1)) == 85


@pytest.mark.parametrize("text", ["มาก", "101", "-1", "๑๐๐.๑", "8 0 x", "1e3", "nan"])
def test_what_is_no_percentage(text: str) -> None:
    found = form_rules.understand(FORM, answered(plan__overall=text))
    assert text in found.problems["plan.overall"]
    assert found.said["plan.overall"] is None


@given(st.dictionaries(st.sampled_from([one.key for one in FORM.fields()]), st.text(max_size=12)))
def test_no_text_breaks_the_judgement(texts: dict[str, str]) -> None:
    found = form_rules.understand(FORM, texts)
    outcomes = form_rules.judge(FORM, found.said, HELD).outcomes
    assert all(one.sentence for one in outcomes)


def _broken(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    said = copy.deepcopy(SAID)
    place: Any = said
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return said


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("key",), "Smart City", "a-z"),
        (("title",), "", "title"),
        (("sections",), [], "ช่อง"),
        (("sections", 0, "fields", 0, "kind"), "colour", "ไม่รู้จักชนิด colour"),
        (("rules", 0, "fields", 0), "basic.nothing", "basic.nothing"),
        (("rules", 1, "parameter"), "nothing", "nothing"),
        (("rules", 4, "when"), ["energy.chosen"], "when"),
        (("parameters", 0, "values", 0, "valid_from"), "27/9/2561", "วันที่"),
        (("parameters", 0, "values", 0, "value"), "สอง", "ตัวเลข"),
        (("phases",), "x", "รายการ"),
        (("version",), True, "ตัวเลข"),
    ],
)
def test_a_broken_definition_names_the_place(
    path: tuple[str | int, ...], value: object, told: str
) -> None:
    with pytest.raises(BadValue, match=told):
        form_definition.parse(_broken(path, value))
