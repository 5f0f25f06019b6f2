"""Letters parted and joined by the clerk, and every change of a draft taken back."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from ingest import Parting, kept, part, to_json
from ingest.pages.page import Line, Page
from tests.tracker import bundles
from tests.tracker.office import Office
from tracker import audit, db, intake, page_lines
from tracker.draft_view import DraftView, Looked
from tracker.errors import BadValue, NotFound, Stale
from tracker.models import Draft, Letter, PageLines, ReadingJob

PAGES = [Page(n, (Line(f"เอกสารหน้า {n}", page=n),)) for n in (1, 2, 3)]


def read(*cuts: tuple[str, int, int], **secrecy: str) -> dict[str, Any]:
    """A reading of three pages; ``cuts``: id, first and last page of each letter."""
    letters = [
        bundles.letter(key, f"รย 0023.8/{first}", "2026-03-25", "อำเภอเขาชะเมา", f"เรื่อง {key}",
                       role="cover" if first == 1 else "enclosure", pages=[first, last],
                       secrecy=secrecy.get(key, "none"))
        for key, first, last in cuts
    ]  # fmt: skip
    return {**bundles.reading(*letters), "page_count": 3}


@pytest.fixture
def arrival(engine: Engine, house: Office, now: datetime) -> int:
    made = bundles.drop(engine, house.clerk, now, read(("1", 1, 2), ("2", 3, 3)))
    with db.begin(engine) as session:
        sha256 = session.exec(select(ReadingJob.sha256)).one()
        page_lines.keep(session, now, sha256=sha256, content=kept.pack(PAGES))
    return made


def shown(engine: Engine, house: Office, arrival: int) -> DraftView:
    with db.look(engine) as session:
        return intake.draft(session, house.clerk, arrival)


def spans(view: DraftView) -> dict[str, tuple[int, int]]:
    return {letter.id: letter.pages for letter in view.letters}


def wished(
    engine: Engine, house: Office, now: datetime, arrival: int, reading: dict[str, Any], **what: Any
) -> DraftView:
    with db.begin(engine) as session:
        ask = intake.split_at if "page" in what else intake.join
        wish = ask(session, house.clerk, arrival_id=arrival, **what)
        version = intake.draft(session, house.clerk, arrival).version
        return intake.part(
            session, house.clerk, now, arrival_id=arrival, wish=wish, reading=reading,
            version=version,
        )  # fmt: skip


def undo(engine: Engine, house: Office, now: datetime, arrival: int) -> tuple[DraftView, str]:
    with db.begin(engine) as session:
        version = intake.draft(session, house.clerk, arrival).version
        return intake.undo(session, house.clerk, now, arrival_id=arrival, version=version)


def typed(engine: Engine, house: Office, now: datetime, arrival: int, path: str, text: str) -> None:
    with db.begin(engine) as session:
        view = intake.draft(session, house.clerk, arrival)
        intake.type_value(
            session, house.clerk, now, arrival_id=arrival, path=path, value=text,
            version=view.version,
            looked=Looked(1, (1.0, 2.0, 3.0, 4.0), 90, "ตามที่พิมพ์"),
        )  # fmt: skip


def test_a_letter_is_parted_and_what_was_typed_stays_with_it(
    engine: Engine, house: Office, now: datetime, arrival: int
) -> None:
    typed(engine, house, now, arrival, "letters.1.subject", "เรื่องที่พิมพ์")
    parted = read(("1", 1, 1), ("p2", 2, 2), ("2", 3, 3))
    view = wished(engine, house, now, arrival, parted, page=2)
    assert spans(view) == {"1": (1, 1), "p2": (2, 2), "2": (3, 3)}
    subject = view.field("letters.1.subject")
    assert subject is not None
    assert (subject.final, subject.page, subject.box) == ("เรื่องที่พิมพ์", 1, (1.0, 2.0, 3.0, 4.0))
    assert subject.turn == 90
    assert (view.begins, view.undoable) == ((2,), "แยกฉบับที่หน้า 2")

    back, path = undo(engine, house, now, arrival)
    assert (spans(back), path) == ({"1": (1, 2), "2": (3, 3)}, "")
    first, path = undo(engine, house, now, arrival)
    assert path == "letters.1.subject"
    subject = first.field(path)
    assert subject is not None
    assert (subject.typed, subject.turn, first.undoable) == (None, None, None)
    with pytest.raises(BadValue, match="ไม่มีการแก้ไข"):
        undo(engine, house, now, arrival)
    with db.look(engine) as session:
        acts = [x.act for x in audit.lines(session, house.clerk, subject=("arrival", arrival))]
    assert acts[:4] == ["undo", "undo", "part_letters", "type_value"]


def test_letters_joined_are_settled_as_one(
    engine: Engine, house: Office, now: datetime, arrival: int
) -> None:
    view = wished(engine, house, now, arrival, read(("1", 1, 3)), letter_id="2")
    assert (spans(view), view.joined) == ({"1": (1, 3)}, ("2",))
    with db.begin(engine) as session:
        intake.settle(session, house.clerk, now, arrival_id=arrival)
    with db.look(engine) as session:
        assert session.exec(select(Letter.subject)).all() == ["เรื่อง 1"]


def test_a_letter_begun_by_hand_is_joined_again_by_leaving_its_page_out(
    engine: Engine, house: Office, now: datetime, arrival: int
) -> None:
    wished(engine, house, now, arrival, read(("1", 1, 1), ("p2", 2, 2), ("2", 3, 3)), page=2)
    with db.begin(engine) as session:
        wish = intake.join(session, house.clerk, arrival_id=arrival, letter_id="p2")
    assert (wish.begins, wish.joined) == ((), ())
    assert wish.lines is not None and kept.unpack(wish.lines) == PAGES


@pytest.mark.parametrize("page", [0, 1, 3, 4])
def test_only_pages_within_letters_begin_another(
    engine: Engine, house: Office, arrival: int, page: int
) -> None:
    with pytest.raises(BadValue), db.begin(engine) as session:
        intake.split_at(session, house.clerk, arrival_id=arrival, page=page)


def test_only_letters_that_follow_one_are_joined(
    engine: Engine, house: Office, now: datetime, arrival: int
) -> None:
    for letter_id, refusal in (("1", BadValue), ("9", NotFound)):
        with pytest.raises(refusal), db.begin(engine) as session:
            intake.join(session, house.clerk, arrival_id=arrival, letter_id=letter_id)
    with pytest.raises(NotFound), db.begin(engine) as session:
        intake.join(session, house.stranger, arrival_id=arrival, letter_id="2")
    with pytest.raises(BadValue, match="ไม่เหลือหนังสือ"):
        wished(engine, house, now, arrival, read(), letter_id="2")


def test_a_stale_page_neither_parts_nor_undoes(
    engine: Engine, house: Office, now: datetime, arrival: int
) -> None:
    typed(engine, house, now, arrival, "letters.1.subject", "ก")
    with pytest.raises(Stale), db.begin(engine) as session:
        intake.undo(session, house.colleague, now, arrival_id=arrival, version=0)


def test_what_turns_out_secret_is_forgotten_everywhere(
    engine: Engine, house: Office, now: datetime, arrival: int
) -> None:
    wished(engine, house, now, arrival, read(("1", 1, 1), ("p2", 2, 2), ("2", 3, 3)), page=2)
    typed(engine, house, now, arrival, "letters.p2.subject", "เรื่องลับ")
    with db.begin(engine) as session:
        version = intake.draft(session, house.clerk, arrival).version
        intake.type_value(
            session, house.clerk, now, arrival_id=arrival, path="letters.p2.secrecy",
            value="secret", version=version,
        )  # fmt: skip
        intake.settle(session, house.clerk, now, arrival_id=arrival)
    with db.look(engine) as session:
        draft = session.exec(select(Draft)).one()
        assert session.exec(select(PageLines)).all() == []
        assert (draft.history, "เรื่องลับ" in str(draft.values)) == ([], False)
        job = session.exec(select(ReadingJob)).one()
        assert draft.parting is not None and job.result is not None
        texts = {x["id"]: x["text"] for x in draft.parting["reading"]["letters"]}
        assert (texts["p2"], texts["2"]) == (None, "ข้อความของ เรื่อง 2")
        whole = {x["id"]: x["text"] for x in job.result["letters"]}
        assert (whole["1"], whole["2"]) == (None, "ข้อความของ เรื่อง 2"), "page 2 was part of it"


def test_lines_are_kept_with_the_reading_unless_a_letter_is_secret(
    engine: Engine, house: Office, now: datetime
) -> None:
    for name, secrecy in (("ก.pdf", "none"), ("ข.pdf", "secret")):
        bundles.drop(
            engine, house.clerk, now, read(("1", 1, 3), **{"1": secrecy}), name=name, lines=b"x"
        )
    with db.look(engine) as session:
        assert len(session.exec(select(PageLines)).all()) == 1


def test_the_reader_parts_what_the_office_kept() -> None:
    reading = to_json(part(PAGES, Parting(frozenset({1, 3}))))
    assert [(x["id"], x["pages"]) for x in reading["letters"]] == [("p1", [1, 2]), ("p3", [3, 3])]
