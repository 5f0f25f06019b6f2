"""Who is acting, and which offices he may see. Made by ``tracker.accounts``."""

from dataclasses import dataclass

from tracker.vocabulary import AccountRole


@dataclass(frozen=True, slots=True)
class Actor:
    """One signed-in account. ``office_ids``: all the offices whose letters it may see."""

    account_id: int
    name: str
    role: AccountRole
    office_id: int
    office_ids: frozenset[int]
