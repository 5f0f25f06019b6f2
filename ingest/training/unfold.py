"""From the weights that are shipped back to a network that learns on.

In ``lines.onnx`` the batch norms are folded into their convolutions. They are
taken out again so that the network gives the same readings, both as it reads
(by the statistics kept) and as it learns (by those of the batch).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx
import onnx.numpy_helper
import onnxruntime
import torch
from torch import nn

from ingest.training.network import LineReader

Tensors = dict[str, np.ndarray]


def unfold(network: LineReader, path: Path, lines: Iterable[torch.Tensor]) -> None:
    """Fills ``network`` from ``path``; ``lines``: batches (N, 1, 48, W) like those to be learnt."""
    folded = _convolutions(path)
    convolutions = [m for m in network.modules() if isinstance(m, nn.Conv2d)]
    norms = [m for m in network.modules() if isinstance(m, nn.BatchNorm2d)]
    if [w.shape for w, _ in folded] != [tuple(c.weight.shape) for c in convolutions]:
        raise SystemExit(f"{path} holds another network than the one to be trained")
    with torch.no_grad():
        for convolution, norm, (weight, bias) in zip(convolutions, norms, folded, strict=False):
            # A scaled kernel changes nothing behind a norm, but Adam's steps suit its first size.
            size = np.sqrt((weight.reshape(len(weight), -1) ** 2).sum(axis=1)).clip(1e-6)
            convolution.weight.copy_(torch.from_numpy(weight / size[:, None, None, None]))
            norm.running_mean.zero_()
            norm.running_var.fill_(1 - norm.eps)
            norm.weight.copy_(torch.from_numpy(size))
            norm.bias.copy_(torch.from_numpy(bias))
        head_weight, head_bias = folded[-1]
        convolutions[-1].weight.copy_(torch.from_numpy(head_weight))
        convolutions[-1].bias.copy_(torch.from_numpy(head_bias))
        batches = list(lines)
        _take_statistics(network, norms, batches)
        _check(network, path, batches[0])


def _convolutions(path: Path) -> list[tuple[np.ndarray, np.ndarray]]:
    """Weight and bias of each convolution, in the order of the graph."""
    graph = onnx.load(str(path)).graph
    known = {i.name: onnx.numpy_helper.to_array(i).astype(np.float32) for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "Cast" and node.input[0] in known:
            known[node.output[0]] = known[node.input[0]]
    return [
        (known[node.input[1]], known[node.input[2]])
        for node in graph.node
        if node.op_type == "Conv"
    ]


def _take_statistics(
    network: LineReader, norms: list[nn.BatchNorm2d], lines: Iterable[torch.Tensor]
) -> None:
    """Mean and variance before each norm become its own; its factors make up for them."""
    seen: dict[nn.Module, list[torch.Tensor]] = {norm: [] for norm in norms}

    def watch(norm: nn.Module, inputs: tuple[torch.Tensor]) -> None:
        values = inputs[0].double()
        seen[norm].append(torch.stack([values.mean((0, 2, 3)), values.square().mean((0, 2, 3))]))

    hooks = [norm.register_forward_pre_hook(watch) for norm in norms]
    network.eval()
    for batch in lines:
        network(batch)
    for hook in hooks:
        hook.remove()
    for norm in norms:
        mean, square = torch.stack(seen[norm]).mean(0)
        spread = (square - mean.square()).clamp(min=1e-8)
        norm.bias.add_(norm.weight * mean)
        norm.weight.mul_((spread + norm.eps).sqrt())
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(spread)


def _check(network: LineReader, path: Path, batch: torch.Tensor) -> None:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (wanted,) = session.run(None, {"ink": batch.numpy() * 255})
    if float(np.abs(network(batch).exp().numpy() - wanted).max()) > 0.02:
        raise SystemExit(f"{path} could not be taken up: it reads otherwise than before")
