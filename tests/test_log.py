"""`fuquan log`: who recorded what when, told by real histories; and that reading in pieces tells the same."""

import json
import random
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import EXAMPLE, Done, Fuquan
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import HEAD, TOWNS, task
from repos import git, isolate, lost, saved

from fuquan.comparison import Comparison
from fuquan.load.history import History
from fuquan.load.pieces import Blob
from fuquan.view.changes import changes, concerning
from fuquan.view.log import changed

UNSHALLOW = "请取回全部历史：git fetch --unshallow；在 GitHub Actions 里给 actions/checkout 加上 fetch-depth: 0"


def tasks_of(records: str = "", more: str = "") -> str:
    """Two tasks, the bodies 局 and 处 and the towns; `records` of 局 in block style, `more` of the list."""
    progress = f"    progress:\n{records}" if records else ""
    second = task("6月底前", "局, 处", 2).replace("title: 任务", "title: 第二项")
    rows = f"tasks:\n{task('4月底前', '局, 各镇')}\n{second}\n{more}"
    return f"{HEAD % ''}{rows}units:\n  - name: 局\n{progress}  - name: 处\n  - {{name: 各镇, members: towns}}\n"


DONE = "      1:\n        done: 2023-05-04\n"
STARTED = "      2:\n        started: 2023-05-05\n"


Committed = Callable[..., str]


@pytest.fixture
def commit(top: Path, monkeypatch: pytest.MonkeyPatch) -> Committed:
    """The short id of a commit of a task list, and of the towns where they are given; an hour after the last."""
    hours = iter(range(200))

    def commit(tasks: str | None = None, author: str = "甲", when: str = "", towns: str | None = None) -> str:
        hour = next(hours)
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"2023-05-{hour // 24 + 1:02}T{hour % 24:02}:00:00+0800")
        monkeypatch.setenv("GIT_AUTHOR_DATE", when or f"2023-05-{hour // 24 + 1:02}T{hour % 24:02}:00:00+0800")
        monkeypatch.setenv("GIT_AUTHOR_NAME", author)
        files = {"data/tasks.yaml": tasks, "data/towns.yaml": towns}
        return saved(top, {path: text.encode() for path, text in files.items() if text is not None}).short

    return commit


@pytest.fixture
def log(top: Path, fuquan: Fuquan) -> Callable[..., Done]:
    def log(*args: str, where: Path = top, columns: int = 80) -> Done:
        return fuquan("log", *args, data=where / "data", columns=columns)

    return log


def told(done: Done) -> list[str]:
    """The lines of the text form."""
    assert (done.status, done.err) == (0, "")
    return done.out.splitlines()


FIRST = "2023年5月1日，甲：首次录入：2项任务，3个责任单位，3个镇"


def test_each_commit_is_told_by_its_author_newest_first(commit: Committed, log: Callable[..., Done]) -> None:
    commit(tasks_of(), towns=TOWNS)
    commit(tasks_of(DONE), "乙", "2023-05-04T20:00:00+0000")
    commit(tasks_of(DONE + STARTED), "丙")
    assert told(log("-f", "text")) == [
        "2023年5月1日，丙：局开始办理任务2，5月5日",
        "2023年5月5日，乙：局完成任务1，5月4日，逾期4天",
        FIRST,
    ]


def test_what_was_on_record_at_first_is_told_too(commit: Committed, log: Callable[..., Done]) -> None:
    commit(tasks_of(DONE), towns=TOWNS)
    assert told(log("-f", "text")) == [FIRST, "2023年5月1日，甲：局完成任务1，5月4日，逾期4天"]


def test_several_bodies_are_told_in_one_sentence_and_listed_apart(commit: Committed, log: Callable[..., Done]) -> None:
    commit(tasks_of(), towns=TOWNS)
    done = TOWNS.replace('"}', '", progress: {1: {done: 2023-05-02}}}').replace('01", until', '01", until')
    commit(
        towns=done.replace(
            '"340210101", until: 2023-06-30', '"340210101", progress: {1: {done: 2023-05-02}}, until: 2023-06-30'
        )
    )
    assert told(log("-f", "text", "-n", "1")) == ["2023年5月1日，甲：甲镇、乙镇完成任务1，5月2日，逾期2天"]
    assert log("-f", "csv", "-n", "1").out.splitlines()[1:] == [
        line for line in log("-f", "csv").out.splitlines() if "完成任务1" in line
    ]
    assert len(log("-f", "csv", "-n", "1").out.splitlines()) == 3


def test_a_moved_line_and_another_format_are_no_change(commit: Committed, log: Callable[..., Done]) -> None:
    commit(tasks_of(DONE + STARTED), towns=TOWNS)
    commit(tasks_of(STARTED + DONE))
    commit(f"# 说明\n\n{tasks_of(STARTED + DONE)}".replace("done: 2023", 'done: "2023').replace("05-04\n", '05-04"\n'))
    commit(tasks_of(STARTED + DONE).replace("\n", "\r\n"))
    commit(
        tasks_of("      {}\n").replace(
            "    progress:\n      {}\n", "    progress: {1: {done: 2023-05-04}, 2: {started: 2023-05-05}}\n"
        )
    )
    assert len(told(log("-f", "text"))) == 3


def test_tasks_and_bodies_can_be_asked_for(commit: Committed, log: Callable[..., Done]) -> None:
    commit(tasks_of(), towns=TOWNS)
    commit(tasks_of(DONE))
    commit(tasks_of(DONE + STARTED))
    commit(towns=TOWNS.replace('100"}', '100", progress: {1: {started: 2023-05-02}}}'))
    one, two, three = (
        f"2023年5月1日，甲：{said}"
        for said in ("局完成任务1，5月4日，逾期4天", "局开始办理任务2，5月5日", "甲镇开始办理任务1，5月2日")
    )
    assert told(log("1", "-f", "text")) == [three, one]
    assert told(log("-u", "局", "-f", "text")) == [two, one]
    assert told(log("-u", "各镇", "-u", "局", "-f", "text")) == [three, two, one]
    assert told(log("2", "-u", "各镇", "-f", "text")) == ["各镇的任务2没有记录。"]
    assert told(log("2", "1", "-n", "2", "-f", "text")) == [three, two]
    assert told(log("-u", "处", "-f", "text")) == ["处没有记录。"]
    for args, said in ((("-u", "居"), "没有“居”这个责任单位"), (("7",), "没有任务7"), (("甲",), "“甲”不是任务序号")):
        done = log(*args)
        assert (done.status, done.out, done.err.splitlines()[0]) == (2, "", f"错误：{said}")


def test_bodies_are_found_in_files_that_are_read_whole(commit: Committed, log: Callable[..., Done]) -> None:
    commit(f"{tasks_of()}waivers:\n", towns=TOWNS)
    commit(f"{tasks_of(DONE)}waivers:\n")
    assert told(log("-u", "局", "-f", "text")) == ["2023年5月1日，甲：局完成任务1，5月4日，逾期4天"]


def test_those_renamed_since_are_found_by_either_name(commit: Committed, log: Callable[..., Done]) -> None:
    commit(tasks_of(), towns=TOWNS)
    commit(tasks_of(DONE))
    renamed = (
        tasks_of(DONE)
        .replace("局", "委")
        .replace("name: 委", "name: 委\n    aliases: [局]")
        .replace("id: 1", "id: 7")
        .replace("      1:", "      7:")
    )
    commit(renamed)
    first = "2023年5月1日，甲：局完成任务1，5月4日，逾期4天"
    assert told(log("-u", "委", "-f", "text"))[-1] == first
    assert told(log("-u", "局", "-f", "text"))[-1] == first
    commit(renamed.replace("    aliases: [局]\n", ""))
    assert first in told(log("-u", "局", "-f", "text"))
    assert "2023年5月1日，甲：任务1的序号改为7" in told(log("7", "-f", "text"))


def test_a_task_that_is_gone_is_found_by_its_number(commit: Committed, log: Callable[..., Done]) -> None:
    more = f"{task('7月底前', '处', 3).replace('任务', '另一项')}\n"
    commit(tasks_of(more=more), towns=TOWNS)
    commit(tasks_of())
    assert told(log("3", "-f", "text", "-n", "1")) == ["2023年5月1日，甲：任务3“另一项”被删去"]


def test_a_merge_tells_only_what_neither_side_had(
    commit: Committed, log: Callable[..., Done], top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tasks_of(), towns=TOWNS)
    git(top, "switch", "--quiet", "--create", "side")
    commit(tasks_of(STARTED), "乙")
    git(top, "switch", "--quiet", "main")
    commit(
        tasks_of().replace("  - name: 处\n", "  - name: 处\n    progress:\n      2:\n        done: 2023-05-03\n"), "丙"
    )
    monkeypatch.setenv("GIT_AUTHOR_NAME", "丁")
    git(top, "merge", "--quiet", "--no-edit", "side")
    both = [
        "2023年5月1日，丙：处完成任务2，5月3日，按期",
        "2023年5月1日，乙：局开始办理任务2，5月5日",
        FIRST,
    ]
    assert told(log("-f", "text")) == both


def test_a_conflict_resolved_by_hand_is_told_of_who_resolved_it(
    commit: Committed, log: Callable[..., Done], top: Path
) -> None:
    commit(tasks_of(), towns=TOWNS)
    git(top, "switch", "--quiet", "--create", "side")
    commit(tasks_of(DONE.replace("04", "03")), "乙")
    git(top, "switch", "--quiet", "main")
    commit(tasks_of(DONE), "丙")
    git(top, "merge", "--quiet", "--no-commit", "-s", "ours", "side")
    commit(tasks_of(DONE.replace("04", "02") + STARTED), "丁")
    assert told(log("-f", "text"))[:-1] == [
        "2023年5月1日，丁：局任务1的完成日期由5月4日改为5月2日，原记录没有撤回",
        "2023年5月1日，丁：局开始办理任务2，5月5日",
        "2023年5月1日，丙：局完成任务1，5月4日，逾期4天",
        "2023年5月1日，乙：局完成任务1，5月3日，逾期3天",
    ]
    git(top, "reset", "--quiet", "--hard", "HEAD~1")
    git(top, "merge", "--quiet", "--no-commit", "-s", "ours", "side")
    commit(tasks_of(DONE.replace("04", "03")), "丁")  # one of the sides as it was
    assert [line[10:12] for line in told(log("-f", "text"))] == ["丙：", "乙：", "甲："]


def test_a_state_that_cannot_be_read_is_told_and_passed_over(commit: Committed, log: Callable[..., Done]) -> None:
    commit(tasks_of(), towns=TOWNS)
    commit(tasks_of(DONE.replace("done:", "done")), "乙")
    commit(tasks_of(DONE.replace("05-04", "02-30")), "丙")
    commit(tasks_of(DONE), "丁")
    lines = told(log("-f", "text"))
    assert lines == [
        "2023年5月1日，丁：局完成任务1，5月4日，逾期4天",
        "2023年5月1日，丙：数据有错1处，读不出来",
        "2023年5月1日，乙：数据有错1处，读不出来",
        FIRST,
    ]
    assert [one["errors"] for one in json.loads(log("-f", "json").out)["commits"]] == [0, 1, 1, 0]
    assert len(told(log("-u", "局", "-f", "text"))) == 1


def test_data_broken_from_the_first_are_told_as_such(commit: Committed, log: Callable[..., Done]) -> None:
    commit("x", towns=TOWNS)
    assert told(log("-f", "text")) == ["2023年5月1日，甲：数据有错1处，读不出来"]
    done = log("-u", "局")
    assert (done.status, done.err.splitlines()[0]) == (2, "错误：没有一个版本的数据读得出来，无从辨认单位和任务")
    commit(tasks_of())
    assert told(log("-f", "text"))[0] == FIRST


def test_what_cannot_be_compared_is_told_and_passed_over(commit: Committed, log: Callable[..., Done]) -> None:
    commit(tasks_of(), towns=TOWNS)
    far = tasks_of().replace("issued: 2023-04-18", "issued: 1023-04-18").replace("4月底前", "每周二前")
    commit(far, when="2023-05-01T00:00:00+0800")
    lines = told(log("-f", "text"))
    assert lines[0].startswith("2023年5月1日，甲：与前一次无法比较：任务1")
    assert lines[1:] == [FIRST]


def test_files_that_went_and_came_are_told(commit: Committed, log: Callable[..., Done], top: Path) -> None:
    commit(tasks_of(), towns=TOWNS)
    (top / "data" / "tasks.yaml").unlink()
    commit(author="乙")
    commit(tasks_of(DONE), "丙")
    assert told(log("-f", "text")) == [
        "2023年5月1日，丙：局完成任务1，5月4日，逾期4天",
        "2023年5月1日，乙：数据文件被删去",
        FIRST,
    ]


def test_files_are_followed_to_other_names(commit: Committed, log: Callable[..., Done], top: Path) -> None:
    commit(tasks_of(), towns=TOWNS)
    git(top, "mv", "data", "旧")
    commit(author="乙")
    (top / "旧" / "tasks.yaml").write_text(tasks_of(DONE), encoding="utf-8")
    commit(author="丙")
    git(top, "mv", "旧", "data")
    commit(author="丁")
    assert told(log("-f", "text")) == ["2023年5月1日，丙：局完成任务1，5月4日，逾期4天", FIRST]


def test_a_shallow_clone_tells_what_it_has(
    commit: Committed, log: Callable[..., Done], top: Path, tmp_path: Path
) -> None:
    commit(tasks_of(), towns=TOWNS)
    commit(tasks_of(DONE))
    commit(tasks_of(DONE + STARTED))
    for depth, count in ((2, 1), (1, 0)):
        git(tmp_path, "clone", "--quiet", f"--depth={depth}", top.as_uri(), f"浅{depth}")
        done = log("-f", "json", where=tmp_path / f"浅{depth}")
        assert (done.status, done.err) == (0, f"提示：这是浅克隆，更早的历史不在其中。{UNSHALLOW}\n")
        whole = json.loads(done.out)
        assert (whole["complete"], len(whole["commits"])) == (False, count)
    assert json.loads(log("-f", "json").out)["complete"]
    assert log(where=tmp_path / "浅1").out == "没有记录。\n"


def test_what_is_not_committed_is_not_in_it(commit: Committed, log: Callable[..., Done], top: Path) -> None:
    commit(tasks_of(), towns=TOWNS)
    path = top / "data" / "tasks.yaml"
    path.write_bytes(tasks_of().replace("\n", "\r\n").encode())
    assert log().err == ""
    path.write_text(tasks_of(DONE), encoding="utf-8")
    done = log("-f", "text")
    assert (done.out, done.err) == (
        f"{FIRST}\n",
        "提示：工作区还有未提交的改动，不在其中；用 fuquan diff HEAD 查看。\n",
    )
    assert log("--at", "HEAD").err == ""
    git(top, "checkout", "--quiet", ".")
    (top / "data" / "towns.yaml").unlink()
    assert "未提交的改动" in log().err


def test_it_goes_up_to_a_revision_or_a_day(commit: Committed, log: Callable[..., Done]) -> None:
    commit(tasks_of(), towns=TOWNS)
    one = commit(tasks_of(DONE))
    commit(tasks_of(DONE + STARTED))
    assert told(log("-f", "text", "--at", one))[1:] == [FIRST]
    assert len(told(log("-f", "text", "--at", "2023-05-01"))) == 3
    assert log("--at", "2023-04-30").status == 2


def test_names_of_authors_are_shown_as_what_they_are(commit: Committed, log: Callable[..., Done], top: Path) -> None:
    commit(tasks_of(), "[red]甲[/x]\x1b[31m=cmd()\u202e", towns=TOWNS)
    commit(tasks_of(DONE), "=1+1")
    shown = "[red]甲[/x]\\x1b[31m=cmd()\\u202e"
    assert shown in log("-f", "text").out
    assert f"{shown}（" in log(columns=120).out
    assert ",'=1+1," in log("-f", "csv").out
    for form in ("table", "md", "text", "csv", "json"):
        out = log("-f", form).out
        assert "\x1b" not in out
        assert "\u202e" not in out
    assert json.loads(log("-f", "json").out)["commits"][1]["author"] == "[red]甲[/x]\x1b[31m=cmd()\u202e"


def test_a_commit_without_a_name_or_a_day_is_told(commit: Committed, log: Callable[..., Done], top: Path) -> None:
    one = git(top, "rev-parse", commit(tasks_of(), towns=TOWNS))
    raw = git(top, "cat-file", "commit", one)
    head, _, _ = raw.partition("author ")
    odd = f"{head}author  <> 99999999999999 +0000\ncommitter 甲 <a@example.com> 1683000000 -1200\n\n改\n"
    name = git(top, "hash-object", "-t", "commit", "--literally", "-w", "--stdin", given=odd.encode())
    git(top, "reset", "--quiet", "--hard", name)
    assert told(log("-f", "text")) == ["日期不明，未署名：首次录入：2项任务，3个责任单位，3个镇"]
    assert json.loads(log("-f", "json").out)["commits"][0]["date"] is None


def test_without_a_commit_of_the_data_there_is_nothing_to_tell(log: Callable[..., Done], top: Path) -> None:
    (top / "data").mkdir()
    (top / "data" / "tasks.yaml").write_text(tasks_of(), encoding="utf-8")
    assert log().err.startswith("错误：没有“HEAD”这个版本：版本库里还没有任何提交\n")
    git(top, "commit", "--quiet", "--allow-empty", "-m", "空")
    done = log()
    assert (done.status, done.out) == (2, "")
    assert done.err == "错误：data/tasks.yaml 还没有提交过，没有历史可查\n请先提交一次：git add、git commit\n"


def test_outside_git_there_is_no_history(fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(tmp_path, monkeypatch)
    (tmp_path / "data").mkdir()
    done = fuquan("log", data=tmp_path / "data")
    assert (done.status, done.err.splitlines()[0]) == (
        2,
        f"错误：“{tmp_path / 'data'}”不在 git 版本库里",
    )


def test_a_lost_file_is_named_with_how_to_get_it(commit: Committed, log: Callable[..., Done], top: Path) -> None:
    one = commit(tasks_of(), towns=TOWNS)
    commit(tasks_of(DONE))
    lost(top, git(top, "rev-parse", "HEAD~1:data/tasks.yaml"))
    done = log()
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"错误：读不出“{one}”（{one}）里的“data/tasks.yaml”：版本库不完整\n")
    assert log("--at", "HEAD", "-n", "1").err == done.err


def test_the_screen_is_as_kept(commit: Committed, log: Callable[..., Done], golden: Callable[[str, str], None]) -> None:
    example = (EXAMPLE / "tasks.yaml").read_text(encoding="utf-8")
    commit(example, towns=(EXAMPLE / "towns.yaml").read_text(encoding="utf-8"))
    longer = "        reason: 尚有2家单位未盖章，已请其在本周五以前盖好送来，并附上各自的事项清单"
    commit(example.replace("        reason: 尚有2家单位未盖章", longer), "一个名字很长很长的责任单位的经办人")
    commit(example.replace("deadline: 6月中旬前", "deadline: 7月中旬前", 1), "丙")
    for columns in (60, 80, 120):
        golden(f"log.{columns}.txt", log(columns=columns).out)
    for form in ("md", "text", "csv", "json"):
        golden(f"log.{form}", log("-f", form, "-n", "2").out)


# Pieces against wholes


LINES = st.sampled_from(
    [
        "        done: 2023-05-0{n}\n",
        "        started: 2023-04-0{n}\n",
        "        evidence: 第{n}号\n",
        "        reason: 待办{n}\n",
        "        expected: 2023-06-0{n}\n",
        "        notes:\n          - date: 2023-05-0{n}\n            text: 说明{n}\n",
    ]
)
RECORDS = st.dictionaries(
    st.sampled_from([1, 2, 3, 8, 9, 10, 13]), st.lists(st.tuples(LINES, st.integers(1, 3)), max_size=3), max_size=4
)
NAMES = ("湾沚镇", "陶辛镇", "六郎镇")


def town_file(records: dict[str, dict[int, list[tuple[str, int]]]], returns: dict[str, int]) -> str:
    text = "towns:\n"
    for n, name in enumerate(NAMES):
        text += f'  - name: {name}\n    code: "34021010{n}"\n'
        if name in returns:
            text += f"    returns:\n      2023-04: 2023-05-0{returns[name]}\n"
        rows = [
            (key, {line.split(":")[0]: line.format(n=n) for line, n in lines})
            for key, lines in records.get(name, {}).items()
        ]
        if any(lines for _, lines in rows):
            text += "    progress:\n"
        text += "".join(f"      {key}:\n{''.join(lines.values())}" for key, lines in rows if lines)
    return text


STATES = st.tuples(
    st.dictionaries(st.sampled_from(NAMES), RECORDS, max_size=3),
    st.dictionaries(st.sampled_from(NAMES), st.integers(1, 3)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(STATES, min_size=2, max_size=5), st.integers(0, 60))
def test_pieces_tell_what_wholes_tell(
    states: list[tuple[dict[str, dict[int, list[tuple[str, int]]]], dict[str, int]]], days: int
) -> None:
    tasks = (EXAMPLE / "tasks.yaml").read_bytes()
    day = date.fromordinal(date(2023, 4, 20).toordinal() + days)
    history = History()
    versions = []
    for state in states:
        data = town_file(*state).encode()
        versions.append(history.version(Blob("t", tasks), Blob(str(hash(data)), data)))
    for old, new in pairwise(versions):
        if old.plan is None or new.plan is None:
            continue
        edit = Comparison(base=old.plan, head=new.plan, day=day)
        assert changed(old, new, day) == changes(edit)
        for bodies in (frozenset(NAMES[:1]), frozenset(["各镇"]), frozenset(["区司法局"])):
            assert changed(old, new, day, bodies) == concerning(changes(edit), edit, bodies)


ROWS = (
    task("4月底前", "各镇", 1, ", adjustments: [{due: 2023-06-10, date: 2023-05-20}, {due: 2023-05-15}]"),
    task("按省级部署", "各镇", 2, ", trigger: {date: 2023-05-10}, adjustments: [{due: 2023-05-12, date: 2023-05-11}]"),
    task("每月20日前", "各镇", 3, ", collects: 各镇"),
    task("收到通知后15日内", "各镇", 4, ", trigger: {date: 2023-05-10}"),
)


@pytest.mark.parametrize("day", [date(2023, 5, 1), date(2023, 5, 15), date(2023, 6, 1), date(2024, 1, 1)])
def test_adjusted_and_waiting_tasks_have_the_days_of_the_time(day: date) -> None:
    tasks = f"{HEAD % ''}tasks:\n{chr(10).join(ROWS)}\nunits: [{{name: 各镇, members: towns}}]\n".encode()
    done = "\n        done: 2023-05-25\n"
    records = f"    progress:\n      1:{done}      2:{done}      3:\n        2023-05:\n  {done[1:]}      4:{done}"
    town = "towns:\n  - name: 甲镇\n    code: '340210100'\n"
    history = History()
    old, new = (history.version(Blob("t", tasks), Blob(text, text.encode())) for text in (town, f"{town}{records}"))
    assert old.plan is not None
    assert new.plan is not None
    assert (old.outline is new.outline, len(new.plan.towns[0].progress)) == (True, 4)
    assert changed(old, new, day) == changes(Comparison(base=old.plan, head=new.plan, day=day))


def test_a_random_history_is_told_as_wholes_tell_it(commit: Committed, log: Callable[..., Done]) -> None:
    chance = random.Random(3)  # noqa: S311 - the same every time is what is wanted
    records: dict[int, list[str]] = {1: [], 2: []}
    commit(tasks_of(), towns=TOWNS)
    for n in range(70):
        own = records[chance.choice([1, 2])]
        own.append(f"          - date: 2023-05-{n % 28 + 1:02}\n            text: 说明{n}\n")
        text = "".join(f"      {key}:\n        notes:\n{''.join(notes)}" for key, notes in records.items() if notes)
        commit(tasks_of(text))
    assert [line.partition("说明：说明")[2] for line in told(log("-f", "text"))] == [*map(str, range(69, -1, -1)), ""]
