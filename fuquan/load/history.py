"""One state of the data after another, of which only what is new is read.

What a piece of the same text was is known from then on. Whatever does not fit, and every file with a finding, is read
whole by `load_files`: pieces never tell of an error.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from typing import Any, NamedTuple

from fuquan import schema
from fuquan.load import Loaded, load_past
from fuquan.load.linking import Linker
from fuquan.load.pieces import NOTHING, Blob, Body, Parts, Pieces, Records, Unsure
from fuquan.load.reading import Reader, Row
from fuquan.model import Plan, Record, Unit

Key = tuple[int, str | None]
"""A record of a body: its task and, where that recurs, the period."""


class Version(NamedTuple):
    """The data at one time."""

    plan: Plan | None
    """None where there are errors."""
    errors: int
    outline: "Outline | None"
    """What stands in the files beside records and returns, the same value where it is the same; None where that is not
    known."""


class History:
    """Reads states of one repository; those that differ little are cheap after one another."""

    def __init__(self) -> None:
        self.tasks = Pieces(schema.TASKS_FILE)
        self.towns = Pieces(schema.TOWNS_FILE)
        self.outlines: dict[Any, Outline] = {}
        self.known: dict[tuple[str | None, ...], Version] = {}

    def at(self, ids: tuple[str | None, ...], read: Callable[[str], bytes]) -> Version | None:
        """The data in the files of these ids, tasks and towns; None where there was no task list."""
        tasks, towns = ids
        if tasks is None:
            return None
        if ids not in self.known:
            if len(self.known) >= _KEPT:
                del self.known[next(iter(self.known))]
            self.known[ids] = self.version(Blob(tasks, read(tasks)), Blob(towns, read(towns)) if towns else None)
        return self.known[ids]

    def version(self, tasks: Blob, towns: Blob | None) -> Version:
        with suppress(Unsure):
            return self.pieced(self.tasks.parts(tasks), self.towns.parts(towns) if towns else NOTHING)
        loaded = load_past(("tasks.yaml", tasks.data), ("towns.yaml", towns.data if towns else None))
        return whole(loaded)

    def pieced(self, tasks: Parts, towns: Parts) -> Version:
        if towns is NOTHING and any(body.head.get("members") == "towns" for body in tasks.bodies):
            raise Unsure
        key = (tasks.key, towns.key)
        outline = self.outlines.get(key)
        if outline is None:
            outline = self.outlines[key] = Outline(tasks, towns)
        return Version(outline.with_bodies(tasks.bodies, towns.bodies), 0, outline)


_KEPT = 64
"""States of the data at hand: as many branches may go on side by side without one being read twice."""


def whole(loaded: Loaded) -> Version:
    """What was read at once: all that is found in loading is an error."""
    return Version(None if loaded.found else loaded.plan, len(loaded.found), None)


class Outline:
    """The plan without a record or return, and the bodies that were made of it with theirs."""

    def __init__(self, tasks: Parts, towns: Parts) -> None:
        reader = Reader()
        self.linker = Linker(reader, _rows(tasks), _rows(towns))
        plan = self.linker.plan()
        if plan is None or reader.found:
            raise Unsure
        self.reader = reader
        self.plan = plan
        self.fields = {field.name: getattr(plan, field.name) for field in fields(plan)}
        self.by_id = {task.id: task for task in plan.tasks}
        self.bare = {unit.name: unit for unit in (*plan.units, *plan.towns)}
        self.bodies: dict[str, tuple[Body, Unit]] = {}  # the last of each name
        self.last: list[tuple[Any, tuple[Unit, ...]]] = [(None, ()), (None, ())]
        self.records: dict[tuple[str, Records], Mapping[Key, Record]] = {}
        self.owed: dict[Any, Any] = {}  # what others work out of it, once

    def with_bodies(self, units: tuple[Body, ...], towns: tuple[Body, ...]) -> Plan:
        for n, bodies in enumerate((units, towns)):
            if self.last[n][0] is not bodies:
                self.last[n] = bodies, tuple(map(self.body, bodies))
        return Plan(**self.fields | {"units": self.last[0][1], "towns": self.last[1][1]})

    def body(self, body: Body) -> Unit:
        name = body.head["name"]
        if name not in self.bodies or self.bodies[name][0] is not body:
            self.bodies[name] = body, self.made(name, body)
        return self.bodies[name][1]

    def made(self, name: str, body: Body) -> Unit:
        progress: dict[Key, Record] = {}
        for records in body.records:
            progress |= self.linked(name, records)
        bare = self.bare[name]
        if not (progress or body.returns):
            return bare
        return replace(bare, progress=progress or bare.progress, returns=body.returns or bare.returns)

    def linked(self, name: str, records: Records) -> Mapping[Key, Record]:
        if (name, records) not in self.records:
            row = Row(name=name, progress=records.entries)
            linked = dict(self.linker.progress(row, self.by_id))
            if self.reader.found:
                self.reader.found.clear()
                raise Unsure
            self.records[name, records] = linked
        return self.records[name, records]


def _rows(parts: Parts) -> Row:
    fields = {**parts.fields, parts.called: tuple(body.head for body in parts.bodies)} if parts.called else parts.fields
    return Row(fields)
