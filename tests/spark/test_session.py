"""A session starts with what suits the work, and with what its caller set in the place of that."""

import os
import subprocess
import sys
from typing import Any

import pytest

pytest.importorskip("pyspark", reason="Spark is not installed")

from kg.spark.session import opened_session
from tests.spark.cluster import ROOT, Cluster

TOLD = "-XX:TieredStopAtLevel="


def options_of_driver(session: Any) -> list[str]:
    bean = session._jvm.java.lang.management.ManagementFactory.getRuntimeMXBean()
    return [option for option in bean.getInputArguments() if option.startswith(TOLD)]


def option_of_executor(session: Any) -> list[str]:
    count = session.sparkContext.parallelize([0], 1).map(lambda _: os.environ["JDK_JAVA_OPTIONS"])
    found: list[str] = count.collect()
    return found


def test_java_compiles_once(spark: Any) -> None:
    assert options_of_driver(spark) == ["-XX:TieredStopAtLevel=1"]
    assert option_of_executor(spark) == ["-XX:TieredStopAtLevel=1"]
    assert "SPARK_SUBMIT_OPTS" not in os.environ


def test_what_the_caller_set_wins(cluster: Cluster) -> None:
    environment = os.environ | {
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_SUBMIT_OPTS": f"{TOLD}3",
    }
    command = [sys.executable, "-m", "tests.spark.test_session", cluster.master]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.stdout.decode() == f"['{TOLD}1', '{TOLD}3'] 100 8\n", done.stderr.decode()


def main(master: str) -> None:
    settings = {"spark.ui.enabled": "false", "spark.sql.files.maxPartitionBytes": "100"}
    settings |= {"spark.cores.max": "1", "spark.default.parallelism": "2", "spark.driver.host": "127.0.0.1"}
    with opened_session(master, settings) as session:
        names = ("spark.sql.files.maxPartitionBytes", "spark.sql.files.minPartitionNum")
        print(options_of_driver(session), *(session.conf.get(name) for name in names))


if __name__ == "__main__":
    main(sys.argv[1])
