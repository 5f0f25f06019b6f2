"""The office copied and brought back, on SQLite and on PostgreSQL."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, make_url
from sqlmodel import func, select

from tests.tracker.office import Office
from tracker import audit, backing_up, backup, backup_runs, config, db, files, intake, restoring
from tracker.backup_database import NotCopied, bare
from tracker.cli import main
from tracker.errors import BadValue, NotAllowed
from tracker.models import Arrival, AuditLine, BackupRun

LETTER, OTHER = b"%PDF-1.7 one", b"%PDF-1.7 another"
DAY = timedelta(days=1)


@pytest.fixture
def settings(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[config.Settings]:
    """The installation of the test's database; its commands find it too."""
    address = engine.url.set(drivername=engine.dialect.name)
    monkeypatch.setenv("DATABASE_URL", address.render_as_string(hide_password=False))
    monkeypatch.setenv("INSTANCE", str(tmp_path / "instance"))
    config.settings.cache_clear()
    db.engine.cache_clear()
    yield config.settings()
    db.engine().dispose()
    config.settings.cache_clear()
    db.engine.cache_clear()
    files._place.cache_clear()


def arrive(engine: Engine, house: Office, now: datetime, data: bytes) -> str:
    stored = files.store(io.BytesIO(data), filename="หนังสือ.pdf")
    with db.begin(engine) as session:
        intake.take_in(session, house.clerk, now, stored=stored, filename="หนังสือ.pdf")
    return stored.sha256


def taken(engine: Engine, settings: config.Settings, now: datetime) -> backup.Taken:
    return backing_up.now(engine, settings, lambda: now)


def test_what_was_lost_comes_back(
    engine: Engine, house: Office, settings: config.Settings, now: datetime,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    settings.instance.mkdir()
    (settings.instance / "secret_key").write_text("key")
    first = arrive(engine, house, now, LETTER)
    copy = taken(engine, settings, now)
    assert (copy.files, copy.problem) == (1, None)
    arrive(engine, house, now, OTHER)  # comes after the copy: the copy knows nothing of it
    shutil.rmtree(settings.instance / "files")
    (settings.instance / "secret_key").write_text("another")

    folder = str(settings.backups / copy.folder)
    assert main(["restore", folder]) == 1, "what is there is not overwritten unasked"
    assert "--replace" in capsys.readouterr().err
    engine.dispose()
    assert main(["restore", folder, "--replace"]) == 0
    with files.open_file(first) as stream:
        assert stream.read() == LETTER
    assert (settings.instance / "secret_key").read_text() == "key"
    with db.look(engine) as session:
        assert session.exec(select(func.count()).select_from(Arrival)).one() == 1
        assert session.exec(select(func.count()).select_from(AuditLine)).one()
        assert audit.verify(session) == []
    aside = capsys.readouterr().out.split("อยู่ที่ ")[1].split("\n")[0]
    assert Path(aside).stat().st_size, "what stood there before is kept beside"
    # One goes on working with what came back.
    arrive(engine, house, now, OTHER)


def test_a_second_copy_writes_only_what_is_new_and_old_ones_go(
    engine: Engine, house: Office, settings: config.Settings, now: datetime
) -> None:
    few = replace(settings, backups_kept=2)
    arrive(engine, house, now, LETTER)
    names = [taken(engine, few, now + n * DAY).folder for n in range(3)]
    assert [one.name for one in backup.copies(few.backups)] == names[1:]
    kept = [one for one in (few.backups / backup.FILES).rglob("*") if one.is_file()]
    assert [one.read_bytes() for one in kept] == [LETTER]
    with db.look(engine) as session:
        told = backup_runs.state(session, house.admin, now + 2 * DAY)
    assert told.good and told.good.folder == names[-1] and not told.late
    assert [one.problem for one in told.lines] == [None] * 3


def test_a_lost_original_is_told_and_the_rest_is_copied(
    engine: Engine, house: Office, settings: config.Settings, now: datetime
) -> None:
    lost, whole = arrive(engine, house, now, LETTER), arrive(engine, house, now, OTHER)
    (settings.instance / "files" / lost[:2] / lost).write_bytes(b"other")
    copy = taken(engine, settings, now)
    assert copy.files == 1 and lost in (copy.problem or "")
    assert backup.original(settings.backups / backup.FILES, whole).read_bytes() == OTHER
    with db.look(engine) as session:
        told = backup_runs.state(session, house.admin, now)
    assert told.good is None and told.late, "a copy that lacks something is no good one"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_damaged_copy_is_refused_and_changes_nothing(
    engine: Engine, house: Office, settings: config.Settings, now: datetime
) -> None:
    arrive(engine, house, now, LETTER)
    folder = settings.backups / taken(engine, settings, now).folder
    (part,) = [one for one in backup.parts_of(folder) if one.name.startswith("database")]
    part.write_bytes(part.read_bytes()[:-1] + b"?")
    with pytest.raises(NotCopied, match="สำเนาเสียหาย"):
        restoring.restore(settings, engine, folder, now, replace=True)
    with pytest.raises(NotCopied, match="ไม่พบสำเนาที่สมบูรณ์"):
        restoring.restore(settings, engine, folder.parent, now, replace=True)
    with db.look(engine) as session:
        assert session.exec(select(func.count()).select_from(Arrival)).one() == 1


def test_a_copy_is_made_once_a_day_and_when_asked(
    engine: Engine, house: Office, settings: config.Settings, now: datetime
) -> None:
    zone = ZoneInfo("Asia/Bangkok")

    def is_due(moment: datetime) -> bool:
        with db.look(engine) as session:
            return backup_runs.due(session, moment, zone)

    assert is_due(now), "there is none yet"
    taken(engine, settings, now)  # half past nine
    assert not is_due(now + timedelta(hours=16)), "half past one at night"
    assert is_due(now + timedelta(hours=17)), "half past two"
    with db.begin(engine) as session:
        backup_runs.ask(session, house.admin, now)
        with pytest.raises(BadValue):
            backup_runs.ask(session, house.admin, now)
        with pytest.raises(NotAllowed):
            backup_runs.ask(session, house.clerk, now)
    assert is_due(now)
    with db.begin(engine) as session:
        backup_runs.begin(session, now)
    assert not is_due(now), "it is being made"
    later = now + backup_runs.LONGEST + timedelta(minutes=1)
    assert is_due(later), "whoever made it died"
    taken(engine, settings, later)
    with db.look(engine) as session:
        dead = session.exec(select(BackupRun).order_by(BackupRun.id)).all()[1]
    assert "หยุดกลางคัน" in (dead.problem or "")


def test_a_failure_is_written_down(
    engine: Engine, house: Office, settings: config.Settings, now: datetime
) -> None:
    settings.instance.mkdir()
    (settings.instance / "backups").write_text("a file where the folder should be")
    assert main(["backup"]) == 1
    with db.look(engine) as session:
        told = backup_runs.state(session, house.admin, now)
    assert told.last and told.last.ended_at and "เขียนสำเนาลง" in (told.last.problem or "")


def test_no_list_of_processes_shows_the_password() -> None:
    address = make_url("postgresql+psycopg://wian:s3cret@db.example:5433/office?sslmode=require")
    assert bare(address) == "postgresql://wian@db.example:5433/office?sslmode=require"
