"""When a letter reached an office: by its register, or by the receive stamp on a copy.

A stamp is used only where it can be true: not before the letter was dated, not
after the office itself wrote on. The stamp of a group or division inside the
office does not stand for the office while the office has one of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker import offices
from tracker.chain_picture import Receipt
from tracker.models import Entry, Letter, LetterStamp
from tracker.registers import BANGKOK
from tracker.sentences import Joined, sentence
from tracker.vocabulary import Level
from tracker.wording import long_date

_SUB_UNIT = re.compile("กลุ่ม|กอง(?!ทัพ)|ฝ่าย|ส่วน|งาน|ศูนย์|แผนก|สำนัก(?!งาน)")


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who received. ``office_id`` is ``None`` where only the level is known."""

    level: Level
    office_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """``rank``: 0 the office's own, 1 unnamed or of its level, 2 of a unit inside, 3 of another."""

    rank: int
    day: date | None
    time: str
    receipt: Receipt

    @property
    def order(self) -> tuple[int, date, str]:
        return self.rank, self.day or date.max, self.time


def receipt(
    letter: Letter,
    receiver: Receiver,
    written_on: date | None,
    entries: Sequence[Entry],
    stamps: Sequence[LetterStamp],
) -> Receipt | None:
    """The receipt of a letter by an office that itself wrote on ``written_on``, or ``None``.

    ``entries`` are those of the receiver's own register. A receipt without a
    date says by its doubt why the stamp's date is not used.
    """
    found = [_by_entry(letter, entry, written_on) for entry in entries]
    found += [
        one
        for stamp in stamps
        if (rank := _rank(stamp, receiver)) is not None
        for one in [_by_stamp(letter, receiver, stamp, rank, written_on)]
    ]
    dated = sorted((one for one in found if one.receipt.date), key=lambda one: one.order)
    undated = sorted((one for one in found if not one.receipt.date), key=lambda one: one.order)
    best = dated or undated
    return best[0].receipt if best else None


def _by_entry(letter: Letter, entry: Entry, written_on: date | None) -> _Candidate:
    day = entry.received_at.astimezone(BANGKOK).date()
    doubt = _impossible(sentence("วันที่รับในทะเบียน"), day, letter, written_on)
    shown = Receipt(None if doubt else day, str(entry.number), doubt)
    return _Candidate(-1, day, "", shown)


def _rank(stamp: LetterStamp, receiver: Receiver) -> int | None:
    """How near the stamp stands to the receiver; ``None`` if it tells nothing about it."""
    if stamp.office_id is not None:
        if stamp.office_id == receiver.office_id:
            return 0
        return None if receiver.office_id is not None else 1
    name = (stamp.office or "").strip()
    if not name:
        return 1
    if _SUB_UNIT.match(name):
        return 2
    level = offices.level_by_wording(name)
    if level is None:
        return 2
    if level is not receiver.level:
        return None
    return 1 if receiver.office_id is None else 3


def _by_stamp(
    letter: Letter, receiver: Receiver, stamp: LetterStamp, rank: int, written_on: date | None
) -> _Candidate:
    doubts = [stamp.doubt] if stamp.doubt else []
    day = stamp.date
    impossible = _impossible(sentence("วันที่ในตรารับ"), day, letter, written_on) if day else None
    if impossible:
        doubts.append(impossible)
    if rank == 3:
        doubts.append(
            sentence(
                "ตรารับเป็นของ %(office)s ไม่ใช่ %(receiver)s",
                office=stamp.office,
                receiver=receiver.name,
            )
        )
    elif rank == 2 and stamp.office:
        doubts.append(sentence("เป็นตรารับของ %(office)s หน่วยงานรับไว้ไม่ช้ากว่าวันนี้", office=stamp.office))
    used = None if impossible or rank == 3 else day
    shown = Receipt(used, stamp.number, Joined(doubts, " · ", " · ") or None)
    return _Candidate(rank, used, stamp.time or "", shown)


def _impossible(what: str, day: date, letter: Letter, written_on: date | None) -> str | None:
    if letter.date is not None and day < letter.date:
        return sentence(
            "%(what)s (%(day)s) อยู่ก่อนวันที่ของหนังสือ (%(date)s) จึงไม่นำมาใช้",
            what=what,
            day=long_date(day),
            date=long_date(letter.date),
        )
    if written_on is not None and day > written_on:
        return sentence(
            "%(what)s (%(day)s) อยู่หลังวันที่ออกหนังสือต่อ (%(date)s) จึงไม่นำมาใช้",
            what=what,
            day=long_date(day),
            date=long_date(written_on),
        )
    return None
