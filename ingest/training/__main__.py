"""``python -m ingest.training``: trains the recogniser and writes its weights."""

from __future__ import annotations

import argparse
from pathlib import Path

from ingest.training.lines import Source
from ingest.training.train import Plan, run


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ingest.training", description=__doc__)
    parser.add_argument("--fonts", action="append", help="a folder with Thai fonts (repeatable)")
    parser.add_argument("--handwriting", help="a folder with thai-digits.npz (optional)")
    parser.add_argument(
        "--hands", action="store_true", help="train the reader of figures written by hand"
    )
    parser.add_argument("--examples", help="a folder with lines that clerks corrected (optional)")
    parser.add_argument(
        "--work", type=Path, default=Path("build/training"), help="checkpoints, log"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("data/recogniser"), help="where weights go"
    )
    parser.add_argument(
        "--from",
        dest="start",
        type=Path,
        help="shipped weights (lines.onnx) to learn on from, where there is no checkpoint",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--shards", type=int, default=300, help="length of the training, 768 lines each"
    )
    parser.add_argument("--repeats", type=float, default=2.0, help="how often a line is learnt")
    parser.add_argument("--rate", type=float, default=2e-3, help="learning rate")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--export-only", action="store_true", help="write weights from the checkpoint"
    )
    return parser.parse_args()


def main() -> None:
    args = _arguments()
    fonts = tuple(args.fonts or ["/usr/share/fonts", str(Path.home() / ".fonts")])
    source = Source(fonts, args.handwriting, hands=args.hands)
    plan = Plan(
        source,
        args.work,
        args.seed,
        args.shards,
        args.repeats,
        args.rate,
        args.threads,
        examples=args.examples,
        start=args.start,
    )
    if not args.export_only:
        run(plan)
    from ingest.training.export import export

    export(plan, args.out)


if __name__ == "__main__":
    main()
