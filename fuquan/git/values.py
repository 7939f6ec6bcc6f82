"""The values of a repository: its work tree, a commit, a commit that touched the data."""

import datetime as dt
from pathlib import Path
from typing import NamedTuple

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


class Repository(NamedTuple):
    """A work tree, by its top folder."""

    top: Path


class Commit(NamedTuple):
    id: str
    name: str
    """As it was asked for."""

    @property
    def short(self) -> str:
        return self.id[:7]


class Revision(NamedTuple):
    """A commit that touched the data, or joined lines that did."""

    id: str
    parents: tuple[str, ...]
    """The nearest commits before it of the same kind."""
    author: str
    day: dt.date | None
    """The author's day, in Shanghai; None where what was written down is no date."""
    blobs: tuple[str | None, ...]
    """The ids of the files, None of those that were not there."""


ID = "[0-9a-f]{40}|[0-9a-f]{64}"
