"""`fuquan letter`: a letter to each body that owes something, and its number in the register."""

import datetime as dt
import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from fuquan.cli import options
from fuquan.cli.letter.making import DAYS, Call, Format, made
from fuquan.cli.options import Data, Force
from fuquan.errors import FuquanError
from fuquan.source import is_folder

if TYPE_CHECKING:
    from fuquan.letter import Chosen

FAR = 183
"""Days; a date without its year that is farther ahead was meant to be the one that is past."""


def letter(
    unit: Annotated[
        list[str] | None,
        options.of_units("发给哪家单位，可用别名；组（如各镇）即其全部成员"),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="发给所有欠着任务的单位")] = False,
    kind: Annotated[
        Literal["提醒", "催办", "督办"] | None,
        typer.Option(
            "--kind",
            metavar="种类",
            help="只发这一种：提醒即将到期的，催办逾期的，督办逾期的（须有 --basis）；不写则各发合适的一种，不会是督办",
        ),
    ] = None,
    reply_by: Annotated[
        str | None,
        typer.Option(
            "--reply-by",
            metavar="日期",
            help=f"请对方在哪天以前报送；不写即{DAYS}个工作日以后，只提醒的不晚于最早的到期日",
        ),
    ] = None,
    contact: Annotated[
        str | None, typer.Option("--contact", metavar="联系人", help="联系人和电话，写在函末；不写则留空")
    ] = None,
    basis: Annotated[
        str | None, typer.Option("--basis", metavar="依据", help="督办的依据，如领导批示；只与 --kind 督办 同用")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="文件夹", help="写到哪个文件夹；- 即标准输出，须是 text；不写则按方案和日期取名"
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="格式：docx 即 Word，text 即纯文字")] = Format.DOCX,
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="文件", help="套用本单位的 Word 模板（docx）；可用的字段见 docs/letters.md"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只显示会给谁发什么函，加 -f text 显示全文；不写文件，不占编号")
    ] = False,
    force: Force = False,
    today: Annotated[
        str | None, typer.Option("--today", metavar="日期", help="函件的日期，也按这一天看是否到期；不写即今天")
    ] = None,
    data: Data = None,
) -> None:
    from fuquan.cli.letter.writing import preview, write
    from fuquan.letter import Kind
    from fuquan.source.locking import locked

    sort = cast("Chosen | None", kind and Kind(kind))
    day = options.today(today)
    call = Call(
        units=options.whose(
            unit, all_, doing="发函", everybody="发给所有欠着任务的单位；可以先加 --dry-run 看看会发什么"
        ),
        kind=sort,
        day=day,
        reply_by=_reply_by(reply_by, day) if reply_by is not None else None,
        contact=options.text(contact, "--contact", one_line=True),
        basis=_decided(sort, options.text(basis, "--basis", one_line=True)),
        form=form,
        template=_template(template, form),
    )
    options.refuse_empty(output, "--output")
    _refuse_file(output, form)
    if not dry_run:
        _refuse_to_come(day)
    folder = options.data_folder(data)
    with locked(folder) if not dry_run else nullcontext():
        whole = made(call, folder, dry_run=dry_run)
        if dry_run:
            return preview(whole, call)
        write(whole, folder, output, force=force)
    return None


def _decided(kind: "Chosen | None", basis: str | None) -> str | None:
    from fuquan.letter import Kind

    if kind is Kind.SUPERVISE and set(basis or "") <= set("根据依据按照：:；，。 "):
        raise FuquanError("督办要有依据", "请用 --basis 写明领导批示或者会议决定；没有的，用 --kind 催办")
    if basis is not None and kind is not Kind.SUPERVISE:
        raise FuquanError("--basis 是督办的依据，要与 --kind 督办 同用", "请加上 --kind 督办，或者去掉 --basis")
    return basis


def _template(path: Path | None, form: Format) -> bytes | None:
    if path is None:
        return None
    if form is not Format.DOCX:
        raise FuquanError("--template 是 Word 模板，不能与 -f text 同用", "请去掉其中一个")
    from fuquan.export.to_template import MOST_BYTES
    from fuquan.source import read_some

    return read_some(path, MOST_BYTES, "模板文件（.docx）")


def _reply_by(text: str, today: dt.date) -> dt.date:
    from fuquan.daywords import day_of
    from fuquan.text import long_day
    from fuquan.workdays import rest_of

    day, is_full = day_of(text, today, "--reply-by", ahead=True)
    if day < today or (not is_full and (day - today).days > FAR):
        told = f"--reply-by 的“{text}”早于函件的日期（{long_day(today)}）"
        raise FuquanError(told, "请核对日期" if day < today else f"确是{long_day(day)}的，请写全年月日")
    if rest := rest_of(day):
        options.say(f"提示：{long_day(day)}不是工作日，之前最后一个工作日是{long_day(rest.before)}。")
    return day


def _refuse_file(output: str | None, form: Format) -> None:
    """Refuses an -o that is no folder, or is named as if it were to be a file: there is one for every letter."""
    if output is None:
        return
    if output == "-":
        if form is not Format.TEXT:
            raise FuquanError("Word 文件不能写到标准输出", "请加上 -f text，或者用 -o 写明文件夹")
        return
    to = Path(output)
    if is_folder(to):
        return
    if os.path.lexists(to):
        raise FuquanError(f"“{to}”是文件，不是文件夹", "请用 -o 换一个文件夹")
    if to.suffix.lower() in (".txt", ".docx"):
        told = f"-o 要写文件夹，“{to}”是文件的名称"
        shown = "；要直接显示，请写 -o -" if form is Format.TEXT else ""
        raise FuquanError(told, f"每家单位一份文件，名称各不相同；请写文件夹，如 -o {to.stem}{shown}")


def _refuse_to_come(day: dt.date) -> None:
    from fuquan.recording.asked import past

    try:
        past(day, max(options.today(None), options.now_in_shanghai()), "--today")
    except FuquanError as error:
        raise FuquanError(error.message, "函件还不能登记编号；只是看看的，请加上 --dry-run") from None
