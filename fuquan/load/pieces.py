"""A file of the data in pieces, each of them read by itself and once.

A file in block style is cut where the items of its lists begin, and an item of `units` or `towns` where its records do.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from fuquan.diagnostic import Span, start_of
from fuquan.load.reading import BROKEN, Reader, Row, day_of, number_of
from fuquan.model import Note, Record
from fuquan.schema import Shape
from fuquan.source import NULL, File, Scalar, compose
from fuquan.source import Mapping as MappingNode
from fuquan.source import Sequence as SequenceNode


class Unsure(Exception):  # noqa: N818 - nothing is wrong, but it has to be read whole
    """The text is not of the make that can be read in pieces."""


class Blob(NamedTuple):
    """A file as git keeps it: the same id is the same bytes."""

    id: str
    data: bytes


class Records:
    """Records that stand together in the file, as they were read; known by itself."""

    __slots__ = ("entries", "keys")

    def __init__(self, keys: tuple[str, ...], entries: Sequence[Any]) -> None:
        self.keys = keys
        self.entries = entries


class Body:
    """An item of `units` or `towns`; known by itself."""

    __slots__ = ("head", "pieces", "records", "returns")

    def __init__(
        self, head: Row, records: tuple[Records, ...], returns: Mapping[str, Any], pieces: tuple[bytes, ...] = ()
    ) -> None:
        self.head = head
        self.records = records
        self.returns = returns
        self.pieces = pieces
        """Of the records, where they were cut out of an item just now."""


class Parts(NamedTuple):
    """A file in pieces: the rows of its lists, its bodies under the name of theirs, and what tells one outline."""

    fields: Mapping[str, Any]
    called: str
    bodies: tuple[Body, ...]
    key: Any


class _Spots(NamedTuple):
    """Where in a file each record begins and ends, and which body it is of; where each body's begin among them."""

    starts: list[int]
    ends: list[int]
    bodies: list[int]
    firsts: list[int]
    indent: list[int]

    @classmethod
    def of(cls, chunks: Iterable[bytes], seen: Mapping[bytes, Body]) -> "_Spots":
        made = cls([], [], [], [], [])
        at = 0
        for chunk in chunks:
            if (body := seen.get(chunk)) is not None:
                made.firsts.append(len(made.starts))
                first = body.pieces[0] if body.pieces else b""
                made.indent.append(len(first) - len(first.lstrip(b" ")))
                place = chunk.index(first)
                for piece in body.pieces:
                    made.starts.append(at + place)
                    place += len(piece)
                    made.ends.append(at + place)
                    made.bodies.append(len(made.firsts) - 1)
            at += len(chunk)
        return made

    def moved(self, first: int, last: int, pieces: Sequence[bytes], grown: int) -> "_Spots":
        """With other pieces for those from `first` to `last`."""
        body = self.bodies[first]
        cuts = list(accumulate(map(len, pieces), initial=self.starts[first]))
        more = len(pieces) - (last + 1 - first)
        return _Spots(
            [*self.starts[:first], *cuts[:-1], *(at + grown for at in self.starts[last + 1 :])],
            [*self.ends[:first], *cuts[1:], *(at + grown for at in self.ends[last + 1 :])],
            [*self.bodies[:first], *[body] * len(pieces), *self.bodies[last + 1 :]],
            [*self.firsts[: body + 1], *(at + more for at in self.firsts[body + 1 :])] if more else self.firsts,
            self.indent,
        )


NOTHING = Parts({}, "", (), ())
_OF_BODIES = ("units", "towns")


class Pieces:
    """Cuts and reads one file of the data, again and again."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.data = b""
        self.chunks: list[bytes] = []
        self.spots = _Spots([], [], [], [], [])
        self.dash = -1
        self.last: tuple[str, Parts] | None = None
        self.tops: dict[bytes, tuple[str, Any]] = {}
        self.rows: dict[tuple[str, bytes], Row] = {}
        self.seen: dict[bytes, Body] = {}
        self.bodies: dict[bytes, Body] = {}  # of the last file alone: each has many states
        self.heads: dict[bytes, Row] = {}
        self.records: dict[bytes, Records] = {}
        self.returns: dict[bytes, Mapping[str, Any]] = {}

    def parts(self, blob: Blob) -> Parts:
        if self.last is None or self.last[0] != blob.id:
            data = _normal(blob.data)
            near = self.near(self.last[1], data) if self.last else None
            self.last = None
            self.last = blob.id, near or self.read(data)
        return self.last[1]

    def near(self, parts: Parts, data: bytes) -> Parts | None:
        """What the last file is but for some records of one body that stand together; None of any other difference."""
        old, spots = self.data, self.spots
        start, end = _differing(old, data)
        grown = len(data) - len(old)
        first = bisect_left(spots.ends, start)
        if first == len(spots.starts) or spots.starts[first] > start:
            return None
        last = max(bisect_left(spots.starts, end) - 1, first)
        body = spots.bodies[first]
        lines = _deeper(spots.indent[body])
        if body != spots.bodies[last] or end > spots.ends[last]:
            return None
        if not (lines.fullmatch(old, start, end) and lines.fullmatch(data, start, end + grown)):
            return None
        begin = spots.starts[first]
        pieces = tuple(_entries(data[begin : spots.ends[last] + grown]))
        was = parts.bodies[body]
        own = first - spots.firsts[body]
        shape = self.shape.fields[parts.called].of
        assert shape is not None  # noqa: S101 - for the type checker
        made = tuple(self.recorded(shape, piece) for piece in pieces)
        records = (*was.records[:own], *made, *was.records[own + 1 + last - first :])
        if not records or _is_double(records):
            return None
        now = Body(was.head, records, was.returns)
        self.data, self.chunks = data, []
        self.spots = spots.moved(first, last, pieces, grown)
        return parts._replace(bodies=(*parts.bodies[:body], now, *parts.bodies[body + 1 :]))

    def read(self, data: bytes) -> Parts:
        self.data = data
        self.cut(data)
        fields: dict[str, Any] = {}
        lists: dict[str, list[Any]] = {}
        called = None
        self.seen = {}
        for chunk in self.chunks:
            if chunk[:1].isalpha():
                called, value = self.top(chunk)
                if called in fields or called in lists:
                    raise Unsure
                if value is None:
                    lists[called] = []
                else:
                    fields[called] = value
            elif called in lists:
                lists[called].append(self.item(called, chunk))
            elif called is not None or not re.fullmatch(_PREAMBLE, chunk):
                raise Unsure
        self.bodies = self.seen
        self.spots = _Spots.of(self.chunks, self.seen)
        return self.parted(fields, lists)

    def parted(self, fields: dict[str, Any], lists: Mapping[str, list[Any]]) -> Parts:
        if not all(lists.values()):
            raise Unsure
        fields |= {name: tuple(items) for name, items in lists.items()}
        if any(field.required and name not in fields for name, field in self.shape.fields.items()):
            raise Unsure
        [called] = (name for name in _OF_BODIES if name in self.shape.fields)
        bodies = tuple(one if isinstance(one, Body) else Body(one, (), {}) for one in fields.pop(called))
        key = (
            *((name, tuple(map(id, rows)) if isinstance(rows, tuple) else id(rows)) for name, rows in fields.items()),
            tuple(id(body.head) for body in bodies),
        )
        return Parts(fields, called, bodies, key)

    # Cutting

    def cut(self, data: bytes) -> None:
        first = re.search(_FIRST_ITEM, data)
        dash = len(first[1]) if first else 0
        self.chunks = _cut_anew(self.chunks if dash == self.dash else [], data, re.compile(_CHUNK % dash))
        self.dash = dash

    # Reading

    def top(self, chunk: bytes) -> tuple[str, Any]:
        """A key of the outermost level with its value, None where a list of items follows."""
        if chunk not in self.tops:
            node = _composed(chunk, MappingNode)
            [(key, value)] = node.values.items()
            if isinstance(value, Scalar) and value.is_null:
                if (shape := self.shape.fields.get(key)) is None or shape.kind != "list":
                    raise Unsure
                self.tops[chunk] = key, None
            else:
                fields = {name: field._replace(required=False) for name, field in self.shape.fields.items()}
                row = _valued(lambda reader: reader.record(self.shape._replace(fields=fields), node))
                self.tops[chunk] = key, row[key]
        return self.tops[chunk]

    def item(self, called: str, chunk: bytes) -> Row | Body:
        shape = self.shape.fields[called].of
        assert shape is not None  # noqa: S101 - for the type checker
        if called in _OF_BODIES:
            body = self.bodies.get(chunk) or self.body(shape, chunk)
            self.seen[chunk] = body
            return body
        if (called, chunk) not in self.rows:
            self.rows[called, chunk] = self.row(shape, chunk)
        return self.rows[called, chunk]

    def row(self, shape: Shape, chunk: bytes) -> Row:
        [node] = _composed(chunk, SequenceNode).items
        row: Row = _valued(lambda reader: reader.value(shape, node))
        return row

    def body(self, shape: Shape, chunk: bytes) -> Body:
        """With what changes often, records and returns, apart from the rest."""
        indent = self.dash + 2
        head, regions = _taken_out(chunk, re.compile(_REGION % (indent, indent + 1)), re.compile(_BEHIND % indent))
        if head not in self.heads:
            self.heads[head] = self.row(shape, head)
        row = self.heads[head]
        if any(name in row.at.values for name in regions):  # once more, and be it without a value
            raise Unsure
        pieces = tuple(_entries(regions.get("progress", b"")))
        records = tuple(self.recorded(shape, piece) for piece in pieces)
        if _is_double(records):
            raise Unsure
        return Body(row, records, self.returned(shape, regions.get("returns", b"")), pieces)

    def recorded(self, shape: Shape, piece: bytes) -> Records:
        if piece not in self.records and (plain := _plainly(piece)) is not None:
            self.records[piece] = plain
        elif piece not in self.records:
            node = _composed(piece, MappingNode)
            entries = _valued(lambda reader: reader.value(shape.fields["progress"], node))
            self.records[piece] = Records(tuple(node.values), entries)
        return self.records[piece]

    def returned(self, shape: Shape, region: bytes) -> Mapping[str, Any]:
        if region and region not in self.returns:
            if "returns" not in shape.fields:
                raise Unsure
            node = _composed(region, MappingNode)
            self.returns[region] = _valued(lambda reader: reader.value(shape.fields["returns"], node))
        return self.returns[region] if region else {}


# The beginnings of chunks: keys at the margin, and dashes where those of the file are.
_CHUNK = rb"(?m)^(?=[a-z_]+:| {%d}- )"
_FIRST_ITEM = rb"(?m)^[a-z_]+:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*( *)- "
_BLANK = rb"(?:[ \t]*(?:#.*)?\n)*"
_PREAMBLE = _BLANK + rb"(?:---[ \t]*\n)?" + _BLANK
_MARKERS = rb"(?m)^(?:\.\.\.|---|%)"
# A field of records or returns with all lines that stand farther in; behind it there is another field, or nothing.
_REGION = rb"(?m)^ {%d}(progress|returns):[ \t]*(?:(?<=[ \t])#.*)?\n((?:(?: {%d}.*)?\n)+)"
_BEHIND = _BLANK + rb"(?: {%d}[a-z_]|\Z)"
_ENTRY = rb"(?m)^(?= {%d}[0-9])"
_FIRST_ENTRY = _BLANK + rb"( *)[0-9]"


def _normal(data: bytes) -> bytes:
    """Without a byte order mark, with line ends of one kind, the last one too: none of this is seen in what is read."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    return data if data.endswith(b"\n") else data + b"\n"


def _differing(old: bytes, new: bytes) -> tuple[int, int]:
    """The lines of `old` that are not the same in `new`, from one index to another; all before and behind are."""
    most = min(len(old), len(new))
    start = _same(most, lambda a, b: old[a:b] == new[a:b])
    start = old.rfind(b"\n", 0, start) + 1
    ends = len(old), len(new)
    tail = _same(most - start, lambda a, b: old[ends[0] - b : ends[0] - a] == new[ends[1] - b : ends[1] - a])
    end = old.find(b"\n", len(old) - tail - 1) + 1 if tail else len(old)
    return start, end or len(old)


def _same(most: int, is_same: Callable[[int, int], bool]) -> int:
    """How far two texts are the same, at most `most`, where it tells that of a stretch of them."""
    low = 0
    while low + _STRETCH <= most and is_same(low, low + _STRETCH):
        low += _STRETCH
    high = min(low + _STRETCH, most)
    while low < high:
        middle = (low + high + 1) // 2
        if is_same(low, middle):
            low = middle
        else:
            high = middle - 1
    return low


_STRETCH = 8192


@cache
def _deeper(indent: int) -> re.Pattern[bytes]:
    """Lines that are of a record, or begin one."""
    return re.compile(rb"(?: {%d}(?:[0-9]| ).*\n)*" % indent)


def _is_double(records: Iterable[Records]) -> bool:
    keys = [key for one in records for key in one.keys]
    return len(set(keys)) < len(keys)


def _cut_anew(old: Sequence[bytes], data: bytes, beginnings: re.Pattern[bytes]) -> list[bytes]:
    """The chunks of `data`, those that are still the same being the same values."""
    start = same = 0
    for chunk in old:
        if not data.startswith(chunk, start):
            break
        start += len(chunk)
        same += 1
    if same:  # the last of them may go on where another chunk began
        same -= 1
        start -= len(old[same])
    end, rest = len(data), len(old)
    while rest > same and end - len(old[rest - 1]) >= start and data.endswith(old[rest - 1], start, end):
        rest -= 1
        end -= len(old[rest])
    if rest < len(old) and end > 0 and data[end - 1 : end] != b"\n":  # what looked like a beginning is none here
        end += len(old[rest])
        rest += 1
    middle = data[start:end]
    at = [found.start() for found in beginnings.finditer(middle)]
    cuts = [*([0] if middle and at[:1] != [0] else []), *at, len(middle)]
    return [*old[:same], *(middle[a:b] for a, b in pairwise(cuts)), *old[rest:]]


def _taken_out(chunk: bytes, region: re.Pattern[bytes], behind: re.Pattern[bytes]) -> tuple[bytes, dict[str, bytes]]:
    """An item without its regions, and these by name."""
    regions: dict[str, bytes] = {}
    kept, at = [], 0
    for found in region.finditer(chunk):
        name = found[1].decode()
        if name in regions or not behind.match(chunk, found.end()):
            raise Unsure
        if not found[2].strip():
            continue
        regions[name] = found[2]
        kept.append(chunk[at : found.start()])
        at = found.end()
    return b"".join((*kept, chunk[at:])), regions


def _entries(region: bytes) -> Iterator[bytes]:
    """The records of a region, each with the lines that belong to it; all at once where they begin in another way."""
    if not region:
        return
    first = re.match(_FIRST_ENTRY, region)
    if first is None:
        yield region
        return
    at = [found.start() for found in re.finditer(_ENTRY % len(first[1]), region)]
    for a, b in zip([0, *at[1:]], [*at[1:], len(region)], strict=True):
        yield region[a:b]


def _composed(piece: bytes, make: type[Any]) -> Any:
    """The node of a piece by itself, of the make that is wanted."""
    try:
        text = piece.decode("utf-8")
    except UnicodeDecodeError:
        raise Unsure from None
    if re.search(_MARKERS, piece):
        raise Unsure
    node, found = compose(File("", text))
    if found or not isinstance(node, make) or node.flow or (isinstance(node, SequenceNode) and len(node.items) != 1):
        raise Unsure
    return node


def _valued(read: Callable[[Reader], Any]) -> Any:
    reader = Reader()
    value = read(reader)
    if reader.found or value is BROKEN:
        raise Unsure
    return value


# Most records are a handful of days and words, which YAML takes as they are: they need no parser.


def _plainly(piece: bytes) -> Records | None:
    """One record of nothing but plain fields and notes; None of any other piece."""
    whole, field, note, _ = _plain()
    found = whole.fullmatch(piece.decode("utf-8", "replace"))
    if found is None:
        return None
    fields = field.findall(found["before"] + found["behind"])
    values = {key: _VALUES[key](text) for key, text in fields}
    notes = tuple(_note(*one) for one in note.findall(found["notes"] or ""))
    if BROKEN in values.values() or BROKEN in notes or len(values) < len(fields):
        return None
    record = Record(**values, notes=notes, at=_NOWHERE)
    if record.started and record.done and record.done < record.started:
        return None
    number = number_of(_ID, found["number"])
    return None if number is BROKEN else Records((found["number"],), [(_NOWHERE, number, None, record)])


@cache
def _day(text: str) -> Any:
    return day_of(_DAY, text)


_DAY, _ID = Shape(kind="day"), Shape(kind="id")


class _Nowhere:
    """The place of what was read without a parser: what is wrong with it is found when it is read again."""

    def span(self, key: str | None = None) -> Span:
        return start_of("")


_NOWHERE: Any = _Nowhere()


def _text(text: str) -> Any:
    return text if _plain()[3].fullmatch(text) and text not in NULL else BROKEN


_VALUES: dict[str, Callable[[str], Any]] = {
    "started": _day,
    "done": _day,
    "expected": _day,
    "reason": _text,
    "evidence": lambda text: BROKEN if _text(text) is BROKEN else (text,),
}


@cache
def _note(day: str, text: str) -> Any:
    note = Note(_day(day), _text(text))
    return BROKEN if BROKEN in note else note


@cache
def _plain() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A whole record, a line of it, one of its notes, and a word that YAML takes for nothing else."""
    field = rf"(?P=outer)(?P=inner)(?:{'|'.join(_VALUES)}): \S+\n"
    note = r"(?P=outer)(?P=inner)(?P=dash)- date: \S+\n(?P=outer)(?P=inner)(?P=dash)  text: \S+\n"
    notes = rf"(?P=outer)(?P=inner)notes:\n(?=(?P=outer)(?P=inner)(?P<dash> *)-)(?P<notes>(?:{note})+)"
    head = r"(?P<outer> *)(?P<number>[0-9]+):\n(?=(?P=outer)(?P<inner> +)[a-z])"
    return (
        re.compile(rf"{head}(?P<before>(?:{field})*)(?:{notes})?(?P<behind>(?:{field})*)"),
        re.compile(r" +([a-z]+): (\S+)\n"),
        re.compile(r" +- date: (\S+)\n +text: (\S+)\n"),
        re.compile(r"[A-Za-z\u4e00-\u9fff〔（《“][0-9A-Za-z_\u4e00-\u9fff〔〕（）《》“”、，。；：！？·—/+.%-]*"),
    )
