"""Names in a text: which things it speaks of, and where."""

from typing import Final

from spacy.tokens import Doc

from kg.extraction.parts import Mention, Story, Thing

_TYPES: Final = {"PERSON": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Facility"}


def find_things(doc: Doc, story: Story) -> list[Thing]:
    """The named things, in the order of their first mention."""
    things: dict[tuple[str, str], Thing] = {}
    for span in doc.ents:
        kind = _TYPES.get(span.label_)
        if kind and _inside(story, span.start_char, span.end_char):
            thing = things.setdefault((kind, span.text), Thing(f"e{len(things) + 1}", kind, span.text))
            thing.mentions.append(Mention(span.start_char, span.end_char, span.root.i))
    return list(things.values())


def _inside(story: Story, start: int, end: int) -> bool:
    return any(first <= start and end <= last for first, last in story.passages)
