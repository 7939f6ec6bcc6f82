"""Bodies in the order of protocol: what each owes, and which town has done what. Nothing is ranked."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from fuquan.owed import Assignment, Situation, Standing, State
from fuquan.query import Tally, is_idle
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.page import BLANK, Column, Line, Page, Row, Table
from fuquan.view.phrases import grouped, nothing_recorded


def page(now: Situation, rows: Sequence[Tally]) -> Page:
    today_too = any(one.due_today for one in rows)
    return (
        Line(text=f"责任单位办理情况（截至{long_day(now.today)}）", heading=True),
        *nothing_recorded(now.recorded),
        Table(
            divisible=True,
            columns=(
                Column(title="单位"),
                *(
                    Column(title=title, right=True)
                    for title in (
                        *("承担", "应完成", "已完成", "逾期完成", "逾期"),
                        *(["今日到期"] if today_too else []),
                        *("临期", "完成率"),
                    )
                ),
            ),
            rows=tuple(
                Row(
                    cells=(
                        one.unit.name,
                        *(
                            str(n) if n else "-"
                            for n in (
                                *(one.tasks, one.expected, one.done, one.done_late, one.overdue),
                                *([one.due_today] if today_too else []),
                                one.due_soon,
                            )
                        ),
                        words.share(one.done, one.expected),
                    ),
                )
                for one in rows
            ),
        ),
        BLANK,
        *(Line(text=note) for note in notes(now, rows)),
    )


def notes(now: Situation, rows: Iterable[Tally]) -> tuple[str, ...]:
    """What the numbers count, and whom the list gives nothing to do."""
    idle = [one.unit.name for one in rows if is_idle(now.plan, one.unit)]
    return (
        "承担为任务项数；应完成为已到时限的项数（按月等重复任务每期计1项），其余各列同。",
        *([f"{words.listed(idle)}在通知主送范围内，任务清单未列其任务。"] if idle else []),
    )


def text(now: Situation, rows: Iterable[Tally]) -> tuple[str, ...]:
    lines = [
        f"{one.unit.name}：应完成{one.expected}项，已完成{one.done}项"
        + (f"，逾期{one.overdue}项" if one.overdue else "")
        for one in rows
        if one.tasks
    ]
    return (f"责任单位办理情况（截至{words.day(now.today)}）", *lines)


class Crossed(NamedTuple):
    """Town × task."""

    owed: tuple[Standing, ...]
    """The tasks that any of the towns owes."""
    columns: tuple[tuple[Standing, str | None], ...]
    """Those tasks, and of one that recurs the periods to show."""
    cells: tuple[tuple[Assignment | None, ...], ...]
    """A row a town: by column what it owes, if anything."""
    limits: tuple[str, ...]
    """By column, in words."""
    done: tuple[int | None, ...]
    """By column how many towns have done it; None of what is not due yet, or never, and not done."""


def crossed(now: Situation, towns: Sequence[str]) -> Crossed:
    here = frozenset(towns)
    owed = tuple(one for one in now.standings if any(own.unit in here for own in one.assignments))
    columns = tuple((standing, key) for standing in owed for key in _periods(standing))
    cells = {(own.unit, standing.task.id, own.period): own for standing in owed for own in standing.assignments}
    return Crossed(
        owed=owed,
        columns=columns,
        cells=tuple(tuple(cells.get((town, one.task.id, key)) for one, key in columns) for town in towns),
        limits=tuple(_limit(one, key, now.today) for one, key in columns),
        done=tuple(_done(here, one, key, now.today) for one, key in columns),
    )


def matrix(now: Situation, rows: Sequence[Tally]) -> Page:
    """Town × task: the day it was done, or how it stands."""
    towns = [one.unit.name for one in rows]
    owed, columns, cells, limits, done = crossed(now, towns)
    told_late = _late(owed, frozenset(towns))
    body = [_town(row, own_cells, now) for row, own_cells in zip(rows, cells, strict=True)]
    return (
        Line(text=f"各镇办理情况（截至{long_day(now.today)}）", heading=True),
        *nothing_recorded(now.recorded),
        Table(
            divisible=True,
            columns=(
                Column(title=""),
                *(Column(title=f"任务{one.task.id}{words.period(key, now.today)}") for one, key in columns),
                Column(title="完成", right=True),
            ),
            rows=(
                Row(cells=("时限", *limits, "")),
                *body,
                Row(cells=("已完成", *("" if n is None else f"{n}个" for n in done), "")),
            ),
        ),
        BLANK,
        Line(
            text="日期为完成日期，*逾期完成，-暂无记录"
            f"{'，/不承担' if any('/' in row.cells for row in body) else ''}；“完成”为已完成项数/已到时限项数。"
        ),
        *([Line(text=f"逾期：{told_late}。", hang=6)] if told_late else []),
        *([Line(text=_names(owed))] if owed else []),
    )


def _town(row: Tally, owed: Sequence[Assignment | None], now: Situation) -> Row:
    return Row(
        cells=(row.unit.name, *(_cell(own, now.today) for own in owed), f"{row.done}/{row.expected}"),
        tones=(None, *(words.TONES.get(own.state) if own else None for own in owed), None),
    )


def _periods(standing: Standing) -> list[str | None]:
    """The lone None of a task that does not recur; of one that does, those late, those ahead and the next."""
    keys = list(dict.fromkeys(one.period for one in standing.assignments))
    if not standing.recurs:
        return keys
    late = list(dict.fromkeys(one.period for one in standing.assignments if one.state is State.OVERDUE))
    ahead = [one.period for one in standing.open if one.period not in late]
    shown = {*late[-2:], *ahead, *keys[-1:]}
    return [key for key in keys if key in shown]


def _limit(standing: Standing, key: str | None, today: dt.date) -> str:
    days = {one.due for one in standing.assignments if one.period == key}
    if len(days) > 1:
        return "不一"
    due = days.pop() if days else None
    return words.day(due, today) if due else words.why_no_day(standing)


def _cell(own: Assignment | None, today: dt.date) -> str:
    if own is None:
        return "/"
    if own.record.done:
        return f"{words.day(own.record.done, today)}{'*' if own.late_days else ''}"
    if own.state is State.OVERDUE and own.due:
        return f"逾期{(today - own.due).days}天"
    return "-" if own.on_record == "none" else words.progress_of(own)


def _done(towns: Collection[str], standing: Standing, key: str | None, today: dt.date) -> int | None:
    here = [one for one in standing.assignments if one.unit in towns and one.period == key]
    done = sum(not one.is_open for one in here)
    return done if done or any(one.due and one.due <= today for one in here) else None


def _late(owed: Iterable[Standing], towns: Collection[str]) -> str:
    """推进中 任务2红杨镇；未报送 任务9红杨镇，任务10花桥镇、红杨镇."""
    by_progress: dict[str, list[str]] = {}
    for one in owed:
        late = [own for own in one.assignments if own.state is State.OVERDUE and own.unit in towns]
        for label, names in grouped(late, one):
            by_progress.setdefault(label, []).append(f"任务{one.task.id}{names}")
    return "；".join(f"{label} {'，'.join(told)}" for label, told in by_progress.items())


def _names(owed: Sequence[Standing]) -> str:
    return f"任务{'；'.join(f'{one.task.id} {one.task.name}' for one in owed)}"


def matrix_text(now: Situation, rows: Sequence[Tally]) -> tuple[str, ...]:
    late: dict[str, list[str]] = {}
    for one in now.standings:
        for own in one.assignments:
            if own.state is State.OVERDUE:
                late.setdefault(own.unit, []).append(f"{one.task.id}.{one.task.name}")
    lines = [
        f"{row.unit.name}：已到时限{row.expected}项，完成{row.done}项"
        + (f"；未完成 {words.listed(dict.fromkeys(late[row.unit.name]))}" if row.unit.name in late else "")
        for row in rows
    ]
    return (f"各镇办理情况（截至{words.day(now.today)}）", *lines)
