"""The command as it is called: ``python -m tracker due``."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = {
    "text", "kind", "rule", "actor", "due", "window_from", "recurrence", "suggested", "doubt",
}  # fmt: skip


def run(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    assert main(["due", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_phrase(capsys: pytest.CaptureFixture[str]) -> None:
    (item,) = run(
        capsys, "ภายใน ๗ วันทำการ นับแต่วันได้รับหนังสือ", "--dated", "2025-10-01",
        "--received", "2025-10-06T14:10",
    )  # fmt: skip
    assert set(item) >= CONTRACT
    assert (item["kind"], item["due"], item["doubt"]) == ("due", "2025-10-16", None)


def test_nothing_found_is_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "จึงเรียนมาเพื่อโปรดทราบ", "--dated", "2025-10-01") == []


def test_holidays_given_replace_the_calendar(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("ภายใน ๗ วันทำการ นับแต่วันได้รับหนังสือ", "--dated", "2025-10-01",
             "--received", "2025-10-06T14:10")  # fmt: skip
    (item,) = run(capsys, *words, "--holiday", "2025-10-07", "--holiday", "2025-10-08")
    assert item["due"] == "2025-10-17"


def test_a_zone_is_brought_to_bangkok(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("ภายใน ๒๔ ชั่วโมง", "--dated", "2025-10-01", "--received")
    for received in ("2025-10-06T07:10:00Z", "2025-10-06T14:10+07:00", "2025-10-06T14:10"):
        (item,) = run(capsys, *words, received)
        assert item["due"] == "2025-10-07T14:10"


@pytest.mark.parametrize(
    "words",
    [
        ("--dated", "abc"),
        ("--dated", "2025-02-30"),
        ("--dated", "2568-10-01"),
        ("--dated", "2025-10-01", "--received", "เมื่อวาน"),
        ("--dated", "2025-10-01", "--holiday", "x"),
        (),
    ],
)
def test_arguments_that_are_no_dates(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["due", "ภายในวันนี้", *words])
    assert stopped.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "คำสั่งไม่ถูกต้อง" in told.err


def test_the_command_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "due", "-", "--dated", "2025-10-01"],
        input="ก่อนวันที่ ๓๑ ตุลาคม ๒๕๖๘", capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    assert [item["due"] for item in json.loads(done.stdout)] == ["2025-10-30"]


def test_every_command_can_be_asked_for_help(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit) as stopped:
            main([command.name, "--help"])
        assert stopped.value.code == 0
        assert capsys.readouterr().out
