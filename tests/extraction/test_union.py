from typing import Any

from kg.extraction.union import unite


def span(start: int, end: int) -> dict[str, int]:
    return {"start": start, "end": end}


def entity(id: str, name: str, start: int, type: str = "Person") -> dict[str, Any]:
    return {"id": id, "type": type, "name": name, "mentions": [span(start, start + len(name))]}


def event(id: str, type: str, who: list[str], **more: Any) -> dict[str, Any]:
    return {"id": id, "type": type, "participants": who, "modality": "happened", "evidence": [span(0, 40)], **more}


def record(name: str, entities: list[Any], events: list[Any], relations: list[Any] | None = None) -> dict[str, Any]:
    return {
        "document": {"id": "d"},
        "extractor": {"name": name, "version": "1"},
        "entities": entities,
        "events": events,
        "relations": relations or [],
    }


QUILL, REED = entity("a", "Ada Quill", 0), entity("b", "Bo Reed", 14)


def test_parts_at_one_place_and_of_one_type_are_one_and_say_who_found_them() -> None:
    one = record("rules", [QUILL, REED], [event("v", "Meeting", ["a", "b"], place=None)])
    place = entity("c", "Oslo", 30, "Place")
    two = record(
        "model", [entity("b", "Quill", 4), entity("x", "Bo Reed", 14), place], [event("w", "Meeting", ["b"], place="c")]
    )
    united = unite([one, two])
    assert [(part["name"], part["extractor"]) for part in united["entities"]] == [
        ("Ada Quill", ["rules 1", "model 1"]),
        ("Bo Reed", ["rules 1", "model 1"]),
        ("Oslo", ["model 1"]),
    ]
    (meeting,) = united["events"]
    assert (meeting["id"], meeting["participants"], meeting["place"]) == ("v", ["a", "b"], "c")
    assert meeting["extractor"] == ["rules 1", "model 1"]
    assert united["extractor"] == {"name": "rules 1 + model 1"}


def test_the_one_who_asserts_least_is_believed() -> None:
    one = record("rules", [QUILL], [event("v", "Visit", ["a"])])
    two = record("model", [QUILL], [event("v", "Arrival", ["a"], modality="planned")])
    assert [(part["type"], part["modality"]) for part in unite([one, two])["events"]] == [("Visit", "planned")]


def test_what_differs_stays_apart_under_ids_of_its_own() -> None:
    one = record("rules", [QUILL], [event("v", "Meeting", ["a"])])
    two = record("model", [entity("a", "Cy Lund", 60)], [event("v", "Meeting", ["a"])])
    united = unite([one, two])
    assert [part["id"] for part in united["entities"]] == ["a", "x1-a"]
    assert [(part["id"], part["participants"]) for part in united["events"]] == [("v", ["a"]), ("x1-v", ["x1-a"])]


def test_a_shorter_form_is_the_same_thing_though_an_extractor_gives_it_apart() -> None:
    quill = QUILL | {"mentions": [span(0, 9), span(60, 65)]}
    two = record("model", [QUILL, entity("b", "Quill", 60)], [event("w", "Visit", ["b"])])
    united = unite([record("rules", [quill], []), two])
    (only,) = united["entities"]
    assert (only["id"], only["name"], only["extractor"]) == ("a", "Ada Quill", ["rules 1", "model 1"])
    assert united["events"][0]["participants"] == ["a"]


def test_who_says_nothing_of_whether_it_took_place_leaves_that_to_the_other() -> None:
    one, two = (record(name, [QUILL], [event("v", "Visit", ["a"])]) for name in ("rules", "model"))
    two["events"][0]["modality"] = None
    assert [part["modality"] for part in unite([one, two])["events"]] == ["happened"]
    assert [part["modality"] for part in unite([two, one])["events"]] == ["happened"]


def test_a_name_of_another_type_is_another_thing() -> None:
    united = unite([record("rules", [QUILL], []), record("model", [QUILL | {"type": "Vessel"}], [])])
    assert [part["type"] for part in united["entities"]] == ["Person", "Vessel"]


def test_relations_that_say_the_same_are_one() -> None:
    role: dict[str, Any] = {
        "id": "r",
        "type": "holdsRole",
        "subject": "a",
        "label": "Minister",
        "object": None,
        "evidence": [],
    }
    other = role | {"id": "s", "label": "minister", "object": "b"}
    united = unite([record("rules", [QUILL, REED], [], [role]), record("model", [QUILL, REED], [], [other])])
    assert [(part["label"], part["object"]) for part in united["relations"]] == [("Minister", "b")]
