"""Events: what the text says was done, by whom, where and when."""

from spacy.tokens import Doc

from kg.extraction.parts import Happening, Referents, Story, Time


def find_events(doc: Doc, story: Story, referents: Referents, times: list[Time]) -> list[Happening]:
    """The events of the text, mentions of one event merged, in the order of the text."""
    return []
