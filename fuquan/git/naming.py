"""The repository of a folder, and the commits that a text names."""

import datetime as dt
import os
import re
import shlex
from pathlib import Path

from fuquan.errors import FuquanError
from fuquan.git.missing import UNSHALLOW, how_to_mend, is_shallow, unreadable
from fuquan.git.running import git, line
from fuquan.git.values import ID, SHANGHAI, Commit, Repository


def repository(folder: Path) -> Repository:
    """The repository that the folder is in. Raises FuquanError where there is none, or no git."""
    done = git(folder, "rev-parse", "--show-toplevel")
    if done.returncode == 0 and (top := line(done)):
        return Repository(Path(top))
    told = os.fsdecode(done.stderr)
    if trusting := re.search(r"^\tgit config --global --add safe\.directory .+", told, re.MULTILINE | re.DOTALL):
        raise FuquanError(
            f"“{folder}”所在的版本库属于别的用户，git 不肯读取",
            f"确认可信后运行：{trusting[0].strip()}",
        )
    if done.returncode == 0 or "must be run in a work tree" in told:
        raise FuquanError(
            f"“{folder}”在裸版本库或者 .git 文件夹里，那里没有数据文件",
            "请用 git clone 克隆一份，在克隆出来的文件夹里运行",
        )
    if "not a git repository (or any" in told:
        raise FuquanError(
            f"“{folder}”不在 git 版本库里",
            "请用 git clone 克隆项目，在克隆出来的文件夹里运行，或者用 --data 指明其中的数据文件夹",
        )
    raise FuquanError(f"git 打不开“{folder}”所在的版本库", "请在那里运行 git status，看它报告的原因")


def path_in(repo: Repository, folder: Path) -> str:
    """The folder's path as the repository names it, from its top; "." is the top itself."""
    top, whole = repo.top.resolve(), folder.resolve()
    if not whole.is_relative_to(top):
        raise FuquanError(
            f"“{folder}”不在版本库“{top}”里",
            "请核对 --data；若版本库另设了工作区，请取消：git config --unset core.worktree",
        )
    return whole.relative_to(top).as_posix()


def commit(repo: Repository, text: str, option: str) -> Commit:
    """The commit that a revision names. Raises FuquanError of what names none, with `option` for where it was asked.

    What git would guess at is refused: a name that a branch and a tag share, a day before its log of a branch begins.
    """
    has_path = ":" in re.sub(r"\{[^}]*\}", "", text)  # what asks for a commit would be a part of the path
    if has_path or not text.isprintable() or ".." in text or text[:1] in ("", "-", "^"):
        raise FuquanError(
            f"{_beside(option)}的“{text}”不是版本的写法",
            "请写一个分支、标签或者提交，如 main、origin/main、HEAD~1、3181a06；范围要分成两个版本来写",
        )
    done = git(repo.top, "rev-parse", "--verify", f"{text}^{{commit}}")
    told = os.fsdecode(done.stderr)
    if re.search(r"^warning: refname '.+' is ambiguous", told, re.MULTILINE):
        raise FuquanError(
            f"{_beside(option)}的“{text}”不止一个意思：有同名的分支、标签或者提交编号",
            f"请写全：分支是 refs/heads/{text}，标签是 refs/tags/{text}，远程的分支是 refs/remotes/{text}",
        )
    if re.search(r"^warning: log for '.+' only goes back to ", told, re.MULTILINE):
        raise FuquanError(
            f"没有“{text}”这个版本：本机对这个分支的记录没有那么早", "请用 git log 查出那一天的提交，写它的编号"
        )
    if re.search(r"^error: short (?:object ID|SHA1) \w+ is ambiguous", told, re.MULTILINE):
        raise FuquanError(f"编号以“{text}”开头的不止一个", "请多写几位；完整的编号可用 git log --format=%H 查看")
    if done.returncode == 0 and re.fullmatch(ID, name := line(done)):
        return Commit(name, text)
    raise _no_commit(repo, text, option)


def _beside(option: str) -> str:
    """--base with the space that stands between Latin and Han."""
    return f"{option} " if option.isascii() else option


def _no_commit(repo: Repository, text: str, option: str) -> FuquanError:
    kind = git(repo.top, "cat-file", "-t", f"{text}^{{}}")
    if kind.returncode == 0:
        called = {"tree": "文件夹", "blob": "文件"}.get(line(kind), "别的内容")
        return FuquanError(
            f"{_beside(option)}的“{text}”不是一次提交，而是{called}",
            "请写一个分支、标签或者提交，如 main、origin/main、HEAD~1",
        )
    is_id = re.fullmatch(ID, text.lower()) is not None  # which rev-parse takes, whether there is such an object or not
    is_broken = re.search(rb"^error: ", kind.stderr, re.MULTILINE) is not None
    if is_broken or (not is_id and git(repo.top, "rev-parse", "--verify", text).returncode == 0):
        return FuquanError(f"读不出“{text}”这个版本：版本库不完整", how_to_mend(repo, text))
    names = os.fsdecode(git(repo.top, "for-each-ref", "--format=%(refname:short)").stdout).split("\n")[:-1]
    if not is_id and git(repo.top, "rev-parse", "--verify", "HEAD").returncode:
        if not names:
            return FuquanError(f"没有“{text}”这个版本：版本库里还没有任何提交", "请先用 git commit 提交一次")
        if re.match("(?:HEAD|@)(?:[~^@{]|$)", text):
            return FuquanError(f"没有“{text}”这个版本：当前的分支还没有提交", f"请写别的分支，如 {names[0]}")
    return FuquanError(f"没有“{text}”这个版本", _how_to_get(repo, text, names))


def _how_to_get(repo: Repository, text: str, names: list[str]) -> str:
    if re.fullmatch("0{40}|0{64}", text):
        return "编号全是0，表示分支刚刚建立，没有以前的版本；请写主干的分支，如 origin/main"
    if full := [name for name in names if name.endswith(f"/{text}")]:
        return f"请写全：{'或'.join(full)}"
    if is_shallow(repo):
        return f"这是浅克隆，没有全部历史。{UNSHALLOW}"
    remote, _, branch = text.partition("/")
    if remote == "origin" and branch:
        fetched = shlex.quote(f"{branch}:refs/remotes/origin/{branch}")
        return f"请核对名称；远程的分支要先取回：git fetch origin {fetched}"
    return "请核对名称；远程的分支要先取回：git fetch，再写成 origin/分支名"


def is_named(repo: Repository, text: str) -> bool:
    """Whether a branch, a tag or another revision bears this name."""
    return git(repo.top, "rev-parse", "--verify", "--quiet", f"{text}^{{commit}}").returncode == 0


def merge_base(repo: Repository, base: Commit, head: Commit) -> Commit:
    """The commit that both come from, under the name of the base. Raises FuquanError where there is none."""
    done = git(repo.top, "merge-base", base.id, head.id)
    if done.returncode == 0 and re.fullmatch(ID, name := line(done)):
        return Commit(name, base.name)
    if done.returncode != 1 or b"error: " in done.stderr:
        raise FuquanError(f"读不出“{base.name}”与“{head.name}”共同的来源：版本库不完整", how_to_mend(repo, base.short))
    told = f"“{base.name}”与“{head.name}”没有共同的来源，无法比较"
    if is_shallow(repo):
        raise FuquanError(f"{told}：这是浅克隆，没有全部历史", UNSHALLOW)
    raise FuquanError(told, f"请核对是不是同一个项目的分支，如：git log --oneline {base.short} {head.short}")


def committed(repo: Repository, one: Commit) -> dt.date:
    """The committer's day, in Shanghai, whatever zone was written down. Raises FuquanError where there is none."""
    done = git(repo.top, "cat-file", "commit", one.id)
    if done.returncode:
        raise unreadable(repo, one)
    head, _, _ = done.stdout.partition(b"\n\n")  # the message may hold a line like the one sought
    seconds = re.search(rb"^committer .*> (-?\d{1,12})(?: |$)", head, re.MULTILINE)
    day = None if seconds is None else day_of(int(seconds[1]))
    if day is not None:
        return day
    raise FuquanError(
        f"“{one.name}”（{one.short}）的提交时间不是正常的日期",
        f"请换一个版本；写的内容可以查看：git cat-file -p {one.short}",
    )


def day_of(seconds: int) -> dt.date | None:
    try:
        return (dt.datetime.fromtimestamp(0, SHANGHAI) + dt.timedelta(seconds=seconds)).date()
    except OverflowError:
        return None
