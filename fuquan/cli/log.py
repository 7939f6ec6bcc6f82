"""`fuquan log`: who recorded what when, from the history of the data in git."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fuquan.cli import options
from fuquan.cli.options import At, Data, Form, Format, Units, answer
from fuquan.cli.past import cautioned, line
from fuquan.cli.whom import EVERYTHING, Those, Whom
from fuquan.errors import FuquanError
from fuquan.load import name_in, paths_in
from fuquan.load.history import History, Version
from fuquan.owed import TooMuchError
from fuquan.source import LETTERS, TASKS, TOWNS

if TYPE_CHECKING:
    from fuquan.git import Revision
    from fuquan.letter import Letter
    from fuquan.view.changes.change import Change
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
    then = line(folder, at)
    repo, names = then.repo, paths_in(then.folder)
    revisions = git.history(repo, then.commit, *names, name_in(then.folder, LETTERS))
    if not any(any(one.blobs[:2]) for one in revisions):
        raise FuquanError(f"{names[0]} 还没有提交过，没有历史可查", "请先提交一次：git add、git commit")
    with git.blobs(repo, (id_ for one in revisions for id_ in one.blobs if id_)) as read:
        walk = _Walk(revisions, cautioned(repo), read)
        if at is None and _is_ahead(folder, revisions[0], read):
            options.say("提示：工作区还有未提交的改动，不在其中；用 fuquan diff HEAD 查看。")
        asked = Whom(walk.good(revisions[0]), unit or (), numbers)
        shown = asked.first(walk.entries(asked), last)
    if form is Format.JSON:
        from fuquan.export import to_json

        return options.write(to_json.log(then.commit.id, not walk.cut, shown))
    told = view.Log(shown, asked.names, tuple(dict.fromkeys(numbers)), last)
    return answer(form, page=lambda: view.page(told), sheet=lambda: view.sheet(told), text=lambda: view.text(told))


def _is_ahead(folder: Path, tip: "Revision", read: Callable[[str], bytes]) -> bool:
    """Whether a file is another than the last that was committed, line ends aside."""

    def differs(name: str, id_: str | None) -> bool:
        path = folder / name
        there = path.read_bytes() if path.is_file() else None
        if there is None or id_ is None:
            return (there is None) != (id_ is None)
        return there.replace(b"\r\n", b"\n") != read(id_).replace(b"\r\n", b"\n")

    return any(differs(name, id_) for name, id_ in zip((TASKS, TOWNS, LETTERS), tip.blobs, strict=True))


class _Walk:
    """The revisions, and the data at each, read when they are needed."""

    def __init__(self, revisions: "Sequence[Revision]", cut: frozenset[str], read: Callable[[str], bytes]) -> None:
        self.revisions = revisions
        self.by_id = {one.id: one for one in revisions}
        self.cut = cut
        self.read = read
        self.history = History()

    def version(self, one: "Revision") -> Version | None:
        return self.history.at(one.blobs[:2], self.read)

    def good(self, one: "Revision | None") -> Version | None:
        """The data there, or the last before that could be read."""
        found = self.last_good(one)
        return found and found[1]

    def last_good(self, one: "Revision | None") -> "tuple[Revision, Version] | None":
        while one is not None:
            version = self.version(one)
            if version is not None and version.plan is not None:
                return one, version
            one = self.by_id[one.parents[0]] if one.parents else None
        return None

    def registers(self, base: "Revision | None", now: "Revision") -> "_Registers":
        """The registers of letters of two revisions; of one that is only longer than the other, what it has more.

        Nothing of one that cannot be read: what changed is told with the next that can be. Of the base the last is
        taken that could be read.
        """
        if (base.blobs[2] if base else None) == now.blobs[2]:
            return _NONE
        before, after = (self.read(id_) if id_ else b"" for id_ in (base and base.blobs[2], now.blobs[2]))
        more = after.removeprefix(before)
        if before.endswith(b"\n") and len(more) < len(after) and more.startswith(b"  - "):
            own = self.register(b"letters:\n" + more, now)
            if own is not None:
                return (), own
        held = self.register(after, now)
        if held is None:
            return _NONE
        while base is not None:
            then = self.register(self.read(base.blobs[2]) if base.blobs[2] else b"", base)
            if then is not None:
                return then, held
            found = self.last_good(self.by_id[base.parents[0]]) if base.parents else None
            base = found and found[0]
        return (), held

    def register(self, data: bytes, one: "Revision") -> "tuple[Letter, ...] | None":
        from fuquan.load.letters import register_of
        from fuquan.source import decoded

        version = self.good(one)
        assert version is not None and version.plan is not None  # noqa: S101 - only such are compared
        read = register_of(decoded(LETTERS, data) if data else None, version.plan)
        return None if read.found else read.letters

    def entries(self, asked: Whom) -> "Iterator[Entry]":
        """What each revision changed for those asked about, newest first; without what changed nothing."""
        from fuquan.view.log import entry

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
                yield entry(one.id, one.day, one.author, told, now)

    def told(self, one: "Revision", now: Version, parents: "Sequence[Revision]", asked: Whom) -> "tuple[Change, ...]":
        """What changed against every parent: of a merge, what neither of its sides had."""
        from fuquan.view.log import changed, entered, first

        assert now.plan is not None  # noqa: S101 - for the type checker
        day = one.day or now.plan.issued
        bases = [found for parent in parents if (found := self.last_good(parent)) is not None]
        those = asked.those(now)
        try:
            if not bases:
                begun = _of_tasks(first(now, day, those.bodies, is_narrow=those != EVERYTHING), those)
                return *begun, *entered(now, now, day, self.registers(None, one), those.bodies, those.tasks)
            differing = []
            for revision, base in bases:
                both = those | asked.those(base)
                letters = entered(base, now, day, self.registers(revision, one), both.bodies, both.tasks)
                differing.append((*_of_tasks(changed(base, now, day, both.bodies), both), *letters))
        except TooMuchError as error:
            return _whole("incomparable", f"与前一次无法比较：{error.message}", asked)
        rest = [{_merged_key(change) for change in others} for others in differing[1:]]
        return tuple(change for change in differing[0] if all(_merged_key(change) in keys for keys in rest))


_Registers = tuple[tuple["Letter", ...], tuple["Letter", ...]]
_NONE: _Registers = ((), ())


def _whole(kind: str, said: str, asked: Whom) -> "tuple[Change, ...]":
    """What is said of the data as a whole, which is not asked for where bodies or tasks are."""
    from fuquan.view.changes.change import Change

    return () if asked.units or asked.numbers else (Change(f"data-{kind}", (said,)),)


def _of_tasks(told: "tuple[Change, ...]", those: Those) -> "tuple[Change, ...]":
    return told if those.tasks is None else tuple(one for one in told if one.task in those.tasks)


def _merged_key(one: "Change") -> object:
    """What two changes to the same end have in common, whatever there was before."""
    kind = one.kind.removesuffix("-changed")
    return kind, one.task, one.unit, one.period, None if kind == "record-evidence" else one.after
