"""Pages as several files become one PDF, without loss, in the order given."""

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader

from tracker import binding
from tracker.binding import Leaf
from tracker.errors import FileRefused


def picture(mode: str = "RGB", size: tuple[int, int] = (300, 400)) -> Image.Image:
    """Dark in its upper left corner."""
    image = Image.new(mode, size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 3, size[1] // 3), fill=0)
    return image


def leaf(folder: Path, name: str, image: Image.Image, **more: object) -> Leaf:
    path = folder / name
    image.save(path, **more)  # type: ignore[arg-type]
    return Leaf(path, name)


def bound(folder: Path, *leaves: Leaf) -> bytes:
    target = folder / "bound.pdf"
    binding.bound(leaves, target)
    return target.read_bytes()


def corner(content: bytes, page: int) -> str:
    """Where the page as seen is dark."""
    seen = pdfium.PdfDocument(content)[page].render(scale=0.5, grayscale=True).to_pil()
    wide, high = seen.size
    spots = {"top left": (9, 9), "top right": (wide - 9, 9), "bottom right": (wide - 9, high - 9),
             "bottom left": (9, high - 9)}  # fmt: skip
    return " ".join(name for name, spot in spots.items() if seen.getpixel(spot) < 90)


def test_a_photograph_goes_in_byte_for_byte_and_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright: turn a quarter clockwise
    turned = leaf(tmp_path, "b.jpg", picture(size=(400, 300)), exif=exif, quality=90)
    plain = leaf(tmp_path, "a.jpg", picture(), quality=90)
    content = bound(tmp_path, turned, plain)
    pages = PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 2
    kept = pages[0]["/Resources"]["/XObject"]["/P"]
    assert kept._data == turned.path.read_bytes()
    assert corner(content, 0) == "top right" and corner(content, 1) == "top left"
    assert (
        pdfium.PdfDocument(content)[0].get_size()[0] < pdfium.PdfDocument(content)[0].get_size()[1]
    )


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
def test_other_pictures_lose_nothing(tmp_path: Path, mode: str) -> None:
    image = picture("RGB").convert(mode) if mode != "1" else picture("L").convert("1")
    content = bound(tmp_path, leaf(tmp_path, "a.png", image), leaf(tmp_path, "b.png", image))
    back = PdfReader(io.BytesIO(content)).pages[1].images[0].image
    assert back.convert("RGB").tobytes() == image.convert("RGB").tobytes()


def test_the_pages_of_files_follow_each_other(tmp_path: Path) -> None:
    frames = [picture("L"), picture("L").transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
    scan = leaf(
        tmp_path, "s.tif", frames[0], save_all=True, append_images=frames[1:], dpi=(200, 200)
    )
    paper = leaf(tmp_path, "p.pdf", picture())
    content = bound(tmp_path, scan, paper, leaf(tmp_path, "z.png", frames[1]))
    assert [corner(content, n) for n in range(4)] == [
        "top left", "top right", "top left", "top right",
    ]  # fmt: skip
    assert pdfium.PdfDocument(content)[0].get_size()[0] == pytest.approx(300 * 72 / 200, abs=0.1)


@pytest.mark.parametrize(
    "wrong", [b"hello", b"\xff\xd8\xff\xe0 cut", b"%PDF-1.4 nothing", b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_picture_is_named(tmp_path: Path, wrong: bytes) -> None:
    good = leaf(tmp_path, "a.png", picture("L"))
    (tmp_path / "x").write_bytes(wrong)
    with pytest.raises(FileRefused, match=r"เปิด ข้อความ\.txt เป็นภาพ"):
        bound(tmp_path, good, Leaf(tmp_path / "x", "ข้อความ.txt"))


def test_names_are_ordered_as_people_count() -> None:
    names = ["หน้า 10.jpg", "หน้า 9.jpg", "หน้า 1.jpg"]
    assert sorted(names, key=binding.natural) == ["หน้า 1.jpg", "หน้า 9.jpg", "หน้า 10.jpg"]
