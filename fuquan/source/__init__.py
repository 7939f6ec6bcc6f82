"""Files read as bytes, and YAML composed into nodes that know where they stand.

PyYAML's event stream is composed, not constructed: every scalar stays the text it is, so `010`, `12:30` and a date that
does not exist reach the reader as they were typed. What the format does not need (anchors, aliases, tags, merge keys,
a second document) and what could hurt (deep nesting) is refused in the same pass.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from fuquan.diagnostic import Diagnostic, Severity, Span, start_of
from fuquan.errors import FuquanError, clipped
from fuquan.source.file import File as File

MAX_DEPTH = 64
"""The format needs eight levels."""

MAX_FOUND = 20_000
"""Findings; a file with more is another file, or means harm."""

TASKS, TOWNS = "tasks.yaml", "towns.yaml"
LETTERS = "letters.yaml"
"""The register of letters, which only those read that write or check it."""

if TYPE_CHECKING:
    from typing import Protocol

    class _Mark(Protocol):
        """PyYAML's: `index`, `line` and `column` count characters from 0."""

        index: int
        line: int
        column: int


# A node is created for every word of a file: no dataclass, since freezing each would double the time of reading.
class Scalar:
    """A scalar as written; `plain` when it bears no quotes and is no block."""

    __slots__ = ("end", "file", "plain", "start", "text")

    def __init__(self, file: "File", text: str, plain: bool, start: "_Mark", end: "_Mark") -> None:
        self.file = file
        self.text = text
        self.plain = plain
        self.start = start
        self.end = end

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in NULL

    def span(self, key: str | None = None) -> Span:
        return _span(self.file, self.start, self.end)

    def typed_at(self) -> int | None:
        """The index of its text, where the file bears it to the letter: on one line, and nothing escaped."""
        quote = 0 if self.plain else 1
        at, end = self.start.index + quote, self.end.index - quote
        return at if self.file.text[at:end] == self.text and self.start.line == self.end.line else None


class Alias(Scalar):
    """What stands for an alias, of which all is said when it is met."""

    __slots__ = ()


class Sequence:
    __slots__ = ("end", "file", "flow", "items", "start")

    def __init__(self, file: "File", items: "list[Node]", flow: bool, start: "_Mark", end: "_Mark") -> None:
        self.file = file
        self.items = items
        self.flow = flow
        self.start = start
        self.end = end

    def span(self, key: str | None = None) -> Span:
        return _span(self.file, self.start, self.end) if self.flow else self.items[0].span()


class Mapping:
    __slots__ = ("end", "file", "flow", "keys", "start", "values")

    def __init__(
        self, file: "File", keys: dict[str, Scalar], values: "dict[str, Node]", flow: bool, start: "_Mark", end: "_Mark"
    ) -> None:
        self.file = file
        self.keys = keys
        self.values = values
        self.flow = flow
        self.start = start
        self.end = end

    def span(self, key: str | None = None) -> Span:
        """The place of the value under `key`; of its first key where there is no such key, or none is asked for."""
        if key is not None and (value := self.values.get(key)) is not None:
            return value.span()
        first = next(iter(self.keys.values()), None)
        return _span(self.file, self.start, self.end) if first is None else first.span()


Node = Scalar | Sequence | Mapping

NULL = frozenset(("", "~", "null", "Null", "NULL"))


def find_data(start: Path) -> Path:
    """The nearest `data/` with a task list, from `start` upwards; else the nearest `data/` at all."""
    folders = [folder / "data" for folder in (start, *start.parents)]
    for folder in folders:
        if exists(folder / TASKS):
            return folder
    for folder in folders:
        if is_folder(folder):
            return folder
    raise FuquanError(
        f"找不到数据文件夹 data：从“{start}”起逐级向上，都没有 data/{TASKS}",
        "请进入项目所在的文件夹再运行，或者用 --data 文件夹（或环境变量 FUQUAN_DATA）指明它",
    )


def exists(path: Path) -> bool:
    """Whether there is a file, readable or not: what keeps it from being seen is told when it is read."""
    try:
        return path.exists()
    except PermissionError:
        return True
    except OSError:
        return False


def is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def read(path: Path) -> File | Diagnostic:
    """The file's text without its byte order mark, or why it cannot be had."""
    name = shown(path)
    try:
        if not path.exists():
            return _unread(name, f"没有文件“{name}”", f"请核对文件名，或从版本库取回：git checkout -- {name}")
        if not path.is_file():
            return _unread(name, f"“{name}”是文件夹或特殊文件，不是文本文件", "请把它移走，换成同名的 YAML 文本文件")
        if path.is_symlink() and Path(os.path.realpath(path)).name != path.name:
            # Whoever may edit the data is not to see, in what is said of it, another file of whoever reads it.
            return _unread(
                name, f"“{name}”是链接，通到别的名称的文件，没有读取", "请换成文件本身，或者链接到同名的文件"
            )
        data = path.read_bytes()
    except OSError as error:
        return _unread(name, f"“{name}”无法读取：{_reason(error)}", "请检查文件的权限和所在磁盘")
    return decoded(name, data)


def read_some(path: Path, most: int, called: str) -> bytes:
    """A file from outside, or so much of it that it is seen to be more than `most` bytes; `called` is what it is to be.

    Raises FuquanError of what is not there, is no file (a pipe would be waited for, and a device has no end), or cannot
    be read.
    """
    try:
        if path.is_file():
            with path.open("rb") as file:
                return file.read(most + 1)
        is_there = path.exists()
    except OSError as error:
        raise FuquanError(f"“{path}”无法读取", "请检查文件的权限和所在磁盘") from error
    if not is_there:
        raise FuquanError(f"没有文件“{path}”", "请核对路径")
    raise FuquanError(f"“{path}”不是文件", f"请写{called}")


def decoded(name: str, data: bytes) -> File | Diagnostic:
    """What `read` makes of a file's bytes, under the name that messages shall give it."""
    try:
        file = File.of(name, data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _unread(
            name, f"“{name}”不是 UTF-8 编码（第{line}行起无法读懂）{_guess(data)}", "请用编辑器打开，另存为 UTF-8 编码"
        )
    if not file.text.strip():
        return _unread(name, f"“{name}”是空文件", f"请从版本库取回：git checkout -- {name}")
    return file


def shown(path: Path) -> str:
    """The path as messages give it: from the current folder where it lies below, else whole."""
    try:
        path, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100 - which also resolves ..
    except FileNotFoundError:  # the current folder is gone
        return path.as_posix()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def compose(file: File) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The file's one document; None where its syntax ends the reading."""
    if "<<<<<<<" in file.text or ">>>>>>>" in file.text:
        from fuquan.source.syntax import conflicts

        if unmerged := tuple(conflicts(file)):
            return None, unmerged
    composer = _Composer(file)
    try:
        return composer.document(), tuple(composer.found)
    except (_TooDeepError, TooManyError):
        return None, tuple(composer.found)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        if mark is not None and "nesting depth" in str(getattr(error, "problem", "")):
            # Newer libraries end at a depth of 1000 before any of it is an event: what stands before holds our limit.
            return compose(File(file.path, file.text[: mark.index]))
        from fuquan.source.syntax import syntax

        return None, (*composer.found, syntax(file, error))


class _TooDeepError(Exception):
    """The rest of the document is not worth reading."""


class TooManyError(Exception):
    """So much is wrong that the rest is not worth saying."""


_TOO_DEEP = (f"嵌套超过{MAX_DEPTH}层", "请检查括号是否配对")

# PyYAML's stubs allow for events without marks, which its parsers never give.
_SEQUENCE_END: Any = yaml.SequenceEndEvent
_MAPPING_END: Any = yaml.MappingEndEvent


class _Composer:
    def __init__(self, file: File) -> None:
        self.file = file
        self.found: list[Diagnostic] = []
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.next: Callable[[], Any] = loader(file.text).get_event

    def document(self) -> Node | None:
        self.next()  # the stream's start
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            self.say("empty", event, "文件里只有注释，没有内容", f"请从版本库取回：git checkout -- {self.file.path}")
            return None
        root = self.node(self.next(), 0)
        self.next()  # the document's end
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            self.say("yaml", event, "一个文件里只能有一份内容，这里由“---”开始了第二份", "请删去“---”及多出的内容")
        return root

    def node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        if kind is yaml.AliasEvent:
            self.say("yaml", event, f"不支持别名“*{clipped(event.anchor)}”", "请把内容照写一遍")
            return Alias(self.file, "", False, event.start_mark, event.end_mark)
        if event.anchor is not None:
            self.say("yaml", event, f"不支持锚点“&{clipped(event.anchor)}”", "请删去它，内容照写")
        if event.tag is not None:
            self.say("yaml", event, f"不支持标签“{clipped(event.tag)}”", "请删去它，内容照写")
        if kind is yaml.ScalarEvent:
            return Scalar(
                self.file, event.value, event.style is None or event.style == "", event.start_mark, event.end_mark
            )
        if depth == MAX_DEPTH:
            self.say("yaml", event, *_TOO_DEEP)
            raise _TooDeepError
        return self.sequence(event, depth) if kind is yaml.SequenceStartEvent else self.mapping(event, depth)

    def sequence(self, start: Any, depth: int) -> Sequence:
        items: list[Node] = []
        following = self.next
        event = following()
        while type(event) is not _SEQUENCE_END:
            items.append(self.node(event, depth + 1))
            event = following()
        return Sequence(self.file, items, bool(start.flow_style), start.start_mark, event.end_mark)

    def mapping(self, start: Any, depth: int) -> Mapping:
        keys: dict[str, Scalar] = {}
        values: dict[str, Node] = {}
        following = self.next
        event = following()
        while type(event) is not _MAPPING_END:
            key = self.node(event, depth + 1)
            value = self.node(following(), depth + 1)
            event = following()
            if not isinstance(key, Scalar):
                self.tell("yaml", key.span(), "键应当是一个词，这里是一组", None)
            elif key.text == "<<" and key.plain:
                self.tell("yaml", key.span(), "不支持合并键“<<”", "请把要合并的内容照写一遍")
            elif key.text in keys:
                first = keys[key.text].span()
                self.tell(
                    "duplicate",
                    key.span(),
                    f"“{clipped(key.text)}”在这一层写了两次，前一处在第{first.line}行",
                    "请合并成一处",
                )
            else:
                keys[key.text] = key
                values[key.text] = value
        return Mapping(self.file, keys, values, bool(start.flow_style), start.start_mark, event.end_mark)

    def say(self, rule: str, event: Any, message: str, help: str | None) -> None:  # noqa: A002 - the field's word
        self.tell(rule, _span(self.file, event.start_mark, event.end_mark), message, help)

    def tell(self, rule: str, span: Span, message: str, help: str | None) -> None:  # noqa: A002
        add(self.found, Diagnostic(rule=rule, severity=Severity.ERROR, span=span, message=message, help=help))


def add(found: list[Diagnostic], one: Diagnostic) -> None:
    """Raises TooManyError, after a finding that says so, where there are more than anybody will read."""
    if len(found) >= MAX_FOUND:
        told = f"问题超过{MAX_FOUND}处，其余的没有再读"
        found.append(Diagnostic("file", Severity.ERROR, start_of(one.span.path), told, "请先改正已经列出的问题"))
        raise TooManyError
    found.append(one)


def _span(file: File, start: "_Mark", end: "_Mark") -> Span:
    # Without a final newline, what ends the file is marked on a line after the last. Lines are parted only there: the
    # place of every name is asked for, and a file is not to be split for those that are right.
    if end.index >= len(file.text) and end.line >= (last := len(file.lines)):
        column = len(file.lines[-1]) + 1
        line, start_column = (start.line + 1, start.column + 1) if start.line < last else (last, column)
        return Span(path=file.path, line=line, column=start_column, end_line=last, end_column=column)
    return Span(
        path=file.path,
        line=start.line + 1,
        column=start.column + 1,
        end_line=end.line + 1,
        end_column=end.column + 1,
    )


def _unread(name: str, message: str, help: str) -> Diagnostic:  # noqa: A002
    return Diagnostic(rule="file", severity=Severity.ERROR, span=start_of(name), message=message, help=help)


def _reason(error: OSError) -> str:
    match error:
        case PermissionError():
            return "没有读取权限"
        case _:
            return f"系统报告错误{error.errno}"


_BEGINNING = 1000
"""Bytes by which an encoding is told: figures and Latin letters, of which there are some, have a NUL each in UTF-16."""


def _guess(data: bytes) -> str:
    if b"\0\0\0" in data[:_BEGINNING]:
        return "，像是 UTF-32 编码"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or 10 * data.count(0, 0, _BEGINNING) > len(data[:_BEGINNING]):
        return "，像是 UTF-16 编码"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "，像是 GBK 编码"
