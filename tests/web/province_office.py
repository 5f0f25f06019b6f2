"""A province, a district and two towns with accounts, ready before the program starts."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from ingest.reading import Kind
from ingest.training.letterpress import BundleSpec, LetterSpec, set_bundle
from tests.tracker.office import PASSWORD
from tracker import accounts, book_settings, books, db, offices, posts
from tracker.actor import Actor
from tracker.outgoing_content import thai
from tracker.vocabulary import AccountRole, BookKind, BookUse, Post
from tracker.web import thai as shown
from tracker.wording import BANGKOK, long_date

#: Who works where.
PEOPLE = {
    "saraban": ("rayong", AccountRole.STAFF), "governor": ("rayong", AccountRole.STAFF),
    "worker": ("rayong", AccountRole.CLERK), "amphoe": ("rayong.khao-chamao", AccountRole.STAFF),
    "first": ("lao.5210701", AccountRole.CLERK), "second": ("lao.6210702", AccountRole.CLERK),
    "ministry": ("moi", AccountRole.ADMIN),
}  # fmt: skip
FIRST = date(2026, 1, 1)
SUBJECT = "การสำรวจข้อมูลแหล่งน้ำขององค์กรปกครองส่วนท้องถิ่น"


def prepare(address: str) -> None:
    """Tables, offices and accounts; a governor, a unit with a code and a receive book."""
    engine, now = db.connect(address), datetime.now(UTC)
    db.upgrade(engine)
    with db.begin(engine) as session:
        offices.seed(session)
        who: dict[str, Actor] = {}
        for name, (key, role) in PEOPLE.items():
            office = offices.office(session, key)
            assert office is not None and office.id is not None
            made = accounts.create_account(
                session, None, now, username=name, password=PASSWORD, display_name=f"นาย {name}",
                role=role, office_id=office.id, must_change=False,
            )  # fmt: skip
            found = accounts.actor_of(session, made.id or 0, made.session_version)
            assert found is not None
            who[name] = found
        _posts(session, who, now)
    engine.dispose()


def _posts(session: Session, who: dict[str, Actor], now: datetime) -> None:
    admin, governor = who["ministry"], who["governor"]
    unit = posts.add_unit(
        session, admin, now, office_id=governor.office_id, name="กลุ่มงานปกครอง", code="รย 0023.3"
    )
    held = [("governor", Post.HEAD, None, "ผู้ว่าราชการจังหวัดระยอง"),
            ("worker", Post.UNIT_HEAD, unit.id, "หัวหน้ากลุ่มงาน"),
            ("amphoe", Post.HEAD, None, "นายอำเภอเขาชะเมา"),
            ("first", Post.HEAD, None, "นายกเทศมนตรีตำบลชำฆ้อ")]  # fmt: skip
    for name, post, unit_id, title in held:
        posts.appoint(
            session, admin, now, office_id=who[name].office_id, post=post, unit_id=unit_id,
            account_id=who[name].account_id, name=f"นาย {name}", title=title, first_day=FIRST,
        )  # fmt: skip
    book_settings.open_new(
        session, governor, now, kind=BookKind.RECEIVE, use=BookUse.GENERAL, unit_id=unit.id,
        name="กลุ่มงานปกครอง",
    )  # fmt: skip
    book_settings.set_prefix(session, who["first"], now, prefix="รย 52107")
    assert books.book_of(session, governor.office_id).id


def thai_day(days: int) -> str:
    """A day so far from today, as letters print it."""
    return thai(long_date(datetime.now(BANGKOK).date() + timedelta(days=days)))


def short_day(days: int) -> str:
    """The same as tables show it."""
    return str(shown.short_day(datetime.now(BANGKOK).date() + timedelta(days=days)))


def circular(folder: Path) -> Path:
    """The department's circular to all governors, as a PDF."""
    letter = LetterSpec(
        kind=Kind.EXTERNAL, ref_no="มท ๐๘๑๐.๗/ว ๔๕๖๗", date=thai_day(-5), subject=SUBJECT,
        head=("กรมส่งเสริมการปกครองท้องถิ่น", "ถนนนครราชสีมา เขตดุสิต กทม. ๑๐๓๐๐"),
        recipients="ผู้ว่าราชการจังหวัด ทุกจังหวัด",
        body=("ด้วยกรมส่งเสริมการปกครองท้องถิ่นประสงค์จะสำรวจข้อมูลแหล่งน้ำ เพื่อจัดทำแผนประจำปี",
              "กรมส่งเสริมการปกครองท้องถิ่นจึงขอให้จังหวัดแจ้งองค์กรปกครองส่วนท้องถิ่นในพื้นที่สำรวจ "
              f"และรายงานผลให้กรมทราบ ภายในวันที่ {thai_day(45)}",
              "จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการต่อไป"),
        signatory="นายสมมติ ตัวอย่าง", position=("อธิบดีกรมส่งเสริมการปกครองท้องถิ่น",),
        owner=("กองแผนงาน",),
    )  # fmt: skip
    path = folder / "circular.pdf"
    path.write_bytes(set_bundle(BundleSpec((letter,))))
    return path
