"""What other rooms show on the page of a letter: circulation, duties, orders, letters out.

To add one: a function that gathers its values, a template that shows them
(``panel`` holds the values, ``view`` the letter), one line in ``PANELS``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from tracker.actor import Actor
from tracker.letters import LetterView
from tracker.web import (
    circulation_panel,
    duties_panel,
    forms_panel,
    orders_panel,
    outgoing_panel,
    scans_panel,
)

Values = dict[str, Any]


class Panel(NamedTuple):
    """``values`` gives ``None`` where there is nothing to show. Secret letters have no panels."""

    template: str
    values: Callable[[Session, Actor, LetterView, datetime], Values | None]


class Shown(NamedTuple):
    template: str
    values: Values


#: In the order in which they stand on the page.
PANELS: tuple[Panel, ...] = (
    Panel("duties/panel.html", duties_panel.values),
    Panel("forms/panel.html", forms_panel.values),
    Panel("circulation/panel.html", circulation_panel.values),
    Panel("outgoing/panel.html", outgoing_panel.values),
    Panel("orders/panel.html", orders_panel.values),
    Panel("scans/panel.html", scans_panel.values),
)


def shown(session: Session, actor: Actor, view: LetterView, now: datetime) -> list[Shown]:
    """The panels of a letter that have something to say."""
    if view.sealed:
        return []
    asked = ((panel.template, panel.values(session, actor, view, now)) for panel in PANELS)
    return [Shown(template, values) for template, values in asked if values is not None]
