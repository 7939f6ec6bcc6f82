"""What runs elsewhere: the workflow's own steps, and the hook through pre-commit itself."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import EXAMPLE, TESTS
from repos import git, isolate, made, saved

ROOT = TESTS.parent
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "data.yml").read_text(encoding="utf-8"))
[JOB] = WORKFLOW["jobs"].values()
TASKS, TOWNS = ((EXAMPLE / name).read_text(encoding="utf-8") for name in ("tasks.yaml", "towns.yaml"))


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the example's data in its first commit."""
    isolate(tmp_path, monkeypatch)
    repo = made(tmp_path / "数据")
    saved(repo, {"data/tasks.yaml": TASKS.encode(), "data/towns.yaml": TOWNS.encode()})
    return repo


def steps(repo: Path, base: str) -> tuple[list[tuple[int, str]], str]:
    """(status, output) of each command of the workflow but the installation, and the summary they leave."""
    summary = repo.parent / "summary.md"
    summary.write_bytes(b"")
    env = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "BASE": base,
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_WORKSPACE": str(repo),
        "FUQUAN_TODAY": "2023-05-10",
        "PYTHONUTF8": "1",
    }
    env.pop("FUQUAN_DATA", None)
    commands = [step["run"] for step in JOB["steps"] if "run" in step and not step["run"].startswith("pip ")]
    done = [
        subprocess.run(
            ["bash", "-e", "-c", command],
            cwd=repo,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        for command in commands
    ]
    return [(one.returncode, one.stdout) for one in done], summary.read_text(encoding="utf-8")


def test_the_workflow_lets_an_edit_that_is_right_pass_and_says_what_it_did(repo: Path) -> None:
    base = git(repo, "rev-parse", "HEAD").strip()
    done = "        started: 2023-04-25\n        reason: 待区级单位盖章\n        expected: 2023-05-15\n"
    assert done in TOWNS
    changed = TOWNS.replace(done, f"{done}        done: 2023-05-09\n", 1)
    saved(repo, {"data/towns.yaml": changed.encode()})
    results, summary = steps(repo, base)
    assert [status for status, _ in results] == [0, 0]
    assert "红杨镇完成任务2，5月9日，逾期9天" in summary


def test_the_workflow_stops_an_edit_that_is_not_allowed_and_marks_the_line(repo: Path) -> None:
    base = git(repo, "rev-parse", "HEAD").strip()
    saved(repo, {"data/tasks.yaml": TASKS.replace("    deadline: 5月底前", "    deadline: 7月底前", 1).encode()})
    [(status, annotations), (diffed, _)], summary = steps(repo, base)
    assert (status, diffed) == (1, 0)
    line = TASKS[: TASKS.index("    deadline: 5月底前")].count("\n") + 1
    assert f"::error file=data/tasks.yaml,line={line},endLine={line}," in annotations
    assert "title=错误 printed-deadline::任务6印发的时限“5月底前”被改为“7月底前”%0A" in annotations
    assert f"| 错误 | printed\\-deadline | data/tasks.yaml:{line} |".replace("\\-", "-") in summary.replace("\\-", "-")


def test_the_workflow_runs_where_the_data_change_with_the_whole_history() -> None:
    triggers = WORKFLOW[True]  # what YAML 1.1 makes of `on`
    assert {name: "data/**" in trigger["paths"] for name, trigger in triggers.items()} == {
        "push": True,
        "pull_request": True,
    }
    checkout = next(step for step in JOB["steps"] if step.get("uses", "").startswith("actions/checkout"))
    assert checkout["with"] == {"fetch-depth": 0}
    assert WORKFLOW["permissions"] == {"contents": "read"}


def test_every_example_of_the_guide_is_yaml_and_calls_commands_and_options_that_there_are() -> None:
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    blocks = [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)]
    assert [next(iter(block)) for block in blocks] == ["fuquan", "version", "repos"]
    shown = subprocess.run(
        [sys.executable, "-m", "fuquan", "check", "--help"], capture_output=True, check=True, encoding="utf-8", cwd=ROOT
    ).stdout
    options = set(
        re.findall(r"(?<![\w-])--[a-z-]+", "\n".join(line for line in text.splitlines() if "fuquan check" in line))
    )
    assert options == {"--base", "--format"}
    assert all(option in shown for option in options)


def test_the_hook_runs_through_pre_commit(repo: Path, tmp_path: Path) -> None:
    hooks = made(tmp_path / "fuquan")
    tracked = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    kept = [name for name in tracked if name and (ROOT / name).is_file()]
    saved(hooks, {name: (ROOT / name).read_bytes() for name in kept if not name.startswith("tests/")})
    rev = git(hooks, "rev-parse", "HEAD").strip()
    config: dict[str, Any] = {
        "repos": [{"repo": str(hooks), "rev": rev, "hooks": [{"id": "fuquan-check", "args": ["--base", "HEAD"]}]}]
    }
    saved(repo, {".pre-commit-config.yaml": yaml.safe_dump(config).encode()})
    env = os.environ | {"PRE_COMMIT_HOME": str(tmp_path / "cache"), "PYTHONUTF8": "1", "FUQUAN_TODAY": "2023-05-10"}

    def run() -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--all-files"],
            cwd=repo,
            env=env,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    passed = run()
    assert (passed.returncode, passed.stdout.splitlines()[-1].endswith("Passed")) == (0, True), passed.stdout
    wrong = TASKS.replace("    deadline: 5月底前", "    deadline: 7月底前", 1)
    (repo / "data" / "tasks.yaml").write_text(wrong, encoding="utf-8")
    git(repo, "add", "-A")
    refused = run()
    assert refused.returncode == 1
    assert "任务6印发的时限“5月底前”被改为“7月底前”" in refused.stdout
