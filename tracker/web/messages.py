"""What became of the messages: sent, waiting, failed, uncertain; and what to do with the stuck."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import messages, offices, reminders
from tracker.channels import other
from tracker.errors import BadValue, Stale
from tracker.message_words import STUCK, MessageChannel, MessageState
from tracker.messages import MessageView
from tracker.web import thai
from tracker.web.edge import begin, look, now, settings
from tracker.web.guard import actor
from tracker.web.tongue import counted
from tracker.web.tongue import gettext as _

pages = Blueprint("messages", __name__, url_prefix="/messages")

LINES = 50
#: The names of people without an address are told one by one up to so many.
NAMED = 20


@pages.get("")
def show() -> str:
    who, wanted = actor(), _state()
    page, today = max(1, request.args.get("page", 1, type=int)), thai.local(now()).date()
    with look() as session:
        shown = messages.listed(session, who, state=wanted, page=page, per_page=LINES)
        unreached = reminders.unreachable(session, who.office_ids)
        names = offices.names_on(session, [x.office_id for x in unreached[:NAMED]], today)
    return render_template(
        "messages/index.html",
        shown=shown,
        wanted=wanted,
        page=page,
        pages=max(1, -(-shown.total // LINES)),
        states=[one for one in MessageState if shown.counts.get(one)],
        stuck=sum(shown.counts.get(one, 0) for one in STUCK),
        unreached=unreached,
        named=unreached[:NAMED],
        names=names,
        missing=_missing(shown.counts.get(MessageState.WAITING, 0)),
        address=_address,
    )


def _state() -> MessageState | None:
    text = request.args.get("state", "")
    return MessageState(text) if text in set(MessageState) else None


def _missing(waiting: int) -> list[str]:
    """What the installation has not been told, where that holds messages up."""
    chosen, said = settings(), []
    if not (chosen.smtp_url and chosen.mail_from):
        said.append(
            counted(
                "ยังไม่ได้ตั้งค่าเซิร์ฟเวอร์อีเมล (SMTP_URL และ MAIL_FROM) อีเมลจึงรออยู่ %(number)s ฉบับ "
                "ให้ผู้ดูแลระบบตั้งค่า แล้วระบบจะส่งให้เอง",
                waiting,
            )
        )
    if not chosen.public_url:
        said.append(_("ยังไม่ได้ตั้งค่าที่อยู่ของระบบ (PUBLIC_URL) ข้อความจึงไม่มีลิงก์เปิดหนังสือ"))
    return said


def _address(one: MessageView) -> str:
    """To whom, without the secrets that some addresses hold."""
    return other.shown(one.to) if one.channel is MessageChannel.OTHER else one.to


@pages.post("/<int:message_id>/again")
def again(message_id: int) -> Response:
    def act() -> str:
        with begin() as session:
            asked = request.form.get("asked") == "1"
            messages.again(session, actor(), now(), message_id=message_id, asked=asked)
        return _("จัดไว้ให้ส่งอีกครั้งแล้ว ระบบจะส่งภายในไม่กี่วินาที")

    return _done(act)


@pages.post("/<int:message_id>/arrived")
def arrived(message_id: int) -> Response:
    def act() -> str:
        with begin() as session:
            messages.arrived(session, actor(), now(), message_id=message_id)
        return _("บันทึกว่าผู้รับได้รับข้อความแล้ว")

    return _done(act)


@pages.post("/<int:message_id>/withdraw")
def withdraw(message_id: int) -> Response:
    def act() -> str:
        with begin() as session:
            reason = request.form.get("reason", "")
            messages.withdraw(session, actor(), now(), message_id=message_id, reason=reason)
        return _("ยกเลิกการส่งแล้ว ข้อความยังเก็บไว้ในรายการ")

    return _done(act)


def _done(act: Callable[[], str]) -> Response:
    try:
        flash(act(), "good")
    except (BadValue, Stale) as refusal:
        flash(thai.digits(refusal), "bad")
    return redirect(url_for("messages.show", state=request.form.get("state") or None))
