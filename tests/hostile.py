"""Files that are broken or mean harm, as bytes: what the tests hold the program against, and where fuzzing begins."""

from collections.abc import Callable, Iterator, Mapping

HEAD = "plan: {title: 方案, issued: 2023-04-18, year: 2023}\nsections: [{id: 一, title: 示例}]\n"
UNITS = "units:\n  - name: 甲局\n"
TASKS = f"{HEAD}tasks:\n  - {{id: 1, section: 一, title: 任务, deadline: 6月底前, units: [甲局]}}\n{UNITS}"
TOWNS = 'towns:\n  - {name: 甲镇, code: "340210100"}\n'
OF_TOWNS = f"{TASKS}  - {{name: 各镇, members: towns}}\n"
"""What needs a towns.yaml beside it."""
_MB = 1_000_000


def _plan(tasks: str = "", units: str = UNITS, header: str = "", more: str = "") -> str:
    """A plan that is right but for what is given."""
    head = HEAD.replace("2023}", f"2023{header}}}", 1)
    return f"{head}tasks:\n{tasks or _task()}\n{units}{more}"


def _task(deadline: str = "6月底前", units: str = "甲局", number: int = 1, title: str = "任务", more: str = "") -> str:
    return f"  - {{id: {number}, section: 一, title: {title}, deadline: {deadline}, units: [{units}]{more}}}"


def _tasks(n: int, deadline: Callable[[int], str] = lambda n: "6月底前", **rest: str) -> str:
    return "\n".join(
        _task(deadline(number), number=number, title=f"任务{number}", **rest) for number in range(1, n + 1)
    )


def _words(n: int, word: str) -> str:
    return ", ".join(f"{word}{number}" for number in range(n))


def _indented(n: int, line: str) -> str:
    return "".join(f"{' ' * depth}{line}\n" for depth in range(n))


def _laughs() -> str:
    """Nine levels of ten aliases each: a billion words to whoever follows them."""
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return "\n".join(["a0: &a0 [甲]", *levels, ""])


def _merges() -> str:
    levels = [f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 10)}]}}" for n in range(1, 10)]
    return "\n".join(["m0: &m0 {甲: 乙}", *levels, ""])


def _encoded(text: Callable[[], str]) -> Callable[[], bytes]:
    return lambda: text().encode()


def _made() -> Iterator[tuple[str, Callable[[], str]]]:
    yield "1 MB of [", lambda: "[" * _MB
    yield "1 MB of [ after a key", lambda: f"plan: {'[' * _MB}"
    yield "1 MB of {a: ", lambda: "{a: " * (_MB // 4)
    yield "1 MB of - ", lambda: "- " * (_MB // 2)
    yield "1 MB of ? ", lambda: "? " * (_MB // 2)
    yield "1 MB of [[]", lambda: "[[]" * (_MB // 3)
    yield "1 MB of [[],", lambda: "[[]," * (_MB // 4)
    yield "1 MB of [] in one list", lambda: f"[{'[],' * (_MB // 3)}]"
    yield "1 MB of {} in tasks", lambda: f"{HEAD}tasks: [{'{},' * (_MB // 3)}]\n{UNITS}"
    yield "1 MB of ]", lambda: "]" * _MB
    yield "1 MB of : ", lambda: ": " * (_MB // 2)
    yield "1 MB of a: ", lambda: "a: " * (_MB // 3)
    yield "1 MB of ,", lambda: f"[{',' * _MB}]"
    yield "1 MB of quotes", lambda: "'" * _MB
    yield "1 MB of double quotes", lambda: '"' * _MB
    yield "1 MB of !", lambda: "!" * _MB
    yield "1 MB of &", lambda: "&" * _MB
    yield "1 MB of &a ", lambda: "&a " * (_MB // 3)
    yield "1 MB of |", lambda: "|" * _MB
    yield "1 MB of %", lambda: "%" * _MB
    yield "1 MB of tabs", lambda: "a:\n" + "\t" * _MB
    yield "1 MB of spaces and a word", lambda: " " * _MB + "甲"
    yield "1 MB of spaces and a tab", lambda: "a: b: c\n" + " " * _MB + "\t甲"
    yield "1 MB of line ends", lambda: "a: b\n" + "\n" * _MB + "c"
    yield "1 MB of lone CR", lambda: "a: b" + "\r" * _MB + "c"
    yield "1 MB of ---", lambda: "---\n" * (_MB // 4)
    yield "1 MB of conflicts", lambda: "<<<<<<< HEAD\n=======\n>>>>>>> 甲\n" * (_MB // 33)
    yield "one conflict in 1 MB of lines", lambda: "a\n" * (_MB // 2) + "<<<<<<< HEAD\n"
    yield "keys indented ever deeper", lambda: _indented(1_400, "a:")
    yield "lists indented ever deeper", lambda: _indented(1_400, "-")
    yield "a full-width colon after 1 MB", lambda: "- " + "甲" * _MB + "：乙: 丙: 丁\n"
    yield "a line of 1 MB with a second colon", lambda: "plan: " + "甲" * _MB + ": 乙\n"
    yield "spaces before a second colon", lambda: "plan:" + " " * _MB + "甲: 乙\n"
    yield "1 MB of words before a full-width colon", lambda: "a: b: c\n" + "甲 " * (_MB // 2) + "：\n"
    # aliases, anchors, tags, merge keys
    yield "a billion laughs", _laughs
    yield "a merge bomb", _merges
    yield "an alias within itself", lambda: "&a [*a]\n"
    yield "50,000 anchors", lambda: "".join(f"- &a{n} {n}\n" for n in range(50_000))
    yield "50,000 aliases of one anchor", lambda: "a: &a 1\nb:\n" + "  - *a\n" * 50_000
    yield (
        "20,000 anchors, then their aliases",
        lambda: "".join(f"- &a{n} {n}\n" for n in range(20_000)) + "".join(f"- *a{n}\n" for n in range(20_000)),
    )
    yield "the same anchor 50,000 times", lambda: "- &a 1\n" * 50_000
    yield "50,000 merge keys", lambda: "".join("- <<: 甲\n" for _ in range(50_000))
    yield "50,000 tags", lambda: "- !!python/object/apply:os.system 甲\n" * 50_000
    yield "1 MB of a tag", lambda: f"a: !{'b' * _MB} c\n"
    yield "1 MB of an anchor", lambda: f"a: &{'b' * _MB} c\n"
    yield "1 MB of an alias", lambda: f"a: *{'b' * _MB}\n"
    yield "10,000 %TAG directives", lambda: "".join(f"%TAG !{n}! tag:{n}\n" for n in range(10_000)) + "---\na: b\n"
    # one long line
    yield "10 MB plain", lambda: "甲" * (10 * _MB // 3)
    yield "10 MB in single quotes", lambda: f"'{'甲' * (10 * _MB // 3)}'"
    yield "10 MB in double quotes", lambda: f'"{"甲" * (10 * _MB // 3)}"'
    yield "10 MB of escapes", lambda: f'plan: "{chr(92)}{f"x1b{chr(92)}" * (10 * _MB // 4)}x1b"\n'
    yield "10 MB without an end of its quotes", lambda: f'plan: "{"甲" * (10 * _MB // 3)}'
    yield "10 MB as a key", lambda: f"{'甲' * (10 * _MB // 3)}: 1\n"
    yield "10 MB as a key in quotes", lambda: f"'{'甲' * (10 * _MB // 3)}': 1\n"
    yield "10 MB as a complex key", lambda: f"? {'甲' * (10 * _MB // 3)}\n: 1\n"
    yield "10 MB as a comment", lambda: f"# {'甲' * (10 * _MB // 3)}\n"
    yield "10 MB as a comment behind a plan", lambda: f"{TASKS}# {'甲' * (10 * _MB // 3)}\n"
    yield "10 MB as a title", lambda: _plan(_task(title="甲" * (10 * _MB // 3)))
    yield "10 MB of words as a title", lambda: _plan(_task(title="word " * (2 * _MB) + "甲"))
    yield "10 MB as a name", lambda: _plan(units=f"units:\n  - name: {'甲' * (10 * _MB // 3)}\n")
    yield "10 MB as a unit of a task", lambda: _plan(_task(units="甲" * (10 * _MB // 3)))
    yield "10 MB as a unit of a task, of names and commas", lambda: _plan(_task(units='"' + "甲局、" * _MB + '"'))
    yield "10 MB as a section", lambda: _plan().replace("section: 一", f"section: {'甲' * (10 * _MB // 3)}")
    yield "10 MB as an id", lambda: _plan().replace("id: 1", f"id: {'1' * 10 * _MB}")
    yield "10 MB as a day", lambda: _plan().replace("2023-04-18", f"2023-04-{'1' * 10 * _MB}")
    yield "10 MB of spaces in a day", lambda: _plan().replace("2023-04-18", f"'2023{' ' * 10 * _MB}4'")
    yield "10 MB as a year", lambda: _plan().replace("year: 2023", f"year: {'2' * 10 * _MB}")
    yield "10 MB as a level", lambda: _plan(header=f", severity: {{gap: {'甲' * (10 * _MB // 3)}}}")
    yield (
        "10 MB as a rule",
        lambda: _plan(header=f", severity: {{{'甲' * 300}: error}}, short: {'甲' * (10 * _MB // 3)}"),
    )
    yield (
        "10 MB as a rule that is waived",
        lambda: _plan(more=f"waivers: [{{rule: {'甲' * (10 * _MB // 3)}, reason: 乙}}]\n"),
    )
    yield "10 MB as a period", lambda: _plan(more=f"    progress: {{1: {{{'2' * 300}: {{done: {'2' * 10 * _MB}}}}}}}\n")
    yield "10 MB as a document's number", lambda: _plan(header=f", basis: {'皖政[' * (10 * _MB // 7)}")
    yield "10 MB of a document's number", lambda: _plan(header=f', basis: "{"皖政" * (10 * _MB // 6)} [2023] "')
    yield (
        "3 MB of spaces in a document's number",
        lambda: _plan(header=f', basis: "皖政{" " * 3 * _MB}[2023]{" " * _MB}"'),
    )
    yield "10 MB of what is not seen", lambda: _plan(_task(title='"甲' + "\u200b" * (10 * _MB // 3) + '"'))
    yield "1 MB of what is not seen, by turns", lambda: _plan(_task(title='"甲' + "乙\u200b" * (_MB // 6) + '"'))
    yield "1 MB of full-width figures", lambda: _plan(header=f", office: {'１甲' * (_MB // 6)}")
    yield "1 MB of one wrong word", lambda: _plan(_task(title="己完成" * (_MB // 9)))
    yield "10 MB in a list", lambda: f"[{'甲, ' * (10 * _MB // 5)}]"
    yield "10 MB in a list of units", lambda: _plan(_task(units="甲局, " * _MB))
    yield "10 MB folded", lambda: "plan: >-\n" + "  甲\n" * (10 * _MB // 6)
    yield "10 MB as a block", lambda: "plan: |\n  " + "甲" * (10 * _MB // 3)
    yield (
        "10 MB folded as a title",
        lambda: _plan(
            "  - id: 1\n    section: 一\n    deadline: 6月底前\n    units: [甲局]\n    title: >-\n"
            + "      甲\n" * (10 * _MB // 10)
        ),
    )
    yield "1 MB of lines as a name", lambda: _plan(units='units:\n  - name: "甲' + "\n\n" * (_MB // 2) + '乙"\n')
    # characters
    yield "NUL", lambda: _plan(_task(title='"甲\0乙"'))
    yield "NUL after 10 MB", lambda: "# " + "甲\n" * (10 * _MB // 4) + "\0"
    yield "10 MB of NUL", lambda: "\0" * (10 * _MB)
    yield "an escape written as such", lambda: _plan(_task(title="\x1b[31m甲"))
    yield "C1", lambda: _plan(_task(title="甲\x9b31m乙"))
    yield "DEL", lambda: _plan(_task(title="甲\x7f乙"))
    yield "a noncharacter", lambda: _plan(_task(title="甲\uffff"))
    yield "an escape of a surrogate", lambda: _plan(_task(title='"\\ud800"'))
    yield "an escape beyond Unicode", lambda: _plan(_task(title='"\\U7fffffff"'))
    yield "an escape of NUL", lambda: _plan(_task(title='"\\0"'))
    yield "a mark in the middle", lambda: _plan(_task(title="甲\ufeff乙"))
    yield "marks at the beginning", lambda: "\ufeff\ufeff\ufeff" + _plan()
    yield "escapes in a title", lambda: _plan(_task(title='"\\e[31m甲\\e[0m\\a\\b\\r乙"'))
    yield "escapes in a name", lambda: _plan(_task(units='"\\e[2J甲"'), units='units:\n  - name: "\\e[2J甲"\n')
    yield "escapes in an unknown name", lambda: _plan(_task(units='"\\e[2J甲"'))
    yield "escapes in a key", lambda: _plan(more='"\\e]0;甲\\a": 1\n')
    yield "escapes in a key written twice", lambda: _plan(more='"\\e]0;甲\\a": 1\n"\\e]0;甲\\a": 1\n')
    yield "escapes in an id of a section", lambda: _plan().replace("一", '"\\e[5m"')
    yield "escapes in a title of a section", lambda: _plan().replace("title: 示例", 'title: "\\e[5m\\u2066"')
    yield "escapes in an unknown section", lambda: _plan().replace("section: 一", 'section: "\\e[5m\\u2066"')
    yield "escapes in a deadline", lambda: _plan(_task('"\\e[5m6月底前"'))
    yield "escapes in a day", lambda: _plan().replace("2023-04-18", '"2023-04-18\\e[5m"')
    yield "escapes in a period", lambda: _plan(_task("每月20日前"), more='    progress: {1: {"2023\\e[5m": {}}}\n')
    yield (
        "right-to-left marks",
        lambda: _plan(_task(title="\u202e甲\u2066乙", units="甲\u202e局"), "units:\n  - name: 甲\u202e局\n"),
    )
    yield "right-to-left marks in an unknown name", lambda: _plan(_task(units="甲\u202e局\u2066"))
    yield "right-to-left marks in a key", lambda: _plan(more="\u202e甲: 1\n")
    yield "right-to-left marks in an anchor", lambda: "a: &甲\u202e\u2066 1\n"
    yield "Unicode's line ends in names", lambda: _plan(units="units:\n  - name: 甲局\n  - name: '乙\u2028局\x85丙'\n")
    yield "a title of accents", lambda: _plan(_task(title="a" + "\u0301" * (_MB // 2)))
    yield "a title of one joined picture", lambda: _plan(_task(title="\U0001f468\u200d" * (_MB // 7)))
    yield "what Rich and Markdown would read", lambda: _plan(_task(title='"[red]甲[/坏] `a` <script> |x| =cmd()"'))
    # numbers and days
    yield "a huge id", lambda: _plan().replace("id: 1", "id: 99999999999999999999")
    yield "ids of another script", lambda: _plan().replace("id: 1", "id: ١")
    yield "a huge number in a deadline", lambda: _plan(_task("收到通知后99999999999999999999个工作日内"))
    yield "the first day there is", lambda: _plan(_task("1年1月1日前")).replace("2023-04-18", "0001-01-01")
    yield "the last day there is", lambda: _plan(_task("9999年12月31日前")).replace("2023-04-18", "9999-12-31")
    yield "a deadline past the last day", lambda: _plan(_task("印发之日起30日内")).replace("2023-04-18", "9999-12-31")
    yield "each day for 8,000 years", lambda: _plan(_task("每日")).replace("2023-04-18", "1900-01-01")
    yield "each working day for 8,000 years", lambda: _plan(_task("每个工作日")).replace("2023-04-18", "1900-01-01")
    yield "each week for 10,000 years", lambda: _plan(_task("每周五前")).replace("2023-04-18", "0001-01-01")
    yield "each month for 10,000 years", lambda: _plan(_task("每月20日前")).replace("2023-04-18", "0001-01-01")
    yield (
        "each month, 300 tasks for 10,000 years",
        lambda: _plan(_tasks(300, lambda n: "每月20日前")).replace("2023-04-18", "0001-01-01"),
    )
    yield "99,999,999 working days", lambda: _plan(_task("印发之日起9999999个工作日内"))
    # many
    yield "100,000 equal keys", lambda: "a: 1\n" * 100_000
    yield "100,000 unknown keys", lambda: HEAD + "".join(f"titel{n}: 1\n" for n in range(100_000))
    yield (
        "100,000 unknown keys of 1,000 records",
        lambda: f"{HEAD}tasks:\n" + "\n".join(f"  - {{{_words(100, 'titel')}}}" for _ in range(1_000)),
    )
    yield "100,000 unknown units of one task", lambda: _plan(_task(units=_words(100_000, "乙局")))
    yield "100,000 equal units of one task", lambda: _plan(_task(units=", ".join(["甲局"] * 100_000)))
    yield (
        "50,000 known units of one task",
        lambda: _plan(
            _task(units=_words(50_000, "局")), "units:\n" + "".join(f"  - name: 局{n}\n" for n in range(50_000))
        ),
    )
    yield (
        "50,000 units, each asked for wrongly",
        lambda: _plan(
            _task(units=_words(2_000, "区司法")),
            "units:\n" + "".join(f"  - name: 区司法局{n}\n" for n in range(50_000)),
        ),
    )
    yield (
        "100 units with records of 200 tasks that 500 others owe",
        lambda: _plan(
            _tasks(200, units=_words(500, "局")),
            "units:\n"
            + "".join(f"  - name: 局{n}\n" for n in range(500))
            + "".join(
                f"  - {{name: 室{n}, progress: {{{', '.join(f'{i}: {{}}' for i in range(1, 201))}}}}}\n"
                for n in range(100)
            ),
        ),
    )
    yield "50,000 aliases", lambda: _plan(units=f"units:\n  - name: 甲局\n    aliases: [{_words(50_000, '局')}]\n")
    yield "50,000 equal aliases", lambda: _plan(units=f"units:\n  - name: 甲局\n    aliases: [{'局, ' * 50_000}]\n")
    yield (
        "50,000 adjustments",
        lambda: _plan(_task(more=f", adjustments: [{', '.join(['{due: 2023-07-01, date: 2023-05-01}'] * 50_000)}]")),
    )
    yield (
        "20,000 adjustments of one unit's 20,000 periods",
        lambda: _plan(
            _task(
                "每日",
                more=", adjustments: ["
                + ", ".join(f"{{due: 2023-07-01, period: 2023-05-{n % 31 + 1:02}}}" for n in range(20_000))
                + "]",
            )
        ),
    )
    yield (
        "50,000 wrong adjustments",
        lambda: _plan(_task("持续推进", more=f", adjustments: [{'{due: 2023-07-01}, ' * 50_000}]")),
    )
    yield (
        "3,000 adjustments of 3,000 units",
        lambda: _plan(
            _task(
                units=_words(3_000, "局"),
                more=f", adjustments: [{', '.join(f'{{due: 2023-07-01, units: [局{n}]}}' for n in range(3_000))}]",
            ),
            "units:\n" + "".join(f"  - name: 局{n}\n" for n in range(3_000)),
        ),
    )
    yield (
        "progress of 100,000 unknown tasks",
        lambda: _plan(more="    progress:\n" + "".join(f"      {n}: {{}}\n" for n in range(2, 100_002))),
    )
    yield (
        "progress of 100,000 tasks that are no number",
        lambda: _plan(more="    progress:\n" + "".join(f"      x{n}: {{}}\n" for n in range(100_000))),
    )
    yield (
        "progress of 100,000 periods",
        lambda: _plan(
            _task("每月20日前"),
            more="    progress:\n      1:\n" + "".join(f"        2023-{n}: {{}}\n" for n in range(100_000)),
        ),
    )
    yield (
        "progress of 20,000 days",
        lambda: _plan(
            _task("每日"),
            more="    progress:\n      1:\n"
            + "".join(
                f"        20{n // 372 + 30:02}-{n // 31 % 12 + 1:02}-{n % 31 + 1:02}: {{}}\n" for n in range(20_000)
            ),
        ),
    )
    yield (
        "progress of 20,000 periods of a rule that ended",
        lambda: _plan(
            _task("2023年5月至2023年6月，每月20日前"),
            more="    progress:\n      1:\n"
            + "".join(f"        {n // 12 + 2024:04}-{n % 12 + 1:02}: {{}}\n" for n in range(20_000)),
        ),
    )
    yield (
        "10,000 tasks that recur and fall due no more",
        lambda: _plan(_tasks(10_000, lambda n: "每月20日前"), header=", until: 2023-04-19"),
    )
    yield (
        "50,000 notes",
        lambda: _plan(
            more=f"    progress: {{1: {{notes: [{', '.join(['{date: 2023-05-01, text: 甲}'] * 50_000)}]}}}}\n"
        ),
    )
    yield (
        "records taken back within records",
        lambda: _plan(
            more="    progress: {1: {withdrawn: ["
            + ", ".join(["{date: 2023-05-01, reason: 甲, done: 2023-04-20}"] * 50_000)
            + "]}}\n"
        ),
    )
    yield "50,000 equal tasks", lambda: _plan("\n".join([_task()] * 50_000))
    yield (
        "50,000 sections and a task of none of them",
        lambda: (
            HEAD.replace(
                "[{id: 一, title: 示例}]", f"[{', '.join(f'{{id: 节{n}, title: 示例}}' for n in range(50_000))}]"
            )
            + f"tasks:\n{_tasks(200)}\n{UNITS}"
        ),
    )
    yield (
        "20,000 sections of 20,000 tasks",
        lambda: (
            HEAD.replace(
                "[{id: 一, title: 示例}]", f"[{', '.join(f'{{id: 节{n}, title: 示例}}' for n in range(20_000))}]"
            )
            + "tasks:\n"
            + "\n".join(
                _task(number=n + 1, title=f"任务{n}").replace("section: 一", f"section: 节{n}") for n in range(20_000)
            )
            + f"\n{UNITS}"
        ),
    )
    yield (
        "20,000 tasks with gaps",
        lambda: _plan("\n".join(_task(number=3 * n + 1, title=f"任务{n}") for n in range(20_000))),
    )
    yield (
        "5,000 waivers of one rule",
        lambda: _plan(
            "\n".join(_task(number=3 * n + 1, title=f"任务{n}") for n in range(5_000)),
            more="waivers:\n" + "".join(f"  - {{rule: gap, task: {3 * n + 1}, reason: 甲}}\n" for n in range(5_000)),
        ),
    )
    yield (
        "20,000 waivers of no rule",
        lambda: _plan(more="waivers:\n" + "".join(f"  - {{rule: gapp{n}, reason: 甲}}\n" for n in range(20_000))),
    )
    yield (
        "20,000 levels of no rule",
        lambda: _plan(header=f", severity: {{{', '.join(f'gapp{n}: error' for n in range(20_000))}}}"),
    )
    yield "a group within itself", lambda: _plan(units="units:\n  - name: 甲局\n    members: [甲局]\n")
    yield (
        "groups within one another",
        lambda: _plan(units="units:\n  - name: 甲局\n    members: [乙局]\n  - name: 乙局\n    members: [甲局]\n"),
    )
    yield (
        "50,000 equal members",
        lambda: _plan(units=f"units:\n  - name: 甲局\n    members: [{'乙局, ' * 50_000}]\n  - name: 乙局\n"),
    )
    yield (
        "300 groups of the same 300 members",
        lambda: _plan(
            _tasks(30, units=_words(300, "组")),
            "units:\n"
            + "".join(f"  - name: 局{n}\n" for n in range(300))
            + "".join(f"  - {{name: 组{n}, members: [{_words(300, '局')}]}}\n" for n in range(300)),
        ),
    )
    # deadlines
    yield "1 MB of a deadline", lambda: _plan(_task("6月底前" * (_MB // 12)))
    yield "1 MB of spaces in a deadline", lambda: _plan(_task(f'"6月{" " * _MB}底前"'))
    yield "20,000 unreadable deadlines", lambda: _plan(_tasks(20_000, lambda n: f"6月{n}底前"))
    yield (
        "1,000 unreadable deadlines of 200 characters",
        lambda: _plan(_tasks(1_000, lambda n: f"{n}" + "6月底前、" * 38)),
    )
    yield "1,000 deadlines of 190 characters", lambda: _plan(_tasks(1_000, lambda n: "6月底前、" * 38 + f"甲乙{n}"))
    yield "1,000 deadlines of figures", lambda: _plan(_tasks(1_000, lambda n: f"{n}" + "1" * 190))
    yield "1,000 deadlines of Han figures", lambda: _plan(_tasks(1_000, lambda n: f"{n}" + "十" * 190))
    yield "1,000 deadlines of brackets", lambda: _plan(_tasks(1_000, lambda n: f'"{n}{"(" * 190}"'))
    yield "1,000 deadlines of 每", lambda: _plan(_tasks(1_000, lambda n: f"{n}" + "每月" * 95))
    yield "1,000 deadlines of commas", lambda: _plan(_tasks(1_000, lambda n: f"{n}" + "，、" * 95))
    yield "1,000 deadlines of deeds", lambda: _plan(_tasks(1_000, lambda n: "甲乙，" * 60 + f"{n}"))
    yield "1,000 deadlines of deeds and days", lambda: _plan(_tasks(1_000, lambda n: "6月甲乙，" * 38 + f"{n}甲"))
    yield "1,000 deadlines of events", lambda: _plan(_tasks(1_000, lambda n: "收到后" * 60 + f"{n}"))
    yield "1,000 deadlines of days", lambda: _plan(_tasks(1_000, lambda n: "1日、" * 60 + f"{n}"))
    yield "1,000 deadlines of years", lambda: _plan(_tasks(1_000, lambda n: "2023年" * 35 + f"{n}"))
    yield "1,000 deadlines through", lambda: _plan(_tasks(1_000, lambda n: "6月1日至" * 38 + f"{n}"))


def _towns() -> Iterator[tuple[str, Callable[[], str]]]:
    yield "towns: 1 MB of [", lambda: f"towns: {'[' * _MB}"
    yield (
        "towns: 20,000 of them",
        lambda: "towns:\n" + "".join(f'  - {{name: {n}镇, code: "{n:09}"}}\n' for n in range(20_000)),
    )
    yield "towns: 20,000 equal ones", lambda: TOWNS + '  - {name: 甲镇, code: "340210100"}\n' * 20_000
    yield (
        "towns: 50,000 returns",
        lambda: f"{TOWNS}".replace(
            "}", f", returns: {{{', '.join(f'{n // 12:04}-{n % 12 + 1:02}: 2023-05-10' for n in range(50_000))}}}}}"
        ),
    )
    yield "towns: 10 MB as a code", lambda: TOWNS.replace("340210100", "3" * 10 * _MB)
    yield "towns: escapes in a name", lambda: TOWNS.replace("甲镇", '"\\e[2J\\u202e镇"')
    yield "towns: an alias", lambda: "towns: *甲\n"
    yield "towns: the file of tasks", lambda: TASKS


HOSTILE: Mapping[str, Callable[[], bytes]] = {name: _encoded(text) for name, text in _made()}
"""By name, what stands in tasks.yaml."""
TOWNS_FILES: Mapping[str, Callable[[], bytes]] = {name: _encoded(text) for name, text in _towns()}
"""What stands in towns.yaml, beside OF_TOWNS."""
BYTES: Mapping[str, bytes] = {
    "a lone surrogate": b"a: \xed\xa0\x80\n",
    "an overlong slash": b"a: \xc0\xaf\n",
    "an overlong NUL": b"a: \xc0\x80\n",
    "beyond Unicode": b"a: \xf4\x90\x80\x80\n",
    "UTF-16 with a mark": TASKS.encode("utf-16"),
    "UTF-16 BE with a mark": b"\xfe\xff" + TASKS.encode("utf-16-be"),
    "UTF-16 without a mark": TASKS.encode("utf-16-le"),
    "UTF-32 with a mark": TASKS.encode("utf-32"),
    "UTF-32 without a mark": TASKS.encode("utf-32-le"),
    "ASCII in UTF-16 without a mark": b"a\0:\0 \0b\0",
    "GBK": TASKS.encode("gbk"),
    "10 MB of GBK": ("# " + "甲" * 5_000_000).encode("gbk"),
    "10 MB of FF": b"\xff" * 10_000_000,
    "10 MB of bytes one after the other": bytes(range(256)) * 40_000,
    "half a character at the end": "a: 甲".encode()[:-1],
    "nothing": b"",
    "blanks": b" \n\t\n",
    "a mark alone": b"\xef\xbb\xbf",
}
"""What is no text, or another: for either file."""
