"""Whom an answer from the history is asked about: by the names of now, and by those that are gone."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import NamedTuple, TypeVar

from fuquan import query
from fuquan.comparison import Comparison
from fuquan.errors import FuquanError
from fuquan.load.history import Outline, Version

Found = TypeVar("Found")


class Whom:
    """The bodies and tasks asked about, by the names and numbers that they have now or had once."""

    def __init__(self, now: Version | None, units: Sequence[str], numbers: Sequence[int]) -> None:
        self.plan = now.plan if now else None
        self.units, self.numbers = units, numbers
        self.lost: set[str | int] = set()  # what is not in the plan of now, and has not been met before
        if self.plan is None:
            if units or numbers:
                raise FuquanError("没有一个版本的数据读得出来，无从辨认单位和任务", "请先用 fuquan check 改正数据")
        else:
            known = {name for unit in self.plan.bodies() for name in (unit.name, *unit.aliases)}
            ids = {task.id for task in self.plan.tasks}
            self.lost |= {name for name in units if name not in known}
            self.lost |= {number for number in numbers if number not in ids}
        self.gone = frozenset(self.lost)
        self.then: dict[int, tuple[Outline, Those]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        if self.plan is None:
            return ()
        own = ((name,) if name in self.gone else query.own_names(self.plan, [name]) for name in self.units)
        return tuple(dict.fromkeys(name for names in own for name in names))

    def first(self, found: Iterator[Found], last: int | None) -> tuple[Found, ...]:
        """The first of what is found for those asked about. Raises FuquanError of a name or number that never was."""
        shown = tuple(found)[:last] if self.gone else tuple(islice(found, last))
        if self.lost and self.plan is not None:
            query.bodies_named(self.plan, [name for name in self.units if name in self.lost])
            query.tasks_numbered(self.plan, [number for number in self.numbers if number in self.lost])
        return shown

    def those(self, version: Version) -> "Those":
        """What they were called at the time."""
        if not (self.units or self.numbers):
            return EVERYTHING
        if version.outline is None:
            return self.found(version)
        if id(version.outline) not in self.then:
            self.then[id(version.outline)] = version.outline, self.found(version)
        return self.then[id(version.outline)][1]

    def found(self, version: Version) -> "Those":
        assert self.plan is not None and version.plan is not None  # noqa: S101 - else nobody asks
        edit = Comparison(base=version.plan, head=self.plan, day=self.plan.issued)
        bodies: set[str] = set()
        for name in self.units:
            if name not in self.gone:
                now = query.bodies_named(self.plan, [name], may_be_idle=True) or frozenset()
                bodies |= {old for old, new in edit.names.items() if new in now}
                continue
            with suppress(FuquanError):
                bodies |= query.bodies_named(version.plan, [name], may_be_idle=True) or frozenset()
                self.lost.discard(name)
        ids = {old for old, new in edit.numbers.items() if new in self.numbers and new not in self.gone}
        ids |= {task.id for task in version.plan.tasks if task.id in self.gone}
        self.lost -= ids
        return Those(frozenset(bodies) if self.units else None, frozenset(ids) if self.numbers else None)


class Those(NamedTuple):
    """Names and numbers as a plan had them; None is everybody, and every task."""

    bodies: frozenset[str] | None
    tasks: frozenset[int] | None

    def __or__(self, other: "Those") -> "Those":
        bodies = None if self.bodies is None or other.bodies is None else self.bodies | other.bodies
        tasks = None if self.tasks is None or other.tasks is None else self.tasks | other.tasks
        return Those(bodies, tasks)


EVERYTHING = Those(None, None)
