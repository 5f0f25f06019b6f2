"""Sends what waits by mail in processes that can be killed.

``python -m … DATABASE_URL SMTP_URL``: for each line read, a child sends and its number is printed.
"""

import os
import signal
import sys
from datetime import UTC, datetime

from tracker import db
from tracker.config import Settings
from tracker.message_words import MessageChannel
from tracker.sending_mail import Sender, ways


def clock() -> datetime:
    return datetime.now(UTC)


def send(url: str, smtp: str) -> None:
    settings = Settings(database_url=url, smtp_url=smtp, mail_from="เวียน <wian@example.go.th>")
    engine = db.connect(url)
    Sender(engine, ways(settings, engine, clock), clock).send_waiting(MessageChannel.MAIL)


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries the children
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            send(*sys.argv[1:])
            os._exit(0)
        print(child, flush=True)
