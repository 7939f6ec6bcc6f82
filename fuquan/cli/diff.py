"""`fuquan diff`: what changed between two versions of the data?"""

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from fuquan import query
from fuquan.cli import options
from fuquan.cli.options import Data, Form, Format, Units, answer
from fuquan.cli.revisions import Compared, compared, registers
from fuquan.comparison import Comparison
from fuquan.diagnostic import Diagnostic, Severity
from fuquan.errors import FuquanError
from fuquan.load import Loaded
from fuquan.owed import narrowed, situation

if TYPE_CHECKING:
    from fuquan.git import Commit
    from fuquan.letter import Letter


def diff(
    base: Annotated[
        str, typer.Argument(metavar="原版本", help="分支、标签或提交，如 main、HEAD~1；从它与新版本分叉处比起")
    ],
    head: Annotated[
        str | None,
        typer.Argument(metavar="新版本", help="分支、标签或提交；不写即文件现在的样子", show_default=False),
    ] = None,
    unit: Units = None,
    today: Annotated[
        str | None,
        typer.Option("--today", metavar="日期", help="两边都按哪一天推算；不写即今天，写了新版本的即它提交的那天"),
    ] = None,
    data: Data = None,
    form: Form = Format.TABLE,
) -> int:
    day = options.day_asked(today)
    folder = options.data_folder(data)
    two = compared(folder, base, head, day or options.today(None), ("原版本", "新版本"))
    names = _Names(two.base_named, _named(two.head) if two.head else _WORKING)
    for loaded, name in ((two.now, names.head), (two.then, names.base)):
        if loaded is not None and (errors := [one for one in loaded.found if one.severity is Severity.ERROR]):
            return _refused(loaded, errors, name)
    if two.edit is None:
        _all_new(two, names, day or two.day, form)
    else:
        edit = replace(two.edit, day=day or two.day, letters=_letters(two, folder))
        _answer(two, names, edit, unit or [], form)
    return 0


_WORKING = "工作区"


class _Names(NamedTuple):
    """What people call the two: main（3181a06）, 工作区."""

    base: str
    head: str


def _named(one: "Commit") -> str:
    return one.short if one.id.startswith(one.name) else f"{one.name}（{one.short}）"


def _refused(loaded: Loaded, errors: Sequence[Diagnostic], name: str) -> int:
    """Its findings on stderr: nothing is compared that cannot be."""
    from fuquan import report

    sys.stderr.write(report.text(errors, loaded.files, options.columns(sys.stderr)))
    options.say(f"{name}的数据有错，未作比较：{report.summed(errors)}")
    return 1


def _letters(two: Compared, folder: Path) -> "tuple[tuple[Letter, ...], tuple[Letter, ...]]":
    """The registers; none of what cannot be read, which is said: an entry that is not understood is not gone."""
    then, now = registers(folder, two)
    if then.found or now.found:
        options.say("提示：函件登记（letters.yaml）有错，没有比较；用 fuquan check 查看。")
        return (), ()
    return then.letters, now.letters


def _all_new(two: Compared, names: _Names, day: dt.date, form: Format) -> None:
    """Of a base without a task list."""
    from fuquan.view.diff import COLUMNS
    from fuquan.view.page import Line, Sheet

    said = f"{names.base}里还没有任务清单，{names.head}的全部内容都是新的。"
    if form is Format.JSON:
        from fuquan.export import to_json

        assert two.now.plan is not None  # noqa: S101 - a head without errors has one
        told = to_json.changes(two.base.id, two.head and two.head.id, None, situation(two.now.plan, day), ())
        return options.write(told)
    return answer(form, page=lambda: (Line(text=said),), sheet=lambda: Sheet(COLUMNS, ()), text=lambda: (said,))


def _answer(two: Compared, called: _Names, edit: Comparison, units: Sequence[str], form: Format) -> None:
    from fuquan.view import changes
    from fuquan.view import diff as view

    names, before, after = _bodies(edit, units)
    told = changes.changes(edit)
    if units:
        told = changes.concerning(told, edit, before | after)
    options.caution(edit.now)
    then, now = narrowed(edit.then, before if units else None), narrowed(edit.now, after if units else None)
    if form is Format.JSON:
        from fuquan.export import to_json

        return options.write(to_json.changes(two.base.id, two.head and two.head.id, then, now, told))
    of = view.Difference(told=told, then=then, now=now, base=called.base, head=called.head, names=names)
    return answer(form, page=lambda: view.page(of), sheet=lambda: view.sheet(of), text=lambda: view.text(of))


def _bodies(edit: Comparison, units: Sequence[str]) -> tuple[tuple[str, ...], frozenset[str], frozenset[str]]:
    """The names of the bodies asked for, and whom they stand for in the base and in the head.

    A body that is gone is asked for by the name that it had.
    """
    before: set[str] = set()
    after: set[str] = set()
    own: list[str] = []
    old_names = {new: old for old, new in edit.names.items()}
    for name in units:
        try:
            those = query.bodies_named(edit.head, [name], may_be_idle=True) or frozenset()
            own += query.own_names(edit.head, [name])
        except FuquanError:
            if all(name not in (unit.name, *unit.aliases) for unit in edit.base.bodies()):
                raise
            own += query.own_names(edit.base, [name])
            gone = query.bodies_named(edit.base, [name], may_be_idle=True) or frozenset()
            before |= gone
            those = frozenset(edit.names.get(one, one) for one in gone)
        after |= those
        before |= {old_names.get(one, one) for one in those}
    return tuple(dict.fromkeys(own)), frozenset(before), frozenset(after)
