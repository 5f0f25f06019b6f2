"""Rows, their parts and spaces: heads in two columns, stamps, tables, justified lines, columns."""

from pathlib import Path

from fpdf import FPDF

from ingest.pages import pdf
from tests.ingest.pages import forge


def rows(sheet: FPDF, tmp_path: Path) -> list[list[str]]:
    path = tmp_path / "page.pdf"
    path.write_bytes(bytes(sheet.output()))
    (layer,) = pdf.layers(path)
    assert layer is not None
    found: dict[int, list[str]] = {}
    for line in layer.page.lines:
        found.setdefault(line.row, []).append(line.text)
    assert list(found) == sorted(found)
    return list(found.values())


def test_a_head_in_two_columns_shares_its_rows(tmp_path: Path) -> None:
    sheet = forge.sheet()
    forge.put(sheet, 110, 30, "สำนักงานเทศบาลตำบลตัวอย่าง")
    forge.put(sheet, 20, 30, "ที่ สย ๕๒๐๐๑/๗")
    forge.put(sheet, 110, 38, "ถนนกลาง สย ๑๐๐๐๐")
    assert rows(sheet, tmp_path) == [
        ["ที่ สย ๕๒๐๐๑/๗", "สำนักงานเทศบาลตำบลตัวอย่าง"],
        ["ถนนกลาง สย ๑๐๐๐๐"],
    ]


def test_a_stamp_beside_the_text_stays_apart(tmp_path: Path) -> None:
    sheet = forge.sheet()
    texts = ("ส่วนราชการ กองแผนงาน", "เรื่อง ขอส่งรายงานการประชุม", "เรียน ปลัดกระทรวง")
    for number, text in enumerate(texts):
        forge.put(sheet, 20, 30 + 9 * number, text)
    sheet.set_font_size(12)
    stamp = ("เลขรับ 1234", "วันที่ 2 ม.ค. 2567", "เวลา 09.30 น.")
    for number, text in enumerate(stamp):
        forge.put(sheet, 150, 33 + 6 * number, text)
    flat = [part for row in rows(sheet, tmp_path) for part in row]
    assert sorted(flat) == sorted((*texts, *stamp))


def test_table_cells_are_parts_of_a_row(tmp_path: Path) -> None:
    sheet = forge.sheet()
    for cells in (("๑", "บัญชีแหล่งน้ำ", "๑ มี.ค. ๖๗"), ("๒", "แผนที่", "๘ มี.ค. ๖๗")):
        for cell, width in zip(cells, (15, 80, 40), strict=True):
            sheet.cell(width, 9, cell, border=1)
        sheet.ln()
    assert rows(sheet, tmp_path) == [
        ["๑", "บัญชีแหล่งน้ำ", "๑ มี.ค. ๖๗"],
        ["๒", "แผนที่", "๘ มี.ค. ๖๗"],
    ]


def test_justified_lines_are_not_cut_at_stretched_spaces(tmp_path: Path) -> None:
    sheet = forge.sheet()
    words = "สำนักงานปลัด กองคลัง กองช่าง กองการศึกษา กองสาธารณสุข หน่วยตรวจสอบภายใน " * 6
    sheet.multi_cell(120, 8, words.strip(), align="J")
    found = rows(sheet, tmp_path)
    assert all(len(row) == 1 for row in found)
    assert " ".join(row[0] for row in found) == words.strip()


def test_dotted_lines_and_letter_spacing(tmp_path: Path) -> None:
    sheet = forge.sheet()
    forge.put(sheet, 20, 30, "ที่................วันที่................")
    sheet.set_char_spacing(2)
    forge.put(sheet, 20, 45, "ประกาศจังหวัด ตัวอย่าง")
    assert rows(sheet, tmp_path) == [
        ["ที่................วันที่................"],
        ["ประกาศจังหวัด ตัวอย่าง"],
    ]


def test_columns_of_prose_are_read_one_after_the_other(tmp_path: Path) -> None:
    sheet = forge.sheet()
    sheet.set_font_size(12)
    texts = [line[:38] for line in forge.LETTER[5:9]] * 2
    for number, text in enumerate(texts):
        forge.put(sheet, 20, 30 + 6 * number, f"{number} {text}")
        forge.put(sheet, 110, 30 + 6 * number, f"ข {text}")
    firsts = [row[0][0] for row in rows(sheet, tmp_path)]
    assert firsts == [*"01234567", *("ข" * 8)]
