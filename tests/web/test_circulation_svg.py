"""Names on the tiles of a map stay within their tile."""

from tracker.tallies import Tally
from tracker.web import circulation_svg, lettering

ROOM = circulation_svg._TILE - 18


def test_a_long_name_stands_in_two_lines_that_fit() -> None:
    lines = circulation_svg._two_lines("กรมส่งเสริมการปกครองท้องถิ่น")
    assert lines == ["กรมส่งเสริม", "การปกครองท้องถิ่น"]
    assert all(lettering.width(one, 10.5, 600) <= ROOM for one in lines)


def test_what_does_not_fit_into_two_lines_is_marked_as_cut() -> None:
    first, second = circulation_svg._two_lines("สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดพระนครศรีอยุธยา")
    assert first and second.endswith("…") and lettering.width(second[:-1], 10.5, 600) <= ROOM


def test_counts_stay_with_their_words_and_what_is_late_is_marked() -> None:
    tally = Tally(total=3, done=1, awaited=2, late=2)
    told = circulation_svg.told(tally)
    assert '<span class="nowrap">ยังไม่รับ ๒</span>' in told
    assert '<strong class="late nowrap">! เกินกำหนด ๒</strong>' in told
    assert "!" not in circulation_svg.told(Tally(total=1, done=1))
