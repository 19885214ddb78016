from pathlib import Path

import pytest

from kg.errors import ProfileError
from kg.extraction.frames import read_frames
from kg.profile import find_profile

SHIPPED = find_profile().extraction


def _tables(folder: Path, **changed: str) -> Path:
    for name in ("frames", "claims", "countries"):
        text = changed.get(name, (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8"))
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_every_frame_speaks_of_an_event_of_the_record() -> None:
    frames = read_frames(SHIPPED)
    types = {"Meeting", "PhoneCall", "Visit", "Inspection", "Arrival", "Demonstration", "Presentation"}
    senses = [frame for group in (*frames.verbs.values(), *frames.nouns.values()) for frame in group]
    assert {frame.type for frame in senses} <= types
    roles = {"participants", "host", "objects", "site", "seen", "either"}
    assert {role for frame in senses for role in frame.roles.values()} <= roles


def test_words_are_words() -> None:
    """YAML reads a bare ``on`` or ``no`` as a truth value."""
    frames = read_frames(SHIPPED)
    lists = [
        *frames.words.values(),
        *frames.light.values(),
        frames.occurring,
        frames.where,
        *frames.claims.wished.values(),
    ]
    assert all(isinstance(word, str) for words in lists for word in words)
    parts = [
        part for group in (*frames.verbs.values(), *frames.nouns.values()) for frame in group for part in frame.roles
    ]
    assert all(isinstance(part, str) for part in [*parts, *frames.light])


def test_a_frame_of_the_users_own(tmp_path: Path) -> None:
    table = (SHIPPED / "frames.yaml").read_text(encoding="utf-8")
    added = table.replace(
        "verbs:\n", "verbs:\n  - {lemmas: [parley], type: Meeting, roles: {subject: participants}}\n", 1
    )
    assert read_frames(_tables(tmp_path, frames=added)).verbs["parley"][0].type == "Meeting"


@pytest.mark.parametrize("text", ["verbs: [", "verbs: {}", "verbs: [{type: Visit}]", "- a\n- b"])
def test_a_table_of_another_form_is_told_with_its_place(tmp_path: Path, text: str) -> None:
    with pytest.raises(ProfileError) as caught:
        read_frames(_tables(tmp_path, frames=text))
    assert str(tmp_path) in str(caught.value)


def test_a_missing_table(tmp_path: Path) -> None:
    with pytest.raises(ProfileError):
        read_frames(tmp_path)
