import pytest

pytest.importorskip("spacy", reason="the extractor is not installed")

import kg


def relations(text: str) -> set[tuple[str, str, str]]:
    record = kg.extract(text, "2024-03-05")
    names = {entity["id"]: entity["name"] for entity in record["entities"]}
    found = (one for one in record["relations"] if one["type"] != "holdsRole")
    return {(one["type"], names[one["subject"]], names[one["object"]]) for one in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She was shown the Kinzhal, carried by the MiG-31 fighter jet.", {("carries", "MiG-31", "Kinzhal")}),
        ("The Su-34 carries the Kh-35 missile.", {("carries", "Su-34", "Kh-35")}),
        ("The Su-34 does not carry the Kh-35 missile.", set()),
        ("The Su-34 could carry the Kh-35 missile.", set()),
        (
            "President Bo Reed toured the Korsund Aircraft Plant in Lisgrad, where Su-34 jets are built.",
            {
                ("manufacturedAt", "Su-34", "Korsund Aircraft Plant"),
                ("locatedIn", "Korsund Aircraft Plant", "Lisgrad"),
            },
        ),
        ("Ada Quill met Bo Reed in Oslo.", set()),
    ],
)
def test_what_ties_things_beside_events(text: str, expected: set[tuple[str, str, str]]) -> None:
    assert relations(text) == expected


def test_evidence_ends_with_the_running_text() -> None:
    record = kg.extract("Minister Ada Quill toured Oslo\n\nA Headline Without An End\n\nShe left.", "2024-03-05")
    texts = [one["text"] for part in record["events"] + record["relations"] for one in part["evidence"]]
    assert all("Headline" not in text and text == text.strip() for text in texts)
