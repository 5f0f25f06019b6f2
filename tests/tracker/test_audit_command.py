"""The command as an administrator calls it, on a database of the test's own."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tracker import config, db
from tracker.cli import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def chosen(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The command finds its database by the setting, as in life."""
    address = engine.url.set(drivername=engine.dialect.name)
    monkeypatch.setenv("DATABASE_URL", address.render_as_string(hide_password=False))
    config.settings.cache_clear()
    db.engine.cache_clear()
    yield engine
    db.engine().dispose()
    config.settings.cache_clear()
    db.engine.cache_clear()


def _behind_the_triggers(engine: Engine, *acts: str) -> None:
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_line_keeps_update"))
            connection.execute(text("DROP TRIGGER audit_line_keeps_delete"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        for act in acts:
            connection.execute(text(act))


def test_a_whole_trail(chosen: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify"]) == 0
    told = capsys.readouterr()
    assert "ครบถ้วน" in told.out and not told.err


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        ("UPDATE audit_line SET act = 'other' WHERE id = 2", "รายการที่ 2 ถูกแก้ไขหลังบันทึก"),
        ("DELETE FROM audit_line WHERE id = 3", "หลังรายการที่ 2 เป็นรายการที่ 4"),
        ("DELETE FROM audit_line WHERE id = (SELECT max(id) FROM audit_line)", "รายการท้ายสุด"),
        ("DELETE FROM audit_head", "ไม่พบรายการกำกับ"),
        ("DELETE FROM audit_line", "รายการท้ายสุดควรเป็น"),
    ],
)
def test_a_torn_trail(
    chosen: Engine, capsys: pytest.CaptureFixture[str], act: str, sentence: str
) -> None:
    _behind_the_triggers(chosen, act)
    assert main(["audit", "verify"]) == 1
    told = capsys.readouterr()
    assert sentence in told.err and not told.out


def test_a_trail_that_is_not_there_does_not_look_whole(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "audit", "verify"],
        capture_output=True, text=True, cwd=ROOT,
        env={"INSTANCE": str(tmp_path / "nowhere")},
    )  # fmt: skip
    assert done.returncode == 1
    assert "ยังไม่มีบันทึกการใช้งาน" in done.stderr
    assert not (tmp_path / "nowhere").exists()


def test_a_server_that_is_down_is_told(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:secret@127.0.0.1:1/none")
    config.settings.cache_clear()
    db.engine.cache_clear()
    assert main(["audit", "verify"]) == 1
    told = capsys.readouterr().err
    assert "ไม่ได้" in told and "secret" not in told
    config.settings.cache_clear()
    db.engine.cache_clear()


def test_help_names_the_acts(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["audit"])
    assert stopped.value.code == 2
