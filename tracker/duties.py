"""Who owes what to whom by when: the door of all that is done with duties.

A letter opens duties for the office that registers it (``open_for``); passing
it on gives those below an earlier day (``hand_down``); an answer closes them
(``close``, ``close_for_letter``). Every change is a line of the duty's history.
"""

from tracker.duty_closing import add_answer, cancel, close, close_for_letter, reopen
from tracker.duty_lists import (
    EVERY,
    Figures,
    LastMoved,
    Wish,
    answers_for,
    by_day,
    figures,
    last_moved,
    offices_to_look_at,
    owed_by_us,
    owed_to_us,
)
from tracker.duty_moving import (
    assign,
    assign_for_letter,
    extend,
    resume,
    set_day,
    supersede,
    suspend,
)
from tracker.duty_opening import open_for
from tracker.duty_passing import USUAL_BUFFER, buffer_of, hand_down, proposed, set_buffer
from tracker.duty_reckoning import (
    Move,
    Moved,
    move,
    recompute,
    take_untold,
    to_move,
    untold_offices,
    would_move,
)
from tracker.duty_rows import DutyRow, History, for_letter, named, one, open_on
from tracker.duty_series import next_instances, would_return

__all__ = [
    "EVERY",
    "USUAL_BUFFER",
    "DutyRow",
    "Figures",
    "History",
    "LastMoved",
    "Move",
    "Moved",
    "Wish",
    "add_answer",
    "answers_for",
    "assign",
    "assign_for_letter",
    "buffer_of",
    "by_day",
    "cancel",
    "close",
    "close_for_letter",
    "extend",
    "figures",
    "for_letter",
    "hand_down",
    "last_moved",
    "move",
    "named",
    "next_instances",
    "offices_to_look_at",
    "one",
    "open_for",
    "open_on",
    "owed_by_us",
    "owed_to_us",
    "proposed",
    "recompute",
    "reopen",
    "resume",
    "set_buffer",
    "set_day",
    "supersede",
    "suspend",
    "take_untold",
    "to_move",
    "untold_offices",
    "would_move",
    "would_return",
]
