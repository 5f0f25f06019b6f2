"""The order in which offices are listed."""

from tracker.thai_order import in_thai_order


def test_leading_vowels_stand_after_their_consonants_and_numbers_by_value() -> None:
    wanted = [
        "แกลง", "เขาชะเมา", "บ้านค่าย", "บ้านฉาง", "ปลวกแดง", "เมืองระยอง",
        "โรงเรียน 2", "โรงเรียน 10", "โรงเรียน ๑๑", "โรงเรียน 100",
    ]  # fmt: skip
    places = in_thai_order(reversed(wanted))
    assert sorted(wanted, key=places.__getitem__) == wanted


def test_a_name_of_digits_alone_and_an_empty_one_have_places() -> None:
    places = in_thai_order(["9" * 5000, "", "ก"])
    assert places[""] < places["ก"]
