"""Layers as real programs damage them come out right, or go to the picture reader."""

import random
import re
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from ingest.pages import pdf
from ingest.pages.text_layer import Layer
from tests.ingest.pages import forge

MARKS = "ัิีึืุู็่้๊๋์"
LETTERS = "กขคงจชญฐดตถทธนบปผฝพภมยรลวศษสหอ"


def layer_of(data: bytes, tmp_path: Path) -> Layer:
    path = tmp_path / "page.pdf"
    path.write_bytes(data)
    (layer,) = pdf.layers(path)
    assert layer is not None
    return layer


def error_rate(layer: Layer, source: str = forge.SOURCE) -> float:
    expected = re.sub(r"\s+", "", source)
    read = re.sub(r"\s+", "", "\n".join(line.text for line in layer.page.lines))
    return Levenshtein.distance(expected, read) / len(expected)


def swapped(first: str, second: str) -> bytes:
    table = str.maketrans(first + second, second + first)
    return forge.remapped(forge.letter(), lambda text: text.translate(table))


PRIVATE = str.maketrans("่้์ี", "\uf70a\uf70b\uf70e\uf702")
MENDED = {
    "sound": lambda: forge.letter(),
    "fake bold": lambda: forge.fake_bold(),
    "private area": lambda: forge.remapped(forge.letter(), lambda t: t.translate(PRIVATE)),
    "cp874 as latin": lambda: forge.remapped(
        forge.letter(), lambda t: t.encode("cp874").decode("latin-1")
    ),
    "upper and lower vowel swapped": lambda: swapped("ู", "้"),
    "tone marks swapped": lambda: swapped("่", "้"),
    "vowels swapped": lambda: swapped("ิ", "ื"),
    "one mark called by another's name": lambda: forge.remapped(
        forge.letter(), lambda t: t.replace("ู", "้")
    ),
    "sara am taken apart": lambda: forge.remapped(forge.letter(), lambda t: t.replace("ำ", "ํ")),
}


@pytest.mark.parametrize("name", MENDED)
def test_damage_is_mended(name: str, tmp_path: Path) -> None:
    layer = layer_of(MENDED[name](), tmp_path)
    assert error_rate(layer) < 0.001
    assert layer.verdict.good


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_turned_pages_are_read_upright(angle: int, tmp_path: Path) -> None:
    layer = layer_of(forge.turned(angle), tmp_path)
    assert layer.page.turn == 0
    assert error_rate(layer) < 0.001
    assert [line.text for line in layer.page.lines] == list(forge.LETTER)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_pages_that_lie_on_their_side_are_turned_back(angle: int, tmp_path: Path) -> None:
    layer = layer_of(forge.sideways(angle), tmp_path)
    assert layer.page.turn == angle
    assert [line.text for line in layer.page.lines] == list(forge.LETTER)
    upright, straight = layer.page.lines[0], layer_of(forge.letter(), tmp_path).page.lines[0]
    assert upright.box is not None and straight.box is not None
    assert upright.box[2] - upright.box[0] == pytest.approx(straight.box[2] - straight.box[0], 0.01)
    x0, top, x1, bottom = layer.page.on_sheet(upright.box)
    assert (x1 - x0 < bottom - top) == (angle != 180)


def test_form_fields_are_read(tmp_path: Path) -> None:
    data = forge.with_field(forge.letter(), "น้ำ", (300, 700, 420, 720))
    texts = [line.text for line in layer_of(data, tmp_path).page.lines]
    assert "น้" in " ".join(texts)
    assert len(texts) == len(forge.LETTER) + 1


def test_a_hidden_layer_is_used_only_if_faultless(tmp_path: Path) -> None:
    assert layer_of(forge.scan(forge.SOURCE), tmp_path).verdict.good
    for seed in range(5):
        damaged = forge.misread(forge.SOURCE, 0.08, seed)
        assert not layer_of(forge.scan(damaged), tmp_path).verdict.good


def test_a_scan_without_text_or_with_a_stamp_only_goes_to_the_picture(tmp_path: Path) -> None:
    assert not layer_of(forge.scan(None), tmp_path).verdict.good
    assert not layer_of(forge.scan("เลขรับ ๑๒๓"), tmp_path).verdict.good


def permuted(alphabet: str, seed: int) -> dict[int, str]:
    chance = random.Random(seed)
    chosen = chance.sample(alphabet, max(3, len(alphabet) // 4))
    return {ord(char): chosen[number - 1] for number, char in enumerate(chosen)}


def test_the_judge_catches_wrong_maps_that_cannot_be_mended(tmp_path: Path) -> None:
    """Letters or marks named in a circle: the layer is mended or refused, hardly ever wrong."""
    unseen = 0
    for seed in range(16):
        table = permuted(MARKS if seed % 2 else LETTERS, seed)
        data = forge.remapped(forge.letter(), lambda t, table=table: t.translate(table))
        layer = layer_of(data, tmp_path)
        unseen += layer.verdict.good and error_rate(layer) > 0.01
    assert unseen <= 1


def test_accents_of_other_languages_are_not_taken_for_thai(tmp_path: Path) -> None:
    text = "Déjà à l'été, la préfète a répété où étaient passés les élèves inquiétés"
    layer = layer_of(forge.letter((text,)), tmp_path)
    assert [line.text for line in layer.page.lines] == [text]
