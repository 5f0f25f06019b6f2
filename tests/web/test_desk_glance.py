"""The desk says first what is to be done today, each letter once, and nothing where nothing is."""

from tests.tracker.bundles import drop, letter, reading
from tests.tracker.duty_stories import asks, register
from tests.tracker.statements import said
from tests.tracker.test_circulation import held, office_id, send
from tests.web.conftest import NOW, House
from tracker import db, endorsements
from tracker.circulation import To
from tracker.models import Letter
from tracker.vocabulary import Secrecy
from tracker.web import thai

TODAY = "ขอให้รายงานผลภายในวันที่ ๒๓ พฤศจิกายน ๒๕๖๙"
LATE = "ขอให้รายงานผลภายในวันที่ ๒๐ พฤศจิกายน ๒๕๖๙"


def test_a_quiet_day_says_nothing(house: House) -> None:
    page = house.browser("chamkho").get("/").text
    assert "ต้องทำวันนี้" not in page and "ทะเบียนรับของวันนี้" in page


def owe(house: House, text: str, ref: str, subject: str) -> int:
    """A letter that the municipality registered and owes an answer to."""
    return register(
        house.engine, house.office.clerk, NOW, asks(text, ref=ref, subject=subject), name=ref
    )


def test_what_is_due_late_and_sent_to_us_stands_first(house: House) -> None:
    due = owe(house, TODAY, "มท 0808.3/ว 912", "รายงานแผนจัดเก็บ 1103700012346")
    owe(house, LATE, "มท 0808.3/ว 913", "รายงานที่เลยวันแล้ว")
    mine = held(house.engine, house.office.district, NOW)
    to = To(office_id(house.engine, "lao.5210701"), "เทศบาลตำบลชำฆ้อ")
    send(house.engine, house.office.district, NOW, mine, to)
    page = house.browser("chamkho").get("/").text
    first = page.split('id="glance-title"')[1].split("</section>")[0]
    assert 'เกินกำหนดแล้ว <strong class="num">๑' in first
    assert 'ครบกำหนดวันนี้ <strong class="num">๑' in first
    assert f'href="/letters/{due}"' in first and "รายงานแผนจัดเก็บ" in first
    assert "1103700012346" not in first, "citizen numbers are masked"
    assert "๑</strong> เรื่อง รอลงรับ" in first
    assert "รายงานที่เลยวันแล้ว" not in first, "late ones stand behind their link"
    assert "ต้องทำวันนี้" not in house.browser("phla").get("/").text


def test_a_secret_letter_is_told_by_its_number(house: House) -> None:
    letter_id = owe(house, TODAY, "มท 0808.3/ว 912", "เรื่องที่ต้องปกปิด")
    with db.begin(house.engine) as session:
        session.get_one(Letter, letter_id).secrecy = Secrecy.SECRET
    first = house.browser("chamkho").get("/").text.split('id="glance-title"')[1]
    assert "เรื่องที่ต้องปกปิด" not in first.split("</section>")[0]


def test_a_letter_that_is_due_is_not_told_again_as_work(house: House) -> None:
    letter_id = owe(house, TODAY, "มท 0808.3/ว 912", "เรื่องเดียวเท่านั้น")
    with db.begin(house.engine) as session:
        endorsements.propose(
            session, house.office.colleague, NOW, letter_id=letter_id,
            text="เพื่อโปรดพิจารณา", to_account_id=house.office.clerk.account_id,
        )  # fmt: skip
    page = house.browser("chamkho").get("/").text
    assert page.split('id="glance-title"')[1].split("</section>")[0].count("เรื่องเดียวเท่านั้น") == 1


def test_a_stack_asks_no_more_than_one_file(house: House) -> None:
    """Drafts, doubles and files that came before are looked up together."""
    browser = house.browser("chamkho")
    asked = []
    for start, upto in ((0, 1), (1, 12)):
        for number in range(start, upto):
            one = letter("1", f"รย 0023.3/ว {number}", "2026-11-20", "จังหวัดระยอง", "เรื่องที่รอตรวจ")
            drop(house.engine, house.office.clerk, NOW, reading(one), name=f"{number}.pdf")
        with said(house.engine) as found:
            page = browser.get("/work").text
        assert f"รย ๐๐๒๓.๓/ว {thai.digits(upto - 1)}" in page
        asked.append(len(found))
    assert asked[0] == asked[1] < 40
