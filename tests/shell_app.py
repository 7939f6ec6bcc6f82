"""A small program with the shell of fuquan, run by test_shell in this process and in others."""

import signal
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fuquan.cli.shell import Command, Group, Shell, run
from fuquan.errors import FuquanError

NAMES = [
    ("区司法局", "七项[/坏]\n不显示"),
    ("红杨镇", "镇：五个之一"),
    ("""a b$(touch pwned)`touch pwned`'"*:;\\$(touch pwned)""", "$(touch pwned)"),
    ("看\u202e不见\n", ""),
]


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def complete_units() -> list[tuple[str, str]]:
    return NAMES


def complete_broken() -> list[str]:
    raise FuquanError("数据读不出来")


def a_town(name: str) -> str:
    if not name.endswith("镇"):
        raise typer.BadParameter(f"“{name}”不是镇")
    return name


Units = Annotated[
    list[str] | None,
    typer.Option("--unit", "-u", metavar="单位", help="只看这些单位的任务，别名也算", autocompletion=complete_units),
]

app = typer.Typer(
    cls=Shell,
    help="看住一份实施方案：谁欠什么，哪天到期，逾期几天。\n\n各命令的用法见 fuquan 命令 --help。",
    epilog="例：fuquan overdue --unit 区司法局",
    add_completion=False,
)


@app.command(cls=Command, rich_help_panel="查询", help="总体情况：完成、逾期、近期到期\n\n第二段不在命令表里。")
def status(
    unit: Units = None,
    brief: Annotated[bool, typer.Option("--brief", help="只说一句话")] = False,
    form: Annotated[Format, typer.Option("--format", "-f", metavar="格式", help="输出的格式")] = Format.TABLE,
    today: Annotated[str | None, typer.Option(metavar="日期", help="按这一天计算")] = None,
) -> None:
    typer.echo(f"status {unit} {brief} {form} {today}")


@app.command(
    cls=Command,
    rich_help_panel="查询",
    help="已逾期的任务，逾期最久的在前，写明逾期天数，以及哪些单位还没有完成",
)
def overdue(
    unit: Units = None,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="至少几天", envvar="SHELL_APP_DAYS")] = 30,
    town: Annotated[str | None, typer.Option(parser=a_town, metavar="镇", autocompletion=complete_broken)] = None,
    data: Annotated[Path | None, typer.Option(exists=True, file_okay=False, help="数据所在的文件夹")] = None,
    fail: Annotated[bool, typer.Option("--fail")] = False,
) -> int:
    return 1 if fail else 0


@app.command(cls=Command, rich_help_panel="核对", help="一项任务的全部内容")
def show(
    ids: Annotated[list[int], typer.Argument(metavar="序号", help="任务的序号")],
    on: Annotated[Format, typer.Option("--on", help="什么格式")],
) -> None:
    raise FuquanError(f"没有任务“{ids[0]}\x1b[31m”", "序号是1至15\n共15项")


@app.command(cls=Command, hidden=True)
def fall(how: str) -> None:
    match how:
        case "interrupt":
            signal.default_int_handler(signal.SIGINT, None)
        case "abort":
            raise typer.Abort
        case "exit":
            raise typer.Exit(3)
        case "refuse":
            raise typer.BadParameter("这样不行")
        case "long":
            typer.echo("很长\n" * 100_000)
        case "gbk":
            typer.echo("℃𠮷✓")
        case _:
            raise ZeroDivisionError(how)


reports = typer.Typer(cls=Group, help="写报告")
app.add_typer(reports, name="report", rich_help_panel="核对")


@reports.command(cls=Command, help="月报")
def month() -> None: ...


@reports.command(cls=Command, help="周报")
def week() -> None: ...


if __name__ == "__main__":
    sys.exit(run(app))
