"""start, done, note, reopen, adjust, trigger, received and returns, as they are typed: what they write and say."""

import difflib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import EXAMPLE, Done, Fuquan
from plans import task, written

from fuquan.errors import FuquanError
from fuquan.load import load
from fuquan.recording import recorded
from fuquan.recording.steps import Reporting

Data = Callable[..., Path]


@pytest.fixture
def folder(data: Data, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example, beside which the commands are typed; no repository is around it."""
    folder = data()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent.parent))
    monkeypatch.chdir(folder.parent)
    return folder


def changed(folder: Path, name: str, before: Path = EXAMPLE) -> list[str]:
    """The lines of a file that are gone and come, as a diff marks them."""
    old, new = ((where / name).read_text(encoding="utf-8").split("\n") for where in (before, folder))
    marked = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]
    return [f"{line[0]} {line[1:]}" for line in marked if line[0] in "+-"]


def wrote(out: str) -> Done:
    return Done(status=0, out=out, err="")


def test_done_of_two_tasks(fuquan: Fuquan, folder: Path) -> None:
    done = fuquan("done", "9", "10", "-u", "红杨镇", "--on", "5月10日", "--evidence", "成绩单、签到表", data=folder)
    assert done == wrote(
        "红杨镇完成任务9，5月10日，逾期10天；尚有区司法局未完成。\n"
        "红杨镇完成任务10，5月10日，逾期10天；尚有区级执法单位等3家未完成。\n"
        "已写入 data/towns.yaml:74、data/towns.yaml:77，日期是2023年5月10日（周三）。\n"
    )
    assert changed(folder, "tasks.yaml") == []
    assert changed(folder, "towns.yaml") == [
        "+       9:",
        "+         done: 2023-05-10",
        "+         evidence: 成绩单、签到表",
        "+       10:",
        "+         done: 2023-05-10",
        "+         evidence: 成绩单、签到表",
    ]


def test_numbers_and_names_may_be_typed_in_one(fuquan: Fuquan, folder: Path) -> None:
    done = fuquan("done", "9、10", "-u", "红杨镇、区司法局", "--on", "昨天", data=folder)
    assert done == wrote(
        "区司法局、红杨镇完成任务9，5月9日，逾期9天；各责任单位均已完成。\n"
        "区司法局、红杨镇完成任务10，5月9日，逾期9天；尚有区级执法单位、花桥镇未完成。\n"
        "已写入 data/tasks.yaml:182、data/tasks.yaml:186、data/towns.yaml:74、data/towns.yaml:76，"
        "日期是2023年5月9日（周二）。\n"
    )
    assert changed(folder, "tasks.yaml") == ["+         done: 2023-05-09", "+         done: 2023-05-09"]


def test_a_group_is_every_member_that_owes_the_task(fuquan: Fuquan, folder: Path) -> None:
    done = fuquan("start", "13", "-u", "各镇", data=folder)
    assert done == wrote(
        "各镇开始办理任务13，5月10日；尚有区数据资源管理局等7家未完成。\n"
        "  即湾沚镇、陶辛镇、六郎镇、花桥镇、红杨镇。\n"
        "已写入 data/towns.yaml:22、data/towns.yaml:38、data/towns.yaml:53、data/towns.yaml:67、data/towns.yaml:82，"
        "日期是2023年5月10日（周三）。\n"
    )
    assert changed(folder, "towns.yaml") == ["+       13:", "+         started: 2023-05-10"] * 5


def test_a_group_whose_list_is_open_stands_for_itself(fuquan: Fuquan, folder: Path) -> None:
    done = fuquan("done", "2", "-u", "相关执法部门", data=folder)
    assert done.out.startswith("区级执法单位完成任务2，5月10日，逾期10天；尚有红杨镇未完成。\n")


def test_what_is_so_already_is_said_and_not_written(fuquan: Fuquan, folder: Path) -> None:
    assert fuquan("done", "9", "-u", "各镇", data=folder) == wrote(
        "湾沚镇任务9已记录为2023年4月25日完成，没有改动。\n"
        "陶辛镇任务9已记录为2023年4月25日完成，没有改动。\n"
        "六郎镇任务9已记录为2023年4月25日完成，没有改动。\n"
        "花桥镇任务9已记录为2023年4月25日完成，没有改动。\n"
        "红杨镇完成任务9，5月10日，逾期10天；尚有区司法局未完成。\n"
        "已写入 data/towns.yaml:74，日期是2023年5月10日（周三）。\n"
    )
    before = folder / "towns.yaml"
    stamp = before.stat().st_mtime_ns
    again = fuquan("done", "9", "-u", "红杨镇", "--on", "2023-05-10", data=folder)
    assert again == wrote("红杨镇任务9已记录为2023年5月10日完成，没有改动。\n")
    assert before.stat().st_mtime_ns == stamp


def test_start_note_and_what_comes_with_them(fuquan: Fuquan, folder: Path) -> None:
    typed = ("start", "7", "-u", "区委编办", "--on", "5月8日", "--reason", "待上级审核", "--expected", "6月10日")
    assert fuquan(*typed, "--note", "进展: “顺利” #1", data=folder) == wrote(
        "区委编办开始办理任务7，5月8日。\n"
        "区委编办填报任务7尚未完成的原因：待上级审核。\n"
        "区委编办预计6月10日完成任务7。\n"
        "区委编办任务7，5月8日说明：进展: “顺利” #1。\n"
        "已写入 data/tasks.yaml:173，日期是2023年5月8日（周一）。\n"
    )
    assert changed(folder, "tasks.yaml") == [
        "+       7:",
        "+         started: 2023-05-08",
        "+         reason: 待上级审核",
        "+         expected: 2023-06-10",
        "+         notes:",
        "+           - date: 2023-05-08",
        "+             text: '进展: “顺利” #1'",
    ]
    again = fuquan("note", "7", "-u", "区委编办", "--expected", "6月10日", "--reason", "待上级审核", data=folder)
    assert again == wrote("区委编办任务7已经有这些记录，没有改动。\n")
    more = fuquan("note", "7", "-u", "区委编办", "--expected", "6月12日", "--evidence", "甲", data=folder)
    assert more == wrote(
        "区委编办任务7的预计完成时间由6月10日改为6月12日。\n"
        "区委编办报送任务7佐证材料“甲”。\n"
        "已写入 data/tasks.yaml:176，日期是2023年5月10日（周三）。\n"
    )


def test_evidence_grows(fuquan: Fuquan, folder: Path) -> None:
    typed = ("--evidence", "确认书扫描件", "--evidence", "领取单", "--evidence", "领取单")
    assert fuquan("done", "2", "-u", "湾沚镇", *typed, data=folder).out.startswith(
        "湾沚镇报送任务2佐证材料“领取单”；尚有区级执法单位、红杨镇未完成。\n"
    )
    assert changed(folder, "towns.yaml") == [
        "-         evidence: 确认书扫描件",
        "+         evidence:",
        "+           - 确认书扫描件",
        "+           - 领取单",
    ]


def test_what_contradicts_a_record_is_refused_and_names_reopen(fuquan: Fuquan, folder: Path) -> None:
    assert fuquan("done", "2", "-u", "湾沚镇", "--on", "2023-04-27", data=folder) == Done(
        status=2,
        out="",
        err="错误：湾沚镇任务2已记录为2023年4月26日完成，不是2023年4月27日\n"
        "报错了的，先撤回原记录：fuquan reopen 2 -u 湾沚镇 --reason 原因\n",
    )
    assert fuquan("start", "2", "-u", "湾沚镇", data=folder).err == (
        "错误：湾沚镇任务2已记录为2023年4月26日完成，不能在此之后开始\n"
        "报错了的，先撤回原记录：fuquan reopen 2 -u 湾沚镇 --reason 原因\n"
    )
    assert fuquan("start", "2", "-u", "红杨镇", "--on", "4月24日", data=folder).err == (
        "错误：红杨镇任务2已记录为2023年4月25日开始，不是2023年4月24日\n"
        "报错了的，先撤回原记录：fuquan reopen 2 -u 红杨镇 --reason 原因\n"
    )
    assert fuquan("done", "2", "-u", "红杨镇", "--on", "4月24日", data=folder).err == (
        "错误：红杨镇任务2的完成日期2023年4月24日早于开始日期2023年4月25日\n"
        "报错了的，先撤回原记录：fuquan reopen 2 -u 红杨镇 --reason 原因\n"
    )
    assert fuquan("done", "14", "-u", "区司法局", "--period", "4月", "--on", "4月19日", data=folder).err == (
        "错误：区司法局任务14的2023-04这一期已记录为2023年4月20日完成，不是2023年4月19日\n"
        "报错了的，先撤回原记录：fuquan reopen 14 -u 区司法局 --period 2023-04 --reason 原因\n"
    )
    assert changed(folder, "towns.yaml") == changed(folder, "tasks.yaml") == []


def test_a_start_before_what_is_done_may_be_filled_in(fuquan: Fuquan, folder: Path) -> None:
    assert fuquan("start", "2", "-u", "湾沚镇", "--on", "4月20日", data=folder).status == 0
    assert changed(folder, "towns.yaml") == ["+         started: 2023-04-20"]


def test_all_that_is_wrong_is_said_in_one_go(fuquan: Fuquan, folder: Path) -> None:
    assert fuquan("done", "2", "9", "12", "-u", "湾沚镇", "--on", "5月1日", data=folder) == Done(
        status=2,
        out="",
        err="错误：有3处不能这样记录，什么都没有写入：\n"
        "  湾沚镇任务2已记录为2023年4月26日完成，不是2023年5月1日\n"
        "    报错了的，先撤回原记录：fuquan reopen 2 -u 湾沚镇 --reason 原因\n"
        "  湾沚镇任务9已记录为2023年4月25日完成，不是2023年5月1日\n"
        "    报错了的，先撤回原记录：fuquan reopen 9 -u 湾沚镇 --reason 原因\n"
        "  湾沚镇不是任务12的责任单位（区司法局）\n",
    )
    assert changed(folder, "towns.yaml") == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("done 14 -u 六郎镇 --period 2023-05", "六郎镇不是任务14的责任单位（区委编办、区司法局）；镇的月报送请用 fuquan received 2023-05 -u 六郎镇\n"),
        ("done 6", "没有写是哪家单位\n请用 --unit 写明：任务6的责任单位是区委编办\n"),
        ("done 6 -u 、", "--unit 没有写单位\n请写明是哪家单位报的，如 --unit 红杨镇\n"),
        ("done 6 -u 区委编半", "没有“区委编半”这个责任单位\n是不是“区委编办”？\n"),
        ("done 6 -u 开发区管委会", "没有“开发区管委会”这个责任单位：它在通知主送范围内，但任务清单未列其任务。\n"),
        ("done 99 -u 区委编办", "没有任务99\n任务序号有1至15\n"),
        ("done 、 -u 区委编办", "“、”不是任务序号\n任务序号是清单第一列的数字，如 2\n"),
        ("done 六 -u 区委编办", "“六”不是任务序号\n任务序号是清单第一列的数字，如 2\n"),
        ("done 6 -u 区委编办 --on 5月11日x", "--on 的“5月11日x”不是日期\n可写 2023-05-10、2023年5月10日、5月10日、10日、昨天、周五、上周五、上月10日、4月底\n"),
        ("done 6 -u 区委编办 --on 2023-05-11", "--on 的2023年5月11日晚于今天（2023年5月10日）\n还没有发生的事不能记录，请核对日期\n"),
        ("done 6 -u 区委编办 --expected 6月1日", "已经完成的，没有预计完成日期\n请去掉 --expected；还没有完成的用 fuquan note\n"),
        ("note 6 -u 区委编办", "没有写要记什么\n请用 --note 写说明，或者 --reason 原因、--expected 预计完成日期、--evidence 佐证材料\n"),
        ("note 6 -u 区委编办 --expected 2023-05-01", "预计完成日期2023年5月1日早于报送的日期2023年5月10日\n请核对 --expected 和 --on\n"),
        ("note 14 -u 区委编办 --period 4月 --expected 6月1日", "区委编办任务14的2023-04这一期已记录为2023年4月20日完成，没有预计完成日期\n报错了的，先撤回原记录：fuquan reopen 14 -u 区委编办 --period 2023-04 --reason 原因\n"),
        ("start 1 -u 区委编办 --on 3月1日 --expected 6月1日", "区委编办任务1已记录为2023年3月30日完成，没有预计完成日期\n报错了的，先撤回原记录：fuquan reopen 1 -u 区委编办 --reason 原因\n"),
        ("note 6 -u 区委编办 --note \u3000", "--note 是空的\n请写上内容，或者去掉这个选项\n"),
        ("note 6 -u 区委编办 --note 甲\u200b", "--note 里有看不见的字符：甲\\u200b\n请去掉它，重新输入\n"),
        ("reopen 6 -u 区委编办", "撤回记录要写明原因\n请加上 --reason，如 --reason 材料不全，退回补正\n"),
        ("reopen 1 -u 区委编办 --reason 错 --evidence 甲", "撤回记录时不带佐证材料\n请先撤回；重新完成之后，用 fuquan done 一并记上\n"),
        ("reopen 7 -u 区委编办 --reason 错", "区委编办任务7没有可以撤回的记录\n"),
        ("reopen 1 -u 区委编办 --reason 错 --on 3月1日", "撤回的日期2023年3月1日早于区委编办任务1所记的2023年3月30日\n请核对 --on\n"),
        ("done 6 -u 区委编办 --period 5月", "任务6（5月底前）不是重复办理的，没有时期\n请去掉 --period\n"),
        ("done 14 -u 区委编办 --period 2023-07", "任务14（每月20日前）现在没有“2023-07”这一期\n可以写的有：2023-04、2023-05\n"),
        ("done 6 -u 区委编办 --dry-run --commit", "--dry-run 不写文件，不能与 --commit 同用\n请去掉其中一个\n"),
        ("adjust 8 --due 6月1日 --basis 甲 --reason 乙", "任务8是持续推进，没有时限可以调整\n"),
        ("adjust 6 --due 6月40日 --basis 甲 --reason 乙", "--due 的“6月40日”不是有效的日期\n历书上没有这一天，请核对年月日\n"),
        ("adjust 6 --due 6月1日 --basis 甲 --reason 乙 -u 六郎镇", "六郎镇不是任务6的责任单位（区委编办）\n"),
        ("adjust 4 --due 6月1日 --basis 甲 --reason 乙 --on 4月1日", "批准日期2023年4月1日早于任务4已有的一条调整（2023年4月27日批准）\n请核对 --on；次序确实如此的，请直接编辑 tasks.yaml，照批准的先后排列\n"),
        ("trigger 1 --on 5月5日", "任务1的时限“3月底前”不等任何事项，不用记起算\n还在等的有：任务12（按省级部署）\n"),
        ("received 2023-05 --on 5月9日", "没有写是哪个镇报来的\n请用 --unit 写明，如 --unit 六郎镇\n"),
        ("received 2023-05 -u 区司法局", "区司法局不是镇，没有月报送\n各镇是：湾沚镇、陶辛镇、六郎镇、花桥镇、红杨镇\n"),
        ("received 2023-05 -u 六郎", "没有“六郎”这个责任单位\n是不是“六郎镇”？\n"),
        ("received 2023-05 -u 六郎镇 --on 4月20日", "2023年5月情况不会在2023年4月20日就报来\n请核对月份和 --on\n"),
        ("received 2023-06 -u 六郎镇", "2023年6月还没有到\n今天是2023年5月10日，请核对月份\n"),
        ("received 2023-03 -u 六郎镇", "2023年3月早于方案印发（2023年4月18日），没有月报送\n请核对月份\n"),
        ("received 第二季度 -u 六郎镇", "“第二季度”不是月份\n请写成 2023-05、2023年5月、5月或者上月\n"),
        ("returns 5月 -u 区司法局", "区司法局不是镇，没有月报送\n各镇是：湾沚镇、陶辛镇、六郎镇、花桥镇、红杨镇\n"),
    ],
)  # fmt: skip
def test_refused(fuquan: Fuquan, folder: Path, typed: str, said: str) -> None:
    assert fuquan(*typed.split(" "), data=folder) == Done(status=2, out="", err=f"错误：{said}")
    assert changed(folder, "towns.yaml") == changed(folder, "tasks.yaml") == []


def test_a_record_is_taken_back_whole_and_kept(fuquan: Fuquan, folder: Path) -> None:
    assert fuquan("reopen", "2", "-u", "花桥镇", "--reason", "材料不全", "--on", "5月9日", data=folder) == wrote(
        "5月9日撤回花桥镇任务2的记录（5月8日完成），原因：材料不全；尚有区级执法单位等3家未完成。\n"
        "已写入 data/towns.yaml:55，日期是2023年5月9日（周二）。\n"
    )
    assert changed(folder, "towns.yaml") == [
        "-         done: 2023-05-08",
        "-         evidence: 确认书扫描件",
        "+         withdrawn:",
        "+           - date: 2023-05-09",
        "+             reason: 材料不全",
        "+             done: 2023-05-08",
        "+             evidence: 确认书扫描件",
    ]
    again = fuquan("reopen", "2", "-u", "花桥镇", "--reason", "材料不全", "--on", "5月9日", data=folder)
    assert again == wrote("花桥镇任务2的记录已于2023年5月9日撤回，没有改动。\n")
    assert fuquan("done", "2", "-u", "花桥镇", "--on", "5月10日", data=folder).status == 0
    assert fuquan("check", data=folder).status == 0
    assert fuquan("show", "2", "-u", "花桥镇", "--today", "2023-05-08", data=folder).out.splitlines()[-1].split() == [
        *("花桥镇", "已完成", "5月8日", "逾期8天", "确认书扫描件")
    ]


def test_who_is_named_is_not_listed_again(fuquan: Fuquan, folder: Path) -> None:
    typed = ("reopen", "9", "-u", "湾沚镇、六郎镇", "--reason", "错")
    assert fuquan(*typed, "--dry-run", data=folder).err == (
        "5月10日撤回湾沚镇、六郎镇任务9的记录（4月25日完成），原因：错；尚有区司法局等4家未完成。\n以上尚未写入文件。\n"
    )


def test_of_a_group_whoever_has_nothing_on_record_stays_as_it_is(fuquan: Fuquan, folder: Path) -> None:
    typed = ("reopen", "9", "-u", "各镇", "--reason", "错", "--on", "5月9日")
    done = fuquan(*typed, data=folder)
    assert done.out.startswith("红杨镇任务9没有可以撤回的记录，没有改动。\n")
    assert "\n5月9日撤回湾沚镇、陶辛镇、六郎镇、花桥镇任务9的记录（4月25日完成），原因：错；" in done.out
    assert fuquan(*typed, data=folder) == wrote(
        "红杨镇任务9没有可以撤回的记录，没有改动。\n"
        + "".join(
            f"{name}任务9的记录已于2023年5月9日撤回，没有改动。\n" for name in ("湾沚镇", "陶辛镇", "六郎镇", "花桥镇")
        )
    )
    named = fuquan("reopen", "10", "-u", "湾沚镇、红杨镇", "--reason", "错", data=folder)
    assert (named.status, named.err) == (2, "错误：红杨镇任务10没有可以撤回的记录\n")
    idle = fuquan("reopen", "13", "-u", "各镇", "--reason", "错", data=folder)
    assert (idle.status, idle.err.count("任务13没有可以撤回的记录\n")) == (2, 5)


def test_what_still_holds_stays_when_a_record_is_taken_back(fuquan: Fuquan, folder: Path) -> None:
    fuquan("note", "2", "-u", "红杨镇", "--note", "盖章中", data=folder)
    fuquan("done", "2", "-u", "红杨镇", data=folder)
    typed = ("reopen", "2", "-u", "红杨镇", "--reason", "章未盖全", "--expected", "5月18日", "--note", "退回")
    assert fuquan(*typed, data=folder) == wrote(
        "5月10日撤回红杨镇任务2的记录（5月10日完成），原因：章未盖全。\n"
        "红杨镇任务2的预计完成时间由5月15日改为5月18日。\n"
        "红杨镇任务2，5月10日说明：退回；尚有区级执法单位、红杨镇未完成。\n"
        "已写入 data/towns.yaml:73，日期是2023年5月10日（周三）。\n"
    )
    assert (folder / "towns.yaml").read_text(encoding="utf-8").split("      2:\n")[-1].split("      3:\n")[0] == (
        "        started: 2023-04-25\n"
        "        reason: 待区级单位盖章\n"
        "        expected: 2023-05-18\n"
        "        notes:\n"
        "          - date: 2023-05-10\n"
        "            text: 退回\n"
        "        withdrawn:\n"
        "          - date: 2023-05-10\n"
        "            reason: 章未盖全\n"
        "            started: 2023-04-25\n"
        "            done: 2023-05-10\n"
        "            expected: 2023-05-15\n"
        "            notes:\n"
        "              - date: 2023-05-10\n"
        "                text: 盖章中\n"
    )
    assert fuquan("show", "2", "-u", "红杨镇", data=folder).out.splitlines()[-3:] == [
        "  5月10日红杨镇：盖章中",
        "  5月10日红杨镇：退回",
        "  5月10日撤回红杨镇原报5月10日完成的记录：章未盖全",
    ]


@pytest.mark.parametrize(
    "again",
    [
        "done 2 -u 红杨镇 --on 5月8日",
        "start 2 -u 红杨镇 --on 4月26日",
        "note 2 -u 红杨镇 --evidence 甲",
        "note 2 -u 红杨镇 --note 乙",
    ],
)
def test_what_is_reported_again_is_taken_back_again(fuquan: Fuquan, folder: Path, again: str) -> None:
    typed = ("reopen", "2", "-u", "红杨镇", "--reason", "日期报错", "--expected", "5月18日", "--note", "退回")
    for _ in range(3):  # the first time other things are on record
        fuquan(*again.split(" "), data=folder)
        assert fuquan(*typed, data=folder).out.startswith("5月10日撤回红杨镇任务2的记录")
        assert fuquan(*typed, data=folder) == wrote("红杨镇任务2的记录已于2023年5月10日撤回，没有改动。\n")


def test_a_start_is_taken_back_and_its_reason_stays(fuquan: Fuquan, folder: Path) -> None:
    assert fuquan("reopen", "2", "-u", "红杨镇", "--reason", "日期报错", data=folder) == wrote(
        "5月10日撤回红杨镇任务2的记录（4月25日开始），原因：日期报错；尚有区级执法单位、红杨镇未完成。\n"
        "已写入 data/towns.yaml:68，日期是2023年5月10日（周三）。\n"
    )
    assert fuquan("start", "2", "-u", "红杨镇", "--on", "4月24日", data=folder).status == 0


def test_a_period_is_found_where_only_one_is_open(fuquan: Fuquan, folder: Path) -> None:
    assert fuquan("done", "14", "-u", "区司法局", data=folder) == wrote(
        "区司法局完成任务14（5月），5月10日，按期；尚有区委编办未完成。\n"
        "已写入 data/tasks.yaml:192，日期是2023年5月10日（周三）。\n"
    )
    assert changed(folder, "tasks.yaml") == ["+         2023-05:", "+           done: 2023-05-10"]
    assert fuquan("done", "14", "-u", "区司法局", data=folder) == wrote(
        "区司法局任务14到这一期为止都已记录为完成，没有改动。\n"
    )
    assert fuquan("start", "14", "-u", "区司法局", data=folder).err == (
        "错误：任务14（每月20日前）没有区司法局还没有完成的时期\n请用 --period 写明是哪一期\n"
    )
    assert fuquan("reopen", "14", "-u", "区司法局", "--reason", "错", data=folder).err == (
        "错误：任务14（每月20日前）区司法局有记录的不止一期：2023-04、2023-05\n请写明是哪一期，如 --period 2023-04\n"
    )
    fuquan("reopen", "14", "-u", "区司法局", "--reason", "错", "--period", "2023年4月", data=folder)
    assert fuquan("done", "14", "-u", "区司法局", data=folder).out.startswith("区司法局完成任务14（4月），5月10日")


def test_a_period_brought_forward_is_open_as_well(fuquan: Fuquan, folder: Path) -> None:
    moved = ("--period", "2023-06", "--due", "5月20日", "-u", "区司法局", "--basis", "甲", "--reason", "乙")
    assert fuquan("adjust", "14", *moved, data=folder).status == 0
    assert fuquan("done", "14", "-u", "区司法局", data=folder).err == (
        "错误：任务14（每月20日前）区司法局还没有完成的不止一期：2023-05、2023-06\n请写明是哪一期，如 --period 2023-05\n"
    )
    assert fuquan("done", "14", "-u", "区委编办", data=folder).status == 0  # whose June it is not
    assert fuquan("done", "14", "-u", "区司法局", "--period", "2023-05", data=folder).status == 0
    assert fuquan("done", "14", "-u", "区司法局", data=folder).out.startswith("区司法局完成任务14（6月），5月10日")
    assert fuquan("done", "14", "-u", "区司法局", data=folder).out == (
        "区司法局任务14到这一期为止都已记录为完成，没有改动。\n"
    )


def test_several_open_periods_are_listed(fuquan: Fuquan, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUQUAN_TODAY", "2023-05-20")
    fuquan("done", "14", "-u", "区司法局", data=folder)
    monkeypatch.setenv("FUQUAN_TODAY", "2024-05-21")
    assert fuquan("done", "14", "-u", "区司法局", "-u", "区委编办", data=folder).err == (
        "错误：任务14（每月20日前）区委编办、区司法局还没有完成的不止一期：2023-05、2023-06…2024-06，共14期\n"
        "请写明是哪一期，如 --period 2023-05\n"
    )
    assert fuquan("done", "14", "-u", "区委编办", "--period", "9月", "--on", "2023-09-19", data=folder).status == 0
    assert "        2023-09:\n          done: 2023-09-19\n" in (folder / "tasks.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("deadline", "typed", "key"),
    [
        ("每季度末前", "第二季度", "2023-Q2"),
        ("每季度末前", "2023年第二季度", "2023-Q2"),
        ("每季度末前", "2023-q2", "2023-Q2"),
        ("每半年底前", "上半年", "2023-H1"),
        ("每年12月底前", "2023年", "2023"),
        ("每周五前", "第19周", "2023-W19"),
    ],
)
def test_periods_may_be_called_what_screens_call_them(
    fuquan: Fuquan, tmp_path: Path, deadline: str, typed: str, key: str
) -> None:
    folder = written(tmp_path, task(deadline), "  - {name: 局}\n  - {name: 各镇, members: towns}")
    done = fuquan("start", "1", "-u", "局", "--period", typed, data=folder)
    assert (done.status, done.err) == (0, "")
    assert f"{{1: {{{key}: {{started: 2023-05-10}}}}}}" in (folder / "tasks.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("deadline", "printed", "year"),
    [("印发之日起5个工作日内", "印发之日起5个工作日内", 2050), ("每月第一个工作日", "每月第一个工作日", 2050)],
)
def test_what_counts_by_holidays_that_are_not_known_is_not_recorded(
    fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deadline: str, printed: str, year: int
) -> None:
    folder = written(tmp_path, task(deadline), "  - {name: 局}\n  - {name: 各镇, members: towns}")
    text = (folder / "tasks.yaml").read_text(encoding="utf-8")
    text = text.replace("issued: 2023-04-18, year: 2023", "issued: 2050-04-18, year: 2050")
    (folder / "tasks.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("FUQUAN_TODAY", "2050-05-10")
    period = ("--period", "5月") if deadline.startswith("每") else ()
    assert fuquan("done", "1", "-u", "局", *period, data=folder) == Done(
        status=2,
        out="",
        err=f"错误：任务1（{printed}）按工作日计，没有{year}年的节假日安排，算不出到期日\n"
        "请待国务院公布该年放假安排后更新 chinesecalendar\n",
    )
    assert (folder / "tasks.yaml").read_text(encoding="utf-8") == text
    known = fuquan("adjust", "1", "--due", "5月12日", "--basis", "甲", "--reason", "乙", *period, data=folder)
    assert known.status == 0
    assert fuquan("done", "1", "-u", "局", *period, data=folder).status == 0


def test_what_does_not_hang_on_holidays_is_recorded_all_the_same(
    fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [task("每月第一个工作日", number=1), task("持续推进", number=2)]
    folder = written(tmp_path, "\n".join(rows), "  - {name: 局}\n  - {name: 各镇, members: towns}")
    file = folder / "tasks.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("2023", "2050"), encoding="utf-8")
    monkeypatch.setenv("FUQUAN_TODAY", "2050-05-10")
    assert fuquan("start", "2", "-u", "局", data=folder).out.startswith("局开始办理任务2，5月10日。\n")


def test_on_the_due_day_the_period_after_it_does_not_count(
    fuquan: Fuquan, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUQUAN_TODAY", "2023-05-20")
    assert fuquan("done", "14", "-u", "区司法局", data=folder).out.startswith(
        "区司法局完成任务14（5月），5月20日，按期"
    )


def test_adjustments_are_added_with_their_paper(fuquan: Fuquan, folder: Path) -> None:
    typed = ("--basis", "芜湾赋权〔2023〕5号", "--reason", "方案再报", "--approved-by", "甲", "--on", "5月9日")
    assert fuquan("adjust", "4", "--due", "5月30日", *typed, data=folder) == wrote(
        "任务4时限由5月19日（原4月底前）调整为5月30日，延后11天，依据芜湾赋权〔2023〕5号，事由：方案再报，"
        "5月9日批准，批准人：甲。\n"
        "已写入 data/tasks.yaml:69，日期是2023年5月9日（周二）。\n"
    )
    assert changed(folder, "tasks.yaml") == [
        "+       - due: 2023-05-30",
        "+         date: 2023-05-09",
        "+         basis: 芜湾赋权〔2023〕5号",
        "+         reason: 方案再报",
        "+         approved_by: 甲",
    ]
    again = fuquan("adjust", "4", "--due", "2023-05-30", "--basis", "甲", "--reason", "乙", data=folder)
    assert again == wrote("任务4的时限已经是2023年5月30日（依据芜湾赋权〔2023〕5号），没有改动。\n")


def test_adjustments_of_some_bodies_and_of_a_period(fuquan: Fuquan, folder: Path) -> None:
    paper = ("--basis", "甲", "--reason", "乙")
    of_some = fuquan("adjust", "2", "--due", "5月15日", "-u", "红杨镇、相关执法部门", *paper, data=folder)
    assert of_some == Done(
        status=0,
        out="红杨镇、区级执法单位任务2时限由4月底前（4月30日）调整为5月15日，延后15天，依据甲，事由：乙，5月10日批准。\n"
        "已写入 data/tasks.yaml:49，日期是2023年5月10日（周三）。\n",
        err="警告：任务2的时限是2023年4月30日，2023年5月10日才批准延到2023年5月15日。请核对批准日期\n",
    )
    of_period = fuquan("adjust", "14", "--due", "9月25日", "--period", "9月", *paper, data=folder)
    assert of_period.out.startswith(
        "任务14（9月）时限由9月20日调整为9月25日，延后5天，依据甲，事由：乙，5月10日批准。\n"
    )
    assert changed(folder, "tasks.yaml") == [
        "+     adjustments:",
        "+       - due: 2023-05-15",
        "+         date: 2023-05-10",
        "+         basis: 甲",
        "+         reason: 乙",
        "+         units:",
        "+           - 红杨镇",
        "+           - 区级执法单位",
        "+     adjustments:",
        "+       - due: 2023-09-25",
        "+         date: 2023-05-10",
        "+         basis: 甲",
        "+         reason: 乙",
        "+         period: 2023-09",
    ]
    same = fuquan("adjust", "14", "--due", "9月25日", "--period", "2023-09", *paper, data=folder)
    assert same == wrote("任务14（2023-09）的时限已经是2023年9月25日（依据甲），没有改动。\n")
    same = fuquan("adjust", "2", "--due", "5月15日", "-u", "红杨镇", *paper, data=folder)
    assert same == wrote("红杨镇任务2的时限已经是2023年5月15日（依据甲），没有改动。\n")


def test_the_first_day_of_a_deadline_without_one(fuquan: Fuquan, folder: Path) -> None:
    done = fuquan("adjust", "15", "--due", "2月10日", "--basis", "甲", "--reason", "乙", data=folder)
    assert done.out.startswith("任务15时限确定为2024年2月10日，依据甲，事由：乙，5月10日批准。\n")


def test_an_event_comes_once(fuquan: Fuquan, folder: Path) -> None:
    assert fuquan("trigger", "12", "--on", "5月5日", "--basis", "皖司〔2023〕4号", data=folder) == wrote(
        "任务12所等的事项已发生，5月5日起算，依据皖司〔2023〕4号。\n"
        "已写入 data/tasks.yaml:130，日期是2023年5月5日（周五）。\n"
    )
    assert changed(folder, "tasks.yaml") == [
        "+     trigger:",
        "+       date: 2023-05-05",
        "+       basis: 皖司〔2023〕4号",
    ]
    assert fuquan("trigger", "12", "--on", "5月5日", data=folder) == wrote(
        "任务12已记录为2023年5月5日起算，没有改动。\n"
    )
    assert fuquan("trigger", "12", "--on", "5月6日", data=folder).err == (
        "错误：任务12已记录为2023年5月5日起算（皖司〔2023〕4号）\n"
        "确实记错了的，请直接改 data/tasks.yaml 第130行，并在 waivers 里写明理由和依据\n"
    )
    assert fuquan("trigger", "8", "--on", "5月6日", data=folder).err == (
        "错误：任务8的时限“持续推进”不等任何事项，不用记起算\n没有还在等事项的任务\n"
    )


def test_an_event_without_paper_and_one_that_is_the_issue(fuquan: Fuquan, tmp_path: Path) -> None:
    rows = [task("按省级部署", number=1), task("印发之日起30日内", number=2)]
    folder = written(tmp_path, "\n".join(rows), "  - {name: 局}\n  - {name: 各镇, members: towns}")
    assert fuquan("trigger", "2", "--on", "5月5日", data=folder).err == (
        "错误：任务2的时限“印发之日起30日内”从方案印发之日起算，不等别的事项\n还在等的有：任务1（按省级部署）\n"
    )
    assert fuquan("trigger", "1", "--on", "5月5日", data=folder).out.startswith(
        "任务1所等的事项已发生，5月5日起算，未写依据。\n"
    )
    assert "units: [局], trigger: {date: 2023-05-05}}" in (folder / "tasks.yaml").read_text(encoding="utf-8")
    assert fuquan("trigger", "1", "--on", "5月6日", "--basis", "甲", data=folder).err.startswith(
        "错误：任务1已记录为2023年5月5日起算（未写依据）\n"
    )
    assert fuquan("trigger", "1", "--on", "5月5日", "--basis", "甲", data=folder).status == 0
    assert "units: [局], trigger: {date: 2023-05-05, basis: 甲}}" in (folder / "tasks.yaml").read_text(encoding="utf-8")
    assert fuquan("trigger", "1", "--on", "5月5日", "--basis", "乙", data=folder).err.startswith(
        "错误：任务1已记录为2023年5月5日起算（甲）\n"
    )


def test_returns_come_in(fuquan: Fuquan, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUQUAN_TODAY", "2023-05-22")
    assert fuquan("received", "5月", "-u", "六郎镇、湾沚镇", "--on", "5月18日", data=folder) == wrote(
        "湾沚镇、六郎镇5月情况已报，5月18日。\n"
        "已写入 data/towns.yaml:22、data/towns.yaml:51，日期是2023年5月18日（周四）。\n"
    )
    assert changed(folder, "towns.yaml") == ["+     returns:", "+       2023-05: 2023-05-18"] * 2
    assert fuquan("received", "5月", "-u", "六郎镇", "-u", "花桥镇", data=folder) == wrote(
        "六郎镇2023年5月情况已记录为2023年5月18日报送，没有改动。\n"
        "花桥镇5月情况已报，5月22日。\n"
        "已写入 data/towns.yaml:65，日期是2023年5月22日（周一）。\n"
    )
    assert fuquan("received", "5月", "-u", "六郎镇", "--on", "5月19日", data=folder).err == (
        "错误：六郎镇2023年5月情况已记录为2023年5月18日报送，不是2023年5月19日\n"
        "确实记错了的，请直接改 data/towns.yaml 第51行起的 returns，并在 waivers 里写明理由和依据\n"
    )
    assert fuquan("received", "4月", "-u", "六郎镇", "--on", "5月19日", data=folder).status == 0
    assert "    returns:\n      2023-04: 2023-05-19\n      2023-05: 2023-05-18\n" in (folder / "towns.yaml").read_text(
        encoding="utf-8"
    )
    assert fuquan("returns", data=folder).out == (
        "5月情况已报3个镇，未报：陶辛镇、红杨镇（截至5月22日）。\n"
        "收集各镇情况的任务14（区委编办、区司法局）5月20日（周六）到期。\n"
        "\n"
        "镇      报送日期  时限\n"
        "湾沚镇  5月18日\n"
        "陶辛镇  未报\n"
        "六郎镇  5月18日\n"
        "花桥镇  5月22日   晚2天\n"
        "红杨镇  未报\n"
    )
    fuquan("received", "2023-05", "-u", "各镇", data=folder)
    assert fuquan("returns", "-f", "text", data=folder).out == (
        "5月情况5个镇均已报（截至5月22日）。\n收集各镇情况的任务14（区委编办、区司法局）5月20日（周六）到期。\n"
    )
    assert fuquan("returns", "上月", "-u", "六郎镇", "-u", "红杨镇", "-f", "csv", data=folder).out == (
        "月份,镇,报送日期,到期日\r\n2023-04,六郎镇,2023-05-19,2023-04-20\r\n2023-04,红杨镇,,2023-04-20\r\n"
    )
    assert fuquan("returns", "2023-05", "-u", "花桥镇", "--today", "2023-05-20", "-f", "json", data=folder).out == (
        '{"fuquan": 1, "command": "returns", "today": "2023-05-20", "plan": "芜湖市湾沚区推进镇赋权工作实施方案", '
        '"month": "2023-05", "task": 14, "due": "2023-05-20", "returns": [{"unit": "花桥镇", "received": null}]}\n'
    )


def test_returns_of_towns_that_come_and_go(fuquan: Fuquan, tmp_path: Path) -> None:
    folder = written(tmp_path, task("每月底前"), "  - {name: 局}\n  - {name: 各镇, members: towns}")
    assert fuquan("returns", "4月", data=folder).out.startswith(
        "4月情况已报0个镇，未报：甲镇、乙镇（截至5月10日）。\n\n镇"
    )
    assert fuquan("received", "4月", "-u", "丙镇", data=folder).err == (
        "错误：2023年4月没有丙镇\n请核对月份和镇的设立、撤销日期\n"
    )
    bare = written(tmp_path, task("每月底前"), "  - {name: 局}", towns="towns: []\n")
    assert fuquan("returns", data=bare).err == (
        "错误：数据里没有镇，没有月报送\n各镇列在 data/towns.yaml 的 towns 之下\n"
    )
    assert fuquan("received", "4月", "-u", "局", data=bare).err == "错误：局不是镇，没有月报送\n数据里没有镇\n"


def test_who_is_gone_or_not_there_yet_on_the_due_day_does_not_owe(fuquan: Fuquan, tmp_path: Path) -> None:
    folder = written(tmp_path, task("4月底前", "各镇"), "  - {name: 局}\n  - {name: 各镇, members: towns}")
    done = fuquan("done", "1", "-u", "丙镇", data=folder)
    assert done == Done(status=2, out="", err="错误：任务1到期之日丙镇不承担它\n")
    assert fuquan("done", "1", "-u", "各镇", data=folder).out.startswith(
        "甲镇、乙镇完成任务1，5月10日，逾期10天；各责任单位均已完成。\n"
    )
    folder = written(tmp_path, task("持续推进", "各镇"), "  - {name: 局}\n  - {name: 各镇, members: towns}")
    (folder / "towns.yaml").write_text(
        'towns:\n  - {name: 甲镇, code: "340210100"}\n  - {name: 乙镇, code: "340210101", until: 2023-05-01}\n',
        encoding="utf-8",
    )
    assert fuquan("start", "1", "-u", "乙镇", data=folder).err == "错误：乙镇现在不承担任务1\n"


def test_who_does_not_owe_the_period_is_told_which_it_owes(fuquan: Fuquan, tmp_path: Path) -> None:
    folder = written(tmp_path, task("每月20日前", "各镇"), "  - {name: 局}\n  - {name: 各镇, members: towns}")
    before = (folder / "towns.yaml").read_bytes()
    refused = "丙镇不承担任务1的2023-04这一期\n"
    paper = ("--due", "4月25日", "--basis", "甲", "--reason", "乙")
    for typed in (("done", "1"), ("reopen", "1", "--reason", "错"), ("adjust", "1", *paper)):
        assert fuquan(*typed, "--period", "4月", "-u", "丙镇", data=folder).err.startswith(
            f"错误：{refused}它承担的有：2023-05"
        )
        both = fuquan(*typed, "--period", "4月", "-u", "甲镇", "-u", "丙镇", data=folder)
        assert (both.status, both.out, refused in both.err) == (2, "", True)
    assert (folder / "towns.yaml").read_bytes() == before
    assert fuquan("done", "1", "--period", "4月", "-u", "各镇", data=folder).out.startswith(
        "甲镇、乙镇完成任务1（4月），5月10日，逾期20天；各责任单位均已完成。\n"
    )
    assert fuquan("done", "1", "-u", "各镇", data=folder).status == 0


def test_the_day_of_an_adjustment_is_near_the_one_it_moves(fuquan: Fuquan, folder: Path) -> None:
    """Though it is past, and the bodies are done, or have several days."""
    paper = ("--basis", "甲", "--reason", "乙", "--on", "4月26日", "--dry-run")
    done = fuquan("adjust", "2", "-u", "花桥镇", "--due", "5月8日", *paper, data=folder)
    assert done.err.startswith("花桥镇任务2时限由4月底前（4月30日）调整为5月8日，延后8天")
    fuquan("adjust", "2", "-u", "花桥镇", "--due", "5月8日", *paper[:-1], data=folder)
    done = fuquan("adjust", "2", "--due", "5月9日", *paper, data=folder)
    assert done.err.startswith("任务2时限由4月底前（4月30日）调整为5月9日，延后9天（花桥镇原为5月8日）")


def test_only_a_group_that_the_row_names_stands_for_its_members(fuquan: Fuquan, tmp_path: Path) -> None:
    units = (
        "  - {name: 甲局}\n  - {name: 乙局}\n"
        "  - {name: 牵头组, members: [甲局, 乙局], complete: true}\n"
        "  - {name: 组, members: [甲局, 乙局], complete: true}\n"
        "  - {name: 各镇, members: towns}"
    )
    folder = written(tmp_path, f"{task('4月底前', '牵头组')}\n{task('5月底前', '甲局, 乙局', 2)}", units)
    assert fuquan("done", "1", "-u", "组", data=folder).out.startswith(
        "牵头组完成任务1，5月10日，逾期10天；各责任单位均已完成。\n  即甲局、乙局。\n"
    )
    assert fuquan("done", "2", "-u", "组", data=folder).out.startswith("甲局、乙局完成任务2，5月10日，按期")


def test_keys_without_a_value_stay_where_they_are(fuquan: Fuquan, tmp_path: Path) -> None:
    units = "  - name: 局\n    progress:\n      1:\n        done: 2023-04-20\n        evidence:\n  - {name: 各镇, members: towns}"
    folder = written(tmp_path, task("4月底前", "局"), units)
    assert fuquan("reopen", "1", "-u", "局", "--reason", "错", data=folder).status == 0
    assert (folder / "tasks.yaml").read_text(encoding="utf-8").split("      1:\n")[1].split("  - {name")[0] == (
        "        evidence:\n        withdrawn:\n          - date: 2023-05-10\n            reason: 错\n"
        "            done: 2023-04-20\n"
    )
    assert fuquan("done", "1", "-u", "局", "--evidence", "甲", data=folder).status == 0
    assert "        done: 2023-05-10\n        evidence: 甲\n" in (folder / "tasks.yaml").read_text(encoding="utf-8")


def test_steps_that_contradict_one_another_do_not_load() -> None:
    step = Reporting("红杨镇", 2, None, put=(("done", date(2023, 4, 1)),))
    with pytest.raises(FuquanError) as refused:
        recorded(load(EXAMPLE), (step,), date(2023, 5, 10))
    assert (refused.value.message, refused.value.help) == (
        "这样记录会让数据出错，没有写入：",
        "  完成日期2023-04-01早于开始日期2023-04-25\n    请核对两个日期",
    )


def test_a_dry_run_prints_a_diff_that_can_be_applied(fuquan: Fuquan, folder: Path) -> None:
    done = fuquan("done", "9", "-u", "各镇", "--dry-run", data=folder)
    assert done == Done(
        status=0,
        out="--- a/data/towns.yaml\n"
        "+++ b/data/towns.yaml\n"
        "@@ -70,3 +70,5 @@\n"
        "         done: 2023-03-30\n"
        "       8:\n"
        "         started: 2023-05-06\n"
        "+      9:\n"
        "+        done: 2023-05-10\n",
        err="湾沚镇任务9已记录为2023年4月25日完成，不用改动。\n"
        "陶辛镇任务9已记录为2023年4月25日完成，不用改动。\n"
        "六郎镇任务9已记录为2023年4月25日完成，不用改动。\n"
        "花桥镇任务9已记录为2023年4月25日完成，不用改动。\n"
        "红杨镇完成任务9，5月10日，逾期10天；尚有区司法局未完成。\n"
        "以上尚未写入文件。\n",
    )
    assert changed(folder, "towns.yaml") == []
    nothing = fuquan("done", "2", "-u", "湾沚镇", "--dry-run", data=folder)
    assert nothing == Done(status=0, out="", err="湾沚镇任务2已记录为2023年4月26日完成，不用改动。\n")


def test_records_in_braces_get_neighbours_in_braces(fuquan: Fuquan, tmp_path: Path) -> None:
    units = (
        "  - name: 局\n    progress:\n      1: {done: 2023-04-20}  # 已核\n      3: {2023-04: {done: 2023-04-20}}\n"
        "  - name: 办\n"
        "  - {name: 各镇, members: towns}"
    )
    rows = [task("4月底前", "局, 办", 1), task("5月底前", "局, 办", 2), task("每月底前", "局, 办", 3)]
    folder = written(tmp_path, "\n".join(rows), units)
    fuquan("done", "2", "-u", "局、办", "--evidence", "甲, 乙", "--note", "丙", data=folder)
    fuquan("done", "3", "-u", "局、办", "--period", "5月", data=folder)
    assert (folder / "tasks.yaml").read_text(encoding="utf-8").split("units:\n")[1] == (
        "  - name: 局\n    progress:\n      1: {done: 2023-04-20}  # 已核\n"
        "      2: {done: 2023-05-10, evidence: '甲, 乙', notes: [{date: 2023-05-10, text: 丙}]}\n"
        "      3: {2023-04: {done: 2023-04-20}, 2023-05: {done: 2023-05-10}}\n"
        "  - name: 办\n    progress:\n"
        "      2: {done: 2023-05-10, evidence: '甲, 乙', notes: [{date: 2023-05-10, text: 丙}]}\n"
        "      3:\n        2023-05: {done: 2023-05-10}\n"
        "  - {name: 各镇, members: towns}\n"
    )


def test_data_with_errors_are_not_written(fuquan: Fuquan, data: Data) -> None:
    folder = data(tasks={"year: 2023": "year: 二三"})
    before = (folder / "towns.yaml").read_bytes()
    done = fuquan("done", "9", "-u", "红杨镇", data=folder)
    assert (done.status, done.out) == (1, "")
    assert done.err.endswith("数据有错，未作答复：错误1处\n")
    assert (folder / "towns.yaml").read_bytes() == before


def test_what_the_rules_refuse_is_not_written(fuquan: Fuquan, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that is wrong does not write over what it does not see yet."""
    monkeypatch.setenv("FUQUAN_TODAY", "2023-04-20")
    assert fuquan("done", "9", "-u", "花桥镇", data=folder) == Done(
        status=2,
        out="",
        err="错误：这样记录会让数据出错，没有写入：\n"
        "  花桥镇任务9的完成日期2023-04-25被改为2023-04-20\n"
        "    请恢复；报错了的，用 fuquan reopen 撤回，原记录会留在 withdrawn 里\n",
    )
    assert changed(folder, "towns.yaml") == []


def test_a_way_of_writing_that_cannot_be_kept_is_refused(fuquan: Fuquan, data: Data) -> None:
    folder = data(towns={"        evidence: 确认书扫描件\n": "        evidence:  # 待核\n          确认书扫描件\n"})
    assert fuquan("done", "2", "-u", "湾沚镇", "--evidence", "甲", data=folder) == Done(
        status=2,
        out="",
        err=f"错误：“{folder}/towns.yaml”第12行一带的写法少见，没有把握只改要改的地方，没有写入\n"
        "请用编辑器照文件开头的说明改写这一处，再运行 fuquan check\n",
    )


def test_the_commit_that_may_follow_is_offered(fuquan: Fuquan, folder: Path) -> None:
    assert fuquan("done", "9", "-u", "红杨镇", data=folder).err == ""
