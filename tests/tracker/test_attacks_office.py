"""What an office could take that is not its own, and what a crash or a neighbour could spoil."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from tests.tracker import bundles
from tests.tracker.bundles import drop, province, reading
from tests.tracker.office import Office
from tests.tracker.test_chasing import sent as passed_on
from tests.tracker.test_circulation import held, office_id, seen, send
from tests.tracker.test_receipts import KEY
from tests.tracker.test_settle import bundle, settle
from tests.tracker.writing import drafted, issued, received
from tracker import (
    audit,
    chain_facts,
    circulation,
    db,
    endorsements,
    letters,
    outbox,
    outgoing,
    outgoing_docx,
    outgoing_issue,
    receipts,
    registers,
    sheets,
    taking,
)
from tracker import messages as messages_of
from tracker.circulation import To
from tracker.errors import BadValue, FileRefused, NotFound
from tracker.masking import check_digit
from tracker.message_words import MessageChannel, MessageState
from tracker.models import (
    AuditLine,
    Delivery,
    Letter,
    LetterHolding,
    Message,
    Outgoing,
)
from tracker.outgoing_content import understood
from tracker.vocabulary import DeliveryState, Secrecy

DAY = date(2026, 11, 23)


def citizen_number() -> str:
    twelve = "110170023070"
    return f"{twelve}{check_digit(twelve)}"


def take(engine: Engine, house: Office, now: datetime, letter_id: int) -> None:
    """The municipality registers what it was sent."""
    with db.begin(engine) as session:
        delivery = session.exec(
            select(Delivery).where(
                Delivery.letter_id == letter_id, Delivery.office_id == house.clerk.office_id
            )
        ).one()
        taking.take(session, house.clerk, now, delivery_id=delivery.id or 0)


def senders(engine: Engine, house: Office, now: datetime, letter_id: int) -> dict[str, object]:
    found = seen(engine, house.district, now, letter_id)
    return {x.name: (x.state, x.sender_office_id) for x in found}


def test_a_recipient_cannot_take_the_circulation_over_by_sending_it_again(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter_id = held(engine, house.district, now)
    to = [
        To(office_id(engine, "lao.5210701"), "เทศบาลตำบลชำฆ้อ"),
        To(office_id(engine, "lao.5210203"), "เทศบาลตำบลพลา"),
    ]
    send(engine, house.district, now, letter_id, *to)
    take(engine, house, now, letter_id)
    before = {
        x.name: (x.state, x.sender_office_id) for x in seen(engine, house.district, now, letter_id)
    }
    send(engine, house.clerk, now, letter_id, to[1])
    after = {
        x.name: (x.state, x.sender_office_id) for x in seen(engine, house.district, now, letter_id)
    }
    assert after == before
    assert [x.name for x in seen(engine, house.clerk, now, letter_id)] == ["เทศบาลตำบลชำฆ้อ"]
    with db.look(engine) as session:
        theirs = session.exec(select(Delivery).where(Delivery.office_id == to[1].office_id)).one()
    with pytest.raises(NotFound), db.begin(engine) as session:
        circulation.move(session, house.clerk, now, delivery_id=theirs.id or 0,
                         to_state=DeliveryState.WITHDRAWN, note="ถอน")  # fmt: skip


def test_naming_a_letter_as_enclosed_opens_it_to_nobody(
    engine: Engine, house: Office, now: datetime
) -> None:
    """A clerk types the number of a letter that his office never had, and sends that along."""
    foreign = bundles.letter("1", "รย 0017.2/345", "2026-11-02", "จังหวัดระยอง",
                             "ผลการสอบสวนข้อเท็จจริง", role="cover")  # fmt: skip
    secret_of_others = settle(engine, house.stranger, now, drop(
        engine, house.stranger, now, reading(foreign))).letter_id  # fmt: skip
    with pytest.raises(NotFound), db.look(engine) as session:
        letters.visible(session, house.district, secret_of_others)
    source = received(engine, house.district, now)
    draft = drafted(
        engine, house.district, now, source,
        enclosures=[{"text": "สำเนาหนังสือจังหวัดระยอง ที่ รย 0017.2/345 ลงวันที่ 2 พฤศจิกายน 2569"}],
    )  # fmt: skip
    issued(engine, house.district, now, draft, DAY)
    with db.look(engine) as session:
        own = session.get_one(Outgoing, draft.id).letter_id or 0
    take(engine, house, now, own)
    with pytest.raises(NotFound), db.look(engine) as session:
        letters.visible(session, house.clerk, secret_of_others)
    with db.look(engine) as session:
        letters.visible(session, house.clerk, own)


def test_a_link_ends_when_the_letter_is_withdrawn(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter_id = passed_on(engine, house, now)
    with db.begin(engine) as session:
        receipts.make(session, house.province, now, letter_id=letter_id)
        link = receipts.links(session, house.province, now, letter_id=letter_id, key=KEY)[0]
    with db.begin(engine) as session:
        circulation.move(session, house.province, now, delivery_id=link.delivery_id,
                         to_state=DeliveryState.WITHDRAWN, note="ส่งผิดหน่วยงาน")  # fmt: skip
    text = link.token or ""
    with pytest.raises(BadValue, match="ถอน"), db.look(engine) as session:
        receipts.asked(session, now, key=KEY, text=text)
    with pytest.raises(BadValue, match="ถอน"), db.begin(engine) as session:
        receipts.confirm(session, now, key=KEY, text=text, name="นายรับ ไว้แล้ว")
    with db.look(engine) as session:
        shown = receipts.links(session, house.province, now, letter_id=letter_id, key=KEY)
        assert link.id not in {one.id for one in shown if one.token}


def sealed(engine: Engine, house: Office, now: datetime) -> tuple[int, int]:
    """A letter registered as open, that a second copy shows to be secret; letter and entry."""
    first = settle(engine, house.clerk, now, drop(engine, house.clerk, now, bundle()))
    copy = province("ว 55", "x", secrecy="confidential", text=None)
    settle(engine, house.colleague, now, drop(engine, house.clerk, now, reading(copy)))
    return first.letter_id, first.entry_id


def test_the_title_of_a_sealed_letter_does_not_come_back_with_a_new_number(
    engine: Engine, house: Office, now: datetime
) -> None:
    letter_id, entry_id = sealed(engine, house, now)
    with db.begin(engine) as session:
        registers.void(session, house.clerk, now, entry_id=entry_id, reason="ลงผิดทะเบียน")
        for one in session.exec(
            select(LetterHolding).where(LetterHolding.letter_id == letter_id)
        ).all():
            assert not one.copy_values.get("subject")
            if one.arrival_id is not None:
                entry = registers.register(session, house.clerk, now, letter_id=letter_id,
                                           received_at=now, arrival_id=one.arrival_id)  # fmt: skip
                assert entry.subject is None


def test_doubts_of_a_sealed_letter_quote_nothing(
    engine: Engine, house: Office, now: datetime
) -> None:
    settle(engine, house.clerk, now, drop(engine, house.clerk, now, bundle()))
    other = province("ว 55", "x", subject="การสำรวจข้อมูลแหล่งน้ำดิบ")
    settle(engine, house.clerk, now, drop(engine, house.clerk, now, reading(other)))
    with db.look(engine) as session:
        known = session.exec(select(Letter.id).where(Letter.ref_no == "รย 0023.3/ว 55")).one()
        told = chain_facts.doubts(session, house.clerk, [known or 0])
        assert any("แหล่งน้ำดิบ" in one.reason for one in told)
    letter_id, _ = sealed(engine, house, now)
    with db.look(engine) as session:
        told = chain_facts.doubts(session, house.clerk, [letter_id], open_only=False)
        assert not any("แหล่งน้ำ" in one.reason for one in told)


def test_a_draft_of_a_letter_sealed_since_is_not_sent(
    engine: Engine, house: Office, now: datetime
) -> None:
    source = received(engine, house.province, now)
    draft = drafted(engine, house.province, now, source)
    with db.begin(engine) as session:
        letter = session.get_one(Letter, source)
        letter.secrecy, letter.subject, letter.text = Secrecy.SECRET, None, None
    with pytest.raises(BadValue, match="ชั้นความลับ"):
        issued(engine, house.province, now, draft, DAY)


def test_the_trail_keeps_no_citizen_number(engine: Engine, house: Office, now: datetime) -> None:
    number = citizen_number()
    source = received(engine, house.province, now)
    drafted(engine, house.province, now, source, body=f"นายสมมติ เลข {number} ขอรับ")
    with db.begin(engine) as session:
        endorsements.note(session, house.province, now, letter_id=source, text=f"ของ {number}")
    with db.look(engine) as session:
        said = repr([(x.before, x.after) for x in session.exec(select(AuditLine))])
        assert audit.verify(session) == []
    assert number not in said
    assert "xxxx" in said


def test_the_trail_keeps_no_secret_of_an_address(
    engine: Engine, house: Office, now: datetime
) -> None:
    address = "tgram://123456789:abcdefg_hijklmnop-qrstuvwxyz0123456/-1001234567"
    with db.begin(engine) as session:
        outbox.put(session, now, key="a/other", account_id=house.clerk.account_id, to=address,
                   subject="ก", text="ข", channel=MessageChannel.OTHER)  # fmt: skip
        row = session.exec(select(Message)).one()
        row.state = MessageState.FAILED
        session.add(row)
    with db.begin(engine) as session:
        messages_of.again(session, house.clerk, now, message_id=row.id or 0)
    with db.look(engine) as session:
        lines = session.exec(select(AuditLine).where(col(AuditLine.act) == "send_again")).all()
    assert lines and "abcdefg_hijklmnop" not in repr([(x.before, x.after) for x in lines])


def _encrypted(content: bytes) -> bytes:
    made = bytearray(content)
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = made.find(mark)
        while place >= 0:
            made[place + flag] |= 1
            place = made.find(mark, place + 4)
    return bytes(made)


def _bent(content: bytes) -> bytes:
    """The packed bytes of the sheet broken, sizes and names left as they were."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        info = parts.getinfo("xl/worksheets/sheet1.xml")
    made = bytearray(content)
    start = info.header_offset + 30 + len(info.filename)
    made[start : start + 12] = b"\xff" * 12
    return bytes(made)


def _method(content: bytes) -> bytes:
    made = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = made.find(mark)
        while place >= 0:
            made[place + at] = 97
            place = made.find(mark, place + 4)
    return bytes(made)


def _without(name: str) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        kept = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(content)) as parts,
            zipfile.ZipFile(kept, "w") as made,
        ):
            for one in parts.namelist():
                if one != name:
                    made.writestr(one, parts.read(one))
        return kept.getvalue()

    return change


@pytest.mark.parametrize(
    "spoil",
    [_encrypted, _bent, _method, _without("xl/workbook.xml"), _without("[Content_Types].xml"),
     _without("xl/worksheets/sheet1.xml"), lambda content: content[: len(content) // 2]],
)  # fmt: skip
def test_a_spoilt_workbook_is_refused_with_a_sentence(spoil: Callable[[bytes], bytes]) -> None:
    good = sheets.write("ทะเบียน", ["เลขที่", "เรื่อง"], [[1, "ก"]] * 50)
    with pytest.raises(FileRefused, match="กรุณา"):
        sheets.read(spoil(good))


def test_a_small_workbook_cannot_unfold_into_the_whole_memory() -> None:
    good = sheets.write("ทะเบียน", ["เลขที่", "เรื่อง"], [[1, "ก"]])
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good)) as parts,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for one in parts.namelist():
            text = parts.read(one)
            if one == "[Content_Types].xml":
                kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings"
                named = b'<Override PartName="/xl/x.xml" ContentType="' + kind + b'+xml"/></Types>'
                text = text.replace(b"</Types>", named)
            made.writestr(one, text)
        made.writestr(
            "xl/x.xml",
            b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            + b"<si><t>a</t></si>" * 8_000_000
            + b"</sst>",
        )
    with pytest.raises(FileRefused, match="ใหญ่เกินไป"):
        sheets.read(kept.getvalue())


@pytest.mark.parametrize("sign", ["\uffff", "\ufffe", "\ufdd0", "\x0b"])
def test_no_sign_breaks_the_word_file_or_the_workbook(
    engine: Engine, house: Office, now: datetime, sign: str
) -> None:
    source = received(engine, house.province, now)
    draft = drafted(engine, house.province, now, source, subject=f"เรื่อง{sign}สำคัญ")
    with db.look(engine) as session:
        view = outgoing.one(session, house.province, draft.id or 0)
        given = outgoing_issue.given(session, view, now, None)
    assert outgoing_docx.docx(understood(draft.content), given).startswith(b"PK")
    (sheet,) = sheets.read(sheets.write("ก", ["ข"], [[f"ค{sign}ง"]]))
    assert sheet.rows[1] == ("คง",)
