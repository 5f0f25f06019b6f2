"""Errors of a network on lines: characters, digits, whole digit strings."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import torch
from rapidfuzz.distance import Levenshtein

from ingest.recogniser import shape
from ingest.recogniser.alphabet import ALPHABET
from ingest.training.network import LineReader

_NUMBERS = re.compile(r"[0-9๐-๙][0-9๐-๙.,/:-]*")


def greedy(best: np.ndarray) -> str:
    """Labels of the columns → text: repeats joined, nothing dropped."""
    changed = np.concatenate([[True], best[1:] != best[:-1]])
    return "".join(ALPHABET[label - 1] for label in best[changed] if label)


def read(network: LineReader, pictures: Sequence[np.ndarray]) -> list[str]:
    network.eval()
    said = []
    with torch.no_grad():
        for picture in pictures:
            lines = torch.from_numpy(picture[None, None].astype(np.float32) / 255.0)
            columns = picture.shape[1] // shape.STRIDE
            said.append(greedy(network(lines)[0, :columns].argmax(-1).numpy()).strip())
    return said


def errors(network: LineReader, lines: Sequence[tuple[np.ndarray, str]]) -> dict[str, float]:
    """Character error rate, share of numbers not read exactly, share of lines not read exactly."""
    said = read(network, [picture for picture, _ in lines])
    wrong = sum(
        Levenshtein.distance(" ".join(s.split()), t) for s, (_, t) in zip(said, lines, strict=True)
    )
    numbers = missed = 0
    for guess, (_, truth) in zip(said, lines, strict=True):
        found = _NUMBERS.findall(guess)
        for number in _NUMBERS.findall(truth):
            numbers += 1
            missed += number not in found
    return {
        "cer": wrong / max(1, sum(len(t) for _, t in lines)),
        "numbers_wrong": missed / max(1, numbers),
        "lines_wrong": sum(" ".join(s.split()) != t for s, (_, t) in zip(said, lines, strict=True))
        / len(lines),
    }
