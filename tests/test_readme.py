"""The README's own blocks: what it shows is what comes out."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", blocks("console"))
def test_a_run_gives_the_output_it_shows(tmp_path: Path, block: str) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shown = ""
    for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
        run = re.sub(r"(^|\| )kg\b", rf"\1{sys.executable} -m kg", command)
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(run, shell=True, capture_output=True, cwd=tmp_path, check=True, env=environment)
        shown += f"$ {command}\n{done.stderr.decode()}{done.stdout.decode()}"
    assert shown == block


def test_the_python_block_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = blocks("python")
    exec(compile(code, "README.md", "exec"), {})


def test_every_link_leads_somewhere() -> None:
    local = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("http")]
    assert local
    assert [link for link in local if not (ROOT / link).exists()] == []


def test_what_the_set_up_needs_is_two_commands() -> None:
    assert len(blocks("sh")[0].splitlines()) == 2
