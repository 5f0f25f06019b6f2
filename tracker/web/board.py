"""The board: every matter in one line, who is silent, where days are lost, who has much to do."""

from __future__ import annotations

from typing import NamedTuple

from flask import Blueprint, render_template, request, url_for

from tracker import board, hop_days, office_load, walking
from tracker.chain_picture import ChainPicture
from tracker.matrix import Area
from tracker.web import board_svg, circulation_svg, thai
from tracker.web.circulation_form import count
from tracker.web.edge import look, now
from tracker.web.guard import actor
from tracker.web.tongue import counted, english
from tracker.web.tongue import gettext as _

pages = Blueprint("board", __name__, url_prefix="/board")

#: Months of the picture of days per hop.
MONTHS = 12


class Lost(NamedTuple):
    """Where the days of a matter went at one office; ``slow``: longest of all."""

    office: str
    words: str
    slow: bool


@pages.get("")
def show() -> str:
    today = thai.local(now()).date()
    months = board_svg.months(today, MONTHS)
    area_id = count("area")
    with look() as session:
        spread = board.spread(session, actor(), now=now(), area_id=area_id)
        page = count("page") or 1
        found = board.lines(session, actor(), now=now(), page=page)
        since = today.replace(year=int(months[0][:4]), month=int(months[0][5:]), day=1)
        hops = hop_days.by_month(session, actor(), since=since)
        known = [one for one in months if not hops or one >= hops[0].month]
        loads, working = office_load.heaviest(session, actor(), now(), today=today)
    return render_template(
        "board/page.html",
        found=found,
        spread=spread,
        area=next((x for x in spread.areas if area_id and x.office_id == area_id), None),
        map=circulation_svg.tile_map(spread.areas, _area) if len(spread.areas) > 1 else "",
        bar=circulation_svg.bar,
        told=circulation_svg.told,
        key=circulation_svg.key(),
        lost=lost,
        hops=hops,
        hop_chart=board_svg.hops(hops, known) if hops else "",
        hop_key=board_svg.hop_key(),
        month_name=board_svg.month_name,
        days=board_svg.days,
        loads=loads,
        working=working,
        load_bar=board_svg.load,
        most=max([one.open for one in loads], default=0),
        lately=office_load.LATELY,
        lately_sent=walking.LATELY,
        year=walking.year_of(now()),
    )


def _area(area: Area) -> str:
    page = request.args.get("page", type=int)
    return url_for(".show", area=area.office_id, page=page, _anchor="silent")


def lost(picture: ChainPicture) -> list[Lost]:
    """The days of each lane but the first: on the way to it, and on its desk."""
    told = []
    for index, lane in enumerate(picture.lanes):
        ways = [one for one in picture.hops if one.to_lane == index and one.days is not None]
        words = (
            [_("เดินทาง %(days)s", days=_days(max(x.days or 0 for x in ways), True))] if ways else []
        )
        if lane.desk is not None:
            words.append(_("บนโต๊ะ %(days)s", days=_days(lane.desk.days, lane.desk.proven)))
        if words:
            said = (", " if english() else " ").join(words)
            told.append(Lost(lane.office_name, said, picture.slowest == index))
    return told


def _days(number: int, proven: bool) -> str:
    return counted("%(number)s วัน", number) if proven else counted("ไม่เกิน %(number)s วัน", number)
