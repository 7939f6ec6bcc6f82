"""`fuquan explain`: how a deadline is read, step by step."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from fuquan import query
from fuquan.cli import options
from fuquan.cli.options import At, Data, Form, Format, Today, answer
from fuquan.errors import FuquanError
from fuquan.export import to_json
from fuquan.model import Plan
from fuquan.owed import situation


def explain(
    phrase: Annotated[
        list[str],
        typer.Argument(metavar="时限", help="时限的写法，或任务序号；可写几个", autocompletion=options.complete_tasks),
    ],
    today: Today = None,
    at: At = None,
    data: Data = None,
    form: Form = Format.TABLE,
) -> int:
    from fuquan.view import explain as view

    plan, day = _plan(data, at, today)
    numbers = [int(text) for text in phrase if _is_number(text)]
    if numbers and plan is None:
        raise FuquanError(
            f"没有数据，不知道任务{'、'.join(map(str, numbers))}的时限", "请用 --data 指明数据所在的文件夹"
        )
    if plan is None:
        options.say(f"提示：没有找到数据，未写年份的时限按今年（{day.year}年）计，“印发之日”按今天计。")
    else:
        query.tasks_numbered(plan, numbers)
    now = situation(plan, day) if plan is not None and numbers else None
    readings = tuple(
        view.of_task(now, int(text)) if now is not None and _is_number(text) else view.of_phrase(text, day, plan)
        for text in phrase
    )
    for year in sorted({one.no_calendar for one in readings if one.no_calendar}):
        raise FuquanError(
            f"没有{year}年的节假日安排，不能推算工作日", "请待国务院公布该年放假安排后更新 chinesecalendar"
        )
    if form is Format.JSON:
        options.write(to_json.readings([one.as_json() for one in readings]))
    else:
        answer(
            form,
            page=lambda: view.page(readings),
            sheet=lambda: view.sheet(readings),
            text=lambda: view.text(readings),
        )
    return 1 if any(one.error for one in readings) else 0


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 7


def _plan(data: Path | None, at: str | None, today: str | None) -> tuple[Plan | None, dt.date]:
    """The plan whose year a phrase takes, None where no data are to be found and none were named; and the day."""
    if at is None:
        day = options.today(today)
        try:
            folder = options.data_folder(data)
        except FuquanError:
            if data is not None or options.data_is_named():
                raise
            return None, day
        return options.plan_in(folder), day
    return options.plan_and_day(data, at, today)
