"""The papers of letters out: pictures for the screen, PDF, Word, and what goes with them."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Any

from flask import Blueprint
from flask import send_file as send
from werkzeug.wrappers import Response

from tracker import (
    files,
    outgoing,
    outgoing_docx,
    outgoing_enclosures,
    outgoing_issue,
    outgoing_papers,
    pdf_pages,
)
from tracker.errors import NotFound
from tracker.outgoing import OutgoingView
from tracker.outgoing_content import Content
from tracker.outgoing_papers import Given
from tracker.vocabulary import OutgoingState
from tracker.web import outgoing_form
from tracker.web.edge import begin, look, now, settings
from tracker.web.guard import actor

#: The pages of letters out; ``tracker.web.outgoing`` adds the forms.
pages = Blueprint("outgoing", __name__, url_prefix="/outgoing")

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def given(session: Any, view: OutgoingView) -> Given:
    emblem = outgoing_papers.emblem(settings().instance)
    return outgoing_issue.given(session, view, now(), emblem)


@lru_cache(maxsize=12)
def _set(content: str, given: Given) -> tuple[bytes, ...]:
    return tuple(outgoing_papers.pictures(Content.model_validate_json(content), given))


def pictures(content: Content, given: Given) -> tuple[bytes, ...]:
    """The pages as pictures; set once for as long as nothing changes."""
    return _set(content.model_dump_json(), given)


@pages.get("/<int:outgoing_id>/pages/<int:number>.png")
def picture(outgoing_id: int, number: int) -> Response:
    with look() as session:
        view = outgoing.one(session, actor(), outgoing_id)
        sheets = pictures(outgoing_form.trimmed(view.content), given(session, view))
    if not 1 <= number <= len(sheets):
        raise NotFound
    return send(BytesIO(sheets[number - 1]), mimetype="image/png")


@pages.get("/<int:outgoing_id>/letter.pdf")
def pdf(outgoing_id: int) -> Response:
    """The letter as PDF: a draft as it stands, an issued one as it was kept."""
    return send(BytesIO(set_paper(outgoing_id)), mimetype="application/pdf",
                download_name=_name(outgoing_id, "pdf"))  # fmt: skip


def set_paper(outgoing_id: int) -> bytes:
    with look() as session:
        view = outgoing.one(session, actor(), outgoing_id)
        shown = given(session, view)
    if view.paper_sha256 is not None:
        with files.open_file(view.paper_sha256) as kept:
            return kept.read()
    made = outgoing_papers.pdf(view.content, shown)
    if view.state is OutgoingState.ISSUED and view.own:
        stored = files.store(BytesIO(made), filename=_file_name(view, "pdf"))
        with begin() as session:
            outgoing_issue.keep_file(
                session, actor(), now(), outgoing_id=outgoing_id, stored=stored
            )
    return made


@pages.get("/<int:outgoing_id>/letter.docx")
def docx(outgoing_id: int) -> Response:
    """The letter as a Word file to go on writing in."""
    with look() as session:
        view = outgoing.one(session, actor(), outgoing_id)
        made = outgoing_docx.docx(view.content, given(session, view))
    name = _file_name(view, "docx")
    return send(BytesIO(made), mimetype=_DOCX, as_attachment=True, download_name=name)


def _name(outgoing_id: int, ending: str) -> str:
    with look() as session:
        return _file_name(outgoing.one(session, actor(), outgoing_id), ending)


def _file_name(view: OutgoingView, ending: str) -> str:
    number = (view.ref_no or f"ร่าง-{view.id}").replace("/", "-").replace(" ", "")
    return files.clean_name(f"{number} {view.content.subject[:60]}".strip() + f".{ending}")


@pages.get("/letters/<int:letter_id>/paper")
def paper(letter_id: int) -> Response:
    """The issued paper for those it was sent to: a scan of the signed one if there is one."""
    with look() as session:
        found = outgoing_issue.paper_of(session, actor(), letter_id)
        emblem = outgoing_papers.emblem(settings().instance)
        shown = outgoing_issue.given(session, found, now(), emblem)
    kept = found.signed_sha256 or found.paper_sha256
    name = f"{(found.ref_no or 'หนังสือ').replace('/', '-')}.pdf"
    if kept is None:
        made = outgoing_papers.pdf(Content.model_validate(found.content), shown)
        return send(BytesIO(made), mimetype="application/pdf", download_name=name)
    uploaded = found.signed_sha256 is not None
    mimetype = "application/octet-stream" if uploaded else "application/pdf"
    return send(files.open_file(kept), mimetype=mimetype, as_attachment=uploaded,
                download_name=name)  # fmt: skip


@pages.get("/<int:outgoing_id>/files/<int:place>")
def enclosed(outgoing_id: int, place: int) -> Response:
    with look() as session:
        found = outgoing_enclosures.of_draft(session, actor(), outgoing_id)
    return _enclosed(outgoing_enclosures.one(found, place))


@pages.get("/letters/<int:letter_id>/files/<int:place>")
def came_with(letter_id: int, place: int) -> Response:
    """A paper that came with an issued letter, for those it was sent to."""
    with look() as session:
        found = outgoing_enclosures.of_letter(session, actor(), letter_id)
    return _enclosed(outgoing_enclosures.one(found, place))


def _enclosed(paper: outgoing_enclosures.Enclosed) -> Response:
    with files.open_file(paper.sha256) as kept:
        data = pdf_pages.cut(kept.read(), *paper.pages)
    return send(BytesIO(data), mimetype="application/octet-stream", as_attachment=True,
                download_name=paper.filename)  # fmt: skip
