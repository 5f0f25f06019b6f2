"""Which letter of a bundle forwards, answers or encloses which.

A citation is held against every other letter of the file: letters and code of
the unit, running number, date. Pictures misread digits, so a number one digit
off still points to its letter when the rest agrees; ``agreement`` then says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ingest.fields.letter import Draft
from ingest.fields.references import Mention
from ingest.reading import Kind, Link
from ingest.thai.refno import RefNo
from ingest.thai.text import skeleton, squash

_ACCEPTED = 0.7
#: Scores that differ by less tell nothing.
_TIE = 0.04
_RANK = {"reference": 0, "enclosure": 1, "body": 2}


@dataclass(frozen=True, slots=True)
class Match:
    """Mention ``mention`` of letter ``source`` means letter ``target`` (indices), with a score."""

    source: int
    target: int
    mention: Mention
    score: float


def matches(drafts: Sequence[Draft]) -> tuple[list[Match], list[tuple[Match, Match]]]:
    """The best target of every mention, where one is good enough; and where two are alike."""
    found: list[Match] = []
    torn: list[tuple[Match, Match]] = []
    for source, draft in enumerate(drafts):
        if draft.letter.kind is Kind.ANNEX:
            continue  # it names the letter it hangs on (see ``_annexes``)
        for mention in draft.mentions:
            scored = sorted(
                (
                    Match(source, target, mention, score(mention, other))
                    for target, other in enumerate(drafts)
                    if target != source and other.letter.kind not in (Kind.ANNEX, Kind.OTHER)
                ),
                key=lambda match: -match.score,
            )
            if not scored or scored[0].score < _ACCEPTED:
                continue
            if len(scored) > 1 and _as_near(scored[0], scored[1], drafts):
                torn.append((scored[0], scored[1]))
            else:
                found.append(scored[0])
    return found, torn


def _as_near(first: Match, second: Match, drafts: Sequence[Draft]) -> bool:
    """Whether two different letters answer to one citation equally well."""
    if first.score - second.score > _TIE or first.score > 0.95:
        return False
    one, other = drafts[first.target].ref, drafts[second.target].ref
    return one is None or other is None or one.value != other.value


def score(mention: Mention, draft: Draft) -> float:
    """How surely the mention means this letter, 0..1."""
    cited, own = mention.ref, draft.ref
    if cited is None:
        return 0.0
    dates = _dates_agree(mention, draft)
    if own is None:
        printed = draft.letter.ref_no.raw if draft.letter.ref_no else None
        alike = Levenshtein.normalized_similarity(skeleton(cited.raw), skeleton(printed or ""))
        return 0.75 * alike + 0.25 * dates if printed else 0.0
    units = _units_agree(cited, own)
    if not own.number and units == 1.0 and cited.is_circular == own.is_circular:
        return 0.55 + 0.25 * dates  # the place of the number was left blank
    numbers = _numbers_agree(cited.number, own.number)
    if units == 1.0 and cited.number == own.number and cited.is_circular == own.is_circular:
        return 0.97 if dates >= 0.5 else 0.75
    return 0.45 * units + 0.35 * numbers + 0.2 * dates if units > 0.8 and numbers > 0.4 else 0.0


def _units_agree(a: RefNo, b: RefNo) -> float:
    if a.agency and b.agency and a.agency != b.agency:
        return 0.85 if a.code == b.code and len(a.agency) == len(b.agency) else 0.0
    if a.code == b.code:
        return 1.0
    return 0.85 if Levenshtein.distance(a.code, b.code) == 1 and len(a.code) > 4 else 0.0


def _numbers_agree(a: str, b: str) -> float:
    if a == b:
        return 1.0
    longest = max(len(a), len(b))
    far = Levenshtein.distance(a, b)
    return max(0.0, 1 - far / longest) if longest >= 2 and far <= max(1, longest // 3) else 0.0


def _dates_agree(mention: Mention, draft: Draft) -> float:
    cited = mention.reference.date
    own = draft.letter.date.value if draft.letter.date else None
    if cited is None or own is None:
        return 0.6
    return 1.0 if cited == own else 0.0


def links(drafts: Sequence[Draft], found: Sequence[Match]) -> list[Link]:
    """One link for each pair, the strongest way first; annexes hang on who encloses them."""
    best: dict[tuple[int, int], Match] = {}
    for match in found:
        key = (match.source, match.target)
        held = best.get(key)
        if held is None or _rank(match) < _rank(held):
            best[key] = match
    made = [_link(drafts, match) for match in best.values()]
    taken = {(link.source, link.target) for link in made}
    for link in _annexes(drafts):
        if (link.source, link.target) not in taken:
            made.append(link)
    return sorted(made, key=lambda link: (int(link.source), int(link.target)))


def _rank(match: Match) -> tuple[int, float]:
    return _RANK[match.mention.reference.how], -match.score


def _link(drafts: Sequence[Draft], match: Match) -> Link:
    source, target = drafts[match.source].letter, drafts[match.target].letter
    doubt = None
    printed = target.ref_no.value if target.ref_no else None
    cited = match.mention.reference.ref_no
    if printed != cited:
        doubt = f"อ้างถึง {cited} แต่ฉบับที่แนบอ่านได้ {printed or 'ไม่ครบ'}"
    how = match.mention.reference.how
    return Link(source.id, target.id, how, round(match.score, 3), doubt)


def _annexes(drafts: Sequence[Draft]) -> list[Link]:
    """Annexes (and titled papers) by the name under which a letter encloses them."""
    made: list[Link] = []
    for index, draft in enumerate(drafts):
        letter = draft.letter
        titled = letter.subject.value if letter.subject else None
        if letter.kind in (Kind.EXTERNAL, Kind.STAMPED, Kind.MEMO):
            continue
        named = [i for i, other in enumerate(drafts) if i != index and _names(other, titled)]
        named = named or _cited_by(draft, drafts)
        for i in named:
            made.append(Link(drafts[i].letter.id, letter.id, "enclosure", 0.9))
        if letter.kind is not Kind.ANNEX:
            continue
        before = _letter_before(drafts, index)
        if before is not None and not any(_near(i, index, drafts) for i in named):
            made.append(
                Link(drafts[before].letter.id, letter.id, "enclosure", 0.6,
                     "ไม่มีชื่อเอกสารแนบนี้ในหนังสือ จึงถือว่าแนบมากับฉบับที่อยู่ก่อนหน้า")
            )  # fmt: skip
    return made


def _cited_by(annex: Draft, drafts: Sequence[Draft]) -> list[int]:
    """The letter that an annex says it is attached to (แนบท้ายหนังสือ … ที่ …)."""
    if annex.letter.kind is not Kind.ANNEX:
        return []
    for mention in annex.mentions[:1]:
        scored = [
            (score(mention, other), i) for i, other in enumerate(drafts) if other is not annex
        ]
        best, index = max(scored, default=(0.0, -1))
        if best >= _ACCEPTED:
            return [index]
    return []


def _near(named: int, annex: int, drafts: Sequence[Draft]) -> bool:
    return named == _letter_before(drafts, annex) or named < annex


def _letter_before(drafts: Sequence[Draft], index: int) -> int | None:
    for i in range(index - 1, -1, -1):
        if drafts[i].letter.kind is not Kind.ANNEX:
            return i
    return None


def _names(draft: Draft, title: str | None) -> bool:
    """Whether this letter names the title among its enclosures or in its text."""
    if not title or draft.letter.kind in (Kind.ANNEX, Kind.OTHER):
        return False
    bare = squash(title)
    if len(bare) < 8:
        return False
    for enclosure in draft.letter.enclosures:
        named = squash(enclosure.value)
        if bare in named or (len(named) >= 8 and named in bare):
            return True
    return bare in squash(draft.anatomy.body_text)
