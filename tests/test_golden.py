"""The golden graphs: what each story must become, and whether the stories show everything there is to show."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest

from kg.records import Event, Relation
from kg.terms import RDF_TYPE, iri_text
from tests.stories import GOLDEN, STORIES, golden, mapped, mapping, ontology, record

V = "https://w3id.org/visits-kg#"


@pytest.mark.parametrize("story", STORIES)
def test_a_story_becomes_its_golden_graph(story: str) -> None:
    done = mapped(story)
    # no blank node is in the data, so graphs are isomorphic if they hold the same triples
    found, wanted = set(done.triples()), set(golden(story))
    assert not any("_:" in (subject[:2], value[:2]) for subject, _, value in found | wanted)
    assert {"missing": wanted - found, "not wanted": found - wanted} == {"missing": set(), "not wanted": set()}
    assert done.faults == []
    assert dict(done.ignored) == {}


def test_each_story_has_a_golden_graph_and_each_golden_graph_a_story() -> None:
    assert sorted(path.stem for path in GOLDEN.iterdir()) == STORIES


@pytest.mark.parametrize("story", STORIES)
def test_offsets_count_code_points_of_the_text(story: str) -> None:
    text = record(story)["document"]["text"]
    spans = [span for part in _all("entities", story) for span in part["mentions"]]
    spans += [span for part in _reports(story) for span in part["evidence"]]
    assert [span["text"] for span in spans] == [text[span["start"] : span["end"]] for span in spans]


def test_a_story_has_characters_of_more_than_one_code_unit() -> None:
    texts = [record(story)["document"]["text"] for story in STORIES]
    assert any(re.search("[\U00010000-\U0010ffff].*[a-z]", text) for text in texts)


# -- what the stories show ---------------------------------------------------------------------------------------------


def _all(collection: str, *stories: str) -> list[dict[str, Any]]:
    return [part for story in stories or STORIES for part in record(story)[collection]]


def _reports(*stories: str) -> list[dict[str, Any]]:
    return [*_all("events", *stories), *_all("relations", *stories)]


def _held(parts: list[dict[str, Any]]) -> set[str]:
    """Give the keys that hold something in at least one of the parts."""
    return {key for part in parts for key, value in part.items() if value not in (None, [], {})}


def test_every_type_is_in_a_story() -> None:
    for collection, known in (
        ("entities", mapping().entities),
        ("events", mapping().events.types),
        ("relations", mapping().relations.types),
    ):
        assert {part["type"] for part in _all(collection)} == set(known), collection


def test_every_attribute_of_every_entity_type_is_in_a_story() -> None:
    for name, rule in mapping().entities.items():
        parts = [part.get("attributes", {}) for part in _all("entities") if part["type"] == name]
        assert _held(parts) == set(rule.attributes), name


def test_every_field_of_a_report_is_in_a_story() -> None:
    assert _held(_all("events")) == set(Event.__struct_fields__) - {"extra"}
    assert _held(_all("relations")) == set(Relation.__struct_fields__) - {"extra"}


def test_every_field_of_documents_and_entities_is_in_a_story() -> None:
    assert _held([record(story)["document"] for story in STORIES]) >= {s.field for s in mapping().document_slots}
    assert _held(_all("entities")) >= {slot.field for slot in mapping().entity_slots}
    assert _held([record(story).get("extractor", {}) for story in STORIES]) == {"name", "version"}


@pytest.mark.parametrize("collection", ["events", "relations"])
def test_every_modality_is_in_a_story(collection: str) -> None:
    rules = getattr(mapping(), collection)
    assert {part.get("modality", "happened") for part in _all(collection)} == {rules.asserted, *rules.unasserted}


@pytest.mark.parametrize(("type", "scheme"), [("Place", "PlaceKinds"), ("Facility", "FacilityKinds")])
def test_every_kind_is_in_a_story(type: str, scheme: str) -> None:
    kinds = {part["attributes"]["kind"] for part in _all("entities") if part["type"] == type}
    assert kinds == set(ontology().concepts[f"https://w3id.org/visits-kg/kind#{scheme}"])


_SINGLE = {"day": r"\d{4}-\d\d-\d\d", "month": r"\d{4}-\d\d", "year": r"\d{4}", "decade": r"\d{3}X"}
FORMS = {
    **_SINGLE,
    **{f"{form}{sign}": rf"{pattern}\{sign}" for form, pattern in _SINGLE.items() for sign in "~?"},
    "closed interval": r"\d[^/]+/\d[^/]+",
    "open end": r"\d[^/]+/\.\.",
    "open start": r"\.\./\d[^/]+",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_date_is_in_a_story(form: str) -> None:
    assert any(re.fullmatch(FORMS[form], part["date"]) for part in _reports() if part.get("date"))


def test_an_event_that_happened_has_no_date_in_a_story() -> None:
    assert any(part["date"] is None and part["modality"] == "happened" for part in _all("events"))


def _leaves(root: str) -> Iterator[str]:
    """Give the classes below a class, or it itself, that have no subclass."""
    parents = set(chain.from_iterable(ontology().superclasses.values()))
    yield from (one for one in ontology().classes - parents if V + root in ontology().ancestors(one))


@pytest.mark.parametrize("root", ["Entity", "Report", "Document", "Evidence"])
def test_every_class_of_the_ontology_is_in_a_golden_graph(root: str) -> None:
    used = {iri_text(value) for story in STORIES for _, predicate, value in golden(story) if predicate == RDF_TYPE}
    assert set(_leaves(root)) - used == set()


def test_every_property_of_the_mapping_is_in_a_golden_graph() -> None:
    used = {iri_text(predicate) for story in STORIES for _, predicate, _ in golden(story)}
    cut_short = {V + "abridged"}  # it comes with --max-quote, not with a record
    links = {iri_text(slot.property) for slot in mapping().link_slots}  # they come with kg link
    assert set(map(iri_text, mapping().properties)) - used == cut_short | links - used
