"""What every command does that writes the data: decide while nobody else writes, write, say it, commit or offer to."""

import os
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from fuquan.cli import options
from fuquan.errors import FuquanError
from fuquan.source import TASKS, TOWNS, exists

if TYPE_CHECKING:
    from fuquan.git import Repository
    from fuquan.recording import Recorded


def write(folder: Path, decided: "Callable[[], tuple[Recorded | None, Callable[[], str]]]", *, commit: bool) -> None:
    """Write what was decided on the data as they are.

    `decided` gives what is to be written, if anything, and what says so once it is, whose answer is the message of a
    commit.
    """
    from fuquan import edit
    from fuquan.source.locking import locked

    with locked(folder):
        made, tell = decided()
        target = _ready(folder) if commit else None  # also where an earlier commit of it failed
        if made:
            edit.write(folder, made.files)
        message = tell()
        if made and target:
            _commit(folder, target, made, message)
    if made and not target:
        _offer(folder, made, message)


def warn(made: "Recorded") -> None:
    for one in made.warnings:
        options.say(f"警告：{one.message}。{one.help or ''}")


class Target(NamedTuple):
    """Where a commit goes: the data files, by name, with their paths from the top of the repository."""

    repo: "Repository"
    paths: Mapping[str, str]

    def changed(self, made: "Recorded") -> list[str]:
        return [self.paths[PurePath(old.path).name] for old, _ in made.files]


def _target(folder: Path, names: Iterable[str] = (TASKS, TOWNS)) -> Target:
    """Raises FuquanError where the data are in no repository; a file that is a link is the one that it leads to."""
    from fuquan import git

    repo = git.repository(folder)
    return Target(repo, {name: git.path_in(repo, folder / name) for name in names if exists(folder / name)})


def _ready(folder: Path) -> Target:
    """Raises FuquanError where nothing could be committed, or not this alone."""
    from fuquan import git

    target = _target(folder)
    paths = tuple(target.paths.values())
    git.refuse_unready(target.repo)
    left = git.unsaved(target.repo, paths)
    if new := git.untracked(target.repo, paths):
        raise FuquanError(
            f"{'、'.join(new)} 还没有纳入版本库，不能提交",
            "请先用 git add 和 git commit 提交一次，或者去掉 --commit",
        )
    if left:
        raise FuquanError(
            f"{'、'.join(left)} 里还有没提交的改动，不能只提交这一次的",
            "请先提交原来的改动（fuquan diff HEAD 可以查看），或者去掉 --commit",
        )
    return target


def _commit(folder: Path, target: Target, made: "Recorded", message: str) -> None:
    from fuquan import git

    try:
        saved = git.save(target.repo, target.changed(made), message)
    except FuquanError as error:
        told = f"{error.help}\n解决以后再提交：{_command(folder, target, target.changed(made), message)}"
        raise FuquanError(f"文件已经写入，但是 {error.message}", told) from error
    sys.stdout.write(f"已提交 {saved.short}。\n")


def _offer(folder: Path, made: "Recorded", message: str) -> None:
    """The commit that may follow, where the data are kept in a repository."""
    from fuquan import git

    try:
        target = _target(folder)
    except FuquanError:
        return
    if not git.untracked(target.repo, target.changed(made)):
        _say_command(_command(folder, target, target.changed(made), message))


def offer_new(folder: Path, name: str, message: str) -> None:
    """The commit of a file that may be new, where the tasks are kept in a repository."""
    from fuquan import git

    try:
        target = _target(folder, [TASKS, name])
    except FuquanError:
        return
    path, tasks = target.paths[name], target.paths[TASKS]
    unkept = git.untracked(target.repo, [path, tasks])
    is_new = path in unkept
    if tasks not in unkept and not (is_new and git.is_ignored(target.repo, path)):
        _say_command(_command(folder, target, [path], message, is_new=is_new))


def _say_command(command: str) -> None:
    from fuquan.text import printable

    if command == printable(command):
        options.say(f"可以提交：{command}")


def _command(folder: Path, target: Target, changed: Sequence[str], message: str, *, is_new: bool = False) -> str:
    top, here, at = target.repo.top.resolve(), Path.cwd().resolve(), ""
    if not here.is_relative_to(top):
        here, at = folder.resolve(), f" -C {shlex.quote(str(folder))}"
    paths = shlex.join(os.path.relpath(top / path, here) for path in changed)
    added = f"git{at} add -- {paths} && " if is_new else ""
    return f"{added}git{at} commit -m {shlex.quote(message.split(chr(10), 1)[0])} -- {paths}"
