"""Five years of a made-up province: who sends what to whom, and what becomes of it."""

import json
import random
import sqlite3
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.bench.bulk import Rows, moment
from tests.bench.province_words import OUTSIDE, Words
from tests.tracker.office import Office
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
)

BANGKOK = ZoneInfo("Asia/Bangkok")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=BANGKOK)
FIRST = datetime(2021, 11, 24, 9, 0, tzinfo=BANGKOK)


class Years:
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
        self.words = Words(self.chance)
        self.day, self.on = FIRST, ""
        self.numbers: dict[tuple[int, int], int] = {}
        self._tables()

    def _tables(self) -> None:
        raw = self.raw
        self.letter = Rows(raw, Letter, "id", "number", "be_year", "identity", "ref_no", "date",
                            "issuer", "issuer_office_id", "subject", "kind", "circular", "action",
                            "text", "created_at", "secrecy", "from_arrival_id")  # fmt: skip
        self.held = Rows(raw, LetterHolding, "letter_id", "office_id", "arrival_id", "role",
                          "held_since")  # fmt: skip
        self.to = Rows(raw, LetterRecipient, "letter_id", "value", "office_id")
        self.entry = Rows(raw, Entry, "id", "book_id", "year", "number", "letter_id", "arrival_id",
                           "received_at", "registered_at", "from_text", "to_text", "ref_no",
                           "dated", "subject", "practice", "remark", "circular", "voided_at",
                           "void_reason", "secrecy")  # fmt: skip
        self.dispatch = Rows(raw, Dispatch, "id", "letter_id", "sender_office_id", "origin",
                              "sent_at", "entry_id", "made_at")  # fmt: skip
        self.delivery = Rows(raw, Delivery, "id", "dispatch_id", "letter_id", "office_id",
                              "recipient", "name", "capacity", "asked", "state", "state_at",
                              "due_on", "entry_id", "answer_letter_id")  # fmt: skip
        self.event = Rows(raw, DeliveryEvent, "delivery_id", "at", "noted_at", "after")
        self.duty = Rows(raw, Duty, "letter_id", "office_id", "owed_to_office_id", "owed_to",
                          "kind", "text", "due", "due_on", "state", "opened_at",
                          "closed_at")  # fmt: skip
        self.directive = Rows(raw, Directive, "id", "title", "root_letter_id", "created_at",
                               "updated_at")  # fmt: skip
        self.member = Rows(raw, DirectiveLetter, "directive_id", "letter_id")
        self.link = Rows(raw, ChainLink, "from_letter_id", "to_letter_id", "via")
        self.file = Rows(raw, StoredFile, "sha256", "size", "media_type", "first_name",
                          "stored_at")  # fmt: skip
        self.job = Rows(raw, ReadingJob, "sha256", "state", "result", "queued_at")
        self.arrival = Rows(raw, Arrival, "id", "office_id", "filename", "sha256", "channel",
                             "state", "arrived_at", "settled_at")  # fmt: skip
        self.message = Rows(raw, Message, "key", "message_id", "channel", "account_id",
                             "office_id", "to", "subject", "body", "state", "created_at",
                             "not_before", "expires_at", "touched_at", "sent_at")  # fmt: skip
        self.all = [value for value in vars(self).values() if isinstance(value, Rows)]

    def write(self, letters: int) -> None:
        self._books()
        length = (NOW - FIRST).total_seconds()
        # Of a hundred matters one comes down from above and goes through all offices.
        while self.letter.count < letters:
            self.day = FIRST + timedelta(seconds=length * self.letter.count / letters)
            self.on = moment(self.day)
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
        books = Rows(self.raw, Book, "id", "office_id", "kind", "name")
        self.book = {}
        kinds = [(one, kind) for one in self.below for kind in ("receive", "send")]
        for number, (office, kind) in enumerate(kinds, start=1):
            books.add(number, office, kind, "ทั่วไป")
            self.book[office, kind] = number
        books.write()

    def _counters(self) -> None:
        years = Rows(self.raw, BookYear, "book_id", "year", "next_number")
        for (book, year), number in self.numbers.items():
            years.add(book, year, number + 1)
        years.write()

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
        subject = subject or self.words.subject(self.day)
        secret = self.chance.random() < 0.003
        self.letter.add(
            number, str(number), year, f"{ref_no}/{year}", ref_no, self.on[:10], said, issuer,
            None if secret else subject, "external", circular, "report" if circular else "know",
            None if secret else self.words.text(), self.on, "secret" if secret else "none", arrival,
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
        office, name = self.chance.choice(self.below), self.chance.choice(OUTSIDE)
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
        office, name = self.chance.choice(self.below), self.chance.choice(OUTSIDE)
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
        office, name = self.chance.choice(self.below), self.chance.choice(OUTSIDE)
        kind = "receive" if self.chance.random() < 0.7 else "send"
        number = f"{self.chance.choice(('กค', 'สธ', 'ศธ'))} {self.chance.randrange(10**4)}"
        practice = "ส่งกองช่าง" if self.chance.random() < 0.1 else ""
        letter = (None, f"{number}/{self.chance.randrange(9000)}", self.words.subject(self.day))
        self._line(office, kind, letter, name, self.names[office], practice=practice)
