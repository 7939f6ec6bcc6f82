"""What a template says, held against the fields there are: it names them, repeats and leaves out, and nothing else."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from html import unescape
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from fuquan.errors import FuquanError, clipped, listed, meant
from fuquan.export.word import legal

if TYPE_CHECKING:
    from jinja2 import Environment, TemplateSyntaxError, nodes

FILTERS = {"default": ("default_value", "boolean"), "first": (), "join": ("d",), "last": (), "length": ()}
"""Of Jinja's: those whose result is no longer than what they are given, with what they may be told. What else join
could be told is an attribute, which might be none of a field's.
"""

DEEPEST = 3
"""Loops within one another: the fields repeat twice at most, and many more would only fill the disk."""

HOW = "字段写成 {{ 主送 }}，逐段写成 {%p for 项 in 事项 %}、{{ 项.全文 }}、{%p endfor %} 三段，花括号用半角"

_PLAIN = "只能写字段、循环（for）和条件（if）"


class Part(NamedTuple):
    name: str
    """正文, 页眉, 页脚…"""
    text: str
    """As Jinja is given it, a paragraph a line."""

    def place(self, line: int) -> str:
        """正文“{{ 主宋 }}：”."""
        text = re.sub(r"<[^<>]*>", "", self.text.split("\n")[max(0, line - 1)])
        return f"{self.name}“{clipped(legal(unescape(text).strip()))}”"


def environment() -> "Environment":
    """Jinja in its sandbox, with nothing in it but a few filters."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    made.tests.clear()
    for name in [name for name in made.filters if name not in FILTERS]:
        del made.filters[name]
    return made


def check(parts: Sequence[Part], jinja: "Environment", fields: Mapping[str, object]) -> None:
    """Raises FuquanError for what the template says and may not, and else for all that it names and nobody knows.

    The `fields` are those that it may name, each with a value that it may have, or None where that is not known.
    """
    from jinja2 import TemplateSyntaxError

    unknown: dict[str, _Unknown] = {}
    named = False
    for part in parts:
        if wide := re.search("｛(?:<[^>]*>)*[｛%％]", part.text):
            place = part.place(part.text.count("\n", 0, wide.start()) + 1)
            raise FuquanError(f"模板的花括号要用半角：{place}", HOW)
        if torn := re.search(r"\{[{%](?:(?!\}\}|%\}).)*?</w:", part.text, re.DOTALL):
            place = part.place(part.text.count("\n", 0, torn.start()) + 1)
            raise FuquanError(f"模板的写法不对：有标记没有写完（{place}）", HOW)
        reader = _Reader(part, unknown)
        try:
            reader.read(jinja.parse(part.text).body, fields)
        except TemplateSyntaxError as error:
            raise FuquanError(f"模板的写法不对：{_told(error)}（{part.place(error.lineno)}）", HOW) from error
        except RecursionError as error:
            raise FuquanError(f"模板的写法不对：{part.name}里有一层套一层的标记，多得读不出来", HOW) from error
        named = named or reader.named
    if unknown:
        _refuse_names(unknown, fields)
    if not named:
        raise FuquanError("模板里没有字段，写出来会份份一样", HOW)


def _told(error: "TemplateSyntaxError") -> str:
    """What Jinja says of an error, in our words."""
    text = str(error)
    return next(
        (words.format(*found.groups()) for pattern, words in _SAID if (found := re.search(pattern, text))),
        "有看不懂的标记",
    )


_SAID = (
    ("unknown tag '(.*?)'", "不认识标记“{}”，或者它没有配成对"),
    ("expected token 'end of .*', got '{'|got 'end of|end of template|Missing end", "有标记没有写完"),
    ("expected token 'end of .*', got '(.*)'", "多了“{}”"),
    ("expected token '(.*)', got '(.*)'", "此处应当是“{}”，写的是“{}”"),
    ("unexpected '(.*)'", "多了“{}”"),
)


class _Unknown(NamedTuple):
    place: str
    known: Collection[str]
    """What could have been named there."""


class _Reader:
    """A part of the template, read as it will be filled in; `named` says whether it names any field."""

    def __init__(self, part: Part, unknown: dict[str, _Unknown]) -> None:
        self.part = part
        self.unknown = unknown
        self.named = False

    def read(self, body: "Sequence[nodes.Node]", scope: Mapping[str, object], depth: int = 0) -> None:
        from jinja2 import nodes

        for node in body:
            match node:
                case nodes.Output():
                    for each in node.nodes:
                        if isinstance(self.value(each, scope), list | dict):
                            raise self.refused(each, "这个字段有好几项，要用 for 逐项写")
                case nodes.For(target=nodes.Name()) if not node.recursive:
                    self.loop(node, scope, depth)
                case nodes.If():
                    self.value(node.test, scope)
                    for part in (node.body, node.elif_, node.else_):
                        self.read(part, scope, depth)
                case nodes.Include() | nodes.Import() | nodes.FromImport() | nodes.Extends():
                    raise self.refused(node, "不能引用别的文件")
                case _:
                    raise self.refused(node, _PLAIN)

    def loop(self, node: "nodes.For", scope: Mapping[str, object], depth: int) -> None:
        from jinja2 import nodes

        assert isinstance(node.target, nodes.Name)  # noqa: S101 - the caller has looked
        if depth == DEEPEST:
            raise self.refused(node, f"循环最多套{DEEPEST}层")
        items = self.value(node.iter, scope)
        if items is not None and not isinstance(items, list):
            raise self.refused(node, "for 只能用于有好几项的字段")
        inner = {**scope, node.target.name: items[0] if items else None, "loop": _LOOP}
        if node.test is not None:
            self.value(node.test, inner)
        self.read(node.body, inner, depth + 1)
        self.read(node.else_, scope, depth)

    def value(self, node: "nodes.Node", scope: Mapping[str, object]) -> object:
        """One that it may have, by which what it is made of is told; None where that is not known."""
        from jinja2 import nodes

        match node:
            case nodes.TemplateData():
                return ""
            case nodes.Const():
                return node.value
            case nodes.Name():
                self.named = True
                return self.found(node, node.name, scope)
            case nodes.Getattr(attr=name) | nodes.Getitem(arg=nodes.Const(value=str(name))):
                owner = self.value(node.node, scope)
                return None if owner is None else self.found(node, name, owner if isinstance(owner, dict) else {})
            case nodes.Filter():
                return self.filtered(node, scope)
            case nodes.Compare() | nodes.Operand() | nodes.And() | nodes.Or() | nodes.Not() | nodes.CondExpr():
                for each in node.iter_child_nodes():
                    self.value(each, scope)
                return ""
            case nodes.BinExpr() | nodes.UnaryExpr():
                why = f"不能用“{node.operator}”计算"
            case nodes.Call():
                why = "字段不能像函数那样调用"
            case _:
                why = _PLAIN
        raise self.refused(node, why)

    def filtered(self, node: "nodes.Filter", scope: Mapping[str, object]) -> object:
        from jinja2 import nodes

        if node.name not in FILTERS:
            filters = "、".join(sorted(FILTERS))
            raise self.refused(node, f"没有“{node.name}”这个过滤器，可用的有 {filters}")
        if not all(isinstance(one, nodes.Const) for one in _given(node)):
            raise self.refused(node, _PLAIN)
        free = FILTERS[node.name][len(node.args) :]
        if len(node.args) > len(FILTERS[node.name]) or not {each.key for each in node.kwargs} <= set(free):
            raise self.refused(node, f"“{node.name}”的括号里多了内容")
        value = self.value(node.node, scope) if node.node is not None else ""
        if node.name == "default":
            return value
        if why := _unfiltered(node.name, value):
            raise self.refused(node, why)
        if node.name in ("first", "last") and isinstance(value, list):
            return value[0] if value else None
        return ""

    def found(self, node: "nodes.Node", name: str, among: Mapping[str, object]) -> object:
        if name not in among:
            known = [one for one in among if one != "loop"]
            self.unknown.setdefault(name, _Unknown(self.part.place(node.lineno), known))
        return among.get(name)

    def refused(self, node: "nodes.Node", why: str) -> FuquanError:
        return FuquanError(f"模板的写法不对：{why}（{self.part.place(node.lineno)}）", HOW)


_LOOP: dict[str, object] = {
    **dict.fromkeys(("index", "index0", "revindex", "revindex0", "length"), 1),
    **dict.fromkeys(("first", "last"), True),
}
"""What Jinja says of a loop."""


def _unfiltered(name: str, value: object) -> str | None:
    """Why the filter has nothing to do with such a value; None where it has, or the value is not known."""
    if name != "join":
        return None if value is None or isinstance(value, str | list) else f"“{name}”只能用于文字和有好几项的字段"
    if isinstance(value, list) and any(isinstance(each, list | dict) for each in value):
        return "“join”不能用于一项里又有好几个字段的，要用 for 逐项写"
    return None if value is None or isinstance(value, list) else "“join”只能用于有好几项的字段"


def _given(node: "nodes.Filter") -> "Iterator[nodes.Node]":
    yield from node.args
    yield from (each.value for each in node.kwargs)
    yield from (each for each in (node.dyn_args, node.dyn_kwargs) if each is not None)


def _refuse_names(unknown: Mapping[str, _Unknown], fields: Collection[str]) -> NoReturn:
    places = [f"“{clipped(name)}”（{one.place}）" for name, one in unknown.items()]
    near = filter(None, (meant(name, one.known) for name, one in unknown.items()))
    known = dict.fromkeys(name for one in unknown.values() for name in one.known) or dict.fromkeys(fields)
    raise FuquanError(
        f"模板里没有这样的字段：{'、'.join(places[:_MOST])}" + (f"等{len(places)}个" if len(places) > _MOST else ""),
        f"{''.join(near)}可用的字段：{listed(list(known))}",
    )


_MOST = 20
"""Unknown fields that are named."""
