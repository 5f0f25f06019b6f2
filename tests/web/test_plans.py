"""The busiest pages ask for what an index leads to, however much a province keeps in five years."""

import re

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.tracker.statements import said
from tests.tracker.test_search import arrive
from tests.web.conftest import NOW, House
from tracker import circulation, db
from tracker.models import Book, Entry

#: Tables that grow with every letter.
_LARGE = (
    "arrival|chain_link|delivery|delivery_event|dispatch|duty|entry|letter|letter_holding|letter_recipient"
    "|message|reading_job|search_line|search_row|stored_file"
)
#: The index of what is open holds nothing else, and is read as it lies.
_OPEN = "USING COVERING INDEX ix_delivery_open"
_WALKED = re.compile(rf"SCAN (?:{_LARGE})(?:_\d+)?\b(?! {_OPEN}$)")


def walked(engine: Engine, statement: str, values: object) -> list[str]:
    """What SQLite would go through as a whole to answer."""
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
        return [row[3] for row in plan if _WALKED.match(row[3])]


@pytest.mark.parametrize("who", ["chamkho", "rayong"])
def test_no_page_walks_through_a_large_table(house: House, who: str) -> None:
    clerk = house.office.clerk
    letter = arrive(house.engine, clerk, NOW, "รย 0023.3/ว 5269", "การขับเคลื่อนเมืองอัจฉริยะ")
    with db.begin(house.engine) as session:
        to = [circulation.To(house.office.stranger.office_id, "เทศบาลตำบล")]
        circulation.send(session, clerk, NOW, letter_id=letter, to=to)
        assert session.exec(select(Entry.id).join(Book)).first() is not None
    browser = house.browser(who)
    pages = ["/", "/register", "/sending", "/search?q=เมือง+5269", "/search?q=เมอืง", "/duties",
             "/circulation", "/circulation?year=2569", f"/circulation/letters/{letter}",
             "/directives", "/messages", "/outgoing", f"/letters/{letter}"]  # fmt: skip
    for page in [*pages, *(["/board"] if who == "rayong" else [])]:
        with said(house.engine) as found:
            assert browser.get(page).status_code == 200, page
        for statement, values in found:
            if statement.lstrip().startswith(("SELECT", "WITH")):
                assert not walked(house.engine, statement, values), (page, statement)
