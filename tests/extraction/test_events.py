import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.extraction.calendar import read_calendar
from kg.extraction.frames import read_frames
from kg.extraction.model import load_model
from kg.profile import find_profile
from tests.extraction.marked import events_of, read_marks

PUBLISHED = datetime.date(2024, 5, 10)
STORIES = sorted((Path(__file__).parent / "stories").glob("*.yaml"))
TABLES = find_profile().extraction
CALENDAR = read_calendar(TABLES / "times.yaml")
FRAMES = read_frames(TABLES)


def _stories() -> list[Any]:
    return [
        pytest.param(story, id=f"{path.stem}: {read_marks(story['text']).text[:60]}")
        for path in STORIES
        for story in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("story", _stories())
def test_events_of_a_story(story: dict[str, Any]) -> None:
    model = load_model().pipeline
    found = events_of(story["text"].strip(), story.get("published", PUBLISHED), model, CALENDAR, FRAMES)
    assert found == story.get("events", [])
