"""The commands that write: start, done, note, reopen, adjust, trigger, received."""

import datetime as dt
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fuquan.cli import options
from fuquan.cli.options import Data
from fuquan.daywords import day_of
from fuquan.errors import FuquanError
from fuquan.load import load
from fuquan.owed import Situation, situation
from fuquan.text import long_day

if TYPE_CHECKING:
    from fuquan.recording import Recorded
    from fuquan.recording.steps import Decision

Tasks = Annotated[
    list[str], typer.Argument(metavar="序号", help="任务序号，可写几个", autocompletion=options.complete_tasks)
]
Task = Annotated[str, typer.Argument(metavar="序号", help="任务序号", autocompletion=options.complete_tasks)]
Whose = Annotated[
    list[str] | None,
    options.of_units("哪家单位，可用别名；组（如各镇）即其中承担这项任务的每一家"),
]
On = Annotated[
    str | None, typer.Option("--on", metavar="日期", help="哪一天的事，如 4月26日、昨天、2023-04-26；不写即今天")
]
Evidence = Annotated[list[str] | None, typer.Option("--evidence", metavar="佐证材料", help="佐证材料的名称或者文号")]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="原因", help="尚未完成的原因；撤回记录的，写撤回的原因")
]
Expected = Annotated[str | None, typer.Option("--expected", metavar="日期", help="单位预计完成的日期")]
Note = Annotated[str | None, typer.Option("--note", metavar="说明", help="情况说明，记上日期")]
Period = Annotated[
    str | None, typer.Option("--period", metavar="时期", help="按月、按季任务的哪一期，如 2023-05、5月、2023-Q2")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只显示会怎样改，不写文件")]
Commit = Annotated[bool, typer.Option("--commit", help="写入之后就提交到 git，只提交数据文件")]


Decide = Callable[[Situation], "Decision"]


def report(
    ctx: typer.Context,
    task: Tasks,
    unit: Whose = None,
    on: On = None,
    evidence: Evidence = None,
    reason: Reason = None,
    expected: Expected = None,
    note: Note = None,
    period: Period = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    data: Data = None,
) -> int:
    """start, done, note and reopen: the name of the command is the verb."""
    from fuquan.recording.reports import Report, Verb, reported

    today, numbers = options.today(None), options.task_numbers(_parted(task) or task)
    day = _past(on, today)
    typed = Report(
        verb=Verb(str(ctx.info_name)),
        on=day,
        is_dated=on is not None,
        evidence=tuple(text for one in evidence or () if (text := options.text(one, "--evidence"))),
        reason=options.text(reason, "--reason"),
        expected=day_of(expected, today, "--expected", ahead=True).date if expected is not None else None,
        note=options.text(note, "--note"),
    )

    def decide(now: Situation) -> "Decision":
        return reported(now, numbers, _named(now, numbers, unit), typed, period)

    return _record(decide, today, day, data, dry_run=dry_run, commit=commit)


def adjust(
    task: Task,
    due: Annotated[str, typer.Option("--due", metavar="日期", help="调整后的时限")],
    basis: Annotated[str, typer.Option("--basis", metavar="依据", help="准许调整的文号、会议纪要或者领导批示")],
    reason: Annotated[str, typer.Option("--reason", metavar="事由", help="为什么调整")],
    unit: Annotated[
        list[str] | None,
        options.of_units("只调整这些单位的；不写即所有责任单位"),
    ] = None,
    period: Period = None,
    approved_by: Annotated[str | None, typer.Option("--approved-by", metavar="批准人", help="谁批准的")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="日期", help="哪一天批准的；不写即今天")] = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    data: Data = None,
) -> int:
    from fuquan import query
    from fuquan.recording.limits import Grant, adjusted, present_due

    today, [number] = options.today(None), options.task_numbers([task])
    day = _past(on, today)
    texts = [options.text(*one) for one in ((basis, "--basis"), (reason, "--reason"), (approved_by, "--approved-by"))]
    day_of(due, today, "--due", ahead=True)  # what is no day is said before the data are read

    def decide(now: Situation) -> "Decision":
        [one] = query.tasks_numbered(now.plan, [number])
        near = present_due(now, one, unit or [], period)
        to = day_of(due, today, "--due", near=near, ahead=True).date
        return adjusted(
            now, number, Grant(to, day, texts[0] or "", texts[1] or "", tuple(unit or ()), period, texts[2])
        )

    return _record(decide, today, day, data, dry_run=dry_run, commit=commit, until=query.ahead(today, 366))


def trigger(
    task: Task,
    on: Annotated[str, typer.Option("--on", metavar="日期", help="所等的事项（如省级部署）是哪一天发生的")],
    basis: Annotated[str | None, typer.Option("--basis", metavar="依据", help="凭据，如文号")] = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    data: Data = None,
) -> int:
    from fuquan.recording.limits import triggered

    today, [number] = options.today(None), options.task_numbers([task])
    day, paper = _past(on, today), options.text(basis, "--basis")
    return _record(lambda now: triggered(now, number, day, paper), today, day, data, dry_run=dry_run, commit=commit)


def received(
    month: Annotated[str, typer.Argument(metavar="月份", help="哪个月的情况，如 2023-05、5月")],
    unit: Annotated[
        list[str] | None,
        options.of_units("哪个镇报来的，可用别名；各镇即全部", metavar="镇"),
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="日期", help="哪一天收到的；不写即今天")] = None,
    dry_run: DryRun = False,
    commit: Commit = False,
    data: Data = None,
) -> int:
    from fuquan.recording.returns import received as returned

    today = options.today(None)
    day, key = _past(on, today), options.month(month, today)
    if not unit:
        raise FuquanError("没有写是哪个镇报来的", "请用 --unit 写明，如 --unit 六郎镇")
    return _record(
        lambda now: returned(now, key, unit, day, is_dated=on is not None),
        today,
        day,
        data,
        dry_run=dry_run,
        commit=commit,
    )


def _past(text: str | None, today: dt.date) -> dt.date:
    """The day of --on: the latest that is not after today; today where none is given."""
    return today if text is None else day_of(text, today, "--on").date


def _parted(words: Sequence[str]) -> list[str]:
    """2、9、10 as three words."""
    return [part for word in words for part in re.split("[、，,]", word) if part]


def _named(now: Situation, numbers: Sequence[int], units: Sequence[str] | None) -> Sequence[str]:
    if units:
        return units
    from fuquan import query

    owing = "；".join(
        f"任务{one.id}的责任单位是{'、'.join(one.units)}" for one in query.tasks_numbered(now.plan, numbers)
    )
    raise FuquanError("没有写是哪家单位", f"请用 --unit 写明：{owing}")


def _record(
    decide: Decide,
    today: dt.date,
    day: dt.date,
    data: Path | None,
    *,
    dry_run: bool,
    commit: bool,
    until: dt.date | None = None,
) -> int:
    """Decide on the data as they are, write what was decided, and say it. Nobody else writes meanwhile.

    `day` is the one that is written down; `until` lets further periods of a recurring task be named.
    """
    from fuquan.cli import writing

    if dry_run and commit:
        raise FuquanError("--dry-run 不写文件，不能与 --commit 同用", "请去掉其中一个")
    folder = options.data_folder(data)
    if dry_run:
        _preview(*_decided(decide, folder, today, until))
        return 0

    def decided() -> "tuple[Recorded | None, Callable[[], str]]":
        made, already = _decided(decide, folder, today, until)
        return made, lambda: _tell(made, already, day)

    writing.write(folder, decided, commit=commit)
    return 0


def _decided(
    decide: Decide, folder: Path, today: dt.date, until: dt.date | None
) -> tuple["Recorded | None", tuple[str, ...]]:
    """What is to be written, if anything, and what is so already."""
    from fuquan.recording import recorded

    loaded = load(folder)
    decision = decide(situation(options.whole(loaded), today, until=until))
    return (recorded(loaded, decision.steps, today) if decision.steps else None), decision.already


def _preview(made: "Recorded | None", already: tuple[str, ...]) -> None:
    from fuquan.cli import writing
    from fuquan.edit import diff
    from fuquan.view import recorded as view

    for one in already:
        options.say(f"{one}，不用改动。")
    if made is None:
        return
    options.write("".join(diff(old.path, old.text, new.text) for old, new in made.files))
    for line in view.lines(view.said(made)):
        options.say(line)
    writing.warn(made)
    options.say("以上尚未写入文件。")


def _tell(made: "Recorded | None", already: tuple[str, ...], day: dt.date) -> str:
    """Say it; what comes back is the message of a commit, empty where nothing was written."""
    from fuquan.cli import writing
    from fuquan.text import printable
    from fuquan.view import recorded as view
    from fuquan.view.words import weekday

    told = [f"{one}，没有改动。" for one in already]
    said = view.said(made) if made is not None else ()
    if made is not None:
        told += [*view.lines(said), f"已写入 {view.places(made)}，日期是{long_day(day)}（{weekday(day)}）。"]
    sys.stdout.writelines(f"{printable(line)}\n" for line in told)
    if made is None:
        return ""
    writing.warn(made)
    return view.message(said)
