"""An office in the middle of its work: one province's directive in full swing.

The department's circular came to the province on 2 November, went on to all
districts on the 4th and from one of them to its municipalities on the 6th.
Today is the 23rd: some have answered, some are late, a few papers were lost.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from tests.tracker.bundles import field, link, ministry
from tests.tracker.duty_stories import asks, register
from tests.tracker.test_circulation import held
from tests.tracker.writing import SIGNED, drafted, issued
from tests.web import world_of_one_office
from tests.web.conftest import NOW, House
from tracker import (
    book_settings,
    chasing,
    circulation,
    db,
    duty_closing,
    duty_moving,
    outgoing,
    recipient_lists,
    taking,
)
from tracker.actor import Actor
from tracker.circulation import To
from tracker.models import Delivery, Duty, Outgoing
from tracker.outgoing_content import Recipient
from tracker.vocabulary import DeliveryState, DutyState, OutgoingKind
from tracker.web import thai

S = DeliveryState
CAME, WENT_ON, WENT_DOWN = NOW - timedelta(days=21), NOW - timedelta(days=19), NOW - timedelta(17)
WEEK = timedelta(days=7)
SUBJECT = (
    "การสำรวจและจัดทำฐานข้อมูลแหล่งน้ำเพื่อการอุปโภคบริโภคในพื้นที่ขององค์กรปกครองส่วนท้องถิ่น "
    "เพื่อเตรียมรับสถานการณ์ภัยแล้ง ประจำปี พ.ศ. ๒๕๗๐"
)
SCHOOL = "โรงเรียนบ้านสมมติวิทยาคมเฉลิมพระเกียรติ"
ASKED = (
    "ขอให้จังหวัดรวบรวมรายงานกรมภายในวันที่ ๓๐ ธันวาคม ๒๕๖๙ และขอให้ อปท. ส่งข้อมูลให้อำเภอ"
    "ภายในวันที่ ๒๐ พฤศจิกายน ๒๕๖๙"
)


def fill(house: House) -> dict[str | None, list[str]]:
    """Fill the office; addresses by account (``None``: a stranger) to which no link leads."""
    circular = _came_down(house)
    letter = _relayed(house, house.office.province, WENT_ON, circular)
    _districts_move(house, letter)
    below = _taken(house, house.office.district, letter, WENT_ON + timedelta(days=1))
    towns = _relayed(house, house.office.district, WENT_DOWN, below)
    mine = _taken(house, house.office.clerk, towns, WENT_DOWN + timedelta(days=1))
    _lists(house, letter)
    world_of_one_office.work(house, mine)
    _answered(house, mine)
    _reminded(house, towns)
    _drafts(house, circular)
    _other_duties(house)
    held(house.engine, house.office.clerk, NOW, "ลับ 3", secrecy="secret", text=None)
    opened = world_of_one_office.fill(house, letter)
    asked = ["/search?q=น้ำ", "/search?q=ไม่มีคำนี้", "/register?q=น้ำ", "/duties?month=2026-12"]
    voided = next(one.id for one in world_of_one_office.lines_of(house) if one.voided_at)
    asked += [*world_of_one_office.BEHIND_FORMS, f"/register/{voided}/voided"]
    return {None: ["/sign-in", *opened], "chamkho": asked, "rayong": asked[:2]}


def _came_down(house: House) -> int:
    """The department's circular to every province, carrying the ministry's letter."""
    everyone = {"value": "ผู้ว่าราชการจังหวัด ทุกจังหวัด", "raw": None, "scope": "all",
                "except": [], "confidence": 0.9, "page": 1, "box": None, "doubt": None}  # fmt: skip
    cover = asks(ASKED, dated=date(2026, 10, 28), recipients=[everyone], subject=SUBJECT)
    return register(
        house.engine, house.office.province, CAME, cover,
        ministry(subject="มาตรการเตรียมรับสถานการณ์ภัยแล้ง"), links=(link("1", "3"),),
    )  # fmt: skip


def _relayed(house: House, actor: Actor, now: datetime, letter_id: int) -> int:
    """Passed on by a letter that is drafted, signed and numbered; that letter."""
    draft = drafted(house.engine, actor, now, letter_id, buffer_days=3)
    issued(house.engine, actor, now, draft, now.date(), due_reason="ตามหนังสือของกรม")
    with db.look(house.engine) as session:
        made = session.get_one(Outgoing, draft.id).letter_id
    assert made is not None
    return made


def _taken(house: House, actor: Actor, letter_id: int, now: datetime) -> int:
    """Registered in one step by the office that it was sent to; the letter."""
    with db.begin(house.engine) as session:
        wanted = select(Delivery).where(
            Delivery.letter_id == letter_id, Delivery.office_id == actor.office_id
        )
        delivery = session.exec(wanted).one()
        taking.take(session, actor, now, delivery_id=delivery.id or 0, practice="เสนอปลัด")
    return letter_id


def _districts_move(house: House, letter_id: int) -> None:
    """What became of the letter at the other districts: one of everything."""
    above = house.office.province
    said: Sequence[tuple[DeliveryState, str]] = (
        (S.ACKNOWLEDGED, "แจ้งทางโทรศัพท์"), (S.NO_DATA, "ไม่มีแหล่งน้ำที่ต้องสำรวจในพื้นที่รับผิดชอบ"),
        (S.LOST, "ซองกลับมาว่างเปล่า"), (S.SENT_BACK, "ส่งผิดหน่วยงาน"),
        (S.RECEIVED, "แจ้งทางไลน์กลุ่มอำเภอ"),
    )  # fmt: skip
    with db.begin(house.engine) as session:
        wanted = select(Delivery).where(
            Delivery.letter_id == letter_id, Delivery.office_id != house.office.district.office_id
        )
        others = list(session.exec(wanted.order_by(col(Delivery.id))))
        for one, (state, note) in zip(others, said, strict=False):
            when = WENT_ON + timedelta(days=2)
            circulation.move(
                session, above, when, delivery_id=one.id or 0, to_state=state, note=note
            )
        circulation.move(
            session, above, NOW - WEEK, delivery_id=others[0].id or 0, to_state=S.EXTENDED,
            note="น้ำท่วมที่ว่าการอำเภอ", due_on=date(2026, 12, 18),
        )  # fmt: skip


def _answered(house: House, letter_id: int) -> None:
    """The municipality reports; the district receives it."""
    clerk = house.office.clerk
    draft = drafted(
        house.engine, clerk, NOW - WEEK, letter_id, OutgoingKind.ANSWER,
        subject=f"รายงานผล{SUBJECT}",
        body="เทศบาลตำบลชำฆ้อได้สำรวจแหล่งน้ำแล้ว พบแหล่งน้ำ ๑๒ แห่ง", closing="จึงเรียนมาเพื่อโปรดทราบ",
    )  # fmt: skip
    with db.begin(house.engine) as session:
        book_settings.set_prefix(session, clerk, CAME, prefix="รย 52107")
    issued(house.engine, clerk, NOW - WEEK, draft, (NOW - WEEK).date())


def _reminded(house: House, letter_id: int) -> None:
    """The district reminds those who are silent, and begins to remind them again."""
    district, then = house.office.district, NOW - timedelta(days=2)
    for when in (then, NOW):
        with db.begin(house.engine) as session:
            made = chasing.draft(session, district, when, letter_id=letter_id)
            draft = outgoing.save(
                session, district, when, outgoing_id=made.id or 0, version=made.version,
                values={**SIGNED, "signatory_position": "นายอำเภอเขาชะเมา"},
            )  # fmt: skip
        if when is then:
            issued(house.engine, district, then, draft, then.date())


def _drafts(house: House, letter_id: int) -> None:
    """Letters out in the states that have no number: begun, before the signatory, given up."""
    province = house.office.province
    for state, said in (("begun", "เพิ่งร่าง"), ("waiting", "รอลงนาม"), ("given up", "เลิกร่าง")):
        draft = drafted(
            house.engine, province, NOW, None, OutgoingKind.NEW,
            subject=f"ขอเชิญประชุมคณะกรรมการแก้ไขปัญหาภัยแล้งระดับจังหวัด ({said})",
            body="ด้วยจังหวัดจะประชุมคณะกรรมการ จึงขอเชิญท่านเข้าร่วมประชุม",
        )  # fmt: skip
        with db.begin(house.engine) as session:
            to = [Recipient(name="นายอำเภอเขาชะเมา", office_id=house.office.district.office_id)]
            draft = outgoing.save(
                session, province, NOW, outgoing_id=draft.id or 0, version=draft.version,
                values={"to_text": "นายอำเภอเขาชะเมา"}, to=to,
            )  # fmt: skip
            key = {"outgoing_id": draft.id or 0, "version": draft.version}
            if state == "waiting":
                outgoing.submit(session, province, NOW, **key)
            elif state == "given up":
                outgoing.cancel(session, province, NOW, **key, reason="ส่งทางอื่นแล้ว")
    drafted(house.engine, province, NOW, letter_id, OutgoingKind.ANSWER)


def _other_duties(house: House) -> None:
    """Duties of the municipality in every state, with a doubtful day and one that returns."""
    clerk = house.office.clerk
    texts = (
        "ขอให้รายงานผลภายในวันที่ ๔ ธันวาคม ๒๕๖๙", "ขอให้รายงานผลภายในวันที่ ๑๘ พฤศจิกายน ๒๕๖๙",
        "ขอให้รายงานภายใน ๗ วันทำการ นับแต่วันได้รับหนังสือ", "ให้ อปท. รายงานทุกวันที่ ๒๐ ของเดือน",
        "ขอให้รายงานผลภายในวันที่ ๒๓ พฤศจิกายน ๒๕๖๙", "ขอให้รายงานผลภายในวันที่ ๗ ธันวาคม ๒๕๖๙",
    )  # fmt: skip
    for number, text in enumerate(texts):
        paper = asks(
            text,
            ref=f"มท 0808.2/ว {100 + number}",
            subject=f"เรื่องที่ {thai.digits(number + 1)} ตามหนังสือเวียน",
        )
        paper["date"] = field("2026-10-01", "วันที่ไม่ชัด" if number == 5 else None)
        register(house.engine, clerk, NOW - timedelta(days=9), paper, name=str(number))
    with db.begin(house.engine) as session:
        mine = select(Duty).where(Duty.office_id == clerk.office_id, Duty.state == DutyState.OPEN)
        first, second, third, *_ = session.exec(mine.order_by(col(Duty.id).desc()))
        duty_closing.close(session, clerk, NOW, duty_id=first.id or 0, note="ส่งทางระบบแล้ว")
        duty_moving.suspend(session, clerk, NOW, duty_id=second.id or 0, reason="รอผลอุทธรณ์")
        duty_moving.extend(
            session, clerk, NOW, duty_id=third.id or 0, due=date(2026, 12, 29), reason="อนุญาตแล้ว"
        )


def _lists(house: House, letter_id: int) -> None:
    """A list of recipients, and a letter sent to a school that is in no system."""
    province = house.office.province
    with db.begin(house.engine) as session:
        recipient_lists.save(
            session, province, NOW, name="อำเภอทุกแห่งและโรงเรียนในสังกัด",
            to=[To(None, SCHOOL), To(house.office.district.office_id, "อำเภอเขาชะเมา")],
        )  # fmt: skip
        circulation.send(
            session, province, NOW, letter_id=letter_id,
            to=[To(None, SCHOOL, due_on=date(2026, 12, 4))],
        )  # fmt: skip
