"""What a light pen wrote beside a bold head belongs to its line; grain, rules and dots do not."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.recogniser import faint, looks, paper, reader, shape
from ingest.recogniser.reader import Found
from ingest.training import hand

FONT = Path(__file__).resolve().parents[3] / "data" / "fonts" / "Sarabun-Bold.ttf"
HEAD, MONTH = "ที่ มท ๐๘๑๐.๔/ว", "พฤศจิกายน ๒๕๖๑"
BASE = 17.0


class Sheet:
    """A page with the head of a number on the left, a date below it, and lines of text."""

    def __init__(self, head: str = HEAD) -> None:
        self.image = Image.new("L", (1240, 900), 255)
        self.face = ImageFont.truetype(FONT, 32)
        self.after = self.print(120, 200, head)
        self.print(800, 200, "ศาลากลางจังหวัดระยอง")
        self.print(640, 300, MONTH)
        for row in range(5):
            self.print(120, 420 + 60 * row, "เรียน นายอำเภอทุกอำเภอ เพื่อทราบและถือปฏิบัติต่อไป")

    def print(self, x: float, y: float, text: str) -> float:
        pencil = ImageDraw.Draw(self.image)
        pencil.text((x, y), text, fill=0, font=self.face, anchor="ls", language="th")
        return x + self.face.getlength(text, language="th")

    def write(self, x: float, y: float, text: str, shade: int) -> float:
        mask, drop = hand.write(Random(4), text, BASE, None)
        self.image.paste(shade, (round(x), round(y - drop)), mask)
        return x + mask.width

    def scanned(self) -> Image.Image:
        grain = np.random.default_rng(1).normal(0, 4, self.image.size[::-1])
        values = np.clip(np.asarray(self.image, np.float64) + grain, 0, 255)
        return paper.sheet(Image.fromarray(values.astype(np.uint8))).grey


def _line(found: list[Found], word: str) -> Found:
    (line,) = [line for line in found if word in line.text]
    return line


@pytest.fixture()
def page() -> Sheet:
    return Sheet()


def test_a_number_in_light_ink_belongs_to_its_head(page: Sheet) -> None:
    end = page.write(page.after + 20, 200, "4098", 205)
    grey = page.scanned()
    found = reader.read_page(grey)
    before, after = (_line(f, "มท").strip for f in (found, faint.completed(grey, found)))
    assert before.x1 < end - 2 * BASE  # the level of the print loses it
    assert end - BASE < after.x1 < end + BASE


def test_a_day_in_light_ink_belongs_to_its_month(page: Sheet) -> None:
    page.write(560, 300, "27", 205)
    grey = page.scanned()
    found = reader.read_page(grey)
    before, after = (_line(f, "พฤศจิกายน").strip for f in (found, faint.completed(grey, found)))
    assert before.x0 > 630 and 545 < after.x0 < 575


def test_pieces_of_a_number_are_lines_no_more(page: Sheet) -> None:
    end = page.write(page.after + 90, 200, "7", 60)
    page.write(end - 95, 200, "4", 205)
    grey = page.scanned()
    lines = faint.completed(grey, reader.read_page(grey))
    head = _line(lines, "มท").strip
    assert head.x1 > end - BASE
    assert not [o for o in lines if head.x1 > o.strip.x0 > page.after and o.strip.letters < 5
                and abs(o.strip.y - head.y) < BASE]  # fmt: skip


def test_paper_rules_and_dots_are_no_writing(page: Sheet) -> None:
    grey = page.scanned()
    found = reader.read_page(grey)
    assert faint.completed(grey, found) == found
    pencil = ImageDraw.Draw(page.image)
    pencil.line((page.after + 10, 203, page.after + 200, 203), fill=120, width=2)
    page.print(page.after + 10, 200, "................")
    ruled = page.scanned()
    found = reader.read_page(ruled)
    ends = [_line(f, "มท").strip.x1 for f in (found, faint.completed(ruled, found))]
    assert ends[0] == ends[1]


@pytest.mark.parametrize("shade", [120, 175, 195])
def test_figures_in_light_ink_are_read(shade: int) -> None:
    page = Sheet("ที่ มท 0810.4/ว")
    page.write(page.after + 20, 198, "3027", shade)
    grey = page.scanned()
    seen = looks.again(paper.Sheet(grey, None), reader.read_page(grey))
    assert _line(seen, "มท").text.replace(" ", "").endswith("/ว3027")


def test_light_ink_is_evened_and_paper_is_not() -> None:
    crop = np.full((shape.HEIGHT, 400), 6, np.uint8)
    crop += np.random.default_rng(2).integers(0, 6, crop.shape, np.uint8)
    crop[14:32, 40:44] = 250
    crop[14:32, 300:304] = 90
    seen = shape.evened(crop)
    assert seen[20, 42] > 240 and seen[20, 302] > 200
    assert seen[14:32, 150:250].max() < 80
