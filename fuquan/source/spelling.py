"""A text as a YAML scalar: plain where every reader takes it for that text, else in quotes."""

import json
import re

from yaml.resolver import Resolver

from fuquan.errors import FuquanError, clipped
from fuquan.source import File, Mapping, Scalar, compose


def spelled(text: str, *, flow: bool, quote: str = "") -> str:
    """How to write `text` as a value, in brackets if `flow`; in the given quotes where they can hold it.

    Raises FuquanError of a text that YAML cannot hold.
    """
    if re.search(_UNHELD, text):
        raise FuquanError(f"“{clipped(text)}”里有 YAML 写不下的字符", "请去掉看不见的字符，重新输入")
    if quote == '"' or re.search(f"[\t\r\n{_ESCAPED}]", text):
        form: str = json.dumps(text, ensure_ascii=False)
        return re.sub(f"[{_ESCAPED}]", lambda found: f"\\u{ord(found[0]):04x}", form)
    is_odd = _is_typed(text) or (flow and re.search(_ODD_IN_BRACES, text) is not None)
    if not quote and not is_odd and reads_as(text, text, flow=flow):
        return text
    return "'{}'".format(text.replace("'", "''"))


_UNHELD = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""What is printable by YAML's own account (1.1, 4.1; 1.2, 5.1) is all but this."""

_ESCAPED = "\x85\u2028\u2029\ufeff"
"""Ends of a line to YAML 1.1 alone, and a mark that no text may hold."""

_ODD_IN_BRACES = r"[]\[{},:?]|^-\Z"
"""Readers differ in what they take for a part of a plain text there."""


def _is_typed(text: str) -> bool:
    """Whether other readers of YAML take the plain text for a number, a date, a truth value or nothing."""
    forms = (*Resolver.yaml_implicit_resolvers.get(text[:1], ()), *Resolver.yaml_implicit_resolvers.get(None, ()))
    return any(re.match(pattern, text) for _, pattern in forms) or re.fullmatch(_TYPED, text) is not None


_TYPED = r"[yYnN]|0o[0-7]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
"""What PyYAML takes for text, but YAML 1.1 by its letter, or 1.2, does not."""


def reads_as(form: str, text: str, *, flow: bool) -> bool:
    """Decided by reading it: what a plain scalar may hold depends on where it stands."""
    root, found = compose(File("", f"a: {{b: {form}, c: d}}\n" if flow else f"a:\n  b: {form}\n  c: d\n"))
    within = root.values.get("a") if isinstance(root, Mapping) else None
    if found or not isinstance(within, Mapping) or list(within.values) != ["b", "c"]:
        return False
    node, after = within.values.values()
    return type(node) is Scalar and node.text == text and not node.is_null and type(after) is Scalar
