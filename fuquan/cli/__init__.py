"""The command line: registers the commands, which live in a thin module a family."""

import sys

import typer

from fuquan.cli import ask, check, explain
from fuquan.cli.shell import Command, Shell, run

app = typer.Typer(
    cls=Shell,
    help="看住一份实施方案：哪些任务逾期了，是谁的，接下来是什么。不写命令等于 fuquan status。",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

for panel, commands in (("查询", ask.COMMANDS), ("时限", explain.COMMANDS), ("核对", check.COMMANDS)):
    for name, command, about in commands:
        app.command(name, cls=Command, rich_help_panel=panel, help=about)(command)


def main() -> None:
    sys.exit(run(app))
