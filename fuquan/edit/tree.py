"""A file's tree as it shall be, and the fewest splices by which the file says so.

A value that is left alone stays what it is, to the byte. What is new stands in the style of its neighbours, else in
block style; the result is composed and held against the tree that was meant, so that a wrong splice is never written.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping as Ranks
from typing import NamedTuple

from fuquan.edit.splices import joined, scalars
from fuquan.errors import FuquanError
from fuquan.source import File, Mapping, Node, Scalar, Sequence, compose
from fuquan.source.file import BREAK
from fuquan.source.spelling import reads_as, spelled

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
    def of(cls, entries: "Ranks[str, str | int | dt.date]") -> "Table":
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


Value = str | int | dt.date | Kept | Table | Items


def opened(file: File) -> Table:
    """The tree of a file that loads without an error."""
    root, _ = compose(file)
    assert isinstance(root, Mapping)  # noqa: S101 - it was loaded
    return Table(root)


def rewritten(file: File, root: Table) -> File:
    """The file that says what the tree, opened from it, has become.

    Raises FuquanError where it is written in a way that cannot be changed without touching something else.
    """
    assert root.node is not None  # noqa: S101 - it was opened
    try:
        splices = sorted(_Splicing(file, root.node).of_table(root, -1), key=lambda one: one[:2])
    except _UnwontedError as error:
        raise _refused(file, error.line) from None
    new = file.with_text(joined(file.text, splices))
    tree, found = compose(new)
    if found or tree is None or _said(tree) != _meant(root) or _comments(new, tree) != _comments(file, root.node):
        at = next((start for start, end, _ in splices if "#" in file.text[start:end]), splices[0][0])
        raise _refused(file, file.span(at, at).line)
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


_LINE_END = re.compile("\r\n?|\n")
"""Other ends that YAML knows are seen by no editor: what is written anew does not stand between two of them."""


class _Splicing:
    def __init__(self, file: File, root: Mapping) -> None:
        self.text = file.text
        self.usual = _indent(root, Mapping), _indent(root, Sequence)

    # What changes

    def of_table(self, table: Table, above: int) -> Iterator[Splice]:
        """`above` is the end of the line under which the mapping stands."""
        node = table.node
        assert node is not None  # noqa: S101 - a new one is written whole
        gone = [key for key, old in node.values.items() if not _stays(table.entries.get(key), old)]
        if node.flow and gone:
            yield node.start.index, node.end.index, self.flow(table)
            return
        for key in gone:
            yield self.removed(node, key, above)
        new: dict[str | None, dict[str, Value]] = {}
        last = None
        for key, value in table.entries.items():
            if key not in node.values or key in gone:
                new.setdefault(last, {})[key] = value
            else:
                last = key
                yield from self.of_value(value, node, key)
        for after, entries in new.items():
            yield self.added_in_braces(node, after, entries) if node.flow else self.added(node, after, entries, above)

    def of_value(self, value: "Value", parent: Mapping, key: str) -> Iterator[Splice]:
        old = parent.values[key]
        match value:
            case Kept():
                return
            case Table(node=Mapping() as node) if node.values:
                yield from self.of_table(value, self.line_end(parent.keys[key].end.index))
            case Items(node=Sequence() as node) if node.items:
                yield from self.of_items(value, node)
            case _ if _said(old) == _meant(value):
                return
            case str() | int() | dt.date():
                yield from self.replaced(old, value, flow=parent.flow)
            case _ if parent.flow or _is_short(value):
                yield self.instead(old, self.flow(value))
            case _:
                yield from self.unfolded(value, parent, key)

    def instead(self, old: Node, text: str) -> Splice:
        start, end = old.start.index, old.end.index
        return start, end, text if start < end or self.text[start - 1] in " \t" else f" {text}"

    def replaced(self, old: Node, value: str | int | dt.date, *, flow: bool) -> Iterator[Splice]:
        if not isinstance(old, Scalar):
            raise _UnwontedError(old)
        header = self.header(old)
        quote = self.text[old.start.index] if not (old.plain or header) else ""
        text = self.scalar(value, flow=flow, quote=quote)
        if not header:
            yield self.instead(old, text)
            return
        end = self.line_end(old.start.index)
        yield old.start.index, old.start.index + len(header), text
        yield end, max(self.content_end(old), end), ""

    def unfolded(self, value: "Value", parent: Mapping, key: str) -> Iterator[Splice]:
        """A collection in block style for what stood behind the colon: nothing, {}, [] or a lone item."""
        old, name = parent.values[key], parent.keys[key]
        colon = re.compile("[ \t]*:").match(self.text, name.end.index)
        if colon is None:
            raise _UnwontedError(name)
        column, steps = name.start.column, self.steps_in(parent)
        end = self.content_end(old)
        match value:
            case Items(items=[Kept(node=Scalar() as lone), *more]):
                dash = column + steps[1]
                yield colon.end(), lone.start.index, self.below(end, [f"{' ' * dash}- "])
                yield lone.start.index, end, _shifted(self.text[lone.start.index : end], steps[1])
                lines = [line for one in more for line in self.item_lines(one, dash, steps)]
            case _:
                yield colon.end(), end, ""
                lines = self.lines(key, value, column, steps)[1:]
        end = self.line_end(end)
        yield end, end, self.below(end, lines)

    def of_items(self, items: Items, node: Sequence) -> Iterator[Splice]:
        for item in items.items[: len(node.items)]:
            if isinstance(item, Table):
                yield from self.of_table(item, -1)
        new, last = items.items[len(node.items) :], node.items[-1]
        if not new:
            return
        end = self.content_end(last)
        if node.flow:
            yield end, end, "".join(f", {self.flow(item)}" for item in new)
            return
        end, column = self.line_end(end), node.start.column
        if isinstance(last, Mapping) and last.flow:
            yield end, end, self.below(end, [f"{' ' * column}- {self.flow(item)}" for item in new])
            return
        steps, gap = self.steps_in(node), max(last.start.column - column, 2)
        yield end, end, self.below(end, [line for one in new for line in self.item_lines(one, column, steps, gap)])

    def removed(self, node: Mapping, key: str, above: int) -> Splice:
        """With its line, and the break before it."""
        name = node.keys[key]
        start = name.start.index - name.start.column
        before = re.search(f"(?:{BREAK})\\Z", self.text[max(start - 2, 0) : start])
        if above < 0 or before is None or self.text[start : name.start.index].strip(" "):
            raise _UnwontedError(name)
        return start - len(before[0]), self.line_end(self.content_end(node.values[key])), ""

    def added(self, node: Mapping, after: str | None, entries: "dict[str, Value]", above: int) -> Splice:
        """New keys behind the one that they follow."""
        end = above if after is None else self.line_end(self.content_end(node.values[after]))
        if end < 0:
            raise _UnwontedError(node)
        column, steps = node.start.column, self.steps_in(node)
        return end, end, self.below(end, [line for one in entries.items() for line in self.lines(*one, column, steps)])

    def added_in_braces(self, node: Mapping, after: str | None, entries: "dict[str, Value]") -> Splice:
        text = ", ".join(f"{key}: {self.flow(value)}" for key, value in entries.items())
        if after is not None:
            end = self.content_end(node.values[after])
            return end, end, f", {text}"
        start = next(iter(node.keys.values())).start.index
        return start, start, f"{text}, "

    # What is written

    def below(self, end: int, lines: list[str]) -> str:
        """Each line behind a break such as ends the line around `end`, or the file's first."""
        found = _LINE_END.search(self.text, end) or _LINE_END.search(self.text)
        mark = found[0] if found else "\n"
        return "".join(f"{mark}{line}" for line in lines)

    def lines(self, key: str, value: "Value", column: int, steps: tuple[int, int]) -> list[str]:
        """An entry of a mapping in block style, its key in this column."""
        lead = f"{' ' * column}{key}:"
        match value:
            case Kept(node=node, key=Scalar() as name):
                return [f"{' ' * column}{self.moved(node, name, column)}"]
            case Table(entries=entries) if not _is_short(value):
                return [lead, *(line for one in entries.items() for line in self.lines(*one, column + steps[0], steps))]
            case Items(items=items) if items:
                return [lead, *(line for one in items for line in self.item_lines(one, column + steps[1], steps))]
            case _:
                return [f"{lead} {self.inline(value)}"]

    def item_lines(self, value: "Value", column: int, steps: tuple[int, int], gap: int = 2) -> list[str]:
        lead = f"{' ' * column}-".ljust(column + gap)
        if isinstance(value, Table) and not _is_short(value):
            inner = [line for one in value.entries.items() for line in self.lines(*one, column + gap, steps)]
            return [f"{lead}{inner[0][column + gap :]}", *inner[1:]]
        return [f"{lead}{self.inline(value)}"]

    def moved(self, node: Node, key: Scalar, column: int) -> str:
        """An entry's own lines, comments and all, in another column."""
        text = self.text[key.start.index : self.line_end(self.content_end(node))]
        return _shifted(text, column - key.start.column)

    def inline(self, value: "Value") -> str:
        return self.scalar(value, flow=False) if isinstance(value, str | int | dt.date) else self.flow(value)

    def flow(self, value: "Value") -> str:
        match value:
            case Kept(node=node):
                return self.kept(node)
            case Table(entries=entries):
                return f"{{{', '.join(f'{key}: {self.flow(one)}' for key, one in entries.items())}}}"
            case Items(items=items):
                return f"[{', '.join(map(self.flow, items))}]"
            case _:
                return self.scalar(value, flow=True)

    def kept(self, node: Node) -> str:
        """What stands in the file, in such a form that it may stand in braces."""
        form = self.text[node.start.index : node.end.index]
        match node:
            case Mapping(flow=False):
                return self.flow(Table(node))
            case Sequence(flow=False):
                return self.flow(Items(node))
            case Scalar(is_null=False, text=text) if not reads_as(form, text, flow=True):
                return spelled(text, flow=True)
            case _:
                return form

    def scalar(self, value: "str | int | dt.date", *, flow: bool, quote: str = "") -> str:
        return spelled(value, flow=flow, quote=quote) if isinstance(value, str) else f"{quote}{value}{quote}"

    # Where things end

    def steps_in(self, node: Node) -> tuple[int, int]:
        """By how many columns a mapping, and the dash of a list, stand in from their key: as within, else as usual."""
        own = _indent(node, Mapping), _indent(node, Sequence)
        step, dash = (here if here is not None else usual for here, usual in zip(own, self.usual, strict=True))
        return 2 if step is None else step, 2 if dash is None else dash

    def content_end(self, node: Node) -> int:
        """Where the last of it ends; the marks of what is in block style lie before the next content."""
        start, end = node.start.index, node.end.index
        match node:
            case Scalar() if header := self.header(node):
                # Blank lines behind it are a part of it only where it says so.
                text = self.text[start:end]
                return start + len(re.sub(f"(?:{BREAK})\\Z", "", text) if "+" in header else text.rstrip(" \t\r\n"))
            case Sequence(flow=False, items=items) if items:
                return self.content_end(items[-1])
            case Mapping(flow=False, values=values) if values:
                return self.content_end(next(reversed(values.values())))
            case _:
                return end

    def header(self, node: Scalar) -> str:
        """The mark that a block scalar begins with; empty of another."""
        found = None if node.plain else re.compile("[|>][-+0-9]*").match(self.text, node.start.index)
        return found[0] if found else ""

    def line_end(self, index: int) -> int:
        found = _LINE_END.search(self.text, index)
        return found.start() if found else len(self.text)


def _shifted(text: str, by: int) -> str:
    """The text with every line after the first, but empty ones, farther to the right."""
    return re.sub(f"({BREAK})(?!{BREAK}|\\Z)", rf"\g<1>{' ' * by}", text)


def _stays(value: "Value | None", old: Node) -> bool:
    """Whether the value stands where the old one did; what was moved, and what is new where a list was, does not."""
    match value:
        case None:
            return False
        case Kept(node=node):
            return node is old
        case Table(node=node) | Items(node=node):
            return node is old or isinstance(old, Scalar)
        case _:
            return True


def _is_short(value: Table | Items) -> bool:
    """Whether a new collection is written on one line."""
    return not value.items if isinstance(value, Items) else value.flow or not value.entries


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


def _comments(file: File, tree: Node) -> Counter[str]:
    """What stands behind each # that is no part of a scalar."""
    found: list[str] = []
    at = 0
    for scalar in scalars(tree):
        found += _COMMENT.findall(file.text, at, scalar.start.index)
        at = scalar.end.index
        if not scalar.plain and (header := _HEADER.match(file.text, scalar.start.index)):
            found += _COMMENT.findall(header[0])
    return Counter((*found, *_COMMENT.findall(file.text, at)))


_COMMENT = re.compile("#[^\r\n\x85\u2028\u2029]*")
_HEADER = re.compile("[|>][^\r\n\x85\u2028\u2029]*")


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
        case int() | dt.date():
            return str(value), False
        case _:
            return value, False
