"""Small plans written as YAML in the test that needs them, and what the program makes of them as rows to compare."""

from datetime import date
from pathlib import Path

from fuquan.load import Loaded, load_files
from fuquan.model import Plan
from fuquan.owed import Situation, situation
from fuquan.source import File

HEAD = """
plan: {title: 示例方案, issued: 2023-04-18, year: 2023%s}
sections: [{id: 一, title: 示例}]
"""

TOWNS = """
towns:
  - {name: 甲镇, code: "340210100"}
  - {name: 乙镇, code: "340210101", until: 2023-06-30}
  - {name: 丙镇, code: "340210102", since: 2023-05-01}
"""


def loaded_of(tasks: str, towns: str | None = TOWNS) -> Loaded:
    """What is read of two whole texts."""
    return load_files(File("tasks.yaml", tasks), None if towns is None else File("towns.yaml", towns), "towns.yaml")


def plan_of(tasks: str, units: str, header: str = "", towns: str = TOWNS) -> Plan:
    loaded = loaded_of(HEAD % (f", {header}" if header else "") + f"tasks:\n{tasks}\nunits:\n{units}\n", towns)
    assert loaded.found == ()
    assert loaded.plan is not None
    return loaded.plan


def task(deadline: str, units: str = "局", number: int = 1, more: str = "") -> str:
    return f"  - {{id: {number}, section: 一, title: 任务, deadline: {deadline}, units: [{units}]{more}}}"


def rows(now: Situation) -> list[tuple[str, str | None, str | None, str | None, str]]:
    """(unit, via, period, due, state) of every assignment."""
    return [
        (one.unit, one.via, one.period, one.due and one.due.isoformat(), one.state.value)
        for standing in now.standings
        for one in standing.assignments
    ]


def states(plan: Plan, *days: str) -> list[str]:
    return [situation(plan, date.fromisoformat(day)).standings[0].state.value for day in days]


def written(folder: Path, tasks: str, units: str, header: str = "", towns: str = TOWNS) -> Path:
    """A data folder with such a plan, for the program itself to read."""
    text = HEAD % (f", {header}" if header else "") + f"tasks:\n{tasks}\nunits:\n{units}\n"
    (folder / "tasks.yaml").write_text(text, encoding="utf-8")
    (folder / "towns.yaml").write_text(towns, encoding="utf-8")
    return folder
