"""What `fuquan check` lists, how it ends, and what it says beside: levels, formats, the base, mending."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EXAMPLE, Fuquan
from repos import git, isolate, made, saved

TASKS, TOWNS = ((EXAMPLE / name).read_text(encoding="utf-8") for name in ("tasks.yaml", "towns.yaml"))
CLEAN = "没有发现问题：15项任务，6个责任单位，5个镇。另有34条提示，用 --severity hint 列出。\n"
UNPAPERED = {"        basis: 专班会议纪要第1号（示例）\n": ""}
WARNED = "tasks.yaml:65:9: 警告 adjustment-basis: 任务4调整到2023年5月19日，没有写依据\n"
LATE = {"done: 2023-04-28\n        evidence: 审核意见": "done: 2024-04-28\n        evidence: 审核意见"}

Data = Callable[..., Path]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fuquan: Fuquan) -> Path:
    """A repository of the example's data, and the current folder."""
    isolate(tmp_path, monkeypatch)
    repo = made(tmp_path / "版本库")
    saved(repo, {"data/tasks.yaml": TASKS.encode(), "data/towns.yaml": TOWNS.encode()})
    monkeypatch.chdir(repo)
    monkeypatch.delenv("FUQUAN_DATA")
    return repo


def write(repo: Path, changes: dict[str, str]) -> None:
    text = TASKS
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    (repo / "data" / "tasks.yaml").write_text(text, encoding="utf-8")


def short(repo: Path, name: str = "HEAD") -> str:
    return git(repo, "rev-parse", name)[:7]


def test_hints_are_counted_and_listed_where_asked(fuquan: Fuquan) -> None:
    assert fuquan("check").out == CLEAN
    done = fuquan("check", "--severity", "hint", "-f", "concise")
    assert (done.status, len(done.out.splitlines()), done.err) == (0, 34, "共发现提示34处。\n")
    assert {line.split(" ")[1] for line in done.out.splitlines()} == {"提示"}


def test_warnings_fail_where_that_is_asked(fuquan: Fuquan, data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(data(UNPAPERED))
    told = "共发现警告1处。另有34条提示，用 --severity hint 列出。\n"
    for options, status in ((), 0), (("--strict",), 1), (("--strict", "--severity", "error"), 1):
        done = fuquan("check", "--data", ".", "-f", "concise", *options)
        assert (done.status, done.out, done.err) == (status, WARNED, told)
    done = fuquan("check", "--data", ".", "--severity", "error")
    assert (done.status, done.err) == (0, "")
    assert done.out == (
        "没有发现问题：15项任务，6个责任单位，5个镇。另有1条警告、34条提示，用 --severity hint 列出。\n"
    )


def test_every_format_says_the_same(fuquan: Fuquan, data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(data(UNPAPERED | LATE))
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    told = "共发现错误1处，警告1处。另有34条提示，用 --severity hint 列出。\n"
    done = {form: fuquan("check", "--data", ".", "-f", form) for form in ("concise", "github", "json", "gitlab")}
    assert {one.status for one in done.values()} == {1}
    late = "区司法局任务2的完成日期2024-04-28晚于今天（2023-05-10）"
    assert done["concise"].out == f"{WARNED}tasks.yaml:177:15: 错误 future: {late}\n"
    assert done["github"].out == (
        "::warning file=tasks.yaml,line=65,endLine=65,col=9,endColumn=11,title=警告 adjustment-basis"
        "::任务4调整到2023年5月19日，没有写依据%0A请加一行 basis:，写文号、会议纪要或者领导批示\n"
        f"::error file=tasks.yaml,line=177,endLine=177,col=15,endColumn=24,title=错误 future::{late}%0A请核对年月日\n"
    )
    assert [one["message"] for one in json.loads(done["json"].out)["findings"]][1:] == [late]
    assert [one["check_name"] for one in json.loads(done["gitlab"].out)] == ["adjustment-basis", "future"]
    assert [done[form].err for form in done] == [told, told, "", ""]


def test_a_summary_goes_where_the_job_wants_it(
    fuquan: Fuquan, data: Data, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = tmp_path / "summary.md"
    page.write_text("先前的内容\n", encoding="utf-8")
    monkeypatch.chdir(data(UNPAPERED))
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    done = fuquan("check", "--data", ".", "--summary")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        "错误：没有环境变量 GITHUB_STEP_SUMMARY，摘要无处可写\n--summary 只在 GitHub Actions 里用，请去掉它\n"
    )
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    assert fuquan("check", "--data", ".", "--summary", "-f", "github").status == 0
    assert page.read_text(encoding="utf-8") == (
        "先前的内容\n# 数据核对\n\n共发现警告1处。另有34条提示，用 --severity hint 列出。\n\n"
        "| 级别 | 规则 | 位置 | 问题；怎样改 |\n| --- | --- | --- | --- |\n"
        "| 警告 | adjustment-basis | tasks.yaml:65 | 任务4调整到2023年5月19日，没有写依据"
        "<br>请加一行 basis:，写文号、会议纪要或者领导批示 |\n"
    )
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    done = fuquan("check", "--data", ".", "--summary")
    assert done.status == 2
    assert done.err.splitlines()[-2] == f"错误：写不了 GITHUB_STEP_SUMMARY 所指的文件“{tmp_path}”"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--head", "HEAD"), "错误：--head 要与 --base 同用\n请写明与哪个版本比较，如 --base origin/main\n"),
        (("--dry-run",), "错误：--dry-run 要与 --fix 同用\n请加上 --fix，或者去掉 --dry-run\n"),
        (
            ("--base", "HEAD", "--fix"),
            "错误：--fix 先改文件，不能与 --base 同用\n请先用 --fix 改好，再用 --base 核对改动\n",
        ),
        (
            ("--severity", "fatal"),
            "错误：选项“--severity”不能是“fatal”，可选：error、warning、hint\n用法见 fuquan check --help\n",
        ),
    ],
)
def test_options_that_do_not_go_together_are_refused(options: tuple[str, ...], told: str, fuquan: Fuquan) -> None:
    done = fuquan("check", *options)
    assert (done.status, done.out, done.err) == (2, "", told)


# the base


def test_an_edit_that_is_allowed(fuquan: Fuquan, repo: Path) -> None:
    write(repo, {"        reason: 尚有2家单位未盖章\n": "        done: 2023-05-09\n        evidence: 确认书（示例）\n"})
    done = fuquan("check", "--base", "HEAD")
    assert (done.status, done.err) == (0, "")
    assert done.out == f"{CLEAN[:-1]}与HEAD（{short(repo)}）相比，改动符合规则。\n"


def test_an_edit_that_is_not(fuquan: Fuquan, repo: Path, golden: Callable[[str, str], None]) -> None:
    write(
        repo,
        {
            "    deadline: 5月底前": "    deadline: 7月底前",
            "        done: 2023-04-27\n        evidence": "        evidence",
        },
    )
    done = fuquan("check", "--base", "HEAD")
    assert done.status == 1
    golden("check base.txt", (done.out + done.err).replace(short(repo), "0000000"))


def test_what_is_compared_is_what_has_come_since_the_branches_parted(fuquan: Fuquan, repo: Path) -> None:
    git(repo, "branch", "topic")
    saved(repo, {"data/tasks.yaml": TASKS.replace("    short: 制定公布三清单\n", "    short: 三清单\n").encode()})
    parted = short(repo, "topic")
    git(repo, "checkout", "--quiet", "topic")
    done = fuquan("check", "--base", "main")
    assert (done.status, done.out) == (0, f"{CLEAN[:-1]}与main分叉处（{parted}）相比，改动符合规则。\n")


def test_a_base_without_the_data_is_a_first_entry(fuquan: Fuquan, tmp_path: Path, repo: Path) -> None:
    other = made(tmp_path / "新的")
    saved(other, {"README.md": b"x"})
    os.chdir(other)
    (other / "data").mkdir()
    (other / "data" / "tasks.yaml").write_text(TASKS, encoding="utf-8")
    (other / "data" / "towns.yaml").write_text(TOWNS, encoding="utf-8")
    done = fuquan("check", "--base", "HEAD")
    assert (done.status, done.err) == (0, "")
    assert done.out == f"{CLEAN[:-1]}HEAD（{short(other)}）里还没有这些数据，是首次录入，没有可比较的。\n"


def test_a_base_with_errors_is_never_called_clean(fuquan: Fuquan, repo: Path) -> None:
    wrong = TASKS.replace("        started: 2023-05-08", "        started: 2023-05-38", 1)
    saved(repo, {"data/tasks.yaml": wrong.encode()})
    write(repo, {})
    name = f"HEAD（{short(repo)}）"
    done = fuquan("check", "--base", "HEAD")
    assert done.status == 2
    assert done.out == (
        "没有比较完，数据本身没有发现问题：15项任务，6个责任单位，5个镇。另有34条提示，用 --severity hint 列出。\n"
    )
    assert done.err == (
        f"{short(repo)}:data/tasks.yaml:194:18: 错误 date: “2023-05-38”不是有效的日期\n"
        f"错误：{name}的数据有错1处，只比较了读得懂的部分，谁欠什么、哪天到期没有比较。\n"
        "请换一个数据没有错的版本作 --base；或者请人逐行看这次改动\n"
    )
    write(repo, {"    deadline: 5月底前": "    deadline: 7月底前"})
    done = fuquan("check", "--base", "HEAD", "-f", "concise")
    assert (done.status, [line.split(": ")[1] for line in done.out.splitlines()]) == (2, ["错误 printed-deadline"])
    saved(repo, {"data/tasks.yaml": b"\xff"})
    write(repo, {})
    done = fuquan("check", "--base", "HEAD")
    assert done.status == 2
    assert done.err.splitlines()[-2] == f"错误：HEAD（{short(repo)}）的数据有错1处，没有比较。"


def test_data_that_do_not_load_are_not_compared(fuquan: Fuquan, repo: Path) -> None:
    write(repo, {"        started: 2023-05-08": "        started: 2023-05-38"})
    done = fuquan("check", "--base", "HEAD", "-f", "concise")
    assert (done.status, len(done.out.splitlines())) == (1, 1)
    assert done.err == (f"共发现错误1处；改正后再按其余规则核对。数据读得懂之后，才能与HEAD（{short(repo)}）比较。\n")


def test_a_revision_is_checked_as_of_its_own_day(fuquan: Fuquan, repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2023-05-08T12:00:00+08:00")
    text = TOWNS.replace("        reason: 待区级单位盖章\n", "        done: 2023-05-09\n", 1)
    saved(repo, {"data/towns.yaml": text.encode()})
    done = fuquan("check", "--base", "HEAD~1", "--head", "HEAD", "-f", "concise")
    assert done.status == 1
    assert "红杨镇任务2的完成日期2023-05-09晚于今天（2023-05-08）" in done.out
    assert {line.partition(":")[0] for line in done.out.splitlines()} == {short(repo)}
    assert fuquan("check", "--base", "HEAD~1").status == 0


@pytest.mark.parametrize("base", ["-x", "--upload-pack=touch x", "没有", "HEAD:data", "HEAD..HEAD", ""])
def test_a_base_that_names_no_commit_is_refused(base: str, fuquan: Fuquan, repo: Path) -> None:
    done = fuquan("check", f"--base={base}")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("错误：")


def test_without_a_repository_nothing_is_compared(
    fuquan: Fuquan, data: Data, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    isolate(tmp_path, monkeypatch)
    done = fuquan("check", "--base", "main", data=data())
    assert (done.status, done.out) == (2, "")
    assert "不在 git 版本库里" in done.err
    monkeypatch.setenv("PATH", str(tmp_path))
    done = fuquan("check", "--base", "main")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("错误：没有安装 git")


def test_a_shallow_clone_is_told_how_to_be_whole(
    fuquan: Fuquan, repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(repo, "branch", "base")
    for n in range(3):
        saved(repo, {"x": str(n).encode()})
    clone = tmp_path / "浅"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{repo}", str(clone))
    monkeypatch.chdir(clone)
    done = fuquan("check", "--base", "origin/base")
    assert (done.status, done.out) == (2, "")
    assert "git fetch --unshallow" in done.err
    assert "fetch-depth: 0" in done.err


# mending


def test_what_has_one_answer_is_mended_and_told(fuquan: Fuquan, data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = data(
        {"    - 皖政〔2022〕112号": "    - 皖政[2022]112号", "title: 确定承接事项": "title: 确定\u200b承接事项"}
    )
    monkeypatch.chdir(folder)
    before = (folder / "tasks.yaml").read_bytes()
    done = fuquan("check", "--data", ".", "--fix", "--dry-run")
    assert (done.status, done.err) == (1, "以上2处可以改好，尚未写入文件。\n")
    assert done.out.startswith("--- a/tasks.yaml\n+++ b/tasks.yaml\n")
    assert "-    - 皖政[2022]112号\n+    - 皖政〔2022〕112号\n" in done.out
    assert "-    title: 确定\\u200b承接事项\n+    title: 确定承接事项\n" in done.out
    assert (folder / "tasks.yaml").read_bytes() == before
    done = fuquan("check", "--data", ".", "--fix", "-f", "json")
    assert (done.status, json.loads(done.out)["findings"]) == (0, [])
    assert done.err == (
        "已改 tasks.yaml:11: “皖政[2022]112号”改为“皖政〔2022〕112号”（document-number）\n"
        "已改 tasks.yaml:33: 删去“\\u200b”（unseen）\n"
    )
    assert (folder / "tasks.yaml").read_text(encoding="utf-8") == TASKS
    done = fuquan("check", "--data", ".", "--fix")
    assert (done.status, done.out, done.err) == (0, CLEAN, "")
    done = fuquan("check", "--data", ".", "--fix", "--dry-run")
    assert (done.status, done.out, done.err) == (0, "", "没有可以当场改好的。\n")


def test_what_is_left_after_mending_is_listed(fuquan: Fuquan, data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = data({"issued: 2023-04-18": "issued: 2023/4/18", "    section: 二": "    section: 七"})
    monkeypatch.chdir(folder)
    done = fuquan("check", "--data", ".", "--fix", "-f", "concise")
    assert done.status == 1
    assert done.out == "tasks.yaml:49:14: 错误 section: 没有“七”这项主要任务\n"
    assert done.err == (
        "已改 tasks.yaml:8: “2023/4/18”改为“2023-04-18”（date）\n共发现错误1处；改正后再按其余规则核对。\n"
    )


# as a program of its own


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_on_a_console_of_gbk_nothing_is_lost(columns: str, data: Data) -> None:
    folder = data(UNPAPERED)
    env = os.environ | {
        "PYTHONIOENCODING": "gbk",
        "COLUMNS": columns,
        "FUQUAN_TODAY": "2023-05-10",
        "NO_COLOR": "1",
    }
    command = [sys.executable, "-m", "fuquan", "check", "--severity", "hint", "--data", str(folder)]
    done = subprocess.run(command, capture_output=True, check=False, env=env)
    out = done.stdout.decode("gbk")
    assert done.returncode == 0
    assert "任务4调整到2023年5月19日，没有写依据" in out
    assert "\x1b" not in out
