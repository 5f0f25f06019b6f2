"""scans: number, date, characters, digits, seconds a page, ours beside Tesseract's

Pages are set in fonts that the training never used; their folders are named by
``--fonts`` or by FONTS in the environment (separated by ``:``). We read them
all, Tesseract every fifth (``beside`` has both on the same pages). Both engines
read with one thread; seconds are processor time, without what follows the
lines: number and date are those that the reader of letters takes from either
engine's lines. Real letters are measured where ``../shared`` is.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from rapidfuzz.distance import Levenshtein

from ingest.calendar import thai_government
from ingest.pages import picture, plain_text
from ingest.pages.page import Page
from ingest.pipeline import conclude
from ingest.reading import Field
from ingest.recogniser.alphabet import ARABIC_DIGITS, THAI_DIGITS
from tests.bench.scan_pages import GRADES, Truth, pages

ROOT = Path(__file__).resolve().parents[2]
_TO_ARABIC = str.maketrans(THAI_DIGITS, ARABIC_DIGITS)
_DIGITS = re.compile(r"[0-9๐-๙]+")
_GROUPS = re.compile(r"(?<=[0-9]) (?=[0-9])")
#: Confidence from which a clerk need not look; how many pages Tesseract reads one of.
SURE = 0.95
EVERY = 5
Engine = Callable[[Path], list[Page]]


@dataclass(slots=True)
class Score:
    pages: int = 0
    refs: int = 0
    dates: int = 0
    wrong: int = 0
    characters: int = 0
    numbers: int = 0
    missed: int = 0
    seconds: float = 0.0
    #: Numbers and dates of confidence 0.95 or more, those of them that are right, and the wrong
    #: ones that neither a doubt nor a lower confidence marks.
    sure: int = 0
    surely: int = 0
    unmarked: int = 0

    def add(self, read: list[Page], truth: Truth, seconds: float) -> None:
        text = "\n".join(line.text for page in read for line in page.lines)
        whole = "".join(truth.lines).replace(" ", "")
        flat = re.sub(r"\s", "", text)
        self.pages += 1
        ref_no, date = _head(read)
        said = ref_no.value if ref_no else None
        number_right = said is not None and _normal(said) == _normal(truth.ref_no)
        date_right = date is not None and date.value == truth.date.isoformat()
        self.refs += number_right
        self.dates += date_right
        self._weigh(ref_no, number_right)
        self._weigh(date, date_right)
        self.wrong += Levenshtein.distance(flat, whole)
        self.characters += len(whole)
        wanted, got = _numbers("\n".join(truth.lines)), _numbers(text)
        self.numbers += wanted.total()
        self.missed += (wanted - got).total()
        self.seconds += seconds

    def _weigh(self, field: Field | None, right: bool) -> None:
        if field is None or field.confidence < SURE:
            return
        self.sure += 1
        self.surely += right
        self.unmarked += not right and not field.doubt

    def row(self, name: str) -> str:
        n = self.pages
        return (
            f"{name:24} {100 * self.refs / n:6.1f} {100 * self.dates / n:6.1f} "
            f"{100 * self.wrong / self.characters:6.2f} {self.missed:6}/{self.numbers:<6} "
            f"{self.seconds / n:7.2f}"
        )


def _numbers(text: str) -> Counter[str]:
    """The digit strings; groups of a telephone number are one, whatever the space between them."""
    return Counter(_DIGITS.findall(_GROUPS.sub("", text.translate(_TO_ARABIC))))


def _head(read: list[Page]) -> tuple[Field | None, Field | None]:
    """Number and date of the first letter on the pages, as the reader of letters has them."""
    letters, _, _ = conclude(read, received=None, calendar=thai_government())
    if not letters:
        return None, None
    return letters[0].ref_no, letters[0].date


def _normal(text: str) -> str:
    """Arabic digits, no spaces, no dots but those between digits: the form numbers are kept in."""
    flat = re.sub(r"\s", "", text.translate(_TO_ARABIC))
    return re.sub(r"(?<![0-9])\.|\.(?![0-9])", "", flat)


def ours(path: Path) -> list[Page]:
    return picture.read_image(path)


def tesseract(path: Path) -> list[Page]:
    command = ["tesseract", str(path), "-", "-l", "tha"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return plain_text.read_text(done.stdout) if done.stdout.strip() else []


def _core_seconds() -> float:
    """Seconds of processor time of this process and those it has started and seen end."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def measure(count: int, seed: int, folders: tuple[str, ...]) -> dict[tuple[str, str], Score]:
    there = shutil.which("tesseract") is not None
    scores: dict[tuple[str, str], Score] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.tif"  # plain: what is measured is reading, not unpacking
        Image.new("L", (1654, 2339), 255).save(path)
        ours(path)  # loads the weights
        for number, (grade, image, truth) in enumerate(pages(seed, count, folders)):
            image.save(path)
            beside = there and number % EVERY == 0
            read, took = _timed(ours, path)
            for name in ("ours", "ours, beside")[: 1 + beside]:
                scores.setdefault((grade, name), Score()).add(read, truth, took)
            if beside:
                read, took = _timed(tesseract, path)
                scores.setdefault((grade, "tesseract tha"), Score()).add(read, truth, took)
    return scores


def _timed(engine: Engine, path: Path) -> tuple[list[Page], float]:
    began = _core_seconds()
    read = engine(path)
    return read, _core_seconds() - began


def _scored(found: str | None, wanted: str | None) -> bool:
    flat = re.sub(r"\s", "", (found or "").translate(_TO_ARABIC))
    return flat == re.sub(r"\s", "", wanted or "")


def real(folder: Path) -> None:
    """Number and date of real scans by the whole program, and how many of the wrong are doubted."""
    import ingest

    tallies = {name: Counter[str]() for name in ("ref_no", "date")}
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text())
        if truth["medium"] != "scan":
            continue
        letters = ingest.read(path.with_suffix(".pdf")).letters
        for name, tally in tallies.items():
            if not truth[name] or any(u.startswith(name) for u in truth["uncertain"]):
                continue
            found = getattr(letters[0], name) if letters else None
            right = found is not None and _scored(found.value, truth[name])
            unsure = found is None or bool(found.doubt) or found.confidence < SURE
            tally["right" if right else "doubted" if unsure else "unmarked"] += 1
    for name, tally in tallies.items():
        wrong = tally["doubted"] + tally["unmarked"]
        print(
            f"real scans, {name}: {tally['right']}/{tally['right'] + wrong} right, "
            f"{tally['doubted']}/{wrong} wrong in doubt"
        )


def synthetic(count: int, seed: int, folders: tuple[str, ...]) -> None:
    scores = measure(count, seed, folders)
    print(f"{'':24} {'ref %':>6} {'date %':>6} {'CER %':>6} {'digits wrong':>13} {'s/page':>7}")
    for grade in GRADES:
        for (of, name), score in scores.items():
            if of == grade:
                print(score.row(f"{grade}, {name}"))
    mine = [score for (_, name), score in scores.items() if name == "ours"]
    sure, surely = sum(s.sure for s in mine), sum(s.surely for s in mine)
    print(f"numbers and dates of {SURE} or more: {surely}/{sure} right, ", end="")
    print(f"wrong ones without any doubt: {sum(s.unmarked for s in mine)}")


def _peak(path: Path) -> float:
    """Megabytes that a process of its own takes to read a page."""
    code = (
        "import re, sys; from pathlib import Path; from ingest.pages import picture; "
        "picture.read_image(Path(sys.argv[1])); "
        "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return float(done.stdout) / 1024


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", action="append", help="a folder with Thai fonts (repeatable)")
    parser.add_argument("--pages", type=int, default=40, help="pages of each grade")
    parser.add_argument("--seed", type=int, default=20_261_122)
    args = parser.parse_args(arguments)
    known = os.environ.get("FONTS", f"/usr/share/fonts:{Path.home() / '.fonts'}").split(":")
    try:
        synthetic(args.pages, args.seed, tuple(args.fonts or known))
    except SystemExit as missing:
        print(f"no synthetic pages: {missing}")
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "a4.png"
        Image.effect_noise((2480, 3508), 30).convert("RGB").save(sheet, dpi=(300, 300))
        print(f"peak memory of a process that reads A4 in colour at 300 dpi: {_peak(sheet):.0f} MB")
    if (ROOT.parent / "shared" / "real-letters").is_dir():
        real(ROOT.parent / "shared" / "real-letters")


if __name__ == "__main__":
    main(sys.argv[1:])
