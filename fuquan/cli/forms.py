"""`fuquan form` and `fuquan collect`: forms that bodies fill in without a terminal, and back."""

import datetime as dt
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from fuquan.cli import options
from fuquan.cli.options import Data, Force, Today
from fuquan.daywords import day_of
from fuquan.errors import FuquanError
from fuquan.load import load
from fuquan.model import Plan
from fuquan.owed import situation
from fuquan.source import is_folder, read_some, shown
from fuquan.source.saving import put_into

if TYPE_CHECKING:
    from fuquan.forms.collecting import Collected
    from fuquan.forms.form import Form
    from fuquan.recording import Recorded
    from fuquan.workbook import Refused, Sheet


def form(
    unit: Annotated[
        list[str] | None,
        options.of_units("给哪家单位，可用别名；组（如各镇）即其每一家"),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="给每一家还有任务没有完成的单位")] = False,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="文件夹", help="写到哪个文件夹，没有就建立；不写则按方案和日期取名"),
    ] = None,
    force: Force = False,
    today: Today = None,
    data: Data = None,
) -> None:
    from fuquan import query
    from fuquan.export import to_form
    from fuquan.forms.form import forms
    from fuquan.text import folder_name, printable

    asked = options.whose(unit, all_, doing="做表", everybody="给每一家还有任务没有完成的单位都做一份")
    options.refuse_empty(output, "--output")
    if output == "-":
        raise FuquanError("填报表是 Excel 文件，一家一份，不能写到标准输出", "请用 -o 写明文件夹")
    plan, day = options.plan_and_day(data, None, today)
    options.refuse_unissued(plan, day, "没有任务可填报")
    bodies = query.bodies_named(plan, asked) or frozenset(one.name for one in plan.bodies())
    now = situation(plan, day)
    options.caution(now)
    made = forms(now, bodies)
    named = {one.unit for one in made}
    options.caution_ended((one for one in plan.bodies() if one.name in named), day)
    if made:
        folder = Path(output or folder_name(plan.name, "填报表", day.isoformat()))
        files = {}
        with options.progress("写填报表", len(made)) as advance:
            for name, one in _names(plan, made).items():
                files[name] = to_form.form(one)
                advance(1)
        put_into(folder, files, force=force)
        where = printable(shown(folder))
        each = "、".join(f"{one.unit}{len(one.rows)}项" for one in made)
        listed = each if len(made) <= _FEW else f"共{sum(len(one.rows) for one in made)}项"
        sys.stdout.write(f"已写出{len(made)}份填报表到“{where}”：{printable(listed)}。\n")
    idle = [name for name in query.own_names(plan, asked) if not _has_form(plan, name, made)]
    if idle or not made:
        sys.stdout.write(printable(f"{'、'.join(idle)}没有要填报的任务，没有做表。") + "\n")


_FEW = 12
"""Bodies that are named one by one."""


def _has_form(plan: Plan, name: str, made: "Sequence[Form]") -> bool:
    """Whether there is a form for the body, or for a member of the group."""
    groups = plan.groups()
    return any(name in (one.unit, *groups.get(one.unit, ())) for one in made)


def _names(plan: Plan, made: "Sequence[Form]") -> "Mapping[str, Form]":
    """The forms by the names of their files, which differ in more than what may not be in a name."""
    from fuquan.text import file_name

    named: dict[str, Form] = {}
    for one in made:
        day, n = one.day.isoformat(), 1
        name = file_name("xlsx", plan.name, one.unit, "填报表", day)
        while name in named:
            n += 1
            name = file_name("xlsx", plan.name, one.unit, str(n), "填报表", day)
        named[name] = one
    return named


def collect(
    files: Annotated[list[Path], typer.Argument(metavar="文件", help="收回的填报表（.xlsx）")],
    apply: Annotated[bool, typer.Option("--apply", help="录入；不写则只显示会怎样录入、有什么要核对")] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="与 --apply 同用：有的表要核对时，没有问题的表（整份）照样录入")
    ] = False,
    on: Annotated[
        str | None, typer.Option("--on", metavar="日期", help="哪一天收到的，推进、说明等记作这一天；不写即今天")
    ] = None,
    commit: Annotated[bool, typer.Option("--commit", help="写入之后就提交到 git，只提交数据文件")] = False,
    today: Today = None,
    data: Data = None,
) -> int:
    from fuquan.cli import writing
    from fuquan.recording import asked

    if not apply and (partial or commit):
        raise FuquanError(f"{'--partial' if partial else '--commit'} 要与 --apply 同用", "只看结果的，请去掉它")
    day = asked.past(options.today(today), options.today(None), "--today")
    came = day if on is None else asked.past(day_of(on, day, "--on").date, day)
    folder, sheets = options.data_folder(data), _sheets(files)
    if not apply:
        found = _found(folder, sheets, day, came, partial=True, is_preview=True)
        _say(found)
        if found.made:
            options.say(f"以上尚未写入文件{found.how}")
        return found.status
    status = 0

    def decided() -> "tuple[Recorded | None, Callable[[], str]]":
        nonlocal status
        found = _found(folder, sheets, day, came, partial=partial)
        status = found.status
        return found.made, lambda: _tell(found, partial=partial)

    writing.write(folder, decided, commit=commit)
    return status


class _Found(NamedTuple):
    forms: "tuple[Collected, ...]"
    made: "Recorded | None"
    waiting: "Recorded | None"
    """What the right rows of forms that are wrong would record: it is shown before, and never written."""

    @property
    def wrong(self) -> int:
        return sum(not one.is_right for one in self.forms)

    @property
    def status(self) -> int:
        return int(self.wrong > 0)

    @property
    def right(self) -> int:
        """Those that are right and record something."""
        return sum(one.is_right and bool(one.steps) for one in self.forms)

    @property
    def how(self) -> str:
        if not self.wrong:
            return "；要录入，请加上 --apply。"
        return f"。请改好再收；只录入没有问题的{self.right}份的，请加上 --apply --partial。"


def _found(
    folder: Path,
    sheets: "Sequence[tuple[str, Sheet | Refused]]",
    day: dt.date,
    came: dt.date,
    *,
    partial: bool,
    is_preview: bool = False,
) -> _Found:
    """What the forms say against the data as they are. Without `partial` all are right, or nothing is recorded."""
    from fuquan.forms.collecting import borne, collected, steps_of, waiting_of
    from fuquan.forms.filled import filled, unread
    from fuquan.recording import recorded
    from fuquan.workbook import Refused

    loaded = load(folder)
    plan = options.whole(loaded)
    read = [
        unread(name, one) if isinstance(one, Refused) else filled(name, one, plan, day, came) for name, one in sheets
    ]

    def weighed(forms: "tuple[Collected, ...]") -> _Found:
        steps = steps_of(forms) if partial or all(one.is_right for one in forms) else ()
        waiting = waiting_of(forms) if is_preview else ()
        made, would = (recorded(loaded, those, day) if those else None for those in (steps, waiting))
        return _Found(forms, made, would)

    forms = collected(situation(plan, day), read, came)
    try:
        return weighed(forms)
    except FuquanError:  # which does not say whose it is
        return weighed(borne(loaded, forms, day))


def _say(found: _Found) -> str:
    """The forms, what each records, and what is to be mended; what comes back is for a commit."""
    from fuquan.cli import writing
    from fuquan.forms import telling
    from fuquan.view import recorded as view

    made, waiting = found.made, found.waiting
    told = telling.lines(found.forms, made and made.edit, waiting and waiting.edit)
    sys.stdout.writelines(f"{line}\n" for line in told)
    if made is None:
        return ""
    writing.warn(made)
    return view.message(view.said(made))


def _tell(found: _Found, *, partial: bool) -> str:
    from fuquan.view import recorded as view

    message = _say(found)
    if found.made:
        sys.stdout.write(f"已写入 {view.places(found.made)}。\n")
    if found.wrong and not partial:
        other = f"；只录入没有问题的{found.right}份的，请加上 --partial" if found.right else ""
        sys.stdout.write(f"什么都没有写入。请改好再收{other}。\n")
    elif found.wrong:
        sys.stdout.write(f"要核对的{found.wrong}份没有录入，请改好再收。\n")
    return message


def _sheets(files: Sequence[Path]) -> "Sequence[tuple[str, Sheet | Refused]]":
    """What each file holds, by name, or why it is not read. Raises FuquanError of files that are not there."""
    from fuquan import workbook
    from fuquan.forms.form import SHEET
    from fuquan.text import printable

    missing = [path for path in files if not path.exists()]
    if missing:
        raise FuquanError(f"没有文件{'、'.join(f'“{path}”' for path in missing)}", "请核对路径")
    if folders := [path for path in files if is_folder(path)]:
        raise FuquanError(f"“{folders[0]}”是文件夹", f"请写其中的文件，如 {folders[0]}/*.xlsx")
    once = {os.path.realpath(path): path for path in reversed(files)}
    kept = [path for path in dict.fromkeys(files) if once[os.path.realpath(path)] == path]
    if opened := [path for path in kept if path.name.startswith("~$")]:
        told = f"{'、'.join(f'“{path}”' for path in opened)}是表在 Excel 里打开时的临时文件，没有读取"
        options.say(printable(f"提示：{told}；正在改的表，请存好、关闭再收。"))
        kept = [path for path in kept if path not in opened]
    if not kept:
        raise FuquanError("没有可以收的填报表", "请写收回的填报表")
    read = []
    with options.progress("读填报表", len(kept)) as advance:
        for path in kept:
            data = read_some(path, workbook.MOST_BYTES, "收回的填报表")
            read.append((printable(shown(path)), workbook.read(data, SHEET)))
            advance(1)
    return read
