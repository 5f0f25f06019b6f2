"""The administrator's home: deadlines of all offices, who was told, copies, settings."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlmodel import select

from tests.tracker.duty_stories import asks, register
from tests.web.conftest import NOW, House
from tracker import backup_runs, config, db
from tracker.models import Duty, ReminderMark

LATE = "ขอให้รายงานผลภายในวันที่ ๑๘ พฤศจิกายน ๒๕๖๙"


def test_late_duties_of_all_offices_with_those_who_were_told(house: House) -> None:
    paper = asks(LATE, dated=date(2026, 10, 1), subject="การสำรวจแหล่งน้ำ")
    register(house.engine, house.office.clerk, NOW - timedelta(days=9), paper)
    with db.begin(house.engine) as session:
        duty = session.exec(select(Duty)).one()
        for who in (house.office.clerk, house.office.district):
            session.add(ReminderMark(
                duty_id=duty.id or 0, account_id=who.account_id, stage="late:3",
                due_on=date(2026, 11, 18), told_at=NOW - timedelta(hours=1),
            ))  # fmt: skip
    admin = house.browser("admin")
    assert "/duties?office=0&amp;state=late" in admin.get("/office").text
    shown = admin.get("/duties?office=0&state=late").text
    assert "การสำรวจแหล่งน้ำ" in shown and "ผู้ทำ เทศบาลตำบลชำฆ้อ" in shown
    assert "แจ้งเตือนแล้ว ๒ คน" in shown and "khaochamao (อำเภอเขาชะเมา ซึ่งอยู่เหนือขึ้นไป)" in shown
    assert "การสำรวจแหล่งน้ำ" not in house.browser("phla").get("/duties?office=0&state=late").text


def test_copies_are_told_asked_for_and_only_by_administrators(house: House) -> None:
    admin = house.browser("admin")
    assert "ยังไม่มีสำเนาที่สมบูรณ์" in admin.get("/office").text
    assert house.browser("chamkho").get("/office/backups").status_code == 403
    assert "รับคำขอแล้ว" in admin.submit("/office/backups", {}, follow_redirects=True).text
    assert "กำลังทำอยู่แล้ว" in admin.submit("/office/backups", {}, follow_redirects=True).text
    with db.begin(house.engine) as session:
        run = backup_runs.begin(session, NOW)
        backup_runs.end(session, NOW, run_id=run, folder="20261123T023000Z", files=4, size=9000)
    shown = admin.get("/office/backups").text
    assert "✓ สมบูรณ์" in shown and "๙ กิโลไบต์" in shown
    assert "ยังไม่มีสำเนาที่สมบูรณ์" not in admin.get("/office").text
    with db.begin(house.engine) as session:
        run = backup_runs.begin(session, NOW)
        backup_runs.end(session, NOW, run_id=run, problem="เขียนสำเนาไม่ได้: ดิสก์เต็ม")
    assert "ดิสก์เต็ม" in admin.get("/office").text


def test_settings_tell_what_is_missing_and_no_secret(open_house: Callable[..., House]) -> None:
    house = open_house(SMTP_URL="smtp://us:s3cret@mail.example.go.th:587", LINE_TOKEN="tok3n")
    shown = house.browser("admin").get("/office/settings").text
    assert "mail.example.go.th" in shown and "ยังไม่ได้ตั้ง" in shown
    assert "s3cret" not in shown and "tok3n" not in shown
    assert house.browser("rayong").get("/office/settings").status_code == 403
    assert config.settings().smtp_url
