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
from tracker.sentences import Joined, Sentence, sentence, word

_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
#: Whose words those of a form are, in the catalogues of other languages.
CONTEXT = "form"
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


#: The parts of a definition, as a refusal names them.
_FORM, _LETTER, _STEP, _DUTY = (
    sentence("แบบ"),
    sentence("หนังสือ"),
    sentence("ขั้นตอน"),
    sentence("หน้าที่"),
)
_SECTION, _FIELD, _RULE, _PARAMETER, _PHASE = (
    sentence("หมวด"),
    sentence("ช่อง"),
    sentence("เกณฑ์"),
    sentence("ค่าเกณฑ์"),
    sentence("ระยะ"),
)


def _at(part: str, key: str) -> str:
    return Joined((part, key), otherwise=" ")


def parse(said: Mapping[str, Any]) -> Definition:
    """The definition that a JSON object tells. Raises ``BadValue`` that names the place."""
    made = Definition(
        key=_key(said, _FORM),
        version=int(_number(said, "version", _FORM)),
        title=_words(said, "title", _FORM),
        source=_words(said, "source", _FORM),
        asked_of=tuple(map(str, _list(said, "asked_of", _FORM))),
        letters=tuple(
            (_text(one, "ref_no", _LETTER), _day(one, "date", _LETTER).isoformat())
            for one in _list(said, "letters", _FORM)
        ),
        sections=tuple(map(_section, _list(said, "sections", _FORM))),
        rules=tuple(map(_rule, _list(said, "rules", _FORM))),
        parameters=tuple(map(_parameter, _list(said, "parameters", _FORM))),
        phases=tuple(map(_phase, _list(said, "phases", _FORM))),
        steps=tuple(
            Step(_key(one, _STEP), _words(one, "title", _STEP), _words(one, "who", _STEP))
            for one in _list(said, "steps", _FORM)
        ),
        duties=tuple(
            Duty(*(_words(one, name, _DUTY) for name in ("who", "what", "source")))
            for one in _list(said, "duties", _FORM)
        ),
    )
    _hold_together(made)
    return made


def _section(said: Mapping[str, Any]) -> Section:
    key = _key(said, _SECTION)
    place = _at(_SECTION, key)
    fields = tuple(_field(key, one) for one in _list(said, "fields", place))
    return Section(key, _words(said, "title", place), fields, _hints(said))


def _field(section: str, said: Mapping[str, Any]) -> Field:
    inside = sentence("ช่องในหมวด %(key)s", key=section)
    key = f"{section}.{_key(said, inside)}"
    place = _at(_FIELD, key)
    label = _words(said, "label", place)
    short = said.get("short")
    return Field(
        key=key,
        kind=_word(FieldKind, said.get("kind"), place),
        label=label,
        short=word(str(short)[:MOST_TEXT], CONTEXT) if short else label,
        hints=_hints(said),
        required=bool(said.get("required")),
    )


def _rule(said: Mapping[str, Any]) -> Rule:
    key = _key(said, _RULE)
    place = _at(_RULE, key)
    return Rule(
        key=key,
        kind=_word(RuleKind, said.get("kind"), place),
        title=_words(said, "title", place),
        fields=tuple(map(str, _list(said, "fields", place))),
        when=tuple(map(str, _list(said, "when", place))),
        parameter=said.get("parameter"),
        only_if=said.get("only_if"),
        source=str(said.get("source") or ""),
    )


def _parameter(said: Mapping[str, Any]) -> Parameter:
    name = _key(said, _PARAMETER)
    place = _at(_PARAMETER, name)
    values = tuple(
        (_day(one, "valid_from", place), _number(one, "value", place), _words(one, "source", place))
        for one in _list(said, "values", place)
    )
    unit = word(str(said.get("unit") or ""), CONTEXT)
    return Parameter(name, _words(said, "title", place), unit, values)


def _phase(said: Mapping[str, Any]) -> Phase:
    key = _key(said, _PHASE)
    place = _at(_PHASE, key)
    first, last, target = (
        int(_number(said, name, place)) for name in ("first_year", "last_year", "target")
    )
    places = tuple(map(str, _list(said, "places", place)))
    title, unit = (_words(said, name, place) for name in ("title", "unit"))
    return Phase(key, title, first, last, target, unit, places)


def _hold_together(made: Definition) -> None:
    """Every rule must find its fields and parameters, every key stand once."""
    keys = [field.key for field in made.fields()]
    if len(set(keys)) < len(keys) or not keys or len(keys) > MOST_FIELDS:
        raise BadValue(
            sentence("แบบต้องมีช่อง ๑ ถึง %(most)s ช่อง และรหัสช่องต้องไม่ซ้ำกัน", most=MOST_FIELDS)
        )
    names = {one.name for one in made.parameters}
    for rule in made.rules:
        for key in (*rule.fields, *rule.when):
            if key not in keys:
                raise BadValue(
                    sentence("เกณฑ์ %(key)s อ้างถึงช่อง %(field)s ซึ่งไม่มีในแบบ", key=rule.key, field=key)
                )
        needed = rule.kind is not RuleKind.ALL_YES
        for name in (*([rule.parameter] if needed else []), *filter(None, [rule.only_if])):
            if name not in names:
                raise BadValue(
                    sentence(
                        "เกณฑ์ %(key)s อ้างถึงค่าเกณฑ์ %(name)s ซึ่งไม่มีในแบบ", key=rule.key, name=name
                    )
                )
        if rule.when and len(rule.when) != len(rule.fields):
            raise BadValue(sentence("เกณฑ์ %(key)s ต้องมี when เท่ากับจำนวน fields", key=rule.key))


def _list(said: Mapping[str, Any], name: str, place: str) -> list[Any]:
    found = said.get(name) or []
    if not isinstance(found, list):
        raise BadValue(sentence("%(place)s: %(name)s ต้องเป็นรายการ", place=place, name=name))
    return found


def _text(said: Mapping[str, Any], name: str, place: str) -> str:
    found = said.get(name) if isinstance(said, Mapping) else None
    if not isinstance(found, str) or not found.strip() or len(found) > MOST_TEXT:
        raise BadValue(
            sentence("%(place)s: ไม่มีข้อความ %(name)s หรือยาวเกินไป", place=place, name=name)
        )
    return found.strip()


def _words(said: Mapping[str, Any], name: str, place: str) -> Sentence:
    """A text that is shown; those of the form that comes with the program have their English."""
    return word(_text(said, name, place), CONTEXT)


def _key(said: Mapping[str, Any], place: str) -> str:
    found = _text(said, "key", place)
    if not _KEY.fullmatch(found):
        raise BadValue(
            sentence(
                "%(place)s: รหัส %(found)s ต้องเป็น a-z 0-9 _ - และขึ้นต้นด้วยตัวอักษร",
                place=place,
                found=found,
            )
        )
    return found


def _number(said: Mapping[str, Any], name: str, place: str) -> float:
    found = said.get(name)
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        raise BadValue(sentence("%(place)s: %(name)s ต้องเป็นตัวเลข", place=place, name=name))
    return found


def _day(said: Mapping[str, Any], name: str, place: str) -> dt.date:
    try:
        return dt.date.fromisoformat(_text(said, name, place))
    except ValueError as wrong:
        raise BadValue(
            sentence("%(place)s: %(name)s ต้องเป็นวันที่แบบ ปปปป-ดด-วว (ค.ศ.)", place=place, name=name)
        ) from wrong


def _word(words: type[T], said: object, place: str) -> T:
    try:
        return words(said)  # type: ignore[call-arg]
    except ValueError as wrong:
        raise BadValue(sentence("%(place)s: ไม่รู้จักชนิด %(said)s", place=place, said=said)) from wrong


def _hints(said: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        word(str(one)[:MOST_TEXT], CONTEXT) for one in _list(said, "hints", sentence("คำแนะนำ"))
    )
