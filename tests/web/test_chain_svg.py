"""The picture of a chain: for any chain the labels never meet and nothing falls off the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.chain_picture import ChainPicture, Dot, Hop, Lane, Receipt, Stay
from tracker.vocabulary import Language
from tracker.web import chain_plan, lettering, tongue
from tracker.web.chain_layout import EDGE, LEFT, WIDTH, Scale
from tracker.web.chain_svg import draw

LEVELS = ("ministry", "department", "province", "district", "local")
NAMES = (
    "กระทรวงมหาดไทย",
    "กรมส่งเสริมการปกครองท้องถิ่น",
    "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดระยอง",
    "กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม",
    "ทต.เมืองแกลง",
)
DOUBTS = st.none() | st.just("อ่านไม่ชัด")
FIRST = date(2561 - 543, 10, 12)
PAGES = Flask("pages")
tongue.register(PAGES)


@contextmanager
def read_in(language: Language) -> Iterator[None]:
    """What is drawn is for a reader of this language."""
    with PAGES.test_request_context(), force_locale(language):
        yield


@st.composite
def chains(draw_: st.DrawFn) -> ChainPicture:
    """Two to eight lanes over one day to three years, with all that can be missing missing."""
    count = draw_(st.integers(2, 8))
    steps = draw_(st.lists(st.integers(0, 90), min_size=2 * count, max_size=2 * count))
    day, lanes, hops = FIRST, [], []
    signed_before: date | None = None
    for index in range(count):
        received = day + timedelta(days=steps[2 * index])
        signed = received + timedelta(days=steps[2 * index + 1])
        known, dated = draw_(st.booleans()), draw_(st.booleans())
        start = received if known else (signed_before or received)
        dots = [Dot(index, f"มท 08{index}/ว {index}77", signed if dated else None, draw_(DOUBTS))]
        more = [
            Dot(90 + n, None if n else "รย 0023/1", signed + timedelta(days=n))
            for n in range(draw_(st.integers(0, 2)))
        ]
        lanes.append(
            Lane(
                draw_(st.sampled_from(LEVELS)),
                draw_(st.sampled_from(NAMES)),
                (*dots, *more) if index < count - 1 else (),
                Receipt(received if known else None, "54466", draw_(DOUBTS)) if index else None,
                Stay(start, signed, (signed - start).days, known) if index else None,
                tuple(more) if draw_(st.booleans()) else (),
            )
        )
        if index:
            days = (received - signed_before).days if signed_before else None
            hops.append(
                Hop(index - 1, index, signed_before, received if known else None, days, known)
            )
        signed_before, day = signed, signed
    if count > 3:
        hops.append(Hop(0, 3, FIRST, None, None, False))
    return ChainPicture("เรื่อง <ทดสอบ> & อื่น", FIRST, day, (day - FIRST).days, 1, 0,
                        tuple(lanes), tuple(hops))  # fmt: skip


def rows(plan: chain_plan.Plan) -> Iterator[list[chain_plan.Placed]]:
    for group in (
        *(lane.over for lane in plan.lanes),
        *(lane.under for lane in plan.lanes),
        *(gap.labels for gap in plan.gaps),
    ):
        for number in {placed.row for placed in group}:
            yield [placed for placed in group if placed.row == number]


@settings(max_examples=120, deadline=None)
@given(chains(), st.sampled_from(Language))
def test_labels_never_meet_and_stay_on_the_page(picture: ChainPicture, language: Language) -> None:
    with read_in(language):
        plan = chain_plan.plan(picture)
        for row in rows(plan):
            for placed in row:
                assert placed.x >= LEFT and placed.x + placed.label.width <= EDGE + 0.01
            for one, other in combinations(row, 2):
                apart = one.x + one.label.width <= other.x or other.x + other.label.width <= one.x
                assert apart, (one.label.text, other.label.text)
        for lane, following in zip(plan.lanes, plan.lanes[1:], strict=False):
            lowest = lane.bar_top + chain_plan.BAR + chain_plan.ROW * lane.below.count
            highest = lane.bar_top - chain_plan.ROW * lane.above.count
            assert lane.top <= highest and lowest <= lane.top + lane.height < following.top


@settings(max_examples=60, deadline=None)
@given(chains())
def test_the_picture_is_well_formed_and_says_every_number(picture: ChainPicture) -> None:
    drawing = draw(picture, lambda letter_id: f"/letters/{letter_id}")
    root = ET.fromstring(drawing.svg)
    said = "".join(root.itertext())
    for lane in picture.lanes:
        assert lane.received is None or "๕๔๔๖๖" in said
        for dot in lane.letters:
            assert dot.ref_no is None or chain_plan.chain_marks.ref(dot) in said
    links = {node.get("href") for node in root.iter("{http://www.w3.org/2000/svg}a")}
    assert links >= {f"/letters/{dot.letter_id}" for lane in picture.lanes for dot in lane.letters}
    assert " style=" not in drawing.svg and "<script" not in drawing.svg


def test_doubts_are_numbered_and_given_back_with_their_reasons() -> None:
    doubtful = Dot(1, "มท 0810/ว 1", FIRST, "เลขไม่ชัด")
    lanes = (
        Lane("ministry", "กระทรวง", (doubtful,)),
        Lane("province", "จังหวัด", (), Receipt(None, "12", "ตราเลือน")),
    )
    drawing = draw(ChainPicture("ก", FIRST, FIRST, 0, None, 2, lanes, (Hop(0, 1, FIRST),)))
    assert [(one.number, one.text) for one in drawing.doubts] == [(1, "เลขไม่ชัด"), (2, "ตราเลือน")]
    assert "?๑" in drawing.svg and "?๒" in drawing.svg


def test_a_stay_without_proof_says_so_without_colour() -> None:
    end = FIRST + timedelta(days=40)
    lanes = (
        Lane("province", "จังหวัด", (Dot(1, "รย 0023/1", FIRST),)),
        Lane("district", "อำเภอ", (Dot(2, "รย 0118/2", end),), None, Stay(FIRST, end, 40, False)),
    )
    hop = Hop(0, 1, FIRST, None, None, False)
    svg = draw(ChainPicture("ก", FIRST, end, 40, 1, 0, lanes, (hop,))).svg
    assert "ไม่เกิน ๔๐ วัน · นานที่สุด" in svg and "ไม่ทราบวันรับ" in svg and "stroke-dasharray" in svg


def test_the_picture_is_drawn_in_english() -> None:
    end = FIRST + timedelta(days=40)
    lanes = (
        Lane("province", "จังหวัดระยอง", (Dot(1, "รย 0023/1", FIRST),)),
        Lane("district", "อำเภอแกลง", (Dot(2, None, end),), Receipt(FIRST, "12"),
             Stay(FIRST, end, 40, True)),
    )  # fmt: skip
    with read_in(Language.ENGLISH):
        drawing = draw(
            ChainPicture("ก", FIRST, end, 40, 1, 0, lanes, (Hop(0, 1, FIRST, FIRST, 1, False),))
        )
    said = "".join(ET.fromstring(drawing.svg).itertext())
    for words in ("Province", "District", "on the way about 1 day", "40 days · longest",
                  "received 12 Oct · Receive number 12", "No number", "2018"):  # fmt: skip
        assert words in said, words


def test_nothing_known_draws_nothing() -> None:
    assert draw(ChainPicture("ก", None, None, None, None, 0)).svg == ""


@pytest.mark.parametrize("name", NAMES)
def test_names_are_broken_into_lines_that_fit(name: str) -> None:
    lines = lettering.wrap(name, 20, 150, 600)
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    assert all(lettering.width(line, 20, 600) <= 150 for line in lines)
    assert not any(line[0] in "ะาำิีึืุู่้๊๋์" for line in lines)


def test_the_widest_picture_keeps_its_width() -> None:
    assert (
        f'viewBox="0 0 {WIDTH:g} '
        in draw(ChainPicture("ก", FIRST, FIRST, 0, None, 0, (Lane("ministry", "กระทรวง"),))).svg
    )


def test_years_without_an_event_are_cut_out_and_counted() -> None:
    later = FIRST + timedelta(days=45)
    now = later + timedelta(days=2900)
    scale = Scale((FIRST, later, now))
    assert scale.cuts == ((later, now),)
    assert scale.x(later) - scale.x(FIRST) > 5 * (scale.x(now) - scale.x(later))
    xs = [scale.x(FIRST + timedelta(days=n)) for n in range(0, 2945, 5)]
    assert xs == sorted(xs), "time still runs from left to right"
    lanes = (
        Lane("ministry", "กระทรวง", (Dot(1, "มท 0211/1", FIRST), Dot(2, "มท 0211/2", later))),
        Lane("local", "ทต.", (), Receipt(now, "1")),
    )
    hop = Hop(0, 1, later, now, 2900)
    svg = draw(ChainPicture("ก", FIRST, later, 45, None, 0, lanes, (hop,))).svg
    assert "เว้น ๒,๙๐๐ วัน" in svg


def test_nothing_is_written_over_the_tear_of_years_left_out() -> None:
    """Neither arrow nor tear leaves room for a number before the tear: it stands behind it."""
    came, left = FIRST + timedelta(days=35), FIRST + timedelta(days=45)
    now = left + timedelta(days=2919)
    dot = Dot(2, "รย 0023.8/ว 533", left, "มี “/3” ต่อท้ายเลขที่")
    above = Dot(1, "รย 0023.3/ว 5269", came, "อ้างถึงเป็นเลขอื่น")
    lanes = (
        Lane("ministry", "กระทรวง", (Dot(3, "มท 0211/1", FIRST),)),
        Lane(
            "province", "จังหวัดระยอง", (above,), None, Stay(came - timedelta(days=3), came, 3, True)
        ),
        Lane("district", "อำเภอเขาชะเมา", (dot,), None, Stay(came, left, 10, False)),
        Lane("local", "ทต.", (), Receipt(now, "12")),
    )
    hops = (
        Hop(0, 1, FIRST, came - timedelta(days=3), 32),
        Hop(1, 2, came, None, None, False),
        Hop(2, 3, left, now, 2919),
    )
    picture = ChainPicture("ก", FIRST, left, 45, None, 1, lanes, hops)
    for language in Language:
        with read_in(language):
            plan = chain_plan.plan(picture)
            ((low, high),) = plan.scale.tears()
            for placed in (one for row in rows(plan) for one in row):
                end = placed.x + placed.label.width
                assert end <= low or high <= placed.x, placed.label.text
            assert plan.lanes[1].over[0].x < low, "where there is room it stays with its days"


@given(st.lists(st.dates(date(2015, 1, 1), date(2027, 1, 1)), min_size=1, max_size=9))
def test_days_keep_their_order_and_stay_on_the_page(days: list[date]) -> None:
    scale = Scale(tuple(sorted(set(days))))
    xs = [scale.x(day) for day in scale.happened]
    assert xs == sorted(xs) and xs[0] == LEFT and xs[-1] <= EDGE
    assert all(LEFT <= scale.x(day) <= EDGE for day in scale.month_starts())
