"""What is left in a store when loads are cut off, over and over: kills of client and store, and faults on the way.

    python -m benchmarks.faults [STORE...] [--rounds 500]

Each round loads a new version of every document into a real store, through a proxy, while something goes wrong; then
each document must be its old or its new version, and the same load, undisturbed, must complete it. A store that does
not open again after it was killed is wrecked; the next round finds an empty one.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

from tests.stores.faults import DOCUMENTS, torment
from tests.stores.servers import PROGRAMS, SHORT_LIVED, Server


def main() -> None:
    """Torment each store that is installed, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    names = [program.name for program in PROGRAMS]
    parser.add_argument("stores", nargs="*", default=names, help=f"some of {', '.join(names)}")
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    columns = "store | rounds | cut short | mixed | wrecked | documents | half replaced | lost | doubled | minutes"
    print(f"| {columns} |\n{'|---' * 10}|")
    for program in PROGRAMS:
        if program.name not in arguments.stores:
            continue
        if reason := program.missing():
            print(f"| {program.name} | {reason} |")
            continue
        os.environ.update({**SHORT_LIVED, **program.environment})
        with tempfile.TemporaryDirectory() as folder:
            server, start = Server(program, Path(folder)), time.monotonic()
            try:
                outcome = torment(server, Path(folder), arguments.rounds, arguments.seed)
            finally:
                server.stop()
        rounds = sum(outcome.rounds.values())
        seen = f"{rounds} | {outcome.cut_short} | {outcome.mixed} | {outcome.wrecked} | {rounds * DOCUMENTS:,}"
        found = f"{len(outcome.half)} | {len(outcome.lost)} | {len(outcome.doubled)}"
        print(f"| {program.name} | {seen} | {found} | {(time.monotonic() - start) / 60:.1f} |", flush=True)
        for line in (*outcome.half, *outcome.lost, *outcome.doubled)[:10]:
            print(f"  {line}")


if __name__ == "__main__":
    main()
