"""What is said where YAML cannot be read, and what a Chinese keyboard has left in a line."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from fuquan.diagnostic import Diagnostic, Replacement, Severity, Span
from fuquan.source.file import File
from fuquan.source.slips import Slip, flow_slip_in, run_at, slip_in

_CONFLICT = r"(<{7}|={7}|>{7})(?: |$)"


def conflicts(file: File) -> Iterator[Diagnostic]:
    for number, text in enumerate(file.lines, start=1):
        if re.match(_CONFLICT, text):
            yield Diagnostic(
                rule="conflict",
                severity=Severity.ERROR,
                span=Span(path=file.path, line=number, column=1, end_line=number, end_column=8),
                message=f"合并冲突没有处理完：留有“{text[:7]}”",
                help="请在两份内容中取舍，删去 <<<<<<<、=======、>>>>>>> 三种标记行",
            )


_PLAIN_COLON = r"\s*(?:- )?\w+:\s+[^\"'\[{|>].*:(?:\s|$)"

_HAS_KEY = r"\s*(?:- )*[\w-]+:(?:\s|$)"
_MOVED_KEY = r" *[\u3000\xa0][ \u3000\xa0]*(?:- )?[a-z_]+:(?:\s|$)"

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


def syntax(file: File, error: yaml.YAMLError) -> Diagnostic:
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
    is_flow = "flow" in str(getattr(error, "context", None))
    for number in _suspects(file, line, getattr(error, "context_mark", None)):
        text = file.line(number)
        if (slip := slip_in(file, number)) and (slip.fix or number > line - 3):
            return _slipped(file, run_at(file, number, slip))
        if is_flow and (slip := flow_slip_in(file, number)):
            return _slipped(file, slip)
        if number == line and (blank := re.match(r"[ ]*\t", text)) and column >= blank.end():
            column, message, help = blank.end(), "用了制表符（Tab）缩进", "请改用空格缩进"  # noqa: A001
            break
        if number == line and "mapping values" in problem and re.match(_PLAIN_COLON, text):
            message, help = "值里有“: ”，会被当作另一个键", "请给整个值加上引号，或改用全角冒号“：”"  # noqa: A001
            break
    return _yaml_error(file, line, column, message, help)


def _suspects(file: File, line: int, context: Any) -> Iterator[int]:
    """The lines that may be the cause, nearest first.

    A key that lacks its colon runs on to the next that has one; one that only seems indented ends what it stands in.
    """
    for number in range(line, 0, -1):
        if number > line - 3 or not re.match(_HAS_KEY, file.line(number + 1)):
            yield number
        else:
            break
    if context:
        yield context.line + 1
    yield from (n for n in range(line - 1, 0, -1) if re.match(_MOVED_KEY, file.line(n)))


def _slipped(file: File, slip: Slip) -> Diagnostic:
    return _yaml_error(file, slip.span.line, slip.span.column, slip.message, slip.help, slip.fix)


_UNPRINTABLE = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


def _unprintable(file: File) -> Diagnostic:
    """The reader gives no place for a character that YAML does not allow, so look for it."""
    found = list(re.finditer(_UNPRINTABLE, file.text))
    span = file.span(*found[0].span()) if found else file.span(0, 0)
    code = f"（U+{ord(found[0][0]):04X}）" if found else ""
    fix = tuple(Replacement(file.span(*each.span()), "") for each in found)
    return _yaml_error(file, span.line, span.column, f"有不可见的控制字符{code}", "请删去它", fix)


def _yaml_error(
    file: File,
    line: int,
    column: int,
    message: str,
    help: str,  # noqa: A002
    fix: tuple[Replacement, ...] = (),
) -> Diagnostic:
    span = Span(path=file.path, line=line, column=column, end_line=line, end_column=column + 1)
    return Diagnostic(rule="yaml", severity=Severity.ERROR, span=span, message=message, help=help, fix=fix)
