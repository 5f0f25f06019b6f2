"""Guards of the structure: what the README promises is there, and the rooms stay apart."""

import ast
import configparser
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
#: Paths of one machine, and numbers that mean something only to who wrote them down.
FOREIGN = re.compile(r"(?<![\w.~])/(?:home|root|work)/|\bissue #?\d", re.IGNORECASE)
NAIVE = re.compile(r"\butcnow\(|datetime\.now\(\)|date\.today\(\)")


def tracked(*patterns: str) -> list[Path]:
    """Files that git keeps, or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [path for line in listed.stdout.splitlines() if (path := ROOT / line).is_file()]


def setup_cfg() -> configparser.ConfigParser:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return config


def requirements(*extras: str) -> list[Requirement]:
    config = setup_cfg()
    lists = [config["options"]["install_requires"]]
    lists += [config["options.extras_require"][extra] for extra in extras]
    lines = [line.split("#")[0].strip() for text in lists for line in text.splitlines()]
    return [Requirement(line) for line in lines if line]


def locked(name: str) -> dict[str, Version]:
    pins = re.findall(r"^([\w.\-\[\]]+)==([^\s;]+)", (ROOT / name).read_text(), re.MULTILINE)
    return {canonicalize_name(pin.split("[")[0]): Version(version) for pin, version in pins}


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("requirements.lock", ["server", "test"]), ("requirements.run.lock", ["server"])],
)
def test_the_lock_holds_what_setup_cfg_asks_for(lock: str, extras: list[str]) -> None:
    pins = locked(lock)
    for wanted in requirements(*extras):
        pin = pins.get(canonicalize_name(wanted.name))
        assert pin is not None, f"{wanted.name} is not in {lock}: run `make lock`"
        assert pin in wanted.specifier, f"{lock} has {pin} for {wanted}: run `make lock`"


def test_both_locks_agree_and_name_no_host() -> None:
    everything, running = locked("requirements.lock"), locked("requirements.run.lock")
    assert running.items() <= everything.items()
    for name in ("requirements.lock", "requirements.run.lock"):
        assert "://" not in (ROOT / name).read_text()


def test_every_third_party_import_is_declared() -> None:
    declared = {canonicalize_name(one.name) for one in requirements("server", "test")}
    declared |= {"sqlalchemy", "werkzeug", "jinja2", "markupsafe", "botocore", "pdfminer-six"}
    declared |= {"pydantic", "itsdangerous", "babel"}  # what sqlmodel, flask, flask-babel stand on
    spelt = {
        "PIL": "pillow",
        "docx": "python-docx",
        "zxingcpp": "zxing-cpp",
        "argon2": "argon2-cffi",
        "dateutil": "python-dateutil",
        "pdfminer": "pdfminer-six",
    }
    missing = set()
    for path in tracked("ingest/*.py", "tracker/*.py", "run.py"):
        if "training" in path.parts:  # an extra of its own
            continue
        for name in _imported(path):
            if name in sys.stdlib_module_names or name in ("ingest", "tracker"):
                continue
            if canonicalize_name(spelt.get(name, name)) not in declared:
                missing.add(name)
    assert not missing


def _imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_imports_go_down_only() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_room_of_the_office_has_its_place_in_the_order() -> None:
    order = setup_cfg()["importlinter:contract:doors"]["layers"]
    placed = set(re.findall(r"tracker\.(\w+)", order))
    rooms = {p.stem for p in (ROOT / "tracker").iterdir() if p.suffix == ".py" or p.is_dir()}
    assert (
        rooms - placed - {"__init__", "__pycache__", "static", "py", "migrations", "translations"}
        == set()
    )


def test_migrations_are_numbered_without_gap_and_import_no_models() -> None:
    scripts = sorted((ROOT / "tracker/migrations/versions").glob("*.py"))
    assert scripts
    numbers = [int(script.name.split("_")[0]) for script in scripts]
    assert numbers == list(range(1, len(numbers) + 1))
    for script in scripts:
        assert "tracker" not in _imported(script)


def test_the_readme_names_commands_and_files_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z][a-z-]+)", readme))
    assert {"run", "test"} <= named <= targets
    for module in set(re.findall(r"python -m ([\w.]+)", readme)):
        assert find_spec(module), module
    for link in re.findall(r"\]\(([^)#:]+)\)", readme):
        assert (ROOT / link).exists(), link


def test_the_readme_lists_every_setting() -> None:
    from dataclasses import fields

    from tracker.config import Settings

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = {f.name.upper() for f in fields(Settings)} - set(re.findall(r"`([A-Z_]+)`", readme))
    assert not missing


def test_the_project_speaks_of_itself_alone() -> None:
    found = []
    for path in tracked():
        if path == Path(__file__).resolve():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in FOREIGN.finditer(text)]
    assert not found


def test_no_naive_time() -> None:
    naive = [
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in tracked("ingest/*.py", "tracker/*.py", "run.py")
        for hit in NAIVE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not naive


def test_files_and_functions_stay_small() -> None:
    long = []
    for path in tracked("ingest/*.py", "tracker/*.py", "run.py"):
        if "versions" in path.parts:  # a migration is a list of columns
            continue
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 350:
            long.append(str(path.relative_to(ROOT)))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and _length(node) > 50:
                long.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert not long


def _length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
