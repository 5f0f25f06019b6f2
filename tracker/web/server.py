"""The web server, speaking Thai also where it refuses before the application is asked."""

from __future__ import annotations

from http import HTTPStatus
from threading import Thread
from typing import Any

from flask import Flask
from jinja2 import Environment, FileSystemLoader, select_autoescape
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask

from tracker.config import Settings
from tracker.web import lettering, thai
from tracker.web.errors import SAID
from tracker.web.security import HEADERS, request_limit


def serve(app: Flask, settings: Settings) -> None:
    """Serve ``app`` until the process is told to stop."""
    server = listen(app, settings)
    # The word list takes a second to load: the first picture of a chain need not wait for it.
    Thread(target=lettering.load_words, daemon=True).start()
    server.run()


def listen(app: Flask, settings: Settings) -> Any:
    """The server, bound to its port but not running yet.

    A request that announces more than the limit is refused by its head:
    nothing of it is read or written to the disk.
    """
    server: Any = create_server(
        app,
        host=settings.host,
        port=settings.port,
        threads=settings.web_threads,
        ident=None,
        max_request_body_size=request_limit(settings),
        **_proxy(settings),
    )
    refusals = _refusals(app, settings)

    class Refusal(ErrorTask):
        def execute(self) -> None:
            request: Any = self.request
            status = HTTPStatus(request.error.code)
            body = refusals.get(status, refusals[HTTPStatus.BAD_REQUEST]).encode()
            self.status = f"{status.value} {status.phrase}"
            self.response_headers = [
                ("Content-Type", "text/html; charset=utf-8"),
                *HEADERS.items(),
            ]
            self.set_close_on_finish()
            self.content_length = len(body)
            self.write(body)

    class Channel(HTTPChannel):
        error_task_class = Refusal

        def send_continue(self) -> None:
            """Whoever asks first whether he may send too much is told no at once."""
            request: Any = self.request
            if request.error is None:
                super().send_continue()

    server.channel_class = Channel
    return server


def _proxy(settings: Settings) -> dict[str, Any]:
    """Behind a proxy each visitor keeps his own address (throttles) and https (cookies)."""
    if not settings.trusted_proxy:
        return {}
    return {
        "trusted_proxy": settings.trusted_proxy,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        "clear_untrusted_proxy_headers": True,
    }


def _refusals(app: Flask, settings: Settings) -> dict[HTTPStatus, str]:
    """The pages of the refusals, made once: a refused request has no session to make one for."""
    templates = Environment(
        loader=FileSystemLoader(str(app.template_folder)), autoescape=select_autoescape()
    )
    templates.globals["_"] = str  # nobody is known here who could have chosen another language
    limit = thai.digits(settings.max_file_bytes // 2**20)
    pages = {}
    for status in (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE):
        heading, advice = SAID[status.value]
        if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            advice = f"ระบบรับไฟล์ละไม่เกิน {limit} เมกะไบต์ {advice} ไฟล์นี้ยังไม่ได้ถูกเก็บ"
        page = templates.get_template("errors/bare.html")
        pages[status] = page.render(heading=heading, advice=advice)
    return pages
