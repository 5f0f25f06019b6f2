"""Closed once, by whom and with what; later answers are kept, mistakes can be taken back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from tests.tracker.duty_stories import asks, history, number, owed, register, write
from tests.tracker.office import Office
from tests.tracker.test_duty_passing import OUR_DAY, pass_on
from tracker import audit, db, duties
from tracker.actor import Actor
from tracker.errors import BadValue, NotAllowed, NotFound, Stale
from tracker.models import Duty
from tracker.vocabulary import DutyChangeKind, DutyKind, DutyState

REPORT = "ขอให้รายงานผลภายในวันที่ ๔ ธันวาคม ๒๕๖๙"


@pytest.fixture
def letter(engine: Engine, house: Office, now: datetime) -> int:
    return register(engine, house.clerk, now, asks(REPORT))


@pytest.fixture
def duty(engine: Engine, letter: int) -> Duty:
    return owed(engine, letter)[0]


def again(engine: Engine, duty: Duty) -> Duty:
    with db.look(engine) as session:
        return session.get_one(Duty, duty.id)


def test_a_report_needs_its_letter_or_a_word(
    engine: Engine, house: Office, now: datetime, duty: Duty
) -> None:
    with pytest.raises(BadValue, match="หนังสือที่ใช้รายงาน"), db.begin(engine) as session:
        duties.close(session, house.clerk, now, duty_id=number(duty))
    with db.begin(engine) as session:
        answer = write(session, house.clerk, now, "รย 52701/3", now.date())
        duties.close(session, house.clerk, now, duty_id=number(duty), answer_letter_id=answer)
    closed = again(engine, duty)
    assert (closed.state, closed.closed_letter_id) == (DutyState.DONE, answer)
    assert (closed.closed_at, closed.closed_by) == (now, house.clerk.account_id)
    assert history(engine, duty) == [DutyChangeKind.OPENED, DutyChangeKind.CLOSED]


def test_nothing_to_report_closes_too(
    engine: Engine, house: Office, now: datetime, duty: Duty
) -> None:
    with db.begin(engine) as session:
        duties.close(session, house.clerk, now, duty_id=number(duty), no_data=True)
    assert again(engine, duty).state is DutyState.NO_DATA


@pytest.mark.parametrize(("hour", "late"), [((12, 4, 23), 0), ((12, 5, 0), 1), ((12, 14, 9), 10)])
def test_what_is_closed_late_says_by_how_many_days(
    engine: Engine, house: Office, now: datetime, duty: Duty, hour: tuple[int, int, int], late: int
) -> None:
    """By Bangkok's calendar: shortly after midnight it is the next day there, not yet in UTC."""
    month, day, at = hour
    then = now.replace(month=month, day=day, hour=at, minute=30)
    with db.begin(engine) as session:
        duties.close(session, house.clerk, then, duty_id=number(duty), no_data=True)
    with db.look(engine) as session:
        row = duties.one(session, house.clerk, duty_id=number(duty), today=then.date()).row
    assert row.closed_late == late


def test_two_clerks_who_close_at_once_close_once(
    engine: Engine, house: Office, now: datetime, duty: Duty
) -> None:
    def close(actor: Actor) -> str:
        try:
            with db.begin(engine) as session:
                note = f"รายงานแล้วโดย {actor.name}"
                duties.close(session, actor, now, duty_id=number(duty), note=note)
        except BadValue as refusal:
            return str(refusal)
        return ""

    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(close, [house.clerk, house.colleague] * 3))
    refused = [one for one in said if one]
    assert len(refused) == 5
    assert all("ปิดแล้ว (เสร็จแล้ว) เมื่อวันที่ 23 พฤศจิกายน 2569" in one for one in refused)
    assert history(engine, duty).count(DutyChangeKind.CLOSED) == 1
    with db.look(engine) as session:
        assert audit.verify(session) == []


def test_an_answer_to_a_closed_duty_is_kept_beside_the_first(
    engine: Engine, house: Office, now: datetime, letter: int, duty: Duty
) -> None:
    with db.begin(engine) as session:
        first, second, third = (
            write(session, house.clerk, now, f"รย 52701/{n}", now.date()) for n in (3, 4, 5)
        )
        closed = duties.close_for_letter(
            session, house.clerk, now, letter_id=letter, office_id=house.clerk.office_id,
            answer_letter_id=first,
        )  # fmt: skip
        assert [one.id for one in closed] == [duty.id]
    with pytest.raises(BadValue, match="ตอบเพิ่ม"), db.begin(engine) as session:
        duties.close(session, house.clerk, now, duty_id=number(duty), answer_letter_id=second)
    with db.begin(engine) as session:
        # The way of a letter that goes out does not fail: the answer is kept.
        assert not duties.close_for_letter(
            session, house.clerk, now, letter_id=letter, office_id=house.clerk.office_id,
            answer_letter_id=second,
        )  # fmt: skip
        duties.add_answer(session, house.clerk, now, duty_id=number(duty), answer_letter_id=third)
    assert again(engine, duty).closed_letter_id == first
    assert history(engine, duty)[-2:] == [DutyChangeKind.ANSWERED_AGAIN] * 2


def test_one_answer_leaves_the_later_days_of_a_letter_open(
    engine: Engine, house: Office, now: datetime
) -> None:
    text = "ขอให้รายงานผลครั้งที่ ๑ ภายในวันที่ ๔ ธันวาคม ๒๕๖๙ และรายงานผลครั้งที่ ๒ ภายในวันที่ ๕ มีนาคม ๒๕๗๐"
    letter = register(engine, house.clerk, now, asks(text))
    assert len(owed(engine, letter)) == 2
    with db.begin(engine) as session:
        duties.close_for_letter(
            session, house.clerk, now, letter_id=letter, office_id=house.clerk.office_id
        )
    assert [(one.due, one.state) for one in owed(engine, letter)] == [
        ("2026-12-04", DutyState.DONE), ("2027-03-05", DutyState.OPEN),
    ]  # fmt: skip


def test_strangers_neither_see_nor_close(
    engine: Engine, house: Office, now: datetime, letter: int, duty: Duty
) -> None:
    with db.begin(engine) as session:
        with pytest.raises(NotFound):
            duties.close(session, house.stranger, now, duty_id=number(duty), note="ก")
        with pytest.raises(NotFound):
            duties.one(session, house.stranger, duty_id=number(duty), today=now.date())
        with pytest.raises(NotAllowed):  # seen from above, but not the district's to close
            duties.close(session, house.district, now, duty_id=number(duty), note="ก")
        with pytest.raises(NotFound):
            duties.close_for_letter(
                session, house.stranger, now, letter_id=letter, office_id=house.clerk.office_id
            )
        with pytest.raises(NotFound):
            duties.owed_by_us(
                session, house.clerk, today=now.date(), office_id=house.stranger.office_id
            )
        assert duties.for_letter(session, house.stranger, letter_id=letter, today=now.date()) == []


def test_the_office_that_is_owed_can_close_and_send_back(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter = register(engine, house.district, now, asks(OUR_DAY, issuer="จังหวัดระยอง"))
    successor = pass_on(engine, house.district, now, letter)
    (mine,) = owed(engine, successor, house.clerk.office_id)
    with db.begin(engine) as session:
        duties.close(session, house.district, now, duty_id=number(mine), note="รับรายงานทางกระดาษ")
        with pytest.raises(BadValue, match="เหตุผล"):
            duties.reopen(session, house.district, now, duty_id=number(mine), reason="  ")
        duties.reopen(session, house.district, now, duty_id=number(mine), reason="ข้อมูลไม่ครบ")
    back = again(engine, mine)
    assert (back.state, back.closed_at, back.closed_note) == (DutyState.OPEN, None, "")
    with db.begin(engine) as session:
        seen = duties.one(session, house.clerk, duty_id=number(mine), today=now.date())
        assert [change.reason for change, _ in seen.changes if change.reason] == [
            "รับรายงานทางกระดาษ", "ข้อมูลไม่ครบ",
        ]  # fmt: skip
        # What was handed down is not for the one who owes to take back or to put off.
        for act in (duties.cancel, duties.suspend):
            with pytest.raises(NotAllowed, match="อำเภอเขาชะเมา"):
                act(session, house.clerk, now, duty_id=number(mine), reason="ก")
        with pytest.raises(NotAllowed, match="ขยายเวลา"):
            duties.extend(
                session, house.clerk, now, duty_id=number(mine), due=date(2027, 1, 8), reason="ก"
            )


def test_more_time_is_later_has_a_reason_and_stays(
    engine: Engine, house: Office, now: datetime, duty: Duty
) -> None:
    def extend(due: date, reason: str = "ผู้ว่าราชการจังหวัดอนุญาต", **more: int) -> Duty:
        with db.begin(engine) as session:
            return duties.extend(
                session, house.clerk, now, duty_id=number(duty), due=due, reason=reason, **more
            )

    with pytest.raises(BadValue, match="ช้ากว่ากำหนดเดิม"):
        extend(date(2026, 12, 4))
    with pytest.raises(BadValue, match="เหตุผล"):
        extend(date(2026, 12, 18), "")
    with pytest.raises(BadValue, match="ไกลเกินไป"):
        extend(date(2569, 12, 18))
    done = extend(date(2026, 12, 19), version=1)
    assert (done.due, done.computed, done.version) == ("2026-12-19", False, 2)
    assert done.suggested == date(2026, 12, 18)
    assert "4 ธันวาคม 2569 เป็น 19 ธันวาคม 2569" in done.explanation
    with pytest.raises(Stale):
        extend(date(2026, 12, 25), version=1)
    with pytest.raises(BadValue, match="อยู่ก่อนวันที่ของหนังสือ"), db.begin(engine) as session:
        duties.set_day(
            session, house.clerk, now, duty_id=number(duty), due=date(2026, 9, 1), reason="ก"
        )
    assert history(engine, duty) == [DutyChangeKind.OPENED, DutyChangeKind.EXTENDED]


def test_resting_and_going_on(engine: Engine, house: Office, now: datetime, duty: Duty) -> None:
    today = date(2026, 12, 10)
    with db.begin(engine) as session:
        assert [row.id for row in duties.open_on(session, day=today)] == [duty.id]
        duties.suspend(session, house.clerk, now, duty_id=number(duty), reason="รอผลการอุทธรณ์")
    with db.begin(engine) as session:
        assert list(duties.open_on(session, day=today)) == []
        with pytest.raises(BadValue, match="พักไว้อยู่แล้ว"):
            duties.suspend(session, house.clerk, now, duty_id=number(duty), reason="ก")
        duties.resume(
            session, house.clerk, now, duty_id=number(duty), due=date(2027, 1, 15), reason="ได้ผลแล้ว"
        )
        with pytest.raises(BadValue, match="ไม่ได้พัก"):
            duties.resume(session, house.clerk, now, duty_id=number(duty))
    assert (again(engine, duty).state, again(engine, duty).due) == (DutyState.OPEN, "2027-01-15")


def test_a_clock_set_back_does_not_turn_the_history_round(
    engine: Engine, house: Office, now: datetime, duty: Duty
) -> None:
    early = now - timedelta(days=400)
    with db.begin(engine) as session:
        duties.close(session, house.clerk, early, duty_id=number(duty), note="โทรแจ้งแล้ว")
    closed = again(engine, duty)
    assert closed.closed_at is not None
    assert closed.closed_at >= closed.opened_at
    with db.look(engine) as session:
        lines = duties.one(session, house.clerk, duty_id=number(duty), today=now.date()).changes
    moments = [change.at for change, _ in lines]
    assert moments == sorted(moments)


def test_it_is_given_to_a_colleague_and_to_nobody_else(
    engine: Engine, house: Office, now: datetime, letter: int, duty: Duty
) -> None:
    colleague = house.colleague.account_id
    with db.begin(engine) as session:
        with pytest.raises(BadValue, match="ไม่พบผู้รับมอบหมาย"):
            duties.assign(
                session, house.clerk, now, duty_id=number(duty),
                account_id=house.stranger.account_id,
            )  # fmt: skip
        duties.assign_for_letter(session, house.clerk, now, letter_id=letter, account_id=colleague)
        wish = duties.Wish(assigned_account_id=colleague)
        (row,) = duties.owed_by_us(session, house.clerk, today=now.date(), wish=wish).items
        assert (row.assigned_name, row.kind) == ("chamkho2", DutyKind.REPORT)


def test_another_duty_takes_its_place(
    engine: Engine, house: Office, now: datetime, duty: Duty
) -> None:
    other = owed(engine, register(engine, house.clerk, now, asks(REPORT, ref="มท 0808.3/ว 999")))[0]
    with db.begin(engine) as session:
        with pytest.raises(BadValue, match="แทนตัวเอง"):
            duties.supersede(
                session, house.clerk, now, duty_id=number(duty), by_duty_id=number(duty)
            )
        duties.supersede(session, house.clerk, now, duty_id=number(duty), by_duty_id=number(other))
        with pytest.raises(BadValue, match="มีกำหนดใหม่แทน"):
            duties.reopen(session, house.clerk, now, duty_id=number(duty), reason="ก")
    assert again(engine, duty).replaced_by_id == other.id
