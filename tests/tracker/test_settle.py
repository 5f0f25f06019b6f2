"""Confirming: one number, one letter, whatever is clicked, dropped or misread."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from tests.tracker import bundles
from tests.tracker.bundles import LINKS, department, drop, ministry, province, reading
from tests.tracker.office import Office
from tracker import audit, db, intake, letters
from tracker.actor import Actor
from tracker.draft_view import Confirmation
from tracker.errors import AlreadySettled, BadValue, NotFound, NotReady
from tracker.models import Arrival, Entry, Letter, LetterDoubt, LetterHolding, Stored
from tracker.vocabulary import ArrivalState


def bundle(number: str = "ว 55", to: str = "นายกเทศมนตรีตำบลชำฆ้อ") -> bundles.Values:
    return reading(province(number, to), department(), ministry(), links=LINKS)


def settle(engine: Engine, actor: Actor, now: datetime, arrival: int) -> Confirmation:
    with db.begin(engine) as session:
        return intake.settle(session, actor, now, arrival_id=arrival)


def count(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def test_the_cover_gets_the_number_and_all_letters_are_kept(
    engine: Engine, house: Office, now: datetime
) -> None:
    arrival = drop(engine, house.clerk, now, bundle())
    done = settle(engine, house.clerk, now, arrival)
    assert (done.number, done.year, len(done.entries)) == (1, 2569, 1)
    with db.look(engine) as session:
        assert count(session, Letter) == 3
        cover = session.get_one(Letter, done.letter_id)
        assert (cover.ref_no, cover.identity) == ("รย 0023.3/ว 55", "รย0023.3/ว55|2569")
        assert (cover.agency, cover.unit_code, cover.circular, cover.number) == (
            "รย", "0023.3", True, "55")  # fmt: skip
        entry = session.get_one(Entry, done.entry_id)
        assert (entry.from_text, entry.to_text) == ("จังหวัดระยอง", "นายกเทศมนตรีตำบลชำฆ้อ")
        assert session.get_one(Arrival, arrival).state is ArrivalState.SETTLED
        assert audit.verify(session) == []


def test_two_clerks_who_confirm_at_once_give_one_number(
    engine: Engine, house: Office, now: datetime
) -> None:
    arrival = drop(engine, house.clerk, now, bundle())

    def confirm(actor: Actor) -> Confirmation | AlreadySettled:
        try:
            return settle(engine, actor, now, arrival)
        except AlreadySettled as wrong:
            return wrong

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(confirm, [house.clerk, house.colleague] * 3))
    refused = [one for one in answers if isinstance(one, AlreadySettled)]
    assert len(refused) == 5
    assert all("เลขรับ 1/2569" in str(one) and one.number == 1 for one in refused)
    with db.look(engine) as session:
        assert count(session, Entry) == 1


def test_bundles_confirmed_at_once_are_numbered_without_gap_and_share_letters(
    engine: Engine, house: Office, now: datetime
) -> None:
    arrivals = [
        drop(engine, house.clerk, now, bundle(f"ว {n}"), name=f"{n}.pdf") for n in range(1, 17)
    ]
    actors = [house.clerk, house.colleague] * 8
    with ThreadPoolExecutor(16) as pool:
        done = list(pool.map(lambda pair: settle(engine, pair[0], now, pair[1]),
                             zip(actors, arrivals, strict=True)))  # fmt: skip
    assert sorted(one.number for one in done) == list(range(1, 17))
    with db.look(engine) as session:
        # The department's and the ministry's letter are known once, with sixteen copies each.
        assert count(session, Letter) == 18
        assert audit.verify(session) == []


def test_one_letter_of_two_bundles_is_kept_once_and_conflicts_are_shown(
    engine: Engine, house: Office, now: datetime
) -> None:
    other = ministry()
    other["subject"]["value"] = "การสำรวจข้อมูลแหล่งนํ้า ประจำปี"
    other["date"] = bundles.field("2026-03-07", raw="๗ มีนาคม ๒๕๖๙")
    theirs = reading(province("ว 56", "นายกเทศมนตรีตำบลพลา"), department(), other, links=LINKS)
    settle(engine, house.clerk, now, drop(engine, house.clerk, now, bundle()))
    settle(engine, house.stranger, now, drop(engine, house.stranger, now, theirs))
    with db.look(engine) as session:
        known = session.exec(select(Letter).where(Letter.ref_no == "มท 0211.2/4410")).all()
        assert len(known) == 1
        assert known[0].id is not None
        assert known[0].date is not None
        assert known[0].date.isoformat() == "2026-03-01"
        held = session.exec(
            select(LetterHolding.office_id).where(LetterHolding.letter_id == known[0].id)
        ).all()
        assert sorted(held) == sorted([house.clerk.office_id, house.stranger.office_id])
        conflicts = session.exec(
            select(LetterDoubt).where(LetterDoubt.letter_id == known[0].id)
        ).all()
        assert {one.field for one in conflicts} == {"date", "subject"}
        assert any("7 มีนาคม 2569" in one.reason for one in conflicts)
        seen = letters.letter(session, house.province, known[0].id)
        differs = {copy.office_id: copy.differs for copy in seen.copies}
        assert differs[house.clerk.office_id] == {}
        assert differs[house.stranger.office_id]["date"] == "2026-03-07"
        # Each municipality sees its own copy only, and no doubt of the other's.
        mine = letters.letter(session, house.clerk, known[0].id)
        assert [copy.office_id for copy in mine.copies] == [house.clerk.office_id]
        assert mine.doubts == ()


def test_letters_that_share_a_number_but_nothing_else_stay_two(
    engine: Engine, house: Office, now: datetime
) -> None:
    first = bundles.letter("1", "มท 0808.3/ว 912", "2026-03-10", "กรมส่งเสริมการปกครองท้องถิ่น",
                           "การสำรวจข้อมูลแหล่งน้ำ", role="cover")  # fmt: skip
    second = bundles.letter("1", "มท 0808.3/ว 912", "2026-05-02", "กรมส่งเสริมการปกครองท้องถิ่น",
                            "ขอเชิญประชุมผู้บริหาร", role="cover")  # fmt: skip
    settle(engine, house.clerk, now, drop(engine, house.clerk, now, reading(first)))
    arrival = drop(engine, house.clerk, now, reading(second))
    with db.look(engine) as session:
        (double,) = intake.draft(session, house.clerk, arrival).letters[0].doubles
        assert "วันที่หรือเรื่องต่างกัน" in double.why
    settle(engine, house.clerk, now, arrival)
    with db.look(engine) as session:
        assert count(session, Letter) == 2


def test_the_same_letter_in_another_scan_is_shown_and_the_clerk_decides(
    engine: Engine, house: Office, now: datetime
) -> None:
    settle(engine, house.clerk, now, drop(engine, house.clerk, now, bundle(), name="1.pdf"))
    arrival = drop(engine, house.clerk, now, bundle(), name="2.pdf")
    with db.look(engine) as session:
        (double,) = intake.draft(session, house.clerk, arrival).letters[0].doubles
    assert (double.entry_number, double.entry_year) == (1, 2569)
    assert "1/2569" in double.why
    again = settle(engine, house.clerk, now, arrival)
    assert again.number == 2
    with db.look(engine) as session:
        assert count(session, Letter) == 3


def test_the_same_file_again_gives_the_same_letters(
    engine: Engine, house: Office, now: datetime
) -> None:
    read = reading(bundles.letter("1", None, None, None, "บันทึกไม่มีเลข", role="cover"))
    first = drop(engine, house.clerk, now, read)
    settle(engine, house.clerk, now, first)
    second = drop(engine, house.clerk, now, read)
    with db.look(engine) as session:
        view = intake.draft(session, house.clerk, second)
        assert view.same_file == ((first, now),)
    settle(engine, house.clerk, now, second)
    with db.look(engine) as session:
        assert count(session, Letter) == 1


def test_an_attachment_without_number_is_known_by_what_carries_it(
    engine: Engine, house: Office, now: datetime
) -> None:
    annex = bundles.letter("4", None, None, None, "แบบสำรวจข้อมูลแหล่งน้ำรายหมู่บ้าน", kind="annex")
    links = (*LINKS, bundles.link("3", "4"))
    for number, actor in (("ว 55", house.clerk), ("ว 56", house.stranger)):
        read = reading(province(number, "x"), department(), ministry(), annex, links=links)
        settle(engine, actor, now, drop(engine, actor, now, read))
    with db.look(engine) as session:
        assert count(session, Letter) == 5


def test_several_covers_get_a_number_each_or_the_clerk_chooses(
    engine: Engine, house: Office, now: datetime
) -> None:
    def covers(n: int) -> bundles.Values:
        return reading(
            bundles.letter("1", f"รย 0023.3/{n}", "2026-03-20", "จังหวัดระยอง", "เรื่องหนึ่ง",
                           role="cover"),
            bundles.letter("2", f"รย 0023.3/{n + 1}", "2026-03-20", "จังหวัดระยอง", "อีกเรื่องหนึ่ง",
                           role="cover"),
        )  # fmt: skip

    both = settle(engine, house.clerk, now, drop(engine, house.clerk, now, covers(10)))
    assert [one.number for one in both.entries] == [1, 2]
    arrival = drop(engine, house.clerk, now, covers(20))
    with pytest.raises(BadValue), db.begin(engine) as session:
        intake.settle(session, house.clerk, now, arrival_id=arrival, letter_ids=["9"])
    with db.begin(engine) as session:
        one = intake.settle(session, house.clerk, now, arrival_id=arrival, letter_ids=["2"])
    assert [line.number for line in one.entries] == [3]
    with db.look(engine) as session:
        assert session.get_one(Letter, one.letter_id).ref_no == "รย 0023.3/21"


def test_a_file_of_attachments_only_registers_the_first(
    engine: Engine, house: Office, now: datetime
) -> None:
    read = reading(bundles.letter("1", None, None, None, "แบบฟอร์ม", kind="annex"))
    done = settle(engine, house.clerk, now, drop(engine, house.clerk, now, read))
    assert done.number == 1


def test_an_unreadable_file_is_registered_by_hand(
    engine: Engine, house: Office, now: datetime
) -> None:
    arrival = drop(engine, house.clerk, now, None, error="ไฟล์มีรหัสผ่าน")
    with db.look(engine) as session:
        view = intake.draft(session, house.clerk, arrival)
        assert (view.state, view.by_hand, view.error) == (
            ArrivalState.FAILED, True, "ไฟล์มีรหัสผ่าน")  # fmt: skip
    with pytest.raises(BadValue, match="อย่างน้อยหนึ่งช่อง"):
        settle(engine, house.clerk, now, arrival)
    received = now - timedelta(days=400)
    values = {"ref_no": "มท ๐๘๐๘.๓/ว ๙๑๓", "date": "๑๑ มีนาคม ๒๕๖๘", "subject": "เรื่องที่พิมพ์เอง",
              "issuer": "กรมส่งเสริมการปกครองท้องถิ่น"}  # fmt: skip
    with db.begin(engine) as session:
        done = intake.settle_by_hand(
            session, house.clerk, now, arrival_id=arrival, values=values, received_at=received
        )
    assert (done.number, done.year) == (1, 2568)
    with db.look(engine) as session:
        entry = session.get_one(Entry, done.entry_id)
        assert (entry.received_at, entry.registered_at) == (received, now)
        assert session.get_one(Letter, done.letter_id).identity == "มท0808.3/ว913|2568"


def test_a_file_still_being_read_waits_or_goes_by_hand(
    engine: Engine, house: Office, now: datetime
) -> None:
    stored = Stored("b" * 64, 10, "application/pdf", "x.pdf", True)
    with db.begin(engine) as session:
        arrival = intake.take_in(session, house.clerk, now, stored=stored, filename="x.pdf")
        assert arrival.id is not None
        with pytest.raises(NotReady):
            intake.settle(session, house.clerk, now, arrival_id=arrival.id)
    with db.begin(engine) as session:
        done = intake.settle_by_hand(
            session, house.clerk, now, arrival_id=arrival.id, values={"subject": "ด่วน"}
        )
        job = intake.claim(session, owner="x", now=now, lease=timedelta(minutes=1))
        assert job is not None
        intake.finish(session, job.id, "x", now=now, result=bundle())
    with db.look(engine) as session:
        assert session.get_one(Arrival, arrival.id).state is ArrivalState.SETTLED
        assert session.get_one(Letter, done.letter_id).subject == "ด่วน"


def test_typed_values_and_answered_doubts_are_what_is_kept(
    engine: Engine, house: Office, now: datetime
) -> None:
    doubtful = bundles.letter("1", "รย 0023.8/ว 41", "2026-03-25", "อำเภอเขาชะเมา", role="cover",
                              doubts={"ref_no": "เลขไม่ชัด", "date": "วันไม่ชัด"})  # fmt: skip
    arrival = drop(engine, house.clerk, now, reading(doubtful))
    with db.begin(engine) as session:
        for name, value in (
            ("ref_no", "รย 0023.8/ว 47"),
            ("references", "อ้างถึง หนังสือจังหวัดระยอง ที่ รย ๐๐๒๓.๓/ว ๙ ลงวันที่ ๒๐ มีนาคม ๒๕๖๙"),
        ):
            view = intake.draft(session, house.clerk, arrival)
            path = f"letters.1.{name}"
            intake.type_value(session, house.clerk, now, arrival_id=arrival, path=path,
                              value=value, version=view.version)  # fmt: skip
        done = intake.settle(session, house.clerk, now, arrival_id=arrival)
    with db.look(engine) as session:
        seen = letters.letter(session, house.clerk, done.letter_id)
        assert seen.letter.ref_no == "รย 0023.8/ว 47"
        assert seen.letter.ref_no_printed == "รย 0023.8/ว 41"
        (cited,) = seen.citations
        assert (cited.ref_no, cited.how, cited.office) == (
            "รย 0023.3/ว 9",
            "reference",
            "จังหวัดระยอง",
        )
        settled = {one.field: one.settled_by for one in seen.doubts}
        assert settled == {"ref_no": house.clerk.account_id, "date": None}


def test_nobody_else_sees_the_letter(engine: Engine, house: Office, now: datetime) -> None:
    done = settle(engine, house.clerk, now, drop(engine, house.clerk, now, bundle()))
    with db.look(engine) as session:
        for actor in (house.clerk, house.district, house.province, house.admin):
            assert letters.letter(session, actor, done.letter_id).lines
        with pytest.raises(NotFound):
            letters.letter(session, house.stranger, done.letter_id)


def test_the_book_says_what_its_own_clerk_confirmed(
    engine: Engine, house: Office, now: datetime
) -> None:
    """A letter known from another office keeps its words there; this book says this clerk's."""
    settle(engine, house.stranger, now, drop(engine, house.stranger, now, bundle()))
    arrival = drop(engine, house.clerk, now, bundle())
    with db.begin(engine) as session:
        intake.type_value(
            session, house.clerk, now, arrival_id=arrival, path="letters.1.subject",
            value="การสำรวจบ่อน้ำตื้น", version=0,
        )  # fmt: skip
    done = settle(engine, house.clerk, now, arrival)
    with db.look(engine) as session:
        assert session.get_one(Entry, done.entry_id).subject == "การสำรวจบ่อน้ำตื้น"
        assert session.get_one(Letter, done.letter_id).subject == "การสำรวจข้อมูลแหล่งน้ำ"
