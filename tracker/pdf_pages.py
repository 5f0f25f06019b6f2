"""Some pages of a PDF as a file of their own."""

from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError


def cut(data: bytes, first: int, last: int | None) -> bytes:
    """Pages ``first`` to ``last`` (counted from 1; ``None``: to the end) of a PDF.

    What is no PDF, or one that cannot be taken apart, comes back whole: better
    a page too many than none.
    """
    if first <= 1 and last is None or b"%PDF-" not in data[:1024]:
        return data
    try:
        pages = PdfReader(BytesIO(data)).pages
        count = len(pages)
        wanted = range(first - 1, min(last or count, count))
        if not wanted or len(wanted) == count:
            return data
        writer = PdfWriter()
        for number in wanted:
            writer.add_page(pages[number])
        made = BytesIO()
        writer.write(made)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        return data
    return made.getvalue()
