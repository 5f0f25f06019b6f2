"""What a letter makes an office owe when it is registered."""

from datetime import date, datetime, timedelta

from sqlalchemy import Engine

from tests.tracker.bundles import cite, link
from tests.tracker.duty_stories import asks, history, owed, register
from tests.tracker.office import Office
from tracker import db, duties
from tracker.models import Letter
from tracker.vocabulary import DutyChangeKind, DutyKind, DutyState, Secrecy

TWO_LEVELS = (
    "ขอให้ อปท. ส่งข้อมูลให้อำเภอภายในวันที่ ๔ ธันวาคม ๒๕๖๙ และอำเภอรวบรวมส่งจังหวัดภายในวันที่ ๑๑ ธันวาคม ๒๕๖๙"
)


def test_each_level_takes_its_own_date(engine: Engine, house: Office, now: datetime) -> None:
    circular = asks(TWO_LEVELS, ref="รย 0023.3/ว 77", issuer="จังหวัดระยอง")
    at_district = register(engine, house.district, now, circular)
    own, relay = owed(engine, at_district, house.district.office_id)
    assert (own.kind, own.due, own.state) == (DutyKind.REPORT, "2026-12-11", DutyState.OPEN)
    assert "๑๑ ธันวาคม ๒๕๖๙" in own.explanation
    assert own.owed_to_office_id == house.province.office_id
    assert (relay.kind, relay.due) == (DutyKind.RELAY, None)
    assert relay.suggested is not None
    assert relay.suggested < date(2026, 12, 4)
    at_municipality = register(engine, house.clerk, now, circular)
    assert at_municipality == at_district
    (mine,) = owed(engine, at_municipality, house.clerk.office_id)
    assert (mine.kind, mine.due) == (DutyKind.REPORT, "2026-12-04")


def test_registering_a_second_copy_opens_nothing_twice(
    engine: Engine, house: Office, now: datetime
) -> None:
    circular = asks(TWO_LEVELS)
    first = register(engine, house.clerk, now, circular)
    again = register(engine, house.clerk, now, circular, name="ฉบับที่สอง")
    assert again == first
    assert len(owed(engine, first)) == 1


def test_days_count_from_the_true_receipt(engine: Engine, house: Office, now: datetime) -> None:
    text = "ขอให้รายงานภายใน ๗ วันทำการ นับแต่วันได้รับหนังสือ"
    received = now - timedelta(days=10)  # Friday 13 November
    (duty,) = owed(engine, register(engine, house.clerk, now, asks(text), received=received))
    assert duty.due == "2026-11-24"
    assert (duty.computed, duty.counted_from) == (True, "2026-11-13T09:30")


def test_a_receipt_before_the_letters_day_is_doubted(
    engine: Engine, house: Office, now: datetime
) -> None:
    text = "ขอให้รายงานภายใน ๗ วัน นับแต่วันได้รับหนังสือ"
    letter = asks(text, dated=date(2026, 11, 20))
    early = now - timedelta(days=10)
    (duty,) = owed(engine, register(engine, house.clerk, now, letter, received=early))
    assert "อยู่ก่อนวันที่ในหนังสือ" in (duty.doubt or "")


def test_a_letter_without_a_day_makes_one_duty_without_a_day(
    engine: Engine, house: Office, now: datetime
) -> None:
    urgent = asks("ขอให้ดำเนินการโดยด่วน", action="act")
    (duty,) = owed(engine, register(engine, house.clerk, now, urgent))
    assert (duty.kind, duty.due, duty.due_on) == (DutyKind.ACT, None, None)
    assert "โดยด่วน" in duty.explanation and "ไม่ได้กำหนดวัน" in duty.explanation


def test_a_letter_for_information_makes_none(engine: Engine, house: Office, now: datetime) -> None:
    assert owed(engine, register(engine, house.clerk, now, asks("จึงเรียนมา", action="know"))) == []


def test_an_event_is_no_deadline_but_kept(engine: Engine, house: Office, now: datetime) -> None:
    text = "ขอเชิญประชุมในวันพุธที่ ๒ ธันวาคม ๒๕๖๙ เวลา ๐๙.๓๐ น. และแจ้งรายชื่อภายในวันที่ ๒๗ พฤศจิกายน ๒๕๖๙"
    found = owed(engine, register(engine, house.clerk, now, asks(text)))
    assert {(one.kind, one.due) for one in found} == {
        (DutyKind.EVENT, "2026-12-02T09:30"), (DutyKind.REPORT, "2026-11-27"),
    }  # fmt: skip


def test_the_date_of_an_enclosed_letter_that_names_our_level_is_ours(
    engine: Engine, house: Office, now: datetime
) -> None:
    cover = asks("จึงเรียนมาเพื่อโปรดดำเนินการ", ref="รย 0023.8/ว 5", issuer="อำเภอเขาชะเมา",
                 action="act", dated=date(2026, 10, 9),
                 cites=(cite("มท 0808.3/ว 912", "2026-10-01"),))  # fmt: skip
    inside = asks(TWO_LEVELS, key="2", role="enclosure")
    letter = register(engine, house.clerk, now, cover, inside, links=(link("1", "2"),))
    (duty,) = owed(engine, letter)
    assert duty.due == "2026-12-04"
    # The answer goes back to whom the letter came from.
    assert duty.owed_to_office_id == house.district.office_id


def test_the_date_of_those_above_is_only_hinted_at(
    engine: Engine, house: Office, now: datetime
) -> None:
    cover = asks("จึงเรียนมาเพื่อโปรดดำเนินการ", ref="รย 0023.8/ว 5", issuer="อำเภอเขาชะเมา",
                 action="act", dated=date(2026, 10, 9))  # fmt: skip
    inside = asks("ขอให้จังหวัดรายงานภายในวันที่ ๑๑ ธันวาคม ๒๕๖๙", key="2", role="enclosure")
    letter = register(engine, house.clerk, now, cover, inside, links=(link("1", "2"),))
    (duty,) = owed(engine, letter)
    assert duty.due is None
    assert "11 ธันวาคม 2569" in (duty.doubt or "")


def test_nobody_we_know_is_asked_and_the_date_is_not_lost(
    engine: Engine, house: Office, now: datetime
) -> None:
    text = "ให้คณะกรรมการประสานงานส่งผลการคัดเลือกภายในวันที่ ๔ ธันวาคม ๒๕๖๙"
    (duty,) = owed(engine, register(engine, house.clerk, now, asks(text)))
    assert duty.due == "2026-12-04"
    assert "โปรดตรวจว่าเป็นหน้าที่ของหน่วยงานนี้" in (duty.doubt or "")


def test_an_amending_letter_takes_the_place_of_the_former_day(
    engine: Engine, house: Office, now: datetime
) -> None:
    text = "ขอให้ อปท. รายงานผลภายในวันที่ ๔ ธันวาคม ๒๕๖๙"
    first = register(engine, house.clerk, now, asks(text))
    later = asks(
        "ขอขยายเวลาการรายงานจากเดิมวันที่ ๔ ธันวาคม ๒๕๖๙ เป็นวันที่ ๑๘ ธันวาคม ๒๕๖๙",
        ref="มท 0808.3/ว 955", dated=date(2026, 11, 2),
        cites=(cite("มท 0808.3/ว 912", "2026-10-01", "reference"),),
    )  # fmt: skip
    second = register(engine, house.clerk, now, later)
    (old,), (new,) = owed(engine, first), owed(engine, second)
    assert (new.due, new.state) == ("2026-12-18", DutyState.OPEN)
    assert (old.state, old.replaced_by_id) == (DutyState.SUPERSEDED, new.id)
    assert history(engine, old)[-1] is DutyChangeKind.SUPERSEDED


def test_a_secret_letter_tells_only_that_something_is_owed(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter_id = register(engine, house.clerk, now, asks(TWO_LEVELS))
    with db.begin(engine) as session:
        letter = session.get_one(Letter, letter_id)
        letter.secrecy = Secrecy.SECRET
        session.add(letter)
    with db.look(engine) as session:
        (row,) = duties.owed_by_us(session, house.clerk, today=now.date()).items
        assert (row.subject, row.text, row.explanation, row.doubt) == ("", "", "", None)
        (seen,) = duties.open_on(session, day=now.date())
        assert (seen.subject, seen.text, seen.explanation) == ("", "", "")
        wish = duties.Wish(query="อปท")
        assert duties.owed_by_us(session, house.clerk, today=now.date(), wish=wish).total == 0


def test_lists_count_what_they_show(engine: Engine, house: Office, now: datetime) -> None:
    register(engine, house.clerk, now, asks(TWO_LEVELS))
    register(engine, house.clerk, now, asks("ขอให้ดำเนินการ", ref="มท 0808.3/ว 3", action="act"))
    today = date(2026, 12, 1)
    expected = {"open": 2, "late": 0, "near": 1, "undated": 1, "suspended": 0, "closed": 0}
    with db.look(engine) as session:
        for state, count in {**expected, "all": 2}.items():
            wish = duties.Wish(state)
            page = duties.owed_by_us(session, house.clerk, today=today, wish=wish)
            assert (page.total, len(page.items)) == (count, count), state
        figures = duties.figures(session, house.clerk, today=today)
        assert (figures.open, figures.near, figures.undated, figures.late) == (2, 1, 1, 0)


def test_a_list_is_found_by_number_in_thai_digits_and_seen_by_those_above(
    engine: Engine, house: Office, now: datetime
) -> None:
    register(engine, house.clerk, now, asks(TWO_LEVELS))
    with db.look(engine) as session:
        for query in ("๙๑๒", "912", "แหล่งน้ำ", "ธันวาคม", "ส่งเสริมการปกครอง"):
            wish = duties.Wish(query=query)
            found = duties.owed_by_us(session, house.clerk, today=now.date(), wish=wish)
            assert found.total == 1, query
        wish = duties.Wish(query="100%_")
        assert duties.owed_by_us(session, house.clerk, today=now.date(), wish=wish).total == 0
        seen = duties.owed_by_us(
            session, house.district, today=now.date(), office_id=house.clerk.office_id
        )
        assert [row.office_name for row in seen.items] == ["เทศบาลตำบลชำฆ้อ"]
