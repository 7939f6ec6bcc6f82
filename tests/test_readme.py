"""Every command and output shown in the README is real, and so is its picture."""

import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import EXAMPLE, TESTS
from picture import picture

ROOT = TESTS.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_command_prints_what_is_shown(pytestconfig: pytest.Config) -> None:
    text = README.read_text(encoding="utf-8")
    commands = re.findall(r"^\$ (.*)$", "".join(_BLOCK.findall(text)), re.MULTILINE)
    outputs = iter(_run(commands))
    real = _BLOCK.sub(lambda block: _shown(block[1], outputs), text)
    if pytestconfig.getoption("--golden"):
        README.write_text(real, encoding="utf-8")
    assert text == real


def test_the_picture_is_what_the_program_draws(pytestconfig: pytest.Config) -> None:
    kept = ROOT / "docs" / "status.svg"
    drawn = picture(EXAMPLE, dt.date(2023, 5, 10))
    if pytestconfig.getoption("--golden"):
        kept.write_text(drawn, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == drawn


def test_the_continuous_integration_runs_the_two_commands() -> None:
    commands = re.findall(r"^```sh\n(.*?)\n```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(commands) == 2
    assert [
        line for line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines() if line in commands
    ] == commands


def _run(commands: list[str]) -> list[str]:
    """What each of the commands prints, typed one after the other into one shell."""
    mark = "----- next -----"
    script = "".join(f"{command}\nprintf '%s\\n' '{mark}'\n" for command in commands)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=ROOT,
        env={"PATH": path, "COLUMNS": "80", "PYTHONUTF8": "1", "HOME": os.environ.get("HOME", "/")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.split(f"{mark}\n")[:-1]


def _shown(block: str, outputs: "object") -> str:
    commands = re.findall(r"^\$ .*$", block, re.MULTILINE)
    return "```console\n" + "".join(f"{command}\n{next(outputs)}" for command in commands) + "```"  # type: ignore[call-overload]
