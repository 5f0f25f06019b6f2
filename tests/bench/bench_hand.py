"""hand: numbers and days written by hand, how many are right and how many wrong ones are doubted

``HANDWRITING`` names the folder of samples (``thai-digits.npz``), ``FONTS``
folders of the fonts kept out of training, ``HEADS`` how many letters are made.
"""

import os
import tempfile
from collections import Counter
from pathlib import Path

from tests.bench.bench_scans import _head, _normal, ours
from tests.bench.hand_pages import pages

SEED = 1


def main() -> None:
    folder = os.environ.get("HANDWRITING", "")
    if not (Path(folder) / "thai-digits.npz").is_file():
        print("no samples of handwriting: name their folder in HANDWRITING")
        return
    known = tuple(os.environ.get("FONTS", "/usr/share/fonts").split(":"))
    count = int(os.environ.get("HEADS", "60"))
    tally = Counter[tuple[str, bool, bool]]()
    with tempfile.TemporaryDirectory() as there:
        path = Path(there) / "page.tif"
        for image, truth in pages(SEED, count, known, folder):
            image.save(path)
            number, day = _head(ours(path))
            right = number is not None and _normal(number.value or "") == _normal(truth.ref_no)
            tally["number", right, number is None or bool(number.doubt)] += 1
            right = day is not None and day.value == truth.date.isoformat()
            tally["date", right, day is None or bool(day.doubt)] += 1
    for name in ("number", "date"):
        wrong, well = (tally[name, ok, True] + tally[name, ok, False] for ok in (False, True))
        print(
            f"{name}: {well}/{count} right, {tally[name, True, True]} of these in doubt; ", end=""
        )
        print(f"{tally[name, False, True]}/{wrong} wrong ones in doubt")
