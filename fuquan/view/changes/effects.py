"""What follows from an edit, where nothing of it says so."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from fuquan.comparison import Comparison, Key, Pair
from fuquan.model import Task
from fuquan.view import words
from fuquan.view.changes.change import Change
from fuquan.view.changes.wording import day_in, its_task


def effects(edit: Comparison, told: Iterable[Change]) -> Iterator[Change]:
    """Due days that no adjustment moved, and duties that came or went though no list of bodies changed."""
    told = tuple(told)
    tasks = {after.id: after for before, after in edit.tasks if before and after}
    moved: dict[int, dict[str, list[tuple[str | None, Pair]]]] = {}
    owing: dict[tuple[int, bool], dict[str, list[str | None]]] = {}
    why = _Reasons(edit, told)
    for key, pair in edit.owed.items():
        number, body, period = key
        if number not in tasks:
            continue
        if pair.before and pair.after:
            if pair.before.due != pair.after.due and not why.is_adjusted(key):
                moved.setdefault(number, {}).setdefault(body, []).append((period, pair))
        elif not why.is_listed(key, pair):
            owing.setdefault((number, pair.after is not None), {}).setdefault(body, []).append(period)
    both = _still_owing(edit) if moved else {}
    for number, by_body in moved.items():
        yield from _moves(edit, tasks[number], by_body, both[number])
    for (number, is_new), periods_of in owing.items():
        for body, periods in periods_of.items():
            yield _owes(edit, tasks[number], is_new, body, periods)


class _Reasons:
    """What was said of adjustments and of who belongs where."""

    def __init__(self, edit: Comparison, told: Iterable[Change]) -> None:
        self.groups = edit.base.groups()
        for name, groups in edit.head.groups().items():
            self.groups[name] = [*self.groups.get(name, ()), *groups]
        told = tuple(told)
        self.adjusted = {(one.task, one.unit, one.period) for one in told if one.kind.startswith("adjustment")}
        self.printed = {one.task for one in told if one.kind in ("task-deadline", "task-reading")}
        self.rows = {(one.task, one.unit) for one in told if one.kind.startswith("task-unit")}
        changed = ("member-added", "member-removed", "member-changed", "body-since", "body-until", "body-complete")
        whole = ("body-added", "body-removed", "body-members")
        self.bodies = {one.unit for one in told if one.kind in (*changed, *whole)}

    def is_adjusted(self, key: Key) -> bool:
        number, body, period = key
        return any((number, name, period) in self.adjusted for name in (None, body, *self.groups.get(body, ())))

    def is_listed(self, key: Key, pair: Pair) -> bool:
        """Whether the row, the body or its group is said to have changed, or the periods by another phrase."""
        number, body, _ = key
        one = pair.before or pair.after
        names = {body, one.via if one else None}
        return (
            number in self.printed
            or not self.bodies.isdisjoint(names)
            or any((number, name) in self.rows for name in names)
        )


def _still_owing(edit: Comparison) -> dict[int, set[str]]:
    """The bodies that owed and owe a period of each task."""
    both: dict[int, set[str]] = {}
    for (number, body, _), pair in edit.owed.items():
        if pair.before and pair.after:
            both.setdefault(number, set()).add(body)
    return both


def _moves(
    edit: Comparison, task: Task, by_body: Mapping[str, list[tuple[str | None, Pair]]], owing: Collection[str]
) -> Iterator[Change]:
    """One sentence for all where all that owe the task have the same new days, else one for each body."""
    said = {body: f"任务{task.id}的到期日{_days_moved(edit, pairs)}" for body, pairs in by_body.items()}
    is_all = len(set(said.values())) == 1 and set(owing) == set(said)
    for body in list(said)[:1] if is_all else said:
        period, pair = by_body[body][0]
        yield Change(
            "owed-due",
            (said[body],) if is_all else ("", said[body]),
            *its_task(task),
            unit=None if is_all else body,
            period=period if len(by_body[body]) == 1 else None,
            before=pair.before.due if pair.before else None,
            after=pair.after.due if pair.after else None,
        )


def _days_moved(edit: Comparison, pairs: Sequence[tuple[str | None, Pair]]) -> str:
    """由6月20日变为6月30日; of periods 有变：4月由4月20日变为4月25日；5月…，共9期."""
    parts = []
    for period, (before, after) in pairs[:3]:
        old, new = before.due if before else None, after.due if after else None
        became = day_in(new, edit) if new else "没有日期"
        name = words.period_name(period, edit.day) if period else ""
        parts.append(f"{name}由{day_in(old, edit)}变为{became}" if old else f"{name}确定为{became}")
    if pairs[0][0] is None:
        return parts[0]
    return f"有变：{'；'.join(parts)}{f'；共{len(pairs)}期' if len(pairs) > 3 else ''}"


def _owes(edit: Comparison, task: Task, is_new: bool, body: str, periods: Sequence[str | None]) -> Change:
    keys = [period for period in periods if period]
    of = f"的{words.periods(keys, edit.day)}" if keys else ""
    said = f"{'开始' if is_new else '不再'}承担任务{task.id}{of}"
    kind = "owed-added" if is_new else "owed-removed"
    return Change(kind, ("", said), *its_task(task), unit=body, period=keys[0] if len(keys) == 1 else None)
