"""The tables, one noun a file."""

from tracker.models.account import Account
from tracker.models.arrival import Arrival, Draft, ReadingJob, Stored, StoredFile
from tracker.models.audit import AuditHead, AuditLine
from tracker.models.backup import BackupRun
from tracker.models.chain import ChainLink, Directive, DirectiveLetter
from tracker.models.circulation import (
    Delivery,
    DeliveryEvent,
    Dispatch,
    LetterRelation,
    RecipientList,
)
from tracker.models.columns import Table
from tracker.models.duty import Duty, DutyChange, OfficeBuffer
from tracker.models.endorsement import Assignment, AssignmentStep, Endorsement
from tracker.models.form import DirectiveForm, FormAnswer, FormEvent, FormParameter
from tracker.models.holiday import Holiday
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
from tracker.models.outbox import Message, ReminderMark, ReminderRun, ScheduledJob
from tracker.models.outgoing import Outgoing, ReceiptLink
from tracker.models.page_lines import PageLines
from tracker.models.pieces import Errand, MovedDay
from tracker.models.preference import CalendarFeed, Preference
from tracker.models.register import Book, BookPrefix, BookYear, Entry, RegisterImport
from tracker.models.search import SearchBacklog, SearchLine, SearchRow
from tracker.models.sign_in import SignInTrial
from tracker.models.staffing import Absence, Appointment, Deputy, Unit
from tracker.models.teaching import TeachingConsent, TeachingExample

__all__ = [
    "Account",
    "Arrival",
    "AuditHead",
    "AuditLine",
    "BackupRun",
    "Book",
    "BookPrefix",
    "BookYear",
    "CalendarFeed",
    "ChainLink",
    "Delivery",
    "DeliveryEvent",
    "Directive",
    "DirectiveLetter",
    "Dispatch",
    "Draft",
    "Duty",
    "DutyChange",
    "Entry",
    "DirectiveForm",
    "Errand",
    "FormAnswer",
    "FormEvent",
    "FormParameter",
    "Holiday",
    "Letter",
    "LetterDoubt",
    "LetterDuty",
    "LetterHolding",
    "LetterAddressee",
    "LetterRecipient",
    "LetterReference",
    "LetterRelation",
    "LetterStamp",
    "Message",
    "MovedDay",
    "Office",
    "OfficeBuffer",
    "OfficeName",
    "Outgoing",
    "ReceiptLink",
    "PageLines",
    "Preference",
    "ReadingJob",
    "RecipientList",
    "RegisterImport",
    "ReminderMark",
    "ReminderRun",
    "ScheduledJob",
    "Stored",
    "StoredFile",
    "Table",
    "TeachingConsent",
    "TeachingExample",
    "Absence",
    "Appointment",
    "Assignment",
    "AssignmentStep",
    "Deputy",
    "Endorsement",
    "SearchBacklog",
    "SearchLine",
    "SearchRow",
    "SignInTrial",
    "Unit",
]
