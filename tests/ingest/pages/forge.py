"""Pages made to order: sound ones, and ones damaged as real programs damage them."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from fpdf import FPDF
from PIL import Image

SARABUN = Path(__file__).parents[3] / "data" / "fonts" / "Sarabun-Regular.ttf"
LETTER = (
    "ที่ อก ๐๗๗๑/ว ๙๘๗",
    "ศาลากลางจังหวัดตัวอย่าง",
    "๓ สิงหาคม ๒๕๖๕",
    "เรื่อง ขอเชิญประชุมคณะกรรมการป้องกันน้ำท่วม",
    "เรียน นายอำเภอ ทุกอำเภอ",
    "ด้วยจังหวัดได้กำหนดให้มีการประชุมผู้เกี่ยวข้องเพื่อเตรียมรับสถานการณ์น้ำหลาก",
    "ในวันพุธที่ ๑๗ สิงหาคม ๒๕๖๕ เวลา ๑๓.๓๐ น. ณ ห้องประชุมใหญ่ ชั้น ๕",
    "จึงขอให้แจ้งกำนัน ผู้ใหญ่บ้าน และผู้บริหารท้องถิ่นที่อยู่ริมฝั่งแม่น้ำเข้าร่วมประชุม",
    "พร้อมทั้งสำรวจเครื่องสูบน้ำ กระสอบทราย และเรือท้องแบนที่มีอยู่ให้ครบถ้วน",
    "ทั้งนี้ ให้ส่งรายชื่อผู้เข้าร่วมประชุมภายในวันที่ ๑๐ สิงหาคม ๒๕๖๕",
    "จึงเรียนมาเพื่อโปรดดำเนินการต่อไป",
    "ขอแสดงความนับถือ",
    "สำนักงานป้องกันและบรรเทาสาธารณภัยจังหวัด",
    "โทร. ๐ ๓๑๒๓ ๔๕๖๗",
)
SOURCE = "\n".join(LETTER)


def sheet() -> FPDF:
    """An empty A4 page with a Thai font and HarfBuzz, its streams left readable."""
    pdf = FPDF(format="A4")
    pdf.set_compression(False)
    pdf.add_font("thai", fname=SARABUN)
    pdf.set_font("thai", size=16)
    pdf.set_text_shaping(use_shaping_engine=True, script="thai", language="tha")
    pdf.add_page()
    return pdf


def put(pdf: FPDF, x: float, y: float, text: str) -> None:
    """``text`` with its base line at ``y`` millimetres."""
    pdf.text(x, y, text)


def letter(lines: tuple[str, ...] = LETTER) -> bytes:
    pdf = sheet()
    for number, line in enumerate(lines):
        put(pdf, 20, 30 + 9 * number, line)
    return bytes(pdf.output())


def fake_bold() -> bytes:
    """Each line printed twice, a third of a point apart."""
    pdf = sheet()
    for number, line in enumerate(LETTER):
        put(pdf, 20, 30 + 9 * number, line)
        put(pdf, 20.12, 30 + 9 * number, line)
    return bytes(pdf.output())


def turned(rotate: int) -> bytes:
    """The page lying on its side in the file, set upright by its /Rotate entry."""
    pdf = sheet()
    with pdf.rotation(rotate, x=105, y=105):
        for number, line in enumerate(LETTER):
            put(pdf, 20, 30 + 9 * number, line)
    document = pypdfium2.PdfDocument(bytes(pdf.output()))
    document[0].set_rotation(rotate)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sideways(angle: int) -> bytes:
    """Text written at ``angle`` on a page that does not say so."""
    pdf = sheet()
    with pdf.rotation(angle, x=105, y=105):
        for number, line in enumerate(LETTER):
            put(pdf, 20, 30 + 9 * number, line)
    return bytes(pdf.output())


def scan(hidden: str | None, lines: tuple[str, ...] = LETTER) -> bytes:
    """A grey picture over the page and, as scanners write it, text nobody sees."""
    pdf = sheet()
    pdf.image(Image.new("L", (620, 877), 230), x=0, y=0, w=210, h=297)
    if hidden is not None:
        from fpdf.enums import TextMode

        pdf.text_mode = TextMode.INVISIBLE
        for number, line in enumerate(hidden.split("\n")):
            put(pdf, 20, 30 + 9 * number, line)
    return bytes(pdf.output())


def remapped(pdf: bytes, change: Callable[[str], str]) -> bytes:
    """The same print with another character map: ``change`` names each glyph anew."""

    def entry(match: re.Match[bytes]) -> bytes:
        meant = bytes.fromhex(match.group(2).decode()).decode("utf-16-be")
        named = change(meant).encode("utf-16-be").hex().upper().encode()
        return b"<" + match.group(1) + b"> <" + named + b">"

    def cmap(match: re.Match[bytes]) -> bytes:
        return re.sub(rb"<([0-9A-F]{4})> <([0-9A-F]{4,})>", entry, match.group(0))

    changed = re.sub(rb"beginbfchar.*?endbfchar", cmap, pdf, flags=re.DOTALL)
    return rebuilt(changed)


def rebuilt(pdf: bytes) -> bytes:
    """``pdf`` with stream lengths and the table of objects set right again."""
    objects = re.findall(rb"(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL)
    trailer = re.search(rb"trailer\n<<(.*?)>>\nstartxref", pdf, re.DOTALL)
    assert trailer is not None
    out, places = b"%PDF-1.5\n", {}
    for number, body in objects:
        parts = re.match(rb"(.*?)\nstream\n(.*)\nendstream$", body, re.DOTALL)
        if parts:
            head = re.sub(rb"/Length \d+", b"/Length %d" % len(parts.group(2)), parts.group(1))
            body = head + b"\nstream\n" + parts.group(2) + b"\nendstream"
        places[int(number)] = len(out)
        out += number + b" 0 obj\n" + body + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (max(places) + 1)
    for number in range(1, max(places) + 1):
        table += b"%010d 00000 n \n" % places.get(number, 0)
    start = b"startxref\n%d\n%%%%EOF\n" % len(out)
    return out + table + b"trailer\n<<" + trailer.group(1) + b">>\n" + start


def with_field(pdf: bytes, text: str, at: tuple[float, float, float, float]) -> bytes:
    """The page with a filled-in form field at ``at`` (points from the bottom left)."""
    codes = _codes(pdf)
    shown = "".join(codes[char] for char in text)
    last = max(int(number) for number in re.findall(rb"(\d+) 0 obj", pdf))
    width, height = at[2] - at[0], at[3] - at[1]
    font = re.search(rb"/F1 (\d+ 0 R)", pdf)
    assert font is not None
    look = f"/Tx BMC BT /F1 14 Tf 2 6 Td <{shown}> Tj ET EMC".encode()
    form = (
        b"%d 0 obj\n<<\n/Type /XObject\n/Subtype /Form\n/BBox [0 0 %g %g]\n"
        b"/Resources <</Font <</F1 %s>>>>\n/Length %d\n>>\nstream\n%s\nendstream\nendobj\n"
        % (last + 1, width, height, font.group(1), len(look), look)
    )
    field = (
        b"%d 0 obj\n<<\n/Type /Annot\n/Subtype /Widget\n/FT /Tx\n/T (field)\n/F 4\n"
        b"/V <FEFF%s>\n/Rect [%g %g %g %g]\n/AP <</N %d 0 R>>\n>>\nendobj\n"
        % (last + 2, text.encode("utf-16-be").hex().encode(), *at, last + 1)
    )
    pdf = pdf.replace(b"\nxref\n", b"\n" + form + field + b"xref\n", 1)
    pdf = re.sub(rb"/Type /Page\n", b"/Type /Page\n/Annots [%d 0 R]\n" % (last + 2), pdf)
    return rebuilt(pdf)


def _codes(pdf: bytes) -> dict[str, str]:
    """Which glyph of the first font stands for which character."""
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]{4})>", pdf)
    return {bytes.fromhex(meant.decode()).decode("utf-16-be"): c.decode() for c, meant in pairs}


def misread(text: str, rate: float, seed: int) -> str:
    """``text`` as a bad recogniser would have it: letters and marks mistaken or lost."""
    chance = random.Random(seed)
    letters = "กขคงจชซญดตถทนบปผพฟมยรลวศษสหอฮ"
    marks = "ิีึืุู่้์ั"
    out = []
    for char in text:
        if char.strip() and chance.random() < rate:
            pool = marks if char in marks else letters
            out.append(chance.choice(["", chance.choice(pool), chance.choice(pool) + char]))
        else:
            out.append(char)
    return "".join(out)
