"""Gathers what the program says on the screen into the catalogues of its English.

    make words

New sentences come in empty, those that are no longer said go, translations stay.
A test fails until each has its English.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from tracker import form_definition as forms
from tracker.said import WORDS
from tracker.sentences import NOTED, READ, Sentence
from tracker.smart_city import FILE
from tracker.web.tongue import CATALOGUES

ROOT = Path(__file__).resolve().parent.parent
#: How each function takes its words: the place of the word, of its plural, of its context.
KEYWORDS: Mapping[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "sentence": None,
    "word": (1, (2, "c")),
    "counted": (1, 1),
}
#: Those of which the words are stored, and the context of these.
STORED: Mapping[str, str] = {"noted": NOTED, "of_reader": READ}
NAMES = ("pages", "sentences")
HEADER = """msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def path_of(name: str) -> Path:
    return CATALOGUES / "en" / "LC_MESSAGES" / f"{name}.po"


def sources(name: str) -> Iterator[Path]:
    """Where the words of a catalogue are said."""
    web = ROOT / "tracker" / "web"
    if name == "pages":
        yield from sorted((ROOT / "templates").rglob("*.html"))
        yield from sorted(web.rglob("*.py"))
    else:
        yield from (
            one for one in sorted((ROOT / "tracker").rglob("*.py")) if web not in one.parents
        )


def said(name: str) -> Catalog:
    """What the program says by now, without translations."""
    found = Catalog(locale="en")
    for path in sources(name):
        method = "jinja2" if path.suffix == ".html" else "python"
        options = {"trimmed": "true", "silent": "false"} if method == "jinja2" else {}
        for _line, words, _notes, context in extract_from_file(
            method, path, keywords=KEYWORDS, options=options
        ):
            found.add(words, context=context)
        for function, context in STORED.items():
            keywords = {function: None}
            for _line, words, _notes, _none in extract_from_file(method, path, keywords=keywords):
                found.add(words, context=context)
    if name == "sentences":
        for word in [*WORDS.values(), *_of_form(forms.parse(_form()))]:
            if word:
                found.add(word.pattern, context=word.context)
    return found


def _form() -> dict[str, Any]:
    """The form that comes with the program."""
    found: dict[str, Any] = json.loads((ROOT / "data" / FILE).read_text(encoding="utf-8"))
    return found


def _of_form(part: object) -> Iterator[Sentence]:
    """The words of a form that are shown, wherever they stand in it."""
    if isinstance(part, Sentence):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _of_form(one)
    elif is_dataclass(part):
        for place in fields(part):
            yield from _of_form(getattr(part, place.name))


def read(name: str) -> Catalog:
    path = path_of(name)
    return read_po(BytesIO(path.read_bytes() if path.exists() else b""), locale="en")


def renewed(name: str) -> Catalog:
    """The catalogue with what is said now, and the English that it had."""
    kept = read(name)
    kept.update(said(name), no_fuzzy_matching=True)
    return kept


def text(catalogue: Catalog) -> str:
    """The catalogue in its one form: sorted, a sentence a line, nothing that changes by itself."""
    for message in catalogue:
        message.flags.discard("python-format")
    body = BytesIO()
    write_po(
        body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True,
        ignore_obsolete=True,
    )  # fmt: skip
    return HEADER + body.getvalue().decode()


def write(name: str, catalogue: Catalog) -> None:
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text(catalogue), encoding="utf-8")


def main() -> None:
    for name in NAMES:
        catalogue = renewed(name)
        write(name, catalogue)
        empty = sum(1 for one in catalogue if one.id and not all(strings(one.string)))
        print(f"{name}: {len(catalogue)} sentences, {empty} without English")


def strings(string: object) -> tuple[str, ...]:
    """The translation in each of its forms."""
    return string if isinstance(string, tuple) else (str(string or ""),)


if __name__ == "__main__":
    main()
