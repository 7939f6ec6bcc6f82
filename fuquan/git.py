"""The repository that the data are kept in: the one place that starts a process.

Only plumbing is run (rev-parse, merge-base, ls-tree, cat-file), so that no hook, filter, pager or external diff of
a repository's configuration is started; and a revision is data, never an option. Git 2.25 or later does.
"""

import datetime as dt
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fuquan.errors import FuquanError

if TYPE_CHECKING:
    import subprocess

SHANGHAI = dt.timezone(dt.timedelta(hours=8))

_OPTIONS = ("--no-pager", "--no-replace-objects", "--literal-pathspecs", "-c", "core.fsmonitor=false")

# What a git hook sets, and what would point at another repository than the data's.
_LOCAL = re.compile(
    "GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|CONFIG.*"
    "|NAMESPACE|GRAFT_FILE|SHALLOW_FILE|CEILING_DIRECTORIES|REPLACE_REF_BASE|NO_REPLACE_OBJECTS|IMPLICIT_WORK_TREE"
    "|INTERNAL_SUPER_PREFIX|TRACE.*|QUARANTINE_PATH|.*PATHSPECS)"
)

_REVISION = re.compile(r"[\w./@{}~^+#=:, -]+")
"""Names of branches and tags, in any script, and HEAD~2, @{upstream}, main@{yesterday}."""


class Repository(NamedTuple):
    """A work tree, by its top folder."""

    top: Path


class Commit(NamedTuple):
    id: str
    name: str
    """As it was asked for."""

    @property
    def short(self) -> str:
        return self.id[:7]


def repository(folder: Path) -> Repository:
    """The repository that the folder is in. Raises FuquanError where there is none, or no git."""
    done = _git(folder, "rev-parse", "--show-toplevel")
    if done.returncode == 0 and (top := _line(done)):
        return Repository(Path(top))
    told = done.stderr.decode(errors="replace")
    if "dubious ownership" in told or "unsafe repository" in told:
        raise FuquanError(
            f"版本库属于别的用户，git 不肯读取：“{folder}”",
            f"确认可信后运行：git config --global --add safe.directory '{folder.resolve()}'（或它的上级文件夹）",
        )
    if done.returncode == 0 or "must be run in a work tree" in told:
        raise FuquanError(f"“{folder}”所在的是裸版本库，没有数据文件可以比较", "请在克隆出来的文件夹里运行")
    raise FuquanError(
        f"“{folder}”不在 git 版本库里，没有以前的版本可以比较",
        "请在克隆出来的文件夹里运行",
    )


def commit(repo: Repository, text: str, option: str) -> Commit:
    """The commit that a revision names. Raises FuquanError of what names none, with `option` for where it was asked."""
    if text.startswith("-") or not _REVISION.fullmatch(text) or ".." in text:
        raise FuquanError(
            f"{option} 的“{text}”不是版本的写法", "请写一个分支、标签或者提交，如 main、origin/main、HEAD~1、3181a06"
        )
    done = _git(repo.top, "rev-parse", "--verify", "--quiet", f"{text}^{{commit}}")
    if done.returncode == 0 and re.fullmatch("[0-9a-f]{40,64}", name := _line(done)):
        return Commit(name, text)
    if _git(repo.top, "rev-parse", "--verify", "--quiet", "HEAD").returncode:
        raise FuquanError(f"没有“{text}”这个版本：版本库里还没有任何提交", "请先用 git commit 提交一次")
    if _git(repo.top, "rev-parse", "--verify", "--quiet", text).returncode == 0:
        raise FuquanError(f"{option} 的“{text}”不是一次提交", "请写一个分支、标签或者提交")
    raise FuquanError(f"没有“{text}”这个版本", _how_to_get(repo, text))


def _how_to_get(repo: Repository, text: str) -> str:
    if _is_shallow(repo):
        return f"这是浅克隆，没有全部历史。{_UNSHALLOW}"
    remote, slash, branch = text.partition("/")
    if slash and remote == "origin":
        return f"请核对名称；远程的分支要先取回：git fetch origin {branch}"
    return "请核对名称；远程的分支要先取回：git fetch，再写成 origin/分支名"


_UNSHALLOW = "请取回全部历史：git fetch --unshallow；在 GitHub Actions 里给 actions/checkout 加上 fetch-depth: 0"


def merge_base(repo: Repository, base: Commit, head: Commit) -> Commit:
    """The commit that both come from. Raises FuquanError where there is none."""
    done = _git(repo.top, "merge-base", base.id, head.id)
    if done.returncode == 0 and re.fullmatch("[0-9a-f]{40,64}", name := _line(done)):
        return Commit(name, base.name)
    told = f"“{base.name}”与“{head.name}”没有共同的来源，无法比较"
    if _is_shallow(repo):
        raise FuquanError(f"{told}：这是浅克隆，没有全部历史", _UNSHALLOW)
    raise FuquanError(told, "请核对是不是同一个项目的分支")


def committed(repo: Repository, one: Commit) -> dt.date:
    """The committer's day, in Shanghai."""
    done = _git(repo.top, "cat-file", "commit", one.id)
    seconds = re.search(rb"^committer .*> (\d+) [+-]\d{4}$", done.stdout, re.MULTILINE)
    if seconds is None:
        raise _unreadable(repo, one, "")
    return dt.datetime.fromtimestamp(int(seconds[1]), SHANGHAI).date()


def path_in(repo: Repository, folder: Path) -> str:
    """The folder's path as the repository names it, from its top."""
    top, whole = repo.top.resolve(), folder.resolve()
    if not whole.is_relative_to(top):
        raise FuquanError(f"“{folder}”不在版本库“{top}”里", "请核对 --data")
    return whole.relative_to(top).as_posix()


def blob(repo: Repository, one: Commit, path: str) -> bytes | None:
    """The bytes of a file at a commit; None where it had none. Raises FuquanError of what is no file, or is missing."""
    done = _git(repo.top, "ls-tree", "-z", "--full-tree", one.id, "--", path)
    if done.returncode:
        raise _unreadable(repo, one, path)
    if not done.stdout:
        return None
    mode, kind, name = done.stdout.split(b"\t", 1)[0].decode().split()
    if kind != "blob" or mode == "120000":
        called = {"tree": "文件夹", "commit": "子模块", "blob": "符号链接"}[kind]
        raise FuquanError(f"“{one.name}”（{one.short}）里的“{path}”是{called}，不是文件", "请换一个版本")
    read = _git(repo.top, "cat-file", "blob", name)
    if read.returncode:
        raise _unreadable(repo, one, path)
    return read.stdout


def _unreadable(repo: Repository, one: Commit, path: str) -> FuquanError:
    mend = _UNSHALLOW if _is_shallow(repo) else "请用 git fsck 检查版本库，或者重新克隆"
    of = f"里的“{path}”" if path else ""
    return FuquanError(f"读不出“{one.name}”（{one.short}）{of}：版本库不完整", mend)


def _is_shallow(repo: Repository) -> bool:
    return _line(_git(repo.top, "rev-parse", "--is-shallow-repository")) == "true"


def _line(done: "subprocess.CompletedProcess[bytes]") -> str:
    return os.fsdecode(done.stdout).removesuffix("\n")


def _git(folder: Path, *args: str) -> "subprocess.CompletedProcess[bytes]":
    import subprocess

    env = {name: value for name, value in os.environ.items() if not _LOCAL.fullmatch(name)}
    env |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(
            ("git", *_OPTIONS, *args), cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise FuquanError("没有安装 git，无法与以前的版本比较", "请先安装 git（2.25 或更高版本）") from None
    except PermissionError:
        raise FuquanError("git 不能运行：没有权限", "请检查 git 的安装和文件夹的权限") from None
