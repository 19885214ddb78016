"""From a story to a record: names, roles, what refers back, times, events."""

import dataclasses
import importlib.metadata
from typing import Any

from spacy.language import Language

from kg.extraction.coreference import resolve
from kg.extraction.events import find_events
from kg.extraction.lexicon import Lexicon, load_lexicon
from kg.extraction.names import find_things, index_tokens
from kg.extraction.parts import Extent, Happening, Role, Story, Thing
from kg.extraction.roles import find_roles
from kg.extraction.sight import see
from kg.extraction.sketch import sketch
from kg.extraction.times import find_times
from kg.extraction.words import split_words
from kg.profile import find_profile


def extract(
    story: Story, document: dict[str, Any], model: Language, lexicon: Lexicon | None = None
) -> dict[str, Any]:
    """The record of a story: ``document`` as given, with its text, and what was found in it.

    :param lexicon: what is known about names; by default that of the profile that ships with this package.
    """
    lexicon = lexicon or load_lexicon(find_profile().folder / "extraction")
    sketched = sketch(story.reading, split_words(story.reading, story.passages), lexicon)
    doc = see(model, story.reading, sketched.blanks)
    things, of = find_things(doc, story, sketched, lexicon)
    roles = find_roles(sketched, of, index_tokens(doc), lexicon)
    referents = resolve(doc, things, roles)
    events = find_events(doc, story, referents, find_times(doc, story.published))
    return {
        "document": document | {"published": story.published.isoformat(), "text": story.text},
        "extractor": {"name": "kg", "version": importlib.metadata.version("visits-kg")},
        "entities": [_entity(thing, story.text) for thing in referents.things.values()],
        "events": [_event(f"v{number}", event, story.text) for number, event in enumerate(events, 1)],
        "relations": [_role(f"r{number}", role, story.text) for number, role in enumerate(roles, 1)],
    }


def _span(extent: Extent, text: str) -> dict[str, Any]:
    start, end = extent
    return {"start": start, "end": end, "text": text[start:end]}


def _entity(thing: Thing, text: str) -> dict[str, Any]:
    return {
        "id": thing.id,
        "type": thing.type,
        "name": thing.name,
        "attributes": thing.attributes,
        "mentions": [_span((mention.start, mention.end), text) for mention in thing.mentions],
    }


def _event(name: str, event: Happening, text: str) -> dict[str, Any]:
    fields = dataclasses.asdict(event)
    evidence = [_span(fields.pop("sentence"), text)]
    fields["attributedTo"] = fields.pop("attributed_to")
    fields["attributedText"] = fields.pop("attributed_text")
    return {"id": name, **fields, "evidence": evidence}


def _role(name: str, role: Role, text: str) -> dict[str, Any]:
    return {
        "id": name,
        "type": "holdsRole",
        "subject": role.person,
        "label": role.label,
        "object": role.body,
        "evidence": [_span(role.sentence, text)],
    }
