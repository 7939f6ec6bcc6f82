"""What a Chinese keyboard leaves in a line where YAML wants its own marks: ： － ［ and the wide blanks."""

import re
from typing import NamedTuple

from fuquan.diagnostic import Replacement, Span
from fuquan.errors import clipped
from fuquan.source.file import File
from fuquan.text import INVISIBLE, half_width, seen


class Slip(NamedTuple):
    """What of a line was typed full-width and YAML does not take for a mark; `fix` is empty where it may be text."""

    part: str
    """Of the line: its indentation, the dash of its item, or the colon behind its key."""
    key: str
    """In half width; empty where the line has none with such a mistake."""
    span: Span
    message: str
    help: str
    fix: tuple[Replacement, ...]


_BLANKS = "\u3000\xa0"
_LINE = rf"""(?x)
    (?P<indent>[ \t{_BLANKS}]*)
    (?P<dash>(?:-(?=[ {_BLANKS}])|[－–—](?![－–—]))[ {_BLANKS}]*|)
    (?P<key>[\"']?(?P<name>[\w－{INVISIBLE}-]+)[\"']?\s*
        (?P<colon>：[ {_BLANKS}]*|:[ ]*[{_BLANKS}][ {_BLANKS}]*|:(?=[^\s:/])|)|)
"""
_KEY = r"[a-z][a-z_]*|\d[\dQHW年月-]*"
"""What may be a key of either file."""


def slips_in(file: File, first: int, last: int) -> tuple[Slip, ...]:
    """Of the lines from `first` to `last`."""
    return tuple(slip for number in range(first, last + 1) if (slip := slip_in(file, number)) is not None)


def slip_in(file: File, number: int) -> Slip | None:
    text = file.line(number)
    found = re.match(_LINE, text)
    assert found is not None  # noqa: S101 - it matches anything
    indent, dash, colon, name = found["indent"], found["dash"], found["colon"], seen(found["name"] or "")
    is_key = bool(colon) and re.fullmatch(_KEY, half_width(name)) is not None
    if not text[found.end("dash") :].strip() or (colon == ":" and not (is_key and name.isidentifier())):
        colon = None

    fix: list[Replacement] = []
    slips: list[tuple[str, str, str]] = []
    if any(blank in indent for blank in _BLANKS):
        slips.append(("indent", f"用了{_blank(indent)}缩进", "请改用半角空格缩进"))
        fix.append(_piece(file, number, found.span("indent"), indent.replace("\u3000", "  ").replace("\xa0", " ")))
    if dash and dash != "- " and (dash[0] != "-" or any(blank in dash for blank in _BLANKS)):
        told = f"列表的“-”写成了“{dash[0]}”" if dash[0] != "-" else f"列表的“-”后面用了{_blank(dash)}"
        slips.append(("dash", told, "请改为半角的“-”加半角空格，如 - 内容"))
        fix.append(_piece(file, number, found.span("dash"), "- "))
    if colon:
        key = clipped(name)
        told = f"“{key}”后面用了全角冒号“：”" if colon[0] == "：" else f"“{key}”的冒号后面用了{_blank(colon)}"
        told = f"“{key}”的冒号后面少了空格" if colon == ":" else told
        slips.insert(0, ("colon", told, f"请改为半角冒号加空格，如 {key}: 内容"))
        rest = text[found.end("colon") :].strip()
        fix.append(_piece(file, number, found.span("colon"), ": " if rest else ":"))
    if not slips:
        return None
    part, told, mend = slips[0]
    place = _piece(file, number, found.span(part), "").span
    return Slip(part, half_width(name) if colon else "", place, told, mend, tuple(fix) if is_key or not colon else ())


def _blank(text: str) -> str:
    return "全角空格" if "\u3000" in text else "不间断空格"


def run_at(file: File, number: int, slip: Slip) -> Slip:
    """The first of the lines around this one that follow each other with such mistakes, and the fix of them all."""
    first, fix = slip, list(slip.fix)
    for step in (-1, 1):
        following = number + step
        while 0 < following <= len(file.lines):
            other = slip_in(file, following)
            if other is None or not other.fix:
                break
            first = other if step < 0 else first
            fix.extend(other.fix)
            following += step
    return first._replace(fix=tuple(sorted(fix)) if slip.fix else ())


_FLOW = (
    (r"\[[^\[\]]*(］)", "方括号的另一半写成了全角的“］”", "]"),
    (r"\{[^{}]*(｝)", "花括号的另一半写成了全角的“｝”", "}"),
    (r"(?<=[^\s,{])(，[ ]*)(?=[a-z][a-z_]*: )", "花括号里的两项之间用了全角逗号“，”", ", "),
)


def flow_slip_in(file: File, number: int) -> Slip | None:
    """Of a line within brackets."""
    slips = [
        Slip("flow", "", fix.span, told, f"请改为半角的“{right.strip()}”", (fix,))
        for pattern, told, right in _FLOW
        for found in re.finditer(pattern, file.line(number))
        for fix in (_piece(file, number, found.span(1), right),)
    ]
    return slips[0]._replace(fix=tuple(sorted(each.fix[0] for each in slips))) if slips else None


def _piece(file: File, number: int, within: tuple[int, int], text: str) -> Replacement:
    """Something else for a stretch of a line."""
    start = file.starts[number - 1]
    return Replacement(file.span(start + within[0], start + within[1]), text)
