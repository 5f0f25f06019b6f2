"""LINE by its Messaging API, against a server that does what the API's reference says."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.tracker.office import Office
from tests.tracker.test_sending_mail import Clock
from tracker import db, outbox, sending_mail
from tracker.channels import Verdict, other
from tracker.channels.line import Line
from tracker.channels.other import Other
from tracker.errors import BadValue
from tracker.message_words import MessageChannel, MessageState
from tracker.models import Account, Message
from tracker.outbox import Parcel
from tracker.sending_mail import Sender

SOMEONE = "U" + "1" * 32


@dataclass
class Api:
    """``answers``: given in turn before the usual one; ``taken``: texts by their retry key."""

    quota: int = 500
    answers: list[tuple[int, str]] = field(default_factory=list)
    silent: int = 0
    taken: dict[str, str] = field(default_factory=dict)
    pushes: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def push(self, key: str, said: str) -> tuple[int, str]:
        self.pushes += 1
        if self.answers:
            return self.answers.pop(0)
        if key in self.taken:
            return 409, '{"message": "The retry key is already accepted"}'
        self.taken[key] = said
        return 200, "{}"


@pytest.fixture
def api() -> Iterator[Api]:
    told = Api()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.headers["Authorization"] == "Bearer token"
            code, words = told.push(self.headers["X-Line-Retry-Key"], said["messages"][0]["text"])
            if told.silent:
                told.silent -= 1
                self.connection.close()  # taken, but nobody hears of it
                return
            self.answer(code, words)

        def do_GET(self) -> None:
            spent = self.path.endswith("consumption")
            body = {"totalUsage": len(told.taken)} if spent else {"type": "limited"}
            self.answer(200, json.dumps({"value": told.quota} | body))

        def answer(self, code: int, words: str) -> None:
            self.send_response(code)
            self.end_headers()
            self.wfile.write(words.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def sender(engine: Engine, api: Api, clock: Clock) -> Sender:
    line = {MessageChannel.LINE: lambda: Line("token", clock, api=api.url)}
    return Sender(engine, line, clock)


def put(engine: Engine, house: Office, now: datetime, count: int = 1) -> None:
    with db.begin(engine) as session:
        account = session.get_one(Account, house.clerk.account_id)
        account.email = "chamkho@example.go.th"
        session.add(account)
        for number in range(count):
            outbox.put(
                session, now, key=f"m{number}/line", account_id=house.clerk.account_id,
                to=SOMEONE, subject=f"เรื่องที่ {number}", text="เนื้อความ",
                channel=MessageChannel.LINE,
            )  # fmt: skip


def kept(engine: Engine) -> list[tuple[MessageChannel, MessageState]]:
    with db.look(engine) as session:
        found = session.exec(select(Message).order_by(Message.id))
        return [(one.channel, one.state) for one in found]


def test_a_message_goes_out(
    engine: Engine, house: Office, api: Api, clock: Clock, sender: Sender
) -> None:
    put(engine, house, clock(), 2)
    assert sender.send_waiting(MessageChannel.LINE) == 2
    assert kept(engine) == [(MessageChannel.LINE, MessageState.SENT)] * 2
    assert sorted(api.taken.values()) == ["เรื่องที่ 0\n\nเนื้อความ", "เรื่องที่ 1\n\nเนื้อความ"]


def test_an_answer_that_was_lost_is_asked_for_again_and_nothing_arrives_twice(
    engine: Engine, house: Office, api: Api, clock: Clock, sender: Sender
) -> None:
    api.silent = 1
    put(engine, house, clock())
    sender.send_waiting(MessageChannel.LINE)
    assert kept(engine) == [(MessageChannel.LINE, MessageState.WAITING)]
    clock.turn(minutes=2)
    sender.send_waiting(MessageChannel.LINE)
    assert kept(engine) == [(MessageChannel.LINE, MessageState.SENT)]
    assert (api.pushes, len(api.taken)) == (2, 1)


@pytest.mark.parametrize(
    ("hours", "state"), [(1, MessageState.WAITING), (30, MessageState.UNCERTAIN)]
)
def test_a_killed_sender_is_repeated_only_while_line_knows_the_key(
    engine: Engine, house: Office, clock: Clock, hours: int, state: MessageState
) -> None:
    put(engine, house, clock())
    with db.begin(engine) as session:
        parcel = outbox.claim(
            session, owner="gone", now=clock(), lease=timedelta(minutes=1),
            channel=MessageChannel.LINE,
        )  # fmt: skip
        assert parcel is not None
        outbox.hand(session, parcel.id, "gone", now=clock(), lease=timedelta(minutes=1))
    clock.turn(hours=hours)
    sending_mail.tidy(engine, clock())
    assert kept(engine) == [(MessageChannel.LINE, state)]


@pytest.mark.parametrize("how", ["asked before", "told at once", "own limit"])
def test_what_the_quota_does_not_take_goes_by_mail(
    engine: Engine, house: Office, api: Api, clock: Clock, sender: Sender, how: str
) -> None:
    if how == "asked before":
        api.quota = 0
    elif how == "told at once":
        api.answers = [(429, '{"message": "You have reached your monthly limit."}')]
    else:
        line = Line("token", clock, limit=3, used=3, api=api.url)
        sender.ways[MessageChannel.LINE] = lambda: line
    put(engine, house, clock())
    sender.send_waiting(MessageChannel.LINE)
    assert kept(engine) == [
        (MessageChannel.LINE, MessageState.FAILED), (MessageChannel.MAIL, MessageState.WAITING),
    ]  # fmt: skip
    with db.look(engine) as session:
        first, second = session.exec(select(Message).order_by(Message.id))
        assert "โควตา" in (first.error or "")
        assert (second.to, second.subject) == ("chamkho@example.go.th", first.subject)
        assert second.key == "m0/mail"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((400, '{"message": "The property, \'to\', is invalid"}'), MessageState.FAILED),
        ((401, '{"message": "Authentication failed"}'), MessageState.WAITING),
        ((429, '{"message": "Too many requests"}'), MessageState.WAITING),
        ((500, "oops"), MessageState.WAITING),
    ],
)
def test_other_answers(
    engine: Engine, house: Office, api: Api, clock: Clock, sender: Sender,
    answer: tuple[int, str], state: MessageState,
) -> None:  # fmt: skip
    api.answers = [answer]
    put(engine, house, clock())
    sender.send_waiting(MessageChannel.LINE)
    assert kept(engine)[0] == (MessageChannel.LINE, state)
    assert api.taken == {}


def parcel(to: str) -> Parcel:
    return Parcel(1, "wian." + "0" * 32, to, "เรื่อง", "ข้อความ", datetime(2026, 11, 23, tzinfo=UTC))


def test_a_message_too_long_for_line_is_cut(api: Api, clock: Clock) -> None:
    long = Parcel(1, "wian." + "0" * 32, SOMEONE, "เรื่อง", "ก" * 9000, clock())
    outcome = Line("token", clock, api=api.url).deliver(long, lambda: None)
    assert outcome.verdict is Verdict.ACCEPTED
    (text,) = api.taken.values()
    assert len(text) == 5000 and text.endswith("…")


def test_other_services_only_where_their_host_is_theirs() -> None:
    handed: list[int] = []
    for to in ("json://127.0.0.1:1/", "mailto://a:b@127.0.0.1", "tgram://nonsense", ""):
        outcome = Other().deliver(parcel(to), lambda: handed.append(1))
        assert outcome.verdict is Verdict.REFUSED
    assert handed == []
    with pytest.raises(BadValue, match="tgram://"):
        other.checked("https://example.com/")
    secret = "tgram://123456789:abcdefg_hijklmnop-qrstuvwxyz012345/12345"
    assert "abcdefg" not in other.shown(other.checked(secret))
