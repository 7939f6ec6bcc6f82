"""`fuquan check`: is the data right?"""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from fuquan.cli import options
from fuquan.cli.options import Data
from fuquan.diagnostic import Severity
from fuquan.load import load
from fuquan.rules import checked


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"


def check(
    data: Data = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="格式：text 供人看，json 供程序用")] = Format.TEXT,
) -> int:
    from fuquan import report

    loaded = load(options.data_folder(data))
    found = loaded.found
    if loaded.plan is not None and not found:
        found = checked(loaded.plan, options.today(None))
    if form is Format.JSON:
        from fuquan.export import to_json

        options.write(to_json.findings(found))
    elif found:
        sys.stdout.write(report.text(found, loaded.files, options.columns(sys.stdout)))
        options.say(f"共发现{report.summed(found)}。")
    else:
        plan = options.whole(loaded)
        towns = f"，{len(plan.towns)}个镇" if plan.towns else ""
        sys.stdout.write(f"没有发现问题：{len(plan.tasks)}项任务，{len(plan.units)}个责任单位{towns}。\n")
    return 1 if any(one.severity is Severity.ERROR for one in found) else 0
