"""A province's five years, made up and written in bulk: letters, deliveries, duties, registers.

For every letter there are about 2.5 lines of a register, one in five of them of
letters on paper (``LETTERS=1000000`` gives 2,500,000 lines). Everything is made
in SQLite from one seed; ``into_postgres`` copies it, table by table.
"""

import json
import os
import random
import sqlite3
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from pythainlp.corpus import thai_words
from sqlalchemy import Engine
from sqlalchemy.dialects import sqlite
from sqlmodel import func, select

from tests.tracker import bundles
from tests.tracker.office import Office, open_office
from tracker import db, offices, search_index, search_line_index
from tracker.models import (
    Arrival,
    Book,
    BookYear,
    ChainLink,
    Delivery,
    DeliveryEvent,
    Directive,
    DirectiveLetter,
    Dispatch,
    Duty,
    Entry,
    Letter,
    LetterHolding,
    LetterRecipient,
    Message,
    ReadingJob,
    StoredFile,
    Table,
)
from tracker.models.office import subtree_ids

LETTERS = int(os.environ.get("LETTERS", "10000"))
BANGKOK = ZoneInfo("Asia/Bangkok")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=BANGKOK)
FIRST = datetime(2021, 11, 24, 9, 0, tzinfo=BANGKOK)
#: Files that wait for review on the clerk's desk, as on a Monday.
WAITING = 30
_AT_ONCE = 20_000
_DIALECT = sqlite.dialect()
_VERBS = ("ขอความร่วมมือ", "แจ้งแนวทางปฏิบัติ", "การสำรวจข้อมูล", "ขอเชิญประชุม", "รายงานผลการดำเนินงาน",
          "ซักซ้อมความเข้าใจเกี่ยวกับ", "การจัดสรรงบประมาณ", "ขอส่งสำเนาประกาศ", "การขับเคลื่อน")  # fmt: skip
_MATTERS = ("แหล่งน้ำในพื้นที่", "เมืองอัจฉริยะ", "ศูนย์พัฒนาเด็กเล็ก", "เบี้ยยังชีพผู้สูงอายุ", "ขยะมูลฝอยชุมชน",
            "การป้องกันโรคไข้เลือดออก", "ถนนและทางระบายน้ำ", "การเลือกตั้งท้องถิ่น", "ภาษีที่ดินและสิ่งปลูกสร้าง",
            "การแข่งขันกีฬา", "อาหารกลางวันโรงเรียน", "การจัดซื้อจัดจ้าง", "บุคลากรทางการศึกษา",
            "ภัยแล้งและน้ำท่วม", "การแพทย์ฉุกเฉิน", "งานทะเบียนราษฎร")  # fmt: skip
_PHRASES = ("ด้วย", "ตามหนังสือที่อ้างถึง", "จังหวัดระยองพิจารณาแล้ว", "จึงเรียนมาเพื่อโปรดทราบ",
            "จึงเรียนมาเพื่อพิจารณา", "องค์กรปกครองส่วนท้องถิ่น", "ทั้งนี้ ขอให้รายงานผลภายใน",
            "รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย")  # fmt: skip
_OUTSIDE = ("กรมบัญชีกลาง", "สำนักงาน ป.ป.ช.", "กรมการปกครอง", "กรมโยธาธิการและผังเมือง",
            "โรงพยาบาลระยอง",
            "สำนักงานสาธารณสุขจังหวัดระยอง", "การไฟฟ้าส่วนภูมิภาค", "บริษัท ระยองก่อสร้าง จำกัด")  # fmt: skip


def words() -> list[str]:
    """Words in the order of how often the letters use them (Zipf), the same at every call."""
    known = sorted(word for word in thai_words() if 2 <= len(word) <= 14)
    random.Random(2569).shuffle(known)
    return known


class _Rows:
    """Rows of one table that wait to be written; what a row leaves out is as in the model."""

    def __init__(self, raw: sqlite3.Connection, model: type[Table], *given: str) -> None:
        table = model.__table__  # type: ignore[attr-defined]
        fields = model.model_fields
        columns = [one for one in table.columns if one.name in given or not one.primary_key]
        self._raw, self._rows = raw, list[tuple[Any, ...]]()
        self._template = [_kept(one, fields[one.name].get_default(call_default_factory=True))
                          for one in columns]  # fmt: skip
        names = [one.name for one in columns]
        self._at = [names.index(name) for name in given]
        said = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join("?" * len(names))
        self._statement = f'INSERT INTO "{table.name}" ({said}) VALUES ({marks})'  # noqa: S608
        self.count = 0

    def add(self, *values: Any) -> None:
        row = self._template.copy()
        for place, value in zip(self._at, values, strict=True):
            row[place] = value
        self._rows.append(tuple(row))
        self.count += 1
        if len(self._rows) >= _AT_ONCE:
            self.write()

    def write(self) -> None:
        self._raw.executemany(self._statement, self._rows)
        self._rows.clear()


def _kept(column: Any, default: Any) -> Any:
    """A default as SQLite keeps it; what has none is null and must be given."""
    if repr(default) == "PydanticUndefined":
        return None
    process = column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return process(default) if process else default


def build(engine: Engine, letters: int = LETTERS) -> Office:
    """Fill a new SQLite database with the province; its accounts."""
    db.upgrade(engine)
    with db.begin(engine) as session:
        house = open_office(session, NOW)
        below = sorted(subtree_ids(session, house.province.office_id))
        names = {one: offices.name_on(session, one, NOW.date()) for one in below}
        parents = {one.id: one.parent_id for one in session.exec(select(offices.Office))}
        department = offices.office(session, "dla")
        assert department is not None
    raw = engine.raw_connection()
    try:
        connection: sqlite3.Connection = raw.driver_connection  # type: ignore[assignment]
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-400000"):
            connection.execute(f"PRAGMA {pragma}")
        kept = _without_indexes(connection)
        connection.execute("BEGIN")
        _Years(connection, house, below, names, parents, department.id or 0).write(letters)
        connection.execute("COMMIT")
        for statement in kept:
            connection.execute(statement)
        connection.execute("PRAGMA foreign_keys=ON")
    finally:
        raw.close()
    for number in range(WAITING):
        one = bundles.letter(
            "1", f"รย 0023.3/ว {90000 + number}", "2026-11-20", "จังหวัดระยอง",
            f"เรื่องที่รอตรวจ {number}",
            to=("นายกเทศมนตรีตำบลชำฆ้อ",), role="cover", text="ข้อความ " * 80,
        )  # fmt: skip
        bundles.drop(engine, house.clerk, NOW, bundles.reading(one), name=f"{number}.pdf")
    engine.dispose()
    return house


def _without_indexes(raw: sqlite3.Connection) -> list[str]:
    """Drop what slows writing down; the statements that make it again."""
    found = raw.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in found:
        raw.execute(f'DROP INDEX "{name}"')
    return [sql for _, sql in found]


class _Years:
    """Five years of letters, the oldest first."""

    def __init__(
        self, raw: sqlite3.Connection, house: Office, below: list[int], names: dict[int, str],
        parents: dict[int | None, int | None], department: int,
    ) -> None:  # fmt: skip
        self.raw, self.house, self.names, self.department = raw, house, names, department
        self.province = house.province.office_id
        self.districts = [one for one in below if parents[one] == self.province][:]
        self.towns = [one for one in below if one != self.province and one not in self.districts]
        self.parents, self.below = parents, below
        self.chance = random.Random(2569)
        self.vocabulary = words()
        self.weights = list(accumulate(1 / (rank + 8) for rank in range(len(self.vocabulary))))
        self.day, self.on = FIRST, ""
        self.numbers: dict[tuple[int, int], int] = {}
        self._tables()

    def _tables(self) -> None:
        raw = self.raw
        self.letter = _Rows(raw, Letter, "id", "number", "be_year", "identity", "ref_no", "date",
                            "issuer", "issuer_office_id", "subject", "kind", "circular", "action",
                            "text", "created_at", "secrecy", "from_arrival_id")  # fmt: skip
        self.held = _Rows(raw, LetterHolding, "letter_id", "office_id", "arrival_id", "role",
                          "held_since")  # fmt: skip
        self.to = _Rows(raw, LetterRecipient, "letter_id", "value", "office_id")
        self.entry = _Rows(raw, Entry, "id", "book_id", "year", "number", "letter_id", "arrival_id",
                           "received_at", "registered_at", "from_text", "to_text", "ref_no",
                           "dated", "subject", "practice", "remark", "circular", "voided_at",
                           "void_reason", "secrecy")  # fmt: skip
        self.dispatch = _Rows(raw, Dispatch, "id", "letter_id", "sender_office_id", "origin",
                              "sent_at", "entry_id", "made_at")  # fmt: skip
        self.delivery = _Rows(raw, Delivery, "id", "dispatch_id", "letter_id", "office_id",
                              "recipient", "name", "capacity", "asked", "state", "state_at",
                              "due_on", "entry_id", "answer_letter_id")  # fmt: skip
        self.event = _Rows(raw, DeliveryEvent, "delivery_id", "at", "noted_at", "after")
        self.duty = _Rows(raw, Duty, "letter_id", "office_id", "owed_to_office_id", "owed_to",
                          "kind", "text", "due", "due_on", "state", "opened_at",
                          "closed_at")  # fmt: skip
        self.directive = _Rows(raw, Directive, "id", "title", "root_letter_id", "created_at",
                               "updated_at")  # fmt: skip
        self.member = _Rows(raw, DirectiveLetter, "directive_id", "letter_id")
        self.link = _Rows(raw, ChainLink, "from_letter_id", "to_letter_id", "via")
        self.file = _Rows(raw, StoredFile, "sha256", "size", "media_type", "first_name",
                          "stored_at")  # fmt: skip
        self.job = _Rows(raw, ReadingJob, "sha256", "state", "result", "queued_at")
        self.arrival = _Rows(raw, Arrival, "id", "office_id", "filename", "sha256", "channel",
                             "state", "arrived_at", "settled_at")  # fmt: skip
        self.message = _Rows(raw, Message, "key", "message_id", "channel", "account_id",
                             "office_id", "to", "subject", "body", "state", "created_at",
                             "not_before", "expires_at", "touched_at", "sent_at")  # fmt: skip
        self.all = [value for value in vars(self).values() if isinstance(value, _Rows)]

    def write(self, letters: int) -> None:
        self._books()
        length = (NOW - FIRST).total_seconds()
        # Of a hundred matters one comes down from above and goes through all offices.
        while self.letter.count < letters:
            self.day = FIRST + timedelta(seconds=length * self.letter.count / letters)
            self.on = _moment(self.day)
            chosen = self.chance.random()
            if chosen < 0.008:
                self._directive()
            elif chosen < 0.46:
                self._between_offices()
            elif chosen < 0.80:
                self._from_outside()
            else:
                self._to_outside()
            while self.entry.count < 2.5 * self.letter.count:
                self._on_paper()
        self._counters()
        for rows in self.all:
            rows.write()

    def _books(self) -> None:
        books = _Rows(self.raw, Book, "id", "office_id", "kind", "name")
        self.book = {}
        kinds = [(one, kind) for one in self.below for kind in ("receive", "send")]
        for number, (office, kind) in enumerate(kinds, start=1):
            books.add(number, office, kind, "ทั่วไป")
            self.book[office, kind] = number
        books.write()

    def _counters(self) -> None:
        years = _Rows(self.raw, BookYear, "book_id", "year", "next_number")
        for (book, year), number in self.numbers.items():
            years.add(book, year, number + 1)
        years.write()

    def _words(self, count: int) -> list[str]:
        return self.chance.choices(self.vocabulary, cum_weights=self.weights, k=count)

    def _subject(self) -> str:
        said = self.chance.choice(_VERBS) + self.chance.choice(_MATTERS)
        return said + "".join(self._words(2)) + f" ประจำปี {self.day.year + 543}"

    def _text(self) -> str:
        drawn = self._words(48)
        lines = ("".join(drawn[n : n + 6]) for n in range(0, 48, 6))
        return " ".join(f"{self.chance.choice(_PHRASES)}{line}" for line in lines)

    def _letter(
        self, issuer: int | None, *, circular: bool = False, subject: str = "", name: str = "",
        arrival: int | None = None,
    ) -> tuple[int, str, str]:  # fmt: skip
        """A letter that nobody holds yet: its id, number and subject."""
        number, year = self.letter.count + 1, self.day.year + 543
        ref_no = (
            f"{'รย 0023' if issuer else 'กค 0402'}.{number % 9}/{'ว ' if circular else ''}{number}"
        )
        said = name or self.names.get(issuer or 0, "กรมส่งเสริมการปกครองท้องถิ่น")
        subject = subject or self._subject()
        secret = self.chance.random() < 0.003
        self.letter.add(
            number, str(number), year, f"{ref_no}/{year}", ref_no, self.on[:10], said, issuer,
            None if secret else subject, "external", circular, "report" if circular else "know",
            None if secret else self._text(), self.on, "secret" if secret else "none", arrival,
        )  # fmt: skip
        return number, ref_no, subject

    def _line(
        self, office: int, kind: str, letter: tuple[int | None, str, str], sender: str, to: str,
        arrival: int | None = None, practice: str = "",
    ) -> int:  # fmt: skip
        """A line of a book, later on the same day; one in two hundred is struck out."""
        book, year = self.book[office, kind], self.day.year + 543
        number = self.numbers[book, year] = self.numbers.get((book, year), 0) + 1
        void = self.on if self.chance.random() < 0.005 else None
        self.entry.add(
            self.entry.count + 1, book, year, number, letter[0], arrival, self.on, self.on, sender,
            to, letter[1], self.on[:10], letter[2], practice, "", False, void,
            "ลงซ้ำ" if void else None, "none",
        )  # fmt: skip
        return self.entry.count

    def _sent(self, letter: tuple[int, str, str], sender: int, to: list[int]) -> list[int]:
        """Out of one office, into others: lines, holdings, deliveries, duties; the deliveries."""
        names, made = self.names, []
        said = names[to[0]] if len(to) == 1 else f"{names[to[0]]} และอีก {len(to) - 1} ราย"
        out = self._line(sender, "send", letter, names[sender], said)
        self.held.add(letter[0], sender, None, "cover", self.on)
        self._dispatch(letter[0], sender, out)
        due = (self.day + timedelta(days=20)).date().isoformat()
        for one in to:
            self.to.add(letter[0], names[one], one)
            made.append(self._delivered(letter, sender, one, due))
        return made

    def _dispatch(self, letter: int, sender: int | None, line: int | None) -> None:
        self.dispatch.add(self.dispatch.count + 1, letter, sender, "sent" if sender else "known",
                          self.on, line, self.on)  # fmt: skip

    def _delivered(
        self, letter: tuple[int, str, str], sender: int | None, to: int, due: str
    ) -> int:
        chance, old = self.chance.random(), (NOW - self.day).days
        came = chance < 0.97 if old > 3 else chance < 0.3
        done = chance < 0.93 if old > 60 else chance < 0.4
        line = self._line(to, "receive", letter, self.names.get(sender or 0, ""),
                          self.names[to]) if came else None  # fmt: skip
        if came:
            self.held.add(letter[0], to, None, "cover", self.on)
        state = "answered" if done else "received" if came else "sent"
        self.delivery.add(self.delivery.count + 1, self.dispatch.count, letter[0], to,
                          f"office:{to}", self.names[to], "to", "report", state, self.on, due,
                          line, None)  # fmt: skip
        self.event.add(self.delivery.count, self.on, self.on, "sent")
        if came:
            self.event.add(self.delivery.count, self.on, self.on, state)
            self._owed(letter, to, sender, due, done)
        return self.delivery.count

    def _owed(
        self, letter: tuple[int, str, str], office: int, to: int | None, due: str, done: bool
    ) -> None:
        self.duty.add(letter[0], office, to, self.names.get(to or 0, ""), "report",
                      "รายงานผลการดำเนินงาน", due, due, "done" if done else "open", self.on,
                      self.on if done else None)  # fmt: skip

    def _directive(self) -> None:
        """From the department through province and districts to the towns; half of them answer."""
        top = self._letter(None, circular=True)
        relay = self._letter(self.province, circular=True, subject=top[2])
        number = self.directive.count + 1
        self.directive.add(number, top[2], top[0], self.on, self.on)
        self._dispatch(top[0], None, None)
        due = (self.day + timedelta(days=25)).date().isoformat()
        self.to.add(top[0], "ผู้ว่าราชการจังหวัดระยอง", self.province)
        self._delivered(top, None, self.province, due)
        chain = [top[0], relay[0]]
        self._sent(relay, self.province, self.districts)
        for district in self.districts:
            towns = [one for one in self.towns if self.parents[one] == district]
            if not towns:
                continue
            down = self._letter(district, circular=True, subject=top[2])
            chain.append(down[0])
            self.link.add(down[0], relay[0], "enclosure")
            self._sent(down, district, towns)
            for town in towns:
                if self.chance.random() < 0.5:
                    answer = self._letter(town, subject=f"รายงาน{top[2]}")
                    self._sent(answer, town, [district])
        self.link.add(relay[0], top[0], "enclosure")
        for one in chain:
            self.member.add(number, one)

    def _between_offices(self) -> None:
        sender, to = self.chance.sample(self.below, 2)
        if self.chance.random() < 0.4:
            sender = self.province
        if sender != to:
            self._sent(self._letter(sender), sender, [to])

    def _from_outside(self) -> None:
        office, name = self.chance.choice(self.below), self.chance.choice(_OUTSIDE)
        arrival = self.arrival.count + 1
        sha = f"{arrival:064x}"
        self.file.add(sha, 50_000, "application/pdf", "scan.pdf", self.on)
        self.job.add(sha, "done", json.dumps({"letters": [{"id": "1"}]}), self.on)
        self.arrival.add(arrival, office, "scan.pdf", sha, "upload", "settled", self.on, self.on)
        letter = self._letter(None, name=name, arrival=arrival)
        self.to.add(letter[0], self.names[office], office)
        self.held.add(letter[0], office, arrival, "cover", self.on)
        self._line(office, "receive", letter, name, self.names[office], arrival=arrival)
        if self.chance.random() < 0.2:
            due = (self.day + timedelta(days=20)).date().isoformat()
            self._owed(letter, office, None, due, self.chance.random() < 0.95)
        if self.chance.random() < 0.3:
            self._told(office, arrival)

    def _told(self, office: int, number: int) -> None:
        own = office == self.house.clerk.office_id
        account = self.house.clerk if own else self.house.stranger
        self.message.add(f"k{number}", f"m{number}", "mail", account.account_id, office, "a@b.th",
                         "กำหนดเวลาวันนี้", "มีเรื่องครบกำหนด", "sent", *[self.on] * 5)  # fmt: skip

    def _to_outside(self) -> None:
        office, name = self.chance.choice(self.below), self.chance.choice(_OUTSIDE)
        letter = self._letter(office)
        line = self._line(office, "send", letter, self.names[office], name)
        self.held.add(letter[0], office, None, "cover", self.on)
        self.to.add(letter[0], name, None)
        self._dispatch(letter[0], office, line)
        self.delivery.add(self.delivery.count + 1, self.dispatch.count, letter[0], None,
                          f"name:{name}", name, "to", "know", "sent", self.on, None, None,
                          None)  # fmt: skip
        self.event.add(self.delivery.count, self.on, self.on, "sent")

    def _on_paper(self) -> None:
        """A line that no letter stands behind: written in by hand, or from the old book."""
        office, name = self.chance.choice(self.below), self.chance.choice(_OUTSIDE)
        kind = "receive" if self.chance.random() < 0.7 else "send"
        number = f"{self.chance.choice(('กค', 'สธ', 'ศธ'))} {self.chance.randrange(10**4)}"
        practice = "ส่งกองช่าง" if self.chance.random() < 0.1 else ""
        letter = (None, f"{number}/{self.chance.randrange(9000)}", self._subject())
        self._line(office, kind, letter, name, self.names[office], practice=practice)


def _moment(day: datetime) -> str:
    return day.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def index(engine: Engine, batch: int = 2000) -> None:
    """Make everything searchable in pieces, as a running office does; SQLite's index at once."""
    raw = engine.raw_connection()
    triggers = raw.cursor().execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search_%'"
    ).fetchall()  # fmt: skip
    for name, _ in triggers:
        raw.cursor().execute(f"DROP TRIGGER {name}")
    below: int | None = letters_above(engine)
    while below is not None:
        with db.begin(engine) as session:
            below = search_index.catch_up(session, below=below, batch=batch)
    left = True
    while left:
        with db.begin(engine) as session:
            left = search_line_index.catch_up(session, batch=batch)
    for words in ("search_words", "search_line_words"):
        raw.cursor().execute(f"INSERT INTO {words}({words}) VALUES ('rebuild')")  # noqa: S608
    for _, statement in triggers:
        raw.cursor().execute(statement)
    raw.close()


def letters_above(engine: Engine) -> int:
    """An id above those of all letters."""
    with db.look(engine) as session:
        return (session.exec(select(func.max(Letter.id))).one() or 0) + 1


def into_postgres(source: Engine, target: Engine) -> None:
    """Copy a province from SQLite into an empty, migrated PostgreSQL database."""
    url = target.url.render_as_string(hide_password=False).replace("+psycopg", "")
    raw = source.raw_connection()
    with psycopg.connect(url) as there:
        there.execute("SET session_replication_role = replica")
        there.execute("SET timezone = 'UTC'")
        kept = _indexes_taken(there)
        for table in Table.metadata.sorted_tables:
            columns = [one.name for one in table.columns]
            said = ", ".join(f'"{one}"' for one in columns)
            rows = raw.cursor().execute(f'SELECT {said} FROM "{table.name}"')  # noqa: S608
            there.execute(f'DELETE FROM "{table.name}"'.encode())
            with there.cursor().copy(f'COPY "{table.name}" ({said}) FROM STDIN'.encode()) as copy:
                for row in rows:
                    copy.write_row(row)
            if "id" in columns and table.c.id.autoincrement is True:
                there.execute(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"  # noqa: S608
                              f' (SELECT coalesce(max(id), 0) + 1 FROM "{table.name}"), false)'
                              .encode())  # fmt: skip
        for statement in kept:
            there.execute(statement.encode())
    raw.close()
    with psycopg.connect(url, autocommit=True) as there:
        there.execute("VACUUM ANALYZE")


def _indexes_taken(there: psycopg.Connection[Any]) -> list[str]:
    """Drop the indexes that no constraint stands on; the statements that make them again."""
    found = there.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND NOT EXISTS"
        " (SELECT 1 FROM pg_constraint WHERE conname = indexname)"
    ).fetchall()
    for name, _ in found:
        there.execute(f'DROP INDEX "{name}"'.encode())
    return [statement for _, statement in found]


def counted(engine: Engine) -> str:
    """How much there is of what makes pages slow."""
    said = []
    with engine.connect() as connection:
        for table in ("letter", "entry", "delivery", "duty"):
            rows = connection.exec_driver_sql(f"SELECT count(*) FROM {table}")  # noqa: S608
            said.append(f"{table} {rows.scalar_one():,}")
    return ", ".join(said)
