"""The benchmark measures what it says: its plan is one that loads, and its floors print the tasks."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
BENCH = ROOT / "tests" / "bench"
REAL = yaml.safe_load((ROOT / "data" / "tasks.yaml").read_text(encoding="utf-8"))["tasks"]


def test_the_generated_plan_has_no_error(tmp_path: Path) -> None:
    _generate(tmp_path, tasks=60, towns=5)
    done = _run("from fuquan.cli import main; main()", "check", "-f", "json", "--data", str(tmp_path))
    assert [one for one in json.loads(done)["findings"] if one["severity"] == "error"] == []


def test_the_generated_plan_has_the_tasks_and_towns_asked_for(tmp_path: Path) -> None:
    _generate(tmp_path, tasks=60, towns=5)
    tasks, towns = _load(tmp_path)
    assert [task["id"] for task in tasks["tasks"]] == list(range(1, 61))
    assert [town["name"] for town in towns["towns"]] == ["示例1镇", "示例2镇", "示例3镇", "示例4镇", "示例5镇"]
    assert tasks["plan"]["title"] == "示例：推进镇赋权工作实施方案（生成，60项任务、5个镇）"


def test_the_generated_plan_is_owed_as_the_real_one(tmp_path: Path) -> None:
    _generate(tmp_path, tasks=30, towns=1)
    owed = [(task["section"], task["units"]) for task in _load(tmp_path)[0]["tasks"]]
    assert owed == [(task["section"], task["units"]) for task in REAL] * 2


def test_about_half_of_what_the_towns_owe_is_on_record(tmp_path: Path) -> None:
    _generate(tmp_path, tasks=150, towns=4)
    assert [len(town["progress"]) for town in _load(tmp_path)[1]["towns"]] == [35, 35, 35, 35]


def test_the_same_numbers_give_the_same_plan(tmp_path: Path) -> None:
    for name in ("one", "other"):
        _generate(tmp_path / name, tasks=30, towns=3)
    files = [{path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "other")]
    assert files[0] == files[1]
    assert files[0].keys() == {"tasks.yaml", "towns.yaml"}


def test_the_floor_with_a_table_prints_a_row_for_each_of_the_15_tasks() -> None:
    lines = _run("from floor_table import main; main()").splitlines()
    assert [re.split(" {2,}", line.strip()) for line in lines] == [
        ["序号", "完成时限", "任务"],
        *([str(task["id"]), task["deadline"], task.get("short", task["title"])] for task in REAL),
    ]


def test_the_floor_without_one_prints_each_of_the_15_tasks() -> None:
    assert json.loads(_run("from floor_json import main; main()")) == [
        {"id": task["id"], "deadline": task["deadline"], "title": task["title"]} for task in REAL
    ]


def test_each_commit_of_the_generated_history_records_one_thing(tmp_path: Path) -> None:
    _write_history(tmp_path / "one", 40)
    told = json.loads(
        _run("from fuquan.cli import main; main()", "log", "-f", "json", "--data", str(tmp_path / "one" / "data"))
    )
    commits = told["commits"]
    assert [len(one["changes"]) for one in commits[:-1]] == [1] * 39
    assert {change["kind"] for one in commits[:-1] for change in one["changes"]} >= {"record-done", "record-reason"}
    assert not any("-changed" in change["kind"] for one in commits for change in one["changes"])
    assert commits[0]["errors"] == 0


def test_the_same_number_gives_the_same_history(tmp_path: Path) -> None:
    heads = []
    for name in ("one", "other"):
        _write_history(tmp_path / name, 5)
        heads.append((tmp_path / name / ".git" / "refs" / "heads" / "main").read_text(encoding="ascii"))
    assert heads[0] == heads[1]


def _write_history(folder: Path, commits: int) -> None:
    subprocess.run([sys.executable, BENCH / "history.py", folder, str(commits)], check=True)


def _generate(folder: Path, *, tasks: int, towns: int) -> None:
    subprocess.run([sys.executable, BENCH / "plan.py", folder, str(tasks), str(towns)], check=True)


def _load(folder: Path) -> list[Any]:
    return [yaml.safe_load((folder / name).read_text(encoding="utf-8")) for name in ("tasks.yaml", "towns.yaml")]


def _run(code: str, *args: str) -> str:
    """What the program prints; no line of it is broken."""
    paths = os.pathsep.join((str(ROOT), str(BENCH)))
    env = os.environ | {"PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, check=True, cwd=ROOT, encoding="utf-8", env=env
    )
    return done.stdout
