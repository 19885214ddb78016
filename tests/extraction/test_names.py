import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.extraction.extractor import Extractor
from kg.extraction.lexicon import read_lexicon
from kg.extraction.model import load_model
from kg.extraction.naming import Sketch
from kg.extraction.sight import blank
from kg.extraction.sketch import sketch
from kg.extraction.story import read_story
from kg.extraction.words import split_words
from kg.profile import find_profile

DAY = datetime.date(2024, 5, 10)
TABLES = find_profile().extraction
SENTENCES = yaml.safe_load((Path(__file__).parent / "names" / "names.yaml").read_text(encoding="utf-8"))


def _record(text: str) -> dict[str, Any]:
    extractor = Extractor(load_model().pipeline, TABLES)
    return next(extractor.records([({"id": "s", "published": DAY.isoformat()}, read_story(text, DAY))]))


def _thing(entity: dict[str, Any]) -> str:
    others = sorted({mention["text"] for mention in entity["mentions"]} - {entity["name"]})
    return f"{entity['type']} {entity['name']}" + (f" = {', '.join(others)}" if others else "")


def _role(relation: dict[str, Any], names: dict[str, str]) -> str:
    body = f" of {names[relation['object']]}" if relation["object"] else ""
    return f"{names[relation['subject']]}: {relation['label']}{body}"


def _sketch(text: str) -> Sketch:
    return sketch(text, split_words(text, ((0, len(text)),)), read_lexicon(TABLES))


@pytest.mark.parametrize("sentence", SENTENCES, ids=[sentence["text"][:60] for sentence in SENTENCES])
def test_what_a_sentence_names(sentence: dict[str, Any]) -> None:
    record = _record(sentence["text"])
    names = {entity["id"]: entity["name"] for entity in record["entities"]}
    assert [_thing(entity) for entity in record["entities"]] == sentence["things"]
    assert [
        _role(relation, names) for relation in record["relations"] if relation["type"] == "holdsRole"
    ] == sentence.get("roles", [])


def test_a_mention_is_what_stands_at_its_offsets() -> None:
    for sentence in SENTENCES:
        for entity in _record(sentence["text"])["entities"]:
            for mention in entity["mentions"]:
                assert sentence["text"][mention["start"] : mention["end"]] == mention["text"]


def test_long_titles_are_blanked_and_offsets_stay() -> None:
    text = "Rain fell. Head of the Office of the President of Ukraine Pavlo Hrynko spoke to Mr. Orban."
    blanked = blank(text, _sketch(text).blanks)
    assert len(blanked) == len(text)
    assert blanked.split() == ["Rain", "fell.", "Pavlo", "Hrynko", "spoke", "to", "Mr.", "Orban."]


def test_a_sentence_that_begins_with_a_blank_keeps_its_title_as_evidence() -> None:
    text = "Rain fell. Head of the Office of the President of Ukraine Pavlo Hrynko arrived in Oslo."
    (role,) = _record(text)["relations"]
    assert role["evidence"][0]["text"] == text.removeprefix("Rain fell. ")


def test_words_know_what_their_capital_letters_say() -> None:
    text = 'Moscow-based Ban Ki-moon left. "Later Nauru\'s Al-Farouk came."'
    written = [(word.text, word.capital, word.opens) for word in split_words(text, ((0, len(text)),)) if word.capital]
    assert written == [
        ("Ban", True, False),
        ("Ki-moon", True, False),
        ("Later", True, True),
        ("Nauru", True, False),
        ("Al-Farouk", True, False),
    ]


@pytest.mark.parametrize(
    "text", ["", "of", "Minister of", "Ministry of the", "U.S.", "(NTSB)", "King", "Deputy Heads of the"]
)
def test_what_breaks_off_names_nobody(text: str) -> None:
    assert not any(title.person for title in _sketch(text).titles)


def test_a_list_of_a_profile_can_be_extended(tmp_path: Path) -> None:
    for path in TABLES.glob("*.yaml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    extended = (
        (tmp_path / "equipment.yaml").read_text(encoding="utf-8").replace("Weapon: [", "Weapon: [Thunderhead, ", 1)
    )
    (tmp_path / "equipment.yaml").write_text(extended, encoding="utf-8")
    text = "A Thunderhead was shown."
    names = sketch(text, split_words(text, ((0, len(text)),)), read_lexicon(tmp_path)).names
    assert [(name.type, name.name) for name in names] == [("Weapon", "Thunderhead")]
