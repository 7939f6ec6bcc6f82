"""The register of letters: what is on it, how it grows, and what check and diff say of it."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import Fuquan, copied
from plans import plan_of, task
from repos import saved

from fuquan import schema
from fuquan.comparison import Comparison
from fuquan.diagnostic import Severity
from fuquan.errors import FuquanError
from fuquan.letter import Item, Kind, Letter
from fuquan.load.letters import Register, register_of
from fuquan.owed import situation
from fuquan.recording.register import Numbered, behind, entered, last_before, numbered
from fuquan.rules import broken
from fuquan.source import File
from fuquan.view import letters as view

TODAY = date(2023, 5, 10)


@pytest.fixture
def folder(data: Callable[..., Path]) -> Path:
    """The example, to be written in."""
    return data()


def letter(unit: str, *tasks: int, n: int = 0, kind: Kind = Kind.URGE, day: date = TODAY) -> Letter:
    return Letter(date=day, unit=unit, kind=kind, items=tuple(map(Item, tasks)), n=n)


ROWS = "\n".join((task("4月底前", "局, 各镇"), task("每月20日前", "局", 2)))
PLAN = plan_of(ROWS, "  - {name: 局, aliases: [旧局]}\n  - {name: 各镇, members: towns}")
ENTRY = "  - {number: %s, date: %s, unit: %s, kind: %s, items: [%s]}\n"


def entry(
    number: str = "2023年催办第1号",
    day: str = "2023-05-10",
    unit: str = "局",
    kind: str = "催办",
    items: str = "{task: 1}",
) -> str:
    return ENTRY % (number, day, unit, kind, items)


def register(*entries: str) -> Register:
    return register_of(File("letters.yaml", f"letters:\n{''.join(entries)}"), PLAN)


def test_an_entry_is_read_as_it_was_written() -> None:
    assert register_of(None, PLAN) == Register((), ())
    read = register(
        entry(unit="旧局", items="{task: 1}, {task: 2, period: 2023-04}"),
        "  - {number: 2023年督办第7号, date: 2023-05-11, unit: 甲镇, kind: 督办, basis: 批示, items: [{task: 1}]}\n",
    )
    assert read.found == ()
    assert read.letters == (
        Letter(date=TODAY, unit="局", kind=Kind.URGE, items=(Item(1), Item(2, "2023-04")), n=1),
        Letter(date=date(2023, 5, 11), unit="甲镇", kind=Kind.SUPERVISE, items=(Item(1),), n=7, basis="批示"),
    )
    assert [one.number for one in read.letters] == ["2023年催办第1号", "2023年督办第7号"]


def test_the_format_knows_the_kinds_that_there_are() -> None:
    assert schema.LETTER.fields["kind"].words == tuple(Kind)
    assert {*view.CALLED} == {*Kind}


WRONG = [
    ([entry(number="02年催办第1号")], "letter-number", "“02年催办第1号”不是编号的写法", "请写成 2023年催办第1号 这样"),
    ([entry(number="第1号")], "letter-number", "“第1号”不是编号的写法", "请写成 2023年催办第1号 这样"),
    (
        [entry(day="2024-05-10")],
        "letter-number",
        "编号“2023年催办第1号”与日期（2024年5月10日）和种类（催办）对不上",
        "这一年这一种的编号是 2024年催办第1号 这样，请核对",
    ),
    (
        [entry(kind="提醒")],
        "letter-number",
        "编号“2023年催办第1号”与日期（2023年5月10日）和种类（提醒）对不上",
        "这一年这一种的编号是 2023年提醒第1号 这样，请核对",
    ),
    (
        [entry("2023年催办第8号"), entry("2023年催办第4号"), entry("2023年催办第5号")],
        "letter-number",
        "2023年催办的编号从第5号跳到第8号，缺第6至7号",
        "登记只增不改：删去的一条请从版本库恢复，编号写错的请改正",
    ),
    (
        [entry(), entry()],
        "duplicate",
        "编号“2023年催办第1号”重复，前一处在第2行",
        "一个编号只能是一份函件，请核对后一处的编号",
    ),
    (
        [entry(items="{task: 2, period: 五月}")],
        "period",
        "“五月”不是时期的写法",
        "请写成 2023-05、2023-Q2、2023-W20 这样",
    ),
    ([entry(day="2023-02-30")], "date", "“2023-02-30”不是有效的日期", "历书上没有这一天，请核对年月日"),
    (
        [entry().replace("{number", "{nunber: 甲, number")],
        "key",
        "“nunber”不是这里可用的键",
        "是不是“number”？",
    ),
    ([entry(items="{period: 2023-04}")], "missing", "缺少“task”（任务序号）", "请补上 task:"),
]


@pytest.mark.parametrize(("entries", "rule", "message", "help_"), WRONG)
def test_what_is_wrong_with_the_register_is_found_where_it_stands(
    entries: list[str], rule: str, message: str, help_: str
) -> None:
    found = register(*entries).found
    assert (found[0].rule, found[0].message, found[0].help) == (rule, message, help_)
    assert found[0].span.path == "letters.yaml"
    assert len(found) == 1


GONE = [
    (entry(unit="旧据"), 2, "函件“2023年催办第1号”发给的“旧据”，现在没有这个责任单位"),
    (entry(items="{task: 7}"), 2, "函件“2023年催办第1号”（局）列有任务7，现在的清单里没有"),
    (
        entry(items="{task: 1, period: 2023-04}"),
        2,
        "函件“2023年催办第1号”（局）列有任务1（4月底前）的“2023-04”，现在没有这一期",
    ),
    (
        entry(items="{task: 2}"),
        2,
        "函件“2023年催办第1号”（局）列有任务2（每月20日前），没有写明是哪一期",
    ),
    (
        entry(items="{task: 2, period: 2023-Q1}"),
        2,
        "函件“2023年催办第1号”（局）列有任务2（每月20日前）的“2023-Q1”，现在没有这一期",
    ),
    (entry(items="{task: 2, period: 2023-05}"), 2, None),
]


@pytest.mark.parametrize(("text", "line", "message"), GONE)
def test_what_the_plan_no_longer_has_stays_on_the_register_and_is_told(
    text: str, line: int, message: str | None
) -> None:
    read = register(text)
    assert (read.found, len(read.letters)) == ((), 1)
    found = broken(situation(PLAN, TODAY), None, read.letters)
    told = [
        (one.rule, one.severity, one.span.path, one.span.line, one.message) for one in found if "letter" in one.rule
    ]
    assert told == ([("letter-gone", Severity.WARNING, "letters.yaml", line, message)] if message else [])


OWED = [
    (entry(unit="甲镇"), None),
    (entry(unit="各镇"), None),
    (entry(unit="旧局", items="{task: 2, period: 2023-05}"), None),
    (
        entry(unit="甲镇", items="{task: 1}, {task: 2, period: 2023-05}"),
        "函件“2023年催办第1号”列有任务2，甲镇不是它的责任单位（局）",
    ),
    (
        entry(unit="各镇", items="{task: 2, period: 2023-05}"),
        "函件“2023年催办第1号”列有任务2，各镇不是它的责任单位（局）",
    ),
]


@pytest.mark.parametrize(("text", "message"), OWED)
def test_an_item_that_the_body_does_not_owe_is_told(text: str, message: str | None) -> None:
    found = broken(situation(PLAN, TODAY), None, register(text).letters)
    told = [(one.rule, one.severity, one.span.line, one.message) for one in found if "letter" in one.rule]
    assert told == ([("letter-owed", Severity.WARNING, 2, message)] if message else [])


def test_a_later_number_of_an_earlier_day_is_told_once_and_within_its_series() -> None:
    read = register(
        entry("2023年催办第3号", "2023-05-09"),
        entry("2023年催办第1号", "2023-05-10"),
        entry("2023年催办第2号", "2023-05-08"),
        entry("2023年催办第4号", "2023-05-09"),
        entry("2023年提醒第1号", "2023-05-01", kind="提醒"),
        entry("2022年催办第5号", "2022-12-31"),
    )
    found = broken(situation(PLAN, TODAY), None, read.letters)
    told = "函件“2023年催办第2号”的日期2023年5月8日早于前一号“2023年催办第1号”（2023年5月10日）"
    assert [(one.rule, one.severity, one.span.line, one.message) for one in found if "letter" in one.rule] == [
        ("letter-order", Severity.WARNING, 4, told)
    ]


def test_what_is_told_of_the_register_can_be_waived(fuquan: Fuquan, folder: Path) -> None:
    (folder / "letters.yaml").write_text(
        "letters:\n"
        "  - {number: 2023年催办第1号, date: 2023-05-09, unit: 红杨镇, kind: 催办, items: [{task: 4}]}\n"
        "  - {number: 2023年催办第2号, date: 2023-05-08, unit: 红杨镇, kind: 催办, items: [{task: 2}]}\n",
        encoding="utf-8",
    )
    done = fuquan("check", "-f", "concise", data=folder)
    told = [line.split(" ")[2] for line in done.out.splitlines() if "letters.yaml" in line]
    assert (done.status, told) == (0, ["letter-owed:", "letter-order:"])
    waive(
        folder,
        "{rule: letter-owed, task: 4, unit: 红杨镇, reason: 印错的函（示例）}",
        "{rule: letter-order, unit: 红杨镇, reason: 补登（示例）}",
    )
    done = fuquan("check", "-f", "concise", data=folder)
    assert (done.status, "letter" in done.out, "豁免" in done.out) == (0, False, False)


def waive(folder: Path, *waivers: str) -> None:
    tasks = folder / "tasks.yaml"
    text = tasks.read_text(encoding="utf-8")
    assert text.endswith("waivers: []\n")
    tasks.write_text(text.replace("waivers: []", f"waivers: [{', '.join(waivers)}]"), encoding="utf-8")


def test_a_plan_that_changes_under_the_register_stops_no_letter(fuquan: Fuquan, folder: Path) -> None:
    """A task, a body and a period that were in letters are taken out of the plan, with or without a waiver."""
    gone = (
        "letters:\n"
        "  - {number: 2023年催办第1号, date: 2023-05-09, unit: 红阳镇, kind: 催办, items: [{task: 2}]}\n"
        "  - {number: 2023年催办第2号, date: 2023-05-09, unit: 红杨镇, kind: 催办, items: [{task: 40}]}\n"
        "  - {number: 2023年催办第3号, date: 2023-05-09, unit: 红杨镇, kind: 催办, "
        "items: [{task: 2, period: 2023-04}]}\n"
    )
    (folder / "letters.yaml").write_text(gone, encoding="utf-8")
    checked = fuquan("check", "-f", "concise", data=folder)
    assert (checked.status, checked.out.count("警告 letter-gone")) == (0, 3)
    done = fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", "-", data=folder)
    assert (done.status, done.out.splitlines()[1]) == (0, "编号：2023年催办第4号")
    assert (folder / "letters.yaml").read_text(encoding="utf-8").startswith(gone)
    waive(
        folder,
        "{rule: letter-gone, reason: 撤销的镇（示例）}",
        "{rule: letter-gone, unit: 红杨镇, reason: 重印的清单（示例）}",
    )
    assert "letter-gone" not in fuquan("check", "-f", "concise", data=folder).out
    (folder / "letters.yaml").unlink()
    assert fuquan("check", "-f", "concise", data=folder).out.count("这条豁免用不着了") == 2


def test_a_series_may_begin_where_the_office_had_come_to_on_paper() -> None:
    read = register(entry("2023年催办第4号"), entry("2023年催办第5号"))
    assert (read.found, [one.n for one in read.letters]) == ((), [4, 5])
    assert [one.letter.n for one in numbered(read, [letter("局", 2)])] == [6]


def test_a_register_that_cannot_be_read_at_all_is_said_so() -> None:
    assert [one.rule for one in register_of(File("letters.yaml", "letters: [\n"), PLAN).found] == ["yaml"]
    assert [one.rule for one in register_of(File("letters.yaml", "letter: []\n"), PLAN).found] == ["key", "missing"]
    many = register_of(File("letters.yaml", "letters: [" + "1," * 20_100 + "]\n"), PLAN)
    assert "问题超过20000处" in many.found[0].message + many.found[-1].message
    assert many.letters == ()


def test_numbers_run_on_by_year_and_kind_and_none_is_given_twice() -> None:
    known = (letter("局", 1, n=3), letter("局", 1, n=1, kind=Kind.REMIND), letter("局", 1, n=9, day=date(2022, 5, 10)))
    same, other, noted = letter("局", 1), letter("甲镇", 1), letter("局", 1, kind=Kind.NOTE)
    next_day = letter("局", 1, day=date(2023, 5, 11))
    given = numbered(Register(known, ()), [other, same, noted, next_day])
    assert given == (
        Numbered(letter("甲镇", 1, n=4), True),
        Numbered(letter("局", 1, n=3), False),
        Numbered(letter("局", 1, n=1, kind=Kind.NOTE), True),
        Numbered(letter("局", 1, n=5, day=date(2023, 5, 11)), True),
    )


def test_the_last_letter_about_the_same_is_found() -> None:
    old, last, later = letter("局", 1, 2, n=1), letter("局", 2, 3, n=2), letter("局", 2, n=3, day=date(2023, 5, 12))
    others = letter("甲镇", 2, n=4), letter("局", 2, n=1, kind=Kind.SUPERVISE)
    held = Register((old, last, *others, later), ())
    new = letter("局", 2, day=date(2023, 5, 11))
    asked = (new, letter("局", 1, day=new.date), letter("局", 4, day=new.date), letter("乙镇", 2, day=new.date))
    assert list(last_before(held, asked)) == [last, old, None, None]


def test_a_new_number_is_behind_where_the_last_of_its_series_is_of_a_later_day() -> None:
    known = (letter("局", 1, n=2), letter("甲镇", 1, n=1, day=date(2023, 5, 12)), letter("局", 1, n=4, kind=Kind.ASK))
    read, early = Register(known, ()), date(2023, 5, 9)

    def found(*letters: Letter) -> tuple[Letter, Letter] | None:
        return behind(read, numbered(read, letters))

    assert found(letter("局", 1), letter("乙镇", 1), letter("局", 1, kind=Kind.NOTE, day=early)) is None
    assert found(letter("甲镇", 1, day=date(2023, 5, 12))) is None  # entered before
    assert found(letter("局", 1), letter("乙镇", 1, day=early)) == (letter("乙镇", 1, n=3, day=early), known[0])


def test_entries_go_behind_the_others_and_leave_them_to_the_byte() -> None:
    first = Letter(date=TODAY, unit="甲镇", kind=Kind.URGE, items=(Item(1), Item(2, "2023-04")), n=1)
    second = Letter(date=TODAY, unit="局", kind=Kind.SUPERVISE, items=(Item(1),), n=1, basis="批示: 请督办 #1")
    before, begun = entered(register_of(None, PLAN), "letters.yaml", [first], PLAN)
    assert before is None
    assert begun.text.startswith("# 函件登记：")
    assert begun.text.endswith(
        "\n\nletters:\n  - number: 2023年催办第1号\n    date: 2023-05-10\n    unit: 甲镇\n    kind: 催办\n    items:\n"
        "      - {task: 1}\n      - {task: 2, period: 2023-04}\n"
    )
    old, new = entered(register_of(begun, PLAN), "letters.yaml", [second], PLAN)
    assert old is begun
    assert new.text == begun.text + (
        "  - number: 2023年督办第1号\n    date: 2023-05-10\n    unit: 局\n    kind: 督办\n"
        "    basis: '批示: 请督办 #1'\n    items:\n      - {task: 1}\n"
    )
    assert register_of(new, PLAN).letters == (first, second)


@pytest.mark.parametrize("text", ["letters: []", "letters: [] # 尚无\n", "# 甲\r\nletters:   [  ]\r\n"])
def test_an_empty_register_is_begun(text: str) -> None:
    one = letter("局", 1, n=1)
    _, new = entered(register_of(File("letters.yaml", text), PLAN), "letters.yaml", [one], PLAN)
    assert register_of(new, PLAN).letters == (one,)
    assert re.findall("#.*", text) == re.findall("#.*", new.text)


@pytest.mark.parametrize("day", [date.min, date(987, 6, 5), date.max])
def test_the_number_of_a_letter_of_any_year_can_be_read_again(day: date) -> None:
    one = letter("局", 1, n=1, day=day)
    _, new = entered(register_of(None, PLAN), "letters.yaml", [one], PLAN)
    assert register_of(new, PLAN) == Register((one,), (), new)


def test_a_register_in_braces_stays_in_braces() -> None:
    old = register(entry())
    _, new = entered(old, "letters.yaml", [letter("甲镇", 1, n=2)], PLAN)
    assert old.file is not None
    assert new.text == old.file.text + (
        "  - {number: 2023年催办第2号, date: 2023-05-10, unit: 甲镇, kind: 催办, items: [{task: 1}]}\n"
    )


def test_what_would_make_the_register_wrong_is_not_written() -> None:
    with pytest.raises(FuquanError) as raised:
        entered(register(entry()), "letters.yaml", [letter("局", 1, n=3)], PLAN)
    assert raised.value.message == "2023年催办的编号从第1号跳到第3号，缺第2号"


# What check and diff say of it


REGISTER = """\
letters:
  - number: 2023年催办第1号
    date: 2023-05-10
    unit: 红杨镇
    kind: 催办
    items:
      - {task: 2}
"""


def test_a_wrong_register_stops_letters_and_check_and_no_other_command(fuquan: Fuquan, folder: Path) -> None:
    kept = folder / "letters.yaml"
    kept.write_text(REGISTER.replace("催办第1号", "催办1号"), encoding="utf-8")
    done = fuquan("letter", "--all", "--dry-run", data=folder)
    told = (
        f"{kept}:2:13: 错误 letter-number: “2023年催办1号”不是编号的写法\n      - number: 2023年催办1号\n"
        "                ^^^^^^^^^^^^^\n    请写成 2023年催办第1号 这样\n"
    )
    assert (done.status, done.out, done.err) == (1, "", f"{told}函件登记有错，没有写出函件：错误1处\n")
    checked = fuquan("check", data=folder)
    assert (checked.status, checked.out) == (1, told)
    for command in ("status", "overdue", "list", "export csv -o -", "note 2 -u 红杨镇 --note 说明"):
        assert fuquan(*command.split(), data=folder).status == 0
    kept.write_text("", encoding="utf-8")
    assert fuquan("letter", "--all", "--dry-run", data=folder).err.startswith(
        f"{kept}:1:1: 错误 file: “{kept}”是空文件"
    )


def test_a_letter_of_a_day_to_come_is_found_by_check_and_can_be_waived(fuquan: Fuquan, folder: Path) -> None:
    (folder / "letters.yaml").write_text(REGISTER.replace("05-10", "05-11"), encoding="utf-8")
    done = fuquan("check", "-f", "concise", data=folder)
    told = "函件“2023年催办第1号”的日期2023年5月11日晚于今天（2023年5月10日）"
    assert (done.status, done.out) == (1, f"{folder / 'letters.yaml'}:3:11: 错误 letter-future: {told}\n")
    waive(folder, "{rule: letter-future, unit: 红杨镇, reason: 提前打印（示例）}")
    assert fuquan("check", data=folder).status == 0


def test_what_was_entered_may_not_be_changed_or_taken_out(
    top: Path, fuquan: Fuquan, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(top / "data")
    kept = folder / "letters.yaml"
    saved(top)
    assert fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", "-", data=folder).status == 0
    assert fuquan("check", "--base", "HEAD", data=folder).status == 0
    saved(top)
    assert fuquan("letter", "--all", "-f", "text", "-o", "-", data=folder).status == 0
    assert fuquan("check", "--base", "HEAD", data=folder).status == 0
    whole = kept.read_text(encoding="utf-8")
    kept.write_text(whole.replace("task: 2}", "task: 8}", 1), encoding="utf-8")
    done = fuquan("check", "--base", "HEAD", "-f", "concise", data=folder)
    changed = "函件登记里的“2023年催办第1号”（红杨镇）被改动"
    assert (done.status, f"letters.yaml:5:13: 错误 letter-changed: {changed}" in done.out) == (1, True)
    kept.unlink()
    done = fuquan("check", "--base", "HEAD", "-f", "concise", data=folder)
    assert (done.status, "letter-changed: 函件登记里的“2023年催办第1号”（红杨镇）不见了" in done.out) == (1, True)
    # without the first of a series it begins later, which is seen against the base alone
    first, second = (whole.index(f"  - number: 2023年催办第{n}号") for n in (1, 2))
    kept.write_text(whole[:first] + whole[second:], encoding="utf-8")
    assert fuquan("check", data=folder).status == 0
    done = fuquan("check", "--base", "HEAD", "-f", "concise", data=folder)
    assert (done.status, "letter-changed: 函件登记里的“2023年催办第1号”（红杨镇）不见了" in done.out) == (1, True)
    kept.write_text(whole, encoding="utf-8")
    saved(top)
    done = fuquan("check", "--base", "HEAD~1", "--head", "HEAD", data=folder)
    assert (done.status, done.err) == (0, "")
    kept.write_text(whole.replace("第1号", "第01号", 1), encoding="utf-8")
    saved(top)
    wrong = fuquan("check", "--base", "HEAD~1", "--head", "HEAD", "-f", "concise", data=folder)
    assert wrong.status == 1
    assert "data/letters.yaml:5:13: 错误 letter-number: “2023年催办第01号”不是编号的写法" in wrong.out
    # what is there and cannot be read is not said to be gone
    kept.write_text(whole.replace("kind: 催办", "kind: 摧办", 1), encoding="utf-8")
    wrong = fuquan("check", "--base", "HEAD~1", "-f", "concise", data=folder)
    assert (wrong.status, [line.split(" ")[2] for line in wrong.out.splitlines()]) == (1, ["value:"])


def test_an_entry_stands_though_its_task_or_body_has_gone_from_the_plan() -> None:
    """Whichever name it was entered by, and whether its task's number was followed or left."""
    old = "  - {name: 局, aliases: [旧局]}\n  - {name: 所}"
    kept = task("5月底前", "所", 2).replace("title: 任务", "title: 留下的任务")
    base = plan_of(task("4月底前", "局, 所") + "\n" + kept, old)
    head = plan_of(kept.replace("id: 2", "id: 1"), "  - {name: 所}")

    def found(before: str, after: str) -> list[str]:
        then, now = (
            register_of(File("letters.yaml", f"letters:\n{text}"), plan).letters
            for text, plan in ((before, base), (after, head))
        )
        edit = Comparison(base=base, head=head, day=TODAY, letters=(then, now))
        return [one.message for one in broken(situation(head, TODAY), edit) if one.rule == "letter-changed"]

    for unit in ("局", "旧局"):
        assert found(entry(unit=unit), entry(unit=unit)) == []
    for number in (1, 2):
        assert found(entry(unit="所", items="{task: 2}"), entry(unit="所", items=f"{{task: {number}}}")) == []
    changed = ["函件登记里的“2023年催办第1号”（局）被改动"]
    assert found(entry(unit="旧局"), entry(unit="所")) == changed
    assert found(entry(unit="局"), entry(unit="局", items="{task: 2}")) == changed


def test_what_became_of_the_register_is_told_by_diff(top: Path, fuquan: Fuquan) -> None:
    folder = copied(top / "data")
    kept = folder / "letters.yaml"

    def said(*args: str) -> tuple[int, list[str]]:
        done = fuquan("diff", "HEAD", *args, "-f", "csv", data=folder)
        return done.status, [line.rpartition(",")[2] for line in done.out.splitlines()[1:]]

    saved(top)
    assert said() == (0, [])
    assert fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", "-", data=folder).status == 0
    assert said() == (0, ["登记了2023年催办第1号，发给红杨镇：任务2、9、10"])
    assert said("-u", "花桥镇") == (0, [])
    supervised = ("--kind", "督办", "--basis", "批示", "--today", "2023-05-10")
    assert fuquan("letter", "-u", "花桥镇", *supervised, "-f", "text", "-o", "-", data=folder).status == 0
    assert said("-u", "花桥镇") == (0, ["登记了2023年督办第1号，发给花桥镇：依据批示，任务10"])
    saved(top)
    assert fuquan("diff", "HEAD~1", "HEAD", data=folder).out.count("登记了") == 2
    assert said() == (0, [])
    whole = kept.read_text(encoding="utf-8")
    kept.write_text(
        whole.replace("date: 2023-05-10", "date: 2023-05-09", 1)
        .replace("task: 2}", "task: 14, period: 2023-04}")
        .replace("basis: 批示", "basis: 纪要")
        .replace("unit: 花桥镇", "unit: 陶辛镇"),
        encoding="utf-8",
    )
    assert said() == (
        0,
        [
            "登记的2023年催办第1号（发给红杨镇）被改动，日期由5月10日改为5月9日，任务由2、9、10改为14（4月）、9、10",
            "登记的2023年督办第1号（发给陶辛镇）被改动，单位由“花桥镇”改为“陶辛镇”，依据由“批示”改为“纪要”",
        ],
    )
    kept.unlink()
    page = fuquan("diff", "HEAD", data=folder).out
    assert "函件登记\n  登记的2023年催办第1号被删去，是发给红杨镇的：任务2、9、10\n" in page
    kept.write_text(whole.replace("第1号", "第一号", 1), encoding="utf-8")
    done = fuquan("diff", "HEAD", data=folder)
    assert (done.status, "没有变化" in done.out) == (0, True)
    assert done.err == "提示：函件登记（letters.yaml）有错，没有比较；用 fuquan check 查看。\n"


def test_what_became_of_the_register_is_told_by_log(top: Path, fuquan: Fuquan) -> None:
    folder = copied(top / "data")
    kept = folder / "letters.yaml"

    def said(*args: str) -> list[str]:
        done = fuquan("log", *args, "-f", "csv", data=folder)
        assert (done.status, done.err) == (0, "")
        return [line.rpartition(",")[2] for line in done.out.splitlines()[1:] if "登记" in line]

    saved(top)
    assert fuquan("letter", "-u", "红杨镇", "-f", "text", "-o", "-", data=folder).status == 0
    assert "工作区还有未提交的改动" in fuquan("log", data=folder).err
    saved(top)
    assert fuquan("letter", "-u", "花桥镇", "-f", "text", "-o", "-", data=folder).status == 0
    saved(top)
    entered = ["登记了2023年催办第2号，发给花桥镇：任务10", "登记了2023年催办第1号，发给红杨镇：任务2、9、10"]
    assert said() == entered
    assert said("-u", "红杨镇") == said("9") == entered[1:]
    assert said("10") == entered
    assert (said("1"), said("-u", "区司法局")) == ([], [])
    whole = kept.read_text(encoding="utf-8")
    # while it cannot be read nothing is told, and then everything since the last that could be
    kept.write_text(whole.replace("第1号", "第一号"), encoding="utf-8")
    saved(top)
    assert said() == entered
    changed = whole.replace("date: 2023-05-10", "date: 2023-05-09", 1)
    kept.write_text(changed, encoding="utf-8")
    saved(top)
    altered = "登记的2023年催办第1号（发给红杨镇）被改动，日期由2023年5月10日改为2023年5月9日"
    assert said() == [altered, *entered]
    kept.write_text(f"{changed}  - {{number: 第三号}}\n", encoding="utf-8")
    saved(top)
    assert said() == [altered, *entered]
    # an item behind the last entry is no entry
    kept.write_text(f"{changed}      - {{task: 9}}\n", encoding="utf-8")
    saved(top)
    longer = "登记的2023年催办第2号（发给花桥镇）被改动，任务由10改为10、9"
    assert said() == [longer, altered, *entered]
    kept.unlink()
    saved(top)
    gone = "登记的2023年催办第1号被删去，是发给红杨镇的：任务2、9、10"
    assert said("-u", "红杨镇") == [gone, altered, entered[1]]


def test_a_register_that_is_there_from_the_first_is_told_with_it(top: Path, fuquan: Fuquan) -> None:
    folder = copied(top / "data")
    (folder / "letters.yaml").write_text(REGISTER.replace("第1号", "第一号"), encoding="utf-8")
    saved(top)
    assert "登记" not in fuquan("log", data=folder).out
    (folder / "letters.yaml").write_text(REGISTER, encoding="utf-8")
    saved(top)
    told = fuquan("log", "-u", "红杨镇", "-n", "1", "-f", "text", data=folder)
    assert told.out.endswith("：登记了2023年催办第1号，发给红杨镇：任务2\n")
