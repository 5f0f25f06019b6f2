"""The printed slips by which recipients confirm receipt: a QR code and what it is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import segno

from tracker import typesetting
from tracker.outgoing import BANGKOK
from tracker.outgoing_content import thai
from tracker.wording import long_date

_TEMPLATE = Path(__file__).resolve().parent.parent / "templates/outgoing/slips.typ"
#: Slips of one file: a hundred pages.
MOST = 300
#: Characters of a subject that fit on a slip.
_LONG = 260
_HOW = (
    "เมื่อได้รับหนังสือแล้ว โปรดสแกนรหัสด้วยกล้องโทรศัพท์ พิมพ์ชื่อผู้รับ แล้วกดยืนยัน ตอบกลับในหน้าเดียวกันได้โดยไม่ต้องมีบัญชีผู้ใช้"
)


@dataclass(frozen=True, slots=True)
class Slip:
    """One recipient's slip. ``url``: the whole address of the link."""

    sender: str
    name: str
    ref_no: str
    dated: date | None
    subject: str
    url: str
    expires_at: datetime


def qr(url: str) -> str:
    """The QR code of an address as SVG. Level M: it can still be read when a stamp crosses it."""
    drawn: str = segno.make(url, error="m", micro=False).svg_inline(
        scale=4, border=2, dark="#000", light="#fff", omitsize=False
    )
    return drawn.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)


def pdf(slips: Sequence[Slip]) -> bytes:
    """The slips on A4, three a page; at most ``MOST`` of them."""
    return typesetting.compile_pdf(_template(), {"slips": [_values(x) for x in slips[:MOST]]})


@lru_cache(maxsize=1)
def _template() -> str:
    return _TEMPLATE.read_text(encoding="utf-8")


def _values(slip: Slip) -> dict[str, object]:
    return {
        "sender": typesetting.flow(thai(slip.sender)),
        "name": typesetting.flow(thai(slip.name)),
        "ref": thai(slip.ref_no),
        "dated": thai(long_date(slip.dated)),
        "subject": typesetting.flow(thai(_shortened(slip.subject))),
        "how": typesetting.flow(_HOW),
        "qr": qr(slip.url),
        "url": slip.url,
        "until": thai(long_date(slip.expires_at.astimezone(BANGKOK).date())),
    }


def _shortened(subject: str) -> str:
    return subject if len(subject) <= _LONG else subject[:_LONG].rstrip() + " …"
