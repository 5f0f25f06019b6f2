"""Two days of a district's books as forms 13 and 14, drawn: ``form13.png``, ``form14.png``.

``python -m scripts.registers_on_paper [FOLDER]``
"""

import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from scripts.papers import DOCS, sheets
from tests.tracker.office import Office, open_office
from tracker import back_entry, books, db, register_paper, registers, sending
from tracker.vocabulary import BookKind, BookUse

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
#: Number, day of the letter, sender, addressee, subject, what was done with it.
RECEIVED = (
    ("มท 0808.2/ว 2145", date(2026, 11, 17), "กรมส่งเสริมการปกครองท้องถิ่น", "นายอำเภอ ทุกอำเภอ",
     "การสำรวจครุภัณฑ์ยานพาหนะขององค์กรปกครองส่วนท้องถิ่น", "เสนอนายอำเภอ"),
    ("รย 0023.3/ว 5269", date(2026, 11, 18), "จังหวัดระยอง", "นายอำเภอ ทุกอำเภอ",
     "ขอให้สำรวจและรายงานข้อมูลแหล่งน้ำสำหรับการอุปโภคบริโภคในช่วงฤดูแล้ง", "แจ้งท้องถิ่นทุกแห่ง"),
    ("รย 71803/644", date(2026, 11, 19), "องค์การบริหารส่วนตำบลห้วยทับมอญ", "นายอำเภอเขาชะเมา",
     "ขอความอนุเคราะห์วิทยากรอบรมการจัดการขยะมูลฝอย", "สำนักงานท้องถิ่นอำเภอ"),
    ("ศธ 04151/1120", date(2026, 11, 20), "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาระยอง เขต ๒",
     "นายอำเภอเขาชะเมา", "ขอใช้สถานที่จัดการประชุมผู้บริหารสถานศึกษา", ""),
)  # fmt: skip
SENT = (
    (True, "นายกเทศมนตรีและนายก อบต. ทุกแห่ง", "ขอให้สำรวจและรายงานข้อมูลแหล่งน้ำ", "ส่วนท้องถิ่น"),
    (True, "กำนันและผู้ใหญ่บ้าน ทุกแห่ง", "การเตรียมความพร้อมรับสถานการณ์ภัยหนาว", "ฝ่ายความมั่นคง"),
)  # fmt: skip


def received(session: Session, house: Office) -> bytes:
    """Form 13 of the district."""
    for place, (ref_no, dated, sender, to, subject, practice) in enumerate(RECEIVED):
        at = NOW - timedelta(days=1 - place // 2, hours=5 - place % 2)
        line = back_entry.Line(at, ref_no, dated, sender, to, subject, practice)
        entry = back_entry.write(session, house.district, NOW, line=line)
    registers.void(session, house.district, NOW, entry_id=entry.id or 0, reason="ลงซ้ำกับเลขก่อน")
    book = registers.book_of(session, house.district.office_id, BookKind.RECEIVE)
    return register_paper.pdf(session, house.district, NOW, book_id=book.id or 0, year=2569)


def sent(session: Session, house: Office) -> bytes:
    """Form 14 of the district's circulars."""
    for place, (circular, to, subject, practice) in enumerate(SENT):
        sending.issue(
            session, house.district, NOW, letter_id=None, circular=circular, to_text=to,
            dated=date(2026, 11, 23 + place), subject=subject, practice=practice,
        )  # fmt: skip
    book = books.book_of(session, house.district.office_id, BookKind.SEND, use=BookUse.CIRCULAR)
    return register_paper.pdf(session, house.district, NOW, book_id=book.id or 0, year=2569)


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as desk:
        engine = db.connect(f"sqlite:///{Path(desk) / 'wian.sqlite3'}")
        db.upgrade(engine)
        with db.begin(engine) as session:
            house = open_office(session, NOW)
            papers = {"form13.png": received(session, house), "form14.png": sent(session, house)}
        engine.dispose()
    for name, pdf in papers.items():
        page = sheets(pdf)[0]
        page.crop((0, 0, page.width, page.height // 2)).quantize(32).save(
            folder / name, optimize=True
        )
        print(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS)
