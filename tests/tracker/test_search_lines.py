"""Search among the lines of the registers that no letter stands behind, and among drafts."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from tests.tracker.office import Office
from tests.tracker.statements import said
from tests.tracker.test_masking import NUMBER
from tests.tracker.test_search import arrive, lit, look
from tracker import back_entry, db, outgoing, registers, search, search_line_index
from tracker.actor import Actor
from tracker.models import Entry, Letter, Outgoing, SearchBacklog, SearchLine
from tracker.search import Wish
from tracker.vocabulary import OutgoingKind, Secrecy


def write(engine: Engine, actor: Actor, now: datetime, subject: str, **more: Any) -> int:
    line = back_entry.Line(moment=now, subject=subject, **more)
    with db.begin(engine) as session:
        made = back_entry.write(session, actor, now, line=line).id
    assert made is not None
    return made


def found(engine: Engine, actor: Actor, now: datetime, text: str) -> list[int | None]:
    return [one.entry.id for one in look(engine, actor, now, text).lines]


def test_a_line_without_a_letter_is_found_by_those_who_may_see_the_book(
    engine: Engine, house: Office, now: datetime
) -> None:
    line = write(engine, house.clerk, now, "ขอใช้สถานที่จัดงานกฐิน", ref_no="วด 12/2569",
                 from_text="วัดชำฆ้อ", practice="ส่งกองช่าง", remark=f"ผู้ติดต่อ {NUMBER}")  # fmt: skip
    for query in ("กฐิน", "ฐิน", "วด ๑๒", "วัดชำฆ้อ กฐิน", "กองช่าง", "จัดงานกฐนิ", "สถานทีจัด"):
        assert found(engine, house.clerk, now, query) == [line], query
        assert found(engine, house.stranger, now, query) == [], query
        assert found(engine, house.province, now, query) == [line], query
    (hit,) = look(engine, house.clerk, now, "กองช่าง").lines
    assert lit(hit.excerpt) == ["กองช่าง"]
    (hit,) = look(engine, house.clerk, now, NUMBER[:8]).lines
    assert NUMBER[:12] not in "".join(one.text for one in hit.excerpt)


def test_the_number_of_a_line_leads_to_it_in_any_book(
    engine: Engine, house: Office, now: datetime
) -> None:
    line = write(engine, house.clerk, now, "ขอใช้สถานที่")
    for query in ("1", "รับ ๑", "เลขรับที่ 1/2569", "๑/๒๕๖๙"):
        assert [x.entry.id for x in look(engine, house.clerk, now, query).own_lines] == [line], (
            query
        )
        assert look(engine, house.stranger, now, query).own_lines == (), query
    assert look(engine, house.clerk, now, "ส่ง 1").own_lines == ()


def test_lines_follow_what_is_written_into_them(
    engine: Engine, house: Office, now: datetime
) -> None:
    line = write(engine, house.clerk, now, "ขอใช้สถานที่")
    with db.begin(engine) as session:
        registers.note(session, house.clerk, now, entry_id=line, practice="มอบนายช่าง")
        registers.void(session, house.clerk, now, entry_id=line, reason="ลงซ้ำกับเมื่อวาน")
    assert found(engine, house.clerk, now, "นายช่าง") == [line]
    assert found(engine, house.clerk, now, "ซ้ำกับเมื่อวาน") == [line]


def test_a_secret_line_is_found_by_its_number_only(
    engine: Engine, house: Office, now: datetime
) -> None:
    line = write(engine, house.clerk, now, "", ref_no="ลับ 77", from_text="หน่วยข่าวกรอง",
                 practice="ส่งนายกเท่านั้น", secrecy=Secrecy.SECRET)  # fmt: skip
    assert found(engine, house.clerk, now, "ข่าวกรอง") == []
    assert found(engine, house.clerk, now, "นายกเท่านั้น") == []
    (hit,) = look(engine, house.clerk, now, "ลับ 77").lines
    assert (hit.entry.id, hit.sealed) == (line, True)
    assert not (hit.subject or hit.from_text or hit.to_text or hit.excerpt)


def test_what_stands_beside_a_letter_is_sealed_with_it(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter = arrive(engine, house.clerk, now, "รย 0023.3/412", "ขอเชิญประชุมงานทะเบียน")
    with db.begin(engine) as session:
        wanted = select(Entry.id).where(Entry.letter_id == letter)
        line = session.exec(wanted).one()
        assert line is not None
        registers.note(session, house.clerk, now, entry_id=line, practice="ส่งกองคลังดำเนินการ")
    assert found(engine, house.clerk, now, "กองคลัง") == [line]
    assert found(engine, house.clerk, now, "ขอเชิญประชุม") == []
    with db.begin(engine) as session:
        session.get_one(Letter, letter).secrecy = Secrecy.SECRET
    assert found(engine, house.clerk, now, "กองคลัง") == []


def test_lines_of_before_are_looked_through_in_pieces(
    engine: Engine, house: Office, now: datetime
) -> None:
    made = [write(engine, house.clerk, now, f"ขอใช้สถานที่ {n}") for n in range(3)]
    with db.begin(engine) as session:
        for one in session.exec(select(SearchLine)).all():
            session.delete(one)
        session.get_one(SearchBacklog, search_line_index.LINES).below = made[-1] + 1
    assert look(engine, house.clerk, now, "สถานที่").behind == len(made)
    with db.begin(engine) as session:
        assert search_line_index.catch_up(session, batch=2)
        assert not search_line_index.catch_up(session, batch=2)
    assert found(engine, house.clerk, now, "สถานที่") == made[::-1]


def test_the_index_only_hints(engine: Engine, house: Office, now: datetime) -> None:
    write(engine, house.stranger, now, "ขอใช้สถานที่")
    mine = write(engine, house.clerk, now, "เรื่องอื่น")
    with db.begin(engine) as session:
        scope = session.get_one(SearchLine, mine).scope
        for row in session.exec(select(SearchLine).where(col(SearchLine.entry_id) != mine)):
            row.scope, row.office_id = scope, house.clerk.office_id
    assert found(engine, house.clerk, now, "สถานที่") == []


def test_more_lines_than_fit_are_on_a_page_of_their_own(
    engine: Engine, house: Office, now: datetime
) -> None:
    made = [write(engine, house.clerk, now, f"ขอใช้สถานที่ {n}") for n in range(7)]
    first = look(engine, house.clerk, now, "สถานที่")
    assert first.more_lines and len(first.lines) == search.BESIDE
    with db.look(engine) as session:
        alone = search.find_lines(session, house.clerk, Wish("สถานที่"))
    assert [one.entry.id for one in alone.lines] == made[::-1] and not alone.more


def test_drafts_are_found_in_their_own_office(engine: Engine, house: Office, now: datetime) -> None:
    with db.begin(engine) as session:
        draft = outgoing.draft_from(
            session, house.clerk, now, letter_id=None, kind=OutgoingKind.NEW
        )
        row = session.get_one(Outgoing, draft.id)
        row.content = {**row.content, "subject": "รายงานผลลอยกระทง", "body": "ขอส่งภาพถ่ายของงาน"}
        session.add(row)
    (hit,) = look(engine, house.clerk, now, "ภาพถ่าย").drafts
    assert (hit.outgoing_id, lit(hit.excerpt)) == (draft.id, ["ภาพถ่าย"])
    for other in (house.stranger, house.province):
        assert look(engine, other, now, "ลอยกระทง").drafts == ()


@pytest.mark.parametrize("query", ["%", "\\", '"', "รับ 999999999", "12/2569", "ฆฬฌฆ zz"])
def test_nothing_that_is_typed_breaks_it(
    engine: Engine, house: Office, now: datetime, query: str
) -> None:
    with db.look(engine) as session:
        search.find(session, house.clerk, now, Wish(query))
        search.find_lines(session, house.province, Wish(query), page=99)


@pytest.mark.parametrize("opened", ["postgresql"], indirect=True)
def test_postgres_answers_from_the_index(engine: Engine, house: Office, now: datetime) -> None:
    arrive(engine, house.clerk, now, "รย 0023.3/412", "ขอเชิญประชุมงานทะเบียน")
    write(engine, house.clerk, now, "ขอใช้สถานที่")
    with Session(engine) as session:
        # So few rows are read faster without an index: this asks whether one could serve.
        session.connection().exec_driver_sql("SET LOCAL enable_seqscan = off")
        for words in ("ประชุม ทะเบียน", "ขอ", "ปราชุม", "412"):
            with said(engine) as found:
                search.find(session, house.clerk, now, Wish(words))
            asked = [x for x in found if "search_row" in x[0] or "search_line" in x[0]]
            plans = "\n".join(
                row[0]
                for statement, values in asked
                if statement.startswith("SELECT")
                for row in session.connection().exec_driver_sql(f"EXPLAIN {statement}", values)
            )
            assert "Seq Scan on search_" not in plans, (words, plans)
            assert "ix_search_row_in_all" in plans and "ix_search_line_in_all" in plans, words
