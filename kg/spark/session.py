"""A Spark session, and the file system that it writes to."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from kg.errors import ClusterError, OutputError

_WISHES = {
    "spark.sql.files.maxPartitionBytes": str(2**25),  # a task of ten seconds or so: not much is lost with one
    "spark.sql.files.openCostInBytes": str(2**20),  # a small input is shared out, too, but no task is smaller
    "spark.sql.execution.arrow.maxBytesPerBatch": str(2**24),
    "spark.sql.maxConcurrentOutputFileWriters": "8",  # else each task sorts its rows by their kinds
}
"""What suits our work, where nobody set it otherwise."""

_TASKS = "spark.sql.files.minPartitionNum"
_TASKS_OF_CORE = 4  # where there is little, so that the last ones end together

# Java only brings lines to Python and takes few bytes back, so that its second compiler takes more time than it saves.
# What others set of Java's options, under the names that Spark has for that, stays and comes after, so it wins.
_JAVA = "-XX:TieredStopAtLevel=1"
_OF_DRIVER = "SPARK_SUBMIT_OPTS"
_EARLY_WISHES = {
    "spark.executorEnv.JDK_JAVA_OPTIONS": _JAVA,
    # On TCP a task that does nothing takes 55 ms, 35 of them waiting; on sockets of Unix 20. Java's temporary folder is
    # no place for these: its name under YARN is longer than that of a socket may be. Spark 4.0 passes over both.
    "spark.python.unix.domain.socket.enabled": "true",
    "spark.python.unix.domain.socket.dir": "/tmp",  # noqa: S108
}
"""What must be said before Java starts: what was said where it is called goes first."""


@contextmanager
def opened_session(master: str | None, settings: Mapping[str, str]) -> Iterator[SparkSession]:
    """Open a session, and end it.

    :param master: ``spark://host:7077``, ``local[2]``, ``yarn`` …; else what Spark's own configuration says.
    :param settings: of Spark's configuration.
    """
    builder = SparkSession.builder.appName("visits-kg").config("spark.ui.showConsoleProgress", "false")
    for name, value in {**_EARLY_WISHES, **({"spark.master": master} if master else {}), **settings}.items():
        builder = builder.config(name, value)
    try:
        with _options_of_driver():
            session = builder.getOrCreate()
        try:
            _wish(session)
            yield session
        finally:
            session.stop()
    except (PySparkException, Py4JError) as error:
        raise ClusterError(_said(str(error))) from error


@contextmanager
def _options_of_driver() -> Iterator[None]:
    """Set them as long as it starts: what starts it looks for them here alone."""
    before = os.environ.get(_OF_DRIVER)
    os.environ[_OF_DRIVER] = f"{_JAVA} {before or ''}"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_OF_DRIVER]
        else:
            os.environ[_OF_DRIVER] = before


def _wish(session: SparkSession) -> None:
    configured = session.sparkContext.getConf()
    tasks = str(_TASKS_OF_CORE * session.sparkContext.defaultParallelism)
    for name, value in {**_WISHES, _TASKS: tasks}.items():
        if not configured.contains(name):
            session.conf.set(name, value)
    if not configured.contains("spark.log.level"):
        session.sparkContext.setLogLevel("ERROR")


def _said(text: str) -> str:
    """What of Spark's words says what is wrong: which file could not be read, and the error that began it all."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    files = [found[1] for line in lines if (found := re.search(r"(Encountered error while reading file \S+)\. ", line))]
    traced = [line for line in lines if re.match(r"(?:\w+\.)*\w*(?:Error|Exception): ", line)]
    causes = [line.removeprefix("Caused by: ") for line in lines if line.startswith("Caused by: ")]
    python = [line for line in traced if not line.startswith(("org.", "java."))]
    said = python[:1] or causes[-1:] or traced[:1] or lines[:1]
    return f"Spark says: {': '.join([*files[:1], *said]):.400}"


class Hadoop:
    """A folder on whatever file system Hadoop knows."""

    def __init__(self, session: SparkSession, folder: str) -> None:
        jvm: Any = session._jvm
        self._new = jvm.org.apache.hadoop.fs.Path
        path = self._new(folder)
        self._files = path.getFileSystem(session._jsc.hadoopConfiguration())
        self.folder = self._files.makeQualified(path)

    @property
    def address(self) -> str:
        """Where it is, with its file system."""
        return str(self.folder.toString())

    @property
    def path(self) -> str:
        """Where it is on its file system."""
        return str(self.folder.toUri().getPath())

    @property
    def exists(self) -> bool:
        """Whether there is something."""
        return bool(self._files.exists(self.folder))

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder, and not a file."""
        return bool(self._files.getFileStatus(self.folder).isDirectory())

    def at(self, name: str) -> str:
        """Give the address of a file or folder below."""
        return str(self._path(name).toString())

    def refuse_content(self) -> None:
        """Make sure that nothing is in the folder. :raises OutputError: if there is."""
        if self.exists and (not self.is_folder or len(self._files.listStatus(self.folder))):
            hint = "choose another folder, or remove it"
            raise OutputError("there is something already", where=self.address, hint=hint)

    def names(self, name: str) -> list[str]:
        """List the files below, sorted, with their paths from there; none where there is no such folder."""
        path = self._path(name)
        if not self._files.exists(path):
            return []
        root = self._files.makeQualified(path).toString() + "/"
        found, files = [], self._files.listFiles(path, True)  # noqa: FBT003
        while files.hasNext():
            found.append(str(files.next().getPath().toString()).removeprefix(root))
        return sorted(each for each in found if not each.rpartition("/")[2].startswith((".", "_")))

    def move(self, source: str, target: str) -> None:
        """Give a file another name. :raises OutputError: if that does not go."""
        self._files.mkdirs(self._path(target).getParent())
        if not self._files.rename(self._path(source), self._path(target)):
            raise OutputError("cannot be written", where=self.at(target))

    def write(self, name: str, data: bytes) -> None:
        """Write a small file."""
        stream = self._files.create(self._path(name), True)  # noqa: FBT003
        stream.write(data)
        stream.close()

    def remove(self, name: str) -> None:
        """Remove a file or folder."""
        self._files.delete(self._path(name), True)  # noqa: FBT003

    def _path(self, name: str) -> Any:
        return self._new(self.folder, name)
