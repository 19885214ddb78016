"""``kg store``."""

from pathlib import Path

import click

from kg.errors import OutputError
from kg.stores import LocalStore, is_store, read_ledger


@click.command("store")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def command(folder: Path) -> None:
    """Make a triple store in a folder, for those who have no server, or say what is in one.

    The folder then stands for an endpoint in every verb that takes one.
    """
    if folder.is_dir() and not is_store(folder) and any(folder.iterdir()):
        raise OutputError("the folder holds something else", where=str(folder), hint="name an empty or a new one")
    store = LocalStore(folder)
    held = read_ledger(store)
    store.close()
    click.echo(f"{folder}: a store with {len(held):,} documents")
