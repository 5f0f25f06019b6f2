from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.tracker import bundles
from tests.tracker.office import Office
from tracker import db, intake, readings
from tracker.errors import LeaseLost
from tracker.models import Arrival, Letter, ReadingJob, Stored
from tracker.vocabulary import ArrivalState, JobState

LEASE = timedelta(seconds=60)


def arrive(engine: Engine, house: Office, now: datetime, letter: str = "a") -> int:
    stored = Stored(letter * 64, 10, "application/pdf", "x.pdf", True)
    with db.begin(engine) as session:
        arrival = intake.take_in(session, house.clerk, now, stored=stored, filename="x.pdf")
    assert arrival.id is not None
    return arrival.id


def claim(engine: Engine, owner: str, now: datetime) -> ReadingJob | None:
    with db.begin(engine) as session:
        return intake.claim(session, owner=owner, now=now, lease=LEASE)


def state(engine: Engine, arrival_id: int) -> ArrivalState:
    with db.look(engine) as session:
        return session.get_one(Arrival, arrival_id).state


def test_a_lapsed_lease_is_taken_up_and_the_late_worker_refused(
    engine: Engine, house: Office, now: datetime
) -> None:
    arrival = arrive(engine, house, now)
    first = claim(engine, "one", now)
    assert first is not None
    assert state(engine, arrival) is ArrivalState.READING
    assert claim(engine, "two", now + timedelta(seconds=59)) is None
    later = now + timedelta(seconds=61)
    with db.look(engine) as session:
        assert intake.claimable(session, now=now) == 0
        assert intake.claimable(session, now=later) == 1
    second = claim(engine, "two", later)
    assert second is not None
    assert (second.id, second.attempts) == (first.id, 2)
    with pytest.raises(LeaseLost), db.begin(engine) as session:
        intake.finish(session, first.id, "one", now=later, result=bundles.reading())
    with pytest.raises(LeaseLost), db.begin(engine) as session:
        intake.renew(session, first.id, "one", now=later, lease=LEASE)
    with db.begin(engine) as session:
        intake.renew(session, second.id, "two", now=later, lease=LEASE, pages=(1, 3))
        intake.finish(session, second.id, "two", now=later, result=bundles.reading())
    assert state(engine, arrival) is ArrivalState.REVIEW
    with pytest.raises(LeaseLost), db.begin(engine) as session:
        intake.finish(session, second.id, "two", now=later, result=bundles.reading())


def test_many_workers_never_share_a_reading(engine: Engine, house: Office, now: datetime) -> None:
    for letter in "abcdef":
        arrive(engine, house, now, letter)
    with ThreadPoolExecutor(8) as pool:
        jobs = list(pool.map(lambda n: claim(engine, f"worker {n}", now), range(12)))
    taken = [job.id for job in jobs if job is not None]
    assert len(taken) == len(set(taken)) == 6


def test_a_file_that_kills_its_readers_is_given_up(
    engine: Engine, house: Office, now: datetime
) -> None:
    arrival = arrive(engine, house, now)
    for attempt in range(readings.MAX_ATTEMPTS):
        assert claim(engine, "x", now + timedelta(minutes=2 * attempt)) is not None
    assert claim(engine, "x", now + timedelta(minutes=20)) is None
    assert state(engine, arrival) is ArrivalState.FAILED
    with db.look(engine) as session:
        assert session.exec(select(ReadingJob)).one().error == readings.GIVEN_UP
    with db.begin(engine) as session:
        intake.read_again(session, house.clerk, now, arrival_id=arrival)
    assert state(engine, arrival) is ArrivalState.WAITING
    assert claim(engine, "x", now + timedelta(minutes=30)) is not None


def test_a_reading_given_back_is_free_at_once(engine: Engine, house: Office, now: datetime) -> None:
    arrival = arrive(engine, house, now)
    job = claim(engine, "one", now)
    assert job is not None
    with db.begin(engine) as session:
        intake.release(session, job.id, "one", now=now)
    assert state(engine, arrival) is ArrivalState.WAITING
    again = claim(engine, "two", now)
    assert again is not None
    assert again.attempts == 1


def test_the_same_file_is_read_once_for_all_who_drop_it(
    engine: Engine, house: Office, now: datetime
) -> None:
    with ThreadPoolExecutor(6) as pool:
        arrivals = list(pool.map(lambda _: arrive(engine, house, now), range(6)))
    assert len(set(arrivals)) == 6
    with db.look(engine) as session:
        assert len(session.exec(select(ReadingJob)).all()) == 1
    job = claim(engine, "one", now)
    assert job is not None
    with db.begin(engine) as session:
        intake.finish(session, job.id, "one", now=now, error="อ่านไม่ได้")
    assert {state(engine, one) for one in arrivals} == {ArrivalState.FAILED}
    assert state(engine, arrive(engine, house, now)) is ArrivalState.FAILED
    with db.look(engine) as session:
        shown = intake.arrivals(session, house.clerk)
        assert [one.copies for one in shown] == [6, 5, 4, 3, 2, 1, 0]
        assert shown[0].error == "อ่านไม่ได้"
        assert intake.arrivals(session, house.stranger) == []
        assert len(intake.arrivals(session, house.province)) == 7
        done = session.exec(select(ReadingJob)).one()
        assert done.state is JobState.FAILED


def test_a_clock_set_back_holds_up_no_reading(engine: Engine, house: Office, now: datetime) -> None:
    arrive(engine, house, now)
    before = now - timedelta(hours=3)
    first = claim(engine, "one", now)
    assert first is not None
    with db.begin(engine) as session:  # who lives and renews keeps his lease
        intake.renew(session, first.id, "one", now=before, lease=LEASE)
    assert claim(engine, "two", before) is None
    second = claim(engine, "two", before + LEASE + timedelta(seconds=1))
    assert second is not None
    assert claim(engine, "three", now - timedelta(days=2)) is not None, "its worker died"


def test_what_no_database_keeps_is_left_out_of_a_reading(
    engine: Engine, house: Office, now: datetime
) -> None:
    arrival = arrive(engine, house, now)
    job = claim(engine, "one", now)
    assert job is not None
    result = bundles.reading(bundles.ministry())
    result["letters"][0]["subject"]["value"] = "ขอ\0เชิญ\ud800"
    result["letters"][0]["text"] = "ขอ\0เชิญ"
    with db.begin(engine) as session:
        intake.finish(session, job.id, "one", now=now, result=result)
    with db.begin(engine) as session:
        intake.settle(session, house.clerk, now, arrival_id=arrival)
    with db.look(engine) as session:
        subjects = list(session.exec(select(Letter.subject)))
    assert "ขอเชิญ?" in subjects
