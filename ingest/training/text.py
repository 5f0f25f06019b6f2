"""Text as it stands in official letters, drawn from a seeded random source.

A line is a tuple of pieces; a piece says how it is set: printed, written by
hand, or stamped. Numbers of every shape and in both scripts make up half of
all lines, since a wrong digit costs more than a wrong letter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from ingest.training import vocabulary as words
from ingest.training.figures import (
    TO_THAI,
    amount,
    clock,
    date,
    digits,
    latin,
    phone,
    ref_no,
    ref_parts,
    script,
    web,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """``how``: print, head (larger, bold), hand (digits), stamp (rubber), gap (dots, a rule)."""

    text: str
    how: str = "print"


Line = tuple[Piece, ...]


@cache
def _corpus() -> tuple[list[str], list[float]]:
    """Thai words with weights: frequent words often, every word of the dictionary at times."""
    from pythainlp.corpus import thai_words, ttc

    counts = dict(ttc.word_freqs())
    vocabulary = sorted(w for w in set(thai_words()) | set(counts) if 0 < len(w) < 24)
    return vocabulary, [1.5 + counts.get(word, 0) ** 0.6 for word in vocabulary]


@cache
def _cumulative() -> tuple[list[str], list[float]]:
    from itertools import accumulate

    vocabulary, weights = _corpus()
    return vocabulary, list(accumulate(weights))


@cache
def _names() -> tuple[list[str], list[str], list[str]]:
    from pythainlp import corpus

    given = sorted(corpus.thai_male_names() | corpus.thai_female_names())
    provinces = sorted(str(name) for name in corpus.provinces())
    return given, sorted(corpus.thai_family_names()), provinces


def thai_words(rng: Random, count: int) -> str:
    vocabulary, cumulative = _cumulative()
    parts = rng.choices(vocabulary, cum_weights=cumulative, k=count)
    return "".join(part + (" " if rng.random() < 0.12 else "") for part in parts).strip()


def name(rng: Random) -> str:
    given, family, _ = _names()
    gap = rng.choice([" ", "  "])
    full = f"{rng.choice(words.TITLES)}{rng.choice(given)}{gap}{rng.choice(family)}"
    return f"({full})" if rng.random() < 0.4 else full


def office(rng: Random) -> str:
    _, _, provinces = _names()
    tail = rng.choice([rng.choice(words.OFFICE_TAILS), rng.choice(provinces), thai_words(rng, 2)])
    return rng.choice(words.OFFICE_HEADS) + tail


def sentence(rng: Random) -> str:
    parts = []
    for _ in range(rng.randint(1, 3)):
        parts.append(
            rng.choice(words.PHRASES) if rng.random() < 0.55 else thai_words(rng, rng.randint(1, 4))
        )
        if rng.random() < 0.3:
            parts.append(
                rng.choice([" ", "", " "])
                + rng.choice([date, amount, clock, ref_no, phone])(rng)
                + " "
            )
        if rng.random() < 0.1:
            parts.append(f" {latin(rng)} ")
        if rng.random() < 0.06:
            parts.append(rng.choice(["ฯ ", "กรุงเทพฯ", "ฯลฯ", "นายกฯ ", "ๆ ", "ต่าง ๆ "]))
    text = "".join(parts).strip()
    if rng.random() < 0.12:
        pair = rng.choice(["()", "“”", '""', "()", "‘’", "[]"])
        text = f"{pair[0]}{text}{pair[1]}"
    return text


def printed(rng: Random) -> Line:
    form: Callable[[Random], str] = rng.choices(
        [ref_no, date, phone, name, office, amount, clock, web, latin, sentence],
        (22, 13, 10, 7, 9, 7, 3, 4, 4, 34),
    )[0]
    return printed_as(rng, form)


def printed_as(rng: Random, form: Callable[[Random], str]) -> Line:
    """A printed line of one form, after the words that may lead it in."""
    text = form(rng)
    if form is ref_no and rng.random() < 0.6:
        text = (
            rng.choice(
                ["ที่", "ที่ ", "ที่  ", "เลขที่ ", "คำสั่งที่ ", "ด่วนที่สุด ที่ ", "หนังสือ ที่ ", "อ้างถึง หนังสือ"]
            )
            + text
        )
        if rng.random() < 0.4:
            text += rng.choice([" ลงวันที่ ", " ลว. ", " ลงวันที่ "]) + date(rng)
    elif form is date and rng.random() < 0.5:
        text = rng.choice(["วันที่ ", "วันที่", "ลงวันที่ ", "เมื่อวันที่ ", "ณ วันที่ ", "ภายในวันที่ "]) + text
    elif form is phone and rng.random() < 0.8:
        text = (
            rng.choice(["โทร. ", "โทร ", "โทรศัพท์ ", "โทรสาร ", "โทร./โทรสาร ", "Tel. ", "มือถือ "])
            + text
        )
    elif form is office and rng.random() < 0.3:
        text += f" {rng.choice(words.POSITIONS)}"
    elif rng.random() < 0.14:
        text = rng.choice(words.HEADS) + rng.choice([" ", "  ", ""]) + text
    if rng.random() < 0.07:
        text = (
            rng.choice(
                [
                    f"{rng.randint(1, 40)}.",
                    f"{rng.randint(1, 9)}.{rng.randint(1, 9)}",
                    "-",
                    "(ก)",
                    f"{rng.randint(1, 9)})",
                    "•",
                ]
            )
            + " "
            + text
        )
    if rng.random() < 0.08:  # the bold heads of a memorandum, in a larger size than what follows
        head = rng.choice(words.HEADS)
        return (Piece(head + " ", "head"), Piece(script(rng, text)))
    return (Piece(script(rng, text)),)


Pen = Callable[[str], Piece]


def handwritten(rng: Random, mixed: float = 0.0) -> Line:
    """A printed head with digits written in: the running number, the day, a receive number.

    ``mixed``: how often Arabic digits are written into a head in Thai ones.
    """
    thai = rng.random() < 0.75
    kind = rng.random()

    def written(text: str) -> Piece:
        return Piece(text.translate(TO_THAI) if thai else text, "hand")

    head_thai = 1.0 if rng.random() < (0.9 if thai else mixed) else 0.0
    if kind < 0.5:
        return _number(rng, written, head_thai)
    if kind < 0.75:
        return _day(rng, written, head_thai)
    if kind < 0.9:
        return _received(rng, written)
    return (written(digits(rng, rng.randint(1, 6))),)


def _number(rng: Random, written: Pen, thai: float) -> Line:
    """A reference number whose running number, at times the series too, is written in."""
    head, number = ref_parts(rng)
    prefix = rng.choice(["ที่ ", "ที่", "ที่  ", ""])
    pieces = [Piece(script(rng, prefix + head.rstrip(), thai))]
    if prefix.strip() and rng.random() < 0.25:
        pieces = [Piece("ที่ ", "head"), Piece(script(rng, head.rstrip(), thai))]
    if not (head.rstrip().endswith("/") and rng.random() < 0.3):
        return (*pieces, written(number))
    series = Piece("ว" + rng.choice(["", " "]), "hand")
    if rng.random() < 0.4:
        return (*pieces, series, written(number))
    return (*pieces, Piece(series.text + written(number).text, "hand"))


def _day(rng: Random, written: Pen, thai: float) -> Line:
    """A date whose day is written in."""
    month = rng.choice(words.MONTHS + words.SHORT_MONTHS)
    pieces = (
        written(str(rng.randint(1, 31))),
        Piece(script(rng, f" {month} {rng.randint(2545, 2575)}", thai)),
    )
    if rng.random() >= 0.6:
        return pieces
    set_how = "head" if rng.random() < 0.3 else "print"
    return (Piece(rng.choice(["วันที่ ", "วันที่", "ลงวันที่ "]), set_how), *pieces)


def _received(rng: Random, written: Pen) -> Line:
    """A line of a receive stamp filled in: its number, time or day."""
    label = Piece(rng.choice(["เลขรับ ", "รับที่ ", "เลขที่ ", "เวลา ", "วันที่ ", "เลขที่รับ"]))
    day = f"{rng.randint(1, 31)}/{rng.randint(1, 12)}/{rng.randint(45, 75)}"
    time = f"{rng.randint(8, 17)}.{digits(rng, 2)}"
    filled = written(rng.choice([digits(rng, rng.randint(1, 5)), time, day]))
    end = (Piece(" น."),) if rng.random() < 0.3 else ()
    return (label, Piece("", "gap"), filled, *end)


def stamped(rng: Random) -> Line:
    """Lines of receive stamps: rubber type, spaced digits, leaders."""
    kind = rng.random()
    if kind < 0.4:
        day, year = f"{rng.randint(1, 31):2d}".strip(), str(rng.randint(2545, 2575))
        apart = rng.choice(["", " ", "  "])
        text = f"{apart.join(day)} {rng.choice(words.SHORT_MONTHS)} {year}"
        stamp = Piece(script(rng, text, 0.35), "stamp")
        return (stamp,) if rng.random() < 0.5 else (Piece("วันที่"), Piece("", "gap"), stamp)
    if kind < 0.65:
        number = Piece(script(rng, digits(rng, rng.randint(2, 6)), 0.3), "stamp")
        return (
            Piece(rng.choice(["เลขรับ", "รับที่", "เลขที่", "เลขที่รับ", "เลขทะเบียนรับ"])),
            Piece("", "gap"),
            number,
        )
    if kind < 0.85:
        return Piece("เวลา"), Piece("", "gap"), Piece(script(rng, clock(rng), 0.4), "stamp")
    return (Piece(office(rng), "stamp"),)


def line(rng: Random) -> Line:
    """One line, at most some sixty characters."""
    kind = rng.random()
    if kind < 0.035:
        return ()
    pieces = handwritten(rng) if kind < 0.33 else stamped(rng) if kind < 0.4 else printed(rng)
    return _short(pieces)


def _short(pieces: Line) -> Line:
    return tuple(
        Piece(p.text[:48].strip(" ") if len(p.text) > 48 else p.text, p.how) for p in pieces
    )


def figures_line(rng: Random) -> Line:
    """A line of figures as heads and stamps have them: most are written in by hand."""
    kind = rng.random()
    if kind < 0.75:
        return _short(handwritten(rng, mixed=0.25))
    if kind < 0.83:
        return _short(stamped(rng))
    return _short(printed_as(rng, ref_no if kind < 0.93 else date))
