"""Reminding the silent: only them, in rounds, with their list; nobody who has answered."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.tracker.office import Office
from tests.tracker.writing import SIGNED, drafted, issued, received
from tracker import board, chasing, circulation, db, matrix, matters, outgoing
from tracker.actor import Actor
from tracker.errors import BadValue
from tracker.models import Delivery, Letter, Outgoing
from tracker.outgoing_content import recipients, understood
from tracker.vocabulary import DeliveryState, LetterKind, OutgoingKind, OutgoingState, Urgency

DAY = date(2026, 11, 23)


def sent(engine: Engine, house: Office, now: datetime) -> int:
    """A letter that the province has passed on to fifteen offices."""
    source = received(engine, house.province, now)
    draft = drafted(engine, house.province, now, source)
    issued(engine, house.province, now, draft, DAY)
    with db.look(engine) as session:
        letter_id = session.get_one(Outgoing, draft.id).letter_id
    assert letter_id is not None
    return letter_id


def answer(engine: Engine, actor: Actor, now: datetime, letter_id: int, *names: str) -> None:
    """These offices report, as the sender notes down."""
    with db.begin(engine) as session:
        for one in circulation.deliveries(session, actor, letter_id=letter_id, now=now):
            if one.name in names:
                circulation.move(session, actor, now, delivery_id=one.id, version=one.version,
                                 to_state=DeliveryState.ANSWERED, note="ตอบทางโทรศัพท์")  # fmt: skip


def test_the_reminder_goes_to_the_silent_with_their_list(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter_id, later = sent(engine, house, now), now + timedelta(days=40)
    answer(engine, house.province, later, letter_id, "อำเภอแกลง", "อำเภอบ้านค่าย")
    with db.begin(engine) as session:
        draft = chasing.draft(session, house.province, later, letter_id=letter_id)
        content, to = understood(draft.content), recipients(draft.recipients)
    names = {one.name for one in to}
    assert len(to) == 13 and not names & {"อำเภอแกลง", "อำเภอบ้านค่าย"}
    assert (draft.kind, draft.round) == (OutgoingKind.CHASE, 1)
    assert content.urgency is Urgency.VERY_URGENT and "ทวงถามการรายงานผล" in content.subject
    assert content.annex is not None and {row.name for row in content.annex.rows} == names
    assert {row.days for row in content.annex.rows} == {8}  # due on 25 December, now 2 January
    assert "จำนวน ๑๓ แห่ง" in content.body and "บัญชีรายชื่อ" in content.enclosures[0].text
    assert content.references[0].letter_id == letter_id
    with db.begin(engine) as session:
        again = chasing.draft(session, house.province, later, letter_id=letter_id)
    assert again.id == draft.id


def test_a_reminder_before_the_day_keeps_the_day(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter_id = sent(engine, house, now)
    for moment, day in ((now, date(2026, 12, 25)), (now + timedelta(days=40), date(2027, 1, 8))):
        with db.begin(engine) as session:
            draft = chasing.draft(session, house.province, moment, letter_id=letter_id)
            content = understood(draft.content)
            assert content.due_on == day
            assert "ภายในวันที่ ๒๕ ธันวาคม ๒๕๖๙" in content.body
            outgoing.cancel(session, house.province, moment, outgoing_id=draft.id or 0,
                            version=draft.version, reason="ทดลอง")  # fmt: skip


def test_the_second_round_names_the_first(engine: Engine, house: Office, now: datetime) -> None:
    letter_id, later = sent(engine, house, now), now + timedelta(days=40)
    with db.begin(engine) as session:
        draft = chasing.draft(session, house.province, later, letter_id=letter_id)
        draft = outgoing.save(session, house.province, later, outgoing_id=draft.id or 0,
                              version=draft.version, values=SIGNED)  # fmt: skip
    first = issued(engine, house.province, later, draft, date(2027, 1, 2))
    with db.look(engine) as session:
        reminded = session.exec(
            select(Letter).where(Letter.ref_no == first.ref_no, Letter.be_year == 2570)
        ).one()
        original = circulation.deliveries(session, house.province, letter_id=letter_id, now=later)
    assert {x.state for x in original} == {DeliveryState.SENT}  # a reminder answers nothing
    with db.begin(engine) as session:
        second = chasing.draft(
            session, house.province, later + timedelta(days=9), letter_id=letter_id,
            form=LetterKind.STAMPED,
        )  # fmt: skip
    content = understood(second.content)
    assert (second.round, content.urgency) == (2, Urgency.MOST_URGENT)
    assert [one.letter_id for one in content.references] == [letter_id, reminded.id]
    assert "ทวงถามแล้ว จำนวน ๑ ครั้ง" in content.body and content.salutation == "ถึง"


def test_who_is_reminded_is_counted_once(engine: Engine, house: Office, now: datetime) -> None:
    letter_id, later = sent(engine, house, now), now + timedelta(days=40)

    def counted() -> list[object]:
        with db.look(engine) as session:
            matter = matters.overview(session, house.province, now=later).items[0]
            key = matter.directive_id
            table = matrix.matrix(session, house.province, now=later, directive_id=key)
            places = board.spread(session, house.province, now=later)
            of_letter = matrix.tally(session, house.province, letter_id=letter_id, now=later)
            shown = board.lines(session, house.province, now=later).items
            chases = [one for line in shown for one in line.chases]
            silent = {(one.name, one.letters) for one in places.silent}
            tallies = (matter.tally, table.tally, places.tally, of_letter)
            return [[(one.total, one.awaited) for one in tallies], silent, chases]

    before = counted()
    with db.begin(engine) as session:
        draft = chasing.draft(session, house.province, later, letter_id=letter_id)
        draft = outgoing.save(session, house.province, later, outgoing_id=draft.id or 0,
                              version=draft.version, values=SIGNED)  # fmt: skip
    issued(engine, house.province, later, draft, date(2027, 1, 2))
    assert counted() == before
    with db.begin(engine) as session:  # who asks for a reminder of the reminder means the first
        reminder = session.get_one(Outgoing, draft.id).letter_id
        assert reminder is not None
        shown = matrix.tally(session, house.province, letter_id=reminder, now=later)
        assert shown.total == 15  # its own recipients are still shown with itself
        again = chasing.draft(session, house.province, later, letter_id=reminder)
        assert (again.source_letter_id, again.round) == (letter_id, 2)


def test_who_answers_meanwhile_is_taken_off(engine: Engine, house: Office, now: datetime) -> None:
    letter_id, later = sent(engine, house, now), now + timedelta(days=40)
    with db.begin(engine) as session:
        draft = chasing.draft(session, house.province, later, letter_id=letter_id)
    answer(engine, house.province, later, letter_id, "อำเภอแกลง")
    with db.begin(engine) as session:
        gone = chasing.answered_since(session, house.province, later, outgoing_id=draft.id or 0)
        assert [one.name for one in gone] == ["อำเภอแกลง"]
        renewed = chasing.renew(session, house.province, later, outgoing_id=draft.id or 0,
                                version=draft.version)  # fmt: skip
        content = understood(renewed.content)
        assert content.annex is not None and len(content.annex.rows) == 14
        assert len(renewed.recipients) == 14


def test_there_is_nobody_to_remind(engine: Engine, house: Office, now: datetime) -> None:
    letter_id = sent(engine, house, now)
    with db.begin(engine) as session:
        names = [x.name for x in session.exec(select(Delivery).where(
            Delivery.letter_id == letter_id))]  # fmt: skip
    answer(engine, house.province, now, letter_id, *names)
    with pytest.raises(BadValue, match="ตอบครบแล้ว"), db.begin(engine) as session:
        chasing.draft(session, house.province, now, letter_id=letter_id)
    with db.look(engine) as session:
        found = outgoing.listed(session, house.province, state=OutgoingState.DRAFT)
        assert found.total == 0
