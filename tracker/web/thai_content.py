"""Thai in an English page, told to be Thai (WCAG 3.1.2): names, subjects, what people typed.

A screen reader then changes its voice, and the browser breaks the lines as Thai
is broken. Done once for every page, after it is written; Thai pages are left alone.
"""

from __future__ import annotations

import re

from flask import Flask, Response

from tracker.web.tongue import english

_TAG = re.compile(
    r"<!--.*?-->|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)"
    r"(?P<attributes>(?:[^'\">]|\"[^\"]*\"|'[^']*')*+)>",
    re.DOTALL,
)
_THAI = re.compile("[ก-๛]")
#: Thai words, with what stands between them and the number that ends them.
_RUN = re.compile(r"[ก-๛](?:[^<>&A-Za-z]*[ก-๛])?(?:[ \d./-]*\d)?")
_LATIN = re.compile("[A-Za-z]")
_HEAD = re.compile(r"<[a-zA-Z][a-zA-Z0-9-]*")
_LANGUAGE = re.compile(r"(?<![\w-])lang=[\"']?([a-z]+)")
#: What is said aloud of an element without content.
_SAID = re.compile(r"(?<![\w-])(?:value|alt)=(?:\"[^\"]*[ก-๛]|'[^']*[ก-๛])")
_EMPTY = set("area base br col embed hr img input link meta source track wbr".split())
#: Elements that may hold no other, and those of pictures: the whole element is called Thai.
_WHOLE = {"option", "textarea", "text", "tspan", "title", "desc"}
_UNSAID = {"script", "style"}


def register(app: Flask) -> None:
    app.after_request(_mark)


def _mark(response: Response) -> Response:
    whole = not (response.is_streamed or response.direct_passthrough)
    if response.mimetype == "text/html" and whole and english():
        response.set_data(marked(response.get_data(as_text=True)))
    return response


def marked(page: str) -> str:
    """The same page, every piece of Thai in it inside an element that says so."""
    if not _THAI.search(page):
        return page
    marker = _Marker()
    at = 0
    for tag in _TAG.finditer(page):
        marker.text(page[at : tag.start()])
        marker.tag(tag)
        at = tag.end()
    marker.text(page[at:])
    return "".join(marker.written)


class _Marker:
    """``held``: the elements with a language around here: name, depth of that name, language."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.held: list[tuple[str, int, str]] = []
        self.opened = ""  # the element that was opened last, if nothing was closed since
        self.drawing = False

    def tag(self, tag: re.Match[str]) -> None:
        name = (tag["name"] or "").lower()
        self.written.append(tag[0])
        if not name:
            return
        if name == "svg":
            self.drawing = not tag["end"]
        if name in _EMPTY:
            if self._foreign() and _SAID.search(tag["attributes"]):
                self._mark_last()
        elif tag["end"]:
            self._close(name)
        else:
            self._open(name, tag["attributes"])
        self.opened = "" if tag["end"] else name

    def _open(self, name: str, attributes: str) -> None:
        if found := _LANGUAGE.search(attributes):
            self.held.append((name, 1, found[1]))
        elif self.held and self.held[-1][0] == name:
            _, depth, language = self.held[-1]
            self.held[-1] = (name, depth + 1, language)

    def _close(self, name: str) -> None:
        if self.held and self.held[-1][0] == name:
            _, depth, language = self.held.pop()
            if depth > 1:
                self.held.append((name, depth - 1, language))

    def _foreign(self) -> bool:
        """Whether Thai would be a foreign language here."""
        return not self.held or self.held[-1][2] != "th"

    def _mark_last(self) -> None:
        """Call the tag written last Thai, unless it says itself what it is."""
        last = self.written[-1]
        if not _LANGUAGE.search(last):
            self.written[-1] = _HEAD.sub(r'\g<0> lang="th"', last, count=1)

    def text(self, text: str) -> None:
        if not text:
            return
        if self.opened in _UNSAID or not self._foreign() or not _THAI.search(text):
            self.written.append(text)
        elif self.drawing or self.opened in _WHOLE:
            if self.opened in _WHOLE and len(_THAI.findall(text)) >= len(_LATIN.findall(text)):
                self._mark_last()
            self.written.append(text)
        else:
            self.written.append(_RUN.sub(r'<span lang="th">\g<0></span>', text))
