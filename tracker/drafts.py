"""What stands on the review page: the machine's values with the person's over them.

The two are kept apart, in the reading and in the draft, and meet only here:
so nothing typed is ever overwritten by a machine.
"""

import copy
from collections.abc import Callable
from dataclasses import replace

from tracker import fields
from tracker.draft_view import (
    Box,
    DraftLetter,
    DraftView,
    DutyView,
    FieldView,
    PageView,
    StampView,
)
from tracker.fields import Values
from tracker.models import Arrival, Draft, ReadingJob, StoredFile
from tracker.sentences import Sentence
from tracker.vocabulary import JobState, LetterKind, LetterRole, Secrecy

#: The letter that a clerk fills in where there is no reading.
BY_HAND: Values = {"id": "1", "pages": [1, 1], "kind": "external", "role": "cover"}
_GONE = "dropped"
_ADDED = "added"


def path(letter_id: str, name: str) -> str:
    """``letters.1.ref_no``."""
    return f"letters.{letter_id}.{name}"


def look_path(field_path: str) -> str:
    """Where a draft keeps the place from which a person had a field read again."""
    return f"looks.{field_path}"


def split(text: str) -> tuple[str, str] | None:
    """Letter id and field name of a path; ``None`` if it is none."""
    parts = text.split(".")
    if len(parts) != 3 or parts[0] != "letters" or parts[2] not in fields.BY_NAME:
        return None
    return parts[1], parts[2]


def _typed(draft: Draft | None) -> Values:
    return draft.values if draft else {}


def reading(job: ReadingJob | None, draft: Draft | None) -> Values:
    """What was read of the file: parted as a person said, else as the reader found it."""
    if draft is not None and draft.parting is not None:
        parted: Values = draft.parting["reading"]
        return parted
    return (job.result or {}) if job is not None and job.state is JobState.DONE else {}


def links(job: ReadingJob | None, draft: Draft | None) -> list[Values]:
    """Which letter of the file carries which."""
    return list(reading(job, draft).get("links") or [])


def machine_letters(job: ReadingJob | None, draft: Draft | None) -> list[Values]:
    """The letters as read, without those a person dropped, with those he added."""
    typed = _typed(draft)
    read = reading(job, draft).get("letters", [])
    kept = [letter for letter in read if not typed.get(f"letters.{letter['id']}.{_GONE}")]
    added = [
        {**BY_HAND, "id": key.split(".")[1]}
        for key, value in typed.items()
        if key.endswith(f".{_ADDED}") and value
        and not typed.get(f"letters.{key.split('.')[1]}.{_GONE}")
    ]  # fmt: skip
    letters: list[Values] = copy.deepcopy(kept) + added
    return letters or [dict(BY_HAND)]


def final_letters(
    job: ReadingJob | None,
    draft: Draft | None,
    read_reference: Callable[[str], Values] = lambda line: {"office": line},
) -> list[Values]:
    """The letters as they will be kept: in the reader's form, what was typed put in.

    ``read_reference`` understands a typed citation. ``answered`` names the
    fields whose doubt a person has answered.
    """
    typed = _typed(draft)
    settled = set(draft.settled_doubts if draft else ())
    letters = machine_letters(job, draft)
    for letter in letters:
        answered = []
        for spec in fields.SPECS:
            here = path(letter["id"], spec.name)
            if here in typed:
                fields.apply(letter, spec.name, typed[here], read_reference)
            if here in typed or here in settled:
                answered.append(spec.name)
        letter["answered"] = answered
    return letters


def secret_in_reading(job: ReadingJob | None, final: list[Values]) -> dict[str, str]:
    """Grades by the ids of the reading itself: of letters that are secret now, and, where the
    file was parted anew, of all that stood on their pages."""
    grades = {one["id"]: str(one["secrecy"]) for one in final if is_secret(one)}
    whole = dict(grades)
    read = (job.result or {}).get("letters") or [] if job else []
    same = {one["id"]: one.get("pages") for one in read}
    for one in final:
        if one["id"] not in grades or same.get(one["id"]) == one.get("pages"):
            continue
        first, last = one.get("pages") or (1, 0)
        for other in read:
            if other["pages"][0] <= last and first <= other["pages"][1]:
                whole[other["id"]] = grades[one["id"]]
    return whole


def is_secret(letter: Values) -> bool:
    return (letter.get("secrecy") or Secrecy.NONE) != Secrecy.NONE


def view(
    arrival: Arrival, stored: StoredFile, job: ReadingJob | None, draft: Draft | None
) -> DraftView:
    """The page's values; what needs the register or other letters is added by ``intake``."""
    result = reading(job, draft)
    letters = tuple(_letter(letter, draft) for letter in machine_letters(job, draft))
    assert arrival.id is not None
    return DraftView(
        arrival_id=arrival.id,
        state=arrival.state,
        filename=arrival.filename,
        sha256=arrival.sha256,
        media_type=stored.media_type,
        office_id=arrival.office_id,
        arrived_at=arrival.arrived_at,
        version=draft.version if draft else 0,
        letters=_registering(_linked(letters, result)),
        page_count=result.get("page_count") or (job.pages_total if job else 0),
        pages_done=job.pages_done if job else 0,
        pages_total=job.pages_total if job else 0,
        by_hand=not result.get("letters"),
        sealed=any(letter.sealed for letter in letters),
        error=job.error if job else None,
        warnings=tuple(result.get("warnings") or ()),
        links=tuple(result.get("links") or ()),
        open_doubts=sum(field.doubt_open for letter in letters for field in letter.fields),
        sheets=tuple(
            PageView(one["number"], one["source"], one["turn"]) for one in result.get("pages") or ()
        ),
        undoable=_undoable(draft.history[-1]) if draft and draft.history else None,
        begins=tuple(draft.parting["begins"]) if draft and draft.parting else (),
        joined=tuple(draft.parting["joined"]) if draft and draft.parting else (),
    )


def _undoable(step: Values) -> str:
    """What a change was, as a sentence again: it was kept as its parts."""
    labels = {str(spec.label): spec.label for spec in fields.SPECS}
    named = {name: labels.get(str(one), one) for name, one in step.get("named", {}).items()}
    return Sentence(str(step.get("pattern") or step["said"]), named)


def _letter(letter: Values, draft: Draft | None) -> DraftLetter:
    typed = _typed(draft)
    secrecy = typed.get(path(letter["id"], "secrecy")) or letter.get("secrecy") or Secrecy.NONE
    sealed = secrecy != Secrecy.NONE
    names = fields.SEALED if sealed else tuple(fields.BY_NAME)
    shown = tuple(_field(letter, draft, fields.BY_NAME[name]) for name in names)
    first, last = letter.get("pages") or (1, 1)
    final = {field.name: field.final for field in shown}
    return DraftLetter(
        id=letter["id"],
        pages=(first, last),
        kind=final.get("kind") or LetterKind.OTHER,
        role=final.get("role") or LetterRole.COVER,
        sealed=sealed,
        registers=False,
        fields=shown,
        stamps=() if sealed else tuple(_stamp(stamp) for stamp in letter.get("stamps") or []),
        duties=() if sealed else tuple(_duty(one) for one in letter.get("deadlines") or []),
    )


def _field(letter: Values, draft: Draft | None, spec: fields.FieldSpec) -> FieldView:
    here = path(letter["id"], spec.name)
    typed = _typed(draft).get(here)
    machine = fields.machine_text(letter, spec.name)
    mark = fields.seen(letter, spec.name)
    settled = here in (draft.settled_doubts if draft else ())
    looked = _typed(draft).get(look_path(here)) if typed is not None else None
    return FieldView(
        path=here,
        name=spec.name,
        label=spec.label,
        kind=spec.kind,
        machine=machine,
        raw=mark.raw,
        confidence=mark.confidence,
        page=looked["page"] if looked else mark.page,
        box=_box(looked) if looked else mark.box,
        turn=looked["turn"] if looked else None,
        looked_text=looked["text"] if looked else "",
        others=mark.others,
        doubt=mark.doubt,
        doubt_open=bool(mark.doubt) and typed is None and not settled,
        typed=typed,
        final=(machine if typed is None else typed) or None,
        choices=spec.choices,
    )


def _stamp(stamp: Values) -> StampView:
    names = ("office", "number", "date", "time", "raw", "doubt", "page")
    return StampView(**{name: stamp.get(name) for name in names}, box=_box(stamp))


def _duty(duty: Values) -> DutyView:
    names = ("kind", "text", "due", "explanation", "raw", "doubt", "page")
    said: Values = {name: duty.get(name) for name in names}
    return DutyView(**said, box=_box(duty))


def _box(mark: Values) -> Box | None:
    box = mark.get("box")
    return (box[0], box[1], box[2], box[3]) if box else None


def _linked(letters: tuple[DraftLetter, ...], result: Values) -> tuple[DraftLetter, ...]:
    here = {letter.id for letter in letters}
    links = [link for link in result.get("links") or [] if link["to"] in here]
    return tuple(
        replace(x, carries=tuple(link["to"] for link in links if link["from"] == x.id))
        for x in letters
    )


def _registering(letters: tuple[DraftLetter, ...]) -> tuple[DraftLetter, ...]:
    """Mark what gets a number by default: the letters that were sent; without one, the first."""
    covers = {
        letter.id
        for letter in letters
        if letter.role == LetterRole.COVER and letter.kind != LetterKind.ANNEX
    } or {letters[0].id}
    return tuple(replace(letter, registers=letter.id in covers) for letter in letters)
