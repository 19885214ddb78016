"""How many words a second become records, beside the language model alone, and how much memory that takes.

    python benchmarks/extraction.py [TEXTS...] [--rounds 5] [--words 20000] [--model NAME]

TEXTS are .txt files or folders of them; else the texts of ``examples/``. They are repeated up to the wanted number of
words, so that a round is long enough. Each round runs both, in turn, in this one process; ratios are of one round.
"""

import argparse
import datetime
import json
import resource
import statistics
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from kg.extraction.extractor import Extractor
from kg.extraction.model import DEFAULT, load_model, parse
from kg.extraction.parts import Story
from kg.extraction.story import read_story
from kg.profile import find_profile

EXAMPLES = Path(__file__).parents[1] / "examples"
CHUNK = 32


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("texts", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--words", type=int, default=20_000)
    parser.add_argument("--model", default=DEFAULT)
    arguments = parser.parse_args()
    begun = time.perf_counter()
    extractor = Extractor(load_model(arguments.model).pipeline, find_profile().extraction)
    print(f"loaded in {time.perf_counter() - begun:.1f} s")
    stories = filled(texts(arguments.texts), arguments.words)
    words = sum(len(story.text.split()) for story in stories)
    extract(extractor, stories[:CHUNK])
    alone, whole = [], []
    for _ in range(arguments.rounds):
        alone.append(timed(lambda: read(extractor, stories)))
        whole.append(timed(lambda: extract(extractor, stories)))
    print(f"{len(stories):,} texts, {words:,} words, {arguments.rounds} rounds")
    print(f"the model alone {words / statistics.median(alone):,.0f} words/s")
    print(f"text to record  {words / statistics.median(whole):,.0f} words/s")
    ratios = sorted(one / other for one, other in zip(whole, alone, strict=True))
    print(f"time, as a multiple of the model's: {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    print(f"memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most")


def texts(paths: list[Path]) -> list[str]:
    """Read the texts."""
    if not paths:
        return [json.loads(path.read_text())["document"]["text"] for path in sorted(EXAMPLES.glob("*.json"))]
    return [file.read_text() for path in paths for file in (sorted(path.glob("*.txt")) if path.is_dir() else [path])]


def filled(found: list[str], words: int) -> list[Story]:
    """Repeat texts up to a number of words."""
    stories: list[Story] = []
    for text in cycle(found):
        if words <= 0:
            return stories
        stories.append(read_story(text, datetime.date(2024, 3, 5)))
        words -= max(len(text.split()), 1)
    return stories


def read(extractor: Extractor, stories: list[Story]) -> None:
    """Run the model alone."""
    for _ in parse(extractor.model, (story.reading for story in stories)):
        pass


def extract(extractor: Extractor, stories: list[Story]) -> None:
    """Run all, as the pipeline does: a chunk of texts at a time, and each record as JSON."""
    for first in range(0, len(stories), CHUNK):
        for record in extractor.records(({"id": "x"}, story) for story in stories[first : first + CHUNK]):
            json.dumps(record)


def timed(work: Callable[[], None]) -> float:
    """Give the processor's seconds that some work takes; on a busy machine they say more than the wall's."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
