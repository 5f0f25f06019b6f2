"""Which letter of a file was sent, and which came attached to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from ingest.reading import Kind, Letter, Link, Role
from ingest.thai.text import squash

_SAME_SUBJECT = 88.0


def assign(letters: Sequence[Letter], links: Sequence[Link]) -> list[Letter]:
    """Letters that hang together have one cover: linked from none, and the latest of them."""
    groups = _groups(letters, links)
    entered = {link.target for link in links}
    roles: dict[str, Role] = {}
    for group in groups:
        cover = min(group, key=lambda i: _distance(letters[i], i, entered))
        for index in group:
            roles[letters[index].id] = Role.COVER if index == cover else Role.ENCLOSURE
    return [replace(letter, role=roles[letter.id]) for letter in letters]


def _distance(letter: Letter, index: int, entered: set[str]) -> tuple[bool, bool, int, int]:
    """Sorts the cover first: no annex, cited by none, the latest date, the first page."""
    day = letter.date.value if letter.date and letter.date.value else "0000-00-00"
    return (
        letter.kind in (Kind.ANNEX, Kind.OTHER),
        letter.id in entered,
        -int(day.replace("-", "")),
        index,
    )


def _groups(letters: Sequence[Letter], links: Sequence[Link]) -> list[list[int]]:
    place = {letter.id: index for index, letter in enumerate(letters)}
    parent = list(range(len(letters)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for link in links:
        parent[root(place[link.source])] = root(place[link.target])
    for i, a in enumerate(letters):
        for j in range(i):
            if _same_matter(a, letters[j]):
                parent[root(i)] = root(j)
    gathered: dict[int, list[int]] = {}
    for i in range(len(letters)):
        gathered.setdefault(root(i), []).append(i)
    return list(gathered.values())


def _same_matter(a: Letter, b: Letter) -> bool:
    """The same subject, as a directive keeps it on its way down."""
    if not (a.subject and b.subject and a.subject.value and b.subject.value):
        return False
    one, other = squash(a.subject.value), squash(b.subject.value)
    return min(len(one), len(other)) >= 8 and fuzz.ratio(one, other) >= _SAME_SUBJECT
