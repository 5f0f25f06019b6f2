"""Sets the printed forms of letters out and takes their pictures for docs/.

``python -m scripts.papers [FOLDER]``
"""

import sys
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

from tracker import outgoing_papers, receipt_slips
from tracker.outgoing_content import DUE_MARK, Annex, Cited, Content, Row
from tracker.outgoing_papers import Given
from tracker.receipt_slips import Slip
from tracker.vocabulary import LetterKind, Urgency

DOCS = Path(__file__).resolve().parent.parent / "docs"
#: Dots per inch: sheets can still be read side by side.
DPI = 110
NAMES = ("เขาชะเมา", "ชำฆ้อ", "ห้วยทับมอญ", "บ้านฉาง", "แกลง")
RELAY = Content(
    circular=True,
    sender="ศาลากลางจังหวัดระยอง",
    address="ถนนสุขุมวิท\nอำเภอเมืองระยอง รย 21150",
    subject="การสำรวจข้อมูลแหล่งน้ำขององค์กรปกครองส่วนท้องถิ่น ประจำปีงบประมาณ พ.ศ. 2570",
    to_text="นายอำเภอ ทุกอำเภอ",
    enclosures=(
        Cited(
            text="สำเนาหนังสือกรมส่งเสริมการปกครองท้องถิ่น ที่ มท 0808.3/ว 912 ลงวันที่ 10 พฤศจิกายน 2569",
            count="1 ชุด",
        ),
    ),
    body=(
        "ด้วยจังหวัดระยองได้รับแจ้งจากกรมส่งเสริมการปกครองท้องถิ่น เรื่อง การสำรวจข้อมูลแหล่งน้ำ "
        "รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย\n"
        "ในการนี้ จังหวัดระยองพิจารณาแล้ว จึงขอให้อำเภอแจ้งองค์กรปกครองส่วนท้องถิ่นในพื้นที่ทราบ"
        f"และดำเนินการในส่วนที่เกี่ยวข้อง แล้วรายงานผลให้จังหวัดระยองทราบ ภายในวันที่ {DUE_MARK}\n"
        "จึงเรียนมาเพื่อโปรดดำเนินการและรายงานผลต่อไป"
    ),
    signatory_name="นายสมมติ ตัวอย่าง",
    signatory_position="รองผู้ว่าราชการจังหวัด",
    acting_for="รักษาราชการแทน ผู้ว่าราชการจังหวัดระยอง",
    owner_unit="สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดระยอง",
    phone="0-3869-4191",
    due_on=date(2026, 12, 25),
)
#: Three days after the answers were due.
CHASED = date(2026, 12, 28)
SILENT = tuple(
    Row(district=f"อำเภอ{district}", name=name, state=state, days=days)
    for district, name, state, days in (
        ("เขาชะเมา", "เทศบาลตำบลชำฆ้อ", "ลงรับแล้ว", 34),
        ("เขาชะเมา", "องค์การบริหารส่วนตำบลห้วยทับมอญ", "ส่งแล้ว ยังไม่ลงรับ", 35),
        ("แกลง", "เทศบาลตำบลกองดิน", "ลงรับแล้ว", 33),
        ("แกลง", "เทศบาลตำบลทุ่งควายกิน", "มอบหมายแล้ว", 32),
    )
)
CHASE = RELAY.model_copy(
    update={
        "form": LetterKind.STAMPED,
        "urgency": Urgency.VERY_URGENT,
        "sender": "จังหวัดระยอง",
        "to_text": "อำเภอเขาชะเมา และอำเภอแกลง",
        "enclosures": (Cited(text="บัญชีรายชื่อหน่วยงานที่ยังไม่ได้รายงานผล", count="1 ชุด"),),
        "body": (
            "ตามหนังสือจังหวัดระยอง ที่ รย 0023/ว 5269 ลงวันที่ 23 พฤศจิกายน 2569 ขอให้รายงานผลการสำรวจ"
            "ข้อมูลแหล่งน้ำภายในวันที่ 25 ธันวาคม 2569 นั้น\n"
            "บัดนี้ ยังมีหน่วยงานที่ไม่ได้รายงานผล จำนวน 4 แห่ง ตามบัญชีรายชื่อหน่วยงานที่ยังไม่ได้รายงานผล "
            "จึงขอให้เร่งรายงานผลให้จังหวัดระยองทราบ ภายในวันที่ 8 มกราคม 2570"
        ),
        "annex": Annex(title="บัญชีรายชื่อหน่วยงานที่ยังไม่ได้รายงานผล", rows=SILENT),
    }
)
MEMO = RELAY.model_copy(
    update={
        "form": LetterKind.MEMO,
        "circular": False,
        "sender": "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดระยอง",
        "owner_unit": "กลุ่มงานส่งเสริมและพัฒนาท้องถิ่น",
        "to_text": "ผู้ว่าราชการจังหวัดระยอง",
        "acting_for": "",
        "signatory_position": "ท้องถิ่นจังหวัดระยอง",
    }
)
#: Each recipient has a link of its own.
TOKENS = (
    "AAAAAAGZ0a9v1zYc3hT5pQkLm8sX",
    "AAAAAAKb4mR7xW2nqJ6dVt9yHe3F",
    "AAAAAAMf8uC5zP1kgS0aLw7vNi2D",
)
SLIPS = [
    Slip(
        sender="จังหวัดระยอง", name=row.name, ref_no="รย 0023/ว 5269", dated=date(2026, 11, 23),
        subject=RELAY.subject, url=f"https://wian.example/r/{token}",
        expires_at=datetime(2026, 12, 23, tzinfo=UTC),
    )
    for row, token in zip(SILENT, TOKENS, strict=False)
]  # fmt: skip


def sheets(pdf: bytes) -> list[Image.Image]:
    """The pages of a PDF as pictures, a thin line around each."""
    made = []
    for page in pypdfium2.PdfDocument(BytesIO(pdf)):
        picture = page.render(scale=DPI / 72).to_pil().convert("RGB")
        framed = Image.new("RGB", (picture.width + 2, picture.height + 2), "#b9b5a8")
        framed.paste(picture, (1, 1))
        made.append(framed)
    return made


def beside(pictures: list[Image.Image]) -> Image.Image:
    width = sum(one.width + 12 for one in pictures) - 12
    whole = Image.new("RGB", (width, max(one.height for one in pictures)), "#faf8f3")
    left = 0
    for one in pictures:
        whole.paste(one, (left, 0))
        left += one.width + 12
    return whole


def main(folder: Path) -> None:
    given = Given(number="รย 0023/ว 5269", dated=date(2026, 11, 23), names=NAMES)
    chased = Given(number="รย 0023/ว 5871", dated=CHASED, names=NAMES)
    memo = Given(number="รย 0023.3/บ 412", dated=date(2026, 11, 20), names=NAMES)
    papers = {
        "letter-out.png": [
            *sheets(outgoing_papers.pdf(RELAY, given)), *sheets(outgoing_papers.pdf(MEMO, memo)),
        ],
        "chasing.png": sheets(outgoing_papers.pdf(CHASE, chased)),
        "receipt-slips.png": sheets(receipt_slips.pdf(SLIPS)),
    }  # fmt: skip
    for name, pictures in papers.items():
        beside(pictures).quantize(32).save(folder / name, optimize=True)
        print(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS)
