"""Other services, through the notification library: only those whose host is not ours to choose.

An address that a person types must not make this server call any machine it
likes; so services that take a host name are left out.
"""

import logging
from collections.abc import Callable
from typing import Any

from tracker.channels import Outcome, Verdict
from tracker.errors import BadValue
from tracker.outbox import Parcel
from tracker.sentences import noted, sentence

#: Schemes of services whose host is fixed: Telegram, Discord, Slack, Google Chat, Pushover.
ALLOWED = ("tgram", "discord", "slack", "gchat", "pover")
_SILENT = noted("ปลายทางไม่ตอบ จึงไม่แน่ใจว่าถึงหรือไม่ กรุณาถามผู้รับก่อนส่งอีกครั้ง")
_LATER = noted("ปลายทางไม่รับในขณะนี้ ระบบจะลองใหม่เอง")
_WRONG = noted("ปลายทางไม่รับข้อความนี้ กรุณาตรวจที่อยู่แจ้งเตือนของผู้รับ")


def checked(address: str) -> str:
    """The address if we may use it, trimmed. Raises ``BadValue``."""
    text = address.strip()
    scheme = text.partition("://")[0].lower()
    if scheme not in ALLOWED or _service(text) is None:
        allowed = " ".join(f"{one}://" for one in ALLOWED)
        raise BadValue(sentence("ที่อยู่แจ้งเตือนใช้ไม่ได้ กรุณาพิมพ์ที่อยู่ที่ขึ้นต้นด้วย %(allowed)s", allowed=allowed))
    return text


def shown(address: str) -> str:
    """The address without its secrets."""
    service = _service(address)
    return str(service.url(privacy=True)).partition("?")[0] if service else ""


def _service(address: str) -> Any:
    import apprise  # a second that no other process needs

    return apprise.Apprise.instantiate(address, suppress_exceptions=True)


class _Heard(logging.Handler):
    """What the library says while it sends: its answer is only yes or no."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.words.append(record.getMessage())


class Other:
    """Any service of ``ALLOWED``, by the address of the message."""

    def deliver(self, parcel: Parcel, hand: Callable[[], None]) -> Outcome:
        try:
            service = _service(checked(parcel.to))
        except BadValue as wrong:
            return Outcome(Verdict.REFUSED, str(wrong))
        heard, log = _Heard(), logging.getLogger("apprise")
        hand()
        log.addHandler(heard)
        try:
            accepted = bool(service.notify(title=parcel.subject, body=parcel.body))
        finally:
            log.removeHandler(heard)
        return Outcome(Verdict.ACCEPTED) if accepted else _judged(" ".join(heard.words))

    def close(self) -> None:
        pass


def _judged(words: str) -> Outcome:
    """The library says ``error=CODE`` where an answer came, and nothing of the kind where none."""
    code = words.rpartition("error=")[2][:3] if "error=" in words else ""
    if code.startswith("4") and code not in ("408", "429"):
        return Outcome(Verdict.REFUSED, _WRONG, words)
    if code.isdecimal():
        return Outcome(Verdict.LATER, _LATER, words)
    return Outcome(Verdict.UNKNOWN, _SILENT, words)
