"""The plan as a commit has it: what a file of the same bytes gives, under the name and with the advice of history."""

import gc
from pathlib import Path

import pytest
from plans import HEAD, TOWNS, task
from repos import git, lost, saved

from fuquan.diagnostic import Diagnostic, Severity, start_of
from fuquan.errors import FuquanError
from fuquan.git import Repository
from fuquan.load import Loaded, load, load_at

UNITS = "units: [{name: 局}]\n"
PLAN = f"{HEAD % ''}tasks:\n{task('4月底前')}\n{UNITS}"
GROUP = f"{HEAD % ''}tasks:\n{task('4月底前', '各镇')}\nunits: [{{name: 各镇, members: towns}}]\n"

PAST = "提交过的内容不会再变：请换一个版本；还没有合并的分支，可以改好后再提交一次"


def at_commit(top: Path, files: dict[str, bytes], folder: str = "data") -> tuple[str, Loaded | None]:
    """(the short id of a commit of these files, what is read of it)."""
    one = saved(top, files)
    return one.short, load_at(Repository(top), one, folder)


def unread(top: Path, tasks: bytes) -> tuple[str, Diagnostic]:
    """(the name of the file, the one thing said of it)."""
    short, loaded = at_commit(top, {"data/tasks.yaml": tasks})
    assert loaded is not None
    assert (loaded.plan, len(loaded.found)) == (None, 1)
    return f"{short}:data/tasks.yaml", loaded.found[0]


@pytest.mark.parametrize(("folder", "below"), [("data", "data/"), (".", ""), ("一/数 据:*", "一/数 据:*/")])
def test_a_plan_is_read_of_both_files_wherever_they_are(folder: str, below: str, top: Path) -> None:
    files = {f"{below}tasks.yaml": GROUP.encode(), f"{below}towns.yaml": TOWNS.encode()}
    short, loaded = at_commit(top, files, folder)
    saved(top, {f"{below}tasks.yaml": b"", "x": b""})  # what comes later has no say
    assert loaded is not None
    (top / folder / "tasks.yaml").write_bytes(files[f"{below}tasks.yaml"])
    assert (loaded.plan, loaded.found, list(loaded.files)) == (
        load(top / folder).plan,
        (),
        [f"{short}:{below}tasks.yaml", f"{short}:{below}towns.yaml"],
    )
    assert loaded.plan is not None
    assert [town.name for town in loaded.plan.towns] == ["甲镇", "乙镇", "丙镇"]


def test_without_a_list_there_was_no_plan(top: Path) -> None:
    assert at_commit(top, {"data/towns.yaml": TOWNS.encode(), "tasks.yaml": PLAN.encode()})[1] is None
    assert at_commit(top, {}, "没有")[1] is None


def test_towns_are_missed_only_where_a_group_has_them(top: Path) -> None:
    _, loaded = at_commit(top, {"data/tasks.yaml": PLAN.encode()})
    assert loaded is not None
    assert (loaded.plan is not None, loaded.found) == (True, ())
    short, loaded = at_commit(top, {"data/tasks.yaml": GROUP.encode()})
    assert loaded is not None
    name = f"{short}:data/towns.yaml"
    assert loaded.found == (Diagnostic("file", Severity.ERROR, start_of(name), f"没有文件“{name}”", PAST),)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_move_no_place(mark: str, end: str, top: Path) -> None:
    text = PLAN.replace("4月底前", "13月底前").replace("\n", end)
    short, loaded = at_commit(top, {"data/tasks.yaml": f"{mark}{text}".encode()})
    there = load(top / "data")
    assert loaded is not None
    assert loaded.found == tuple(
        one._replace(span=one.span._replace(path=f"{short}:data/tasks.yaml")) for one in there.found
    )
    assert [(one.rule, one.span.line, one.span.column) for one in there.found] == [("deadline", 5, 46)]


@pytest.mark.parametrize(
    ("data", "rule", "said"),
    [
        (PLAN.encode("gbk"), "file", "“%s”不是 UTF-8 编码（第2行起无法读懂），像是 GBK 编码"),
        (PLAN.encode("utf-16"), "file", "“%s”不是 UTF-8 编码（第1行起无法读懂），像是 UTF-16 编码"),
        (b"", "file", "“%s”是空文件"),
        (b"\xef\xbb\xbf\n", "file", "“%s”是空文件"),
        (b"# x", "empty", "文件里只有注释，没有内容"),
    ],
    ids=["gbk", "utf-16", "nothing", "mark", "comment"],
)
def test_a_file_that_cannot_be_read_is_said_not_to_change_any_more(
    data: bytes, rule: str, said: str, top: Path
) -> None:
    name, finding = unread(top, data)
    message = said % name if "%" in said else said
    assert (finding.rule, finding.span.path, finding.span.line, finding.message, finding.help) == (
        rule,
        name,
        1,
        message,
        PAST,
    )
    [there] = load(top / "data").found
    assert (there.rule, there.message.replace(str(top / "data" / "tasks.yaml"), name)) == (rule, message)


def test_what_is_wrong_inside_keeps_its_advice(top: Path) -> None:
    name, finding = unread(top, b"[a\n")
    assert (finding.span.path, finding.message, finding.help) == (
        name,
        "方括号没有配对，或各项之间少了半角逗号",
        "写法如 [区委编办, 区司法局]",
    )


def test_what_git_cannot_give_is_no_finding(top: Path) -> None:
    one = saved(top, {"data/tasks.yaml": PLAN.encode()})
    lost(top, git(top, "rev-parse", "HEAD:data/tasks.yaml"))
    with pytest.raises(FuquanError) as error:
        load_at(Repository(top), one, "data")
    assert error.value.message == f"读不出“HEAD”（{one.short}）里的“data/tasks.yaml”：版本库不完整"


def test_the_collector_is_at_work_again(top: Path) -> None:
    at_commit(top, {"data/tasks.yaml": PLAN.encode()})
    assert gc.isenabled()
