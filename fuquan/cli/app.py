"""The program: a group that makes a command when it is asked for, since making them all takes as long as answering."""

from importlib import import_module

import typer
from typer._click import Command as AnyCommand
from typer._click import Context
from typer.main import get_command

from fuquan.cli import ABOUT, COMMANDS
from fuquan.cli.shell import Command, Shell


class Program(Shell):
    """Lists the commands of the table, and makes the one that is run."""

    def list_commands(self, ctx: Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Context, cmd_name: str) -> AnyCommand | None:
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            self.commands[cmd_name] = _made(cmd_name)
        return self.commands.get(cmd_name)


def _made(name: str) -> AnyCommand:
    entry = COMMANDS[name]
    module, _, function = entry.function.partition(".")
    lone = typer.Typer(add_completion=False, rich_markup_mode=None)
    callback = getattr(import_module(f"fuquan.cli.{module}"), function)
    lone.command(name, cls=Command, rich_help_panel=entry.panel, help=entry.about)(callback)
    return get_command(lone)


app = typer.Typer(cls=Program, help=ABOUT, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
app.callback()(lambda: None)
