"""What this installation is set to, for reading: it is changed where it was started."""

from __future__ import annotations

import shutil
from typing import NamedTuple

from flask import render_template
from sqlalchemy.engine import make_url

from tracker.accounts import only_admin
from tracker.config import Settings
from tracker.vocabulary import YearRule
from tracker.web import thai
from tracker.web.edge import settings
from tracker.web.guard import actor
from tracker.web.office.blueprint import pages
from tracker.web.tongue import counted
from tracker.web.tongue import gettext as _

#: Less free space than this share of a disk, or than these bytes, is told.
_LITTLE, _LEAST = 0.1, 5 * 1024**3
_GIGA = 1024**3


class Setting(NamedTuple):
    """``advice``: what to do where the value is a lack; secrets are never shown."""

    variable: str
    name: str
    value: str
    advice: str = ""


@pages.get("/settings")
def show_settings() -> str:
    only_admin(actor())
    chosen = settings()
    groups = (
        (_("การส่งข้อความ"), _ways(chosen)),
        (_("ที่เก็บ"), _places(chosen)),
        (_("การทำงาน"), _work(chosen)),
    )
    return render_template("office/settings.html", groups=groups)


def _ways(chosen: Settings) -> list[Setting]:
    mail = "" if chosen.smtp_url else _("อีเมลทุกฉบับจะรออยู่จนกว่าจะตั้งค่านี้")
    return [
        Setting("SMTP_URL", _("เครื่องส่งอีเมล"), _bare(chosen.smtp_url), mail),
        Setting("MAIL_FROM", _("ผู้ส่งอีเมล"), chosen.mail_from, "" if chosen.mail_from else mail),
        Setting("LINE_TOKEN", _("รหัสของ LINE"), _("ตั้งแล้ว") if chosen.line_token else ""),
        Setting("PUBLIC_URL", _("ที่อยู่ของระบบในข้อความ"), chosen.public_url,
                "" if chosen.public_url else _("ข้อความและปฏิทินจะไม่มีลิงก์กลับมาที่ระบบ")),
    ]  # fmt: skip


def _places(chosen: Settings) -> list[Setting]:
    disk = shutil.disk_usage(chosen.instance)
    little = disk.free < max(_LITTLE * disk.total, _LEAST)
    free = _(
        "ว่าง %(free)s จาก %(total)s กิกะไบต์",
        free=thai.count(disk.free // _GIGA),
        total=thai.count(disk.total // _GIGA),
    )
    full = _("เหลือน้อย หากเต็มจะรับไฟล์ใหม่ไม่ได้ กรุณาเพิ่มพื้นที่หรือย้ายที่เก็บ")
    return [
        Setting("INSTANCE", _("โฟลเดอร์ของระบบ"), f"{chosen.instance.absolute()} · {free}",
                full if little else ""),
        Setting("DATABASE_URL", _("ฐานข้อมูล"), _bare(chosen.database)),
        Setting("FILES_URL", _("ไฟล์ต้นฉบับ"), _bare(chosen.files)),
        Setting("BACKUP_FOLDER", _("สำเนาสำรอง"), str(chosen.backups.absolute())),
    ]  # fmt: skip


def _work(chosen: Settings) -> list[Setting]:
    calendar = chosen.year_rule is YearRule.CALENDAR
    year = _("ปีปฏิทิน (๑ มกราคม)") if calendar else _("ปีงบประมาณ (๑ ตุลาคม)")
    return [
        Setting("YEAR_RULE", _("เลขทะเบียนเริ่มใหม่ตาม"), year),
        Setting("MAX_FILE_BYTES", _("ไฟล์ใหญ่สุด"),
                _("%(number)s เมกะไบต์", number=thai.count(chosen.max_file_bytes // 1024**2))),
        Setting("MAX_PAGES", _("หน้ามากสุดต่อไฟล์"), counted("%(number)s หน้า", chosen.max_pages)),
        Setting("READERS", _("ไฟล์ที่อ่านพร้อมกัน"), counted("%(number)s ไฟล์", chosen.readers)),
        Setting("LOGIN_ATTEMPTS", _("รหัสผ่านผิดได้"),
                counted("%(number)s ครั้ง", chosen.login_attempts)),
        Setting("TIMEZONE", _("เขตเวลา"), str(chosen.timezone)),
    ]  # fmt: skip


def _bare(address: str) -> str:
    """The address without its password."""
    return make_url(address).render_as_string(hide_password=True) if address else ""
