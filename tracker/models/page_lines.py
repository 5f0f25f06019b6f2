"""The lines of a file's pages as the reader saw them."""

from datetime import datetime

from sqlmodel import Field

from tracker.models.columns import Moment, Table


class PageLines(Table, table=True):
    """The lines of one file, packed by ``ingest.kept``; none is kept of a secret letter.

    With them a file is parted anew, or written as a searchable PDF, without being read again.
    """

    __tablename__ = "page_lines"

    sha256: str = Field(primary_key=True, foreign_key="stored_file.sha256", max_length=64)
    content: bytes
    kept_at: datetime = Field(sa_type=Moment)
