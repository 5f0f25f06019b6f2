"""Text layers: error rates per producer, the judge's eye, time and memory, ten thousand mutations.

    python -m tests.bench.bench_text_layer [--mutations N]

Error rates are of the characters without spaces against the source text;
poppler's pdftotext is shown where it is installed. Times and memory are those of
fresh processes that read the same pages in the same run, the best of three.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pdfplumber
import pypdfium2
from rapidfuzz.distance import Levenshtein

from ingest.pages import dictionary, pdf, plain_text, read_pages
from tests import fuzz
from tests.ingest.pages import forge

PRODUCERS = Path(__file__).parents[1] / "fixtures" / "producers"
FILES = sorted(PRODUCERS.glob("*.pdf"))


def ours(path: Path) -> str:
    return "\n".join(line.text for page in read_pages(path) for line in page.lines)


def plumber(path: Path) -> str:
    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def pdfium(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def poppler(path: Path) -> str:
    command = ("pdftotext", "-layout", str(path), "-")
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


READERS: dict[str, Callable[[Path], str]] = {
    "ours": ours,
    "pdfplumber": plumber,
    "pypdfium2": pdfium,
} | ({"pdftotext": poppler} if shutil.which("pdftotext") else {})


def error_rate(expected: str, read: str) -> float:
    expected, read = (re.sub(r"\s+", "", text) for text in (expected, read))
    return Levenshtein.distance(expected, read) / len(expected)


def print_error_rates() -> None:
    source = (PRODUCERS / "source.txt").read_text(encoding="utf-8")
    print(f"{'character error rate':32}" + "".join(f"{name:>12}" for name in READERS))
    for path in FILES:
        rates = (error_rate(source, read(path)) for read in READERS.values())
        print(f"{path.stem:32}" + "".join(f"{rate:>11.2%} " for rate in rates))


def measure(name: str, answers: multiprocessing.Queue[tuple[float, int]]) -> None:
    """Runs in a process of its own: the best seconds for all files, and its peak memory."""
    logging.disable(logging.CRITICAL)
    read = READERS[name]
    read(FILES[0])
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        for path in FILES:
            dictionary.forget()
            read(path)
        seconds.append(time.perf_counter() - start)
    answers.put((min(seconds), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024))


def print_speed() -> None:
    pages = sum(len(pypdfium2.PdfDocument(path)) for path in FILES)
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[tuple[float, int]] = context.Queue()
    taken = {}
    for name in ("ours", "pdfplumber"):
        process = context.Process(target=measure, args=(name, answers))
        process.start()
        taken[name] = answers.get(timeout=300)
        process.join()
        seconds, memory = taken[name]
        print(
            f"{name:12} {seconds / pages * 1000:6.1f} ms a page, {pages / seconds:5.1f} pages"
            f" a second, {memory / 2**20:4.0f} MB at most"
        )
    print(f"ours / pdfplumber: {taken['ours'][0] / taken['pdfplumber'][0]:.2f} of its time")


MARKS = "ัิีึืุู็่้๊๋์"
LETTERS = "กขคงจชซญฐดตถทธนบปผฝพภมยรลวศษสหอฮ"


def damaged(seed: int) -> bytes:
    """A layer damaged in one of six ways."""
    chance = random.Random(seed)
    marks, letters = chance.sample(MARKS, 3), chance.sample(LETTERS, 8)
    way = seed % 6
    if way == 0:
        return _renamed(dict(zip(marks[:2], marks[1::-1], strict=True)))
    if way == 1:
        return _renamed(dict(zip(letters, letters[1:] + letters[:1], strict=True)))
    if way == 2:
        return _renamed(dict.fromkeys("่้๊๋", ""))
    if way == 3:
        return forge.scan(forge.misread(forge.SOURCE, 0.02 + 0.02 * (seed % 5), seed))
    if way == 4:
        return _renamed(dict.fromkeys(marks[1:], marks[0]))
    return _renamed({char: chr(0x21 + index) for index, char in enumerate(LETTERS + MARKS)})


def _renamed(names: dict[str, str]) -> bytes:
    table = str.maketrans(names)
    return forge.remapped(forge.letter(), lambda text: text.translate(table) or " ")


def print_judge(count: int = 180) -> None:
    """A layer is good that reads right (under 1 % errors) once mended, bad otherwise."""
    kept = good = caught = bad = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.pdf")
        cases = [(file.read_bytes(), None) for file in FILES]
        cases += [(damaged(seed), forge.SOURCE) for seed in range(count)]
        for data, source in cases:
            path.write_bytes(data)
            layers = [layer for layer in pdf.layers(path) if layer is not None]
            text = "\n".join(line.text for layer in layers for line in layer.page.lines)
            right = source is None or error_rate(source, text) < 0.01
            used = all(layer.verdict.good for layer in layers)
            good, kept = good + right, kept + (right and used)
            bad, caught = bad + (not right), caught + (not right and not used)
    print(f"the judge: {kept} of {good} good layers kept, {caught} of {bad} bad ones caught")


def print_fuzz(count: int) -> None:
    names = ("weasyprint-sarabun", "xelatex-laksaman", "libreoffice-laksaman")
    pdfs = [forge.letter(), *((PRODUCERS / f"{name}.pdf").read_bytes() for name in names)]
    texts = [forge.SOURCE.encode(), "| ก | ข |\n|---|---|\n<table><tr><td>ค".encode()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        half = count // 2
        runs = {
            "PDFs": fuzz.run(pdfs, fuzz.mutated_bytes, pdf.layers, range(half), folder),
            "texts": fuzz.run(
                texts, fuzz.mutated_utf8, plain_text.read, range(half, count), folder
            ),
        }
    for kind, outcome in runs.items():
        print(
            f"mutated {kind}: {outcome.read} read, {outcome.refused} refused, none crashed;"
            f" slowest {outcome.slowest:.1f} s, {outcome.memory / 2**20:.0f} MB more at most"
        )


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--mutations", type=int, default=10_000)
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    print_speed()
    print_error_rates()
    print_judge()
    print_fuzz(options.mutations)


if __name__ == "__main__":
    main(sys.argv[1:])
