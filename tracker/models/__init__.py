"""The tables, one noun a file."""

from tracker.models.account import Account
from tracker.models.arrival import Arrival, Draft, ReadingJob, Stored, StoredFile
from tracker.models.audit import AuditHead, AuditLine
from tracker.models.chain import ChainLink, Directive, DirectiveLetter
from tracker.models.columns import Table
from tracker.models.letter import Letter, LetterHolding
from tracker.models.letter_parts import (
    LetterAddressee,
    LetterDoubt,
    LetterDuty,
    LetterRecipient,
    LetterReference,
    LetterStamp,
)
from tracker.models.office import Office, OfficeName
from tracker.models.register import Book, BookYear, Entry

__all__ = [
    "Account",
    "Arrival",
    "AuditHead",
    "AuditLine",
    "Book",
    "BookYear",
    "ChainLink",
    "Directive",
    "DirectiveLetter",
    "Draft",
    "Entry",
    "Letter",
    "LetterDoubt",
    "LetterDuty",
    "LetterHolding",
    "LetterAddressee",
    "LetterRecipient",
    "LetterReference",
    "LetterStamp",
    "Office",
    "OfficeName",
    "ReadingJob",
    "Stored",
    "StoredFile",
    "Table",
]
