"""The letterpress: official letters of every kind set on A4, for tests, demos and training.

``set_bundle(BundleSpec) -> bytes`` sets letters, ``set_text(text) -> bytes`` a
plain text, ``to_scan(pdf, dpi, damage, seed)`` gives its pages as a scanner
would. The text layer holds what was given, letter for letter, in typing order.
"""

from __future__ import annotations

from .canvas import Canvas
from .layouts import set_letter
from .plain import set_text
from .scan import image_pdf, pictures, to_scan
from .specs import BundleSpec, LetterSpec, StampSpec, bundle_from_json, letter_from_json

__all__ = [
    "BundleSpec", "LetterSpec", "StampSpec", "bundle_from_json", "image_pdf", "letter_from_json",
    "pictures", "set_bundle", "set_text", "to_scan",
]  # fmt: skip


def set_bundle(bundle: BundleSpec) -> bytes:
    """The bundle as one PDF; the same bundle gives the same bytes."""
    canvas = Canvas()
    for letter in bundle.letters:
        if letter is None:
            canvas.new_page()
        else:
            set_letter(canvas, letter)
    return canvas.pdf(bundle.title)
