"""When a duty is worth a word, why, and what to do: pure, the calendar is an argument.

Days are counted in working days of the office that owes. A stage is named by
the day of the duty, not by the clock: whoever asks a day late finds the stage
that was missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.holidays import Calendar
from tracker.vocabulary import DutyKind
from tracker.wording import long_date

#: Working days after the due day on which it is said again; then every so many.
LATE, EVERY = (1, 3, 5), 5
#: From so many working days late the head of the office is told, and the level above.
HEAD_FROM, ABOVE_FROM = 1, 3
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
#: Beyond this many days nothing is counted one by one.
_FAR = 400


class Part(StrEnum):
    """Where a duty stands on a day."""

    BEFORE = "before"
    ON = "on"
    LATE = "late"


class Role(StrEnum):
    """Why a person is told: it is his, he heads the office, or the office below owes it to him."""

    OWN = "own"
    HEAD = "head"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Stage:
    """``days``: working days left or late; ``step``: the one of them that was reached."""

    part: Part
    days: int
    step: int

    @property
    def name(self) -> str:
        return f"{self.part.value}:{self.step}"


def stage(
    due: date, suggested: date | None, day: date, calendar: Calendar, before: tuple[int, ...]
) -> Stage | None:
    """The stage that a duty has reached on ``day``; ``None`` while it is too early.

    ``before``: working days before the due day on which to be told. With no
    working day left between ``day`` and ``due`` it is as good as due.
    """
    if day > due:
        late = working_days(due, day, calendar)
        return Stage(Part.LATE, late, _late_step(late)) if late else Stage(Part.ON, 0, 0)
    left = working_days(day, due, calendar)
    if left == 0 or (suggested is not None and day >= suggested):
        return Stage(Part.ON, 0, 0)
    reached = [step for step in before if left <= step]
    return Stage(Part.BEFORE, left, min(reached)) if reached else None


def _late_step(late: int) -> int:
    return late - late % EVERY if late > LATE[-1] else max(step for step in LATE if step <= late)


def working_days(after: date, until: date, calendar: Calendar) -> int:
    """The working days after ``after`` up to and with ``until``."""
    span = (until - after).days
    if span > _FAR:  # weeks are enough for what lies so far away
        return span * 5 // 7
    return sum(calendar.is_working_day(after + timedelta(days=n)) for n in range(1, span + 1))


def why(at: Stage, due: date, day: date, role: Role, owing: str) -> str:
    """One sentence: why this person is told today. ``owing``: the office that owes."""
    on = long_date(due)
    if at.part is Part.BEFORE:
        return thai(f"เตือนเพราะเหลืออีก {at.days} วันทำการจะครบกำหนดวันที่ {on}")
    if at.part is Part.ON:
        if due == day:
            return "เตือนเพราะครบกำหนดวันนี้"
        if due < day:
            return thai(f"เตือนเพราะครบกำหนดแล้วเมื่อวันที่ {on} ซึ่งเป็นวันหยุด")
        return thai(f"เตือนเพราะวันนี้เป็นวันทำการสุดท้ายก่อนครบกำหนดวันที่ {on} ซึ่งเป็นวันหยุด")
    late = f"เกินกำหนดวันที่ {on} มาแล้ว {at.days} วันทำการ"
    if role is Role.HEAD:
        return thai(f"แจ้งท่านในฐานะหัวหน้าหน่วยงาน เพราะ{late}")
    if role is Role.ABOVE:
        return thai(f"แจ้งหน่วยงานเหนือขึ้นไป เพราะ{owing}{late}")
    return thai(f"เตือนเพราะ{late}")


_TO_DO = {
    DutyKind.KNOW: "อ่านหนังสือแล้วบันทึกว่ารับทราบ",
    DutyKind.CONSIDER: "พิจารณาแล้วบันทึกผล หรือตอบหนังสือ",
    DutyKind.ACT: "ดำเนินการแล้วบันทึกผล หรือตอบหนังสือ",
    DutyKind.RELAY: "ทำหนังสือส่งต่อไปยังหน่วยงานในกำกับ",
    DutyKind.REPORT: "ทำหนังสือรายงานผล หากไม่มีข้อมูลให้บันทึกว่าไม่มีข้อมูล",
    DutyKind.EVENT: "เข้าร่วมตามวันและเวลา หรือแจ้งผู้แทน",
}


def to_do(kind: DutyKind, at: Stage, role: Role) -> str:
    """One sentence: what to do now."""
    if role is Role.HEAD:
        return "สั่งการหรือมอบหมายผู้รับผิดชอบ หากทำไม่ทันให้ขอขยายเวลาเป็นหนังสือ"
    if role is Role.ABOVE:
        return "ติดตามหรือทำหนังสือทวงถาม"
    rest = " หากทำไม่ทันให้ขอขยายเวลาเป็นหนังสือ" if at.part is Part.LATE else ""
    return _TO_DO[kind] + rest


def thai(sentence: str) -> str:
    """With Thai numerals, as letters of the office are written."""
    return sentence.translate(_THAI)
