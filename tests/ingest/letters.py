"""Letters in words of our own, set as text, and their readings: what the tests of fields share."""

from typing import Any

from ingest import calendar
from ingest.pages.plain_text import read_text
from ingest.pipeline import conclude
from ingest.reading import to_json

Plain = dict[str, Any]

PAGE_END = "\n\f\n"


def reading(text: str) -> Plain:
    """The letters, links and warnings of a text, as the command prints them."""
    letters, links, warnings = conclude(
        read_text(text), received=None, calendar=calendar.thai_government()
    )
    return {
        "letters": to_json(letters),
        "links": to_json(links),
        "warnings": list(warnings),
    }


def only(text: str) -> Plain:
    """The one letter of a text."""
    letters = reading(text)["letters"]
    assert len(letters) == 1, [letter["kind"] for letter in letters]
    return dict(letters[0])


def value(field: Any) -> Any:
    return field["value"] if field else None


def letter(
    *,
    top: str = "",
    number: str = "ที่ รย ๐๐๒๓.๓/ว ๔๑๒",
    sender: str = "ศาลากลางจังหวัดระยอง\nถนนสุขุมวิท รย ๒๑๑๕๐",
    date: str = "๕ มิถุนายน ๒๕๖๒",
    subject: str = "เรื่อง การสำรวจข้อมูลตลาด",
    to: str = "เรียน นายอำเภอ ทุกอำเภอ",
    cites: str = "",
    body: str = "ด้วยกรมทดลองแจ้งว่าได้จัดทำแบบสำรวจข้อมูลตลาด จึงขอให้อำเภอแจ้งหน่วยงานในพื้นที่ทราบ",
    closing: str = "ขอแสดงความนับถือ",
    signature: str = "(นายดนัย สมมุติทะเล)\nท้องถิ่นจังหวัดระยอง ปฏิบัติราชการแทน\nผู้ว่าราชการจังหวัดระยอง",
    foot: str = "กลุ่มงานทดลอง\nโทร. ๐-๓๘๐๐-๐๐๒๓",
    bottom: str = "",
) -> str:
    """An external letter whose parts can be exchanged; blank lines between them."""
    asked = "จึงเรียนมาเพื่อพิจารณาดำเนินการ"
    parts = (top, number, sender, date, subject, to, cites, body, asked, closing, signature, foot)
    return "\n\n".join(part for part in (*parts, bottom) if part)


def chain(order: str, between: str = PAGE_END, **changed: str) -> str:
    """Three levels of one matter: A encloses B, B encloses C. ``b`` is what A says of B."""
    said = {
        "b": "๑๒๓๔", "b_date": "๑๕ มีนาคม ๒๕๖๒", "own_b": "๑๒๓๔", "own_b_date": "๑๕ มีนาคม ๒๕๖๒",
        "own_c": "๕๖๗", "own_c_date": "๘ มีนาคม ๒๕๖๒",
    } | changed  # fmt: skip
    copy = "สิ่งที่ส่งมาด้วย สำเนาหนังสือ{} ที่ {} ลงวันที่ {}"
    subject = "เรื่อง การป้องกันไฟป่าและหมอกควัน"
    letters = {
        "A": letter(
            number="ที่ รย ๐๐๒๓.๘/ว ๓๓๓", sender="ที่ว่าการอำเภอแกลง\nถนนสุขุมวิท รย ๒๑๑๑๐",
            date="๒๐ มีนาคม ๒๕๖๒", subject=subject, to="เรียน นายกเทศมนตรีตำบลทุ่งควายกิน",
            cites=copy.format("จังหวัดระยอง", f"รย ๐๐๒๑/ว {said['b']}", said["b_date"]),
            signature="(นายสมาน สมมุติแกลง)\nนายอำเภอแกลง",
        ),
        "B": letter(
            number=f"ที่ รย ๐๐๒๑/ว {said['own_b']}", date=said["own_b_date"], subject=subject,
            cites=copy.format("กรมทดลองภัย", "มท ๐๖๑๗/ว ๕๖๗", "๘ มีนาคม ๒๕๖๒"),
        ),
        "C": letter(
            number=f"ที่ มท ๐๖๑๗/ว {said['own_c']}", sender="กรมทดลองภัย\nถนนทดลอง กทม. ๑๐๓๐๐",
            date=said["own_c_date"], subject=subject, to="เรียน ผู้ว่าราชการจังหวัด ทุกจังหวัด",
            signature="(นายชัย สมมุติภัย)\nอธิบดีกรมทดลองภัย",
        ),
    }  # fmt: skip
    return between.join(letters[name] for name in order)
