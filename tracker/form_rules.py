"""Judging an answer: what its texts mean, and which rules it meets by the day's parameters.

Every outcome explains itself in Thai; what cannot be judged yet is not called unmet.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.form_definition import Definition, Field, FieldKind, Rule, RuleKind
from tracker.sentences import Joined, sentence

#: What a text means: yes or no, a number, a text; ``None`` where nothing was said.
Meaning = bool | float | str | None
_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_YES = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Understood:
    """``said``: field -> meaning; ``problems``: field -> a Thai sentence on what to do."""

    said: dict[str, Meaning] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    missing: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """``met``: ``None`` where something is still missing, or the rule does not hold that day."""

    rule: Rule
    met: bool | None
    holds: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Judgement:
    outcomes: tuple[Outcome, ...]

    @property
    def met(self) -> bool | None:
        """All rules that hold are met; ``None`` while one cannot be judged."""
        marks = [one.met for one in self.outcomes if one.holds]
        return False if False in marks else None if None in marks else True


def understand(definition: Definition, texts: Mapping[str, str]) -> Understood:
    """What the typed texts mean. Texts that mean nothing stay as they are, with a sentence."""
    said: dict[str, Meaning] = {}
    problems: dict[str, str] = {}
    missing = []
    for one in definition.fields():
        text = (texts.get(one.key) or "").strip()
        try:
            said[one.key] = _meaning(one, text)
        except ValueError as wrong:
            said[one.key] = None
            problems[one.key] = str(wrong)
        if one.required and not text:
            missing.append(one)
    return Understood(said, problems, tuple(missing))


def _meaning(one: Field, text: str) -> Meaning:
    if not text:
        return None
    if one.kind is FieldKind.YES_NO:
        if text not in _YES:
            raise ValueError(sentence("เลือก ใช่ หรือ ไม่ใช่"))
        return _YES[text]
    if one.kind in (FieldKind.PERCENT, FieldKind.NUMBER):
        return _number(one, text)
    return text


def _number(one: Field, text: str) -> float:
    plain = re.sub(r"[\s,%]|ร้อยละ", "", text.translate(_ARABIC))
    if not _NUMBER.fullmatch(plain):
        raise ValueError(sentence("“%(text)s” ไม่ใช่ตัวเลข พิมพ์เช่น ๘๐ หรือ 80.5", text=text))
    value = float(plain)
    if one.kind is FieldKind.PERCENT and not 0 <= value <= 100:
        raise ValueError(sentence("“%(text)s” ต้องอยู่ระหว่าง ๐ ถึง ๑๐๐", text=text))
    return value


def judge(
    definition: Definition, said: Mapping[str, Meaning], parameters: Mapping[str, float]
) -> Judgement:
    """Every rule with its outcome. ``parameters``: those of the day that is judged for."""
    names = {one.key: one.short for one in definition.fields()}
    return Judgement(tuple(_judged(rule, said, parameters, names) for rule in definition.rules))


def _judged(
    rule: Rule, said: Mapping[str, Meaning], parameters: Mapping[str, float], names: dict[str, str]
) -> Outcome:
    if rule.only_if and not parameters.get(rule.only_if):
        return Outcome(rule, None, False, sentence("เกณฑ์นี้ไม่ใช้บังคับในวันที่พิจารณา"))
    if rule.kind is not RuleKind.ALL_YES and rule.parameter not in parameters:
        return Outcome(rule, None, False, sentence("ยังไม่มีค่าเกณฑ์ที่ใช้ในวันที่พิจารณา"))
    met, told = _BY_KIND[rule.kind](rule, said, parameters.get(rule.parameter or "", 0), names)
    return Outcome(rule, met, True, told)


_Judged = tuple[bool | None, str]
_Said = Mapping[str, Meaning]


def _all_yes(rule: Rule, said: _Said, _least: float, names: dict[str, str]) -> _Judged:
    no = [names[key] for key in rule.fields if said.get(key) is False]
    open_ = [names[key] for key in rule.fields if said.get(key) is None]
    if no:
        return False, sentence("ยังขาด %(names)s", names=_listed(no))
    if open_:
        return None, sentence("ยังไม่ได้ตอบ %(names)s", names=_listed(open_))
    if len(rule.fields) == 1:
        return True, sentence("มี%(name)sแล้ว", name=names[rule.fields[0]])
    return True, sentence("ครบ %(count)s ข้อ", count=len(rule.fields))


def _count_yes(rule: Rule, said: _Said, least: float, names: dict[str, str]) -> _Judged:
    yes = [names[key] for key in rule.fields if said.get(key) is True]
    open_ = sum(said.get(key) is None for key in rule.fields)
    told = sentence(
        "เลือกไว้ %(count)s ด้าน%(names)s ต้องมีอย่างน้อย %(least)s ด้าน",
        count=len(yes),
        names=sentence(" (%(names)s)", names=_listed(yes)) if yes else "",
        least=_plain(least),
    )
    if len(yes) >= least:
        return True, told
    return (None if len(yes) + open_ >= least and open_ == len(rule.fields) else False), told


def _at_least(rule: Rule, said: _Said, least: float, names: dict[str, str]) -> _Judged:
    asked = [
        key
        for place, key in enumerate(rule.fields)
        if not rule.when or said.get(rule.when[place]) is True
    ]
    need = _plain(least)
    if not asked:
        return None, sentence("ยังไม่ได้เลือกด้านที่ต้องได้ร้อยละ %(least)s", least=need)
    told = {key: value for key in asked if isinstance(value := said.get(key), (int, float))}
    low = [_marked(names[key], value) for key, value in told.items() if value < least]
    open_ = [names[key] for key in asked if key not in told]
    if low:
        return False, sentence("ต้องไม่ต่ำกว่าร้อยละ %(least)s แต่ %(low)s", least=need, low=_listed(low))
    if open_:
        return None, sentence(
            "ต้องไม่ต่ำกว่าร้อยละ %(least)s ยังไม่มีคะแนน %(names)s", least=need, names=_listed(open_)
        )
    got = _listed([_marked(names[key], value) for key, value in told.items()])
    return True, sentence("ต้องไม่ต่ำกว่าร้อยละ %(least)s ได้ %(got)s", least=need, got=got)


_BY_KIND: dict[RuleKind, Callable[[Rule, _Said, float, dict[str, str]], _Judged]] = {
    RuleKind.ALL_YES: _all_yes,
    RuleKind.COUNT_YES: _count_yes,
    RuleKind.AT_LEAST: _at_least,
}


def _listed(names: Sequence[str]) -> str:
    return Joined(names, ", ")


def _marked(name: str, value: float) -> str:
    return Joined((name, _plain(value)), otherwise=" ")


def _plain(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def by_day(values: Sequence[tuple[dt.date, float]], day: dt.date) -> float | None:
    """The value that held on a day: the one that began last, not after it."""
    begun = [one for one in values if one[0] <= day]
    return max(begun, key=lambda one: one[0])[1] if begun else None
