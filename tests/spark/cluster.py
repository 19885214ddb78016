"""A standalone cluster on loopback: a master and two workers, from the pip package."""

import importlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.cores.max": "2",
    "spark.executor.cores": "1",
    "spark.executor.memory": "1g",
    "spark.executor.pyspark.memory": "3g",
    "spark.executorEnv.PYTHONPATH": str(ROOT),
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
}
"""Of a program: an executor on each worker. Each worker has room for two, so that one can take what another had."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Cluster:
    folder: Path
    port: int = field(default_factory=free_port)
    page: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def master(self) -> str:
        return f"spark://127.0.0.1:{self.port}"

    def start(self) -> None:
        ports = ("--host", "127.0.0.1", "--port", str(self.port), "--webui-port", str(self.page))
        self._run("master", "org.apache.spark.deploy.master.Master", *ports)
        for name in ("one", "two"):
            self.add(name)
        self.wait(2)

    def add(self, name: str) -> None:
        work = ("-c", "2", "-m", "2g", "-d", str(self.folder / name), "--webui-port", str(free_port()))
        self._run(name, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", *work, self.master)

    def wait(self, workers: int) -> None:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            if sum(worker["state"] == "ALIVE" for worker in self.state().get("workers", [])) == workers:
                return
            time.sleep(0.3)
        raise TimeoutError((self.folder / "master.log").read_text()[-2000:])

    def state(self) -> dict[str, list[dict[str, object]]]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.page}/json/", timeout=5) as page:
                found: dict[str, list[dict[str, object]]] = json.load(page)
                return found
        except OSError:
            return {}

    def kill(self, name: str) -> None:
        """Kill a worker and all its executors, as a node dies."""
        worker = self.processes.pop(name)
        os.killpg(worker.pid, 9)
        worker.wait()

    def stop(self) -> None:
        for process in self.processes.values():
            os.killpg(process.pid, 9)
            process.wait()

    def _run(self, name: str, *words: str) -> None:
        home = Path(importlib.import_module("pyspark").__path__[0])
        environment = os.environ | {
            "SPARK_HOME": str(home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "PYSPARK_PYTHON": sys.executable,
            "PYTHONPATH": str(ROOT),
            "SPARK_DAEMON_MEMORY": "256m",
        }
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [home / "bin" / "spark-class", *words], env=environment, stdout=log, stderr=log, start_new_session=True
            )
