"""Nothing is said in Thai alone: every sentence has its English, and the pages ask for it."""

import ast
import re
from collections.abc import Iterator, Set
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from jinja2 import Environment, nodes

from scripts import words

THAI = re.compile("[ก-ฺเ-๎๚๛]")
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[#0\- +]*\d*(?:\.\d+)?([a-zA-Z%])")
#: What says itself that it is Thai.
OWN = re.compile(r'lang="th">[^<]*<')
#: Functions whose words are gathered into the catalogues.
ASKING = {*words.KEYWORDS, *words.STORED}
#: What pages are made of.
PAGES = ("templates", "tracker/web")
#: Thai that stays Thai, and why.
STAYS: dict[str, str] = {
    "tracker/web/thai.py": "names of days, and the sign of a Thai time",
    "tracker/web/thai_content.py": "the letters of Thai, in patterns",
    "tracker/web/tongue.py": "Thai digits",
    "tracker/web/matrix_sheet.py": "a spreadsheet, as the office's papers are",
}
#: Words that stay Thai in a file that is otherwise translated, and why.
KEPT: dict[str, tuple[str, set[str]]] = {
    "tracker/web/circulation_lists.py": (
        "how a list of recipients is typed, and read again",
        {"สำเนาส่ง ", "เพื่อทราบ: "},
    ),
    "tracker/web/circulation_svg.py": (
        "what names of areas begin with",
        {"จังหวัด", "อำเภอ", "ที่ว่าการอำเภอ", "กิ่งอำเภอ"},
    ),
    "tracker/web/lettering.py": (
        "a name to measure, and the letters of Thai",
        {"กรมส่งเสริมการปกครองท้องถิ่น", "\u0e00", "\u0e7f"},
    ),
    "tracker/web/orders_form.py": (
        "what is written onto the letter, and stays there",
        {
            "ทราบ",
            "ทราบ และดำเนินการตามเสนอ",
            "เห็นชอบ",
            "อนุมัติ",
            "มอบผู้รับผิดชอบดำเนินการ",
            "แจ้งผู้เกี่ยวข้องทราบและถือปฏิบัติ",
            "เก็บเป็นหลักฐาน",
            "เพื่อโปรดทราบ",
            "เพื่อโปรดพิจารณา",
            "เพื่อโปรดทราบและพิจารณาสั่งการ",
            "เห็นควรแจ้งผู้เกี่ยวข้องทราบและถือปฏิบัติ",
        },
    ),  # fmt: skip
    "tracker/web/outgoing_files.py": ("names of files", {"ร่าง-", "หนังสือ"}),
    "tracker/web/outgoing_form.py": ("salutations of letters", {"เรียน", "ถึง"}),
    "tracker/web/receipts.py": ("names of files", {"ใบตอบรับ-", "หนังสือ"}),
    "tracker/web/register_files.py": ("names of files", {"เลขรับ-", "ตรารับ-"}),
    "tracker/web/reminders.py": (
        "a mail to try out, and how people type a list of numbers",
        {
            "ทดสอบการเตือนจากระบบเวียน",
            "และ",
            "ข้อความนี้ส่งจากหน้า “การเตือนของฉัน” เพื่อทดสอบว่าการเตือนไปถึงท่าน\n"
            "ท่านได้รับเพราะท่านกดปุ่ม “ส่งข้อความทดสอบ” ไม่ต้องดำเนินการใด ๆ\n",
        },
    ),  # fmt: skip
    "tracker/web/second_looks.py": ("names of files", {" (ค้นข้อความได้).pdf"}),
}


#: Scripts with Thai that they do not say, and why.
KNOWING = {"whole.js": "words and names that stay whole, to be found in what the page says"}


def placeholders(text: str) -> list[str]:
    return sorted({name or sign for name, sign in PLACEHOLDER.findall(text)})


@pytest.mark.parametrize("name", words.NAMES)
def test_the_catalogue_is_complete(name: str) -> None:
    """`make words` gathers what is new; the English is for a person to write."""
    kept, said = words.read(name), words.said(name)
    wanted = {(one.id, one.context) for one in said if one.id}
    there = {(one.id, one.context) for one in kept if one.id}
    assert wanted == there, "run `make words`, then fill in the English"
    for one in kept:
        assert not one.fuzzy, one.id
        assert not one.id or complete(one), one.id


def complete(message: Message) -> bool:
    """Each form has its English, without Thai, and says the same values."""
    asked = message.id[0] if message.pluralizable else message.id
    forms = words.strings(message.string)
    wanted = placeholders(asked)
    alike = all(set(placeholders(form)) <= set(wanted) for form in forms)
    return alike and placeholders(forms[-1]) == wanted and all(form.strip() for form in forms)


@pytest.mark.parametrize("name", words.NAMES)
def test_the_catalogue_is_kept_in_its_one_form(name: str) -> None:
    path = words.path_of(name)
    kept = path.read_text(encoding="utf-8")
    assert "fuzzy" not in kept
    assert words.text(words.read(name)) == kept


def untranslated(path: Path) -> Iterator[str]:
    """Thai that a file says without asking for its English."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        env = Environment(extensions=["jinja2.ext.i18n"])
        yield from _in_template(env.parse(text))
    else:
        kept = KEPT.get(str(path.relative_to(words.ROOT)), ("", set()))[1]
        yield from _in_python(ast.parse(text), kept)


def _in_template(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Call) and _name(node.node) in ASKING:
        asked = [one for one in node.args if isinstance(one, nodes.Const)]
        rest: list[nodes.Node] = [one for one in node.args if one not in asked] + [*node.kwargs]
        for one in rest:
            yield from _in_template(one)
        return
    if isinstance(node, nodes.Operand):
        return  # what is compared is not shown
    said = OWN.sub("", node.data) if isinstance(node, nodes.TemplateData) else ""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        said = node.value
    yield from (line.strip() for line in said.splitlines() if THAI.search(line))
    for one in node.iter_child_nodes():
        yield from _in_template(one)


def _name(node: nodes.Node | ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return getattr(node, "name", "") or getattr(node, "id", "")


def _in_python(tree: ast.AST, kept: Set[str] = frozenset()) -> Iterator[str]:
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    asked = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node.func) in ASKING
        for part in node.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            told = id(node) in documented or id(node) in asked or node.value in kept
            if not told and THAI.search(node.value):
                yield f"{node.lineno}: {node.value}"


def _refusals(trees: list[ast.Module]) -> set[str]:
    """The names of all errors whose words a person reads on a page."""
    known = {"TrackerError", "ValueError"}
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for _ in classes:
        known |= {one.name for one in classes if {_name(base) for base in one.bases} & known}
    return known - {"ConfigError"}  # said in a terminal, before there is a page


def test_no_refusal_is_said_in_thai_alone() -> None:
    """Every error that a use case raises says its Thai as a ``sentence``."""
    found = {
        path: ast.parse(path.read_text(encoding="utf-8")) for path in words.sources("sentences")
    }
    refusals, left = _refusals(list(found.values())), []
    for path, tree in found.items():
        for node in ast.walk(tree):
            raised = isinstance(node, ast.Call) and _name(node.func) in refusals
            if raised or (isinstance(node, ast.ClassDef) and node.name in refusals):
                left += [f"{path.name}:{said}" for said in _in_python(node)]
    assert "Locked" in refusals and "NoPicture" in refusals
    assert not left


def said_on_pages() -> list[Path]:
    files = [path for name in PAGES for path in (words.ROOT / name).rglob("*.*")]
    kept = [path for path in files if path.suffix in (".html", ".py")]
    return sorted(one for one in kept if str(one.relative_to(words.ROOT)) not in STAYS)


def test_nothing_on_the_pages_is_said_in_thai_alone() -> None:
    left = {str(path.relative_to(words.ROOT)): list(untranslated(path)) for path in said_on_pages()}
    assert not {name: said for name, said in left.items() if said}


def test_what_stays_thai_is_still_said() -> None:
    for name, (_why, kept) in KEPT.items():
        tree = ast.parse((words.ROOT / name).read_text(encoding="utf-8"))
        said = {one.value for one in ast.walk(tree) if isinstance(one, ast.Constant)}
        assert not kept - said, name


def test_scripts_of_pages_say_what_the_page_tells_them() -> None:
    """Words reach a script by the page that loads it, in the language of that page."""
    scripts = sorted((words.ROOT / "tracker" / "static").glob("*.js"))
    assert scripts
    saying = {one.name for one in scripts if THAI.search(one.read_text(encoding="utf-8"))}
    assert saying == KNOWING.keys()


def test_no_template_counts_on_a_filter_of_what_never_changes() -> None:
    """Jinja reckons it once, in the language of whoever comes first, and says it to all."""
    env = Environment(extensions=["jinja2.ext.i18n"])
    for path in sorted((words.ROOT / "templates").rglob("*.html")):
        for one in env.parse(path.read_text(encoding="utf-8")).find_all(nodes.Filter):
            spoken = one.name in ("digits", "count", "day", "short_day", "said", "in_tongue")
            assert not (spoken and isinstance(one.node, nodes.Const)), (path.name, one.lineno)


#: Quoted, and no name of anything on a page: how lists of recipients are typed.
TYPED = {
    "สำเนาส่ง", "… ทุกแห่ง", "องค์กรปกครองส่วนท้องถิ่น ทุกแห่ง", "นายอำเภอ ทุกอำเภอ (ยกเว้น …)",
    "นายอำเภอ ทุกอำเภอ (ยกเว้น อำเภอแกลง)", " ",
}  # fmt: skip
QUOTED = re.compile("“([^”%]+)”")


def test_what_a_sentence_quotes_is_called_so_on_the_pages() -> None:
    """A button or page that a sentence sends people to is there, under that name, in English too.

    A name may go on after what is quoted of it.
    """
    names = {
        (thai, english)
        for name in words.NAMES
        for one in words.read(name)
        if (thai := one.id[0] if one.pluralizable else one.id)
        for english in words.strings(one.string)
    }
    astray = []
    for thai, english in sorted(names):
        told = [one.casefold() for one in QUOTED.findall(english)]
        for quoted in set(QUOTED.findall(thai)) - TYPED:
            meant = [here.casefold() for there, here in names if there.startswith(quoted)]
            if not any(here.startswith(one) for here in meant for one in told):
                astray.append(f"“{quoted}” in: {english}")
    assert not astray, "\n".join(astray)
