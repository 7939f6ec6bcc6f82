"""Two states of the data from git: what `check --base` and `diff` compare."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fuquan.diagnostic import Diagnostic, Severity
from fuquan.errors import FuquanError
from fuquan.load import Loaded, load, load_at, name_in
from fuquan.source import File

if TYPE_CHECKING:
    from fuquan.comparison import Comparison
    from fuquan.git import Commit
    from fuquan.load.letters import Register
    from fuquan.model import Plan


class Compared(NamedTuple):
    """The data at the head and where it came from the base."""

    base: "Commit"
    """The merge base, under the name that the base was asked by."""
    has_parted: bool
    """Whether it is another commit than the one asked for."""
    head: "Commit | None"
    """None of the working tree."""
    day: dt.date
    """The day of the edit: today of the working tree, the commit's own of a revision."""
    now: Loaded
    then: Loaded | None
    """None where the base has no data yet."""
    edit: "Comparison | None"
    """None where there is nothing to compare: no data at the base, or data at the head that do not load."""

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What keeps the base from being read whole."""
        return _errors(self.then) if self.then else ()

    @property
    def base_named(self) -> str:
        """main（3181a06）, or main分叉处（3181a06）."""
        return f"{self.base.name}{'分叉处' if self.has_parted else ''}（{self.base.short}）"

    @property
    def files(self) -> Mapping[str, File]:
        return {**self.now.files, **(self.then.files if self.then else {})}


def compared(
    folder: Path, base: str, head: str | None, today: dt.date, called: tuple[str, str] = ("--base", "--head")
) -> Compared:
    """The data in `folder` at `head` (None: as they lie there) and at the merge base with `base`.

    `called` is what the two revisions are called where one of them is wrong. Raises FuquanError where a state cannot
    be had at all.
    """
    from fuquan import git
    from fuquan.comparison import Comparison

    repo = git.repository(folder)
    path = git.path_in(repo, folder)
    other, tip = git.commit(repo, base, called[0]), git.commit(repo, head or "HEAD", called[1])
    origin = git.merge_base(repo, other, tip)
    now = load_at(repo, tip, path) if head is not None else load(folder)
    if now is None:
        raise FuquanError(
            f"“{tip.name}”（{tip.short}）里没有 {path}/tasks.yaml", f"请核对版本（{called[1]}）和数据文件夹"
        )
    day = git.committed(repo, tip) if head is not None else today
    then = load_at(repo, origin, path)
    edit = None
    if then is not None and then.plan is not None and now.plan is not None and not _errors(now):
        edit = Comparison(base=then.plan, head=now.plan, day=day, is_whole=not _errors(then))
    return Compared(origin, origin.id != other.id, tip if head is not None else None, day, now, then, edit)


def registers(folder: Path, between: Compared) -> "tuple[Register, Register]":
    """The registers of letters at the base and at the head of a comparison, whose plans are both read."""
    from fuquan import git
    from fuquan.load.letters import register_in, register_of
    from fuquan.source import LETTERS, decoded

    repo = git.repository(folder)
    name = name_in(git.path_in(repo, folder), LETTERS)

    def at(commit: "Commit", plan: "Plan") -> "Register":
        kept = git.blob(repo, commit, name)
        return register_of(None if kept is None else decoded(f"{commit.short}:{name}", kept), plan)

    then, now = between.then and between.then.plan, between.now.plan
    assert now is not None  # noqa: S101 - whoever asks has a plan
    after = at(between.head, now) if between.head is not None else register_in(folder, now)
    return (at(between.base, then) if then is not None else register_of(None, now)), after


def _errors(loaded: Loaded) -> tuple[Diagnostic, ...]:
    return tuple(one for one in loaded.found if one.severity is Severity.ERROR)
