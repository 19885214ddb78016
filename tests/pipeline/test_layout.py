from kg.pipeline import layout_of
from tests.samples import PORTS, mapping

P = "https://example.org/port-calls#"


def test_the_layout_is_that_of_the_mapping() -> None:
    layout = layout_of(mapping(PORTS), "https://p.example/")
    assert layout.prefixes["edtf"] == "http://id.loc.gov/datatypes/edtf/"
    assert layout.prefixes["ship"] == "https://p.example/ship/"
    ranked = sorted(layout.classes, key=layout.classes.__getitem__)
    assert ranked == [f"<{P}{name}>" for name in ("Log", "Ship", "Port", "Call", "ExpectedCall", "Ownership", "Entry")]
    predicates = sorted(layout.predicates, key=layout.predicates.__getitem__)
    assert predicates == sorted(mapping(PORTS).properties, key=lambda term: term == f"<{P}line>")  # evidence comes last
    assert layout.nested == {f"<{P}line>"}
    assert layout.order == (f"<{P}log>", f"<{P}when>", "<http://www.w3.org/2000/01/rdf-schema#label>")
