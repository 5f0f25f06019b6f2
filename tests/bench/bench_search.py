"""milliseconds of a search among a province's five years (LETTERS), on both databases

A clerk's office holds one in a hundred of the letters, the province all. ``PROVINCE``
names a SQLite file that ``tests.bench.province`` made before. ``cpu`` is what one
search costs the processor on average, which a busy machine leaves alone.
"""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from tests import postgres
from tests.bench import province, province_copy, province_words
from tests.bench.province_years import NOW
from tracker import accounts, db, search
from tracker.actor import Actor
from tracker.models import Account, SearchRow
from tracker.search import Wish
from tracker.search_text import bones
from tracker.vocabulary import DeliveryState, LetterKind

DATABASES = os.environ.get("DATABASES", "sqlite postgresql").split()
#: Searches of each kind.
EACH = int(os.environ.get("SEARCHES", "30"))


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as folder:
        source = made(Path(folder))
        if "sqlite" in DATABASES:
            _measure("SQLite", source)
        if "postgresql" in DATABASES:
            with in_postgres(source) as target:
                _measure("PostgreSQL", target)
        source.dispose()


def made(folder: Path) -> Engine:
    """The province in SQLite: the one that was made before, or a new one."""
    known = os.environ.get("PROVINCE")
    engine = db.connect(f"sqlite:///{known or folder / 'wian.db'}")
    if not known:
        began = time.perf_counter()
        province.build(engine)
        built = time.perf_counter()
        province.index(engine)
        indexed = time.perf_counter() - built
        print(f"   made in {built - began:.0f} s, indexed in {indexed:.0f} s")
    return engine


@contextmanager
def in_postgres(source: Engine) -> Iterator[Engine]:
    """The same province in a PostgreSQL of its own."""
    with postgres.serve() as server, server.database() as name:
        target = db.connect(server.url(name))
        began = time.perf_counter()
        db.upgrade(target)
        province_copy.into_postgres(source, target)
        print(f"   copied into PostgreSQL in {time.perf_counter() - began:.0f} s")
        yield target
        target.dispose()


def _measure(name: str, engine: Engine) -> None:
    print(f"   {name}: {province.counted(engine)}, {_size(engine)}")
    for who in ("chamkho", "rayong"):
        actor = _actor(engine, who)
        for what, wishes in _wishes().items():
            _report(f"{name}, {who}, {what}", engine, [_asked(actor, one) for one in wishes])
    bare = [_unindexed(engine, one.text) for one in _wishes()["a rare word"][:3]]
    _report(f"{name}, a rare word without the index", engine, bare)


def _actor(engine: Engine, username: str) -> Actor:
    with db.look(engine) as session:
        account = session.exec(select(Account).where(Account.username == username)).one()
        found = accounts.actor_of(session, account.id or 0, account.session_version)
    assert found is not None
    return found


def _wishes() -> dict[str, list[Wish]]:
    chance, known = random.Random(7), province_words.words()
    common = [one for one in known[:60] if len(bones(one)) >= 3]
    rare = [one for one in known[4000:] if len(bones(one)) >= 4]

    def many(said: Callable[[], str], **more: object) -> list[Wish]:
        return [Wish(said(), **more) for _ in range(EACH)]  # type: ignore[arg-type]

    return {
        "two letters": many(lambda: chance.choice(rare)[:2].ljust(2, "า")),
        "a common word": many(lambda: chance.choice(common)),
        "a rare word": many(lambda: chance.choice(rare)),
        "two words, one rare": many(lambda: f"{chance.choice(common)} {chance.choice(rare)}"),
        "two common words": many(lambda: " ".join(chance.sample(common, 2))),
        "two rare words": many(lambda: " ".join(chance.sample(rare, 2))),
        "a number": many(lambda: f"ว {chance.randrange(100, 9000)}"),
        "a misread word": many(lambda: _misread(chance.choice(rare), chance)),
        "a rare word of a year": many(lambda: chance.choice(rare), year=2568),
        "a common word, sent and silent": many(
            lambda: chance.choice(common), state=DeliveryState.SENT, kind=LetterKind.EXTERNAL
        ),
        "due this week": many(lambda: "", due="week"),
        "nothing like it": many(lambda: chance.choice(("ฆฌฒฐฏฎฑ", "zzzzqqq", "ฮฬฮฬฮฬฮฬ"))),
    }


def _misread(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1 :]


def _asked(actor: Actor, wish: Wish) -> Callable[[Session], object]:
    return lambda session: search.find(session, actor, NOW, wish)


def _unindexed(engine: Engine, wanted: str) -> Callable[[Session], object]:
    """The same question put to the rows themselves."""

    def ask(session: Session) -> object:
        if engine.dialect.name == "postgresql":
            session.connection().exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        said = col(SearchRow.body).contains(bones(wanted), autoescape=True)
        rows = select(SearchRow.letter_id).where(said)
        return session.exec(rows.order_by(col(SearchRow.letter_id).desc()).limit(21)).all()

    return ask


def _report(what: str, engine: Engine, asked: list[Callable[[Session], object]]) -> None:
    times = []
    with db.look(engine) as session:
        asked[0](session)  # the first one finds nothing in memory
        before = _cpu(session)
        for ask in asked:
            began = time.perf_counter()
            ask(session)
            times.append(1000 * (time.perf_counter() - began))
        cpu = 1000 * (_cpu(session) - before) / len(asked)
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    print(
        f"   {what}: p50 {cuts[49]:.0f}, p95 {cuts[94]:.0f}, p99 {cuts[98]:.0f} ms, cpu {cpu:.0f}",
        flush=True,
    )


def _cpu(session: Session) -> float:
    """Seconds of the processor that we and, where there is one, the server have used for us."""
    used = time.process_time()
    if session.get_bind().dialect.name == "postgresql":
        pid = session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        server = psutil.Process(pid).cpu_times()
        used += server.user + server.system
    return used


def _size(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        size = Path(engine.url.database or "").stat().st_size
    else:
        with engine.connect() as connection:
            size = connection.execute(
                text("SELECT pg_database_size(current_database())")
            ).scalar_one()
    return f"{size / 1e6:,.0f} MB in all"
