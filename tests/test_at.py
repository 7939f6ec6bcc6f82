"""--at: every reading command answers from the data as git had them, on that day unless another is given."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Fuquan
from plans import HEAD, TOWNS, task
from repos import git, isolate, saved

from fuquan.git import Commit

UNITS = "units:\n  - {name: 局%s}\n  - {name: 各镇, members: towns}\n"
TASKS = f"{HEAD % ''}tasks:\n{task('4月底前', '局, 各镇')}\n{UNITS}"
DONE = ", progress: {1: {done: 2023-05-04}}"
OPEN = TASKS % ""
UNSHALLOW = "请取回全部历史：git fetch --unshallow；在 GitHub Actions 里给 actions/checkout 加上 fetch-depth: 0"


@pytest.fixture
def at(top: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Commit]:
    """A commit made at a time, with the task list and, unless told otherwise, the towns."""

    def at(when: str, tasks: str | None, folder: str = "data", towns: str | None = TOWNS) -> Commit:
        monkeypatch.setenv("GIT_COMMITTER_DATE", when)
        files = {"tasks.yaml": tasks, "towns.yaml": towns}
        return saved(top, {f"{folder}/{name}": text.encode() for name, text in files.items() if text is not None})

    return at


def asked(fuquan: Fuquan, top: Path, *args: str) -> tuple[str, str]:
    """(the day of the answer and the state of the task of 局, what stands beside it)."""
    done = fuquan("list", "-f", "json", "-u", "局", *args, data=top / "data")
    assert done.status == 0, done.err
    told = json.loads(done.out)
    return f"{told['today']} {told['tasks'][0]['state']}", done.err


def refused(fuquan: Fuquan, top: Path, *args: str) -> str:
    done = fuquan("status", *args, data=top / "data")
    assert (done.status, done.out) == (2, "")
    return done.err


def test_a_date_is_the_end_of_that_day_in_shanghai(at: Callable[..., Commit], top: Path, fuquan: Fuquan) -> None:
    first = at("2023-05-03T12:00:00+0800", OPEN)
    at("2023-05-05T15:59:59+0000", TASKS % ", progress: {1: {started: 2023-05-03}}")
    last = at("2023-05-05T08:59:59-0700", TASKS % DONE)  # a second before midnight where the office is
    later = at("2023-05-05T11:00:00-0500", OPEN)  # at midnight itself
    assert asked(fuquan, top, "--at", "2023-05-04") == (
        "2023-05-04 overdue",
        f"提示：按{first.short}（2023年5月3日提交）时的数据答复。\n",
    )
    assert asked(fuquan, top, "--at", "2023年5月5日") == (
        "2023-05-05 done",
        f"提示：按{last.short}（2023年5月5日提交）时的数据答复。\n",
    )
    assert asked(fuquan, top, "--at", "2023-05-06") == (
        "2023-05-06 overdue",
        f"提示：按{later.short}（2023年5月6日提交）时的数据答复。\n",
    )


def test_a_date_follows_the_line_that_others_were_merged_into(
    at: Callable[..., Commit], top: Path, fuquan: Fuquan
) -> None:
    first = at("2023-05-01T12:00:00+0800", OPEN)
    git(top, "switch", "--quiet", "--create", "side")
    at("2023-05-03T12:00:00+0800", TASKS % DONE)
    git(top, "switch", "--quiet", "main")
    merged = "2023-05-06T12:00:00+0800"
    git(top, "merge", "--quiet", "--no-ff", "--no-edit", "side", GIT_COMMITTER_DATE=merged)
    assert asked(fuquan, top, "--at", "2023-05-05")[1].startswith(f"提示：按{first.short}（")
    assert asked(fuquan, top, "--at", "2023-05-06")[0] == "2023-05-06 done"


def test_a_revision_is_asked_on_the_day_it_was_committed(at: Callable[..., Commit], top: Path, fuquan: Fuquan) -> None:
    one = at("2023-05-02T20:00:00+0000", OPEN)
    at("2023-05-07T00:00:00+0800", TASKS % DONE)
    told = f"提示：按{one.short}（2023年5月3日提交）时的数据答复。\n"
    for name in (one.id, one.short, "HEAD~1"):
        assert asked(fuquan, top, "--at", name) == ("2023-05-03 overdue", told)


def test_another_day_may_be_given(at: Callable[..., Commit], top: Path, fuquan: Fuquan) -> None:
    at("2023-04-20T12:00:00+0800", OPEN)
    at("2023-05-07T00:00:00+0800", TASKS % DONE)
    for name in ("2023-04-25", "HEAD~1"):
        out, _ = asked(fuquan, top, "--at", name, "--today", "2023-05-01")
        assert out == "2023-05-01 overdue"


def test_every_reading_command_answers_from_then(at: Callable[..., Commit], top: Path, fuquan: Fuquan) -> None:
    at("2023-05-01T12:00:00+0800", OPEN)
    at("2023-05-07T00:00:00+0800", "")
    for command in (
        "status",
        "list",
        "overdue",
        "upcoming",
        "units",
        "towns",
        "show 1",
        "explain 1",
        "explain 5月底前",
    ):
        done = fuquan(*command.split(), "--at", "2023-05-03", data=top / "data")
        assert (command, done.status) == (command, 0)
        assert done.err.startswith("提示：按")
        assert done.out


def test_a_name_that_reads_as_a_date_is_refused(at: Callable[..., Commit], top: Path, fuquan: Fuquan) -> None:
    one = at("2023-05-01T12:00:00+0800", OPEN)
    git(top, "branch", "2023-05-01")
    git(top, "tag", "2023年5月2日")
    assert refused(fuquan, top, "--at", "2023-05-01") == (
        "错误：--at 的“2023-05-01”不止一个意思：是日期，也是一个版本的名称\n"
        "分支请写全：refs/heads/2023-05-01；日期请换一种写法，如 2023年5月1日\n"
    )
    assert "，如 2023-05-02\n" in refused(fuquan, top, "--at", "2023年5月2日")
    assert one.short in asked(fuquan, top, "--at", "refs/heads/2023-05-01")[1]
    assert one.short in asked(fuquan, top, "--at", "2023年5月1日")[1]


def test_a_day_to_come_is_refused(at: Callable[..., Commit], top: Path, fuquan: Fuquan) -> None:
    at("2023-05-01T12:00:00+0800", OPEN)
    assert refused(fuquan, top, "--at", "2023-05-11") == (
        "错误：--at 的“2023-05-11”还没有到\n今天是2023年5月10日；推算将来请用 --today\n"
    )
    assert refused(fuquan, top, "--at", "2023-05-11", "--today", "2023-05-20").startswith("错误：--at 的“2023-05-11”")
    assert refused(fuquan, top, "--at", "2023-02-30").startswith("错误：--at 的“2023-02-30”不是有效的日期\n")


def test_before_the_first_commit_there_is_no_answer(at: Callable[..., Commit], top: Path, fuquan: Fuquan) -> None:
    one = at("2023-05-02T12:00:00+0800", OPEN)
    at("2023-05-03T12:00:00+0800", TASKS % DONE)
    for day, long in (("2023-05-01", "2023年5月1日"), ("1950-01-01", "1950年1月1日")):
        assert refused(fuquan, top, "--at", day) == (
            f"错误：{long}那天还没有提交\n最早的提交在2023年5月2日（{one.short}）\n"
        )


def test_a_shallow_clone_says_that_it_is_one(
    at: Callable[..., Commit], top: Path, tmp_path: Path, fuquan: Fuquan
) -> None:
    at("2023-05-02T12:00:00+0800", OPEN)
    two = at("2023-05-03T12:00:00+0800", TASKS % DONE)
    git(tmp_path, "clone", "--quiet", "--depth=1", top.as_uri(), "浅")
    assert refused(fuquan, tmp_path / "浅", "--at", "2023-05-02") == (
        f"错误：版本库里没有2023年5月2日或以前的提交：这是浅克隆，最早只到2023年5月3日（{two.short}）\n{UNSHALLOW}\n"
    )
    assert two.short in asked(fuquan, tmp_path / "浅", "--at", "2023-05-04")[1]


def test_files_are_followed_to_the_names_they_had(at: Callable[..., Commit], top: Path, fuquan: Fuquan) -> None:
    one = at("2023-05-02T12:00:00+0800", OPEN, "旧")
    git(top, "mv", "旧", "中")
    two = at("2023-05-03T12:00:00+0800", TASKS % DONE, "中")
    git(top, "mv", "中", "data")
    at("2023-05-04T12:00:00+0800", None, towns=None)
    at("2023-05-05T12:00:00+0800", TASKS % DONE)
    moved = "data/tasks.yaml 那时是 旧/tasks.yaml，data/towns.yaml 那时是 旧/towns.yaml"
    assert asked(fuquan, top, "--at", "2023-05-02") == (
        "2023-05-02 overdue",
        f"提示：按{one.short}（2023年5月2日提交）时的数据答复，{moved}。\n",
    )
    assert "那时是 中/tasks.yaml" in asked(fuquan, top, "--at", two.id)[1]


def test_where_there_was_no_list_the_first_is_named(at: Callable[..., Commit], top: Path, fuquan: Fuquan) -> None:
    one = at("2023-05-01T12:00:00+0800", None, towns=None)
    two = at("2023-05-02T12:00:00+0800", OPEN)
    assert refused(fuquan, top, "--at", "2023-05-01") == (
        f"错误：{one.short}里没有 data/tasks.yaml\n请换一个日期或版本；最早见于2023年5月2日提交的 {two.short}\n"
    )
    assert refused(fuquan, top, "--at", "HEAD~1").startswith(f"错误：HEAD~1（{one.short}）里没有 data/tasks.yaml\n")


def test_where_there_never_was_a_list_that_is_all(at: Callable[..., Commit], top: Path, fuquan: Fuquan) -> None:
    at("2023-05-01T12:00:00+0800", None, towns=None)
    (top / "data").mkdir()
    (top / "data" / "tasks.yaml").write_text(OPEN, encoding="utf-8")
    assert refused(fuquan, top, "--at", "HEAD").endswith("里没有 data/tasks.yaml\n请换一个日期或版本\n")


def test_data_that_were_wrong_then_are_told_with_their_place(
    at: Callable[..., Commit], top: Path, fuquan: Fuquan
) -> None:
    one = at("2023-05-01T12:00:00+0800", OPEN.replace("4月底前", "13月底前"))
    at("2023-05-02T12:00:00+0800", OPEN)
    done = fuquan("overdue", "--at", "2023-05-01", data=top / "data")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(f"{one.short}:data/tasks.yaml:5:46: 错误 deadline: ")
    assert done.err.endswith("数据有错，未作答复：错误1处\n")


def test_without_a_branch_a_revision_still_answers(at: Callable[..., Commit], top: Path, fuquan: Fuquan) -> None:
    at("2023-05-01T12:00:00+0800", OPEN)
    git(top, "switch", "--quiet", "--orphan", "空")
    (top / "data").mkdir()
    (top / "data" / "tasks.yaml").write_text(OPEN, encoding="utf-8")
    assert asked(fuquan, top, "--at", "main")[0] == "2023-05-01 overdue"
    assert refused(fuquan, top, "--at", "2023-05-01").startswith("错误：没有“HEAD”这个版本：当前的分支还没有提交\n")


def test_outside_git_there_is_nothing_to_go_back_to(
    tmp_path: Path, fuquan: Fuquan, monkeypatch: pytest.MonkeyPatch
) -> None:
    isolate(tmp_path, monkeypatch)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "tasks.yaml").write_text(OPEN, encoding="utf-8")
    assert refused(fuquan, tmp_path, "--at", "2023-05-01").startswith(f"错误：“{tmp_path / 'data'}”不在 git 版本库里\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused(fuquan, tmp_path, "--at", "2023-05-01").startswith("错误：没有安装 git\n")
