"""Receipt without an account: slips with QR codes for the sender, one open page for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response

from tracker import circulation, files, offices, receipt_slips, receipts
from tracker.circulation import DeliveryView
from tracker.errors import BadValue, NotFound
from tracker.receipts import LinkView
from tracker.vocabulary import DeliveryState, DispatchOrigin
from tracker.web import thai
from tracker.web.edge import begin, look, now, settings
from tracker.web.guard import actor
from tracker.web.security import limiter
from tracker.web.tongue import counted
from tracker.web.tongue import gettext as _

pages = Blueprint("receipts", __name__)

#: Links shown on one page.
SHOWN = 300


def key() -> bytes:
    """What links are signed with: the key of this installation."""
    kept = current_app.secret_key
    return kept if isinstance(kept, bytes) else str(kept).encode()


def address(token: str) -> str:
    """The whole address of a link, as a stranger's telephone must find it."""
    base = settings().public_url.rstrip("/") or request.url_root.rstrip("/")
    return base + url_for("receipts.open_link", token=token)


@pages.get("/receipts/<int:letter_id>")
def manage(letter_id: int) -> str:
    """Who confirmed by link, and which links still hold."""
    with look() as session:
        links = receipts.links(session, actor(), now(), letter_id=letter_id, key=key())
        sent = _sent(circulation.deliveries(session, actor(), letter_id=letter_id, now=now()))
    page = max(1, request.args.get("page", 1, type=int))
    return render_template(
        "receipts/links.html", letter_id=letter_id, sent=sent, address=address,
        links=links[(page - 1) * SHOWN : page * SHOWN], page=page, total=len(links),
        pages=max(1, -(-len(links) // SHOWN)), days=receipts.DAYS, most=receipts.MOST_DAYS,
        open=sum(one.state == "open" for one in links),
        used=sum(one.state == "used" for one in links),
        parts=-(-sum(one.state == "open" for one in links) // receipt_slips.MOST),
        per_part=receipt_slips.MOST,
    )  # fmt: skip


def _sent(found: Sequence[DeliveryView]) -> list[DeliveryView]:
    return [
        one
        for one in found
        if one.sender_office_id == actor().office_id and one.origin is DispatchOrigin.SENT
    ]


@pages.post("/receipts/<int:letter_id>")
def make(letter_id: int) -> Response:
    """Make links for all recipients, or for one."""
    one = request.form.get("delivery", type=int)
    days = thai.arabic(request.form.get("days", "")).strip()
    try:
        if not days.isdecimal() or len(days) > 4:
            raise BadValue(_("อายุลิงก์ต้องเป็นจำนวนวัน"))
        with begin() as session:
            made = receipts.make(
                session, actor(), now(), letter_id=letter_id, days=int(days),
                delivery_ids=None if one is None else [one],
            )  # fmt: skip
    except BadValue as refusal:
        flash(thai.digits(refusal), "bad")
    else:
        flash(
            counted("ทำลิงก์ใหม่ %(number)s ราย", made) if made else _("ทุกรายมีลิงก์ที่ใช้ได้อยู่แล้ว"), "good"
        )
    return redirect(url_for("receipts.manage", letter_id=letter_id))


@pages.post("/receipts/<int:letter_id>/<int:link_id>/revoke")
def revoke(letter_id: int, link_id: int) -> Response:
    try:
        with begin() as session:
            receipts.revoke(session, actor(), now(), link_id=link_id)
    except BadValue as refusal:
        flash(thai.digits(refusal), "bad")
    else:
        flash(_("ยกเลิกลิงก์แล้ว ใบที่พิมพ์ไว้ใช้ไม่ได้อีก"), "good")
    return redirect(url_for("receipts.manage", letter_id=letter_id))


@pages.get("/receipts/<int:letter_id>/slips.pdf")
def slips(letter_id: int) -> Response:
    """The slips of all links that still hold, three on a page."""
    part = max(1, request.args.get("part", 1, type=int))
    with look() as session:
        links = receipts.links(session, actor(), now(), letter_id=letter_id, key=key())
        about = next(
            iter(circulation.deliveries(session, actor(), letter_id=letter_id, now=now())), None
        )
        holding = [one for one in links if one.token]
        chosen = holding[(part - 1) * receipt_slips.MOST : part * receipt_slips.MOST]
        if about is None or not chosen:
            raise BadValue(_("ยังไม่มีลิงก์ที่ใช้ได้ กรุณากด “ทำลิงก์” ก่อนพิมพ์ใบตอบรับ"))
        sender = offices.name_on(session, actor().office_id, about.dated)
    made = receipt_slips.pdf([_slip(one, about, sender) for one in chosen])
    return send_file(
        BytesIO(made), mimetype="application/pdf", download_name=f"ใบตอบรับ-{letter_id}-{part}.pdf"
    )


def _slip(one: LinkView, about: DeliveryView, sender: str) -> receipt_slips.Slip:
    return receipt_slips.Slip(
        sender=sender,
        name=one.name,
        ref_no=about.ref_no or "–",
        dated=about.dated,
        subject=about.subject or "",
        url=address(one.token or ""),
        expires_at=one.expires_at,
    )


@pages.get("/r/<token>")
@limiter.limit("30 per minute; 300 per hour")
def open_link(token: str) -> str:
    """What the holder of a link sees. Open to everybody who has it."""
    with look() as session:
        asked = receipts.asked(session, now(), key=key(), text=token)
    return render_template("receipts/page.html", asked=asked, token=token, typed={}, refusal="")


@pages.post("/r/<token>")
@limiter.limit("10 per minute; 60 per hour")
def confirm(token: str) -> Response:
    form = request.form
    try:
        with begin() as session:
            outcome = form.get("outcome", DeliveryState.ACKNOWLEDGED)
            receipts.confirm(
                session, now(), key=key(), text=token, name=form.get("name", ""),
                post=form.get("post", ""), answer=form.get("answer", ""),
                outcome=DeliveryState(outcome) if outcome in receipts.OUTCOMES
                else DeliveryState.ACKNOWLEDGED,
            )  # fmt: skip
    except (BadValue, NotFound) as refusal:
        return _refused(token, form, refusal)
    return redirect(url_for("receipts.open_link", token=token))


def _refused(token: str, typed: Mapping[str, str], refusal: BadValue | NotFound) -> Response:
    """The form again with what was typed; where the link ended meanwhile, that alone.

    Nothing is told of the letter then, and nothing typed is lost.
    """
    try:
        with look() as session:
            asked = receipts.asked(session, now(), key=key(), text=token)
    except (BadValue, NotFound) as ended:
        unknown = isinstance(ended, NotFound)
        why = _("ลิงก์นี้ใช้ไม่ได้แล้ว กรุณาติดต่อหน่วยงานผู้ส่ง") if unknown else thai.digits(ended)
        page = render_template("receipts/ended.html", typed=typed, why=why)
        return make_response(page, 404 if unknown else 422)
    who, said = " ".join(typed.get("name", "").split()), typed.get("answer", "").strip()
    if asked.used_at is not None and (asked.used_by, asked.answer or "") == (who, said):
        return redirect(url_for("receipts.open_link", token=token))  # pressed twice
    page = render_template("receipts/page.html", asked=asked, token=token, typed=typed,
                           refusal=thai.digits(refusal))  # fmt: skip
    return make_response(page, 422)


@pages.get("/r/<token>/letter")
@limiter.limit("10 per minute; 60 per hour")
def letter(token: str) -> Response:
    """The letter itself, for the holder of a link."""
    with look() as session:
        asked = receipts.asked(session, now(), key=key(), text=token)
    if asked.paper_sha256 is None:
        raise NotFound
    name = f"{(asked.ref_no or 'หนังสือ').replace('/', '-')}.pdf"
    return send_file(
        files.open_file(asked.paper_sha256), mimetype="application/octet-stream",
        as_attachment=True, download_name=name,
    )  # fmt: skip
