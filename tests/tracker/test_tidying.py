"""Sweeping: what the dead left goes, what lives stays."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tracker import tidying


def test_what_a_killed_process_left_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = """
import os, signal, sys, tempfile
from tracker import tidying
tempfile.tempdir = sys.argv[1]
with tidying.temporary_folder("reading") as folder:
    (folder / "letter.pdf").symlink_to("/nowhere")
    with tempfile.NamedTemporaryFile(prefix=tidying.prefix()):
        os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", made, str(tmp_path)], check=False)
    assert len(list(tmp_path.iterdir())) == 2
    (tmp_path / "wian-other").write_text("not ours to judge")
    with tidying.temporary_folder("reading") as mine:
        assert tidying.sweep_temporary() == 2
        assert mine.is_dir()
    assert [one.name for one in tmp_path.iterdir()] == ["wian-other"]


def test_pictures_that_nobody_looks_at_are_swept(tmp_path: Path) -> None:
    seen, unseen = tmp_path / "aa" / "aaa", tmp_path / "bb" / "bbb"
    for folder in (seen, unseen):
        (folder / "half").mkdir(parents=True)
        for name in ("1.webp", "sizes.json", "half/made"):
            (folder / name).touch()
            os.utime(folder / name, (1, 1))
    (seen / "1.webp").touch()
    assert tidying.sweep_pictures(tmp_path) == 5
    assert [one.name for one in tmp_path.rglob("*") if one.is_file()] == ["1.webp"]
    assert not unseen.exists()
