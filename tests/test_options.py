"""What several commands share: completion from the data, the day, the data folder, and refusals before any answer."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import EXAMPLE, Fuquan
from plans import task, written

from fuquan.cli import options, question
from fuquan.cli.app import app
from fuquan.cli.shell import run
from fuquan.errors import FuquanError


@pytest.fixture
def _example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUQUAN_DATA", str(EXAMPLE))


@pytest.mark.usefixtures("_example")
def test_units_are_completed_by_name_and_alias_in_the_plans_order() -> None:
    assert options.complete_units("区") == ["区委编办", "区司法局", "区数据资源管理局", "区级执法单位", "区级执法部门"]
    assert options.complete_units("相关") == ["相关执法部门"]
    assert options.complete_units("没有") == []


@pytest.mark.usefixtures("_example")
def test_sections_and_tasks_are_completed_with_what_they_are() -> None:
    assert options.complete_sections("一") == [("一", "积极稳妥开展赋权承接工作")]
    assert options.complete_tasks("15") == [("15", "运行情况评估和动态调整")]
    assert [number for number, _ in options.complete_tasks("1")] == ["1", "10", "11", "12", "13", "14", "15"]


def test_states_are_completed_by_code_and_by_word() -> None:
    assert question.complete_states("due") == [("due-today", "今日到期"), ("due-soon", "临期")]
    assert question.complete_states("逾") == [("逾期", "overdue")]
    assert len(question.complete_states("")) == 16


@pytest.mark.parametrize(
    "data", [None, "plan: 1", "- 一", "a: 'b"], ids=["no folder", "no header", "no mapping", "broken"]
)
def test_nothing_is_completed_where_there_are_no_data(
    data: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    monkeypatch.setenv("FUQUAN_DATA", str(folder))
    if data is not None:
        folder.mkdir()
        (folder / "tasks.yaml").write_text(data, encoding="utf-8")
    assert (options.complete_units(""), options.complete_sections(""), options.complete_tasks("")) == ([], [], [])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("text", ["2023-05-10", "2023年5月10日", "2023年05月10日"])
def test_a_day_has_two_forms(text: str) -> None:
    assert options.day(text, "--today") == dt.date(2023, 5, 10)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("2023-5-10", ("--today 的“2023-5-10”不是日期", "请写成 2023-05-10 或 2023年5月10日")),
        ("2023-05-10 ", ("--today 的“2023-05-10 ”不是日期", "请写成 2023-05-10 或 2023年5月10日")),
        ("２０２３-05-10", ("--today 的“２０２３-05-10”不是日期", "请写成 2023-05-10 或 2023年5月10日")),
        ("", ("--today 的“”不是日期", "请写成 2023-05-10 或 2023年5月10日")),
        ("2023-02-29", ("--today 的“2023-02-29”不是有效的日期", "历书上没有这一天，请核对年月日")),
        ("0000-01-01", ("--today 的“0000-01-01”不是有效的日期", "历书上没有这一天，请核对年月日")),
        ("2023年13月1日", ("--today 的“2023年13月1日”不是有效的日期", "历书上没有这一天，请核对年月日")),
    ],
)
def test_any_other_text_is_no_day(text: str, error: tuple[str, str]) -> None:
    with pytest.raises(FuquanError) as raised:
        options.day(text, "--today")
    assert (raised.value.message, raised.value.help) == error


def test_the_option_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUQUAN_TODAY", "2023-05-10")
    assert (options.today("2023-06-01"), options.today(None)) == (dt.date(2023, 6, 1), dt.date(2023, 5, 10))
    monkeypatch.setenv("FUQUAN_TODAY", "昨天")
    assert options.today("2023-06-01") == dt.date(2023, 6, 1)
    with pytest.raises(FuquanError) as raised:
        options.today(None)
    assert raised.value.message == "环境变量 FUQUAN_TODAY 的“昨天”不是日期"


def test_the_named_folder_goes_before_the_one_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FUQUAN_DATA", raising=False)
    (tmp_path / "data").mkdir()
    (tmp_path / "别处").mkdir()
    assert (options.data_folder(None), options.data_is_named()) == (tmp_path / "data", False)
    monkeypatch.setenv("FUQUAN_DATA", str(tmp_path / "别处"))
    assert (options.data_folder(None), options.data_is_named()) == (tmp_path / "别处", True)
    assert options.data_folder(tmp_path / "data") == tmp_path / "data"


@pytest.mark.parametrize("words", [["2", "007"], ["1", "999999"], ["２", "１5"]])
def test_figures_are_numbers_of_tasks(words: list[str]) -> None:
    assert options.task_numbers(words) == [int(word) for word in words]


@pytest.mark.parametrize("word", ["-1", "1000000", "", "一", "1.0", "²"])
def test_what_is_no_number_of_a_task_is_named(word: str) -> None:
    with pytest.raises(FuquanError) as raised:
        options.task_numbers(["1", word, "甲"])
    assert (raised.value.message, raised.value.help) == (
        f"“{word}”“甲”不是任务序号",
        "任务序号是清单第一列的数字，如 2",
    )


@pytest.fixture
def gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder that somebody has removed."""
    folder = tmp_path / "已删除"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    return folder


@pytest.mark.usefixtures("gone")
def test_without_a_current_folder_there_is_nowhere_to_look(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("FUQUAN_DATA", raising=False)
    assert run(app, ["status"]) == 2
    assert capfd.readouterr() == ("", "错误：当前文件夹已被删除\n请换到别的文件夹再运行\n")


@pytest.mark.usefixtures("gone")
def test_named_data_are_read_without_a_current_folder(fuquan: Fuquan) -> None:
    assert fuquan("check").status == 0


def test_a_path_that_is_too_long_is_no_folder(fuquan: Fuquan) -> None:
    done = fuquan("status", "--data", "甲" * 300)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"错误：没有 --data 所指的文件夹“{'甲' * 300}”\n请核对路径；其中应有 tasks.yaml\n"


@pytest.mark.parametrize("state", ["按月开展", "按季开展"])
def test_a_rhythm_is_no_state(state: str, fuquan: Fuquan) -> None:
    done = fuquan("list", "--state", state)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"错误：“{state}”是时限的类别，不是状态\n请用 --kind every\n"


@pytest.mark.parametrize("days", ["30", "31", "36525"])
def test_days_ahead_end_with_the_calendar(days: str, fuquan: Fuquan, tmp_path: Path) -> None:
    folder = written(tmp_path, task("每月20日前", more=", from: 9999-12"), "  - {name: 局}")
    done = fuquan("upcoming", "--today", "9999-12-01", "--days", days, data=folder)
    assert (done.status, done.err) == (0, "")
    assert (
        done.out
        == f"""\
今后{days}天（至12月31日）到期1项
到期日            还有  序号  任务；责任单位
12月20日（周一）  19天     1  任务（12月）
                              局 暂无记录
"""
    )


def test_a_record_that_belongs_to_no_assignment_is_told(fuquan: Fuquan, tmp_path: Path) -> None:
    units = """\
  - {name: 局, progress: {1: {done: 2023-04-30}}}
  - {name: 组, members: [局], complete: true, progress: {1: {done: 2023-05-01}}}"""
    done = fuquan("overdue", data=written(tmp_path, task("4月底前", "组"), units))
    assert done.status == 0
    assert done.out == "没有逾期任务（截至2023年5月10日；共1项，已到时限的1项均已完成）。\n"
    assert done.err.replace("\n", "") == ("警告：组任务1的办理记录没有计入：当时它不承担，或者不在已列的各期之内。")


def test_the_period_of_a_record_that_belongs_to_none_is_told_apart(fuquan: Fuquan, tmp_path: Path) -> None:
    units = "  - {name: 局, progress: {1: {2023-04: {done: 2023-04-20}, 2023-08: {done: 2023-05-01}}}}"
    done = fuquan("overdue", data=written(tmp_path, task("每月20日前"), units))
    assert done.err.replace("\n", "") == (
        "警告：局任务1的2023-08这一期的办理记录没有计入：当时它不承担，或者不在已列的各期之内。"
    )


def test_without_towns_there_is_no_matrix(fuquan: Fuquan, tmp_path: Path) -> None:
    done = fuquan("towns", data=written(tmp_path, task("4月底前"), "  - {name: 局}", towns="towns: []"))
    assert (done.status, done.out) == (2, "")
    assert done.err == "错误：数据里没有镇\n各镇列在 data/towns.yaml 的 towns 之下\n"


def test_years_without_calendar_are_named(fuquan: Fuquan, tmp_path: Path) -> None:
    tasks = "\n".join((task("2090年6月最后一个工作日前"), task("2091年6月最后一个工作日前", number=2)))
    done = fuquan("status", "--brief", data=written(tmp_path, tasks, "  - {name: 局}"))
    assert done.status == 0
    assert done.err == (
        "警告：没有2090年的节假日安排，按工作日计的时限无法推算，暂作时限待定。\n"
        "警告：没有2091年的节假日安排，按工作日计的时限无法推算，暂作时限待定。\n"
    )


def test_a_recurring_deadline_whose_first_day_is_unknown_cannot_be_explained(fuquan: Fuquan) -> None:
    done = fuquan("explain", "从2090年3月起，每月最后一个工作日前")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("错误：没有2090年的节假日安排，不能推算工作日\n")


def test_json_survives_bytes_that_are_no_text(fuquan: Fuquan) -> None:
    assert fuquan("explain", "6月\udcff底前", "-f", "json").status == 1


def test_data_with_errors_answer_nothing(fuquan: Fuquan, data: Callable[..., Path]) -> None:
    done = fuquan("status", data=data({"section: 二": "section: 七"}))
    assert (done.status, done.out) == (1, "")
    assert done.err.endswith("数据有错，未作答复：错误1处\n")
