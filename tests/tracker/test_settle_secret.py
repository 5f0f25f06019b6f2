"""Secret letters in the office: that they exist is kept, what they say is not."""

from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.tracker import bundles
from tests.tracker.bundles import drop, province, reading
from tests.tracker.office import Office
from tests.tracker.test_settle import bundle, settle
from tracker import audit, db, intake, letters
from tracker.errors import BadValue, NotAllowed, NotFound
from tracker.models import Entry, ReadingJob
from tracker.vocabulary import Secrecy


def test_a_secret_letter_shows_only_that_it_exists(
    engine: Engine, house: Office, now: datetime
) -> None:
    hidden = "ความลับที่ต้องไม่ปรากฏ"
    secret = bundles.letter("1", "รย 0017/ล 3", "2026-03-25", "จังหวัดระยอง", hidden,
                            to=("นายกเทศมนตรีตำบลชำฆ้อ",), role="cover",
                            secrecy="secret", text=hidden)  # fmt: skip
    arrival = drop(engine, house.clerk, now, reading(secret))
    with db.begin(engine) as session:
        view = intake.draft(session, house.clerk, arrival)
        assert view.sealed
        assert {one.name for one in view.letters[0].fields} == {
            "ref_no", "date", "issuer", "kind", "role", "secrecy"}  # fmt: skip
        with pytest.raises(NotAllowed):
            intake.sealed_file(session, house.clerk, view.sha256)
        with pytest.raises(NotFound):
            intake.sealed_file(session, house.stranger, view.sha256)
        done = intake.settle(session, house.clerk, now, arrival_id=arrival)
    with db.look(engine) as session:
        kept = letters.letter(session, house.clerk, done.letter_id)
        assert kept.sealed
        assert kept.letter.secrecy is Secrecy.SECRET
        assert (kept.letter.subject, kept.letter.text, kept.recipients) == (None, None, ())
        assert session.get_one(Entry, done.entry_id).subject is None
        job = session.exec(select(ReadingJob)).one()
        assert hidden not in repr(job.result)
        assert hidden not in repr(audit.lines(session, house.clerk))


def test_a_secret_copy_seals_the_letter_for_all(
    engine: Engine, house: Office, now: datetime
) -> None:
    first = settle(engine, house.clerk, now, drop(engine, house.clerk, now, bundle()))
    copy = province("ว 55", "x", secrecy="confidential", text=None)
    again = settle(engine, house.colleague, now, drop(engine, house.clerk, now, reading(copy)))
    assert again.letter_id == first.letter_id
    with db.look(engine) as session:
        kept = letters.letter(session, house.clerk, first.letter_id)
        assert (kept.sealed, kept.letter.subject, kept.letter.text) == (True, None, None)
        assert session.get_one(Entry, first.entry_id).subject is None


def test_what_a_person_marks_secret_leaves_the_office(
    engine: Engine, house: Office, now: datetime
) -> None:
    arrival = drop(engine, house.clerk, now, bundle())
    with db.begin(engine) as session:
        for version, (name, value) in enumerate((("owner_unit", "กลุ่มงาน"), ("secrecy", "secret"))):
            intake.type_value(session, house.clerk, now, arrival_id=arrival, version=version,
                              path=f"letters.1.{name}", value=value)  # fmt: skip
        with pytest.raises(BadValue, match="ชั้นความลับ"):
            intake.type_value(session, house.clerk, now, arrival_id=arrival, version=2,
                              path="letters.1.subject", value="ชื่อเรื่อง")  # fmt: skip
        done = intake.settle(session, house.clerk, now, arrival_id=arrival)
    with db.look(engine) as session:
        assert letters.letter(session, house.clerk, done.letter_id).sealed
        read = session.exec(select(ReadingJob)).one().result
        assert read is not None
        assert [one["text"] is None for one in read["letters"]] == [True, False, False]
        assert read["letters"][0].get("subject") is None
        assert intake.draft(session, house.clerk, arrival).sealed
