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


class YearRule(StrEnum):
    """When the numbers of a book start again: 1 January or 1 October."""

    CALENDAR = "calendar"
    FISCAL = "fiscal"


class Via(StrEnum):
    """How one letter carries another: attached, cited, or issued beside it."""

    ENCLOSURE = "enclosure"
    REFERENCE = "reference"
    SIBLING = "sibling"


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
    (YearRule.CALENDAR, "ปีปฏิทิน"),
    (YearRule.FISCAL, "ปีงบประมาณ"),
    (Via.ENCLOSURE, "แนบมาด้วย"),
    (Via.REFERENCE, "อ้างถึง"),
    (Via.SIBLING, "ออกคู่กัน"),
)
#: By type as well: an enclosure as a letter's role is said otherwise than as a link.
_THAI = {(type(word), str(word)): thai for word, thai in _SAID}


def said(word: StrEnum | None) -> str:
    """The Thai of a word of this vocabulary; empty for ``None``."""
    return "" if word is None else _THAI.get((type(word), str(word)), str(word))
