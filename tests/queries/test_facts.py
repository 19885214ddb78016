from kg.queries import Fact, Table, differences, facts_of, without_things
from kg.terms import RDF_TYPE, iri, literal

V = "https://w3id.org/visits-kg#"
MEETING, ADA = iri("urn:meeting"), iri("urn:ada")


def told(*rows: tuple[str, str, str, str]) -> list[Fact]:
    return facts_of(Table(("about", "property", "value", "node"), rows))


def meeting(quote: str) -> list[Fact]:
    return told(
        (MEETING, RDF_TYPE, literal(V + "Meeting"), iri(V + "Meeting")),
        (MEETING, iri(V + "modality"), literal(V + "Happened"), iri(V + "Happened")),
        (MEETING, iri(V + "edtf"), literal("2024-05"), literal("2024-05")),
        (MEETING, iri(V + "participant"), literal("Ada"), ADA),
        (MEETING, iri(V + "evidence"), literal(quote), iri("urn:quote")),
        (ADA, RDF_TYPE, literal(V + "Person"), iri(V + "Person")),
        (ADA, iri("http://www.w3.org/2000/01/rdf-schema#label"), literal("Ada"), literal("Ada")),
    )


def test_things_come_first_and_reports_are_told_in_words() -> None:
    thing, report = meeting("They met.")
    assert thing.head == "Ada, Person"
    assert report.head == "2024-05, Meeting, Happened"
    assert list(report.lines()) == ["participant: Ada", "“They met.”"]
    assert without_things([thing, report]) == [report]


def test_what_differs_is_told_line_by_line() -> None:
    old, new = meeting("They met."), meeting("They did meet.")
    assert [(sign, lines) for sign, _, lines in differences(old, new)] == [
        ("~", ["- evidence: They met.", "+ evidence: They did meet."])
    ]
    assert [sign for sign, _, _ in differences(old, [])] == ["-", "-"]
    assert [sign for sign, _, _ in differences([], new)] == ["+", "+"]
    assert list(differences(old, old)) == []
