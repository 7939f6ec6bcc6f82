"""The command that writes letters: files, numbers, and what stops it."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import docx
import pytest
import yaml
from conftest import TESTS, Done, Fuquan, copied
from plans import task, written
from processes import NOBODY, forked, held, open_folder, small_disk, status_of, told
from programs import printed, text_of
from repos import git, saved

from fuquan.cli.app import app
from fuquan.cli.shell import run
from fuquan.errors import FuquanError
from fuquan.letter import Chosen, Kind
from fuquan.text import long_day
from fuquan.view import letters as view

# Such a letter, whole.
URGED = """\
关于抓紧完成镇赋权工作有关任务的函
编号：2023年催办第1号
红杨镇人民政府：
　　根据《芜湖市湾沚区推进镇赋权工作实施方案》（2023年4月18日印发）所附任务清单，截至2023年5月10日，你镇有3项任务已到完成时限，尚未完成或者尚未收到完成情况，具体如下：
　　1.签订赋权事项承接确认书（清单第2项）。完成时限4月底前（4月30日），逾期10天。你镇报送正在推进，未完成原因为待区级单位盖章，预计5月15日完成。
　　2.严格落实执法人员持证上岗制度（清单第9项）。完成时限4月底前（4月30日），逾期10天，尚未收到完成情况。
　　3.开展审批执法岗前业务培训（清单第10项）。完成时限4月底前（4月30日），逾期10天，尚未收到完成情况。
　　请于2023年5月17日（星期三）前将上述任务的完成日期和佐证材料报送我办；已经完成的，请一并补报；确实不能完成的，请说明原因和预计完成时间，需要调整时限的，按程序报批。
　　特此函告。
芜湖市湾沚区推进依法行政工作领导小组办公室（示例）
2023年5月10日
　　（联系人：          联系电话：          ）
"""


@pytest.fixture
def folder(data: Callable[..., Path]) -> Path:
    """The example, to be written in."""
    return data()


NAME = "镇赋权工作-红杨镇-2023年催办第1号-2023-05-10.txt"
REGISTER = """\
letters:
  - number: 2023年催办第1号
    date: 2023-05-10
    unit: 红杨镇
    kind: 催办
    items:
      - {task: 2}
      - {task: 9}
      - {task: 10}
"""


def test_a_letter_that_urges_is_told_whole(fuquan: Fuquan, folder: Path) -> None:
    done = fuquan("letter", "--unit", "红杨镇", "--kind", "催办", "-f", "text", "-o", "-", data=folder)
    assert (done.status, done.out) == (0, URGED)
    assert done.err == (
        f"2023年催办第1号，红杨镇：逾期3项（任务2、9、10）。\n以上共1份，编号登记在“{folder / 'letters.yaml'}”。\n"
    )


def test_letters_are_written_and_entered_once_however_often_they_are_asked_for(
    fuquan: Fuquan, folder: Path, tmp_path: Path
) -> None:
    out, kept = tmp_path / "函件", folder / "letters.yaml"
    asked = ("letter", "-u", "红杨镇", "-f", "text", "-o", str(out))
    done = fuquan(*asked, data=folder)
    assert (done.status, done.err) == (0, "")
    assert done.out == (
        f"2023年催办第1号，红杨镇：逾期3项（任务2、9、10）。\n已写出1份到“{out}”，编号登记在“{kept}”。\n"
    )
    assert held(out) == {NAME: URGED.encode()}
    assert kept.read_text(encoding="utf-8").partition("\n\n")[2] == REGISTER
    before = kept.read_bytes()
    again = fuquan(*asked, data=folder)
    assert again.out == (
        "2023年催办第1号，红杨镇：逾期3项（任务2、9、10）（已经登记过，编号不变）。\n"
        f"1份都已在“{out}”，内容相同，没有再写，编号登记在“{kept}”。\n"
    )
    assert (held(out), kept.read_bytes()) == ({NAME: URGED.encode()}, before)
    (out / NAME).unlink()
    assert fuquan(*asked, data=folder).status == 0
    assert (held(out), kept.read_bytes()) == ({NAME: URGED.encode()}, before)
    # the others are numbered on, and what is there already is not entered again
    everybody = fuquan("letter", "--all", "-f", "text", "-o", str(out), data=folder)
    assert [line.partition("：")[0] for line in everybody.out.splitlines()[:4]] == [
        "2023年催办第2号，区司法局",
        "2023年催办第3号，区级执法单位",
        "2023年催办第4号，花桥镇",
        "2023年催办第1号，红杨镇",
    ]
    assert kept.read_bytes().startswith(before)
    assert fuquan("check", data=folder).status == 0
    # the next day it is another letter, and what is one too many can be seen before
    asked = ("letter", "-u", "红杨镇", "--today", "2023-05-11", "--dry-run")
    later = "2023年催办第5号，红杨镇：逾期3项（任务2、9、10）；上一份是2023年催办第1号（5月10日）。\n"
    assert fuquan(*asked, data=folder).out == later
    reminded = fuquan(*asked[:3], "--today", "2023-06-24", "--kind", "提醒", "--dry-run", data=folder)
    assert reminded.out == "2023年提醒第1号，红杨镇：即将到期1项（任务13）。\n"


def test_in_a_repository_the_commit_of_the_register_is_offered(
    fuquan: Fuquan, folder: Path, top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(top, held(folder) | {".gitignore": "函件/\n".encode()})
    monkeypatch.chdir(top)

    def offered(*units: str) -> str:
        return fuquan("letter", *(f"-u{unit}" for unit in units), "-o", "函件", data=top).err

    command = "git add -- letters.yaml && git commit -m '登记2023年催办第1号等2份函件' -- letters.yaml"
    assert offered("红杨镇", "花桥镇") == f"可以提交：{command}\n"
    subprocess.run(["sh", "-c", command], check=True, capture_output=True)
    assert git(top, "show", "--format=%s", "--name-only") == "登记2023年催办第1号等2份函件\n\nletters.yaml"
    assert offered("红杨镇") == ""
    assert offered("区司法局") == "可以提交：git commit -m '登记2023年催办第3号' -- letters.yaml\n"
    git(top, "rm", "--quiet", "--cached", "letters.yaml")
    git(top, "rm", "--quiet", "--cached", "tasks.yaml")
    assert offered("区级执法单位") == ""  # whatever the repository is for
    git(top, "add", "tasks.yaml")
    (top / ".gitignore").write_text("letters.yaml\n", encoding="utf-8")
    monkeypatch.setenv("FUQUAN_TODAY", "2023-05-11")
    assert offered("区级执法单位") == ""


def test_a_dry_run_writes_nothing_and_takes_no_number(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    before = held(folder)
    done = fuquan("letter", "--all", "-o", str(tmp_path / "函件"), "--dry-run", data=folder)
    assert (done.status, done.out, done.err) == (
        0,
        (
            "2023年催办第1号，区司法局：逾期2项（任务9、10）。\n"
            "2023年催办第2号，区级执法单位：逾期2项（任务2、10）。\n"
            "2023年催办第3号，花桥镇：逾期1项（任务10）。\n"
            "2023年催办第4号，红杨镇：逾期3项（任务2、9、10）。\n"
            "没有发给区委编办、区数据资源管理局、湾沚镇、陶辛镇、六郎镇：没有逾期或者即将到期的任务。\n"
        ),
        "以上没有写入文件，也没有占用编号。\n",
    )
    assert held(folder) == before
    assert not (tmp_path / "函件").exists()


def test_where_nothing_is_owed_nothing_is_written(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    done = fuquan("letter", "-u", "湾沚镇", "-f", "text", "-o", str(tmp_path / "函件"), data=folder)
    assert (done.status, done.out, done.err) == (
        0,
        "没有要发的函件。\n没有发给湾沚镇：没有逾期或者即将到期的任务。\n",
        "",
    )
    assert not (tmp_path / "函件").exists()
    assert not (folder / "letters.yaml").exists()


def test_a_town_that_is_there_no_more_is_told_to_whoever_writes_to_it(fuquan: Fuquan, tmp_path: Path) -> None:
    folder = written(tmp_path, task("5月15日前", "各镇"), "  - {name: 各镇, members: towns}", "office: 办")
    told = "提示：乙镇已于2023年6月30日撤销，请核实由哪家单位承接。\n"
    for command in (("letter", "--dry-run"), ("form", "-o", str(tmp_path / "表"))):
        assert fuquan(*command, "--all", "--today", "2023-06-30", data=folder).err.count("撤销") == 0
        assert told in fuquan(*command, "--all", "--today", "2023-07-03", data=folder).err
        assert fuquan(*command, "-u", "甲镇", "--today", "2023-07-04", data=folder).err.count("撤销") == 0


def test_the_office_s_own_note_has_no_number(fuquan: Fuquan, data: Callable[..., Path], tmp_path: Path) -> None:
    folder = data({"  office: 芜湖市湾沚区推进依法行政工作领导小组办公室（示例）": "  office: 区司法局"})
    done = fuquan("letter", "-u", "区司法局", "-f", "text", "-o", str(tmp_path / "函件"), data=folder)
    assert done.out == (
        f"提示（落款单位内部，不编号），区司法局：逾期2项（任务9、10）。\n已写出1份到“{tmp_path / '函件'}”。\n"
    )
    assert list(held(tmp_path / "函件")) == ["镇赋权工作-区司法局-提示-2023-05-10.txt"]
    assert not (folder / "letters.yaml").exists()


def test_without_a_folder_they_go_to_one_that_says_plan_and_date(
    fuquan: Fuquan, data: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = data({"  office: 芜湖市湾沚区推进依法行政工作领导小组办公室（示例）\n": ""})
    monkeypatch.chdir(tmp_path)
    done = fuquan("letter", "-u", "红杨镇", "-f", "text", data=folder)
    assert done.err == "提示：plan 里没有写 office（落款单位），函件的落款是空的。\n"
    assert list(held(tmp_path / "镇赋权工作-函件-2023-05-10")) == [NAME]


def test_a_folder_that_is_there_may_be_called_like_a_file(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "花.txt"
    out.mkdir()
    assert fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", str(out), data=folder).status == 0
    assert held(out) == {NAME: URGED.encode()}


def test_a_letter_on_a_gbk_console_loses_nothing(data: Callable[..., Path], tmp_path: Path) -> None:
    folder, out = data({"title: 签订赋权事项承接确认书": "title: 签订\U00020bb7确认书"}), tmp_path / "函件"

    def printed_to(encoding: str, *args: str) -> str:
        env = {"PYTHONIOENCODING": encoding, "FUQUAN_DATA": str(folder), "FUQUAN_TODAY": "2023-05-10", "PATH": ""}
        done = subprocess.run(
            [sys.executable, "-m", "fuquan", "letter", "-u", "红杨镇", "-f", "text", *args],
            capture_output=True,
            check=True,
            env=env,
            cwd=TESTS.parent,
        )
        return done.stdout.decode(encoding)

    for args in (("--dry-run",), ("-o", "-")):
        told = printed_to("utf-8", *args)
        assert "签订\U00020bb7确认书" in told
        assert printed_to("gbk", *args) == told.replace("\U00020bb7", "\\U00020bb7")
    # a file is UTF-8 on every machine
    printed_to("gbk", "-o", str(out))
    assert list(held(out).values()) == [told.encode()]


@pytest.mark.parametrize("kind", Kind)
def test_who_asks_for_a_kind_gets_it_or_is_refused(kind: Kind, fuquan: Fuquan, folder: Path) -> None:
    basis = ("--basis", "批示") if kind is Kind.SUPERVISE else ()
    done = fuquan("letter", "--all", "--kind", kind, *basis, "--today", "2023-05-16", "--dry-run", data=folder)
    if kind in get_args(Chosen):
        assert (done.status, {*re.findall("^2023年(..)第", done.out, re.MULTILINE)}) == (0, {kind.value})
    else:
        assert (done.status, done.out) == (2, "")
        assert "提醒、催办、督办" in done.err


REFUSED = [
    (
        [],
        (
            "没有写给哪家单位发函\n"
            "请用 --unit 写明单位，或者用 --all 发给所有欠着任务的单位；可以先加 --dry-run 看看会发什么"
        ),
    ),
    (["--all", "-u", "红杨镇"], "--all 是所有单位，不能与 --unit 同用\n请去掉其中一个"),
    (
        ["--all", "--kind", "督办"],
        "督办要有依据\n请用 --basis 写明领导批示或者会议决定；没有的，用 --kind 催办",
    ),
    (
        ["--all", "--kind", "督办", "--basis", "根据："],
        "督办要有依据\n请用 --basis 写明领导批示或者会议决定；没有的，用 --kind 催办",
    ),
    (
        ["--all", "--basis", "批示"],
        "--basis 是督办的依据，要与 --kind 督办 同用\n请加上 --kind 督办，或者去掉 --basis",
    ),
    (["--all", "--contact", " "], "--contact 是空的\n请写上内容，或者去掉这个选项"),
    (["--all", "--contact", "张\n三"], "--contact 里有换行或者看不见的字符：张\\n三\n请去掉它，重新输入"),
    (
        ["--all", "--reply-by", "2023-05-09"],
        "--reply-by 的“2023-05-09”早于函件的日期（2023年5月10日）\n请核对日期",
    ),
    (
        ["--all", "--reply-by", "5月1日"],
        "--reply-by 的“5月1日”早于函件的日期（2023年5月10日）\n确是2024年5月1日的，请写全年月日",
    ),
    (["--all", "--reply-by", "下辈子"], None),
    (["--all", "--template", "x.docx", "-f", "text"], "--template 是 Word 模板，不能与 -f text 同用\n请去掉其中一个"),
    (["--all", "--template", "没有.docx"], "没有文件“没有.docx”\n请核对路径"),
    (
        ["--all", "-f", "text", "-o", "花.txt"],
        (
            "-o 要写文件夹，“花.txt”是文件的名称\n"
            "每家单位一份文件，名称各不相同；请写文件夹，如 -o 花；要直接显示，请写 -o -"
        ),
    ),
    (
        ["--all", "--dry-run", "-o", "函件/花.DOCX"],
        "-o 要写文件夹，“函件/花.DOCX”是文件的名称\n每家单位一份文件，名称各不相同；请写文件夹，如 -o 花",
    ),
    (["--all", "-o", "data/tasks.yaml"], "“data/tasks.yaml”是文件，不是文件夹\n请用 -o 换一个文件夹"),
    (["--all", "-o", "没有/函件"], "没有文件夹“没有”\n请先建立它，或者用 -o 换一个文件夹"),
    (["--all", "-o", ""], "--output 是空的\n请写上内容，或者去掉这个选项"),
    (["--all", "-o", "-"], "Word 文件不能写到标准输出\n请加上 -f text，或者用 -o 写明文件夹"),
    (
        ["--all", "--today", "2999-01-01", "-f", "text"],
        (
            f"--today 的2999年1月1日晚于今天（{long_day(datetime.now(ZoneInfo('Asia/Shanghai')).date())}）\n"
            "函件还不能登记编号；只是看看的，请加上 --dry-run"
        ),
    ),
    (
        ["--all", "--today", "2023-04-17", "--dry-run", "-f", "text"],
        "2023年4月17日时方案还没有印发，没有函件可发\n方案2023年4月18日印发，请核对日期",
    ),
    (["-u", "红杨"], "没有“红杨”这个责任单位\n是不是“红杨镇”？"),
    (["-u", "开发区管委会"], None),
]


@pytest.mark.parametrize(("args", "told"), REFUSED)
def test_what_cannot_be_done_is_refused_before_anything_is_written(
    args: list[str], told: str | None, fuquan: Fuquan, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = held(folder)
    done = fuquan("letter", *args, data=folder)
    assert (done.status, done.out) == (2, "")
    if told is not None:
        assert done.err == f"错误：{told}\n"
    assert held(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_no_later_number_is_given_for_an_earlier_day(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    def asked(unit: str, day: str, *more: str) -> Done:
        args = ("-f", "text", "-o", str(tmp_path / day), "--today", day, *more)
        return fuquan("letter", "-u", unit, *args, data=folder)

    assert asked("红杨镇", "2023-05-08").status == 0
    assert asked("红杨镇", "2023-05-10").status == 0
    before = held(folder)
    told = "2023年催办的最后一号“2023年催办第2号”是2023年5月10日的，不能再登记更早的日期（2023年5月8日）"
    done = asked("花桥镇", "2023-05-08")
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith(
        f"错误：{told}\n"
        "请用 --today 2023-05-10 或者以后的日期；只是看看的，请加上 --dry-run；已经登记的日期写错了的，先改正它\n"
    )
    dry = asked("花桥镇", "2023-05-08", "--dry-run")
    assert (dry.status, f"提示：{told}。\n" in dry.err) == (0, True)
    # what was entered that day is the same letter, and the ways out are ways out
    again = asked("红杨镇", "2023-05-08")
    assert (again.status, "已经登记过" in again.out) == (0, True)
    assert held(folder) == before
    assert asked("花桥镇", "2023-05-10").out.startswith("2023年催办第3号，花桥镇：")
    assert fuquan("check", data=folder).status == 0


def test_a_year_without_a_calendar_needs_the_day(fuquan: Fuquan, folder: Path) -> None:
    asked = ("letter", "-u", "红杨镇", "--dry-run", "-f", "text", "--today", "2040-05-10")
    done = fuquan(*asked, data=folder)
    assert (done.status, done.out, done.err) == (
        2,
        "",
        (
            "错误：没有2040年的节假日安排，算不出5个工作日以后是哪一天\n"
            "请用 --reply-by 写明日期，如 --reply-by 2040-05-17\n"
        ),
    )
    assert "请于2040年5月18日（星期五）前" in fuquan(*asked, "--reply-by", "2040-05-18", data=folder).out
    idle = fuquan(
        "letter", "-u", "区数据资源管理局", "--dry-run", "--kind", "提醒", "--today", "2040-05-10", data=folder
    )
    assert idle.status == 0


def test_an_answer_on_a_day_of_rest_is_told(fuquan: Fuquan, folder: Path) -> None:
    asked = ("letter", "-u", "红杨镇", "-f", "text", "--dry-run", "--reply-by")
    on_sunday = fuquan(*asked, "5月14日", data=folder)
    assert "请于2023年5月14日（星期日）前" in on_sunday.out
    assert "提示：2023年5月14日不是工作日，之前最后一个工作日是2023年5月12日。\n" in on_sunday.err
    assert "工作日" not in fuquan(*asked, "5月15日", data=folder).err


def test_files_of_others_stay_unless_they_may_go(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "函件"
    out.mkdir()
    (out / NAME).write_text("甲", encoding="utf-8")
    asked = ("letter", "-u", "红杨镇", "-f", "text", "-o", str(out))
    done = fuquan(*asked, data=folder)
    assert (done.status, done.out, done.err) == (
        2,
        "",
        (
            f"错误：“{out}”里已经有“{NAME}”，内容不同，没有写出函件，也没有登记编号\n"
            "要换掉，请加上 --force；或者用 -o 换一个文件夹\n"
        ),
    )
    assert not (folder / "letters.yaml").exists()
    assert fuquan(*asked, "--force", data=folder).status == 0
    assert held(out) == {NAME: URGED.encode()}
    beside = fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", str(folder / "tasks.yaml"), data=folder)
    assert (beside.status, beside.err.partition("\n")[0]) == (2, f"错误：“{folder / 'tasks.yaml'}”是文件，不是文件夹")


@pytest.mark.parametrize(("make", "called"), [(os.mkdir, "文件夹"), (os.mkfifo, "设备或者管道")])
def test_where_what_is_no_file_is_called_so_no_number_is_taken(
    fuquan: Fuquan, folder: Path, tmp_path: Path, make: Callable[[Path], None], called: str
) -> None:
    out = tmp_path / "函件"
    out.mkdir()
    make(out / NAME)
    assert fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", str(out), "--force", data=folder) == Done(
        status=2, out="", err=f"错误：“{out / NAME}”是{called}，不是文件\n请把它移走，或者用 -o 换一个文件夹\n"
    )
    assert not (folder / "letters.yaml").exists()


def test_a_number_is_taken_only_for_a_file_that_can_be_named(fuquan: Fuquan, tmp_path: Path) -> None:
    folder, out, unit = tmp_path / "data", tmp_path / "函件", "乙" * 40
    folder.mkdir()
    written(folder, task("4月底前", unit), f"  - {{name: {unit}}}", header=f"short: {'甲' * 40}")
    done = fuquan("letter", "--all", "-f", "text", "-o", str(out), data=folder)
    assert (folder / "letters.yaml").exists() == out.exists() == (done.status == 0)
    assert done.status == 0 or "的名称太长，没有写出函件，也没有登记编号\n" in done.err
    done = fuquan("letter", "--all", "-f", "text", "-o", str(tmp_path / ("丙" * 100)), data=folder)
    assert done.status == 2
    assert "的名称太长，没有写出函件，也没有登记编号\n" in done.err


@pytest.mark.parametrize("target", ["没有/letters.yaml", "letters.yaml"])
def test_a_register_that_leads_nowhere_is_said_in_its_own_words(
    target: str, fuquan: Fuquan, folder: Path, tmp_path: Path
) -> None:
    (folder / "letters.yaml").symlink_to(target)
    done = fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", str(tmp_path / "函件"), data=folder)
    assert (done.status, done.out, done.err) == (
        2,
        "",
        (
            f"错误：“{folder / 'letters.yaml'}”是符号链接，它所指的地方写不了文件，没有登记编号，也没有写出函件\n"
            "请改好这个链接，或者删去它\n"
        ),
    )
    assert not (tmp_path / "函件").exists()


def test_a_register_that_leads_to_a_file_of_another_name_is_neither_shown_nor_written(
    fuquan: Fuquan, folder: Path, tmp_path: Path
) -> None:
    secret, kept, out = tmp_path / "secret", folder / "letters.yaml", tmp_path / "函件"
    kept.symlink_to(secret)
    asked = ("letter", "-u", "红杨镇", "-f", "text", "-o", str(out))
    done = fuquan(*asked, data=folder)
    assert (done.status, done.out, done.err) == (
        2,
        "",
        (
            f"错误：“{kept}”是链接，通到别的名称的文件，没有登记编号，也没有写出函件\n"
            "请删去这个链接，或者链接到同名的文件\n"
        ),
    )
    assert not secret.exists()
    found = (
        f"{kept}:1:1: 错误 file: “{kept}”是链接，通到别的名称的文件，没有读取\n"
        "    请换成文件本身，或者链接到同名的文件\n"
    )
    for text in ("root:x:0:0\n", "letters: []\n"):
        secret.write_text(text, encoding="utf-8")
        done = fuquan(*asked, data=folder)
        assert (done.status, done.out, done.err) == (1, "", f"{found}函件登记有错，没有写出函件：错误1处\n")
        checked = fuquan("check", data=folder)
        assert (checked.status, checked.out) == (1, found)
        assert secret.read_text(encoding="utf-8") == text
    assert not out.exists()
    # one of the same name elsewhere is begun there, and the link stays
    kept.unlink()
    (tmp_path / "共享").mkdir()
    kept.symlink_to(tmp_path / "共享" / "letters.yaml")
    assert fuquan(*asked, data=folder).status == 0
    assert (kept.is_symlink(), list(held(tmp_path / "共享"))) == (True, ["letters.yaml"])


def test_a_template_that_never_ends_is_not_read(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "红头.docx")
    for path in (tmp_path / "红头.docx", Path("/dev/zero"), tmp_path):
        done = fuquan("letter", "--all", "--template", str(path), "--dry-run", data=folder)
        assert (done.status, done.err) == (2, f"错误：“{path}”不是文件\n请写模板文件（.docx）\n")


# Together with others


def writing(folder: Path, out: Path, unit: str) -> Callable[[], None]:
    def work() -> None:
        with redirect_stdout(StringIO()):
            assert run(app, ["letter", "-u", unit, "-f", "text", "-o", str(out), "--data", str(folder)]) == 0

    return work


def test_letters_written_at_once_have_numbers_of_their_own(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUQUAN_TODAY", "2023-05-10")
    out = tmp_path / "函件"
    out.mkdir()
    units = ("区司法局", "区级执法单位", "花桥镇", "红杨镇")
    processes = [forked(writing(folder, out, unit)) for unit in units for _ in range(2)]
    assert [status_of(process) for process in processes] == [0] * 8
    read = yaml.safe_load((folder / "letters.yaml").read_bytes())["letters"]
    assert [one["number"] for one in read] == [f"2023年催办第{n}号" for n in (1, 2, 3, 4)]
    assert sorted(one["unit"] for one in read) == sorted(units)
    assert sorted(held(out)) == sorted(f"镇赋权工作-{one['unit']}-{one['number']}-2023-05-10.txt" for one in read)
    assert sorted(held(folder)) == ["letters.yaml", "tasks.yaml", "towns.yaml"]


@pytest.mark.parametrize("begun", [False, True])
def test_where_the_register_cannot_be_written_no_letter_is(
    begun: bool, fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    with small_disk(folder, "size=64k"):
        copied(folder)
        if begun:
            assert fuquan("letter", "-u", "花桥镇", "-f", "text", "-o", "-", data=folder).status == 0
        before = held(folder)
        with suppress(OSError), (folder / "filler").open("wb") as file:
            while True:
                file.write(b"x" * 4096)
                file.flush()
        done = fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", str(tmp_path / "函件"), data=folder)
        assert (done.status, done.out) == (2, "")
        assert "没有写入：磁盘空间不足" in done.err
        (folder / "filler").unlink()
        assert held(folder) == before
        assert not (tmp_path / "函件").exists()
        done = fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", str(tmp_path / "函件"), data=folder)
        assert done.out.startswith(f"2023年催办第{2 if begun else 1}号，红杨镇：")


def test_where_a_letter_cannot_be_written_its_number_is_kept_for_the_next_try(
    fuquan: Fuquan, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "函件"
    out.mkdir()
    asked = ("letter", "-u", "红杨镇", "-f", "text", "-o", str(out))
    with small_disk(out, "size=4k"):
        (out / "filler").write_bytes(b"x" * 4096)
        done = fuquan(*asked, data=folder)
        assert (done.status, done.out) == (2, "")
        assert done.err == (
            f"错误：编号已经登记在“{folder / 'letters.yaml'}”，但是“{out / NAME}”没有写入：磁盘空间不足\n"
            "请腾出空间后重新运行；解决以后当天再运行同样的命令，还是原来的编号\n"
        )
        before = (folder / "letters.yaml").read_bytes()
        (out / "filler").unlink()
        assert fuquan(*asked, data=folder).out.startswith("2023年催办第1号，红杨镇：")
        assert held(out) == {NAME: URGED.encode()}
    assert (folder / "letters.yaml").read_bytes() == before


@pytest.mark.skipif(os.getuid() != 0, reason="needs to be another user")
def test_who_may_not_write_the_folder_is_given_no_number() -> None:
    with open_folder() as top:
        folder, out = top / "data", top / "函件"
        for path in (folder, out):
            path.mkdir()
        copied(folder)
        folder.chmod(0o777)
        said = StringIO()

        def work() -> None:
            with redirect_stdout(StringIO()), redirect_stderr(said):
                run(app, ["letter", "-u", "红杨镇", "-f", "text", "-o", str(out), "--data", str(folder)])
            raise FuquanError(said.getvalue())

        assert told(work, NOBODY).startswith(f"错误：“{out}”没有写入权限，没有写出函件，也没有登记编号\n")
        assert sorted(held(folder)) == ["tasks.yaml", "towns.yaml"]


def test_names_and_texts_that_are_none_come_out_as_text_and_in_the_folder(
    fuquan: Fuquan, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    folder, out = tmp_path / "data", tmp_path / "函件"
    folder.mkdir()
    title = r'"[red]=cmd()|<script>\e[31m甲\n乙{{ 标题 }}&"'
    reason = r'"\e]0;甲\a\u202e丙\n丁"'
    written(
        folder,
        task("4月底前", "../../局, 'a/b:c'").replace("title: 任务", f"title: {title}")
        + "\n"
        + task("5月12日前", "../../局", 2).replace("title: 任务", f"title: {'长' * 500}"),
        f"  - {{name: ../../局, progress: {{1: {{reason: {reason}}}}}}}\n  - {{name: 'a/b:c'}}",
        header=r'short: "<工作>\n", office: "=办\e[0m"',
    )
    done = fuquan("letter", "--all", "-f", "text", "-o", str(out), "--reply-by", "2023-05-17", data=folder)
    assert (done.status, done.err) == (0, "")
    golden(
        "letter ugly.txt",
        done.out.replace(str(tmp_path), "")
        + "".join(f"\n{name}\n{text.decode()}" for name, text in sorted(held(out).items())),
    )
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["data", "函件"]


# In Word


def read_back(path: Path) -> list[str]:
    return [one.text for one in docx.Document(str(path)).paragraphs if one.text]


WORD = NAME.replace(".txt", ".docx")


def test_in_word_it_says_the_same(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    done = fuquan("letter", "-u", "红杨镇", "--kind", "催办", "-o", str(tmp_path / "甲"), data=folder)
    assert (done.status, done.err) == (0, "")
    assert list(held(tmp_path / "甲")) == [WORD]
    assert read_back(tmp_path / "甲" / WORD) == [line.removeprefix("　　") for line in URGED.splitlines()]
    # GB/T 9704-2012, 7.3.3: of 一、（一）1. the third is set as the text is
    runs = [run for one in docx.Document(str(tmp_path / "甲" / WORD)).paragraphs for run in one.runs]
    assert {run.font.name for run in runs} == {None}


def test_every_letter_in_word_says_what_it_says_as_text(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    asked = ("letter", "--all", "--today", "2023-06-11", "-o", str(tmp_path / "函件"))
    assert fuquan(*asked, data=folder).status == 0
    assert fuquan(*asked, "-f", "text", data=folder).status == 0
    files = {path.stem: path for path in (tmp_path / "函件").glob("*.docx")}
    assert len(files) == 5
    for name, path in files.items():
        text = (path.parent / f"{name}.txt").read_text(encoding="utf-8")
        assert read_back(path) == [line.removeprefix("　　") for line in text.splitlines()]


def test_in_print_it_is_a_letter(fuquan: Fuquan, folder: Path, tmp_path: Path) -> None:
    assert fuquan("letter", "-u", "红杨镇", "-o", str(tmp_path / "函件"), data=folder).status == 0
    text = "".join(text_of(printed(tmp_path / "函件" / WORD, tmp_path)).split())
    assert all("".join(line.split()) in re.sub("—[0-9]+—", "", text) for line in URGED.splitlines())


def template(path: Path, *lines: str) -> Path:
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    made.save(str(path))
    return path


def test_an_office_s_own_template_is_filled_with_the_fields_that_are_described(
    fuquan: Fuquan, folder: Path, tmp_path: Path
) -> None:
    lines = [f"{{{{ {name} }}}}" for name in view.FIELDS if name not in ("正文", "事项")]
    own = template(
        tmp_path / "红头.docx",
        *lines,
        *("{%p for 段 in 正文 %}", "{{ 段 }}", "{%p endfor %}"),
        *("{%p for 项 in 事项 %}", "|".join(f"{{{{ 项.{name} }}}}" for name in view.ITEM_FIELDS), "{%p endfor %}"),
    )
    asked = ("letter", "-u", "红杨镇", "--template", str(own), "--contact", "张三<&>")
    done = fuquan(*asked, "-o", str(tmp_path / "甲"), data=folder)
    assert (done.status, done.err) == (0, "")
    with zipfile.ZipFile(tmp_path / "甲" / WORD) as packed:  # or the time would be another whenever it is made
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    urged = [line.removeprefix("　　") for line in URGED.splitlines()]
    assert read_back(tmp_path / "甲" / WORD) == [
        urged[0],
        "催办函",
        "2023年催办第1号",
        "红杨镇人民政府",
        urged[3],
        *urged[7:9],
        "芜湖市湾沚区推进依法行政工作领导小组办公室（示例）",
        "2023年5月10日",
        "2023年5月17日（星期三）",
        "（联系人：张三<&>）",
        "芜湖市湾沚区推进镇赋权工作实施方案",
        "2023年4月18日",
        *urged[3:9],
        "1|逾期|签订赋权事项承接确认书|2||4月底前（4月30日）|2023年4月30日|10|正在推进，未完成原因为待区级单位盖章，预计5月15日完成|"
        + urged[4],
        "2|逾期|严格落实执法人员持证上岗制度|9||4月底前（4月30日）|2023年4月30日|10||" + urged[5],
        "3|逾期|开展审批执法岗前业务培训|10||4月底前（4月30日）|2023年4月30日|10||" + urged[6],
    ]


def test_a_field_that_there_is_not_is_named_and_nothing_is_written(
    fuquan: Fuquan, folder: Path, tmp_path: Path
) -> None:
    own = template(tmp_path / "红头.docx", "{{ 标题 }}", "{{ 文号 }}")
    before = held(folder)
    done = fuquan("letter", "--all", "--template", str(own), "-o", str(tmp_path / "函件"), data=folder)
    assert (done.status, done.out) == (2, "")
    assert "文号" in done.err
    assert held(folder) == before
    assert not (tmp_path / "函件").exists()
    (tmp_path / "红头.docx").write_bytes(b"PK")
    assert fuquan("letter", "--all", "--template", str(own), "--dry-run", data=folder).status == 2
