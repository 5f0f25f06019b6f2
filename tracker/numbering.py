"""How outgoing numbers look (``รย 0023.8/ว 123``, ``12/2569``); no two series give the same.

Grammar: regulation on saraban work of 2526, clauses 11.1, 32 and appendix 1.
"""

import re

from sqlmodel import Session, col, select

from tracker.errors import BadValue
from tracker.models import Book, BookPrefix, Office, Unit
from tracker.sentences import sentence
from tracker.vocabulary import BookKind, BookUse

#: Letters between slash and number, where the book says none of its own.
MARKS = {BookUse.CIRCULAR: "ว", BookUse.SECRET: "ล", BookUse.MEMO: "บ"}
_PREFIX = re.compile(r"[ก-ฮ]{1,4}(\([ก-ฮ.]{1,8}\))? \d{2,7}(\.\d{1,4})*(\(\d{1,4}\))?")
_MARK = re.compile(r"[ก-ฮ]{0,4}(\([ก-ฮ]{1,3}\))?")
_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def clean_prefix(text: str) -> str:
    """``รย.๐๐๒๓.๘/`` as ``รย 0023.8``. Raises ``BadValue`` where it is no beginning of a number."""
    plain = " ".join(text.translate(_ARABIC).split()).strip(" /")
    if found := re.match(r"((?:[ก-ฮ][. ]*)+)(.*)", plain):
        letters = re.sub(r"[. ]", "", found[1])
        plain = letters + ("" if found[2].startswith("(") else " ") + found[2]
    if not _PREFIX.fullmatch(plain):
        raise BadValue(
            sentence("“%(text)s” ไม่ใช่เลขประจำของเจ้าของเรื่อง กรุณาพิมพ์เช่น รย 0023.8", text=text.strip())
        )
    return plain


def clean_mark(text: str) -> str:
    """The letters before a number, without spaces; empty for none."""
    plain = "".join(text.split())
    if not _MARK.fullmatch(plain):
        raise BadValue(sentence("ตัวอักษรหน้าเลขเป็นพยัญชนะไทยไม่เกิน 4 ตัว เช่น ว หรือ ว(ล)"))
    return plain


def begins(session: Session, book: Book) -> str | None:
    """How the outgoing numbers of a book begin: its own beginning, else the office's."""
    if book.prefix:
        return book.prefix
    office = session.get(Office, book.office_id)
    return office.letter_prefix if office else None


def begins_for(session: Session, office: Office, unit_id: int | None) -> str | None:
    """How a letter of a division begins: by its own book, its own code, else as the office's."""
    if unit_id is not None:
        kept = session.exec(
            select(Book).where(
                Book.office_id == office.id,
                Book.kind == BookKind.SEND,
                Book.use == BookUse.GENERAL,
                Book.unit_id == unit_id,
                col(Book.closed_at).is_(None),
            ).order_by(col(Book.id))
        ).first()  # fmt: skip
        if kept is not None:
            return begins(session, kept)
        code = session.exec(
            select(BookPrefix.prefix)
            .join(Book, col(Book.id) == col(BookPrefix.book_id))
            .where(Book.office_id == office.id, BookPrefix.unit_id == unit_id)
        ).first()
        code = code or code_of(session, office.id or 0, unit_id)
        if code is not None:
            return code
    return office.letter_prefix


def code_of(session: Session, office_id: int, unit_id: int | None) -> str | None:
    """The code that a division was entered with, where it is a whole one (``รย 0023.3``)."""
    unit = session.get(Unit, unit_id) if unit_id is not None else None
    if unit is None or unit.office_id != office_id or not unit.code:
        return None
    try:
        return clean_prefix(unit.code)
    except BadValue:
        return None


def mark_of(book: Book, *, circular: bool = False) -> str:
    """The letters between slash and number; a circular among other letters bears ว as well."""
    mark = MARKS.get(book.use, "") if book.mark is None else book.mark
    if circular and book.use is not BookUse.CIRCULAR:
        return f"ว({mark})" if mark else "ว"
    return mark


def printed(book: Book, prefix: str | None, number: int, year: int, *, circular: bool) -> str:
    """The whole outgoing number, as it stands on the letter, in Arabic digits."""
    if book.use.by_year:
        return f"{number}/{year}"
    mark = mark_of(book, circular=circular)
    return f"{prefix}/{mark} {number}" if mark else f"{prefix}/{number}"


def prefixes(session: Session, book_id: int) -> list[BookPrefix]:
    """Further beginnings that count in this book."""
    wanted = select(BookPrefix).where(BookPrefix.book_id == book_id)
    return list(session.exec(wanted.order_by(col(BookPrefix.prefix))))


def refuse_same_series(session: Session, book: Book, prefix: str | None) -> None:
    """Two open books must not give the same outgoing number.

    Orders of divisions bear the division's name, so that each may have its 1/2569.
    """
    if book.kind is not BookKind.SEND:
        return
    others = select(Book).where(
        Book.office_id == book.office_id,
        Book.kind == BookKind.SEND,
        Book.id != (book.id or 0),
        col(Book.closed_at).is_(None),
    )
    for other in session.exec(others):
        if book.use.by_year or other.use.by_year:
            same = book.use is other.use and book.unit_id == other.unit_id
        else:
            taken = {begins(session, other)}
            taken |= {one.prefix for one in prefixes(session, other.id or 0)}
            same = prefix in taken and mark_of(other) == mark_of(book)
        if same:
            raise BadValue(
                sentence(
                    "ทะเบียน “%(name)s” ออกเลขแบบเดียวกันอยู่แล้ว เลขจะซ้ำกัน "
                    "กรุณาใช้เลขประจำหรือตัวอักษรหน้าเลขที่ต่างกัน",
                    name=other.name,
                )
            )
