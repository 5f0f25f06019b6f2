"""Who is told what of a duty on which day, and that nobody is told twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from tests.tracker.conftest import BANGKOK
from tests.tracker.office import Office
from tests.tracker.test_queue import connect
from tracker import config, db, duties, jobs, offices, preferences, reminders
from tracker.actor import Actor
from tracker.errors import BadValue, Stale
from tracker.message_words import MessageChannel
from tracker.models import Absence, Account, Appointment, Duty, Letter, Message
from tracker.preferences import Wish
from tracker.vocabulary import DutyKind, DutyState, Post, Secrecy

#: Monday; the due day of the tests is the Wednesday after.
MONDAY = datetime(2026, 11, 23, 8, 10, tzinfo=BANGKOK)
DUE = date(2026, 12, 2)
PUBLIC = "https://wian.example.go.th"


@pytest.fixture
def hands(engine: Engine, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> jobs.Hands:
    monkeypatch.setenv("PUBLIC_URL", PUBLIC + "/")
    config.settings.cache_clear()
    yield jobs.Hands(engine, connect(f"sqlite:///{tmp_path}/queue.db"))
    config.settings.cache_clear()


@pytest.fixture(autouse=True)
def addresses(engine: Engine, house: Office) -> None:
    """Everybody can be reached by mail."""
    with db.begin(engine) as session:
        for account in session.exec(select(Account)):
            account.email = f"{account.username}@example.go.th"
            session.add(account)


def a_duty(
    engine: Engine, actor: Actor, *, due: date | None = DUE, kind: DutyKind = DutyKind.REPORT,
    assigned: Actor | None = None, owed_to: Actor | None = None,
    secrecy: Secrecy = Secrecy.NONE, subject: str = "รายงานผลการสำรวจถนน",
) -> int:  # fmt: skip
    with db.begin(engine) as session:
        letter = Letter(
            ref_no="รย 0023.3/ว 5269", date=date(2026, 11, 16), subject=subject, secrecy=secrecy,
            created_at=MONDAY,
        )  # fmt: skip
        session.add(letter)
        session.flush()
        duty = Duty(
            letter_id=letter.id or 0, office_id=actor.office_id, kind=kind, due_on=due,
            due=due.isoformat() if due else None, text="ภายในวันที่", opened_at=MONDAY,
            explanation="ภายในวันที่ 2 ธันวาคม 2569 ตามหนังสือ", owed_to="จังหวัดระยอง",
            assigned_account_id=assigned.account_id if assigned else None,
            owed_to_office_id=owed_to.office_id if owed_to else None,
        )  # fmt: skip
        session.add(duty)
        session.flush()
        return duty.id or 0


def told(engine: Engine) -> dict[str, list[Message]]:
    """User name -> messages in the order in which they were put in."""
    found: dict[str, list[Message]] = {}
    with db.look(engine) as session:
        for one in session.exec(select(Message).order_by(Message.id)):
            found.setdefault(one.to.partition("@")[0], []).append(one)
    return found


def days(hands: jobs.Hands, first: datetime, count: int) -> None:
    for number in range(count):
        jobs.remind(hands, first + timedelta(days=number))


def test_before_on_and_after_each_once(engine: Engine, house: Office, hands: jobs.Hands) -> None:
    a_duty(engine, house.clerk, assigned=house.clerk)
    days(hands, MONDAY, 21)
    found = told(engine)
    assert set(found) == {"chamkho", "khaochamao"}, "and in the end the level above"
    bodies = [one.body for one in found["chamkho"]]
    reasons = [
        next(line.strip() for line in body.splitlines() if "เพราะ" in line) for body in bodies
    ]
    assert reasons == [
        "เตือนเพราะเหลืออีก ๗ วันทำการจะครบกำหนดวันที่ ๒ ธันวาคม ๒๕๖๙",
        "เตือนเพราะเหลืออีก ๓ วันทำการจะครบกำหนดวันที่ ๒ ธันวาคม ๒๕๖๙",
        "เตือนเพราะเหลืออีก ๑ วันทำการจะครบกำหนดวันที่ ๒ ธันวาคม ๒๕๖๙",
        "เตือนเพราะครบกำหนดวันนี้",
        "เตือนเพราะเกินกำหนดวันที่ ๒ ธันวาคม ๒๕๖๙ มาแล้ว ๑ วันทำการ",
        "เตือนเพราะเกินกำหนดวันที่ ๒ ธันวาคม ๒๕๖๙ มาแล้ว ๓ วันทำการ",
        "เตือนเพราะเกินกำหนดวันที่ ๒ ธันวาคม ๒๕๖๙ มาแล้ว ๕ วันทำการ",
    ]
    first = found["chamkho"][0]
    assert first.subject == "งานหนังสือราชการ ๒๓ พฤศจิกายน ๒๕๖๙: ใกล้ครบ ๑"
    assert f"{PUBLIC}/letters/" in first.body and f"{PUBLIC}/me/reminders" in first.body
    assert "หนังสือที่ รย ๐๐๒๓.๓/ว ๕๒๖๙" in first.body and "ส่งถึง จังหวัดระยอง" in first.body
    assert "ที่มาของกำหนด: ภายในวันที่ ๒ ธันวาคม ๒๕๖๙ ตามหนังสือ" in first.body
    assert "สิ่งที่ต้องทำ: ทำหนังสือรายงานผล" in first.body
    assert "ขอขยายเวลา" in bodies[-1] and "ขอขยายเวลา" not in bodies[0]


def test_it_climbs_to_the_head_and_then_to_the_level_above(
    engine: Engine, house: Office, hands: jobs.Hands
) -> None:
    with db.begin(engine) as session:
        session.add(
            Appointment(
                office_id=house.clerk.office_id,
                account_id=house.colleague.account_id,
                name="ปลัด",
                post=Post.HEAD,
                first_day=date(2026, 1, 1),
            )  # fmt: skip
        )
    a_duty(engine, house.clerk, assigned=house.clerk, owed_to=house.district)
    thursday = datetime(2026, 12, 3, 8, 10, tzinfo=BANGKOK)
    jobs.remind(hands, thursday)
    found = told(engine)
    assert set(found) == {"chamkho", "chamkho2"}
    assert "ในฐานะหัวหน้าหน่วยงาน" in found["chamkho2"][0].body
    assert "สั่งการหรือมอบหมาย" in found["chamkho2"][0].body
    days(hands, thursday + timedelta(days=1), 5)
    above = told(engine)["khaochamao"]
    assert len(above) == 1 and "ชำฆ้อเกินกำหนด" in above[0].body
    assert "ทวงถาม" in above[0].body
    days(hands, thursday + timedelta(days=6), 1)
    assert "rayong" not in told(engine), "the level above the one that is owed is not told"


def test_without_a_creditor_the_level_above_is_one(
    engine: Engine, house: Office, hands: jobs.Hands
) -> None:
    a_duty(engine, house.clerk, assigned=house.clerk, due=date(2026, 11, 9))
    jobs.remind(hands, MONDAY)
    assert set(told(engine)) == {"chamkho", "khaochamao"}


def test_a_duty_of_nobody_comes_to_the_desk_and_says_so(
    engine: Engine, house: Office, hands: jobs.Hands
) -> None:
    a_duty(engine, house.clerk)
    jobs.remind(hands, MONDAY)
    found = told(engine)
    assert set(found) == {"chamkho", "chamkho2"}
    assert "ยังไม่ได้มอบหมายผู้รับผิดชอบ" in found["chamkho"][0].body


def test_who_is_away_is_stood_in_for(engine: Engine, house: Office, hands: jobs.Hands) -> None:
    with db.begin(engine) as session:
        session.add(
            Absence(
                account_id=house.clerk.account_id,
                stand_in_id=house.colleague.account_id,
                first_day=MONDAY.date(),
                last_day=MONDAY.date(),
                made_at=MONDAY,
            )  # fmt: skip
        )
    a_duty(engine, house.clerk, assigned=house.clerk)
    jobs.remind(hands, MONDAY)
    found = told(engine)
    assert set(found) == {"chamkho2"}
    assert "ปฏิบัติงานแทน chamkho" in found["chamkho2"][0].body


def test_a_closed_duty_a_meeting_that_was_and_a_day_off_say_nothing(
    engine: Engine, house: Office, hands: jobs.Hands
) -> None:
    a_duty(engine, house.clerk, assigned=house.clerk, kind=DutyKind.EVENT, due=date(2026, 11, 20))
    closed = a_duty(engine, house.clerk, assigned=house.clerk)
    with db.begin(engine) as session:
        duty = session.get_one(Duty, closed)
        duty.state = DutyState.DONE
        session.add(duty)
    jobs.remind(hands, MONDAY)
    a_duty(engine, house.stranger, assigned=house.stranger, due=date(2026, 11, 28))
    jobs.remind(hands, datetime(2026, 11, 28, 9, 0, tzinfo=BANGKOK))  # Saturday
    assert told(engine) == {}


def test_a_secret_letter_does_not_tell_its_subject(
    engine: Engine, house: Office, hands: jobs.Hands
) -> None:
    a_duty(engine, house.clerk, assigned=house.clerk, secrecy=Secrecy.SECRET, subject="ความลับ")
    jobs.remind(hands, MONDAY)
    (message,) = told(engine)["chamkho"]
    assert "ความลับ" not in message.body.replace("ชั้นความลับ", "")
    assert "ตามหนังสือ" not in message.body and "มีชั้นความลับ" in message.body


def test_a_new_day_of_a_duty_is_told_anew(engine: Engine, house: Office, hands: jobs.Hands) -> None:
    duty_id = a_duty(engine, house.clerk, assigned=house.clerk, due=MONDAY.date())
    jobs.remind(hands, MONDAY)
    with db.begin(engine) as session:
        duty = session.get_one(Duty, duty_id)
        duty.due_on = MONDAY.date() + timedelta(days=1)
        session.add(duty)
    jobs.remind(hands, MONDAY + timedelta(days=1))
    assert [one.subject.rpartition(": ")[2] for one in told(engine)["chamkho"]] == [
        "ครบกำหนดวันนี้ ๑", "ครบกำหนดวันนี้ ๑",
    ]  # fmt: skip


def test_two_schedulers_at_once_and_a_clock_set_back_tell_once(
    engine: Engine, house: Office, hands: jobs.Hands
) -> None:
    for _ in range(5):
        a_duty(engine, house.clerk)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: jobs.remind(hands, MONDAY), range(4)))
    jobs.remind(hands, MONDAY + timedelta(days=1))
    jobs.remind(hands, MONDAY - timedelta(hours=3))
    jobs.remind(hands, MONDAY)
    assert {name: len(found) for name, found in told(engine).items()} == {
        "chamkho": 1, "chamkho2": 1,
    }  # fmt: skip


def test_what_a_stopped_scheduler_missed_is_told_when_one_runs_again(
    engine: Engine, house: Office, hands: jobs.Hands
) -> None:
    a_duty(engine, house.clerk, assigned=house.clerk)
    jobs.remind(hands, MONDAY)
    jobs.remind(hands, datetime(2026, 12, 1, 15, 40, tzinfo=BANGKOK))
    bodies = [one.body for one in told(engine)["chamkho"]]
    assert len(bodies) == 2 and "เหลืออีก ๑ วันทำการ" in bodies[1]


def test_killed_between_two_people_tells_each_once(
    engine: Engine, house: Office, hands: jobs.Hands
) -> None:
    """A digest and the marks that it was told are one transaction."""
    for _ in range(3):
        a_duty(engine, house.clerk)
    seen: list[int] = []
    hours = MONDAY.hour  # each of those before is written down as seen to

    def die(session: Session) -> None:
        seen.append(1)
        if len(seen) == hours + 2:
            raise KeyboardInterrupt

    event.listen(Session, "before_commit", die)
    try:
        with pytest.raises(KeyboardInterrupt):
            jobs.remind(hands, MONDAY)
    finally:
        event.remove(Session, "before_commit", die)
    assert sum(map(len, told(engine).values())) == 1
    jobs.remind(hands, MONDAY + timedelta(minutes=5))
    assert {name: len(found) for name, found in told(engine).items()} == {
        "chamkho": 1, "chamkho2": 1,
    }  # fmt: skip


def test_each_at_the_own_hour_by_the_own_ways(
    engine: Engine, house: Office, hands: jobs.Hands
) -> None:
    line = "U" + "0" * 32
    with db.begin(engine) as session:
        wish = Wish(mail_on=False, line_target=line, digest_hour=14, days_before=(10,))
        preferences.save(session, house.clerk, MONDAY, wish)
    a_duty(engine, house.clerk, due=date(2026, 12, 4))  # nine working days away
    jobs.remind(hands, MONDAY)
    assert told(engine) == {}
    jobs.remind(hands, MONDAY.replace(hour=14))
    ((to, (message,)),) = told(engine).items()
    assert (to, message.channel) == (line, MessageChannel.LINE)


def test_every_day_if_one_likes(engine: Engine, house: Office, hands: jobs.Hands) -> None:
    with db.begin(engine) as session:
        wish = Wish(email="chamkho@example.go.th", every_day=True)
        preferences.save(session, house.clerk, MONDAY, wish)
    a_duty(engine, house.clerk)
    days(hands, MONDAY, 4)
    assert {name: len(found) for name, found in told(engine).items()} == {
        "chamkho": 4, "chamkho2": 1,
    }  # fmt: skip


def test_many_late_offices_of_one_letter_are_told_as_one(
    engine: Engine, house: Office, hands: jobs.Hands
) -> None:
    with db.begin(engine) as session:
        letter = Letter(ref_no="รย 0023.3/ว 1", subject="สำรวจถนน", created_at=MONDAY)
        session.add(letter)
        session.flush()
        below = [one.id for one in offices.below(session, house.district.office_id)]
        for office_id in below:
            session.add(
                Duty(
                    letter_id=letter.id,
                    office_id=office_id,
                    kind=DutyKind.REPORT,
                    due="2026-11-09",
                    due_on=date(2026, 11, 9),
                    opened_at=MONDAY,
                    owed_to_office_id=house.district.office_id,
                )  # fmt: skip
            )
    assert len(below) > 2
    jobs.remind(hands, MONDAY)
    (message,) = told(engine)["khaochamao"]
    thai = str(len(below)).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert "(๑ เรื่อง)" in message.body and message.body.count("/letters/") == 1
    assert f"มี {thai} หน่วยงานเกินกำหนด" in message.body and "ชำฆ้อ" in message.body


def test_days_that_moved_are_told_at_once_and_once(
    engine: Engine, house: Office, hands: jobs.Hands
) -> None:
    duty_id = a_duty(engine, house.clerk, assigned=house.clerk)
    with db.begin(engine) as session:
        duty = session.get_one(Duty, duty_id)
        moved = duties.Moved(
            duty_id, duty.letter_id, duty.office_id, None, duty.assigned_account_id,
            "2026-12-02", "2026-12-03", None, None, "",
        )  # fmt: skip
        for expected in (1, 0):
            count = reminders.tell_moved(
                session, MONDAY, moved=[moved], day=MONDAY.date(), address=PUBLIC
            )
            assert count == expected
    (message,) = told(engine)["chamkho"]
    assert "เลื่อนจาก ๒ ธันวาคม ๒๕๖๙ เป็น ๓ ธันวาคม ๒๕๖๙" in message.body
    assert "แจ้งเพราะ" in message.body and "สิ่งที่ต้องทำ" in message.body
    assert "/letters/" in message.body


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish(email="nobody"), "อีเมล"),
        (Wish(email="a@b.c\nBcc: x@y.z"), "อีเมล"),
        (Wish(line_target="@somchai"), "LINE"),
        (Wish(digest_hour=3), "เวลา"),
        (Wish(days_before=(0,)), "จำนวนวัน"),
        (Wish(days_before=(1, 2, 3, 4, 5, 6, 7)), "จำนวนวัน"),
    ],
)
def test_wishes_that_make_no_sense_are_refused(
    engine: Engine, house: Office, wish: Wish, sentence: str
) -> None:
    with pytest.raises(BadValue, match=sentence), db.begin(engine) as session:
        preferences.save(session, house.clerk, MONDAY, wish)


def test_an_old_page_does_not_overwrite_newer_wishes(engine: Engine, house: Office) -> None:
    with db.begin(engine) as session:
        first = preferences.save(session, house.clerk, MONDAY, Wish(digest_hour=9))
        again = preferences.save(session, house.clerk, MONDAY, first)
        assert again.version == 2
        with pytest.raises(Stale):
            preferences.save(session, house.clerk, MONDAY, first)
