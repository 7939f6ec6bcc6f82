"""Every rule by its own samples: what the text calls wrong is found, what it calls right is not."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from conftest import TESTS, Fuquan
from plans import loaded_of

from fuquan import report
from fuquan.comparison import Comparison
from fuquan.diagnostic import Diagnostic, Severity
from fuquan.letter import Letter
from fuquan.load import Loaded
from fuquan.load.letters import register_of
from fuquan.model import Plan
from fuquan.owed import situation
from fuquan.rules import LOADING, OF_DATA, OF_EDITS, OF_LETTERS, OF_RULES, Rule, broken, checked
from fuquan.source import File

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
    """The files that a sample stands for."""
    blocks = re.split(r"^(?=[a-z]+:)", text, flags=re.MULTILINE)
    own = {block.partition(":")[0]: block for block in blocks if ":" in block}
    if letters := own.pop("letters", ""):
        loaded = sample("".join(own.values()) or USUAL["sections"])
        assert loaded.plan is not None
        register = register_of(File("letters.yaml", f"{letters}\n"), loaded.plan)
        return loaded._replace(found=(*loaded.found, *register.found))
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


def compared(base: str, head: str) -> Comparison:
    """The edit that made the one of the other."""
    letters = (letters_of(base), letters_of(head))
    return Comparison(base=plan_of(base), head=plan_of(head), day=TODAY, letters=letters)


def letters_of(text: str) -> tuple[Letter, ...]:
    """The register of a sample."""
    file = File("letters.yaml", f"{text}\n") if "letters:" in text else None
    return register_of(file, plan_of(text)).letters


def told(found: tuple[Diagnostic, ...]) -> set[str]:
    """The rules broken; hints beside them say nothing of the sample."""
    return {one.rule for one in found if one.severity is not Severity.HINT}


def named(rule: Rule) -> str:
    return rule.id


@pytest.mark.parametrize("rule", (*OF_DATA, *OF_LETTERS, *OF_RULES), ids=named)
def test_what_a_rule_calls_wrong_is_found_and_what_it_calls_right_is_not(rule: Rule) -> None:
    texts = (rule.samples[title] for title in ("错", "对"))
    wrong, right = (broken(situation(plan_of(text), TODAY), None, letters_of(text)) for text in texts)
    assert {one.severity for one in wrong if one.rule == rule.id} == {rule.severity}
    assert told(wrong) == ({rule.id} if rule.severity is not Severity.HINT else set())
    assert told(right) == set()
    assert rule.id not in {one.rule for one in right}


@pytest.mark.parametrize("rule", OF_EDITS, ids=named)
def test_an_edit_that_a_rule_calls_wrong_is_found_and_one_it_calls_right_is_not(rule: Rule) -> None:
    base, *heads = (rule.samples[title] for title in ("改前", "错", "对"))
    edits = [compared(base, head) for head in heads]
    wrong, right = (broken(situation(edit.head, TODAY), edit) for edit in edits)
    assert rule.id in told(wrong)
    assert {one.severity for one in wrong if one.rule == rule.id} == {rule.severity}
    assert told(right) == set()


@pytest.mark.parametrize("rule", [rule for rule in LOADING if rule.samples], ids=named)
def test_what_reading_calls_wrong_is_found_and_what_it_calls_right_is_not(rule: Rule) -> None:
    assert {one.rule for one in sample(rule.samples["错"]).found} == {rule.id}
    assert sample(rule.samples["对"]).found == ()


def test_what_is_said_of_each_is_as_kept(golden: Callable[[str, str], None]) -> None:
    told = []
    for rule in (*OF_DATA, *OF_LETTERS, *OF_EDITS, *OF_RULES):
        loaded, head = sample(rule.samples["错"]), plan_of(rule.samples["错"])
        edit = compared(rule.samples["改前"], rule.samples["错"]) if rule in OF_EDITS else None
        files = {**loaded.files, "letters.yaml": File("letters.yaml", rule.samples["错"])}
        register = letters_of(rule.samples["错"])
        found = [one for one in broken(situation(head, TODAY), edit, register) if one.rule == rule.id]
        told.append(f"{report.text(found, files)}\n")
    golden("rules.txt", "".join(told))


def test_the_page_of_rules_is_what_the_program_prints(fuquan: Fuquan, pytestconfig: pytest.Config) -> None:
    done = fuquan("rules", "-f", "md")
    kept = TESTS.parent / "docs" / "rules.md"
    if pytestconfig.getoption("--golden"):
        kept.write_text(done.out, encoding="utf-8")
    assert (done.status, done.err) == (0, "")
    assert kept.read_text(encoding="utf-8") == done.out


@pytest.mark.parametrize("form", ["table", "text", "csv", "json", "md"])
@pytest.mark.parametrize("command", ["rules", "rules unseen record-changed empty"])
def test_rules_are_listed_and_explained(
    command: str, form: str, fuquan: Fuquan, golden: Callable[[str, str], None]
) -> None:
    done = fuquan(*command.split(), "-f", form)
    assert (done.status, done.err) == (0, "")
    if (command, form) != ("rules", "md"):  # kept in docs
        golden(f"{command}.{form}", done.out)


def test_a_rule_that_there_is_not_is_refused_with_the_nearest(fuquan: Fuquan) -> None:
    done = fuquan("rules", "gap", "rest-days", "甲")
    assert (done.status, done.out) == (2, "")
    assert done.err == "错误：没有“rest-days”“甲”这条规则\n是不是“rest-day”或“ten-days”或“stray”？\n"
    assert fuquan("rules", "甲").err == "错误：没有“甲”这条规则\n全部规则见 fuquan rules\n"


def test_every_rule_says_what_must_hold_why_and_how_to_mend() -> None:
    for rule in (*OF_DATA, *OF_LETTERS, *OF_EDITS, *OF_RULES, *LOADING):
        must, *rest = rule.prose.split("\n\n")
        assert must.endswith("。"), rule.id
        assert [part.startswith("改法：") for part in rest][-1:] == [True], rule.id
    names = [rule.id for rule in (*OF_DATA, *OF_EDITS, *OF_RULES, *LOADING)]
    assert len(set(names)) == len(names)


def test_a_waiver_names_what_it_waives_and_no_more() -> None:
    rows = "tasks:\n" + "".join(
        f"  - {{id: {n}, section: 一, title: 任务{n}, deadline: 4月底前, units: [甲局, 各镇]}}\n" for n in (1, 2)
    )
    done = (
        "units:\n  - name: 甲局\n    progress: {1: {done: 2023-04-26}, 2: {done: 2023-04-26}}\n"
        "  - {name: 各镇, members: towns}\n"
    )

    def left(waivers: str) -> list[tuple[str, int, str]]:
        found = broken(situation(plan_of(f"{rows}{done}waivers: [{waivers}]\n"), TODAY))
        return [(one.rule, one.span.line, one.message) for one in found if one.rule != "rest-day"]

    first, second = (("no-evidence", n, f"甲局任务{m}报了完成，没有佐证材料") for n, m in ((9, 1), (9, 2)))
    assert left("") == [first, second]
    assert left("{rule: no-evidence, reason: 示例}") == []
    assert left("{rule: no-evidence, task: 2, reason: 示例}") == [first]
    assert left("{rule: no-evidence, task: 2, unit: 甲局, reason: 示例}") == [first]
    unused = "这条豁免用不着了：现在没有它所说的“no-evidence”问题"
    assert left("{rule: no-evidence, task: 2, unit: 甲镇, reason: 示例}") == [first, second, ("waiver", 12, unused)]
    assert left("{rule: no-evidences, reason: 示例}")[2:] == [("waiver", 12, "没有“no-evidences”这条规则")]
    assert left("{rule: deadline, reason: 示例}")[2:] == [
        ("waiver", 12, "“deadline”是读取数据时发现的问题，必须改正，不能豁免")
    ]


def test_levels_are_the_plan_s() -> None:
    head = "plan: {title: 示例方案, issued: 2023-04-18, year: 2023, until: 2023-12-31, severity: {%s}}\n"
    rows = "tasks:\n  - {id: 2, section: 一, title: 任务, deadline: 4月28日前, units: [甲局]}\n"

    def told(levels: str) -> list[tuple[str, str]]:
        return [(one.rule, one.severity.value) for one in broken(situation(plan_of(head % levels + rows), TODAY))]

    assert told("") == [("gap", "warning")]
    assert told("gap: error") == [("gap", "error")]
    assert told("gap: hint, severity: warning, gaps: hint, unit: hint") == [
        ("severity", "warning"),
        ("severity", "warning"),
        ("gap", "hint"),
    ]


def test_an_edit_is_judged_at_the_levels_of_its_base() -> None:
    head = "plan: {title: 示例方案, issued: 2023-04-18, year: 2023, until: 2023-12-31, severity: {%s}}\n"
    row = "tasks:\n  - {id: 1, section: 一, title: 任务%s, deadline: 4月28日前, units: [甲局]}\n"
    lenient, strict = "printed-task: hint", ""

    def level(before: str, after: str) -> list[str]:
        base, changed = plan_of(head % before + row % "甲"), plan_of(head % after + row % "乙")
        found = broken(situation(changed, TODAY), Comparison(base=base, head=changed, day=TODAY))
        return [one.severity.value for one in found if one.rule == "printed-task"]

    assert level(strict, lenient) == ["error"]
    assert level(lenient, strict) == ["hint"]


def test_a_waiver_of_an_edit_is_needed_while_it_is_new_and_then_in_the_way() -> None:
    row = "tasks:\n  - {id: 1, section: 一, title: 任务%s, deadline: 4月28日前, units: [甲局]}\n"
    waiver = "waivers: [{rule: printed-task, task: 1, reason: 抄录有误（示例）}]\n"
    before, now = plan_of(row % "甲"), plan_of(row % "乙" + waiver)
    assert broken(situation(now, TODAY), Comparison(base=before, head=now, day=TODAY)) == ()
    assert broken(situation(now, TODAY)) == ()
    after = broken(situation(now, TODAY), Comparison(base=now, head=now, day=TODAY))
    assert [(one.rule, one.message) for one in after] == [
        ("waiver", "这条豁免用不着了：现在没有它所说的“printed-task”问题")
    ]


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


PLAN = "plan: {title: 示例方案, issued: 2023-04-18, year: 2023, until: 2023-12-31%s}\n"
ROW = "tasks:\n  - {id: 1, section: 一, title: 任务, deadline: %s, units: [甲局]%s}\n"
UNIT = "units:\n  - {name: 甲局, %s}\n  - {name: 各镇, members: towns}\n"
TOWNS = 'towns:\n  - {name: 甲镇, code: "340210100"}\n  - {name: %s, code: "%s"}\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plan: {title: 示例方案, issued: 2023-04-18, year: 2032, until: 2032-12-31}\n", [("typo-year", "方案年度2032与印发日期2023-04-18相差9年，像是笔误")]),
        ("plan: {title: 示例方案, issued: 2023-04-18, year: 2023, until: 2203-12-31}\n", [("typo-year", "方案截止日2203-12-31与印发日期2023-04-18相差20年以上，像是笔误")]),
        ("plan: {title: 示例方案, issued: 2023-05-11, year: 2023, until: 2023-12-31}\n" + ROW % ("5月31日前", ""), [("future", "印发日期2023-05-11晚于今天（2023-05-10）")]),
        (ROW % ("2203年6月30日前", ""), [("typo-year", "任务1的时限2203-06-30与印发日期2023-04-18相差20年以上，像是笔误")]),
        (ROW % ("4月28日前", ", adjustments: [{due: 2203-05-15, date: 2023-05-11, basis: 示例}]"), [("typo-year", "任务1的调整后的时限2203-05-15与印发日期2023-04-18相差20年以上，像是笔误"), ("future", "任务1的批准日期2023-05-11晚于今天（2023-05-10）")]),
        (ROW % ("按省级部署", ", trigger: {date: 2023-05-11}"), [("future", "任务1的起算日期2023-05-11晚于今天（2023-05-10）")]),
        (UNIT % "progress: {1: {started: 2023-04-19, expected: 2043-05-01, notes: [{date: 2023-05-11, text: 示例}]}}", [("typo-year", "甲局任务1的预计完成时间2043-05-01与印发日期2023-04-18相差20年以上，像是笔误"), ("future", "甲局任务1的说明的日期2023-05-11晚于今天（2023-05-10）")]),
        (UNIT % "progress: {1: {withdrawn: [{date: 2023-05-11, reason: 示例, done: 2023-05-12}]}}", [("future", "甲局任务1的撤回日期2023-05-11晚于今天（2023-05-10）"), ("future", "甲局任务1的完成日期2023-05-12晚于今天（2023-05-10）")]),
        ('towns:\n  - {name: 甲镇, code: "340210100", returns: {2023-04: 2023-05-11}}\n', [("future", "甲镇的2023-04的报送日期2023-05-11晚于今天（2023-05-10）")]),
        (UNIT % "progress: {1: {done: 2022-04-16, evidence: 示例}}", [("typo-year", "甲局任务1的完成日期2022-04-16早于印发日期2023-04-18一年以上，像是笔误")]),
        (UNIT % "progress: {1: {done: 2022-04-17, evidence: 示例}}", []),
        (ROW % ("2024年底前，并长期坚持", ""), [("split-row", "任务1除了日期还有长期要求，完成之后长期的一半就没有人问了")]),
        (ROW % ("4月28日前", ", adjustments: [{due: 2023-05-14, basis: 示例}]"), [("rest-day", "任务1调整后的时限2023年5月14日是周日，之前最后一个工作日是5月12日")]),
        (ROW % ("2040年6月30日前", ""), []),
        (ROW % ("2040年6月最后一个工作日前", ", adjustments: [{due: 2040-06-15, basis: 示例}]"), []),
        (ROW % ("每月20日前", ", adjustments: [{due: 2023-05-19, period: 2023-05, basis: 示例}, {due: 2023-06-21, period: 2023-06, basis: 示例}]"), [("adjustment-earlier", "任务1调整到2023年5月19日，早于原来的2023年5月20日")]),
        (ROW % ("按省级部署", ", adjustments: [{due: 2023-06-30, date: 2023-05-09, basis: 示例}, {due: 2023-06-29, basis: 示例}]"), [("adjustment-earlier", "任务1调整到2023年6月29日，早于原来的2023年6月30日")]),
        (TOWNS % ("乙镇", "34021010"), [("town-code", "乙镇的代码“34021010”不是九位数字")]),
        (TOWNS % ("乙镇", "340210201"), [("town-code", "乙镇的代码“340210201”的第七位是2，乙镇应当是1")]),
        (TOWNS % ("乙乡", "340210101"), [("town-code", "乙乡的代码“340210101”的第七位是1，乙乡应当是2或3")]),
        (TOWNS % ("乙街道", "340210001"), []),
        (TOWNS % ("开发区", "340210400"), []),
        ("plan: {title: 示例方案（２０２３年）, issued: 2023-04-18, year: 2023, until: 2023-12-31}\n", []),
        ("plan: {title: 示例方案, short: Ａ类, issued: 2023-04-18, year: 2023, until: 2023-12-31}\n", [("full-width", "“Ａ”是全角字符")]),
        ("plan: {title: 示例方案, issued: 2023-04-18, year: 2023, until: 2023-12-31, basis: 皖政〔22〕１１２号}\n", [("document-number", "“皖政〔22〕１１２号”不是文号的规范写法"), ("full-width", "“１１２”是全角字符")]),
        ("plan: {title: 示例方案, issued: 2023-04-18, year: 2023, until: 2023-12-31, basis: 见会议室（2023）5.1米}\n", []),
        (UNIT % "progress: {1: {reason: 自已负责}}", [("similar-word", "“自已”像是“自己”之误")]),
        ("tasks:\n  - {id: 3, section: 一, title: 任务, deadline: 4月28日前, units: [甲局]}\n", [("gap", "任务序号从3起，缺1至2")]),
    ],
)  # fmt: skip
def test_what_the_rules_say_of(text: str, expected: list[tuple[str, str]]) -> None:
    usual = {"no-evidence", "before-issue", "no-end"}
    found = [(one.rule, one.message) for one in broken(situation(plan_of(text), TODAY)) if one.rule not in usual]
    assert sorted(found) == sorted(expected)


def test_an_edit_that_ends_what_had_no_end_is_judged_by_itself() -> None:
    tasks = "tasks:\n  - {id: 1, section: 一, title: 报送情况, deadline: 每日, units: [甲局]}\n"
    endless = plan_of(f"plan: {{title: 示例方案, issued: 1900-01-01, year: 2023}}\n{tasks}")
    mended = plan_of(f"plan: {{title: 示例方案, issued: 2023-04-18, year: 2023, until: 2023-06-30}}\n{tasks}")
    found = checked(mended, TODAY, Comparison(base=endless, head=mended, day=TODAY))
    assert [one for one in found if one.severity is Severity.ERROR and one.rule.startswith("owed")] == []
    back = checked(endless, TODAY, Comparison(base=mended, head=endless, day=TODAY))
    assert [one.rule for one in back] == ["typo-year"]
