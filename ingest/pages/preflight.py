"""A look at a PDF's streams before any reader unpacks them: bombs are refused.

A stream of some kilobytes can unpack to gigabytes. Each is unpacked here in
small pieces that are thrown away, no further than the limits; pictures are
left out, since their readers bound them by their size in pixels.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from mmap import mmap

from ingest.errors import TooDense
from ingest.limits import MAX_STREAM_BYTES, MAX_UNPACKED_BYTES

_STREAM = re.compile(rb"stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_HEAD = 1500
_PIECE = 256 * 1024
#: Deflate packs at most a thousandfold: shorter streams cannot do harm in one step.
_HARMLESS = 4096
#: More than enough nesting of filters for any honest stream.
_MOST_FILTERS = 3


def check(data: bytes | mmap) -> None:
    """Raise ``TooDense`` if a stream, or all of them, unpack beyond the limits."""
    total = 0
    for match in _STREAM.finditer(data):
        start = match.end()
        if data[match.start() - 3 : match.start()] == b"end":
            continue
        head = _dictionary(data, match.start())
        filters = len(_FLATE.findall(head))
        if not filters or _PICTURE.search(head):
            continue
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end
        if end - start < _HARMLESS and filters == 1:
            continue
        if filters > _MOST_FILTERS:
            raise TooDense
        total += _unpacked(data, start, end, filters)
        if total > MAX_UNPACKED_BYTES:
            raise TooDense


def _dictionary(data: bytes | mmap, end: int) -> bytes:
    """The dictionary before a stream, from the ``obj`` it belongs to."""
    head = data[max(0, end - _HEAD) : end]
    return head[head.rfind(b" obj") + 1 :]


def _unpacked(data: bytes | mmap, start: int, end: int, filters: int) -> int:
    """How many bytes the stream unpacks to, counted up to the limit."""
    pieces: Iterable[bytes] = (data[at : min(at + _PIECE, end)] for at in range(start, end, _PIECE))
    for _ in range(filters):
        pieces = _inflate(pieces)
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_STREAM_BYTES:
            raise TooDense
    return size


def _inflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Each piece unpacked in small parts; ends quietly where the data is damaged."""
    machine = zlib.decompressobj()
    try:
        for piece in pieces:
            rest = piece
            while rest:
                yield machine.decompress(rest, _PIECE)
                rest = machine.unconsumed_tail
                if machine.eof:
                    return
    except zlib.error:
        return
