"""Fixes of findings as splices: what they change, what they may not, and that nothing else changes."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from conftest import EXAMPLE
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fuquan.diagnostic import Diagnostic, Replacement, Severity, Span
from fuquan.edit import Mended, Mending, diff, mended, mended_folder, spliced, write
from fuquan.errors import FuquanError
from fuquan.load import load, load_files
from fuquan.owed import situation
from fuquan.rules import broken
from fuquan.source import File, compose

TASKS, TOWNS = ((EXAMPLE / name).read_text(encoding="utf-8") for name in ("tasks.yaml", "towns.yaml"))


def find(files: Mapping[str, File]) -> tuple[Diagnostic, ...]:
    return load_files(files["tasks.yaml"], files["towns.yaml"], "towns.yaml").found


def of(tasks: str, towns: str = TOWNS) -> Mended:
    return mended({"tasks.yaml": File("tasks.yaml", tasks), "towns.yaml": File("towns.yaml", towns)}, find)


def lines(tasks: str, towns: str = TOWNS) -> tuple[list[str], list[str]]:
    """The lines that mending changes, before and after; all findings must be gone."""
    made = of(tasks, towns)
    assert (made.refused, made.found) == ((), ())
    changed = [line for line in made.diff().split("\n") if re.match("[-+](?!--|\\+\\+)", line)]
    return [line[1:] for line in changed if line[0] == "-"], [line[1:] for line in changed if line[0] == "+"]


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


UNITS = "    units:\n      - 区委编办\n      - 区级执法单位\n      - 各镇\n"
RECORD = "    progress:\n      13:\n        started: 2023-05-08\n"
ITEMS = ["      - 区委编办", "      - 区级执法单位", "      - 各镇  # 三家"]
DONE = "      1:\n        done: 2023-03-30\n"
LIST = "    units: [区委编办, 区级执法单位, 各镇]"
BRACES = "      13: {started: 2023-05-08, done: 2023-05-09}"


@pytest.mark.parametrize(
    ("old", "new", "mended_lines"),
    [
        (UNITS, "    units: [区委编办，区级执法单位 、各镇]\n", [LIST]),
        (UNITS, "    units: ［区委编办，区级执法单位、各镇］\n", [LIST]),
        (UNITS, "    units: 【区委编办, 区级执法单位, 各镇]\n", [LIST]),
        (UNITS, "    units: [区委编办, 区级执法单位、各镇］\n", [LIST]),
        (UNITS, "    units:\n      - 区委编办、区级执法单位，各镇  # 三家\n", ITEMS),
        (UNITS, "    units:\n      － 区委编办\n      -　区级执法单位\n      - 各镇\n", ITEMS[:2]),
        (UNITS, "    units：\n      - 区委编办\n      - 区级执法单位\n      - 各镇\n", ["    units:"]),
        (RECORD, "    progress:\n      13: {started：2023-05-08，done：2023-05-09}\n", [BRACES]),
        (RECORD, "    progress:\n      13: {started: 2023-05-08，done: 2023-05-09｝\n", [BRACES]),
        (RECORD, "    progress:\n      13: {started: 2023-05-08，done：2023-05-09}\n", [BRACES]),
        (RECORD, "    progress:\n      13: ｛started：2023/5/8，ｄｏｎｅ：２０２３－０５－０９｝\n", [BRACES]),
        (
            RECORD,
            "    progress:\n      13:\n        started：2023-05-08\n        done：2023.5.9\n",
            ["        started: 2023-05-08", "        done: 2023-05-09"],
        ),
        (DONE, "      1:\n        done:2023-03-30\n", ["        done: 2023-03-30"]),
        (DONE, "      1:\n        done: “2023年3月30日”\n", ["        done: 2023-03-30"]),
        (DONE, "      1:\n        done: '２０２３／3／30'\n", ["        done: '2023-03-30'"]),
        (DONE, "      １\u200b:\n        d\u00adone: \u202a2023-03-30\n", ["      1:", "        done: 2023-03-30"]),
        ("      - 区司法局\n", "      - 区司\u200b法\ufeff局\n", ["      - 区司法局"]),
        ("      - 区司法局\n", "      - “区司法局”\n", ["      - 区司法局"]),
        ("  - name: 区司法局\n", "  - name: 区司\u2060法局\n", ["  - name: 区司法局"]),
        ("    section: 一\n", "    section: 一\u200b\n", ["    section: 一"]),
        (
            "    section: 一\n    title: 确",
            "　　section:　一\n　　title:\xa0确",
            ["    section: 一", "    title: 确定承接事项"],
        ),
        ("waivers: []", "waivers: ［］", ["waivers: []"]),
        ("    members: towns\n", "　　members: towns\n", ["    members: towns"]),
        ("    collects: 各镇\n", "　　collects: 各镇\n", ["    collects: 各镇"]),
        (
            UNITS,
            "    units:\n      - \u3000区委编办、区级执法单位 各镇  # 三家\n",
            ["      - \u3000区委编办", *ITEMS[1:]],
        ),
        ("        2023-04:\n", "        ２０２３年４月：\n", ["        2023-04:"]),
        ("  - id: 2\n", "  - id: ２\n", ["  - id: 2"]),
        ("    members: towns\n", "    members: ｔｏｗｎｓ\n", ["    members: towns"]),
        ("    members: []\n", "    members: []\n    complete: ｔｒｕｅ\n", ["    complete: true"]),
    ],
)  # fmt: skip
def test_what_a_keyboard_did_is_mended(old: str, new: str, mended_lines: list[str]) -> None:
    assert lines(changed(TASKS, (old, new)))[1] == mended_lines


def test_many_mistakes_are_mended_round_by_round() -> None:
    wide = [text.replace(": ", "：").replace(":\n", "：\n") for text in (TASKS, TOWNS)]
    made = of(wide[0], wide[1].replace("\n", "\r\n"))
    assert [new.text for _, new in made.files] == [TASKS, TOWNS.replace("\n", "\r\n")]
    assert (made.refused, made.found) == ((), ())


def test_what_was_changed_is_told_by_line() -> None:
    made = of(
        changed(TASKS, ("    deadline: 3月底前", "    deadline：3月底前"), ("done: 2023-03-30", "done: 2023/3/30"))
    )
    assert [(one.path, one.line, one.old, one.new, one.finding.message) for one in made.mendings] == [
        ("tasks.yaml", 34, "：", ": ", "“deadline”后面用了全角冒号“：”"),
        ("tasks.yaml", 160, "2023/3/30", "2023-03-30", "“2023/3/30”不是日期的写法"),
    ]
    assert made.diff() == (
        "--- a/tasks.yaml\n+++ b/tasks.yaml\n"
        "@@ -31,7 +31,7 @@\n   - id: 1\n     section: 一\n     title: 确定承接事项\n"
        "-    deadline：3月底前\n+    deadline: 3月底前\n"
        "     units:\n       - 区委编办\n       - 区级执法单位\n"
        "@@ -157,7 +157,7 @@\n   - name: 区委编办\n     progress:\n       1:\n"
        "-        done: 2023/3/30\n+        done: 2023-03-30\n"
        "       2:\n         done: 2023-04-27\n         evidence: 签订情况汇总表\n"
    )


def test_one_replacement_may_answer_many_findings() -> None:
    made = of(TASKS, changed(TOWNS, ("  - name: 湾沚镇", "  - name: 湾\u200b沚镇")))
    assert (made.files, made.found) == ((), ())  # nobody names the town: what it is called is a matter of rules
    made = of(changed(TASKS, ("  - name: 区司法局\n", "  - name: 区司\u200b法局\n")))
    assert [(one.line, one.old, one.new) for one in made.mendings] == [(175, "\u200b", "")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        # the right key is there already
        (
            DONE,
            f"{DONE}        d\u200bone: 2023-03-31\n",
            "“done”这个键里有看不见的字符U+200B",
        ),
        # the name is in the list already
        (
            "      - 区司法局\n",
            "      - 区司法局\n      - 区司法局\u200b\n",
            "“区司法局”里有看不见的字符U+200B，对不上 units 里的名称",
        ),
        # the key belongs to the line above, but does not stand below it
        ("  office: 芜湖", "  office: 甲\n   short：芜湖", "“short”后面像是用了全角冒号“：”"),
        # an unknown name among them
        (UNITS, "    units: ［区委编办，区级执法単位］\n", None),
    ],
)  # fmt: skip
def test_what_would_do_harm_is_left_and_said(old: str, new: str, message: str | None) -> None:
    text = changed(TASKS, (old, new), ("issued: 2023-04-18", "issued: 2023/4/18"))
    made = of(text)
    assert [one.message for one in made.refused] == ([message] if message else [])
    assert [one.new for one in made.mendings if one.old == "2023/4/18"] == ["2023-04-18"]
    assert made.found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (DONE, '      1:\n        done: "2023-03-30\\u200b"\n'),
        (DONE, '      1:\n        "d\\u200bone": 2023-03-30\n'),
        (DONE, "      1:\n        done: |\n          2023/3/30\n"),
        (UNITS, "    units: ['区委编办、各镇']\n"),
        (UNITS, "    units: [区委编办、区司法居]\n"),
        (UNITS, "    units:\n      - '区委编办、各镇'\n"),
        (UNITS, "    units:\n      - \n        区委编办、各镇\n"),
        ("    collects: 各镇\n", "    collects: 各镇、区司法局\n"),
        (DONE, "      1:\n        done: 2023/2/30\n"),
        (DONE, "      1:\n        done: 二〇二三年三月\n"),
        ("      - 区司法局\n", "      - 区司法居\n"),
        ("  basis:\n", "  basis: ｛甲｝\n  issuer2:\n"),
        (RECORD, "    progress:\n      13: ［甲］\n"),
        ("waivers: []", "waivers: ［{rule：甲}］"),
        ("waivers: []", "waivers: ［"),
        ("waivers: []", "waivers: ［甲、乙］"),
        (RECORD, "    progress:\n      13: {started: 2023-05-08，甲：乙}\n"),
        ("  issuer:", "  year：示例: 甲\n  issuer:"),
    ],
)
def test_what_has_no_one_answer_has_no_fix(old: str, new: str) -> None:
    made = of(changed(TASKS, (old, new)))
    assert made.found
    assert (made.files, made.mendings, made.refused) == ((), (), ())


def test_the_keys_that_are_known_get_their_marks() -> None:
    made = of(changed(TASKS, (RECORD, "    progress:\n      13: {started：2023-05-08，甲：乙，done：2023-05-09}\n")))
    assert [(one.old, one.new) for one in made.mendings] == [("：", ": "), ("，", ", "), ("：", ": ")]


def of_rules(tasks: str) -> Mended:
    """Mended by the rules too."""

    def find(files: Mapping[str, File]) -> tuple[Diagnostic, ...]:
        loaded = load_files(files["tasks.yaml"], files["towns.yaml"], "towns.yaml")
        whole = loaded.plan is not None and not loaded.found
        return broken(situation(loaded.plan, date(2023, 5, 10))) if loaded.plan and whole else loaded.found

    return mended({"tasks.yaml": File("tasks.yaml", tasks), "towns.yaml": File("towns.yaml", TOWNS)}, find)


def test_a_name_is_mended_wherever_it_stands() -> None:
    made = of_rules(TASKS.replace("区司法局", "区司\u200b法局"))
    assert [new.text for _, new in made.files] == [TASKS]
    assert made.refused == ()


@pytest.mark.parametrize(
    ("wide", "escaped"), [("区司\u200b法局", "区司\\u200b法局"), ("区司法局２", "区司法局\\uff12")]
)
def test_a_name_that_cannot_be_mended_everywhere_is_left_everywhere(wide: str, escaped: str) -> None:
    item = "      - 区司法局\n"
    text = TASKS.replace(item, f'      - "{escaped}"\n', 1).replace(item, f"      - {wide}\n")
    text = changed(text, ("  - name: 区司法局\n", f"  - name: {wide}\n"), ("签订情况汇总表", "皖政[2022]第012号"))
    made = of_rules(text)
    assert [new.text for _, new in made.files] == [changed(text, ("皖政[2022]第012号", "皖政〔2022〕12号"))]
    assert {one.severity for one in made.refused} == {Severity.WARNING}
    assert len(made.refused) == text.count(wide)
    assert not [one for one in made.found if one.severity is Severity.ERROR]


def test_a_rule_that_the_plan_calls_an_error_hides_nothing_either() -> None:
    text = TASKS.replace("区司法局", "区司\u200b法局").replace("- 区司\u200b法局", '- "区司\\u200b法局"', 1)
    made = of_rules(changed(text, ("  year: 2023\n", "  year: 2023\n  severity: {unseen: error}\n")))
    assert {one.rule for one in made.found if one.severity is Severity.ERROR} == {"unseen"}


def test_runs_of_the_same_character_are_told_and_mended_each_in_its_place() -> None:
    made = of_rules(changed(TASKS, ("签订情况汇总表", "１１１和１１")))
    assert [(one.finding.span.column, one.old, one.new) for one in made.mendings] == [
        (19, "１１１", "111"),
        (23, "１１", "11"),
    ]


def test_what_is_no_error_hides_none() -> None:
    warning = finding(Replacement(span(1, 1, 2), "b"))._replace(severity=Severity.WARNING)
    error = Diagnostic("rule", Severity.ERROR, span(1, 1, 2, "y.yaml"), "问题")

    def find(files: Mapping[str, File]) -> tuple[Diagnostic, ...]:
        return (warning,) if files["x.yaml"].text == "a" else (error,)

    made = mended({name: File(name, "a") for name in ("x.yaml", "y.yaml")}, find)
    assert made == Mended(files=(), mendings=(), refused=(warning,), found=(warning,))


def span(line: int, column: int, end_column: int, path: str = "x.yaml") -> Span:
    return Span(path, line, column, line, end_column)


def test_pieces_are_replaced_from_the_end() -> None:
    file = File("x.yaml", "甲乙\r\n丙\u2028丁")
    pieces = [Replacement(span(1, 2, 3), "二"), Replacement(span(3, 1, 2), ""), Replacement(span(2, 2, 2), "+")]
    assert spliced(file, [*pieces, pieces[0]]) == "甲二\r\n丙+\u2028"
    assert spliced(file, [Replacement(Span("x.yaml", 1, 3, 2, 1), "")]) == "甲乙丙\u2028丁"


def finding(*fix: Replacement, message: str = "问题", at: Span | None = None) -> Diagnostic:
    return Diagnostic("rule", Severity.ERROR, at or fix[0].span, message, None, fix)


def test_fixes_that_touch_one_another_wait_for_the_next_round() -> None:
    def find(files: Mapping[str, File]) -> tuple[Diagnostic, ...]:
        text = files["x.yaml"].text
        return tuple(
            finding(Replacement(span(1, at + 1, at + 3), new), message=old, at=span(1, 1, 2))
            for old, new in (("bc", "BC"), ("cd", "CD"), ("Cd", "XY"))
            if (at := text.find(old)) >= 0
        )

    made = mended({"x.yaml": File("x.yaml", "abcd")}, find)
    assert [new.text for _, new in made.files] == ["aBXY"]
    assert [one.old for one in made.mendings] == ["bc", "Cd"]


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("a: [甲, 乙]", [(9, 10, "")]),  # it is YAML no more
        ("{a: {b: 1, c: 2, d: [], e: {}}}", [(6, 10, "b: 1}, x: {y: 2")]),  # c and d are another's
        ("[[], [], {}]", [(4, 9, "], [")]),
        ("a: b: c", [(7, 7, "[")]),  # no more can be read than before
    ],
)
def test_a_fix_that_changes_more_than_its_place_is_refused(text: str, fix: list[tuple[int, int, str]]) -> None:
    pieces = [Replacement(span(1, start, end), new) for start, end, new in fix]
    told = finding(*pieces)

    def find(files: Mapping[str, File]) -> tuple[Diagnostic, ...]:
        return (told, *compose(files["x.yaml"])[1]) if files["x.yaml"].text == text else compose(files["x.yaml"])[1]

    made = mended({"x.yaml": File("x.yaml", text)}, find)
    assert (made.files, made.refused) == ((), (told,))


def test_a_finding_that_stays_was_not_mended() -> None:
    told = finding(Replacement(span(1, 1, 2), "b"))
    elsewhere = finding(Replacement(span(1, 1, 2, "y.yaml"), "b"))
    made = mended({"x.yaml": File("x.yaml", "a")}, lambda _: (told, elsewhere))
    assert made == Mended(files=(), mendings=(), refused=(told, elsewhere), found=(told, elsewhere))


def test_what_is_mended_without_end_ends() -> None:
    def find(files: Mapping[str, File]) -> tuple[Diagnostic, ...]:
        text = files["x.yaml"].text
        return (finding(Replacement(span(1, 1, 2), "b" if text == "a " else "a"), message=text, at=span(1, 2, 3)),)

    made = mended({"x.yaml": File("x.yaml", "a ")}, find)
    assert (made.files, len(made.mendings), len(made.refused)) == ((), 100, 1)


def test_a_difference_is_shown_as_git_does_and_nothing_acts_on_the_terminal() -> None:
    assert diff("甲.yaml", "a\r\nb\x1b[31m\u200b\r\nc", "a\r\nb\r\nc") == (
        "--- a/甲.yaml\n+++ b/甲.yaml\n@@ -1,3 +1,3 @@\n a\n-b\\x1b[31m\\u200b\n+b\n c\n\\ No newline at end of file\n"
    )
    assert diff("x", "a\u2028b\n", "a\u2028b\n") == ""
    assert diff("x", "", "a\rb") == "--- a/x\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n"


def test_a_folder_is_mended_and_written_byte_for_byte(
    data: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = data({"done: 2023-03-30": "done: 2023/3/30", "      - 区司法局": "      - 区司法局\u200b"})
    monkeypatch.chdir(folder.parent)
    file, right = folder / "tasks.yaml", b"\xef\xbb\xbf" + TASKS.replace("\n", "\r\n").encode()
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    made = mended_folder(Path("data"), lambda loaded: loaded.found)
    assert [(old.path, new.data == right) for old, new in made.files] == [("data/tasks.yaml", True)]
    assert [(one.path, one.line) for one in made.mendings] == [("data/tasks.yaml", 45), ("data/tasks.yaml", 160)]
    assert isinstance(made.mendings[0], Mending)
    assert file.read_bytes() != right
    write(Path("data"), made.files)
    assert file.read_bytes() == right
    assert load(folder).found == ()
    with pytest.raises(FuquanError, match="又被改动了"):
        write(Path("data"), made.files)


def test_a_file_is_mended_beside_one_that_cannot_be_read(data: Callable[..., Path]) -> None:
    folder = data(towns=None)
    (folder / "tasks.yaml").write_bytes(b"\xff")
    (folder / "towns.yaml").write_text(TOWNS.replace("done: ", "done：", 1), encoding="utf-8")
    made = mended_folder(folder, lambda loaded: loaded.found)
    assert [new.text for _, new in made.files] == [TOWNS]
    (folder / "towns.yaml").unlink()
    assert mended_folder(folder, lambda loaded: loaded.found).files == ()


# What a keyboard may do to a line of the example; each keeps what the line says. What nobody sees in an alias or in a
# basis is told by a rule: to the reading it is a name like any other.
MISTAKES: tuple[Callable[[str], str], ...] = (
    lambda line: re.sub(r"^( *(?:- )?[a-z_]+|^ *\d+): ?", r"\1：", line),
    lambda line: re.sub(r"(\d{4})-(\d\d)-(\d\d)$", r"\1/\2/\3", line),
    lambda line: re.sub(r"(\d{4})-(\d\d)-(\d\d)$", r"\1年\2月\3日", line),
    lambda line: re.sub(r"(\d{4})-(\d\d)-(\d\d)$", r"“\1－\2－\3”", line),
    lambda line: re.sub(r"(?<=: )(\d{4}-\d\d-\d\d)$", "\u200b\\1\ufeff", line),
    lambda line: re.sub(r"^( *(?:- )?[a-z_])([a-z_]+:)", "\\1\u200b\\2", line),
    lambda line: re.sub(r"^( *- )(?!皖|芜|\w+执法部门)(\w)(\w+)$", "\\1\\2\u2060\\3", line),
    lambda line: re.sub(r"^( *-) (?!皖)", "\\1\u3000", line),  # a lone text may stand for a list of them
    lambda line: re.sub(r"^( *(?:- )?[a-z_]+:) ", "\\1\u3000", line),
    lambda line: re.sub(r"^ {4}(?=[a-z])", "\u3000\u3000", line),
    lambda line: re.sub(r"^( *)- (?=id|name)", "\\1－ ", line),
    lambda line: re.sub(r"^( *- id: )([0-9])$", lambda found: found[1] + chr(ord(found[2]) + 0xFEE0), line),
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_mistakes_of_a_keyboard_leave_a_plan_when_mended(data: st.DataObject) -> None:
    texts = []
    for text in (TASKS, TOWNS):
        parts = text.split("\n")
        for _ in range(data.draw(st.integers(0, 4))):
            n = data.draw(st.integers(0, len(parts) - 1))
            parts[n] = data.draw(st.sampled_from(MISTAKES))(parts[n])
        texts.append("\n".join(parts))
    made = of(*texts)
    assert [(one.span, one.message) for one in made.found if one.severity is Severity.ERROR] == []
    by_path = dict(zip(("tasks.yaml", "towns.yaml"), (TASKS, TOWNS), strict=True))
    for old, new in made.files:
        assert new.text == by_path[old.path]


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            ["\n", "\r\n", "\n  ", "\n  - ", ": ", "：", "- ", "－", "[", "］", "{", "｝", ", ", "，", "、"]
        ),
        st.sampled_from(["'", '"', "“", "”", "#", "\u3000", "\xa0", "\u200b", "|\n", "\u2028", "\x01", "<<", "&", "*"]),
        st.sampled_from(["plan", "tasks", "units", "towns", "id", "name", "date", "１", "1", "甲", "2023/5/1", "２０"]),
    ),
    max_size=30,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(PIECES, PIECES)
@example("a：1\nb： 2\n", "")
def test_any_text_is_mended_or_left_but_never_spoilt(tasks: str, towns: str) -> None:
    check(tasks, towns)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_the_example_with_anything_put_in_is_never_spoilt(data: st.DataObject) -> None:
    text = TASKS
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(PIECES)[:4] + text[at + data.draw(st.integers(0, 3)) :]
    check(text, TOWNS)


def check(tasks: str, towns: str) -> None:
    """What could be read still can, and without more errors; what was mended is gone; nothing else was changed."""
    files = {"tasks.yaml": File("tasks.yaml", tasks), "towns.yaml": File("towns.yaml", towns)}
    before, made = find(files), of(tasks, towns)
    after = files | {old.path: new for old, new in made.files}
    assert find(after) == made.found
    for path, file in files.items():
        if compose(file)[0] is not None:
            assert compose(after[path])[0] is not None
    if not made.mendings:
        assert (made.files, made.found) == ((), before)
    pieces = {"old": "".join(one.old for one in made.mendings), "new": "".join(one.new for one in made.mendings)}
    for path, file in files.items():
        kept = [re.sub(f"[{re.escape(pieces['old'] + pieces['new'])}\0]", "", one.text) for one in (file, after[path])]
        assert kept[0] == kept[1]
    assert made.diff() == "".join(diff(path, files[path].text, after[path].text) for path in files)
