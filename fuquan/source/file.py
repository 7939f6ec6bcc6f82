"""A text and its places: lines as YAML counts them, and the way from a place to an index and back."""

import re
from bisect import bisect_right

from fuquan.diagnostic import Span

BREAK = "\r\n|[\r\n\x85\u2028\u2029]"
"""What YAML counts as the end of a line."""

_MARK = "\ufeff"


class File:
    """A text and the name by which messages call it; `marked` where a byte order mark precedes the text."""

    __slots__ = ("_lines", "_starts", "marked", "path", "text")

    def __init__(self, path: str, text: str, marked: bool = False) -> None:
        self.path = path
        self.text = text
        self.marked = marked
        self._lines: list[str] | None = None
        self._starts: list[int] | None = None

    @classmethod
    def of(cls, path: str, data: bytes) -> "File":
        """Raises UnicodeDecodeError where the bytes are no UTF-8."""
        text = data.decode("utf-8")
        return cls(path, text.removeprefix(_MARK), text.startswith(_MARK))

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return (_MARK * self.marked + self.text).encode("utf-8")

    def with_text(self, text: str) -> "File":
        return File(self.path, text, self.marked)

    @property
    def lines(self) -> list[str]:
        """As YAML counts them."""
        if self._lines is None:
            self._lines = re.split(BREAK, self.text)
        return self._lines

    def line(self, number: int) -> str:
        """Line `number`, counted from 1; empty past the end."""
        return self.lines[number - 1] if number <= len(self.lines) else ""

    @property
    def starts(self) -> list[int]:
        """The index at which each line begins."""
        if self._starts is None:
            self._starts = [0, *(found.end() for found in re.finditer(BREAK, self.text))]
        return self._starts

    def index(self, line: int, column: int) -> int:
        """Of a place, which may lie just behind the text but no farther."""
        return min(self.starts[min(line, len(self.starts)) - 1] + column - 1, len(self.text))

    def range(self, span: Span) -> tuple[int, int]:
        return self.index(span.line, span.column), self.index(span.end_line, span.end_column)

    def span(self, start: int, end: int) -> Span:
        """The place of `text[start:end]`."""
        line, end_line = bisect_right(self.starts, start), bisect_right(self.starts, end)
        return Span(
            path=self.path,
            line=line,
            column=start - self.starts[line - 1] + 1,
            end_line=end_line,
            end_column=end - self.starts[end_line - 1] + 1,
        )

    def break_after(self, index: int) -> str:
        """How the line around `index` ends; as the file's first line does where it ends without a break."""
        found = re.compile(BREAK).search(self.text, index) or re.search(BREAK, self.text)
        return found[0] if found else "\n"
