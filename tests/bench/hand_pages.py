"""Letters whose number and day are written in by hand, over dots, a rule or nothing, in pens."""

from __future__ import annotations

import io
from collections.abc import Iterator
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from ingest.recogniser.alphabet import plain
from ingest.thai.digits import to_arabic, to_thai
from ingest.training import fonts, hand
from tests.bench import scan_pages
from tests.bench.scan_pages import Press, Truth

Colour = tuple[int, int, int]
#: Blue, dark blue and black of ball-pens, and of a blue one pressed lightly.
PENS: tuple[Colour, ...] = ((40, 60, 170), (25, 35, 95), (35, 35, 40), (95, 115, 195))


def letter(rng: Random, font: fonts.Font, dpi: int, folder: str) -> tuple[Image.Image, Truth]:
    """A letter in one script of digits; the hand's samples of ``folder`` are those kept apart."""
    size = (round(210 / 25.4 * dpi), round(297 / 25.4 * dpi))
    press = Press(rng, font, dpi, Truth(), Image.new("L", size, 255))
    ink, pen = Image.new("L", size, 0), rng.choice(PENS)
    press.y = 52 * press.mm
    turned = to_thai if rng.random() < 0.75 else to_arabic

    def one(words: str) -> str:
        return plain(turned(words))

    def written(words: str, x: float) -> float:
        """Sets ``words`` by hand ``x`` mm from the left; returns where they end."""
        _leaders(press, x, 9.0 * len(words) ** 0.7)
        mask, drop = hand.write(rng, one(words), press.base, folder, kept=True)
        lift = rng.gauss(0.08, 0.15) * press.base
        ink.paste(mask, (round(x * press.mm), round(press.y - drop - lift)), mask)
        return x + mask.width / press.mm

    agency, head, foot = scan_pages.writer(rng)
    number = scan_pages.number(rng, agency)
    running = number[len(number.rstrip("0123456789")) :]
    press.truth.ref_no = one(number)
    press.truth.date = scan_pages.a_day(rng)
    printed = one("ที่ " + number.removesuffix(running))
    press.say(printed, feed=False)
    written(running, 30 + press.width(printed) + rng.uniform(0.3, 2))
    for part in scan_pages.over_lines(one(head)):
        press.say(part, 118)
    press.feed(0.4)
    month, year = scan_pages.said_day(press.truth.date).split()[1:]
    end = written(str(press.truth.date.day), 103)
    press.say(one(f"{month} {year}"), max(112.0, end + rng.uniform(0.5, 3)))
    press.feed(0.3)
    press.say(one("เรื่อง  " + rng.choice(scan_pages.subjects()))[:60].strip())
    press.say(one("เรียน  " + rng.choice(scan_pages.offices()))[:60].strip())
    press.feed(0.3)
    said = [one(paragraph) for paragraph in rng.sample(scan_pages.paragraphs(), 2)]
    scan_pages.body(press, said, one(foot))
    page = press.image.convert("RGB")
    page.paste(pen, (0, 0), ink)
    return page, press.truth


def _leaders(press: Press, x: float, wide: float) -> None:
    """What forms print where a hand is to write: dots, a rule, or nothing."""
    how = press.rng.choice(("dots", "rule", "nothing"))
    if how == "dots":
        dots = "." * round(wide / max(press.width("."), 0.1))
        press.say(dots, x, feed=False)
        press.truth.lines.pop()
    elif how == "rule":
        y = press.y + 0.15 * press.base
        pencil = ImageDraw.Draw(press.image)
        pencil.line((x * press.mm, y, (x + wide) * press.mm, y), fill=60, width=press.dpi // 150)


def scan(rng: Random, page: Image.Image) -> Image.Image:
    """The page as an office's scanner sends it, fair to poor."""
    noise = np.random.default_rng(rng.getrandbits(32))
    grade = rng.random()
    white = (255, 255, 255)
    page = page.rotate(rng.gauss(0, 0.4), Image.Resampling.BICUBIC, fillcolor=white)
    page = page.filter(ImageFilter.GaussianBlur(page.width / 1654 * (0.35 + 0.4 * grade)))
    values = np.asarray(page, np.float32) * rng.uniform(0.85, 1.0)
    values += noise.normal(0, 2 + 8 * grade, values.shape[:2]).astype(np.float32)[:, :, None]
    image = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    if rng.random() < 0.3:
        image = image.convert("L")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=int(90 - 35 * grade))
    return Image.open(buffer).convert(image.mode)


def pages(
    seed: int, count: int, folders: tuple[str, ...], folder: str
) -> Iterator[tuple[Image.Image, Truth]]:
    """``count`` pages in the fonts kept out of training."""
    known = [f for f in fonts.installed(folders, held_out=True) if "italic" not in f.path.lower()]
    for number in range(count):
        rng = Random(f"{seed}-hand-{number}")
        dpi = rng.choice((150, 200, 300))
        page, truth = letter(rng, fonts.pick(rng, tuple(known), ""), dpi, folder)
        yield scan(rng, page), truth
