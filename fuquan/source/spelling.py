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
    single, double = "'{}'".format(text.replace("'", "''")), json.dumps(text, ensure_ascii=False)
    forms: list[str] = [single, double] if _is_typed(text) else [text, single, double]
    first = [form for form in (single, double) if quote and form[0] == quote]
    for form in (*first, *forms):
        if _reads_as(form, text, flow):
            return form
    raise FuquanError(f"“{clipped(text)}”里有 YAML 写不下的字符", "请去掉看不见的字符，重新输入")


def _is_typed(text: str) -> bool:
    """Whether other readers of YAML take the plain text for a number, a date, a truth value or nothing."""
    forms = (*Resolver.yaml_implicit_resolvers.get(text[:1], ()), *Resolver.yaml_implicit_resolvers.get(None, ()))
    return any(re.match(pattern, text) for _, pattern in forms)


def _reads_as(form: str, text: str, flow: bool) -> bool:
    """Decided by reading it: what a plain scalar may hold depends on where it stands."""
    root, found = compose(File("", f"a: {{b: {form}, c: d}}\n" if flow else f"a:\n  b: {form}\n  c: d\n"))
    within = root.values.get("a") if isinstance(root, Mapping) else None
    if found or not isinstance(within, Mapping) or list(within.values) != ["b", "c"]:
        return False
    node, after = within.values.values()
    return type(node) is Scalar and node.text == text and not node.is_null and type(after) is Scalar
