"""The letters of the corpus in other forms: set as pages, and scanned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ingest.training.letterpress import image_pdf, set_text, to_scan
from tests.ingest.scoring import Case


def as_pages(cases: Iterable[Case], folder: Path, size: float = 12.5) -> Iterator[Case]:
    """Text letters set as PDFs in type of ``size`` points; PDFs are left out."""
    for case in cases:
        if case.file.suffix == ".txt":
            file = folder / f"{case.file.stem}-{size}.pdf"
            file.write_bytes(set_text(case.file.read_text("utf8"), size))
            yield replace(case, file=file)


def as_scans(
    cases: Iterable[Case], folder: Path, dpi: int = 200, damage: float = 0.3
) -> Iterator[Case]:
    """PDFs as pictures without a text layer; ``damage`` as the letterpress has it."""
    for number, case in enumerate(cases):
        file = folder / f"{case.file.stem}-scan.pdf"
        file.write_bytes(image_pdf(to_scan(case.file.read_bytes(), dpi, damage, number), dpi))
        yield replace(case, file=file)
