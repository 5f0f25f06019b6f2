"""Originals: kept once by their SHA-256, written whole or not at all, never changed.

Through fsspec, so that the same code keeps them in a folder or in an
S3-like store, as ``FILES_URL`` says.
"""

import hashlib
import re
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, BinaryIO, cast

import fsspec
from fsspec.spec import AbstractFileSystem

from tracker import tidying
from tracker.config import settings
from tracker.errors import FileRefused, NotFound
from tracker.models.arrival import Stored as Stored
from tracker.sentences import sentence

_CHUNK = 1024 * 1024
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
#: Signs that steer: controls, breaks of lines, directions of writing.
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class FileDamaged(FileRefused):
    """What is kept is not what was stored."""

    def __init__(self) -> None:
        super().__init__(sentence("ไฟล์ต้นฉบับในที่เก็บเสียหาย กรุณาแจ้งผู้ดูแลระบบให้กู้คืนจากสำเนาสำรอง"))


def media_type(head: bytes) -> str:
    """What a file is by its first bytes, whatever its name says."""
    for magic, name in _MAGIC:
        # A PDF may have some bytes of rubbish before its head.
        if head.startswith(magic) or (magic == b"%PDF-" and magic in head[:1024]):
            return name
    return "application/octet-stream" if b"\x00" in head else "text/plain"


def clean_name(filename: str) -> str:
    """The last part of a name, without what could steer a terminal, a path
    or the direction of writing (``txt.exe`` shown as ``exe.txt``); never empty."""
    last = re.split(r"[/\\]", filename)[-1]
    return _STEERING.sub("", last).strip()[:200] or "ไม่มีชื่อ"


def store(stream: IO[bytes], *, filename: str, limit: int | None = None) -> Stored:
    """Keep a stream. ``limit``: most bytes taken; more is refused before it fills the disk."""
    most = settings().max_file_bytes if limit is None else limit
    with tempfile.NamedTemporaryFile(prefix=tidying.prefix()) as local:
        digest, size = hashlib.sha256(), 0
        head = b""
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise FileRefused(
                    sentence(
                        "ไฟล์ใหญ่เกิน %(most)s เมกะไบต์ กรุณาแบ่งไฟล์หรือสแกนให้เล็กลงแล้วส่งใหม่",
                        most=most // 1024**2,
                    )
                )
            head = head or chunk[:1024]
            digest.update(chunk)
            local.write(chunk)
        local.flush()
        if size == 0:
            raise FileRefused(sentence("ไฟล์ว่างเปล่า (0 ไบต์) กรุณาตรวจไฟล์ต้นทางแล้วส่งใหม่"))
        sha256 = digest.hexdigest()
        is_new = _keep(Path(local.name), sha256, size)
    return Stored(sha256, size, media_type(head), clean_name(filename), is_new)


def _keep(local: Path, sha256: str, size: int) -> bool:
    fs, root = _place(settings().files)
    final = _path(root, sha256)
    if fs.exists(final) and fs.size(final) == size:
        return False
    waiting = f"{final}.{uuid.uuid4().hex}.part"
    fs.makedirs(final.rsplit("/", 1)[0], exist_ok=True)
    try:
        fs.put_file(str(local), waiting)
        with fs.open(waiting, "rb") as kept:
            if _hash(kept) != sha256:
                raise FileDamaged
        fs.mv(waiting, final)
    finally:
        if fs.exists(waiting):
            fs.rm_file(waiting)
    return True


@lru_cache(maxsize=8)
def _place(url: str) -> tuple[AbstractFileSystem, str]:
    fs, root = fsspec.core.url_to_fs(url)
    return fs, root.rstrip("/")


def _path(root: str, sha256: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise NotFound
    return f"{root}/{sha256[:2]}/{sha256}"


def _hash(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def open_file(sha256: str) -> BinaryIO:
    """The original, for reading."""
    fs, root = _place(settings().files)
    try:
        return cast(BinaryIO, fs.open(_path(root, sha256), "rb"))
    except FileNotFoundError as missing:
        raise FileDamaged from missing


@contextmanager
def local_copy(sha256: str) -> Iterator[Path]:
    """The original as a file on this machine, its hash checked; removed afterwards."""
    with tempfile.NamedTemporaryFile(prefix=tidying.prefix()) as local:
        digest = hashlib.sha256()
        with open_file(sha256) as kept:
            while chunk := kept.read(_CHUNK):
                digest.update(chunk)
                local.write(chunk)
        local.flush()
        if digest.hexdigest() != sha256:
            raise FileDamaged
        yield Path(local.name)
