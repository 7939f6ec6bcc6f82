"""Whole outputs of the example plan, and what every screen must survive."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Fuquan
from rich.cells import cell_len

from fuquan.model import Plan
from fuquan.owed import narrowed, situation
from fuquan.query import bodies_named, overdue, own_names, tallies
from fuquan.render import show
from fuquan.view import listing, page, status, units, upcoming
from fuquan.view import overdue as late
from fuquan.view import show as whole

COMMANDS = (
    "status",
    "status --unit 区司法局",
    "status --brief",
    "status --brief --unit 红杨镇",
    "overdue",
    "overdue --unit 区司法局",
    "overdue --unit 各镇",
    "overdue --unit 区委编办",
    "upcoming",
    "upcoming --days 0 --today 2023-06-20",
    "upcoming --unit 六郎镇",
    "list",
    "list --state 逾期 --unit 红杨镇",
    "list --state due-today",
    "units",
    "units --unit 各镇",
    "towns",
    "show 2",
    "show 4 14 12 8 15",
    "show 9 --unit 红杨镇",
    "explain 6月中旬前 每月20日前 按省级部署 4月底前",
    "explain 2 14 12",
    "explain 2024年8月前",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_screen_is_as_kept(command: str, fuquan: Fuquan, golden: Callable[[str, str], None]) -> None:
    done = fuquan(*command.split())
    golden(f"{_named(command)}.table.txt", done.out)
    assert (done.status, done.err) == (int("8月前" in command), "")


@pytest.mark.parametrize("form", ["md", "text", "csv", "json"])
@pytest.mark.parametrize(
    "command",
    ["status", "overdue", "upcoming", "list", "units", "towns", "show 2", "explain 6月中旬前", "status --unit 红杨镇"],
)
def test_the_other_forms_are_as_kept(
    command: str, form: str, fuquan: Fuquan, golden: Callable[[str, str], None]
) -> None:
    done = fuquan(*command.split(), "-f", form)
    golden(f"{_named(command)}.{form}", done.out)
    assert (done.status, done.err) == (0, "")


@pytest.mark.parametrize("columns", [60, 100, 120])
@pytest.mark.parametrize("command", ["status", "overdue --unit 区司法局", "upcoming", "towns", "show 2"])
def test_other_widths_are_as_kept(
    command: str, columns: int, fuquan: Fuquan, golden: Callable[[str, str], None]
) -> None:
    golden(f"{_named(command)}.{columns}.txt", fuquan(*command.split(), columns=columns).out)


@pytest.mark.parametrize("command", ["status", "overdue", "status -f text", "status --brief", "upcoming", "towns"])
def test_the_shipped_plan_asks_before_it_reproaches(
    command: str, fuquan: Fuquan, golden: Callable[[str, str], None], unrecorded: Path
) -> None:
    golden(f"unrecorded {_named(command)}.txt", fuquan(*command.split(), data=unrecorded).out)


def test_row_14_folds_its_periods_years_later(fuquan: Fuquan, unrecorded: Path) -> None:
    done = fuquan("status", "--today", "2026-11-23", data=unrecorded)
    assert "另有按月任务1项逾期：14的2023年4月至2026年11月共44期" in done.out


@pytest.mark.parametrize("columns", [50, 60, 80, 100, 120, 200])
def test_no_line_is_wider_than_asked_and_no_character_lost(
    columns: int, example: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    for one in _pages(example):
        show(one, width=columns)
        out = capsys.readouterr().out
        assert max(map(cell_len, out.split("\n"))) <= columns
        lost = Counter("".join(_texts(one)).replace(" ", "").replace("\n", "")) - Counter(out)
        assert lost == Counter()


def test_nothing_of_the_data_acts_on_the_terminal(fuquan: Fuquan, data: Callable[..., Path]) -> None:
    folder = data(
        {
            "title: 确定承接事项": r'title: "[red]确定[/x]\e[31m<script>=cmd()\u202e承接\n事项"',
            "reason: 尚有2家单位未盖章": r'reason: "=HYPERLINK(1)|`a`"',
        }
    )
    for command in ("list", "list -f md", "list -f text", "list -f csv", "show 1 2", "status", "show 1 2 -f csv"):
        done = fuquan(*command.split(), data=folder)
        assert done.status == 0
        assert "\x1b" not in done.out
        assert "\u202e" not in done.out
    assert "[red]确定[/x]\\x1b[31m<script>=cmd()\\u202e承接\n" in fuquan("list", columns=200, data=folder).out
    assert "\\[red\\]确定\\[/x\\]\\\\x1b\\[31m\\<script\\>=cmd()" in fuquan("list", "-f", "md", data=folder).out
    assert ",'=HYPERLINK(1)|`a`," in fuquan("show", "2", "-f", "csv", data=folder).out


def test_colour_goes_to_a_terminal_only(fuquan: Fuquan) -> None:
    assert "\x1b" not in fuquan("status").out


def _named(command: str) -> str:
    return command.replace("--", "").replace("/", "")


def _pages(plan: Plan) -> list[page.Page]:
    today = situation(plan, dt.date(2023, 5, 10))
    own = bodies_named(plan, ["区司法局"])
    narrow = narrowed(today, own)
    names = own_names(plan, ["区司法局"])
    assert own is not None
    return [
        status.page(today),
        status.page(narrow, names),
        late.page(today, today, (), frozenset()),
        late.page(narrow, today, names, own),
        upcoming.page(today, 30),
        listing.page(today, 15, frozenset(), filtered=False),
        units.page(today, tallies(today, plan.bodies())),
        units.matrix(today, tallies(today, plan.towns)),
        whole.page(today, today.standings, frozenset()),
        whole.page(narrow, overdue(narrow), own),
    ]


def _texts(blocks: page.Page) -> list[str]:
    texts = []
    for block in blocks:
        if isinstance(block, page.Line):
            texts.append(block.text)
        else:
            texts += [column.title for column in block.columns]
            texts += [text for row in block.rows for text in (*row.cells, *row.notes)]
    return texts
