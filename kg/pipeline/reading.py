"""How texts become records, said so that every process can open it for itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.adapters.labels import read_labels
from kg.extraction.endpoint.settings import Asked
from kg.extraction.gliner.settings import Gliner
from kg.extraction.union import United
from kg.pipeline.work import Read


def _silent(_: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Texts:
    """What the texts of a run are read with.

    :param tables: the folder with the lists and frames of a profile.
    :param model: an installed spaCy pipeline or its folder; else the one of the extra.
    :param given: what the user says of the documents, keyed as in a record's ``document``. It wins over what a document
        says, but for ``published``, which is for those that do not say it.
    :param named: the files that the user named: one without a date is the user's error, not the document's.
    :param records: also extract from records that hold a text and no facts.
    :param asked: a language model that is asked instead of the rules; ``gliner`` a GLiNER2 model that reads.
    :param beside_rules: unite what these find with what the rules find.
    :param notice: is told what a user may want to know of a document, or of the model.
    """

    tables: Path
    model: str | None = None
    given: dict[str, Any] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    records: bool = False
    asked: Asked | None = None
    gliner: Gliner | None = None
    beside_rules: bool = False
    notice: Callable[[str], None] = _silent

    def opened(self) -> Read:
        """Load the model and the tables.

        :raises KgError: if one cannot be loaded.
        """
        from kg.pipeline.extract import Reading

        return Reading(self._extractor(), self).items

    def described(self) -> dict[str, Any]:
        """Say by what texts are read, as a manifest does; nothing of what it may cost."""
        said: dict[str, Any] = {"published": self.given.get("published"), "model": self.model}
        said |= {"endpoint": self.asked.model} if self.asked else {}
        said |= {"gliner": self.gliner.model, "threshold": self.gliner.threshold} if self.gliner else {}
        said |= {"beside_rules": True} if self.beside_rules else {}
        return {name: value for name, value in said.items() if value is not None}

    def _extractor(self) -> Any:
        readers = [opened() for wanted, opened in self._readers() if wanted]
        found = readers[0] if len(readers) == 1 else United(readers)
        return self._hedging(found) if self.gliner else found

    def _readers(self) -> Iterable[tuple[bool, Callable[[], Any]]]:
        """The extractors, the rules first: where several agree, the words of the first are kept."""
        yield self.beside_rules or (self.asked is None and self.gliner is None), self._rules
        yield self.asked is not None, self._endpoint
        yield self.gliner is not None, self._gliner

    def _endpoint(self) -> Any:
        from kg.extraction.endpoint.opening import opened_endpoint

        assert self.asked is not None  # noqa: S101  # see above
        return opened_endpoint(self.asked, self.tables, self.notice)

    def _gliner(self) -> Any:
        from kg.pipeline.gliner import opened_gliner

        assert self.gliner is not None  # noqa: S101  # see above
        return opened_gliner(self.gliner)

    def _hedging(self, found: Any) -> Any:
        from kg.pipeline.gliner import Hedging

        assert self.gliner is not None  # noqa: S101  # see above
        return Hedging(found, read_labels(self.gliner.labels).modality)

    def _rules(self) -> Any:
        from kg.extraction.extractor import Extractor
        from kg.extraction.model import DEFAULT, load_model

        found = load_model(self.model or DEFAULT)
        if found.notice:
            self.notice(found.notice)
        return Extractor(found.pipeline, self.tables)
