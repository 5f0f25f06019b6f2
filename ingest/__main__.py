"""``python -m ingest FILE... [--received ISO] [--pretty]``: one JSON object per file."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest import ReadError, Reading, read, to_json

_BANGKOK = ZoneInfo("Asia/Bangkok")


def _moment(text: str) -> datetime:
    """An ISO date or moment; one without zone is Bangkok's."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=_BANGKOK)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingest", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--received", type=_moment, metavar="ISO", help="when it was received")
    parser.add_argument("--pretty", action="store_true", help="indent the output")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """0: all read; 2: usage; 3: at least one file could not be read."""
    options = _parser().parse_args(arguments)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    status = 0
    for path in options.files:
        try:
            reading = read(path, received=options.received)
        except ReadError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            reading = replace(Reading(path.name, "", 0), error=str(error))
            status = 3
        text = json.dumps(
            to_json(reading), ensure_ascii=False, indent=2 if options.pretty else None
        )
        print(text, flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
