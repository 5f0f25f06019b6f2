"""What stands beside the directive: books, people, orders, forms, messages, scans, links."""

import io
import re
from datetime import date, timedelta

from sqlmodel import col, select

from ingest import ReadError, kept, read, to_json
from ingest.errors import DamagedFile
from ingest.pages.page import Page
from tests.tracker.bundles import drop as drop_reading
from tests.tracker.letters import LETTER
from tests.tracker.test_form_rules import answered
from tests.tracker.test_masking import NUMBER as CITIZEN
from tests.web.conftest import NOW, Browser, House
from tests.web.test_books import NUMBER, PAPER
from tests.web.test_office import account_id
from tests.web.test_pages import BUNDLE, drop
from tests.web.test_reminder_pages import WISHES, put
from tests.web.test_second_looks import SCAN
from tracker import (
    db,
    deputies,
    endorsements,
    files,
    holiday_table,
    intake,
    jobs,
    offices,
    posts,
    sheets,
    smart_city,
)
from tracker.assignments import Holder
from tracker.message_words import MessageState
from tracker.models import Book, Entry, TeachingExample
from tracker.vocabulary import DeputyKind, Post

#: Pages that follow a form and have no link of their own.
BEHIND_FORMS = ["/register/import/1", "/arrivals/10/given"]
MAYOR = "นายกเทศมนตรีตำบลชำฆ้อ"


def work(house: House, letter_id: int) -> None:
    """A mayor and his people; a letter laid before him and ordered, another one waiting."""
    office, clerk, mayor = house.office, house.office.clerk, house.office.colleague
    town, today = clerk.office_id, NOW.date()
    with db.begin(house.engine) as session:
        posts.appoint(
            session, office.admin, NOW, office_id=town, post=Post.HEAD,
            account_id=mayor.account_id, name="นายสมมติ ตัวอย่าง", title=MAYOR,
            first_day=date(2026, 1, 1),
        )  # fmt: skip
        units = [
            posts.add_unit(session, office.admin, NOW, office_id=town, name=name)
            for name in ("กองคลัง", "กองช่าง", "กองสาธารณสุขและสิ่งแวดล้อม")
        ]
        deputies.deputise(
            session, office.admin, NOW, office_id=town, kind=DeputyKind.ACTING, order_no="๙/๒๕๖๙",
            first_day=today + timedelta(days=7), last_day=today + timedelta(days=9),
            account_id=clerk.account_id, title="ปลัดเทศบาล",
        )  # fmt: skip
        deputies.leave(
            session, mayor, NOW, account_id=mayor.account_id, first_day=today + timedelta(days=7),
            last_day=today + timedelta(days=9), reason="ลาพักผ่อน", stand_in_id=clerk.account_id,
        )  # fmt: skip
        asked = endorsements.propose(
            session, clerk, NOW, letter_id=letter_id, text="เห็นควรมอบกองช่างดำเนินการ"
        )
        endorsements.order(
            session, mayor, NOW, letter_id=letter_id, text="มอบตามเสนอ", proposal_id=asked.id,
            to=[Holder(units[1].id), Holder(account_id=clerk.account_id)],
            due_on=today + timedelta(days=3),
        )  # fmt: skip
        endorsements.note(session, clerk, NOW, letter_id=letter_id, text="โทรแจ้งกองช่างแล้ว")


def fill(house: House, sent: int) -> list[str]:
    """All the rest. ``sent``: a letter of the province that went out; addresses open to anyone."""
    clerk, district = house.browser("chamkho"), house.browser("khaochamao")
    province, admin = house.browser("rayong"), house.browser("admin")
    _books(house, clerk, district)
    _forms(house, clerk, province, admin, district)
    _files(house, clerk, admin)
    _messages(house)
    _waiting_for_an_order(house)
    _people(house, admin)
    return _links(house, province, sent)


def _books(house: House, clerk: Browser, district: Browser) -> None:
    """Lines by hand, kept back, voided, carried on by a division, brought in from a table."""
    clerk.submit("/register/lines", PAPER)
    clerk.submit("/register/lines", PAPER | {"secrecy": "secret", "subject": "ลับ"})
    clerk.submit("/books/new", {"kind": "receive:general", "name": "กองคลัง"})
    district.submit("/books/new", {"kind": "send:order", "name": "คำสั่ง"})
    district.submit("/sending/numbers", NUMBER | {"subject": f"ตรวจสอบบุคคล {CITIZEN}"})
    block = {"count": "๓", "dated": "๒๓ พ.ย. ๖๙", "purpose": "งานเลือกตั้งผู้ใหญ่บ้าน"}
    district.submit("/sending/blocks", block)
    with db.look(house.engine) as session:
        lines = session.exec(select(Entry).order_by(col(Entry.id))).all()
    kept_back = next(one for one in lines if one.is_open_reservation)
    district.submit(f"/register/{kept_back.id}/void", {"reason": "ไม่ใช้เลขนี้แล้ว"})
    own = lines_of(house)
    by_paper = next(one for one in own if one.letter_id is None)
    note = {"practice": "แจ้งกองช่างแล้ว", "remark": "ด่วน", "version": "1"}
    clerk.submit(f"/register/{by_paper.id}/note", note)
    clerk.submit(f"/register/{own[-1].id}/void", {"reason": "ลงซ้ำ"})
    table = sheets.write("2568", ["เลขรับ", "วันที่รับ", "ที่", "เนื้อความ"], [
        [1, "๕ ม.ค. ๖๘", "กก 1/1", "เรื่องแรก"], [3, "๖ ม.ค. ๖๘", "", "เรื่องสาม"],
        ["x", "", "", "เสีย"],
    ])  # fmt: skip
    form = {"book": str(by_paper.book_id), "year": "๒๕๖๘", "file": (io.BytesIO(table), "เก่า.xlsx")}
    assert clerk.submit("/register/import", form).status_code == 302


def lines_of(house: House) -> list[Entry]:
    """The municipality's lines in its books, in the order in which they were written."""
    with db.look(house.engine) as session:
        wanted = select(Entry).join(Book).where(Book.office_id == house.office.clerk.office_id)
        return list(session.exec(wanted.order_by(col(Entry.id))))


def _forms(
    house: House, clerk: Browser, province: Browser, admin: Browser, district: Browser
) -> None:
    """The self-assessment: sent by one municipality, begun by another; a form of the district."""
    with db.begin(house.engine) as session:
        smart_city.bring(session, NOW, offices.DATA)
    page = "/forms/smart-city"
    for browser, act in ((clerk, "submit"), (house.browser("phla"), "save")):
        version = re.search(r'name="version" value="(\d+)"', browser.get(page).text)
        assert version
        form = {**answered(plan__goal=f"ลดขยะ ผู้ประสาน {CITIZEN}"), "version": version[1]}
        assert browser.submit(page, {**form, "act": act}).status_code == 302
    answer = re.findall(r"/forms/answers/\d+", province.get(f"{page}/board").text)[0]
    version = re.search(r'name="version" value="(\d+)"', province.get(answer).text)
    assert version
    step = {
        "step": "screened",
        "day": "๑๐ พ.ย. ๒๕๖๙",
        "note": "ประชุมคณะทำงาน",
        "version": version[1],
    }
    province.submit(f"{answer}/step", step)
    number = {"name": "overall-percent", "value": "๘๕", "valid_from": "1 ม.ค. 2570", "source": "มติ"}
    admin.submit(f"{page}/numbers", number)
    assert district.get("/forms/new").status_code == 200


def read_all(house: House) -> None:
    """What the worker does, here and now: whatever waits is read, with its lines."""
    while read_next(house):
        pass


def read_next(house: House) -> bool:
    """The file that waits longest is read; whether there was one."""
    with db.begin(house.engine) as session:
        job = intake.claim(session, owner="world", now=NOW, lease=timedelta(minutes=1))
    if job is None:
        return False
    with db.look(house.engine) as session:
        name = intake.first_name(session, job.sha256)
    pages: list[Page] = []
    reading, error = None, None
    with files.local_copy(job.sha256) as path:
        named = path.with_name(f"{path.name}.{name.rpartition('.')[2]}")
        named.write_bytes(path.read_bytes())
        try:
            reading = to_json(read(named, lines=pages.extend))
        except ReadError as wrong:
            error = str(wrong)
        named.unlink()
    with db.begin(house.engine) as session:
        intake.finish(
            session, job.id, "world", now=NOW, result=reading, error=error, lines=kept.pack(pages)
        )
    return True


def _files(house: House, clerk: Browser, admin: Browser) -> None:
    """A corrected scan, a bundle, a letter of text, a file that nobody can read, one waiting."""
    town = house.office.clerk.office_id
    admin.submit("/teaching/consent", {"office": town, "act": "give"})
    scan = drop(house, clerk, ("สแกนหนังสือจังหวัด.jpg", SCAN.read_bytes()))
    bundle = drop(house, clerk, ("ชุดหนังสือเมืองอัจฉริยะ.pdf", BUNDLE.read_bytes()))
    drop(house, clerk, ("หนังสือเชิญประชุมซักซ้อมงานทะเบียน.txt", LETTER.encode()))
    drop(house, clerk, ("สแกนอีกฉบับ.jpg", SCAN.read_bytes() + b"\0"))
    read_all(house)
    with db.look(house.engine) as session:
        version = intake.draft(session, house.office.clerk, scan).version
    clerk.submit(
        f"/arrivals/{scan}/settle", {"letters.1.ref_no": "ภก 7921.218/42", "version": version}
    )
    jobs.cut_examples(jobs.Hands(house.engine, None), NOW)  # type: ignore[arg-type]
    with db.look(house.engine) as session:
        one = session.exec(select(TeachingExample)).first()
    assert one is not None
    clerk.submit(f"/arrivals/{bundle}/settle", {"letter": "1"})
    drop_reading(
        house.engine, house.office.clerk, NOW, None, name="สแกนไม่ครบหน้า.pdf",
        error=DamagedFile.sentence,
    )  # fmt: skip
    drop(house, clerk, ("หนังสือที่เพิ่งวาง.txt", LETTER.replace("๔๑๒", "๔๑๙").encode()))


def _messages(house: House) -> None:
    for actor in (house.office.clerk, house.office.district, house.office.admin):
        for state in MessageState:
            put(house, actor, state, key=f"{actor.account_id}-{state}")
    browser = house.browser("chamkho")
    browser.submit("/me/reminders", WISHES)
    browser.submit("/me/calendar", {"whose": "me"})
    browser.submit("/me/calendar", {"whose": "office"})


def _waiting_for_an_order(house: House) -> None:
    """Before the mayor lies what came yesterday; at the clerk's hands is work to accept."""
    last = [one for one in lines_of(house) if one.letter_id is not None][-1]
    with db.begin(house.engine) as session:
        assert last.letter_id is not None
        endorsements.propose(
            session, house.office.clerk, NOW, letter_id=last.letter_id,
            text="เห็นควรมอบกองสาธารณสุขและสิ่งแวดล้อมพิจารณาดำเนินการในส่วนที่เกี่ยวข้อง",
        )  # fmt: skip


def _people(house: House, admin: Browser) -> None:
    """An account more, a new name for an office, days off, a name that somebody guesses at."""
    town = house.office.clerk.office_id
    form = {"username": "somsri", "display_name": "สมศรี ใจดี", "role": "clerk",
            "office_id": town, "email": "somsri@example.go.th"}  # fmt: skip
    assert admin.submit("/office/accounts", form).status_code == 200
    admin.submit(f"/office/accounts/{account_id(house, 'somsri')}/switch", {"active": "0"})
    name = {"name": "เทศบาลเมืองชำฆ้อ", "head_title": "นายกเทศมนตรีเมืองชำฆ้อ"}
    admin.submit(f"/office/offices/{town}/names", {**name, "valid_from": "๑ ม.ค. ๒๕๗๐"})
    admin.submit(f"/office/offices/{town}/aliases", {"name": "ทต.ชำฆ้อ"})
    with db.begin(house.engine) as session:
        holiday_table.add(
            session, house.office.admin, NOW, day=date(2026, 11, 27), name="วันหยุดราชการเป็นกรณีพิเศษ",
            source="มติคณะรัฐมนตรี",
        )  # fmt: skip
    guesser = house.browser()
    for _ in range(3):
        guesser.sign_in("phla", "เดา")


def _links(house: House, province: Browser, sent: int) -> list[str]:
    """Links of receipt: one used, one open, one that nobody gave out."""
    province.submit(f"/receipts/{sent}", {"delivery": "", "days": "๓๐"})
    page = province.get(f"/receipts/{sent}").text
    found = list(dict.fromkeys(re.findall(r"/r/[\w-]{28}", page)))
    stranger = house.browser()
    form = {"csrf_token": stranger.token(found[0]), "name": "นางสาวรับ ไว้แล้ว", "post": "เสมียน",
            "outcome": "acknowledged"}  # fmt: skip
    assert stranger.post(found[0], data=form).status_code == 302
    return [found[0], found[1]]
