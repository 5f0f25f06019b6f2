"""The queue does the same on every server it can stand on."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tracker import redis_server
from tracker.errors import ConfigError
from tracker.queue import connect


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
def queue_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'queue.db'}"
    elif request.param == "postgresql":
        yield request.getfixturevalue("postgres_url")
    else:
        with redis_server.serve() as address:
            yield address


def test_a_call_made_in_one_place_wakes_the_worker_in_another(queue_url: str) -> None:
    woken = threading.Semaphore(0)
    caller = connect(queue_url)
    worker = connect(queue_url, read_waiting=woken.release)
    consumer = worker.huey.create_consumer(workers=1, periodic=False, max_delay=0.2)
    caller.wake()
    assert caller.waiting() == worker.waiting() == 1
    for _, thread in consumer.worker_threads:
        thread.start()
    try:
        assert woken.acquire(timeout=10)
        caller.wake()
        assert woken.acquire(timeout=10)
    finally:
        consumer.stop_flag.set()
        for _, thread in consumer.worker_threads:
            thread.join()
    assert caller.waiting() == 0
    caller.close()
    worker.close()


def test_what_lies_on_the_queue_is_plain_text(tmp_path: Path) -> None:
    queue = connect(f"sqlite:///{tmp_path / 'queue.db'}")
    queue.wake()
    (message,) = queue.huey.storage.enqueued_items()
    assert bytes(message).startswith(b'{"id": ')


def test_a_process_that_is_no_worker_reads_nothing(tmp_path: Path) -> None:
    queue = connect(f"sqlite:///{tmp_path / 'queue.db'}")
    with pytest.raises(RuntimeError, match="only wakes"):
        queue._task.call_local()


@pytest.mark.parametrize("url", ["", "queue.db", "sqlite://", "mysql://localhost/wian", "amqp://x"])
def test_an_unknown_address_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(ConfigError, match="QUEUE_URL"):
        connect(url)
