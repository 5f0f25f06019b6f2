"""Files that come in pieces over a bad network: asked how far they are, and gone on with.

A piece is kept under its place in the file, so sending one twice changes nothing
and no two senders need a lock. What is never finished is swept after a day. The
token of a file says when it was begun and how large it is to be.
"""

import hashlib
import io
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import IO

from fsspec.spec import AbstractFileSystem

from tracker import files
from tracker.config import settings
from tracker.errors import BadValue, FileRefused, NotFound
from tracker.sentences import sentence

#: Largest piece taken, in bytes; what a sender begins with is his affair.
PIECE = 4 * 1024**2
#: Unfinished files of one account.
MOST = 120
LASTS = timedelta(hours=24)
_TOKEN = re.compile(r"([0-9a-f]{8})-([0-9a-f]{1,12})-([0-9a-f]{16})-([0-9a-f]{16})")
_PIECE = re.compile(r"(\d{13})-(\d{8})")


class OutOfPlace(BadValue):
    """The piece does not join what is there; ``offset`` is where to go on."""

    def __init__(self, offset: int) -> None:
        super().__init__(sentence("ส่วนของไฟล์มาไม่ต่อกัน กรุณาส่งต่อจากที่ระบบมีอยู่"))
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Upload:
    """``offset``: bytes that are here; ``size``: bytes that the file is to have."""

    token: str
    size: int
    offset: int


def begin(account_id: int, now: datetime, *, size: int, key: str) -> Upload:
    """Begin a file, or go on with the unfinished one of the same ``key`` and size."""
    limit = settings().max_file_bytes
    if size <= 0:
        raise FileRefused(sentence("ไฟล์ว่างเปล่า (0 ไบต์) กรุณาตรวจไฟล์ต้นทางแล้วส่งใหม่"))
    if size > limit:
        raise FileRefused(
            sentence(
                "ไฟล์ใหญ่เกิน %(limit)s เมกะไบต์ กรุณาแบ่งไฟล์หรือสแกนให้เล็กลงแล้วส่งใหม่",
                limit=limit // 1024**2,
            )
        )
    mark = hashlib.sha256(key.encode()).hexdigest()[:16]
    open_ones = [one for one in _tokens(account_id) if _lives(one, now)]
    for token in sorted(open_ones, reverse=True):
        if token.split("-")[1:3] == [f"{size:x}", mark] and done(account_id, token) is None:
            return Upload(token, size, offset(account_id, now, token))
    if len(open_ones) >= MOST:
        raise FileRefused(sentence("มีไฟล์ที่ส่งค้างอยู่มากเกินไป กรุณาส่งไฟล์เดิมให้เสร็จก่อน หรือรอถึงพรุ่งนี้"))
    begun = int(now.timestamp())
    return Upload(f"{begun:08x}-{size:x}-{mark}-{secrets.token_hex(8)}", size, 0)


def offset(account_id: int, now: datetime, token: str) -> int:
    """How many bytes of the file are here, from its beginning without a gap."""
    pieces = _pieces(_folder(account_id, now, token))
    return sum(length for _, length in pieces)


def put(account_id: int, now: datetime, token: str, *, place: int, piece: bytes) -> int:
    """Keep a piece; the new offset. Raises ``OutOfPlace`` where it does not join."""
    folder = _folder(account_id, now, token)
    size = _size(token)
    there = sum(length for _, length in _pieces(folder))
    if place != there or not piece or place + len(piece) > size or len(piece) > PIECE:
        raise OutOfPlace(there)
    fs = _fs()
    fs.makedirs(folder, exist_ok=True)
    fs.pipe_file(f"{folder}/{place:013d}-{len(piece):08d}", piece)
    return place + len(piece)


def whole(account_id: int, now: datetime, token: str) -> IO[bytes]:
    """The finished file, for reading once. Raises ``OutOfPlace`` where a part is missing."""
    folder = _folder(account_id, now, token)
    pieces = _pieces(folder)
    there = sum(length for _, length in pieces)
    if there != _size(token):
        raise OutOfPlace(there)
    return io.BufferedReader(_Joined([path for path, _ in pieces], _fs().cat_file))


def finish(account_id: int, now: datetime, token: str, *, arrival_id: int) -> None:
    """Note that the file was taken in, and let its pieces go."""
    folder = _folder(account_id, now, token)
    fs = _fs()
    pieces = _pieces(folder)
    fs.pipe_file(f"{folder}/done-{arrival_id}", str(arrival_id).encode())
    for path, _ in pieces:
        fs.rm_file(path)


def done(account_id: int, token: str) -> int | None:
    """The arrival that the file became, if it was taken in: asking twice does no harm."""
    if not _TOKEN.fullmatch(token):
        raise NotFound
    names = (name for name, _ in _listing(f"{_root()}/{account_id}/{token}"))
    marks = [name for name in names if name.startswith("done-")]
    return int(marks[0].removeprefix("done-")) if marks else None


def sweep(now: datetime) -> int:
    """Remove what was not finished within a day; how many files."""
    swept, fs = 0, _fs()
    for account, _ in _listing(_root()):
        for token in _tokens(int(account)) if account.isdecimal() else ():
            if not _lives(token, now):
                fs.rm(f"{_root()}/{account}/{token}", recursive=True)
                swept += 1
    return swept


class _Joined(io.RawIOBase):
    """The pieces one after the other; one is held at a time."""

    def __init__(self, paths: list[str], load: Callable[[str], bytes]) -> None:
        self._left, self._load, self._held = list(paths), load, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._held and self._left:
            self._held = self._load(self._left.pop(0))
        taken, self._held = self._held[: len(buffer)], self._held[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def _fs() -> AbstractFileSystem:
    return files._place(settings().files)[0]


def _root() -> str:
    return f"{files._place(settings().files)[1]}/uploads"


def _listing(folder: str) -> list[tuple[str, int]]:
    """Names and sizes in a folder; none where it does not exist."""
    fs = _fs()
    fs.invalidate_cache(folder)  # an object store remembers listings
    try:
        found = fs.ls(folder, detail=True)
    except FileNotFoundError:
        return []
    return [(_last(one["name"]), int(one.get("size") or 0)) for one in found]


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _tokens(account_id: int) -> list[str]:
    names = (name for name, _ in _listing(f"{_root()}/{account_id}"))
    return [name for name in names if _TOKEN.fullmatch(name)]


def _size(token: str) -> int:
    return int(token.split("-")[1], 16)


def _lives(token: str, now: datetime) -> bool:
    begun = datetime.fromtimestamp(int(token[:8], 16), UTC)
    return begun - timedelta(hours=1) <= now <= begun + LASTS


def _folder(account_id: int, now: datetime, token: str) -> str:
    """Where the pieces lie. A token that was not given here, or is too old, leads nowhere."""
    known = _TOKEN.fullmatch(token)
    if known is None or not _lives(token, now) or not 0 < _size(token) <= settings().max_file_bytes:
        raise NotFound
    return f"{_root()}/{account_id}/{token}"


def _pieces(folder: str) -> list[tuple[str, int]]:
    """Path and length of the pieces that join, in order. One half written counts as none."""
    at: dict[int, int] = {}
    for name, size in _listing(folder):
        if (piece := _PIECE.fullmatch(name)) and int(piece[2]) == size:
            at[int(piece[1])] = max(size, at.get(int(piece[1]), 0))
    joined, place = [], 0
    while length := at.get(place):
        joined.append((f"{folder}/{place:013d}-{length:08d}", length))
        place += length
    return joined
