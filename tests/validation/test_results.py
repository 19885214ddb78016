from kg.validation import Report, Result
from kg.validation.results import in_order

SH = "http://www.w3.org/ns/shacl#"


def result(severity: str, focus: str = "<https://x.example/a>", value: str | None = None) -> Result:
    component = f"{SH}MaxCountConstraintComponent"
    return Result(focus, "<https://x.example/p>", value, component, severity, "Too many.", "https://x.example/S")


def test_only_violations_count_against_a_graph() -> None:
    assert Report(()).conforms
    assert Report((result("Warning"), result("Info"))).conforms
    assert not Report((result("Warning"), result("Violation"))).conforms


def test_counts_name_every_severity() -> None:
    assert Report((result("Info"), result("Info"))).counts() == {"Violation": 0, "Warning": 0, "Info": 2}


def test_the_gravest_come_first_and_each_but_once() -> None:
    first, second, third = result("Violation", "<https://x.example/b>"), result("Warning"), result("Info")
    fourth = result("Info", value='"1"')
    own = result("https://x.example/Rumour")
    assert in_order([own, fourth, third, second, third, first]) == [first, second, third, fourth, own]


def test_text_is_for_people() -> None:
    text = Report((result("Warning", value='"1"'), result("Info"))).text()
    assert (
        text
        == """Conforms: 0 of severity Violation, 1 of severity Warning, 1 of severity Info

Warning: Too many.
  at <https://x.example/a>
  path <https://x.example/p>
  value "1"
  shape https://x.example/S

Info: Too many.
  at <https://x.example/a>
  path <https://x.example/p>
  shape https://x.example/S"""
    )
    assert Report((result("Violation"),)).text().startswith("Does not conform: 1 of severity Violation")
