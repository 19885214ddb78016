import shutil
from pathlib import Path

import pytest

from kg.errors import ProfileError
from kg.mapping import Mapping, read_mapping
from kg.mapping.source import read_source
from kg.ontology import read_ontology
from tests.samples import PORTS, mapping

MAPPING = (PORTS / "mapping.yaml").read_text()

NEWLINE = "\n"

# what stands in the mapping, what stands there instead ("# here" on the line at fault, if it is not the first of the
# change), and a piece of the reason
WRONG = [
    # names that the ontology does not declare, or not so
    ("class: Log", "class: Lug  # here", "unknown class 'Lug' (declare it in "),
    ("class: Entry", "class: imo  # here", "unknown class 'imo'"),
    ("{planned: ExpectedCall}", "\n    planned: Hope  # here", "unknown class 'Hope'"),
    ("id: number", "id: nummer  # here", "unknown property whose values are literals 'nummer'"),
    ("id: number", "id: Log  # here", "unknown property whose values are literals 'Log'"),
    ("id: number", "id: log  # here", "'log' is declared, but not as a property whose values are literals"),
    ("{property: ship, value: entity}", "{property: imo, value: entity}  # here", "but not as a property whose values"),
    ("property: draught, value: decimal", "property: draft, value: decimal  # here\n       ", "'draft'"),
    ("kind: expects", "kind: awaits  # here", "unknown property whose values are things 'awaits'"),
    ("kind: expects", "predicate: when  # here\n  kind: expects", "'when' is declared, but not as"),
    ("direct: home", "direct: imo", "'imo' is declared, but not as a property whose values are things"),
    ("value: date}", "value: date,\n      earliest: soonest}  # here", "'soonest'"),
    ("scheme: Statuses", "scheme: States", "unknown concept scheme 'States'"),
    ("scheme: Statuses", "scheme: Ship", "unknown concept scheme 'Ship'"),
    ("scheme: Statuses", "scheme: Statuses, otherwise: Sunk", "unknown concept 'Sunk'"),
    ("rdfs:label", "rdf:label  # here", "unknown prefix in 'rdf:label' (known: edtf, rdfs)"),
    ("edtf: http://id.loc.gov/datatypes/edtf/", "edtf: id loc gov  # here", "not an absolute IRI"),
    # keys
    ("evidence:\n", "proof: {}  # here\nevidence:\n", "unknown key 'proof' (known: document, entities, "),
    ("  class: Entry", "  klass:  # here\n    Entry: 1\n  class: Entry", "unknown key 'klass' (known: class, slots)"),
    ("class: Port", "class: Port\n      slots: {}  # here", "unknown key 'slots' (known: attributes, class, identity)"),
    ("value: decimal", "type: decimal", "unknown key 'type' (known: earliest, "),
    ("{class: Call}", "{class: Call,\n      direct: home}  # here", "unknown key 'direct' (known: class, slots)"),
    ("[{attribute: imo}]", "\n        - attr: imo  # here", "unknown key 'attr' (known: attribute, name)"),
    ("  asserted: happened\n", "  holds: yes  # here\n  asserted: happened\n", "unknown key 'holds'"),
    (MAPPING.partition("document:")[0], "", "the key 'prefixes' is missing"),
    ("evidence:\n  class: Entry", "evidence:  # here", "the key 'class' is missing"),
    ("    Port:\n      class: Port", "    Port:  # here", "the key 'class' is missing"),
    ("{property: draught, value: decimal}", "\n          value: decimal", "the key 'property' is missing"),
    ("events:\n  asserted: happened", "events:  # here", "the key 'asserted' is missing"),
    ("{relation: homePort, type: Port}", "{type: Port}  # here", "the key 'relation' is missing"),
    ("  class: Entry", "  class: Entry\n  class: Log  # here", "a key is repeated, or is not a text"),
    ("    id: number", "    id: number\n    [a, b]: number  # here", "a key is repeated, or is not a text"),
    # of the wrong kind
    ("class: Entry", "class: [Entry]  # here", "a text is wanted here"),
    ("[name]", "name  # here", "a list is wanted here"),
    ("[{attribute: imo}]", "{attribute: imo}  # here", "a list is wanted here"),
    ("{planned: ExpectedCall}", "[ExpectedCall]  # here", "a table of keys and values is wanted here"),
    ("{property: draught, value: decimal}", "[draught]  # here", "a table of keys and values is wanted here"),
    ("value: decimal", "value: float", "unknown kind of value 'float' (known: boolean, concept, "),
    (", scheme: Statuses", "", "a concept needs the scheme that it is of"),
    (", of: object", ", of: objekt", "no slot is named 'objekt'"),
    ("    id: number", "    id: number\n    text: wording  # here", "the article's full text never enters a graph"),
    # identity
    ("[name]", "[nom]  # here", "unknown part 'nom' (known: name, harbour)"),
    ("[{attribute: imo}]", "[{attribute: imo, name: {words: 2}}]  # here", "a part is the name or an attribute"),
    ("[{attribute: imo}]", "[{}]  # here", "a part is the name or an attribute"),
    ("[{attribute: imo}]", "[{name: {words: two}}]  # here", "a number of words is wanted"),
    ("[{attribute: imo}]", "[{name: {words: 0}}]  # here", "a number of words is wanted"),
    ("[{attribute: imo}]", "[{name: {}}]  # here", "the key 'words' is missing"),
    ("relation: homePort", "relation: home", "unknown type 'home' (known: homePort)"),
    ("homePort, type: Port", "homePort, type: Harbour", "unknown type 'Harbour' (known: Ship, Port)"),
    ("    Ship:", "    Item:  # here", "the name 'Item' would give IRIs like those of other things"),
    ("    Port:", "    Port:\n      class: Port\n    port:  # here", "the name 'port' would give IRIs like"),
    # what is not YAML, or more than is wanted of it
    ("class: Entry", "class: Entry: 2  # here", "not YAML: mapping values are not allowed here"),
    ("  class: Entry", "\tclass: Entry  # here", "not YAML: found character '\\t'"),
    ("class: Entry", "class: *entry  # here", "not YAML: found undefined alias"),
    ("class: Entry", "class: &e Entry\n  slots: *e  # here", "an anchor and its alias are used: write the value out"),
    ("{class: Call}", "&c {class: Call}\n    Other: {<<: *c}  # here", "an anchor and its alias are used"),
    ("reports:", "---  # here\nreports:", "not YAML: but found another document"),
]


@pytest.mark.parametrize(("old", "new", "reason"), WRONG)
def test_a_mapping_that_is_wrong_is_named_with_its_line(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = MAPPING.replace(old, new, 1)
    with pytest.raises(ProfileError) as caught:
        written(tmp_path, text)
    assert reason in str(caught.value)
    before = text.partition("# here")[0] if "# here" in text else MAPPING.partition(old)[0]
    assert caught.value.where == f"{tmp_path / 'mapping.yaml'}:{before.count(NEWLINE) + 1}"


def written(folder: Path, text: str) -> Mapping:
    shutil.copy(PORTS / "ontology.ttl", folder)
    (folder / "mapping.yaml").write_text(text)
    return read_mapping(folder / "mapping.yaml", read_ontology(folder / "ontology.ttl"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the mapping is empty"),
        (b"# nothing\n", "the mapping is empty"),
        (b"a: caf\xe9\n", "not YAML: 'utf-8' codec can't decode"),
        (b"a: \x07\n", "not YAML: unacceptable character"),
    ],
)
def test_a_file_that_is_no_mapping(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_bytes(data)
    with pytest.raises(ProfileError) as caught:
        read_source(path)
    assert reason in caught.value.reason
    assert caught.value.where == str(path)


def test_every_scalar_is_a_text(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text("no: [yes, 1, 2024-01-01, null, '', ~]\n")
    assert [item.text() for item in read_source(path).table()["no"].items()] == [
        "yes",
        "1",
        "2024-01-01",
        "null",
        "",
        "~",
    ]


def test_properties_stand_in_the_order_of_the_file() -> None:
    found = [term.rpartition("#")[2].rstrip(">") for term in mapping(PORTS).properties]
    expected = "number wording label imo draught expects ship port home status when line log"
    assert found == expected.split()


def test_a_mapping_without_parts_needs_none(tmp_path: Path) -> None:
    text = MAPPING.replace("parts:\n  harbour: {relation: homePort, type: Port}\n", "")
    assert "parts" not in text
    assert written(tmp_path, text) == mapping(PORTS)
