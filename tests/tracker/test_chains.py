"""The chain: lanes, days, receipts that can be true, gaps that stay visible."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.tracker import bundles
from tests.tracker.bundles import (
    LINKS,
    cite,
    department,
    drop,
    letter,
    link,
    ministry,
    province,
    reading,
    stamp,
)
from tests.tracker.office import Office
from tests.tracker.statements import said
from tracker import audit, chains, config, db, files, intake, samples
from tracker.actor import Actor
from tracker.chain_picture import ChainPicture, Hop, Receipt, Stay
from tracker.draft_view import Confirmation
from tracker.errors import NotFound
from tracker.models import ChainLink, Directive, Letter
from tracker.vocabulary import Via


def settle(
    engine: Engine, actor: Actor, now: datetime, read: bundles.Values, **more: Any
) -> Confirmation:
    arrival = drop(engine, actor, now, read, name=f"{id(read)}.pdf")
    with db.begin(engine) as session:
        return intake.settle(session, actor, now, arrival_id=arrival, **more)


def picture(engine: Engine, actor: Actor, directive_id: int) -> ChainPicture:
    with db.look(engine) as session:
        return chains.picture(session, actor, directive_id)


def lanes(shown: ChainPicture) -> list[tuple[str, str]]:
    return [(lane.level, lane.office_name) for lane in shown.lanes]


def test_a_bundle_becomes_a_picture_with_its_days(
    engine: Engine, house: Office, now: datetime
) -> None:
    read = reading(province("ว 55", "นายกเทศมนตรีตำบลชำฆ้อ"), department(), ministry(), links=LINKS)
    done = settle(
        engine, house.clerk, now, read, received_at=datetime(2026, 3, 24, tzinfo=now.tzinfo)
    )
    (directive,) = done.directive_ids
    shown = picture(engine, house.clerk, directive)
    assert lanes(shown) == [
        ("ministry", "กระทรวงมหาดไทย"),
        ("department", "กรมส่งเสริมการปกครองท้องถิ่น"),
        ("province", "จังหวัดระยอง"),
        ("local", "เทศบาลตำบลชำฆ้อ"),
    ]
    first, dla, rayong, local = shown.lanes
    assert (first.received, first.desk) == (None, None)
    assert dla.received == Receipt(date(2026, 3, 4), "811")
    assert dla.desk == Stay(date(2026, 3, 4), date(2026, 3, 10), 6)
    # The unnamed stamp of the 13th is the province's own, the group's of the 12th is not.
    assert rayong.received == Receipt(date(2026, 3, 13), "1500")
    assert rayong.desk == Stay(date(2026, 3, 13), date(2026, 3, 20), 7)
    assert local.received == Receipt(date(2026, 3, 24), "1")
    assert local.desk is None
    assert shown.hops == (
        Hop(0, 1, date(2026, 3, 1), date(2026, 3, 4), 3),
        Hop(1, 2, date(2026, 3, 10), date(2026, 3, 13), 3),
        Hop(2, 3, date(2026, 3, 20), date(2026, 3, 24), 4),
    )
    assert (shown.first_day, shown.last_day, shown.total_days, shown.slowest) == (
        date(2026, 3, 1), date(2026, 3, 20), 19, 2)  # fmt: skip


@pytest.mark.parametrize(
    ("stamps", "expected"),
    [
        ((), None),
        ((stamp(None, "9", "2026-03-05"),),
         (None, "วันที่ในตรารับ (5 มีนาคม 2569) อยู่ก่อนวันที่ของหนังสือ (10 มีนาคม 2569) จึงไม่นำมาใช้")),
        ((stamp("จังหวัดระยอง", "9", "2026-04-02"),),
         (None, "วันที่ในตรารับ (2 เมษายน 2569) อยู่หลังวันที่ออกหนังสือต่อ (20 มีนาคม 2569) จึงไม่นำมาใช้")),
        ((stamp("จังหวัดระยอง", "9", None, "ในตราไม่มีวันที่"),), (None, "ในตราไม่มีวันที่")),
        ((stamp("กลุ่มงานบริการ", "9", "2026-03-12"),),
         (date(2026, 3, 12), "เป็นตรารับของ กลุ่มงานบริการ หน่วยงานรับไว้ไม่ช้ากว่าวันนี้")),
        ((stamp("กลุ่มงานบริการ", "8", "2026-03-11"), stamp("จังหวัดระยอง", "9", "2026-03-12")),
         (date(2026, 3, 12), None)),
        ((stamp("จังหวัดระยอง", "9", "2026-03-14"), stamp("จังหวัดระยอง", "7", "2026-03-12")),
         (date(2026, 3, 12), None)),
        ((stamp("เทศบาลตำบลพลา", "9", "2026-03-12"),), None),
        ((stamp("จังหวัดชลบุรี", "9", "2026-03-12"),), None),
        ((stamp("จังหวัดพระนคร", "9", "2026-03-12"),),
         (None, "ตรารับเป็นของ จังหวัดพระนคร ไม่ใช่ จังหวัดระยอง")),
    ],
)  # fmt: skip
def test_only_a_stamp_that_can_be_true_is_a_receipt(
    engine: Engine, house: Office, now: datetime,
    stamps: tuple[bundles.Values, ...], expected: tuple[date | None, str | None] | None,
) -> None:  # fmt: skip
    read = reading(province("ว 55", "x"), department(stamps=stamps), ministry(), links=LINKS)
    (directive,) = settle(engine, house.clerk, now, read).directive_ids
    rayong = picture(engine, house.clerk, directive).lanes[2]
    got = rayong.received
    assert (None if got is None else (got.date, got.doubt)) == expected
    assert rayong.desk is not None
    if expected is None or expected[0] is None:
        # The most it can have been: from the day the letter above was signed.
        assert rayong.desk == Stay(date(2026, 3, 10), date(2026, 3, 20), 10, proven=False)
    else:
        assert (rayong.desk.start, rayong.desk.proven) == (expected[0], True)


def test_the_register_of_an_office_proves_more_than_a_stamp(
    engine: Engine, house: Office, now: datetime
) -> None:
    own = reading(department(role="cover"))
    settle(
        engine, house.province, now, own, received_at=datetime(2026, 3, 11, 9, tzinfo=now.tzinfo)
    )
    read = reading(province("ว 55", "x"), department(), ministry(), links=LINKS)
    (directive,) = settle(engine, house.clerk, now, read).directive_ids
    assert picture(engine, house.province, directive).lanes[2].received == Receipt(
        date(2026, 3, 11), "1"
    )
    # The municipality does not see the province's register, only the stamps on its own copy.
    assert picture(engine, house.clerk, directive).lanes[2].received == Receipt(
        date(2026, 3, 13), "1500"
    )


def test_a_directive_grows_when_letters_arrive_later(
    engine: Engine, house: Office, now: datetime
) -> None:
    lowest = settle(engine, house.clerk, now, reading(province("ว 55", "x")))
    assert lowest.directive_ids == ()
    middle = settle(engine, house.clerk, now, reading(department(role="cover")))
    (first,) = middle.directive_ids
    assert len(picture(engine, house.clerk, first).lanes) == 3
    top = settle(engine, house.clerk, now, reading(ministry(role="cover")))
    assert top.directive_ids == (first,)
    shown = picture(engine, house.clerk, first)
    assert [level for level, _ in lanes(shown)] == ["ministry", "department", "province", "local"]
    with db.look(engine) as session:
        directive = session.get_one(Directive, first)
        assert session.get_one(Letter, directive.root_letter_id).ref_no == "มท 0211.2/4410"


def test_two_directives_that_prove_to_be_one_are_joined(
    engine: Engine, house: Office, now: datetime
) -> None:
    other = letter("2", "มท 0808.3/ว 950", "2026-03-11", "กรมส่งเสริมการปกครองท้องถิ่น",
                   cites=(cite("มท 0211.2/4410", "2026-03-01"),))  # fmt: skip
    one = settle(engine, house.clerk, now,
                 reading(province("ว 55", "x"), department(), links=LINKS[:1]))  # fmt: skip
    two = settle(
        engine, house.clerk, now,
        reading(province("ว 56", "x", cites=(cite("มท 0808.3/ว 950", "2026-03-11"),)), other,
                links=LINKS[:1]),
    )  # fmt: skip
    assert one.directive_ids != two.directive_ids
    joined = settle(engine, house.clerk, now, reading(ministry(role="cover")))
    assert joined.directive_ids == one.directive_ids
    with db.look(engine) as session:
        assert [view.letters for view in chains.directives(session, house.clerk).items] == [5]
        assert audit.verify(session) == []


def test_one_cover_may_carry_two_directives(engine: Engine, house: Office, now: datetime) -> None:
    other = letter("4", "มท 0310.1/77", "2026-03-02", "กรมการปกครอง", "งานทะเบียนราษฎร")
    read = reading(
        province("ว 55", "x"), department(), ministry(), other, links=(*LINKS, link("1", "4"))
    )
    done = settle(engine, house.clerk, now, read)
    assert len(done.directive_ids) == 2
    with db.look(engine) as session:
        titles = {view.title for view in chains.directives(session, house.clerk).items}
    assert titles == {"การสำรวจข้อมูลแหล่งน้ำ", "งานทะเบียนราษฎร"}


def test_many_directives_are_asked_for_together(
    engine: Engine, house: Office, now: datetime
) -> None:
    """However many: each picture is the one that is drawn alone, without more questions."""
    asked, alone = list[int](), dict[int, ChainPicture]()
    for number in range(3):
        other = letter("4", f"มท 0310.1/{number}", "2026-03-02", "กรมการปกครอง", f"เรื่อง {number}")
        cover = province(f"ว 5{number}", "x")
        done = settle(engine, house.clerk, now, reading(cover, other, links=[link("1", "4")]))
        alone |= {one: picture(engine, house.clerk, one) for one in done.directive_ids}
        with db.look(engine) as session, said(engine) as found:
            listed = chains.directives(session, house.clerk).items
            shown = chains.pictures(session, house.clerk, [one.id for one in listed])
        assert shown == alone
        asked.append(len(found))
    assert asked == [asked[0]] * 3


def test_a_letter_issued_beside_another_is_its_sibling(
    engine: Engine, house: Office, now: datetime
) -> None:
    beside = letter("4", "มท 0213.5/ว 5110", "2026-03-02", "กระทรวงมหาดไทย")
    annex = letter("5", None, None, None, "แบบสำรวจ", kind="annex")
    read = reading(province("ว 55", "x"), department(), ministry(), beside, annex,
                   links=(*LINKS, link("3", "5"), link("4", "5")))  # fmt: skip
    (directive,) = settle(engine, house.clerk, now, read).directive_ids
    shown = picture(engine, house.clerk, directive)
    assert [dot.ref_no for dot in shown.lanes[0].letters] == ["มท 0211.2/4410"]
    assert [dot.ref_no for dot in shown.lanes[0].siblings] == ["มท 0213.5/ว 5110"]
    with db.look(engine) as session:
        vias = [one.via for one in session.exec(select(ChainLink))]
        assert vias.count(Via.SIBLING) == 1


def test_a_report_going_up_is_no_step_of_the_way_down(
    engine: Engine, house: Office, now: datetime
) -> None:
    read = reading(province("ว 55", "นายกเทศมนตรีตำบลชำฆ้อ"), department(), links=LINKS[:1])
    (directive,) = settle(engine, house.clerk, now, read).directive_ids
    report = letter("1", "รย 52001/9", "2026-05-30", "เทศบาลตำบลชำฆ้อ", role="cover",
                    to=("ผู้ว่าราชการจังหวัดระยอง",),
                    cites=(cite("รย 0023.3/ว 55", "2026-03-20", "reference"),))  # fmt: skip
    assert settle(engine, house.clerk, now, reading(report)).directive_ids == (directive,)
    shown = picture(engine, house.clerk, directive)
    assert shown.last_day == date(2026, 3, 20)
    assert shown.lanes[-1].letters == ()


def test_districts_are_lanes_of_their_own_and_each_sees_its_own(
    engine: Engine, house: Office, now: datetime
) -> None:
    def district(name: str, number: str) -> bundles.Values:
        cover = letter("0", number, "2026-03-26", f"อำเภอ{name}", role="cover", to=("x", "y"),
                       cites=(cite("รย 0023.3/ว 55", "2026-03-20"),))  # fmt: skip
        middle = province("ว 55", "x", role="enclosure")
        return reading(cover, middle, department(), ministry(), links=(link("0", "1"), *LINKS))

    (directive,) = settle(
        engine, house.clerk, now, district("เขาชะเมา", "รย 0023.8/ว 5")
    ).directive_ids
    settle(engine, house.stranger, now, district("บ้านฉาง", "รย 0023.7/ว 6"))
    everything = picture(engine, house.province, directive)
    assert [name for _, name in lanes(everything)][3:] == [
        "อำเภอเขาชะเมา", "อำเภอบ้านฉาง", "เทศบาลตำบลชำฆ้อ", "เทศบาลตำบลพลา"]  # fmt: skip
    mine = picture(engine, house.clerk, directive)
    assert [name for _, name in lanes(mine)][3:] == ["อำเภอเขาชะเมา", "เทศบาลตำบลชำฆ้อ"]
    theirs = picture(engine, house.stranger, directive)
    assert [name for _, name in lanes(theirs)][3:] == ["อำเภอบ้านฉาง", "เทศบาลตำบลพลา"]


def test_letters_that_cite_each_other_in_a_circle_do_not_hang(
    engine: Engine, house: Office, now: datetime
) -> None:
    read = reading(province("ว 55", "x"), department(), links=(link("1", "2"), link("2", "1")))
    done = settle(engine, house.clerk, now, read)
    assert picture(engine, house.clerk, done.directive_ids[0]).lanes


def test_nobody_else_sees_the_directive(engine: Engine, house: Office, now: datetime) -> None:
    read = reading(province("ว 55", "x"), department(), links=LINKS[:1])
    (directive,) = settle(engine, house.clerk, now, read).directive_ids
    with db.look(engine) as session:
        assert chains.directives(session, house.stranger).items == ()
        for unseen in (directive, directive + 99):
            with pytest.raises(NotFound):
                chains.picture(session, house.stranger, unseen)
        assert chains.directives(session, house.province).total == 1


def check_smart_city(shown: ChainPicture) -> None:
    assert lanes(shown)[:4] == [
        ("ministry", "กระทรวงมหาดไทย"),
        ("department", "กรมส่งเสริมการปกครองท้องถิ่น"),
        ("province", "จังหวัดระยอง"),
        ("district", "อำเภอเขาชะเมา"),
    ]
    _, dla, rayong, district, *_ = shown.lanes
    assert dla.received == Receipt(date(2018, 10, 17), "54466")
    assert dla.desk == Stay(date(2018, 10, 17), date(2018, 11, 7), 21)
    assert rayong.received is not None
    assert (rayong.received.date, rayong.received.number) == (date(2018, 11, 13), "11302")
    assert rayong.desk == Stay(date(2018, 11, 13), date(2018, 11, 16), 3)
    assert district.received is None
    assert district.desk == Stay(date(2018, 11, 16), date(2018, 11, 26), 10, proven=False)
    assert [hop.days for hop in shown.hops[:3]] == [5, 6, None]
    assert (shown.total_days, shown.slowest) == (45, 1)
    assert [dot.ref_no for dot in shown.lanes[0].siblings] == ["มท 0213.5/ว 5110"]


@pytest.fixture
def stored_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = replace(config.Settings(), instance=tmp_path)
    monkeypatch.setattr(files, "settings", lambda: mine)


@pytest.mark.usefixtures("stored_here")
def test_the_sample_chain_is_there_after_first_start_and_apart_from_real_letters(
    engine: Engine, house: Office, now: datetime
) -> None:
    data = Path(__file__).resolve().parents[2] / "data"
    made = samples.load(engine, data, now=now)
    assert len(made) == 1
    assert samples.load(engine, data, now=now) == []
    check_smart_city(picture(engine, house.clerk, made[0]))
    with db.look(engine) as session:
        (view,) = chains.directives(session, house.clerk).items
        assert view.sample
        assert view.doubts > 0
        assert chains.directives(session, house.stranger).items == ()
    # A real letter with the number of a sample letter is another letter.
    real = letter("1", "มท 0211.5/17617", "2018-10-12", "กระทรวงมหาดไทย", "การจริง", role="cover")
    done = settle(engine, house.clerk, now, reading(real))
    assert done.directive_ids == ()
    with db.look(engine) as session:
        assert session.get_one(Letter, done.letter_id).subject == "การจริง"


def test_the_real_bundle_shows_the_days_a_careful_clerk_reads_off(
    engine: Engine, house: Office, now: datetime, shared: Path
) -> None:
    read = intake.read_now(shared / "seed/rayong-smart-city-2561.txt")
    (directive,) = settle(engine, house.clerk, now, read).directive_ids
    shown = picture(engine, house.clerk, directive)
    check_smart_city(shown)
    assert lanes(shown)[4] == ("local", "เทศบาลตำบลชำฆ้อ")
