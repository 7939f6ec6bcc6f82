"""The register of letters gets further entries: the next numbers, each given once, behind all that it holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from fuquan import schema
from fuquan.edit import tree
from fuquan.edit.tree import Items, Table
from fuquan.letter import Kind, Letter
from fuquan.load.letters import Register, register_of
from fuquan.model import Plan
from fuquan.recording.asked import Problem, refuse
from fuquan.source import File


class Numbered(NamedTuple):
    letter: Letter
    is_new: bool
    """False of one that was entered before: the same day, body, kind, basis and items."""


def numbered(register: Register, letters: Sequence[Letter]) -> tuple[Numbered, ...]:
    """The letters with their numbers, which run on by year and kind."""
    last: dict[tuple[int, Kind], int] = {}
    for one in register.letters:
        last[one.series] = max(one.n, last.get(one.series, 0))
    entered = {replace(one, n=0): one for one in register.letters}
    made = []
    for letter in letters:
        known = entered.get(letter)
        if known is None:
            last[letter.series] = last.get(letter.series, 0) + 1
        made.append(Numbered(known or replace(letter, n=last[letter.series]), known is None))
    return tuple(made)


def last_before(register: Register, letters: Iterable[Letter]) -> Iterator[Letter | None]:
    """For each letter the last one of its kind to its body, by its day, that names any of the same tasks."""
    alike: dict[tuple[str, Kind], list[Letter]] = {}
    for one in sorted(register.letters, key=lambda one: (one.date, one.n), reverse=True):
        alike.setdefault((one.unit, one.kind), []).append(one)
    for letter in letters:
        tasks = {item.task for item in letter.items}
        before = (one for one in alike.get((letter.unit, letter.kind), ()) if one.date <= letter.date)
        yield next((one for one in before if not tasks.isdisjoint(item.task for item in one.items)), None)


def behind(register: Register, given: Sequence[Numbered]) -> tuple[Letter, Letter] | None:
    """The first new letter whose day is before that of the last number of its series, and that number's letter."""
    last = {one.series: one for one in sorted(register.letters, key=lambda one: one.n)}
    for letter, is_new in given:
        before = last.get(letter.series)
        if is_new and before is not None and letter.date < before.date:
            return letter, before
    return None


def entered(register: Register, path: str, letters: Sequence[Letter], plan: Plan) -> tuple[File | None, File]:
    """The register's file as it is, None where there is none, and as it shall be with these behind the others.

    Raises FuquanError where it is written in a way that cannot be added to. Nothing is written yet.
    """
    file = register.file or File(path, _NEW)
    root = tree.opened(file)
    root.items("letters", {"letters": 0}).items += map(_entry, letters)
    new = tree.rewritten(file, root)
    after = register_of(new, plan)
    refuse([Problem(one.message, one.help) for one in after.found])
    assert after.letters == (*register.letters, *letters)  # noqa: S101 - else no number would be sure
    return register.file, new


_NEW = """\
# 函件登记：fuquan letter 写出的每一份函件在这里占一个编号，只增不改
# 编号按年、按种类连续，只是登记的编号，不是文号；作废的函件也留着

letters: []
"""


def _entry(letter: Letter) -> Table:
    entry = Table.of({"number": letter.number, "date": letter.date, "unit": letter.unit, "kind": letter.kind.value})
    if letter.basis:
        entry.put("basis", letter.basis, _RANKS)
    items = tuple(_in_braces(one.task, one.period) for one in letter.items)
    entry.put("items", Items(items=items), _RANKS)
    return entry


_RANKS = {key: n for n, key in enumerate(schema.LETTER.fields)}


def _in_braces(task: int, period: str | None) -> Table:
    """{task: 14, period: 2023-04}."""
    made = Table(flow=True, task=task)
    if period is not None:
        made.put("period", period, {"task": 0, "period": 1})
    return made
