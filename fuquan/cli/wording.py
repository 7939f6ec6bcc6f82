"""What the command line says of its commands and parameters: the page of help, and what is wrong with a line."""

import inspect
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from typer._click import Context, Parameter
from typer._click.exceptions import BadOptionUsage, BadParameter, MissingParameter, NoSuchOption, UsageError
from typer._click.types import FuncParamType
from typer._types import TyperChoice
from typer.core import TyperArgument, TyperGroup, TyperOption
from typer.models import TyperPath

from fuquan.cli import IMPLIED, Row
from fuquan.errors import nearest
from fuquan.text import pad, width_of, wrap

# The names that Typer gives to the types of values, in 0.26 and since 0.27.
_KINDS = {
    **dict.fromkeys(("int", "int range", "integer", "integer range"), "整数"),
    **dict.fromkeys(("float", "float range"), "数字"),
    **dict.fromkeys(("file", "filename"), "文件"),
    "choice": "值",
    "datetime": "日期",
    "directory": "文件夹",
    "path": "路径",
}


def page(ctx: Context, usage: str, commands: Iterable[Row], width: int) -> str:
    """The help of the command of `ctx`, whose `usage` is what may follow its name, and of whose `commands`."""
    arguments = [param for param in ctx.command.params if isinstance(param, TyperArgument) and not param.hidden]
    line = " ".join([f"用法：{ctx.command_path}", usage, *map(_usage_of, arguments)])
    before, after = inspect.cleandoc(ctx.command.help or ""), inspect.cleandoc(ctx.command.epilog or "")
    tables = [*_tables(commands, width), *_tables(_parameters(ctx), width)]
    blocks = [wrap(line, width), wrap(before, width), *tables, wrap(after, width)]
    return "\n\n".join("\n".join(block) for block in blocks if any(block))


def misuse(error: UsageError, ctx: Context) -> str:
    """What is wrong with the form of the line, before any value is looked at."""
    match error:
        case NoSuchOption(option_name=name):
            return f"没有“{name}”选项{offer(name, option_names(ctx))}"
        case BadOptionUsage(option_name=name):
            option = next(
                param for param in ctx.command.get_params(ctx) if name in (*param.opts, *param.secondary_opts)
            )
            is_flag = isinstance(option, TyperOption) and option.is_flag
            return f"选项“{name}”不带值" if is_flag else f"选项“{name}”后面缺少{_metavar(option)}"
        case _:
            return "参数的个数不对"


def rejected(error: UsageError, ctx: Context, values: Mapping[str, Any], rest: Sequence[str]) -> str:
    """What is wrong with a line whose form is right: a value, or words that no parameter takes."""
    if isinstance(error, BadParameter):
        return bad_value(error, ctx, values)
    return too_many(rest, ctx) if rest and not ctx.allow_extra_args else error.message


def bad_value(error: BadParameter, ctx: Context, values: Mapping[str, Any]) -> str:
    """What is wrong with one of the `values` as they were typed."""
    param = error.param
    if param is None:
        return error.message
    choices = _choices(param)
    listed = f"可选：{'、'.join(choices)}"
    if isinstance(error, MissingParameter):
        return f"缺少{named(param)}" + f"，{listed}" * bool(choices)
    given, source = param.consume_value(ctx, values)
    name = f"环境变量“{param.envvar}”" if source.name == "ENVIRONMENT" else named(param)
    value = next((str(one) for one in _each(given) if not _is_accepted(one, param, ctx)), None)
    kind = _kind(param)
    if value is None or (kind is None and error.message != value):  # said by a callback or a parser of ours
        return f"{name}：{error.message}"
    if choices:
        return f"{name}不能是“{value}”{offer(value, choices) or '，'}{listed}"
    if isinstance(param.type, TyperPath):
        return f"{name}不能是“{value}”：没有这个{kind}，或者不能用"
    limits = _range(param)
    expected = f"{limits}的{kind}" if limits else kind
    return f"{name}不能是“{value}”" + (f"，应为{expected}" if expected else "")


def too_many(rest: Sequence[str], ctx: Context) -> str:
    """What is wrong with the words at the `rest` of the line, which no parameter takes."""
    root = ctx.find_root().command
    if IMPLIED in ctx.meta and isinstance(root, TyperGroup) and rest[0] in root.list_commands(ctx):
        return f"命令要写在最前面：fuquan {rest[0]} …"
    end = offer(rest[0], option_names(ctx)) if _plain(rest[0]).startswith("-") else ""
    return f"多余的参数{'、'.join(f'“{word}”' for word in rest)}{end}"


def offer(word: str, known: Sequence[str]) -> str:
    """The end of a sentence about an unknown `word`: what it may have meant."""
    bare = {name.lstrip("-"): name for name in known if name != word and (len(name) > 2 or not name.startswith("-"))}
    plain = _plain(word)
    words = [plain] if plain != word and plain in known else [bare[near] for near in nearest(plain.lstrip("-"), bare)]
    return f"，是不是要用{'或'.join(f'“{name}”' for name in words)}？" if words else ""


def named(param: Parameter) -> str:
    return f"选项“{max(param.opts, key=len)}”" if isinstance(param, TyperOption) else f"参数“{_metavar(param)}”"


def option_names(ctx: Context) -> list[str]:
    """What may be typed here; where the command was not typed, the options of the program too."""
    parents = [ctx.parent] if IMPLIED in ctx.meta and ctx.parent else []
    params = [param for context in (ctx, *parents) for param in context.command.get_params(context)]
    options = [param for param in params if isinstance(param, TyperOption) and not param.hidden]
    return list(dict.fromkeys(name for option in options for name in (*option.opts, *option.secondary_opts)))


def _plain(word: str) -> str:
    """`word` as it would be without an input method in the way: ——ｕｎｉｔ is --unit."""
    return unicodedata.normalize("NFKC", word).translate(dict.fromkeys(map(ord, "—–−"), "-")).lower()


def _is_accepted(value: object, param: Parameter, ctx: Context) -> bool:
    try:
        param.type(value, param, ctx)
    except BadParameter:
        return False
    return True


def _tables(rows: Iterable[Row], width: int) -> list[list[str]]:
    """The lines of every panel: two columns under its title, with one indentation for all."""
    panels: dict[str, list[tuple[str, str]]] = {}
    for panel, left, right in rows:
        panels.setdefault(panel, []).append((left, right))
    widest = max((width_of(left) for panel in panels.values() for left, _ in panel), default=0)
    indent = min(widest, width * 2 // 5) + 4
    return [
        [title, *(line for left, right in panel for line in _beside(left, right, indent, width))]
        for title, panel in panels.items()
    ]


def _beside(left: str, right: str, indent: int, width: int) -> list[str]:
    lines = [" " * indent + line for line in wrap(right, width - indent)]
    if width_of(left) + 4 > indent:
        return [*(f"  {line}" for line in wrap(left, width - 2)), *lines]
    return [(pad(f"  {left}", indent) + lines[0].lstrip()).rstrip(), *lines[1:]]


def _parameters(ctx: Context) -> Iterator[Row]:
    for param in ctx.command.get_params(ctx):
        if not isinstance(param, TyperArgument | TyperOption) or param.hidden:
            continue
        facts = "；".join(_facts(param, ctx))
        right = (param.help or "") + (f"（{facts}）" if facts else "")
        if isinstance(param, TyperArgument):
            yield param.rich_help_panel or "参数", _metavar(param) + "..." * (param.nargs != 1), right
        else:
            names = " / ".join(", ".join(sorted(opts, key=len)) for opts in (param.opts, param.secondary_opts) if opts)
            value = "" if param.is_flag else f" {_metavar(param)}"
            yield param.rich_help_panel or "选项", " " * 4 * names.startswith("--") + names + value, right


def _facts(param: TyperArgument | TyperOption, ctx: Context) -> Iterator[str]:
    if choices := _choices(param):
        yield f"可选：{'、'.join(choices)}"
    if limits := _range(param):
        yield limits
    if default := _default(param, ctx):
        yield f"默认：{default}"
    if param.required:
        yield "必填"
    if param.multiple or param.nargs == -1:
        yield "可多次使用" if param.multiple else "可写多个"


def _default(param: TyperArgument | TyperOption, ctx: Context) -> str:
    value = param.get_default(ctx, call=False)
    match param.show_default, value:
        case str() as text, _:
            return text
        case False, _:
            return ""
        case _, None | False | "":
            return ""
        case _, True:
            return param.opts[0]
    if callable(value):
        return ""
    return "、".join(str(one.value if isinstance(one, Enum) else one) for one in _each(value))


def _usage_of(param: TyperArgument) -> str:
    name = _metavar(param) + "..." * (param.nargs != 1)
    return name if param.required else f"[{name}]"


def _metavar(param: Parameter) -> str:
    fallback = (param.name or "").upper() if isinstance(param, TyperArgument) else _kind(param) or "文字"
    return param.metavar or fallback


def _kind(param: Parameter) -> str | None:
    """What a value of a type of Typer's is called; None for text and what is read by a parser of ours."""
    return None if isinstance(param.type, FuncParamType) else _KINDS.get(param.type.name)


def _choices(param: Parameter) -> list[str]:
    return [str(choice) for choice in param.type.choices] if isinstance(param.type, TyperChoice) else []


def _range(param: Parameter) -> str:
    match getattr(param.type, "min", None), getattr(param.type, "max", None):
        case None, None:
            return ""
        case low, None:
            return f"不小于{low}"
        case None, high:
            return f"不大于{high}"
        case low, high:
            return f"{low}至{high}"


def _each(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else (value,)
