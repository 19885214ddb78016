"""``kg completion``."""

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of a shell, to be read by its start-up file.

    \b
    For bash:   kg completion bash >> ~/.bashrc
    """
    from kg.cli import group

    found = get_completion_class(shell)
    if found is None:  # pragma: no cover  # the choice above names only shells that click knows
        raise click.UsageError(f"no completion for {shell}")
    click.echo(found(group, {}, "kg", "_KG_COMPLETE").source())
