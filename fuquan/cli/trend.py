"""`fuquan trend`: 应完成 against 已完成 over time, from the history of the data in git."""

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from fuquan import query
from fuquan.cli import options
from fuquan.cli.options import At, Data, Form, Format, Today, Units, answer
from fuquan.cli.past import Past, cautioned, line
from fuquan.cli.whom import Whom
from fuquan.errors import FuquanError
from fuquan.load import paths_in
from fuquan.load.history import History, Version
from fuquan.owed import TooMuchError, narrowed, situation
from fuquan.text import long_day

if TYPE_CHECKING:
    from fuquan.git import Revision
    from fuquan.view.trend import Sample


class By(StrEnum):
    WEEK = "week"
    MONTH = "month"


_WEEKS = 26
"""More of them are told by month unless asked for."""
_MOST = 2_000
"""Rows: each week of 38 years."""


def trend(
    unit: Units = None,
    by: Annotated[
        By | None,
        typer.Option("--by", help="按周还是按月：week、month；不写则半年以内按周，更久按月", show_default=False),
    ] = None,
    today: Today = None,
    at: At = None,
    data: Data = None,
    form: Form = Format.TABLE,
) -> None:
    from fuquan import git
    from fuquan.view import trend as view

    then = line(options.data_folder(data), at)
    repo, files = then.repo, paths_in(then.folder)
    last = then.day if today is None else options.today(today)
    first = _first(then, files[0])
    rhythm = by or (By.WEEK if (last - first).days <= _WEEKS * 7 else By.MONTH)
    days = _days(first, last, rhythm)
    cut = cautioned(repo)
    revisions = git.at_days(repo, then.commit, days, *files)
    with git.blobs(repo, (id_ for one in revisions if one for id_ in one.blobs if id_)) as read:
        history = History()
        versions = [history.at(one.blobs, read) if one else None for one in revisions]
    good = [version for version in versions if version is not None and version.plan is not None]
    asked = Whom(good[-1] if good else None, unit or (), ())
    samples = asked.first(_samples(days, revisions, versions, asked), None)
    name = good[-1].plan.name if good and good[-1].plan else ""
    told = view.Trend(name, rhythm, samples, asked.names)
    if form is Format.JSON:
        from fuquan.export import to_json

        return options.write(to_json.trend(told, not cut))
    return answer(form, page=lambda: view.page(told), sheet=lambda: view.sheet(told), text=lambda: view.text(told))


def _first(then: Past, path: str) -> dt.date:
    """The day from which there have been data."""
    from fuquan import git

    born = git.born(then.repo, then.commit, path)
    if born is None:
        raise FuquanError(f"{path} 还没有提交过，没有历史可查", "请先提交一次：git add、git commit")
    return git.committed(then.repo, born)


def _days(first: dt.date, last: dt.date, by: By) -> tuple[dt.date, ...]:
    """The ends of weeks or months from the first day to the last, and the last itself."""
    if first > last:
        raise FuquanError(f"{long_day(last)}还没有数据", f"数据最早在{long_day(first)}提交")
    days: list[dt.date] = []
    day = _end(first, by)
    while day < last:
        days.append(day)
        if len(days) > _MOST:
            told = f"从{long_day(first)}到{long_day(last)}超过{_MOST}行，无法逐行计算"
            raise FuquanError(told, "请用 --by month，或者核对 --today 和提交的日期")
        day = _end(day + dt.timedelta(days=1), by)
    return (*days, last)


def _end(day: dt.date, by: By) -> dt.date:
    """The last day of its week or month."""
    if by is By.WEEK:
        return day + dt.timedelta(days=min(6 - day.weekday(), (dt.date.max - day).days))
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _samples(
    days: Sequence[dt.date],
    revisions: "Sequence[Revision | None]",
    versions: Sequence[Version | None],
    asked: Whom,
) -> "Iterator[Sample]":
    from fuquan.view.trend import Sample

    for day, one, version in zip(days, revisions, versions, strict=True):
        counted, errors = None, version.errors if version else 0
        if version is not None and version.plan is not None:
            try:
                now = narrowed(situation(version.plan, day), asked.those(version).bodies)
                counted = query.counted(now)
            except TooMuchError:
                errors = 1
        yield Sample(day, one.id if one and version else None, errors, counted)
