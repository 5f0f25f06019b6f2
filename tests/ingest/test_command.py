"""``python -m ingest``: what it prints, and with which exit code it ends."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ingest.reading import Kind, Role, Secrecy, Urgency
from tests.ingest.letters import PAGE_END, chain, letter

ROOT = Path(__file__).resolve().parents[2]
TOP = {"source", "sha256", "page_count", "reader", "letters", "links", "pages", "warnings"}
SINGLE = ("ref_no", "date", "issuer", "subject", "owner_unit")
MARK = {"raw", "confidence", "page", "box", "doubt"}
LISTS = {
    "recipients": {"value", "scope", "except"},
    "references": {"ref_no", "date", "office", "how"},
    "enclosures": {"value", "count"},
    "stamps": {"office", "number", "date", "time"},
    "deadlines": {"text", "kind", "rule", "actor", "due"},
}
PLAIN = {"id", "pages", "kind", "role", "is_circular", "salutation", "signatory", "phones", "urls",
         "urgency", "secrecy", "action", "text"}  # fmt: skip
STAMP = "เทศบาลตำบลทดลอง\nเลขรับ ๘๘๑\nวันที่ ๗ มิ.ย. ๒๕๖๒\nเวลา ๑๐.๐๐ น."


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ingest", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    asked = "ขอให้ส่งแบบสำรวจภายในวันที่ ๒๘ มิถุนายน ๒๕๖๒ รายละเอียดที่ www.example.go.th"
    first = letter(
        top=STAMP,
        body="ด้วยจังหวัดระยอง" + asked,
        cites="อ้างถึง หนังสือจังหวัดระยอง ที่ รย ๐๐๒๓.๓/ว ๑๐๐ ลงวันที่ ๒ มกราคม ๒๕๖๒\n\n"
        "สิ่งที่ส่งมาด้วย แบบสำรวจ จำนวน ๑ ชุด",
    )
    texts = {"letter.txt": first, "chain.md": chain("ABC"), "none.txt": "แมวนอนตากแดดอยู่ริมรั้ว"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf8")
    (tmp_path / "empty.txt").write_bytes(b"")
    return [str(tmp_path / name) for name in (*texts, "empty.txt")]


def _check_letter(one: dict[str, Any]) -> None:
    assert set(one) >= PLAIN | set(SINGLE) | set(LISTS)
    assert one["kind"] in set(Kind) and one["role"] in set(Role)
    assert one["urgency"] in set(Urgency) and one["secrecy"] in set(Secrecy)
    assert isinstance(one["id"], str) and len(one["pages"]) == 2
    for name in SINGLE:
        field = one[name]
        assert field is None or set(field) >= MARK | {"value"}
        assert field is None or 0 <= field["confidence"] <= 1
    for name, keys in LISTS.items():
        assert all(set(item) >= keys | MARK for item in one[name])
    assert one["signatory"] is None or {"name", "position", "acting_for"} <= set(one["signatory"])


def test_every_key_of_the_contract_is_printed(files: list[str]) -> None:
    done = run(*files[:3])
    assert done.returncode == 0, done.stderr
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["source"] for one in objects] == ["letter.txt", "chain.md", "none.txt"]
    for one in objects:
        assert set(one) == TOP
        assert set(one["reader"]) == {"text_layer", "ocr", "seconds"} and len(one["sha256"]) == 64
        for found in one["letters"]:
            _check_letter(found)
        for link in one["links"]:
            assert set(link) == {"from", "to", "via", "score", "doubt"}
    full = objects[0]["letters"][0]
    assert all(full[name] for name in (*LISTS, "phones", "urls", "signatory", "ref_no", "date"))
    assert full["recipients"][0]["except"] == []
    assert objects[2]["letters"] == [] and objects[2]["warnings"]


def test_a_file_that_cannot_be_read_spoils_no_other(files: list[str]) -> None:
    done = run(files[3], files[0], files[3] + ".missing")
    assert done.returncode == 3
    bad, good, missing = (json.loads(line) for line in done.stdout.splitlines())
    assert bad["error"] and missing["error"] and bad["letters"] == []
    assert "error" not in good and len(good["letters"]) == 1


def test_pretty_prints_the_same_over_lines(files: list[str]) -> None:
    done = run("--pretty", "--received", "2019-06-07T10:00", files[0])
    assert done.returncode == 0 and done.stdout.count("\n") > 50
    assert json.loads(done.stdout)["letters"][0]["ref_no"]["value"] == "รย 0023.3/ว 412"


@pytest.mark.parametrize("arguments", [(), ("--received", "soon", "x.txt"), ("--unknown", "x.txt")])
def test_wrong_usage_is_told_apart(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2 and done.stdout == ""


def test_boxes_are_null_and_pages_counted_for_text(files: list[str]) -> None:
    (one,) = (json.loads(line) for line in run(files[1]).stdout.splitlines())
    assert one["page_count"] == 3
    assert [found["pages"] for found in one["letters"]] == [[1, 1], [2, 2], [3, 3]]
    assert {found["ref_no"]["box"] for found in one["letters"]} == {None}
    assert PAGE_END.strip("\n") not in one["letters"][0]["text"]
