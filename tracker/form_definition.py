"""What a form asks, as data: fields in sections, rules that judge the answers, dated parameters.

A definition is checked as a whole when it comes in; whatever is kept can be shown and judged.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from tracker.errors import BadValue

_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
#: Most fields of one form, and most letters of one text in it.
MOST_FIELDS, MOST_TEXT = 300, 2000
T = TypeVar("T")


class FieldKind(StrEnum):
    """``percent``: 0 to 100, decimals allowed."""

    YES_NO = "yes_no"
    PERCENT = "percent"
    NUMBER = "number"
    TEXT = "text"
    LONG_TEXT = "long_text"


class RuleKind(StrEnum):
    """How a rule judges its fields.

    ``all_yes``: each is yes. ``count_yes``: so many are yes as the parameter
    says. ``at_least``: each number reaches the parameter; with ``when`` only
    those whose field of the same place in ``when`` is yes.
    """

    ALL_YES = "all_yes"
    COUNT_YES = "count_yes"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ``key`` is ``section.name``; ``short`` names it in sentences."""

    key: str
    kind: FieldKind
    label: str
    short: str
    hints: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    fields: tuple[Field, ...]
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """``only_if``: a parameter; where it is 0 on the day, the rule does not hold."""

    key: str
    kind: RuleKind
    title: str
    fields: tuple[str, ...]
    when: tuple[str, ...] = ()
    parameter: str | None = None
    only_if: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that rules are judged by; ``values``: from which day, how much, by what source."""

    name: str
    title: str
    unit: str
    values: tuple[tuple[dt.date, float, str], ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """A time in which so much is to be reached; ``places`` of it are named."""

    key: str
    title: str
    first_year: int
    last_year: int
    target: int
    unit: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way, and whose it is. ``asked``: by the one who answers the form."""

    key: str
    title: str
    who: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What the directive asks of whom, and where it says so."""

    who: str
    what: str
    source: str


@dataclass(frozen=True, slots=True)
class Definition:
    """``letters``: identities of the letters that ask for the form. ``asked_of``: levels."""

    key: str
    version: int
    title: str
    source: str
    asked_of: tuple[str, ...]
    letters: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...]
    parameters: tuple[Parameter, ...]
    phases: tuple[Phase, ...] = ()
    steps: tuple[Step, ...] = ()
    duties: tuple[Duty, ...] = ()

    def fields(self) -> Iterator[Field]:
        for section in self.sections:
            yield from section.fields


def parse(said: Mapping[str, Any]) -> Definition:
    """The definition that a JSON object tells. Raises ``BadValue`` that names the place."""
    made = Definition(
        key=_key(said, "แบบ"),
        version=int(_number(said, "version", "แบบ")),
        title=_text(said, "title", "แบบ"),
        source=_text(said, "source", "แบบ"),
        asked_of=tuple(map(str, _list(said, "asked_of", "แบบ"))),
        letters=tuple(
            (_text(one, "ref_no", "หนังสือ"), _day(one, "date", "หนังสือ").isoformat())
            for one in _list(said, "letters", "แบบ")
        ),
        sections=tuple(map(_section, _list(said, "sections", "แบบ"))),
        rules=tuple(map(_rule, _list(said, "rules", "แบบ"))),
        parameters=tuple(map(_parameter, _list(said, "parameters", "แบบ"))),
        phases=tuple(map(_phase, _list(said, "phases", "แบบ"))),
        steps=tuple(
            Step(_key(one, "ขั้นตอน"), _text(one, "title", "ขั้นตอน"), _text(one, "who", "ขั้นตอน"))
            for one in _list(said, "steps", "แบบ")
        ),
        duties=tuple(
            Duty(*(_text(one, name, "หน้าที่") for name in ("who", "what", "source")))
            for one in _list(said, "duties", "แบบ")
        ),
    )
    _hold_together(made)
    return made


def _section(said: Mapping[str, Any]) -> Section:
    key = _key(said, "หมวด")
    fields = tuple(_field(key, one) for one in _list(said, "fields", f"หมวด {key}"))
    return Section(key, _text(said, "title", f"หมวด {key}"), fields, _hints(said))


def _field(section: str, said: Mapping[str, Any]) -> Field:
    key = f"{section}.{_key(said, f'ช่องในหมวด {section}')}"
    label = _text(said, "label", f"ช่อง {key}")
    return Field(
        key=key,
        kind=_word(FieldKind, said.get("kind"), f"ช่อง {key}"),
        label=label,
        short=str(said.get("short") or label)[:MOST_TEXT],
        hints=_hints(said),
        required=bool(said.get("required")),
    )


def _rule(said: Mapping[str, Any]) -> Rule:
    key = _key(said, "เกณฑ์")
    return Rule(
        key=key,
        kind=_word(RuleKind, said.get("kind"), f"เกณฑ์ {key}"),
        title=_text(said, "title", f"เกณฑ์ {key}"),
        fields=tuple(map(str, _list(said, "fields", f"เกณฑ์ {key}"))),
        when=tuple(map(str, _list(said, "when", f"เกณฑ์ {key}"))),
        parameter=said.get("parameter"),
        only_if=said.get("only_if"),
        source=str(said.get("source") or ""),
    )


def _parameter(said: Mapping[str, Any]) -> Parameter:
    name = _key(said, "ค่าเกณฑ์")
    place = f"ค่าเกณฑ์ {name}"
    values = tuple(
        (_day(one, "valid_from", place), _number(one, "value", place), _text(one, "source", place))
        for one in _list(said, "values", place)
    )
    return Parameter(name, _text(said, "title", place), str(said.get("unit") or ""), values)


def _phase(said: Mapping[str, Any]) -> Phase:
    key = _key(said, "ระยะ")
    first, last, target = (
        int(_number(said, name, f"ระยะ {key}")) for name in ("first_year", "last_year", "target")
    )
    places = tuple(map(str, _list(said, "places", f"ระยะ {key}")))
    title, unit = (_text(said, name, f"ระยะ {key}") for name in ("title", "unit"))
    return Phase(key, title, first, last, target, unit, places)


def _hold_together(made: Definition) -> None:
    """Every rule must find its fields and parameters, every key stand once."""
    keys = [field.key for field in made.fields()]
    if len(set(keys)) < len(keys) or not keys or len(keys) > MOST_FIELDS:
        raise BadValue(f"แบบต้องมีช่อง ๑ ถึง {MOST_FIELDS} ช่อง และรหัสช่องต้องไม่ซ้ำกัน")
    names = {one.name for one in made.parameters}
    for rule in made.rules:
        for key in (*rule.fields, *rule.when):
            if key not in keys:
                raise BadValue(f"เกณฑ์ {rule.key} อ้างถึงช่อง {key} ซึ่งไม่มีในแบบ")
        needed = rule.kind is not RuleKind.ALL_YES
        for name in (*([rule.parameter] if needed else []), *filter(None, [rule.only_if])):
            if name not in names:
                raise BadValue(f"เกณฑ์ {rule.key} อ้างถึงค่าเกณฑ์ {name} ซึ่งไม่มีในแบบ")
        if rule.when and len(rule.when) != len(rule.fields):
            raise BadValue(f"เกณฑ์ {rule.key} ต้องมี when เท่ากับจำนวน fields")


def _list(said: Mapping[str, Any], name: str, place: str) -> list[Any]:
    found = said.get(name) or []
    if not isinstance(found, list):
        raise BadValue(f"{place}: {name} ต้องเป็นรายการ")
    return found


def _text(said: Mapping[str, Any], name: str, place: str) -> str:
    found = said.get(name) if isinstance(said, Mapping) else None
    if not isinstance(found, str) or not found.strip() or len(found) > MOST_TEXT:
        raise BadValue(f"{place}: ไม่มีข้อความ {name} หรือยาวเกินไป")
    return found.strip()


def _key(said: Mapping[str, Any], place: str) -> str:
    found = _text(said, "key", place)
    if not _KEY.fullmatch(found):
        raise BadValue(f"{place}: รหัส {found} ต้องเป็น a-z 0-9 _ - และขึ้นต้นด้วยตัวอักษร")
    return found


def _number(said: Mapping[str, Any], name: str, place: str) -> float:
    found = said.get(name)
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        raise BadValue(f"{place}: {name} ต้องเป็นตัวเลข")
    return found


def _day(said: Mapping[str, Any], name: str, place: str) -> dt.date:
    try:
        return dt.date.fromisoformat(_text(said, name, place))
    except ValueError as wrong:
        raise BadValue(f"{place}: {name} ต้องเป็นวันที่แบบ ปปปป-ดด-วว (ค.ศ.)") from wrong


def _word(words: type[T], said: object, place: str) -> T:
    try:
        return words(said)  # type: ignore[call-arg]
    except ValueError as wrong:
        raise BadValue(f"{place}: ไม่รู้จักชนิด {said}") from wrong


def _hints(said: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(one)[:MOST_TEXT] for one in _list(said, "hints", "คำแนะนำ"))
