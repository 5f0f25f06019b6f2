"""The address of the mail server, and a connection that may be trusted with a password."""

import smtplib
import ssl
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from tracker.errors import ConfigError

#: Seconds: to connect, and for each answer.
CONNECT_SECONDS, ANSWER_SECONDS = 15.0, 30.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """``implicit``: TLS from the first byte; otherwise STARTTLS wherever it is offered."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    implicit: bool = False

    @property
    def is_here(self) -> bool:
        """On this machine: nobody can listen on the way."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def connect(self) -> smtplib.SMTP:
        """An open, greeted, signed-in connection.

        Raises ``OSError`` or ``SMTPException``; a password is never sent in the clear.
        """
        context = ssl.create_default_context()
        smtp: smtplib.SMTP
        if self.implicit:
            smtp = smtplib.SMTP_SSL(self.host, self.port, timeout=CONNECT_SECONDS, context=context)
        else:
            smtp = smtplib.SMTP(self.host, self.port, timeout=CONNECT_SECONDS)
        try:
            assert smtp.sock is not None
            smtp.sock.settimeout(ANSWER_SECONDS)
            smtp.ehlo_or_helo_if_needed()
            covered = self.implicit
            if not covered and smtp.has_extn("starttls"):
                smtp.starttls(context=context)
                smtp.ehlo()
                covered = True
            if self.user:
                if not (covered or self.is_here):
                    raise smtplib.SMTPNotSupportedError("no TLS: the password was not sent")
                smtp.login(self.user, self.password)
        except BaseException:
            smtp.close()
            raise
        return smtp


def server(url: str) -> MailServer:
    """The server at ``smtp://`` or ``smtps://``. Raises ``ConfigError``."""
    sentence = "SMTP_URL ต้องเป็น smtp://ผู้ใช้:รหัสผ่าน@เครื่อง:พอร์ต หรือ smtps://…"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as wrong:
        raise ConfigError(sentence) from wrong
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ConfigError(sentence)
    implicit = parts.scheme == "smtps"
    return MailServer(
        parts.hostname,
        port or (465 if implicit else 587),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        implicit,
    )
