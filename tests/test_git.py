"""What a repository says of its revisions and files, whatever it is configured to, and what is said where it cannot."""

import errno
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from repos import git, isolate, lost, made, saved

from fuquan.errors import FuquanError
from fuquan.git import (
    Commit,
    Repository,
    at_days,
    blob,
    blobs,
    born,
    commit,
    committed,
    first,
    history,
    merge_base,
    path_in,
    path_then,
    repository,
    until,
)

FILE = "data/tasks.yaml"
GIT = shutil.which("git") or ""

UNSHALLOW = "请取回全部历史：git fetch --unshallow；在 GitHub Actions 里给 actions/checkout 加上 fetch-depth: 0"
FSCK = "请用 git fsck 检查版本库，或者用 git clone 重新克隆"
FORM = "请写一个分支、标签或者提交，如 main、origin/main、HEAD~1、3181a06；范围要分成两个版本来写"
KIND = "请写一个分支、标签或者提交，如 main、origin/main、HEAD~1"
ORIGIN = "请核对名称；远程的分支要先取回：git fetch，再写成 origin/分支名"

Told = tuple[str, str | None]


@pytest.fixture(autouse=True)
def _isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(tmp_path, monkeypatch)


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """Two commits of one file, under a name that no shell takes for one word."""
    where = made(tmp_path / "赋权 1")
    saved(where, {FILE: "一\n".encode()})
    saved(where, {FILE: "二\n".encode()})
    return Repository(where)


def told(ask: Callable[[], object]) -> Told:
    """The message and the help of what cannot be done."""
    with pytest.raises(FuquanError) as error:
        ask()
    return error.value.message, error.value.help


def refused(repo: Repository, text: str) -> Told:
    return told(lambda: commit(repo, text, "--base"))


def named(repo: Repository, text: str) -> str:
    """The id that the revision stands for."""
    one = commit(repo, text, "--base")
    assert one.name == text
    return one.id


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


# The repository.


def test_a_folder_is_in_the_repository_whose_top_is_above_it(repo: Repository) -> None:
    assert [repository(folder) for folder in (repo.top, repo.top / "data")] == [repo, repo]


@pytest.mark.parametrize(
    "name",
    [b"a b", "数据".encode(), b":x", b"*", b"a\nb", b"a\n", b"'\"\\$x", b"-x", b"\xff\xfe"],
    ids=["space", "han", "colon", "star", "newline", "newline at the end", "quotes", "hyphen", "no text"],
)
def test_any_name_of_a_folder_leads_to_its_files(name: bytes, tmp_path: Path) -> None:
    folder = os.fsdecode(name)
    where = made(tmp_path / folder)
    head = saved(where, {f"{folder}/x": b"1\n", "xx": b"2\n", "y/x": b"3\n"})
    repo = repository(where / folder)
    path = path_in(repo, where / folder)
    assert (repo, path, blob(repo, head, f"{path}/x"), blob(repo, head, f"{path}/y")) == (
        Repository(where),
        folder,
        b"1\n",
        None,
    )


def test_a_symbolic_link_leads_to_the_repository_that_holds_the_folder(repo: Repository, tmp_path: Path) -> None:
    link = tmp_path / "链接"
    link.symlink_to(repo.top / "data")
    other = made(tmp_path / "另一个")
    (other / "data").symlink_to(link)
    inner = repo.top / "内"
    inner.symlink_to("data")
    assert [(repository(folder), path_in(repo, folder)) for folder in (link, other / "data", inner)] == [
        (repo, "data")
    ] * 3


def test_the_top_itself_may_be_the_folder(repo: Repository) -> None:
    assert path_in(repo, repo.top) == "."


def test_a_folder_outside_is_refused(repo: Repository, tmp_path: Path) -> None:
    assert told(lambda: path_in(repo, tmp_path)) == (
        f"“{tmp_path}”不在版本库“{repo.top}”里",
        "请核对 --data；若版本库另设了工作区，请取消：git config --unset core.worktree",
    )


def test_a_work_tree_that_the_settings_put_elsewhere_is_not_that_of_the_data(repo: Repository, tmp_path: Path) -> None:
    git(repo.top, "config", "core.worktree", str(made(tmp_path / "别处")))
    assert told(lambda: path_in(repository(repo.top / "data"), repo.top / "data"))[0] == (
        f"“{repo.top / 'data'}”不在版本库“{tmp_path / '别处'}”里"
    )


def test_a_linked_work_tree_has_its_own_top_and_head(repo: Repository, tmp_path: Path) -> None:
    where = tmp_path / "旁边"
    git(repo.top, "worktree", "add", "--quiet", "--detach", str(where), "HEAD~1")
    linked = repository(where / "data")
    head = commit(linked, "HEAD", "--base")
    assert (linked, head.id) == (Repository(where), named(repo, "HEAD~1"))
    assert blob(linked, head, path_in(linked, where / "data") + "/tasks.yaml") == "一\n".encode()


def test_a_submodule_is_a_repository_of_its_own(repo: Repository, tmp_path: Path) -> None:
    outer = made(tmp_path / "外")
    git(outer, "submodule", "--quiet", "add", str(repo.top), "赋权")
    assert repository(outer / "赋权" / "data") == Repository(outer / "赋权")
    assert repository(outer) == Repository(outer)


def test_what_is_no_repository_is_told(tmp_path: Path) -> None:
    assert told(lambda: repository(tmp_path)) == (
        f"“{tmp_path}”不在 git 版本库里",
        "请用 git clone 克隆项目，在克隆出来的文件夹里运行，或者用 --data 指明其中的数据文件夹",
    )


def test_a_bare_repository_and_the_inside_of_one_have_no_data(repo: Repository, tmp_path: Path) -> None:
    for folder in (made(tmp_path / "裸", "--bare"), repo.top / ".git"):
        assert told(lambda folder=folder: repository(folder)) == (  # type: ignore[misc]
            f"“{folder}”在裸版本库或者 .git 文件夹里，那里没有数据文件",
            "请用 git clone 克隆一份，在克隆出来的文件夹里运行",
        )


def test_what_git_cannot_open_is_left_to_git_to_explain(repo: Repository) -> None:
    with (repo.top / ".git" / "config").open("a", encoding="utf-8") as file:
        file.write("[\n")
    assert told(lambda: repository(repo.top)) == (
        f"git 打不开“{repo.top}”所在的版本库",
        "请在那里运行 git status，看它报告的原因",
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_a_repository_of_another_user_is_trusted_by_the_command_that_is_told(repo: Repository) -> None:
    for folder in (repo.top, repo.top / ".git"):
        os.chown(folder, 65534, 65534)
    message, help_ = told(lambda: repository(repo.top / "data"))
    command = f"git config --global --add safe.directory {shlex.quote(str(repo.top))}"
    assert (message, help_) == (
        f"“{repo.top / 'data'}”所在的版本库属于别的用户，git 不肯读取",
        f"确认可信后运行：{command}",
    )
    subprocess.run(command, shell=True, check=True)  # noqa: S602 - as it would be typed
    assert repository(repo.top / "data") == repo


def test_without_git_that_is_what_is_told(repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    missing = "没有安装 git", "请先安装 git（2.25 或更高版本）"
    assert told(lambda: repository(repo.top)) == missing
    (tmp_path / "git").write_text("", encoding="utf-8")
    assert told(lambda: repository(repo.top)) == ("git 不能运行：没有权限", "请检查 git 的安装：git --version")
    (tmp_path / "git").chmod(0o755)
    assert told(lambda: repository(repo.top)) == (
        f"git 不能运行：系统报告错误{errno.ENOEXEC}",
        "请检查 git 的安装：git --version",
    )


def test_a_folder_that_cannot_be_entered_is_not_taken_for_a_missing_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    mend = "请核对 --data 和当前的文件夹"
    assert told(lambda: repository(Path("git"))) == (f"进不了文件夹“git”：系统报告错误{errno.ENOENT}", mend)
    (tmp_path / "git").touch()
    assert told(lambda: repository(Path("git"))) == (f"进不了文件夹“git”：系统报告错误{errno.ENOTDIR}", mend)


def test_a_current_folder_that_is_gone_hinders_nobody_who_names_another(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "没了"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert (repository(repo.top), path_in(repo, repo.top / "data")) == (repo, "data")
    assert told(lambda: repository(Path("data")))[0] == f"进不了文件夹“data”：系统报告错误{errno.ENOENT}"
    assert told(lambda: repository(Path())) == (
        "git 打不开“.”所在的版本库",
        "请在那里运行 git status，看它报告的原因",
    )


# A revision.


def test_a_commit_is_named_by_whatever_git_takes_for_a_name(repo: Repository) -> None:
    git(repo.top, "branch", "2023年/第1季度（修订）、“加急”", "HEAD~1")
    git(repo.top, "tag", "--annotate", "--message=版本", "v1", "HEAD~1")
    git(repo.top, "tag", "--annotate", "--message=标签的标签", "v2", "v1")
    git(repo.top, "checkout", "--quiet", "-b", "旁支", "--track", "main")
    first = git(repo.top, "rev-list", "--max-parents=0", "HEAD")
    last = git(repo.top, "rev-parse", "HEAD")
    assert {
        text: named(repo, text) for text in (last, last[:7], "HEAD", "@", "main", "refs/heads/main", "@{u}", "@{0}")
    } == (dict.fromkeys((last, last[:7], "HEAD", "@", "main", "refs/heads/main", "@{u}", "@{0}"), last))
    olds = (
        "2023年/第1季度（修订）、“加急”",
        "v1",
        "v2",
        "HEAD~1",
        "HEAD^",
        "@{u}~1",
        "HEAD^{/改}~1",
        "HEAD~1^{commit}",
        f"v1-0-g{first[:8]}",
    )
    assert {text: named(repo, text) for text in olds} == dict.fromkeys(olds, first)
    assert commit(repo, "main", "--base").short == last[:7]


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "-x", "--all", "--upload-pack=touch x", "main..HEAD", "main...HEAD", "^main"),
        *(":/改", ":data/tasks.yaml", "HEAD:data", "HEAD:", "HEAD^{/改}:data", "HEAD:{x}", "main\n"),
        *( "main\nHEAD", "\x1b[31m", "main\0", "main\x7f", "\udcff", "main\u3000", "ma\u200bin"),
    ],
)  # fmt: skip
def test_what_is_no_name_of_one_commit_is_not_asked_of_git(text: str, repo: Repository) -> None:
    assert refused(repo, text) == (f"--base 的“{text}”不是版本的写法", FORM)


def test_what_is_no_commit_is_told_by_its_kind(repo: Repository) -> None:
    git(repo.top, "tag", "--annotate", "--message=树", "树", "HEAD^{tree}")
    file = git(repo.top, "rev-parse", f"HEAD:{FILE}")
    kinds = {"HEAD^{tree}": "文件夹", "树": "文件夹", file: "文件"}
    assert {text: refused(repo, text) for text in kinds} == {
        text: (f"--base 的“{text}”不是一次提交，而是{kind}", KIND) for text, kind in kinds.items()
    }


def test_an_unknown_revision_is_told_with_the_way_to_get_it(repo: Repository, tmp_path: Path) -> None:
    git(repo.top, "branch", "旁支（改）")
    where = tmp_path / "克隆"
    git(tmp_path, "clone", "--quiet", str(repo.top), str(where))
    git(where, "remote", "add", "-f", "upstream", str(repo.top))
    clone = Repository(where)
    helps = {
        "旁支（改）": "请写全：origin/旁支（改）或upstream/旁支（改）",
        "mian": ORIGIN,
        "HEAD~9": ORIGIN,
        "@{9}": ORIGIN,
        "main ": ORIGIN,
        "x" * 300: ORIGIN,
        "upstream/无": ORIGIN,
        "origin/": ORIGIN,
        "3181a06": ORIGIN,
        "a" * 40: ORIGIN,
        "A" * 40: ORIGIN,
        "0" * 40: "编号全是0，表示分支刚刚建立，没有以前的版本；请写主干的分支，如 origin/main",
    }
    assert {text: refused(clone, text) for text in helps} == {
        text: (f"没有“{text}”这个版本", mend) for text, mend in helps.items()
    }


def test_the_command_that_is_told_fetches_the_branch(repo: Repository, tmp_path: Path) -> None:
    where = tmp_path / "克隆"
    git(tmp_path, "clone", "--quiet", "--single-branch", str(repo.top), str(where))
    git(repo.top, "branch", "改'动", "HEAD~1")
    message, help_ = refused(Repository(where), "origin/改'动")
    command = "git fetch origin " + shlex.quote("改'动:refs/remotes/origin/改'动")
    assert (message, help_) == ("没有“origin/改'动”这个版本", f"请核对名称；远程的分支要先取回：{command}")
    subprocess.run(command, shell=True, check=True, cwd=where, capture_output=True)  # noqa: S602 - as it would be typed
    assert named(Repository(where), "origin/改'动") == named(repo, "HEAD~1")


def test_what_git_would_guess_at_is_refused(repo: Repository) -> None:
    git(repo.top, "config", "core.warnAmbiguousRefs", "false")
    git(repo.top, "branch", "v1")
    git(repo.top, "tag", "v1", "HEAD~1")
    assert {text: refused(repo, text) for text in ("v1", "v1~0")} == {
        text: (
            f"--base 的“{text}”不止一个意思：有同名的分支、标签或者提交编号",
            f"请写全：分支是 refs/heads/{text}，标签是 refs/tags/{text}，远程的分支是 refs/remotes/{text}",
        )
        for text in ("v1", "v1~0")
    }
    assert (named(repo, "refs/heads/v1"), named(repo, "refs/tags/v1")) == (named(repo, "HEAD"), named(repo, "HEAD~1"))
    assert refused(repo, "main@{2001-01-01}") == (
        "没有“main@{2001-01-01}”这个版本：本机对这个分支的记录没有那么早",
        "请用 git log 查出那一天的提交，写它的编号",
    )


def test_a_branch_may_have_the_name_of_a_file(repo: Repository) -> None:
    git(repo.top, "branch", "data", "HEAD~1")
    assert named(repo, "data") == named(repo, "HEAD~1")


def test_the_beginning_of_two_ids_is_none(repo: Repository) -> None:
    tree = git(repo.top, "rev-parse", "HEAD^{tree}")
    seen: dict[str, bytes] = {}
    for n in count():
        text = f"tree {tree}\nauthor x <y> {n} +0000\ncommitter x <y> {n} +0000\n\n".encode()
        start = hashlib.sha1(b"commit %d\0%b" % (len(text), text)).hexdigest()[:4]  # noqa: S324 - what git names objects by
        if start in seen:
            break
        seen[start] = text
    for one in (text, seen[start]):
        git(repo.top, "hash-object", "-t", "commit", "-w", "--stdin", given=one)
    assert refused(repo, start) == (
        f"编号以“{start}”开头的不止一个",
        "请多写几位；完整的编号可用 git log --format=%H 查看",
    )


def test_a_repository_without_commits_is_told_as_one(tmp_path: Path) -> None:
    repo = repository(made(tmp_path / "空"))
    assert {text: refused(repo, text) for text in ("HEAD", "main", "HEAD~1")} == {
        text: (f"没有“{text}”这个版本：版本库里还没有任何提交", "请先用 git commit 提交一次")
        for text in ("HEAD", "main", "HEAD~1")
    }
    assert refused(repo, "a" * 40) == (f"没有“{'a' * 40}”这个版本", ORIGIN)


def test_a_branch_without_commits_is_not_a_repository_without(repo: Repository) -> None:
    git(repo.top, "checkout", "--quiet", "--orphan", "新的")
    assert {text: refused(repo, text) for text in ("HEAD", "@~1")} == {
        text: (f"没有“{text}”这个版本：当前的分支还没有提交", "请写别的分支，如 main") for text in ("HEAD", "@~1")
    }
    assert [refused(repo, text) for text in ("mian", "HEAD2")] == [
        (f"没有“{text}”这个版本", ORIGIN) for text in ("mian", "HEAD2")
    ]
    assert named(repo, "main") == git(repo.top, "rev-parse", "main")


def test_a_repository_of_sha256_has_longer_ids(tmp_path: Path) -> None:
    where = made(tmp_path / "长", "--object-format=sha256")
    first, last = saved(where, {FILE: b"1\n"}), saved(where, {FILE: b"2\n"})
    repo = repository(where)
    assert (len(last.id), commit(repo, "HEAD", "--base"), merge_base(repo, first, last)) == (64, last, first)
    assert (blob(repo, first, FILE), refused(repo, "0" * 64)[1]) == (
        b"1\n",
        "编号全是0，表示分支刚刚建立，没有以前的版本；请写主干的分支，如 origin/main",
    )


# History.


def test_the_base_of_a_branch_is_where_it_began(repo: Repository) -> None:
    git(repo.top, "checkout", "--quiet", "-b", "旁支", "HEAD~1")
    saved(repo.top, {"x": b""})
    base, head = commit(repo, "main", "--base"), commit(repo, "旁支", "--head")
    assert merge_base(repo, base, head) == Commit(named(repo, "main~1"), "main")
    assert merge_base(repo, head, head) == head


def test_unrelated_histories_have_no_base(repo: Repository) -> None:
    git(repo.top, "checkout", "--quiet", "--orphan", "别的")
    saved(repo.top)
    base, head = commit(repo, "main", "--base"), commit(repo, "别的", "--head")
    assert told(lambda: merge_base(repo, base, head)) == (
        "“main”与“别的”没有共同的来源，无法比较",
        f"请核对是不是同一个项目的分支，如：git log --oneline {base.short} {head.short}",
    )


def test_a_shallow_clone_is_told_how_to_get_the_rest(repo: Repository, tmp_path: Path) -> None:
    git(repo.top, "checkout", "--quiet", "-b", "旁支", "HEAD~1")
    saved(repo.top, {"x": b""})
    where = tmp_path / "浅"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", repo.top.as_uri(), str(where))
    clone = repository(where)
    base, head = commit(clone, "origin/main", "--base"), commit(clone, "HEAD", "--head")
    assert told(lambda: merge_base(clone, base, head)) == (
        "“origin/main”与“HEAD”没有共同的来源，无法比较：这是浅克隆，没有全部历史",
        UNSHALLOW,
    )
    parent = named(repo, "HEAD~1")
    assert {text: refused(clone, text) for text in ("HEAD~1", "origin/v9", parent)} == {
        text: (f"没有“{text}”这个版本", f"这是浅克隆，没有全部历史。{UNSHALLOW}")
        for text in ("HEAD~1", "origin/v9", parent)
    }
    assert told(lambda: committed(clone, Commit(parent, "x"))) == (
        f"读不出“x”（{parent[:7]}）：版本库不完整",
        UNSHALLOW,
    )
    git(where, "fetch", "--quiet", "--unshallow")
    assert merge_base(clone, base, head).id == parent


def test_a_history_with_a_hole_is_not_one_without_a_base(repo: Repository) -> None:
    base, middle, head = (commit(repo, "HEAD~1", "--base"), commit(repo, "HEAD", "--base"), saved(repo.top))
    git(repo.top, "branch", "v2", middle.id)
    lost(repo.top, middle.id)
    assert told(lambda: merge_base(repo, base, head)) == ("读不出“HEAD~1”与“HEAD”共同的来源：版本库不完整", FSCK)
    assert {text: refused(repo, text) for text in ("v2", "HEAD~1", "HEAD~2")} == {
        text: (f"读不出“{text}”这个版本：版本库不完整", FSCK) for text in ("v2", "HEAD~1", "HEAD~2")
    }
    assert refused(repo, middle.id) == (f"没有“{middle.id}”这个版本", ORIGIN)


def test_a_commit_that_is_damaged_is_told_as_one(repo: Repository) -> None:
    id_ = saved(repo.top).id
    path = repo.top / ".git" / "objects" / id_[:2] / id_[2:]
    path.chmod(0o644)
    path.write_bytes(b"x")
    assert {text: refused(repo, text) for text in ("HEAD", "HEAD~1", "main", id_, id_[:9])} == {
        text: (f"读不出“{text}”这个版本：版本库不完整", FSCK) for text in ("HEAD", "HEAD~1", "main", id_, id_[:9])
    }
    assert told(lambda: committed(repo, Commit(id_, "main"))) == (f"读不出“main”（{id_[:7]}）：版本库不完整", FSCK)


def test_what_replaces_a_commit_is_not_believed(repo: Repository) -> None:
    first, last = commit(repo, "HEAD~1", "--base"), commit(repo, "HEAD", "--base")
    git(repo.top, "checkout", "--quiet", "--orphan", "假的")
    false = saved(repo.top, {FILE: "假\n".encode()})
    git(repo.top, "replace", last.id, false.id)
    git(repo.top, "replace", named_blob(repo, first), named_blob(repo, false))
    (repo.top / ".git" / "info").mkdir(exist_ok=True)
    (repo.top / ".git" / "info" / "grafts").write_text(f"{last.id} {false.id}\n", encoding="utf-8")
    assert (merge_base(repo, first, last), blob(repo, first, FILE), blob(repo, last, FILE)) == (
        first,
        "一\n".encode(),
        "二\n".encode(),
    )
    (repo.top / ".git" / "info" / "grafts").write_text(f"{last.id}\n", encoding="utf-8")
    assert (merge_base(repo, first, last), named(repo, "main~1")) == (first, first.id)


def named_blob(repo: Repository, one: Commit) -> str:
    return git(repo.top, "--no-replace-objects", "rev-parse", f"{one.id}:{FILE}")


# The day.


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1682697599 +0800", date(2023, 4, 28)),
        ("1682697600 +0800", date(2023, 4, 29)),
        ("1682697600 -0800", date(2023, 4, 29)),
        ("1682697600 +051800", date(2023, 4, 29)),
        ("1682697600 --700", date(2023, 4, 29)),
        ("1682697600 CST", date(2023, 4, 29)),
        ("1682697600", date(2023, 4, 29)),
        ("0 +0000", date(1970, 1, 1)),
        ("-1 +0000", date(1970, 1, 1)),
        ("-28801 +0000", date(1969, 12, 31)),
        ("-62135596800 +0000", date(1, 1, 1)),
        ("253402271999 +0000", date(9999, 12, 31)),
    ],
)
def test_a_commit_has_the_day_of_its_committer_in_shanghai(written: str, day: date, repo: Repository) -> None:
    assert committed(repo, dated(repo, f"committer 甲> <y> {written}")) == day


@pytest.mark.parametrize(
    "line",
    [
        "committer x <y> 253402272000 +0000",
        "committer x <y> -62135625601 +0000",
        "committer x <y> 999999999999 +0000",
        f"committer x <y> {'9' * 5000} +0000",
        "committer x <y> 明天 +0000",
        "committer x <y>",
        "encoding GBK",
    ],
    ids=lambda line: line[:40],
)
def test_a_day_that_is_none_is_told(line: str, repo: Repository) -> None:
    one = dated(repo, line)
    assert told(lambda: committed(repo, one)) == (
        f"“怪”（{one.short}）的提交时间不是正常的日期",
        f"请换一个版本；写的内容可以查看：git cat-file -p {one.short}",
    )


def dated(repo: Repository, line: str) -> Commit:
    """A commit with such a line where its committer should be, and a message that lies."""
    tree = git(repo.top, "rev-parse", "HEAD^{tree}")
    text = f"tree {tree}\nauthor x <y> 1 +0000\n{line}\n\n改\n\ncommitter x <y> 1 +0000\n"
    id_ = git(repo.top, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", given=text.encode())
    return Commit(id_, "怪")


# A file.


def test_a_file_is_read_as_it_was(repo: Repository) -> None:
    odd = bytes(range(256)) + b"\r\n\r\n"
    (repo.top / ".gitattributes").write_text("* text eol=crlf working-tree-encoding=UTF-16 ident\n", encoding="utf-8")
    id_ = git(repo.top, "hash-object", "-w", "--stdin", "--no-filters", given=odd)
    for path in ("甲/乙", "一/二/三/四"):
        git(repo.top, "update-index", "--add", "--cacheinfo", f"100755,{id_},{path}")
    git(repo.top, "commit", "--quiet", "--message=改")
    head = commit(repo, "HEAD", "--base")
    files = {
        "甲/乙": odd,
        "一/二/三/四": odd,
        "甲/丙": None,
        "丙/乙": None,
        "甲/乙/丙": None,
        "一/二/四": None,
        "四": None,
    }
    assert {path: blob(repo, head, path) for path in files} == files


@pytest.mark.parametrize("path", [FILE, "data"])
def test_what_is_no_file_is_told(path: str, repo: Repository) -> None:
    head = commit(repo, "HEAD", "--base")
    link = git(repo.top, "hash-object", "-w", "--stdin", given=b"..")
    wanted = "文件" if path == FILE else "文件夹"
    for mode, id_, called in (("120000", link, "符号链接"), ("160000", head.id, "子模块")):
        git(repo.top, "rm", "--quiet", "-r", "--cached", "data")
        git(repo.top, "update-index", "--add", "--cacheinfo", f"{mode},{id_},{path}")
        git(repo.top, "commit", "--quiet", "--message=改")
        one = commit(repo, "main", "--base")
        assert told(lambda one=one: blob(repo, one, FILE)) == (  # type: ignore[misc]
            f"“main”（{one.short}）里的“{path}”是{called}，不是{wanted}",
            f"请换一个版本；各个版本可以查看：git log --oneline -- {path}",
        )


def test_a_folder_in_the_place_of_a_file_is_told(repo: Repository) -> None:
    head = saved(repo.top, {"一/二/三": b""})
    for path in ("data", "一/二"):
        assert told(lambda path=path: blob(repo, head, path)) == (  # type: ignore[misc]
            f"“HEAD”（{head.short}）里的“{path}”是文件夹，不是文件",
            f"请换一个版本；各个版本可以查看：git log --oneline -- {shlex.quote(path)}",
        )


@pytest.mark.parametrize("gone", [f"HEAD:{FILE}", "HEAD:data", "HEAD^{tree}"])
def test_a_file_that_is_lost_is_not_one_that_never_was(gone: str, repo: Repository) -> None:
    head = commit(repo, "HEAD", "--base")
    lost(repo.top, git(repo.top, "rev-parse", gone))
    assert told(lambda: blob(repo, head, FILE)) == (f"读不出“HEAD”（{head.short}）里的“{FILE}”：版本库不完整", FSCK)


def test_a_partial_clone_is_told_the_command_that_completes_it(repo: Repository, tmp_path: Path) -> None:
    git(repo.top, "config", "uploadpack.allowFilter", "true")
    where = tmp_path / "部分"
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", repo.top.as_uri(), str(where))
    clone = repository(where)
    old = commit(clone, "HEAD~1", "--base")
    command = f"git cat-file -e {old.short}:{FILE}"
    assert told(lambda: blob(clone, old, FILE)) == (
        f"读不出“HEAD~1”（{old.short}）里的“{FILE}”：版本库不完整",
        f"这是部分克隆，请先取回缺少的内容：{command}；在 GitHub Actions 里给 actions/checkout 去掉 filter",
    )
    git(where, *command.split()[1:])
    assert blob(clone, old, FILE) == "一\n".encode()


# Whatever the surroundings are.


def answers(repo: Repository) -> list[object]:
    """What the whole of a comparison asks."""
    found = repository(repo.top / "data")
    base, head = commit(found, "main~1", "--base"), commit(found, "HEAD", "--head")
    start = merge_base(found, base, head)
    path = f"{path_in(found, repo.top / 'data')}/tasks.yaml"
    return [
        found,
        start,
        committed(found, head),
        *(blob(found, one, path) for one in (start, head)),
        blob(found, head, "x"),
    ]


def expected(repo: Repository) -> list[object]:
    start = Commit(git(repo.top, "rev-parse", "main~1"), "main~1")
    day = date.fromisoformat(
        git(repo.top, "log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%d", TZ="Asia/Shanghai")
    )
    return [repo, start, day, "一\n".encode(), "二\n".encode(), None]


@pytest.fixture
def marker(tmp_path: Path) -> Iterator[Path]:
    """A program that leaves a mark, and the mark; a test has to see it made where it is run."""
    mark = tmp_path / "mark"
    script(tmp_path / "program", f"echo run >> {shlex.quote(str(mark))}")
    yield mark
    assert not mark.exists()


def test_nothing_that_a_repository_configures_is_run(repo: Repository, tmp_path: Path, marker: Path) -> None:
    program = str(tmp_path / "program")
    wanted = expected(repo)
    settings = (
        *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "core.gitProxy"),
        *(
            "diff.external",
            "diff.x.textconv",
            "diff.x.command",
            "filter.x.clean",
            "filter.x.smudge",
            "filter.x.process",
        ),
        *(
            "gpg.program",
            "gpg.x509.program",
            "gpg.ssh.program",
            "credential.helper",
            "sequence.editor",
            "pager.ls-tree",
        ),
        *("alias.rev-parse", "alias.ls-tree", "alias.cat-file", "alias.merge-base", "core.alternateRefsCommand"),
    )
    for name in settings:
        git(repo.top, "config", name, f"!{program}" if name.startswith("alias") else program)
    for name in ("log.showSignature", "filter.x.required", "pager.cat-file"):
        git(repo.top, "config", name, "true")
    (repo.top / ".git" / "info" / "attributes").write_text("* diff=x filter=x\n", encoding="utf-8")
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("reference-transaction", "post-index-change", "fsmonitor-watchman", "post-checkout", "pre-auto-gc"):
        script(hooks / name, f"exec {shlex.quote(program)}")
    git(repo.top, "config", "core.hooksPath", str(hooks))
    subprocess.run(["git", "status"], cwd=repo.top, capture_output=True, check=False)
    marker.unlink()  # git status has made it
    assert answers(repo) == wanted


def test_nothing_is_fetched(repo: Repository, tmp_path: Path, marker: Path) -> None:
    git(repo.top, "config", "uploadpack.allowFilter", "true")
    where = tmp_path / "部分"
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", repo.top.as_uri(), str(where))
    clone = repository(where)
    old = commit(clone, "HEAD~1", "--base")
    for url in (f"ext::{tmp_path / 'program'}", "ssh://example.invalid/x", repo.top.as_uri()):
        git(where, "config", "remote.origin.url", url)
        for name in ("remote.origin.uploadpack", "core.sshCommand"):
            git(where, "config", name, str(tmp_path / "program"))
        git(where, "config", "protocol.ext.allow", "always")
        with pytest.raises(subprocess.CalledProcessError):
            git(where, "cat-file", "-e", f"{old.id}:{FILE}")
        marker.unlink()  # git has made it
        assert told(lambda: blob(clone, old, FILE))[0] == f"读不出“HEAD~1”（{old.short}）里的“{FILE}”：版本库不完整"
        assert not marker.exists()


def test_nothing_that_the_environment_sets_is_run_or_believed(
    repo: Repository, tmp_path: Path, marker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = expected(repo)
    other = made(tmp_path / "别处")
    saved(other, {FILE: "别处\n".encode()})
    for name in ("GIT_PAGER", "GIT_EXTERNAL_DIFF", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_EDITOR", "GIT_ASKPASS"):
        monkeypatch.setenv(name, str(tmp_path / "program"))
    for name in ("GIT_TRACE", "GIT_TRACE_SETUP", "GIT_TRACE2", "GIT_TRACE2_EVENT", "GIT_TRACE2_PERF"):
        monkeypatch.setenv(name, str(marker))
    for name in ("GIT_DIR", "GIT_COMMON_DIR"):
        monkeypatch.setenv(name, str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(other / ".git" / "objects"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))
    monkeypatch.setenv("GIT_GRAFT_FILE", str(other / ".git" / "grafts"))
    monkeypatch.setenv("GIT_SHALLOW_FILE", str(other / ".git" / "shallow"))
    monkeypatch.setenv("GIT_NAMESPACE", "别处")
    monkeypatch.setenv("GIT_PREFIX", "别处/")
    monkeypatch.setenv("GIT_GLOB_PATHSPECS", "1")
    monkeypatch.setenv("GIT_ICASE_PATHSPECS", "1")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.worktree")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(other))
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", "'core.bare'='true'")
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    assert answers(repo) == wanted


def test_a_hook_may_ask(repo: Repository, tmp_path: Path) -> None:
    """As a pre-commit hook of another repository would, which git starts with variables of its own."""
    wanted = expected(repo)
    other = made(tmp_path / "别处")
    answer = tmp_path / "answer"
    (other / ".git" / "hooks").mkdir(exist_ok=True)
    asked = (
        "import sys; from pathlib import Path; from fuquan.git import blob, commit, repository\n"
        "repo = repository(Path(sys.argv[1]))\n"
        "print(commit(repo, 'main~1', '').id, blob(repo, commit(repo, 'HEAD', ''), 'data/tasks.yaml'))"
    )
    words = (sys.executable, "-c", asked, str(repo.top))
    script(other / ".git" / "hooks" / "pre-commit", f"{shlex.join(words)} > {shlex.quote(str(answer))}")
    saved(other, {FILE: b""})
    assert answer.read_text(encoding="utf-8") == f"{wanted[1].id} {wanted[4]!r}\n"


def test_a_comparison_starts_few_processes_and_plumbing_alone(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = expected(repo)
    folder, log = tmp_path / "bin", tmp_path / "log"
    folder.mkdir()
    script(
        folder / "git",
        'for word do case "$word" in [a-z]*-*) echo "$word"; break;; esac; done >> '
        f'{shlex.quote(str(log))}\nexec {shlex.quote(GIT)} "$@"',
    )
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert answers(repo) == wanted
    assert log.read_text(encoding="utf-8").split() == [
        *("rev-parse", "rev-parse", "rev-parse", "merge-base", "cat-file"),
        *("ls-tree", "cat-file", "ls-tree", "cat-file", "ls-tree"),
    ]


def test_blobs_are_read_in_any_order(repo: Repository) -> None:
    texts = [f"{n}\n".encode() * n for n in range(200)]
    saved(repo.top, {f"f{n}": text for n, text in enumerate(texts)})
    ids = [git(repo.top, "hash-object", f"f{n}") for n in range(200)]
    unlisted = git(repo.top, "rev-parse", f"HEAD:{FILE}")
    order = [*range(150), 3, 149, 199, 0, *range(150, 200)]
    with blobs(repo, ids) as read:
        assert [read(ids[n]) for n in order[:100]] == [texts[n] for n in order[:100]]
        assert read(unlisted) == "二\n".encode()
        assert [read(ids[n]) for n in order[100:]] == [texts[n] for n in order[100:]]


def test_a_blob_that_is_lost_is_named(repo: Repository) -> None:
    gone = "f" * 40
    with blobs(repo, [gone]) as read:
        assert told(lambda: read(gone)) == (f"读不出“{gone}”（{gone[:7]}）：版本库不完整", FSCK)


def test_a_history_that_is_broken_is_no_history(repo: Repository) -> None:
    tip = commit(repo, "HEAD", "--at")
    lost(repo.top, git(repo.top, "rev-parse", "HEAD~1"))
    broken = f"读不出“HEAD”（{tip.short}）：版本库不完整", FSCK
    assert told(lambda: history(repo, tip, FILE)) == broken
    assert told(lambda: at_days(repo, tip, [date(2023, 5, 1)], FILE)) == broken
    assert told(lambda: until(repo, tip, date(2023, 5, 1))) == broken
    assert told(lambda: first(repo, tip, "x")) == broken
    assert told(lambda: born(repo, tip, FILE)) == broken
    assert told(lambda: path_then(repo, tip, Commit("f" * 40, "f"), "x"))[0].startswith("读不出“f”（fffffff）")


def test_a_folder_on_two_lines_has_no_history(repo: Repository) -> None:
    tip = commit(repo, "HEAD", "--at")
    saved(repo.top, {"a\nb": b"x"})
    now = commit(repo, "HEAD", "--at")
    assert told(lambda: history(repo, now, "a\nb")) == ("数据文件夹的名称里有换行，查不了它的历史", "请先改名")
    assert born(repo, tip, "a\nb") is None


def test_where_each_day_stood_is_told_for_all_at_once(repo: Repository) -> None:
    for day in ("2023-05-03", "2023-05-01", "2023-05-04"):  # a clock that went backwards
        git(repo.top, "commit", "--quiet", "--allow-empty", "-m", day, GIT_COMMITTER_DATE=f"{day}T12:00:00+0800")
    tip = commit(repo, "HEAD", "--at")
    days = [date(2023, 4, 30), date(2023, 5, 1), date(2023, 5, 2), date(2023, 5, 3), date(2023, 5, 4)]
    at_each = at_days(repo, tip, days, FILE, "x")
    one = git(repo.top, "rev-parse", "HEAD~1")
    assert [found.id if found else None for found in at_each] == [None, one, one, one, tip.id]
    assert [found and found.id for found in at_each] == [
        found and found.id for found in (until(repo, tip, day) for day in days)
    ]
    assert {found.blobs for found in at_each if found} == {(git(repo.top, "rev-parse", f"HEAD:{FILE}"), None)}
