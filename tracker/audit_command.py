"""``python -m tracker audit verify``: is the trail whole? Ends with 0 where it is, 1 where not."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, func, select

from tracker import audit, config, db
from tracker.models import AuditHead, AuditLine

#: So many breaks are told one by one; a trail that is torn apart would fill the screen.
TOLD = 50
_NO_TRAIL = "ยังไม่มีบันทึกการใช้งานที่ {place} ตรวจว่า INSTANCE หรือ DATABASE_URL ถูกต้อง"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    told = "ตรวจว่าบันทึกการใช้งานครบและไม่ถูกแก้ไข (0 = ถูกต้อง, 1 = พบจุดผิด)"
    acts.add_parser("verify", help=told, description=told)


def run(arguments: argparse.Namespace) -> int:
    """Walk the trail and tell what was found. What cannot be looked at never looks whole."""
    place = config.settings().database
    try:
        if not _there(place):
            print(_NO_TRAIL.format(place=_bare(place)), file=sys.stderr)
            return 1
        with db.look() as session:
            problems, lines, head = audit.verify(session), _count(session), _head(session)
    except DBAPIError as wrong:
        print(f"เปิดฐานข้อมูล {_bare(place)} ไม่ได้ จึงยังตรวจไม่ได้: {wrong.orig}", file=sys.stderr)
        return 1
    if not problems:
        print(f"บันทึกการใช้งานครบถ้วน {lines:,} รายการ ไม่พบการแก้ไขหรือขาดหาย")
        print(f"ลายนิ้วมือของรายการท้ายสุด: {head}")
        return 0
    print(f"บันทึกการใช้งาน {lines:,} รายการ พบจุดที่ผิดปกติ {len(problems):,} จุด", file=sys.stderr)
    for problem in problems[:TOLD]:
        print(f"- {problem}", file=sys.stderr)
    if len(problems) > TOLD:
        print(f"- และอีก {len(problems) - TOLD:,} จุด", file=sys.stderr)
    return 1


def _there(place: str) -> bool:
    """Looking must not make an empty database where there is none."""
    address = make_url(place)
    file = address.database if address.get_backend_name() == "sqlite" else None
    if file and not Path(file).is_file():
        return False
    return inspect(db.engine()).has_table(str(AuditLine.__tablename__))


def _bare(place: str) -> str:
    """The address without its password."""
    return make_url(place).render_as_string(hide_password=True)


def _count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(AuditLine)).one()


def _head(session: Session) -> str:
    head = session.exec(select(AuditHead)).first()
    return head.last_hash if head else ""
