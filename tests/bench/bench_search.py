"""milliseconds of a search among many letters (LETTERS=…, default 20,000), on both databases

Letters are made of dictionary words, with numbers, subjects and addressees of
their own; a clerk's office holds one in a hundred, a province all of its own.
"""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pythainlp.corpus import thai_words
from sqlalchemy import Engine, insert, text
from sqlmodel import Session, col, select

from tests import postgres
from tests.tracker.office import Office, open_office
from tracker import db, search, search_index
from tracker.actor import Actor
from tracker.models import Arrival, Letter, LetterHolding, LetterRecipient, SearchRow, StoredFile
from tracker.search import Wish
from tracker.search_text import bones
from tracker.vocabulary import ArrivalState, Channel

LETTERS = int(os.environ.get("LETTERS", "20000"))
DATABASES = os.environ.get("DATABASES", "sqlite postgresql").split()
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Bangkok"))
#: Words stand in letters as in life: a few everywhere, most hardly ever.
_WORDS = sorted(word for word in thai_words() if 2 <= len(word) <= 14)
_AT_ONCE = 2000


def main() -> None:
    for name in DATABASES:
        with _database(name) as engine:
            _measure(name, engine)


class _database:  # noqa: N801  used as the function it stands for
    def __init__(self, name: str) -> None:
        self.name = name
        self._open: list[Any] = []

    def __enter__(self) -> Engine:
        if self.name == "sqlite":
            self._open.append(tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")))
            return db.connect(f"sqlite:///{Path(self._open[-1].__enter__()) / 'wian.db'}")
        self._open.append(postgres.serve())
        server = self._open[-1].__enter__()
        self._open.append(server.database())
        return db.connect(server.url(self._open[-1].__enter__()))

    def __exit__(self, *_: object) -> None:
        for one in reversed(self._open):
            one.__exit__(None, None, None)


def _measure(name: str, engine: Engine) -> None:
    db.upgrade(engine)
    with db.begin(engine) as session:
        house = open_office(session, NOW)
    began = time.perf_counter()
    said = _fill(engine, house)
    filled = time.perf_counter()
    _index(engine)
    print(
        f"   {name}: {LETTERS:,} letters of {said:.0f} letters of text; written in"
        f" {filled - began:.0f} s, indexed in {time.perf_counter() - filled:.0f} s, {_size(engine)}"
    )
    if name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    for who, actor in (("clerk", house.clerk), ("province", house.province), ("all", house.admin)):
        for what, queries in _queries().items():
            _report(f"{name}, {who}, {what}", [_once(engine, actor, one) for one in queries])
    _without_index(name, engine)
    engine.dispose()


def _fill(engine: Engine, house: Office) -> float:
    """Letters and who holds them; the mean length of a text."""
    chance = random.Random(2569)
    # The first words come again and again (Zipf), as they do in official letters.
    chance.shuffle(_WORDS)
    weights = [1 / (rank + 8) for rank in range(len(_WORDS))]
    offices = sorted(house.province.office_ids - {house.clerk.office_id})
    with db.begin(engine) as session:
        session.add(StoredFile(sha256="0" * 64, size=1, media_type="application/pdf",
                               first_name="x.pdf", stored_at=NOW))  # fmt: skip
        session.flush()
        arrival = Arrival(office_id=house.clerk.office_id, filename="x.pdf", sha256="0" * 64,
                          channel=Channel.UPLOAD, state=ArrivalState.SETTLED,
                          arrived_at=NOW)  # fmt: skip
        session.add(arrival)
        session.flush()
        arrival_id = arrival.id
    total = 0
    for start in range(1, LETTERS + 1, _AT_ONCE):
        ids = range(start, min(start + _AT_ONCE, LETTERS + 1))
        words = iter(chance.choices(_WORDS, weights, k=90 * len(ids)))
        rows = [_letter(n, words, chance) for n in ids]
        total += sum(len(one["text"]) for one in rows)
        held = [
            {"letter_id": n, "arrival_id": arrival_id, "role": "cover", "held_since": NOW,
             "reading_id": "1", "copy_values": {},
             "office_id": house.clerk.office_id if n % 100 == 0 else offices[n % len(offices)]}
            for n in ids
        ]  # fmt: skip
        said = [{"letter_id": n, "position": 0, "value": "ผู้ว่าราชการจังหวัดระยอง", "scope": "one",
                 "excepted": []} for n in ids]  # fmt: skip
        with engine.begin() as connection:
            connection.execute(insert(Letter), rows)
            connection.execute(insert(LetterHolding), held)
            connection.execute(insert(LetterRecipient), said)
    return total / LETTERS


def _letter(n: int, words: Iterator[str], chance: random.Random) -> dict[str, Any]:
    day = date(2021, 1, 4) + timedelta(days=n * 2100 // LETTERS)
    subject = "".join(next(words) for _ in range(6))
    body = " ".join("".join(next(words) for _ in range(6)) for _ in range(14))
    return {
        "id": n, "subject": subject, "issuer": "จังหวัดระยอง", "date": day, "be_year": day.year + 543,
        "ref_no": f"รย 00{chance.randrange(10, 40)}.{n % 9}/ว {n % 9000}", "kind": "external",
        "role": "cover", "urgency": "normal", "secrecy": "none", "created_at": NOW,
        "circular": True, "enclosures": [], "contacts": {}, "text": body, "is_sample": False,
    }  # fmt: skip


def _index(engine: Engine) -> None:
    below: int | None = LETTERS + 1
    while below is not None:
        with db.begin(engine) as session:
            below = search_index.catch_up(session, below=below, batch=_AT_ONCE)


def _queries() -> dict[str, list[str]]:
    chance = random.Random(7)
    common, rare = _WORDS[:40], [one for one in _WORDS[4000:] if len(bones(one)) >= 4]
    return {
        "two letters": ["มท", "กา", "ขอ", "52", *(one[:2] for one in chance.sample(rare, 26))],
        "a common word": [one for one in common if len(bones(one)) >= 2][:30],
        "a rare word": chance.sample(rare, 30),
        "two words": [f"{chance.choice(common)} {chance.choice(rare)}" for _ in range(30)],
        "a number": [f"ว {chance.randrange(100, 9000)}" for _ in range(30)],
        "a misread word": [_misread(one, chance) for one in chance.sample(rare, 30)],
        "nothing like it": ["ฆฌฒฐฏฎฑ", "zzzzqqq", "ฮฬฮฬฮฬฮฬฮฬ", "99999999"] * 3,
    }


def _misread(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1 :]


def _once(engine: Engine, actor: Actor, query: str) -> float:
    began = time.perf_counter()
    with db.look(engine) as session:
        search.find(session, actor, NOW, Wish(query))
    return 1000 * (time.perf_counter() - began)


def _without_index(name: str, engine: Engine) -> None:
    """The same question put to the rows themselves."""

    def ask(session: Session, wanted: str) -> None:
        rows = select(SearchRow.letter_id).where(
            col(SearchRow.body).contains(wanted, autoescape=True)
        )
        session.exec(rows.order_by(col(SearchRow.letter_id).desc()).limit(21)).all()

    times = []
    for query in _queries()["a rare word"][:5]:
        with db.look(engine) as session:
            if name == "postgresql":
                session.connection().exec_driver_sql("SET LOCAL enable_bitmapscan = off")
            times.append(_timed(lambda s=session, q=query: ask(s, bones(q))))  # type: ignore[misc]
    _report(f"{name}, a rare word without the index", times)


def _timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def _report(what: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    print(f"   {what}: p50 {cuts[49]:.0f}, p95 {cuts[94]:.0f}, p99 {cuts[98]:.0f} ms", flush=True)


def _size(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        size = Path(engine.url.database or "").stat().st_size
    else:
        with engine.connect() as connection:
            size = connection.execute(
                text("SELECT pg_database_size(current_database())")
            ).scalar_one()
    return f"{size / 1e6:,.0f} MB in all"
