"""Corrections become examples only with consent, and only what was compared is handed out."""

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import Engine
from sqlmodel import select

from ingest.recogniser.shape import HEIGHT
from tests.tracker import bundles
from tests.tracker.office import Office
from tracker import as_printed, audit, config, db, examples_command, files, intake, jobs, teaching
from tracker.draft_view import Looked
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.models import TeachingExample
from tracker.vocabulary import ExampleState

SCAN = Path(__file__).parents[1] / "ingest" / "recogniser" / "scans" / "clean.jpg"
BOX = [85.0, 15.0, 186.0, 36.0]


def read(source: str = "ocr", **more: Any) -> dict[str, Any]:
    letter = bundles.letter(
        "1", "ภก 7921.218/24", "2028-05-21", "จังหวัดภูเก็ต", "เรื่องหนึ่ง", role="cover", **more
    )
    letter["ref_no"] |= {"raw": "ภก๗๙๒๑.๒๑๘/๒๔", "box": BOX}
    letter["date"] |= {"raw": "๒๑ พ.ค. ๒๕๗๑", "box": [298.0, 66.0, 392.0, 87.0]}
    pages = [{"number": 1, "source": source, "turn": 0, "width": 595.0, "height": 320.0}]
    return {**bundles.reading(letter), "pages": pages}


def agree(engine: Engine, house: Office, now: datetime) -> None:
    with db.begin(engine) as session:
        teaching.give(session, house.admin, now, office_id=house.clerk.office_id)


def corrected(
    engine: Engine,
    house: Office,
    now: datetime,
    reading: dict[str, Any],
    *,
    looked: Looked | None = None,
    **values: str,
) -> int:
    """A file whose values a clerk corrects and confirms; the arrival."""
    arrival = bundles.drop(engine, house.clerk, now, reading, name=f"{len(values)}{looked}.pdf")
    with db.begin(engine) as session:
        for name, value in values.items():
            view = intake.draft(session, house.clerk, arrival)
            intake.type_value(
                session, house.clerk, now, arrival_id=arrival, path=f"letters.1.{name}",
                value=value, version=view.version, looked=looked,
            )  # fmt: skip
        intake.settle(session, house.clerk, now, arrival_id=arrival)
    return arrival


def kept(engine: Engine) -> list[TeachingExample]:
    with db.look(engine) as session:
        return list(session.exec(select(TeachingExample).order_by(TeachingExample.path)).all())


def test_without_consent_nothing_is_kept(engine: Engine, house: Office, now: datetime) -> None:
    corrected(engine, house, now, read(), ref_no="ภก 7921.218/42")
    assert kept(engine) == []


def test_what_was_corrected_is_proposed_in_the_form_of_the_print(
    engine: Engine, house: Office, now: datetime
) -> None:
    agree(engine, house, now)
    corrected(
        engine, house, now, read(),
        ref_no="ภก 7921.218/42", date="22 พ.ค. 2571", urgency="urgent", recipients="นายอำเภอ",
    )  # fmt: skip
    day, number = kept(engine)
    assert (number.read, number.text) == ("ภก๗๙๒๑.๒๑๘/๒๔", "ภก ๗๙๒๑.๒๑๘/๔๒")
    assert (day.text, day.state, day.decided_by) == ("๒๒ พ.ค. ๒๕๗๑", ExampleState.WAITING, None)
    assert (number.page, number.box, number.office_id) == (1, BOX, house.clerk.office_id)


def test_what_was_chosen_from_a_box_needs_no_second_look(
    engine: Engine, house: Office, now: datetime
) -> None:
    agree(engine, house, now)
    looked = Looked(1, (80.0, 10.0, 190.0, 40.0), 90, "ที่ ภก๗๙๒๑.๒๑๘/๔๒")
    corrected(engine, house, now, read("text_layer"), looked=looked, ref_no="ภก 7921.218/42")
    (one,) = kept(engine)
    assert (one.text, one.turn, one.decided_by) == (
        "ที่ ภก๗๙๒๑.๒๑๘/๔๒", 90, house.clerk.account_id,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("reading", "values"),
    [
        (read("text_layer"), {"ref_no": "ภก 7921.218/42"}),
        (read(secrecy="secret"), {"ref_no": "ภก 7921.218/42"}),
        (read(), {"ref_no": "ภก 7921.218/42", "secrecy": "confidential"}),
        (read(), {"ref_no": ""}),
    ],
)
def test_print_that_was_not_recognised_and_secrets_are_left_out(
    engine: Engine, house: Office, now: datetime, reading: dict[str, Any], values: dict[str, str]
) -> None:
    agree(engine, house, now)
    corrected(engine, house, now, reading, **values)
    assert kept(engine) == []


def test_only_an_administrator_agrees_and_only_for_offices_he_sees(
    engine: Engine, house: Office, now: datetime
) -> None:
    with db.begin(engine) as session:
        office_id = house.clerk.office_id
        for actor, refusal in ((house.clerk, NotAllowed), (house.stranger, NotFound)):
            with pytest.raises(refusal):
                teaching.give(session, actor, now, office_id=office_id)
        teaching.give(session, house.admin, now, office_id=office_id)
        teaching.give(session, house.admin, now, office_id=office_id)
        assert teaching.consented(session, office_id)
        teaching.withdraw(session, house.admin, now, office_id=office_id)
        assert not teaching.consented(session, office_id)
        teaching.give(session, house.admin, now, office_id=office_id)
        assert teaching.consented(session, office_id)
    with db.look(engine) as session:
        acts = [x.act for x in audit.lines(session, house.admin, subject=("office", office_id))]
    assert acts[:3] == [
        "give_teaching_consent", "withdraw_teaching_consent", "give_teaching_consent",
    ]  # fmt: skip


def cut(engine: Engine, picture: bytes | None = b"png") -> int:
    with db.begin(engine) as session:
        (one,) = teaching.uncut(session)
        assert one.id is not None
        teaching.cut(session, example_id=one.id, picture=picture)
        return one.id


def test_only_what_was_compared_is_handed_out_and_only_while_consent_holds(
    engine: Engine, house: Office, now: datetime, tmp_path: Path
) -> None:
    agree(engine, house, now)
    corrected(engine, house, now, read(), ref_no="ภก 7921.218/42")
    number = cut(engine)

    def handed_out() -> list[tuple[int, str, bytes]]:
        with db.look(engine) as session:
            return list(teaching.handed_out(session))

    assert handed_out() == []
    with db.begin(engine) as session:
        with pytest.raises(BadValue):
            teaching.confirm(session, house.clerk, now, example_id=number, text="  ")
        with pytest.raises(NotFound):
            teaching.confirm(session, house.stranger, now, example_id=number, text="x")
        with pytest.raises(NotAllowed):
            teaching.confirm(session, house.province, now, example_id=number, text="x")
        teaching.confirm(session, house.clerk, now, example_id=number, text="ที่  ภก๗๙๒๑.๒๑๘/๔๒ ")
    assert handed_out() == [(number, "ที่ ภก๗๙๒๑.๒๑๘/๔๒", b"png")]

    # The folder for training holds just that; what is gone here goes from there.
    (tmp_path / "mine.txt").write_text("ของผู้อื่น")
    assert examples_command.write(tmp_path, iter(handed_out())) == 1
    name = f"wian-{number:08d}"
    assert (tmp_path / f"{name}.txt").read_text() == "ที่ ภก๗๙๒๑.๒๑๘/๔๒\n"
    with db.begin(engine) as session:
        teaching.withdraw(session, house.admin, now, office_id=house.clerk.office_id)
    assert handed_out() == []
    assert examples_command.write(tmp_path, iter(handed_out())) == 0
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".txt"] == ["mine.txt"]


def test_examples_are_deleted_with_a_trace(engine: Engine, house: Office, now: datetime) -> None:
    agree(engine, house, now)
    corrected(engine, house, now, read(), ref_no="ภก 7921.218/42", date="22 พ.ค. 2571")
    first, second = kept(engine)
    assert first.id is not None and second.id is not None
    with db.begin(engine) as session:
        teaching.delete(session, house.clerk, now, example_id=first.id)
        assert teaching.delete_all(session, house.admin, now, office_id=second.office_id) == 1
    assert kept(engine) == []
    with db.look(engine) as session:
        (line,) = audit.lines(session, house.clerk, subject=("teaching_example", first.id))
    assert line.before is not None and line.before["path"] == "letters.1.date"
    assert "๒๒" not in str(line.before), "what was forgotten is forgotten in the trail too"


def test_a_line_that_cannot_be_cut_says_so(engine: Engine, house: Office, now: datetime) -> None:
    agree(engine, house, now)
    corrected(engine, house, now, read(), ref_no="ภก 7921.218/42")
    cut(engine, None)
    assert [one.state for one in kept(engine)] == [ExampleState.FAILED]


def test_the_job_cuts_the_line_as_training_takes_it(
    engine: Engine, house: Office, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FILES_URL", (tmp_path / "files").as_uri())
    config.settings.cache_clear()
    with SCAN.open("rb") as stream:
        stored = files.store(stream, filename="scan.jpg")
    agree(engine, house, now)
    arrival = corrected(engine, house, now, read(), ref_no="ภก 7921.218/42")
    with db.begin(engine) as session:
        intake.take_in(session, house.clerk, now, stored=stored, filename="scan.jpg")
        one = session.exec(select(TeachingExample)).one()
        one.sha256 = stored.sha256
        session.add(one)
    jobs.cut_examples(jobs.Hands(engine, None), now)  # type: ignore[arg-type]
    (made,) = kept(engine)
    assert made.arrival_id == arrival
    assert (made.state, made.picture is not None) == (ExampleState.PROPOSED, True)
    with Image.open(io.BytesIO(made.picture or b"")) as image:
        assert (image.height, image.mode) == (HEIGHT, "L") and image.width > 100
    config.settings.cache_clear()
    files._place.cache_clear()


@pytest.mark.parametrize(
    ("kind", "raw", "machine", "typed", "print_"),
    [
        ("ref_no", "รย ๐๐๒๓.๓/ว๕๒", "รย 0023.3/ว 52", "รย 0023.3/ว 57", "รย ๐๐๒๓.๓/ว๕๗"),
        ("ref_no", "รย 0023.3/ว 52", "รย 0023.3/ว 52", "รย 0023.3/ว 57", "รย 0023.3/ว 57"),
        ("ref_no", None, None, "รย 0023.3/57", "รย ๐๐๒๓.๓/๕๗"),
        ("date", "๒๑ พฤษภาคม ๒๕๗๑", "2028-05-21", "2028-05-22", "๒๒ พฤษภาคม ๒๕๗๑"),
        ("date", "๒๑ พ.ค. ๗๑", "2028-05-21", "2028-05-22", "๒๒ พ.ค. ๗๑"),
        ("date", "21/5/2571", "2028-05-21", "2028-05-22", "22/5/2571"),
        ("date", "๒๑ พฤ ๒๕", None, "2028-05-22", "๒๒ พฤษภาคม ๒๕๗๑"),
        ("text", "เรื่องเกา", "เรื่องเกา", "เรื่องเก่า", "เรื่องเก่า"),
    ],
)
def test_a_correction_is_written_as_the_paper_writes(
    kind: str, raw: str | None, machine: str | None, typed: str, print_: str
) -> None:
    assert as_printed.printed(kind, raw, machine, typed) == print_
    assert kind != "date" or date.fromisoformat(typed)
