"""Letters out that have no number yet: they are few, and are looked through one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from tracker.actor import Actor
from tracker.models import Outgoing
from tracker.outgoing_content import Content
from tracker.search_hits import Piece, excerpt, lit, weighed
from tracker.search_text import Sought, Term, bones
from tracker.vocabulary import OutgoingState

#: Drafts looked through, the last changed first, and shown.
AT_MOST, SHOWN = 200, 5


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter out as it stands."""

    row: Outgoing
    content: Content

    @property
    def head(self) -> list[str]:
        return [text for text in (self.content.subject, self.content.to_text) if text]

    @property
    def body(self) -> list[str]:
        one = self.content
        cited = [paper.line for paper in (*one.references, *one.enclosures)]
        names = [str(to["name"]) for to in self.row.recipients if to.get("name")]
        said = [one.printed_body(), *cited, *names, one.signatory_name, one.owner_unit]
        return [text for text in said if text]


@dataclass(frozen=True, slots=True)
class DraftHit:
    outgoing_id: int
    state: OutgoingState
    subject: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]


def find(session: Session, actor: Actor, wanted: Sequence[Term]) -> tuple[DraftHit, ...]:
    """The drafts of the own office in which all of this stands."""
    rows = (
        select(Outgoing)
        .where(
            Outgoing.office_id == actor.office_id,
            Outgoing.state != OutgoingState.ISSUED,
        )
        .order_by(col(Outgoing.updated_at).desc())
        .limit(AT_MOST)
    )
    found = [_hit(draft, wanted) for row in session.exec(rows) if (draft := _fits(row, wanted))]
    return tuple(found[:SHOWN])


def _fits(row: Outgoing, wanted: Sequence[Term]) -> Draft | None:
    draft = Draft(row, Content.model_validate(row.content))
    return draft if weighed(draft, wanted).fits else None


def _hit(draft: Draft, wanted: Sequence[Term]) -> DraftHit:
    subject = draft.content.subject
    assert draft.row.id is not None
    return DraftHit(
        draft.row.id,
        draft.row.state,
        lit(Sought(subject), wanted),
        excerpt([*draft.head[1:], *draft.body], wanted, bones(subject)),
    )
