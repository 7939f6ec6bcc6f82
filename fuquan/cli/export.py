"""`fuquan export`: files for those who have no terminal."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fuquan.cli.options import At, Data, Force, Today, Units, progress, refuse_empty, say
from fuquan.cli.question import Asked, DueAfter, DueBefore, Kinds, Sections, States, selected
from fuquan.errors import FuquanError
from fuquan.owed import Situation


class Kind(StrEnum):
    XLSX = "xlsx"
    DOCX = "docx"
    ICS = "ics"
    HTML = "html"
    CSV = "csv"
    MD = "md"
    JSON = "json"


def export(
    kind_: Annotated[
        Kind,
        typer.Argument(
            metavar="格式",
            help="xlsx 即 Excel，docx 即 Word，ics 供日历导入，html 即网页，csv 是纯表格，md 供文档用，json 供程序用",
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="文件", help="写到哪个文件，- 即标准输出；不写则按方案和日期取名"),
    ] = None,
    force: Force = False,
    unit: Units = None,
    today: Today = None,
    at: At = None,
    data: Data = None,
    section: Sections = None,
    state: States = None,
    kind: Kinds = None,
    due_before: DueBefore = None,
    due_after: DueAfter = None,
) -> None:
    from fuquan.cli.output import deliver

    refuse_empty(output, "--output")
    _refuse_other(output, kind_)
    from_, now = selected(unit, today, at, data, section, state, kind, due_before, due_after)
    made = _WRITERS[kind_](now, from_)
    deliver(made, output, _name(now, from_, kind_), f"{len(now.standings)}项任务", force=force)


def _refuse_other(output: str | None, kind: Kind) -> None:
    """A name that promises another format."""
    suffix = Path(output).suffix.lower().removeprefix(".") if output else ""
    if suffix != kind and suffix in [*Kind]:
        raise FuquanError(f"文件名“{output}”的后缀与格式 {kind} 不符", f"请用 fuquan export {suffix}，或者换一个后缀")


def _name(now: Situation, from_: Asked, kind: Kind) -> str:
    from fuquan.text import file_name

    part = ["部分任务"] if len(now.standings) < len(from_.now.standings) else []
    return file_name(kind, now.plan.name, *from_.names[:3], *part, now.today.isoformat())


def _xlsx(now: Situation, from_: Asked) -> bytes:
    from fuquan.export import to_xlsx
    from fuquan.view import workbook

    book = workbook.workbook(now, from_.now, from_.names, from_.bodies)
    with progress("写 Excel 文件", to_xlsx.steps_of(book)) as advance:
        return to_xlsx.workbook(book, advance)


def _docx(now: Situation, from_: Asked) -> bytes:
    from fuquan.export import to_docx
    from fuquan.view import annex

    return to_docx.paper(
        annex.paper(now, from_.names, len(from_.now.standings)),
        title=annex.title(now, from_.names),
        author=now.plan.author,
        day=now.today,
    )


def _html(now: Situation, from_: Asked) -> bytes:
    from fuquan import query
    from fuquan.export import to_html
    from fuquan.owed import narrowed, situation
    from fuquan.view import board, status

    plan, bodies = from_.plan, from_.bodies
    shown = {one.task.id for one in now.standings}
    owed = narrowed(situation(plan, now.today, until=query.ahead(now.today, status.SOON)), bodies or None)
    later = owed._replace(standings=tuple(one for one in owed.standings if one.task.id in shown))
    here = [one for one in plan.bodies() if not bodies or one.name in bodies]
    value = board.board(
        now,
        from_.whole,
        later,
        query.tallies(now, here),
        query.tallies(now, [one for one in plan.towns if not bodies or one.name in bodies]),
        total=len(from_.now.standings),
        asked=from_.names,
        bodies=bodies,
    )
    return to_html.page(value).encode(errors="backslashreplace")


def _csv(now: Situation, from_: Asked) -> bytes:
    from fuquan.export import to_csv
    from fuquan.view import annex

    if len(now.standings) < len(from_.now.standings):  # which the other files say themselves
        say(f"文件里只有符合条件的{len(now.standings)}项，共{len(from_.now.standings)}项任务。")
    # Excel and WPS take a CSV file for GBK unless it begins so.
    return to_csv.sheet(annex.sheet(now)).encode("utf-8-sig", errors="backslashreplace")


def _md(now: Situation, from_: Asked) -> bytes:
    from fuquan.export import to_md
    from fuquan.view import annex

    return to_md.page(annex.page(now, from_.names, len(from_.now.standings))).encode(errors="backslashreplace")


def _json(now: Situation, _: Asked) -> bytes:
    from fuquan.export import to_json

    return to_json.tasks("export", now, now.standings).encode(errors="backslashreplace")


def _ics(now: Situation, from_: Asked) -> bytes:
    from fuquan.export import to_ics
    from fuquan.view.agenda import agenda

    made = agenda(now, from_.names, from_.bodies)
    calendar = to_ics.calendar(made)
    for remark in made.remarks:
        say(remark)
    return calendar


_WRITERS: dict[Kind, Callable[[Situation, Asked], bytes]] = {
    Kind.XLSX: _xlsx,
    Kind.DOCX: _docx,
    Kind.ICS: _ics,
    Kind.HTML: _html,
    Kind.CSV: _csv,
    Kind.MD: _md,
    Kind.JSON: _json,
}
