"""Pages with receive stamps (form 12) put over a letter and scanned, with their truth."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from ingest.thai.digits import to_thai
from ingest.training import fonts, hand, vocabulary
from tests.bench.scan_pages import letter, offices

Ink = tuple[int, int, int]
Spot = tuple[float, float, float, float]

#: Inks of rubber stamps, of date stamps and numbering machines, and of pens.
RUBBER: tuple[Ink, ...] = (
    (40, 60, 170), (70, 50, 150), (190, 40, 50), (30, 30, 40), (60, 80, 190), (110, 50, 130),
)  # fmt: skip
MACHINE: tuple[Ink, ...] = ((30, 30, 40), (40, 60, 170), (200, 40, 50), (90, 50, 150))
PEN: tuple[Ink, ...] = ((20, 40, 150), (30, 60, 190), (25, 25, 35), (180, 30, 40))
NUMBERS = ("เลขรับ", "เลขที่รับ", "รับที่", "เลขที่", "เลขทะเบียนรับ", "เลขรับที่")
DATES = ("วันที่", "วันที่", "วันที่", "วันที่รับ", "รับวันที่")
#: Corners in millimetres: right and left of the emblem, over the text, in the foot.
PLACES = ((148, 9), (142, 14), (20, 10), (130, 60), (110, 120), (140, 235), (25, 240))


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a stamp says. ``spot``: x0, y0, x1, y1 in millimetres of the page."""

    office: str
    number: str
    date: str
    time: str | None
    spot: Spot
    how: str


@dataclass(frozen=True, slots=True)
class Kit:
    """What the stamps of a page are made with: fonts, and the folder of handwritten digits."""

    known: tuple[fonts.Font, ...]
    hands: str | None
    kept: bool


def page(
    rng: Random, kit: Kit, dpi: int, most: int = 3
) -> tuple[Image.Image, list[Stamped], dt.date]:
    """A letter with one to ``most`` stamps, still clean, and the letter's date."""
    sheet, truth = letter(rng, fonts.pick(rng, kit.known, ""), dpi)
    colour = sheet.convert("RGB")
    places = rng.sample(PLACES, rng.choice([1, 1, 2, 2, most]))
    if rng.random() < 0.7:
        places[0] = PLACES[0]
    day, made = truth.date, []
    for x, y in dict.fromkeys(places):
        day += dt.timedelta(rng.choice([0, 1, 1, 2, 5]))
        at = (x + rng.uniform(-6, 4), y + rng.uniform(-3, 8))
        made.append(_put(rng, kit, colour, dpi / 25.4, at, day))
    return colour, made, truth.date


def _put(
    rng: Random, kit: Kit, sheet: Image.Image, mm: float, at: tuple[float, float], day: dt.date
) -> Stamped:
    """One stamp pressed onto the sheet."""
    wide, high = rng.uniform(44, 60), rng.uniform(22, 32)
    said, layers, how = _drawn(rng, kit, mm, wide, high, day)
    angle = max(-7.0, min(7.0, rng.gauss(0, 2.2)))
    for mask, ink in layers:
        turned = mask.rotate(angle, Image.Resampling.BICUBIC, expand=True)
        place = (
            round(at[0] * mm - (turned.width - mask.width) / 2),
            round(at[1] * mm - (turned.height - mask.height) / 2),
        )
        layer, alpha = Image.new("RGB", sheet.size, "white"), Image.new("L", sheet.size, 0)
        alpha.paste(turned, place)
        layer.paste(ink, (0, 0), alpha)
        sheet.paste(ImageChops.multiply(sheet, layer))
    office, number, time = said
    spot = (at[0], at[1], at[0] + wide, at[1] + high)
    return Stamped(office, number, day.isoformat(), time, spot, how)


def _drawn(
    rng: Random, kit: Kit, mm: float, wide: float, high: float, day: dt.date
) -> tuple[tuple[str, str, str | None], list[tuple[Image.Image, Ink]], str]:
    """The rubber and what was put into its fields: masks (255 is ink) with their inks."""
    size = (round(wide * mm), round(high * mm))
    rubber, values = Image.new("L", size, 0), Image.new("L", size, 0)
    pencil = ImageDraw.Draw(rubber)
    frame = rng.random()
    line = max(1, round(0.35 * mm))
    if frame < 0.8:
        pencil.rectangle(
            (line, line, size[0] - 1 - line, size[1] - 1 - line), outline=255, width=line
        )
    type_ = fonts.pick(rng, kit.known, "")
    head = rng.choice(offices())[:34].strip()
    base = 1.75 * mm * rng.uniform(0.9, 1.15)
    _centred(pencil, type_, head, base, size[0], 5.2 * mm)
    rows = [rng.choice(NUMBERS), rng.choice(DATES), "เวลา"]
    timed = rng.random() < 0.85
    rows = rows if timed else rows[:2]
    number = str(rng.choice([rng.randint(1, 999), rng.randint(1000, 29999)]))
    if rng.random() < 0.2:
        number = number.zfill(rng.choice([4, 5]))
    time = f"{rng.randint(8, 16):02d}:{rng.randint(0, 59):02d}" if timed else None
    machine, thai = rng.random() < 0.5, rng.random() < 0.55
    how = "machine" if machine else "hand-thai" if thai else "hand-arabic"
    texts = [number, _date(rng, day, machine), (time or "").replace(":", rng.choice(".:."))]
    pitch = (high - 7.5) / len(rows)
    value_type = fonts.pick(rng, kit.known, "")
    leaders = rng.random() < 0.8
    for row, (label, text) in enumerate(zip(rows, texts, strict=False)):
        y = (6.5 + pitch * (row + 0.85)) * mm
        face = fonts.load(type_, base)
        pencil.text((2.5 * mm, y), label, fill=255, font=face, anchor="ls", language="th")
        start = 2.5 * mm + face.getlength(label, language="th") + mm
        end = size[0] - 3 * mm
        if label == "เวลา" and rng.random() < 0.5:
            end -= face.getlength("น.") + mm
            pencil.text((end + 0.5 * mm, y), "น.", fill=255, font=face, anchor="ls", language="th")
        if leaders:
            x = start
            while x < end:
                r = max(0.6, 0.15 * mm)
                pencil.ellipse((x - r, y - r + 0.3 * mm, x + r, y + r + 0.3 * mm), fill=255)
                x += 0.8 * mm
        x = start + rng.uniform(0.05, 0.3) * (end - start)
        if machine:
            words = to_thai(text) if thai and row != 0 else text
            _typed(rng, values, value_type, words, (x, y), base * rng.uniform(1.0, 1.35), end)
        else:
            words = to_thai(text) if thai else text
            _written(rng, kit, values, words, (x, y), base, end)
    rubber, values = _worn(rng, rubber), _worn(rng, values) if machine else values
    layers = [(rubber, rng.choice(RUBBER)), (values, rng.choice(MACHINE if machine else PEN))]
    return (head, number, time), layers, how


def _date(rng: Random, day: dt.date, machine: bool) -> str:
    year = day.year + 543
    if machine:
        apart = rng.choice(["", "", " "])
        month = rng.choice([vocabulary.SHORT_MONTHS, vocabulary.SHORT_MONTHS, vocabulary.MONTHS])
        return f"{apart.join(str(day.day))} {month[day.month - 1]} {year}"
    sign = rng.choice("//-")
    return f"{day.day}{sign}{day.month}{sign}{rng.choice([year, year % 100, year % 100])}"


def _centred(
    pencil: ImageDraw.ImageDraw, font: fonts.Font, text: str, base: float, wide: float, y: float
) -> None:
    face = fonts.load(font, base)
    length = face.getlength(text, language="th")
    if length > 0.92 * wide:
        face = fonts.load(font, base * 0.92 * wide / length)
    pencil.text((wide / 2, y), text, fill=255, font=face, anchor="ms", language="th")


def _typed(
    rng: Random,
    mask: Image.Image,
    font: fonts.Font,
    words: str,
    at: tuple[float, float],
    base: float,
    end: float,
) -> None:
    """Type of a date stamp: often narrow, put on by hand a little too high or low."""
    face = fonts.load(font, base)
    wide, narrow = face.getlength(words, language="th"), rng.uniform(0.65, 1.0)
    narrow = min(narrow, (end - at[0] + base) / max(wide, 1.0))
    strip = Image.new("L", (math.ceil(wide) + 4, math.ceil(4 * base)), 0)
    ImageDraw.Draw(strip).text(
        (2, 3 * base), words, fill=255, font=face, anchor="ls", language="th"
    )
    strip = strip.resize((max(4, round(strip.width * narrow)), strip.height))
    lift = rng.uniform(-0.1, 0.35) * base
    mask.paste(255, (round(at[0]), round(at[1] - 3 * base - lift)), strip)


def _written(
    rng: Random,
    kit: Kit,
    mask: Image.Image,
    words: str,
    at: tuple[float, float],
    base: float,
    end: float,
) -> None:
    strip, ground = hand.write(rng, words, base, kit.hands, kit.kept)
    room = end - at[0] + 2 * base
    if strip.width > room:
        share = room / strip.width
        strip = strip.resize((round(room), max(1, round(strip.height * share))))
        ground *= share
    lift = rng.uniform(-0.05, 0.3) * base
    mask.paste(255, (round(at[0]), round(at[1] - ground - lift)), strip)


def _worn(rng: Random, mask: Image.Image) -> Image.Image:
    """Ink that did not take everywhere: blotches, and a side pressed lighter."""
    noise = np.random.default_rng(rng.getrandbits(32))
    h, w = mask.height, mask.width
    blotch = Image.fromarray((noise.random((h // 6 + 2, w // 6 + 2)) * 255).astype(np.uint8))
    spread = np.asarray(blotch.resize((w, h), Image.Resampling.BICUBIC), np.float32) / 255
    slope = np.linspace(-1, 1, w)[None, :] * rng.uniform(-0.25, 0.25)
    slope = slope + np.linspace(-1, 1, h)[:, None] * rng.uniform(-0.25, 0.25)
    take = np.clip((spread + slope - rng.uniform(0.0, 0.25)) * 5, 0, 1) * rng.uniform(0.75, 1.0)
    soft = mask.filter(ImageFilter.GaussianBlur(0.6))
    return Image.fromarray((np.asarray(soft, np.float32) * take).astype(np.uint8))


def scanned(rng: Random, sheet: Image.Image) -> Image.Image:
    """The page in colour, in grey or in black and white, a little askew, as JPEG or bits."""
    noise = np.random.default_rng(rng.getrandbits(32))
    sheet = sheet.rotate(rng.gauss(0, 0.25), Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    sheet = sheet.filter(ImageFilter.GaussianBlur(sheet.width / 1654 * rng.uniform(0.35, 0.8)))
    values = np.asarray(sheet, np.float32)
    paper = np.array([rng.uniform(236, 254), rng.uniform(236, 254), rng.uniform(228, 252)])
    values = values * (paper / 255)[None, None, :].astype(np.float32)
    values += noise.normal(0, rng.uniform(1, 6), values.shape).astype(np.float32)
    image = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    mode = rng.random()
    if mode < 0.15:
        return image.convert("L").point(lambda v: 255 if v > 165 else 0)
    if mode < 0.35:
        image = image.convert("L")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=rng.randint(60, 90))
    return Image.open(buffer).convert(image.mode)


def pages(
    seed: int, count: int, folders: tuple[str, ...], hands: str | None, held_out: bool = True
) -> Iterator[tuple[Image.Image, list[Stamped], dt.date, int]]:
    """Scans with their stamps, the letter's date and the dots per inch."""
    known = [f for f in fonts.installed(folders, held_out) if "italic" not in f.path.lower()]
    kit = Kit(tuple(f for f in known if "oblique" not in f.path.lower()), hands, held_out)
    for number in range(count):
        rng = Random(f"stamps-{seed}-{number}")
        dpi = rng.choice((200, 200, 300))
        sheet, made, day = page(rng, kit, dpi)
        yield scanned(rng, sheet), made, day, dpi
