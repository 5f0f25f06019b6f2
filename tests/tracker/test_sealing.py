"""A letter found to be secret later: its words stand nowhere any more but in what was sent."""

import json
from datetime import date, datetime

from sqlalchemy import Engine, inspect, text
from sqlmodel import select

from tests.tracker.bundles import Values, department, drop, reading
from tests.tracker.duty_stories import _TOLD, asks, register
from tests.tracker.office import Office
from tests.tracker.writing import drafted
from tracker import db, intake, outbox, reminder_plan, reminders, sealing
from tracker.actor import Actor
from tracker.deadlines import find
from tracker.errors import NotAllowed
from tracker.holidays import government
from tracker.message_words import MessageState
from tracker.models import Account, Arrival, Duty, Message, Outgoing
from tracker.quoted import Quoted
from tracker.vocabulary import OutgoingState

WORD = "ปลาทองคำ"
TEXT = f"ขอให้รายงาน{WORD}ภายในวันที่ ๓๐ พฤศจิกายน ๒๕๖๙"
PUBLIC = "https://wian.example"


def letter(**more: object) -> Values:
    found = find(TEXT, dated=date(2026, 11, 1), calendar=government())
    told = [{name: getattr(one, name) for name in _TOLD} for one in found]
    given = {"role": "cover", "action": "report", "deadlines": told, "text": TEXT,
             "subject": f"การสำรวจ{WORD} ปี 2569"}  # fmt: skip
    return department(**{**given, **more})


def settled(engine: Engine, actor: Actor, now: datetime, name: str, read: Values) -> int:
    arrival = drop(engine, actor, now, reading(read), name=name)
    with db.begin(engine) as session:
        return intake.settle(session, actor, now, arrival_id=arrival).letter_id


def digest(engine: Engine, actor: Actor, now: datetime) -> None:
    day = now.date()
    with db.begin(engine) as session:
        for account in session.exec(select(Account)):
            account.email = f"{account.username}@example.go.th"
        session.flush()
        for plan in reminder_plan.plans(session, office_id=actor.office_id, hour=8, day=day):
            reminders.send(session, now, plan=plan, day=day, address=PUBLIC)


def where(engine: Engine) -> set[str]:
    """The columns of the whole database in which the word stands."""
    found = set()
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():
                for name, value in row.items():
                    plain = isinstance(value, str)
                    raw = value if plain else json.dumps(value, ensure_ascii=False, default=str)
                    if WORD in raw or json.dumps(WORD)[1:-1] in raw:
                        found.add(f"{table}.{name}")
    return found


def test_the_words_are_gone_from_all_that_was_made_of_the_letter(
    engine: Engine, house: Office, now: datetime
) -> None:
    actor = house.province
    letter_id = settled(engine, actor, now, "a.pdf", letter())
    plain = asks(TEXT.replace(WORD, "ผล"), ref="มท 0808.3/ว 77", subject="การสำรวจถนน")
    other = register(engine, actor, now, plain)
    draft = drafted(engine, actor, now, letter_id)
    digest(engine, actor, now)
    with db.begin(engine) as session:
        outbox.put(session, now, key="x", account_id=actor.account_id, to="a@b.c",
                   subject=f"ได้รับมอบงาน: การสำรวจ{WORD} ปี ๒๕๖๙", text="ส่งไปแล้ว")  # fmt: skip
        gone = session.exec(select(Message).where(Message.key == "x")).one()
        gone.state = MessageState.SENT
    assert {"duty.text", "outgoing.content", "reading_job.result", "search_row.head"} < where(
        engine
    )

    again = settled(engine, actor, now, "b.pdf", letter(secrecy="secret", text=None, subject=None,
                                                        deadlines=[]))  # fmt: skip
    assert again == letter_id
    assert where(engine) == {"message.subject"}  # of the one that was sent
    with db.look(engine) as session:
        kept = session.get_one(Outgoing, draft.id)
        assert kept.state is OutgoingState.CANCELLED and "ชั้นความลับ" in (kept.cancel_reason or "")
        owed = session.exec(select(Duty).where(Duty.letter_id == letter_id)).all()
        assert owed and {one.text for one in owed} == {""} and owed[0].due == "2026-11-30"
        (waits,) = session.exec(select(Message).where(Message.state == MessageState.WAITING)).all()
        assert WORD not in waits.body and f"/letters/{letter_id}" in waits.body
        assert "การสำรวจถนน" in waits.body and f"/letters/{other}" in waits.body
        assert sealing.sent_before(session, letter_id) == 1
        first = session.exec(select(Arrival).order_by(Arrival.id)).first()
        assert first is not None
        try:
            intake.sealed_file(session, actor, first.sha256)
        except NotAllowed:
            return
    raise AssertionError("the first copy's file is open still")


def test_only_the_paragraphs_of_the_letter_are_taken_out() -> None:
    one = Quoted("/letters/7", "การสำรวจถนนหนทาง 25")
    body = "เรียน ก\n\n๑. การสำรวจถนนหนทาง ๒๕\n   เปิด: https://x/letters/7\n\n๒. อื่น https://x/letters/77"
    head, left = one.taken_out("งาน: การสำรวจถนนหนทาง ๒๕", body)
    assert head == "งานหนังสือราชการ (หนังสือมีชั้นความลับ)"
    assert left == (
        "เรียน ก\n\n(หนังสือมีชั้นความลับ)\n   เปิด: https://x/letters/7\n\n๒. อื่น https://x/letters/77"
    )
    assert Quoted("/letters/7", "ที่").taken_out("ที่ดิน", "ที่ดิน") == ("ที่ดิน", "ที่ดิน")
