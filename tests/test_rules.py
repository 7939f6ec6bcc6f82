"""Every rule by its own samples: what the text calls wrong is found, what it calls right is not."""

import re
from datetime import date

import pytest
from plans import loaded_of

from fuquan.comparison import Comparison
from fuquan.diagnostic import Diagnostic, Severity
from fuquan.load import Loaded
from fuquan.model import Plan
from fuquan.owed import situation
from fuquan.rules import LOADING, OF_DATA, OF_EDITS, OF_RULES, Rule, broken, checked

TODAY = date(2023, 5, 10)

# The blocks that a sample leaves out.
USUAL = {
    "plan": "plan: {title: 示例方案, issued: 2023-04-18, year: 2023, until: 2023-12-31}",
    "sections": "sections: [{id: 一, title: 示例}]",
    "tasks": "tasks: [{id: 1, section: 一, title: 确定承接事项, deadline: 4月28日前, units: [甲局]}]",
    "units": "units: [{name: 甲局}, {name: 各镇, members: towns}]",
    "towns": 'towns: [{name: 甲镇, code: "340210100"}]',
}


def sample(text: str) -> Loaded:
    """The two files that a sample stands for."""
    blocks = re.split(r"^(?=[a-z]+:)", text, flags=re.MULTILINE)
    own = {block.partition(":")[0]: block for block in blocks if ":" in block}
    towns = own.pop("towns", USUAL["towns"])
    kept = [text for key, text in USUAL.items() if key not in own and key != "towns"]
    whole = text if "towns" not in text.splitlines()[0] else ""
    tasks = "\n".join([*kept, *own.values()]) if own or not whole else whole
    return loaded_of(f"{tasks}\n", f"{towns}\n")


def plan_of(text: str) -> Plan:
    loaded = sample(text)
    assert loaded.found == ()
    assert loaded.plan is not None
    return loaded.plan


def told(found: tuple[Diagnostic, ...]) -> set[str]:
    """The rules broken; hints beside them say nothing of the sample."""
    return {one.rule for one in found if one.severity is not Severity.HINT}


def named(rule: Rule) -> str:
    return rule.id


@pytest.mark.parametrize("rule", (*OF_DATA, *OF_RULES), ids=named)
def test_what_a_rule_calls_wrong_is_found_and_what_it_calls_right_is_not(rule: Rule) -> None:
    wrong, right = (broken(situation(plan_of(rule.samples[title]), TODAY)) for title in ("错", "对"))
    assert {one.severity for one in wrong if one.rule == rule.id} == {rule.severity}
    assert told(wrong) == ({rule.id} if rule.severity is not Severity.HINT else set())
    assert told(right) == set()
    assert rule.id not in {one.rule for one in right}


@pytest.mark.parametrize("rule", OF_EDITS, ids=named)
def test_an_edit_that_a_rule_calls_wrong_is_found_and_one_it_calls_right_is_not(rule: Rule) -> None:
    base, *heads = (plan_of(rule.samples[title]) for title in ("改前", "错", "对"))
    wrong, right = (broken(situation(head, TODAY), Comparison(base=base, head=head, day=TODAY)) for head in heads)
    assert rule.id in told(wrong)
    assert {one.severity for one in wrong if one.rule == rule.id} == {rule.severity}
    assert told(right) == set()


@pytest.mark.parametrize("rule", [rule for rule in LOADING if rule.samples], ids=named)
def test_what_reading_calls_wrong_is_found_and_what_it_calls_right_is_not(rule: Rule) -> None:
    assert {one.rule for one in sample(rule.samples["错"]).found} == {rule.id}
    assert sample(rule.samples["对"]).found == ()


def test_a_task_that_owes_without_end_is_found_and_nothing_else() -> None:
    plan = plan_of(
        "plan: {title: 示例方案, issued: 1900-01-01, year: 2023}\n"
        "tasks:\n  - {id: 1, section: 一, title: 报送情况, deadline: 每日, units: [甲局]}\n"
    )
    [found] = checked(plan, TODAY)
    assert (found.rule, found.message) == ("typo-year", "任务1（每日）到2023-05-10为止超过10000期，无法逐期计算")
    assert found.span == plan.tasks[0].at.span("deadline")


def test_tasks_that_more_owe_than_can_be_listed_are_found_and_nothing_else() -> None:
    row = "  - {{id: {n}, section: 一, title: 任务{n}, deadline: 4月28日前, units: [组]}}\n"
    names = [f"局{n}" for n in range(600)]
    plan = plan_of(
        "tasks:\n"
        + "".join(row.format(n=n) for n in range(1, 502))
        + "units:\n"
        + "".join(f"  - name: {name}\n" for name in names)
        + f"  - {{name: 组, members: [{', '.join(names)}]}}\n  - {{name: 各镇, members: towns}}\n"
    )
    [found] = checked(plan, TODAY)
    assert (found.rule, found.message) == ("unit", "算到任务501，各单位要办的已超过300000项，无法逐项计算")
    assert found.span == plan.tasks[500].at.span("units")


def test_a_hundred_slips_in_one_text_are_listed_and_a_text_of_pages_is_named_as_a_whole() -> None:
    plan = plan_of(
        "tasks:\n"
        f"  - {{id: 1, section: 一, title: {'己完成甲' * 200}, deadline: 4月28日前, units: [甲局]}}\n"
        f"  - {{id: 2, section: 一, title: {'己完成乙' * 2_000}, deadline: 4月28日前, units: [甲局]}}\n"
    )
    found = [one.span for one in checked(plan, TODAY) if one.rule == "similar-word"]
    whole = plan.tasks[1].at.span("title")
    first = plan.tasks[0].at.span("title")
    pieces = [(first.line, first.column + 4 * n, first.column + 4 * n + 3) for n in range(100)]
    assert [(one.line, one.column, one.end_column) for one in found[:100]] == pieces
    assert found[100:] == [whole] * 100


def test_a_message_that_would_quote_pages_is_shortened_in_the_middle() -> None:
    row = "  - {{id: {n}, section: 一, title: 任务{n}, deadline: 4月28日前, units: [{name}, 组]}}\n"
    name = "甲" * 2_000 + "局"
    plan = plan_of(
        "tasks:\n"
        + row.format(n=1, name=name)
        + f"units:\n  - name: {name}\n  - {{name: 组, members: [{name}]}}\n  - {{name: 各镇, members: towns}}\n"
    )
    [found] = [one for one in checked(plan, TODAY) if one.rule == "listed-twice"]
    assert found.message == f"任务1已列组，{'甲' * 293}…{'甲' * 287}局是其成员，又单独列了一次"


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ('"皖政[2022]112号"', "皖政〔2022〕112号"),
        ('"皖政\\u005b2022]112号"', "皖政〔2022〕112号"),
        ("皖政〔2022〕112号", None),
    ],
)
def test_the_number_of_a_document_is_read_as_written_or_escaped(written: str, right: str | None) -> None:
    plan = plan_of(f"plan: {{title: 示例方案, issued: 2023-04-18, year: 2023, until: 2023-12-31, basis: {written}}}\n")
    helps = [one.help for one in checked(plan, TODAY) if one.rule == "document-number"]
    assert helps == ([] if right is None else [f"规范写法是：{right}"])


def test_an_edit_that_ends_what_had_no_end_is_judged_by_itself() -> None:
    tasks = "tasks:\n  - {id: 1, section: 一, title: 报送情况, deadline: 每日, units: [甲局]}\n"
    endless = plan_of(f"plan: {{title: 示例方案, issued: 1900-01-01, year: 2023}}\n{tasks}")
    mended = plan_of(f"plan: {{title: 示例方案, issued: 2023-04-18, year: 2023, until: 2023-06-30}}\n{tasks}")
    found = checked(mended, TODAY, Comparison(base=endless, head=mended, day=TODAY))
    assert [one for one in found if one.severity is Severity.ERROR and one.rule.startswith("owed")] == []
    back = checked(endless, TODAY, Comparison(base=mended, head=endless, day=TODAY))
    assert [one.rule for one in back] == ["typo-year"]
