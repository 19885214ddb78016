"""What can go wrong, named for the input that was wrong. Every error of this package is a :class:`KgError`."""


class KgError(Exception):
    """Root of all errors raised by this package.

    :param reason: what is wrong, in one line a person understands.
    :param where: the place: ``file``, ``file:line`` or ``file:line:/json/pointer``.
    :param hint: what to do next.
    """

    def __init__(self, reason: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.reason}{advice}"


class TermError(KgError, ValueError):
    """A text that cannot stand as the RDF term it was meant to be."""


class DateError(KgError, ValueError):
    """A date that is not of the EDTF forms that a record may hold."""


class ProfileError(KgError):
    """A profile folder whose ontology, shapes, mapping or queries are missing or contradict one another."""


class InputError(KgError):
    """An input that cannot be opened or read at all."""


class OutputError(KgError):
    """An output that cannot be written, or a format that cannot hold what is asked of it."""


class QueryError(KgError):
    """A query, or a parameter of one, that cannot be run."""


class GraphError(KgError):
    """An RDF file that does not parse."""


class ReasonerError(KgError):
    """The OWL reasoner cannot run, or stopped before it reached a verdict."""


class DumpError(KgError):
    """A Wikidata dump, or a file of ranks or redirects beside it, that is cut short or is none."""


class IndexFileError(KgError):
    """An index file that is none, is damaged, or was made by another version."""


class DecisionError(KgError):
    """A file of reviewers' decisions that does not follow SSSOM, or contradicts itself."""


class ClusterError(KgError):
    """A cluster that cannot be reached, or on which a task failed as often as it may."""


class ServiceError(KgError):
    """A service in the network that does not answer, or not as it should."""


class CacheError(KgError):
    """A file of replies kept from services that cannot be read or written."""


class StoreError(KgError):
    """A triple store that cannot be reached, refuses, or does not hold what it was given.

    :param retriable: whether the same request may go well when it is sent again.
    """

    def __init__(
        self, reason: str, *, where: str | None = None, hint: str | None = None, retriable: bool = False
    ) -> None:
        super().__init__(reason, where=where, hint=hint)
        self.retriable = retriable


class UnableError(StoreError):
    """A query that a store's engine is known not to survive was not sent."""
