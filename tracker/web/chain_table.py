"""The facts of a chain's picture as rows of a table, for reading, copying and screen readers."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.chain_picture import ChainPicture, Dot, Lane
from tracker.web import thai
from tracker.web.chain_marks import LEVELS, days_of_desk, ref
from tracker.web.tongue import counted
from tracker.web.tongue import gettext as _


@dataclass(frozen=True, slots=True)
class Row:
    """One lane. Letters come as (id, number and date); texts are in Thai numerals."""

    office: str
    level: str
    transit: str
    received: str
    desk: str
    slowest: bool
    letters: tuple[tuple[int | None, str], ...]
    siblings: tuple[tuple[int | None, str], ...]


def rows(picture: ChainPicture) -> list[Row]:
    return [_row(picture, index, lane) for index, lane in enumerate(picture.lanes)]


def _row(picture: ChainPicture, index: int, lane: Lane) -> Row:
    return Row(
        lane.office_name,
        LEVELS.get(lane.level, lane.level),
        _transit(picture, index),
        _received(lane),
        _desk(lane),
        index == picture.slowest,
        tuple((dot.letter_id, _letter(dot)) for dot in lane.letters),
        tuple((dot.letter_id, _letter(dot)) for dot in lane.siblings),
    )


def _letter(dot: Dot) -> str:
    day = thai.short_day(dot.date) if dot.date else _("ไม่ทราบ")
    return _("%(ref_no)s ลว. %(day)s", ref_no=ref(dot), day=day)


def _transit(picture: ChainPicture, index: int) -> str:
    days = [hop.days for hop in picture.hops if hop.to_lane == index]
    if not days:
        return "–"
    return ", ".join(_("ไม่ทราบ") if one is None else counted("%(number)s วัน", one) for one in days)


def _received(lane: Lane) -> str:
    if lane.received is None:
        return "–"
    said = thai.short_day(lane.received.date) if lane.received.date else _("ไม่ทราบวันรับ")
    if not lane.received.number:
        return said
    return f"{said} " + _("เลขรับ %(number)s", number=thai.digits(lane.received.number))


def _desk(lane: Lane) -> str:
    return "–" if lane.desk is None else days_of_desk(lane.desk)
