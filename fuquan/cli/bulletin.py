"""`fuquan report`: the paper of a month, a quarter or a year for the leaders."""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer._click import Context

from fuquan.cli import options
from fuquan.cli.options import At, Data, Force, Today
from fuquan.errors import FuquanError, clipped

if TYPE_CHECKING:
    from fuquan.owed import Situation
    from fuquan.view.bulletin.period import Period
    from fuquan.view.paper import Paper


class Rhythm(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Form(StrEnum):
    DOCX = "docx"
    MD = "md"
    TEXT = "text"


_SUFFIXES = {".docx": Form.DOCX, ".md": Form.MD, ".txt": Form.TEXT}
_WRITTEN = {
    Rhythm.MONTH: ("月份", "2023-05、2023年5月、5月、上月"),
    Rhythm.QUARTER: ("季度", "2023-Q2、2023年第二季度、二季度、上季度"),
    Rhythm.YEAR: ("年份", "2023、2023年、去年"),
}


def complete_periods(ctx: Context, incomplete: str) -> list[tuple[str, str]]:
    """The periods since the issue, the latest first."""
    from fuquan.view.bulletin.period import since

    plan = options.plan_to_complete()
    rhythm = ctx.params.get("rhythm")
    if plan is None or rhythm is None:
        return []
    found = ((one.key, one.title) for one in since(plan.issued, options.today(None), Rhythm(rhythm).value))
    return [pair for pair in found if pair[0].startswith(incomplete)]


def report(
    rhythm: Annotated[Rhythm, typer.Argument(metavar="种类", help="month 月报，quarter 季报，year 年报")],
    period: Annotated[
        str | None,
        typer.Argument(
            metavar="时段",
            help="如 2023-05、5月、上月，2023-Q2、二季度，2023、去年；不写即本月、本季度、今年",
            autocompletion=complete_periods,
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            "-f",
            help="docx 是 Word，md 供文档用，text 可直接粘贴、不带附表；不写则看文件名的后缀",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="文件", help="写到哪个文件，- 即标准输出；不写则按方案、时段和日期取名"),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="主送", help="写成通报，主送这些单位，如 各镇人民政府，区直有关单位；不写则是报告"
        ),
    ] = None,
    force: Force = False,
    today: Today = None,
    at: At = None,
    data: Data = None,
) -> None:
    options.refuse_empty(output, "--output")
    kind = _form(form, output)
    addressees = options.text(to, "--to", one_line=True)
    if addressees is not None and not addressees.strip("：: "):
        raise FuquanError("--to 没有写主送单位", "如 --to 各镇人民政府，区直有关单位；不主送就不要写 --to")
    plan, day = options.plan_and_day(data, at, today)

    from fuquan.cli.output import deliver
    from fuquan.owed import situation
    from fuquan.view.bulletin import bulletin
    from fuquan.view.bulletin import period as periods

    of = periods.period(_key(rhythm, period, day))
    until = periods.as_of(of, plan, day)
    now = situation(plan, until, until=periods.horizon(of, until))
    options.caution(now)
    made = _WRITERS[kind](bulletin(now, of, to=addressees, dated=day, annex=kind is not Form.TEXT), now)
    told = f"{of.title}推进情况，截至{until.month}月{until.day}日"
    deliver(made, output, _name(now, of, kind), told, force=force, is_read=kind is Form.TEXT)


def _form(form: Form | None, output: str | None) -> Form:
    """The form asked for, else that of the file's name; on a terminal text, in a file of our own naming Word."""
    if output is None:
        return form or Form.DOCX
    if output == "-":
        return form or Form.TEXT
    suffix = Path(output).suffix.lower()
    named = _SUFFIXES.get(suffix)
    if form is None and named is None:
        told = f"的后缀“{clipped(suffix)}”不是可用的格式" if suffix else "没有后缀，看不出格式"
        raise FuquanError(f"文件名“{output}”{told}", "后缀可以是 .docx、.md、.txt，或者用 -f 写明 docx、md、text")
    if form is not None and named is not None and form is not named:
        raise FuquanError(f"-f {form} 与文件名“{output}”的后缀不符", "请去掉 -f，或者换一个后缀")
    return form or named or Form.DOCX


def _key(rhythm: Rhythm, text: str | None, today: dt.date) -> str:
    """The key of the period that the text names, the current one without it."""
    from fuquan import daywords
    from fuquan.deadline import Grain
    from fuquan.due import period_of

    if text is None:
        return period_of(today, Grain(rhythm.value))
    readers = {
        Rhythm.MONTH: daywords.month_of,
        Rhythm.QUARTER: daywords.quarter_of,
        Rhythm.YEAR: daywords.year_of,
    }
    if key := readers[rhythm](text, today):
        return key
    called, written = _WRITTEN[rhythm]
    other = next((one for one in Rhythm if readers[one](text, today)), None)
    hint = f"是不是 fuquan report {other} {text}？" if other else f"请写成 {written}"
    raise FuquanError(f"“{clipped(text)}”不是{called}", hint)


def _name(now: "Situation", of: "Period", form: Form) -> str:
    from fuquan.text import file_name

    suffix = next(suffix for suffix, one in _SUFFIXES.items() if one is form)
    return file_name(suffix.removeprefix("."), now.plan.name, f"{of.title}推进情况", now.today.isoformat())


def _docx(paper: "Paper", now: "Situation") -> bytes:
    from fuquan.export import to_docx
    from fuquan.view.bulletin import title

    return to_docx.paper(paper, title=title(now.plan), author=now.plan.author, day=now.today)


def _md(paper: "Paper", _: "Situation") -> bytes:
    from fuquan.export import to_md

    return to_md.paper(paper).encode(errors="backslashreplace")


def _text(paper: "Paper", _: "Situation") -> bytes:
    from fuquan.export import to_text

    return to_text.paper(paper).encode(errors="backslashreplace")


_WRITERS: "dict[Form, Callable[[Paper, Situation], bytes]]" = {Form.DOCX: _docx, Form.MD: _md, Form.TEXT: _text}
