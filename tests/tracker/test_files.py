import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tracker import config, files
from tracker.errors import FileRefused, NotFound

PDF = b"%PDF-1.7\n" + b"x" * 3_000_000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    mine = replace(config.Settings(), instance=tmp_path)
    monkeypatch.setattr(files, "settings", lambda: mine)
    yield tmp_path / "files"


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_once_by_its_hash(folder: Path) -> None:
    first = files.store(io.BytesIO(PDF), filename="ก.pdf")
    again = files.store(io.BytesIO(PDF), filename="ข.pdf")
    assert first.sha256 == again.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (first.is_new, again.is_new) == (True, False)
    assert (first.size, first.media_type) == (len(PDF), "application/pdf")
    assert [path.name for path in kept(folder)] == [first.sha256]
    with files.open_file(first.sha256) as stream:
        assert stream.read() == PDF
    with files.local_copy(first.sha256) as path:
        assert path.read_bytes() == PDF
    assert not path.exists()


def test_too_large_a_file_is_refused_and_leaves_nothing(folder: Path) -> None:
    with pytest.raises(FileRefused, match="เกิน 1 เมกะไบต์"):
        files.store(io.BytesIO(PDF), filename="ก.pdf", limit=1024**2)
    assert kept(folder) == []


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(FileRefused, match="ว่างเปล่า"):
        files.store(io.BytesIO(b""), filename="ก.pdf")


def test_a_damaged_original_is_noticed(folder: Path) -> None:
    stored = files.store(io.BytesIO(PDF), filename="ก.pdf")
    (path,) = kept(folder)
    path.write_bytes(b"%PDF-1.7\nother")
    with pytest.raises(files.FileDamaged), files.local_copy(stored.sha256):
        pass
    path.unlink()
    with pytest.raises(files.FileDamaged):
        files.open_file(stored.sha256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "A" * 64, "a" * 63])
def test_only_hashes_name_a_file(name: str) -> None:
    with pytest.raises(NotFound):
        files.open_file(name)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"%PDF-1.4", "application/pdf"),
        (b"\x00\x00%PDF-1.4", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"II*\x00", "image/tiff"),
        ("ที่ มท".encode(), "text/plain"),
        (b"PK\x03\x04\x00\x00", "application/octet-stream"),
    ],
)
def test_the_first_bytes_tell_what_a_file_is(head: bytes, expected: str) -> None:
    assert files.media_type(head) == expected


@pytest.mark.parametrize(
    ("given", "clean"),
    [("C:\\งาน\\ก.pdf", "ก.pdf"), ("../x\x00y.pdf", "xy.pdf"), ("/", "ไม่มีชื่อ"), ("", "ไม่มีชื่อ")],
)
def test_names_are_cleaned(given: str, clean: str) -> None:
    assert files.clean_name(given) == clean
