"""What the judge of text layers lets pass and what it refuses, and why."""

import pytest

from ingest.pages.judge import Fault, judge
from tests.ingest.pages import forge

PROSE = forge.SOURCE
NAMES = "บัญชีรายชื่อผู้เข้าร่วมประชุม\n" + "\n".join(
    f"{number} นาย{name} {family}"
    for number, (name, family) in enumerate(
        [("ชยุต", "ภักดีวนาเวศ"), ("ธีรภัทร", "ฐิติพรรณกุล"), ("ณัฐวุฒิ", "อัครมณีโชติ")] * 12
    )
)


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        NAMES,
        "ที่ มท ๐๑๐๑/๑",
        "Memorandum of Understanding between the Province and the University, signed in 2024",
        "๑ ๒ ๓ 4,500.00 12/2567",
    ],
)
def test_sound_text_is_kept(text: str) -> None:
    assert judge(text).good


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (" \n", Fault.EMPTY),
        (PROSE.replace("ู", "้้"), Fault.IMPOSSIBLE),
        (PROSE.translate(str.maketrans("กงนมรว", "งกมนวร")), Fault.UNKNOWN),
        (PROSE.translate({ord(tone): None for tone in "่้๊๋"}), Fault.TONELESS),
        (PROSE.replace("ำ", "า"), Fault.RINGLESS),
        (
            "fl':i':il.Jfl1'H11':i l\"l n'l~1\"U'U b~rn 'V1~mflru6Vi° 15m':i?l':i':i'V11",
            Fault.GARBAGE,
        ),
    ],
)
def test_damaged_text_is_refused(text: str, fault: Fault) -> None:
    assert judge(text).fault is fault


def test_pictures_are_read_as_pictures() -> None:
    assert judge("เลขรับ ๑๒", picture=0.9).fault is Fault.PICTURE
    assert judge(PROSE, picture=0.9).fault is Fault.PICTURE
    assert judge(PROSE * 2, picture=0.9).good
    assert judge(PROSE, picture=0.9, hidden=1.0).good
    assert judge(forge.misread(PROSE, 0.1, 1), hidden=1.0).fault is Fault.HIDDEN
