"""Words of receive stamps, whole and worn."""

import pytest

from ingest.thai import stamp_words
from ingest.thai.stamp_words import Part

N, D, T = Part.NUMBER, Part.DATE, Part.TIME


@pytest.mark.parametrize(
    ("text", "part", "rest"),
    [
        ("เลขรับ ๑๒๓", N, "๑๒๓"),
        ("เลขทะเบียนรับ....13559", N, "13559"),
        ("เลขที่วับ 63", N, "63"),
        ("เลขรับที่ เ8601", N, "เ8601"),
        ("วันที่รับ ๒๒ ธันวาคม ๒๕๕๒", D, "๒๒ ธันวาคม ๒๕๕๒"),
        ("วนที 9 ก.ค. 2557", D, "9 ก.ค. 2557"),
        ("เวล ๐๘.๓๔ น.", T, "๐๘.๓๔ น."),
    ],
)
def test_a_worn_label_is_known_again(text: str, part: Part, rest: str) -> None:
    found = stamp_words.label(text)
    assert found is not None and found.part is part and text[found.end :].strip() == rest


@pytest.mark.parametrize("text", ["", "๑๒๓", "เรื่อง ขอเชิญประชุม", "ที่ มท 0810.4/ว 1", "จังหวัดระยอง"])
def test_other_lines_have_no_label(text: str) -> None:
    assert stamp_words.label(text) is None


def test_a_half_read_label_is_told_by_what_stands_behind_it() -> None:
    assert stamp_words.parts(["เลขรับ 12", "รันที่ ๒๘ พ.ย. ๒๕๔๘", "เลา ๑๐.๕๗"]) == [N, D, T]


def test_lines_without_labels_are_told_by_shape_and_place() -> None:
    assert stamp_words.parts(["คณะวิทยาศาสตร์", "2220", "28 เม.ย. 2553", "15.30 น."]) == [
        None,
        N,
        D,
        T,
    ]
    assert stamp_words.parts(["28 เม.ย. 2553", "2220"]) == [D, None]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["เทศบาลตำบลทดลอง", "เลขรับ 12", "วันที่ 3 ม.ค. 67", "เวลา 10.00"], True),
        (["คณะวิทยาศาสตร์", "2220", "28 เม.ย. 2553"], True),
        (["วันที่ 3 ม.ค. 67", "เวลา 10.00"], True),
        (["เวลา 09.00 - 16.00 น.", "วันที่ 25 ธันวาคม 2555"], False),
        (["สำนักงานเทศบาล", "ถนนราษฎร์บำรุง 21150"], False),
        (["ขอแสดงความนับถือ", "(นายทดลอง ตัวอย่าง)", "นายอำเภอ"], False),
        ([], False),
    ],
)
def test_what_reads_like_a_stamp(texts: list[str], expected: bool) -> None:
    assert stamp_words.is_stamp(texts) is expected


def test_only_the_lines_of_the_stamp_are_taken() -> None:
    texts = ["ตัวอักษร", "อื่น", "เทศบาล", "เลขรับ 12", "วันที่ 3 ม.ค. 67", "เวลา 10.00", "ขอแสดง"]
    assert stamp_words.extent(texts) == slice(1, 6)
    assert stamp_words.extent(["ไม่มี"]) == slice(0, 0)
