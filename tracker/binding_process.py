"""The child that binds: pictures and PDFs as the pages of one PDF.

``python -m tracker.binding_process TARGET MEMORY SECONDS SOURCE…``

Prints the number (from 0) of the source that cannot be opened, and ends with 1.
"""

from __future__ import annotations

import io
import resource
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps, ImageSequence
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)

#: A4 in points; pictures of unknown size are fitted into it.
_A4 = (595.28, 841.89)
#: Dots per inch that can be true of a scan; a camera says 72 of anything.
_DOTS = (100, 1300)
_LONGEST = 17 * 72.0
_PIXELS = 120_000_000
_ORIENTATION = 0x0112
#: Orientation of a photograph -> degrees by which the page is turned; mirrored ones are drawn anew.
_TURNED = {1: 0, 3: 180, 6: 90, 8: 270}


class Pixels(NamedTuple):
    """A picture as a PDF keeps it. ``turn``: degrees clockwise until it is upright."""

    data: bytes
    filter: str
    space: str
    bits: int
    size: tuple[int, int]
    dots: float
    turn: int = 0
    inverted: bool = False


def main(arguments: list[str]) -> int:
    target, memory, seconds, *sources = arguments
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    Image.MAX_IMAGE_PIXELS = _PIXELS // 2  # twice as many are an error
    writer = PdfWriter()
    for number, source in enumerate(sources):
        try:
            _bind(writer, Path(source).read_bytes())
        except Exception:  # noqa: BLE001  (whatever is wrong with a hostile file: it is this one)
            print(number)
            return 1
    writer.write(target)
    return 0


def _bind(writer: PdfWriter, content: bytes) -> None:
    if b"%PDF-" in content[:1024]:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            reader.decrypt("")
        for page in reader.pages:
            writer.add_page(page)
        return
    for pixels in _pictures(content):
        _add(writer, pixels)


def _pictures(content: bytes) -> Iterator[Pixels]:
    with Image.open(io.BytesIO(content)) as image:
        turn = _TURNED.get(int(image.getexif().get(_ORIENTATION, 1)))
        if image.format == "JPEG" and turn is not None and image.mode in ("L", "RGB", "CMYK"):
            image.load()  # a JPEG cut short is refused here, not found empty later
            space = {"L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}[image.mode]
            inverted = image.mode == "CMYK" and "adobe" in image.info
            yield Pixels(
                content, "/DCTDecode", space, 8, image.size, _dots(image), turn, inverted
            )  # fmt: skip
            return
        for frame in ImageSequence.Iterator(image):
            yield _plain(ImageOps.exif_transpose(frame), _dots(frame))


def _dots(image: Image.Image) -> float:
    try:
        return float(image.info.get("dpi", (0, 0))[0] or 0)
    except (TypeError, ValueError, IndexError):
        return 0.0


def _plain(image: Image.Image, dots: float) -> Pixels:
    """Any picture without loss; what is transparent is paper."""
    if image.mode in ("1", "L"):
        space, bits = "/DeviceGray", 1 if image.mode == "1" else 8
    else:
        if image.has_transparency_data:
            paper = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(paper, image.convert("RGBA"))
        image, space, bits = image.convert("RGB"), "/DeviceRGB", 8
    data = zlib.compress(image.tobytes(), 6)
    return Pixels(data, "/FlateDecode", space, bits, image.size, dots)


def _paper(size: tuple[int, int], dots: float) -> tuple[float, float]:
    """Width and height of the page in points."""
    wide, high = size
    if _DOTS[0] <= dots <= _DOTS[1] and max(size) * 72 / dots <= _LONGEST:
        return wide * 72 / dots, high * 72 / dots
    short, long = _A4
    box = (short, long) if high >= wide else (long, short)
    scale = min(box[0] / wide, box[1] / high)
    return wide * scale, high * scale


def _add(writer: PdfWriter, pixels: Pixels) -> None:
    picture = StreamObject()
    picture.set_data(pixels.data)
    picture.update({
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Image"),
        NameObject("/Width"): NumberObject(pixels.size[0]),
        NameObject("/Height"): NumberObject(pixels.size[1]),
        NameObject("/ColorSpace"): NameObject(pixels.space),
        NameObject("/BitsPerComponent"): NumberObject(pixels.bits),
        NameObject("/Filter"): NameObject(pixels.filter),
    })  # fmt: skip
    if pixels.inverted:
        picture[NameObject("/Decode")] = ArrayObject([NumberObject(n) for n in (1, 0) * 4])
    wide, high = _paper(pixels.size, pixels.dots)
    page: PageObject = writer.add_blank_page(wide, high)
    drawn = StreamObject()
    drawn.set_data(f"q {wide:.3f} 0 0 {high:.3f} 0 0 cm /P Do Q".encode())
    pictures = DictionaryObject({NameObject("/P"): writer._add_object(picture)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): pictures})
    page[NameObject("/Contents")] = writer._add_object(drawn)
    if pixels.turn:
        page.rotate(pixels.turn)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
