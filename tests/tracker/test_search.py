"""Search as an account uses it, on letters that came in as all letters do."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from tests.tracker import bundles
from tests.tracker.bundles import drop, reading
from tests.tracker.office import Office
from tests.tracker.test_masking import LAST, NUMBER, grouped
from tracker import (
    circulation,
    db,
    intake,
    search,
    search_index,
    search_query,
    search_scope,
    search_seeker,
)
from tracker.actor import Actor
from tracker.models import Duty, Letter, OfficeName, SearchRow
from tracker.search import Found, Wish
from tracker.search_hits import Piece
from tracker.vocabulary import DeliveryState, DutyKind, LetterKind

TEXT = """ด้วยกรมส่งเสริมการปกครองท้องถิ่นขอให้สำรวจแหล่งน้ำในพื้นที่
เพื่อจัดทำแผนพัฒนาเมืองอัจฉริยะ ตามหนังสือที่ มท ๐๘๑๐.๓/ว ๗๕๐๙ ลงวันที่ ๗ ตุลาคม ๒๕๖๕"""


def arrive(
    engine: Engine, actor: Actor, now: datetime, ref_no: str, subject: str, **more: Any
) -> int:
    given = {"to": ("นายกเทศมนตรีตำบลชำฆ้อ",), "role": "cover", "text": TEXT, **more}
    one = bundles.letter("1", ref_no, "2026-03-20", "จังหวัดระยอง", subject, **given)
    arrival = drop(engine, actor, now, reading(one), name=f"{ref_no}.pdf")
    with db.begin(engine) as session:
        return intake.settle(session, actor, now, arrival_id=arrival).letter_id


def look(engine: Engine, actor: Actor, now: datetime, text: str = "", **more: Any) -> Found:
    page = more.pop("page", 1)
    with db.look(engine) as session:
        return search.find(session, actor, now, Wish(text, **more), page=page)


def ids(found: Found) -> list[int]:
    return [one.letter_id for one in found.hits]


def lit(pieces: tuple[Piece, ...]) -> list[str]:
    return [one.text for one in pieces if one.lit]


@pytest.fixture
def three(engine: Engine, house: Office, now: datetime) -> list[int]:
    return [
        arrive(engine, house.clerk, now, "รย 0023.3/ว 5269", "การขับเคลื่อนเมืองอัจฉริยะ", text=""),
        arrive(engine, house.clerk, now, "รย 0023.3/412", "ขอเชิญประชุมงานทะเบียน"),
        arrive(engine, house.stranger, now, "รย 0023.3/77", "ขอเชิญประชุมงานทะเบียน"),
    ]


PIECES = ("ว 5269", "ว๕๒๖๙", "5269", "0023.3/ว", "ขับเคลื่อน", "คลื่อนเม", "ขับ", "อัจฉริยะ ๕๒๖๙",
          "เมืองอัจ ฉริยะ 5269", "การขับเคลื่อนเมืองอัจฉริยะ", '"เคลื่อนเมือง" ว')  # fmt: skip


def test_pieces_of_words_and_numbers(
    engine: Engine, house: Office, now: datetime, three: list[int]
) -> None:
    for query in PIECES:
        found = look(engine, house.clerk, now, query)
        assert ids(found)[:1] == three[:1], query
        assert found.hits[0].exact and not found.more, query


def test_two_letters_are_enough(
    engine: Engine, house: Office, now: datetime, three: list[int]
) -> None:
    for query in ("มท", "น้ำ", "๗๕", "65", "ขอ"):
        assert three[1] in ids(look(engine, house.clerk, now, query)), query


def test_a_misread_word_with_a_common_part_is_found_among_many_that_hold_the_part(
    engine: Engine, house: Office, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What begins with ความ is taken apart, and ความ alone stands in nearly every letter."""
    monkeypatch.setattr(search_seeker, "AT_ONCE", 2)
    monkeypatch.setattr(search_seeker, "AT_MOST", 2)
    monkeypatch.setattr(search_query, "SOME", 10)
    wanted = arrive(engine, house.clerk, now, "รย 0023.3/1", "ความเฉลียวฉลาดของผู้สูงอายุ")
    for number in range(2, 8):
        arrive(engine, house.clerk, now, f"รย 0023.3/{number}", f"ความร่วมมือครั้งที่ {number}")
    found = look(engine, house.clerk, now, "ความเฉลียวฉลด")
    assert ids(found) == [wanted] and not found.hits[0].exact


def test_too_short_says_so(engine: Engine, house: Office, now: datetime, three: list[int]) -> None:
    for query in ("ก", "-", "ว", "ก้"):
        assert look(engine, house.clerk, now, query).too_short
    assert look(engine, house.clerk, now, "  ") == Found()


def test_what_stands_in_the_text_is_shown_with_its_place(
    engine: Engine, house: Office, now: datetime, three: list[int]
) -> None:
    found = look(engine, house.clerk, now, "ว 7509")
    assert ids(found) == [three[1]]
    (hit,) = found.hits
    assert lit(hit.excerpt) == ["ว ๗๕๐๙"] and lit(hit.subject) == []
    assert "ตามหนังสือที่" in "".join(one.text for one in hit.excerpt)
    (hit,) = look(engine, house.clerk, now, "เชิญประชุม").hits
    assert lit(hit.subject) == ["เชิญประชุม"] and hit.excerpt == ()


WRONG = ("อัจฉริยา", "ขับเคลือนเมื่อง", "ชับเคลื่อน", "การขับเคลอ่นเมืองอัจฉรยะ", "5229", "ขบเคลื่อน")


def test_misread_and_mistyped_letters_are_forgiven(
    engine: Engine, house: Office, now: datetime, three: list[int]
) -> None:
    for query in WRONG:
        found = look(engine, house.clerk, now, query)
        hit = next(one for one in found.hits if one.letter_id == three[0])
        assert not hit.exact
        assert lit(hit.subject) or lit(hit.ref_no), query


def test_exact_finds_stand_before_near_ones(engine: Engine, house: Office, now: datetime) -> None:
    exact = arrive(engine, house.clerk, now, "รย 0023.3/1", "เลี้ยงปูม้า", text="")
    near = arrive(engine, house.clerk, now, "รย 0023.3/2", "การใช้ปุ๋ยหมัก", text="")
    found = look(engine, house.clerk, now, "ปู")
    assert ids(found) == [exact, near]
    assert [one.exact for one in found.hits] == [True, False]


def test_nobody_finds_what_he_may_not_see(
    engine: Engine, house: Office, now: datetime, three: list[int]
) -> None:
    query = "ขอเชิญประชุม"
    assert ids(look(engine, house.clerk, now, query)) == [three[1]]
    assert ids(look(engine, house.stranger, now, query)) == [three[2]]
    assert ids(look(engine, house.district, now, query)) == [three[1]]
    assert set(ids(look(engine, house.province, now, query))) == {three[1], three[2]}
    # The index is a hint only: what it says wrongly shows nothing.
    with db.begin(engine) as session:
        row = session.get_one(SearchRow, three[2])
        row.scope += search_scope.code("H", house.clerk.office_id)
        session.add(row)
    assert three[2] not in ids(look(engine, house.clerk, now, query))


def test_a_second_office_finds_its_copy_from_then_on(
    engine: Engine, house: Office, now: datetime, three: list[int]
) -> None:
    again = arrive(engine, house.stranger, now, "รย 0023.3/412", "ขอเชิญประชุมงานทะเบียน")
    assert again == three[1]
    assert set(ids(look(engine, house.stranger, now, "ขอเชิญ"))) == {three[1], three[2]}


def test_a_secret_letter_is_found_by_its_number_only(
    engine: Engine, house: Office, now: datetime
) -> None:
    known = arrive(engine, house.clerk, now, "รย 0017/ล 3", "งานลับสุดยอด", secrecy="secret")
    assert ids(look(engine, house.clerk, now, "0017/ล 3")) == [known]
    assert ids(look(engine, house.clerk, now, "ลับสุดยอด")) == []
    assert ids(look(engine, house.clerk, now, "แหล่งน้ำ")) == []


def test_a_letter_marked_secret_later_is_forgotten_by_the_search(
    engine: Engine, house: Office, now: datetime, three: list[int]
) -> None:
    again = arrive(engine, house.clerk, now, "รย 0023.3/412", "x", secrecy="secret", text=None)
    assert again == three[1]
    assert ids(look(engine, house.clerk, now, "ขอเชิญประชุม")) == []
    with db.look(engine) as session:
        row = session.get_one(SearchRow, three[1])
        assert "ขอเชิญ" not in row.head and row.body.strip() == ""


def test_filters(engine: Engine, house: Office, now: datetime, three: list[int]) -> None:
    memo = arrive(engine, house.clerk, now, "รย 52301/9", "ขอเชิญประชุมพนักงาน", kind="memo")
    with db.begin(engine) as session:
        issuer = session.get_one(Letter, three[1]).issuer_office_id
        session.add(
            Duty(letter_id=memo, office_id=house.clerk.office_id, kind=DutyKind.REPORT,
                 due_on=date(2026, 11, 20), opened_at=now)
        )  # fmt: skip

    def ask(**more: Any) -> list[int]:
        return ids(look(engine, house.clerk, now, "ขอเชิญ", **more))

    assert ask() == [memo, three[1]]
    assert ask(kind=LetterKind.MEMO) == [memo]
    assert ask(year=2569) == [memo, three[1]]
    assert ask(year=2568) == []
    assert ask(due="overdue") == [memo]
    assert memo in ask(due="any")
    assert ask(due="week") == []
    assert issuer is None or memo in ask(issuer_id=issuer)
    assert ids(look(engine, house.clerk, now, kind=LetterKind.MEMO)) == [memo]
    with db.begin(engine) as session:
        to = [circulation.To(None, "วัดชำฆ้อ")]
        circulation.send(session, house.clerk, now, letter_id=memo, to=to)
    assert ask(state=DeliveryState.SENT) == [memo]
    assert ask(state=DeliveryState.ANSWERED) == []


def test_citizen_numbers_are_masked_where_they_are_found(
    engine: Engine, house: Office, now: datetime
) -> None:
    text = f"นาย ก เลขประจำตัวประชาชน {grouped(NUMBER)} ได้ยื่นคำร้อง"
    arrive(engine, house.clerk, now, "รย 0023.3/5", f"คำร้องของ {NUMBER}", text=text)
    for query in ("ยื่นคำร้อง", NUMBER, NUMBER[:7], NUMBER[3:9]):
        (hit,) = look(engine, house.clerk, now, query).hits
        shown = "".join(one.text for one in (*hit.subject, *hit.excerpt))
        assert NUMBER[:12] not in "".join(filter(str.isdecimal, shown))
        assert f"x-xxxx-xxxxx-xx-{LAST}" in shown
    assert lit(hit.subject) == [f"x-xxxx-xxxxx-xx-{LAST}"]


def test_the_own_receive_number_leads_to_its_letter(
    engine: Engine, house: Office, now: datetime, three: list[int]
) -> None:
    for query in ("2", "๐๒"):
        found = look(engine, house.clerk, now, f"รับ {query}")
        assert [one.entry.letter_id for one in found.own_lines] == [three[1]]
    assert look(engine, house.stranger, now, "เลขรับ 2").own_lines == ()


def test_pages_of_many(engine: Engine, house: Office, now: datetime) -> None:
    made = [arrive(engine, house.clerk, now, f"รย 0023.3/{n}", "ขอเชิญประชุม") for n in range(1, 24)]
    first = look(engine, house.clerk, now, "ประชุม")
    second = look(engine, house.clerk, now, "ประชุม", page=2)
    assert (len(first.hits), first.more) == (search.PER_PAGE, True)
    assert ids(first) + ids(second) == made[::-1] and not second.more
    assert look(engine, house.clerk, now, "ประชุม", page=99).hits == ()


def test_letters_written_past_the_session_are_caught_up(
    engine: Engine, house: Office, now: datetime, three: list[int]
) -> None:
    with db.begin(engine) as session:
        for one in session.exec(select(SearchRow)).all():
            session.delete(one)
    assert look(engine, house.clerk, now, "ขอเชิญ").behind == len(three)
    with db.begin(engine) as session:
        below = search_index.catch_up(session, batch=2)
        assert below is not None
        assert search_index.catch_up(session, below=below, batch=2) is None
        assert search_index.behind(session) == 0
    assert ids(look(engine, house.clerk, now, "ขอเชิญ")) == [three[1]]


ODD = ('"', "'; DROP TABLE letter;--", "%", "_%", "\\", "NEAR(", "* OR", "a" * 5000, "ก้" * 900,
       "\ud7ff\U0010ffff", "{head} : มท", "😀😀")  # fmt: skip


def test_nothing_that_is_typed_breaks_the_search(
    engine: Engine, house: Office, now: datetime, three: list[int]
) -> None:
    for query in ODD:
        look(engine, house.clerk, now, query)


def test_letters_of_an_office_are_found_by_its_new_name(
    engine: Engine, house: Office, now: datetime, three: list[int]
) -> None:
    with db.begin(engine) as session:
        issuer = session.get_one(Letter, three[1]).issuer_office_id
        assert issuer is not None
        session.add(OfficeName(office_id=issuer, name="จังหวัดระยองใหม่", valid_from=date(2027, 1, 1)))
    assert look(engine, house.clerk, now, "ระยองใหม่").behind == 3
    with db.begin(engine) as session:
        search_index.catch_up(session)
    assert three[1] in ids(look(engine, house.clerk, now, "ระยองใหม่"))


@pytest.mark.parametrize("opened", ["postgresql"], indirect=True)
def test_without_the_index_postgres_answers_the_same(
    engine: Engine, house: Office, now: datetime, three: list[int]
) -> None:
    with Session(engine) as session:
        before = search.find(session, house.clerk, now, Wish("อัจฉริยะ"))
        for part in ("head", "all"):
            session.connection().exec_driver_sql(f"DROP INDEX ix_search_row_in_{part}")
        assert ids(search.find(session, house.clerk, now, Wish("อัจฉริยะ"))) == ids(before)
        session.rollback()
