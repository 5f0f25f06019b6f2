"""``python -m ingest.training.letterpress SPEC.json OUT.pdf``: sets a bundle described in JSON.

``python -m ingest.training.letterpress TEXT.txt OUT.pdf`` sets a plain text.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from . import bundle_from_json, set_bundle, set_text


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    source, target = map(Path, arguments)
    text = source.read_text(encoding="utf8")
    if source.suffix == ".json":
        target.write_bytes(set_bundle(bundle_from_json(json.loads(text))))
    else:
        target.write_bytes(set_text(text))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
