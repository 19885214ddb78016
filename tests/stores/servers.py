"""Real triple stores on loopback: how each is started, found and stopped. ``.ci/servers`` installs them."""

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import requests

HOME = Path(__file__).parents[2] / ".servers"
SHORT_LIVED = {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
"""Makes Java start sooner, at the cost of speed later on."""
_BIN = Path(sys.executable).parent

_VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 10000
"""
_REPOSITORY = """@prefix rep: <http://www.openrdf.org/config/repository#> .
@prefix sr: <http://www.openrdf.org/config/repository/sail#> .
@prefix sail: <http://www.openrdf.org/config/sail#> .
@prefix native: <http://www.openrdf.org/config/sail/native#> .
[] a rep:Repository ; rep:repositoryID "test" ; rep:repositoryImpl [ rep:repositoryType "openrdf:SailRepository" ;
   sr:sailImpl [ sail:sailType "openrdf:NativeStore" ;
     native:tripleIndexes "spoc,posc,cspo" ; native:forceSync true ] ] .
"""
_RDFLIB = """from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
app = SparqlEndpoint(graph=Dataset(default_union=True), path="/", enable_update=True)
"""


@dataclass(frozen=True)
class Program:
    """How a store is started; ``keeps`` if what it holds outlives it."""

    name: str
    command: Callable[[Path, int], Sequence[str]]
    path: str
    ready: str
    needs: Sequence[str | Path] = ()
    prepare: Callable[[Path, int], None] = lambda _, __: None
    populate: Callable[[str], None] = lambda _: None
    environment: dict[str, str] = field(default_factory=dict)
    keeps: bool = True
    kind: str | None = None

    def missing(self) -> str | None:
        """Say what is not installed."""
        gone = [str(each) for each in self.needs if not (shutil.which(str(each)) or Path(each).exists())]
        return f"{gone[0]} is not installed: run .ci/servers" if gone else None


class Server:
    """A store that runs, or did."""

    def __init__(self, program: Program, folder: Path, port: int | None = None) -> None:
        self.program = program
        self.folder = folder
        self.port = port or free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}{program.path}"
        self._process: subprocess.Popen[bytes] | None = None
        self._begin()

    def _begin(self) -> None:
        self.program.prepare(self.folder, self.port)
        self.start()
        self.program.populate(self.endpoint)

    @property
    def sql(self) -> str:
        """Where Virtuoso listens for SQL."""
        found = re.search(r"ServerPort = (\S+)", (self.folder / "virtuoso.ini").read_text())
        return found[1] if found else ""

    @property
    def pid(self) -> int | None:
        """The process, if it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "output.txt").open("ab") as log:
            command = self.program.command(self.folder, self.port)
            self._process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)
        for _ in range(600):
            if self._process.poll() is not None:
                raise RuntimeError(f"{self.program.name} ended: {(self.folder / 'output.txt').read_text()[-2000:]}")
            if _answers(f"http://127.0.0.1:{self.port}{self.program.ready}"):
                return
            time.sleep(0.1)
        raise RuntimeError(f"{self.program.name} does not answer")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None
        for lock in self.folder.rglob("*.lck"):
            lock.unlink()

    def renew(self) -> None:
        """Begin with an empty store in a folder beside what is left of this one."""
        self.kill()
        self.folder = self.folder / "anew"
        self.folder.mkdir()
        self._begin()

    def stop(self) -> None:
        """End it for good."""
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


def free_port() -> int:
    """Find a port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).status_code < 500
    except requests.RequestException:
        return False


def _oxigraph(folder: Path, port: int) -> Sequence[str]:
    return [str(_BIN / "oxigraph"), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]


def _fuseki(folder: Path, port: int) -> Sequence[str]:
    (folder / "data").mkdir(exist_ok=True)
    jar = str(HOME / "jena-fuseki-server.jar")
    options = ["--localhost", "--port", str(port), "--tdb2", f"--loc={folder / 'data'}", "--update", "--ping", "/ds"]
    return ["java", "-Xmx2g", "-jar", jar, *options]


def _rdf4j(folder: Path, port: int) -> Sequence[str]:
    where = f"-Dorg.eclipse.rdf4j.appdata.basedir={folder / 'data'}"
    container = ["-jar", str(HOME / "jetty-runner.jar"), "--host", "127.0.0.1", "--port", str(port)]
    return ["java", "-Xmx2g", where, *container, "--path", "/rdf4j-server", str(HOME / "rdf4j-http-server.war")]


def _repository(endpoint: str) -> None:
    requests.put(endpoint, _REPOSITORY.encode(), headers={"Content-Type": "text/turtle"}, timeout=60).raise_for_status()


def _settings(folder: Path, port: int) -> None:
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(port=port, sql=free_port()))


def _application(folder: Path, _: int) -> None:
    (folder / "application.py").write_text(_RDFLIB)


def _uvicorn(_: Path, port: int) -> Sequence[str]:
    return [sys.executable, "-m", "uvicorn", "application:app", "--host", "127.0.0.1", "--port", str(port)]


PROGRAMS = (
    Program("oxigraph", _oxigraph, "", "/", needs=[_BIN / "oxigraph"]),
    Program("fuseki", _fuseki, "/ds", "/$/ping", needs=["java", HOME / "jena-fuseki-server.jar"]),
    Program(
        "rdf4j",
        _rdf4j,
        "/rdf4j-server/repositories/test",
        "/rdf4j-server/protocol",
        needs=["java", HOME / "jetty-runner.jar", HOME / "rdf4j-http-server.war"],
        populate=_repository,
    ),
    Program(
        "virtuoso",
        lambda _, __: ["virtuoso-t", "-f", "-c", "virtuoso.ini"],
        "",
        "/sparql?query=ASK%7B%7D",
        needs=["virtuoso-t"],
        prepare=_settings,
        environment={"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "dba"},
    ),
    Program("rdflib", _uvicorn, "/", "/", prepare=_application, keeps=False, kind="rdflib"),
)
