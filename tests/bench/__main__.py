"""``python -m tests.bench [NAME…]``: runs every ``bench_*.py`` here and prints what it measures.

Each has ``main()``, which prints its figures, and a first docstring line that
names them. A benchmark that breaks does not keep the others from running.
"""

import importlib
import os
import platform
import sys
import time
import traceback
from pathlib import Path


def main(wanted: list[str]) -> int:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    broken = []
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        name = path.stem.removeprefix("bench_")
        if wanted and name not in wanted:
            continue
        module = importlib.import_module(f"tests.bench.{path.stem}")
        print(f"\n== {name}: {(module.__doc__ or '').strip().splitlines()[0]}", flush=True)
        began = time.perf_counter()
        try:
            module.main()
        except Exception:  # noqa: BLE001  shown, counted, and the next one runs
            traceback.print_exc()
            broken.append(name)
        print(f"   ({time.perf_counter() - began:.1f} s)", flush=True)
    if broken:
        print(f"\nbroken: {', '.join(broken)}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
