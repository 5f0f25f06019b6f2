"""Recipients by hand: adding some to a letter, and the lists that an office keeps."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from tracker import circulation, errands, letters, recipient_lists
from tracker.errors import BadValue, NotAllowed, Stale
from tracker.models import RecipientList
from tracker.recipient_lists import Typed
from tracker.vocabulary import Capacity
from tracker.web import thai
from tracker.web.circulation_form import count, day, done, said
from tracker.web.edge import begin, look, now
from tracker.web.guard import actor
from tracker.web.tongue import counted, in_tongue
from tracker.web.tongue import gettext as _

#: Characters of a typed list: twenty thousand names and more.
_TEXT = 2_000_000


def add(pages: Blueprint) -> None:
    """Give these pages their addresses."""
    pages.add_url_rule("/letters/<int:letter_id>/recipients", view_func=recipients)
    pages.add_url_rule(
        "/letters/<int:letter_id>/recipients", view_func=check_recipients, methods=["POST"]
    )
    pages.add_url_rule("/letters/<int:letter_id>/send", view_func=send, methods=["POST"])
    pages.add_url_rule("/lists", view_func=lists)
    pages.add_url_rule("/lists", view_func=save_list, methods=["POST"])
    pages.add_url_rule("/lists/<int:list_id>", view_func=show_list)
    pages.add_url_rule("/lists/<int:list_id>/away", view_func=put_away, methods=["POST"])


def lines(kept: RecipientList) -> str:
    """A list as a person would type it."""
    marks = {Capacity.COPY.value: "สำเนาส่ง ", Capacity.INFO.value: "เพื่อทราบ: "}
    return "\n".join(f"{marks.get(x['capacity'], '')}{x['name']}" for x in kept.items)


def _letter_page(session: Session, letter_id: int, **values: Any) -> str:
    letter = letters.visible(session, actor(), letter_id)
    kept = recipient_lists.lists(session, actor())
    chosen = count("list")
    text = next((lines(x) for x in kept if x.id == chosen), "")
    given = {"text": text, "typed": None, "refusal": "", "due": "", **values}
    return render_template("circulation/recipients.html", letter=letter, lists=kept, **given)


def recipients(letter_id: int) -> str:
    """Whom else to send the letter to: typed, or from a list."""
    with look() as session:
        return _letter_page(session, letter_id)


def _understood(session: Session, letter_id: int, text: str) -> Typed:
    letter = letters.visible(session, actor(), letter_id)
    return recipient_lists.understand(session, actor(), text, letter.date)


def check_recipients(letter_id: int) -> str | tuple[str, int]:
    """Show whom the typed lines mean, before anything is sent."""
    text = request.form.get("text", "")[:_TEXT]
    with look() as session:
        try:
            typed = _understood(session, letter_id, text)
            if not typed.to:
                raise BadValue(_("ยังไม่ได้พิมพ์ผู้รับ กรุณาพิมพ์ชื่อหน่วยงาน บรรทัดละหนึ่งแห่ง"))
        except BadValue as wrong:
            page = _letter_page(session, letter_id, text=text, refusal=thai.digits(wrong))
            return page, 422
        return _letter_page(session, letter_id, text=text, typed=typed)


def send(letter_id: int) -> Response | tuple[str, int]:
    """Send to those that were shown; a list that is refused comes back as it was typed."""
    text = request.form.get("text", "")[:_TEXT]
    try:
        words = _sent(letter_id, text)
    except (BadValue, Stale, NotAllowed) as wrong:
        return _not_sent(letter_id, text, thai.digits(wrong)), 422
    return done(lambda: words, url_for("circulation.letter", letter_id=letter_id))


def _not_sent(letter_id: int, text: str, refusal: str) -> str:
    with look() as session:
        try:
            typed: Typed | None = _understood(session, letter_id, text)
        except BadValue:
            typed = None
        return _letter_page(
            session, letter_id, text=text, typed=typed, refusal=refusal, due=said("due", 60)
        )


def _sent(letter_id: int, text: str) -> str:
    due = day("due")
    with look() as session:  # what was typed is understood without holding anybody up
        typed = _understood(session, letter_id, text)
    to = [circulation.To(x.office_id, x.name, x.capacity, due_on=due or x.due_on) for x in typed.to]
    with begin() as session:
        circulation.send(session, actor(), now(), letter_id=letter_id, to=to)
        unsent = errands.unsent(session, letter_id)
    if unsent:
        return counted("ส่งให้ผู้รับแล้ว ที่เหลืออีก %(number)s ราย ระบบกำลังส่งต่อเองทีละชุด", unsent)
    return counted("ส่งให้ผู้รับ %(number)s รายแล้ว", len(to))


def lists() -> str:
    with look() as session:
        kept = recipient_lists.lists(session, actor())
    return render_template("circulation/lists.html", lists=kept, chosen=None, text="")


def show_list(list_id: int) -> str:
    with look() as session:
        kept = recipient_lists.lists(session, actor())
        chosen = recipient_lists.one(session, actor(), list_id)
    return render_template("circulation/lists.html", lists=kept, chosen=chosen, text=lines(chosen))


def save_list() -> Response | tuple[str, int]:
    """Keep a list; one that is refused comes back as it was typed."""
    text, list_id = request.form.get("text", "")[:_TEXT], count("list_id")
    try:
        with begin() as session:
            today = thai.local(now()).date()
            typed = recipient_lists.understand(session, actor(), text, today)
            kept = recipient_lists.save(
                session,
                actor(),
                now(),
                name=said("name", 120),
                to=typed.to,
                list_id=list_id,
                version=count("version"),
            )
    except (BadValue, Stale) as refusal:
        return _refused_list(in_tongue(refusal), text, list_id), 422
    flash(thai.digits(_kept_words(kept, typed)), "good")
    return redirect(url_for("circulation.lists"))


def _refused_list(refusal: str, text: str, list_id: int | None) -> str:
    with look() as session:
        kept = recipient_lists.lists(session, actor())
        chosen = next((x for x in kept if x.id == list_id), None)
    return render_template(
        "circulation/lists.html",
        lists=kept,
        chosen=chosen,
        text=text,
        name=said("name", 120),
        refusal=thai.digits(refusal),
    )


def _kept_words(kept: RecipientList, typed: Typed) -> str:
    words = counted("เก็บรายชื่อ “%(name)s” แล้ว %(number)s ราย", len(typed.to), name=kept.name)
    if typed.doubles:
        words += " " + _("ชื่อซ้ำเก็บครั้งเดียว: %(names)s", names=", ".join(typed.doubles[:5]))
    if typed.unknown:
        words += " " + _("ไม่อยู่ในรายชื่อหน่วยงาน: %(names)s", names=", ".join(typed.unknown[:5]))
    return words


def put_away(list_id: int) -> Response:
    def act() -> str:
        with begin() as session:
            kept = recipient_lists.put_away(session, actor(), now(), list_id=list_id)
        return _("เก็บรายชื่อ “%(name)s” ออกจากหน้านี้แล้ว", name=kept.name)

    return done(act, url_for("circulation.lists"))
