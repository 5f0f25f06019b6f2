"""A few hundred mutations of sound files: read or refused, quickly, in little memory."""

from pathlib import Path

from ingest.pages import pdf, plain_text
from tests import fuzz
from tests.ingest.pages import forge

PRODUCERS = Path(__file__).parents[2] / "fixtures" / "producers"
SMALL = ("weasyprint-sarabun", "xelatex-laksaman", "libreoffice-laksaman")


def check(outcome: fuzz.Outcome, count: int) -> None:
    assert outcome.read + outcome.refused == count
    assert outcome.slowest < 10
    assert outcome.memory < 400 * 1024 * 1024


def test_mutated_pdfs(tmp_path: Path) -> None:
    files = [forge.letter(), *((PRODUCERS / f"{name}.pdf").read_bytes() for name in SMALL)]
    outcome = fuzz.run(files, fuzz.mutated_bytes, pdf.layers, range(150), tmp_path)
    check(outcome, 150)
    assert outcome.read > 80


def test_mutated_texts(tmp_path: Path) -> None:
    table = "| เลขรับ | ๑๒ |\n|---|---|\n| [ก](http://x) | <ul><li>ข</li></ul><br> |\n"
    files = [(forge.SOURCE + "\n" + table).encode(), f"<table><tr><td>{table}".encode()]
    outcome = fuzz.run(files, fuzz.mutated_utf8, plain_text.read, range(300), tmp_path)
    check(outcome, 300)


def test_mutated_bytes_of_texts(tmp_path: Path) -> None:
    files = [forge.SOURCE.encode(), forge.SOURCE.encode("cp874"), forge.SOURCE.encode("utf-16")]
    check(fuzz.run(files, fuzz.mutated_bytes, plain_text.read, range(300), tmp_path), 300)
