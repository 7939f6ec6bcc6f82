"""Steps into the files: each at its one place, the rest to the byte as it was."""

import datetime as dt
from collections.abc import Iterable
from typing import assert_never

from fuquan import schema
from fuquan.edit import tree
from fuquan.edit.tree import Items, Kept, Table, Value
from fuquan.load import Loaded
from fuquan.model import Plan
from fuquan.recording.steps import Adjusting, Coming, Reporting, Returning, Step
from fuquan.source import File, Node, Scalar
from fuquan.source import Mapping as MappingNode


def written(loaded: Loaded, plan: Plan, steps: Iterable[Step]) -> tuple[tuple[File, File], ...]:
    """The files that change, old and new. Raises FuquanError where it would touch more than it should."""
    assert loaded.tasks is not None  # noqa: S101 - the plan was read from it
    tasks, towns = _Root(loaded.tasks, plan), _Root(loaded.towns, plan) if loaded.towns else None
    of_towns = {one.name for one in plan.towns}
    for step in steps:
        match step:
            case Reporting():
                root = towns if step.body in of_towns else tasks
                assert root is not None  # noqa: S101 - a town was read from its file
                root.report(step)
            case Returning():
                assert towns is not None  # noqa: S101 - a town was read from its file
                towns.receive(step)
            case Adjusting():
                tasks.adjust(step)
            case Coming():
                tasks.come(step)
            case _ as never:
                assert_never(never)
    changed = (root for root in (tasks, towns) if root is not None and root.is_changed)
    return tuple((root.file, tree.rewritten(root.file, root.tree)) for root in changed)


def _ranks(keys: Iterable[str]) -> dict[str, int]:
    return {key: n for n, key in enumerate(keys)}


_RECORD = _ranks(schema.RECORD.fields)
_BODY = _ranks(
    [
        *(key for key in (*schema.TOWN.fields, *schema.UNIT.fields) if key not in ("progress", "returns")),
        "progress",
        "returns",
    ]
)
_TASK = _ranks(schema.TASK.fields)
_TRIGGER = _ranks(("date", "basis"))
_ADJUSTMENT = _ranks(schema.ADJUSTMENT.fields)


class _Root:
    """A file's tree while steps are taken."""

    def __init__(self, file: File, plan: Plan) -> None:
        self.file = file
        self.tree = tree.opened(file)
        self.tasks = _ranks(str(task.id) for task in plan.tasks)
        self.is_changed = False
        self.rows: dict[tuple[str, str], tuple[Items, int]] = {}
        self.in_braces: dict[str, bool] = {}
        """The bodies beside whose records a new one stands in braces."""
        for under, key in (("units", "name"), ("towns", "name"), ("tasks", "id")):
            if under in self.tree.entries:
                self.index(under, key)

    def index(self, under: str, key: str) -> None:
        items = self.tree.items(under, {})
        nodes = [item.node for item in items.items if isinstance(item, Kept) and isinstance(item.node, MappingNode)]
        own = [_in_braces(node.values.get("progress")) for node in nodes]
        above = next((one for one in own if one is not None), False)
        for n, (node, braces) in enumerate(zip(nodes, own, strict=True)):
            above = above if braces is None else braces
            name = node.values[key]
            assert isinstance(name, Scalar)  # noqa: S101 - it was loaded
            self.rows[under, name.text.strip()] = items, n
            self.in_braces[name.text.strip()] = above

    def row(self, under: str, name: str) -> Table:
        """The item of the list that is called so."""
        self.is_changed = True
        items, n = self.rows[under, name]
        item = items.items[n]
        if isinstance(item, Kept):
            assert isinstance(item.node, MappingNode)  # noqa: S101 - it has a name
            item = items.items[n] = Table(item.node)
        assert isinstance(item, Table)  # noqa: S101 - for the type checker
        return item

    def report(self, step: Reporting) -> None:
        progress = self.row("units" if ("units", step.body) in self.rows else "towns", step.body).table(
            "progress", _BODY
        )
        flow = self.in_braces[step.body]
        key = str(step.task)
        if step.period is None:
            record = progress.table(key, self.tasks, flow=flow)
        else:
            periods = progress.table(key, self.tasks)
            record = periods.table(step.period, _ranks(sorted({*periods.entries, step.period})), flow=flow)
        if step.withdrawn:
            _withdraw(record, *step.withdrawn)
        for field, value in step.put:
            record.put(field, value, _RECORD)
        if len(step.evidence) == 1 and _is_empty(record.entries.get("evidence")):
            record.put("evidence", step.evidence[0], _RECORD)
        elif step.evidence:
            record.items("evidence", _RECORD).items += step.evidence
        if step.note:
            record.items("notes", _RECORD).items.append(Table(date=step.note.date, text=step.note.text))

    def receive(self, step: Returning) -> None:
        returns = self.row("towns", step.body).table("returns", _BODY)
        returns.put(step.month, step.date, _ranks(sorted({*returns.entries, step.month})))

    def adjust(self, step: Adjusting) -> None:
        entry = Table.of(dict(step.put))
        if step.units:
            entry.put("units", Items(items=step.units), _ADJUSTMENT)
        self.row("tasks", str(step.task)).items("adjustments", _TASK).items.append(entry)

    def come(self, step: Coming) -> None:
        event = self.row("tasks", str(step.task)).table("trigger", _TASK)
        for key, value in (("date", step.date), ("basis", step.basis)):
            if value and key not in event.entries:
                event.put(key, value, _TRIGGER)


def _withdraw(record: Table, date: dt.date, reason: str) -> None:
    """Take the record back: what it says moves under `withdrawn`, but for what still holds.

    A thing that was done and is not any more has been started all the same, and the reason why it was not done yet
    holds again; it also has no place beside the reason for which the record was taken back.
    """
    taken = Table(date=date, reason=reason)
    was_done = "done" in record.entries
    for key in [key for key in record.entries if key not in ("withdrawn", "reason")]:
        value = record.entries[key]
        if _is_empty(value):
            continue
        if key == "started" and was_done and isinstance(value, Kept) and isinstance(value.node, Scalar):
            taken.entries[key] = dt.date.fromisoformat(value.node.text)
        else:
            taken.entries[key] = record.entries.pop(key)
    record.items("withdrawn", _RECORD).items.append(taken)


def _in_braces(progress: Node | None) -> bool | None:
    """How the last record of a body is written; None where it has none."""
    if not isinstance(progress, MappingNode) or not progress.values:
        return None
    last = progress.values[next(reversed(progress.values))]
    if isinstance(last, MappingNode) and last.values and next(iter(last.values))[:1].isdecimal():
        last = last.values[next(reversed(last.values))]
    return isinstance(last, MappingNode) and last.flow


def _is_empty(value: Value | None) -> bool:
    return value is None or (isinstance(value, Kept) and isinstance(value.node, Scalar) and value.node.is_null)
