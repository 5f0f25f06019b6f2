"""What goes out with a letter reaches those it is sent to: copies that came, files added."""

from datetime import date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from sqlalchemy import Engine
from sqlmodel import select

from tests.tracker.bundles import LINKS, department, drop, ministry, reading
from tests.tracker.office import Office
from tests.tracker.writing import DUE, drafted, issued
from tracker import db, intake, letters, outgoing, outgoing_enclosures, pdf_pages, taking
from tracker.errors import BadValue, NotFound
from tracker.models import Delivery, Letter, LetterHolding, Outgoing, Stored
from tracker.outgoing_content import cited_lines, understood
from tracker.vocabulary import Secrecy

DAY = date(2026, 11, 23)
FILE = Stored("f" * 64, 10, "application/pdf", "แบบสำรวจ.pdf", True)


def bundle(engine: Engine, house: Office, now: datetime) -> int:
    """A bundle of the department's circular (pages 1-2) with the ministry's letter (page 3)."""
    read = reading(
        department(role="cover", action="report", deadlines=[DUE], pages=[1, 2], id="1"),
        ministry(pages=[3, 3], id="2"),
        links=({**LINKS[0], "from": "1", "to": "2"},),
    )
    arrival = drop(engine, house.province, now, read)
    with db.begin(engine) as session:
        return intake.settle(session, house.province, now, arrival_id=arrival).letter_id


def test_the_recipient_gets_what_was_passed_on(
    engine: Engine, house: Office, now: datetime
) -> None:
    source = bundle(engine, house, now)
    draft = drafted(engine, house.province, now, source)
    with db.begin(engine) as session:
        draft = outgoing_enclosures.add(
            session, house.province, now, outgoing_id=draft.id or 0, version=draft.version,
            stored=FILE, text="แบบสำรวจ",
        )  # fmt: skip
    issued(engine, house.province, now, draft, DAY)
    with db.look(engine) as session:
        letter_id = session.get_one(Outgoing, draft.id).letter_id or 0
        found = outgoing_enclosures.of_letter(session, house.district, letter_id)
        assert [(x.place, x.pages) for x in found] == [(1, (1, None)), (2, (1, None))]
        assert (found[1].sha256, found[1].filename) == (FILE.sha256, FILE.filename)
        with pytest.raises(NotFound):
            outgoing_enclosures.of_letter(session, house.clerk, letter_id)
        with pytest.raises(NotFound):
            outgoing_enclosures.one(found, 3)
        with pytest.raises(NotFound):
            letters.visible(session, house.district, source)
        delivery = session.exec(
            select(Delivery).where(
                Delivery.letter_id == letter_id, Delivery.office_id == house.district.office_id
            )
        ).one()
    with db.begin(engine) as session:
        taking.take(session, house.district, now, delivery_id=delivery.id or 0)
        letters.visible(session, house.district, source)
        held = session.exec(
            select(LetterHolding).where(LetterHolding.office_id == house.district.office_id)
        ).all()
        assert len(held) == 3  # the covering letter, the department's, the ministry's


def test_nothing_of_a_sealed_letter_goes_along(
    engine: Engine, house: Office, now: datetime
) -> None:
    source = bundle(engine, house, now)
    draft = drafted(engine, house.province, now, source)
    with db.begin(engine) as session:
        other = session.exec(select(Letter).where(Letter.id != source)).one()
        other.secrecy = Secrecy.CONFIDENTIAL
    with db.look(engine) as session:
        assert outgoing_enclosures.of_draft(session, house.province, draft.id or 0) == []


def test_a_reworded_line_keeps_its_paper_and_too_many_are_refused(
    engine: Engine, house: Office, now: datetime
) -> None:
    draft = drafted(engine, house.province, now, bundle(engine, house, now))
    with db.begin(engine) as session:
        draft = outgoing_enclosures.add(
            session, house.province, now, outgoing_id=draft.id or 0, version=draft.version,
            stored=FILE,
        )  # fmt: skip
    before = understood(draft.content).enclosures
    assert before[1].text == "แบบสำรวจ"
    after = cited_lines(f"{before[0].line}\nแบบสำรวจแหล่งน้ำ จำนวน ๒ ชุด", before)
    assert after[1].sha256 == FILE.sha256 and after[1].count == "๒ ชุด"
    assert cited_lines("อย่างอื่น", before)[0].sha256 is None
    many = [{**before[1].model_dump(), "text": str(n)} for n in range(outgoing_enclosures.MOST)]
    with db.begin(engine) as session:
        draft = outgoing.save(
            session, house.province, now, outgoing_id=draft.id or 0, version=draft.version,
            values={"enclosures": many},
        )  # fmt: skip
    with pytest.raises(BadValue, match="ไม่เกิน"), db.begin(engine) as session:
        outgoing_enclosures.add(
            session, house.province, now, outgoing_id=draft.id or 0, version=draft.version,
            stored=FILE,
        )  # fmt: skip


def test_pages_are_cut_out_and_what_is_no_pdf_stays_whole() -> None:
    writer = PdfWriter()
    for width in (100, 200, 300):
        writer.add_blank_page(width, 100)
    made = BytesIO()
    writer.write(made)
    data = made.getvalue()
    for first, last, widths in ((2, 2, [200]), (2, None, [200, 300]), (1, 2, [100, 200])):
        pages = PdfReader(BytesIO(pdf_pages.cut(data, first, last))).pages
        assert [int(page.mediabox.width) for page in pages] == widths
    for whole in (data, b"%PDF-1.7 broken", b"", b"text"):
        assert pdf_pages.cut(whole, 1, None) == whole
    assert pdf_pages.cut(data, 7, 9) == data and pdf_pages.cut(b"%PDF-1.7 x", 2, 3) == b"%PDF-1.7 x"
