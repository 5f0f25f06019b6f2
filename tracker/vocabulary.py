"""The words of the office: what may stand in a column (``tracker.said`` has their Thai).

Values that a reading also uses are spelt as the reader prints them.
"""

from enum import StrEnum


class Level(StrEnum):
    """Levels of government, from the top down."""

    MINISTRY = "ministry"
    DEPARTMENT = "department"
    PROVINCE = "province"
    DISTRICT = "district"
    LOCAL = "local"

    @property
    def depth(self) -> int:
        """0 for a ministry, 4 for a local government."""
        return list(Level).index(self)


class AccountRole(StrEnum):
    """``clerk``: own office. ``staff``: own office and all below. ``admin``: manages accounts."""

    CLERK = "clerk"
    STAFF = "staff"
    ADMIN = "admin"


class Language(StrEnum):
    """What pages are shown in."""

    THAI = "th"
    ENGLISH = "en"


class ArrivalState(StrEnum):
    """Where a dropped file stands on its way to a receive number."""

    WAITING = "waiting"
    READING = "reading"
    REVIEW = "review"
    SETTLED = "settled"
    FAILED = "failed"
    DISMISSED = "dismissed"


class JobState(StrEnum):
    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"


class Channel(StrEnum):
    UPLOAD = "upload"
    MAIL = "mail"
    FOLDER = "folder"
    SAMPLE = "sample"


class LetterKind(StrEnum):
    """The six kinds of official letter (regulation of 2526, clause 9), and two that are none."""

    EXTERNAL = "external"
    MEMO = "memo"
    STAMPED = "stamped"
    ORDER = "order"
    ANNOUNCEMENT = "announcement"
    RECORD = "record"
    ANNEX = "annex"
    OTHER = "other"


class LetterRole(StrEnum):
    COVER = "cover"
    ENCLOSURE = "enclosure"


class Urgency(StrEnum):
    """Grades of speed (clause 28)."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    MOST_URGENT = "most_urgent"


class Secrecy(StrEnum):
    """Grades of the regulation on keeping official secrets, B.E. 2544."""

    NONE = "none"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"
    TOP_SECRET = "top_secret"


class Action(StrEnum):
    """What a letter asks for, weakest first."""

    KNOW = "know"
    CONSIDER = "consider"
    ACT = "act"
    RELAY = "relay"
    REPORT = "report"


class BookKind(StrEnum):
    """Receive register (form 13) and send register (form 14)."""

    RECEIVE = "receive"
    SEND = "send"


class BookUse(StrEnum):
    """What a book is for. Orders and what follows it are numbered within the year: 12/2569."""

    GENERAL = "general"
    CIRCULAR = "circular"
    SECRET = "secret"
    MEMO = "memo"
    ORDER = "order"
    ANNOUNCEMENT = "announcement"
    CERTIFICATE = "certificate"

    @property
    def by_year(self) -> bool:
        """Numbers are said with their year, without the letters of the office."""
        return self in (BookUse.ORDER, BookUse.ANNOUNCEMENT, BookUse.CERTIFICATE)


class YearRule(StrEnum):
    """When the numbers of a book start again: 1 January or 1 October."""

    CALENDAR = "calendar"
    FISCAL = "fiscal"


class ExampleState(StrEnum):
    """A corrected line: its picture is still to be cut, it waits for a look, it may teach."""

    WAITING = "waiting"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    FAILED = "failed"


class Via(StrEnum):
    """How one letter carries another: attached, cited, or issued beside it."""

    ENCLOSURE = "enclosure"
    REFERENCE = "reference"
    SIBLING = "sibling"


class OutgoingKind(StrEnum):
    """Why a letter is written: to pass one on, to answer one, to remind of one, of itself."""

    RELAY = "relay"
    ANSWER = "answer"
    CHASE = "chase"
    NEW = "new"


class OutgoingState(StrEnum):
    """A letter on its way out; only an issued one has a number and a day."""

    DRAFT = "draft"
    WAITING_SIGNATURE = "waiting_signature"
    ISSUED = "issued"
    CANCELLED = "cancelled"


class Post(StrEnum):
    """Posts of an office. ``chief``: head of the permanent staff (ปลัด), below an elected head."""

    HEAD = "head"
    DEPUTY = "deputy"
    CHIEF = "chief"
    UNIT_HEAD = "unit_head"
    MEMBER = "member"


class DeputyKind(StrEnum):
    """By what right one acts for a head: in his absence, in a vacant post, by delegation."""

    ACTING = "acting"
    CARETAKER = "caretaker"
    DELEGATED = "delegated"


class EndorsementKind(StrEnum):
    PROPOSAL = "proposal"
    ORDER = "order"
    NOTE = "note"


class AssignmentState(StrEnum):
    GIVEN = "given"
    ACCEPTED = "accepted"
    DONE = "done"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class DeliveryState(StrEnum):
    """Where a letter stands with one recipient (see ``tracker.delivery_rules``)."""

    EXPECTED = "expected"
    SENT = "sent"
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    EXTENDED = "extended"
    INCOMPLETE = "incomplete"
    PASSED_ON = "passed_on"
    ANSWERED = "answered"
    NO_DATA = "no_data"
    CLOSED = "closed"
    SENT_BACK = "sent_back"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


class Capacity(StrEnum):
    """As what an office is sent a letter: to act on, as a copy, for information."""

    TO = "to"
    COPY = "copy"
    INFO = "info"


class DispatchOrigin(StrEnum):
    """Sent through the system, or known from a letter that came on paper."""

    SENT = "sent"
    KNOWN = "known"


class Way(StrEnum):
    """How a copy came; all but paper may wait for the original."""

    PAPER = "paper"
    MAIL = "mail"
    FAX = "fax"
    RADIO = "radio"
    LINE = "line"
    SYSTEM = "system"


class RelationKind(StrEnum):
    ANSWERS = "answers"
    AMENDS = "amends"
    CANCELS = "cancels"
    EXTENDS = "extends"
    REMINDS_OF = "reminds_of"
    SAME_AS = "same_as"


class DutyKind(StrEnum):
    """What an office owes: what a letter asks for, or to be there."""

    KNOW = "know"
    CONSIDER = "consider"
    ACT = "act"
    RELAY = "relay"
    REPORT = "report"
    EVENT = "event"


class DutyState(StrEnum):
    """``no_data``: closed because there is nothing to report."""

    OPEN = "open"
    SUSPENDED = "suspended"
    DONE = "done"
    NO_DATA = "no_data"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class DutyChangeKind(StrEnum):
    """What can happen to a duty; ``moved``: by the calendar."""

    OPENED = "opened"
    HANDED_DOWN = "handed_down"
    RECEIVED = "received"
    ASSIGNED = "assigned"
    DATED = "dated"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    MOVED = "moved"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    ANSWERED_AGAIN = "answered_again"
    REOPENED = "reopened"


class AnswerState(StrEnum):
    """Where an office's answer to a form stands. ``returned``: to be mended and sent again."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
