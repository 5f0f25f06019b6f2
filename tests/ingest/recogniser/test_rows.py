"""Lines of pages that are set here: columns, slopes, sizes, marks, noise."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ingest.recogniser import heights, paper, rows
from ingest.recogniser.blobs import Blobs

FONT = Path(__file__).resolve().parents[3] / "data" / "fonts" / "Sarabun-Regular.ttf"
TEXT = "ที่ ผู้ว่าฯ ปี่ญู่ ได้รับหนังสือเมื่อวันที่ ๑๒ แล้ว ซึ่งอยู่ในฎีกา"


def page(*lines: tuple[int, int, str], size: int = 40) -> Image.Image:
    image = Image.new("L", (1240, 900), 255)
    face = ImageFont.truetype(FONT, size)
    for x, y, words in lines:
        ImageDraw.Draw(image).text((x, y), words, fill=0, font=face, anchor="ls", language="th")
    return image


def find(image: Image.Image) -> list[rows.Strip]:
    return rows.find(paper.bits(image))


def test_every_line_is_found_once_with_its_baseline_and_height() -> None:
    found = find(page(*[(100, 200 + 80 * i, TEXT) for i in range(6)]))
    assert len(found) == 6
    flat = 40 * 0.58
    for i, strip in enumerate(found):
        assert abs(strip.level(strip.x0) - (200 + 80 * i)) <= 3
        assert abs(strip.base - flat) <= 0.12 * flat
        assert strip.x0 <= 106 and strip.row == i


def _blobs(*heights: tuple[int, int]) -> Blobs:
    """``heights``: how high, how many."""
    high = np.repeat([h for h, _ in heights], [n for _, n in heights])
    none = np.zeros_like(high)
    return Blobs(none, none, (0.8 * high).astype(int), high, high * high // 2)


def test_marks_that_stick_to_most_letters_do_not_raise_their_height() -> None:
    assert heights.typical(_blobs((5, 4), (13, 25), (14, 110), (15, 40), (20, 60), (21, 50))) == 14
    # but Thai digits are no letters, however many
    assert heights.typical(_blobs((14, 30), (15, 130), (19, 25), (20, 60), (21, 20))) == 20


def test_two_columns_share_a_row_left_before_right() -> None:
    found = find(page((100, 200, "ที่ มท ๐๘๑๐/ว ๑"), (800, 200, "กรมทดลองงาน"), (100, 300, TEXT)))
    assert [s.row for s in found] == [0, 0, 1]
    assert found[0].x1 < found[1].x0


def test_letters_that_run_together_for_half_a_line_are_no_rule() -> None:
    image = page(*[(100, 200 + 80 * i, TEXT) for i in range(6)])
    smear = [(x, 268 + 8 * (x // 20 % 2)) for x in range(300, 300 + 18 * 23, 20)]
    ImageDraw.Draw(image).line(smear, fill=0, width=4)
    found = find(image)
    assert len(found) == 6
    assert found[1].x0 <= 106 and abs(found[1].x1 - found[0].x1) <= 4


def test_a_word_whose_letters_run_together_is_measured_as_its_letters_are() -> None:
    image = page((500, 200, "กุมภาพันธ์"), *[(100, 300 + 80 * i, TEXT) for i in range(5)])
    frame = (490, 140, 660, 225)
    image.paste(image.crop(frame).filter(ImageFilter.MinFilter(9)), frame[:2])
    found = find(image)
    assert len(found) == 6
    assert found[0].base < 1.6 * found[1].base  # as one blob with its marks it is 2.4 times as high
    assert abs(found[0].level(570) - 200) < 6  # and ends 18 below, where its lower vowel does


@pytest.mark.parametrize("angle", [-4.0, -1.5, 2.0, 5.0])
def test_a_page_laid_askew_keeps_its_lines(angle: float) -> None:
    straight = page(*[(100, 200 + 90 * i, TEXT) for i in range(6)])
    found = find(straight.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255))
    assert len(found) == 6
    slope = np.tan(np.radians(-angle))
    assert all(abs(s.slope - slope) < 0.012 for s in found)


def test_a_number_written_higher_belongs_to_its_line() -> None:
    image = page((100, 300, "ที่ รย ๐๐๒๓.๓/ว"), (100, 400, TEXT), (100, 480, TEXT))
    large = ImageFont.truetype(FONT, 52)
    ImageDraw.Draw(image).text((430, 292), "๔๘๖", fill=60, font=large, anchor="ls")
    found = find(image)
    assert len(found) == 3 and found[0].x1 > 500


def test_rules_and_frames_are_no_lines() -> None:
    image = page((120, 300, TEXT), (120, 380, TEXT))
    ImageDraw.Draw(image).rectangle((60, 220, 1180, 420), outline=0, width=3)
    ImageDraw.Draw(image).line((60, 500, 1180, 500), fill=0, width=4)
    assert len(find(image)) == 2


def test_blank_and_black_pages_have_no_lines() -> None:
    assert find(Image.new("L", (800, 1000), 255)) == []
    assert find(Image.new("L", (800, 1000), 0)) == []


def test_specks_of_a_fax_are_no_lines() -> None:
    noise = np.random.default_rng(3)
    image = np.asarray(page(*[(100, 200 + 80 * i, TEXT) for i in range(5)])).copy()
    image[noise.random(image.shape) < 0.02] = 0
    assert len([s for s in find(Image.fromarray(image)) if s.letters >= 8]) == 5
