"""When two values of a field count as the same."""

from __future__ import annotations

import re
from typing import Any

#: From here on a reading says that it is sure.
SURE = 0.95
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def squeeze(text: Any) -> str:
    """Without spaces, Arabic digits: how two printed forms are compared."""
    return re.sub(r"[\s\u200b]+", "", str(text or "").translate(_DIGITS)).replace("ํา", "ำ")


def digits(text: Any) -> str:
    """A telephone number without its punctuation."""
    return re.sub(r"[\s\-–.]", "", str(text or "").translate(_DIGITS))


def address(text: Any) -> str:
    return re.sub(r"^https?://|/$", "", squeeze(text).lower())


def value_of(thing: Any) -> Any:
    return thing.get("value") if isinstance(thing, dict) else thing


def doubted(thing: Any) -> bool:
    return isinstance(thing, dict) and bool(
        thing.get("doubt") or (thing.get("confidence") or 0) < SURE
    )


def allowed(want: Any, name: str = "value") -> list[Any]:
    """All values that count as right for an expected field or item."""
    if not isinstance(want, dict):
        return [want]
    other = want.get("also_ok", []) if name in ("value", "due", "name") else []
    return [want.get(name), *other, *want.get(f"{name}_also_ok", [])]


def same(want: Any, got: Any, name: str = "value") -> bool:
    return any(squeeze(one) == squeeze(got) for one in allowed(want, name))


def alike(want: Any, got: Any, name: str = "value") -> bool:
    """Equal, or one holds the other (the office with or without the one above it)."""
    right = squeeze(got)
    return any(
        left == right or (len(left) > 6 and len(right) > 6 and (left in right or right in left))
        for left in map(squeeze, allowed(want, name))
    )
