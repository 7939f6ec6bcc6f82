"""Days that were adjusted."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from fuquan.comparison import Comparison
from fuquan.model import Adjustment, Task
from fuquan.rules.deadlines import printed_day
from fuquan.view import words
from fuquan.view.changes.change import Change
from fuquan.view.changes.wording import altered, basis_of, day_in, its_task, maybe_day, of_period, quoted


def of_adjustments(edit: Comparison, old: Iterable[Adjustment], task: Task) -> Iterator[Change]:
    """Those added, rewritten and removed; of those that name bodies, one for each body."""
    before = [_renamed(one, edit) for one in old]
    added: list[tuple[int, Adjustment]] = []
    for n, one in enumerate(task.adjustments):
        same = next((other for other in before if _alike(other) == _alike(one)), None)
        if same is None:
            added.append((n, one))
        else:
            before.remove(same)
    for n, one in added:
        was = _rewritten(one, before)
        if was is None:
            yield from adjusted(edit, task, n)
        else:
            before.remove(was)
            yield from _altered_adjustment(edit, task, was, one)
    for one in before:
        named = f"{of_period(task, one.period, edit)}调整到{day_in(one.due, edit)}的一条时限调整被删去"
        for unit, said in _each(one.units, named):
            yield Change("adjustment-removed", said, *its_task(task), unit=unit, period=one.period, before=one.due)


def _renamed(one: Adjustment, edit: Comparison) -> Adjustment:
    return replace(one, units=tuple(edit.names.get(name, name) for name in one.units))


def _alike(one: Adjustment) -> Adjustment:
    return replace(one, units=tuple(sorted(one.units)))


def _rewritten(one: Adjustment, before: Iterable[Adjustment]) -> Adjustment | None:
    """The one that it most likely was: the same period and bodies, best the same day, or granted on the same day."""
    same = [other for other in before if other.period == one.period and set(other.units) == set(one.units)]
    near = [other for other in same if other.due == one.due] or [other for other in same if other.date == one.date]
    return next(iter(near or same), None)


def adjusted(edit: Comparison, task: Task, n: int) -> Iterator[Change]:
    """The task's adjustment number `n`: 任务5时限由6月中旬前（6月20日）调整为6月30日，延后10天，依据…"""
    one, earlier = task.adjustments[n], task.adjustments[:n]
    groups = edit.head.groups()
    old, original = _originally(edit, task, one)
    for unit in one.units or (None,):
        names = {unit, *groups.get(unit, ())} if unit else set()
        own = [
            other.due
            for other in earlier
            if other.period == one.period and not (other.units and names.isdisjoint(other.units))
        ]
        was = own[-1] if own else original
        said = (
            f"{of_period(task, one.period, edit)}时限{_from_to(edit, old, one, original, was)}"
            f"{_others(edit, one, earlier) if unit is None else ''}，{basis_of(one.basis)}"
            f"{f'，事由：{one.reason}' if one.reason else ''}"
            f"{f'，{day_in(one.date, edit)}批准' if one.date else ''}"
            f"{f'，批准人：{one.approved_by}' if one.approved_by else ''}"
        )
        parts = ("", said) if unit else (said,)
        yield Change("adjustment-added", parts, *its_task(task), unit, one.period, was, one.due)


def _originally(edit: Comparison, task: Task, one: Adjustment) -> tuple[Task, dt.date | None]:
    """The row with the day that its printed phrase gives: as the base had it, if it did, since that was to be kept."""
    old = next((before for before, after in edit.tasks if after is not None and after.id == task.id), None)
    if old is not None and (day := printed_day(edit.base, old, one.period)) is not None:
        return old, day
    return task, printed_day(edit.head, task, one.period)


def _from_to(edit: Comparison, task: Task, one: Adjustment, original: dt.date | None, was: dt.date | None) -> str:
    new = day_in(one.due, edit)
    if was is None:
        return f"确定为{new}"
    old = day_in(was, edit)
    if one.period is None and original is not None:
        old = f"{task.printed}（{old}）" if was == original else f"{old}（原{task.printed}）"
    days = (one.due - was).days
    by = f"延后{days}天" if days > 0 else f"提前{-days}天" if days < 0 else "日期不变"
    return f"由{old}调整为{new}，{by}"


def _others(edit: Comparison, one: Adjustment, earlier: Iterable[Adjustment]) -> str:
    """（红杨镇原为5月15日）: the bodies that had a day of their own until now."""
    own: dict[str, dt.date] = {}
    for other in earlier:
        if other.period == one.period:
            own = own | dict.fromkeys(other.units, other.due) if other.units else {}
    days: dict[dt.date, list[str]] = {}
    for name, due in own.items():
        days.setdefault(due, []).append(name)
    told = "；".join(f"{words.listed(names)}原为{day_in(due, edit)}" for due, names in days.items())
    return f"（{told}）" if told else ""


def _altered_adjustment(edit: Comparison, task: Task, old: Adjustment, new: Adjustment) -> Iterator[Change]:
    fields = (
        ("时限", maybe_day(old.due, edit), maybe_day(new.due, edit)),
        ("批准日期", maybe_day(old.date, edit), maybe_day(new.date, edit)),
        ("依据", quoted(old.basis), quoted(new.basis)),
        ("事由", quoted(old.reason), quoted(new.reason)),
        ("批准人", quoted(old.approved_by), quoted(new.approved_by)),
    )
    parts = "，".join(altered(label, was, became) for label, was, became in fields if was != became)
    named = f"{of_period(task, new.period, edit)}调整到{day_in(old.due, edit)}的一条时限调整，{parts}"
    for unit, said in _each(new.units, named):
        yield Change(
            "adjustment-changed", said, *its_task(task), unit=unit, period=new.period, before=old.due, after=new.due
        )


def _each(units: Iterable[str], said: str) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    """The sentence of each body, or of all."""
    names = tuple(units)
    return ((name, ("", said)) for name in names) if names else iter([(None, (said,))])
