"""The letter as a Word file that a clerk can go on editing, in the same official form."""

from copy import deepcopy
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.table import _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from tracker import outgoing_papers as papers
from tracker.outgoing_content import Annex, Cited, Content, thai
from tracker.outgoing_papers import Given
from tracker.said import said
from tracker.vocabulary import (
    LetterKind,
    Urgency,
)

#: The font of official letters; who has it not gets the nearest one.
FONT, SIZE = "TH Sarabun New", 16
#: From the left edge of the text: the middle of the page, and the text's width.
MIDDLE, WIDTH = Cm(7.5), Cm(16)
_RED = RGBColor(0xC0, 0, 0)


def docx(content: Content, given: Given) -> bytes:
    """The letter as .docx."""
    paper = _blank(content)
    if content.form is LetterKind.MEMO:
        _memo_head(paper, content, given)
    else:
        _head(paper, content, given)
    for paragraph in papers.paragraphs(content):
        line = _line(paper, paragraph, after=4)
        line.paragraph_format.first_line_indent = Cm(2.5)
        _distribute(line)
    if content.form is LetterKind.STAMPED:
        _seal(paper, content, given)
    else:
        _signature(paper, content)
    if content.form is not LetterKind.MEMO:
        for place, text in enumerate(papers.owner_lines(content)):
            _line(paper, text, before=24 if place == 0 else 0)
    if content.annex:
        _annex(paper, content.annex)
    kept = BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _blank(content: Content) -> Paper:
    paper: Paper = Document()
    paper.core_properties.title = content.subject
    paper.core_properties.author = content.sender
    paper.core_properties.language = "th-TH"
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin, section.bottom_margin = Cm(1.5), Cm(2)
    style: Any = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    _complex(style.element.get_or_add_rPr(), SIZE)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    return paper


def _complex(properties: Any, size: float, bold: bool = False) -> None:
    """Thai is a complex script to Word: its size and weight are said a second time."""
    element = OxmlElement("w:szCs")
    element.set(qn("w:val"), str(int(size * 2)))
    properties.append(element)
    if bold:
        properties.append(OxmlElement("w:bCs"))
    language = OxmlElement("w:lang")
    language.set(qn("w:bidi"), "th-TH")
    properties.append(language)


def _line(
    paper: Any, text: str = "", *, before: float = 0, after: float = 0, left: Any = None
) -> Paragraph:
    line: Paragraph = paper.add_paragraph()
    if text:
        _say(line, text)
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(before), Pt(after)
    if left is not None:
        line.paragraph_format.left_indent = left
    return line


def _say(line: Paragraph, text: str, *, size: float | None = None, bold: bool = False) -> Run:
    run: Run = line.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if size or bold:
        _complex(run._element.get_or_add_rPr(), size or SIZE, bold)
    return run


def _distribute(line: Paragraph) -> None:
    """Thai distribution: Word's way of filling lines of a script without spaces."""
    properties = line._element.get_or_add_pPr()
    align = OxmlElement("w:jc")
    align.set(qn("w:val"), "thaiDistribute")
    properties.append(align)


def _head(paper: Paper, content: Content, given: Given) -> None:
    mark = _line(paper, "(ตราครุฑ)")
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    mark.paragraph_format.space_after = Pt(44)
    _urgency(paper, content)
    first, *rest = papers.sender_lines(content) or [""]
    stamped = content.form is LetterKind.STAMPED
    line = _line(paper, f"ที่ {papers.number_line(given)}" + ("" if stamped else f"\t{first}"))
    line.paragraph_format.tab_stops.add_tab_stop(Cm(9.2))
    if stamped:
        _labelled(paper, "ถึง", _joined(content.to_text), before=12)
        return
    for text in rest:
        _line(paper, text, left=Cm(9.2))
    _line(paper, papers.date_line(given), left=MIDDLE, before=6, after=6)
    _labelled(paper, "เรื่อง", thai(content.subject))
    _labelled(paper, content.salutation, _joined(content.to_text))
    _listed(paper, "อ้างถึง", content.references)
    _listed(paper, "สิ่งที่ส่งมาด้วย", content.enclosures)


def _memo_head(paper: Paper, content: Content, given: Given) -> None:
    title = _line(paper, after=6)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _say(title, "บันทึกข้อความ", size=29, bold=True)
    _urgency(paper, content)
    _labelled(paper, "ส่วนราชการ", " ".join(papers.sender_lines(content)), size=20)
    line = _line(paper)
    _say(line, "ที่", size=20, bold=True)
    _say(line, f"  {papers.number_line(given)}\t")
    _say(line, "วันที่", size=20, bold=True)
    _say(line, f"  {papers.date_line(given)}")
    line.paragraph_format.tab_stops.add_tab_stop(MIDDLE)
    _labelled(paper, "เรื่อง", thai(content.subject), size=20)
    _labelled(paper, content.salutation, _joined(content.to_text), before=6)


def _urgency(paper: Paper, content: Content) -> None:
    if content.urgency is not Urgency.NORMAL:
        _say(_line(paper), said(content.urgency), size=32, bold=True).font.color.rgb = _RED


def _joined(text: str) -> str:
    return thai("\n".join(line.strip() for line in text.split("\n") if line.strip()))


def _labelled(
    paper: Paper, label: str, text: str, *, before: float = 6, size: float | None = None
) -> None:
    line = _line(paper, before=before)
    _say(line, label, size=size, bold=size is not None)
    indent = Cm(0.35 * len(label) if size else max(1.3, 0.22 * len(label) + 0.35))
    line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = indent, -indent
    line.paragraph_format.tab_stops.add_tab_stop(indent)
    _say(line, f"\t{text}")


def _listed(paper: Paper, label: str, items: tuple[Cited, ...]) -> None:
    for place, one in enumerate(items):
        line = _line(paper, before=6 if place == 0 else 0)
        indent = Cm(1.6 if label == "อ้างถึง" else 3.4)
        number = thai(f"{place + 1}. ") if len(items) > 1 else ""
        count = thai(f"\tจำนวน {one.count}") if one.count else ""
        _say(line, f"{label if place == 0 else ''}\t{number}{thai(one.text)}{count}")
        form = line.paragraph_format
        form.left_indent, form.first_line_indent = indent, -indent
        form.tab_stops.add_tab_stop(indent)
        form.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _centred(paper: Paper, text: str, *, before: float = 0) -> Paragraph:
    """A line centred right of the middle, where signatures stand."""
    line = _line(paper, text, before=before, left=Cm(2.8))
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.keep_with_next = True
    return line


def _signature(paper: Paper, content: Content) -> None:
    if content.form is LetterKind.EXTERNAL:
        line = _line(paper, content.closing, before=12, left=MIDDLE)
        line.paragraph_format.keep_with_next = True
    _centred(paper, f"({content.signatory_name})" if content.signatory_name else "", before=64)
    for text in papers.position_lines(content):
        _centred(paper, text)


def _seal(paper: Paper, content: Content, given: Given) -> None:
    for place, text in enumerate(papers.sender_lines(content)):
        _centred(paper, text, before=24 if place == 0 else 0)
    _centred(paper, "(ประทับตราส่วนราชการ และลงชื่อย่อกำกับตรา)", before=56)
    _centred(paper, papers.date_line(given), before=56)


def _annex(paper: Paper, annex: Annex) -> None:
    _line(paper).add_run().add_break(WD_BREAK.PAGE)
    title = _line(paper, after=6)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _say(title, thai(annex.title), bold=True)
    table = paper.add_table(rows=1, cols=4, style="Table Grid")
    table.autofit = False
    widths = (Cm(1.7), Cm(7.5), Cm(4.6), Cm(2.2))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    headings = ("ลำดับ", "หน่วยงาน", "สถานะ", "ค้าง (วัน)")
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        _say(cell.paragraphs[0], text, bold=True)
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = width
    _repeated(table.rows[0])
    for district, lines in papers.by_district(annex):
        if district:
            cells = table.add_row().cells
            _say(cells[0].merge(cells[3]).paragraphs[0], district, bold=True)
        _rows(table, widths, lines)


def _repeated(row: _Row) -> None:
    """The row of headings stands again at the top of every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _rows(table: Any, widths: tuple[Length, ...], lines: list[list[str]]) -> None:
    """Rows of one shape; copied from the first, for making ten thousand anew takes a minute."""
    pattern = table.add_row()
    for cell, width in zip(pattern.cells, widths, strict=True):
        cell.width = width
        _say(cell.paragraphs[0], "-")
    for line in lines:
        made = deepcopy(pattern._tr)
        for place, text in zip(made.iter(qn("w:t")), line, strict=True):
            place.text = text
        pattern._tr.addprevious(made)
    table._tbl.remove(pattern._tr)
