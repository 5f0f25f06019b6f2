"""The calendar changes: open days move, those given by a person stay; what returns comes again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.tracker.duty_stories import asks, history, number, owed, register
from tests.tracker.office import Office
from tests.tracker.test_duty_passing import pass_on
from tracker import audit, db, duties, holiday_table
from tracker.actor import Actor
from tracker.duties import Moved
from tracker.models import Duty
from tracker.vocabulary import DutyChangeKind, DutyState

COUNTED = "ขอให้รายงานภายใน ๗ วันทำการ นับแต่วันได้รับหนังสือ"
SHIFTED = "ให้ อปท. รายงานทุกวันที่ ๕ ของเดือน หากตรงกับวันหยุดราชการให้เลื่อนเป็นวันทำการถัดไป"
FIXED = "ขอให้รายงานภายในวันที่ ๒ ธันวาคม ๒๕๖๙"


def add_holiday(engine: Engine, house: Office, now: datetime, *days: date) -> list[Moved]:
    with db.begin(engine) as session:
        for day in days:
            holiday_table.add(session, house.admin, now, day=day, name="วันหยุดราชการเพิ่มเป็นกรณีพิเศษ")
        return duties.recompute(session, now)


def test_an_added_holiday_moves_counted_days_and_says_so(
    engine: Engine, house: Office, now: datetime
) -> None:
    (duty,) = owed(engine, register(engine, house.clerk, now, asks(COUNTED)))
    assert duty.due == "2026-12-02"
    (moved,) = add_holiday(engine, house, now, date(2026, 11, 27))
    assert (moved.duty_id, moved.before, moved.after) == (duty.id, "2026-12-02", "2026-12-03")
    assert moved.sentence == ("ปฏิทินวันหยุดเปลี่ยน กำหนดจึงเลื่อนจาก 2 ธันวาคม 2569 เป็น 3 ธันวาคม 2569")
    (again,) = owed(engine, duty.letter_id)
    assert (again.due, again.due_on) == ("2026-12-03", date(2026, 12, 3))
    assert "๒๗ พ.ย. ๒๕๖๙" in again.explanation
    assert history(engine, duty) == [DutyChangeKind.OPENED, DutyChangeKind.MOVED]
    with db.begin(engine) as session:
        assert duties.recompute(session, now) == []
        assert audit.verify(session) == []


def test_a_named_day_stays_and_the_working_day_before_is_named(
    engine: Engine, house: Office, now: datetime
) -> None:
    (duty,) = owed(engine, register(engine, house.clerk, now, asks(FIXED)))
    assert (duty.due, duty.suggested) == ("2026-12-02", None)
    (moved,) = add_holiday(engine, house, now, date(2026, 12, 2))
    assert (moved.after, moved.after_suggested) == ("2026-12-02", date(2026, 12, 1))
    assert "ควรดำเนินการภายใน 1 ธันวาคม 2569" in moved.sentence
    with db.begin(engine) as session:
        (row,) = holiday_table.rows(session)
        assert row.id is not None
        holiday_table.remove(session, house.admin, now, holiday_id=row.id)
        (back,) = duties.recompute(session, now)
        assert back.after_suggested is None
        assert "กลับเป็นวันทำการ" in back.sentence
    assert owed(engine, duty.letter_id)[0].doubt is None


def test_a_day_that_a_person_gave_is_never_moved(
    engine: Engine, house: Office, now: datetime
) -> None:
    (duty,) = owed(engine, register(engine, house.clerk, now, asks(COUNTED)))
    with db.begin(engine) as session:
        duties.set_day(
            session, house.clerk, now, duty_id=number(duty), due=date(2026, 12, 1), reason="ตกลงกัน"
        )
    assert add_holiday(engine, house, now, date(2026, 11, 27)) == []
    assert owed(engine, duty.letter_id)[0].due == "2026-12-01"


def test_closed_days_do_not_move_and_days_off_in_one_province_move_only_there(
    engine: Engine, house: Office, now: datetime
) -> None:
    (closed,) = owed(engine, register(engine, house.clerk, now, asks(COUNTED)))
    (near,) = owed(engine, register(engine, house.stranger, now, asks(COUNTED, ref="มท 0808/9")))
    with db.begin(engine) as session:
        duties.close(session, house.clerk, now, duty_id=number(closed), note="ส่งแล้ว")
        holiday_table.add(
            session, house.admin, now, day=date(2026, 11, 27), name="หยุดทั้งจังหวัด", scope="ระยอง"
        )
        assert [one.duty_id for one in duties.recompute(session, now)] == [near.id]
        calendars = holiday_table.calendars(session)
        assert not calendars("ระยอง").is_working_day(date(2026, 11, 27))
        assert calendars("ตราด").is_working_day(date(2026, 11, 27))
        assert calendars(None).is_working_day(date(2026, 11, 27))


def test_many_offices_that_owe_the_same_move_together(
    engine: Engine, house: Office, now: datetime
) -> None:
    ours = "ขอให้อำเภอรวบรวมรายงานจังหวัดภายในวันที่ ๑๑ ธันวาคม ๒๕๖๙"
    letter = register(engine, house.district, now, asks(ours, issuer="จังหวัดระยอง"))
    successor = pass_on(engine, house.district, now, letter, buffer_days=3)
    moved = add_holiday(engine, house, now, date(2026, 12, 4))
    given = owed(engine, successor)
    assert {one.duty_id for one in moved} == {one.id for one in given}
    # The letter that gave the day is out: the day stands, the working day before is told.
    assert {(one.due, one.suggested) for one in given} == {("2026-12-04", date(2026, 12, 3))}


def test_a_duty_that_returns_comes_again_by_its_own_words(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter = register(engine, house.clerk, now, asks(SHIFTED))
    (first,) = owed(engine, letter)
    # The 5th is a Saturday, the 7th a substitute for the King's birthday of that day.
    assert (first.due, first.series_id, first.instance) == ("2026-12-08", first.id, 1)
    with db.begin(engine) as session:
        assert duties.next_instances(session, now) == []
        (second,) = duties.next_instances(session, now + timedelta(days=15))
        assert (second.due, second.instance, second.series_id) == ("2027-01-05", 2, first.id)
        assert second.letter_duty_id == first.letter_duty_id
        assert duties.next_instances(session, now + timedelta(days=15)) == []
    assert history(engine, second) == [DutyChangeKind.OPENED]


def test_what_was_missed_is_owed_too_and_a_clock_set_back_opens_nothing(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter = register(engine, house.clerk, now, asks(SHIFTED))
    with db.begin(engine) as session:
        made = duties.next_instances(session, now + timedelta(days=100))
        assert [one.due for one in made] == ["2027-01-05", "2027-02-05", "2027-03-05"]
        assert duties.next_instances(session, now) == []
        assert duties.next_instances(session, now - timedelta(days=700)) == []
    assert [one.instance for one in owed(engine, letter)] == [1, 2, 3, 4]


def test_a_series_goes_on_when_closed_early_and_ends_when_cancelled(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter = register(engine, house.clerk, now, asks(SHIFTED))
    (first,) = owed(engine, letter)
    with db.begin(engine) as session:
        duties.close(session, house.clerk, now, duty_id=number(first), note="ส่งแล้ว")
        (second,) = duties.next_instances(session, now)
        assert second.due == "2027-01-05"
        duties.cancel(session, house.clerk, now, duty_id=number(second), reason="สิ้นสุดโครงการ")
        assert duties.next_instances(session, now + timedelta(days=300)) == []


def test_two_schedulers_open_the_next_once(engine: Engine, house: Office, now: datetime) -> None:
    letter = register(engine, house.clerk, now, asks(SHIFTED))

    def run(_: int) -> int:
        with db.begin(engine) as session:
            return len(duties.next_instances(session, now + timedelta(days=100)))

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(run, range(4)))
    assert sum(made) == 3
    assert [one.instance for one in owed(engine, letter)] == [1, 2, 3, 4]


def test_what_returns_returns_below_as_well(engine: Engine, house: Office, now: datetime) -> None:
    ours = "ให้อำเภอรายงานจังหวัดทุกวันที่ ๒๐ ของเดือน"
    letter = register(engine, house.district, now, asks(ours, issuer="จังหวัดระยอง"))
    successor = pass_on(engine, house.district, now, letter, buffer_days=3)
    later = now + timedelta(days=40)
    with db.begin(engine) as session:
        made = duties.next_instances(session, later)
    above = [one for one in made if one.office_id == house.district.office_id]
    below = [one for one in made if one.office_id == house.clerk.office_id]
    assert [one.due for one in above] == ["2027-01-20"]
    assert [(one.due, one.parent_duty_id) for one in below] == [("2027-01-15", above[0].id)]
    assert {one.instance for one in owed(engine, successor)} == {1, 2}


def test_both_at_once_lose_nothing(engine: Engine, house: Office, now: datetime) -> None:
    """The nightly computation while clerks close: closed ones stay, the others move."""
    letters = [
        register(engine, house.clerk, now, asks(COUNTED, ref=f"มท 0808.3/ว {n}"), name=str(n))
        for n in range(6)
    ]
    with db.begin(engine) as session:
        holiday_table.add(session, house.admin, now, day=date(2026, 11, 27), name="หยุดพิเศษ")
    found = [owed(engine, one)[0] for one in letters]

    def close(duty: Duty) -> None:
        with db.begin(engine) as session:
            duties.close(session, house.clerk, now, duty_id=number(duty), note="ส่งแล้ว")

    def compute(_: object) -> list[Moved]:
        with db.begin(engine) as session:
            return duties.recompute(session, now)

    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(close, one) for one in found[:3]] + [pool.submit(compute, 0)] * 1
        for job in jobs:
            job.result()
    with db.begin(engine) as session:
        duties.recompute(session, now)
        after = session.exec(select(Duty)).all()
    assert {one.state for one in after if one.id in {d.id for d in found[:3]}} == {DutyState.DONE}
    assert {one.due for one in after if one.id in {d.id for d in found[3:]}} == {"2026-12-03"}


@pytest.mark.parametrize("who", ["clerk", "district"])
def test_holidays_are_for_administrators(
    engine: Engine, house: Office, now: datetime, who: str
) -> None:
    actor: Actor = getattr(house, who)
    with db.begin(engine) as session:
        assert holiday_table.scopes(session, actor) == []
