"""Markdown and HTML that OCR programs write, taken back to what is printed on the page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

#: A row: its cells from left to right, and whether it is a heading.
Row = tuple[list[str], bool]

_RULER = re.compile(r"^\s*(?:\*\s*\*\s*\*[*\s]*|-{3}|_{3}|```\w*|~~~)\s*$")
_TABLE_RULER = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_BREAK = re.compile(r"\s*<br\s*/?>\s*|</li>\s*<li[^>]*>|</p>\s*<p[^>]*>|</div>\s*<div[^>]*>", re.I)
_TAG = re.compile(
    r"</?(?:ul|ol|li|p|div|span|b|i|u|strong|em|sup|sub|center|font|figure|figcaption|br|hr|table"
    r"|thead|tbody|tr|td|th|img|a|mark|small|h[1-6]|page_number|header|footer|signature"
    r"|stamp|logo|watermark)\b[^<>]*>|<!--.*?-->",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")
_LINK = re.compile(
    r"\[([^\[\]\n]+)\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*)>?(?:\s+\"[^\"]*\")?\s*\)"
)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+|[\w.+-]+@[\w.-]+\.\w+)>")
_STRONG = re.compile(r"(\*\*|__)(?=[^\s*_])(.+?)(?<=[^\s*_])\1")
_EMPHASIS = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![*\w])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~$])")
_BULLET_BEFORE_NUMBER = re.compile(r"^(\s*)[-*+]\s+(?=[0-9๐-๙]{1,3}[.)])")
_BULLET = re.compile(r"^(\s*)[*+]\s+(?=\S)")
_QUOTE = re.compile(r"^\s{0,3}>\s?")
_HTML_TABLE = re.compile(r"<table\b.*?(?:</table\s*>|\Z)", re.IGNORECASE | re.DOTALL)


def rows(text: str) -> Iterator[Row]:
    """The rows of ``text`` in order, blank ones as empty lists, markup removed."""
    position = 0
    for table in _HTML_TABLE.finditer(text):
        yield from _plain_rows(text[position : table.start()])
        yield from _html_rows(table.group())
        position = table.end()
    yield from _plain_rows(text[position:])


def _plain_rows(text: str) -> Iterator[Row]:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if _RULER.match(line) or ("|" in line and _TABLE_RULER.match(line)):
            continue
        heading = _HEADING.match(line)
        if heading:
            yield [unmarked(heading.group(1))], True
        elif _is_table_row(line, following):
            yield from _cells_over_rows(_split_cells(line))
        else:
            for part in _BREAK.split(_bullets(line)):
                yield [unmarked(part)], False


def _is_table_row(line: str, following: str) -> bool:
    stripped = line.strip()
    if stripped.startswith("|") and stripped.endswith("|") and len(stripped) > 1:
        return True
    return "|" in stripped and "|" in following and bool(_TABLE_RULER.match(following))


def _split_cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return re.split(r"(?<!\\)\|", inner)


def _cells_over_rows(cells: list[str]) -> Iterator[Row]:
    """A row of cells with line breaks in them is as many printed rows as its tallest cell."""
    columns = [[unmarked(part).strip() for part in _BREAK.split(cell)] for cell in cells]
    for number in range(max(map(len, columns))):
        printed = [column[number] for column in columns if number < len(column)]
        yield [cell for cell in printed if cell], False


def _bullets(line: str) -> str:
    line = _BULLET_BEFORE_NUMBER.sub(r"\1", _QUOTE.sub("", line))
    return _BULLET.sub(r"\1- ", line)


def unmarked(text: str) -> str:
    """``text`` without inline marks; a link keeps its address where its label does not show it."""
    if "](" in text:
        text = _LINK.sub(_link, _IMAGE.sub("", text))
    if "<" in text:
        text = _TAG.sub("", _AUTOLINK.sub(r"\1", text))
    if "**" in text or "__" in text:
        text = _STRONG.sub(r"\2", text)
    if "*" in text:
        text = _EMPHASIS.sub(r"\1", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return html.unescape(text) if "&" in text else text


def _link(match: re.Match[str]) -> str:
    label, address = match.groups()
    bare = re.sub(r"^(?:https?://|mailto:|tel:)", "", address).rstrip("/")
    return label if not bare or bare in label or label in address else f"{label} {address}"


class _TableParser(HTMLParser):
    """Collects the cells of one HTML table."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append("")
        elif tag in ("br", "li", "p", "div"):
            self.handle_data("<br>")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.replace("\n", " ")
        elif data.strip():
            self.rows.append([data.replace("\n", " ")])


def _html_rows(table: str) -> Iterator[Row]:
    parser = _TableParser()
    parser.feed(table)
    parser.close()
    for cells in parser.rows:
        trimmed = [re.sub(r"^(?:\s*<br>)+|(?:<br>\s*)+$", "", cell) for cell in cells]
        if any(cell.strip() for cell in trimmed):
            yield from _cells_over_rows(trimmed)
