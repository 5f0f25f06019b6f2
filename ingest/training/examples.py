"""Lines that clerks have corrected: pictures of lines with the text that a person typed.

A folder holds NAME.png (a line as ``ingest.recogniser.crop_line`` cuts it: ink,
48 pixels high) beside NAME.txt (its text, UTF-8). They never leave the machine
that holds them; they take part in training only where their folder is named.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.recogniser.alphabet import plain
from ingest.recogniser.shape import HEIGHT

Picture = NDArray[np.uint8]

#: At most this share of the lines are corrected ones, however many there are.
SHARE = 0.1


@cache
def _stored(folder: str) -> tuple[tuple[Picture, str], ...]:
    found = []
    for path in sorted(Path(folder).glob("*.png")):
        beside = path.with_suffix(".txt")
        if not beside.exists():
            continue
        said = plain(beside.read_text(encoding="utf-8"))
        with Image.open(path) as image:
            picture = np.asarray(image.convert("L"))
        if said and picture.shape[0] == HEIGHT:
            found.append((picture, said))
    return tuple(found)


def draw(folder: str | None, rng: Random) -> tuple[Picture, str] | None:
    """A corrected line, a little stretched and faded, or None: most of the time, or without any."""
    stored = _stored(folder) if folder else ()
    if not stored or rng.random() >= min(SHARE, len(stored) / 500):
        return None
    picture, said = rng.choice(stored)
    width = max(8, 4 * round(picture.shape[1] * rng.uniform(0.9, 1.1) / 4))
    image = Image.fromarray(picture).resize((width, HEIGHT), Image.Resampling.BILINEAR)
    faded = np.asarray(image, np.float32) * rng.uniform(0.75, 1.0)
    return faded.astype(np.uint8), said
