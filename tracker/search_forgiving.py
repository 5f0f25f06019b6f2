"""What a misread or mistyped piece may have been: look-alikes, a letter lost or doubled."""

from rapidfuzz import fuzz

#: Letters that scanners and eyes take for each other.
_ALIKE = (
    "กถภ", "คดตศ", "ฆมน", "ขชซ", "บปษ", "ผฝพฟ", "ฎฏ", "ณฌญ", "ตฒฅ", "ทหฑฬ", "รธฐ", "จวร", "ลสอฮ",
    "เแ", "โใไ", "ะา", "ัิ", "458", "2679", "379", "08", "17",
)  # fmt: skip
#: Up to this length a piece is tried with each letter changed; longer ones are cut into pieces.
_SHORT = 8
#: Shortest piece that is forgiven anything.
SHORTEST = 4


def _look_alikes() -> dict[str, str]:
    alike: dict[str, set[str]] = {}
    for group in _ALIKE:
        for letter in group:
            alike.setdefault(letter, set()).update(set(group) - {letter})
    return {letter: "".join(sorted(others)) for letter, others in alike.items()}


_LOOK_ALIKES = _look_alikes()


def faults(bones: str) -> int:
    """How many letters of a piece may be wrong."""
    if len(bones) < SHORTEST or (bones.isdecimal() and len(bones) < 3):
        return 0
    # Parts of four letters and more: shorter ones stand in every letter.
    return 1 if len(bones) < 12 else 2 if len(bones) < 18 else 3


def is_cut(bones: str) -> bool:
    """Whether the candidates are parts of the piece, not other spellings of it."""
    return len(bones) > _SHORT and faults(bones) > 0


def candidates(bones: str) -> tuple[str, ...]:
    """Pieces of which one stands in every text that holds ``bones`` with its faults.

    Short pieces: as they are, and with one letter misread, lost or doubled.
    Long ones: cut into one part more than faults; one part is without fault.
    """
    allowed = faults(bones)
    if not allowed:
        return (bones,)
    if is_cut(bones):
        size = len(bones) // (allowed + 1)
        cuts = [bones[n * size : (n + 1) * size] for n in range(allowed)]
        return tuple(dict.fromkeys([*cuts, bones[allowed * size :]]))
    made = {bones: None}
    for place, letter in enumerate(bones):
        before, after = bones[:place], bones[place + 1 :]
        for other in _LOOK_ALIKES.get(letter, ""):
            made[before + other + after] = None
        if not letter.isdecimal():
            made[before + after] = None
    return tuple(made)


def near(wanted: str, text: str) -> tuple[int, int] | None:
    """Where ``wanted`` stands in ``text`` (both bones) with no more faults than are forgiven."""
    allowed = faults(wanted)
    if not allowed:
        return None
    # A changed letter costs two of the 2n that the ratio counts by.
    least = 100 * (1 - allowed / len(wanted)) - 0.01
    found = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=least)
    return (found.dest_start, found.dest_end) if found and found.dest_end else None
