"""Figures as they stand in official letters: numbers, dates, telephones, amounts, addresses."""

from __future__ import annotations

from random import Random

from ingest.recogniser.alphabet import ARABIC_DIGITS, THAI_DIGITS
from ingest.training import vocabulary as words

TO_THAI = str.maketrans(ARABIC_DIGITS, THAI_DIGITS)


#: Of equal digits side by side one is easily lost: they stand so more often than by chance.
_AGAIN = 0.22


def digits(rng: Random, count: int) -> str:
    said = ""
    for _ in range(count):
        said += said[-1] if said and rng.random() < _AGAIN else rng.choice(ARABIC_DIGITS)
    return said


def script(rng: Random, text: str, thai: float = 0.62) -> str:
    """The digits of ``text`` in one script, as a letter keeps it (with rare mixtures)."""
    chance = rng.random()
    if chance < 0.02:
        return "".join(c.translate(TO_THAI) if rng.random() < 0.5 else c for c in text)
    return text.translate(TO_THAI) if chance < thai else text


def unit_code(rng: Random) -> str:
    form = rng.random()
    if form < 0.3:
        return (
            "00"
            + digits(rng, 2)
            + rng.choice(["", "", f".{rng.randint(1, 9)}", f".{digits(rng, 3)}"])
        )
    if form < 0.5:
        return digits(rng, 4) + rng.choice(["", f".{rng.randint(1, 30)}", f".{rng.randint(1, 9)}"])
    if form < 0.75:
        return digits(rng, 5) + rng.choice(["", "", f".{rng.randint(1, 12)}"])
    if form < 0.9:
        return (
            digits(rng, 4)
            + "."
            + rng.choice(
                [digits(rng, 2), digits(rng, 3), f"{rng.randint(1, 9)}.{rng.randint(1, 20)}"]
            )
        )
    tail = rng.choice(
        [
            f"({digits(rng, rng.randint(1, 3))})",
            f".{rng.randint(1, 9)}({rng.randint(1, 40)})",
            " (กกว)",
        ]
    )
    return digits(rng, 4) + tail


def ref_parts(rng: Random) -> tuple[str, str]:
    """What stands before the running number, and the running number."""
    letters = rng.choice(words.AGENCIES)
    if rng.random() < 0.08:
        letters += f" ({rng.choice(words.AGENCIES)})"
    space = rng.choice([" ", " ", " ", "", "."]) if rng.random() < 0.95 else " . "
    slash = rng.choice(["/", "/", "/", "/", " /", "/ "])
    series = ""
    if rng.random() < 0.4:
        series = rng.choice(words.SERIES) + rng.choice([" ", " ", ""])
    number = digits(rng, rng.randint(1, 5)).lstrip("0") or "1"
    return f"{letters}{space}{unit_code(rng)}{slash}{series}", number


def ref_no(rng: Random) -> str:
    form = rng.random()
    if form < 0.1:
        return f"{rng.randint(1, 10 ** rng.randint(1, 4))}/{rng.randint(2530, 2575)}"
    head, number = ref_parts(rng)
    return head + number


def date(rng: Random) -> str:
    day, year = rng.randint(1, 31), rng.randint(2530, 2575)
    form = rng.random()
    if form < 0.62:
        era = rng.choice(["", "", "", "พ.ศ. "])
        return f"{day}{_gap(rng)}{rng.choice(words.MONTHS)}{_gap(rng)}{era}{year}"
    if form < 0.85:
        short = rng.choice(words.SHORT_MONTHS)
        short = short if rng.random() < 0.8 else short.replace(".", "")
        first, second = (rng.choice([" ", " ", ""]) for _ in range(2))
        return f"{day}{first}{short}{second}{rng.choice([year, year % 100])}"
    separator = rng.choice("//-.")
    return f"{day}{separator}{rng.randint(1, 12)}{separator}{rng.choice([year, year % 100])}"


def _gap(rng: Random) -> str:
    return rng.choice([" ", " ", " ", "  ", "   "])


def phone(rng: Random) -> str:
    head = rng.choice(["0", "0-", "0 ", "0-", "0"])
    form = rng.random()
    if form < 0.6:
        number = f"{head}{digits(rng, 4)}{rng.choice(['-', ' ', '-'])}{digits(rng, 4)}"
    elif form < 0.85:
        first, second = rng.choice(["-", " ", "", "-"]), rng.choice(["-", " ", ""])
        number = f"0{digits(rng, 2)}{first}{digits(rng, 3)}{second}{digits(rng, 4)}"
    else:
        number = f"0{rng.randint(2, 77)}-{digits(rng, 6)}-{rng.randint(1, 9)}"
    if rng.random() < 0.35:
        number += rng.choice([" ต่อ ", "-", " ต่อ "]) + digits(rng, rng.randint(1, 4))
        number += rng.choice(["", f", {digits(rng, 2)}", f"-{digits(rng, 2)}"])
    return number


def amount(rng: Random) -> str:
    number = f"{rng.randint(1, 10 ** rng.randint(1, 7)):,}" + rng.choice(
        ["", "", f".{digits(rng, 2)}", ".-"]
    )
    return f"{number}{rng.choice([' ', ''])}{rng.choice(words.UNITS)}"


def clock(rng: Random) -> str:
    stop = rng.choice([".", ".", ":"])
    time = f"{rng.randint(0, 23):02d}{stop}{rng.choice(['00', '30', digits(rng, 2)])}"
    return time + rng.choice([" น.", " น.", "", f" - {rng.randint(10, 20)}{stop}30 น."])


def web(rng: Random) -> str:
    word = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(3, 9)))
    host = rng.choice(words.HOSTS)
    form = rng.random()
    if form < 0.35:
        return f"{word}{rng.choice(['', '_', '.', digits(rng, 2)])}@{host}"
    if form < 0.7:
        return f"www.{word}.{rng.choice(['go.th', 'com', 'or.th', 'in.th'])}"
    mixed = "".join(
        rng.choice("abcdefghkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(6)
    )
    return f"https://{rng.choice(['bit.ly', 'forms.gle', 'url.in.th', host])}/{mixed}"


def latin(rng: Random) -> str:
    """English words, abbreviations and model names, some of them in brackets."""
    parts = []
    for _ in range(rng.randint(1, 4)):
        if rng.random() < 0.6:
            word = rng.choice(words.LATIN)
            word = rng.choice([word, word, word.upper(), word.lower()])
        else:
            letters = rng.choice(["abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"])
            word = "".join(rng.choice(letters) for _ in range(rng.randint(2, 8)))
            word = rng.choice([word, word.capitalize(), word + digits(rng, 1)])
        parts.append(word)
    text = rng.choice([" ", " ", "-", " & ", ": "]).join(parts)
    return f"({text})" if rng.random() < 0.3 else text
