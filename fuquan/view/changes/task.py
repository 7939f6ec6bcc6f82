"""A task: what was printed, how it is understood, the event it waits for."""

from collections.abc import Iterator

from fuquan.comparison import Comparison
from fuquan.model import Task, Trigger
from fuquan.view import words
from fuquan.view.changes.adjustments import of_adjustments
from fuquan.view.changes.change import Change
from fuquan.view.changes.wording import altered, basis_of, day_in, its_task, quoted


def of_task(edit: Comparison, old: Task | None, new: Task | None) -> Iterator[Change]:
    if new is None:
        assert old is not None  # noqa: S101 - one of the two is there
        yield Change("task-removed", (f"任务{old.id}“{old.title}”被删去",), *its_task(old), before=old.title)
        return
    if old is None:
        said = f"新增任务{new.id}“{new.title}”，时限{new.printed}，责任单位{words.listed(new.units)}"
        yield Change("task-added", (said,), *its_task(new), after=new.title)
    else:
        yield from _printed(edit, old, new)
    yield from _understood(edit, old, new)
    yield from _trigger(edit, old.trigger if old else None, new)
    yield from of_adjustments(edit, old.adjustments if old else (), new)


def _printed(edit: Comparison, old: Task, new: Task) -> Iterator[Change]:
    its = f"任务{new.id}的"
    if old.id != new.id:
        yield Change("task-id", (f"任务{old.id}的序号改为{new.id}",), *its_task(new), before=old.id, after=new.id)
    fields = (
        ("title", "原文", old.title, new.title),
        ("section", "主要任务", old.section, new.section),
        ("short", "简称", old.short, new.short),
        ("deadline", "印发时限", old.printed, new.printed),
    )
    for key, label, was, became in fields:
        if was != became:
            said = f"{its}{altered(label, quoted(was), quoted(became))}"
            yield Change(f"task-{key}", (said,), *its_task(new), before=was, after=became)
    then = [edit.names.get(name, name) for name in old.units]
    for name in new.units:
        if name not in then:
            yield Change("task-unit-added", ("", f"列为任务{new.id}的责任单位"), *its_task(new), unit=name)
    for name in then:
        if name not in new.units:
            yield Change("task-unit-removed", ("", f"不再列为任务{new.id}的责任单位"), *its_task(new), unit=name)


def _understood(edit: Comparison, old: Task | None, new: Task) -> Iterator[Change]:
    """How the office reads the row; of a new one as far as it says."""
    collects = edit.names.get(old.collects, old.collects) if old and old.collects else None
    fields = (
        ("reading", "对时限的理解", old.reading if old else None, new.reading),
        ("reading-basis", "理解的依据", old.reading_basis if old else None, new.reading_basis),
        ("from", "第一期", old.first_period if old else None, new.first_period),
        ("collects", "收集情况的单位", collects, new.collects),
    )
    for key, label, was, became in fields:
        if was != became:
            shown = [
                one and words.period_name(one, edit.day) if key == "from" else quoted(one) for one in (was, became)
            ]
            said = f"任务{new.id}{'' if key == 'reading' else '的'}{altered(label, *shown)}"
            yield Change(f"task-{key}", (said,), *its_task(new), before=was, after=became)


def _trigger(edit: Comparison, old: Trigger | None, task: Task) -> Iterator[Change]:
    new = task.trigger
    if old == new:
        return
    was, became = (one.date if one else None for one in (old, new))
    if old is None and new is not None:
        said = f"任务{task.id}所等的事项已发生，{day_in(new.date, edit)}起算，{basis_of(new.basis)}"
    elif new is None and old is not None:
        said = f"任务{task.id}起算的事项（{day_in(old.date, edit)}，{basis_of(old.basis)}）被删去"
    else:
        assert old is not None and new is not None  # noqa: S101 - for the type checker
        parts = [
            altered("日期", day_in(old.date, edit), day_in(new.date, edit)) if old.date != new.date else "",
            altered("依据", quoted(old.basis), quoted(new.basis)) if old.basis != new.basis else "",
        ]
        said = f"任务{task.id}起算的{'，'.join(part for part in parts if part)}"
    yield Change("task-trigger", (said,), *its_task(task), before=was, after=became)
