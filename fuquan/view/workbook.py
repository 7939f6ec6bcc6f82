"""The plan as sheets for those who work in Excel or WPS: the annex, town × task, the bodies, what is late."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from fuquan.errors import clipped
from fuquan.model import Unit
from fuquan.owed import Assignment, Situation, Standing, State
from fuquan.query import Tally, overdue, tallies
from fuquan.text import long_day
from fuquan.view import annex, listing, units, words
from fuquan.view.overdue import none_late
from fuquan.view.page import Value
from fuquan.view.phrases import NOTHING_RECORDED, no_calendar

Kind = Literal["text", "day", "number", "share", "state", "mark"]
"""What a column holds, beside words where there is no such value; a `mark` is a day or how it stands instead."""


class Starred(NamedTuple):
    """The day on which something was done late."""

    day: dt.date


Cell = Value | Starred


class Head(NamedTuple):
    title: str
    width: int
    """The columns of text that are enough, as a rule."""
    kind: Kind = "text"


class Leaf(NamedTuple):
    """A sheet; one without rows says so in its notes."""

    name: str
    title: str
    under: tuple[str, ...]
    """Lines below the title: the time it is of, and what must be known first."""
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    """Below the rows, and not one of them."""
    notes: tuple[str, ...] = ()
    spanned: frozenset[int] = frozenset()
    """Columns in which equal cells that follow one another are one, as printed lists have them."""
    kept: int = 0
    """Columns that stay in sight where the sheet is wider than a page."""
    wide: bool = False
    """Whether it may be several pages wide."""
    bars: tuple[int, ...] = ()
    """Columns of numbers that a chart shows beside those of the first column."""


class Workbook(NamedTuple):
    title: str
    author: str
    day: dt.date
    leaves: tuple[Leaf, ...]


def workbook(now: Situation, asked: Situation, names: Sequence[str], bodies: frozenset[str]) -> Workbook:
    """`now` are the tasks selected of `asked`, which are all that the bodies asked about owe; `names` are theirs."""
    plan = now.plan
    chosen = [one for one in plan.bodies() if not bodies or one.name in bodies]
    towns = [one for one in plan.towns if not bodies or one.name in bodies]
    leaves = (
        _annex(now, asked, names),
        *([_towns(now, asked, names, towns)] if towns else []),
        _units(now, asked, names, chosen),
        _late(now, asked, names),
    )
    return Workbook(
        title=f"{plan.title}任务进展情况{words.bracketed(names)}",
        author=plan.author,
        day=now.today,
        leaves=leaves,
    )


def _under(now: Situation, asked: Situation, names: Sequence[str]) -> tuple[str, ...]:
    """The day, which tasks it is about, and what the reader would else take for more than it is."""
    told = (
        annex.as_of(now, names, len(asked.standings)),
        "" if now.recorded else NOTHING_RECORDED,
        no_calendar(now.no_calendar),
    )
    return tuple(line for line in told if line)


def _is_part(now: Situation, asked: Situation) -> bool:
    return len(now.standings) < len(asked.standings)


_ANNEX = (
    *(Head("序号", 5, "number"), Head("主要任务", 14), Head("任务", 32), Head("完成时限", 10), Head("责任单位", 14)),
    *(Head("应办日期", 15, "day"), Head("状态", 9, "state"), Head("逾期天数", 6, "number"), Head("进度", 12)),
    *(Head("未完成单位", 18), Head("原因", 18), Head("预计完成时间", 15, "day")),
    *(Head("佐证材料", 16), Head("备注", 18)),
)


def _annex(now: Situation, asked: Situation, names: Sequence[str]) -> Leaf:
    """The columns of the annex in its order; there the second and third share the title 主要任务."""
    return Leaf(
        name="总表",
        title=f"{now.plan.title}任务进展情况{words.bracketed(names)}",
        under=_under(now, asked, names),
        heads=_ANNEX,
        rows=tuple(annex.cells(row) for row in annex.rows(now)),
        notes=() if now.standings else (listing.nothing(now, len(asked.standings)),),
        spanned=frozenset({1}),
    )


def _towns(now: Situation, asked: Situation, names: Sequence[str], towns: Sequence[Unit]) -> Leaf:
    rows = tallies(now, towns)
    crossed = units.crossed(now, [one.unit.name for one in rows])
    leaf = Leaf(
        name="镇×任务",
        title=f"各镇办理情况{words.bracketed(names)}",
        under=_under(now, asked, names),
        heads=(),
        rows=(),
        kept=1,
        wide=True,
    )
    if not crossed.columns:
        none = "这些任务都不由镇承担。" if now.standings else listing.nothing(now, len(asked.standings))
        return leaf._replace(notes=(none,))
    titles = (
        f"任务{one.task.id}{words.period(key, now.today)}\n{clipped(one.task.name)}\n{limit}"
        for (one, key), limit in zip(crossed.columns, crossed.limits, strict=True)
    )
    idle = "，/为不承担" if any(own is None for row in crossed.cells for own in row) else ""
    return leaf._replace(
        heads=(
            Head("镇", 12),
            *(Head(title, 14, "mark") for title in titles),
            *(Head("应完成", 8, "number"), Head("已完成", 8, "number")),
        ),
        rows=tuple(
            (row.unit.name, *(_stands(own, now.today) for own in own_cells), row.expected, row.done)
            for row, own_cells in zip(rows, crossed.cells, strict=True)
        ),
        total=("已完成镇数", *crossed.done, None, None),
        notes=(
            f"日期为完成日期，*为逾期完成，-为暂无记录{idle}；应完成、已完成为已到时限的项数（按月等重复任务每期计1项）。",
            *_older(crossed, frozenset(one.unit.name for one in rows), now.today),
        ),
    )


def _stands(own: Assignment | None, today: dt.date) -> Cell:
    if own is None:
        return "/"
    if own.record.done:
        return Starred(own.record.done) if own.late_days else own.record.done
    if own.state is State.OVERDUE and own.due:
        return f"逾期{(today - own.due).days}天\n（{words.progress_of(own)}）"
    return "-" if own.on_record == "none" else words.progress_of(own)


def _older(crossed: units.Crossed, towns: frozenset[str], today: dt.date) -> Iterable[str]:
    """What is late of periods that have no column."""
    shown = {(one.task.id, key) for one, key in crossed.columns}
    for one in crossed.owed:
        late: dict[str, list[str]] = {}
        for own in one.assignments:
            if own.state is State.OVERDUE and own.period and own.unit in towns:
                late.setdefault(own.unit, []).append(own.period)
        more = {unit: [key for key in keys if (one.task.id, key) not in shown] for unit, keys in late.items()}
        told = "；".join(f"{unit}{words.periods(keys, today)}" for unit, keys in more.items() if keys)
        if told:
            yield f"任务{one.task.id}未列出的各期中逾期的还有：{told}。"


_BODIES = (
    *(Head("单位", 22), Head("承担", 7, "number"), Head("应完成", 8, "number"), Head("已完成", 8, "number")),
    *(Head("逾期完成", 10, "number"), Head("逾期", 7, "number"), Head("今日到期", 10, "number")),
    *(Head("临期", 7, "number"), Head("完成率", 9, "share")),
)


def _units(now: Situation, asked: Situation, names: Sequence[str], bodies: Sequence[Unit]) -> Leaf:
    rows = tallies(now, bodies)
    return Leaf(
        name="责任单位",
        title=f"责任单位办理情况{words.bracketed(names)}",
        under=_under(now, asked, names),
        heads=_BODIES,
        rows=tuple(map(_body, rows)),
        notes=units.notes(now, rows),
        bars=(2, 3) if any(one.expected for one in rows) else (),
    )


def _body(one: Tally) -> tuple[Cell, ...]:
    counts = (one.tasks, one.expected, one.done, one.done_late, one.overdue, one.due_today, one.due_soon)
    return (one.unit.name, *counts, "-" if one.rate is None else one.rate)


_OVERDUE = (
    *(Head("序号", 5, "number"), Head("任务", 36), Head("完成时限", 12), Head("应办日期", 15, "day")),
    *(Head("逾期天数", 8, "number"), Head("责任单位", 18), Head("尚未完成的单位", 26), Head("原因", 26)),
    *(Head("预计完成时间", 15, "day"), Head("备注", 22)),
)


def _late(now: Situation, asked: Situation, names: Sequence[str]) -> Leaf:
    """Most late first, by the oldest open day."""
    late = overdue(now)
    rows = annex.rows(now._replace(standings=late))
    return Leaf(
        name="逾期",
        title=f"逾期任务{words.bracketed(names)}",
        under=_under(now, asked, names),
        heads=_OVERDUE if late else (),
        rows=tuple(_late_row(one, row, now.today) for one, row in zip(late, rows, strict=True)),
        notes=() if late else (_no_late(now, asked, names),),
    )


def _late_row(one: Standing, row: annex.AnnexRow, today: dt.date) -> tuple[Cell, ...]:
    told = (row.number, row.title, row.deadline, row.due, row.late, row.units)
    return (*told, *(value or None for value in (annex.who_is_late(one, today), row.reason, row.expected, row.remark)))


def _no_late(now: Situation, asked: Situation, names: Sequence[str]) -> str:
    """Of a part of the tasks it is said with what the others are: nobody may take it for the whole."""
    if not _is_part(now, asked):
        return none_late(asked, names)
    others = len(overdue(asked))
    rest = f"其中逾期{others}项不在所选之内" if others else "其余的也没有逾期"
    doubt = f"；缺少{now.no_calendar[0]}年的节假日安排，按工作日计的任务无法判断" if now.no_calendar else ""
    selected = f"所选的{len(now.standings)}项中没有逾期任务" if now.standings else "没有符合条件的任务"
    return f"{selected}（截至{long_day(now.today)}；{annex.counted_of(names, len(asked.standings))}，{rest}{doubt}）。"
