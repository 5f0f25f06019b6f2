"""Further looks at a line: only what is in doubt is looked at again, and the rest stays."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.recogniser import looks, model, paper, reader, votes
from ingest.recogniser.decode import Glyph
from ingest.recogniser.reader import Found

FONT = Path(__file__).resolve().parents[3] / "data" / "fonts" / "Sarabun-Regular.ttf"
TEXT = "อ้างถึง หนังสือสำนักงานทดลองงานสารบรรณกลาง ที่ มท ๐๘๑๐.๔/ว ๓๕๙๘ ลงวันที่ ๗ พฤศจิกายน ๒๕๖๑"


@pytest.fixture(scope="module")
def grey() -> Image.Image:
    image = Image.new("L", (1800, 300), 255)
    face = ImageFont.truetype(FONT, 36)
    ImageDraw.Draw(image).text((60, 160), TEXT, fill=0, font=face, anchor="ls", language="th")
    return paper.sheet(image).grey


@pytest.fixture(scope="module")
def line(grey: Image.Image) -> Found:
    (found,) = reader.read_strips(grey, reader.strips(grey))
    assert found.text == TEXT
    return found


def _doubting(line: Found, at: int) -> Found:
    glyphs = [replace(g, confidence=0.5) if i == at else g for i, g in enumerate(line.glyphs)]
    return replace(line, glyphs=tuple(glyphs))


def test_a_part_is_read_as_it_is_in_the_whole(grey: Image.Image, line: Found) -> None:
    start, stop = TEXT.index("มท"), TEXT.index(" ลงวันที่")
    wrong = [replace(g, character="๑") for g in line.glyphs[start:stop]]
    spoilt = replace(line, glyphs=(*line.glyphs[:start], *wrong, *line.glyphs[stop:]))
    mended = votes.voted_within(grey, spoilt, start, stop)
    assert mended.text == TEXT
    assert mended.glyphs[:start] == line.glyphs[:start]
    assert mended.glyphs[-len(TEXT[stop:]) :] == line.glyphs[stop:]
    assert all(text.startswith(TEXT[:start]) for text, _ in mended.rivals)


def test_of_a_long_line_only_the_room_around_a_doubt_is_looked_at(
    grey: Image.Image, line: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    widths: list[int] = []
    probabilities = model.probabilities
    monkeypatch.setattr(
        model,
        "probabilities",
        lambda c, by_hand=False: (
            widths.extend(x.shape[1] for x in c) or probabilities(c, by_hand=by_hand)
        ),
    )
    (whole,) = reader.read_strips(grey, [line.strip])
    seen = looks.again(paper.Sheet(grey, None), [_doubting(whole, TEXT.index("๓๕๙๘"))])
    assert seen[0].text == TEXT
    assert len(widths) > 1 and max(widths[1:]) < 0.6 * widths[0]


def test_rooms_of_doubts_that_meet_are_one_and_end_at_letters(line: Found) -> None:
    first, near, far = TEXT.index("๐"), TEXT.index("๓๕"), TEXT.index("๒๕๖๑")
    assert len(looks._around(line, [first, near])) == 1
    for start, stop in looks._around(line, [far]):
        assert start <= far < stop
        assert TEXT[start] not in "ัิีึืุู่้์"
        assert stop == len(TEXT) or TEXT[stop] not in "ัิีึืุู่้์"


def _ballot(text: str) -> votes.Ballot:
    return tuple(Glyph(c, 0.9, 10.0 * i, 10.0 * i + 8) for i, c in enumerate(text))


@pytest.mark.parametrize(
    ("read", "kept"),
    [
        ("ที่ มท 0810.4/ว 21.43.6", "ที่ มท 0810.4/ว 21436"),
        ("ที่ รย ๐๐๒๓.๓/๑.๒..", "ที่ รย ๐๐๒๓.๓/๑๒"),
        ("ที่ มท 0810.4/ว 214 ลว. 5 ก.ย. 61", "ที่ มท 0810.4/ว 214 ลว. 5 ก.ย. 61"),
        ("เวลา 10.30", "เวลา 10.30"),
    ],
)
def test_dots_among_the_digits_of_a_running_number_are_its_leader(read: str, kept: str) -> None:
    assert votes._said(votes._without_leaders(_ballot(read))) == kept


def test_what_is_surely_print_is_not_looked_at_by_the_reader_of_hands(
    grey: Image.Image, line: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "HANDS", Path("nowhere"))
    sure = replace(line, glyphs=tuple(replace(g, confidence=0.999) for g in line.glyphs))
    assert votes.voted(grey, sure).text == TEXT
    with pytest.raises(model.MissingWeights):
        votes.voted(grey, _doubting(line, TEXT.index("๓๕๙๘")))


def test_of_a_line_found_twice_in_one_place_the_surer_is_kept(line: Found) -> None:
    """A name that a pen crosses is read with the ink and without it, a little lower and askew."""
    unsure = replace(line, glyphs=tuple(replace(g, confidence=0.6) for g in line.glyphs))
    askew = replace(line.strip, y=line.strip.y + 0.5 * line.strip.base, slope=-0.01)
    below = replace(line.strip, y=line.strip.y + 2 * line.strip.base)
    other = replace(line, strip=below)
    assert looks._once([unsure, replace(line, strip=askew), other]) == [
        replace(line, strip=askew), other,
    ]  # fmt: skip
