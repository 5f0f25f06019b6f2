"""Sending to a real mail server: what it answers, what is written down, how often it arrives."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.tracker import smtp_server
from tests.tracker.office import Office
from tests.tracker.smtp_server import Post
from tracker import db, outbox, sending_mail
from tracker.channels import Outcome, mail, mail_server
from tracker.config import Settings
from tracker.errors import ConfigError
from tracker.message_words import MessageChannel, MessageState
from tracker.models import Message
from tracker.sending_mail import Sender

ROOT = Path(__file__).resolve().parents[2]
SENDER = "เวียน <wian@example.go.th>"


@pytest.fixture
def post() -> Iterator[Post]:
    with smtp_server.serve() as serving:
        yield serving


class Clock:
    """A clock that the test turns."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


def a_sender(engine: Engine, url: str, clock: Callable[[], datetime]) -> Sender:
    settings = Settings(smtp_url=url, mail_from=SENDER)
    return Sender(engine, sending_mail.ways(settings, engine, clock), clock)


def put(engine: Engine, now: datetime, count: int = 1, prefix: str = "m") -> None:
    with db.begin(engine) as session:
        for number in range(count):
            assert outbox.put(
                session, now, key=f"{prefix}{number}/mail", account_id=None, office_id=1,
                to=f"{prefix}{number}@example.go.th", subject=f"ครบกำหนดวันนี้ เรื่องที่ {number}",
                text="หนังสือที่ รย ๐๐๒๓.๓/ว ๑๒\n.จุดต้นบรรทัด\n\nเปิดดู: http://x/letters/1\n",
            )  # fmt: skip


def rows(engine: Engine) -> list[Message]:
    with db.look(engine) as session:
        return list(session.exec(select(Message).order_by(Message.key)))


def states(engine: Engine) -> list[MessageState]:
    return [row.state for row in rows(engine)]


def send(sender: Sender) -> int:
    return sender.send_waiting(MessageChannel.MAIL)


def test_what_is_put_in_arrives_once_and_whole(engine: Engine, post: Post, clock: Clock) -> None:
    put(engine, clock(), 3)
    sender = a_sender(engine, post.url, clock)
    assert send(sender) == 3
    assert send(sender) == 0
    assert states(engine) == [MessageState.SENT] * 3
    first, row = post.arrived[0], rows(engine)[0]
    assert first["Subject"] == "ครบกำหนดวันนี้ เรื่องที่ 0"
    assert first["From"] == SENDER and first["To"] == "m0@example.go.th"
    assert first["Message-ID"] == f"<{row.message_id}@example.go.th>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert "\n.จุดต้นบรรทัด\n" in smtp_server.plain(first)
    assert row.reply == "250 kept" and row.sent_at == clock().astimezone(UTC)


def test_the_same_key_is_put_in_once(engine: Engine, clock: Clock) -> None:
    put(engine, clock())
    with db.begin(engine) as session:
        again = outbox.put(
            session, clock(), key="m0/mail", account_id=None, to="x@example.go.th",
            subject="อีกครั้ง", text="",
        )  # fmt: skip
    assert not again
    assert [row.to for row in rows(engine)] == ["m0@example.go.th"]


def test_nothing_is_put_in_by_a_transaction_that_failed(engine: Engine, clock: Clock) -> None:
    with pytest.raises(ZeroDivisionError), db.begin(engine) as session:
        outbox.put(
            session, clock(), key="k", account_id=None, to="x@example.go.th", subject="", text=""
        )
        raise ZeroDivisionError
    assert rows(engine) == []


def test_neither_line_ends_nor_citizen_numbers_leave(
    engine: Engine, house: Office, post: Post, clock: Clock
) -> None:
    with db.begin(engine) as session:
        outbox.put(
            session, clock(), key="k", account_id=house.clerk.account_id,
            to="x@example.go.th", subject="เรื่อง\r\nBcc: all@example.go.th",
            text="บัตร 1-1020-03456-78-1 และ\0ศูนย์",
        )  # fmt: skip
    send(a_sender(engine, post.url, clock))
    (arrived,) = post.arrived
    assert arrived["Bcc"] is None and arrived["Subject"] == "เรื่อง Bcc: all@example.go.th"
    assert "03456" not in smtp_server.plain(arrived)
    assert rows(engine)[0].office_id == house.clerk.office_id


def test_4xx_waits_longer_each_time_and_is_given_up_after_five_days(
    engine: Engine, post: Post, clock: Clock
) -> None:
    post.rcpt = lambda to: "451 greylisted, come back"
    put(engine, clock())
    sender = a_sender(engine, post.url, clock)
    waits = []
    while send(sender):
        (row,) = rows(engine)
        if row.state is MessageState.GIVEN_UP:
            break
        assert row.state is MessageState.WAITING and "451 greylisted" in (row.reply or "")
        waits.append(row.not_before - clock())
        assert send(sender) == 0, "not before its time"
        clock.now = row.not_before
    assert waits == sorted(waits) and waits[0] == timedelta(minutes=1)
    assert row.state is MessageState.GIVEN_UP and 20 < len(waits) < 60
    assert post.arrived == []


def test_a_mail_that_is_put_off_at_its_end_arrives_later_under_the_same_id(
    engine: Engine, post: Post, clock: Clock
) -> None:
    answers = ["452 disk full", "450 later"]
    post.data = lambda to: answers.pop(0) if answers else None
    put(engine, clock())
    sender = a_sender(engine, post.url, clock)
    for _ in range(3):
        send(sender)
        clock.turn(hours=2)
    (row,) = rows(engine)
    assert (row.state, row.attempts) == (MessageState.SENT, 3)
    assert len(post.accepted) == 1 and len(set(post.copies)) == 1


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_5xx_is_shown_as_failed_and_holds_up_nobody(
    engine: Engine, post: Post, clock: Clock, where: str
) -> None:
    setattr(post, where, lambda to: "550 no such user" if to.startswith("m1@") else None)
    put(engine, clock(), 3)
    sender = a_sender(engine, post.url, clock)
    send(sender)
    clock.turn(days=1)
    send(sender)
    assert states(engine) == [MessageState.SENT, MessageState.FAILED, MessageState.SENT]
    failed = rows(engine)[1]
    assert failed.reply == "550 no such user" and "ตรวจที่อยู่อีเมล" in (failed.error or "")
    assert failed.attempts == 1


def test_a_server_that_wants_neither_sender_nor_password_loses_no_message(
    engine: Engine, post: Post, clock: Clock
) -> None:
    post.mail = lambda sender: "553 sender rejected"
    put(engine, clock(), 3)
    send(a_sender(engine, post.url, clock))
    assert states(engine) == [MessageState.WAITING] * 3
    assert sum(row.attempts for row in rows(engine)) == 1, "the others are not tried in vain"
    assert any("MAIL_FROM" in (row.error or "") for row in rows(engine))
    secret = post.url.replace("smtp://", "smtp://someone:secret@")
    send(a_sender(engine, secret, clock))  # this server knows no AUTH
    assert states(engine) == [MessageState.WAITING] * 3


def test_a_server_that_is_away_for_a_day(engine: Engine, post: Post, clock: Clock) -> None:
    put(engine, clock(), 5)
    away = a_sender(engine, "smtp://127.0.0.1:1", clock)
    for _ in range(24):
        send(away)
        clock.turn(hours=1)
    assert states(engine) == [MessageState.WAITING] * 5
    assert all("ติดต่อเซิร์ฟเวอร์อีเมลไม่ได้" in (row.error or "") for row in rows(engine))
    clock.turn(hours=4)
    send(a_sender(engine, post.url, clock))
    assert states(engine) == [MessageState.SENT] * 5
    assert list(post.copies.values()) == [1] * 5


def test_a_server_that_hangs_up_after_the_end_leaves_it_uncertain_for_ever(
    engine: Engine, post: Post, clock: Clock
) -> None:
    post.data = lambda to: "hang up"
    put(engine, clock(), 2)
    sender = a_sender(engine, post.url, clock)
    assert send(sender) == 1, "the other one waits until the server is well"
    post.data = lambda to: None
    for _ in range(10):
        clock.turn(days=1)
        sending_mail.tidy(engine, clock())
        send(sender)
    first, second = rows(engine)
    assert first.state is MessageState.UNCERTAIN and "ถามผู้รับ" in (first.error or "")
    assert second.state in (MessageState.SENT, MessageState.GIVEN_UP)
    assert post.copies[f"<{first.message_id}@example.go.th>"] == 1


def test_a_server_that_hangs(
    engine: Engine, post: Post, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "END_SECONDS", 0.3)
    post.pause = lambda: 1.0 if post.begun.is_set() else 0.0
    put(engine, clock())
    send(a_sender(engine, post.url, clock))
    assert states(engine) == [MessageState.UNCERTAIN]


def test_an_address_that_is_none_is_refused_before_anything_is_sent(
    engine: Engine, post: Post, clock: Clock
) -> None:
    with db.begin(engine) as session:
        for number, to in enumerate(("", "nobody", "ชื่อ@example.go.th", "a@b> c@d", "a b@c.d")):
            outbox.put(
                session, clock(), key=f"k{number}", account_id=None, to=to, subject="", text=""
            )
    send(a_sender(engine, post.url, clock))
    assert set(states(engine)) == {MessageState.FAILED}
    assert post.arrived == []


@pytest.mark.parametrize("url", ["http://x", "smtp://", "mail.example", "smtp://h:port"])
def test_a_wrong_setting_says_how_it_should_be(engine: Engine, clock: Clock, url: str) -> None:
    with pytest.raises(ConfigError, match="SMTP_URL"):
        a_sender(engine, url, clock)
    with pytest.raises(ConfigError, match="MAIL_FROM"):
        sending_mail.ways(Settings(smtp_url="smtp://h", mail_from="เวียน"), engine, clock)


def test_two_senders_never_take_one_row(engine: Engine, post: Post, clock: Clock) -> None:
    put(engine, clock(), 60)
    post.pause = lambda: random.uniform(0, 0.004)
    senders = [a_sender(engine, post.url, clock) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(send, senders))
    assert sum(done) == 60
    assert states(engine) == [MessageState.SENT] * 60
    assert set(post.copies.values()) == {1} and len(post.copies) == 60


def test_a_sender_that_slept_past_its_lease_sends_nothing(
    engine: Engine, post: Post, clock: Clock
) -> None:
    put(engine, clock())
    slow, quick = (a_sender(engine, post.url, clock) for _ in range(2))
    asleep, go_on = threading.Event(), threading.Event()

    class Sleepy(mail.Mail):
        def deliver(self, parcel: outbox.Parcel, hand: Callable[[], None]) -> Outcome:
            def sleeping() -> None:
                asleep.set()
                assert go_on.wait(20)
                hand()

            return super().deliver(parcel, sleeping)

    slow.ways[MessageChannel.MAIL] = lambda: Sleepy(mail_server.server(post.url), SENDER)
    thread = threading.Thread(target=send, args=(slow,))
    thread.start()
    assert asleep.wait(20)
    clock.turn(minutes=11)
    sending_mail.tidy(engine, clock())
    assert send(quick) == 1
    go_on.set()
    thread.join()
    assert states(engine) == [MessageState.SENT]
    assert list(post.copies.values()) == [1]


def test_a_late_answer_still_tells_what_became_of_it(
    engine: Engine, post: Post, clock: Clock
) -> None:
    """The lease lapsed after the last step, another one called it uncertain; then came the 250."""
    put(engine, clock())
    with db.begin(engine) as session:
        parcel = outbox.claim(
            session, owner="a", now=clock(), lease=timedelta(minutes=10),
            channel=MessageChannel.MAIL,
        )  # fmt: skip
        assert parcel is not None
        outbox.hand(session, parcel.id, "a", now=clock(), lease=timedelta(minutes=10))
    clock.turn(minutes=11)
    sending_mail.tidy(engine, clock())
    assert states(engine) == [MessageState.UNCERTAIN]
    with db.begin(engine) as session:
        outbox.sent(session, parcel.id, "a", now=clock(), reply="250 late")
    assert states(engine) == [MessageState.SENT]


def test_a_clock_set_back_neither_stops_nor_repeats(
    engine: Engine, post: Post, clock: Clock
) -> None:
    clock.turn(days=30)
    post.rcpt = lambda to: "450 later" if to.startswith("m0@") else None
    put(engine, clock(), 2)
    sender = a_sender(engine, post.url, clock)
    send(sender)
    with db.begin(engine) as session:  # one is being sent when the clock is set right
        outbox.put(
            session, clock(), key="z", account_id=None, to="z@example.go.th", subject="", text=""
        )
        outbox.claim(
            session, owner="gone", now=clock(), lease=timedelta(minutes=10),
            channel=MessageChannel.MAIL,
        )  # fmt: skip
    clock.turn(days=-30)
    post.rcpt = lambda to: None
    sending_mail.tidy(engine, clock())
    send(sender)
    assert states(engine) == [MessageState.SENT] * 3
    assert set(post.copies.values()) == {1}


@dataclass
class Nursery:
    """Senders as processes of their own: ``born()`` is the number of a new one."""

    process: subprocess.Popen[str]

    def born(self) -> int:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@pytest.fixture
def nursery(engine: Engine, post: Post) -> Iterator[Nursery]:
    url = engine.url.render_as_string(hide_password=False)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.tracker.sending_process", url, post.url],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield Nursery(process)
    process.kill()
    process.wait()


def kill(process: int) -> bool:
    """Kill it at once; whether it still lived."""
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return False
    until = time.monotonic() + 10
    while Path(f"/proc/{process}").exists() and time.monotonic() < until:
        time.sleep(0.002)
    return True


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_killed_at_a_step(engine: Engine, post: Post, nursery: Nursery, step: str) -> None:
    """Before the end of a mail a kill costs nothing; after it, nobody sends it again."""
    now = datetime.now(UTC)
    put(engine, now)
    living: list[int] = []
    killed = threading.Event()

    def strike(_: str) -> str | None:
        if not killed.is_set():
            while not living:
                time.sleep(0.001)
            assert kill(living[0])
            killed.set()
        return None

    setattr(post, step, strike)
    living.append(nursery.born())
    assert killed.wait(20)
    later = Clock(now + timedelta(minutes=20))
    assert send(a_sender(engine, post.url, later)) == 0, "its lease holds until it is taken back"
    sending_mail.tidy(engine, later())
    send(a_sender(engine, post.url, later))
    (row,) = rows(engine)
    assert row.state is (MessageState.UNCERTAIN if step == "data" else MessageState.SENT)
    assert list(post.copies.values()) == [1]


def test_killed_at_random(engine: Engine, post: Post, nursery: Nursery) -> None:
    """However often senders are killed, two at once, no message arrives twice and none is lost."""
    chance = random.Random(7)
    post.pause = lambda: chance.uniform(0, 0.02)
    now, kills, count = datetime.now(UTC), 0, 60
    put(engine, now, count)
    for turn in range(12):
        post.begun.clear()
        pair = [nursery.born() for _ in range(2)]
        post.begun.wait(5)  # a mail is at its end: now at any moment
        time.sleep(chance.uniform(0, 0.04))
        kills += sum(kill(one) for one in pair)
        sending_mail.tidy(engine, datetime.now(UTC) + timedelta(minutes=20 * (turn + 1)))
    later = Clock(datetime.now(UTC) + timedelta(hours=6))
    sending_mail.tidy(engine, later())
    post.pause = lambda: 0.0
    send(a_sender(engine, post.url, later))
    kept, arrived = rows(engine), post.copies
    assert kills >= 6 and len(kept) == count
    assert {row.state for row in kept} <= {MessageState.SENT, MessageState.UNCERTAIN}
    assert max(arrived.values()) == 1
    for row in kept:
        if row.state is MessageState.SENT:
            assert arrived[f"<{row.message_id}@example.go.th>"] == 1
    uncertain = sum(row.state is MessageState.UNCERTAIN for row in kept)
    print(f"kills {kills}, uncertain {uncertain}")
    assert uncertain <= kills
