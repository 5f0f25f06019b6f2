"""From the clerk's proposal to the head's order and the work done, with its detours."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import col, select

from tests.tracker.bundles import drop, letter, reading
from tests.tracker.office import PASSWORD, Office
from tracker import accounts, assignments, audit, db, deputies, endorsements, in_tray, intake, posts
from tracker.actor import Actor
from tracker.assignments import ACTS, Holder
from tracker.errors import BadValue, NotAllowed, NotFound, Stale, TrackerError
from tracker.models import Account, Assignment, AuditLine, Endorsement, Letter
from tracker.vocabulary import AccountRole, AssignmentState, DeputyKind, Post, Secrecy

FIRST = date(2026, 1, 1)


@pytest.fixture
def chief(engine: Engine, house: Office, now: datetime) -> Actor:
    return member(engine, house, now, "palat")


@pytest.fixture
def mayor(engine: Engine, house: Office, now: datetime, chief: Actor) -> Iterator[Actor]:
    """The mayor and his chief of staff, appointed; the clerks have no post."""
    made = member(engine, house, now, "mayor")
    with db.begin(engine) as session:
        for who, post, title in (
            (made, Post.HEAD, "นายกเทศมนตรีตำบล"), (chief, Post.CHIEF, "ปลัดเทศบาล"),
        ):  # fmt: skip
            posts.appoint(
                session, house.admin, now, office_id=made.office_id, post=post,
                account_id=who.account_id, name=f"นาย{who.name}", title=title, first_day=FIRST,
            )  # fmt: skip
    yield made


def member(engine: Engine, house: Office, now: datetime, username: str) -> Actor:
    with db.begin(engine) as session:
        made = accounts.create_account(
            session, None, now, username=username, password=PASSWORD, display_name=username,
            role=AccountRole.CLERK, office_id=house.clerk.office_id, must_change=False,
        )  # fmt: skip
        assert made.id is not None
        found = accounts.actor_of(session, made.id, made.session_version)
        assert found is not None
        return found


@pytest.fixture
def letter_id(engine: Engine, house: Office, now: datetime) -> int:
    paper = letter("1", "รย 0023.3/412", "2026-11-20", "จังหวัดระยอง", role="cover",
                   to=("นายกเทศมนตรีตำบลชำฆ้อ",))  # fmt: skip
    arrival = drop(engine, house.clerk, now, reading(paper))
    with db.begin(engine) as session:
        return intake.settle(session, house.clerk, now, arrival_id=arrival).letter_id


def test_step_by_step_up_and_the_order_down(
    engine: Engine, house: Office, now: datetime, mayor: Actor, chief: Actor, letter_id: int
) -> None:
    today = now.date()
    with db.begin(engine) as session:
        unit = posts.add_unit(session, house.admin, now, office_id=mayor.office_id, name="กองคลัง")
        endorsements.propose(
            session, house.clerk, now, letter_id=letter_id, text="เห็นควรมอบกองคลัง",
            to_account_id=chief.account_id,
        )  # fmt: skip
        assert in_tray.waiting_for(session, mayor, today) == []
        with pytest.raises(Stale, match="เสนอpalatไว้แล้ว"):
            endorsements.propose(session, house.colleague, now, letter_id=letter_id, text="ซ้ำ")
        endorsements.propose(session, chief, now, letter_id=letter_id, text="เห็นด้วย")
        (waiting,) = in_tray.waiting_for(session, mayor, today)
        assert (waiting.proposal.text, waiting.proposal.author_title) == ("เห็นด้วย", "ปลัดเทศบาล")
        made = endorsements.order(
            session, mayor, now, letter_id=letter_id, text="มอบกองคลังดำเนินการ",
            proposal_id=waiting.proposal.id, due_on=today,
            to=[Holder(unit.id), Holder(unit.id), Holder(account_id=house.colleague.account_id)],
        )  # fmt: skip
        assert (made.author_name, made.author_title) == ("นายmayor", "นายกเทศมนตรีตำบล")
        assert in_tray.waiting_for(session, mayor, today) == []
        (work,) = in_tray.given_to(session, house.colleague, today)
        assert (work.acts, work.late) == ({"accept", "done", "return", "hand_over"}, False)
        assert len(in_tray.in_office(session, house.clerk, today)) == 2
    with db.look(engine) as session:
        assert audit.verify(session) == []
        told = session.exec(select(AuditLine.act).where(col(AuditLine.act).like("%o%"))).all()
        assert {"propose", "order"} <= set(told)


def test_the_deputy_of_the_day_orders_and_after_his_term_he_does_not(
    engine: Engine, house: Office, now: datetime, mayor: Actor, letter_id: int
) -> None:
    today = now.date()
    with db.begin(engine) as session:
        order = deputies.deputise(
            session, house.admin, now, office_id=mayor.office_id, kind=DeputyKind.ACTING,
            order_no="คำสั่งที่ 7/2569", first_day=today, last_day=today,
            account_id=house.colleague.account_id, title="รองนายกเทศมนตรี",
        )  # fmt: skip
        assert order.order_no == "7/2569", "the word stands before it wherever it is told"
        asked = endorsements.propose(session, house.clerk, now, letter_id=letter_id, text="เสนอ")
        assert in_tray.waiting_for(session, mayor, today) == []
        assert len(in_tray.waiting_for(session, house.colleague, today)) == 1
        with pytest.raises(NotAllowed, match="รักษาราชการแทน"):
            endorsements.order(session, house.colleague, now + timedelta(days=1),
                               letter_id=letter_id, text="ทราบ", proposal_id=asked.id)  # fmt: skip
        made = endorsements.order(
            session, house.colleague, now, letter_id=letter_id, text="ทราบ", proposal_id=asked.id
        )
        assert made.author_title == "รองนายกเทศมนตรี\nรักษาราชการแทน นายกเทศมนตรีตำบล"
        assert made.deputy_id is not None


def test_of_two_who_order_at_once_one_is_told(
    engine: Engine, house: Office, now: datetime, mayor: Actor, chief: Actor, letter_id: int
) -> None:
    with db.begin(engine) as session:
        asked = endorsements.propose(session, house.clerk, now, letter_id=letter_id, text="เสนอ").id

    def decide(actor: Actor) -> str:
        try:
            with db.begin(engine) as session:
                endorsements.order(session, actor, now, letter_id=letter_id,
                                   text=f"คำสั่งของ {actor.name}", proposal_id=asked)  # fmt: skip
        except Stale as refusal:
            return str(refusal)
        return ""

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(decide, (mayor, chief)))
    assert answers[0] == ""
    assert "ก่อนแล้ว" in answers[1]
    with db.look(engine) as session:
        kept = session.exec(select(Endorsement).where(Endorsement.kind == "order")).all()
        assert len(kept) == 1


def test_of_two_who_propose_at_once_one_waits(
    engine: Engine, house: Office, now: datetime, mayor: Actor, letter_id: int
) -> None:
    def lay(actor: Actor) -> bool:
        try:
            with db.begin(engine) as session:
                endorsements.propose(session, actor, now, letter_id=letter_id, text="เสนอ")
        except Stale:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(lay, (house.clerk, house.colleague))) == [False, True]
    with db.look(engine) as session:
        assert len(in_tray.waiting_for(session, mayor, now.date())) == 1


def test_what_stands_by_hand_on_the_paper_is_taken_down(
    engine: Engine, house: Office, now: datetime, letter_id: int
) -> None:
    def take(written_on: date, name: str = "") -> Endorsement:
        with db.begin(engine) as session:
            return endorsements.order_from_paper(
                session, house.clerk, now, letter_id=letter_id, text="มอบสำนักปลัด",
                written_on=written_on, signed_by=name, title="นายกเทศมนตรีตำบล",
            )  # fmt: skip

    with pytest.raises(BadValue, match="ชื่อผู้สั่งการ"):
        take(now.date())
    with pytest.raises(BadValue, match="ก่อนวันที่ของหนังสือ"):
        take(date(2026, 11, 1), "นายหนึ่ง")
    with pytest.raises(BadValue, match="อนาคต"):
        take(date(2026, 12, 1), "นายหนึ่ง")
    made = take(now.date(), "นายหนึ่ง")
    assert (made.author_id, made.author_name) == (None, "นายหนึ่ง")
    assert made.recorded_by == house.clerk.account_id


def test_withdrawing_an_order_cancels_its_work_and_the_proposal_waits_again(
    engine: Engine, house: Office, now: datetime, mayor: Actor, letter_id: int
) -> None:
    today = now.date()
    with db.begin(engine) as session:
        asked = endorsements.propose(session, house.clerk, now, letter_id=letter_id, text="เสนอ")
        made = endorsements.order(
            session, mayor, now, letter_id=letter_id, text="มอบ", proposal_id=asked.id,
            to=[Holder(account_id=house.colleague.account_id)],
        )  # fmt: skip
        assert made.id is not None
        assert asked.id is not None
        with pytest.raises(NotAllowed):
            endorsements.withdraw(session, house.colleague, now, endorsement_id=made.id, reason="x")
        with pytest.raises(Stale):
            endorsements.withdraw(session, house.clerk, now, endorsement_id=asked.id, reason="x")
        endorsements.withdraw(session, mayor, now, endorsement_id=made.id, reason="สั่งผิดเรื่อง")
        assert in_tray.given_to(session, house.colleague, today) == []
        assert [one.proposal.id for one in in_tray.waiting_for(session, mayor, today)] == [asked.id]
        assert len(endorsements.on_letter(session, mayor, letter_id)) == 2
        endorsements.withdraw(session, house.clerk, now, endorsement_id=asked.id, reason="ทำใหม่")
        assert in_tray.waiting_for(session, mayor, today) == []


def test_a_proposal_sent_back_is_answered_by_its_note(
    engine: Engine, house: Office, now: datetime, mayor: Actor, letter_id: int
) -> None:
    with db.begin(engine) as session:
        asked = endorsements.propose(session, house.clerk, now, letter_id=letter_id, text="เสนอ")
        with pytest.raises(NotAllowed, match="ไม่ได้รอท่าน"):
            endorsements.note(session, house.colleague, now, letter_id=letter_id, text="แก้",
                              answers=asked.id)  # fmt: skip
        endorsements.note(session, mayor, now, letter_id=letter_id, text="แก้", answers=asked.id)
        assert in_tray.laid_out(session, house.clerk) == []
        with pytest.raises(Stale):
            endorsements.order(session, mayor, now, letter_id=letter_id, text="ทราบ",
                               proposal_id=asked.id)  # fmt: skip


def work_for(engine: Engine, now: datetime, mayor: Actor, letter_id: int, to: Holder) -> Assignment:
    with db.begin(engine) as session:
        endorsements.order(session, mayor, now, letter_id=letter_id, text="มอบ", to=[to])
        return session.exec(select(Assignment)).one()


def test_work_is_accepted_handed_over_returned_and_done_with_its_history(
    engine: Engine, house: Office, now: datetime, mayor: Actor, letter_id: int
) -> None:
    a, b = house.colleague, house.clerk
    work = work_for(engine, now, mayor, letter_id, Holder(account_id=a.account_id))
    steps = [
        (a, "accept", {}), (a, "hand_over", {"to": Holder(account_id=b.account_id)}),
        (b, "return", {"note": "ไม่ใช่หน้าที่"}), (mayor, "hand_over",
        {"to": Holder(account_id=a.account_id), "note": "ยืนยัน"}), (a, "done", {}),
        (mayor, "reopen", {"note": "ยังขาดเอกสาร"}), (a, "done", {"note": "ส่งแล้ว"}),
    ]  # fmt: skip
    with db.begin(engine) as session:
        for version, (who, act, more) in enumerate(steps, start=1):
            assert work.id is not None
            moved = assignments.move(session, who, now, assignment_id=work.id, act=act,
                                     version=version, **more)  # fmt: skip
        assert moved.state is AssignmentState.DONE
        (shown,) = in_tray.on_letter(session, b, letter_id, now.date())
        assert [one.act for one in shown.steps] == ["give", *(act for _, act, _ in steps)]
        assert shown.holder == "chamkho2"


#: Act, who tries it, with what, how it is refused.
REFUSED: list[tuple[str, str, dict[str, object], type[TrackerError]]] = [
    ("return", "colleague", {}, BadValue),
    ("accept", "clerk", {}, NotAllowed),
    ("cancel", "colleague", {"note": "x"}, NotAllowed),
    ("accept", "stranger", {}, NotFound),
    ("reopen", "colleague", {"note": "x"}, Stale),
    ("accept", "colleague", {"version": 9}, Stale),
    ("hand_over", "colleague", {}, BadValue),
    ("hand_over", "colleague", {"to": Holder()}, BadValue),
    ("hand_over", "colleague", {"to": Holder(unit_id=99)}, NotFound),
    ("burn", "colleague", {}, NotFound),
]


def test_moves_that_are_refused_change_nothing(
    engine: Engine, house: Office, now: datetime, mayor: Actor, letter_id: int
) -> None:
    work = work_for(engine, now, mayor, letter_id, Holder(account_id=house.colleague.account_id))
    for act, who, more, error in REFUSED:
        with pytest.raises(error), db.begin(engine) as session:
            assignments.move(session, getattr(house, who), now, act=act,
                             **{"assignment_id": work.id, "version": 1, **more})  # fmt: skip
    with db.look(engine) as session:
        assert session.get_one(Assignment, work.id).state is AssignmentState.GIVEN


def test_an_absent_holders_work_lies_on_his_stand_ins_table(
    engine: Engine, house: Office, now: datetime, mayor: Actor, letter_id: int
) -> None:
    today = now.date()
    work = work_for(engine, now, mayor, letter_id, Holder(account_id=house.colleague.account_id))
    with db.begin(engine) as session:
        assert in_tray.given_to(session, house.clerk, today) == []
        deputies.leave(
            session, house.colleague, now, account_id=house.colleague.account_id,
            first_day=today, last_day=today, stand_in_id=house.clerk.account_id,
        )  # fmt: skip
        (shown,) = in_tray.given_to(session, house.clerk, today)
        assert shown.assignment.id == work.id
        assert "accept" in shown.acts


def test_a_head_of_a_unit_orders_within_his_unit_only(
    engine: Engine, house: Office, now: datetime, mayor: Actor, letter_id: int
) -> None:
    with db.begin(engine) as session:
        unit = posts.add_unit(session, house.admin, now, office_id=mayor.office_id, name="กองช่าง")
        for who, post in ((house.clerk, Post.UNIT_HEAD), (house.colleague, Post.MEMBER)):
            posts.appoint(
                session, house.admin, now, office_id=mayor.office_id, post=post,
                account_id=who.account_id, unit_id=unit.id, first_day=FIRST,
            )  # fmt: skip
        with pytest.raises(NotAllowed, match="ภายในกอง"):
            endorsements.order(session, house.clerk, now, letter_id=letter_id, text="มอบ",
                               to=[Holder(account_id=mayor.account_id)])  # fmt: skip
        made = endorsements.order(session, house.clerk, now, letter_id=letter_id, text="มอบ",
                                  to=[Holder(account_id=house.colleague.account_id)])  # fmt: skip
        assert made.author_title == "ผู้อำนวยการกองช่าง"
        with pytest.raises(BadValue, match="อยู่แล้ว"):
            endorsements.order(session, house.clerk, now, letter_id=letter_id, text="อีก",
                               to=[Holder(account_id=house.colleague.account_id)])  # fmt: skip


def test_bad_input_is_refused_in_a_sentence(
    engine: Engine, house: Office, now: datetime, mayor: Actor, letter_id: int
) -> None:
    with db.begin(engine) as session:
        for text, problem in (("  ", "พิมพ์ข้อความ"), ("ก" * 5000, "ยาวเกิน")):
            with pytest.raises(BadValue, match=problem):
                endorsements.note(session, mayor, now, letter_id=letter_id, text=text)
        with pytest.raises(BadValue, match="ตนเอง"):
            endorsements.propose(session, mayor, now, letter_id=letter_id, text="x",
                                 to_account_id=mayor.account_id)  # fmt: skip
        with pytest.raises(BadValue, match="สั่งการได้เลย"):
            endorsements.propose(session, mayor, now, letter_id=letter_id, text="x")
        with pytest.raises(BadValue, match="ในหน่วยงาน"):
            endorsements.propose(session, house.clerk, now, letter_id=letter_id, text="x",
                                 to_account_id=house.stranger.account_id)  # fmt: skip
        with pytest.raises(BadValue, match="ผ่านไปแล้ว"):
            endorsements.order(session, mayor, now, letter_id=letter_id, text="x",
                               to=[Holder(account_id=house.clerk.account_id)],
                               due_on=date(2026, 11, 22))  # fmt: skip
        with pytest.raises(NotFound):
            endorsements.note(session, house.stranger, now, letter_id=letter_id, text="x")
        with pytest.raises(NotAllowed, match="รับไว้"):
            endorsements.note(session, house.province, now, letter_id=letter_id, text="x")


def test_secret_letters_keep_their_orders_on_paper(
    engine: Engine, house: Office, now: datetime, mayor: Actor, letter_id: int
) -> None:
    with db.begin(engine) as session:
        endorsements.propose(session, house.clerk, now, letter_id=letter_id, text="เสนอ")
        session.get_one(Letter, letter_id).secrecy = Secrecy.SECRET
        session.flush()
        with pytest.raises(NotAllowed, match="ชั้นความลับ"):
            endorsements.note(session, mayor, now, letter_id=letter_id, text="x")
        assert in_tray.waiting_for(session, mayor, now.date()) == []
        assert endorsements.on_letter(session, mayor, letter_id) == []


def test_a_switched_off_account_gets_no_work(
    engine: Engine, house: Office, now: datetime, mayor: Actor, letter_id: int
) -> None:
    with db.begin(engine) as session:
        session.get_one(Account, house.colleague.account_id).active = False
        session.flush()
        with pytest.raises(BadValue):
            endorsements.order(session, mayor, now, letter_id=letter_id, text="มอบ",
                               to=[Holder(account_id=house.colleague.account_id)])  # fmt: skip
        other = replace(mayor, office_id=house.stranger.office_id)
        with pytest.raises(NotAllowed):
            endorsements.order(session, other, now, letter_id=letter_id, text="มอบ")


STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 3), st.integers(0, 4)), max_size=12
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_whatever_is_tried_work_has_one_holder_and_a_whole_history(
    engine: Engine, house: Office, now: datetime, mayor: Actor, letter_id: int,
    steps: list[tuple[str, int, int]],
) -> None:  # fmt: skip
    people = [mayor, house.clerk, house.colleague, house.stranger]
    with db.look(engine) as session:
        unit = posts.add_unit(session, house.admin, now, office_id=mayor.office_id, name="กองช่าง")
        targets = [Holder(account_id=one.account_id) for one in people] + [Holder(unit.id)]
        endorsements.order(session, mayor, now, letter_id=letter_id, text="มอบ", to=targets[1:2])
        work = session.exec(select(Assignment)).one()
        assert work.id is not None
        done = 0
        for act, who, to in steps:
            was, version = work.state, work.version
            try:
                assignments.move(session, people[who], now, assignment_id=work.id, act=act,
                                 version=version, note="เหตุผล", to=targets[to])  # fmt: skip
            except TrackerError:
                assert (work.state, work.version) == (was, version)
                continue
            done += 1
            assert was in ACTS[act][0]
            assert work.state is ACTS[act][1]
            assert work.version == version + 1
            assert (work.unit_id is None) != (work.account_id is None)
        (shown,) = in_tray.on_letter(session, mayor, letter_id, now.date())
        assert len(shown.steps) == done + 1
        assert (shown.steps[-1].unit_id, shown.steps[-1].account_id) == (
            work.unit_id, work.account_id,
        )  # fmt: skip
