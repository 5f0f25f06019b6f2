"""The forms that directives ask for, their versions, and the dated numbers they are judged by."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, union
from sqlalchemy import select as many
from sqlmodel import Session, col, select

from tracker import audit, form_definition
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.form_definition import Definition
from tracker.form_rules import by_day
from tracker.models import DirectiveForm, DirectiveLetter, FormParameter, Letter, Office
from tracker.models.once import insert_once
from tracker.sentences import sentence
from tracker.vocabulary import AccountRole
from tracker.wording import long_date

_Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FormView:
    """A form as it is now, and as the actor's office meets it."""

    form: DirectiveForm
    definition: Definition
    asks_us: bool


def seed(session: Session, now: dt.datetime, said: Iterable[Mapping[str, Any]]) -> int:
    """Keep the forms that come with the program, each version once; how many were new."""
    made = [_keep(session, None, now, form_definition.parse(one), one) for one in said]
    return sum(one is not None for one in made)


def add(session: Session, actor: Actor, now: dt.datetime, *, said: Mapping[str, Any]) -> FormView:
    """A form of the actor's own office, or a newer version of one."""
    if actor.role is AccountRole.CLERK:
        raise NotAllowed(sentence("แบบที่ให้หน่วยงานอื่นตอบ เพิ่มได้โดยผู้ดูแลระบบหรือเจ้าหน้าที่ระดับกำกับ"))
    definition = form_definition.parse(said)
    known = _newest(session, definition.key)
    if known is not None and known.office_id != actor.office_id:
        raise NotAllowed(sentence("รหัสแบบ %(key)s เป็นของหน่วยงานอื่น กรุณาใช้รหัสอื่น", key=definition.key))
    if known is not None and known.version >= definition.version:
        raise BadValue(
            sentence("มีแบบนี้รุ่นที่ %(version)s แล้ว กรุณาใช้ version ที่มากกว่า", version=known.version)
        )
    form = _keep(session, actor, now, definition, said)
    assert form is not None
    return FormView(form, definition, asks_us=_asks(session, definition, actor.office_id))


def _keep(
    session: Session, actor: Actor | None, now: dt.datetime, made: Definition, said: _Said
) -> DirectiveForm | None:
    wanted = select(DirectiveForm).where(
        DirectiveForm.key == made.key, DirectiveForm.version == made.version
    )
    if session.exec(wanted).first() is not None:
        return None
    who = actor.account_id if actor else None
    form = DirectiveForm(
        key=made.key, version=made.version, title=made.title, definition=dict(said),
        office_id=actor.office_id if actor else None, added_by=who, added_at=now,
    )  # fmt: skip
    session.add(form)
    session.flush()
    for one in made.parameters:
        for day, value, source in one.values:
            values = {
                "form_key": made.key, "name": one.name, "valid_from": day, "value": value,
                "source": source, "added_by": who, "added_at": now,
            }  # fmt: skip
            insert_once(session, FormParameter, values)
    after = {"key": made.key, "version": made.version}
    audit.record(session, actor, now, "add_form", ("form", form.id), after=after)
    return form


def forms(session: Session, actor: Actor) -> list[FormView]:
    """The newest version of every form that the actor's office is asked, or asks."""
    found: dict[str, DirectiveForm] = {}
    for one in session.exec(select(DirectiveForm).order_by(col(DirectiveForm.version))):
        found[one.key] = one
    above = _above(session, actor.office_id)
    return [
        view_of(session, actor, one)
        for one in found.values()
        if one.office_id is None or one.office_id in above or one.office_id in actor.office_ids
    ]


def form(session: Session, actor: Actor, key: str) -> FormView:
    for one in forms(session, actor):
        if one.form.key == key:
            return one
    raise NotFound


def view_of(session: Session, actor: Actor, kept: DirectiveForm) -> FormView:
    definition = form_definition.parse(kept.definition)
    return FormView(kept, definition, _asks(session, definition, actor.office_id))


def _asks(session: Session, definition: Definition, office_id: int) -> bool:
    return session.get_one(Office, office_id).level in definition.asked_of


def _above(session: Session, office_id: int) -> set[int]:
    chain = {office_id}
    over = session.get_one(Office, office_id).parent_id
    while over is not None and over not in chain:
        chain.add(over)
        over = session.get_one(Office, over).parent_id
    return chain


def _newest(session: Session, key: str) -> DirectiveForm | None:
    wanted = select(DirectiveForm).where(DirectiveForm.key == key)
    return session.exec(wanted.order_by(col(DirectiveForm.version).desc())).first()


def parameters_on(session: Session, key: str, day: dt.date) -> dict[str, float]:
    """The numbers that hold on a day; one that has not begun is not among them."""
    kept: dict[str, list[tuple[dt.date, float]]] = {}
    for one in session.exec(select(FormParameter).where(FormParameter.form_key == key)):
        kept.setdefault(one.name, []).append((one.valid_from, one.value))
    held = {name: by_day(values, day) for name, values in kept.items()}
    return {name: value for name, value in held.items() if value is not None}


def parameters(session: Session, actor: Actor, key: str) -> list[FormParameter]:
    """All numbers of a form with their days and sources, the newest first."""
    form(session, actor, key)
    wanted = select(FormParameter).where(FormParameter.form_key == key)
    return list(
        session.exec(wanted.order_by(FormParameter.name, col(FormParameter.valid_from).desc()))
    )


def set_parameter(
    session: Session, actor: Actor, now: dt.datetime, *,
    key: str, name: str, valid_from: dt.date, value: float, source: str,
) -> FormParameter:  # fmt: skip
    """Let another number hold from a day on. What was sent before stays judged by its own day."""
    view = form(session, actor, key)
    owner = view.form.office_id
    if actor.role is not AccountRole.ADMIN or owner not in (None, actor.office_id):
        raise NotAllowed(sentence("ค่าเกณฑ์แก้ได้โดยผู้ดูแลระบบของหน่วยงานที่ให้ตอบแบบ"))
    if name not in {one.name for one in view.definition.parameters}:
        raise NotFound
    if not source.strip():
        raise BadValue(sentence("กรุณาพิมพ์ที่มาของค่าเกณฑ์ เช่น มติหรือเลขที่หนังสือ"))
    known = select(FormParameter).where(
        FormParameter.form_key == key, FormParameter.name == name,
        FormParameter.valid_from == valid_from,
    )  # fmt: skip
    if session.exec(known).first() is not None:
        raise BadValue(
            sentence("มีค่าที่เริ่มใช้ %(valid_from)s แล้ว กรุณาใช้วันอื่น", valid_from=long_date(valid_from))
        )
    made = FormParameter(
        form_key=key, name=name, valid_from=valid_from, value=value, source=source.strip()[:500],
        added_by=actor.account_id, added_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    after = {"name": name, "value": value, "valid_from": valid_from, "source": made.source}
    audit.record(session, actor, now, "set_parameter", ("form", view.form.id), after=after)
    return made


def for_letter(session: Session, actor: Actor, letter_id: int) -> list[FormView]:
    """The forms that this letter asks for, or another letter of the same directive does."""
    same = select(DirectiveLetter.directive_id).where(DirectiveLetter.letter_id == letter_id)
    near = many(col(DirectiveLetter.letter_id)).where(col(DirectiveLetter.directive_id).in_(same))
    # One list of both: for "this one or one of those" PostgreSQL reads all letters.
    either = union(many(literal(letter_id)), near)
    wanted = select(Letter).where(col(Letter.id).in_(either))
    known = {(one.ref_no, one.date.isoformat()) for one in session.exec(wanted) if one.date}
    return [one for one in forms(session, actor) if known & set(one.definition.letters)]
