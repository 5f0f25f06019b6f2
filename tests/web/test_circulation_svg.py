"""Names on the tiles of a map stay within their tile."""

from tracker.web import circulation_svg, lettering

ROOM = circulation_svg._TILE - 18


def test_a_long_name_stands_in_two_lines_that_fit() -> None:
    lines = circulation_svg._two_lines("กรมส่งเสริมการปกครองท้องถิ่น")
    assert lines == ["กรมส่งเสริม", "การปกครองท้องถิ่น"]
    assert all(lettering.width(one, 10.5, 600) <= ROOM for one in lines)


def test_what_does_not_fit_into_two_lines_is_marked_as_cut() -> None:
    first, second = circulation_svg._two_lines("สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดพระนครศรีอยุธยา")
    assert first and second.endswith("…") and lettering.width(second[:-1], 10.5, 600) <= ROOM
