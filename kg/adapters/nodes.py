"""Graphs that draw events as nodes: the node becomes a frame, and the relations that lead to or from it its roles."""

from dataclasses import replace

from kg.adapters.found import SOURCE, TARGET, Found, Frame, Thing
from kg.adapters.labels import Labels, plain


def with_events(found: Found, labels: Labels) -> Found:
    """Give what was found with frames instead of things that are events by their label."""
    nodes = {one.ref: one for one in found.things if _is_event(one, labels)}
    if not nodes:
        return found
    roles: dict[str, list[tuple[str, str]]] = {ref: [] for ref in nodes}
    frames: list[Frame] = []
    for frame in found.frames:
        ends = dict(frame.roles)
        source, target = ends.get(SOURCE, ""), ends.get(TARGET, "")
        if target in nodes and source not in nodes:
            roles[target].append((frame.label, source))
        elif source in nodes and target not in nodes:
            roles[source].append((frame.label, target))
        else:
            frames.append(frame)
    events = [_frame(one, tuple(roles[ref])) for ref, one in nodes.items()]
    return replace(found, things=[one for one in found.things if one.ref not in nodes], frames=[*events, *frames])


def _is_event(one: Thing, labels: Labels) -> bool:
    label = plain(one.label)
    return not one.own and label in labels.events and label not in labels.entities


def _frame(one: Thing, roles: tuple[tuple[str, str], ...]) -> Frame:
    texts = tuple((key, str(value)) for key, value in one.attributes.items())
    return Frame(one.label, roles, texts, spans=one.spans, score=one.score)
