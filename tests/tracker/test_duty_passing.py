"""A letter passed on: an earlier day below, a later one only with a reason, on both databases."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from tests.tracker.duty_stories import asks, history, number, owed, register, write
from tests.tracker.office import Office
from tracker import audit, db, duties
from tracker.actor import Actor
from tracker.errors import BadValue, NotFound
from tracker.models import Duty
from tracker.models import Office as OfficeRow
from tracker.vocabulary import DutyChangeKind, DutyKind, DutyState, Level

OUR_DAY = "ขอให้อำเภอรวบรวมรายงานจังหวัดภายในวันที่ ๑๑ ธันวาคม ๒๕๖๙"
BOTH = f"ขอให้ อปท. ส่งข้อมูลให้อำเภอภายในวันที่ ๔ ธันวาคม ๒๕๖๙ และ{OUR_DAY.removeprefix('ขอให้')}"


def below(session: Session, actor: Actor) -> list[int]:
    found = session.exec(select(OfficeRow.id).where(OfficeRow.parent_id == actor.office_id)).all()
    return [one for one in found if one is not None]


def pass_on(engine: Engine, actor: Actor, now: datetime, letter_id: int, **more: object) -> int:
    """Pass a letter on to all below; the letter that does it."""
    with db.begin(engine) as session:
        successor = write(session, actor, now, "รย 0023.8/ว 9", now.date())
        duties.hand_down(
            session, actor, now, letter_id=letter_id, successor_letter_id=successor,
            to=below(session, actor), **more,  # type: ignore[arg-type]
        )  # fmt: skip
    return successor


def test_the_buffer_is_taken_off_in_working_days(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter = register(engine, house.district, now, asks(OUR_DAY, issuer="จังหวัดระยอง"))
    successor = pass_on(engine, house.district, now, letter, buffer_days=3)
    (own,) = owed(engine, letter)
    given = owed(engine, successor)
    assert len(given) == 4
    # 10 December (Constitution Day) and the 7th (for the 5th) are holidays; 9, 8, 4 remain.
    assert {one.due for one in given} == {"2026-12-04"}
    mine = next(one for one in given if one.office_id == house.clerk.office_id)
    assert (mine.owed_to_office_id, mine.parent_duty_id) == (house.district.office_id, own.id)
    assert (mine.kind, mine.owed_to) == (DutyKind.REPORT, "อำเภอเขาชะเมา")
    assert "๓ วันทำการ" in mine.explanation
    assert history(engine, mine) == [DutyChangeKind.HANDED_DOWN]
    with db.look(engine) as session:
        assert duties.owed_to_us(session, house.district, today=now.date()).total == 4
        assert duties.owed_by_us(session, house.clerk, today=now.date()).total == 1
        (seen,) = duties.for_letter(session, house.district, letter_id=letter, today=now.date())
        assert (seen.below, seen.below_open) == (4, 4)
        assert audit.verify(session) == []


def test_the_letters_own_day_for_those_below_holds(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter = register(engine, house.district, now, asks(BOTH, issuer="จังหวัดระยอง"))
    successor = pass_on(engine, house.district, now, letter, buffer_days=5)
    assert {one.due for one in owed(engine, successor)} == {"2026-12-04"}
    own, relay = owed(engine, letter)
    assert (own.state, relay.state) == (DutyState.OPEN, DutyState.DONE)
    assert relay.closed_letter_id == successor


def test_a_later_day_needs_a_reason_and_is_shown(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter = register(engine, house.district, now, asks(OUR_DAY, issuer="จังหวัดระยอง"))
    later = date(2026, 12, 18)
    with pytest.raises(BadValue, match="ช้ากว่ากำหนดของหนังสือ"):
        pass_on(engine, house.district, now, letter, chosen=later)
    assert len(owed(engine, letter)) == 1
    reason = "จังหวัดขยายให้ทางโทรศัพท์"
    successor = pass_on(engine, house.district, now, letter, chosen=later, reason=reason)
    given = owed(engine, successor)[0]
    assert given.due == "2026-12-18"
    assert "ช้ากว่ากำหนดของหนังสือเดิม" in (given.doubt or "")
    assert reason in given.explanation


@pytest.mark.parametrize(
    ("day", "said"), [(date(2026, 11, 20), "ก่อนวันที่ของหนังสือ"), (date(2026, 11, 22), "ผ่านไปแล้ว")]
)
def test_a_day_that_cannot_be_kept_is_refused(
    engine: Engine, house: Office, now: datetime, day: date, said: str
) -> None:
    letter = register(engine, house.district, now, asks(OUR_DAY, issuer="จังหวัดระยอง"))
    with db.begin(engine) as session:
        successor = write(session, house.district, now, "รย 0023.8/ว 9", date(2026, 11, 21))
    with pytest.raises(BadValue, match=said), db.begin(engine) as session:
        duties.hand_down(
            session, house.district, now, letter_id=letter, successor_letter_id=successor,
            to=below(session, house.district), chosen=day,
        )  # fmt: skip


def test_again_for_the_same_letter_reaches_only_those_left_out(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter = register(engine, house.district, now, asks(OUR_DAY, issuer="จังหวัดระยอง"))
    with db.begin(engine) as session:
        successor = write(session, house.district, now, "รย 0023.8/ว 9", now.date())
        everyone = below(session, house.district)

        def hand(to: list[int]) -> list[int]:
            made = duties.hand_down(
                session, house.district, now, letter_id=letter, successor_letter_id=successor, to=to
            )
            return [duty.office_id for duty in made]

        assert hand([everyone[0], everyone[0]]) == everyone[:1]
        assert hand(everyone) == everyone[1:]
        assert hand(everyone) == []
        with pytest.raises(BadValue, match="ตนเอง"):
            hand([house.district.office_id])
        with pytest.raises(BadValue, match="ไม่พบหน่วยงานผู้รับ"):
            hand([999_999])


def test_what_was_handed_down_is_taken_up_when_the_letter_is_registered(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter = register(engine, house.district, now, asks(OUR_DAY, issuer="จังหวัดระยอง"))
    successor = pass_on(engine, house.district, now, letter, buffer_days=3)
    paper = asks(
        "ขอให้รายงานอำเภอภายในวันที่ ๔ ธันวาคม ๒๕๖๙", ref="รย 0023.8/ว 9", issuer="อำเภอเขาชะเมา",
        dated=now.date(),
    )  # fmt: skip
    assert register(engine, house.clerk, now, paper) == successor
    (mine,) = owed(engine, successor, house.clerk.office_id)
    assert mine.received_at is not None
    assert mine.letter_duty_id is not None
    assert history(engine, mine)[:2] == [DutyChangeKind.HANDED_DOWN, DutyChangeKind.RECEIVED]


def test_the_office_sets_its_buffer(engine: Engine, house: Office, now: datetime) -> None:
    letter = register(engine, house.district, now, asks(OUR_DAY, issuer="จังหวัดระยอง"))
    with db.begin(engine) as session:
        assert duties.buffer_of(session, house.district.office_id) == duties.USUAL_BUFFER
        duties.set_buffer(session, house.district, now, days=1)
        told = duties.proposed(session, house.district, now, letter_id=letter)
        assert told is not None
        assert told.due == "2026-12-09"
        with pytest.raises(BadValue, match="วันเผื่อ"):
            duties.set_buffer(session, house.district, now, days=-1)
        with pytest.raises(NotFound):
            duties.proposed(session, house.stranger, now, letter_id=letter)
    successor = pass_on(engine, house.district, now, letter)
    assert {one.due for one in owed(engine, successor)} == {"2026-12-09"}


def test_a_day_already_gone_by_the_buffer_is_doubted_not_hidden(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter = register(engine, house.district, now, asks(OUR_DAY, issuer="จังหวัดระยอง"))
    late = now + timedelta(days=17)
    successor = pass_on(engine, house.district, late, letter, buffer_days=5)
    assert "ผ่านไปแล้ว" in (owed(engine, successor)[0].doubt or "")


def test_all_municipalities_at_once(engine: Engine, house: Office, now: datetime) -> None:
    """From the department to every local government that is known, in one act."""
    letter = register(engine, house.province, now, asks("ขอให้จังหวัดรายงานภายในวันที่ ๑๑ ธันวาคม ๒๕๖๙"))
    with db.begin(engine) as session:
        successor = write(session, house.province, now, "รย 0023.3/ว 9", now.date())
        everyone = [
            one for one in session.exec(select(OfficeRow.id).where(OfficeRow.level == Level.LOCAL))
            if one is not None
        ]  # fmt: skip
        made = duties.hand_down(
            session, house.province, now, letter_id=letter, successor_letter_id=successor,
            to=everyone,
        )  # fmt: skip
        assert len(made) == len(everyone) > 60
        assert len({number(duty) for duty in made}) == len(made)
        assert all(isinstance(duty, Duty) and duty.due == "2026-12-04" for duty in made)


REPORT_UP = "ขอให้จังหวัดแจ้ง อปท. ในพื้นที่ดำเนินการ และรายงานผลให้กรมทราบ ภายในวันที่ ๑๘ ธันวาคม ๒๕๖๙"


def test_a_report_to_the_department_is_the_provinces_though_the_towns_do_the_work(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter = register(engine, house.province, now, asks(REPORT_UP))
    (own,) = owed(engine, letter)
    assert (own.kind, own.due, own.doubt) == (DutyKind.REPORT, "2026-12-18", None)
    successor = pass_on(engine, house.province, now, letter, buffer_days=3)
    given = owed(engine, successor)
    assert given and {one.due for one in given} == {"2026-12-15"}
    assert {one.parent_duty_id for one in given} == {own.id}
    # The district that finds the department's letter inside the province's owes by its own day.
    cover = asks("ขอให้อำเภอแจ้ง อปท. ดำเนินการ", ref="รย 0023.3/ว 77", issuer="จังหวัดระยอง", key="1")
    inner = asks(REPORT_UP, key="2", role="enclosure")
    link = {"from": "1", "to": "2", "via": "enclosure", "score": 0.99, "doubt": None}
    below_it = register(engine, house.district, now, cover, inner, links=(link,), name="d")
    (theirs,) = owed(engine, below_it)
    assert theirs.due is None
    assert "กำหนดของจังหวัด" in (theirs.doubt or "")
