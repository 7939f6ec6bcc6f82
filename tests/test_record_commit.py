"""Recording in a repository: --commit, what it refuses, and the commit that is offered without it."""

import shlex
import subprocess
from pathlib import Path

import pytest
from conftest import EXAMPLE, Done, Fuquan
from repos import git, isolate, made, saved


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that holds the example under data/, and beside it a file of somebody else's."""
    isolate(tmp_path, monkeypatch)
    work = made(tmp_path / "work")
    files = {f"data/{name}": (EXAMPLE / name).read_bytes() for name in ("tasks.yaml", "towns.yaml")}
    saved(work, files | {"别的.txt": b"1\n"})
    monkeypatch.chdir(work)
    return work


def log(work: Path) -> str:
    return git(work, "log", "--format=%an %B", "--name-only", "-1")


def test_only_the_data_are_committed(fuquan: Fuquan, work: Path) -> None:
    (work / "别的.txt").write_text("2\n", encoding="utf-8")
    git(work, "add", "别的.txt")
    done = fuquan("done", "9", "-u", "红杨镇", "--commit", data=work / "data")
    id_ = git(work, "rev-parse", "HEAD")
    assert done == Done(
        status=0,
        out="红杨镇完成任务9，5月10日，逾期10天；尚有区司法局未完成。\n"
        "已写入 data/towns.yaml:74，日期是2023年5月10日（周三）。\n"
        f"已提交 {id_[:7]}。\n",
        err="",
    )
    assert log(work) == "甲 红杨镇完成任务9，5月10日，逾期10天\n\n\ndata/towns.yaml"
    assert git(work, "status", "--porcelain") == 'M  "\\345\\210\\253\\347\\232\\204.txt"'
    again = fuquan("done", "9", "-u", "红杨镇", "--commit", data=work / "data")
    assert again == Done(status=0, out="红杨镇任务9已记录为2023年5月10日完成，没有改动。\n", err="")
    assert git(work, "rev-parse", "HEAD") == id_


def test_both_files_and_several_sentences(fuquan: Fuquan, work: Path) -> None:
    assert fuquan("done", "9", "10", "-u", "红杨镇、区司法局", "--commit", data=work / "data").status == 0
    assert log(work) == (
        "甲 区司法局、红杨镇完成任务9，5月10日，逾期10天等2项\n\n"
        "区司法局、红杨镇完成任务9，5月10日，逾期10天\n区司法局、红杨镇完成任务10，5月10日，逾期10天\n\n\n"
        "data/tasks.yaml\ndata/towns.yaml"
    )


def test_a_text_that_looks_like_a_comment_or_an_option_is_committed_as_it_is(fuquan: Fuquan, work: Path) -> None:
    typed = ("note", "9", "-u", "红杨镇", "--note", "#1\n--amend")
    assert fuquan(*typed, "--commit", data=work / "data").status == 0
    assert log(work).splitlines()[0] == "甲 红杨镇任务9，5月10日说明：#1\\n--amend"


def test_messages_of_a_repository_in_another_encoding(fuquan: Fuquan, work: Path) -> None:
    git(work, "config", "i18n.commitEncoding", "GBK")
    assert fuquan("done", "9", "-u", "红杨镇", "--commit", data=work / "data").status == 0
    assert "encoding" not in git(work, "cat-file", "commit", "HEAD")  # else it is read as GBK


def test_data_in_the_top_folder(fuquan: Fuquan, work: Path) -> None:
    saved(work, {name: (EXAMPLE / name).read_bytes() for name in ("tasks.yaml", "towns.yaml")})
    assert fuquan("done", "9", "-u", "区司法局", "--commit", data=work).status == 0
    assert log(work).endswith("\n\ntasks.yaml")


def refused(fuquan: Fuquan, work: Path) -> str:
    """What is said where nothing is written."""
    before = (work / "data" / "towns.yaml").read_bytes()
    done = fuquan("done", "9", "-u", "红杨镇", "--commit", data=work / "data")
    assert (done.status, done.out) == (2, "")
    assert (work / "data" / "towns.yaml").read_bytes() == before
    return done.err


def test_other_edits_are_not_committed_along(fuquan: Fuquan, work: Path) -> None:
    fuquan("done", "10", "-u", "红杨镇、区司法局", data=work / "data")
    told = (
        "错误：{} 里还有没提交的改动，不能只提交这一次的\n"
        "请先提交原来的改动（fuquan diff HEAD 可以查看），或者去掉 --commit\n"
    )
    assert refused(fuquan, work) == told.format("data/tasks.yaml、data/towns.yaml")
    git(work, "add", "data/tasks.yaml")
    git(work, "checkout", "data/towns.yaml")
    assert refused(fuquan, work) == told.format("data/tasks.yaml")


@pytest.mark.parametrize("ignored", [False, True])
def test_files_that_were_never_committed(fuquan: Fuquan, work: Path, ignored: bool) -> None:
    git(work, "rm", "--quiet", "--cached", "data/towns.yaml")
    saved(work, {".gitignore": b"towns.yaml\n"} if ignored else {})
    if not ignored:
        git(work, "rm", "--quiet", "--cached", "data/towns.yaml")
        git(work, "commit", "--quiet", "--message=x")
    assert refused(fuquan, work) == (
        "错误：data/towns.yaml 还没有纳入版本库，不能提交\n请先用 git add 和 git commit 提交一次，或者去掉 --commit\n"
    )
    assert fuquan("done", "9", "-u", "红杨镇", data=work / "data").err == ""


def test_without_a_repository(fuquan: Fuquan, work: Path, tmp_path: Path) -> None:
    (work / ".git").rename(tmp_path / "elsewhere")
    assert refused(fuquan, work).startswith(f"错误：“{work}/data”不在 git 版本库里")
    assert fuquan("done", "9", "-u", "红杨镇", data=work / "data").err == ""


def test_nobody_is_named_as_author(fuquan: Fuquan, work: Path, tmp_path: Path) -> None:
    (tmp_path / "gitconfig").write_text("[user]\n\tuseConfigOnly = true\n", encoding="utf-8")
    assert refused(fuquan, work) == (
        "错误：git 还不知道是谁在提交\n请先写明：git config user.name 姓名，以及 git config user.email 邮箱地址\n"
    )


def test_the_environment_may_name_the_author(fuquan: Fuquan, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "乙")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert fuquan("done", "9", "-u", "红杨镇", "--commit", data=work / "data").status == 0
    monkeypatch.delenv("GIT_DIR")
    assert log(work).startswith("乙 ")


def test_a_merge_is_under_way(fuquan: Fuquan, work: Path) -> None:
    git(work, "checkout", "--quiet", "-b", "side")
    saved(work, {"别的.txt": b"3\n"})
    git(work, "checkout", "--quiet", "main")
    saved(work, {"甲.txt": b"3\n"})
    git(work, "merge", "--quiet", "--no-commit", "side")
    assert refused(fuquan, work) == (
        "错误：版本库里有一次合并还没有做完，不能提交\n请先用 git commit 完成合并，或者用 git merge --abort 放弃它\n"
    )


def test_a_cherry_pick_is_under_way(fuquan: Fuquan, work: Path) -> None:
    git(work, "checkout", "--quiet", "-b", "side")
    saved(work, {"别的.txt": b"3\n"})
    git(work, "checkout", "--quiet", "main")
    saved(work, {"别的.txt": b"4\n"})
    subprocess.run(["git", "cherry-pick", "side"], cwd=work, capture_output=True, check=False)
    assert refused(fuquan, work) == (
        "错误：版本库里有一次 cherry-pick 还没有做完，不能提交\n"
        "请先用 git cherry-pick --continue 完成，或者用 git cherry-pick --abort 放弃它\n"
    )


def test_a_hook_has_its_say(fuquan: Fuquan, work: Path) -> None:
    hook = work / ".git" / "hooks" / "pre-commit"
    hook.write_text("#!/bin/sh\nprintf '今天不收\\t！' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    done = fuquan("done", "9", "-u", "红杨镇", "--commit", data=work / "data")
    assert done == Done(
        status=2,
        out="红杨镇完成任务9，5月10日，逾期10天；尚有区司法局未完成。\n"
        "已写入 data/towns.yaml:74，日期是2023年5月10日（周三）。\n",
        err="错误：文件已经写入，但是 git 没有提交\n今天不收    ！\n"
        "解决以后再提交：git commit -m '红杨镇完成任务9，5月10日，逾期10天' -- data/towns.yaml\n",
    )
    assert git(work, "status", "--porcelain") == " M data/towns.yaml"
    assert refused(fuquan, work).startswith("错误：data/towns.yaml 里还有没提交的改动，不能只提交这一次的\n")


def test_another_git_is_at_work(fuquan: Fuquan, work: Path) -> None:
    lock = work / ".git" / "index.lock"
    lock.touch()
    assert fuquan("done", "9", "-u", "红杨镇", "--commit", data=work / "data").err == (
        "错误：文件已经写入，但是 git 没有提交：版本库正由另一个 git 使用\n"
        f"请等它结束；早已停了的，请删去 {lock}\n"
        "解决以后再提交：git commit -m '红杨镇完成任务9，5月10日，逾期10天' -- data/towns.yaml\n"
    )


def test_files_and_a_folder_that_are_links(
    fuquan: Fuquan, work: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    git(work, "mv", "data", "real")
    (work / "data").symlink_to("real")
    (work / "links").mkdir()
    (work / "links" / "tasks.yaml").symlink_to("../real/tasks.yaml")
    (work / "links" / "towns.yaml").symlink_to("../real/towns.yaml")
    saved(work, {})
    for folder, number in (("data", "9"), ("links", "10")):
        assert fuquan("done", number, "-u", "红杨镇", "--commit", data=Path(folder)).status == 0
        assert log(work).endswith("\nreal/towns.yaml")
        told = fuquan("start", number, "-u", "区司法局", "--evidence", "甲", data=Path(folder)).err
        assert told.endswith(" -- real/tasks.yaml\n")
        monkeypatch.chdir(tmp_path)
        told = fuquan("done", number, "-u", "区司法局", data=Path("work") / folder).err
        assert told.startswith(f"可以提交：git -C work/{folder} commit -m ")
        git(tmp_path, *shlex.split(told.removeprefix("可以提交：git ")))
        monkeypatch.chdir(work)
        assert git(work, "status", "--porcelain") == ""
    elsewhere = tmp_path / "elsewhere" / "towns.yaml"
    elsewhere.parent.mkdir()
    (work / "real" / "towns.yaml").rename(elsewhere)
    (work / "real" / "towns.yaml").symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    done = fuquan("start", "8", "-u", "六郎镇", "--commit", data=Path("data"))
    assert done.err.startswith("错误：“data/towns.yaml”不在版本库“")
    assert (done.status, done.out, elsewhere.read_bytes()) == (2, "", before)


def test_a_path_that_cannot_be_shown_is_offered_no_commit(fuquan: Fuquan, work: Path) -> None:
    git(work, "mv", "data", "数\n据")
    saved(work, {})
    assert fuquan("done", "9", "-u", "红杨镇", data=work / "数\n据").err == ""
    git(work, "commit", "--quiet", "--all", "--message=x")
    assert fuquan("done", "10", "-u", "红杨镇", "--commit", data=work / "数\n据").status == 0


def test_the_commit_that_may_follow_is_offered(fuquan: Fuquan, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = fuquan("note", "9", "10", "-u", "红杨镇", "--note", "“甲”'乙'", data=Path("data")).err
    assert told == (
        "可以提交：git commit -m '红杨镇任务9，5月10日说明：“甲”'\"'\"'乙'\"'\"'等2项' -- data/towns.yaml\n"
    )
    git(work, *("commit", "-m", "红杨镇任务9", "--", "data/towns.yaml"))
    monkeypatch.chdir(work.parent)
    told = fuquan("done", "9", "-u", "红杨镇", data=work / "data").err
    assert told == f"可以提交：git -C {work}/data commit -m '红杨镇完成任务9，5月10日，逾期10天' -- towns.yaml\n"
