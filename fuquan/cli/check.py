"""`fuquan check`: is the data right, and is this edit allowed?"""

import datetime as dt
import os
import sys
from contextlib import nullcontext
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fuquan.cli import options
from fuquan.cli.options import Data
from fuquan.cli.revisions import Compared, compared, registers
from fuquan.diagnostic import Diagnostic, Severity
from fuquan.errors import FuquanError
from fuquan.load import Loaded, load
from fuquan.model import Plan

if TYPE_CHECKING:
    from fuquan.load.letters import Register


class Format(StrEnum):
    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"


def check(
    data: Data = None,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="版本", help="还要核对改动：与这个版本（如 origin/main）的分叉处相比，是否允许"),
    ] = None,
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="版本", help="改动之后是哪个版本；不写即现在的文件，须与 --base 同用"),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="有警告也算不通过")] = False,
    severity: Annotated[
        Severity, typer.Option("--severity", help="列出哪一级以上的：error 错误，warning 警告，hint 提示")
    ] = Severity.WARNING,
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            "-f",
            help="格式：text 供人看，concise 每条一行，json 供程序用，github 和 gitlab 供代码平台标注",
        ),
    ] = Format.TEXT,
    fix: Annotated[
        bool, typer.Option("--fix", help="只有一种改法的当场改好（文号括号、全角标点、看不见的字符），并说明改了什么")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="与 --fix 同用：只显示会怎样改，不写文件")] = False,
    summary: Annotated[
        bool, typer.Option("--summary", help="另把结果写成表格，加到 GitHub Actions 的摘要（GITHUB_STEP_SUMMARY）")
    ] = False,
) -> int:
    if head is not None and base is None:
        raise FuquanError("--head 要与 --base 同用", "请写明与哪个版本比较，如 --base origin/main")
    if dry_run and not fix:
        raise FuquanError("--dry-run 要与 --fix 同用", "请加上 --fix，或者去掉 --dry-run")
    if fix and base is not None:
        raise FuquanError("--fix 先改文件，不能与 --base 同用", "请先用 --fix 改好，再用 --base 核对改动")
    page = _summary_file() if summary else None
    today, folder = options.today(None), options.data_folder(data)
    if fix and (pending := _mend(folder, today, dry_run=dry_run)) is not None:
        return pending
    between = compared(folder, base, head, today) if base is not None else None
    loaded, found = _judged(folder, between.now if between else load(folder), between, today)
    least = Severity.WARNING if strict and severity is Severity.ERROR else severity
    shown = tuple(one for one in found if _RANK[one.severity] >= _RANK[least])
    told = _told(found, shown, loaded, between)
    _write(form, shown, loaded, told)
    if between is not None and between.errors:
        _say_of_base(between)
    if page is not None:
        _add_summary(page, shown, told)
    if between is not None and between.errors:
        return 2
    worst = Severity.WARNING if strict else Severity.ERROR
    return 1 if any(_RANK[one.severity] >= _RANK[worst] for one in found) else 0


def _judged(
    folder: Path, loaded: Loaded, between: Compared | None, today: dt.date
) -> tuple[Loaded, tuple[Diagnostic, ...]]:
    """What was read, the register of letters among it, and all that is wrong with it."""
    if loaded.plan is None or loaded.found:
        return loaded, loaded.found
    from fuquan.rules import checked

    then, register = _registers(folder, loaded.plan, between)
    letters = register.letters if not register.found else None
    edit = between.edit if between else None
    if edit is not None and letters is not None:  # what is there and does not load is not gone
        edit = replace(edit, letters=(then.letters, letters))
    found = (*checked(loaded.plan, between.day if between else today, edit, letters), *register.found)
    if register.file is not None:
        loaded = loaded._replace(files={**loaded.files, register.file.path: register.file})
    return loaded, found


def _registers(folder: Path, plan: Plan, between: Compared | None) -> "tuple[Register, Register]":
    """The registers of letters before the edit and now; what is wrong with the former is no more to be mended."""
    from fuquan.load.letters import register_in, register_of

    if between is not None:
        return registers(folder, between)
    return register_of(None, plan), register_in(folder, plan)


def _mend(folder: Path, today: dt.date, *, dry_run: bool) -> int | None:
    """Mend what has one answer and say what was changed. A dry run shows the difference and ends here: 1 if any."""
    from fuquan import edit
    from fuquan.rules import checked
    from fuquan.source.locking import locked
    from fuquan.text import printable

    def found(loaded: Loaded) -> tuple[Diagnostic, ...]:
        if loaded.plan is None or loaded.found:
            return loaded.found
        return checked(loaded.plan, today)

    with locked(folder) if not dry_run else nullcontext():
        made = edit.mended_folder(folder, found)
        if not dry_run:
            edit.write(folder, made.files)
    if dry_run:
        options.write(made.diff())
        options.say(f"以上{len(made.mendings)}处可以改好，尚未写入文件。" if made.mendings else "没有可以当场改好的。")
        return 1 if made.mendings or any(one.severity is Severity.ERROR for one in made.found) else 0
    for one in made.mendings:
        old, new = printable(one.old), printable(one.new)
        told = f"“{old}”改为“{new}”" if one.new.strip() else f"删去“{old}”" if one.old.strip() else "改了空格"
        options.say(f"已改 {printable(one.path)}:{one.line}: {told}（{one.finding.rule}）")
    for refused in made.refused:
        options.say(f"没有改 {printable(refused.span.path)}:{refused.span.line}: 改了会出别的问题（{refused.rule}）")
    return None


_RANK = {Severity.HINT: 0, Severity.WARNING: 1, Severity.ERROR: 2}


def _write(form: Format, shown: tuple[Diagnostic, ...], loaded: Loaded, told: str) -> None:
    """The findings, and the sentence that sums them up: with the results where there are none, else beside them."""
    from fuquan import report

    match form:
        case Format.JSON:
            from fuquan.export import to_json

            options.write(to_json.findings(shown))
        case Format.GITLAB:
            from fuquan.report import to_gitlab

            options.write(to_gitlab.report(shown, _top()))
        case Format.GITHUB:
            from fuquan.report import to_github

            options.write(to_github.annotations(shown, _top()))
            options.say(told)
        case _ if not shown:
            sys.stdout.write(f"{told}\n")
        case Format.CONCISE:
            sys.stdout.write(report.concise(shown))
            options.say(told)
        case Format.TEXT:
            sys.stdout.write(report.text(shown, loaded.files, options.columns(sys.stdout)))
            options.say(told)


def _told(
    found: tuple[Diagnostic, ...], shown: tuple[Diagnostic, ...], loaded: Loaded, between: Compared | None
) -> str:
    """没有发现问题：15项任务，6个责任单位，5个镇。另有12条提示，用 --severity hint 列出。"""
    from fuquan import report
    from fuquan.view.words import LEVELS

    plan = loaded.plan
    if shown or plan is None:
        then = "；改正后再按其余规则核对" if loaded.found else ""
        told = f"共发现{report.summed(shown)}{then}。"
    else:
        towns = f"，{len(plan.towns)}个镇" if plan.towns else ""
        none = "没有比较完，数据本身没有发现问题" if between and between.errors else "没有发现问题"
        told = f"{none}：{len(plan.tasks)}项任务，{len(plan.units)}个责任单位{towns}。"
    hidden = [
        f"{n}条{LEVELS[level]}"
        for level in Severity
        if (n := sum(one.severity is level for one in found) - sum(one.severity is level for one in shown))
    ]
    least = "hint" if any(one.severity is Severity.HINT for one in found if one not in shown) else "warning"
    told += f"另有{'、'.join(hidden)}，用 --severity {least} 列出。" if hidden else ""
    return f"{told}{_told_of_base(found, between)}" if between else told


def _told_of_base(found: tuple[Diagnostic, ...], between: Compared) -> str:
    from fuquan.rules import OF_EDITS

    name = between.base_named
    if between.then is None:
        return f"{name}里还没有这些数据，是首次录入，没有可比较的。"
    if between.now.found:
        return f"数据读得懂之后，才能与{name}比较。"
    if between.errors:
        return ""
    broken = {one.rule for one in found} & {rule.id for rule in OF_EDITS}
    return f"与{name}相比，{'改动有以上问题' if broken else '改动符合规则'}。"


def _say_of_base(between: Compared) -> None:
    """Loud: a base that cannot be read whole is never called clean."""
    from fuquan import report

    sys.stderr.write(report.concise(between.errors))
    name = between.base_named
    left = "没有比较" if between.edit is None else "只比较了读得懂的部分，谁欠什么、哪天到期没有比较"
    options.say(f"错误：{name}的数据有错{len(between.errors)}处，{left}。")
    options.say("请换一个数据没有错的版本作 --base；或者请人逐行看这次改动")


def _top() -> str:
    """The folder that a forge names paths from: the repository as its job checked it out, else the current folder."""
    named = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR")
    return os.path.abspath(named or Path.cwd())  # noqa: PTH100 - which also resolves ..


def _summary_file() -> Path:
    if told := os.environ.get("GITHUB_STEP_SUMMARY"):
        return Path(told)
    raise FuquanError("没有环境变量 GITHUB_STEP_SUMMARY，摘要无处可写", "--summary 只在 GitHub Actions 里用，请去掉它")


def _add_summary(path: Path, shown: tuple[Diagnostic, ...], told: str) -> None:
    from fuquan.export import to_md
    from fuquan.report import to_github

    try:
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(to_md.page(to_github.summary(shown, _top(), told)))
    except OSError:
        raise FuquanError(f"写不了 GITHUB_STEP_SUMMARY 所指的文件“{path}”", "请检查它的权限") from None
