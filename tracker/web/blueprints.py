"""The pages of the office, in the order of the menu."""

from tracker.web import (
    desk,
    directives,
    guide,
    health,
    letters,
    originals,
    password,
    registers,
    review,
    signin,
)

ALL = (
    signin.pages,
    desk.pages,
    review.pages,
    originals.pages,
    registers.pages,
    letters.pages,
    directives.pages,
    guide.pages,
    password.pages,
    health.pages,
)
