"""The language that a page is shown in: Thai, or English for whoever chose it.

Thai is the language of the sources and needs no catalogue; English is read from
the ``.po`` files at start. ``pages``: the words of templates and ``tracker.web``;
``sentences``: those that the use cases say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask_babel import Babel, Domain, force_locale, get_locale, get_translations
from flask_login import current_user
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from tracker import reckoning_words
from tracker import said as vocabulary
from tracker.errors import TrackerError
from tracker.reader_words import PATTERNS
from tracker.recalling import Recaller
from tracker.sentences import NOTED, READ, Spoken, tell
from tracker.vocabulary import Language
from tracker.wording import english_date

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"
#: Stands between doubts that are stored as one text.
BETWEEN = " · "
#: Where a browser without account keeps its choice.
COOKIE = "tongue"
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


class _Pages(Domain):  # type: ignore[misc]  # flask-babel is untyped
    """Flask-Babel asks here; it would read compiled files, of which we keep none."""

    def get_translations(self) -> NullTranslations:
        return _catalogue("pages", "sentences") if english() else NullTranslations()


@cache
def _catalogue(*names: str) -> Translations:
    """English by the first of these catalogues that has it."""
    found, *others = (_read(name) for name in names)
    for other in others:
        found.add_fallback(other)
    return found


def _read(name: str) -> Translations:
    with (CATALOGUES / "en" / "LC_MESSAGES" / f"{name}.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def register(app: Flask) -> None:
    babel = Babel(app, default_locale=Language.THAI, locale_selector=chosen)
    babel.domain_instance = _Pages()


def chosen() -> Language:
    """The account's language, else the browser's; Thai for whoever chose none."""
    if current_user.is_authenticated and current_user.language:
        return Language(current_user.language)
    kept = request.cookies.get(COOKIE, "")
    return Language(kept) if kept in list(Language) else Language.THAI


def english() -> bool:
    """Whether what is being written now is read in English; never outside a request."""
    locale = get_locale()
    return locale is not None and locale.language == Language.ENGLISH


@contextmanager
def in_thai() -> Iterator[None]:
    """For papers, sheets and mails: they are Thai, whoever has them made."""
    with force_locale(Language.THAI):
        yield


class _English:
    """How the use cases' sentences are said in English (a ``tracker.sentences.Tongue``)."""

    def words(self, pattern: str, context: str | None) -> str:
        words = _catalogue("sentences", "pages")
        return str(words.upgettext(context, pattern) if context else words.ugettext(pattern))

    def counted(self, pattern: str, number: int) -> str:
        words = _catalogue("sentences", "pages")
        return str(words.ungettext(pattern, pattern, number))

    def day(self, day: date, *, short: bool) -> str:
        return english_date(day, short=short)


_ENGLISH = _English()


def in_tongue(text: object, *, first: bool = True) -> str:
    """The English of a sentence, where English is read; all else as it is.

    ``first``: whether it opens a line, and so begins with a capital.
    """
    said = str(text)  # of an error: the sentence that it was raised with
    if isinstance(said, Spoken) and english():
        return str(tell(said, _ENGLISH, first=first))
    return said


def gettext(pattern: str, **values: object) -> str:
    """A pattern with its values, in the language of the page."""
    pattern = str(get_translations().ugettext(pattern))
    return pattern % within(pattern, values) if values else pattern


@cache
def _recaller() -> Recaller:
    path = CATALOGUES / "en" / "LC_MESSAGES" / "sentences.po"
    with path.open("rb") as file:
        noted = [str(one.id) for one in read_po(file, locale="en") if one.context == NOTED]
    return Recaller(noted)


def recalled(text: str | None) -> str:
    """What was stored: sentences of ours in English where it is read, all else as it is."""
    if not text or not english():
        return text or ""
    return BETWEEN.join(in_tongue(_recaller().find(one) or one) for one in text.split(BETWEEN))


@cache
def _reader() -> Recaller:
    return Recaller((one.pattern for one in PATTERNS), READ)


def of_reader(text: str | None) -> str:
    """What the reader said, or we ourselves of what was read; no place for what people type."""
    if not text or not english():
        return text or ""
    known = (_reader().find(one) or _recaller().find(one) or one for one in text.split(BETWEEN))
    return BETWEEN.join(in_tongue(one) for one in known)


@cache
def _explainer() -> Recaller:
    steps = (one.pattern for one in reckoning_words.PATTERNS)
    return Recaller(steps, READ, (_reader(), _recaller()))


def explained(text: str | None) -> str:
    """Why a day is the day: as the reader reckoned it, or as one of us set it."""
    if not text or not english():
        return text or ""
    return in_tongue(_explainer().find(text) or text)


def said(word: StrEnum | None) -> str:
    """A word of the vocabulary, in the language of the page."""
    return in_tongue(vocabulary.said(word))


def number(value: int) -> str:
    """A number with thousands marked, in the numerals of the page."""
    marked = f"{value:,}"
    return marked if english() else marked.translate(_TO_THAI)


def counted(pattern: str, count: int, **values: object) -> str:
    """A pattern about ``%(number)s`` things, with the plural that English has."""
    pattern = _plural(pattern, count)
    return pattern % {**within(pattern, values), "number": number(count)}


def _plural(pattern: str, count: int) -> str:
    return str(get_translations().ungettext(pattern, pattern, count))


def within(pattern: str, values: Mapping[str, object]) -> dict[str, object]:
    """The values of a pattern in its language, in small letters where they do not begin it."""
    return {
        name: in_tongue(value, first=pattern.startswith(f"%({name})"))
        if isinstance(value, Spoken | TrackerError)
        else value
        for name, value in values.items()
    }


def written(value: object) -> object:
    """What Jinja passes every value of a template through."""
    return in_tongue(value) if isinstance(value, Spoken | TrackerError) else value


def speak(env: Environment) -> None:
    """Have templates say sentences in the language of the page, also within others."""
    plain: Any = env.globals["gettext"]

    @pass_context
    def gettext_in_page(context: Context, pattern: str, /, **values: object) -> Any:
        return plain(context, pattern, **within(gettext(pattern), values))

    def counted_in_page(pattern: str, count: int, /, **values: object) -> Markup:
        pattern = _plural(pattern, count)
        return Markup(pattern) % {**within(pattern, values), "number": number(count)}

    env.finalize = written
    env.globals.update(gettext=gettext_in_page, counted=counted_in_page)
