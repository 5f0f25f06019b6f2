"""Names as a Thai dictionary orders them, with the numbers in them by their value."""

import re
from collections.abc import Iterable

from pythainlp.util import collate

#: Digits to which a number is filled up; longer ones are taken piece by piece.
_DIGITS = 12
_NUMBER = re.compile(rf"\d{{1,{_DIGITS}}}")


def in_thai_order(names: Iterable[str]) -> dict[str, int]:
    """Each name with its place, from 0: เ แ โ ใ ไ after their consonants, 9 before 10."""
    filled = {name: _NUMBER.sub(lambda n: str(int(n[0])).zfill(_DIGITS), name) for name in names}
    places = {one: place for place, one in enumerate(collate(sorted(set(filled.values()))))}
    return {name: places[one] for name, one in filled.items()}
