"""--at: the data as git had them then, and the day by which they are asked."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fuquan.cli import options
from fuquan.errors import FuquanError
from fuquan.load import load_paths, paths_in
from fuquan.model import Plan
from fuquan.text import long_day

if TYPE_CHECKING:
    from fuquan.git import Commit, Repository


class Past(NamedTuple):
    """A commit to answer from."""

    repo: "Repository"
    folder: str
    """The data's, as the repository names it now."""
    tip: "Commit"
    """What is checked out, by whose names the files are known; the commit itself where nothing is."""
    commit: "Commit"
    day: dt.date
    """The date asked for, or the commit's own day."""


def past(folder: Path, at: str) -> Past:
    """What --at names. Raises FuquanError where it names nothing, or more than one thing."""
    from fuquan import git

    repo = git.repository(folder)
    path = git.path_in(repo, folder)
    day = options.at_day(at)
    if day is None:
        one = git.commit(repo, at, "--at")
        tip = git.commit(repo, "HEAD", "--at") if git.is_named(repo, "HEAD") else one
        return Past(repo, path, tip, one, git.committed(repo, one))
    if git.is_named(repo, at):
        raise FuquanError(
            f"--at 的“{at}”不止一个意思：是日期，也是一个版本的名称",
            f"分支请写全：refs/heads/{at}；日期请换一种写法，如 {_otherwise(at, day)}",
        )
    if day > (today := options.today(None)):
        raise FuquanError(f"--at 的“{at}”还没有到", f"今天是{long_day(today)}；推算将来请用 --today")
    tip = git.commit(repo, "HEAD", "--at")
    last = git.until(repo, tip, day)
    if last is None:
        raise _too_early(repo, tip, day)
    return Past(repo, path, tip, last, day)


def line(folder: Path, at: str | None) -> Past:
    """Up to where to look back: what --at names, else what is checked out, as of today."""
    from fuquan import git

    if at is not None:
        return past(folder, at)
    repo = git.repository(folder)
    tip = git.commit(repo, "HEAD", "当前版本")
    return Past(repo, git.path_in(repo, folder), tip, tip, options.today(None))


def cautioned(repo: "Repository") -> frozenset[str]:
    """The commits at which a shallow clone ends, which is said on stderr; none of a whole one."""
    from fuquan import git

    if cut := git.cut_off(repo):
        options.say(f"提示：这是浅克隆，更早的历史不在其中。{git.UNSHALLOW}")
    return cut


def _otherwise(text: str, day: dt.date) -> str:
    iso = day.isoformat()
    return iso if text != iso else long_day(day)


def _too_early(repo: "Repository", tip: "Commit", day: dt.date) -> FuquanError:
    from fuquan import git

    oldest = git.first(repo, tip) or tip
    when = long_day(git.committed(repo, oldest))
    if git.is_shallow(repo):
        told = f"版本库里没有{long_day(day)}或以前的提交：这是浅克隆，最早只到{when}（{oldest.short}）"
        return FuquanError(told, git.UNSHALLOW)
    return FuquanError(f"{long_day(day)}那天还没有提交", f"最早的提交在{when}（{oldest.short}）")


def plan_then(one: Past) -> Plan:
    """The plan of that commit, under the names that its files bore then, and on stderr which it is.

    Ends as `options.whole` does where the data were wrong. Raises FuquanError where there were none.
    """
    from fuquan import git

    names = paths_in(one.folder)
    then = [git.path_then(one.repo, one.tip, one.commit, name) for name in names]
    tasks, towns = (was or name for was, name in zip(then, names, strict=True))
    loaded = load_paths(one.repo, one.commit, tasks, towns)
    if loaded is None:
        raise _no_data(one, tasks)
    plan = options.whole(loaded)
    committed = long_day(git.committed(one.repo, one.commit))
    moved = [f"，{name} 那时是 {was}" for was, name in zip(then, names, strict=True) if was not in (None, name)]
    options.say(f"提示：按{one.commit.short}（{committed}提交）时的数据答复{''.join(moved)}。")
    return plan


def _no_data(one: Past, path: str) -> FuquanError:
    from fuquan import git

    oldest = git.first(one.repo, one.tip, path)
    known = ""
    if oldest is not None and oldest.id != one.commit.id:
        known = f"；最早见于{long_day(git.committed(one.repo, oldest))}提交的 {oldest.short}"
    name, short = one.commit.name, one.commit.short
    return FuquanError(
        f"{short if one.commit.id.startswith(name) else f'{name}（{short}）'}里没有 {path}",
        f"请换一个日期或版本{known}",
    )
