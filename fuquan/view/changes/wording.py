"""The words in which changes of several kinds are told."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from fuquan.comparison import Comparison
from fuquan.model import Task
from fuquan.text import long_day
from fuquan.view import words
from fuquan.view.changes.change import Change, Value


def its_task(task: Task | None) -> tuple[int | None, str | None]:
    return (task.id, task.name) if task else (None, None)


def of_period(task: Task, period: str | None, edit: Comparison) -> str:
    return f"任务{task.id}{period_in(period, edit)}"


def altered(label: str, was: str | None, became: str | None) -> str:
    if was is None:
        return f"{label}写明为{became}"
    return f"{label}由{was}改为{became}" if became is not None else f"{label}{was}被删去"


def listed(kind: str, whose: str, label: str, old: Iterable[str], new: Iterable[str]) -> Iterator[Change]:
    before, after = Counter(old), Counter(new)
    for text in (after - before).elements():
        yield Change(kind, (f"{whose}的{label}添“{text}”",), after=text)
    for text in (before - after).elements():
        yield Change(kind, (f"{whose}的{label}“{text}”被删去",), before=text)


def basis_of(text: str | None) -> str:
    return f"依据{text}" if text else "未写依据"


def quoted(text: str | None) -> str | None:
    return None if text is None else f"“{text}”"


def day_in(value: dt.date, edit: Comparison) -> str:
    return words.day(value, edit.day)


def maybe_day(value: dt.date | None, edit: Comparison) -> str | None:
    return day_in(value, edit) if value else None


def as_shown(value: str | dt.date | None, edit: Comparison) -> str | None:
    return day_in(value, edit) if isinstance(value, dt.date) else quoted(value)


def in_full(value: Value) -> str | None:
    if isinstance(value, dt.date):
        return long_day(value)
    return str(value) if isinstance(value, int) else quoted(value if isinstance(value, str) else None)


def period_in(key: str | None, edit: Comparison) -> str:
    return words.period(key, edit.day)
