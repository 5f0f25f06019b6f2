"""Answers to forms: an office drafts and sends its own, those above it see and judge.

What was sent is kept as it was sent; a draft after that changes nothing of it
until it is sent again. Sent answers are judged by the numbers of their day.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from tracker import audit, form_definition
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, NotFound, Stale
from tracker.form_catalogue import FormView, form, parameters_on, view_of
from tracker.form_definition import MOST_TEXT
from tracker.form_rules import Judgement, Understood, judge, understand
from tracker.models import DirectiveForm, FormAnswer, FormEvent
from tracker.models.once import insert_once
from tracker.sentences import Joined, sentence
from tracker.vocabulary import AccountRole, AnswerState

BANGKOK = dt.timezone(dt.timedelta(hours=7))
#: The step that sending an answer takes.
SENT_STEP = "submitted"


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer with what it means and meets. ``row`` is unsaved where nothing was typed yet."""

    row: FormAnswer
    form: FormView
    texts: Mapping[str, str]
    understood: Understood
    judgement: Judgement
    judged_for: dt.date
    events: tuple[FormEvent, ...] = ()


def own_answer(session: Session, actor: Actor, now: dt.datetime, *, key: str) -> AnswerView:
    """The own office's answer as it stands: the draft, judged by today's numbers."""
    view = form(session, actor, key)
    row = _own_row(session, actor, view, now)
    return _shown(session, view, row, row.texts, now.astimezone(BANGKOK).date())


def _own_row(session: Session, actor: Actor, view: FormView, now: dt.datetime) -> FormAnswer:
    wanted = select(FormAnswer).where(
        FormAnswer.form_key == view.form.key, FormAnswer.office_id == actor.office_id
    )
    row = session.exec(wanted).first()
    assert view.form.id is not None
    return row or FormAnswer(
        form_key=view.form.key, form_id=view.form.id, office_id=actor.office_id, texts={},
        state=AnswerState.DRAFT, version=0, updated_at=now,
    )  # fmt: skip


def answer(session: Session, actor: Actor, answer_id: int) -> AnswerView:
    """An answer as it was sent, judged by the numbers of that day. Drafts are for their office."""
    row = session.get(FormAnswer, answer_id)
    if row is None or row.office_id not in actor.office_ids or row.submitted is None:
        raise NotFound
    kept = session.get_one(DirectiveForm, row.form_id)
    assert row.submitted_at is not None
    day = row.submitted_at.astimezone(BANGKOK).date()
    return _shown(session, view_of(session, actor, kept), row, row.submitted, day)


def _shown(
    session: Session, view: FormView, row: FormAnswer, texts: Mapping[str, str], day: dt.date
) -> AnswerView:
    understood = understand(view.definition, texts)
    held = parameters_on(session, view.form.key, day)
    events = select(FormEvent).where(FormEvent.answer_id == row.id).order_by(col(FormEvent.id))
    return AnswerView(
        row=row,
        form=view,
        texts=texts,
        understood=understood,
        judgement=judge(view.definition, understood.said, held),
        judged_for=day,
        events=tuple(session.exec(events)) if row.id is not None else (),
    )


def save(
    session: Session, actor: Actor, now: dt.datetime, *,
    key: str, texts: Mapping[str, str], version: int,
) -> FormAnswer:  # fmt: skip
    """Keep the own office's draft as typed, also what cannot be understood yet."""
    view = form(session, actor, key)
    if not view.asks_us:
        raise NotAllowed(sentence("แบบนี้ไม่ได้ให้หน่วยงานระดับของท่านตอบ"))
    row = _locked(session, actor, view, now)
    if row.version != version:
        raise Stale
    keys = {one.key for one in view.definition.fields()}
    typed = {k: v.strip()[:MOST_TEXT] for k, v in texts.items() if k in keys and v.strip()}
    assert view.form.id is not None
    before = {k: v for k, v in row.texts.items() if typed.get(k) != v}
    changed = {k: v for k, v in typed.items() if row.texts.get(k) != v}
    row.texts, row.form_id, row.version = typed, view.form.id, version + 1
    row.updated_at, row.updated_by = now, actor.account_id
    session.add(row)
    session.flush()
    audit.record(session, actor, now, "save_answer", ("form_answer", row.id), before, changed)
    return row


def _locked(session: Session, actor: Actor, view: FormView, now: dt.datetime) -> FormAnswer:
    """The own row, made where there is none, and held until the commit."""
    first: dict[str, Any] = {
        "form_key": view.form.key, "form_id": view.form.id, "office_id": actor.office_id,
        "texts": {}, "state": AnswerState.DRAFT, "version": 0, "updated_at": now,
        "returned_reason": "",
    }  # fmt: skip
    insert_once(session, FormAnswer, first)
    wanted = select(FormAnswer).where(
        FormAnswer.form_key == view.form.key, FormAnswer.office_id == actor.office_id
    )
    held = wanted.with_for_update().execution_options(populate_existing=True)
    return session.exec(held).one()


def submit(
    session: Session, actor: Actor, now: dt.datetime, *,
    key: str, texts: Mapping[str, str], version: int,
) -> AnswerView:  # fmt: skip
    """Send the answer to those above. It must be complete; meeting the criteria is no condition."""
    row = save(session, actor, now, key=key, texts=texts, version=version)
    view = form(session, actor, key)
    understood = understand(view.definition, row.texts)
    names = {one.key: one.short for one in view.definition.fields()}
    if understood.problems:
        told = Joined(
            (Joined((names[k], why), ": ", ": ") for k, why in understood.problems.items()),
            "; ",
            "; ",
        )
        raise BadValue(sentence("ยังส่งไม่ได้ กรุณาแก้ %(told)s", told=told))
    if understood.missing:
        listed = Joined((one.short for one in understood.missing), ", ")
        raise BadValue(sentence("ยังส่งไม่ได้ กรุณาตอบให้ครบ: %(listed)s", listed=listed))
    day = now.astimezone(BANGKOK).date()
    row.submitted, row.submitted_at, row.submitted_by = dict(row.texts), now, actor.account_id
    row.state, row.returned_reason = AnswerState.SUBMITTED, ""
    row.step, row.step_on = SENT_STEP, day
    session.add(row)
    _event(session, actor, now, row, "submit", step=SENT_STEP, step_on=day, texts=row.submitted)
    return _shown(session, view, row, row.texts, day)


def give_back(
    session: Session, actor: Actor, now: dt.datetime, *, answer_id: int, reason: str, version: int
) -> FormAnswer:
    """Ask for the answer to be mended; it stays readable as it was sent."""
    row = _from_below(session, actor, answer_id, version)
    if row.state is not AnswerState.SUBMITTED:
        raise BadValue(sentence("แบบนี้ตีกลับไปแล้ว กำลังรอหน่วยงานแก้ไข"))
    if not reason.strip():
        raise BadValue(sentence("กรุณาพิมพ์เหตุผลที่ตีกลับ เพื่อให้หน่วยงานรู้ว่าต้องแก้อะไร"))
    row.state, row.returned_reason = AnswerState.RETURNED, reason.strip()[:MOST_TEXT]
    row.version += 1
    session.add(row)
    _event(session, actor, now, row, "give_back", note=row.returned_reason)
    return row


def note_step(
    session: Session, actor: Actor, now: dt.datetime, *,
    answer_id: int, step: str, day: dt.date, note: str, version: int,
) -> FormAnswer:  # fmt: skip
    """Note that a sent answer has come a step further, and on which day."""
    row = _from_below(session, actor, answer_id, version)
    kept = session.get_one(DirectiveForm, row.form_id)
    if step not in {one.key for one in form_definition.parse(kept.definition).steps}:
        raise NotFound
    if day > now.astimezone(BANGKOK).date():
        raise BadValue(sentence("วันที่ของขั้นตอนอยู่ในอนาคต กรุณาตรวจวันที่"))
    row.step, row.step_on = step, day
    row.version += 1
    session.add(row)
    _event(session, actor, now, row, "step", step=step, step_on=day, note=note.strip()[:MOST_TEXT])
    return row


def _from_below(session: Session, actor: Actor, answer_id: int, version: int) -> FormAnswer:
    held = select(FormAnswer).where(FormAnswer.id == answer_id).with_for_update()
    row = session.exec(held.execution_options(populate_existing=True)).first()
    if row is None or row.office_id not in actor.office_ids or row.submitted is None:
        raise NotFound
    if row.office_id == actor.office_id or actor.role is AccountRole.CLERK:
        raise NotAllowed(sentence("เฉพาะหน่วยงานระดับเหนือขึ้นไปทำรายการนี้ได้"))
    if row.version != version:
        raise Stale
    return row


def _event(
    session: Session, actor: Actor, now: dt.datetime, row: FormAnswer, act: str, **more: Any
) -> None:
    session.flush()
    assert row.id is not None
    made = FormEvent(answer_id=row.id, at=now, account_id=actor.account_id,
                     office_id=actor.office_id, act=act, **more)  # fmt: skip
    session.add(made)
    session.flush()
    after = {"state": row.state, **{name: value for name, value in more.items() if value}}
    audit.record(session, actor, now, f"form_{act}", ("form_answer", row.id), after=after)


def judged(session: Session, view: FormView, row: FormAnswer) -> Judgement:
    """What was sent, by the questions of its version and the numbers of its day."""
    assert row.submitted is not None
    assert row.submitted_at is not None
    definition = view.definition
    if row.form_id != view.form.id:
        kept = session.get_one(DirectiveForm, row.form_id)
        definition = form_definition.parse(kept.definition)
    day = row.submitted_at.astimezone(BANGKOK).date()
    held = parameters_on(session, view.form.key, day)
    return judge(definition, understand(definition, row.submitted).said, held)


def try_out(
    session: Session, actor: Actor, now: dt.datetime, *, key: str, texts: Mapping[str, str]
) -> AnswerView:
    """What these texts would mean and meet today; nothing is kept."""
    view = form(session, actor, key)
    row = _own_row(session, actor, view, now)
    return _shown(session, view, row, texts, now.astimezone(BANGKOK).date())
