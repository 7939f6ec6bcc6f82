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
from fuquan.rules import LOADING, OF_DATA, OF_EDITS, OF_RULES, Rule, broken

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
