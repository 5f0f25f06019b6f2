"""Readings as the reader prints them, in words of our own, and the way into the office."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from tracker import db, intake
from tracker.actor import Actor
from tracker.models import Stored

Values = dict[str, Any]


def field(value: str | None, doubt: str | None = None, raw: str | None = None) -> Values | None:
    if value is None and doubt is None:
        return None
    return {"value": value, "raw": raw or value, "confidence": 0.6 if doubt else 0.98,
            "page": 1, "box": [72.0, 60.0, 210.0, 80.0], "doubt": doubt}  # fmt: skip


def letter(
    key: str,
    ref_no: str | None = None,
    date: str | None = None,
    issuer: str | None = None,
    subject: str | None = "การสำรวจข้อมูลแหล่งน้ำ",
    *,
    to: tuple[str, ...] = (),
    cites: tuple[Values, ...] = (),
    stamps: tuple[Values, ...] = (),
    kind: str = "external",
    role: str = "enclosure",
    doubts: dict[str, str] | None = None,
    **more: Any,
) -> Values:
    doubts = doubts or {}
    return {
        "id": key, "pages": [1, 1], "kind": kind, "role": role,
        "ref_no": field(ref_no, doubts.get("ref_no")),
        "is_circular": "ว" in (ref_no or ""),
        "date": field(date, doubts.get("date")),
        "issuer": field(issuer), "subject": field(subject, doubts.get("subject")),
        "recipients": [{"value": x, "raw": x, "scope": "one", "except": [], "confidence": 0.9,
                        "page": 1, "box": None, "doubt": None} for x in to],
        "references": list(cites), "enclosures": [], "signatory": None, "owner_unit": None,
        "phones": [], "emails": [], "urls": [], "urgency": "normal", "secrecy": "none",
        "action": "act", "stamps": list(stamps), "deadlines": [], "text": f"ข้อความของ {subject}",
        **more,
    }  # fmt: skip


def cite(ref_no: str, date: str | None, how: str = "enclosure") -> Values:
    return {"ref_no": ref_no, "date": date, "office": None, "how": how, "doubt": None}


def stamp(office: str | None, number: str, date: str | None, doubt: str | None = None) -> Values:
    return {"office": office, "number": number, "date": date, "time": "10:00", "raw": None,
            "doubt": doubt, "page": 1, "box": None, "confidence": 0.9}  # fmt: skip


def link(source: str, target: str, via: str = "enclosure") -> Values:
    return {"from": source, "to": target, "via": via, "score": 0.95, "doubt": None}


def reading(*letters: Values, links: tuple[Values, ...] = (), **more: Any) -> Values:
    return {"source": "x.pdf", "page_count": 1, "letters": list(letters), "links": list(links),
            "warnings": [], **more}  # fmt: skip


def ministry(**more: Any) -> Values:
    """A ministry's letter of 1 March 2569 to a department, stamped there on the 4th."""
    given = {"stamps": (stamp("กรมส่งเสริมการปกครองท้องถิ่น", "811", "2026-03-04"),)}
    return letter("3", "มท 0211.2/4410", "2026-03-01", "กระทรวงมหาดไทย",
                  to=("อธิบดีกรมส่งเสริมการปกครองท้องถิ่น",), **{**given, **more})  # fmt: skip


def department(**more: Any) -> Values:
    """The department's circular that passes it on, on the 10th; the province got it on the 13th."""
    given = {
        "stamps": (
            stamp("กลุ่มงานบริการสาธารณะท้องถิ่น", "77", "2026-03-12"),
            stamp(None, "1500", "2026-03-13"),
        ),
        "cites": (cite("มท 0211.2/4410", "2026-03-01"),),
    }
    return letter("2", "มท 0808.3/ว 912", "2026-03-10", "กรมส่งเสริมการปกครองท้องถิ่น",
                  to=("ผู้ว่าราชการจังหวัดระยอง",), **{**given, **more})  # fmt: skip


def province(number: str, to: str, **more: Any) -> Values:
    """The province's letter of the 20th to a municipality or district."""
    given = {"cites": (cite("มท 0808.3/ว 912", "2026-03-10"),), "role": "cover"}
    return letter("1", f"รย 0023.3/{number}", "2026-03-20", "จังหวัดระยอง",
                  to=(to,), **{**given, **more})  # fmt: skip


LINKS = (link("1", "2"), link("2", "3"))


def drop(
    engine: Engine,
    actor: Actor,
    now: datetime,
    read: Values | None,
    *,
    name: str = "หนังสือ.pdf",
    error: str | None = None,
    lines: bytes | None = None,
) -> int:
    """Take a file in for the actor's office and let it be read so (or fail); the arrival."""
    sha256 = hashlib.sha256(repr((read, name)).encode()).hexdigest()
    stored = Stored(sha256, 1000, "application/pdf", name, True)
    with db.begin(engine) as session:
        arrival = intake.take_in(session, actor, now, stored=stored, filename=name)
        job = intake.claim(session, owner="test", now=now, lease=timedelta(minutes=1))
        if job is not None:
            intake.finish(session, job.id, "test", now=now, result=read, error=error, lines=lines)
    assert arrival.id is not None
    return arrival.id
