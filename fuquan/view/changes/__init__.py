"""What an edit changed, one Chinese sentence a change: facts, whether or not the rules allow them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from fuquan.comparison import Comparison
from fuquan.model import Plan
from fuquan.view import words
from fuquan.view.changes.body import of_body, of_returns
from fuquan.view.changes.change import Change
from fuquan.view.changes.effects import effects
from fuquan.view.changes.letters import of_letters
from fuquan.view.changes.plan import of_plan, of_waivers
from fuquan.view.changes.record import of_record
from fuquan.view.changes.task import of_task


def changes(edit: Comparison) -> tuple[Change, ...]:
    """Everything that differs: of the plan, of each task in the plan's order, of the bodies, of the letters' register.

    The order of a list and the way a file is written are no change.
    """
    told = [*of_plan(edit), *of_waivers(edit), *of_letters(edit)]
    for before, after in edit.tasks:
        told += of_task(edit, before, after)
    told += (one for reported in edit.records() for one in of_record(edit, reported))
    for old, new in edit.bodies:
        told += (*of_body(edit, old, new), *of_returns(edit, old, new))
    if edit.is_whole:
        told += effects(edit, told)
    place: dict[tuple[int | None, str | None], int] = {}
    for task in (new or old for old, new in edit.tasks):
        assert task is not None  # noqa: S101 - one of the two is there
        place.setdefault((task.id, task.name), len(place))
    return tuple(sorted(told, key=lambda one: _place(one, place)))


def _place(one: Change, tasks: Mapping[tuple[int | None, str | None], int]) -> int:
    if one.task is not None:
        return tasks[one.task, one.name]
    return len(tasks) + is_of_letter(one) if is_of_body(one) or is_of_letter(one) else -1


def is_of_letter(one: Change) -> bool:
    return one.kind.startswith("letter-")


def is_of_body(one: Change) -> bool:
    """Whether it stands under the bodies, not under a task, the plan or the register of letters."""
    return one.task is None and one.kind.partition("-")[0] in ("body", "member", "return")


class Merged(NamedTuple):
    """Changes that differ in the body alone, by the first of them."""

    first: Change
    sentence: str
    """Of them all: 湾沚镇、陶辛镇完成任务2，…

    A group whose list is complete is named where all its members are among them.
    """
    bodies: tuple[str, ...]


def merged(told: Iterable[Change], plan: Plan) -> tuple[Merged, ...]:
    alike: dict[Change, list[Change]] = {}
    for one in told:
        key = one._replace(unit=None) if len(one.said) > 1 else one
        alike.setdefault(key, []).append(one)
    return tuple(
        Merged(ones[0], _names(ones, plan).join(ones[0].said), tuple(one.unit for one in ones if one.unit))
        for ones in alike.values()
    )


def _names(ones: Sequence[Change], plan: Plan) -> str:
    names = [one.unit for one in ones if one.unit]
    groups: dict[str, str] = {}
    row = next((task.units for task in plan.tasks if task.id == ones[0].task), None)
    for unit in plan.units if row is None else [unit for unit in plan.units if unit.name in row]:
        members = [member.name for member in unit.members or ()]
        if unit.complete and len(members) > 1 and set(members) <= set(names):
            groups |= dict.fromkeys(members, unit.name)
    return words.listed(dict.fromkeys(groups.get(name, name) for name in names))


def concerning(told: Iterable[Change], edit: Comparison, bodies: Collection[str]) -> tuple[Change, ...]:
    """The changes that touch these bodies of the head: their own, those of their groups, and those of what they owe.

    A record of a group stands for members not yet named, so it is the group's alone.
    """
    groups = {**edit.base.groups(), **edit.head.groups()}
    wider = {*bodies, *(group for body in bodies for group in groups.get(body, ()))}
    owed = {number for number, body, _ in edit.owed if body in bodies}
    owed |= {task.id for task in (*edit.base.tasks, *edit.head.tasks) if not wider.isdisjoint(task.units)}

    def touches(one: Change) -> bool:
        if one.unit is None:
            return one.task in owed
        return one.unit in (bodies if one.kind.startswith("record") else wider)

    return tuple(one for one in told if touches(one))
