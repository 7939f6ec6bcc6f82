"""`fuquan trend`: what was due and done at the end of each week or month, by the data as git had them then."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Done, Fuquan
from plans import HEAD, TOWNS, task
from repos import git, lost, saved

from fuquan.git import Commit

UNITS = "units:\n  - name: 局\n%s  - {name: 处}\n  - {name: 各镇, members: towns}\n"
ROWS = f"{task('4月底前', '局')}\n{task('5月5日前', '局, 处', 2)}\n{task('每月20日前', '处', 3)}\n"
OPEN = f"{HEAD % ''}tasks:\n{ROWS}{UNITS}"
ONE = "    progress:\n      1:\n        done: 2023-05-03\n"
BOTH = f"{ONE}      2:\n        done: 2023-05-05\n"


Committed = Callable[..., Commit]


@pytest.fixture
def commit(top: Path, monkeypatch: pytest.MonkeyPatch) -> Committed:
    """A commit at noon of a day, or at another time, with records of 局; or with another list."""

    def commit(day: str, records: str = "", whole: str | None = None, folder: str = "data") -> Commit:
        for who in ("AUTHOR", "COMMITTER"):
            monkeypatch.setenv(f"GIT_{who}_DATE", day if "T" in day else f"{day}T12:00:00+0800")
        text = OPEN % records if whole is None else whole
        return saved(top, {f"{folder}/tasks.yaml": text.encode(), f"{folder}/towns.yaml": TOWNS.encode()})

    return commit


@pytest.fixture
def trend(top: Path, fuquan: Fuquan) -> Callable[..., Done]:
    def trend(*args: str, where: Path = top, columns: int = 80) -> Done:
        return fuquan("trend", *args, data=where / "data", columns=columns)

    return trend


def counts(done: Done) -> list[tuple[str, int | None, int | None, int | None, int | None]]:
    """(day, expected, done, done late, overdue) of each sample."""
    assert done.status == 0, done.err
    keys = ("date", "expected", "done", "done_late", "overdue")
    return [tuple(one[key] for key in keys) for one in json.loads(done.out)["samples"]]


def test_each_week_is_told_by_what_was_known_at_its_end(commit: Committed, trend: Callable[..., Done]) -> None:
    commit("2023-04-20")
    commit("2023-05-03", ONE)
    commit("2023-05-07T15:59:59+0000", BOTH)  # a second before the week ends where the office is
    commit("2023-05-08", ONE)
    assert counts(trend("-f", "json")) == [
        ("2023-04-23", 1, 0, 0, 1),
        ("2023-04-30", 2, 0, 0, 1),
        ("2023-05-07", 4, 2, 1, 2),
        ("2023-05-10", 4, 1, 1, 3),
    ]


def test_each_month_is_told_by_what_was_known_at_its_end(commit: Committed, trend: Callable[..., Done]) -> None:
    commit("2023-04-20")
    commit("2023-05-03", ONE)
    whole = json.loads(trend("--by", "month", "-f", "json").out)
    assert (whole["command"], whole["today"], whole["by"], whole["complete"]) == ("trend", "2023-05-10", "month", True)
    assert [(one["date"], one["done"], one["rate"]) for one in whole["samples"]] == [
        ("2023-04-30", 0, 0.0),
        ("2023-05-10", 1, 0.25),
    ]


def test_more_than_half_a_year_is_told_by_month(commit: Committed, trend: Callable[..., Done]) -> None:
    commit("2023-04-20")
    assert len(counts(trend("-f", "json", "--today", "2023-10-19"))) == 27
    days = [one[0] for one in counts(trend("-f", "json", "--today", "2023-10-20"))]
    assert days == ["2023-04-30", "2023-05-31", "2023-06-30", "2023-07-31", "2023-08-31", "2023-09-30", "2023-10-20"]
    assert len(counts(trend("-f", "json", "--today", "2023-10-20", "--by", "week"))) == 27


def test_a_day_that_ends_a_week_is_told_once(commit: Committed, trend: Callable[..., Done]) -> None:
    commit("2023-05-07")
    assert counts(trend("-f", "json", "--today", "2023-05-07")) == [("2023-05-07", 4, 0, 0, 4)]
    assert [one[0] for one in counts(trend("-f", "json", "--today", "2023-05-14"))] == ["2023-05-07", "2023-05-14"]


def test_bodies_can_be_asked_for_by_the_names_they_have_now(commit: Committed, trend: Callable[..., Done]) -> None:
    commit("2023-05-06", ONE)
    renamed = (OPEN % ONE).replace("局", "委").replace("name: 委\n", "name: 委\n    aliases: [局]\n")
    commit("2023-05-09", whole=renamed)
    own = [("2023-05-07", 2, 1, 1, 1), ("2023-05-10", 2, 1, 1, 1)]
    assert counts(trend("-f", "json", "-u", "委")) == own
    assert counts(trend("-f", "json", "-u", "局")) == own
    assert counts(trend("-f", "json", "-u", "处")) == [("2023-05-07", 2, 0, 0, 2), ("2023-05-10", 2, 0, 0, 2)]
    assert trend("-u", "委").out.startswith("委应完成和已完成（每周，至2023年5月10日）\n")
    done = trend("-u", "居")
    assert (done.status, done.out, done.err.splitlines()[0]) == (2, "", "错误：没有“居”这个责任单位")


def test_a_day_without_data_or_with_wrong_ones_is_no_number(
    commit: Committed, trend: Callable[..., Done], top: Path
) -> None:
    commit("2023-04-20")
    wrong = commit("2023-04-28", whole="x")
    (top / "data" / "tasks.yaml").unlink()
    git(top, "commit", "--quiet", "--all", "-m", "删", GIT_COMMITTER_DATE="2023-05-02T12:00:00+0800")
    commit("2023-05-09", ONE)
    told = json.loads(trend("-f", "json").out)["samples"]
    assert [(one["date"], one["errors"], one["expected"]) for one in told] == [
        ("2023-04-23", 0, 1),
        ("2023-04-30", 1, None),
        ("2023-05-07", 0, None),
        ("2023-05-10", 0, 4),
    ]
    assert [one["commit"] for one in told][1:3] == [wrong.id, None]
    lines = trend().out.splitlines()
    assert [line.split()[-1] for line in lines[3:5]] == ["数据有错1处，未计", "没有数据"]
    assert trend("-f", "csv").out.splitlines()[2] == f"2023-04-30,,,,,,{wrong.short}"


def test_what_cannot_be_counted_is_no_number(commit: Committed, trend: Callable[..., Done]) -> None:
    commit(
        "2023-05-05",
        whole=(OPEN % "").replace("issued: 2023-04-18", "issued: 1023-04-18").replace("5月5日前", "每周二前"),
    )
    commit("2023-05-09", ONE)
    assert counts(trend("-f", "json")) == [("2023-05-07", None, None, None, None), ("2023-05-10", 4, 1, 1, 3)]


def test_where_nothing_can_be_read_that_is_said(commit: Committed, trend: Callable[..., Done]) -> None:
    commit("2023-05-09", whole="x")
    assert trend("-f", "text").out == "还没有读得出来的数据。\n"
    assert trend("-u", "局").status == 2


def test_it_begins_where_the_data_came_in_under_whatever_name(
    commit: Committed, trend: Callable[..., Done], top: Path
) -> None:
    git(top, "commit", "--quiet", "--allow-empty", "-m", "空", GIT_COMMITTER_DATE="2023-04-01T12:00:00+0800")
    commit("2023-04-29", folder="旧")
    git(top, "mv", "旧", "新")
    git(top, "commit", "--quiet", "-m", "移", GIT_COMMITTER_DATE="2023-05-01T12:00:00+0800")
    git(top, "mv", "新", "data")
    commit("2023-05-08", ONE)
    assert counts(trend("-f", "json")) == [
        ("2023-04-30", 2, 0, 0, 1),
        ("2023-05-07", 4, 0, 0, 4),
        ("2023-05-10", 4, 1, 1, 3),
    ]


def test_before_anything_is_due_that_is_said(commit: Committed, trend: Callable[..., Done]) -> None:
    commit("2023-04-19")
    done = trend("-f", "text", "--today", "2023-04-19")
    assert done.out == "【示例方案】截至2023年4月19日，还没有应完成的。\n"


def test_it_goes_up_to_a_revision_or_a_day(commit: Committed, trend: Callable[..., Done]) -> None:
    commit("2023-04-20")
    two = commit("2023-05-03", ONE)
    commit("2023-05-06", BOTH)
    whole = [("2023-04-23", 1, 0, 0, 1), ("2023-04-30", 2, 0, 0, 1)]
    assert counts(trend("-f", "json", "--at", two.id)) == [*whole, ("2023-05-03", 2, 1, 1, 1)]
    assert counts(trend("-f", "json", "--at", "2023-05-04")) == [*whole, ("2023-05-04", 2, 1, 1, 1)]
    assert counts(trend("-f", "json", "--at", "HEAD", "--today", "2023-04-20")) == [("2023-04-20", 1, 0, 0, 0)]


def test_days_before_or_too_far_after_are_refused(commit: Committed, trend: Callable[..., Done]) -> None:
    commit("2023-04-20")
    early, late = trend("--today", "2023-04-19"), trend("--today", "9999-12-31")
    assert (early.status, early.err) == (2, "错误：2023年4月19日还没有数据\n数据最早在2023年4月20日提交\n")
    assert (late.status, late.err.splitlines()[0]) == (
        2,
        "错误：从2023年4月20日到9999年12月31日超过2000行，无法逐行计算",
    )


def test_a_shallow_clone_begins_where_it_was_cut(
    commit: Committed, trend: Callable[..., Done], top: Path, tmp_path: Path
) -> None:
    commit("2023-04-20")
    commit("2023-05-09", ONE)
    git(tmp_path, "clone", "--quiet", "--depth=1", top.as_uri(), "浅")
    done = trend("-f", "json", where=tmp_path / "浅")
    assert counts(done) == [("2023-05-10", 4, 1, 1, 3)]
    assert done.err.startswith("提示：这是浅克隆，更早的历史不在其中。")
    assert not json.loads(done.out)["complete"]


def test_without_git_or_data_in_it_there_is_no_trend(
    trend: Callable[..., Done], top: Path, tmp_path: Path, fuquan: Fuquan
) -> None:
    (top / "data").mkdir()
    (top / "data" / "tasks.yaml").write_text(OPEN % "", encoding="utf-8")
    git(top, "commit", "--quiet", "--allow-empty", "-m", "空")
    assert trend().err.startswith("错误：data/tasks.yaml 还没有提交过，没有历史可查\n")
    (tmp_path / "data").mkdir()
    assert "不在 git 版本库里" in fuquan("trend", data=tmp_path / "data").err


def test_a_lost_file_is_named(commit: Committed, trend: Callable[..., Done], top: Path) -> None:
    one = commit("2023-04-20")
    commit("2023-05-09", ONE)
    lost(top, git(top, "rev-parse", "HEAD~1:data/tasks.yaml"))
    done = trend()
    assert (done.status, done.err.splitlines()[0]) == (
        2,
        f"错误：读不出“{one.short}”（{one.short}）里的“data/tasks.yaml”：版本库不完整",
    )


def test_the_screens_are_as_kept(
    commit: Committed, trend: Callable[..., Done], golden: Callable[[str, str], None]
) -> None:
    commit("2023-04-10")
    commit("2023-05-03", ONE)
    commit("2023-05-06", BOTH)
    for columns in (60, 80, 120):
        golden(f"trend.{columns}.txt", trend(columns=columns).out)
    for form in ("md", "text", "csv", "json"):
        golden(f"trend.{form}", trend("-f", form, "-u", "局").out)
