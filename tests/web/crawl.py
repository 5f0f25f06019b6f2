"""Every page that an account can come to by links, a few of each kind."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urldefrag, urlsplit

from playwright.sync_api import Page

#: How many pages of one kind each visitor opens, for one letter is not as another; and all visitors
#: together of those that only show the same page by another question.
OF_A_KIND, ASKED = 2, 2
#: What differs between two pages of one kind: the numbers of rows.
_NUMBER = re.compile(r"\d+")
#: Links that end the visit or hand out a file.
_LEFT_OUT = re.compile(
    r"/sign-out|/static/|/original$|/paper$|/files/|/sheet$|/r/.*/letter$"
    r"|\.(?:pdf|docx|xlsx|ics|png|webp|svg|zip)$"
)
#: Links in pictures have no plain ``href``.
_ADDRESSES = "all => all.map(one => new URL(one.getAttribute('href'), document.baseURI).href)"


@dataclass(frozen=True)
class Opened:
    """A page that is open now. ``status``: of its answer; ``size``: bytes of its HTML."""

    address: str
    kind: str
    status: int
    size: int


def kind_of(address: str) -> str:
    """The address with what differs between two pages of one kind taken out."""
    parts = urlsplit(address)
    asked = sorted(set(re.findall(r"(?:^|&)([^=&]+)=", parts.query)))
    path = re.sub(r"^/r/[^/]+", "/r/X", parts.path)
    return _NUMBER.sub("N", path) + ("?" + "&".join(asked) if asked else "")


def pages(
    tab: Page, base: str, starts: Iterable[str] = ("/",), asked: Counter[str] | None = None
) -> Iterator[Opened]:
    """Opens page after page by the links that lead from ``starts``; yields each while it is open.

    Links out of the office and to files are not followed; all that are must answer in HTML.
    ``asked``: by kind, the pages with a question that were opened, also by visitors before;
    no visitor opens two of one kind.
    """
    waiting = deque(base + start for start in starts)
    met, kinds = set(waiting), Counter[str]()
    asked = Counter() if asked is None else asked
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if "?" not in kind:
            enough = kinds[kind] >= OF_A_KIND
        else:
            enough = kinds[kind] > 0 or asked[kind] >= ASKED
            asked[kind] += not enough
        if enough:
            continue
        kinds[kind] += 1
        answer = tab.goto(address)
        assert answer is not None
        assert "text/html" in answer.headers["content-type"], unquote(address)
        for link in tab.eval_on_selector_all("a[href]", _ADDRESSES):
            link = urldefrag(link).url
            if link in met or not link.startswith(base) or _LEFT_OUT.search(urlsplit(link).path):
                continue
            met.add(link)
            waiting.append(link)
        said = unquote(address.removeprefix(base))
        yield Opened(said, kind, answer.status, len(answer.body()))
