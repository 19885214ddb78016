"""How texts become records, said so that every process can open it for itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.extraction.endpoint.settings import Asked
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
    :param asked: a language model that is asked instead of the rules, or beside them.
    :param notice: is told what a user may want to know of a document, or of the model.
    """

    tables: Path
    model: str | None = None
    given: dict[str, Any] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    records: bool = False
    asked: Asked | None = None
    notice: Callable[[str], None] = _silent

    def opened(self) -> Read:
        """Load the model and the tables.

        :raises KgError: if one cannot be loaded.
        """
        from kg.pipeline.extract import Reading

        return Reading(self._extractor(), self).items

    def _extractor(self) -> Any:
        if self.asked is None:
            return self._rules()
        from kg.extraction.endpoint.opening import opened_endpoint
        from kg.extraction.union import United

        asking = opened_endpoint(self.asked, self.tables, self.notice)
        return United((self._rules(), asking)) if self.asked.beside_rules else asking

    def _rules(self) -> Any:
        from kg.extraction.extractor import Extractor
        from kg.extraction.model import DEFAULT, load_model

        found = load_model(self.model or DEFAULT)
        if found.notice:
            self.notice(found.notice)
        return Extractor(found.pipeline, self.tables)
