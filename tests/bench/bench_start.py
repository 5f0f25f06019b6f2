"""seconds from `make run` to the first page, on a machine that is set up"""

import subprocess
import tempfile
import time
from pathlib import Path

from tests.running import ROOT, Program, free_port


def main() -> None:
    subprocess.run(["make", "-s", "setup"], cwd=ROOT, check=True)  # now the machine is ready
    with tempfile.TemporaryDirectory() as folder:
        for name in ("first start (tables, offices, samples)", "second start"):
            print(f"   {name}: {_start(Path(folder)):.2f}")


def _start(folder: Path) -> float:
    began = time.monotonic()
    subprocess.run(["make", "-s", "setup"], cwd=ROOT, check=True)  # `make run` looks first
    settings = {"PORT": str(free_port()), "INSTANCE": str(folder / "instance")}
    with Program("all", folder, settings) as office:
        office.wait_for_page()
        return time.monotonic() - began
