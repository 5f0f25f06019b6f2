"""The words of messages that leave the office: by which way, and how far they came."""

from enum import StrEnum


class MessageChannel(StrEnum):
    """``other``: a service that the notification library speaks, named by its address."""

    MAIL = "mail"
    LINE = "line"
    OTHER = "other"

    @property
    def thai(self) -> str:
        return {"mail": "อีเมล", "line": "LINE", "other": "ช่องทางอื่น"}[self.value]


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
            "waiting": "รอส่ง",
            "sending": "กำลังส่ง",
            "sent": "ส่งแล้ว",
            "failed": "ส่งไม่ได้",
            "uncertain": "ไม่แน่ว่าถึง",
            "given_up": "เลิกพยายาม",
            "withdrawn": "ยกเลิก",
        }[self.value]


#: What a person must look at: nothing happens to these by itself.
STUCK = (MessageState.FAILED, MessageState.UNCERTAIN, MessageState.GIVEN_UP)
