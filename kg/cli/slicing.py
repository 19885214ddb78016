"""A slice of Wikidata, fetched for ``kg index build --online``."""

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.cli.options.online import Online
from kg.cli.progress import Progress
from kg.cli.services import manners_of, opened_api, opened_cache
from kg.errors import OutputError
from kg.linking.online.queryservice import QueryService
from kg.linking.online.slice import NAME, Wanted, write_slice
from kg.linking.rules import Rules
from kg.web.client import Client


@contextmanager
def fetched_slice(
    online: Online, rules: Rules, types: Collection[str], sitelinks: int, url: str, output: Path
) -> Iterator[Path]:
    """Fetch a slice into a file that is there as long as it is needed."""
    progress = Progress("items")
    with opened_cache(online.cache, offline=False) as cache, _folder(output) as folder:
        api = opened_api(online, rules, cache)
        service = QueryService(Client(url, manners_of(online, contact=True)), cache)
        wanted = Wanted(rules, frozenset(types or rules.types), sitelinks)
        try:
            write_slice(service, api, wanted, folder / NAME, progress.show)
        finally:
            progress.close()
        yield folder / NAME


@contextmanager
def _folder(output: Path) -> Iterator[Path]:
    """A folder beside the output, for a slice can be larger than the place for temporary files."""
    try:
        with tempfile.TemporaryDirectory(prefix=f".{output.name}.", dir=output.resolve().parent) as name:
            yield Path(name)
    except FileNotFoundError as error:
        raise OutputError("the output cannot be written: there is no such folder", where=str(output)) from error
