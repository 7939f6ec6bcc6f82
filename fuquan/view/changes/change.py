"""A change as a value."""

import datetime as dt
from typing import NamedTuple

Value = str | int | bool | dt.date | tuple[str, ...] | None


class Change(NamedTuple):
    """One thing that differs, of one body where it is a body's."""

    kind: str
    """A code for programs: what it belongs to, and the key or the deed (record-done, task-title)."""
    said: tuple[str, ...]
    """The sentence; in two parts where the name of the body stands between them."""
    task: int | None = None
    name: str | None = None
    """The name of the task."""
    unit: str | None = None
    period: str | None = None
    before: Value = None
    after: Value = None

    @property
    def sentence(self) -> str:
        return (self.unit or "").join(self.said)
