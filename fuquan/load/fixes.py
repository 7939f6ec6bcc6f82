"""The one mechanical answer to what a Chinese keyboard does to values, as replacements of the characters themselves.

A value has none where the file does not bear it to the letter: over several lines, or with an escape in its quotes.
"""

import re
from collections.abc import Iterator, Mapping

from fuquan.diagnostic import Replacement
from fuquan.schema import Shape
from fuquan.source import Node, Scalar, Sequence
from fuquan.text import INVISIBLE, half_width

Fix = tuple[Replacement, ...]


def written(node: Node, text: str) -> Fix:
    """Something else for the whole text; its quotes, if any, stay."""
    return _pieces(node, [(0, len(node.text), text)]) if isinstance(node, Scalar) else ()


def without_unseen(node: Scalar) -> Fix:
    return _pieces(node, [(*found.span(), "") for found in re.finditer(f"[{INVISIBLE}]", node.text)])


def of_keys(node: Scalar, fields: Mapping[str, Shape]) -> Fix:
    """Half-width marks for keys in braces that run on in one word: date：2023-05-10，text：说明."""
    return _pieces(node, list(_keys(node.text, fields))) if node.plain else ()


def swallowed(node: Node, fields: Mapping[str, Shape]) -> tuple[str, Fix] | None:
    """The first key that a full-width comma has made part of a value in braces, and the fix of all such."""
    if type(node) is not Scalar or not node.plain or "，" not in node.text:
        return None
    found = re.search(r"，\s*(\w+)\s*：", node.text)
    if found is None or half_width(found[1]) not in fields:
        return None
    return half_width(found[1]), _pieces(node, list(_keys(node.text, fields)))


def brackets(node: Scalar, shape: Shape) -> tuple[str, Fix] | None:
    """A value that was to be a list or a table with half-width brackets, and its marks where they can be no text."""
    text, inner = node.text, node.text[1:-1]
    is_list = shape.kind in ("list", "members")
    pair = ("［【[", "］】]") if is_list else ("｛{", "｝}")
    if not node.plain or len(text) < 2 or text[0] not in pair[0] or text[-1] not in pair[1]:
        return None
    right = "[]" if is_list else "{}"
    pieces = [(0, 1, right[0]), (len(text) - 1, len(text), right[1])]
    if is_list and shape.of is not None and (shape.kind == "members" or shape.of.kind == "name"):
        pieces += [(found.start() + 1, found.end() + 1, ", ") for found in re.finditer(r"\s*[，、]\s*", inner)]
    elif shape.kind == "record":
        pieces += [(start + 1, end + 1, mark) for start, end, mark in _keys(inner, shape.fields)]
    elif re.search("[，、：]", inner):
        return None
    mended = text
    for start, end, mark in sorted(pieces, reverse=True):
        mended = mended[:start] + mark + mended[end:]
    return mended, _pieces(node, pieces)


def apart(node: Scalar, within: Node | None) -> Fix:
    """Names that run on in one item, as items of their own: in brackets at their marks, else a line each."""
    marks = list(re.finditer(r"(?<=\S)(?:\s*[，、,；;]\s*|\s+)(?=\S)", node.text))
    if not isinstance(within, Sequence) or not node.plain:
        return ()
    if within.flow:
        return _pieces(node, [(*mark.span(), ", ") for mark in marks])
    line = node.file.line(node.start.line + 1)
    own_line = re.fullmatch(r"( *- )" + re.escape(node.text) + r"[ \t]*(?:#.*)?", line)
    if own_line is None:
        return ()
    item = f"{node.file.break_after(node.end.index)}{own_line[1]}"
    return _pieces(node, [(*mark.span(), item) for mark in marks])


def _keys(text: str, fields: Mapping[str, Shape]) -> Iterator[tuple[int, int, str]]:
    for found in re.finditer(r"(^|\s*[，、,；;]\s*)(\w+)(\s*：\s*)", text):
        name = half_width(found[2])
        if name in fields:
            if found[1].strip() not in ("", ","):
                yield *found.span(1), ", "
            if name != found[2]:
                yield *found.span(2), name
            yield *found.span(3), ": "


def _pieces(node: Scalar, pieces: list[tuple[int, int, str]]) -> Fix:
    """Replacements at indices of the node's text; none where the file does not bear it to the letter."""
    at = node.typed_at()
    if at is None:
        return ()
    return tuple(Replacement(node.file.span(at + start, at + end), text) for start, end, text in sorted(pieces))
