"""A dictionary mends doubtful letters of words, never sure ones and never digits."""

from ingest.recogniser.decode import Glyph
from ingest.recogniser.lexicon import mended


def line(text: str, **doubts: tuple[float, tuple[tuple[str, float], ...]]) -> tuple[Glyph, ...]:
    """Sure glyphs, but those at the places named ``at3`` and so on."""
    return tuple(_glyph(c, i, doubts) for i, c in enumerate(text))


def _glyph(character: str, place: int, doubts: dict) -> Glyph:
    sure, others = doubts.get(f"at{place}", (0.99, ()))
    return Glyph(character, sure, 10.0 * place, 10.0 * place + 8, others)


def said(glyphs: tuple[Glyph, ...]) -> str:
    return "".join(glyph.character for glyph in glyphs)


def test_a_doubtful_letter_gives_way_to_a_word() -> None:
    found = mended(line("หนังลือ", at4=(0.6, (("ส", 0.35),))))
    assert said(found) == "หนังสือ"
    assert found[4].confidence < 0.9 and ("ล", 0.6) in found[4].others


def test_a_letter_nearly_seen_comes_out_only_for_a_word() -> None:
    glyphs = line("จงหวัด")
    ghost = Glyph("", 0.7, 8.0, 10.0, (("ั", 0.3),))
    assert said(mended((glyphs[0], ghost, *glyphs[1:]))) == "จังหวัด"
    other = line("กขฃ")
    assert said(mended((other[0], ghost, *other[1:]))) == "กขฃ"


def test_a_sure_letter_stays_whatever_the_dictionary_says() -> None:
    assert said(mended(line("หนังลือ", at4=(0.95, (("ส", 0.04),))))) == "หนังลือ"


def test_digits_and_latin_are_never_touched() -> None:
    doubts = {"at1": (0.4, (("๖", 0.39),)), "at3": (0.3, (("e", 0.29),))}
    assert said(mended(line("๑๒ o", **doubts))) == "๑๒ o"


def test_behind_a_title_a_name_is_expected() -> None:
    doubt = {"at4": (0.4, (("ม", 0.2),))}
    assert said(mended(line("นายกพล", **doubt))) == "นายกมล"
    assert said(mended(line("นายกเทศมนตรี"))) == "นายกเทศมนตรี"
    assert said(mended(line("นายกพล", at4=(0.95, (("ม", 0.04),))))) == "นายกพล"
