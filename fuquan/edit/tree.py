"""A file's tree as it shall be, and the fewest splices by which the file says so.

A value that is left alone stays what it is, to the byte. What is new stands in the style of its neighbours, else in
block style; the result is composed and held against the tree that was meant, so that a wrong splice is never written.
"""

import datetime as dt
import re
from collections.abc import Iterator
from collections.abc import Mapping as Ranks
from typing import NamedTuple

from fuquan.edit.splices import joined
from fuquan.errors import FuquanError
from fuquan.source import File, Mapping, Node, Scalar, Sequence, compose
from fuquan.source.file import BREAK
from fuquan.source.spelling import spelled

Splice = tuple[int, int, str]
"""(start, end, new text)."""


class Kept(NamedTuple):
    """A value as it stands in the file; it may be moved, with its key."""

    node: Node
    key: Scalar | None = None


class Table:
    """A mapping as it shall be; `node` is what it was, None of a new one, which is written in braces if `flow`."""

    __slots__ = ("entries", "flow", "node")

    def __init__(self, node: Mapping | None = None, *, flow: bool = False, **entries: "Value") -> None:
        self.node = node
        self.flow = flow
        self.entries: dict[str, Value] = dict(entries)
        if node is not None:
            self.entries |= {key: Kept(value, node.keys[key]) for key, value in node.values.items()}

    @classmethod
    def of(cls, entries: "Ranks[str, str | dt.date]") -> "Table":
        """A new one of these values."""
        made = cls()
        made.entries |= entries
        return made

    def put(self, key: str, value: "Value", ranks: Ranks[str, int]) -> None:
        """A new key stands behind the last one of a lower rank."""
        if key in self.entries:
            self.entries[key] = value
            return
        keys = list(self.entries)
        at = next((n + 1 for n in range(len(keys) - 1, -1, -1) if ranks.get(keys[n], -1) < ranks[key]), 0)
        self.entries = {one: self.entries[one] for one in keys[:at]} | {key: value} | self.entries

    def table(self, key: str, ranks: Ranks[str, int], *, flow: bool = False) -> "Table":
        """The mapping under the key, to be changed; a new one where there is none."""
        value = self.entries.get(key)
        if not isinstance(value, Table):
            node = value.node if isinstance(value, Kept) and isinstance(value.node, Mapping) else None
            value = Table(node, flow=flow)
            self.put(key, value, ranks)
        return value

    def items(self, key: str, ranks: Ranks[str, int]) -> "Items":
        """The list under the key, to be added to; what stands there alone becomes its first item."""
        value = self.entries.get(key)
        if not isinstance(value, Items):
            node = value.node if isinstance(value, Kept) else None
            lone = isinstance(node, Scalar) and not node.is_null
            value = Items(node if isinstance(node, Sequence) else None)
            if lone and node is not None:
                value.items.append(Kept(node))
            self.put(key, value, ranks)
        return value


class Items:
    """A list as it shall be: what it held, and what comes behind that."""

    __slots__ = ("items", "node")

    def __init__(self, node: Sequence | None = None, items: "tuple[Value, ...]" = ()) -> None:
        self.node = node
        self.items: list[Value] = [Kept(item) for item in node.items] if node is not None else list(items)


Value = str | dt.date | Kept | Table | Items


def opened(file: File) -> Table:
    """The tree of a file that loads without an error."""
    root, _ = compose(file)
    assert isinstance(root, Mapping)  # noqa: S101 - it was loaded
    return Table(root)


def rewritten(file: File, root: Table) -> File:
    """The file that says what the tree, opened from it, has become.

    Raises FuquanError where it is written in a way that cannot be changed without touching something else.
    """
    try:
        splices = sorted(_Splicing(file, root).of_table(root, -1), key=lambda one: one[:2])
        new = file.with_text(joined(file.text, splices))
    except _UnwontedError as error:
        raise _refused(file, error.line) from None
    tree, found = compose(new)
    if found or tree is None or _said(tree) != _meant(root):
        raise _refused(file, file.span(splices[0][0], splices[0][0]).line)
    return new


def _refused(file: File, line: int) -> FuquanError:
    return FuquanError(
        f"“{file.path}”第{line}行一带的写法少见，没有把握只改要改的地方，没有写入",
        "请用编辑器照文件开头的说明改写这一处，再运行 fuquan check",
    )


class _UnwontedError(Exception):
    """A way of writing that nobody uses here."""

    def __init__(self, node: Node) -> None:
        self.line = node.start.line + 1


class _Splicing:
    def __init__(self, file: File, root: Table) -> None:
        self.file = file
        self.text = file.text
        assert root.node is not None  # noqa: S101 - it was opened
        self.usual = _indent(root.node, Mapping), _indent(root.node, Sequence)

    # What changes

    def of_table(self, table: Table, above: int) -> Iterator[Splice]:
        """`above` is the end of the line under which the mapping stands."""
        node = table.node
        assert node is not None  # noqa: S101 - a new one is written whole
        gone = [key for key in node.values if not _stays(table.entries.get(key), node.values[key])]
        if node.flow and gone:
            yield self.whole(node, self.flow(table))
            return
        for key in gone:
            yield self.removed(node, key, above)
        for key, value in table.entries.items():
            if key in node.values and key not in gone:
                yield from self.of_value(value, node, key)
        yield from self.added(table, node, above)

    def of_value(self, value: "Value", parent: Mapping, key: str) -> Iterator[Splice]:
        old, name = parent.values[key], parent.keys[key]
        match value:
            case Kept():
                return
            case Table(node=Mapping() as node) if node.values:
                yield from self.of_table(value, self.line_end(name.end.index))
            case Items(node=Sequence() as node) if node.items:
                yield from self.of_items(value, node)
            case _ if parent.flow:
                yield self.exchanged(old, self.flow(value))
            case str() | dt.date():
                quote = self.text[old.start.index] if isinstance(old, Scalar) and not old.plain else ""
                yield self.exchanged(old, self.scalar(value, flow=False, quote=quote if quote in "'\"" else ""))
            case _:
                yield from self.unfolded(value, parent, key)

    def exchanged(self, old: Node, text: str) -> Splice:
        start, end = old.start.index, self.content_end(old)
        return (start, end, f" {text}") if start == end else (start, end, text)

    def unfolded(self, value: "Value", parent: Mapping, key: str) -> Iterator[Splice]:
        """A collection in block style for what stood behind the colon: nothing, {}, [] or a lone item."""
        old, name = parent.values[key], parent.keys[key]
        if not name.end.line == old.start.line == old.end.line:
            raise _UnwontedError(old)
        yield self.text.index(":", name.end.index) + 1, old.end.index, ""
        end = self.line_end(old.end.index)
        lines = self.lines(key, value, name.start.column, self.steps_in(parent))[1:]
        yield end, end, self.below(end, lines)

    def of_items(self, items: Items, node: Sequence) -> Iterator[Splice]:
        for item, old in zip(items.items, node.items, strict=False):
            if isinstance(item, Table) and isinstance(old, Mapping):
                yield from self.of_table(item, -1)
        new = items.items[len(node.items) :]
        if not new:
            return
        end = self.content_end(node.items[-1])
        if node.flow:
            yield end, end, "".join(f", {self.flow(item)}" for item in new)
            return
        end = self.line_end(end)
        as_before = isinstance(last := node.items[-1], Mapping) and last.flow
        lines = [
            line
            for item in new
            for line in (
                [f"{' ' * node.start.column}- {self.flow(item)}"]
                if as_before
                else self.item_lines(item, node.start.column, self.steps_in(node))
            )
        ]
        yield end, end, self.below(end, lines)

    def removed(self, node: Mapping, key: str, above: int) -> Splice:
        """With its line, and the break before it."""
        name = node.keys[key]
        start = name.start.index - name.start.column
        if self.text[start : name.start.index].strip(" ") or above < 0:
            raise _UnwontedError(name)
        before = re.search(f"(?:{BREAK})\\Z", self.text[max(start - 2, 0) : start])
        return start - (len(before[0]) if before else 0), self.line_end(self.value_end(node, key)), ""

    def added(self, table: Table, node: Mapping, above: int) -> Iterator[Splice]:
        """The new keys, each run of them behind the one that it follows."""
        runs: dict[str | None, list[str]] = {}
        last = None
        for key in table.entries:
            if key not in node.values:
                runs.setdefault(last, []).append(key)
            elif _stays(table.entries[key], node.values[key]):
                last = key
        for after, keys in runs.items():
            if node.flow:
                yield self.added_in_braces(table, node, after, keys)
                continue
            end = above if after is None else self.line_end(self.value_end(node, after))
            if end < 0:
                raise _UnwontedError(node)
            steps = self.steps_in(node)
            lines = [line for key in keys for line in self.lines(key, table.entries[key], node.start.column, steps)]
            yield end, end, self.below(end, lines)

    def added_in_braces(self, table: Table, node: Mapping, after: str | None, keys: list[str]) -> Splice:
        text = ", ".join(f"{key}: {self.flow(table.entries[key])}" for key in keys)
        if after is not None:
            end = self.value_end(node, after)
            return end, end, f", {text}"
        start = next(iter(node.keys.values())).start.index if node.keys else node.start.index + 1
        return start, start, f"{text}, " if node.keys else text

    def whole(self, node: Mapping, text: str) -> Splice:
        start, end = node.start.index, node.end.index
        if node.start.line != node.end.line and "#" in self.text[start:end]:
            raise _UnwontedError(node)
        return start, end, text

    # What is written

    def below(self, end: int, lines: list[str]) -> str:
        mark = self.file.break_after(end)
        return "".join(f"{mark}{line}" for line in lines)

    def lines(self, key: str, value: "Value", column: int, steps: tuple[int, int]) -> list[str]:
        """An entry of a mapping in block style, its key in this column."""
        lead = f"{' ' * column}{key}:"
        match value:
            case Kept(node=node, key=Scalar() as name):
                return self.moved(node, name, column)
            case Table(flow=False, entries=entries) if entries:
                return [lead, *(line for one in entries.items() for line in self.lines(*one, column + steps[0], steps))]
            case Items(items=items) if items:
                return [lead, *(line for one in items for line in self.item_lines(one, column + steps[1], steps))]
            case Table() | Items() | Kept():
                return [f"{lead} {self.flow(value)}"]
            case _:
                return [f"{lead} {self.scalar(value, flow=False)}"]

    def item_lines(self, value: "Value", column: int, steps: tuple[int, int]) -> list[str]:
        lead = f"{' ' * column}- "
        if isinstance(value, Table) and not value.flow:
            inner = [line for one in value.entries.items() for line in self.lines(*one, column + 2, steps)]
            return [f"{lead}{inner[0][column + 2 :]}", *inner[1:]]
        written = self.flow(value) if isinstance(value, Table | Items | Kept) else self.scalar(value, flow=False)
        return [f"{lead}{written}"]

    def moved(self, node: Node, key: Scalar, column: int) -> list[str]:
        """An entry's own lines, comments and all, in another column."""
        by = column - key.start.column
        first, *rest = re.split(BREAK, self.text[key.start.index : self.line_end(self.end_of(node, key))])
        return [" " * column + first, *(" " * by + line if line.strip() else line for line in rest)]

    def flow(self, value: "Value") -> str:
        match value:
            case Kept(node=node):
                return self.text[node.start.index : self.content_end(node)]
            case Table(entries=entries):
                return f"{{{', '.join(f'{key}: {self.flow(one)}' for key, one in entries.items())}}}"
            case Items(items=items):
                return f"[{', '.join(map(self.flow, items))}]"
            case _:
                return self.scalar(value, flow=True)

    def scalar(self, value: "str | dt.date", *, flow: bool, quote: str = "") -> str:
        return value.isoformat() if isinstance(value, dt.date) else spelled(value, flow=flow, quote=quote)

    # Where things end

    def steps_in(self, node: Node) -> tuple[int, int]:
        """By how many columns a mapping, and the dash of a list, stand in from their key: as within, else as usual."""
        own = _indent(node, Mapping), _indent(node, Sequence)
        step, dash = (here if here is not None else usual for here, usual in zip(own, self.usual, strict=True))
        return 2 if step is None else step, 2 if dash is None else dash

    def value_end(self, node: Mapping, key: str) -> int:
        return self.end_of(node.values[key], node.keys[key])

    def end_of(self, value: Node, key: Scalar) -> int:
        return max(self.content_end(value), key.end.index)

    def content_end(self, node: Node) -> int:
        """Where the last of it ends; the marks of what is in block style lie before the next content."""
        start, end = node.start.index, node.end.index
        match node:
            case Scalar():
                is_block = not node.plain and self.text[start] in "|>"
                return start + len(self.text[start:end].rstrip()) if is_block else end
            case Sequence(flow=False, items=items) if items:
                return self.content_end(items[-1])
            case Mapping(flow=False, values=values) if values:
                return self.value_end(node, next(reversed(values)))
            case _:
                return end

    def line_end(self, index: int) -> int:
        found = re.compile(BREAK).search(self.text, index)
        return found.start() if found else len(self.text)


def _stays(value: "Value | None", old: Node) -> bool:
    """Whether the value stands where the old one did; what was moved from elsewhere does not."""
    return value is not None and (not isinstance(value, Kept) or value.node is old)


def _indent(node: Node, kind: type[Mapping] | type[Sequence]) -> int | None:
    """By how many columns what is of that kind, in block style, stands in from its key: the first in the file."""
    if isinstance(node, Scalar) or node.flow:
        return None
    if isinstance(node, Mapping):
        for key, value in node.values.items():
            if isinstance(value, kind) and not value.flow:
                return value.start.column - node.keys[key].start.column
    within = node.items if isinstance(node, Sequence) else node.values.values()
    return next((found for one in within if (found := _indent(one, kind)) is not None), None)


def _said(node: Node) -> object:
    match node:
        case Scalar():
            return node.text, node.is_null
        case Sequence():
            return [_said(item) for item in node.items]
        case _:
            return "{}", [(key, _said(value)) for key, value in node.values.items()]


def _meant(value: Value) -> object:
    match value:
        case Kept(node=node):
            return _said(node)
        case Table():
            return "{}", [(key, _meant(one)) for key, one in value.entries.items()]
        case Items():
            return [_meant(one) for one in value.items]
        case dt.date():
            return value.isoformat(), False
        case _:
            return value, False
