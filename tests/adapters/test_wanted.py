"""What a tool is asked for is what the table understands."""

from pathlib import Path

from kg.adapters.assembly import Assembly
from kg.adapters.gliner2 import ADAPTER
from kg.adapters.labels import Labels, plain, read_labels
from kg.adapters.wanted import wanted
from kg.profile import find_profile
from tests.adapters.reading import STORY, made, told


def test_one_label_is_asked_for_of_each_meaning(labels: Labels) -> None:
    asked = wanted(labels)
    meanings = [
        (labels.entities[plain(one)].type, *labels.entities[plain(one)].attributes.items()) for one in asked.entities
    ]
    assert len(meanings) == len(set(meanings))
    assert {one[0] for one in meanings} == {one.type for one in labels.entities.values()}
    assert [labels.events[one].type for one in asked.events] == list(
        dict.fromkeys(one.type for one in labels.events.values())
    )
    assert {labels.relations[one].type for one in asked.relations} == {one.type for one in labels.relations.values()}


def test_the_roles_are_those_that_the_table_speaks_of_for_events_of_the_kind(labels: Labels) -> None:
    asked = wanted(labels).events
    assert asked["meeting"] == {"participants": True, "host": True, "place": False, "facility": False}
    assert asked["demonstration"] == {"participants": True, "objects": True}


def test_an_answer_to_each_question_becomes_an_event(assembly: Assembly, labels: Labels) -> None:
    fill = {
        "participants": "Ada Quill",
        "host": "Bo Reed",
        "facility": "Ostrava Works",
        "place": "Kingsby",
        "objects": "T1",
    }
    entities = {
        "person": ["Ada Quill", "Bo Reed"],
        "facility": ["Ostrava Works"],
        "city": ["Kingsby"],
        "weapon": ["T1"],
    }
    for label, roles in wanted(labels).events.items():
        answer = {role: [fill[role]] if many else fill[role] for role, many in roles.items()}
        (record,), left, _ = made(ADAPTER, assembly, {"text": STORY + " T1.", "entities": entities, label: [answer]})
        (event,) = told(record, "events")
        assert {role: event[role] for role in roles} == answer
        assert [what for what in left if label in what] == []


def test_the_first_of_equal_labels_in_the_table_is_asked_for(tmp_path: Path) -> None:
    table = tmp_path / "adapters.yaml"
    shipped = find_profile().adapters.read_text()
    table.write_text(shipped.replace("entities:\n", "entities:\n  statesman: Person\n", 1))
    assert wanted(read_labels(table)).entities[0] == "statesman"
    assert "person" not in wanted(read_labels(table)).entities
