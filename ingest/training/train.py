"""Training: lines made in a process of their own, steps in this one, resumable at any shard.

Shard k holds lines k·SHARD … of the seed; every shard is learnt once when it
is new and, on average, ``repeats - 1`` times more out of the last few. The
rate of learning is flat and falls over the last third, so a run may be
prolonged by a larger ``shards`` before that.
"""

from __future__ import annotations

import json
import multiprocessing
import time
from collections import deque
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Full
from random import Random

import numpy as np
import torch
from torch import nn

from ingest.recogniser import shape
from ingest.recogniser.alphabet import CLASSES, LABELS
from ingest.training import examples
from ingest.training.lines import Source, make
from ingest.training.measure import errors
from ingest.training.network import LineReader
from ingest.training.unfold import unfold

SHARD = 768
BATCH = 32
WIDEST = 720
#: What is kept of the averaged weights at each step: they look back over some 500.
KEPT = 0.998
Example = tuple[np.ndarray, str]
Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Plan:
    source: Source
    work: Path
    seed: int = 1
    shards: int = 300
    repeats: float = 2.0
    rate: float = 2e-3
    threads: int = 1
    recall: int = 60
    examples: str | None = None
    #: Shipped weights to start from, where there is no checkpoint.
    start: Path | None = None


def shard(plan: Plan, number: int) -> list[Example]:
    """The lines of one shard; too wide ones and ones too long for their width are left out."""
    found = []
    for n in range(number * SHARD, (number + 1) * SHARD):
        corrected = examples.draw(plan.examples, Random(f"{plan.seed}:{n}:corrected"))
        if corrected and plan.source.hands:
            corrected = shape.evened(corrected[0]), corrected[1]
        picture, said = corrected or make(plan.seed, n, plan.source)
        if picture.shape[1] <= WIDEST and len(said) * 1.3 < picture.shape[1] / shape.STRIDE:
            found.append((picture, said))
    return found


def _maker(plan: Plan, start: int, step: int, queue: multiprocessing.Queue[list[Example]]) -> None:
    torch.set_num_threads(1)
    parent = multiprocessing.parent_process()
    for number in range(start, plan.shards, step):
        examples = shard(plan, number)
        while parent is not None and parent.is_alive():
            try:
                queue.put(examples, timeout=20)
                break
            except Full:
                continue
        else:
            queue.cancel_join_thread()  # nobody reads what is still in it
            return


def batches(examples: list[Example], rng: Random) -> list[Batch]:
    ordered = sorted(examples, key=lambda e: e[0].shape[1])
    groups = [ordered[i : i + BATCH] for i in range(0, len(ordered), BATCH)]
    rng.shuffle(groups)
    return [collate(group) for group in groups]


def collate(group: list[Example]) -> Batch:
    width = max(picture.shape[1] for picture, _ in group)
    stack = np.zeros((len(group), 1, shape.HEIGHT, width), np.float32)
    for row, (picture, _) in enumerate(group):
        stack[row, 0, :, : picture.shape[1]] = picture / 255.0
    labels = [LABELS[c] for _, said in group for c in said]
    return (
        torch.from_numpy(stack),
        torch.tensor(labels, dtype=torch.long),
        torch.tensor([picture.shape[1] // shape.STRIDE for picture, _ in group]),
        torch.tensor([len(said) for _, said in group]),
    )


def rate(progress: float, peak: float) -> float:
    """Warm up over the first hundredth, fall in a straight line over the last 35 %."""
    return peak * min(1.0, progress * 100 + 0.02, max(0.01, (1 - progress) / 0.35))


def _halves_are_faster(network: LineReader) -> bool:
    """Whether this processor learns faster in bfloat16: without instructions for it, ten times
    more slowly."""
    lines = torch.rand(4, 1, shape.HEIGHT, 128).contiguous(memory_format=torch.channels_last)

    def seconds(halves: bool) -> float:
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=halves):
            network(lines)
            began = time.process_time()
            network(lines)
        return time.process_time() - began

    network.eval()
    return seconds(True) < seconds(False)


class Trainer:
    def __init__(self, plan: Plan) -> None:
        torch.manual_seed(plan.seed)
        torch.set_num_threads(plan.threads)
        self.plan, self.next = plan, 0
        self.network = LineReader(CLASSES).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=plan.rate, weight_decay=0.01
        )
        self.loss = nn.CTCLoss(zero_infinity=True)
        self.halves = _halves_are_faster(self.network)
        self.averaged = deepcopy(self.network).requires_grad_(False)
        self.file = plan.work / "checkpoint.pt"
        if self.file.exists():
            state = torch.load(self.file, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.averaged.load_state_dict(state["averaged"])
            self.next = state["next"]
        elif plan.start:
            examples = shard(plan, 0)
            unfold(self.network, plan.start, (b[0] for b in batches(examples, Random(0))))
            self.averaged.load_state_dict(self.network.state_dict())

    def save(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "averaged": self.averaged.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "next": self.next,
        }
        torch.save(state, self.file.with_suffix(".new"))
        self.file.with_suffix(".new").replace(self.file)

    def step(self, batch: Batch, now: float) -> float:
        lines, labels, widths, lengths = batch
        for group in self.optimizer.param_groups:
            group["lr"] = now
        lines = lines.contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.halves):
            scores = self.network(lines)
        loss = self.loss(scores.float().transpose(0, 1), labels, widths, lengths)
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimizer.step()
        self._average()
        return float(loss.detach())

    def _average(self) -> None:
        """``averaged`` drawn a little towards the network: it reads better than any one step."""
        with torch.no_grad():
            learnt = self.network.state_dict()
            for name, value in self.averaged.state_dict().items():
                if value.is_floating_point():
                    value.lerp_(learnt[name], 1 - KEPT)

    def learn(self, examples: list[Example], rng: Random) -> float:
        self.network.train()
        now = rate(self.next / self.plan.shards, self.plan.rate)
        losses = [self.step(batch, now) for batch in batches(examples, rng)]
        return sum(losses) / len(losses)


def _test_lines(plan: Plan, count: int = 320) -> list[Example]:
    source = replace(plan.source, test=True)
    return [make(990_001, n, source) for n in range(count)]


def _next(
    queue: multiprocessing.Queue[list[Example]], maker: multiprocessing.process.BaseProcess
) -> list[Example]:
    while True:
        try:
            return queue.get(timeout=20)
        except Empty:
            if not maker.is_alive():
                raise SystemExit("the process that makes lines has ended") from None


def run(plan: Plan) -> LineReader:
    """Trains to the end of the plan; figures go to ``log.jsonl`` beside the checkpoint."""
    plan.work.mkdir(parents=True, exist_ok=True)
    trainer, recalled = Trainer(plan), deque[list[Example]](maxlen=plan.recall)
    context = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[list[Example]] = context.Queue(maxsize=4)
    maker = context.Process(target=_maker, args=(plan, trainer.next, 1, queue), daemon=True)
    maker.start()
    held_out, began = _test_lines(plan), time.monotonic()
    for number in range(trainer.next, plan.shards):
        rng = Random(f"{plan.seed}-{number}")
        fresh = _next(queue, maker)
        losses = [trainer.learn(fresh, rng)]
        extra = plan.repeats - 1
        while recalled and (extra >= 1 or rng.random() < extra):
            losses.append(trainer.learn(rng.choice(recalled), rng))
            extra -= 1
        recalled.append(fresh)
        trainer.next = number + 1
        note = {
            "shard": number,
            "loss": losses[0],
            "recalled": losses[1:],
            "seconds": time.monotonic() - began,
        }
        if number % 5 == 4 or trainer.next == plan.shards:
            trainer.save()
            note |= errors(trainer.averaged, held_out)
        with (plan.work / "log.jsonl").open("a") as log:
            log.write(json.dumps(note) + "\n")
    return trainer.averaged
