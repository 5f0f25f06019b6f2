"""Letters out: nothing has a number before it is signed, and signing does all that follows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.tracker.office import Office
from tests.tracker.writing import SIGNED, drafted, issued, received
from tracker import audit, chains, circulation, db, intake, letters, outgoing, outgoing_issue
from tracker.errors import BadValue, NotAllowed, NotFound, Stale
from tracker.models import ChainLink, Duty, Entry, Letter, LetterReference, Outgoing
from tracker.outgoing_content import DUE_MARK, Recipient, recipients, understood
from tracker.sending import Issued
from tracker.vocabulary import (
    Capacity,
    DeliveryState,
    LetterKind,
    OutgoingKind,
    OutgoingState,
    Secrecy,
    Via,
)

DAY = date(2026, 11, 23)


def test_a_covering_letter_is_drafted_from_the_one_received(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter_id = received(engine, house.province, now)
    with db.begin(engine) as session:
        draft = outgoing.draft_from(
            session, house.province, now, letter_id=letter_id, kind=OutgoingKind.RELAY
        )
        view = outgoing.one(session, house.province, draft.id or 0)
    content = view.content
    assert content.to_text.startswith("นายอำเภอ ทุกอำเภอ") and content.circular
    assert len([x for x in view.recipients if x.name.startswith("อำเภอ")]) == 8
    assert content.enclosures[0].text.startswith(
        "สำเนาหนังสือกรมส่งเสริมการปกครองท้องถิ่น ที่ มท ๐๘๐๘.๓/ว ๙๑๒ ลงวันที่ ๑๐ มีนาคม ๒๕๖๙"
    )
    assert "ด้วยจังหวัดระยองได้รับแจ้งจากกรมส่งเสริมการปกครองท้องถิ่น" in content.body
    assert content.due_on is not None and content.due_on < date(2026, 12, 30)
    assert DUE_MARK in content.body and DUE_MARK not in content.printed_body()
    assert (view.state, view.ref_no, view.letter_id) == (OutgoingState.DRAFT, None, None)
    assert view.missing == ("ยังไม่มีชื่อผู้ลงนาม",)


def test_signing_gives_the_number_and_does_all_that_follows(
    engine: Engine, house: Office, now: datetime
) -> None:
    source = received(engine, house.province, now)
    draft = drafted(engine, house.province, now, source)
    done = issued(engine, house.province, now, draft, DAY)
    assert done.ref_no == f"รย 0023/ว {done.number}"
    with db.look(engine) as session:
        kept = session.get_one(Outgoing, draft.id)
        assert (kept.state, kept.ref_no, kept.dated) == (OutgoingState.ISSUED, done.ref_no, DAY)
        letter = session.get_one(Letter, kept.letter_id)
        assert (letter.ref_no, letter.date, letter.circular) == (done.ref_no, DAY, True)
        assert letter.identity == f"{done.ref_no.replace(' ', '')}|2569"
        assert letter.issuer == "จังหวัดระยอง" and letter.text and "เรื่อง" in letter.text
        link = session.exec(select(ChainLink).where(ChainLink.from_letter_id == letter.id)).one()
        assert (link.to_letter_id, link.via) == (source, Via.ENCLOSURE)
        cited = session.exec(
            select(LetterReference).where(LetterReference.letter_id == letter.id)
        ).one()
        assert (cited.ref_no, cited.how) == ("มท 0808.3/ว 912", "enclosure")
        assert session.get_one(Entry, done.entry_id).letter_id == letter.id
        sent = circulation.deliveries(session, house.province, letter_id=letter.id or 0, now=now)
        assert len(sent) == len(kept.recipients) > 8
        assert {x.state for x in sent} == {DeliveryState.SENT}
        assert {x.due_on for x in sent} == {understood(kept.content).due_on}
        own = [
            x for x in circulation.deliveries(session, house.province, letter_id=source, now=now)
            if x.office_id == house.province.office_id
        ]  # fmt: skip
        assert [x.state for x in own] == [DeliveryState.PASSED_ON]
        duties = session.exec(select(Duty).where(Duty.letter_id == letter.id)).all()
        assert {x.due_on for x in duties} == {understood(kept.content).due_on}
        assert chains.directives_of(session, house.province, letter.id or 0)
        assert letters.letter(session, house.province, letter.id or 0).lines == ()
        assert audit.verify(session) == []


def test_an_answer_goes_up_and_closes_what_waited(
    engine: Engine, house: Office, now: datetime
) -> None:
    source = received(engine, house.province, now)
    with pytest.raises(BadValue, match="เว้นไว้ให้กรอก"):
        issued(engine, house.province, now,
               drafted(engine, house.province, now, source, OutgoingKind.ANSWER), DAY)  # fmt: skip
    draft = drafted(engine, house.province, now, source, OutgoingKind.ANSWER, body="ขอรายงานผล")
    assert draft.recipients[0]["name"] == "กรมส่งเสริมการปกครองท้องถิ่น"
    issued(engine, house.province, now, draft, DAY)
    with db.look(engine) as session:
        own = circulation.deliveries(session, house.province, letter_id=source, now=now)
        state = [x.state for x in own if x.office_id == house.province.office_id]
        assert state == [DeliveryState.ANSWERED]
        open_ = session.exec(
            select(Duty).where(Duty.letter_id == source, Duty.state == "open")
        ).all()
        assert [x for x in open_ if x.office_id == house.province.office_id] == []


def test_nothing_is_numbered_before_signature_or_twice(
    engine: Engine, house: Office, now: datetime
) -> None:
    source = received(engine, house.province, now)
    draft = drafted(engine, house.province, now, source)
    with pytest.raises(BadValue, match="เสนอลงนาม"), db.begin(engine) as session:
        outgoing_issue.sign_and_issue(
            session, house.province, now, outgoing_id=draft.id or 0, version=draft.version,
            dated=DAY, read=intake.read_citation,
        )  # fmt: skip
    with db.begin(engine) as session:
        waiting = outgoing.submit(
            session, house.province, now, outgoing_id=draft.id or 0, version=draft.version
        )

    def sign(_: int) -> Issued | BadValue | Stale:
        try:
            with db.begin(engine) as session:
                return outgoing_issue.sign_and_issue(
                    session, house.province, now, outgoing_id=draft.id or 0,
                    version=waiting.version, dated=DAY, read=intake.read_citation,
                )  # fmt: skip
        except (BadValue, Stale) as refusal:
            return refusal

    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(sign, range(4)))
    numbers = [x for x in got if isinstance(x, Issued)]
    assert len(numbers) == 1
    assert all("ออกเลขแล้ว" in str(x) for x in got if not isinstance(x, Issued))
    with db.look(engine) as session:
        lines = session.exec(select(Entry).where(Entry.ref_no == numbers[0].ref_no)).all()
        assert len(lines) == 1


def test_a_letter_before_its_source_or_in_the_future_is_refused_and_takes_no_number(
    engine: Engine, house: Office, now: datetime
) -> None:
    source = received(engine, house.province, now)
    draft = drafted(engine, house.province, now, source)
    for day, said in ((date(2026, 3, 9), "ก่อนวันที่ของหนังสือต้นเรื่อง"), (DAY + timedelta(1), "อนาคต")):
        with pytest.raises(BadValue, match=said):
            issued(engine, house.province, now, draft, day)
        with db.begin(engine) as session:
            draft = session.get_one(Outgoing, draft.id)
            draft = outgoing.recall(
                session, house.province, now, outgoing_id=draft.id or 0, version=draft.version
            )
    done = issued(engine, house.province, now, draft, DAY)
    assert done.number == 1


def test_passing_back_to_who_sent_it_is_refused(
    engine: Engine, house: Office, now: datetime
) -> None:
    source = received(engine, house.province, now)
    draft = drafted(engine, house.province, now, source)
    with db.begin(engine) as session:
        sender = session.get_one(Letter, source).issuer_office_id
        back = [Recipient(office_id=sender, name="กรมส่งเสริมการปกครองท้องถิ่น")]
        draft = outgoing.save(
            session, house.province, now, outgoing_id=draft.id or 0, version=draft.version,
            values={}, to=back,
        )  # fmt: skip
    with pytest.raises(BadValue, match="วนกลับ"):
        issued(engine, house.province, now, draft, DAY)
    with db.look(engine) as session:
        assert session.get_one(Outgoing, draft.id).state is OutgoingState.WAITING_SIGNATURE
        assert session.exec(select(Entry).where(Entry.ref_no.like("รย 0023/%"))).all() == []  # type: ignore[union-attr]


def test_two_who_edit_at_once_and_strangers(engine: Engine, house: Office, now: datetime) -> None:
    draft = drafted(engine, house.clerk, now, None, OutgoingKind.NEW)
    with db.begin(engine) as session:
        outgoing.save(session, house.clerk, now, outgoing_id=draft.id or 0,
                      version=draft.version, values={"subject": "การประชุม"})  # fmt: skip
    with pytest.raises(Stale), db.begin(engine) as session:
        outgoing.save(session, house.colleague, now, outgoing_id=draft.id or 0,
                      version=draft.version, values={"subject": "อย่างอื่น"})  # fmt: skip
    with pytest.raises(NotFound), db.look(engine) as session:
        outgoing.one(session, house.stranger, draft.id or 0)
    with pytest.raises(NotAllowed), db.begin(engine) as session:
        outgoing.save(session, house.district, now, outgoing_id=draft.id or 0, version=2,
                      values={"subject": "ของอำเภอ"})  # fmt: skip


def test_recipients_stand_once_and_those_in_no_list_by_their_name() -> None:
    named = [{"name": "มูลนิธิ  ตัวอย่าง"}, {"name": "มูลนิธิ ตัวอย่าง"}, {"name": " "}]
    listed = [{"office_id": 7, "name": "อำเภอแกลง"}, {"office_id": 7, "name": "แกลง"}]
    once = recipients([*named, *listed])
    assert [(x.office_id, x.name) for x in once] == [(None, "มูลนิธิ  ตัวอย่าง"), (7, "อำเภอแกลง")]
    with pytest.raises(BadValue, match="ผู้รับเกิน"):
        recipients([{"name": str(number)} for number in range(20_001)])
    with pytest.raises(BadValue, match="อ่านไม่ได้"):
        recipients([{"office_id": "x", "name": "ก"}])


def test_a_secret_letter_is_not_drafted_and_one_not_held_neither(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter_id = received(engine, house.province, now)
    for actor, wrong in ((house.clerk, NotFound), (house.admin, BadValue)):
        with pytest.raises(wrong), db.begin(engine) as session:
            outgoing.draft_from(session, actor, now, letter_id=letter_id, kind=OutgoingKind.ANSWER)
    with db.begin(engine) as session:
        session.get_one(Letter, letter_id).secrecy = Secrecy.SECRET
    with pytest.raises(BadValue, match="ชั้นความลับ"), db.begin(engine) as session:
        outgoing.draft_from(
            session, house.province, now, letter_id=letter_id, kind=OutgoingKind.RELAY
        )


def test_a_draft_that_is_given_up_stays_with_its_reason(
    engine: Engine, house: Office, now: datetime
) -> None:
    draft = drafted(engine, house.clerk, now, None, OutgoingKind.NEW)
    act = {"outgoing_id": draft.id or 0, "version": draft.version}
    with pytest.raises(BadValue, match="เหตุผล"), db.begin(engine) as session:
        outgoing.cancel(session, house.clerk, now, reason=" ", **act)
    with db.begin(engine) as session:
        outgoing.cancel(session, house.clerk, now, reason="ส่งทางอื่นแล้ว", **act)
    with pytest.raises(BadValue, match="ยกเลิกไปแล้ว"), db.begin(engine) as session:
        outgoing.save(session, house.clerk, now, values=SIGNED, outgoing_id=draft.id or 0,
                      version=draft.version + 1)  # fmt: skip
    with db.look(engine) as session:
        found = outgoing.listed(session, house.clerk, state=OutgoingState.CANCELLED)
        assert [x.cancel_reason for x in found.items] == ["ส่งทางอื่นแล้ว"]
        assert outgoing.listed(session, house.clerk, state=OutgoingState.DRAFT).total == 0


def test_the_letterhead_is_remembered(engine: Engine, house: Office, now: datetime) -> None:
    drafted(engine, house.clerk, now, None, OutgoingKind.NEW, address="เลขที่ 1 หมู่ 2",
            phone="0-3800-0000", form=LetterKind.MEMO)  # fmt: skip
    with db.begin(engine) as session:
        again = outgoing.draft_from(session, house.colleague, now)
        content = understood(again.content)
    assert (content.address, content.phone) == ("เลขที่ ๑ หมู่ ๒", "๐-๓๘๐๐-๐๐๐๐")
    assert content.sender == "สำนักงานเทศบาลตำบลชำฆ้อ" and content.form is LetterKind.EXTERNAL


def test_a_copy_asks_no_more_than_to_know(engine: Engine, house: Office, now: datetime) -> None:
    source = received(engine, house.province, now)
    draft = drafted(engine, house.province, now, source)
    with db.begin(engine) as session:
        to = list(recipients(draft.recipients))
        to[0] = to[0].model_copy(update={"capacity": Capacity.COPY})
        draft = outgoing.save(
            session, house.province, now, outgoing_id=draft.id or 0, version=draft.version,
            values={}, to=to,
        )  # fmt: skip
    issued(engine, house.province, now, draft, DAY)
    with db.look(engine) as session:
        letter_id = session.get_one(Outgoing, draft.id).letter_id or 0
        sent = circulation.deliveries(session, house.province, letter_id=letter_id, now=now)
        copy = next(x for x in sent if x.capacity is Capacity.COPY)
        assert copy.due_on is None
        assert not [
            x for x in session.exec(select(Duty).where(Duty.letter_id == letter_id))
            if x.office_id == copy.office_id
        ]  # fmt: skip
