"""What a command changes, as values: one step for each place in the files."""

import datetime as dt
from typing import NamedTuple

from fuquan.model import Note


class Reporting(NamedTuple):
    """What one body's record of a task shall say besides what it says."""

    body: str
    task: int
    period: str | None
    put: tuple[tuple[str, dt.date | str], ...] = ()
    """Fields that hold one value, with it."""
    evidence: tuple[str, ...] = ()
    note: Note | None = None
    withdrawn: tuple[dt.date, str] | None = None
    """The day and the reason for which the record as it stands is taken back first."""


class Adjusting(NamedTuple):
    """One more adjustment of a task, as its fields: values, and the names of the bodies."""

    task: int
    put: tuple[tuple[str, dt.date | str], ...]
    units: tuple[str, ...]


class Coming(NamedTuple):
    """The event came on which the task waits."""

    task: int
    date: dt.date
    basis: str | None


class Returning(NamedTuple):
    """A town's return of a month came in."""

    body: str
    month: str
    date: dt.date


Step = Reporting | Adjusting | Coming | Returning


class Decision(NamedTuple):
    steps: tuple[Step, ...]
    already: tuple[str, ...] = ()
    """Sentences about what is so already, and is not written again."""
