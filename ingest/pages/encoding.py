"""Bytes to text: the encodings Thai files come in, and text that was decoded wrongly before.

Thai Windows writes cp874 (TIS-620). Read as Latin-1 it turns to ``àÃ×èÍ§``,
UTF-8 read as cp874 to ``เธ—เธตเน``; both are undone.
"""

from __future__ import annotations

import codecs
import re

from ingest.errors import UnknownType, UnreadableEncoding
from ingest.thai import clusters

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(b"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LATIN = re.compile("[\u00a1-\u00fb]")
_LATIN_RUN = re.compile("[\u0080-\u00fb\u0152-\u0192\u02c6-\u02dc\u2013-\u2122 -~]*")
#: Share of garbled sequences that a guessed encoding may leave.
_TOLERATED = 0.02


def decode(data: bytes) -> str:
    """The text of a file; ``UnknownType`` for binary data, ``UnreadableEncoding`` for no guess."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                return mend_mojibake(data.decode(name))
            except UnicodeDecodeError:
                raise UnreadableEncoding from None
    if _CONTROL.search(data):
        raise UnknownType
    try:
        return mend_mojibake(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    return _decode_damaged(data)


def _decode_damaged(data: bytes) -> str:
    """cp874 where it gives Thai; UTF-8 with a few broken bytes as far as it goes."""
    thai = data.decode("cp874", errors="replace")
    if _looks_thai(thai):
        return thai
    loose = data.decode("utf-8", errors="replace")
    if loose.count("\ufffd") <= max(2, _TOLERATED * len(loose)):
        return loose
    raise UnreadableEncoding


def mend_mojibake(text: str) -> str:
    """Thai that an earlier program decoded with the wrong table, decoded rightly."""
    latin, thai = len(_LATIN.findall(text)), clusters.thai_count(text)
    if latin > 3 * thai and latin >= 4:
        for wrong in ("cp1252", "latin-1"):
            for right in ("utf-8", "cp874"):
                mended = _recode(text, wrong, right)
                if mended is not None:
                    return mended
    if text.count("เธ") + text.count("เน") > 0.2 * (thai + 1):
        return _recode(text, "cp874", "utf-8") or text
    return text


def _recode(text: str, wrong: str, right: str) -> str | None:
    encoded = b"".join(_encode(char, wrong) for char in text)
    try:
        mended = encoded.decode(right)
    except UnicodeDecodeError:
        return None
    return mended if _looks_thai(mended) else None


def _encode(char: str, encoding: str) -> bytes:
    try:
        return char.encode(encoding)
    except UnicodeEncodeError:
        code = ord(char)
        return bytes((code,)) if 0x80 <= code <= 0x9F else b"?"


def _looks_thai(text: str) -> bool:
    thai = clusters.thai_count(text)
    wrong = clusters.impossible(clusters.repair(text)) + text.count("\ufffd")
    return thai >= 4 and wrong <= max(1, _TOLERATED * thai)
