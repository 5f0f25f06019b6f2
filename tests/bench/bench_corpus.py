"""The corpus of letters, and chains by chance: fields read right as text, pages and scans.

python -m tests.bench.bench_corpus [--wrong]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import ingest
from ingest.reading import to_json
from ingest.training.letterpress import set_bundle
from tests.ingest import chance, forms, scoring

LETTERS = Path(__file__).parents[1] / "letters"
SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "smart-city-2561"
#: Scans are slow to read: every so many-th letter.
_EVERY = 5


def read(file: Path) -> scoring.Plain:
    return scoring.Plain(to_json(ingest.read(file)))


def show(title: str, cases: Iterable[scoring.Case]) -> None:
    began = time.perf_counter()
    told = scoring.score(cases, read)
    seconds = time.perf_counter() - began
    print(f"-- {title}: {told.files} files, {seconds / max(told.files, 1):.2f} s a file")
    print(scoring.table(told, show_wrong="--wrong" in sys.argv))


def chains(number: int) -> None:
    """Bundles made by chance, numbered beyond those of the tests."""
    told = scoring.Score()
    with tempfile.TemporaryDirectory() as name:
        for seed in range(5000, 5000 + number):
            bundle, truth = chance.chain(seed)
            file = Path(name) / f"{seed}.pdf"
            file.write_bytes(set_bundle(bundle))
            scoring.judge(told, str(seed), truth, read(file))
    print(f"-- {number} chains by chance, with faults")
    print(scoring.table(told, show_wrong="--wrong" in sys.argv))


def main() -> None:
    corpus = list(scoring.load(LETTERS))
    chains(60)
    show("as they are", [*corpus, *scoring.load(SAMPLE)])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in (12.5, 15.0):
            show(f"set as pages, {size} pt", forms.as_pages(corpus, folder, size))
        clean = [case for case in corpus if not case.name.startswith("noise")]
        pages = list(forms.as_pages(clean[::_EVERY], folder))
        for damage in (0.0, 0.3):
            scans = list(forms.as_scans(pages, folder, 200, damage))
            show(f"scanned at 200 dpi, damage {damage}", scans)


if __name__ == "__main__":
    main()
