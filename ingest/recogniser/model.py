"""The networks at run time: weights from data/, one thread, each loaded once and when needed."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ingest.errors import ReadError
from ingest.recogniser.alphabet import ALPHABET

Floats = NDArray[np.float32]

_FOLDER = Path(__file__).resolve().parents[2] / "data" / "recogniser"
#: What reads every line, and what reads figures that a hand may have written (evened ink).
WEIGHTS, HANDS = _FOLDER / "lines.onnx", _FOLDER / "hands.onnx"

#: Pixels of width that go through the network at once: memory grows with them.
_TOGETHER = 4000

_loading = threading.Lock()


class MissingWeights(ReadError):
    """The program was installed without the recogniser's weights, or with others' weights."""

    sentence = (
        "ยังอ่านภาพสแกนไม่ได้ เพราะไม่พบไฟล์ตัวอ่านอักษรใน data/recogniser "
        "กรุณาแจ้งผู้ดูแลระบบให้ติดตั้งใหม่ ระหว่างนี้ลงทะเบียนด้วยตนเองได้"
    )


@cache
def _session(path: Path) -> onnxruntime.InferenceSession:
    if not path.is_file():
        raise MissingWeights
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # pages differ in width: the arena would keep them all
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    if session.get_modelmeta().custom_metadata_map.get("alphabet") != ALPHABET:
        raise MissingWeights
    return session


def probabilities(crops: Sequence[NDArray[np.uint8]], by_hand: bool = False) -> list[Floats]:
    """For each ink crop (48 × W): (W / 2, labels) probabilities.

    ``by_hand``: by the network for figures, whose crops are evened. Raises
    ``MissingWeights``. Crops of like width go through the network together.
    """
    with _loading:
        session = _session(HANDS if by_hand else WEIGHTS)
    order = sorted(range(len(crops)), key=lambda i: crops[i].shape[1])
    found: list[Floats | None] = [None] * len(crops)
    for group in _groups(order, crops):
        width = max(crops[i].shape[1] for i in group)
        stack = np.zeros((len(group), 1, crops[group[0]].shape[0], width), np.float32)
        for row, i in enumerate(group):
            stack[row, 0, :, : crops[i].shape[1]] = crops[i]
        (result,) = session.run(None, {"ink": stack})
        for row, i in enumerate(group):
            found[i] = result[row, : crops[i].shape[1] // 2]
    return [columns for columns in found if columns is not None]


def _groups(order: list[int], crops: Sequence[NDArray[np.uint8]]) -> list[list[int]]:
    groups: list[list[int]] = []
    for i in order:
        width = crops[i].shape[1]
        room = groups and (len(groups[-1]) + 1) * width <= _TOGETHER
        if room and width <= 1.06 * crops[groups[-1][0]].shape[1] + 8:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups
