"""Letters set and "scanned" for measuring: pages with their truth, at three grades of damage."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from ingest import directory
from ingest.recogniser.alphabet import plain
from ingest.thai.digits import to_arabic, to_thai
from ingest.training import fonts, text

#: Letters of which the pages are set.
LETTERS = Path(__file__).resolve().parents[1] / "letters"

#: Dots per inch, and what is done to a page, by grade.
GRADES = ("clean", "copied", "damaged")


@dataclass(slots=True)
class Truth:
    """``ref_no`` as printed."""

    ref_no: str = ""
    date: dt.date = dt.date.min
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Press:
    """Sets lines on a page of A4 at ``dpi``."""

    rng: Random
    font: fonts.Font
    dpi: int
    truth: Truth
    image: Image.Image
    y: float = 0.0

    @property
    def mm(self) -> float:
        return self.dpi / 25.4

    @property
    def base(self) -> float:
        """A flat letter of 16-point TH Sarabun is 2.1 mm high."""
        return 2.1 * self.mm

    def say(self, words: str, x: float = 30.0, feed: bool = True) -> None:
        """Sets a line ``x`` mm from the left edge."""
        face = fonts.load(self.font, self.base)
        pencil = ImageDraw.Draw(self.image)
        pencil.text((x * self.mm, self.y), words, fill=0, font=face, anchor="ls", language="th")
        self.truth.lines.append(plain(words))
        if feed:
            self.feed()

    def feed(self, lines: float = 1.0) -> None:
        self.y += lines * 3.55 * self.base

    def width(self, words: str) -> float:
        """Millimetres."""
        return float(fonts.load(self.font, self.base).getlength(words, language="th")) / self.mm

    def paragraph(self, words: str) -> None:
        """A paragraph with its first line indented, broken at words."""
        from pythainlp.tokenize import word_tokenize

        line, indent = "", 25.0
        for word in word_tokenize(words, engine="newmm"):
            if self.width(line + word) > 160 - indent and line:
                self.say(line.strip(), 30 + indent)
                line, indent = "", 0.0
            line += word
        if line.strip():
            self.say(line.strip(), 30 + indent)


def body(press: Press, said: Sequence[str], foot: str) -> None:
    """The paragraphs of a letter with its closing, a name, and the office at its foot."""
    for one in said:
        press.paragraph(one)
    press.feed(0.5)
    press.say("ขอแสดงความนับถือ", 105)
    press.feed(1.5)
    press.say(text.name(press.rng), 95)
    press.feed(0.5)
    press.say(foot[:60].strip())


def letter(rng: Random, font: fonts.Font, dpi: int) -> tuple[Image.Image, Truth]:
    """One outgoing letter (form 1) with made-up content, in one script of digits."""
    sheet = Image.new("L", (round(210 / 25.4 * dpi), round(297 / 25.4 * dpi)), 255)
    press = Press(rng, font, dpi, Truth(), sheet)
    press.y = 52 * press.mm
    thai = rng.random() < 0.75

    def one(words: str) -> str:
        return plain(to_thai(words) if thai else to_arabic(words))

    letters, head, foot = writer(rng)
    press.truth.ref_no = one(number(rng, letters))
    press.say("ที่ " + press.truth.ref_no, feed=False)
    for part in over_lines(one(head)):
        press.say(part, 118)
    press.say(one(f"ถนนราษฎร์บำรุง {rng.randint(10000, 96220)}"), 118)
    press.feed(0.4)
    press.truth.date = a_day(rng)
    press.say(one(said_day(press.truth.date)), 105)
    press.feed(0.3)
    press.say(one("เรื่อง  " + rng.choice(subjects()))[:60].strip())
    press.say(one("เรียน  " + rng.choice(offices()))[:60].strip())
    other, office, _ = writer(rng)
    cited = f"หนังสือ{office[:22].strip()} ที่ {number(rng, other)} ลงวันที่ {said_day(a_day(rng))}"
    press.say(one("อ้างถึง  " + cited))
    press.feed(0.3)
    body(press, [one(said) for said in rng.sample(paragraphs(), 3)], one(foot))
    press.say(one(f"โทร. 0 {rng.randint(2000, 7999)} {rng.randint(0, 9999):04d}"))
    return sheet, press.truth


def writer(rng: Random) -> tuple[str, str, str]:
    """An agency that exists: the letters of its numbers, its name in the head and in the foot."""
    letters = rng.choice(sorted(directory.agency_letters()))
    names = _bearers()[letters]
    return letters, rng.choice(names), rng.choice(names)


def over_lines(name: str) -> list[str]:
    """A name too long for the column of the head, broken before its place or at a space."""
    if len(name) <= 36:
        return [name]
    ends = [m.start() for m in re.finditer(r"จังหวัด|อำเภอ|ตำบล|และ|ของ|\s", name)]
    at = max((end for end in ends if 0 < end <= 36), default=36)
    return [name[:at].strip(), name[at:].strip()[:36]]


def number(rng: Random, letters: str) -> str:
    """A reference number of the agency with these letters, as offices print it."""
    code = rng.choice([f"00{rng.randint(10, 39)}", f"0{rng.randint(1, 9)}{rng.randint(1, 30):02d}",
                       str(rng.randint(51000, 75999))])  # fmt: skip
    if len(code) == 4 and rng.random() < 0.7:
        code += f".{rng.randint(1, 12)}"
    series = rng.choice(["", "", "", "ว ", "ว"])
    return f"{letters} {code}/{series}{rng.randint(1, 29999)}"


@cache
def _bearers() -> dict[str, list[str]]:
    """The names of the offices that number with each agency's letters."""
    found: dict[str, set[str]] = {code: set(names) for code, names in directory.agencies().items()}
    for code, province in directory.provinces().items():
        placed = {name.name for name in directory.names() if name.province == province}
        found.setdefault(code, set()).update(placed or {province})
    return {code: sorted(names) for code, names in found.items()}


@cache
def offices() -> tuple[str, ...]:
    return tuple(sorted({name.name for name in directory.names()}))


@cache
def _letters() -> tuple[str, ...]:
    """Letters in words of our own, none of which the training knows; no noise of other readers."""
    kept = (p for p in sorted(LETTERS.glob("*.txt")) if not p.stem.startswith(("noise", "other")))
    return tuple(path.read_text() for path in kept)


@cache
def subjects() -> tuple[str, ...]:
    lines = (line.strip() for one in _letters() for line in one.splitlines())
    return tuple(re.sub(r"^เรื่อง\s+", "", line) for line in lines if line.startswith("เรื่อง "))


@cache
def paragraphs() -> tuple[str, ...]:
    """Sentences of the letters, at most some three lines long."""
    lines = (" ".join(line.split()) for one in _letters() for line in one.splitlines())
    return tuple(
        line[:220] for line in lines if len(line) > 60 and not re.search("[<|]|[.]{3}", line)
    )


def a_day(rng: Random) -> dt.date:
    return dt.date(rng.randint(2540, 2572) - 543, 1, 1) + dt.timedelta(rng.randrange(365))


def said_day(day: dt.date) -> str:
    return f"{day.day} {text.words.MONTHS[day.month - 1]} {day.year + 543}"


def scan(rng: Random, page: Image.Image, grade: str) -> Image.Image:
    """The page as a scanner, a copier or a fax and a bad copy sends it."""
    noise = np.random.default_rng(rng.getrandbits(32))
    strength = {"clean": 0.0, "copied": 0.5, "damaged": 1.0}[grade]
    angle = rng.gauss(0, 0.15 + 0.7 * strength)
    page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(page.width / 1654 * (0.35 + 0.7 * strength)))
    grey = np.asarray(page, np.float32)
    fax = grade == "damaged" and rng.random() < 0.5
    if strength:
        paper = rng.uniform(200, 245)
        grey = paper - (255 - grey) * rng.uniform(0.55, 0.9) * paper / 255
    if strength and not fax:
        shade = 1 - strength * rng.uniform(0, 0.3) * np.linspace(0, 1, page.width, dtype=np.float32)
        grey = grey * shade[None, :]
    grey = grey + noise.normal(0, 3 + 16 * strength, grey.shape).astype(np.float32)
    if fax:
        level = float(np.percentile(grey, 60)) * rng.uniform(0.72, 0.82)
        grey = np.where(grey > level, 255.0, 0.0).astype(np.float32)
        grey[noise.random(grey.shape) < 0.002] = 0
    image = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=int(92 - 50 * strength))
    return Image.open(buffer).convert("L")


def pages(
    seed: int, count: int, folders: tuple[str, ...]
) -> Iterator[tuple[str, Image.Image, Truth]]:
    """``count`` pages of each grade, in the fonts kept out of training."""
    known = [f for f in fonts.installed(folders, held_out=True) if "italic" not in f.path.lower()]
    for grade in GRADES:
        for number in range(count):
            rng = Random(f"{seed}-{grade}-{number}")
            dpi = rng.choice(
                {"clean": (200, 300), "copied": (200, 300), "damaged": (150, 200)}[grade]
            )
            regular = fonts.pick(rng, tuple(known), "")
            page, truth = letter(rng, regular, dpi)
            yield grade, scan(rng, page, grade), truth
