"""The sample chain that a new office finds: its facts are read from its PDF."""

import json
from pathlib import Path

import pypdfium2

import ingest
from ingest.reading import to_json
from ingest.training.letterpress.sample import SMART_CITY, set_sample
from tests.ingest import scoring

BUNDLE = SMART_CITY / "bundle.pdf"


def texts(file: Path | bytes) -> list[str]:
    document = pypdfium2.PdfDocument(file)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_the_bundle_is_what_its_description_sets() -> None:
    assert BUNDLE.stat().st_size < 300_000
    assert texts(BUNDLE) == texts(set_sample())


def test_the_chain_from_ministry_to_district_is_found() -> None:
    truth = json.loads((SMART_CITY / "truth.json").read_text("utf8"))
    told = scoring.Score()
    scoring.judge(told, "sample", truth, to_json(ingest.read(BUNDLE)))
    for what in ("letters", "links", "role", "subject", "references", "signatory"):
        assert told.share(what) == 1.0, told.rows[what].wrong
    assert "links" not in told.invented
