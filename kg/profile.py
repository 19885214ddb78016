"""A profile is a folder: ``ontology.ttl``, ``shapes.ttl``, ``mapping.yaml`` and ``queries/``."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ProfileError


@dataclass(frozen=True)
class Profile:
    """The files of a profile."""

    folder: Path
    queries: Path

    @property
    def ontology(self) -> Path:
        """What classes and properties there are."""
        return self.folder / "ontology.ttl"

    @property
    def shapes(self) -> Path:
        """What a graph must look like."""
        return self.folder / "shapes.ttl"

    @property
    def mapping(self) -> Path:
        """What a record becomes."""
        return self.folder / "mapping.yaml"

    @property
    def linking(self) -> Path:
        """Which items of Wikidata its classes are looked for among; a profile that is never linked has none."""
        return self.folder / "linking.yaml"

    @property
    def extraction(self) -> Path:
        """The lists and frames by which facts are found in text; a profile that reads no text has none."""
        return self.folder / "extraction"

    @property
    def adapters(self) -> Path:
        """What the labels of other tools become."""
        return self.folder / "adapters.yaml"

    @property
    def starter(self) -> Path:
        """Well-known items to link with where there is no index; a profile may have none."""
        return self.folder / "starter.tsv"

    def hashes(self) -> dict[str, str]:
        """Give the SHA-256 of each file that decides about an export."""
        return {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in (self.ontology, self.shapes, self.mapping)
        }


def find_profile(folder: Path | None = None) -> Profile:
    """Find the profile in a folder, or the one that ships with this package.

    :raises ProfileError: if a file is missing.
    """
    profile = _shipped() if folder is None else Profile(folder, folder / "queries")
    for path in (profile.ontology, profile.shapes, profile.mapping):
        if not path.is_file():
            raise ProfileError(
                "a profile file is missing",
                where=str(path),
                hint="a profile has ontology.ttl, shapes.ttl, mapping.yaml and queries/",
            )
    return profile


def _shipped() -> Profile:
    """In a wheel the data lies inside the package, in a checkout beside it."""
    package = Path(__file__).parent
    data = package / "data"
    root = data if data.is_dir() else package.parent
    return Profile(root / "ontology", root / "queries")
