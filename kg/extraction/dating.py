"""What kind of event a telling tells of, and when it took place."""

from kg.extraction.candidate import Candidate
from kg.extraction.clauses import is_verb
from kg.extraction.parts import Happening, Time
from kg.extraction.reading import Reading


def is_long_ago(reading: Reading, event: Happening) -> bool:
    """``a town he visited in 1985``: nobody is there any more."""
    published = reading.story.published
    month = f"{published.year}-{published.month:02}"
    return (
        event.date is not None and event.date[:7] < month[: len(event.date[:7])] and len(event.date) < len("YYYY-MM-DD")
    )


def may_come(reading: Reading, candidate: Candidate) -> bool:
    """``could fly to X on Thursday``; not ``may have met``."""
    words = [child.lower_ for child in candidate.clause.children if child.dep_ == "aux"]
    return bool(reading.frames.claims.open & set(words)) and "have" not in words


# How many months ahead something may be that is called off.
_FAR = 6


def set_type(reading: Reading, candidate: Candidate) -> None:
    """A talk by telephone is a call."""
    if candidate.frame.remote and not (candidate.event.place or candidate.event.facility):
        candidate.event.type = candidate.frame.remote
    phone = candidate.frame.phone
    if phone and by_phone(reading, candidate):
        video = not _near(reading, candidate, frozenset({"telephone", "phone"}))
        many = len(candidate.event.participants) > 3 or candidate.trigger.lemma_ in ("meeting", "summit", "session")
        if not (video and many):
            candidate.event.type = phone


def by_phone(reading: Reading, candidate: Candidate) -> bool:
    """Whether the telling speaks of a telephone or a screen."""
    return _near(reading, candidate, reading.frames.words["phone"])


def _near(reading: Reading, candidate: Candidate, words: frozenset[str]) -> bool:
    roots = [candidate.trigger]
    if candidate.light or candidate.link == "subject":
        roots.append(candidate.clause)
    for root in roots:
        for child in root.children:
            if child.dep_ in ("compound", "amod", "nmod", "advmod", "npadvmod") and child.lemma_.lower() in words:
                return True
            if child.dep_ in ("prep", "agent") and child.lower_ in (
                "by",
                "over",
                "via",
                "on",
                "through",
                "in",
                "during",
            ):
                for noun in child.children:
                    if noun.lemma_.lower() in words or any(c.lemma_.lower() in words for c in noun.children):
                        return True
    return False


def set_date(reading: Reading, candidate: Candidate, time: Time | None, *, ahead: bool) -> None:
    """Give the event its date; a report of what is to come is a plan."""
    event = candidate.event
    if time is None:
        return
    if event.modality == "denied":
        today = time.past == reading.story.published.isoformat()
        ahead = (ahead and not today) or _looks_ahead(candidate) or _was_to_come(reading, candidate, time)
    event.date = time.future if ahead else time.past
    if (
        time.after is not None
        and event.modality == "happened"
        and (event.date or "") > reading.story.published.isoformat()
    ):
        # "he also met her on the same day", after what is to come on another: it is not known on which
        event.date = None
    published = reading.story.published.isoformat()
    if event.date and event.modality == "happened" and event.date[:10] > published[: len(event.date[:10])]:
        event.modality = "planned"
    elif (
        event.date
        and event.modality == "planned"
        and _is_purpose(candidate)
        and event.date[:10] < published[: len(event.date[:10])]
    ):
        event.modality = "happened"


def is_timetable(candidate: Candidate, time: Time | None) -> bool:
    """``arrives on Monday``, ``from there he travels to X``: the present, of a day or a journey to come."""
    verb = candidate.clause
    if not is_verb(verb) or (time.past == time.future if time else not candidate.frame.moves):
        return False
    if verb.tag_ == "VBG":
        # "is hosting her on Thursday"
        return time is not None and any(child.lower_ in ("is", "are", "'s", "'re") for child in verb.children)
    return verb.tag_ in ("VBZ", "VBP") and verb.lemma_ not in ("say", "be", "have")


def _was_to_come(reading: Reading, candidate: Candidate, time: Time) -> bool:
    """``cancelled a visit that was to begin on Sunday``: what is called off mostly lies ahead, by few months."""
    if candidate.clause.lemma_ not in reading.frames.claims.denied["verbs"] or not time.future:
        return False
    published = reading.story.published
    return int(time.future[:4]) * 12 + int(time.future[5:7] or 12) - published.year * 12 - published.month <= _FAR


def _looks_ahead(candidate: Candidate) -> bool:
    verb = candidate.clause
    return any(child.dep_ == "aux" and child.lower_ in ("will", "wo", "'ll") for child in verb.children)


def _is_purpose(candidate: Candidate) -> bool:
    verb = candidate.clause
    return (verb.dep_ == "advcl" and verb.tag_ == "VB") or candidate.link in ("for", "to")
