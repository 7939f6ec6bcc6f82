"""Files that are broken or mean harm: each ends in findings with their places or a clean answer, and nothing escapes.

The limit of time is a guard against what never ends. How long each takes is measured by hand: tests/hostile.py.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import TESTS
from hostile import BYTES, HOSTILE, OF_TOWNS, TASKS, TOWNS, TOWNS_FILES

READ = re.compile("；改正后再按其余规则核对")
"""What check says where it did not come further than reading."""
BREAK = "\r\n|[\r\n\x85\u2028\u2029]"
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
TOO_MUCH = "，无法逐"
LONGEST = 3_000
"""Characters of a line for people, told after the name of the file: twenty times what is right."""


class Ended(NamedTuple):
    status: int
    out: str
    err: str


def _samples() -> Iterator[tuple[str, Callable[[], bytes], Callable[[], bytes]]]:
    """(name, tasks.yaml, towns.yaml)."""
    right = {TASKS: TASKS.encode, TOWNS: TOWNS.encode, OF_TOWNS: OF_TOWNS.encode}
    for name, make in HOSTILE.items():
        yield name, make, right[TOWNS]
    for name, make in TOWNS_FILES.items():
        yield name, right[OF_TOWNS], make
    for name, data in BYTES.items():
        yield name, lambda data=data: data, right[TOWNS]  # type: ignore[misc]
        yield f"towns: {name}", right[OF_TOWNS], lambda data=data: data  # type: ignore[misc]


SAMPLES = {name: (tasks, towns) for name, tasks, towns in _samples()}


LARGE = {name: n for n, name in enumerate((*HOSTILE, *TOWNS_FILES))}
"""Megabytes each: of these every tenth is tried unless all are asked for."""


@pytest.mark.parametrize("name", SAMPLES)
def test_a_hostile_file_is_answered(
    name: str, tmp_path: Path, told: Callable[[str, str], None], pytestconfig: pytest.Config
) -> None:
    if LARGE.get(name, 0) % 10 and not (pytestconfig.getoption("--hostile") or pytestconfig.getoption("--golden")):
        pytest.skip("全部样本要用 --hostile")
    for file, make in zip(("tasks.yaml", "towns.yaml"), SAMPLES[name], strict=True):
        (tmp_path / file).write_bytes(make())
    with ThreadPoolExecutor(2) as pool:
        check, as_json = pool.map(lambda command: _run(tmp_path, *command), (("check",), ("check", "-f", "json")))
    # What check finds while reading ends every other command in the same way: they are tried on what can be read.
    answer = _run(tmp_path, "list", "-f", "json") if READ.search(check.err) is None else Ended(1, "", "")
    for ended in (check, as_json, answer):
        assert "Traceback" not in ended.err
        assert OBEYED.findall(ended.out + ended.err) == []
    findings = json.loads(as_json.out)["findings"]
    errors = any(one["severity"] == "error" for one in findings)
    assert (check.status, as_json.status) == (int(errors), int(errors))
    _lie_inside(findings, tmp_path)
    assert max(map(len, (check.out + check.err).splitlines())) <= LONGEST
    match answer.status:
        case 0:
            assert json.loads(answer.out)["command"] == "list"
        case 1:
            assert errors
            assert answer.out == ""
        case _:  # what is owed up to the day that is asked for has no end
            assert (answer.status, answer.out, TOO_MUCH in answer.err) == (2, "", True)
    told(name, _told(check))


def _run(folder: Path, *command: str) -> Ended:
    code = "from fuquan.cli import main; main()"
    env = os.environ | {"FUQUAN_TODAY": "2023-05-10", "PYTHONUTF8": "1", "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-c", code, *command, "--data", "."],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env=env,
        timeout=60,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def _lie_inside(findings: list[dict[str, Any]], folder: Path) -> None:
    lines = {}
    for name in ("tasks.yaml", "towns.yaml"):
        text = (folder / name).read_bytes().decode(errors="replace").removeprefix("\ufeff")
        lines[name] = [len(line) for line in re.split(BREAK, text)]
    for one in findings:
        sizes = lines[one["path"]]
        start, end = (one["line"], one["column"]), (one["end_line"], one["end_column"])
        assert (1, 1) <= start <= end, one
        assert one["end_line"] <= len(sizes), one
        assert one["column"] <= sizes[one["line"] - 1] + 1, one


def _told(check: Ended) -> str:
    """What check says first, and how much there was."""
    first = check.out.partition("\n")[0]
    return f"{first} | {check.err.strip()}" if check.err else first


@pytest.fixture(scope="module")
def told(pytestconfig: pytest.Config) -> Iterator[Callable[[str, str], None]]:
    """Compare what is said of a sample with what was kept; --golden writes it anew."""
    kept = TESTS / "golden" / "hostile.txt"
    known = dict(line.split(" => ", 1) for line in kept.read_text(encoding="utf-8").splitlines())
    if pytestconfig.getoption("--golden"):
        yield known.__setitem__
        kept.write_text("".join(f"{name} => {known[name]}\n" for name in SAMPLES), encoding="utf-8")
        return

    def told(name: str, text: str) -> None:
        assert text == known[name]

    yield told
