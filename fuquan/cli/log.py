"""`fuquan log`: who recorded what when, from the history of the data in git."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from fuquan import query
from fuquan.cli import options
from fuquan.cli.options import At, Data, Form, Format, Units, answer
from fuquan.comparison import Comparison
from fuquan.errors import FuquanError
from fuquan.load import paths_in
from fuquan.load.history import Blob, History, Outline, Version
from fuquan.owed import TooMuchError
from fuquan.source import TASKS, TOWNS

if TYPE_CHECKING:
    from fuquan.git import Commit, Repository, Revision
    from fuquan.view.changes import Change
    from fuquan.view.log import Entry


def log(
    task: Annotated[
        list[str] | None,
        typer.Argument(metavar="序号", help="只看这些任务，可写几个", autocompletion=options.complete_tasks),
    ] = None,
    unit: Units = None,
    last: Annotated[
        int | None, typer.Option("--last", "-n", metavar="次数", min=1, help="只看最近这么多次", show_default=False)
    ] = None,
    at: At = None,
    data: Data = None,
    form: Form = Format.TABLE,
) -> None:
    from fuquan import git
    from fuquan.view import log as view

    numbers = options.task_numbers(task or ())
    folder = options.data_folder(data)
    repo, tip, path = _tip(folder, at)
    names = paths_in(path)
    revisions = git.history(repo, tip, *names)
    if not revisions:
        raise FuquanError(f"{names[0]} 还没有提交过，没有历史可查", "请先提交一次：git add、git commit")
    with git.blobs(repo, (id_ for one in revisions for id_ in one.blobs if id_)) as read:
        walk = _Walk(revisions, git.cut_off(repo), read)
        if walk.cut:
            options.say(f"提示：这是浅克隆，更早的历史不在其中。{git.UNSHALLOW}")
        if at is None and _is_ahead(folder, revisions[0], read):
            options.say("提示：工作区还有未提交的改动，不在其中；用 fuquan diff HEAD 查看。")
        asked = _Asked(walk.good(revisions[0]), unit or (), numbers)
        shown = asked.first(walk.entries(asked), last)
    if form is Format.JSON:
        from fuquan.export import to_json

        return options.write(to_json.log(tip.id, not walk.cut, shown))
    told = view.Log(shown, asked.names, tuple(dict.fromkeys(numbers)), last)
    return answer(form, page=lambda: view.page(told), sheet=lambda: view.sheet(told), text=lambda: view.text(told))


def _tip(folder: Path, at: str | None) -> "tuple[Repository, Commit, str]":
    """The repository, the commit up to which to look, and the folder's path."""
    from fuquan import git
    from fuquan.cli.past import past

    if at is not None:
        then = past(folder, at)
        return then.repo, then.commit, then.folder
    repo = git.repository(folder)
    return repo, git.commit(repo, "HEAD", "当前版本"), git.path_in(repo, folder)


def _is_ahead(folder: Path, tip: "Revision", read: Callable[[str], bytes]) -> bool:
    """Whether a file is another than the last that was committed, line ends aside."""

    def differs(name: str, id_: str | None) -> bool:
        path = folder / name
        there = path.read_bytes() if path.is_file() else None
        if there is None or id_ is None:
            return (there is None) != (id_ is None)
        return there.replace(b"\r\n", b"\n") != read(id_).replace(b"\r\n", b"\n")

    return any(differs(name, id_) for name, id_ in zip((TASKS, TOWNS), tip.blobs, strict=True))


class _Asked:
    """The bodies and tasks asked about, by the names and numbers that they have now or had once."""

    def __init__(self, now: Version | None, units: Sequence[str], numbers: Sequence[int]) -> None:
        self.plan = now.plan if now else None
        self.units, self.numbers = units, numbers
        self.lost: set[str | int] = set()  # what is not in the plan of now, and has not been met before
        if self.plan is None:
            if units or numbers:
                raise FuquanError("没有一个版本的数据读得出来，无从辨认单位和任务", "请先用 fuquan check 改正数据")
        else:
            known = {name for unit in self.plan.bodies() for name in (unit.name, *unit.aliases)}
            ids = {task.id for task in self.plan.tasks}
            self.lost |= {name for name in units if name not in known}
            self.lost |= {number for number in numbers if number not in ids}
        self.gone = frozenset(self.lost)
        self.then: dict[int, tuple[Outline, _Those]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        if self.plan is None:
            return ()
        own = ((name,) if name in self.gone else query.own_names(self.plan, [name]) for name in self.units)
        return tuple(dict.fromkeys(name for names in own for name in names))

    def first(self, entries: "Iterator[Entry]", last: int | None) -> "tuple[Entry, ...]":
        """The newest of the entries. Raises FuquanError of a name or number that never was."""
        shown = tuple(entries)[:last] if self.gone else tuple(islice(entries, last))
        if self.lost and self.plan is not None:
            query.bodies_named(self.plan, [name for name in self.units if name in self.lost])
            query.tasks_numbered(self.plan, [number for number in self.numbers if number in self.lost])
        return shown

    def those(self, version: Version) -> "_Those":
        """What they were called at the time."""
        if not (self.units or self.numbers):
            return _EVERYTHING
        if version.outline is None:
            return self.found(version)
        if id(version.outline) not in self.then:
            self.then[id(version.outline)] = version.outline, self.found(version)
        return self.then[id(version.outline)][1]

    def found(self, version: Version) -> "_Those":
        assert self.plan is not None and version.plan is not None  # noqa: S101 - else nobody asks
        edit = Comparison(base=version.plan, head=self.plan, day=self.plan.issued)
        bodies: set[str] = set()
        for name in self.units:
            if name not in self.gone:
                now = query.bodies_named(self.plan, [name], may_be_idle=True) or frozenset()
                bodies |= {old for old, new in edit.names.items() if new in now}
                continue
            with suppress(FuquanError):
                bodies |= query.bodies_named(version.plan, [name], may_be_idle=True) or frozenset()
                self.lost.discard(name)
        ids = {old for old, new in edit.numbers.items() if new in self.numbers and new not in self.gone}
        ids |= {task.id for task in version.plan.tasks if task.id in self.gone}
        self.lost -= ids
        return _Those(frozenset(bodies) if self.units else None, frozenset(ids) if self.numbers else None)


class _Those(NamedTuple):
    """Names and numbers as a plan had them; None is everybody, and every task."""

    bodies: frozenset[str] | None
    tasks: frozenset[int] | None

    def __or__(self, other: "_Those") -> "_Those":
        bodies = None if self.bodies is None or other.bodies is None else self.bodies | other.bodies
        tasks = None if self.tasks is None or other.tasks is None else self.tasks | other.tasks
        return _Those(bodies, tasks)


_EVERYTHING = _Those(None, None)


class _Walk:
    """The revisions, and the data at each, read when they are needed."""

    def __init__(self, revisions: "Sequence[Revision]", cut: frozenset[str], read: Callable[[str], bytes]) -> None:
        self.revisions = revisions
        self.by_id = {one.id: one for one in revisions}
        self.cut = cut
        self.read = read
        self.history = History()
        self.versions: dict[tuple[str | None, ...], Version] = {}

    def version(self, one: "Revision") -> Version | None:
        """None where there were no data."""
        tasks, towns = one.blobs
        if tasks is None:
            return None
        if one.blobs not in self.versions:
            if len(self.versions) >= _KEPT:
                del self.versions[next(iter(self.versions))]
            given = Blob(tasks, self.read(tasks)), Blob(towns, self.read(towns)) if towns else None
            self.versions[one.blobs] = self.history.version(*given)
        return self.versions[one.blobs]

    def good(self, one: "Revision | None") -> Version | None:
        """The data there, or the last before that could be read."""
        while one is not None:
            version = self.version(one)
            if version is not None and version.plan is not None:
                return version
            one = self.by_id[one.parents[0]] if one.parents else None
        return None

    def entries(self, asked: _Asked) -> "Iterator[Entry]":
        """What each revision changed for those asked about, newest first; without what changed nothing."""
        from fuquan.view.log import Entry

        for one in self.revisions:
            parents = [self.by_id[parent] for parent in one.parents]
            is_taken = all(any(own == parent.blobs[n] for parent in parents) for n, own in enumerate(one.blobs))
            if one.id in self.cut or (parents and is_taken):
                continue
            now = self.version(one)
            told: tuple[Change, ...]
            if now is None:
                told = _whole("removed", "数据文件被删去", asked) if any(p.blobs[0] for p in parents) else ()
            elif now.plan is None:
                told = _whole("broken", f"数据有错{now.errors}处，读不出来", asked)
            else:
                told = self.told(one, now, parents, asked)
            if told:
                plan = now.plan if now else None
                yield Entry(one.id, one.day, one.author, told, now.errors if now else 0, plan)

    def told(self, one: "Revision", now: Version, parents: "Sequence[Revision]", asked: _Asked) -> "tuple[Change, ...]":
        """What changed against every parent: of a merge, what neither of its sides had."""
        from fuquan.view.log import changed, first

        assert now.plan is not None  # noqa: S101 - for the type checker
        day = one.day or now.plan.issued
        bases = [base for parent in parents if (base := self.good(parent)) is not None]
        those = asked.those(now)
        try:
            if not bases:
                return _of_tasks(first(now, day, those.bodies, is_narrow=those != _EVERYTHING), those)
            differing = []
            for base in bases:
                both = those | asked.those(base)
                differing.append(_of_tasks(changed(base, now, day, both.bodies), both))
        except TooMuchError as error:
            return _whole("incomparable", f"与前一次无法比较：{error.message}", asked)
        rest = [{_merged_key(change) for change in others} for others in differing[1:]]
        return tuple(change for change in differing[0] if all(_merged_key(change) in keys for keys in rest))


_KEPT = 64
"""States of the data at hand: as many branches may go on side by side without one being read twice."""


def _whole(kind: str, said: str, asked: _Asked) -> "tuple[Change, ...]":
    """What is said of the data as a whole, which is not asked for where bodies or tasks are."""
    from fuquan.view.changes import Change

    return () if asked.units or asked.numbers else (Change(f"data-{kind}", (said,)),)


def _of_tasks(told: "tuple[Change, ...]", those: _Those) -> "tuple[Change, ...]":
    return told if those.tasks is None else tuple(one for one in told if one.task in those.tasks)


def _merged_key(one: "Change") -> object:
    """What two changes to the same end have in common, whatever there was before."""
    kind = one.kind.removesuffix("-changed")
    return kind, one.task, one.unit, one.period, None if kind == "record-evidence" else one.after
