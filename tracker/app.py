"""The web application, put together."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask

from tracker import config, db, queue
from tracker.config import Settings
from tracker.web import (
    blueprints,
    errors,
    guard,
    look_and_feel,
    security,
    smaller,
    thai_content,
    tongue,
)
from tracker.web.edge import Edge

_HERE = Path(__file__).resolve().parent


def create_app(edge: Edge | None = None) -> Flask:
    """The application on ``edge``, or on what the environment says."""
    edge = edge or _edge(config.settings())
    app = Flask("tracker", template_folder=str(_HERE.parent / "templates"))
    app.secret_key = secret_key(edge.settings)
    app.extensions["wian"] = edge
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000
    app.url_defaults(_versioned)
    smaller.compress(app)  # before all others, so that it comes last
    guard.close(app)  # first: a stranger is told nothing, not even that a form was wrong
    security.protect(app, edge.settings)
    errors.register(app)
    tongue.register(app)
    thai_content.register(app)
    look_and_feel.register(app)
    for blueprint in blueprints.ALL:
        app.register_blueprint(blueprint)
    return app


def _edge(settings: Settings) -> Edge:
    return Edge(settings, db.engine(settings.database), queue.connect(settings.queue).wake)


def secret_key(settings: Settings) -> str:
    """The key that signs sessions: the one set, or one made on first start and kept."""
    if settings.secret_key:
        return settings.secret_key
    kept = settings.instance / "secret_key"
    kept.parent.mkdir(parents=True, exist_ok=True)
    if not kept.exists():
        made = kept.with_suffix(f".{os.getpid()}")
        with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):  # another process was first: its key holds
            os.link(made, kept)
        made.unlink()
    return kept.read_text()


def _versioned(endpoint: str, values: dict[str, Any]) -> None:
    """Static files are kept by browsers for a year: a changed one has another address."""
    if endpoint == "static" and "v" not in values and (name := values.get("filename")):
        values["v"] = _fingerprint(name)


@cache
def _fingerprint(name: str) -> str:
    path = _HERE / "static" / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else "0"
