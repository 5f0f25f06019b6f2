"""How I want to be reminded: ways, hour, days before; and the calendars that I have opened."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Answer

from tracker import calendar_feed, outbox, preferences
from tracker.channels import other
from tracker.errors import BadValue, Stale
from tracker.preferences import Wish
from tracker.web import thai
from tracker.web.edge import begin, look, now, settings
from tracker.web.guard import actor
from tracker.web.security import limiter
from tracker.web.tongue import gettext as _

pages = Blueprint("reminders", __name__)

_TEST = (
    "ข้อความนี้ส่งจากหน้า “การเตือนของฉัน” เพื่อทดสอบว่าการเตือนไปถึงท่าน\n"
    "ท่านได้รับเพราะท่านกดปุ่ม “ส่งข้อความทดสอบ” ไม่ต้องดำเนินการใด ๆ\n"
)


class Feed(NamedTuple):
    """A calendar on the page. ``link``: empty while it is not open."""

    whose: str
    name: str
    link: str


@pages.get("/me/reminders")
def show() -> str:
    with look() as session:
        wish = preferences.of(session, actor().account_id)
    return _page(wish)


def _page(wish: Wish, *, days: str | None = None, refusal: str = "") -> str:
    with look() as session:
        feeds = [
            Feed(whose, name, _link(calendar_feed.of(session, actor(), key=_key(), office=office)))
            for whose, name, office in (
                ("me", _("งานของฉัน"), False),
                ("office", _("งานทั้งหน่วยงาน"), True),
            )
        ]
    chosen = settings()
    return render_template(
        "reminders/page.html",
        wish=wish,
        days=days if days is not None else ", ".join(str(one) for one in wish.days_before),
        refusal=refusal,
        hours=preferences.HOURS,
        feeds=feeds,
        no_mail=not (chosen.smtp_url and chosen.mail_from),
        no_line=not chosen.line_token,
        ways=wish.ways(),
    )


def _key() -> str:
    return str(current_app.secret_key)


def _link(feed: calendar_feed.Feed) -> str:
    if not feed.token:
        return ""
    path = url_for("reminders.calendar", token=feed.token)
    return (settings().public_url.rstrip("/") or request.host_url.rstrip("/")) + path


@pages.post("/me/reminders")
def save() -> Answer | tuple[str, int]:
    typed, days = _typed(), request.form.get("days_before", "")
    try:
        wish = replace(typed, days_before=_days(days))
        if wish.other_target:
            other.checked(wish.other_target)
        with begin() as session:
            preferences.save(session, actor(), now(), wish)
    except (BadValue, Stale) as refusal:
        return _page(typed, days=days, refusal=thai.digits(refusal)), 422
    flash(_("บันทึกการเตือนของท่านแล้ว"), "good")
    return redirect(url_for("reminders.show"))


def _typed() -> Wish:
    """The form but for its days, which may be no numbers."""
    form = request.form
    return Wish(
        mail_on=form.get("mail_on") == "1",
        email=form.get("email", "").strip(),
        line_target=form.get("line_target", "").strip(),
        other_target=form.get("other_target", "").strip(),
        digest_hour=form.get("digest_hour", preferences.HOUR, type=int),
        every_day=form.get("every_day") == "1",
        version=form.get("version", 0, type=int),
    )


def _days(text: str) -> tuple[int, ...]:
    """Working days before a due day, as typed: ``๗, ๓ และ 1``."""
    words = thai.arabic(text).replace("และ", " ").replace(",", " ").split()
    if any(not word.isdecimal() or len(word) > 3 for word in words):
        raise BadValue(_("จำนวนวันล่วงหน้าต้องเป็นตัวเลขคั่นด้วยจุลภาค เช่น 7, 3, 1"))
    return tuple(int(word) for word in words)


@pages.post("/me/reminders/test")
@limiter.limit("5 per minute")
def test() -> Answer:
    """Put a message to oneself in, by every way that one has."""
    who, at = actor(), now()
    with begin() as session:
        ways = preferences.of(session, who.account_id).ways()
        for channel, to in ways:
            reason = f"test:{who.account_id}:{at:%Y%m%d%H%M%S}"
            outbox.put(
                session, at, key=outbox.by(channel, reason), account_id=who.account_id, to=to,
                subject="ทดสอบการเตือนจากระบบเวียน", text=_TEST, channel=channel,
            )  # fmt: skip
    if ways:
        flash(_("จัดข้อความทดสอบไว้ส่งแล้ว ดูผลได้ที่หน้า “ข้อความแจ้งเตือน”"), "good")
        return redirect(url_for("messages.show"))
    flash(_("ยังไม่มีช่องทางที่จะส่ง กรุณากรอกอีเมลหรือช่องทางอื่นแล้วบันทึกก่อน"), "bad")
    return redirect(url_for("reminders.show"))


@pages.post("/me/calendar")
def open_calendar() -> Answer:
    """Open a calendar under a new link, or call its link back."""
    office = request.form.get("whose") == "office"
    with begin() as session:
        if request.form.get("act") == "close":
            calendar_feed.close(session, actor(), now(), office=office)
            said = _("ยกเลิกลิงก์ปฏิทินแล้ว ลิงก์เดิมเปิดไม่ได้อีก")
        else:
            calendar_feed.open_anew(session, actor(), now(), key=_key(), office=office)
            said = _("สร้างลิงก์ปฏิทินแล้ว คัดลอกลิงก์ไปใส่ในโปรแกรมปฏิทินได้เลย ลิงก์เดิม (ถ้ามี) เปิดไม่ได้อีก")
    flash(said, "good")
    return redirect(url_for("reminders.show", _anchor="calendar"))


@pages.get("/calendar/<token>.ics")
@limiter.limit("60 per minute")
def calendar(token: str) -> Response:
    """What a calendar program fetches, without signing in: the link is the key."""
    with look() as session:
        written = calendar_feed.read(
            session, token, key=_key(), now=now(), zone=thai.BANGKOK,
            address=settings().public_url.rstrip("/"),
        )  # fmt: skip
    answer = Response(written, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = "inline; filename=wian.ics"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
