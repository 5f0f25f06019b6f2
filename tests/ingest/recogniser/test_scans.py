"""A few small scans, made in fonts the training never used, read from file to lines."""

import json
import re
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageFilter
from rapidfuzz import fuzz

from ingest import recogniser
from ingest.errors import DamagedFile, LimitExceeded
from ingest.pages import picture
from ingest.pages.page import Page
from ingest.recogniser import model
from ingest.training import examples

SCANS = Path(__file__).parent / "scans"
NAMES = sorted(p.name for p in SCANS.iterdir() if p.suffix in (".jpg", ".png"))


def truth(name: str) -> dict:
    return json.loads((SCANS / name).with_suffix(".json").read_text())


def flat(text: str) -> str:
    return text.replace(" ", "")


@pytest.fixture(scope="module", params=NAMES)
def scan(request: pytest.FixtureRequest) -> tuple[str, Page]:
    (page,) = picture.read_image(SCANS / request.param)
    return request.param, page


def test_the_date_is_read_exactly_and_the_number_too(scan: tuple[str, Page]) -> None:
    name, page = scan
    lines = [flat(line.text) for line in page.lines]
    number = flat(truth(name)["ref_no"])
    assert flat(truth(name)["date"]) in lines
    if name == "fax.png":  # smeared: how many such numbers are read right is for the benchmark
        assert max(fuzz.partial_ratio(number, line) for line in lines) >= 80
    else:
        assert any(number in line for line in lines)


def test_nearly_every_character_of_the_head_is_right(scan: tuple[str, Page]) -> None:
    name, page = scan
    for wanted in truth(name)["lines"]:
        best = max(fuzz.ratio(flat(wanted), flat(line.text)) for line in page.lines)
        assert best >= 85, wanted


def test_places_and_confidences_fit_the_text(scan: tuple[str, Page]) -> None:
    _, page = scan
    assert page.source == "ocr" and page.width and page.height
    rows = [line.row for line in page.lines]
    assert rows == sorted(rows)
    for line in page.lines:
        assert line.box is not None and line.box[0] < line.box[2] and line.box[1] < line.box[3]
        assert len(line.text) == len(line.spans) == len(line.confidences)
        assert all(0 < c <= 1.001 for c in line.confidences)
        middles = [(x0 + x1) / 2 for x0, x1 in line.spans]
        assert middles == sorted(middles)


def test_the_number_lies_left_above_the_date() -> None:
    (page,) = picture.read_image(SCANS / "clean.jpg")
    (number,) = [line for line in page.lines if line.text.startswith("ที่")]
    (date,) = [line for line in page.lines if flat(line.text) == flat(truth("clean.jpg")["date"])]
    assert number.box is not None and date.box is not None
    assert number.box[0] < date.box[0] and number.box[3] < date.box[3]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_is_turned_back(angle: int, tmp_path: Path) -> None:
    with Image.open(SCANS / "clean.jpg") as image:
        image.rotate(angle, expand=True).save(tmp_path / "turned.png", dpi=(200, 200))
    (page,) = picture.read_image(tmp_path / "turned.png")
    assert page.turn == angle and picture.TURNED in page.warnings
    assert any(flat(truth("clean.jpg")["ref_no"]) in flat(line.text) for line in page.lines)


@pytest.mark.parametrize("angle", [-14, 4, 11])
def test_a_page_laid_askew_is_read_where_it_lies(angle: int) -> None:
    with Image.open(SCANS / "clean.jpg") as image:
        page = image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    seen = recogniser.read_picture(page, 72 / 200)
    wanted = truth("clean.jpg")["lines"][0]
    number = max(seen.lines, key=lambda line: fuzz.ratio(wanted, line.text))
    assert fuzz.ratio(wanted, number.text) >= 80
    assert number.box is not None and seen.angle == 0
    x0, top, x1, bottom = number.box
    assert 0 <= x0 < x1 < seen.width and top < bottom < seen.height
    slope = (x1 - x0) * abs(np.tan(np.radians(angle)))
    assert bottom - top == pytest.approx(20 + slope, abs=8)


def test_every_page_of_a_tiff_is_read(tmp_path: Path) -> None:
    with Image.open(SCANS / "fax.png") as first:
        blank = Image.new("1", first.size, 1)
        first.save(tmp_path / "two.tif", save_all=True, append_images=[blank], dpi=(200, 200))
    pages = picture.read_image(tmp_path / "two.tif")
    assert [page.number for page in pages] == [1, 2]
    assert pages[0].lines and not pages[1].lines and pages[1].warnings == (picture.NOTHING,)


def test_a_region_is_read_again() -> None:
    (page,) = picture.read_image(SCANS / "clean.jpg")
    number = next(line for line in page.lines if line.text.startswith("ที่"))
    assert number.box is not None
    with Image.open(SCANS / "clean.jpg") as image:
        (line,) = recogniser.read_region(image, number.box, scale=72 / 200)
    assert fuzz.ratio(flat(line.text), flat(number.text)) >= 90
    assert re.findall(r"\d+", line.text) == re.findall(r"\d+", truth("clean.jpg")["ref_no"])
    assert line.box is not None and abs(line.box[0] - number.box[0]) < 8


def test_a_corrected_line_becomes_an_example(tmp_path: Path) -> None:
    (page,) = picture.read_image(SCANS / "clean.jpg")
    number = next(line for line in page.lines if line.text.startswith("ที่"))
    assert number.box is not None
    with Image.open(SCANS / "clean.jpg") as image:
        crop = recogniser.crop_line(image, number.box, scale=72 / 200)
    assert crop is not None and crop.height == 48 and crop.width % 4 == 0
    crop.save(tmp_path / "one.png")
    (tmp_path / "one.txt").write_text("ที่ ๑", encoding="utf-8")
    drawn = [examples.draw(str(tmp_path), Random(n)) for n in range(3000)]
    kept = [example for example in drawn if example is not None]
    assert 0 < len(kept) < 60
    assert all(said == "ที่ ๑" and ink.shape[0] == 48 and ink.max() > 150 for ink, said in kept)
    assert examples.draw(None, Random(1)) is None


def test_a_region_without_room_or_ink_has_no_lines() -> None:
    paper = Image.new("RGB", (300, 200), "white")
    assert recogniser.read_region(paper, (10, 10, 11, 11)) == []
    assert recogniser.read_region(paper, (10, 10, 250, 90)) == []


def _cat() -> Image.Image:
    """Soft shapes and fur: no line of it may pass for text."""
    noise = np.random.default_rng(5)
    coarse = Image.fromarray(noise.integers(0, 255, (30, 22, 3), dtype=np.uint8))
    fur = noise.normal(0, 14, (1500, 1100, 3))
    soft = coarse.resize((1100, 1500), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(9))
    return Image.fromarray(np.clip(np.asarray(soft) + fur, 0, 255).astype(np.uint8))


@pytest.mark.parametrize(
    "image",
    [Image.new("L", (1240, 1754), 0), Image.new("RGB", (1240, 1754), "white"), _cat()],
    ids=["black", "white", "cat"],
)
def test_what_is_no_letter_says_so_and_invents_nothing(image: Image.Image, tmp_path: Path) -> None:
    image.save(tmp_path / "picture.png")
    (page,) = picture.read_image(tmp_path / "picture.png")
    sure = [line.text for line in page.lines if len(line.text) > 3 and min(line.confidences) > 0.9]
    assert sure == [] and len(page.lines) <= 3
    assert picture.NOTHING in page.warnings or picture.UNSURE in page.warnings


def test_a_damaged_jpeg_is_refused_in_a_sentence(tmp_path: Path) -> None:
    whole = (SCANS / "clean.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(whole[:3000])
    with pytest.raises(DamagedFile, match="เสียหาย"):
        picture.read_image(tmp_path / "cut.jpg")


def test_a_giant_picture_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    head = b"P5 20000 20000 255\n"
    (tmp_path / "giant.pgm").write_bytes(head)
    with pytest.raises(LimitExceeded, match="สแกนใหม่"):
        picture.read_image(tmp_path / "giant.pgm")


def test_missing_weights_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(model, "WEIGHTS", tmp_path / "none.onnx")
    with pytest.raises(model.MissingWeights, match="ผู้ดูแลระบบ"):
        picture.read_image(SCANS / "fax.png")
