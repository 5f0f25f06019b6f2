"""Files in pieces: gone on with after a cut, kept within bounds, swept when never finished."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

from tests.tracker.conftest import NOW
from tracker import config, files, uploads
from tracker.errors import FileRefused, NotFound
from tracker.uploads import OutOfPlace

DATA = bytes(range(256)) * 40


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("INSTANCE", str(tmp_path))
    monkeypatch.setenv("MAX_FILE_BYTES", "20000")
    config.settings.cache_clear()
    yield
    config.settings.cache_clear()
    files._place.cache_clear()


def begin(key: str = "a", size: int = len(DATA)) -> uploads.Upload:
    return uploads.begin(1, NOW, size=size, key=key)


def test_a_file_goes_on_where_it_stopped() -> None:
    one = begin()
    assert uploads.put(1, NOW, one.token, place=0, piece=DATA[:3000]) == 3000
    later = NOW + timedelta(hours=3)
    again = uploads.begin(1, later, size=len(DATA), key="a")
    assert (again.token, again.offset) == (one.token, 3000)
    with pytest.raises(OutOfPlace) as gap:
        uploads.whole(1, later, one.token)
    assert gap.value.offset == 3000
    uploads.put(1, later, one.token, place=3000, piece=DATA[3000:])
    assert uploads.whole(1, later, one.token).read() == DATA
    uploads.finish(1, later, one.token, arrival_id=7)
    assert uploads.done(1, one.token) == 7, "asked twice, it is known"
    assert begin().token != one.token, "the same file once more is another arrival"


@tries(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(DATA)), st.integers(1, 4000)), max_size=12))
def test_pieces_in_any_order_give_the_file_or_nothing(sent: list[tuple[int, int]]) -> None:
    one = begin(repr(sent))
    there = 0
    for place, length in sent:
        piece = DATA[place : place + length]
        try:
            there = uploads.put(1, NOW, one.token, place=place, piece=piece)
        except OutOfPlace as gap:
            assert gap.offset == there
    while there < len(DATA):
        there = uploads.put(1, NOW, one.token, place=there, piece=DATA[there : there + 3333])
    assert uploads.whole(1, NOW, one.token).read() == DATA


def test_a_piece_half_written_counts_as_none(tmp_path: Path) -> None:
    one = begin()
    uploads.put(1, NOW, one.token, place=0, piece=DATA[:1000])
    (kept,) = tmp_path.glob("files/uploads/1/*/*")
    kept.write_bytes(DATA[:400])
    assert uploads.offset(1, NOW, one.token) == 0
    assert uploads.put(1, NOW, one.token, place=0, piece=DATA[:2000]) == 2000


def test_bounds_are_said_in_thai() -> None:
    for size in (0, -1):
        with pytest.raises(FileRefused, match="ว่างเปล่า"):
            begin(size=size)
    with pytest.raises(FileRefused, match="ใหญ่เกิน"):
        begin(size=20001)
    one = begin()
    for place, piece in ((1, b"x"), (0, b""), (0, b"x" * (len(DATA) + 1))):
        with pytest.raises(OutOfPlace):
            uploads.put(1, NOW, one.token, place=place, piece=piece)


def test_no_account_reaches_another_s_file_and_no_token_leads_out() -> None:
    one = begin()
    uploads.put(1, NOW, one.token, place=0, piece=DATA[:10])
    assert uploads.offset(2, NOW, one.token) == 0
    for token in ("../1", "x", "", one.token + "/..", "f" * 8 + one.token[8:]):
        with pytest.raises(NotFound):
            uploads.offset(1, NOW, token)


def test_what_is_never_finished_is_swept_after_a_day(tmp_path: Path) -> None:
    one = begin()
    uploads.put(1, NOW, one.token, place=0, piece=DATA[:10])
    assert uploads.sweep(NOW + timedelta(hours=23)) == 0
    assert uploads.sweep(NOW + timedelta(hours=25)) == 1
    assert not list(tmp_path.glob("files/uploads/1/*"))
    with pytest.raises(NotFound):
        uploads.offset(1, NOW + timedelta(hours=25), one.token)


def test_an_account_has_so_many_unfinished_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST", 2)
    for key in "ab":
        uploads.put(1, NOW, begin(key).token, place=0, piece=b"x")
    with pytest.raises(FileRefused, match="ค้างอยู่มากเกินไป"):
        begin("c")
    assert begin("a").offset == 1, "an old one may go on"
