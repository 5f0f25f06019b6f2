"""What every page must be: well-formed, titled, its ids once, its inputs named, nothing inline."""

import re
from collections import Counter
from functools import lru_cache
from xml.etree.ElementTree import Element

import html5lib

_X = "{http://www.w3.org/1999/xhtml}"
_NAMELESS = {"hidden", "submit", "button"}
_TOKEN = re.compile(r'(name="csrf_token" value="|"X-CSRFToken": ")[^"]+')


def check_once(text: str) -> None:
    """Check a page, unless it was found good before and differs in its tokens alone."""
    _check_once(_TOKEN.sub(r"\1token", text))


@lru_cache(maxsize=256)
def _check_once(text: str) -> None:
    check(text)


def check(text: str) -> Element:
    """The parsed page or part of a page. Fails on the first fault."""
    whole = text.lstrip().lower().startswith("<!doctype")
    parser = html5lib.HTMLParser(strict=True)
    tree: Element = parser.parse(text) if whole else parser.parseFragment(text)
    if whole:
        title = tree.find(f".//{_X}title")
        assert title is not None and (title.text or "").strip(" ·เวียน"), "a page needs a title"
        assert len(tree.findall(f".//{_X}h1")) <= 1
        assert len(tree.findall(f".//{_X}main")) == 1
    ids = Counter(node.get("id") for node in tree.iter() if node.get("id"))
    assert not [name for name, times in ids.items() if times > 1], "ids must be unique"
    _named(tree, whole)
    for node in tree.iter():
        assert not node.get("style"), "inline style is refused by the policy"
        assert not [name for name in node.attrib if name.startswith("on")], "no inline script"
        assert not (str(node.tag) == f"{_X}script" and (node.text or "").strip())
    return tree


def _named(tree: Element, whole: bool) -> None:
    """Every input has a label, every button and link a name, every picture a text."""
    labels = {node.get("for") for node in tree.iter(f"{_X}label")}
    for tag in ("input", "select", "textarea"):
        for node in tree.iter(_X + tag):
            if node.get("type") in _NAMELESS:
                continue
            assert node.get("aria-label") or node.get("id") in labels, f"no label: {node.attrib}"
    for tag in ("button", "a"):
        for node in tree.iter(_X + tag):
            name = "".join(node.itertext()).strip() or node.get("aria-label")
            assert name, f"no name: {tag} {node.attrib}"
    for node in tree.iter(f"{_X}img"):
        assert node.get("alt") is not None
    if whole:
        targets = {node.get("id") for node in tree.iter()}
        for node in tree.iter():
            for name in ("aria-describedby", "aria-labelledby", "for"):
                for target in (node.get(name) or "").split():
                    assert target in targets, f"{name}={target} leads nowhere"
