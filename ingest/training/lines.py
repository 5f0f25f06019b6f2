"""Line number n of a seed: an ink picture as the network gets it, and its text."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from ingest.recogniser import shape
from ingest.recogniser.alphabet import plain
from ingest.training import damage, fonts, hand, text


@dataclass(frozen=True, slots=True)
class Source:
    """Where fonts and handwriting come from; ``test``: what is kept out of training.

    ``hands``: only lines that a hand, a stamp or a head writes numbers into.
    """

    fonts: tuple[str, ...]
    handwriting: str | None = None
    test: bool = False
    hands: bool = False


@dataclass(slots=True)
class Sheet:
    """A strip of paper with the baseline ``ground`` and room for neighbours above and below."""

    image: Image.Image
    ground: float
    base: float
    left: float
    x: float


def _print(
    rng: Random, sheet: Sheet, font: fonts.Font, words: str, shade: int, ground: float
) -> float:
    """Sets words at ``sheet.x``; returns where they end."""
    face = fonts.load(font, sheet.base)
    pencil = ImageDraw.Draw(sheet.image)
    pencil.text((sheet.x, ground), words, fill=shade, font=face, anchor="ls", language="th")
    if rng.random() < 0.03:  # struck twice, or bold by smearing
        pencil.text((sheet.x + 1, ground), words, fill=shade, font=face, anchor="ls", language="th")
    return sheet.x + face.getlength(words, language="th")


def _head(rng: Random, sheet: Sheet, font: fonts.Font, words: str, shade: int) -> float:
    """A bold head, a quarter larger than the text after it."""
    larger = Sheet(
        sheet.image, sheet.ground, sheet.base * rng.uniform(1.05, 1.35), sheet.left, sheet.x
    )
    return _print(rng, larger, font, words, shade, sheet.ground)


def _lay(
    rng: Random,
    sheet: Sheet,
    cuts: tuple[fonts.Font, fonts.Font, fonts.Font],
    pieces: text.Line,
    source: Source,
) -> None:
    """Sets the pieces one after the other; ``cuts``: the fonts of text, head and stamp."""
    font, heavy, stamp = cuts
    shade = rng.choice([0, 0, rng.randint(0, 90)])
    for piece in pieces:
        start = sheet.x
        if piece.how == "gap":
            sheet.x += sheet.base * rng.uniform(0.5, 6)
            if rng.random() < 0.8:
                damage.rules(
                    rng, sheet.image, start, sheet.x + sheet.base * 5, sheet.ground, sheet.base
                )
        elif piece.how == "hand":
            lent = fonts.installed(source.fonts) if source.hands and not source.test else ()
            mask, drop = hand.write(
                rng, piece.text, sheet.base, source.handwriting, source.test, lent
            )
            sheet.x += sheet.base * rng.uniform(-0.15, 1.2)
            lift = sheet.base * rng.gauss(0.0, 0.22)
            pen = Image.new("L", mask.size, rng.randint(0, 125))
            sheet.image.paste(pen, (round(sheet.x), round(sheet.ground - drop - lift)), mask)
            sheet.x += mask.width
            if rng.random() < 0.4:
                damage.rules(rng, sheet.image, start, sheet.x, sheet.ground, sheet.base)
        elif piece.how == "head":
            sheet.x = _head(rng, sheet, heavy, piece.text, shade)
        elif piece.how == "stamp":
            lift = sheet.base * rng.gauss(0.05, 0.12)
            rubber = rng.randint(0, 125)
            sheet.x = _print(rng, sheet, stamp, piece.text, rubber, sheet.ground - lift)
        else:
            sheet.x = _print(rng, sheet, font, piece.text, shade, sheet.ground)


def _neighbours(rng: Random, sheet: Sheet, font: fonts.Font) -> None:
    """The lines above and below, whose marks reach into the crop."""
    pitch = sheet.base * rng.uniform(2.7, 4.2)
    for side in (-1, 1):
        if rng.random() < 0.75:
            other = Sheet(
                sheet.image, 0, sheet.base, 0, sheet.left - rng.uniform(0, 6) * sheet.base
            )
            words = text.sentence(rng) + " " + text.sentence(rng)
            _print(rng, other, font, words, rng.randint(0, 60), sheet.ground + side * pitch)


def _measure(pieces: text.Line, font: fonts.Font, stamp: fonts.Font, base: float) -> float:
    width = 4 * base
    for piece in pieces:
        if piece.how == "hand":
            width += len(piece.text) * base * 5 + 6 * base
        elif piece.how == "gap":
            width += 12 * base
        else:
            face = fonts.load(stamp if piece.how == "stamp" else font, base)
            width += face.getlength(piece.text, language="th") * 1.5 + base
    return width


def _spaced(rng: Random, pieces: text.Line) -> text.Line:
    """Some spaces made wide, as tabs and justified text do."""
    if rng.random() > 0.25:
        return pieces
    wide = " " * rng.randint(2, 9)
    return tuple(
        text.Piece(p.text.replace(" ", wide if rng.random() < 0.5 else "  "), p.how)
        if p.how == "print"
        else p
        for p in pieces
    )


def _size(rng: Random, grade: float) -> float:
    """Pixels of a flat letter: 12 at 150 dots per inch, where ๔, ๕ and ๘ are hardest to tell."""
    if rng.random() < 0.18 + 0.15 * grade:
        return rng.uniform(7.5, 11)
    return rng.uniform(10, 14.5) if rng.random() < 0.2 + 0.3 * grade else rng.uniform(11, 25)


def _blank(rng: Random, sheet: Sheet) -> None:
    """Something that is no text: a scribble, a texture, a seal."""
    if rng.random() < 0.5:
        damage.scribble(rng, sheet.image, sheet.base, sheet.ground)
        return
    for _ in range(rng.randint(0, 4)):
        damage.strokes(rng, sheet.image, sheet.base)


def make(
    seed: int, number: int, source: Source, grade: float | None = None
) -> tuple[np.ndarray, str]:
    """Line ``number`` of ``seed``: uint8 ink (48 × W, W a multiple of 4) and its text."""
    rng = Random(f"{seed}:{number}")
    pieces = text.figures_line(rng) if source.hands else text.line(rng)
    said = "".join(" " if p.how == "gap" else p.text for p in pieces)
    known = fonts.installed(source.fonts, source.test)
    font = fonts.pick(rng, known, said)
    stamp = fonts.pick(rng, known, said, hand=rng.random() < 0.3)
    pieces = _spaced(rng, pieces)
    grade = rng.random() ** 1.5 if grade is None else grade
    base = _size(rng, grade)
    width = _measure(pieces, font, stamp, base) if pieces else base * rng.uniform(4, 25)
    image = Image.new("L", (int(width + 4 * base), int(base * 9)), 255)
    sheet = Sheet(image, base * 5.2, base, 2 * base, 2 * base)
    if rng.random() < 0.1 + 0.1 * grade:  # the back of the sheet shining through
        _neighbours(rng, sheet, font)
        _print(rng, sheet, font, text.sentence(rng), 60, sheet.ground)
        faint = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(
            ImageFilter.GaussianBlur(base * 0.06)
        )
        strength = rng.uniform(0.06, 0.28)
        image = Image.fromarray(
            (255 - (255 - np.asarray(faint, np.float32)) * strength).astype(np.uint8)
        )
        sheet.image, sheet.x = image, sheet.left
    if rng.random() < 0.6:
        _neighbours(rng, sheet, font)
    _lay(rng, sheet, (font, fonts.bold(font, known), stamp), pieces, source)
    if not pieces:
        sheet.x = sheet.left + width
        _blank(rng, sheet)
    right = sheet.x
    if rng.random() < 0.12:
        damage.rules(rng, image, sheet.left, right, sheet.ground, base)
    if rng.random() < 0.05 + 0.12 * grade:
        damage.strokes(rng, image, base)
    narrow = any(p.how == "stamp" for p in pieces) and rng.random() < 0.6
    seen = _photograph(rng, sheet, right, grade, narrow)
    return shape.evened(seen) if source.hands else seen, plain(said)


def _photograph(
    rng: Random, sheet: Sheet, right: float, grade: float, narrow: bool = False
) -> np.ndarray:
    """The strip seen a little askew, spoilt, and cut as the line finder would cut it.

    ``narrow``: pressed together like the type of date stamps.
    """
    base = sheet.base
    top, bottom = int(sheet.ground - 3.6 * base), int(sheet.ground + 2.6 * base)
    image = sheet.image.crop((0, top, sheet.image.width, bottom))
    level = sheet.ground - top
    skew = rng.gauss(0, 0.004 + 0.004 * grade)
    middle = (sheet.left + right) / 2
    lean = rng.gauss(0, 0.02)
    matrix = (1, lean, -lean * level, skew, 1, -skew * middle)
    image = image.transform(
        image.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR, fillcolor=255
    )
    image = damage.spoil(rng, image, base, grade)
    seen = base * rng.uniform(0.86, 1.16) * (rng.uniform(0.8, 1.25) if rng.random() < 0.1 else 1)
    ground = level + base * rng.gauss(0, 0.07)
    margin = [base * rng.uniform(0.05, 1.2) for _ in range(2)]
    crop = shape.cut(image, ground, seen, sheet.left - margin[0], right + margin[1])
    if narrow or rng.random() < 0.12:
        low, high = (0.58, 1.0) if narrow else (0.85, 1.18)
        stretched = 4 * max(2, round(crop.width * rng.uniform(low, high) / 4))
        crop = crop.resize((stretched, shape.HEIGHT), Image.Resampling.BILINEAR)
    return shape.ink(crop)
