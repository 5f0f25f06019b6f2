"""Deadlines: Thai phrases of official letters into duties and dates.

``find`` is the door. It is pure: text, the letter's date, its receipt and a
calendar in, items out. Phrase → point (``points``, ``periods``, ``counts``,
``recurring``) → mention with its limit (``mentions``) → group (``groups``) →
kind (``kinds``) → day, doubt and explanation (``conclude``).
"""

from ingest.deadlines.finding import find

__all__ = ["find"]
