"""Events: what the text says was done, by whom, where and when."""

from spacy.tokens import Doc

from kg.extraction.candidates import find_candidates
from kg.extraction.frames import Frames
from kg.extraction.geography import find_containers
from kg.extraction.merging import merge
from kg.extraction.objects import add_objects
from kg.extraction.parts import Happening, Referents, Story, Time
from kg.extraction.reading import read
from kg.extraction.splitting import split
from kg.extraction.tellings import read_telling
from kg.extraction.when import Calendar
from kg.extraction.whereabouts import find_whereabouts


def find_events(doc: Doc, story: Story, referents: Referents, times: list[Time], frames: Frames) -> list[Happening]:
    """The events of the text, mentions of one event merged, in the order of the text."""
    reading = read(doc, story, referents, times, frames)
    calendar = Calendar(reading)
    tellings = []
    candidates = (one for found in find_candidates(reading) for one in split(reading, found))
    for candidate in candidates:
        telling = read_telling(reading, calendar, candidate)
        if telling is not None:
            add_objects(reading, telling)
            tellings.append(telling)
    return merge(tellings, find_containers(reading), find_whereabouts(reading))
