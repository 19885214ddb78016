import hashlib
import shutil
from pathlib import Path

import pytest

from kg.errors import ProfileError
from kg.profile import Profile, find_profile
from tests.samples import PORTS


def test_the_shipped_profile_and_another() -> None:
    for profile in (find_profile(), find_profile(PORTS)):
        for path in (profile.ontology, profile.shapes, profile.mapping):
            assert path.is_file()
        assert list(profile.queries.glob("*.rq"))
    assert find_profile(PORTS) == Profile(PORTS, PORTS / "queries")


def test_hashes_are_of_what_decides_about_an_export() -> None:
    files = ("ontology.ttl", "shapes.ttl", "mapping.yaml")
    expected = {name: hashlib.sha256((PORTS / name).read_bytes()).hexdigest() for name in files}
    assert find_profile(PORTS).hashes() == expected


@pytest.mark.parametrize("name", ["ontology.ttl", "shapes.ttl", "mapping.yaml"])
def test_a_file_that_is_missing(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "profile"
    shutil.copytree(PORTS, folder)
    find_profile(folder)
    (folder / name).unlink()
    with pytest.raises(ProfileError, match="a profile file is missing") as caught:
        find_profile(folder)
    assert caught.value.where == str(folder / name)
