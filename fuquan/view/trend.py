"""应完成 against 已完成 over time, each day by what was known then."""

import datetime as dt
from typing import NamedTuple

from fuquan.query import Counted
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.page import BLANK, Column, Line, Page, Row, Sheet, Table

COLUMNS = ("日期", "应完成", "已完成", "逾期完成", "逾期", "完成率", "版本")
RHYTHMS = {"week": "每周", "month": "每月"}
_WIDTH = 30
"""Marks for the most that was ever due."""


class Sample(NamedTuple):
    """A day, and what was due and done by it."""

    day: dt.date
    commit: str | None
    """None where there was none yet."""
    errors: int
    counted: Counted | None
    """None where there were no data, or such as cannot be read."""


class Trend(NamedTuple):
    name: str
    """The plan's."""
    by: str
    samples: tuple[Sample, ...]
    names: tuple[str, ...] = ()
    """The bodies asked about."""


def page(trend: Trend) -> Page:
    most = max((one.counted.expected for one in trend.samples if one.counted), default=0)
    columns = (Column("日期"), Column("应完成", right=True), Column("已完成", right=True), Column("完成率", right=True))
    last = trend.samples[-1].day
    rows = tuple(Row(cells=_cells(one, most, last)) for one in trend.samples)
    return (
        Line(text=f"{_whose(trend)}应完成和已完成（{RHYTHMS[trend.by]}，至{long_day(last)}）", heading=True),
        Table(columns=(*columns, Column("#已完成 .未完成")), rows=rows),
        BLANK,
        Line(text="每天都按当时的数据计：到当天时限已到的为应完成，一个单位的一项任务（一期）算一项。"),
    )


def _cells(one: Sample, most: int, last: dt.date) -> tuple[str, ...]:
    day = words.day(one.day, last)
    if one.counted is None:
        return day, "-", "-", "-", f"数据有错{one.errors}处，未计" if one.errors else "没有数据"
    expected, done = one.counted.expected, one.counted.done
    whole = round(expected / most * _WIDTH) if most else 0
    full = round(done / expected * whole) if expected else 0
    if done < expected:  # what is missing is seen, and all is done only where it is
        whole = max(whole, 1)
        full = min(full, whole - 1)
    return day, str(expected), str(done), words.share(done, expected), "#" * full + "." * (whole - full)


def _whose(trend: Trend) -> str:
    return words.listed(trend.names)


def text(trend: Trend) -> tuple[str, ...]:
    known = [one for one in trend.samples if one.counted]
    if not known:
        return ("还没有读得出来的数据。",)
    last, before = known[-1], known[-2] if len(known) > 1 else None
    said = f"【{trend.name}】{_whose(trend)}截至{long_day(last.day)}，{_said(last)}。"
    return (said,) if before is None else (said, f"{long_day(before.day)}时，{_said(before)}。")


def _said(one: Sample) -> str:
    assert one.counted is not None  # noqa: S101 - only such are told
    expected, done, _, overdue = one.counted
    if not expected:
        return "还没有应完成的"
    late = f"，逾期{overdue}项" if overdue else ""
    return f"应完成{expected}项，已完成{done}项，占{words.share(done, expected)}{late}"


def sheet(trend: Trend) -> Sheet:
    return Sheet(columns=COLUMNS, rows=tuple(_row(one) for one in trend.samples))


def _row(one: Sample) -> tuple[dt.date | str | int | float | None, ...]:
    counts = (*one.counted, one.counted.rate) if one.counted else (None,) * 5
    return (one.day, *counts, one.commit and one.commit[:7])
