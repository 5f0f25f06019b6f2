"""LINE, by its Messaging API: each message with a key, so that a repeated one arrives once.

Spoken to directly: the notification library neither sends the key
(``X-Line-Retry-Key``) nor asks for the month's quota.
"""

import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from tracker.channels import Outcome, Verdict
from tracker.message_words import MessageChannel
from tracker.outbox import Parcel, repeatable
from tracker.sentences import noted

API = "https://api.line.me"
#: Seconds for an answer; characters of one message (the API's limit).
SECONDS, LONGEST = 20.0, 5000
_SPENT = noted("โควตาข้อความ LINE ของเดือนนี้หมดแล้ว ระบบส่งทางอีเมลแทนถ้ามีที่อยู่อีเมล")
_AWAY = noted("ติดต่อ LINE ไม่ได้ ระบบจะลองใหม่เอง")
_TOKEN = noted("LINE ไม่รับรหัสของสำนักงาน กรุณาแจ้งผู้ดูแลระบบให้ตรวจ LINE_TOKEN")
_NOBODY = noted("LINE ไม่รับรหัสผู้รับนี้ กรุณาตรวจรหัสผู้รับ และให้ผู้รับเพิ่มบัญชีของสำนักงานเป็นเพื่อน")
_SILENT = noted("LINE ไม่ตอบ และนานเกินกว่าจะส่งซ้ำได้โดยไม่เสี่ยงถึงสองครั้ง กรุณาถามผู้รับ")


class Line:
    """``limit``: most messages in a month, 0 for LINE's own; ``used``: sent by us this month."""

    def __init__(
        self,
        token: str,
        clock: Callable[[], datetime],
        *,
        limit: int = 0,
        used: int = 0,
        api: str = API,
    ) -> None:
        self._token, self._clock, self._api = token, clock, api
        self._limit, self._used = limit, used
        self._left: int | None = None
        self._asked_once = False

    def deliver(self, parcel: Parcel, hand: Callable[[], None]) -> Outcome:
        if self._spent():
            return Outcome(Verdict.REFUSED, _SPENT, "month's quota")
        hand()
        said = {"to": parcel.to, "messages": [{"type": "text", "text": _text(parcel)}]}
        key = str(uuid.UUID(parcel.message_id.rpartition(".")[2]))
        try:
            code, words = self._call("/v2/bot/message/push", said, {"X-Line-Retry-Key": key})
        except (OSError, ValueError) as trouble:
            if repeatable(MessageChannel.LINE, parcel.created_at, self._clock()):
                return Outcome(Verdict.LATER, _AWAY, str(trouble), closed=True)
            return Outcome(Verdict.UNKNOWN, _SILENT, str(trouble), closed=True)
        outcome = _judged(code, f"{code} {words}")
        if outcome.verdict is Verdict.ACCEPTED:
            self._used += 1
            self._left = None if self._left is None else self._left - 1
        return outcome

    def _spent(self) -> bool:
        """Whether the month's messages are used up: LINE is asked once for each round."""
        if not self._asked_once:
            self._asked_once = True
            with suppress(OSError, ValueError):
                self._left = self.left()
        ours = bool(self._limit) and self._used >= self._limit
        return ours or (self._left is not None and self._left <= 0)

    def left(self) -> int | None:
        """How many messages LINE still allows this month; ``None``: as many as one likes.

        Raises ``OSError`` where LINE cannot be asked.
        """
        quota = self._asked("/v2/bot/message/quota")
        if quota.get("type") != "limited":
            return None
        spent = self._asked("/v2/bot/message/quota/consumption")
        return max(0, int(quota.get("value", 0)) - int(spent.get("totalUsage", 0)))

    def _asked(self, path: str) -> dict[str, Any]:
        code, words = self._call(path)
        if code != 200:
            raise OSError(f"{code} {words}")
        found = json.loads(words)
        return found if isinstance(found, dict) else {}

    def _call(
        self, path: str, said: Any = None, more: dict[str, str] | None = None
    ) -> tuple[int, str]:
        request = urllib.request.Request(
            self._api + path,
            data=None if said is None else json.dumps(said).encode(),
            headers={
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
                **(more or {}),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                return answer.status, answer.read(10_000).decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(10_000).decode("utf-8", "replace")

    def close(self) -> None:
        pass


def _text(parcel: Parcel) -> str:
    whole = f"{parcel.subject}\n\n{parcel.body}"
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 2].rstrip() + " …"


def _judged(code: int, words: str) -> Outcome:
    """The API's answers, as its reference tells them apart."""
    if code == 200 or code == 409:  # 409: this key was accepted before
        return Outcome(Verdict.ACCEPTED, reply=words)
    if code == 429:
        if "monthly limit" in words:
            return Outcome(Verdict.REFUSED, _SPENT, words)
        return Outcome(Verdict.LATER, _AWAY, words, closed=True)
    if code in (401, 403):
        return Outcome(Verdict.LATER, _TOKEN, words, closed=True)
    if 400 <= code < 500:
        return Outcome(Verdict.REFUSED, _NOBODY, words)
    return Outcome(Verdict.LATER, _AWAY, words, closed=True)
