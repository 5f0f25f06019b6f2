"""How far a page's text layer can be trusted: never because it is there."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.thai import clusters

#: Share of impossible sequences among Thai characters that a good layer may have.
MAX_IMPOSSIBLE = 0.01


@dataclass(frozen=True, slots=True)
class Verdict:
    """``good``: the layer is used. Shares are of the Thai characters."""

    good: bool
    impossible: float


def judge(text: str) -> Verdict:
    """The verdict on the text of one page."""
    thai = clusters.thai_count(text)
    share = clusters.impossible(text) / max(1, thai)
    return Verdict(share <= MAX_IMPOSSIBLE and bool(text.strip()), share)
