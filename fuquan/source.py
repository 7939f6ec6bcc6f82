"""Files read as bytes, and YAML composed into nodes that know where they stand.

PyYAML's event stream is composed, not constructed: every scalar stays the text it is, so `010`, `12:30` and a date that
does not exist reach the reader as they were typed. What the format does not need (anchors, aliases, tags, merge keys,
a second document) and what could hurt (deep nesting) is refused in the same pass.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from fuquan.diagnostic import Diagnostic, Severity, Span, start_of
from fuquan.errors import FuquanError, clipped

MAX_DEPTH = 64
"""The format needs eight levels."""

MAX_FOUND = 20_000
"""Findings; a file with more is another file, or means harm."""

TASKS, TOWNS = "tasks.yaml", "towns.yaml"

_BREAK = "\r\n|[\r\n\x85\u2028\u2029]"
"""What YAML counts as the end of a line."""


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
        return self.plain and self.text in _NULL

    def span(self, key: str | None = None) -> Span:
        return _span(self.file, self.start, self.end)


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

_NULL = frozenset(("", "~", "null", "Null", "NULL"))


class File:
    """A text and the name by which messages call it."""

    __slots__ = ("_lines", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._lines: list[str] | None = None

    @property
    def lines(self) -> list[str]:
        """As YAML counts them."""
        if self._lines is None:
            self._lines = re.split(_BREAK, self.text)
        return self._lines

    def line(self, number: int) -> str:
        """Line `number`, counted from 1; empty past the end."""
        return self.lines[number - 1] if number <= len(self.lines) else ""


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
        data = path.read_bytes()
    except OSError as error:
        return _unread(name, f"“{name}”无法读取：{_reason(error)}", "请检查文件的权限和所在磁盘")
    return decoded(name, data)


def decoded(name: str, data: bytes) -> File | Diagnostic:
    """What `read` makes of a file's bytes, under the name that messages shall give it."""
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _unread(
            name, f"“{name}”不是 UTF-8 编码（第{line}行起无法读懂）{_guess(data)}", "请用编辑器打开，另存为 UTF-8 编码"
        )
    if not text.strip():
        return _unread(name, f"“{name}”是空文件", f"请从版本库取回：git checkout -- {name}")
    return File(name, text)


def shown(path: Path) -> str:
    """The path as messages give it: from the current folder where it lies below, else whole."""
    try:
        path, here = Path(os.path.abspath(path)), Path.cwd()  # noqa: PTH100 - which also resolves ..
    except FileNotFoundError:  # the current folder is gone
        return path.as_posix()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def compose(file: File) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The file's one document; None where its syntax ends the reading."""
    conflicts = tuple(_conflicts(file))
    if conflicts:
        return None, conflicts
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
        return None, (*composer.found, _syntax(file, error))


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


_CONFLICT = r"(<{7}|={7}|>{7})(?: |$)"


def _conflicts(file: File) -> Iterator[Diagnostic]:
    if "<<<<<<<" not in file.text and ">>>>>>>" not in file.text:
        return
    for number, text in enumerate(file.lines, start=1):
        if re.match(_CONFLICT, text):
            yield Diagnostic(
                rule="conflict",
                severity=Severity.ERROR,
                span=Span(path=file.path, line=number, column=1, end_line=number, end_column=8),
                message=f"合并冲突没有处理完：留有“{text[:7]}”",
                help="请在两份内容中取舍，删去 <<<<<<<、=======、>>>>>>> 三种标记行",
            )


_WIDE = r"[ \t]*(?:- )?[\"']?(\w+)[\"']?\s*："
_PLAIN_COLON = r"\s*(?:- )?\w+:\s+[^\"'\[{|>].*:(?:\s|$)"

# What libyaml says, and what a clerk needs to hear.
_SYNTAX = (
    (
        "mapping values are not allowed",
        "这里的冒号不该出现",
        "值里有“: ”时，请给整个值加上引号；也请检查上一行的缩进和冒号",
    ),
    ("cannot start any token", "这个字符不能用在值的开头", "请给整个值加上引号"),
    ("tab character", "用了制表符（Tab）缩进", "请改用空格缩进"),
    ("expected key", "缩进与上文不齐，或少了“键: 值”的写法", "同一层的键要左对齐；冒号后要有一个空格"),
    ("expected '-' indicator", "列表的“-”没有对齐，或列表里混进了别的内容", "同一列表的每一项以“- ”开头并左对齐"),
    ("block sequence entries", "“- ”不该出现在这里", "列表要另起一行；值以“-”开头时请加引号"),
    ("',' or ']'", "方括号没有配对，或各项之间少了半角逗号", "写法如 [区委编办, 区司法局]"),
    ("',' or '}'", "花括号没有配对，或各项之间少了半角逗号", "写法如 {date: 2023-05-10, text: 说明}"),
    ("expected ':'", "这一行少了冒号", "写法是“键: 值”，冒号用半角，后面有一个空格"),
    ("unexpected end of stream", "引号没有配对，直到文件末尾", "请补上另一半引号"),
    ("unexpected document indicator", "引号没有配对，遇到了“---”", "请补上另一半引号"),
    ("alphabetic or numeric", "“*”“&”不能用在值的开头", "请给整个值加上引号"),
    ("escape character", "双引号里的“\\”后面不是可用的转义", "请改用单引号，或把“\\”写成“\\\\”"),
    ("document start", "前一份内容已经结束，这里又有内容", "请检查缩进，一个文件里只能有一份内容"),
    ("escape code", "双引号里的“\\”后面不是可用的转义", "请改用单引号，或把“\\”写成“\\\\”"),
)


def _syntax(file: File, error: yaml.YAMLError) -> Diagnostic:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    if mark is None:
        return _unprintable(file)
    line, column = mark.line + 1, mark.column + 1
    if line > len(file.lines):  # what is missing at the end is marked on a line after the last
        line, column = len(file.lines), len(file.lines[-1]) + 1
    message, help = next(  # noqa: A001
        ((said, mend) for known, said, mend in _SYNTAX if known in problem),
        ("YAML 写法有误，从这里起无法读懂", "请检查这一行和上一行的缩进、冒号、引号和括号"),
    )
    for number in range(line, max(line - 3, 0), -1):
        text = file.line(number)
        if wide := re.match(_WIDE, text):
            line, column = number, wide.end()
            key = clipped(wide[1])
            message, help = f"“{key}”后面用了全角冒号“：”", f"请改为半角冒号加空格，如 {key}: 内容"  # noqa: A001
            break
        if number == line and (blank := re.match(r"[ ]*\t", text)) and column >= blank.end():
            column, message, help = blank.end(), "用了制表符（Tab）缩进", "请改用空格缩进"  # noqa: A001
            break
        if number == line and "mapping values" in problem and re.match(_PLAIN_COLON, text):
            message, help = "值里有“: ”，会被当作另一个键", "请给整个值加上引号，或改用全角冒号“：”"  # noqa: A001
            break
    return _yaml_error(file, line, column, message, help)


_UNPRINTABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


def _unprintable(file: File) -> Diagnostic:
    """The reader gives no place for a character that YAML does not allow, so look for it."""
    found = re.search(_UNPRINTABLE, file.text)
    before = re.split(_BREAK, file.text[: found.start() if found else 0])
    code = f"（U+{ord(found[0]):04X}）" if found else ""
    return _yaml_error(file, len(before), len(before[-1]) + 1, f"有不可见的控制字符{code}", "请删去它")


def _yaml_error(file: File, line: int, column: int, message: str, help: str) -> Diagnostic:  # noqa: A002
    span = Span(path=file.path, line=line, column=column, end_line=line, end_column=column + 1)
    return Diagnostic(rule="yaml", severity=Severity.ERROR, span=span, message=message, help=help)
