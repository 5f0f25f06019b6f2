"""What is searched: one row a letter, made of the letter and kept in step with it."""

from sqlmodel import Field

from tracker.models.columns import Table


class SearchRow(Table, table=True):
    """``scope``: whose the letter is, and its year and kind, as codes of three letters.

    ``head`` (number, subject, issuer) and ``body`` (all else): their bones.
    ``version``: of the making; rows of an older one are made anew.
    """

    __tablename__ = "search_row"

    letter_id: int = Field(
        foreign_key="letter.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    scope: str
    head: str
    body: str
    version: int = Field(index=True)
