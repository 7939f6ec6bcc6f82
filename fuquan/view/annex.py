"""The annex of the notice with how each row stands: one value that Excel, Word, the page and CSV all show."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple

from fuquan.owed import Assignment, Situation, Standing, State, adjustments_of
from fuquan.query import is_asked_first
from fuquan.text import long_day
from fuquan.view import listing, words
from fuquan.view.page import Column, Line, Page, Row, Sheet, Table, text_of
from fuquan.view.paper import Grid, Paper, Paragraph
from fuquan.view.phrases import ASK_FIRST, NOTHING_IN_TABLE, adjusted, grouped, no_calendar, read_as

PRINTED = ("序号", "主要任务", "任务", "完成时限", "责任单位")
"""The annex's own columns; there the first two after the number share the title 主要任务."""
ADDED = ("应办日期", "状态", "逾期天数", "进度", "未完成单位", "原因", "预计完成时间", "佐证材料", "备注")


class AnnexRow(NamedTuple):
    """A row of the annex; what has nothing to say is empty, or None."""

    number: int
    section: str
    """四、强化镇执法能力建设."""
    title: str
    deadline: str
    """As printed."""
    units: str
    due: dt.date | None
    """Of what is open; once all is done, the last day there was."""
    state: State
    standing: str
    """The state in words, without the days: 逾期, 按月开展, 待省级部署."""
    late: int | None
    """Days."""
    progress: str
    """8家单位已完成6家."""
    missing: str
    reason: str
    expected: dt.date | str | None
    """The day, or where bodies name several, each with its own."""
    evidence: str
    remark: str


def rows(now: Situation) -> tuple[AnnexRow, ...]:
    return tuple(_row(one, now) for one in now.standings)


def sheet(now: Situation) -> Sheet:
    return Sheet(columns=(*PRINTED, *ADDED), rows=tuple(cells(one) for one in rows(now)))


def cells(row: AnnexRow) -> tuple[int | str | dt.date | None, ...]:
    """By column: of text that is empty, None."""
    number, section, title, deadline, units, due, _, standing, late, *rest = row
    return (number, section, title, deadline, units, due, standing, late, *(value or None for value in rest))


def paper(now: Situation, names: Sequence[str], total: int) -> Paper:
    """The annex on its own, with what must be known of it; `total` counts the tasks before any filter."""
    table = grid(now, names)
    if not now.standings:
        return (Paragraph("title", table.title), Paragraph("body", listing.nothing(now, total)))
    part = f"，符合条件的任务{len(now.standings)}项，清单共{total}项" if len(now.standings) < total else ""
    notes = ("" if now.recorded else NOTHING_IN_TABLE, no_calendar(now.no_calendar))
    table = table._replace(under=f"（截至{long_day(now.today)}{part}）")
    return (table, *(Paragraph("body", f"注：{note}") for note in notes if note))


def grid(now: Situation, names: Sequence[str] = ()) -> Grid:
    """The annex on paper: as it was printed, and beside it how each row stands; of the bodies asked about, if any."""
    return Grid(
        title=title(now, names),
        under=f"（截至{long_day(now.today)}）",
        columns=tuple(title for title, _ in _ON_PAPER),
        widths=tuple(width for _, width in _ON_PAPER),
        wide=True,
        spanned=frozenset({1}),
        rows=tuple(_on_paper(one, now.today) for one in rows(now)),
    )


_ON_PAPER = (
    *(("序号", 11), ("主要任务", 18), ("主要任务", 53), ("完成时限", 20), ("责任单位", 22)),
    *(("应办日期", 19), ("状态", 20), ("进展情况", 38), ("备注", 24)),
)
"""The columns and their widths in millimetres; sections and tasks share a title, as printed."""


def _on_paper(row: AnnexRow, today: dt.date) -> tuple[int | str | None, ...]:
    late = f"{row.standing}{row.late}天" if row.late is not None else row.standing
    due = words.day(row.due, today) if row.due else None
    return (
        *(row.number, row.section, row.title, row.deadline, row.units),
        *(due, late, _told_of(row, today) or None, row.remark or None),
    )


def _told_of(row: AnnexRow, today: dt.date) -> str:
    """8家单位已完成6家。推进中：区级执法单位、红杨镇。原因：待区级单位盖章。预计5月15日完成。"""
    match row.expected:
        case None:
            expected = ""
        case dt.date():
            expected = f"预计{words.day(row.expected, today)}完成"
        case _:
            expected = f"预计完成时间：{row.expected}"
    progress = "" if row.state is State.ONGOING or row.progress == row.standing else row.progress
    is_alone = "；" not in row.missing and row.progress.endswith(row.missing.partition("：")[0] or row.progress)
    missing = "" if is_alone and progress else row.missing
    parts = (progress, missing, f"原因：{row.reason}" if row.reason else "", expected)
    return "".join(f"{part.rstrip('。')}。" for part in parts if part)


def page(now: Situation, names: Sequence[str] = ()) -> Page:
    """The annex as a table, sections as printed; of the bodies asked about, if any."""
    titles = (*PRINTED, *ADDED)
    table = Table(
        columns=tuple(Column(title=title, right=title in ("序号", "逾期天数")) for title in titles),
        rows=tuple(Row(cells=tuple(map(text_of, cells(one)))) for one in rows(now)),
    )
    return (
        Line(text=title(now, names), heading=True),
        Line(text=f"截至{long_day(now.today)}"),
        table,
    )


def title(now: Situation, names: Sequence[str] = ()) -> str:
    return f"{now.plan.title}任务进展情况表{words.bracketed(names)}"


def _row(one: Standing, now: Situation) -> AnnexRow:
    task, today = one.task, now.today
    is_late = one.state is State.OVERDUE and one.days is not None
    return AnnexRow(
        number=task.id,
        section=words.section_title(now.plan, task.section),
        title=task.title,
        deadline=task.printed,
        units=words.units_of(task),
        due=one.due or max((each.due for each in one.assignments if each.due), default=None),
        state=one.state,
        standing="逾期" if is_late else words.state_of(one),
        late=-one.days if is_late and one.days is not None else None,
        progress=_progress(one, today),
        missing=_missing(one),
        reason=_told(one, lambda each: each.record.reason or ""),
        expected=_expected(one, today),
        evidence=_told(one, lambda each: words.listed(each.record.evidence), done=True),
        remark=_remark(one, now),
    )


def _progress(one: Standing, today: dt.date) -> str:
    here = _current(one)
    done = sum(not each.is_open for each in here)
    label = f"{words.period_name(here[0].period, today)}：" if here and here[0].period else ""
    if len(here) == 1:
        return label + (words.progress_of(here[0]) if here[0].is_open else words.STATES[State.DONE])
    if done in (0, len(here)):
        return f"{label}{len(here)}家单位均{'已' if done else '未'}完成"
    return f"{label}{len(here)}家单位已完成{done}家"


def _missing(one: Standing) -> str:
    """推进中：区级执法单位、红杨镇；未报送：花桥镇."""
    open_ones = (each for each in _current(one) if each.is_open)
    return "；".join(f"{label}：{names}" for label, names in grouped(open_ones, one))


def _told(one: Standing, text: Callable[[Assignment], str], *, done: bool = False) -> str:
    """What the bodies that are (not) done say, each under its name unless there is one alone."""
    here = _current(one)
    said = [(each.unit, text(each)) for each in here if each.is_open is not done and text(each)]
    if len(here) == 1:
        return "".join(what for _, what in said)
    alike: dict[str, list[str]] = {}
    for unit, what in said:
        alike.setdefault(what, []).append(unit)
    return "；".join(f"{words.listed(units)}：{what}" for what, units in alike.items())


def _expected(one: Standing, today: dt.date) -> dt.date | str | None:
    days = {each.unit: each.record.expected for each in _current(one) if each.is_open and each.record.expected}
    if len(days) < 2:
        return next(iter(days.values()), None)
    return "；".join(f"{unit}{words.day(day, today)}" for unit, day in days.items())


def _current(one: Standing) -> tuple[Assignment, ...]:
    """The assignments that the row is about: of a recurring task those of the earliest open period."""
    if not one.recurs:
        return one.assignments
    first = min((each for each in one.open if each.due), key=lambda each: each.due or dt.date.max, default=None)
    key = first.period if first else (one.assignments[-1].period if one.assignments else None)
    return tuple(each for each in one.assignments if each.period == key)


def _remark(one: Standing, now: Situation) -> str:
    """What changed the day, how it is read, and what must not be reproached before it is asked."""
    task, today = one.task, now.today
    late = list(dict.fromkeys(each.period for each in one.assignments if each.period and each.state is State.OVERDUE))
    parts = [
        *read_as(task, today),
        *(adjusted(each, task, now) for each in adjustments_of(one, now)),
        f"逾期的有{words.periods(late, today)}" if len(late) > 1 else "",
        ASK_FIRST if one.state is State.OVERDUE and is_asked_first(one, now.plan.issued) else "",
    ]
    return "；".join(part for part in parts if part)
