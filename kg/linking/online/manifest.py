"""What a reconciliation service says of itself: its versions, whose identifiers it gives, and what else it offers."""

import msgspec

from kg.errors import ServiceError
from kg.iris import WIKIDATA

_VERSIONS = frozenset({"0.1", "0.2"})  # their queries are the same
_SPACES = tuple(
    f"{scheme}://www.wikidata.org/{folder}/" for scheme in ("http", "https") for folder in ("entity", "wiki")
)
_PROPERTIES = "http://www.wikidata.org/prop/"


class Place(msgspec.Struct):
    """Where a service answers something beside queries."""

    service_url: str = ""
    service_path: str = ""


class Extend(msgspec.Struct):
    """What a service offers of data extension."""

    propose_properties: Place | None = None


class Manifest(msgspec.Struct):
    """A manifest, as far as it matters here."""

    versions: tuple[str, ...] = ("0.1",)
    name: str = ""
    identifierSpace: str = ""
    schemaSpace: str = ""
    extend: Extend | None = None

    @property
    def has_properties(self) -> bool:
        """Whether its types and properties are Wikidata's."""
        return self.schemaSpace.startswith(_PROPERTIES)


def check_manifest(manifest: Manifest, where: str) -> Manifest:
    """Give back a manifest. :raises ServiceError: if it is of another version, or its identifiers are no items."""
    if not _VERSIONS & set(manifest.versions):
        reason = f"it speaks version {', '.join(manifest.versions)[:60]} of the Reconciliation API, not 0.2"
        raise ServiceError(reason, where=where)
    if not manifest.identifierSpace.startswith(_SPACES):
        reason = f"its identifiers are of {manifest.identifierSpace[:80]!r}, not items of Wikidata"
        raise ServiceError(reason, where=where, hint=f"its manifest must have {WIKIDATA} as identifierSpace")
    return manifest
