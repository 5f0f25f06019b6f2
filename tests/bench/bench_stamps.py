"""stamps: receive stamps on scans found, their numbers, dates and times right, wrong or in doubt

Pages are set in fonts that the training never used (``--fonts`` or FONTS, as
for the scans); ``--hands`` names the folder of handwritten Thai digits.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ingest.calendar import thai_government
from ingest.pages import picture
from ingest.pipeline import conclude
from ingest.reading import Stamp
from tests.bench.stamp_pages import Stamped, pages

_POINTS = 72 / 25.4


def _there(stamp: Stamp, truth: Stamped) -> bool:
    """Whether the middle of a stamp as read lies where it was put."""
    if stamp.box is None:
        return False
    x, y = (stamp.box[0] + stamp.box[2]) / 2, (stamp.box[1] + stamp.box[3]) / 2
    x0, y0, x1, y1 = (v * _POINTS for v in truth.spot)
    return x0 - 10 < x < x1 + 10 and y0 - 10 < y < y1 + 10


def verdict(found: str | None, wanted: str | None, unsure: bool) -> str:
    if (found or "").lstrip("0") == (wanted or "").lstrip("0"):
        return "right"
    return ("not read" if found is None else "wrong") + (", in doubt" if unsure else ", UNTOLD")


def score(found: Sequence[Stamp], made: Sequence[Stamped]) -> Counter[tuple[str, str]]:
    """How many of the parts of every stamp came out how; stamps that are none too."""
    count: Counter[tuple[str, str]] = Counter()
    left = list(found)
    for truth in made:
        mine = next((stamp for stamp in left if _there(stamp, truth)), None)
        count["stamp", "found" if mine else "missed"] += 1
        if mine is None:
            continue
        left.remove(mine)
        unsure = bool(mine.doubt) or mine.confidence < 0.95
        for part in ("number", "date", "time"):
            said = verdict(getattr(mine, part), getattr(truth, part), unsure)
            count[part, said] += 1
    count["stamp", "invented"] += len(left)
    return count


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fonts", action="append", help="a folder with Thai fonts (repeatable)")
    parser.add_argument("--hands", help="the folder of handwritten digits")
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20_261_129)
    args = parser.parse_args(arguments)
    known = os.environ.get("FONTS", f"/usr/share/fonts:{Path.home() / '.fonts'}").split(":")
    count: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        try:
            for image, made, _, dpi in pages(
                args.seed, args.pages, tuple(args.fonts or known), args.hands
            ):
                image.save(path, dpi=(dpi, dpi))
                read = picture.read_image(path)
                letters, _, _ = conclude(read, received=None, calendar=thai_government())
                count += score([stamp for letter in letters for stamp in letter.stamps], made)
        except (SystemExit, ModuleNotFoundError) as missing:
            print(f"no pages with stamps: {missing}")
    for (part, said), number in sorted(count.items()):
        print(f"{part:7} {said:20} {number:5}")


if __name__ == "__main__":
    main(sys.argv[1:])
