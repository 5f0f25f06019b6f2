"""The pages of the office, in the order of the menu."""

from tracker.web import (
    circulation,
    desk,
    directives,
    guide,
    health,
    letters,
    orders,
    originals,
    partings,
    password,
    registers,
    review,
    second_looks,
    signin,
)

ALL = (
    signin.pages,
    desk.pages,
    review.pages,
    originals.pages,
    partings.pages,
    second_looks.pages,
    registers.pages,
    letters.pages,
    circulation.pages,
    directives.pages,
    orders.pages,
    guide.pages,
    password.pages,
    health.pages,
)
