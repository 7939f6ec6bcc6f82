"""What is wrong with the data, as a value: found anywhere, shown elsewhere."""

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Span(NamedTuple):
    """A stretch of a file: lines and columns count from 1, columns in characters, the end exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Replacement(NamedTuple):
    """What shall stand in a file instead of what stands at `span`."""

    span: Span
    text: str


class Diagnostic(NamedTuple):
    """`message` is one phrase that stands alone; `help` says how to mend it.

    `fix` is there where that is mechanical: replacements that belong together, all or none.
    """

    rule: str
    severity: Severity
    span: Span
    message: str
    help: str | None = None
    fix: tuple[Replacement, ...] = ()


def start_of(path: str) -> Span:
    """The place of what concerns a whole file: its first line."""
    return Span(path=path, line=1, column=1, end_line=1, end_column=1)
