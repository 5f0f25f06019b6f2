"""The smart-city directive of 2561, the first form: who proposed, who meets what, phase by phase.

Its questions, criteria, steps, phases and targets are ``data/smart_city.json``.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, select

from tracker import offices, sheets
from tracker.actor import Actor
from tracker.directive_forms import BANGKOK, judged
from tracker.form_catalogue import FormView, form, seed
from tracker.form_definition import Phase, Step
from tracker.form_rules import Judgement
from tracker.masking import mask
from tracker.models import FormAnswer, FormEvent, Office
from tracker.said import said
from tracker.vocabulary import (
    AnswerState,
)
from tracker.wording import long_date

FILE = "smart_city.json"
_MARKS = {True: "ผ่าน", False: "ไม่ผ่าน", None: "ยังตัดสินไม่ได้"}


@dataclass(frozen=True, slots=True)
class Row:
    """One office that is asked. ``judgement``: of what was sent; ``None`` before that."""

    office_id: int
    name: str
    above: str
    state: AnswerState | None
    answer_id: int | None
    submitted_on: dt.date | None
    step: Step | None
    step_on: dt.date | None
    judgement: Judgement | None


@dataclass(frozen=True, slots=True)
class PhaseProgress:
    """How many had taken each step by the end of the phase, or until today while it runs."""

    phase: Phase
    reached: tuple[tuple[Step, int], ...]


@dataclass(frozen=True, slots=True)
class Board:
    form: FormView
    rows: tuple[Row, ...]
    phases: tuple[PhaseProgress, ...]
    #: How many have taken each step until today.
    reached: tuple[tuple[Step, int], ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many were asked, sent, meet all, draft, have not begun."""
        states = Counter(row.state for row in self.rows)
        sent = [row.judgement for row in self.rows if row.judgement is not None]
        return {
            "asked": len(self.rows),
            "sent": len(sent),
            "met": sum(one.met is True for one in sent),
            "returned": states[AnswerState.RETURNED],
            "draft": states[AnswerState.DRAFT],
            "silent": states[None],
        }


def bring(session: Session, now: dt.datetime, data: Path) -> int:
    """Keep the form that comes with the program, where it is not kept yet."""
    return seed(session, now, [json.loads((data / FILE).read_text(encoding="utf-8"))])


def board(session: Session, actor: Actor, now: dt.datetime, *, key: str) -> Board:
    """All offices that the actor may see and the form asks, and how far they have come."""
    view = form(session, actor, key)
    today = now.astimezone(BANGKOK).date()
    asked = session.exec(
        select(Office).where(
            col(Office.id).in_(actor.office_ids),
            col(Office.level).in_(view.definition.asked_of),
        )
    ).all()
    answers = {
        one.office_id: one
        for one in session.exec(select(FormAnswer).where(FormAnswer.form_key == key))
        if one.office_id in actor.office_ids
    }
    names = _names(session, asked, today)
    steps = {one.key: one for one in view.definition.steps}
    rows = [
        _row(session, view, office, answers.get(office.id or 0), names, steps) for office in asked
    ]
    taken = _taken(session, list(steps), [x.id for x in answers.values() if x.id is not None])
    return Board(
        form=view,
        rows=tuple(sorted(rows, key=lambda row: (row.above, row.name))),
        phases=tuple(
            PhaseProgress(one, _reached(steps, taken, min(_end(one), today)))
            for one in view.definition.phases
        ),
        reached=_reached(steps, taken, today),
    )


def name_of(session: Session, office_id: int, day: dt.date) -> str:
    """The name that the office bore on that day."""
    return offices.name_on(session, office_id, day)


def _names(session: Session, asked: Iterable[Office], day: dt.date) -> dict[int, str]:
    wanted = {one for office in asked for one in (office.id, office.parent_id) if one is not None}
    return {one: offices.name_on(session, one, day) for one in wanted}


def _row(
    session: Session, view: FormView, office: Office, row: FormAnswer | None,
    names: dict[int, str], steps: dict[str, Step],
) -> Row:  # fmt: skip
    assert office.id is not None
    sent = row is not None and row.submitted is not None
    return Row(
        office_id=office.id,
        name=names[office.id],
        above=names.get(office.parent_id or 0, ""),
        state=row.state if row else None,
        answer_id=row.id if row and sent else None,
        submitted_on=(
            row.submitted_at.astimezone(BANGKOK).date() if row and row.submitted_at else None
        ),
        step=steps.get(row.step or "") if row else None,
        step_on=row.step_on if row else None,
        judgement=judged(session, view, row) if row and sent else None,
    )


def _taken(
    session: Session, order: list[str], answers: list[int]
) -> dict[tuple[int, str], dt.date]:
    """(answer, step) -> since when, by the latest word on each; a step implies those before it."""
    told: dict[tuple[int, str], dt.date] = {}
    events = select(FormEvent).where(
        col(FormEvent.answer_id).in_(answers), col(FormEvent.step).is_not(None)
    )
    for one in session.exec(events.order_by(col(FormEvent.id))):
        if one.step in order and one.step_on is not None:
            told[one.answer_id, one.step] = one.step_on
    taken: dict[tuple[int, str], dt.date] = {}
    for (answer, step), day in told.items():
        for before in order[: order.index(step) + 1]:
            taken[answer, before] = min(day, taken.get((answer, before), day))
    return taken


def _reached(
    steps: dict[str, Step], taken: dict[tuple[int, str], dt.date], end: dt.date
) -> tuple[tuple[Step, int], ...]:
    counted = Counter(step for (_, step), day in taken.items() if day <= end)
    return tuple((step, counted[key]) for key, step in steps.items())


def _end(phase: Phase) -> dt.date:
    return dt.date(phase.last_year - 543, 12, 31)


def sheet(session: Session, actor: Actor, now: dt.datetime, *, key: str) -> bytes:
    """The board as a workbook: an office a line, a criterion a column."""
    found = board(session, actor, now, key=key)
    rules = found.form.definition.rules
    heads = ["ลำดับ", "หน่วยงาน", "สังกัด", "สถานะ", "วันที่ส่ง", "ขั้นตอน", "ทุกเกณฑ์"]
    heads += [title for rule in rules for title in (rule.title, f"เหตุผล: {rule.title}")]
    today = long_date(now.astimezone(BANGKOK).date())
    return sheets.write(
        found.form.definition.title,
        heads,
        (_line(place, row, len(rules)) for place, row in enumerate(found.rows, start=1)),
        widths=[7, 34, 30, 14, 18, 26, 14, *[16, 40] * len(rules)],
        above=[found.form.definition.title, f"ข้อมูล ณ วันที่ {today}"],
    )


def _line(place: int, row: Row, rules: int) -> list[sheets.Cell]:
    outcomes: list[sheets.Cell] = [""] * (2 * rules)
    if row.judgement:
        outcomes = [
            cell
            for one in row.judgement.outcomes
            for cell in (_MARKS[one.met] if one.holds else "ไม่ใช้บังคับ", mask(one.sentence))
        ]
    return [
        place, row.name, row.above, said(row.state) or "ยังไม่เริ่ม",
        long_date(row.submitted_on) if row.submitted_on else "",
        row.step.title if row.step else "",
        _MARKS[row.judgement.met] if row.judgement else "",
        *outcomes,
    ]  # fmt: skip
