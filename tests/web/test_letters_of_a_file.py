"""Where the reader saw too few letters in a file, or too many, the clerk says so."""

from tests.tracker.letters import LETTER
from tests.web.conftest import House
from tests.web.test_pages import drop, read
from tracker import db, intake
from tracker.draft_view import DraftView


def test_a_letter_is_added_filled_in_and_taken_out(house: House) -> None:
    clerk = house.browser("chamkho")
    arrival = drop(house, clerk, ("หนังสือ.txt", LETTER.encode()))
    read(house)
    page = f"/arrivals/{arrival}/letters"

    def view() -> DraftView:
        with db.look(house.engine) as session:
            return intake.draft(session, house.office.clerk, arrival)

    assert "เอาฉบับนี้ออก" not in clerk.get(f"/arrivals/{arrival}/review").text
    added = clerk.submit(page, {"act": "add", "letter": "1"})
    assert added.location.endswith("letter=h2")
    assert "เอาฉบับนี้ออก" in clerk.get(added.location).text
    assert clerk.submit(page, {"act": "drop", "letter": "h2"}).status_code == 302
    assert [one.id for one in view().letters] == ["1"]
    again = clerk.submit(page, {"act": "add", "letter": "1"})
    assert again.location.endswith("letter=h3"), "the one taken out stays out"

    unfilled = clerk.submit(f"/arrivals/{arrival}/settle", {"letter": "h3"})
    assert "อย่างน้อยหนึ่งช่อง" in clerk.get(unfilled.location).text
    subject = {"letter": "h3", "letters.h3.subject": "ขอเชิญอบรม", "version": view().version}
    settled = clerk.submit(f"/arrivals/{arrival}/settle", subject)
    given = clerk.get(settled.location).text
    assert '<p class="big num">๑</p>' in given and "ขอเชิญอบรม" in given

    last = clerk.submit(page, {"act": "drop", "letter": "1"})
    assert last.status_code == 409, "settled is settled"


def test_the_last_letter_stays(house: House) -> None:
    clerk = house.browser("chamkho")
    arrival = drop(house, clerk, ("หนังสือ.txt", LETTER.encode()))
    read(house)
    refused = clerk.submit(f"/arrivals/{arrival}/letters", {"act": "drop", "letter": "1"})
    assert "ต้องมีหนังสืออย่างน้อยหนึ่งฉบับ" in clerk.get(refused.location).text
