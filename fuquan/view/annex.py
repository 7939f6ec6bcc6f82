"""The annex of the notice with how each row stands: one value that Excel, Word, the page and CSV all show."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from fuquan.owed import Assignment, Situation, Standing, State, adjustments_of
from fuquan.query import is_asked_first, on_day
from fuquan.text import long_day
from fuquan.view import listing, words
from fuquan.view.page import Column, Line, Page, Row, Sheet, Table, text_of
from fuquan.view.paper import Grid, Paper, Paragraph
from fuquan.view.phrases import (
    ASK_FIRST,
    NOTHING_IN_TABLE,
    adjusted,
    grouped,
    in_stories,
    late_of,
    no_calendar,
    periods_of,
    read_as,
)

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
    """8家单位已完成6家; of a recurring task in each late period."""
    missing: str
    """推进中：红杨镇; of several periods 6月：乙局推进中；7月：甲局未报送."""
    reason: str
    expected: dt.date | str | None
    """The day of all that are open; else 红杨镇5月15日: who names which."""
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
    """The annex on its own, under what must be known of it; `total` counts the tasks before any filter."""
    table = grid(now, names)
    if not now.standings:
        return (Paragraph("title", table.title), Paragraph("body", listing.nothing(now, total)))
    return (table._replace(under="\n".join((f"（{as_of(now, names, total)}）", *_known_first(now)))),)


def as_of(now: Situation, names: Sequence[str], total: int) -> str:
    """截至2023年5月10日；符合条件的任务3项，清单共15项: the day, and of a part of the tasks how many there are."""
    part = f"；符合条件的任务{len(now.standings)}项，{counted_of(names, total)}" if len(now.standings) < total else ""
    return f"截至{long_day(now.today)}{part}"


def counted_of(names: Sequence[str], total: int) -> str:
    """清单共15项, or of bodies asked about 共承担7项."""
    return f"{'共承担' if names else '清单共'}{total}项"


def _known_first(now: Situation) -> tuple[str, ...]:
    """What the reader would else take the table to say."""
    notes = ("" if now.recorded else NOTHING_IN_TABLE, no_calendar(now.no_calendar))
    return tuple(note for note in notes if note)


def grid(now: Situation, names: Sequence[str] = ()) -> Grid:
    """The annex on paper: as it was printed, and beside it how each row stands; of the bodies asked about, if any."""
    return Grid(
        title=title(now, names),
        under=f"（截至{long_day(now.today)}）",
        columns=tuple(title for title, _ in _ON_PAPER),
        widths=tuple(width for _, width in _ON_PAPER),
        wide=True,
        spanned=frozenset({1}),
        rows=tuple(_on_paper(row, one, now.today) for row, one in zip(rows(now), now.standings, strict=True)),
    )


_ON_PAPER = (
    *(("序号", 11), ("主要任务", 18), ("主要任务", 53), ("完成时限", 20), ("责任单位", 22)),
    *(("应办日期", 19), ("状态", 20), ("进展情况", 38), ("备注", 24)),
)
"""The columns and their widths in millimetres; sections and tasks share a title, as printed."""


def _on_paper(row: AnnexRow, one: Standing, today: dt.date) -> tuple[int | str | None, ...]:
    late = f"{row.standing}{row.late}天" if row.late is not None else row.standing
    due = words.day(row.due, today) if row.due else None
    return (
        *(row.number, row.section, row.title, row.deadline, row.units),
        *(due, late, _told_of(row, today, is_alone=_is_alone(_of_row(one))) or None, row.remark or None),
    )


def _told_of(row: AnnexRow, today: dt.date, *, is_alone: bool) -> str:
    """8家单位已完成6家。推进中：区级执法单位、红杨镇。原因：待区级单位盖章。预计5月15日完成。"""
    match row.expected:
        case None:
            expected = ""
        case dt.date():
            expected = f"预计{words.day(row.expected, today)}完成"
        case _:
            expected = f"预计完成时间：{row.expected}"
    progress = "" if row.state is State.ONGOING or row.progress == row.standing else row.progress
    missing = "" if is_alone and progress else row.missing
    parts = (progress, missing, f"原因：{row.reason}" if row.reason else "", expected)
    return "".join(f"{part.rstrip('。')}。" for part in parts if part)


def page(now: Situation, names: Sequence[str], total: int) -> Page:
    """The annex as a table, under what must be known of it; `total` counts the tasks before any filter."""
    heading = Line(text=title(now, names), heading=True)
    if not now.standings:
        return (heading, Line(text=listing.nothing(now, total)))
    titles = (*PRINTED, *ADDED)
    table = Table(
        columns=tuple(Column(title=title, right=title in ("序号", "逾期天数")) for title in titles),
        rows=tuple(Row(cells=tuple(map(text_of, cells(one)))) for one in rows(now)),
    )
    return (heading, *(Line(text=text) for text in (as_of(now, names, total), *_known_first(now))), table)


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
        missing=_missing(one, today),
        reason=_told(one, today, lambda each: (each.record.reason or "") if each.is_open else ""),
        expected=_expected(one, today),
        evidence=_told(one, today, lambda each: words.listed(each.record.evidence)),
        remark=_remark(one, now),
    )


Periods = Mapping[str | None, Sequence[Assignment]]

_FEW = 3
"""Runs of periods that are told apart from one another."""


def _of_row(one: Standing) -> Periods:
    """What the row is about: of a recurring task the periods that are late, or else all that fall due next."""
    periods = one.by_period()
    if not one.recurs or not periods:
        return periods
    late = {key: those for key, those in periods.items() if any(each.state is State.OVERDUE for each in those)}
    if late:
        return late
    here = {each.period for each in on_day(one)} if one.due else {one.assignments[-1].period}
    return {key: those for key, those in periods.items() if key in here}


def _is_alone(periods: Periods) -> bool:
    """Whether one body owes all of it, which needs no name."""
    return len({each.unit for those in periods.values() for each in those}) == 1


def _in_runs(
    periods: Periods, told: Callable[[Sequence[Assignment]], str], today: dt.date
) -> Iterator[tuple[str, str]]:
    """(6月、7月, what is told of each): periods that follow one another and are alike are named together.

    Where that makes too many it is told of all at once.
    """
    runs = _runs(periods, told)
    if len(runs) > _FEW:
        runs = [([*periods], told([each for those in periods.values() for each in those]))]
    for keys, text in runs:
        yield words.periods([key for key in keys if key], today), text


def _runs(periods: Periods, told: Callable[[Sequence[Assignment]], str]) -> list[tuple[list[str | None], str]]:
    texts = [(key, told(those)) for key, those in periods.items()]
    return [([key for key, _ in run], text) for text, run in groupby(texts, key=itemgetter(1))]


def _progress(one: Standing, today: dt.date) -> str:
    """8家单位已完成6家; 6月：2家单位已完成1家；7月：2家单位均未完成."""
    return "；".join(f"{name}：{text}" if name else text for name, text in _in_runs(_of_row(one), _counted, today))


def _counted(those: Sequence[Assignment]) -> str:
    if len(those) == 1:
        return words.progress_of(those[0]) if those[0].is_open else words.STATES[State.DONE]
    done = sum(not each.is_open for each in those)
    if len({each.unit for each in those}) == 1:
        return "均未完成"  # of many periods, which are here since they are late or fall due next
    measure = ("家单位", "家") if len({each.period for each in those}) == 1 else ("家次", "家次")
    whole = f"{len(those)}{measure[0]}"
    if done in (0, len(those)):
        return f"{whole}均{'已' if done else '未'}完成"
    return f"{whole}已完成{done}{measure[1]}"


def who_is_late(one: Standing, today: dt.date) -> str:
    """推进中：乙局; of several periods 6月：乙局推进中；7月：乙局推进中，甲局未报送."""
    return _missing(one, today, lambda each: each.state is State.OVERDUE)


def _missing(one: Standing, today: dt.date, counts: Callable[[Assignment], bool] = lambda each: each.is_open) -> str:
    """推进中：区级执法单位、红杨镇；未报送：花桥镇: whom a row names, of several periods each time.

    Where these differ too often, by body: 6月、8月：甲局有说明；7月：甲局未报送；6月至8月：乙局未报送.
    """
    periods = _of_row(one)
    if len(periods) < 2:
        labels = grouped((each for those in periods.values() for each in those if counts(each)), one)
        return "；".join(f"{label}：{names}" for label, names in labels)

    def told(those: Sequence[Assignment]) -> str:
        return "，".join(f"{names}{label}" for label, names in grouped(filter(counts, those), one))

    runs = _runs(periods, told)
    if len(runs) <= _FEW:
        return "；".join(f"{words.periods([key for key in keys if key], today)}：{text}" for keys, text in runs)
    stories = in_stories((each for those in periods.values() for each in those if counts(each)), one, today)
    return "；".join(f"{when}：{names}{label}" for names, told in stories for when, label in told)


def _told(one: Standing, today: dt.date, text: Callable[[Assignment], str]) -> str:
    """What the bodies say, each under its name unless one is alone, and under the period where there are several."""
    return "；".join(f"{who}：{what}" if who else what for who, what in _said(one, today, text))


def _said(one: Standing, today: dt.date, text: Callable[[Assignment], str]) -> Iterator[tuple[str, str]]:
    """(红杨镇, 等章), (局（6月、7月）, 等章): who says what."""
    periods = _of_row(one)
    alone, several = _is_alone(periods), len(periods) > 1
    alike: dict[str, dict[str, list[str]]] = {}
    for key, those in periods.items():
        for each in those:
            if what := text(each):
                alike.setdefault(what, {}).setdefault(each.unit, []).append(key or "")
    for what, by_unit in alike.items():
        named: dict[str, list[str]] = {}
        for unit, keys in by_unit.items():
            named.setdefault(words.periods(keys, today) if several else "", []).append(unit)
        whose = (
            when if alone else f"{words.listed(units)}（{when}）" if when else words.listed(units)
            for when, units in named.items()
        )
        yield words.listed(whose), what


def _expected(one: Standing, today: dt.date) -> dt.date | str | None:
    """A day alone where all that are open say the same; else each under the name of who says it."""
    periods = _of_row(one)
    still = [each for those in periods.values() for each in those if each.is_open]
    told = [each for each in still if each.record.expected]
    days = {each.record.expected for each in told}
    if len(days) == 1 and len(told) == len(still):
        return told[0].record.expected

    def day(each: Assignment) -> str:
        return words.day(each.record.expected, today) if each.is_open and each.record.expected else ""

    return "；".join(f"{who}{'：' if _is_alone(periods) else ''}{what}" for who, what in _said(one, today, day)) or None


def _remark(one: Standing, now: Situation) -> str:
    """What changed the day, how it is read, and what must not be reproached before it is asked."""
    task, today = one.task, now.today
    late = periods_of(late_of(one))
    parts = [
        *read_as(task, today),
        *(adjusted(each, task, now) for each in adjustments_of(one, now)),
        f"逾期的有{words.periods(late, today)}" if len(late) > 1 else "",
        ASK_FIRST if one.state is State.OVERDUE and is_asked_first(one, now.plan.issued) else "",
    ]
    return "；".join(part for part in parts if part)
