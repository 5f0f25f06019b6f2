"""Scans read by us and by Tesseract: ``python tests/bench/bench_scans.py --fonts FOLDER``.

Pages are set in fonts that the training never used. Prints, for each grade of
damage and both engines, numbers and dates read exactly, characters and digit
strings read wrong, seconds a page and peak memory. Both read with one thread.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PIL import Image
from rapidfuzz.distance import Levenshtein

from ingest.recogniser.alphabet import ARABIC_DIGITS, THAI_DIGITS
from tests.bench.scan_pages import GRADES, Truth, pages

_TO_ARABIC = str.maketrans(THAI_DIGITS, ARABIC_DIGITS)
_DIGITS = re.compile(r"[0-9๐-๙]+")
Engine = Callable[[Path], str]


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

    def add(self, said: str, truth: Truth, seconds: float) -> None:
        whole = "".join(truth.lines).replace(" ", "")
        flat = re.sub(r"\s", "", said)
        self.pages += 1
        self.refs += _holds(said, truth.ref_no)
        self.dates += _holds(said, truth.date)
        self.wrong += Levenshtein.distance(flat, whole)
        self.characters += len(whole)
        wanted = Counter(_DIGITS.findall(" ".join(truth.lines).translate(_TO_ARABIC)))
        got = Counter(_DIGITS.findall(said.translate(_TO_ARABIC)))
        self.numbers += wanted.total()
        self.missed += (wanted - got).total()
        self.seconds += seconds

    def row(self, name: str) -> str:
        n = self.pages
        return (
            f"{name:24} {100 * self.refs / n:6.1f} {100 * self.dates / n:6.1f} "
            f"{100 * self.wrong / self.characters:6.2f} {self.missed:6}/{self.numbers:<6} "
            f"{self.seconds / n:7.2f}"
        )


def _holds(said: str, wanted: str) -> bool:
    """Whether the text holds a number or date, in digits of either script, not within another."""
    flat = re.escape(re.sub(r"\s", "", wanted).translate(_TO_ARABIC))
    pattern = re.compile(rf"(?<![0-9.]){flat}(?![0-9])")
    lines = said.translate(_TO_ARABIC).splitlines()
    return any(pattern.search(re.sub(r"\s", "", line)) for line in lines)


def ours(path: Path) -> str:
    from ingest.pages import picture

    return "\n".join(line.text for page in picture.read_image(path) for line in page.lines)


def tesseract(path: Path) -> str:
    command = ["tesseract", str(path), "-", "-l", "tha"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return done.stdout


def measure(count: int, seed: int, folders: tuple[str, ...]) -> dict[tuple[str, str], Score]:
    engines: dict[str, Engine] = {"ours": ours}
    if shutil.which("tesseract"):
        engines["tesseract tha"] = tesseract
    scores: dict[tuple[str, str], Score] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        Image.new("L", (1654, 2339), 255).save(path)
        ours(path)  # loads the weights
        for grade, image, truth in pages(seed, count, folders):
            image.save(path)
            for name, engine in engines.items():
                began = time.perf_counter()
                said = engine(path)
                took = time.perf_counter() - began
                scores.setdefault((grade, name), Score()).add(said, truth, took)
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", action="append", help="a folder with Thai fonts (repeatable)")
    parser.add_argument("--pages", type=int, default=10, help="pages of each grade")
    parser.add_argument("--seed", type=int, default=20_261_122)
    args = parser.parse_args()
    folders = tuple(args.fonts or ["/usr/share/fonts", str(Path.home() / ".fonts")])
    scores = measure(args.pages, args.seed, folders)
    print(f"{'':24} {'ref %':>6} {'date %':>6} {'CER %':>6} {'digits wrong':>13} {'s/page':>7}")
    for grade in GRADES:
        for (of, name), score in scores.items():
            if of == grade:
                print(score.row(f"{grade}, {name}"))
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of our reading process (setting the pages included): {own:.0f} MB")


if __name__ == "__main__":
    main()
