"""From a checkpoint to the weights that the program ships: ONNX, checked against the network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnx.numpy_helper
import onnxruntime
import torch

from ingest.recogniser import shape
from ingest.recogniser.alphabet import ALPHABET
from ingest.training.network import LineReader
from ingest.training.train import Plan, Trainer

#: The reader of every line, and that of figures written by hand (``Source.hands``).
NAMES = {False: "lines.onnx", True: "hands.onnx"}


class _Probabilities(torch.nn.Module):
    def __init__(self, network: LineReader) -> None:
        super().__init__()
        self.network = network

    def forward(self, lines: torch.Tensor) -> torch.Tensor:
        return self.network(lines / 255.0).exp()


def export(plan: Plan, folder: Path) -> Path:
    """Writes the weights: float ink 0..255 (N, 1, 48, W) → probabilities (N, W / 2, classes)."""
    network = Trainer(plan).averaged.to(memory_format=torch.contiguous_format).eval()  # type: ignore[call-overload]
    model = _Probabilities(network).eval()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAMES[plan.source.hands]
    sample = torch.rand(1, 1, shape.HEIGHT, 320) * 255
    torch.onnx.export(
        model,
        (sample,),
        str(path),
        input_names=["ink"],
        output_names=["probabilities"],
        dynamic_axes={"ink": {0: "lines", 3: "width"}, "probabilities": {0: "lines", 1: "columns"}},
        dynamo=False,
    )
    stored = onnx.load(str(path))
    _halve(stored.graph)
    stored.metadata_props.add(key="alphabet", value=ALPHABET)
    onnx.save(stored, str(path))
    _check(model, path, sample)
    return path


def _halve(graph: onnx.GraphProto) -> None:
    """Large weights kept in 16 bits: half the file; they are widened once, when it is loaded."""
    for tensor in list(graph.initializer):
        values = onnx.numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < 1024:
            continue
        name = tensor.name
        small = onnx.numpy_helper.from_array(values.astype(np.float16), f"{name}.half")
        graph.initializer.remove(tensor)
        graph.initializer.append(small)
        widen = onnx.helper.make_node("Cast", [small.name], [name], to=onnx.TensorProto.FLOAT)
        graph.node.insert(0, widen)


def _check(model: torch.nn.Module, path: Path, sample: torch.Tensor) -> None:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    with torch.no_grad():
        wanted = model(sample).numpy()
    got = session.run(None, {"ink": sample.numpy()})[0]
    if float(np.abs(wanted - got).max()) > 0.02:
        raise SystemExit("the exported weights differ from the network")
