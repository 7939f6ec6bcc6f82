"""The command line in Chinese: help, answers to what was typed wrong, and the one place that runs it.

    app = typer.Typer(cls=Shell, help="看住一份实施方案", add_completion=False)

    @app.command(cls=Command, rich_help_panel="查询", help="已逾期的任务")
    def overdue(days: Annotated[int, typer.Option(metavar="天数", help="至少逾期几天")] = 1) -> int: ...

    def main() -> None:
        sys.exit(run(app))

Every command gives its `help`, or its docstring is shown. The choices, the default, 必填 and 可多次使用 are added to
the help of a parameter. A command returns its exit status or nothing.
"""

import errno
import io
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import typer
from typer._click import ClickException, Context, HelpFormatter, Parameter
from typer._click import Command as AnyCommand
from typer._click.exceptions import UsageError
from typer._click.shell_completion import CompletionItem
from typer._completion_shared import _get_shell_name
from typer._types import TyperChoice
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from fuquan import __version__
from fuquan.cli import COMPLETION, IMPLIED, Row
from fuquan.errors import FuquanError

# What is said of a line that is wrong, the page of help and completion are loaded when they are needed.

SHELLS = ("bash", "zsh", "fish")


class _Chinese(AnyCommand):
    """What commands and groups share."""

    usage: ClassVar[str]

    def get_help_option_names(self, ctx: Context) -> list[str]:
        return ["-h", "--help"]

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示帮助并退出"
        return option

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        from fuquan.cli.wording import page

        width = max(20, shutil.get_terminal_size().columns)
        formatter.write(page(ctx, self.usage, self._commands(ctx), width))

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        try:
            values, rest, order = self.make_parser(ctx).parse_args(list(args))
        except UsageError as error:
            from fuquan.cli.wording import misuse

            raise UsageError(misuse(error, ctx), ctx) from error
        for param in order:
            if isinstance(param, TyperOption) and not (param.multiple or param.is_flag) and order.count(param) > 1:
                from fuquan.cli.wording import named

                raise UsageError(f"{named(param)}只能写一次", ctx)
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            from fuquan.cli.wording import rejected

            raise UsageError(rejected(error, ctx, values, rest), ctx) from error

    def _commands(self, ctx: Context) -> Iterator[Row]:
        yield from ()


class Command(_Chinese, TyperCommand):
    usage = "[选项]"

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        suspects = [
            arg
            for arg in args[: args.index("--") if "--" in args else None]
            if len(arg) > 2 and arg[0] == "-" != arg[1]
        ]
        if suspects and not ctx.resilient_parsing:
            from fuquan.cli.wording import option_names

            # -unit would be read as -u nit
            long = {name[1:]: name for name in option_names(ctx) if name.startswith("--")}
            for arg in suspects:
                if (name := arg.partition("=")[0]) in long:
                    raise UsageError(f"没有“{name}”选项，是不是要用“{long[name]}”？", ctx)
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        return super().shell_complete(ctx, incomplete or "-")


class Group(_Chinese, TyperGroup):
    usage = "命令 [选项]"
    default: ClassVar[str] = ""

    def invoke(self, ctx: Context) -> Any:
        if not ctx._protected_args and not self.invoke_without_command:
            raise UsageError(f"缺少命令，可用：{'、'.join(self._visible(ctx))}", ctx)
        return super().invoke(ctx)

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, AnyCommand | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            from fuquan.cli.wording import offer, option_names

            known = [*self._visible(ctx), *option_names(ctx)]
            raise UsageError(f"没有“{args[0]}”命令{offer(args[0], known)}", ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        is_unknown = bool(ctx._protected_args)  # a word stands where the command should
        return [] if is_unknown else super().shell_complete(ctx, incomplete)

    def _commands(self, ctx: Context) -> Iterator[Row]:
        for name, command in self._visible(ctx).items():
            short = command.short_help or (command.help or "").partition("\n")[0]
            panel = getattr(command, "rich_help_panel", None) or "命令"
            yield panel, name, short + "（默认）" * (name == self.default)

    def _visible(self, ctx: Context) -> dict[str, AnyCommand]:
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        return {name: command for name, command in commands if command is not None and not command.hidden}


class Shell(Group):
    """The whole program, which without a command runs `default`."""

    usage = "[命令] [选项]"
    default = "status"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        shell = {"type": TyperChoice(SHELLS), "metavar": "[shell]"}
        options: tuple[tuple[str, Any, str, dict[str, Any]], ...] = (
            ("--version", _print_version, "显示版本并退出", {"is_flag": True}),
            ("--install-completion", _install_completion, "安装命令补全；不写shell，则为当前的shell", shell),
            ("--show-completion", _show_completion, "显示命令补全的脚本，不安装", shell),
        )
        self.params += [
            TyperOption(param_decls=[name], callback=callback, help=about, is_eager=True, expose_value=False, **kind)
            for name, callback, about, kind in options
        ]

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        first = args[0].partition("=")[0] if args else ""
        if args in (["--install-completion"], ["--show-completion"]) and not ctx.resilient_parsing:
            shell = _get_shell_name()
            if shell not in SHELLS:
                raise UsageError(f"认不出当前的shell，请写明，如：fuquan {first} bash", ctx)
            args = [first, shell]
        is_of_default = first.startswith("-") and first != "-" and first not in _own_options(self)
        if self.default in self.list_commands(ctx) and (is_of_default or not (args or ctx.resilient_parsing)):
            ctx.meta[IMPLIED] = True
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        items = super().shell_complete(ctx, incomplete)
        command = self.get_command(ctx, self.default)
        if command is None or not incomplete.startswith("-"):
            return items
        own = {item.value for item in items}
        others = command.shell_complete(Context(command, parent=ctx, info_name=self.default), incomplete)
        return [*items, *(item for item in others if item.value not in own)]


def _own_options(group: TyperGroup) -> set[str]:
    return {"-h", "--help", *(name for param in group.params for name in (*param.opts, *param.secondary_opts))}


def run(app: typer.Typer, args: Sequence[str] | None = None) -> int:
    """The exit status of the program, once everything is said. A bug is raised as it is.

    A reader that has gone away (`| head`) ends it as it ends other tools, with the status of SIGPIPE.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started this: what is written goes nowhere
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until the end
        if isinstance(stream := getattr(sys, name), io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _status_of(get_command(app), list(sys.argv[1:] if args is None else args))
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.ENOSPC):
            raise
        _discard_output()
        return 141 if error.errno == errno.EPIPE else _refuse("磁盘已满，没有写完")
    return status


def _status_of(command: AnyCommand, args: list[str]) -> int:
    try:
        if instruction := os.environ.get(COMPLETION):
            from fuquan.cli import completion

            typer.echo(completion.answer(command, instruction), nl=False)
            return 0
        with command.make_context("fuquan", args) as ctx:
            status = command.invoke(ctx)
        return status if isinstance(status, int) else 0
    except typer.Exit as error:
        return error.exit_code
    except KeyboardInterrupt:
        typer.echo("已中断", err=True)
        return 130
    except typer.Abort:
        typer.echo("已取消", err=True)
        return 2
    except (FuquanError, ClickException) as error:
        return _refuse(error.message, *_help_of(error))


def _help_of(error: FuquanError | ClickException) -> list[str]:
    match error:
        case FuquanError(help=str() as text):
            return text.split("\n")
        case UsageError(ctx=Context() as ctx):
            return [f"用法见 {ctx.command_path} --help"]
        case _:
            return []


def _refuse(message: str, *lines: str) -> int:
    from fuquan.text import printable

    for line in (f"错误：{message}", *lines):
        typer.echo(printable(line), err=True)
    return 2


def _discard_output() -> None:
    """Let what is still in the buffer of stdout go nowhere, or the interpreter fails to write it when it ends."""
    with suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_version(ctx: Context, param: Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        typer.echo(f"fuquan {__version__}")
        ctx.exit()


def _show_completion(ctx: Context, param: Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        from fuquan.cli.completion import script

        typer.echo(script(value))
        ctx.exit()


def _install_completion(ctx: Context, param: Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        from fuquan.cli.completion import install

        try:
            path = install(value, Path.home())
        except OSError as error:
            raise FuquanError(f"写不了“{error.filename}”，没有安装") from error
        typer.echo(f"已安装{value}的命令补全：{path}\n重新打开终端后生效。")
        ctx.exit()
