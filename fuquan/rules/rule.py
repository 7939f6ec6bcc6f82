"""What a rule is: an id, a level, a text that explains it, and the generator of what breaks it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import cleandoc
from itertools import product
from textwrap import dedent
from typing import Any, NamedTuple

from fuquan.diagnostic import Diagnostic, Replacement, Severity, Span
from fuquan.model import Waiver


class Found(NamedTuple):
    """One place that breaks a rule. `task`, `unit` and `period` are what a waiver may name it by."""

    span: Span
    message: str
    help: str
    task: int | None = None
    unit: str | None = None
    period: str | None = None
    fix: tuple[Replacement, ...] = ()


class Rule(NamedTuple):
    """`find` is None of what is found elsewhere: while the files are read, or of the rules themselves."""

    id: str
    severity: Severity
    text: str
    """What must hold; why; 改法：how to mend it; and the samples, each after a line of its own: 错：, 对：, and of an
    edit what stood before, 改前：."""
    find: Callable[[Any], Iterator[Found]] | None = None

    @property
    def must(self) -> str:
        """The first sentence: what must hold."""
        return self.text.partition("\n")[0]

    @property
    def prose(self) -> str:
        """The text without its samples."""
        return next(iter(_parts(self.text).values()))

    @property
    def samples(self) -> Mapping[str, str]:
        """The YAML after 改前, 错 and 对: whole blocks of a file, others left out."""
        return {title: text for title, text in _parts(self.text).items() if title}


def _parts(text: str) -> dict[str, str]:
    parts, title = {"": ""}, ""
    for line in text.splitlines():
        if line in ("改前：", "错：", "对："):
            title = line.rstrip("：")
            parts[title] = ""
        else:
            parts[title] += f"{line}\n"
    return {title: dedent(part).strip("\n") for title, part in parts.items()}


def rule(id: str, severity: Severity, find: Callable[[Any], Iterator[Found]]) -> Rule:  # noqa: A002 - the field's word
    """The rule that `find` checks and its docstring explains."""
    return Rule(id=id, severity=severity, text=cleandoc(find.__doc__ or ""), find=find)


class Waived(NamedTuple):
    """What rules found, those without a waiver, and the waivers that were needed."""

    found: tuple[Diagnostic, ...]
    used: frozenset[int]
    """Places in the list of waivers."""


def applied(rules: Iterable[Rule], subject: object, severity: Mapping[str, str], waivers: Iterable[Waiver]) -> Waived:
    """What breaks the rules, at the plan's levels and less what it waives."""
    by_rule: dict[str, dict[_Named, list[int]]] = {}
    for n, waiver in enumerate(waivers):
        by_rule.setdefault(waiver.rule, {}).setdefault((waiver.task, waiver.unit, waiver.period), []).append(n)
    found, used = [], set()
    for one in rules:
        level = Severity(severity.get(one.id, one.severity))
        own = by_rule.get(one.id, {})
        for each in one.find(subject) if one.find else ():
            needed = [n for named in _names(each) for n in own.get(named, ())] if own else []
            used.update(needed)
            if not needed:
                message, help = _short(each.message), _short(each.help)  # noqa: A001 - the field's word
                found.append(Diagnostic(one.id, level, each.span, message, help, each.fix))
    return Waived(tuple(found), frozenset(used))


def _short(text: str) -> str:
    """A message that quotes names and titles whole, unless they are no names and titles."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"


_LONGEST = 600

_Named = tuple[int | None, str | None, str | None]


def _names(found: Found) -> Iterable[_Named]:
    """What a waiver of the finding may say: its task, its unit and its period, or nothing of any of them."""
    return set(product((None, found.task), (None, found.unit), (None, found.period)))
