"""A file is read in a process of its own; however that ends, a Thai sentence remains."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from fpdf import FPDF
from PIL import Image

from tests.tracker.letters import LETTER, LONG
from tracker.reader import BROKE_OFF, TOO_BIG, TOO_SLOW, Limits, Outcome, ReadingProcess

ENOUGH = Limits(seconds=60, memory=2 * 1024**3)


def outcome(path: Path, limits: Limits = ENOUGH) -> Outcome:
    with ReadingProcess(path, limits) as process:
        while (ended := process.wait(0.2)) is None:
            pass
        return ended


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "หนังสือเชิญ.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A text that takes long enough to be caught at it."""
    path = tmp_path / "long.txt"
    path.write_text(LONG, encoding="utf-8")
    return path


def test_a_letter_is_read_and_its_pages_are_counted(letter: Path) -> None:
    with ReadingProcess(letter, ENOUGH) as process:
        while (ended := process.wait(0.2)) is None:
            pass
    assert ended.error is None
    assert ended.reading is not None
    assert ended.reading["source"] == letter.name
    assert ended.reading["letters"][0]["ref_no"]["value"] == "รย 0023.3/412"
    assert process.pages == (1, 1)


def test_too_little_memory_ends_in_a_sentence(letter: Path) -> None:
    assert outcome(letter, Limits(seconds=60, memory=60 * 1024**2)) == Outcome(error=TOO_BIG)


def test_too_little_time_ends_in_a_sentence_and_in_the_child(endless: Path) -> None:
    with ReadingProcess(endless, Limits(seconds=0.3, memory=2 * 1024**3)) as process:
        assert process.wait(30) == Outcome(error=TOO_SLOW)
        assert not psutil.pid_exists(process._child.pid)


@pytest.mark.parametrize(
    ("by", "sentence"),
    [(signal.SIGSEGV, BROKE_OFF), (signal.SIGXCPU, TOO_SLOW), (signal.SIGKILL, TOO_BIG)],
)
def test_a_reader_that_breaks_off_ends_in_a_sentence(
    endless: Path, by: signal.Signals, sentence: str
) -> None:
    with ReadingProcess(endless, ENOUGH) as process:
        assert process.wait(0.1) is None
        os.kill(process._child.pid, by)
        assert process.wait(10) == Outcome(error=sentence)


def test_leaving_ends_the_child(endless: Path) -> None:
    with ReadingProcess(endless, ENOUGH) as process:
        child = process._child.pid
    assert not psutil.pid_exists(child)


def test_a_child_is_told_no_secret(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://wian:secret@db/wian")
    monkeypatch.setenv("SECRET_KEY", "secret")
    with ReadingProcess(letter, ENOUGH) as process:
        environment = psutil.Process(process._child.pid).environ()
    assert "secret" not in str(environment)


def test_a_child_does_not_outlive_a_killed_parent(endless: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tracker.reader import *\n"
        "with ReadingProcess(Path(sys.argv[1]), Limits(60, 2 * 1024**3)) as process:\n"
        "    print(process._child.pid, flush=True); process.wait(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, endless], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    time.sleep(0.5)
    parent.kill()
    parent.communicate()
    gone, alive = psutil.wait_procs([child], timeout=10)
    assert not alive or all(one.status() == psutil.STATUS_ZOMBIE for one in alive)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _picture_named_pdf(path: Path) -> None:
    Image.new("L", (600, 800), 255).save(path, "PNG")


def _pdf(pages: int = 1) -> FPDF:
    made = FPDF()
    for number in range(pages):
        made.add_page()
        made.set_font("helvetica")
        made.cell(text=f"Page {number + 1}: nothing official stands here.")
    return made


def _encrypted(path: Path) -> None:
    made = _pdf()
    made.set_encryption(owner_password="owner", user_password="user")
    made.output(str(path))


def _truncated(path: Path) -> None:
    _pdf().output(str(path))
    path.write_bytes(path.read_bytes()[:300])


def _many_pages(path: Path) -> None:
    _pdf(300).output(str(path))


def _no_letter(path: Path) -> None:
    path.write_text("ซื้อกาแฟสองถุงกับน้ำตาล\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (_empty, "empty.pdf"),
        (_picture_named_pdf, "picture.pdf"),
        (_encrypted, "locked.pdf"),
        (_truncated, "cut.pdf"),
        (_many_pages, "book.pdf"),
        (_no_letter, "list.txt"),
    ],
)
def test_bad_input_ends_in_one_thai_sentence(tmp_path: Path, make, name: str) -> None:
    path = tmp_path / name
    make(path)
    ended = outcome(path)
    said = ended.error
    if ended.reading is not None:
        assert ended.reading["letters"] == []
        said = " ".join(ended.reading["warnings"])
    assert said
    assert re.search("กรุณา", said), said
    assert not re.search("[A-Za-z_]+(Error|Exception)|Traceback", said)
