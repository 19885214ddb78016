"""The text as the model shall see it: without the long titles before names, which it cannot parse.

In ``Head of the Office of the President of Ukraine Andriy Yermak arrived`` the model takes the head for the subject and
hangs the man on ``of``. With blanks in place of the title the name is the subject, and every offset stays true.
"""

from kg.extraction.parts import Extent


def blank(reading: str, blanks: list[Extent]) -> str:
    """The text with spaces in place of some parts, which are in its order."""
    pieces, at = [], 0
    for start, end in blanks:
        pieces += [reading[at:start], " " * (end - start)]
        at = end
    return "".join([*pieces, reading[at:]])
