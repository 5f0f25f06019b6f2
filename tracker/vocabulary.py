"""The words of the office: what may stand in a column, and how it is said in Thai.

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


#: How each word is said on the screen.
_SAID: tuple[tuple[StrEnum, str], ...] = (
    (Level.MINISTRY, "กระทรวง"),
    (Level.DEPARTMENT, "กรม"),
    (Level.PROVINCE, "จังหวัด"),
    (Level.DISTRICT, "อำเภอ"),
    (Level.LOCAL, "ท้องถิ่น"),
    (AccountRole.CLERK, "เจ้าหน้าที่สารบรรณ"),
    (AccountRole.STAFF, "เจ้าหน้าที่ระดับกำกับ"),
    (AccountRole.ADMIN, "ผู้ดูแลระบบ"),
    (ArrivalState.WAITING, "รออ่าน"),
    (ArrivalState.READING, "กำลังอ่าน"),
    (ArrivalState.REVIEW, "รอตรวจ"),
    (ArrivalState.SETTLED, "ลงรับแล้ว"),
    (ArrivalState.FAILED, "อ่านไม่ได้"),
    (ArrivalState.DISMISSED, "ไม่ลงรับ"),
    (Channel.UPLOAD, "ส่งเข้าระบบ"),
    (Channel.MAIL, "ไปรษณีย์อิเล็กทรอนิกส์"),
    (Channel.FOLDER, "โฟลเดอร์สแกน"),
    (Channel.SAMPLE, "ตัวอย่าง"),
    (LetterKind.EXTERNAL, "หนังสือภายนอก"),
    (LetterKind.MEMO, "หนังสือภายใน"),
    (LetterKind.STAMPED, "หนังสือประทับตรา"),
    (LetterKind.ORDER, "หนังสือสั่งการ"),
    (LetterKind.ANNOUNCEMENT, "หนังสือประชาสัมพันธ์"),
    (LetterKind.RECORD, "หนังสือที่เจ้าหน้าที่ทำขึ้น"),
    (LetterKind.ANNEX, "เอกสารแนบ"),
    (LetterKind.OTHER, "อื่น ๆ"),
    (LetterRole.COVER, "หนังสือนำส่ง"),
    (LetterRole.ENCLOSURE, "สิ่งที่ส่งมาด้วย"),
    (Urgency.NORMAL, "ปกติ"),
    (Urgency.URGENT, "ด่วน"),
    (Urgency.VERY_URGENT, "ด่วนมาก"),
    (Urgency.MOST_URGENT, "ด่วนที่สุด"),
    (Secrecy.NONE, "ปกติ"),
    (Secrecy.CONFIDENTIAL, "ลับ"),
    (Secrecy.SECRET, "ลับมาก"),
    (Secrecy.TOP_SECRET, "ลับที่สุด"),
    (Action.KNOW, "เพื่อทราบ"),
    (Action.CONSIDER, "เพื่อพิจารณา"),
    (Action.ACT, "เพื่อดำเนินการ"),
    (Action.RELAY, "แจ้งต่อ"),
    (Action.REPORT, "รายงานผล"),
    (BookKind.RECEIVE, "ทะเบียนหนังสือรับ"),
    (BookKind.SEND, "ทะเบียนหนังสือส่ง"),
    (BookUse.GENERAL, "หนังสือทั่วไป"),
    (BookUse.CIRCULAR, "หนังสือเวียน"),
    (BookUse.SECRET, "หนังสือลับ"),
    (BookUse.MEMO, "บันทึกข้อความ"),
    (BookUse.ORDER, "คำสั่ง"),
    (BookUse.ANNOUNCEMENT, "ประกาศ"),
    (BookUse.CERTIFICATE, "หนังสือรับรอง"),
    (YearRule.CALENDAR, "ปีปฏิทิน"),
    (YearRule.FISCAL, "ปีงบประมาณ"),
    (ExampleState.WAITING, "รอตัดภาพ"),
    (ExampleState.PROPOSED, "รอตรวจข้อความ"),
    (ExampleState.CONFIRMED, "ใช้สอนได้"),
    (ExampleState.FAILED, "ตัดภาพไม่ได้"),
    (Via.ENCLOSURE, "แนบมาด้วย"),
    (Via.REFERENCE, "อ้างถึง"),
    (Via.SIBLING, "ออกคู่กัน"),
    (DutyKind.KNOW, "รับทราบ"),
    (DutyKind.CONSIDER, "พิจารณา"),
    (DutyKind.ACT, "ดำเนินการ"),
    (DutyKind.RELAY, "แจ้งต่อ"),
    (DutyKind.REPORT, "รายงาน"),
    (DutyKind.EVENT, "เข้าร่วม"),
    (DutyState.OPEN, "ค้างอยู่"),
    (DutyState.SUSPENDED, "พักไว้"),
    (DutyState.DONE, "เสร็จแล้ว"),
    (DutyState.NO_DATA, "ไม่มีข้อมูลรายงาน"),
    (DutyState.SUPERSEDED, "มีกำหนดใหม่แทน"),
    (DutyState.CANCELLED, "ยกเลิก"),
    (DutyChangeKind.OPENED, "ตั้งกำหนด"),
    (DutyChangeKind.HANDED_DOWN, "ส่งกำหนดต่อ"),
    (DutyChangeKind.RECEIVED, "ลงรับหนังสือ"),
    (DutyChangeKind.ASSIGNED, "มอบหมาย"),
    (DutyChangeKind.DATED, "กำหนดวันเอง"),
    (DutyChangeKind.EXTENDED, "ขยายเวลา"),
    (DutyChangeKind.SUSPENDED, "พัก"),
    (DutyChangeKind.RESUMED, "เริ่มนับต่อ"),
    (DutyChangeKind.MOVED, "เลื่อนตามปฏิทิน"),
    (DutyChangeKind.SUPERSEDED, "แทนด้วยกำหนดใหม่"),
    (DutyChangeKind.CANCELLED, "ยกเลิก"),
    (DutyChangeKind.CLOSED, "ปิดเรื่อง"),
    (DutyChangeKind.ANSWERED_AGAIN, "ตอบเพิ่ม"),
    (DutyChangeKind.REOPENED, "เปิดใหม่"),
    (OutgoingKind.RELAY, "ส่งต่อ"),
    (OutgoingKind.ANSWER, "ตอบ"),
    (OutgoingKind.CHASE, "ทวงถาม"),
    (OutgoingKind.NEW, "เรื่องใหม่"),
    (OutgoingState.DRAFT, "ร่าง"),
    (OutgoingState.WAITING_SIGNATURE, "รอลงนาม"),
    (OutgoingState.ISSUED, "ออกเลขแล้ว"),
    (OutgoingState.CANCELLED, "ยกเลิก"),
    (Post.HEAD, "หัวหน้าหน่วยงาน"),
    (Post.DEPUTY, "รองหัวหน้าหน่วยงาน"),
    (Post.CHIEF, "ปลัด หรือหัวหน้าข้าราชการประจำ"),
    (Post.UNIT_HEAD, "หัวหน้ากองหรือสำนัก"),
    (Post.MEMBER, "เจ้าหน้าที่"),
    (DeputyKind.ACTING, "รักษาราชการแทน"),
    (DeputyKind.CARETAKER, "รักษาการในตำแหน่ง"),
    (DeputyKind.DELEGATED, "ปฏิบัติราชการแทน"),
    (EndorsementKind.PROPOSAL, "เสนอ"),
    (EndorsementKind.ORDER, "สั่งการ"),
    (EndorsementKind.NOTE, "บันทึก"),
    (AssignmentState.GIVEN, "มอบแล้ว ยังไม่รับ"),
    (AssignmentState.ACCEPTED, "รับไปทำแล้ว"),
    (AssignmentState.DONE, "เสร็จแล้ว"),
    (AssignmentState.RETURNED, "ส่งคืน"),
    (AssignmentState.CANCELLED, "ยกเลิก"),
    (DeliveryState.EXPECTED, "คาดว่าจะได้รับ"),
    (DeliveryState.SENT, "ส่งแล้ว ยังไม่ลงรับ"),
    (DeliveryState.RECEIVED, "ลงรับแล้ว"),
    (DeliveryState.ACKNOWLEDGED, "รับทราบแล้ว"),
    (DeliveryState.ASSIGNED, "มอบหมายแล้ว"),
    (DeliveryState.EXTENDED, "ขยายเวลา"),
    (DeliveryState.INCOMPLETE, "ส่งไม่ครบ ให้แก้ไข"),
    (DeliveryState.PASSED_ON, "ส่งต่อแล้ว"),
    (DeliveryState.ANSWERED, "ตอบแล้ว"),
    (DeliveryState.NO_DATA, "ไม่มีข้อมูล"),
    (DeliveryState.CLOSED, "ปิดเรื่องแล้ว"),
    (DeliveryState.SENT_BACK, "ตีกลับ"),
    (DeliveryState.LOST, "สูญหาย ไม่ถึงผู้รับ"),
    (DeliveryState.WITHDRAWN, "ตัดออกจากรายชื่อ"),
    (Capacity.TO, "ถึง"),
    (Capacity.COPY, "สำเนาส่ง"),
    (Capacity.INFO, "เพื่อทราบ"),
    (DispatchOrigin.SENT, "ส่งในระบบ"),
    (DispatchOrigin.KNOWN, "รู้จากหนังสือที่ลงรับ"),
    (Way.PAPER, "ฉบับกระดาษ"),
    (Way.MAIL, "ไปรษณีย์อิเล็กทรอนิกส์"),
    (Way.FAX, "โทรสาร"),
    (Way.RADIO, "วิทยุสื่อสาร"),
    (Way.LINE, "ไลน์"),
    (Way.SYSTEM, "ในระบบ"),
    (RelationKind.ANSWERS, "ตอบ"),
    (RelationKind.AMENDS, "แก้ไขเพิ่มเติม"),
    (RelationKind.CANCELS, "ยกเลิก"),
    (RelationKind.EXTENDS, "ขยายเวลา"),
    (RelationKind.REMINDS_OF, "ทวงถาม"),
    (RelationKind.SAME_AS, "ฉบับเดียวกัน"),
    (AnswerState.DRAFT, "กำลังร่าง"),
    (AnswerState.SUBMITTED, "ส่งแล้ว"),
    (AnswerState.RETURNED, "ตีกลับให้แก้"),
)
#: By type as well: an enclosure as a letter's role is said otherwise than as a link.
_THAI = {(type(word), str(word)): thai for word, thai in _SAID}


def said(word: StrEnum | None) -> str:
    """The Thai of a word of this vocabulary; empty for ``None``."""
    return "" if word is None else _THAI.get((type(word), str(word)), str(word))
