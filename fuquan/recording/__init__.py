"""Steps carried out: the files as they shall be, loaded and checked before anything is written."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, assert_never

from fuquan.comparison import Comparison
from fuquan.diagnostic import Diagnostic, Severity, Span
from fuquan.errors import FuquanError
from fuquan.load import Loaded, load_files
from fuquan.model import Plan, Unit
from fuquan.recording import asked
from fuquan.recording.steps import Adjusting, Coming, Decision, Reporting, Returning, Step
from fuquan.recording.writing import written
from fuquan.rules import checked
from fuquan.source import File
from fuquan.source import Mapping as MappingNode

__all__ = ["Decision", "Recorded", "recorded"]


class Recorded(NamedTuple):
    """What would be written, and what it says."""

    files: tuple[tuple[File, File], ...]
    """Those that change, as they were and as they shall be."""
    steps: tuple[Step, ...]
    edit: Comparison
    warnings: tuple[Diagnostic, ...]
    """What `check` says of the edit."""

    def place(self, step: Step) -> Span:
        """Where the step stands in the new file."""
        plan = self.edit.head
        match step:
            case Reporting():
                record = _body(plan, step.body).progress[step.task, step.period]
                assert record.at is not None  # noqa: S101 - it was read
                keys = ["withdrawn"] * bool(step.withdrawn) + [key for key, _ in step.put]
                return record.at.span([*keys, *["evidence"] * bool(step.evidence), "notes"][0])
            case Returning():
                at = _body(plan, step.body).at
                assert isinstance(at, MappingNode)  # noqa: S101 - it was read
                returns = at.values["returns"]
                assert isinstance(returns, MappingNode)  # noqa: S101 - it holds the month
                return returns.keys[step.month].span()
            case Adjusting():
                return next(one for one in plan.tasks if one.id == step.task).adjustments[-1].at.span()
            case Coming():
                return next(one for one in plan.tasks if one.id == step.task).at.span("trigger")
            case _ as never:
                assert_never(never)


def _body(plan: Plan, name: str) -> Unit:
    return next(one for one in (*plan.units, *plan.towns) if one.name == name)


def recorded(loaded: Loaded, steps: Sequence[Step], today: dt.date) -> Recorded:
    """Raises FuquanError where the steps cannot be written, or would make the data wrong. Nothing is written yet."""
    before = loaded.plan
    assert before is not None  # noqa: S101 - whoever decided had a plan
    made = written(loaded, before, steps)
    new = {old.path: file for old, file in made}
    tasks, towns = (file and new.get(file.path, file) for file in (loaded.tasks, loaded.towns))
    assert tasks is not None  # noqa: S101 - a plan was read from it
    after = load_files(tasks, towns, towns.path if towns else "")
    if after.plan is None or after.found:
        raise FuquanError(_WRONG, asked.listed(after.found))
    edit = Comparison(base=before, head=after.plan, day=today)
    known = Counter((one.rule, one.message) for one in checked(before, today))
    found = [one for one in checked(after.plan, today, edit) if not known[one.rule, one.message]]
    if errors := [one for one in found if one.severity is Severity.ERROR]:
        raise FuquanError(_WRONG, asked.listed(errors))
    return Recorded(made, tuple(steps), edit, tuple(one for one in found if one.severity is Severity.WARNING))


_WRONG = "这样记录会让数据出错，没有写入："
