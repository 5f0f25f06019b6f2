"""Files handed in at the desk, by form or in pieces: each an arrival, or all the pages of one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import IO, NamedTuple

from tracker import binding, files, intake, tidying
from tracker.binding import Leaf
from tracker.errors import FileRefused
from tracker.web.edge import begin, now, settings
from tracker.web.guard import actor
from tracker.web.tongue import gettext as _


class Dropped(NamedTuple):
    name: str
    stream: IO[bytes]


def take(one: Dropped) -> int:
    """Keep a file and have it wait to be read; the arrival. Raises ``FileRefused``."""
    stored = files.store(one.stream, filename=one.name, limit=settings().max_file_bytes)
    with begin() as session:
        arrival = intake.take_in(session, actor(), now(), stored=stored, filename=one.name)
    assert arrival.id is not None
    return arrival.id


def take_together(pages: Sequence[Dropped]) -> int:
    """The files as pages of one letter, in this order; the arrival. Raises ``FileRefused``."""
    if len(pages) == 1:
        return take(pages[0])
    limit = settings().max_file_bytes
    with tidying.temporary_folder("bind") as folder:
        leaves, size = [], 0
        for number, page in enumerate(pages):
            leaf = folder / str(number)
            with leaf.open("wb") as kept:
                shutil.copyfileobj(page.stream, kept)
            size += leaf.stat().st_size
            if size > limit:
                raise FileRefused(
                    _(
                        "ทุกหน้ารวมกันใหญ่เกิน %(limit)s เมกะไบต์ กรุณาแบ่งส่งเป็นหลายเรื่อง",
                        limit=limit // 1024**2,
                    )
                )
            leaves.append(Leaf(leaf, page.name))
        target = folder / "bound.pdf"
        binding.bound(leaves, target)
        with target.open("rb") as made:
            return take(Dropped(files.clean_name(binding.name(leaves)), made))
