"""What a service is asked about an entity: its name first, and other ways to say it only where that gave nothing."""

import re
from collections.abc import Collection

from kg.linking.forms import forms_of, fuller_forms, runs
from kg.linking.keys import name_key, untitled
from kg.linking.online.source import Ask
from kg.linking.rules import Rules
from kg.records import Entity, Record

ROUNDS = 2

_FULLER = 4
_OTHER = 5
_SHORTENED = frozenset({"Person", "Organization"})
_VARIANT = re.compile(r"(.*\d[A-Za-z]+)\d+|(.*\d)[A-Za-z]+")


def asks_of(entity: Entity, record: Record, rules: Rules, round: int) -> list[Ask]:
    """Give what is asked in a round."""
    titles = frozenset(rules.titles)
    texts = _other(entity, record, rules, titles) if round else [entity.name, *_fuller(entity, record, titles)]
    return [Ask(text, entity.type) for text in dict.fromkeys(texts) if name_key(text)]


def _fuller(entity: Entity, record: Record, titles: Collection[str]) -> list[str]:
    """A surname alone is found among too many; the text often has more of the name, if no other entity does."""
    if entity.type not in _SHORTENED:
        return []
    short = untitled(name_key(entity.name), titles)
    keys = [form.key for form in fuller_forms(short, record, runs(record.document.text or ""), titles)]
    named = {name_key(other.name) for other in record.entities} - {short, name_key(entity.name)}
    fresh = [key for key in keys if not any(f" {name} " in f" {key} " for name in named)]
    return sorted(fresh, key=lambda key: len(key.split()))[:_FULLER]


def _other(entity: Entity, record: Record, rules: Rules, titles: Collection[str]) -> list[str]:
    spoken = [span.text for span in entity.mentions if span.text and not span.text[0].islower()]
    model = rules.types[entity.type].models and model_of(entity.name)
    forms = [form.key for form in forms_of(entity, record.document.text or "", titles)]
    texts = [without_titles(entity.name, titles), *([model] if model else []), *entity.aliases, *spoken, *forms]
    fresh = {name_key(text): text for text in reversed(texts)}  # of two spellings of one key, the one as it is written
    return [text for key, text in reversed(fresh.items()) if key != name_key(entity.name)][:_OTHER]


def without_titles(name: str, titles: Collection[str]) -> str:
    """Take titles off both ends of a name as it is written.

    >>> without_titles("Prime Minister Jean-Luc Orr, MD", {"prime", "minister", "md"})
    'Jean-Luc Orr,'
    """
    words = name.split()
    while len(words) > 1 and name_key(words[0]) in titles:
        words = words[1:]
    while len(words) > 1 and name_key(words[-1]) in titles:
        words = words[:-1]
    return " ".join(words)


def model_of(name: str) -> str | None:
    """Give the name of the model that a variant belongs to, if the name is that of a variant.

    >>> model_of("Tu-22M3"), model_of("Sukhoi Su-30MKM"), model_of("Su-35")
    ('Tu-22M', 'Sukhoi Su-30', None)
    """
    match = _VARIANT.fullmatch(name)
    return (match[1] or match[2]) if match else None
