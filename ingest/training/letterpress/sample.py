"""Sets the sample chain anew: ``python -m ingest.training.letterpress.sample``."""

from __future__ import annotations

import json
from pathlib import Path

from . import bundle_from_json, set_bundle

SAMPLES = Path(__file__).resolve().parents[3] / "data" / "samples"
SMART_CITY = SAMPLES / "smart-city-2561"


def set_sample(folder: Path = SMART_CITY) -> bytes:
    """The PDF of the bundle that ``folder`` describes in ``bundle.json``."""
    return set_bundle(bundle_from_json(json.loads((folder / "bundle.json").read_text("utf8"))))


def main() -> None:
    for folder in sorted(path.parent for path in SAMPLES.glob("*/bundle.json")):
        target = folder / "bundle.pdf"
        target.write_bytes(set_sample(folder))
        print(f"{target.relative_to(SAMPLES.parent.parent)}  {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
