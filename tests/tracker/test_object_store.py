"""Originals in an S3-like store: the same code, another FILES_URL."""

import io
import uuid
from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tracker import config, files
from tracker.errors import NotFound


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The address of a store on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(store: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket there, which the settings name."""
    name = f"wian-{uuid.uuid4().hex[:8]}"
    for variable, value in {
        "AWS_ENDPOINT_URL": store,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "FILES_URL": f"s3://{name}/originals",
    }.items():
        monkeypatch.setenv(variable, value)
    boto3.client("s3").create_bucket(Bucket=name)
    config.settings.cache_clear()
    yield name
    config.settings.cache_clear()


def test_an_original_is_kept_once_and_comes_back_whole(bucket: str) -> None:
    content = "หนังสือราชการ".encode() * 1000
    stored = files.store(io.BytesIO(content), filename="หนังสือ.txt")
    assert stored.is_new
    assert not files.store(io.BytesIO(content), filename="อีกชื่อ.txt").is_new
    with files.open_file(stored.sha256) as kept:
        assert kept.read() == content
    with files.local_copy(stored.sha256) as path:
        assert path.read_bytes() == content
    names = [one["Key"] for one in boto3.client("s3").list_objects_v2(Bucket=bucket)["Contents"]]
    assert names == [f"originals/{stored.sha256[:2]}/{stored.sha256}"]


def test_a_changed_original_is_noticed(bucket: str) -> None:
    stored = files.store(io.BytesIO(b"as it came"), filename="a.txt")
    boto3.client("s3").put_object(
        Bucket=bucket, Key=f"originals/{stored.sha256[:2]}/{stored.sha256}", Body=b"changed!!!"
    )
    with pytest.raises(files.FileDamaged), files.local_copy(stored.sha256):
        pass


def test_a_name_that_is_no_hash_leads_nowhere(bucket: str) -> None:
    with pytest.raises(NotFound):
        files.open_file("../secret_key")
