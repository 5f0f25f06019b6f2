"""A real mail server on the loopback, which does what a test tells it to."""

from __future__ import annotations

import asyncio
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.running import free_port

Answer = Callable[[str], str | None]


@dataclass
class Post:
    """``mail``, ``rcpt``, ``data``: what to answer, by recipient; ``None``: as is usual.

    ``data`` is asked when all of the mail is there; whatever its answer,
    ``arrived`` then holds the mail, since the server could have kept it.
    ``pause``: seconds before every answer.
    """

    port: int = 0
    mail: Answer = lambda sender: None
    rcpt: Answer = lambda to: None
    data: Answer = lambda to: None
    pause: Callable[[], float] = lambda: 0.0
    arrived: list[EmailMessage] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    begun: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def copies(self) -> Counter[str]:
        """Message-ID -> how often it arrived whole."""
        return Counter(str(one["Message-ID"]) for one in self.arrived)

    async def _wait(self) -> None:
        await asyncio.sleep(self.pause())

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, sender: str, options: Any
    ) -> str:
        await self._wait()
        if (said := self.mail(sender)) is not None:
            return said
        envelope.mail_from = sender
        return "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, to: str, options: Any
    ) -> str:
        await self._wait()
        if (said := self.rcpt(to)) is not None:
            return said
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.arrived.append(mail)
        self.begun.set()
        await self._wait()
        said = self.data(envelope.rcpt_tos[0])
        if said == "hang up":
            server.transport.close()
        if said is None:
            self.accepted.append(str(mail["Message-ID"]))
        return said or "250 kept"


@contextmanager
def serve(**told: Any) -> Iterator[Post]:
    """A server at a free port until the ``with`` is left."""
    post = Post(port=free_port(), **told)
    controller = Controller(post, hostname="127.0.0.1", port=post.port)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()


def plain(mail: EmailMessage) -> str:
    """The text of a mail, line ends as in Python."""
    return re.sub(r"\r\n", "\n", mail.get_content())
