"""Receipt by a signed link: once, in time, unless revoked; a forged one tells nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, select

from tests.tracker.office import Office
from tests.tracker.test_chasing import sent
from tracker import audit, db, receipt_slips, receipts
from tracker.errors import BadValue, NotFound
from tracker.models import Delivery, DeliveryEvent, ReceiptLink
from tracker.vocabulary import DeliveryState, Secrecy

KEY = b"key of the tests"


def linked(engine: Engine, house: Office, now: datetime) -> tuple[int, list[receipts.LinkView]]:
    letter_id = sent(engine, house, now)
    with db.begin(engine) as session:
        assert receipts.make(session, house.province, now, letter_id=letter_id, days=30) == 15
    with db.look(engine) as session:
        return letter_id, receipts.links(session, house.province, now, letter_id=letter_id, key=KEY)


def test_a_person_confirms_by_name_and_the_sender_sees_it(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter_id, links = linked(engine, house, now)
    token = links[0].token or ""
    later = now + timedelta(days=1)
    with db.begin(engine) as session:
        receipts.confirm(session, later, key=KEY, text=token, name="นายรับ  ไว้แล้ว", post="เสมียน",
                         outcome=DeliveryState.ANSWERED, answer="ดำเนินการแล้ว")  # fmt: skip
    with db.look(engine) as session:
        shown = receipts.links(session, house.province, later, letter_id=letter_id, key=KEY)[0]
        assert (shown.state, shown.token, shown.used_by) == ("used", None, "นายรับ ไว้แล้ว")
        assert (shown.outcome, shown.answer, shown.used_at) == (
            DeliveryState.ANSWERED, "ดำเนินการแล้ว", later)  # fmt: skip
        delivery = session.get_one(Delivery, shown.delivery_id)
        assert delivery.state is DeliveryState.ANSWERED
        events = session.exec(
            select(DeliveryEvent).where(DeliveryEvent.delivery_id == delivery.id)
        ).all()
        assert (events[-1].by, events[-1].how) == ("นายรับ ไว้แล้ว", "link")
        assert receipts.asked(session, later, key=KEY, text=token).used_by == "นายรับ ไว้แล้ว"
        assert audit.verify(session) == []


def test_a_link_works_once_however_many_press(engine: Engine, house: Office, now: datetime) -> None:
    _, links = linked(engine, house, now)

    def press(number: int) -> str:
        try:
            with db.begin(engine) as session:
                receipts.confirm(session, now, key=KEY, text=links[0].token or "",
                                 name=f"คนที่ {number}")  # fmt: skip
        except BadValue as refusal:
            return str(refusal)
        return ""

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(press, range(4)))
    assert said.count("") == 1 and all("ใช้ซ้ำไม่ได้" in x for x in said if x)


def test_expired_and_revoked_links_say_why(engine: Engine, house: Office, now: datetime) -> None:
    letter_id, links = linked(engine, house, now)
    over = now + timedelta(days=30)
    with db.begin(engine) as session:
        receipts.revoke(session, house.province, now, link_id=links[1].id)
    for token, at, said in (
        (links[0].token or "", over, "หมดอายุ"),
        (links[1].token or "", now, "ยกเลิกลิงก์นี้แล้ว"),
    ):
        with pytest.raises(BadValue, match=said), db.begin(engine) as session:
            receipts.confirm(session, at, key=KEY, text=token, name="นายรับ ไว้")
    with db.begin(engine) as session:
        again = receipts.make(session, house.province, now, letter_id=letter_id)
        assert again == 1  # only the revoked one needs another
    with pytest.raises(NotFound), db.begin(engine) as session:
        receipts.revoke(session, house.clerk, now, link_id=links[0].id)


def test_only_the_sender_makes_links_and_none_for_secret_letters(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter_id, links = linked(engine, house, now)
    with pytest.raises(NotFound), db.look(engine) as session:
        receipts.links(session, house.district, now, letter_id=letter_id, key=KEY)
    with db.begin(engine) as session:
        _seal(session, letter_id)
    with pytest.raises(BadValue, match="ชั้นความลับ"), db.begin(engine) as session:
        receipts.make(session, house.province, now, letter_id=letter_id)
    with pytest.raises(NotFound), db.look(engine) as session:
        receipts.asked(session, now, key=KEY, text=links[0].token or "")
    with pytest.raises(BadValue, match="อายุลิงก์"), db.begin(engine) as session:
        receipts.make(session, house.province, now, letter_id=letter_id, days=0)


def _seal(session: Session, letter_id: int) -> None:
    from tracker.models import Letter

    session.get_one(Letter, letter_id).secrecy = Secrecy.SECRET


@given(st.one_of(st.text(max_size=60), st.binary(min_size=21, max_size=21).map(
    lambda raw: __import__("base64").urlsafe_b64encode(raw).decode())))  # fmt: skip
def test_no_text_but_ours_opens_a_link(text: str) -> None:
    link = ReceiptLink(id=5, delivery_id=1, nonce="n" * 32)

    class Shelf:
        def exec(self, _wanted: object) -> "Shelf":
            return self

        def one_or_none(self) -> ReceiptLink:
            return link

    if text == receipts.token(KEY, link):
        return
    with pytest.raises(NotFound):
        receipts._link(Shelf(), KEY, text)  # type: ignore[arg-type]


def test_the_qr_code_on_a_slip_leads_to_the_link() -> None:
    import io

    import segno
    import zxingcpp
    from PIL import Image

    url = "https://wian.example.go.th/r/" + receipts.token(
        KEY, ReceiptLink(id=77, delivery_id=1, nonce="a" * 32)
    )
    assert receipt_slips.qr(url).startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    drawn = io.BytesIO()
    segno.make(url, error="m", micro=False).save(drawn, kind="png", scale=4, border=2)
    assert zxingcpp.read_barcodes(Image.open(drawn))[0].text == url
