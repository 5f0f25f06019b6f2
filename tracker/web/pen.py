"""A pen for SVG: shapes with presentation attributes only, so that no style sheet is needed."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from tracker.web.tongue import in_tongue


class Pen:
    """Draws into one element. Lengths are the picture's units; text is escaped by ElementTree."""

    def __init__(self, element: ET.Element) -> None:
        self.element = element

    def node(self, tag: str, **attributes: object) -> ET.Element:
        """Any element; ``_`` becomes ``-``, floats keep a decimal, ``None`` is left out."""
        spelt = {
            name.replace("_", "-"): f"{value:.1f}" if isinstance(value, float) else str(value)
            for name, value in attributes.items()
            if value is not None
        }
        return ET.SubElement(self.element, tag, spelt)

    def rect(self, x: float, y: float, width: float, height: float, **more: object) -> None:
        self.node("rect", x=x, y=y, width=width, height=height, **more)

    def line(self, start: tuple[float, float], end: tuple[float, float], **more: object) -> None:
        (x1, y1), (x2, y2) = start, end
        self.node("line", x1=x1, y1=y1, x2=x2, y2=y2, **more)

    def lines(
        self, ends: Iterable[tuple[float, float, float, float]], stroke: str, width: float
    ) -> None:
        """Many lines (x1, y1, x2, y2) in one element: a page of hatching stays small."""
        way = "".join(f"M{x1:g} {y1:g}L{x2:g} {y2:g}" for x1, y1, x2, y2 in ends)
        if way:
            self.node("path", d=way, stroke=stroke, stroke_width=width)

    def ring(self, x: float, y: float, r: float, stroke: str, **more: object) -> None:
        """A circle that is empty inside."""
        self.node("circle", cx=x, cy=y, r=r, fill="#ffffff", stroke=stroke, **more)

    def text(
        self, words: str, x: float, y: float, size: float, fill: str, **more: object
    ) -> ET.Element:
        node = self.node("text", x=x, y=y, font_size=size, fill=fill, **more)
        node.text = in_tongue(words)
        return node

    def linked(self, href: str | None, **more: object) -> Pen:
        """A pen whose strokes lead to ``href``; this one where there is no address."""
        return self if href is None else Pen(self.node("a", href=href, **more))
