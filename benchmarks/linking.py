"""How fast an index is built and asked, how much memory it takes, and how right the links are.

    python -m benchmarks.linking DUMP [--items 1000000] [--ranks QRANK] [--records RECORDS --gold GOLD]

DUMP is a Wikidata JSON dump, or a part of one. It is filled up to the wanted number of items with generated ones, whose
names are made of the words of real names, so that look-ups meet as many names as in a real index. Look-ups and
decisions are timed by the processor's time, which other work on the machine hardly changes; building by the clock.
With RECORDS and GOLD (see ``linking_model.py``) the curve of accuracy and precision over the threshold is printed, on
the whole index.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.linking.dump import Dump, Entity
from kg.linking.index import Index
from kg.linking.keys import name_fold, name_key
from kg.linking.linker import Linker
from kg.linking.opening import open_index
from kg.linking.rules import read_rules
from kg.profile import find_profile
from kg.records import read_record

FIRST_MADE = 10**12  # numbers of generated items, beyond all real ones
ASKED = 5000


def main() -> None:
    """Build, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("dump", type=Path)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--ranks", type=Path)
    parser.add_argument("--records", type=Path)
    parser.add_argument("--gold", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dump, file = Path(folder) / "dump.json", Path(folder) / "index.kgi"
        names = fill(arguments.dump, dump, arguments.items)
        build(dump, file, arguments.ranks)
        with open_index(file) as index:
            look_up(index, names)
            if arguments.records and arguments.gold:
                link(index, arguments.records, json.loads(arguments.gold.read_text()))
        print(f"memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most")


def fill(source: Path, out: Path, items: int) -> list[str]:
    """Write a dump of the wanted size; give a sample of its names."""
    chance = random.Random(1)
    words: set[str] = set()
    names: list[str] = []
    with out.open("w", encoding="utf-8") as file:
        file.write("[\n")
        count = sum(file.write(line.decode() + ",\n") > 0 for _, line in Dump(source).lines())
        for entity in Dump(source).entities():
            labels = _labels(entity)
            words.update(word.title() for label in labels for word in _words(label))
            if chance.random() < ASKED / max(count, 1):
                names.extend(labels)
        made = sorted(words)
        for number in range(count, items):
            name = " ".join(chance.sample(made, chance.choice((2, 2, 2, 3, 4))))
            kind = chance.choice(("Q5", "Q5", "Q43229", "Q515", "Q62447"))
            claim = {"mainsnak": {"datavalue": {"value": {"id": kind}}}}
            named = {"labels": {"en": {"value": name}}, "claims": {"P31": [claim]}}
            made_item = {"type": "item", "id": f"Q{FIRST_MADE + number}", **named}
            file.write(json.dumps(made_item, ensure_ascii=False) + ",\n")
        file.write("{}\n]\n")
    return names[:ASKED]


def _labels(entity: Entity) -> list[str]:
    return [label.value for label in entity.labels.values()] if isinstance(entity.labels, dict) else []


def _words(label: str) -> Iterator[str]:
    return (word for word in name_key(label).split() if len(word) > 3 and word.isalpha())


def build(dump: Path, file: Path, ranks: Path | None) -> None:
    """Build in a process of its own, so that its memory is its own."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "kg", "index", "build", str(dump), "-o", str(file)]
    subprocess.run([*command, *(["--qrank", str(ranks)] if ranks else [])], check=True)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    with open_index(file) as index:
        items = index.counts["item"]
    size = file.stat().st_size / 2**20
    print(f"build: {items:,} items in {seconds:,.0f} s, {items / seconds:,.0f}/s")
    print(f"build: {memory:,.0f} MB of memory at most, file of {size:,.0f} MB")


def look_up(index: Index, names: list[str]) -> None:
    """Time look-ups of real names."""
    keys = [name_key(name) for name in names]
    timed("look-up by key", index.by_key, keys)
    timed("look-up by fold", index.by_fold, [name_fold(key) for key in keys])
    timed("look-up by words", lambda key: index.by_words(key.split()), keys)


def timed(what: str, ask: Callable[[str], object], values: list[str]) -> None:
    """Ask for each value, and print median and 99th percentile."""
    times = []
    for value in values:
        start = time.process_time()
        ask(value)
        times.append((time.process_time() - start) * 1000)
    print(f"{what}: median {statistics.median(times):.3f} ms, p99 {statistics.quantiles(times, n=100)[98]:.3f} ms")


def link(index: Index, path: Path, gold: dict[str, dict[str, str | None]]) -> None:
    """Link records, and print the time of a mention and the curve."""
    records = [read_record(line) for line in path.read_bytes().splitlines()]
    linker = Linker(index, read_rules(find_profile().linking))
    said: list[tuple[float, bool, bool]] = []
    start = time.process_time()
    for record in records:
        for entity, decision in zip(record.entities, linker.decisions(record), strict=True):
            answer = gold[record.document.id].get(entity.id)
            if not entity.name[0].islower():
                inside = answer is not None and index.item(int(answer[1:])) is not None
                score = decision.score if decision.item and decision.score else 0.0
                said.append((score, decision.item == answer, inside))
    seconds = time.process_time() - start
    print(f"linking: {seconds / sum(len(record.entities) for record in records) * 1000:.2f} ms a mention")
    known = sum(inside for _, _, inside in said)
    print(f"{'threshold':>9} {'accuracy':>9} {'precision':>9} {'links':>6}")
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95):
        given = [right for score, right, _ in said if score >= threshold]
        print(f"{threshold:>9.2f} {sum(given) / known:>9.3f} {sum(given) / max(len(given), 1):>9.3f} {len(given):>6}")


if __name__ == "__main__":
    main()
