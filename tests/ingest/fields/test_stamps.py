"""Receive stamps wherever they were put, and nothing else taken for one."""

import pytest

from tests.ingest.letters import PAGE_END, letter, only, reading

Stamp = tuple[str | None, str | None, str | None]
NINE = ("881", "2019-06-06", "10:00")

FORMS: dict[str, tuple[str, Stamp]] = {
    "rows": ("เทศบาลตำบลทดลอง\nเลขรับ ๘๘๑\nวันที่ ๖ มิ.ย. ๒๕๖๒\nเวลา ๑๐.๐๐ น.", NINE),
    "one row": ("เลขรับ 881 วันที่ 6 มิ.ย. 62 เวลา 10.00 น.", NINE),
    "registry row": ("เทศบาลตำบลทดลอง เลขที่รับ ๘๘๑ วันที่ ๖ มิ.ย. ๒๕๖๒ เวลา ๑๐:๐๐", NINE),
    "table": (
        "| เทศบาลตำบลทดลอง |\n|---|\n| รับที่ ๘๘๑ |\n| วันที่ ๖ มิ.ย. ๖๒ |\n| เวลา ๑๐.๐๐ น. |",
        NINE,
    ),
    "two columns": (
        "| เทศบาลตำบลทดลอง | |\n|---|---|\n| เลขรับ | 881 |\n| วันที่ | 6 มิ.ย. 2562 |\n| เวลา "
        "| 10.00 น. |",
        NINE,
    ),
    "values below": ("เทศบาลตำบลทดลอง\nเลขรับ\n881\nวันที่\n6 มิ.ย. 2562\nเวลา\n10.00 น.", NINE),
    "html": (
        "<table><tr><td>เทศบาลตำบลทดลอง<br>เลขรับ 881<br>วันที่ 6/6/2562<br>เวลา "
        "10:00</td></tr></table>",
        NINE,
    ),
    "english": ("Receive No. 881\nDate 6 JUN 2019\nTime 10:00", NINE),
    "with year": ("ทะเบียนรับที่ ๘๘๑/๒๕๖๒\nลงวันที่ ๖ มิ.ย. ๒๕๖๒\nเวลา ๑๐.๐๐ น.", NINE),
    "seconds": ("เลขรับ 00881\nวันที่ 06/06/2562 เวลา 10:00:31", ("00881", *NINE[1:])),
    "digits apart": (
        "เลขรับ ๘ ๘ ๑\nวันที่ ๒ ๐ มิ.ย. ๒๕๖๒\nเวลา ๑๐.๐๐ น.",
        ("881", "2019-06-20", "10:00"),
    ),
    "bare number": ("เทศบาลตำบลทดลอง\nเลขที่ ๘๘๑\nวันที่ ๖ มิ.ย. ๒๕๖๒\nเวลา ๑๐.๐๐ น.", NINE),
}


def stamps(found: dict) -> list[Stamp]:  # type: ignore[type-arg]
    return [(one["number"], one["date"], one["time"]) for one in found["stamps"]]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", ["top", "middle", "bottom"])
def test_stamps_are_read_wherever_they_stand(form: str, place: str) -> None:
    text, expected = FORMS[form]
    parts = {
        "top": letter(top=text), "bottom": letter(bottom=text),
        "middle": letter(date=f"๕ มิถุนายน ๒๕๖๒\n\n{text}"),
    }  # fmt: skip
    found = only(parts[place])
    assert stamps(found) == [expected]
    assert found["ref_no"]["value"] == "รย 0023.3/ว 412" and found["date"]["value"] == "2019-06-05"
    assert [item["value"] for item in found["recipients"]] == ["นายอำเภอ ทุกอำเภอ"]


def test_a_receipt_before_the_letter_is_doubted_and_not_concluded() -> None:
    found = only(letter(top="เลขรับ ๘๘๑\nวันที่ ๖ มิ.ย. ๒๕๕๔\nเวลา ๑๐.๐๐ น."))
    assert stamps(found) == [("881", None, "10:00")]
    assert found["stamps"][0]["doubt"] and "๒๕๕๔" in found["stamps"][0]["raw"]


def test_words_about_receipts_are_no_stamps() -> None:
    body = "ด้วยขอให้ส่งเอกสารเลขรับ ๘๘๑ วันที่ ๖ มิ.ย. ๒๕๖๒ กลับคืน และตรวจสอบเลขรับที่ลงทะเบียนไว้แล้ว"
    assert only(letter(body=body))["stamps"] == []


def test_stamps_of_several_desks_each_keep_their_own() -> None:
    desks = "กองทดลอง\nเลขรับ 55\nวันที่ 7 มิ.ย. 62\nเวลา 11.20"
    found = only(letter(top=FORMS["rows"][0], bottom=desks))
    assert stamps(found) == [NINE, ("55", "2019-06-07", "11:20")]
    assert [one["office"] for one in found["stamps"]] == ["เทศบาลตำบลทดลอง", "กองทดลอง"]


def test_a_stamp_over_the_second_letter_is_the_second_letters() -> None:
    second = letter(
        number="ที่ ศธ ๐๔๐๔๗.๑๐๙/๒๐๖", subject="เรื่อง ขอเชิญเป็นวิทยากร", top=FORMS["rows"][0]
    )
    for between in (PAGE_END, "\n\n\n\n"):
        found = reading(letter() + between + second)["letters"]
        assert [stamps(one) for one in found] == [[], [NINE]]
