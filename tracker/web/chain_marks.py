"""Words of the picture of a chain: its labels, and the doubts they point to by number."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.chain_picture import ChainPicture, Dot, Hop, Lane, Receipt, Stay
from tracker.sentences import sentence
from tracker.web import lettering, thai
from tracker.web.tongue import counted, in_tongue
from tracker.web.tongue import gettext as _

LEVELS = {
    "ministry": sentence("กระทรวง"),
    "department": sentence("กรม"),
    "province": sentence("จังหวัด"),
    "district": sentence("อำเภอ"),
    "local": sentence("องค์กรปกครองส่วนท้องถิ่น"),
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """``number`` is the one beside the ? in the picture; ``where`` names the lane and the thing."""

    number: int
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """One line of the picture: a text, a muted tail, the number of a doubt."""

    text: str
    tail: str = ""
    mark: int | None = None
    size: float = 17.0
    weight: int = 400

    @property
    def mark_text(self) -> str:
        return "" if self.mark is None else f" ?{thai.digits(self.mark)}"

    @property
    def width(self) -> float:
        return (
            lettering.width(self.text, self.size, self.weight)
            + lettering.width(self.tail, self.size - 2)
            + lettering.width(self.mark_text, self.size, 700)
        )


class Doubts:
    """Numbers every doubt of a picture, lane by lane, in the order in which it is read."""

    def __init__(self, picture: ChainPicture) -> None:
        self.listed: list[Doubt] = []
        self._numbers: dict[tuple[int, str, int], int] = {}
        for index, lane in enumerate(picture.lanes):
            office = in_tongue(lane.office_name)
            if lane.received and lane.received.doubt:
                number = lane.received.number
                what = _("เลขรับ %(number)s", number=thai.digits(number)) if number else _("ตรารับ")
                self._add(index, "received", 0, f"{office} · {what}", lane.received.doubt)
            for kind, dots in (("letters", lane.letters), ("siblings", lane.siblings)):
                for place, dot in enumerate(dots):
                    if dot.doubt:
                        where = f"{office} · {ref(dot)}"
                        self._add(index, kind, place, where, dot.doubt)

    def _add(self, lane: int, kind: str, place: int, where: str, text: str) -> None:
        number = len(self.listed) + 1
        self.listed.append(Doubt(number, where, text))
        self._numbers[lane, kind, place] = number

    def of(self, lane: int, kind: str, place: int = 0) -> int | None:
        return self._numbers.get((lane, kind, place))


def ref(dot: Dot) -> str:
    return _("ที่ %(ref_no)s", ref_no=thai.digits(dot.ref_no)) if dot.ref_no else _("ไม่มีเลขที่")


def letter(dot: Dot, mark: int | None) -> Label:
    when = thai.short_day(dot.date, year=False) if dot.date else _("ไม่ทราบวันที่")
    return Label(ref(dot), f" · {when}", mark)


def sibling(dot: Dot, mark: int | None) -> Label:
    said = _("เรื่องเดียวกัน %(ref_no)s", ref_no=ref(dot))
    if dot.date:
        day = thai.short_day(dot.date, year=False)
        said = _("เรื่องเดียวกัน %(ref_no)s ลว. %(day)s", ref_no=ref(dot), day=day)
    return Label(said, "", mark, size=15)


def receipt(received: Receipt, mark: int | None) -> Label | None:
    """What the stamp says, below the bar; nothing where it says nothing."""
    parts = []
    if received.date:
        parts.append(_("รับ %(day)s", day=thai.short_day(received.date, year=False)))
    if received.number:
        parts.append(_("เลขรับ %(number)s", number=thai.digits(received.number)))
    if not parts and mark is None:
        return None
    return Label(" · ".join(parts) or _("ตรารับ"), "", mark, size=15)


def days_of_desk(desk: Stay) -> str:
    """How long a letter lay; at most so long where its day of leaving proves no more."""
    if desk.proven:
        return counted("%(number)s วัน", desk.days)
    return counted("ไม่เกิน %(number)s วัน", desk.days)


def stay(lane: Lane, slowest: bool) -> list[str]:
    """The days on the desk in words, the longest way of saying it first."""
    if lane.desk is None:
        return []
    if lane.desk.days == 0 and lane.desk.proven:
        return [_("เสร็จในวันเดียว"), counted("%(number)s วัน", 0)]
    days = days_of_desk(lane.desk)
    said = [_("อยู่บนโต๊ะ %(days)s", days=days), days]
    if slowest:
        said = [_("อยู่บนโต๊ะ %(days)s · นานที่สุด", days=days), _("%(days)s · นานที่สุด", days=days), days]
    return said


def transit(hop: Hop) -> Label:
    if hop.days is None:
        return Label(_("ไม่ทราบวันรับ"), size=16)
    if hop.days < 0:
        return Label(_("วันรับมาก่อนวันส่ง"), size=16)
    if hop.days == 0:
        return Label(_("ถึงในวันเดียวกัน"), size=16)
    if not hop.proven:
        return Label(counted("เดินทางราว %(number)s วัน", hop.days), size=16)
    return Label(counted("เดินทาง %(number)s วัน", hop.days), size=16)
