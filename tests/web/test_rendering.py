"""Pages as pictures: of PDFs and scans, made once, in a process that a bad file may break."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from tests.running import ROOT
from tracker.rendering import DPI, LONGEST_PIXELS, NoPicture, Pictures

BUNDLE = next((ROOT / "data" / "samples").glob("*/bundle.pdf"))


def scan(name: str, size: tuple[int, int], **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("L", size, 255).save(out, name, **more)  # type: ignore[arg-type]
    return out.getvalue()


class Original:
    """A file that counts how often it was opened."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path, self.opened = path, 0
        path.write_bytes(content)

    @contextmanager
    def __call__(self) -> Iterator[Path]:
        self.opened += 1
        yield self.path


def pictures(folder: Path, content: bytes) -> tuple[Pictures, Original]:
    original = Original(folder / "original", content)
    return Pictures(folder / "cache", "ab" * 32, original), original


def test_a_pdf_is_drawn_once_and_kept(tmp_path: Path) -> None:
    made, original = pictures(tmp_path, BUNDLE.read_bytes())
    sizes = made.sizes()
    assert len(sizes) == 6 and sizes[0] == pytest.approx((595, 842), abs=1)
    with Image.open(made.page(2)) as page:
        assert page.format == "WEBP" and page.width == pytest.approx(595 / 72 * DPI, abs=2)
    made.sizes(), made.page(2)
    assert original.opened == 2, "what is kept is not made again"


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (scan("PNG", (1240, 1754), dpi=(150, 150)), (595.2, 841.9)),
        (scan("PNG", (800, 400)), (841.9, 421.0)),
        (scan("JPEG", (600, 300), dpi=(72, 72)), (600, 300)),
        (scan("TIFF", (1240, 1754), dpi=(150, 150)), (595.2, 841.9)),
    ],
)
def test_scans_have_the_size_that_the_reader_gives_them(
    tmp_path: Path, content: bytes, size: tuple[float, float]
) -> None:
    made, _ = pictures(tmp_path, content)
    assert made.sizes() == [pytest.approx(size, abs=0.5)]
    with Image.open(made.page(1)) as page:
        assert page.width / page.height == pytest.approx(size[0] / size[1], rel=0.01)
        assert max(page.size) <= LONGEST_PIXELS


def test_a_photo_that_lies_on_its_side_is_turned(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made, _ = pictures(tmp_path, scan("JPEG", (400, 200), exif=exif))
    ((width, height),) = made.sizes()
    assert width < height
    with Image.open(made.page(1)) as page:
        assert page.width < page.height


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\n nothing", b"text"]
)
def test_what_cannot_be_drawn_is_said_in_thai(tmp_path: Path, content: bytes) -> None:
    made, _ = pictures(tmp_path, content)
    with pytest.raises(NoPicture, match="ดาวน์โหลดไฟล์ต้นฉบับ"):
        made.sizes()
    with pytest.raises(NoPicture):
        made.page(1)
    assert not [path for path in made.folder.iterdir() if path.suffix], "nothing half made is kept"
