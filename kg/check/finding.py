"""What a check found."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One fault of a profile: a word for machines, the file and line, and what is wrong in words."""

    code: str
    where: str
    reason: str
