"""What refers back, in short texts of our own: a word in brackets stands for the things that are expected.

Names and offices are given, as the stages before would give them.
"""

import re
from dataclasses import replace
from functools import cache

import pytest

from kg.extraction.anaphora.coreference import resolve
from kg.extraction.anaphora.reference import Reference, nations_of, read_reference
from kg.extraction.model import load_model, parse
from kg.extraction.parts import Mention, Role, Thing
from kg.profile import find_profile

COUNTRIES = {
    "Kestria": {"adjectives": ["Kestrian"]},
    "Norvia": {"adjectives": ["Norvian"]},
    "North Tarland": {"adjectives": ["North Tarlander", "N-Tarlander"]},
    "Tarland": {"adjectives": ["Tarlander"]},
}
TITLES = "president head minister leader chancellor premier governor king queen ambassador adviser chief envoy"

# Type, attributes and forms of what the texts name.
VANE = ("Person", "Adam Vane", "Vane")
LUND = ("Person", "Bo Lund", "Lund")
ORR = ("Person", "Carla Orr", "Orr")
TESK = ("Person", "Dov Tesk", "Tesk")
MINA = ("Person", "Yulia Mina", "Mina")
KESTRIA = ("Place country", "Kestria")
NORVIA = ("Place country", "Norvia")
TARLAND = ("Place country", "North Tarland")
PORTO = ("Place city", "Portovel")
ELM = ("Place city", "Elmstead")
AIRPORT = ("Facility airport", "Portovel Airport")
PLANT = ("Facility plant", "Elm Tractor Plant")
AGENCY = ("Organization", "Kestrian Space Agency")
BOARD = ("Organization", "Norvian Grain Board")
ADVISERS = ("Group", "trade advisers of Kestria and Norvia")
SHIP = ("Vessel", "Grey Heron")
PLANE = ("AircraftModel", "Kx-12")
PLANE_2 = ("AircraftModel", "Kx-9")
MISSILE = ("Weapon", "Brand")

PRESIDENT = ("Adam Vane", "President", "Kestria")
OTHER_PRESIDENT = ("Bo Lund", "President", "Norvia")
PREMIER = ("Bo Lund", "Prime Minister", "Norvia")
MINISTER = ("Carla Orr", "defence minister", "Kestria")
GOVERNOR = ("Dov Tesk", "Governor", None)
DEPUTY = ("Yulia Mina", "First Deputy Prime Minister - Minister of Economy", "Norvia")
LEADER = ("Dov Tesk", "Leader", "North Tarland")
OFFICE_HEAD = ("Bo Lund", "Head of the Office of the President", "Kestria")

CASES = [
    # he and she
    ("Adam Vane arrived. [He] met the press.", [VANE], [], "Adam Vane"),
    ("Adam Vane met Carla Orr. [She] thanked the hosts.", [VANE, ORR], [], "Carla Orr"),
    ("Adam Vane met Bo Lund in Portovel. [He] then left.", [VANE, LUND, PORTO], [], "Adam Vane"),
    ("The video shows that Adam Vane arrived, and children welcomed [him].", [VANE], [], "Adam Vane"),
    ("Adam Vane came to Portovel, and Bo Lund welcomed [him] there.", [VANE, LUND, PORTO], [], "Adam Vane"),
    ("Bo Lund said [he] would come.", [LUND], [], "Bo Lund"),
    ("During [his] visit to Norvia, Adam Vane met Bo Lund.", [VANE, LUND, NORVIA], [], "Adam Vane"),
    ("Adam Vane began [his] tour of Norvia on Monday.", [VANE, NORVIA], [], "Adam Vane"),
    ("Adam Vane found [himself] in Portovel.", [VANE, PORTO], [], "Adam Vane"),
    ("Carla Orr spoke with Yulia Mina. Later [she] flew home.", [ORR, MINA], [], "Carla Orr"),
    ("Adam Vane flew home. The weather was bad. [He] arrived late.", [VANE], [], "Adam Vane"),
    ('"I met Bo Lund," said Adam Vane. [He] smiled.', [VANE, LUND], [], "Adam Vane"),
    ('Adam Vane said: "[I] will visit Norvia."', [VANE, NORVIA], [], "Adam Vane"),
    ('Bo Lund met Adam Vane. "[I] will go home," the president said.', [VANE, LUND], [PRESIDENT], "Adam Vane"),
    # who speaks in the transcript of a talk
    ("Adam Vane: Good day.\nBo Lund: People told me so when [I] was there.", [VANE, LUND], [], "Bo Lund"),
    ("Adam Vane: Good day.\nBo Lund: It is warmer than when [we] met.", [VANE, LUND], [], "Adam Vane+Bo Lund"),
    (
        "Carla Orr: Good day.\nAdam Vane: That is good. Bo Lund told me about it when [we] met.",
        [ORR, VANE, LUND],
        [],
        "Adam Vane+Bo Lund",
    ),
    ("Adam Vane: Good day.\nBo Lund: [We] build roads.", [VANE, LUND], [], ""),
    ("Adam Vane: a portrait.\nPeople told Bo Lund so when [I] was there.", [VANE, LUND], [], ""),
    # the capital
    ("Adam Vane flew from Portovel to Elmstead, then left for the [capital].", [VANE, PORTO, ELM], [], "Portovel"),
    ("Together with Bo Lund, [he] inspected a plant. Adam Vane was glad.", [VANE, LUND], [], ""),
    ("Adam Vane left. Together with Bo Lund, [he] inspected a plant.", [VANE, LUND], [], "Adam Vane"),
    ("Adam Vane was met by Bo Lund and [his] wife.", [VANE, LUND], [], "Bo Lund"),
    # relative clauses
    ("Adam Vane, [who] was visiting Portovel, left.", [VANE, PORTO], [], "Adam Vane"),
    ("Adam Vane met Bo Lund, [who] had arrived on Monday.", [VANE, LUND], [], "Bo Lund"),
    ("He flew to Portovel, [where] he met Bo Lund.", [PORTO, LUND], [], "Portovel"),
    (
        "He flew to Portovel Airport near Elmstead, [where] he met Bo Lund.",
        [AIRPORT, ELM, LUND], [], "Portovel Airport",
    ),
    # titles
    ("Adam Vane landed. The [president] was greeted by a band.", [VANE], [PRESIDENT], "Adam Vane"),
    (
        "Adam Vane and Bo Lund spoke. The Norvian [president] left first.",
        [VANE, LUND], [PRESIDENT, OTHER_PRESIDENT], "Bo Lund",
    ),
    (
        "Adam Vane and Bo Lund spoke. The [President] of Kestria left first.",
        [VANE, LUND, KESTRIA], [PRESIDENT, OTHER_PRESIDENT], "Adam Vane",
    ),
    ("Adam Vane toured the hall. The [Head] of State thanked the staff.", [VANE], [PRESIDENT], "Adam Vane"),
    ("Bo Lund toured the hall. The [head] of government thanked the staff.", [LUND], [PREMIER], "Bo Lund"),
    ("Dov Tesk came by train. The North Tarlander [leader] waved.", [TESK], [LEADER], "Dov Tesk"),
    ("Dov Tesk came by train. N-Tarlander [leader] then went to the port.", [TESK], [LEADER], "Dov Tesk"),
    ("Dov Tesk came by train. The Tarlander [leader] waved.", [TESK], [LEADER], "Dov Tesk"),
    ("Dov Tesk met Adam Vane. The Kestrian [leader] smiled.", [TESK, VANE], [LEADER, PRESIDENT], "Adam Vane"),
    ("Adam Vane met Carla Orr. The [minister] showed him a ship.", [VANE, ORR], [PRESIDENT, MINISTER], "Carla Orr"),
    ("Bo Lund met Carla Orr. The [minister] was pleased.", [LUND, ORR], [PREMIER, MINISTER], "Carla Orr"),
    (
        "Bo Lund met Carla Orr. The Kestrian defense [minister] was pleased.",
        [LUND, ORR], [PREMIER, MINISTER], "Carla Orr",
    ),
    ("Bo Lund met Yulia Mina. The prime [minister] was pleased.", [LUND, MINA], [PREMIER, DEPUTY], "Bo Lund"),
    ("Adam Vane sent Bo Lund. The [President] spoke later.", [VANE, LUND], [PRESIDENT, OFFICE_HEAD], "Adam Vane"),
    ("Dov Tesk announced it. The [Governor] released a video.", [TESK], [GOVERNOR], "Dov Tesk"),
    (
        "Adam Vane spoke by telephone with Bo Lund. The [President] of Kestria was frank.",
        [VANE, LUND, KESTRIA], [OTHER_PRESIDENT], "Adam Vane",
    ),
    (
        "Kestria's defence [minister] has put off a trip. Carla Orr was to hold talks in Norvia.",
        [ORR, KESTRIA, NORVIA], [], "Carla Orr",
    ),
    (
        "Adam Vane met Bo Lund. The foreign [minister] of North Tarland was absent.",
        [VANE, LUND, TARLAND], [PRESIDENT, OTHER_PRESIDENT], "foreign minister of North Tarland",
    ),
    ("Adam Vane left. A [president] must travel.", [VANE], [PRESIDENT], ""),
    ("Adam Vane praised his [counterpart].", [VANE], [PRESIDENT], ""),
    ("Vane, a former president, met Bo Lund. The former [president] was glad.", [VANE, LUND], [PRESIDENT], "Adam Vane"),
    (
        "Adam Vane met Bo Lund. Tomorrow the [President] will fly to Norvia.",
        [VANE, LUND, NORVIA], [OTHER_PRESIDENT], "Adam Vane",
    ),
    (
        "Adam Vane received Bo Lund, who is on a visit to our [country], Kestria.",
        [VANE, LUND, KESTRIA], [PRESIDENT], "Kestria",
    ),
    # apposition
    ("Carla Orr, the defence [minister], came.", [ORR], [], "Carla Orr"),
    ("The [Governor] of Norvia, Dov Tesk, announced the visit.", [TESK, NORVIA], [], "Dov Tesk"),
    ("[President] of Kestria, Supreme Commander Adam Vane inspected the unit.", [VANE, KESTRIA], [], "Adam Vane"),
    # several
    (
        "Adam Vane met with Bo Lund. The two [leaders] talked for an hour.",
        [VANE, LUND], [PRESIDENT, PREMIER], "Adam Vane+Bo Lund",
    ),
    (
        "Adam Vane met with Bo Lund. The [leaders] agreed to meet again.",
        [VANE, LUND], [PRESIDENT, PREMIER], "Adam Vane+Bo Lund",
    ),
    (
        "Adam Vane received Bo Lund in Portovel. The [sides] discussed grain.",
        [VANE, LUND, PORTO], [], "Adam Vane+Bo Lund",
    ),
    ("Adam Vane met with Bo Lund. [They] discussed grain.", [VANE, LUND], [], "Adam Vane+Bo Lund"),
    ("Adam Vane met with Bo Lund. [Their] talks took an hour.", [VANE, LUND], [], "Adam Vane+Bo Lund"),
    ("Adam Vane and Bo Lund flew to Portovel. [They] left at noon.", [VANE, LUND, PORTO], [], "Adam Vane+Bo Lund"),
    (
        "Adam Vane met Bo Lund and Carla Orr. The two [presidents] spoke.",
        [VANE, LUND, ORR], [PRESIDENT, OTHER_PRESIDENT, MINISTER], "Adam Vane+Bo Lund",
    ),
    (
        "Dov Tesk rested. Adam Vane spoke. The Kestrian and Tarlander [leaders] then met.",
        [VANE, TESK], [PRESIDENT, LEADER], "Adam Vane+Dov Tesk",
    ),
    (
        "Adam Vane met with Bo Lund. The two [heads] of state spoke.",
        [VANE, LUND], [PRESIDENT, OTHER_PRESIDENT], "Adam Vane+Bo Lund",
    ),
    ("Adam Vane met with Bo Lund. Many ministers came. [They] clapped.", [VANE, LUND], [], ""),
    ("Adam Vane was to see Bo Lund. The [two] would meet later.", [VANE, LUND], [], "Adam Vane+Bo Lund"),
    ("Adam Vane was to see Bo Lund. [Both] were ill.", [VANE, LUND], [], "Adam Vane+Bo Lund"),
    (
        "The trade advisers of Kestria and Norvia met. The [advisers] were worried.",
        [ADVISERS], [], "trade advisers of Kestria and Norvia",
    ),
    (
        "Norvia's [leaders] waited. Bo Lund and Yulia Mina stood at the gate.",
        [LUND, MINA, NORVIA], [OTHER_PRESIDENT, ("Yulia Mina", "Prime Minister", "Norvia")], "Bo Lund+Yulia Mina",
    ),
    (
        "Adam Vane praised Bo Lund and Carla Orr. The [ministers] were glad.",
        [VANE, LUND, ORR],
        [PREMIER, MINISTER],
        "Bo Lund+Carla Orr",
    ),
    ("Adam Vane thanked his Norvian [counterpart]. Bo Lund smiled.", [VANE, LUND], [PRESIDENT], "Bo Lund"),
    # known by title only
    ("The Kestrian foreign [minister] arrived.", [VANE], [PRESIDENT], "Kestrian foreign minister"),
    (
        "The Kestrian foreign minister arrived. The [minister] then met the press.",
        [VANE], [PRESIDENT], "Kestrian foreign minister",
    ),
    (
        "The trade [ministers] of Kestria and Norvia met in Portovel.",
        [KESTRIA, NORVIA, PORTO], [], "trade ministers of Kestria and Norvia",
    ),
    (
        "The trade ministers of Kestria and Norvia met. The [ministers] were worried.",
        [KESTRIA, NORVIA], [], "trade ministers of Kestria and Norvia",
    ),
    ("A [minister] came.", [VANE], [PRESIDENT], ""),
    ("Kestrian [officials] met.", [VANE], [PRESIDENT], ""),
    # delegations
    ("A [delegation] led by Carla Orr arrived in Portovel.", [ORR, PORTO], [MINISTER], "Carla Orr"),
    ("A team headed by Carla Orr arrived. The Kestrian [delegation] will hold talks.", [ORR], [MINISTER], "Carla Orr"),
    ("[Inspectors] from the Norvian Grain Board will travel to Kestria.", [BOARD, KESTRIA], [], "Norvian Grain Board"),
    (
        "Inspectors from the Norvian Grain Board will travel. A [delegation] will visit on Friday.",
        [BOARD], [], "Norvian Grain Board",
    ),
    # places, bodies and things
    ("Adam Vane flew from Portovel to Elmstead. The Kestrian [capital] is small.", [VANE, PORTO, ELM], [], "Portovel"),
    ("Adam Vane came to Portovel. He likes the [city].", [VANE, PORTO], [], "Portovel"),
    ("Adam Vane came to Norvia. He left the [country] on Friday.", [VANE, NORVIA], [], "Norvia"),
    ("Adam Vane toured Elm Tractor Plant. He left the [plant] at noon.", [VANE, PLANT], [], "Elm Tractor Plant"),
    ("Adam Vane came to Portovel. He met Bo Lund [there].", [VANE, LUND, PORTO], [], "Portovel"),
    ("The Kestrian Space Agency invited Bo Lund. The [agency] was glad.", [AGENCY, LUND], [], "Kestrian Space Agency"),
    ("The Kestrian Space Agency said [it] was glad.", [AGENCY], [], "Kestrian Space Agency"),
    ("Adam Vane boarded the Grey Heron. The [frigate] sailed.", [VANE, SHIP], [], "Grey Heron"),
    ("Adam Vane saw the Kx-12. The [fighter] flew.", [VANE, PLANE], [], "Kx-12"),
    ("Adam Vane saw warplanes. Those [planes] were the Kx-12 and the Kx-9.", [VANE, PLANE, PLANE_2], [], "Kx-12+Kx-9"),
    ("Adam Vane saw the Kx-12 and the Kx-9. The [fighters] then flew.", [VANE, PLANE, PLANE_2], [], "Kx-12+Kx-9"),
    ("Adam Vane saw the Kx-12 and the Kx-9. The [fighter] then flew.", [VANE, PLANE, PLANE_2], [], "Kx-9"),
    ("Adam Vane met Bo Lund. Mrs. Lund was moved. [She] left.", [VANE, LUND], [], "Bo Lund"),
    ("Adam Vane saw the Brand. The [missile] is new.", [VANE, MISSILE], [], "Brand"),
]  # fmt: skip


@cache
def lists() -> Reference:
    return replace(
        read_reference(find_profile().folder / "extraction"),
        nations=nations_of(COUNTRIES),
        capitals={"Kestria": "Portovel"},
        titles=frozenset(TITLES.split()),
    )


def referent(marked: str, named: list[tuple[str, ...]], held: list[tuple[str, str, str | None]]) -> str:
    """Resolve a text; give the names of what the word in brackets stands for."""
    start = marked.index("[")
    text = marked.replace("[", "").replace("]", "")
    doc = next(parse(load_model().pipeline, [text]))
    things = []
    for number, (kind, name, *forms) in enumerate(named, 1):
        thing_type, _, attribute = kind.partition(" ")
        found = re.finditer("|".join(map(re.escape, (name, *forms))), text)
        spans = [span for match in found if (span := doc.char_span(*match.span(), alignment_mode="expand"))]
        mentions = [Mention(span.start_char, span.end_char, span.root.i) for span in spans]
        things.append(Thing(f"e{number}", thing_type, name, mentions, {"kind": attribute} if attribute else {}))
    ids = {thing.name: thing.id for thing in things}
    roles = [Role(ids[person], label, ids.get(body or ""), (0, len(text)), 0) for person, label, body in held]
    bodies = {body for _, _, body in held if body} - set(ids)
    for number, body in enumerate(sorted(bodies), 1):  # a country that the text has only as an adjective
        things.append(Thing(f"c{number}", "Place", body, [], {"kind": "country"}))
        roles = [
            Role(role.person, role.label, f"c{number}", role.sentence, 0) if held[index][2] == body else role
            for index, role in enumerate(roles)
        ]
    referents = resolve(doc, things, roles, lists())
    token = next(token for token in doc if token.idx <= start < token.idx + len(token))
    return "+".join(sorted(referents.things[name].name for name in referents.of.get(token.i, ())))


@pytest.mark.parametrize(("text", "named", "held", "expected"), CASES, ids=[case[0] for case in CASES])
def test_it_refers_to(
    text: str, named: list[tuple[str, ...]], held: list[tuple[str, str, str | None]], expected: str
) -> None:
    assert referent(text, named, held) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "?!",
        "They",
        "He met him and they saw themselves there, where it was.",
        "The minister " * 40,
        "Adam Vane, " * 60,
        "Minister of " * 60 + "Trade",
        "Адам Вейн прибыл в среду. Он встретился с ним.",
        "Va\u0301ne \U0001f600 met\u200b him\u00ad\u0001. She\ufeff left.",
    ],
)
def test_whatever_it_refers_to_is_a_thing_of_the_text(text: str) -> None:
    doc = next(parse(load_model().pipeline, [text]))
    words = [token.i for token in doc if token.text in ("Vane", "Вейн")]
    vane = Thing("e1", "Person", "Adam Vane", [Mention(doc[i].idx, doc[i].idx + len(doc[i]), i) for i in words])
    referents = resolve(doc, [vane], [], lists())
    assert {name for ids in referents.of.values() for name in ids} <= set(referents.things)
    assert all(0 <= i < len(doc) and ids for i, ids in referents.of.items())
