"""The fonts lines are set in: every free Thai font that is installed, letter-like ones most."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from random import Random

from fontTools.ttLib import TTFont
from PIL import ImageFont

from ingest.recogniser.alphabet import ALPHABET

#: Families kept out of training: figures are measured in them.
HELD_OUT = ("Niramit", "Trirong", "Umpush", "Maitree")

#: Official letters are set in TH Sarabun, seldom in Angsana or Cordia: the free fonts
#: nearest to these come more often. Families not named here count 1.
_WEIGHTS = {
    "Laksaman": 12.0, "Sarabun": 12.0, "Norasi": 4.0, "Kinnari": 3.0, "Garuda": 3.0, "Loma": 3.0,
    "Purisa": 0.7, "Mali": 0.7, "Charm": 0.4, "Kodchasan": 0.7, "TlwgTypewriter": 1.5,
    "Sawasdee": 1.5, "Waree": 1.5, "Niramit": 2.0, "Umpush": 2.0, "NotoSansThai": 1.5,
}  # fmt: skip
#: Families whose letters look as if written by hand or cut in rubber.
HAND = ("Mali", "Purisa", "Kodchasan", "Itim", "Sriracha")


@dataclass(frozen=True, slots=True)
class Font:
    path: str
    family: str
    weight: float
    known: frozenset[str]


def _family(path: Path) -> str:
    return path.stem.split("-")[0].split("_")[0]


def _style(path: Path) -> float:
    """Upright regular type makes most of a letter, bold heads some, italics little."""
    name = path.stem.lower()
    share = 1.0
    if "italic" in name or "oblique" in name:
        share *= 0.08
    if any(word in name for word in ("bold", "700", "600")):
        share *= 0.4
    if any(word in name for word in ("thin", "100", "200", "800", "900", "black")):
        share *= 0.05
    elif any(word in name for word in ("light", "300", "medium", "500")):
        share *= 0.3
    return share


@cache
def installed(folders: tuple[str, ...], held_out: bool = False) -> tuple[Font, ...]:
    """The Thai fonts (``*.ttf``, ``*.otf``) below ``folders``: for training, or the others."""
    paths = {p.name: p for f in folders for p in sorted(Path(f).rglob("*.[to]tf"))}
    chosen: dict[str, list[tuple[Path, frozenset[str]]]] = {}
    for path in sorted(paths.values()):
        family = _family(path)
        if (family in HELD_OUT) is not held_out:
            continue
        codes = TTFont(path, lazy=True).getBestCmap() or {}
        if ord("ก") in codes and ord("๙") in codes:
            known = frozenset(c for c in ALPHABET if ord(c) in codes)
            chosen.setdefault(family, []).append((path, known))
    fonts = []
    for family, files in chosen.items():
        total = sum(_style(path) for path, _ in files)
        for path, known in files:
            weight = _WEIGHTS.get(family, 1.0) * _style(path) / total
            fonts.append(Font(str(path), family, weight, known))
    if not fonts:
        raise SystemExit(
            f"no Thai fonts below {', '.join(folders)}: name their folders with --fonts"
        )
    return tuple(fonts)


def pick(rng: Random, fonts: tuple[Font, ...], text: str, hand: bool = False) -> Font:
    """A font that knows every character of ``text`` (or the first that nearly does)."""
    pool = [f for f in fonts if f.family in HAND] if hand else list(fonts)
    pool = pool or list(fonts)
    for _ in range(6):
        font = rng.choices(pool, [f.weight for f in pool])[0]
        if set(text) <= font.known:
            return font
    return font


def bold(font: Font, fonts: tuple[Font, ...]) -> Font:
    """The bold cut of the same family, if there is one."""
    cuts = [f for f in fonts if f.family == font.family and "bold" in Path(f.path).stem.lower()]
    upright = [
        f for f in cuts if not any(w in f.path.lower() for w in ("italic", "oblique", "extra"))
    ]
    return (upright or cuts or [font])[0]


@lru_cache(maxsize=600)
def _loaded(path: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)


@cache
def _base_per_em(path: str) -> float:
    return -float(_loaded(path, 200).getbbox("บ", anchor="ls", language="th")[1]) / 200


def load(font: Font, base: float) -> ImageFont.FreeTypeFont:
    """The font in the size in which a flat letter (บ) is ``base`` pixels high (nearly)."""
    return _loaded(font.path, round(base / _base_per_em(font.path) * 3) / 3)
