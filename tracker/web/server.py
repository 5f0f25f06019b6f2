"""The web server, speaking as the pages do also where it refuses before they are asked."""

from __future__ import annotations

from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from threading import Thread
from typing import Any

from flask import Flask, render_template
from flask_babel import force_locale
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask

from tracker.config import Settings
from tracker.vocabulary import Language
from tracker.web import lettering
from tracker.web.errors import refusal
from tracker.web.security import HEADERS, request_limit
from tracker.web.tongue import COOKIE


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
            too_large = status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            said = status if too_large else HTTPStatus.BAD_REQUEST
            body = refusals[said, _language(request)].encode()
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


def _refusals(app: Flask, settings: Settings) -> dict[tuple[HTTPStatus, Language], str]:
    """The pages of the refusals, made once: a refused request has no session to make one for."""
    pages = {}
    with app.test_request_context():
        for language in Language:
            with force_locale(language):
                for status in (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE):
                    heading, advice = refusal(status.value, settings)
                    pages[status, language] = render_template(
                        "errors/bare.html", heading=heading, advice=advice
                    )
    return pages


def _language(request: Any) -> Language:
    """The language that the browser keeps; there is no session to ask for an account's."""
    try:
        kept = SimpleCookie(request.headers.get("COOKIE", "")).get(COOKIE)
    except CookieError:
        kept = None
    return Language(kept.value) if kept and kept.value in list(Language) else Language.THAI
