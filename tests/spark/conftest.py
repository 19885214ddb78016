"""One cluster, and one program on it, for all tests."""

import importlib
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.spark.cluster import SETTINGS, Cluster


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    found = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        found.start()
        yield found
    finally:
        found.stop()


@pytest.fixture(scope="session")
def spark(cluster: Cluster) -> Iterator[Any]:
    """A session of a program that has both workers."""
    opened_session = importlib.import_module("kg.spark.session").opened_session
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        with opened_session(cluster.master, SETTINGS) as session:
            session.sparkContext.setLogLevel("ERROR")
            yield session
