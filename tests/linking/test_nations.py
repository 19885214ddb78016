"""Nations that a text names."""

import pytest

from kg.linking.nations import Nations

NATIONS = Nations({"Russia": ["Russian"], "United Kingdom": ["British", "UK"], "North Korea": ["North Korean"],
                   "Bosnia and Herzegovina": ["Bosnian"]})  # fmt: skip


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("", {}),
        ("a russian doll of the uk", {}),
        ("Britain's north, the U.K.’s south and the British Museum", {"united kingdom": 2}),
        ("North Korean and Russian envoys", {"north korea": 1, "russia": 1}),
        ("He flew to Bosnia and Herzegovina. Russia", {"bosnia and herzegovina": 1, "russia": 1}),
        ("Prussian, Russians", {}),
    ],
)
def test_names_and_adjectives_with_a_capital_letter_count(text: str, counted: dict[str, int]) -> None:
    assert NATIONS.counted(text) == counted


def test_names_of_one_nation() -> None:
    assert NATIONS.same("uk", "british") and not NATIONS.same("uk", "russia") and not NATIONS.same("arden", "arden")
    assert (NATIONS.whole("british"), NATIONS.whole("british museum")) == ("united kingdom", None)


@pytest.mark.parametrize(
    ("key", "plain"),
    [("north korean army", "north korea army"), ("british", "british"), ("army", "army"), ("", "")],
)
def test_an_adjective_gives_way_to_the_name(key: str, plain: str) -> None:
    assert NATIONS.plain(key) == plain
