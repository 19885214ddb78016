"""Normalised names: pure functions under which two spellings of one name are equal.

A *key* forgives typography: case, accents, apostrophes, hyphens, a Cyrillic letter within a Latin word, the blank or
hyphen of a designator. A *fold* forgives spelling too: transliterations (Shoigu, Shoygu, Шойгу), doubled letters,
plurals and the order of the words.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

from anyascii import anyascii

_LOOKALIKES = str.maketrans("АВЕКМНОРСТУХІЈЅавекмнорстухіјѕ", "ABEKMHOPCTYXIJSabekmhopctyxijs")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_SILENT = re.compile(r"['\u2019\u02bc`.]")
_OTHER = re.compile(r"[^a-z0-9]+")
_INITIALS = re.compile(r"\b(?:[a-z] )+[a-z]\b")
_DESIGNATOR = re.compile(r"\b([a-z]{1,3}) (\d[a-z0-9]*)\b")
_PARENT = re.compile(r"([a-z]+\d+[a-z]+)\d+|([a-z]+\d+)[a-z]+")
_SOUNDS = (("ph", "f"), ("kh", "h"), ("ck", "k"), ("ou", "u"))
_LETTERS = str.maketrans({"y": "i", "j": "i", "w": "v", "q": "k", "x": "ks"})
_REPEATED = re.compile(r"([a-z])\1+")


def name_key(name: str) -> str:
    """Give the key of a name.

    >>> name_key("the Vostochny Сosmodrome"), name_key("Tu-22M3"), name_key("J. K. Rowling"), name_key("Élysée's")
    ('vostochny cosmodrome', 'tu22m3', 'jk rowling', 'elysees')
    """
    text = " ".join(map(_one_script, unicodedata.normalize("NFKC", name).split()))
    plain = _SILENT.sub("", anyascii(text).lower()).replace("&", " and ")
    spaced = _OTHER.sub(" ", plain).strip().removeprefix("the ")
    joined = _INITIALS.sub(lambda run: run[0].replace(" ", ""), spaced)
    return _DESIGNATOR.sub(r"\1\2", joined)


def _one_script(word: str) -> str:
    """A word with letters of both scripts was meant to be Latin."""
    return word.translate(_LOOKALIKES) if _LATIN.search(word) and _CYRILLIC.search(word) else word


def name_fold(key: str) -> str:
    """Give the fold of a key.

    >>> {name_fold(name_key(name)) for name in ("Shoygu Sergey", "Sergei Shoigu", "Сергей Шойгу")}
    {'sergei shoigu'}
    """
    return " ".join(sorted(map(_fold_word, key.split())))


@lru_cache(maxsize=1 << 14)
def _fold_word(word: str) -> str:
    if len(word) < 4 or not word.isalpha():
        return word  # an acronym or a designator has no spelling
    if word.endswith("ies") and len(word) > 5:
        word = word[:-3] + "y"
    elif word.endswith("s") and len(word) > 5:
        word = word[:-1]
    for sound, letter in _SOUNDS:
        word = word.replace(sound, letter)
    return _REPEATED.sub(r"\1", word.translate(_LETTERS))


def is_designator(word: str) -> bool:
    """Tell whether a word of a key is the designator of a model: letters and digits in one.

    >>> is_designator("tu22m"), is_designator("747"), is_designator("airport")
    (True, False, False)
    """
    return word.isalnum() and not word.isalpha() and not word.isdecimal()


def parent_key(key: str) -> str | None:
    """Give the key of the model that a variant belongs to, if the key is that of a variant.

    >>> parent_key("tu22m3"), parent_key("sukhoi su30mkm"), parent_key("su35"), parent_key("kim")
    ('tu22m', 'sukhoi su30', None, None)
    """
    *maker, last = key.split() or [""]
    match = _PARENT.fullmatch(last)
    return " ".join([*maker, match[1] or match[2]]) if match else None


def untitled(key: str, titles: Collection[str]) -> str:
    """Take titles off both ends of a key, as long as something is left.

    >>> untitled("prime minister bill shorten md", {"prime", "minister", "md"})
    'bill shorten'
    """
    words = key.split()
    while len(words) > 1 and words[0] in titles:
        words = words[1:]
    while len(words) > 1 and words[-1] in titles:
        words = words[:-1]
    return " ".join(words)


def initials(key: str) -> str:
    """Give the first letters of the words, small words left out.

    >>> initials("bureau of meteorology"), initials("federal bureau of investigation")
    ('bm', 'fbi')
    """
    return "".join(word[0] for word in key.split() if word not in {"of", "the", "and", "for", "in", "on", "de"})


def is_acronym(key: str, of: str) -> bool:
    """Tell whether a key is made of the first letters of another's words, small ones and the last ones left out or not.

    >>> is_acronym("bom", "bureau of meteorology"), is_acronym("psg", "paris saint germain fc"), is_acronym("un", "uno")
    (True, True, False)
    """
    whole = (initials(of), "".join(word[0] for word in of.split()))
    return " " not in key and len(key) > 1 and any(one.startswith(key) for one in whole)


def abbreviated(short: str, full: str) -> bool:
    """Tell whether two keys of several words differ in one only, and that one is cut short in the first.

    >>> abbreviated("dept of state", "department of state"), abbreviated("lt jg smith", "la jg smith")
    (True, False)
    """
    mine, theirs = short.split(), full.split()
    differ = [(one, other) for one, other in zip(mine, theirs, strict=False) if one != other]
    return len(mine) == len(theirs) > 2 > len(differ) > 0 and _is_cut(*differ[0])


def _is_cut(short: str, full: str) -> bool:
    """The first letter and some of the others, in their order."""
    letters = iter(full)
    return short[:1] == full[:1] and len(short) + 2 <= len(full) and all(letter in letters for letter in short)


def contained(short: str, full: str) -> bool:
    """Tell whether the words of a key are a part of a longer one, side by side.

    >>> contained("kim", "kim jong un"), contained("jong kim", "kim jong un")
    (True, False)
    """
    return short != full and f" {short} " in f" {full} "


def without_initials(key: str) -> Iterator[str]:
    """Yield the key without its middle initials, if it has any.

    >>> list(without_initials("christopher m rose"))
    ['christopher rose']
    """
    first, *middle = key.split() or [""]
    last = middle[-1:]
    kept = [first, *(word for word in middle[:-1] if len(word) > 1), *last]
    if len(kept) < len(middle) + 1:
        yield " ".join(kept)
