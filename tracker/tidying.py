"""Sweeping: what killed processes left behind, and pictures that nobody looked at for long.

Nothing that anyone would miss: originals and rows are never touched here.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: Seconds after which a picture of a page is thrown away unless it was looked at.
UNSEEN = 30 * 86_400
_NAME = "wian"


def prefix(what: str = "") -> str:
    """How our temporary files are called: by who made them, so that it is known who is dead."""
    return f"{_NAME}-{os.getpid()}-{what}"


@contextmanager
def temporary_folder(what: str) -> Iterator[Path]:
    """A folder of our own that is gone afterwards, at the latest when the next process sweeps."""
    with tempfile.TemporaryDirectory(prefix=prefix(f"{what}-")) as folder:
        yield Path(folder)


def sweep_temporary() -> int:
    """Remove copies of originals that killed processes of this machine left; how many."""
    swept = 0
    for left in Path(tempfile.gettempdir()).glob(f"{_NAME}-*-*"):
        maker = left.name.split("-")[1]
        with suppress(OSError):  # another process may sweep as well
            if maker.isdecimal() and left.lstat().st_uid == os.getuid() and not _lives(int(maker)):
                _remove(left)
                swept += 1
    return swept


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OverflowError, PermissionError):
        return True
    return True


def _remove(left: Path) -> None:
    if left.is_dir() and not left.is_symlink():
        shutil.rmtree(left)
    else:
        left.unlink()


def sweep_pictures(cache: Path, *, unseen: float = UNSEEN) -> int:
    """Remove pictures of pages that were not looked at for ``unseen`` seconds; how many files.

    They are drawn anew when somebody looks. A half-drawn one of a killed
    process goes the same way.
    """
    oldest, swept = time.time() - unseen, 0
    for folder in cache.glob("*/*"):
        for kept in folder.rglob("*"):
            with suppress(OSError):
                if kept.is_file() and kept.stat().st_mtime < oldest:
                    kept.unlink()
                    swept += 1
        for empty in (*folder.glob("*/"), folder):
            with suppress(OSError):  # it is not empty
                empty.rmdir()
    return swept
