"""Damaged clusters come out as they are typed; sound text is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.thai import clusters

DAMAGED = {
    "ส านักงาน": "สำนักงาน",
    "สํานักงาน": "สำนักงาน",
    "ส  ำเนา": "สำเนา",
    "ต าบลน้ําใส": "ตำบลน้ำใส",
    "นํ้า": "น้ำ",
    "นำ้": "น้ำ",
    "ชาติิน": "ชาติน",
    "เร่ือง": "เรื่อง",
    "เรื ่อง": "เรื่อง",
    "ที่\u200bดิน": "ที่ดิน",
    "ทีี่่": "ที่",
    "เเห่ง": "แห่ง",
    "ห\uf70bวย": "ห้วย",
    "ป\uf702": "ปี",
    "สินธุ\uf70e": "สินธุ์",
    "ท\uf88bา": "ท่า",
    "\uf70f": "ญ",
}


@pytest.mark.parametrize(("damaged", "sound"), DAMAGED.items())
def test_damaged_clusters_are_repaired(damaged: str, sound: str) -> None:
    assert clusters.repair(damaged) == sound


@pytest.mark.parametrize(
    "text",
    [
        "เปี๊ยะ เกี๊ยว น้ำ สิทธิ์ พันธุ์ ก็ แพ็กเกจ เยอะ เกาะ ฤๅ ๆ ฯ",
        "ที่ มท ๐๘๑๐.๔/ว ๓๕๙๘ ลงวันที่ ๗ พฤศจิกายน ๒๕๖๑",
        "โทร. ๐ ๒๒๔๑ ๕๐๐๐ ต่อ ๔๑๑๒ saraban@example.go.th",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert clusters.repair(text) == text
    assert clusters.impossible(text) == 0


@pytest.mark.parametrize("text", ["ผ้้ว่า", "ส้่", "ก่ี", "า่น", "เ อง", "\uf8ff", "ะา", "ัน"])
def test_what_cannot_be_thai_is_counted(text: str) -> None:
    assert clusters.impossible(text) > 0


@given(st.text(alphabet="กขมนรา ะำัิีืุูเแไ่้๊์ํๆ\u200b\uf70a\uf70b๑2ab. "))
def test_repair_traces_every_character_and_settles(text: str) -> None:
    once, trace = clusters.repair_traced(text)
    assert len(once) == len(trace)
    assert all(0 <= index < len(text) for index in trace)
    assert clusters.repair(once) == once
