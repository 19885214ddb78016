from pathlib import Path

import pytest

from kg.adapters.labels import FrameLabel, Labels, read_labels
from kg.errors import ProfileError
from kg.profile import find_profile
from tests.samples import mapping

SHIPPED = find_profile().adapters


def test_the_table_that_ships_goes_with_the_mapping(labels: Labels) -> None:
    rules = mapping()
    assert {one.type for one in labels.entities.values()} == rules.entities.keys()
    assert {one.type for one in labels.events.values()} == rules.events.types.keys()
    assert {one.type for one in labels.relations.values()} == rules.relations.types.keys()
    assert {type for types in labels.fits.values() for type in types} <= rules.entities.keys()
    assert set(labels.names.values()) <= rules.entities.keys()
    assert set(labels.modalities.values()) == {"happened", "planned", "hedged", "denied"}
    assert not labels.events.keys() & labels.relations.keys()


def test_roles_of_a_label_go_first(labels: Labels) -> None:
    rule = FrameLabel("Visit", source="participants", target=["facility", "place"], roles={"Where_To": "place"})
    assert labels.roles_of(rule, "SOURCE") == ("participants",)
    assert labels.roles_of(rule, "target2") == ("facility", "place")
    assert labels.roles_of(rule, "where to") == ("place",)
    assert labels.roles_of(rule, "where") == ("facility", "place")
    assert labels.roles_of(rule, "because") == ()
    assert labels.roles_of(FrameLabel("Visit"), "source") == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("entities:", "things:", "unknown field"),
        ("person: Person", "person: [Person]", "not a table of labels"),
        ("source: participants", "sauce: participants", "unknown field"),
        ("modality: hedged\n", "modality: {}\n", "not a table of labels"),
        ("entities:", "entities: [", "not a table of labels"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(SHIPPED.read_text().replace(old, new, 1))
    with pytest.raises(ProfileError, match=words) as error:
        read_labels(path)
    assert str(path) in str(error.value)
    with pytest.raises(ProfileError, match="cannot be read"):
        read_labels(tmp_path / "none.yaml")
