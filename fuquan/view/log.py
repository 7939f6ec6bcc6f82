"""Who recorded what when: the changes from one state of the data to the next, as the history tells them."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from fuquan.comparison import Comparison, Key, Pair, Reported
from fuquan.deadline import By
from fuquan.load.history import Outline, Version
from fuquan.model import Plan, Task, Unit
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.changes import changes, concerning, merged
from fuquan.view.changes.body import of_returns
from fuquan.view.changes.change import Change
from fuquan.view.changes.letters import of_letters
from fuquan.view.changes.record import of_record
from fuquan.view.page import BLANK, Line, Page, Sheet

if TYPE_CHECKING:
    from fuquan.letter import Letter

COLUMNS = ("日期", "记录人", "版本", "任务", "单位", "时期", "变化")


class Entry(NamedTuple):
    """A commit that changed something."""

    commit: str
    day: dt.date | None
    author: str
    told: tuple[Change, ...]
    errors: int
    """How many keep this state of the data from being read; the changes are then told with the next that can be."""
    sentences: tuple[str, ...]
    """The changes, those that differ in the body alone in one."""

    @property
    def when(self) -> str:
        return long_day(self.day) if self.day else "日期不明"

    @property
    def who(self) -> str:
        return self.author.strip() or "未署名"

    @property
    def short(self) -> str:
        return self.commit[:7]


class Log(NamedTuple):
    entries: tuple[Entry, ...]
    names: tuple[str, ...] = ()
    """The bodies asked about."""
    tasks: tuple[int, ...] = ()
    last: int | None = None


def entry(commit: str, day: dt.date | None, author: str, told: tuple[Change, ...], after: Version | None) -> Entry:
    if after is None or after.plan is None:
        return Entry(commit, day, author, told, after.errors if after else 0, tuple(one.sentence for one in told))
    return Entry(commit, day, author, told, 0, tuple(one.sentence for one in merged(told, after.plan)))


# What changed


def changed(before: Version, after: Version, day: dt.date, bodies: Collection[str] | None = None) -> tuple[Change, ...]:
    """What `changes` tells of two states that could be read, narrowed to what concerns the bodies, if any are named."""
    assert before.plan is not None and after.plan is not None  # noqa: S101 - for the type checker
    if after.outline is None or before.outline is not after.outline:
        edit = Comparison(base=before.plan, head=after.plan, day=day)
        return changes(edit) if bodies is None else concerning(changes(edit), edit, bodies)
    told = _recorded(before.plan, after.plan, after.outline, day)
    if bodies is None:
        return told
    wider = {*bodies, *(group for body in bodies for group in after.plan.groups().get(body, ()))}
    return tuple(one for one in told if one.unit in (bodies if one.kind.startswith("record") else wider))


def entered(
    before: Version,
    after: Version,
    day: dt.date,
    letters: "tuple[tuple[Letter, ...], tuple[Letter, ...]]",
    bodies: Collection[str] | None,
    tasks: Collection[int] | None,
) -> tuple[Change, ...]:
    """What the register of letters gained, lost or has otherwise, of these bodies and tasks, if any are named."""
    if not any(letters):
        return ()
    assert before.plan is not None and after.plan is not None  # noqa: S101 - for the type checker
    groups = after.plan.groups()
    wider = None if bodies is None else {*bodies, *(group for body in bodies for group in groups.get(body, ()))}
    asked = {
        one.number
        for those in letters
        for one in those
        if (wider is None or one.unit in wider) and (tasks is None or any(item.task in tasks for item in one.items))
    }
    then, now = (tuple(one for one in those if one.number in asked) for those in letters)
    return tuple(of_letters(Comparison(base=before.plan, head=after.plan, day=day, letters=(then, now))))


def first(
    after: Version, day: dt.date, bodies: Collection[str] | None = None, *, is_narrow: bool = False
) -> tuple[Change, ...]:
    """Of the first state that there is: its size, unless narrowed, and what was on record then."""
    plan = after.plan
    assert plan is not None  # noqa: S101 - for the type checker
    bare = _bare(plan)
    outline = after.outline
    told = changed(Version(bare, 0, outline), after, day, bodies)
    if is_narrow:
        return told
    towns = f"，{len(plan.towns)}个镇" if plan.towns else ""
    said = f"首次录入：{len(plan.tasks)}项任务，{len(plan.units)}个责任单位{towns}"
    return (Change("data-first", (said,)), *told)


def _bare(plan: Plan) -> Plan:
    units, towns = (tuple(replace(one, progress={}, returns={}) for one in those) for those in (plan.units, plan.towns))
    return replace(plan, units=units, towns=towns)


def _recorded(old: Plan, new: Plan, outline: Outline, day: dt.date) -> tuple[Change, ...]:
    """Of two states that differ in records and returns alone: who owes what is the same, so few need to be asked."""
    pairs = [
        (before, after)
        for before, after in zip((*old.units, *old.towns), (*new.units, *new.towns), strict=True)
        if before is not after
    ]
    if len(pairs) > 1:
        place = {unit.name: n for n, unit in enumerate(new.bodies())}
        pairs.sort(key=lambda pair: place[pair[1].name])
    reported = [one for before, after in pairs for one in _reported(before, after, outline.by_id)]
    due: dict[Key, Pair] = {}
    for number in {one.number for one in reported}:
        due |= _owed(outline, outline.by_id[number], day)
    edit = Comparison(base=old, head=new, day=day, known=due)
    told = [change for one in reported for change in of_record(edit, one)]
    told += (change for before, after in pairs for change in of_returns(edit, before, after))
    if len(told) > 1:
        order = {task.id: n for n, task in enumerate(new.tasks)}
        told.sort(key=lambda one: len(order) if one.task is None else order[one.task])
    return tuple(told)


def _reported(before: Unit, after: Unit, tasks: Mapping[int, Task]) -> Iterator[Reported]:
    old, new = before.progress, after.progress
    for key, record in new.items():
        if old.get(key) is not record:
            yield Reported(after.name, *key, after, tasks[key[0]], old.get(key), record)
    for key, record in old.items():
        if key not in new:
            yield Reported(after.name, *key, after, tasks[key[0]], record, None)


def _owed(outline: Outline, task: Task, day: dt.date) -> Mapping[Key, Pair]:
    """Who owes the task when; the day matters where not all of that is printed."""
    known = tuple(one.date is None or one.date <= day for one in task.adjustments)
    key = (task.id, known if isinstance(task.deadline.reading, By) else day)
    if key not in outline.owed:
        small = replace(outline.plan, tasks=(task,))
        outline.owed[key] = Comparison(base=small, head=small, day=day).owed
    owed: Mapping[Key, Pair] = outline.owed[key]
    return owed


# What is shown


def page(log: Log) -> Page:
    if not log.entries:
        return (Line(text=nothing(log)),)
    blocks = [Line(text=_headed(log), heading=True)]
    for one in log.entries:
        blocks += [BLANK, Line(text=f"{one.when}  {one.who}（{one.short}）")]
        blocks += (Line(text=f"  {sentence}", hang=4, item=True) for sentence in one.sentences)
    return tuple(blocks)


def nothing(log: Log) -> str:
    return f"{_whose(log)}没有记录。"


def _headed(log: Log) -> str:
    first, last = log.entries[-1], log.entries[0]
    between = first.when if first.when == last.when else f"{first.when}至{last.when}"
    newest = "最近" if log.last is not None and len(log.entries) == log.last else "共"
    return f"{_whose(log)}{newest}{len(log.entries)}次提交有变化（{between}），最近的在前"


def _whose(log: Log) -> str:
    tasks = f"任务{words.listed(map(str, log.tasks))}" if log.tasks else ""
    return "的".join(part for part in (words.listed(log.names), tasks) if part)


def text(log: Log) -> tuple[str, ...]:
    if not log.entries:
        return (nothing(log),)
    return tuple(f"{one.when}，{one.who}：{sentence}" for one in log.entries for sentence in one.sentences)


def sheet(log: Log) -> Sheet:
    rows = (
        (one.day, one.who, one.short, told.task, told.unit, told.period, told.sentence)
        for one in log.entries
        for told in one.told
    )
    return Sheet(columns=COLUMNS, rows=tuple(rows))
