"""Confidence means something: what is told with 0.95 or more is right in 98 of 100."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import read
from ingest.training import letterpress
from tests.ingest import scoring
from tests.ingest.letters import Plain, letter, reading
from tests.ingest.matching import SURE, doubted
from tests.ingest.test_corpus import result

#: Fields of a kind of which the share of right ones must not fall below.
MOST = 0.98
_MISREAD = {"๔": "๕", "๕": "๔", "๗": "๓", "๓": "๗", "๖": "๒", "๘": "๔", "๐": "๑", "๑": "๐",
            "2": "7", "7": "2", "3": "8", "8": "3", "1": "7", "5": "6", "๒": "๖",
            "๙": "๗"}  # fmt: skip


def test_the_reliability_table_of_the_corpus(capsys: pytest.CaptureFixture[str]) -> None:
    lines = scoring.reliability(result())
    with capsys.disabled():
        print("\n" + "\n".join(lines))
    assert len(lines) >= 4


def test_sure_fields_of_the_corpus_are_right() -> None:
    right, sure = result().sure_and_right()
    wrong = [one for one in result().certainty if one[1] >= SURE and not one[2]]
    assert sure > 100 and right >= MOST * sure, wrong


def test_more_confidence_is_more_often_right() -> None:
    shares = []
    for low, high in ((0.0, 0.8), (0.8, SURE), (SURE, 1.01)):
        part = [good for _, sure, good, _ in result().certainty if low <= sure < high]
        shares.append(sum(part) / len(part))
    assert shares[0] <= shares[1] + 0.02 and shares[1] <= shares[2] + 0.02


def _misread(text: str, seed: int) -> str:
    """One digit of the text taken for its double, as pictures take it."""
    at = random.Random(seed).choice([i for i, char in enumerate(text) if char in _MISREAD])
    return text[:at] + _MISREAD[text[at]] + text[at + 1 :]


def _readings() -> Iterator[tuple[str, str, Plain]]:
    for seed in range(12):
        number = _misread("ที่ รย ๐๐๒๓.๓/ว ๔๑๒", seed)
        yield "ref_no", "รย 0023.3/ว 412", reading(letter(number=number))["letters"][0]
        day = _misread("๑๔ มิถุนายน ๒๕๖๒", seed)
        yield "date", "2019-06-14", reading(letter(date=day))["letters"][0]


def test_a_misread_digit_of_a_text_is_never_told_as_sure() -> None:
    for name, right, found in _readings():
        field = found[name]
        assert field is None or field["value"] == right or doubted(field), (name, field)


def test_what_a_text_says_twice_may_be_sure() -> None:
    cited = "สิ่งที่ส่งมาด้วย สำเนาหนังสือจังหวัดระยอง ที่ รย ๐๐๒๓.๓/ว ๔๑๒ ลงวันที่ ๕ มิถุนายน ๒๕๖๒"
    cover = letter(number="ที่ รย ๐๐๒๓.๘/ว ๙๐", date="๑๒ มิถุนายน ๒๕๖๒", cites=cited)
    found = reading(cover + "\n\f\n" + letter())["letters"]
    assert found[1]["ref_no"]["confidence"] >= SURE and found[1]["date"]["confidence"] >= SURE
    assert found[0]["ref_no"]["confidence"] < SURE


def test_a_wording_misread_in_one_place_is_not_sure() -> None:
    body = "ด้วยกรมทดลองแจ้งให้ดำเนินการสำรวจข้อมูลตลาดในพื้นที่ให้แล้วเสร็จ"
    misread = letter(subject="เรื่อง การสำรวจข้อมูลคลาด", body=body)
    found = reading(misread)["letters"][0]["subject"]
    assert found["value"] == "การสำรวจข้อมูลคลาด" and found["confidence"] < SURE


def test_a_scan_that_says_its_number_once_is_not_told_as_sure(tmp_path: Path) -> None:
    """Running numbers and days are written in by hand: single digits are surer than the whole."""
    pages = letterpress.to_scan(letterpress.set_text(letter()), 200, damage=0.1, seed=3)
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(letterpress.image_pdf(pages, 200))
    (found,) = read(scan).letters
    assert found.ref_no is not None and found.date is not None
    assert found.ref_no.confidence < SURE
    assert found.date.confidence < SURE
