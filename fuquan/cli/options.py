"""What several commands share: their options, the day, the data, and how an answer is written."""

import datetime as dt
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from fuquan.errors import FuquanError
from fuquan.load import Loaded, load
from fuquan.model import Plan, Unit
from fuquan.owed import Situation
from fuquan.source import exists, find_data, is_folder

if TYPE_CHECKING:
    from fuquan.view.page import Page, Sheet

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"
    TEXT = "text"


def complete_units(incomplete: str) -> list[str]:
    plan = plan_to_complete()
    names = (name for unit in plan.bodies() for name in (unit.name, *unit.aliases)) if plan else ()
    return [name for name in names if name.startswith(incomplete)]


def complete_sections(incomplete: str) -> list[tuple[str, str]]:
    plan = plan_to_complete()
    return [(one.id, one.title) for one in plan.sections if one.id.startswith(incomplete)] if plan else []


def complete_tasks(incomplete: str) -> list[tuple[str, str]]:
    plan = plan_to_complete()
    return [(str(one.id), one.name) for one in plan.tasks if str(one.id).startswith(incomplete)] if plan else []


def plan_to_complete() -> Plan | None:
    """The plan in the data that completion can see; nothing is said where there is none."""
    try:
        return load(data_folder(None)).plan
    except FuquanError:
        return None


def of_units(help_: str, metavar: str = "单位") -> Any:
    """The option --unit, which says of each command what it means there."""
    return typer.Option("--unit", "-u", metavar=metavar, help=help_, autocompletion=complete_units)


Units = Annotated[
    list[str] | None,
    of_units("只看这个责任单位，可用别名；组（如各镇）即其全部成员"),
]
Today = Annotated[str | None, typer.Option("--today", metavar="日期", help="按哪一天答复，如 2023-05-10；不写即今天")]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="日期|版本", help="按 git 里那一天或那个版本的数据答复，如 4月30日、3181a06"),
]
Data = Annotated[
    Path | None, typer.Option("--data", metavar="文件夹", help="数据所在的文件夹；不写则从当前文件夹逐级向上找 data")
]
Force = Annotated[bool, typer.Option("--force", help="已经有同名文件的，换掉它")]
Form = Annotated[
    Format,
    typer.Option("--format", "-f", help="格式：table 表格，json、csv 供程序用，md 供文档用，text 可直接发群"),
]

_FULL = "[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日"


def day(text: str, option: str) -> dt.date:
    """The date that an option names: 2023-05-10 or 2023年5月10日, for a day that others are counted from."""
    if len(text) == 10 and text[4::3] == "--" and text.replace("-", "").isdecimal():
        with suppress(ValueError):  # else the day says below what is wrong with it
            return dt.date.fromisoformat(text)
    if not re.fullmatch(_FULL, text):
        raise FuquanError(f"{option} 的“{text}”不是日期", "请写成 2023-05-10 或 2023年5月10日")
    from fuquan.daywords import exact_day

    return exact_day(text, dt.date.min, option)


def day_beside(text: str, option: str, asked: str | None) -> dt.date:
    """The date that an option names, which may be counted from the day asked for: 昨天, 上月底; not one left open."""
    from fuquan.daywords import exact_day

    return exact_day(text, today(asked), option)


def month(text: str, today: dt.date) -> str:
    """The month that is named, as 2023-05; one that has not begun is refused."""
    from fuquan.daywords import month_of
    from fuquan.text import long_day

    key = month_of(text, today)
    if key is None:
        raise FuquanError(f"“{text}”不是月份", "请写成 2023-05、2023年5月、5月或者上月")
    if key > f"{today:%Y-%m}":
        from fuquan.due import period_name

        raise FuquanError(f"{period_name(key)}还没有到", f"今天是{long_day(today)}，请核对月份")
    return key


def at_day(text: str) -> dt.date | None:
    """The day that --at names; None of what is no day, and so a revision."""
    from fuquan.daywords import day_of, is_day

    return day_of(text, today(None), "--at").date if is_day(text) else None


def today(text: str | None) -> dt.date:
    """The day asked for, else the date in Shanghai whatever the machine's zone."""
    return day_asked(text) or now_in_shanghai()


def now_in_shanghai() -> dt.date:
    return dt.datetime.now(SHANGHAI).date()


def day_asked(text: str | None) -> dt.date | None:
    """--today, else FUQUAN_TODAY; None where neither says a day."""
    if text is not None:
        return day(text, "--today")
    told = os.environ.get("FUQUAN_TODAY")
    return day(told, "环境变量 FUQUAN_TODAY") if told else None


def data_folder(given: Path | None) -> Path:
    """--data, else FUQUAN_DATA, else the nearest `data/` upwards."""
    named = given or (Path(told) if (told := os.environ.get("FUQUAN_DATA")) else None)
    if named is None:
        return find_data(_here())
    source = " --data " if given else "环境变量 FUQUAN_DATA "
    if is_folder(named):
        return named
    if exists(named):
        raise FuquanError(f"{source.lstrip()}的“{named}”不是文件夹", f"请指明它所在的文件夹：{named.parent}")
    raise FuquanError(f"没有{source}所指的文件夹“{named}”", "请核对路径；其中应有 tasks.yaml")


def data_is_named() -> bool:
    return bool(os.environ.get("FUQUAN_DATA"))


def text(value: str | None, option: str, *, one_line: bool = False) -> str | None:
    """A text as it shall be written down; raises FuquanError of one that is empty, or holds what nobody sees."""
    from fuquan.text import printable

    if value is None:
        return None
    refuse_empty(value, option)
    typed = value.strip()
    for line in [typed] if one_line else typed.split("\n"):
        if (shown := printable(line)) != line:
            what = "换行或者看不见的字符" if one_line else "看不见的字符"
            raise FuquanError(f"{option} 里有{what}：{shown}", "请去掉它，重新输入")
    return typed


def refuse_empty(value: str | None, option: str) -> None:
    """Nothing is hardly meant, least of all as a path, where it is the folder one is in."""
    if value is not None and not value.strip():
        raise FuquanError(f"{option} 是空的", "请写上内容，或者去掉这个选项")


def task_numbers(words: Iterable[str]) -> list[int]:
    """The numbers of tasks on the command line."""
    wrong = [word for word in words if not (word.isdecimal() and len(word) < 7)]
    if wrong:
        raise FuquanError(f"“{'”“'.join(wrong)}”不是任务序号", "任务序号是清单第一列的数字，如 2")
    return [int(word) for word in words]


def whose(units: list[str] | None, all_: bool, *, doing: str, everybody: str) -> tuple[str, ...]:
    """The names after --unit, none with --all; `doing` is what the command does (发函), `everybody` what --all means.

    Raises FuquanError of both and of neither: whoever gets something is named, or all are on purpose.
    """
    if units and all_:
        raise FuquanError("--all 是所有单位，不能与 --unit 同用", "请去掉其中一个")
    if not units and not all_:
        raise FuquanError(f"没有写给哪家单位{doing}", f"请用 --unit 写明单位，或者用 --all {everybody}")
    return tuple(units or ())


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise FuquanError("当前文件夹已被删除", "请换到别的文件夹再运行") from None


def plan_and_day(data: Path | None, at: str | None, today_text: str | None) -> tuple[Plan, dt.date]:
    """The plan to answer from, as it is or as it was at --at; and the day, which is then that day unless given."""
    if at is None:
        day = today(today_text)
        return plan_in(data_folder(data)), day
    from fuquan.cli.past import past, plan_then

    given = day_asked(today_text) if today_text is not None else None
    one = past(data_folder(data), at)
    return plan_then(one), given or one.day


def plan_in(folder: Path) -> Plan:
    """The plan, or an end with status 1 and every finding on stderr: no command answers from data that are wrong."""
    return whole(load(folder))


def whole(loaded: Loaded) -> Plan:
    from fuquan.diagnostic import Severity

    errors = [one for one in loaded.found if one.severity is Severity.ERROR]
    if errors or loaded.plan is None:
        from fuquan import report

        sys.stderr.write(report.text(errors, loaded.files, columns(sys.stderr)))
        say(f"数据有错，未作答复：{report.summed(errors)}")
        raise typer.Exit(1)
    return loaded.plan


def columns(stream: TextIO) -> int | None:
    """The width of the terminal that reads, or that COLUMNS gives; None of a pipe, where lines stay whole."""
    import shutil

    return shutil.get_terminal_size().columns if stream.isatty() or os.environ.get("COLUMNS") else None


def say(text: str) -> None:
    """A line to whoever is at the keyboard, beside the results and behind those that are written."""
    sys.stdout.flush()
    sys.stderr.write(f"{text}\n")


@contextmanager
def progress(doing: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on stderr while something takes long, gone afterwards; only where somebody looks. To be told each step."""
    if not sys.stderr.isatty():
        yield lambda steps: None
        return
    from fuquan.render import bar

    with bar(doing, total) as advance:
        yield advance


def caution(now: Situation) -> None:
    """What the answer leaves out, and what it could not know."""
    if now.left_out:
        from fuquan.text import long_day

        say(f"提示：另有{now.left_out}条记录、调整或起算的日期晚于{long_day(now.today)}，未计入。")
    for unit, task, key, _ in now.strays:
        period = f"的{key}这一期" if key else ""
        say(f"警告：{unit}任务{task}{period}的办理记录没有计入：当时它不承担，或者不在已列的各期之内。")
    if now.no_calendar:
        from fuquan.view.phrases import no_calendar

        for year in now.no_calendar:
            say(f"警告：{no_calendar([year])}")


def refuse_unissued(plan: Plan, day: dt.date, so: str) -> None:
    """Nobody is written to about a plan that has not been issued."""
    if day < plan.issued:
        from fuquan.text import long_day

        told = f"{long_day(day)}时方案还没有印发，{so}"
        raise FuquanError(told, f"方案{long_day(plan.issued)}印发，请核对日期")


def caution_ended(units: Iterable[Unit], today: dt.date) -> None:
    """Which of the bodies that something is made for are there no more; what they owed stays theirs in the data."""
    from fuquan.text import long_day

    for unit in units:
        if unit.until is not None and unit.until < today:
            say(f"提示：{unit.name}已于{long_day(unit.until)}撤销，请核实由哪家单位承接。")


def write(text: str) -> None:
    """Results for programs: UTF-8 on every machine."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(errors="backslashreplace"))
    sys.stdout.buffer.flush()


def answer(
    form: Format,
    *,
    page: "Callable[[], Page]",
    sheet: "Callable[[], Sheet]",
    text: Callable[[], Iterable[str]],
) -> None:
    """Write the answer in the form asked for, JSON aside; the others are not made."""
    match form:
        case Format.CSV:
            from fuquan.export import to_csv

            write(to_csv.sheet(sheet()))
        case Format.MD:
            from fuquan.export import to_md

            sys.stdout.write(to_md.page(page()))
        case Format.TEXT:
            from fuquan.text import printable

            sys.stdout.writelines(f"{printable(line.replace(chr(10), ' '))}\n" for line in text())
        case _:
            from fuquan.render import show

            show(page())
