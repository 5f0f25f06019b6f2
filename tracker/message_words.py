"""The words of messages that leave the office: by which way, and how far they came."""

from enum import StrEnum

from tracker.sentences import sentence, word


class MessageChannel(StrEnum):
    """``other``: a service that the notification library speaks, named by its address."""

    MAIL = "mail"
    LINE = "line"
    OTHER = "other"

    @property
    def thai(self) -> str:
        return {
            "mail": sentence("อีเมล"),
            "line": "LINE",
            "other": sentence("ช่องทางอื่น"),
        }[self.value]


class MessageState(StrEnum):
    """``uncertain``: handed over, and nobody wrote down whether it was accepted.

    Such a message is never sent again by itself. ``given_up``: the other side
    put us off for too long.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    GIVEN_UP = "given_up"
    WITHDRAWN = "withdrawn"

    @property
    def thai(self) -> str:
        return {
            "waiting": word("รอส่ง", "MessageState"),
            "sending": word("กำลังส่ง", "MessageState"),
            "sent": word("ส่งแล้ว", "MessageState"),
            "failed": word("ส่งไม่ได้", "MessageState"),
            "uncertain": word("ไม่แน่ว่าถึง", "MessageState"),
            "given_up": word("เลิกพยายาม", "MessageState"),
            "withdrawn": word("ยกเลิก", "MessageState"),
        }[self.value]


#: What a person must look at: nothing happens to these by itself.
STUCK = (MessageState.FAILED, MessageState.UNCERTAIN, MessageState.GIVEN_UP)
