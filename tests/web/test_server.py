"""What the web server refuses before the application is asked."""

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.running import free_port
from tests.web import html
from tests.web.conftest import House
from tracker.config import settings
from tracker.web import server


@pytest.fixture
def address(
    open_house: Callable[..., House], request: pytest.FixtureRequest
) -> Iterator[tuple[str, int]]:
    house = open_house(MAX_FILE_BYTES="1000000")
    chosen = replace(settings(), port=free_port(), trusted_proxy=getattr(request, "param", ""))
    listening = server.listen(house.app, chosen)
    thread = threading.Thread(target=listening.run, daemon=True)
    thread.start()
    yield "127.0.0.1", chosen.port
    listening.close()


def answer(address: tuple[str, int], request: str) -> str:
    with socket.create_connection(address, timeout=20) as line:
        line.sendall(request.replace("\n", "\r\n").encode())
        said = b""
        while chunk := line.recv(65536):
            said += chunk
        return said.decode()


@pytest.mark.parametrize("expect", ["", "Expect: 100-continue\n"])
def test_what_announces_itself_too_big_is_refused_by_its_head(
    address: tuple[str, int], expect: str
) -> None:
    """200 MB are announced and not one byte of them is asked for."""
    head = f"POST /arrivals HTTP/1.1\nHost: x\nContent-Length: 209715200\n{expect}\n"
    said = answer(address, head)
    assert said.startswith("HTTP/1.1 413")
    head_of_answer, _, page = said.partition("\r\n\r\n")
    assert "Content-Security-Policy: default-src 'none'" in head_of_answer
    assert "ไฟล์ใหญ่เกินกำหนด" in page
    html.check(page)


def test_what_is_no_request_is_refused_in_thai(address: tuple[str, int]) -> None:
    said = answer(address, "POST / HTTP/1.1\nHost: x\nContent-Length: many\n\n")
    assert said.startswith("HTTP/1.1 400") and "คำขอไม่ครบถ้วน" in said


def test_what_is_no_request_is_refused_in_english_to_who_reads_english(
    address: tuple[str, int],
) -> None:
    head = "POST / HTTP/1.1\nHost: x\nCookie: a=b; tongue=en\nContent-Length: many\n\n"
    _, _, page = answer(address, head).partition("\r\n\r\n")
    assert '<html lang="en">' in page and "คำขอไม่ครบถ้วน" not in page
    html.check(page)


def test_pages_are_served(address: tuple[str, int]) -> None:
    said = answer(address, "GET /health HTTP/1.0\nHost: x\n\n")
    assert said.startswith("HTTP/1.0 200") and said.endswith("ok\n")


@pytest.mark.parametrize(("address", "believed"), [("127.0.0.1", True), ("", False)],
                         indirect=["address"])  # fmt: skip
def test_only_the_named_proxy_is_believed(address: tuple[str, int], believed: bool) -> None:
    head = (
        "GET /sign-in HTTP/1.0\nHost: x\nX-Forwarded-Proto: https\nX-Forwarded-For: 192.0.2.7\n\n"
    )
    said = answer(address, head)
    assert said.startswith("HTTP/1.0 200")
    assert ("Strict-Transport-Security" in said) is believed
    assert ("; Secure" in said) is believed
