"""Findings as GitHub and GitLab take them: escaped, and by the repository's own paths."""

import json
import re
from pathlib import Path

import pytest

from fuquan.diagnostic import Diagnostic, Severity, Span
from fuquan.export import to_md
from fuquan.report import MOST, concise, place_in, to_github, to_gitlab


def finding(
    message: str = "写法不对",
    *,
    path: str = "data/tasks.yaml",
    line: int = 5,
    end: tuple[int, int] = (5, 9),
    level: Severity = Severity.ERROR,
    mend: str | None = "请改正",
) -> Diagnostic:
    return Diagnostic("value", level, Span(path, line, 3, *end), message, mend)


HERE = str(Path.cwd())


def test_an_annotation_names_the_file_the_place_the_rule_and_what_to_do() -> None:
    assert to_github.annotations([finding()], HERE) == (
        "::error file=data/tasks.yaml,line=5,endLine=5,col=3,endColumn=8,title=错误 value::写法不对%0A请改正\n"
    )
    assert to_github.annotations([finding(level=Severity.WARNING, mend=None)], HERE) == (
        "::warning file=data/tasks.yaml,line=5,endLine=5,col=3,endColumn=8,title=警告 value::写法不对\n"
    )
    assert to_github.annotations([finding(level=Severity.HINT, end=(5, 3))], HERE) == (
        "::notice file=data/tasks.yaml,line=5,endLine=5,col=3,endColumn=3,title=提示 value::写法不对%0A请改正\n"
    )


def test_a_place_of_several_lines_has_no_columns() -> None:
    assert to_github.annotations([finding(end=(7, 2))], HERE) == (
        "::error file=data/tasks.yaml,line=5,endLine=7,title=错误 value::写法不对%0A请改正\n"
    )


def test_nothing_in_a_finding_is_a_command_or_a_property_of_its_own() -> None:
    one = finding("100%\n::error::甲\r\x1b[31m\u202e", path="a,b:c/%0A.yaml", mend=None)
    assert to_github.annotations([one], HERE) == (
        "::error file=a%2Cb%3Ac/%250A.yaml,line=5,endLine=5,col=3,endColumn=8,title=错误 value"
        "::100%25%0A::error::甲\\r\\x1b[31m\\u202e\n"
    )


def test_beyond_what_is_shown_the_rest_is_counted() -> None:
    many = [finding(f"{n}") for n in range(MOST + 3)]
    lines = to_github.annotations(many, HERE).splitlines()
    assert (len(lines), lines[-1]) == (MOST + 1, "::warning::另有3条未列出，请先改正以上各条")
    lines = concise(many).splitlines()
    assert (len(lines), lines[-1]) == (MOST + 1, "……另有3条未列出，请先改正以上各条")
    assert lines[0] == "data/tasks.yaml:5:3: 错误 value: 0"
    page = to_md.page(to_github.summary(many, HERE, "共发现。"))
    assert page.endswith("\n另有3条未列出。\n")
    assert page.count("\n| 错误 |") == MOST


def test_the_summary_is_a_table_that_nothing_in_a_finding_breaks() -> None:
    page = to_md.page(to_github.summary([finding("a|b<script>\n`x`")], HERE, "共发现错误1处。"))
    assert page == (
        "# 数据核对\n"
        "\n"
        "共发现错误1处。\n"
        "\n"
        "| 级别 | 规则 | 位置 | 问题；怎样改 |\n"
        "| --- | --- | --- | --- |\n"
        "| 错误 | value | data/tasks.yaml:5 | a\\|b\\<script\\><br>\\`x\\`<br>请改正 |\n"
    )
    assert to_md.page(to_github.summary([], HERE, "没有发现问题：15项任务。")) == (
        "# 数据核对\n\n没有发现问题：15项任务。\n"
    )


def test_paths_are_those_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "甲").mkdir()
    monkeypatch.chdir(tmp_path / "甲")
    assert place_in(str(tmp_path), "data/tasks.yaml") == "甲/data/tasks.yaml"
    assert place_in(str(tmp_path), f"{tmp_path}/data/tasks.yaml") == "data/tasks.yaml"
    assert place_in(str(tmp_path / "甲"), "data/tasks.yaml") == "data/tasks.yaml"
    assert place_in(str(tmp_path / "乙"), "/other/tasks.yaml") == "/other/tasks.yaml"


def test_of_a_revision_the_file_is_named() -> None:
    assert place_in(HERE, "abc1234:data/tasks.yaml") == "data/tasks.yaml"
    assert place_in(HERE, "a:b/tasks.yaml") == "a:b/tasks.yaml"


def test_a_report_of_code_quality_has_what_gitlab_asks_for() -> None:
    [one] = json.loads(to_gitlab.report([finding()], HERE))
    fingerprint = one.pop("fingerprint")
    assert one == {
        "description": "写法不对（请改正）",
        "check_name": "value",
        "severity": "critical",
        "location": {"path": "data/tasks.yaml", "lines": {"begin": 5, "end": 5}},
    }
    assert re.fullmatch("[0-9a-f]{64}", fingerprint)
    assert to_gitlab.report([], HERE) == "[]\n"
    levels = [finding(level=level, mend=None) for level in Severity]
    assert [(one["severity"], one["description"]) for one in json.loads(to_gitlab.report(levels, HERE))] == [
        ("critical", "写法不对"),
        ("minor", "写法不对"),
        ("info", "写法不对"),
    ]


def test_a_finding_that_only_moved_is_the_same_and_two_alike_are_two() -> None:
    def fingerprints(*found: Diagnostic) -> list[str]:
        return [one["fingerprint"] for one in json.loads(to_gitlab.report(found, HERE))]

    first, second = fingerprints(finding(), finding(line=9, end=(9, 9)))
    assert first != second
    assert fingerprints(finding(line=8, end=(8, 9))) == [first]
    assert fingerprints(finding("别的")) != [first]
