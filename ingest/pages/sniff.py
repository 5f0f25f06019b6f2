"""What a file is, by its first bytes and never by its name."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from ingest.errors import (
    EmptyFile,
    MissingFile,
    OfficeDocument,
    PhonePicture,
    TooLarge,
    UnknownType,
)
from ingest.limits import MAX_FILE_BYTES


class FileType(StrEnum):
    PDF = "pdf"
    PICTURE = "picture"
    TEXT = "text"


_PICTURES = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+",
    b"GIF87a", b"GIF89a", b"BM",
)  # fmt: skip
_OFFICE = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
_PHONES = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
_HTML = (b"<!doctype html", b"<html")
_HEAD = 1024


def sniff(path: Path) -> FileType:
    """The type of the file; ``ReadError`` for what is missing, empty, too large or not readable."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        raise MissingFile from None
    if size == 0 or not head.strip(b"\x00\r\n\t "):
        raise EmptyFile
    if size > MAX_FILE_BYTES:
        raise TooLarge(size, MAX_FILE_BYTES)
    return sniff_bytes(head)


def sniff_bytes(head: bytes) -> FileType:
    """The type by the first kilobyte; whether the rest is as good is for its reader to tell."""
    if b"%PDF-" in head:
        return FileType.PDF
    if head.startswith(_PICTURES) and not _is_text_bitmap(head):
        return FileType.PICTURE
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileType.PICTURE
    if head.startswith(_OFFICE):
        raise OfficeDocument
    if head[4:8] == b"ftyp" and head[8:12] in _PHONES:
        raise PhonePicture
    if head[4:8] == b"ftyp" or head.lstrip().lower().startswith(_HTML):
        raise UnknownType
    return FileType.TEXT


def _is_text_bitmap(head: bytes) -> bool:
    """A text may begin with BM; a bitmap then holds zeros at bytes 6 to 9."""
    return head.startswith(b"BM") and head[6:10] != b"\x00\x00\x00\x00"
