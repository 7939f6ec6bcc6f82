"""How a bulletin names tasks, periods, limits and bodies, and repeats what these said."""

import datetime as dt
from collections.abc import Iterable, Sequence

from fuquan.deadline import By
from fuquan.errors import ranges
from fuquan.model import Task
from fuquan.owed import Assignment, Standing
from fuquan.view import words
from fuquan.view.phrases import folded
from fuquan.view.words import plain

_LISTED = 12
"""Numbers of tasks that are listed one by one; more are told as ranges."""


def numbered(ones: Iterable[Standing]) -> str:
    """第2、9、10项; of very many 第1至40项."""
    ids = sorted({one.task.id for one in ones})
    return f"第{ranges(ids, 3) if len(ids) > _LISTED else words.listed(map(str, ids))}项"


def item(one: Standing, keys: Sequence[str | None], today: dt.date) -> str:
    """第2项, 第14项4月情况."""
    return f"第{one.task.id}项{state_in(keys, today)}"


def state_in(keys: Sequence[str | None], today: dt.date) -> str:
    """4月情况; empty of a task that does not recur."""
    named = [key for key in keys if key]
    return f"{words.periods(named, today)}情况" if named else ""


def heading_of(task: Task) -> str:
    """第2项：签订赋权事项承接确认书。: the number, and the first sentence as printed."""
    return f"第{task.id}项：{plain(task.first_sentence)}。"


def limit(one: Standing, today: dt.date) -> str:
    """4月底前 where that says it; 5月19日（原4月底前）; with the day where the phrase needs reading."""
    reading = one.task.deadline.reading
    is_plain = isinstance(reading, By) and not (one.task.reading or reading.ten_days or reading.shift)
    if one.due is None or one.recurs or (is_plain and one.due == one.original_due and one.due.year == today.year):
        return plain(one.task.printed)
    return plain(words.phrase_and_day(one, today))


def bodies(those: Iterable[Assignment], one: Standing) -> str:
    """区委编办、各镇."""
    return words.listed(folded(those, one))


def joined(parts: Sequence[str]) -> str:
    """甲、乙和丙."""
    return f"{'、'.join(parts[:-1])}和{parts[-1]}" if len(parts) > 1 else "".join(parts)
