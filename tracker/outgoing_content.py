"""What stands on a letter that an office writes, before and after it is numbered.

Kept as JSON with the draft. The order of its parts is that of the regulation
(clauses 11-14 and forms 1-3 of B.E. 2526); nothing of it is a number or a day
of the letter: those are given when it is signed.
"""

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from tracker.errors import BadValue
from tracker.sentences import sentence, word
from tracker.vocabulary import Action, Capacity, LetterKind, Urgency
from tracker.wording import long_date

#: In a body this stands for the day by which the recipients must answer.
DUE_MARK = "{กำหนด}"
#: What the draft leaves to the clerk; a letter with one of these is not finished.
TO_FILL = "[…]"
#: The forms that a letter out may have: external, memorandum, stamped (forms 1, 2, 3).
FORMS = (LetterKind.EXTERNAL, LetterKind.MEMO, LetterKind.STAMPED)
#: Most characters of a body: some forty pages.
LONGEST = 120_000
#: Most recipients of one letter.
MOST = 20_000

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069"
    r"\ufdd0-\ufdef\ufffe\uffff]"
)

Short = Annotated[str, StringConstraints(max_length=2000)]
Long = Annotated[str, StringConstraints(max_length=LONGEST)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)


class Cited(_Model):
    """A letter cited or a paper attached. ``count``: ``1 ชุด``; ``letter_id`` where it is known.

    ``sha256`` and ``filename``: the paper itself, where a clerk has added its file.
    """

    text: Short
    count: Short = ""
    letter_id: int | None = None
    sha256: Annotated[str, StringConstraints(pattern="[0-9a-f]{64}")] | None = None
    filename: Short = ""

    @property
    def line(self) -> str:
        """As it is typed and printed: ``สำเนาหนังสือ… จำนวน 1 ชุด``."""
        return f"{self.text} จำนวน {self.count}" if self.count else self.text


class Row(_Model):
    """A line of the list attached to a reminder: whom it concerns and how long it has waited."""

    district: Short = ""
    name: Short
    state: Short = ""
    days: int | None = None


class Annex(_Model):
    """A list set behind the letter, grouped by district where there is one.

    ``total``: how many there are, where ``rows`` are only the first of them.
    """

    title: Short
    rows: tuple[Row, ...] = ()
    total: int | None = None


class Content(_Model):
    """The parts of a letter in the order of their printing.

    ``sender`` and ``address`` stand at the top right, ``to_text`` is the
    addressee as printed (one line each), ``references`` อ้างถึง, ``enclosures``
    สิ่งที่ส่งมาด้วย, ``acting_for`` the second line of a deputy's post,
    ``owner_unit`` ส่วนราชการเจ้าของเรื่อง, ``copies_to`` สำเนาส่ง. ``due_on`` is
    the day asked of the recipients, ``buffer_days`` the working days that the
    office keeps for itself when it passes a duty on.
    """

    form: LetterKind = LetterKind.EXTERNAL
    urgency: Urgency = Urgency.NORMAL
    circular: bool = False
    sender: Short = ""
    address: Short = ""
    subject: Short = ""
    salutation: Short = "เรียน"
    to_text: Long = ""
    references: tuple[Cited, ...] = ()
    enclosures: tuple[Cited, ...] = ()
    body: Long = ""
    closing: Short = "ขอแสดงความนับถือ"
    signatory_name: Short = ""
    signatory_position: Short = ""
    acting_for: Short = ""
    owner_unit: Short = ""
    phone: Short = ""
    fax: Short = ""
    email: Short = ""
    copies_to: Short = ""
    action: Action | None = None
    due_on: dt.date | None = None
    buffer_days: Annotated[int, "working days"] = 3
    annex: Annex | None = None

    def printed_body(self) -> str:
        """The body with the day asked for in it, digits as printed."""
        return thai(self.body.replace(DUE_MARK, long_date(self.due_on) or TO_FILL))


class Recipient(_Model):
    """One office (or person in no list) that gets the letter."""

    office_id: int | None = None
    name: Short
    capacity: Capacity = Capacity.TO
    due_on: dt.date | None = None


def thai(text: str) -> str:
    """The text with Thai numerals, as letters are printed; addresses of the net keep theirs."""
    return re.sub(r"\S*(?:@|://|www\.)\S*|[0-9]+", _numeral, text)


def arabic(text: str) -> str:
    """The text with Arabic numerals, as values are kept."""
    return text.translate(_ARABIC)


def _numeral(found: re.Match[str]) -> str:
    return found[0].translate(_THAI) if found[0].isdigit() else found[0]


def as_printed(content: Content) -> Content:
    """A draft's words with Thai numerals throughout, as the clerk will see and print them."""
    names = ("subject", "to_text", "body", "address", "owner_unit", "phone", "fax", "copies_to")
    made: dict[str, Any] = {name: thai(getattr(content, name)) for name in names}
    for name in ("references", "enclosures"):
        made[name] = tuple(
            one.model_copy(update={"text": thai(one.text), "count": thai(one.count)})
            for one in getattr(content, name)
        )
    return content.model_copy(update=made)


def understood(values: dict[str, Any]) -> Content:
    """Content from JSON or a form. Raises ``BadValue`` with a Thai sentence."""
    try:
        made = Content.model_validate(_clean(values))
    except ValidationError as wrong:
        raise BadValue(_sentence(wrong)) from wrong
    if made.form not in FORMS:
        raise BadValue(sentence("เลือกแบบหนังสือได้เฉพาะ หนังสือภายนอก หนังสือภายใน หรือหนังสือประทับตรา"))
    if not 0 <= made.buffer_days <= 60:
        raise BadValue(sentence("จำนวนวันทำการที่เผื่อไว้ต้องอยู่ระหว่าง 0 ถึง 60"))
    return made


def _clean(values: Any) -> Any:
    """Text without what no keyboard types; line ends in one form."""
    if isinstance(values, str):
        return _STEERING.sub("", values.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(values, dict):
        return {key: _clean(value) for key, value in values.items()}
    return [_clean(value) for value in values] if isinstance(values, (list, tuple)) else values


_LABELS = {
    "subject": word("เรื่อง", "field"),
    "to_text": word("เรียน", "field"),
    "body": word("ข้อความ", "field"),
    "due_on": word("กำหนดส่ง", "field"),
    "form": word("แบบหนังสือ", "field"),
    "urgency": word("ชั้นความเร็ว", "field"),
    "action": word("ให้ทำอะไร", "field"),
    "buffer_days": word("วันทำการที่เผื่อไว้", "field"),
    "references": word("อ้างถึง", "field"),
    "enclosures": word("สิ่งที่ส่งมาด้วย", "field"),
    "copies_to": word("สำเนาส่ง", "field"),
}


def _sentence(wrong: ValidationError) -> str:
    first = wrong.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    label = _LABELS.get(name, word("ช่องหนึ่ง", "field"))
    if first["type"] == "string_too_long":
        return sentence(
            "ช่อง%(label)s ยาวเกิน %(most)s ตัวอักษร กรุณาย่อ หรือแยกเป็นเอกสารแนบ",
            label=label,
            most=format(first["ctx"]["max_length"], ","),
        )
    return sentence("อ่านค่าในช่อง%(label)s ไม่ได้ กรุณาตรวจแล้วพิมพ์ใหม่", label=label)


def recipients(items: Any) -> tuple[Recipient, ...]:
    """Recipients from JSON, each office once; the first capacity in which it stands holds."""
    try:
        read = [Recipient.model_validate(_clean(one)) for one in items]
    except ValidationError as wrong:
        raise BadValue(sentence("รายชื่อผู้รับอ่านไม่ได้ กรุณาตรวจชื่อและวันที่ของผู้รับแต่ละราย")) from wrong
    if len(read) > MOST:
        raise BadValue(sentence("ผู้รับเกิน %(most)s ราย กรุณาแยกเป็นหลายฉบับ", most=format(MOST, ",")))
    once: dict[str, Recipient] = {}
    for one in read:
        if one.name or one.office_id is not None:
            key = f"office:{one.office_id}" if one.office_id else "".join(one.name.split())
            once.setdefault(key, one)
    return tuple(once.values())


def cited_lines(text: str, before: tuple[Cited, ...]) -> tuple[Cited, ...]:
    """Typed lines as citations; a line that was left alone still knows its letter or file.

    So does one that was only worded anew: no line came, none went, and nobody else is meant.
    """
    known = {"".join(one.line.split()): one for one in before}
    lines = [line for line in (" ".join(raw.split()) for raw in text.splitlines()) if line]
    kept = {key for line in lines if (key := "".join(line.split())) in known}
    made = []
    for place, line in enumerate(lines):
        bare, _, count = line.partition(" จำนวน ")
        one = known.get("".join(line.split()))
        if one is None and len(lines) == len(before):
            old = before[place]
            if "".join(old.line.split()) not in kept:
                one = old.model_copy(update={"text": bare, "count": count})
        made.append(one or Cited(text=bare, count=count))
    return tuple(made)


def unfinished(content: Content, to: tuple[Recipient, ...]) -> list[str]:
    """What is still missing before the letter can be laid before its signatory; Thai sentences."""
    asked = [
        (content.subject or content.form is LetterKind.STAMPED, sentence("ยังไม่มีเรื่อง")),
        (content.to_text, sentence("ยังไม่ได้ระบุว่าเรียนหรือถึงใคร")),
        (to, sentence("ยังไม่มีรายชื่อผู้รับ")),
        (content.body, sentence("ยังไม่มีข้อความ")),
        (content.sender, sentence("ยังไม่มีชื่อส่วนราชการเจ้าของหนังสือ")),
        (content.signatory_position, sentence("ยังไม่มีตำแหน่งผู้ลงนาม")),
        (
            content.signatory_name or content.form is LetterKind.STAMPED,
            sentence("ยังไม่มีชื่อผู้ลงนาม"),
        ),
        (
            DUE_MARK not in content.body or content.due_on,
            sentence("ข้อความมี %(mark)s แต่ยังไม่ได้กำหนดวันส่ง", mark=DUE_MARK),
        ),
        (TO_FILL not in content.body, sentence("ข้อความยังมีที่เว้นไว้ให้กรอก %(mark)s", mark=TO_FILL)),
    ]
    return [told for there, told in asked if not there]
