"""The pages on a database of the test's own; every answer that is HTML is checked on its way."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from tests import compiled
from tests.tracker.office import PASSWORD, Office, open_office
from tests.web import html
from tracker import config, db, files
from tracker.app import create_app
from tracker.web.edge import Edge
from tracker.web.thai import BANGKOK

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=BANGKOK)


class Browser(FlaskClient):
    """A client that checks every page and sends forgery tokens as a browser does."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        plain = answer.mimetype == "text/html" and not answer.content_encoding
        if plain and answer.data and answer.status_code not in (301, 302):
            html.check_once(answer.text)
        return answer

    def token(self, page: str = "/sign-in") -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(page).text)
        assert found, f"no form on {page}"
        return found[1]

    def sign_in(self, username: str, password: str = PASSWORD) -> TestResponse:
        form = {"username": username, "password": password, "csrf_token": self.token()}
        return self.post("/sign-in", data=form)

    def submit(self, page: str, data: dict[str, Any], **more: Any) -> TestResponse:
        """Post to ``page`` with the token of a page that asks nothing of the database."""
        return self.post(page, data={**data, "csrf_token": self.token("/guide")}, **more)


@dataclass(frozen=True)
class House:
    app: Flask
    engine: Engine
    office: Office
    wakes: list[int]

    def browser(self, username: str | None = None) -> Browser:
        client = self.app.test_client()
        assert isinstance(client, Browser)
        if username:
            assert client.sign_in(username).status_code == 302
        return client


@pytest.fixture(scope="session")
def web_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Office]:
    path = tmp_path_factory.mktemp("web") / "wian.db"
    engine = db.connect(f"sqlite:///{path}")
    db.upgrade(engine)
    with db.begin(engine) as session:
        office = open_office(session, NOW)
    engine.dispose()
    return path, office


@pytest.fixture
def open_house(
    web_template: tuple[Path, Office], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., House]]:
    """Opens the office: ``open_house(MAX_FILE_BYTES="1000")`` with settings of the test's own."""
    opened: list[Engine] = []

    def open_(now: datetime = NOW, **settings: str) -> House:
        # Said from here, as the default is: no part may look for it anywhere else.
        monkeypatch.setenv("INSTANCE", os.path.relpath(tmp_path))
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        config.settings.cache_clear()
        shutil.copy(web_template[0], tmp_path / "wian.sqlite3")
        engine = compiled.known_questions(db.connect(config.settings().database))
        opened.append(engine)
        wakes: list[int] = []
        app = create_app(Edge(config.settings(), engine, lambda: wakes.append(1), lambda: now))
        app.jinja_env.bytecode_cache = compiled.TEMPLATES
        app.testing = True
        app.test_client_class = Browser
        return House(app, engine, web_template[1], wakes)

    yield open_
    for engine in opened:
        engine.dispose()
    config.settings.cache_clear()
    files._place.cache_clear()


@pytest.fixture
def house(open_house: Callable[..., House]) -> House:
    return open_house()
