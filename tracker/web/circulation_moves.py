"""What people say of deliveries: registering, states, more time, originals, relations."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker import circulation, delivery_rules, delivery_views, relations, taking
from tracker.errors import BadValue
from tracker.sentences import sentence
from tracker.vocabulary import DeliveryState, RelationKind, Way
from tracker.web import thai
from tracker.web.circulation_form import back_to_letter, count, day, done, moment, said, word
from tracker.web.edge import begin, look, now
from tracker.web.guard import actor
from tracker.web.tongue import gettext as _
from tracker.web.tongue import in_tongue
from tracker.web.tongue import said as vocabulary

#: Recipients given more time in one transaction: others write in between.
PART = 300


def add(pages: Blueprint) -> None:
    """Give these acts their addresses."""
    pages.add_url_rule("/deliveries/<int:delivery_id>", view_func=delivery)
    pages.add_url_rule("/deliveries/<int:delivery_id>/take", view_func=take, methods=["POST"])
    pages.add_url_rule("/deliveries/<int:delivery_id>/move", view_func=move, methods=["POST"])
    pages.add_url_rule("/letters/<int:letter_id>/extend", view_func=extend, methods=["POST"])
    pages.add_url_rule("/letters/<int:letter_id>/original", view_func=original, methods=["POST"])
    pages.add_url_rule("/relations", view_func=relate, methods=["POST"])


def delivery(delivery_id: int) -> str:
    """One recipient: where the letter stands, its history, what may be said of it."""
    with look() as session:
        view = delivery_views.one(session, actor(), delivery_id, now=now())
        history = delivery_views.history(session, actor(), delivery_id, now=now())
    return render_template(
        "circulation/delivery.html",
        one=view,
        history=history,
        own=view.office_id == actor().office_id,
        how=HOW,
        explained=delivery_rules.EXPLAINED,
    )


#: How a line of a history came to be known.
HOW = {
    "person": sentence("บันทึกโดยเจ้าหน้าที่"),
    "register": sentence("ทะเบียนรับ"),
    "stamp": sentence("ตรารับบนหนังสือ"),
    "letter": sentence("หนังสือที่อ้างถึง"),
    "link": sentence("ลิงก์ยืนยันการรับ"),
    "remind": sentence("ทวงถาม"),
    "program": sentence("ระบบ"),
}


def take(delivery_id: int) -> Response:
    """Register a letter that was sent through the system, in one step."""
    letter_id = 0

    def act() -> str:
        nonlocal letter_id
        with begin() as session:
            entry = taking.take(
                session,
                actor(),
                now(),
                delivery_id=delivery_id,
                version=count("version"),
                received_at=moment("received"),
                practice=said("practice", 300),
            )
            letter_id = entry.letter_id or 0
            return _("ลงรับแล้ว เลขรับ %(number)s/%(year)s", number=entry.number, year=entry.year)

    answer = done(act, url_for("circulation.index"))
    return redirect(url_for("letters.show", letter_id=letter_id)) if letter_id else answer


def move(delivery_id: int) -> Response:
    def act() -> str:
        with begin() as session:
            moved = circulation.move(
                session,
                actor(),
                now(),
                delivery_id=delivery_id,
                to_state=word(DeliveryState, "to"),
                note=said("note"),
                version=count("version"),
                due_on=day("due"),
                at=moment("at"),
            )
            return f"{moved.name}: {vocabulary(moved.state)}"

    return done(act, url_for("circulation.delivery", delivery_id=delivery_id))


def extend(letter_id: int) -> Response:
    """More time for all who still owe something of a letter."""

    def act() -> str:
        due = day("due")
        if due is None:
            return _("ยังไม่ได้พิมพ์วันครบกำหนดใหม่ จึงยังไม่ได้ขยายเวลา")
        given = more = 0
        while more == PART or not given:
            with begin() as session:
                more = circulation.extend_some(
                    session, actor(), now(), letter_id=letter_id, due_on=due, note=said("note"),
                    most=PART,
                )  # fmt: skip
            given += more
            if not given:
                raise BadValue(circulation.NOBODY)
        return _("ขยายเวลาให้ผู้รับ %(number)s ราย ถึงวันที่ %(day)s", number=given, day=thai.day(due))

    return done(act, url_for("circulation.letter", letter_id=letter_id))


def original(letter_id: int) -> Response:
    """The copy came by fax or LINE and the paper is awaited; or the paper has come."""

    def act() -> str:
        with begin() as session:
            if said("came"):
                circulation.original_came(session, actor(), now(), letter_id=letter_id)
                return _("บันทึกว่าฉบับจริงมาถึงแล้ว สำเนาเดิมยังเก็บไว้")
            way = word(Way, "way")
            circulation.await_original(session, actor(), now(), letter_id=letter_id, way=way)
            return _("บันทึกว่าได้รับทาง%(way)s รอฉบับจริง", way=vocabulary(way))

    return done(act, url_for("letters.show", letter_id=letter_id))


def relate() -> Response:
    """Take or refuse what one letter is to another."""
    here = count("here") or 0

    def act() -> str:
        accepted = said("accepted") == "yes"
        with begin() as session:
            told = relations.decide(
                session,
                actor(),
                now(),
                from_letter_id=count("from") or 0,
                to_letter_id=count("to") or 0,
                kind=word(RelationKind, "kind"),
                accepted=accepted,
            )
        if not accepted:
            return _("ไม่ใช้ความสัมพันธ์นี้ ระบบจะไม่เสนออีก")
        return " ".join([_("บันทึกความสัมพันธ์ของหนังสือแล้ว"), *(in_tongue(one) for one in told)])

    return done(act, back_to_letter(here))
