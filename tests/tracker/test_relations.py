"""What letters are to one another: offered with a reason, taken or refused by a person."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.tracker.bundles import cite, drop, letter, reading
from tests.tracker.office import Office
from tests.tracker.test_circulation import held, of, office_id, seen, send, settle
from tracker import audit, circulation, db, relations
from tracker.actor import Actor
from tracker.circulation import To
from tracker.delivery_views import history as circulation_history
from tracker.errors import BadValue, NotFound
from tracker.models import Duty
from tracker.relation_rules import by_words, says_none
from tracker.relations import RelationView
from tracker.vocabulary import DeliveryState, DutyState, RelationKind, Way

K, S = RelationKind, DeliveryState
ASKED = cite("รย 0818/ว 70", "2026-11-20", "reference")


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("ขอขยายระยะเวลาการรายงานผลการสำรวจ", K.EXTENDS),
        ("ยกเลิกการประชุมชี้แจง", K.CANCELS),
        ("ทวงถามการรายงานผลการสำรวจ", K.REMINDS_OF),
        ("ขอแก้ไขหนังสือแจ้งกำหนดการ", K.AMENDS),
        ("การรายงานผลการสำรวจแหล่งน้ำ", K.ANSWERS),
        ("ขอ ส่ง แบบ สำรวจ", K.ANSWERS),
        ("การประชุมประจำเดือน", None),
        ("", None),
    ],
)
def test_a_subject_tells_what_the_letter_is(subject: str, kind: RelationKind | None) -> None:
    assert by_words(subject) is kind


def test_nothing_to_report_is_told_from_what_to_do_then() -> None:
    assert says_none("รายงานผลการสำรวจ", "ขอเรียนว่าไม่มีข้อมูลที่จะรายงาน")
    assert not says_none("การสำรวจ", "กรณีไม่มีข้อมูล ไม่ต้องรายงาน")


def of_letter(engine: Engine, actor: Actor, letter_id: int) -> list[RelationView]:
    with db.look(engine) as session:
        return relations.of_letter(session, actor, letter_id)


def decide(
    engine: Engine, actor: Actor, now: datetime, one: RelationView, accepted: bool = True
) -> list[str]:
    with db.begin(engine) as session:
        return relations.decide(
            session, actor, now, from_letter_id=one.from_letter_id,
            to_letter_id=one.to_letter_id, kind=one.kind, accepted=accepted,
        )  # fmt: skip


@pytest.fixture
def asked(engine: Engine, house: Office, now: datetime) -> int:
    """The district's letter, sent to the municipality and registered there."""
    letter_id = held(engine, house.district, now, due="2026-12-01")
    town = To(office_id(engine, "lao.5210701"), "เทศบาลตำบลชำฆ้อ", due_on=date(2026, 12, 1))
    send(engine, house.district, now, letter_id, town)
    assert held(engine, house.clerk, now) == letter_id
    return letter_id


def test_more_time_by_a_letter_of_the_sender(
    engine: Engine, house: Office, now: datetime, asked: int
) -> None:
    later = {"kind": "due", "text": "ภายในวันที่ 20 ธันวาคม", "rule": "", "due": "2026-12-20"}
    extending = letter("1", "รย 0818/ว 80", "2026-11-23", "อำเภอเขาชะเมา",
                       "ขยายเวลาการรายงานแหล่งน้ำ", role="cover", cites=(ASKED,),
                       deadlines=[later])  # fmt: skip
    letter_id = settle(engine, house.clerk, now, extending)
    (offer,) = of_letter(engine, house.clerk, letter_id)
    assert (offer.kind, offer.outgoing, offer.accepted) == (K.EXTENDS, True, None)
    said = decide(engine, house.clerk, now, offer)
    assert said == ["ขยายเวลาให้ผู้รับ 1 ราย ถึง 20 ธันวาคม 2569"]
    view = of(engine, house.clerk, now, asked, "เทศบาลตำบลชำฆ้อ")
    assert (view.state, view.due_on) == (S.EXTENDED, date(2026, 12, 20))
    assert decide(engine, house.clerk, now, offer) == [], "taken twice changes nothing more"
    (seen_again,) = of_letter(engine, house.clerk, asked)
    assert (seen_again.outgoing, seen_again.accepted) == (False, True)
    (theirs,) = of_letter(engine, house.district, asked)
    assert theirs.accepted is None, "it holds in this office's eyes alone"


@pytest.mark.parametrize("day", ["2026-11-27", "2026-12-20"])
def test_an_amending_letter_moves_the_day_either_way(
    engine: Engine, house: Office, now: datetime, asked: int, day: str
) -> None:
    other = {"kind": "due", "text": "ภายในวันที่กำหนด", "rule": "", "due": day}
    amending = letter("1", "รย 0818/ว 83", "2026-11-23", "อำเภอเขาชะเมา",
                      "ขอแก้ไขกำหนดการรายงานแหล่งน้ำ", role="cover", cites=(ASKED,),
                      deadlines=[other])  # fmt: skip
    letter_id = settle(engine, house.clerk, now, amending)
    (offer,) = of_letter(engine, house.clerk, letter_id)
    assert offer.kind is K.AMENDS
    assert "แก้ไขกำหนดของผู้รับ 1 ราย" in decide(engine, house.clerk, now, offer)[0]
    view = of(engine, house.clerk, now, asked, "เทศบาลตำบลชำฆ้อ")
    assert (view.state, view.due_on) == (S.RECEIVED, date.fromisoformat(day))
    assert decide(engine, house.clerk, now, offer) == []


def test_a_sooner_day_than_those_below_were_given_is_told(
    engine: Engine, house: Office, now: datetime, asked: int
) -> None:
    """What was given below was right on its day; nobody may find out only when it is too late."""
    with db.begin(engine) as session:
        ours = (Duty.letter_id == asked, Duty.office_id == house.clerk.office_id)
        own = session.exec(select(Duty).where(*ours)).first()
        assert own is not None
        copied = own.model_dump(exclude={"id"}) | {"letter_duty_id": None}
        for day in (date(2026, 11, 30), date(2026, 11, 25)):
            given = {"office_id": house.district.office_id, "parent_duty_id": own.id, "due_on": day}
            session.add(Duty(**copied | given | {"due": day.isoformat(), "instance": day.day}))
    sooner = {"kind": "due", "text": "ภายในวันที่กำหนด", "rule": "", "due": "2026-11-27"}
    amending = letter("1", "รย 0818/ว 84", "2026-11-23", "อำเภอเขาชะเมา", "ขอแก้ไขกำหนดการรายงาน",
                      role="cover", cites=(ASKED,), deadlines=[sooner])  # fmt: skip
    (offer,) = of_letter(engine, house.clerk, settle(engine, house.clerk, now, amending))
    _, told = decide(engine, house.clerk, now, offer)
    assert told.startswith("กำหนดที่ให้ผู้รับระดับล่างไว้ 1 รายช้ากว่า")


def test_a_request_for_more_time_is_no_answer(
    engine: Engine, house: Office, now: datetime, asked: int
) -> None:
    request = letter("1", "รย 73101/60", "2026-11-23", "เทศบาลตำบลชำฆ้อ", "ขอขยายเวลาการรายงาน",
                     to=("นายอำเภอเขาชะเมา",), role="cover", cites=(ASKED,))  # fmt: skip
    letter_id = settle(engine, house.district, now, request)
    assert of(engine, house.district, now, asked, "เทศบาลตำบลชำฆ้อ").state is S.RECEIVED
    (offer,) = of_letter(engine, house.district, letter_id)
    assert decide(engine, house.district, now, offer) == []
    assert of(engine, house.district, now, asked, "เทศบาลตำบลชำฆ้อ").due_on == date(2026, 12, 1)


def test_a_reminder_is_counted_and_a_cancelling_closes(
    engine: Engine, house: Office, now: datetime, asked: int
) -> None:
    reminding = letter("1", "รย 0818/ว 81", "2026-11-23", "อำเภอเขาชะเมา", "ทวงถามการรายงานแหล่งน้ำ",
                       role="cover", cites=(ASKED,))  # fmt: skip
    (offer,) = of_letter(engine, house.district, settle(engine, house.district, now, reminding))
    assert decide(engine, house.district, now, offer) == ["บันทึกการทวงถามของผู้รับ 1 ราย"]
    cancelling = letter("1", "รย 0818/ว 82", "2026-11-23", "อำเภอเขาชะเมา", "ยกเลิกการรายงานแหล่งน้ำ",
                        role="cover", cites=(ASKED,))  # fmt: skip
    (offer,) = of_letter(engine, house.district, settle(engine, house.district, now, cancelling))
    assert "ปิดเรื่องของผู้รับ 1 ราย" in decide(engine, house.district, now, offer)[0]
    assert of(engine, house.district, now, asked, "เทศบาลตำบลชำฆ้อ").state is S.CLOSED
    with db.look(engine) as session:
        assert audit.verify(session) == []


AMENDING = letter("1", "รย 0818/ว 83", "2026-11-23", "อำเภอเขาชะเมา",
                  "ขอแก้ไขหนังสือให้รายงานแหล่งน้ำ", role="cover", cites=(ASKED,),
                  action="report")  # fmt: skip
TOWN = "เทศบาลตำบลชำฆ้อ"


def amended(engine: Engine, house: Office, now: datetime, by: Actor | None) -> int:
    """The district has sent an amendment too; ``by`` has taken it for one."""
    letter_id = settle(engine, house.district, now, AMENDING)
    send(engine, house.district, now, letter_id, To(office_id(engine, "lao.5210701"), TOWN))
    settle(engine, house.clerk, now, AMENDING)
    if by is not None:
        (offer,) = of_letter(engine, by, letter_id)
        assert offer.kind is K.AMENDS
        decide(engine, by, now, offer)
    return letter_id


def answer(engine: Engine, house: Office, now: datetime, letter_id: int) -> None:
    with db.begin(engine) as session:
        circulation.answered(session, house.clerk, now, letter_id=letter_id, note="ส่งทางไปรษณีย์")


def ends(engine: Engine, house: Office, now: datetime, *letter_ids: int) -> list[S]:
    return [of(engine, house.clerk, now, one, TOWN).state for one in letter_ids]


@pytest.mark.parametrize("who", ["clerk", "district"])
@pytest.mark.parametrize("first", [True, False])
def test_one_answer_is_for_a_letter_and_its_amendment(
    engine: Engine, house: Office, now: datetime, asked: int, who: str, first: bool
) -> None:
    amending = amended(engine, house, now, getattr(house, who))
    answer(engine, house, now, asked if first else amending)
    assert ends(engine, house, now, asked, amending) == [S.ANSWERED, S.ANSWERED]
    told = of(engine, house.clerk, now, amending if first else asked, TOWN)
    with db.look(engine) as session:
        why = circulation_history(session, house.clerk, told.id, now=now)[-1].note
        ours = Duty.office_id == house.clerk.office_id
        waiting = select(Duty).where(Duty.letter_id == asked, ours, Duty.state == DutyState.OPEN)
        assert session.exec(waiting).all() == []
    assert "เรื่องเดียวกับหนังสือที่" in why and "ส่งทางไปรษณีย์" in why


def test_a_letter_cancelled_takes_its_amendment_with_it(
    engine: Engine, house: Office, now: datetime, asked: int
) -> None:
    amending = amended(engine, house, now, house.district)
    cancelling = letter("1", "รย 0818/ว 85", "2026-11-23", "อำเภอเขาชะเมา", "ยกเลิกการรายงานแหล่งน้ำ",
                        role="cover", cites=(ASKED,))  # fmt: skip
    cancels = settle(engine, house.district, now, cancelling)
    (offer,) = (x for x in of_letter(engine, house.district, cancels) if x.letter_id == asked)
    decide(engine, house.district, now, offer)
    assert ends(engine, house, now, asked, amending) == [S.CLOSED, S.CLOSED]


def test_a_recipient_cannot_have_closed_what_another_still_asks(
    engine: Engine, house: Office, now: datetime, asked: int
) -> None:
    """Only in the town's eyes it is an amendment: the district closes the one, the other stays."""
    amending = amended(engine, house, now, house.clerk)
    one = of(engine, house.district, now, asked, TOWN)
    with db.begin(engine) as session:
        circulation.move(session, house.district, now, delivery_id=one.id, to_state=S.CLOSED,
                         note="พอแล้ว", version=one.version)  # fmt: skip
    assert ends(engine, house, now, asked, amending) == [S.CLOSED, S.RECEIVED]


def test_what_was_answered_before_somebody_saw_that_it_is_one_matter(
    engine: Engine, house: Office, now: datetime, asked: int
) -> None:
    amending = amended(engine, house, now, None)
    answer(engine, house, now, amending)
    assert ends(engine, house, now, asked, amending) == [S.RECEIVED, S.ANSWERED]
    (offer,) = of_letter(engine, house.clerk, amending)
    assert "เรื่องเดียวกัน" in decide(engine, house.clerk, now, offer)[0]
    assert ends(engine, house, now, asked, amending) == [S.ANSWERED, S.ANSWERED]


def test_an_answer_before_the_amendment_is_none_to_it(
    engine: Engine, house: Office, now: datetime, asked: int
) -> None:
    answer(engine, house, now - timedelta(days=1), asked)
    amending = amended(engine, house, now, house.clerk)
    assert ends(engine, house, now, asked, amending) == [S.ANSWERED, S.RECEIVED]


def test_the_same_letter_by_another_way_is_offered_and_each_arrival_kept(
    engine: Engine, house: Office, now: datetime
) -> None:
    """Sent in the system, it came by LINE with one digit misread, then on paper."""
    letter_id = held(engine, house.district, now)
    send(engine, house.district, now, letter_id, To(house.clerk.office_id, "เทศบาลตำบลชำฆ้อ"))
    misread = letter("1", "รย 0818/ว 79", "2026-11-20", "อำเภอเขาชะเมา", "ขอให้รายงานแหล่งน้ำ",
                     role="cover")  # fmt: skip
    twin = settle(engine, house.clerk, now, misread)
    assert twin != letter_id
    with db.begin(engine) as session:
        circulation.await_original(session, house.clerk, now, letter_id=twin, way=Way.LINE)
    assert held(engine, house.clerk, now) == letter_id
    (offer,) = [x for x in of_letter(engine, house.clerk, twin) if x.kind is K.SAME_AS]
    assert "คลาดเคลื่อน" in offer.reason
    assert decide(engine, house.clerk, now, offer) == ["บันทึกว่าฉบับจริงมาถึงแล้ว"]
    assert not of(engine, house.clerk, now, twin, "เทศบาลตำบลชำฆ้อ").awaits_original
    assert len(seen(engine, house.clerk, now, letter_id)) == 1


def test_two_letters_of_one_day_and_sender_are_not_one(
    engine: Engine, house: Office, now: datetime
) -> None:
    one = held(engine, house.clerk, now, "ว 70")
    other = letter("1", "รย 0818/ว 71", "2026-11-20", "อำเภอเขาชะเมา", "การฝึกอบรมพนักงานเก็บขยะ",
                   role="cover")  # fmt: skip
    settle(engine, house.clerk, now, other)
    assert of_letter(engine, house.clerk, one) == []


def test_refused_is_not_offered_again_and_others_letters_are_not_there(
    engine: Engine, house: Office, now: datetime, asked: int
) -> None:
    reminding = letter("1", "รย 0818/ว 81", "2026-11-23", "อำเภอเขาชะเมา", "ทวงถามการรายงานแหล่งน้ำ",
                       role="cover", cites=(ASKED,))  # fmt: skip
    letter_id = settle(engine, house.clerk, now, reminding)
    (offer,) = of_letter(engine, house.clerk, letter_id)
    decide(engine, house.clerk, now, offer, accepted=False)
    assert of_letter(engine, house.clerk, letter_id) == []
    with pytest.raises(NotFound):
        decide(engine, house.stranger, now, offer)
    with pytest.raises(BadValue, match="ก่อนหนังสือเดิม"), db.begin(engine) as session:
        relations.decide(session, house.clerk, now, from_letter_id=asked,
                         to_letter_id=letter_id, kind=K.ANSWERS, accepted=True)  # fmt: skip
    with pytest.raises(BadValue, match="อีกฉบับ"), db.begin(engine) as session:
        relations.decide(session, house.clerk, now, from_letter_id=asked,
                         to_letter_id=asked, kind=K.SAME_AS, accepted=True)  # fmt: skip


def test_a_stranger_to_the_tree_may_answer_too(
    engine: Engine, house: Office, now: datetime
) -> None:
    """A letter whose issuer is in no list links nothing and breaks nothing."""
    odd = letter("1", "ศธ 04047/9", "2026-11-22", "โรงเรียนสมมติวิทยา", "รายงานแหล่งน้ำ",
                 to=("นายอำเภอเขาชะเมา",), role="cover", cites=(ASKED,))  # fmt: skip
    arrival = drop(engine, house.district, now, reading(odd))
    assert arrival
    letter_id = settle(engine, house.district, now, odd)
    assert seen(engine, house.district, now, letter_id)
