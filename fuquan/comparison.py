"""Two states of the data side by side, matched by id and name: a reordered list or a reformatted file is no change."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from fuquan.model import Plan, Record, Task, Unit
from fuquan.owed import Assignment, Situation, situation
from fuquan.text import bare

if TYPE_CHECKING:
    from fuquan.letter import Letter

Key = tuple[int, str, str | None]
"""An assignment: task, body and period, as the head has them."""


class Pair(NamedTuple):
    """What one assignment was and is; None where it is not owed."""

    before: Assignment | None
    after: Assignment | None


class Reported(NamedTuple):
    """A record before and after, under the names of the head; `unit` and `task` are None where they are gone."""

    body: str
    number: int
    period: str | None
    unit: Unit | None
    task: Task | None
    before: Record | None
    after: Record | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """The data at `base` and at `head`; both are asked how they stand on one day, so that only the edit differs."""

    base: Plan
    head: Plan
    day: dt.date
    """The day of the edit: today of a working tree, the commit's own day of a revision."""
    is_whole: bool = True
    """Whether all of the base could be read; else who owes what cannot be compared."""
    known: "Mapping[Key, Pair] | None" = None
    """What `owed` gives, as far as it is asked for, where that was worked out before."""
    letters: "tuple[tuple[Letter, ...], tuple[Letter, ...]]" = ((), ())
    """The register of letters before and after, where it was read at all."""

    @cached_property
    def tasks(self) -> tuple[tuple[Task | None, Task | None], ...]:
        """(before, after) of every task, in the order of the head, those that are gone last.

        A number that has another title is followed to where the title has gone, if that is one place.
        """
        by_id = {task.id: task for task in self.base.tasks}
        by_title = _alone(self.base.tasks)
        heads = _alone(self.head.tasks)
        before: dict[int, Task] = {}
        for task in self.head.tasks:  # those that kept their title first: each may be matched once
            title = bare(task.title)
            same = by_id.get(task.id)
            if same is not None and bare(same.title) == title:
                before[task.id] = same
            elif title in heads and title in by_title:
                before[task.id] = by_title[title]
        taken = {task.id for task in before.values()}
        for task in self.head.tasks:
            if task.id not in before and task.id in by_id and task.id not in taken:
                before[task.id] = by_id[task.id]
        kept = {task.id for task in before.values()}
        gone = ((task, None) for task in self.base.tasks if task.id not in kept)
        return (*((before.get(task.id), task) for task in self.head.tasks), *gone)

    @cached_property
    def bodies(self) -> tuple[tuple[Unit | None, Unit | None], ...]:
        """(before, after) of every body: by name, by an alias that keeps the old name, and of a town by its code."""
        head = self.head.bodies()
        named = {name: unit for unit in reversed(head) for name in unit.aliases} | {unit.name: unit for unit in head}
        coded = {unit.code: unit for unit in head if unit.code}
        own = {unit.name for unit in self.base.bodies()}
        before: dict[str, Unit] = {}
        gone: list[Unit] = []
        for unit in self.base.bodies():
            after = named.get(unit.name)
            if after is None and unit.code and (same := coded.get(unit.code)) is not None and same.name not in own:
                after = same
            if after is None or after.name in before:
                gone.append(unit)
            else:
                before[after.name] = unit
        return (*((before.get(unit.name), unit) for unit in head), *((unit, None) for unit in gone))

    @cached_property
    def numbers(self) -> Mapping[int, int]:
        """The number that a task of the base has now."""
        return {before.id: after.id for before, after in self.tasks if before and after}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The name that a body of the base has now."""
        return {before.name: after.name for before, after in self.bodies if before and after}

    @cached_property
    def then(self) -> Situation:
        """How the base stands on the day of the edit."""
        return situation(self.base, self.day, until=self._horizon)

    @cached_property
    def now(self) -> Situation:
        return situation(self.head, self.day, until=self._horizon)

    @cached_property
    def _horizon(self) -> dt.date:
        """To the end of the plan's year, or the day that the base gives, so that a period that is cut off is missed."""
        return max(self.day, dt.date(self.base.year, 12, 31), self.base.until or dt.date.min)

    @cached_property
    def owed(self) -> Mapping[Key, Pair]:
        """Every assignment of either, in the order of the head; those that are gone last, under the names of now.

        Those of a task that is gone itself are left out: its number may be another's.
        """
        if self.known is not None:
            return self.known
        then = {
            (self.numbers[number], self.names.get(one.unit, one.unit), one.period): one
            for number, one in self._until_horizon(self.then)
            if number in self.numbers
        }
        now = {(number, one.unit, one.period): one for number, one in self._until_horizon(self.now)}
        return {key: Pair(then.get(key), now.get(key)) for key in (*now, *(key for key in then if key not in now))}

    def _until_horizon(self, asked: Situation) -> Iterator[tuple[int, Assignment]]:
        """Each assignment with its task; a situation has one period more than was asked for, which is left out."""
        for standing in asked.standings:
            for one in standing.assignments:
                if one.period is None or one.original_due is None or one.original_due <= self._horizon:
                    yield standing.task.id, one

    def records(self) -> Iterator[Reported]:
        """Every record of either, by body and task; those of a task that is gone last, under its old number."""
        tasks = {task.id: task for task in self.head.tasks}
        for before, after in self.bodies:
            old = before.progress if before else {}
            then = {
                (self.numbers[number], period): record
                for (number, period), record in old.items()
                if number in self.numbers
            }
            now = after.progress if after else {}
            body = after or before
            assert body is not None  # noqa: S101 - one of the two is there
            for number, period in dict.fromkeys((*now, *then)):
                key = (number, period)
                yield Reported(body.name, number, period, after, tasks[number], then.get(key), now.get(key))
            for (number, period), record in old.items():
                if number not in self.numbers:
                    yield Reported(body.name, number, period, after, None, record, None)

    def entries(self) -> "Iterator[tuple[Letter | None, Letter | None]]":
        """(before, after) of every number on the register of letters, by year, kind and number.

        The two are equal where nothing was altered: an entry may stand as it was written, though the plan calls the
        body or numbers the task otherwise by now, or follow the plan.
        """
        before, after = ({one.number: one for one in letters} for letters in self.letters)
        both = {**before, **after}
        for number in sorted(both, key=lambda one: (*both[one].series, both[one].n)):
            then, now = before.get(number), after.get(number)
            yield (then and self._followed(then, now)), now

    def _followed(self, then: "Letter", now: "Letter | None") -> "Letter":
        """The entry of the base under the names and numbers that the head's entry has for the same."""
        own = {name: unit.name for unit in self.base.bodies() for name in (unit.name, *unit.aliases)}
        unit = self.names.get(then.unit, then.unit)
        items = tuple(one._replace(task=self.numbers.get(one.task, one.task)) for one in then.items)
        if now is not None and {unit, then.unit} & {now.unit, own.get(now.unit)}:
            unit = now.unit
        if now is not None and now.items == then.items:
            items = now.items
        return replace(then, unit=unit, items=items)


def _alone(tasks: tuple[Task, ...]) -> dict[str, Task]:
    """The tasks by title, those aside that share one."""
    by_title: dict[str, list[Task]] = {}
    for task in tasks:
        by_title.setdefault(bare(task.title), []).append(task)
    return {title: same[0] for title, same in by_title.items() if len(same) == 1}
