"""QR codes on the pages: the addresses that a letter gives to telephones rather than to readers.

Decoded by ZXing's C++ port, which the field trusts and which comes as a wheel.
Only pages that hold pictures are looked at; a code that cannot be decoded is
no error of the file and is passed over.
"""

from __future__ import annotations

import logging
import struct
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image, ImageSequence
from pypdfium2 import PdfiumError
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from ingest.limits import CODE_SECONDS, MAX_PICTURE_PIXELS
from ingest.pages.sniff import FileType, sniff

log = logging.getLogger(__name__)

#: Dots per inch at which a code of 2 cm shows each of its squares in four dots or more.
_DPI = 200
#: The longest side of a picture, in pixels, that is searched as it is.
_LONGEST = 4000
#: What Pillow raises over damaged bytes.
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, struct.error)


def read(path: Path) -> dict[int, tuple[str, ...]]:
    """What the QR codes of each page (from 1) say; pages without any are left out."""
    kind = sniff(path)
    if kind is FileType.TEXT:
        return {}
    end = time.monotonic() + CODE_SECONDS
    pictures = _sheets(path) if kind is FileType.PDF else _frames(path)
    found: dict[int, tuple[str, ...]] = {}
    try:
        for number, picture in pictures:
            said = [code.text for code in zxingcpp.read_barcodes(picture, _FORMATS) if code.text]
            if said:
                found[number] = tuple(dict.fromkeys(said))
            if time.monotonic() > end:
                log.info("no time left to look for codes behind page %d", number)
                break
    except (PdfiumError, Image.DecompressionBombError, *_DAMAGE) as error:
        log.info("looking for codes stopped: %r", error)
    return found


_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def _sheets(path: Path) -> Iterator[tuple[int, Image.Image]]:
    with closing(pypdfium2.PdfDocument(path)) as document:
        for number in range(1, len(document) + 1):
            with closing(document[number - 1]) as sheet:
                if next(sheet.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is None:
                    continue
                scale = min(_DPI / 72, _LONGEST / max(*sheet.get_size(), 1.0))
                yield number, sheet.render(scale=scale, grayscale=True).to_pil()


def _frames(path: Path) -> Iterator[tuple[int, Image.Image]]:
    with Image.open(path) as picture:
        for number, frame in enumerate(ImageSequence.Iterator(picture), start=1):
            if frame.width * frame.height > MAX_PICTURE_PIXELS:
                continue
            grey = frame.convert("L")
            grey.thumbnail((_LONGEST, _LONGEST))
            yield number, grey
