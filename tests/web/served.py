"""The pages behind a real port, for a real browser; and signing in there."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.tracker.office import PASSWORD


class Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        pass


@contextmanager
def serve(app: Flask) -> Iterator[str]:
    """The address of the office while the ``with`` lasts."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def sign_in(tab: Page, address: str, username: str | None) -> None:
    """As somebody else from now on; as nobody where ``username`` is ``None``."""
    tab.context.clear_cookies()
    if username is None:
        return
    tab.goto(f"{address}/sign-in")
    tab.get_by_label("ชื่อผู้ใช้").fill(username)
    tab.get_by_label("รหัสผ่าน").fill(PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_url(lambda url: "/sign-in" not in url)
