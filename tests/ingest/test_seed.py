"""The real bundle that started the project: every check holds, on its text and set as pages."""

import subprocess
import sys
from pathlib import Path

import pytest

from ingest.training.letterpress import set_text

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def seed(shared: Path) -> Path:
    return next((shared / "seed").glob("*.txt"))


def check(shared: Path, file: Path) -> None:
    command = [sys.executable, str(shared / "tools" / "score_seed.py"), str(file)]
    done = subprocess.run(
        [*command, "--python", sys.executable],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_seed_as_text(shared: Path, seed: Path) -> None:
    check(shared, seed)


@pytest.mark.parametrize("size", [12.5, 15.0])
def test_seed_as_pages(shared: Path, seed: Path, tmp_path: Path, size: float) -> None:
    """Two sizes: the lines and pages break in other places."""
    file = tmp_path / "seed.pdf"
    file.write_bytes(set_text(seed.read_text("utf8"), size))
    check(shared, file)
