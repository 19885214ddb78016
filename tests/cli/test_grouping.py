from dataclasses import dataclass

import click
from click.testing import CliRunner

from kg.cli.options.grouping import grouped

SHARED = click.option("--cache", default="here", help="Of both.")


@dataclass(frozen=True)
class One:
    cache: str
    first: int
    spare: str = "spare"


@dataclass(frozen=True)
class Two:
    cache: str
    second: bool
    name: str


one_options = grouped("one", One, click.option("--first", type=int, default=1), SHARED)
two_options = grouped("two", Two, click.option("--second", is_flag=True), SHARED)


@click.command()
@one_options
@two_options
@click.option("--name", default="n")
def verb(one: One, two: Two, name: str) -> None:
    click.echo(f"{one} {two} {name}")


def test_groups_arrive_as_values_and_share_what_both_want() -> None:
    said = CliRunner().invoke(verb, ["--first", "5", "--cache", "there", "--second"]).output.strip()
    one, two = One("there", 5), Two("there", second=True, name="n")
    assert said == f"{one} {two} n", "an option of the verb's own goes to the group and to the verb"


def test_an_option_of_both_is_there_once_and_help_keeps_the_order() -> None:
    assert [option.name for option in verb.params] == ["first", "second", "cache", "name"]


def test_a_value_of_a_group_above_may_be_a_part_of_one_below() -> None:
    seen = []

    @click.command()
    @one_options
    @grouped("whole", lambda one, name="no": (one, name))
    def nested(whole: tuple[One, str]) -> None:
        seen.append(whole)

    assert CliRunner().invoke(nested, ["--first", "2"]).exit_code == 0
    assert seen == [(One("here", 2), "no")]
