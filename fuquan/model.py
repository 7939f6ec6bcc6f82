"""The plan and what is on record, as the files say it; nothing here knows today.

The smallest values are named tuples: every dataclass adds to the time in which a command starts.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from fuquan.deadline import Deadline
from fuquan.diagnostic import Span

if TYPE_CHECKING:
    from typing import Protocol

    class Place(Protocol):
        """Where a record was read: it rides along and takes no part in equality."""

        def span(self, key: str | None = None) -> Span:
            """The place of the value under `key`, or of the record itself where there is none."""
            ...


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Section:
    """A heading of the task list (主要任务)."""

    id: str
    title: str
    at: "Place" = field(compare=False, repr=False)


class Trigger(NamedTuple):
    """The day the event came on which a deadline waits."""

    date: dt.date
    basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Adjustment:
    """时限调整: another day, with the paper that says so. `date` is the day it was granted; no `units` is everybody."""

    due: dt.date
    date: dt.date | None = None
    basis: str | None = None
    reason: str | None = None
    units: tuple[str, ...] = ()
    period: str | None = None
    approved_by: str | None = None
    at: "Place" = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Task:
    """A row of the list as printed; units bear their own names, whatever alias the row used."""

    id: int
    section: str
    title: str
    short: str | None = None
    printed: str
    """完成时限, to the letter."""
    deadline: Deadline
    """What the printed phrase, or the office's `reading` of it, was read as."""
    reading: str | None = None
    reading_basis: str | None = None
    units: tuple[str, ...]
    trigger: Trigger | None = None
    first_period: str | None = None
    collects: str | None = None
    """The group whose monthly returns this task gathers."""
    adjustments: tuple[Adjustment, ...] = ()
    at: "Place" = field(compare=False, repr=False)

    @property
    def name(self) -> str:
        """For screens and chat: the short name, else the first sentence of the title."""
        return self.short or self.first_sentence

    @property
    def first_sentence(self) -> str:
        """What a paper calls it: of the title as printed, without the stop at its end."""
        return self.title.partition("。")[0]


class Note(NamedTuple):
    date: dt.date
    text: str


class Withdrawn(NamedTuple):
    """A record taken back on `date`; until that day it held."""

    date: dt.date
    reason: str
    record: "Record"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Record:
    """办理记录: what was reported for one assignment."""

    started: dt.date | None = None
    done: dt.date | None = None
    evidence: tuple[str, ...] = ()
    reason: str | None = None
    """Why it is not done yet."""
    expected: dt.date | None = None
    notes: tuple[Note, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    at: "Place | None" = field(default=None, compare=False, repr=False)


class Member(NamedTuple):
    """A unit of a group, from `since` to `until`, both included."""

    name: str
    since: dt.date | None = None
    until: dt.date | None = None
    basis: str | None = None
    """The paper by which it came or went."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Unit:
    """A body that owes work. A town is one that has a `code`; a group has `members` (None for any other body)."""

    name: str
    full: str | None = None
    aliases: tuple[str, ...] = ()
    letter: str | None = None
    members: tuple[Member, ...] | None = None
    complete: bool = False
    """Whether `members` names them all; of the group of the towns it always does."""
    of_towns: bool = False
    code: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    basis: str | None = None
    """The paper by which a town came or went."""
    progress: Mapping[tuple[int, str | None], Record]
    """By task and, where it recurs, period."""
    returns: Mapping[str, dt.date]
    """The day a month's return came in, by month."""
    at: "Place" = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Waiver:
    """A finding that the office accepts; places are ids, never lines."""

    rule: str
    task: int | None = None
    unit: str | None = None
    period: str | None = None
    reason: str | None = None
    basis: str | None = None
    at: "Place" = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Plan:
    """实施方案: the document, its list, the bodies in the order of protocol, and what they reported."""

    title: str
    short: str | None = None
    issuer: str | None = None
    issued: dt.date
    year: int
    """The year of a deadline that names none."""
    basis: tuple[str, ...] = ()
    office: str | None = None
    until: dt.date | None = None
    """Recurring tasks owe nothing after this day."""
    remind_days: int = 7
    severity: Mapping[str, str]
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    units: tuple[Unit, ...]
    towns: tuple[Unit, ...]
    waivers: tuple[Waiver, ...] = ()
    at: "Place" = field(compare=False, repr=False)

    @property
    def name(self) -> str:
        return self.short or self.title

    @property
    def author(self) -> str:
        """Who stands behind what is written of the plan: the office that signs, else who issued it; may be empty."""
        return self.office or self.issuer or ""

    def groups(self) -> dict[str, list[str]]:
        """The groups that each member belongs to, in the plan's order."""
        groups: dict[str, list[str]] = {}
        for unit in self.units:
            for member in unit.members or ():
                groups.setdefault(member.name, []).append(unit.name)
        return groups

    def bodies(self) -> tuple[Unit, ...]:
        """Every body in the plan's order: the towns stand where their group does, after all others without one."""
        if not self.towns:
            return self.units
        place = next((n for n, unit in enumerate(self.units) if unit.of_towns), len(self.units) - 1) + 1
        return (*self.units[:place], *self.towns, *self.units[place:])
