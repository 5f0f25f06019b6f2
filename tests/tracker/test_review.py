"""From the reading to the draft: the machine's values and the person's, kept apart."""

from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from ingest import reading
from tests.tracker import bundles
from tests.tracker.office import Office
from tracker import audit, db, intake, vocabulary
from tracker.draft_view import DraftView
from tracker.errors import AlreadySettled, BadValue, NotAllowed, NotFound, Stale
from tracker.models import Draft, ReadingJob
from tracker.vocabulary import ArrivalState, LetterKind, LetterRole


@pytest.fixture
def arrival(engine: Engine, house: Office, now: datetime) -> int:
    read = bundles.reading(
        bundles.letter("1", "รย 0023.8/ว 41", "2026-03-25", "อำเภอเขาชะเมา", role="cover",
                       to=("นายกเทศมนตรีตำบลชำฆ้อ", "นายกองค์การบริหารส่วนตำบลน้ำเป็น"),
                       cites=(bundles.cite("รย 0023.3/ว 9", "2026-03-20"),),
                       doubts={"ref_no": "เลขไม่ชัด", "date": "วันไม่ชัด"}),
        bundles.letter("2", None, None, None, "แบบสำรวจ", kind="annex"),
        links=(bundles.link("1", "2"),),
        warnings=["คำเตือน"],
    )  # fmt: skip
    return bundles.drop(engine, house.clerk, now, read)


def typed(
    engine: Engine, house: Office, now: datetime, arrival: int, name: str, value: str | None
) -> DraftView:
    with db.begin(engine) as session:
        version = intake.draft(session, house.clerk, arrival).version
        return intake.type_value(
            session, house.clerk, now, arrival_id=arrival, path=f"letters.1.{name}",
            value=value, version=version,
        )  # fmt: skip


def final(view: DraftView, name: str) -> str | None:
    found = view.field(f"letters.1.{name}")
    assert found is not None
    return found.final


def test_the_draft_shows_what_was_read(engine: Engine, house: Office, arrival: int) -> None:
    with db.look(engine) as session:
        view = intake.draft(session, house.clerk, arrival)
    assert view.state is ArrivalState.REVIEW
    assert (view.version, view.open_doubts, view.warnings) == (0, 2, ("คำเตือน",))
    assert (view.next_number, view.next_year) == (1, 2569)
    cover, annex = view.letters
    assert (cover.registers, annex.registers) == (True, False)
    assert cover.carries == ("2",)
    number = view.field("letters.1.ref_no")
    assert number is not None
    assert (number.machine, number.typed, number.doubt_open) == ("รย 0023.8/ว 41", None, True)
    assert number.box == (72.0, 60.0, 210.0, 80.0)
    assert final(view, "recipients") == "นายกเทศมนตรีตำบลชำฆ้อ\nนายกองค์การบริหารส่วนตำบลน้ำเป็น"
    assert final(view, "references") == "สำเนาหนังสือ ที่ รย 0023.3/ว 9 ลงวันที่ 20 มีนาคม 2569"


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("ref_no", "รย ๐๐๒๓.๘/ว๔๒", "รย 0023.8/ว 42"),
        ("ref_no", "ที่ มท.0810.4/ ว 3598", "มท 0810.4/ว 3598"),
        ("ref_no", "๑/๒๕๖๙", "1/2569"),
        ("ref_no", "พิเศษ ๑๒ ก", "พิเศษ 12 ก"),
        ("date", "๒๖ มี.ค. ๖๙", "2026-03-26"),
        ("date", "26/3/2569", "2026-03-26"),
        ("date", "2026-03-26", "2026-03-26"),
        ("subject", "  การ  สำรวจ ", "การ สำรวจ"),
        ("urgency", "most_urgent", "most_urgent"),
        ("recipients", " ก \n\n ข ", "ก\nข"),
        ("subject", "", None),
    ],
)
def test_what_is_typed_is_kept_in_normal_form(
    engine: Engine, house: Office, now: datetime, arrival: int,
    name: str, value: str, kept: str | None,
) -> None:  # fmt: skip
    view = typed(engine, house, now, arrival, name, value)
    assert final(view, name) == kept
    found = view.field(f"letters.1.{name}")
    assert found is not None
    assert found.typed == (kept or "")
    assert not found.doubt_open


@pytest.mark.parametrize(
    ("name", "value"), [("date", "31 กุมภาพันธ์ 2569"), ("date", "เมื่อวาน"), ("urgency", "รีบ")]
)
def test_what_cannot_be_understood_is_refused(
    engine: Engine, house: Office, now: datetime, arrival: int, name: str, value: str
) -> None:
    with pytest.raises(BadValue):
        typed(engine, house, now, arrival, name, value)
    with db.look(engine) as session:
        assert intake.draft(session, house.clerk, arrival).version == 0


def test_a_machine_never_overwrites_what_was_typed(
    engine: Engine, house: Office, now: datetime, arrival: int
) -> None:
    typed(engine, house, now, arrival, "subject", "เรื่องที่พิมพ์เอง")
    with db.begin(engine) as session:
        job = session.exec(select(ReadingJob)).one()
        job.result = bundles.reading(bundles.letter("1", "มท 1/1", "2026-01-01", "กรม", "เรื่องใหม่"))
        session.add(job)
    with db.look(engine) as session:
        view = intake.draft(session, house.clerk, arrival)
    assert final(view, "subject") == "เรื่องที่พิมพ์เอง"
    assert final(typed(engine, house, now, arrival, "subject", None), "subject") == "เรื่องใหม่"


def test_two_who_type_at_once_do_not_overwrite_each_other(
    engine: Engine, house: Office, now: datetime, arrival: int
) -> None:
    typed(engine, house, now, arrival, "subject", "ก")
    with pytest.raises(Stale), db.begin(engine) as session:
        intake.type_value(
            session, house.colleague, now, arrival_id=arrival, path="letters.1.subject",
            value="ข", version=0,
        )  # fmt: skip


def test_a_doubt_is_answered_by_looking(
    engine: Engine, house: Office, now: datetime, arrival: int
) -> None:
    with db.begin(engine) as session:
        view = intake.settle_doubt(
            session, house.clerk, now, arrival_id=arrival, path="letters.1.date", version=0
        )
    assert view.open_doubts == 1
    found = view.field("letters.1.date")
    assert found is not None
    assert (found.doubt, found.doubt_open) == ("วันไม่ชัด", False)


def test_letters_are_added_and_dropped(
    engine: Engine, house: Office, now: datetime, arrival: int
) -> None:
    with db.begin(engine) as session:
        view = intake.add_letter(session, house.clerk, now, arrival_id=arrival, version=0)
        assert [one.id for one in view.letters] == ["1", "2", "h3"]
        for gone in ("1", "2"):
            view = intake.drop_letter(
                session, house.clerk, now, arrival_id=arrival, letter_id=gone, version=view.version
            )
        assert [one.id for one in view.letters] == ["h3"]
        with pytest.raises(BadValue):
            intake.drop_letter(
                session, house.clerk, now, arrival_id=arrival, letter_id="h3", version=view.version
            )
        with pytest.raises(NotFound):
            intake.type_value(
                session, house.clerk, now, arrival_id=arrival, path="letters.1.subject",
                value="x", version=view.version,
            )  # fmt: skip


def test_others_neither_see_nor_change_a_draft(
    engine: Engine, house: Office, now: datetime, arrival: int
) -> None:
    with db.begin(engine) as session:
        with pytest.raises(NotFound):
            intake.draft(session, house.stranger, arrival)
        with pytest.raises(NotFound):
            intake.dismiss(session, house.stranger, now, arrival_id=arrival, reason="x")
        assert intake.draft(session, house.province, arrival).letters
        with pytest.raises(NotAllowed):
            intake.type_value(
                session, house.province, now, arrival_id=arrival, path="letters.1.subject",
                value="x", version=0,
            )  # fmt: skip


def test_a_double_is_closed_without_a_number(
    engine: Engine, house: Office, now: datetime, arrival: int
) -> None:
    with db.begin(engine) as session:
        intake.dismiss(session, house.clerk, now, arrival_id=arrival, reason="ซ้ำ")
    with pytest.raises(AlreadySettled, match="ไม่ลงรับ"), db.begin(engine) as session:
        intake.settle(session, house.clerk, now, arrival_id=arrival)


def test_every_typed_value_is_in_the_trail(
    engine: Engine, house: Office, now: datetime, arrival: int
) -> None:
    typed(engine, house, now, arrival, "subject", "ก")
    typed(engine, house, now, arrival, "subject", "ข")
    with db.look(engine) as session:
        last, first, *_ = audit.lines(session, house.clerk, subject=("arrival", arrival))
        assert last.before == {"path": "letters.1.subject", "value": "ก"}
        assert last.after == {"path": "letters.1.subject", "value": "ข"}
        assert first.before == {"path": "letters.1.subject", "value": None}
        assert session.exec(select(Draft)).one().updated_by == house.clerk.account_id


def test_the_office_and_the_reader_spell_their_words_alike() -> None:
    for name in ("Urgency", "Secrecy", "Action"):
        assert [*getattr(reading, name)] == [*getattr(vocabulary, name)]
    assert [*reading.Kind] == [*LetterKind]
    assert [*reading.Role] == [*LetterRole]
