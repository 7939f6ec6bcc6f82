"""Files read as bytes, YAML composed into nodes with their places, and what is said where that cannot be."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuquan.diagnostic import Diagnostic, Severity, Span, start_of
from fuquan.errors import FuquanError
from fuquan.source import MAX_FOUND, File, Mapping, Scalar, Sequence, compose, find_data, read, read_some
from fuquan.source.slips import slips_in


def span(line: int, column: int, end_line: int, end_column: int) -> Span:
    return Span(path="x.yaml", line=line, column=column, end_line=end_line, end_column=end_column)


def root(text: str) -> Scalar | Sequence | Mapping:
    node, found = compose(File("x.yaml", text))
    assert found == ()
    assert node is not None
    return node


def said(text: str) -> list[tuple[int, int, str, str | None]]:
    """(line, column, message, help) of every finding."""
    return [(one.span.line, one.span.column, one.message, one.help) for one in compose(File("x.yaml", text))[1]]


def unread(path: Path) -> tuple[str, str | None]:
    told = read(path)
    assert isinstance(told, Diagnostic)
    assert (told.rule, told.severity, told.span) == ("file", Severity.ERROR, start_of(str(path)))
    return told.message, told.help


def test_a_scalar_stays_the_text_it_is() -> None:
    node = root("- 010\n- 12:30\n- 2023-02-30\n- no\n- '1'\n- \"\\u4e00\"\n- |\n  甲\n")
    assert isinstance(node, Sequence)
    assert [(item.text, item.plain) for item in node.items if isinstance(item, Scalar)] == [
        ("010", True),
        ("12:30", True),
        ("2023-02-30", True),
        ("no", True),
        ("1", False),
        ("一", False),
        ("甲\n", False),
    ]


def test_nothing_is_null_only_where_it_bears_no_quotes() -> None:
    node = root("- null\n- ~\n-\n- Null\n- NULL\n- nUll\n- 'null'\n- ''\n- \"~\"\n")
    assert isinstance(node, Sequence)
    assert [item.is_null for item in node.items if isinstance(item, Scalar)] == [True] * 5 + [False] * 4


def test_every_node_knows_its_place() -> None:
    node = root("甲: [一, 二]\n乙:\n  - 丙: 1\n    丁: {}\n  - []\n")
    assert isinstance(node, Mapping)
    assert (node.span(), node.span("甲"), node.span("乙"), node.span("没有")) == (
        span(1, 1, 1, 2),
        span(1, 4, 1, 10),
        span(3, 5, 3, 6),
        span(1, 1, 1, 2),
    )
    second = node.values["乙"]
    assert isinstance(second, Sequence)
    first, last = second.items
    assert isinstance(first, Mapping)
    assert (first.span("丙"), first.span("丁"), last.span()) == (span(3, 8, 3, 9), span(4, 8, 4, 10), span(5, 5, 5, 7))
    assert ((node.flow, second.flow), (first.values["丁"].span("丙"), last.span("丙"))) == (
        (False, False),
        (span(4, 8, 4, 10), span(5, 5, 5, 7)),
    )


def test_an_empty_value_stands_behind_its_colon() -> None:
    node = root("甲:\n乙: 1\n")
    assert isinstance(node, Mapping)
    assert node.span("甲") == span(1, 3, 1, 3)


def test_lines_are_counted_as_yaml_counts_them() -> None:
    file = File("x.yaml", "一\r\n二\r三\n四\x85五\u2028六\u2029七\x0b八")
    assert [file.line(n) for n in range(1, 10)] == ["一", "二", "三", "四", "五", "六", "七\x0b八", "", ""]


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("# 只有注释\n", [(2, 1, "文件里只有注释，没有内容", "请从版本库取回：git checkout -- x.yaml")]),
        ("a: *b\n", [(1, 4, "不支持别名“*b”", "请把内容照写一遍")]),
        ("a: &b 1\n", [(1, 4, "不支持锚点“&b”", "请删去它，内容照写")]),
        ("a: &b [1]\n", [(1, 4, "不支持锚点“&b”", "请删去它，内容照写")]),
        ("a: !b 1\n", [(1, 4, "不支持标签“!b”", "请删去它，内容照写")]),
        ("? [a]\n: 1\n", [(1, 3, "键应当是一个词，这里是一组", None)]),
        ("? {a: b}\n: 1\n", [(1, 4, "键应当是一个词，这里是一组", None)]),
        ("<<: {a: 1}\n", [(1, 1, "不支持合并键“<<”", "请把要合并的内容照写一遍")]),
        ("a: 1\na: 2\n", [(2, 1, "“a”在这一层写了两次，前一处在第1行", "请合并成一处")]),
        ("a: 1\n---\nb: 1\n", [(2, 1, "一个文件里只能有一份内容，这里由“---”开始了第二份", "请删去“---”及多出的内容")]),
        (f"a: {'[' * 64}", [(1, 67, "嵌套超过64层", "请检查括号是否配对")]),
        (f"a: {'{b: ' * 64}", [(1, 256, "嵌套超过64层", "请检查括号是否配对")]),
    ],
)
def test_what_the_format_does_not_need_is_refused(text: str, findings: list[tuple[int, int, str, str | None]]) -> None:
    assert said(text) == findings


def test_a_merge_key_in_quotes_is_a_key() -> None:
    node = root('"<<": 1\n')
    assert isinstance(node, Mapping)
    assert list(node.values) == ["<<"]


def test_what_stands_under_a_key_that_is_refused_is_left_out() -> None:
    node, found = compose(File("x.yaml", "<<: 1\n[a]: 2\nb: 3\nb: 4\n"))
    assert isinstance(node, Mapping)
    assert ({key: value.span() for key, value in node.values.items()}, len(found)) == ({"b": span(3, 4, 3, 5)}, 3)


def test_a_mapping_of_refused_keys_alone_has_the_place_of_the_whole() -> None:
    node, _ = compose(File("x.yaml", "a:\n  <<: 1\nb: 2\n"))
    assert isinstance(node, Mapping)
    assert node.span("a") == span(2, 3, 3, 1)


def test_brackets_without_end_are_refused_and_end_nothing_else() -> None:
    assert said("[" * 50_000) == [(1, 65, "嵌套超过64层", "请检查括号是否配对")]
    assert said("{a: " * 100_000) == [(1, 257, "嵌套超过64层", "请检查括号是否配对")]
    assert said("a: *b\nb: " + "[" * 50_000) == [
        (1, 4, "不支持别名“*b”", "请把内容照写一遍"),
        (2, 67, "嵌套超过64层", "请检查括号是否配对"),
    ]


def test_no_more_is_said_than_anybody_reads() -> None:
    node, found = compose(File("x.yaml", "- *a\n" * (MAX_FOUND + 2)))
    assert (node, len(found)) == (None, MAX_FOUND + 1)
    assert found[-1] == Diagnostic(
        "file", Severity.ERROR, start_of("x.yaml"), "问题超过20000处，其余的没有再读", "请先改正已经列出的问题"
    )


def test_what_is_quoted_of_a_file_is_short() -> None:
    long, cut = "b" * 1000, f"{'b' * 40}…"
    assert [message for _, _, message, _ in said(f"- *{long}\n- &{long} 1\n- !{long} 1\n")] == [
        f"不支持别名“*{cut}”",
        f"不支持锚点“&{cut}”",
        f"不支持标签“!{cut[1:-1]}…”",
    ]
    assert [message for _, _, message, _ in said(f"{long}: 1\n{long}: 2\n")] == [
        f"“{cut}”在这一层写了两次，前一处在第1行"
    ]
    assert said(f"a: 1\n{long}：1\n") == [
        (2, 1001, f"“{cut}”后面用了全角冒号“：”", f"请改为半角冒号加空格，如 {cut}: 内容")
    ]


CONFLICT = "请在两份内容中取舍，删去 <<<<<<<、=======、>>>>>>> 三种标记行"


def test_every_mark_of_a_conflict_is_found() -> None:
    text = "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> 分支\n"
    assert compose(File("x.yaml", text)) == (
        None,
        tuple(
            Diagnostic(
                "conflict", Severity.ERROR, span(line, 1, line, 8), f"合并冲突没有处理完：留有“{mark}”", CONFLICT
            )
            for line, mark in ((2, "<<<<<<<"), (4, "======="), (6, ">>>>>>>"))
        ),
    )


def test_marks_of_a_conflict_inside_a_line_are_text() -> None:
    node = root("a: 甲 <<<<<<< 乙\nb: '>>>>>>>'\n")
    assert isinstance(node, Mapping)
    assert list(node.values) == ["a", "b"]


@pytest.mark.parametrize("end", ["\r", "\u2028", "\x85"])
def test_a_conflict_is_found_on_the_line_that_yaml_counts(end: str) -> None:
    assert said(f"a: '甲{end}乙'\n<<<<<<< HEAD\n") == [(3, 1, "合并冲突没有处理完：留有“<<<<<<<”", CONFLICT)]


QUOTE = "请给整个值加上引号"
INDENT = "同一层的键要左对齐；冒号后要有一个空格"
LIST = "同一列表的每一项以“- ”开头并左对齐"
SQUARE = "方括号没有配对，或各项之间少了半角逗号"
CURLY = "花括号没有配对，或各项之间少了半角逗号"
TAB = "用了制表符（Tab）缩进"
SPACES = "请改用空格缩进"
COLON = "值里有“: ”，会被当作另一个键"
ESCAPE = "双引号里的“\\”后面不是可用的转义"
UNKNOWN = "YAML 写法有误，从这里起无法读懂"
CHECK = "请检查这一行和上一行的缩进、冒号、引号和括号"


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("a: b: c\n", (1, 5, COLON, "请给整个值加上引号，或改用全角冒号“：”")),
        (
            "甲\na: 1\n",
            (2, 2, "这里的冒号不该出现", "值里有“: ”时，请给整个值加上引号；也请检查上一行的缩进和冒号"),
        ),
        ("a: @b\n", (1, 4, "这个字符不能用在值的开头", QUOTE)),
        ("a: %b\n", (1, 4, "这个字符不能用在值的开头", QUOTE)),
        ("\ta: 1\n", (1, 1, TAB, SPACES)),
        ("a:\n \tb: 1\n", (2, 2, TAB, SPACES)),
        ("a: |\n\t 甲\n", (2, 1, TAB, SPACES)),
        ("a:\n  b: 1\n c: 2\n", (3, 2, "缩进与上文不齐，或少了“键: 值”的写法", INDENT)),
        ("a: '甲'乙\n", (1, 7, "缩进与上文不齐，或少了“键: 值”的写法", INDENT)),
        ("- 1\na: 2\n", (2, 1, "列表的“-”没有对齐，或列表里混进了别的内容", LIST)),
        ("a: - 1\n", (1, 4, "“- ”不该出现在这里", "列表要另起一行；值以“-”开头时请加引号")),
        ("a: [甲, 乙\nb: 1\n", (2, 2, SQUARE, "写法如 [区委编办, 区司法局]")),
        ("a: {b: 1]\n", (1, 9, CURLY, "写法如 {date: 2023-05-10, text: 说明}")),
        ("a: 1\n甲\nb: 2\n", (3, 1, "这一行少了冒号", "写法是“键: 值”，冒号用半角，后面有一个空格")),
        ("a: '甲\n", (2, 1, "引号没有配对，直到文件末尾", "请补上另一半引号")),
        ("a: '甲\n---\n", (2, 1, "引号没有配对，遇到了“---”", "请补上另一半引号")),
        ("a: *\n", (1, 5, "“*”“&”不能用在值的开头", QUOTE)),
        ("a: &甲 乙\n", (1, 5, "“*”“&”不能用在值的开头", QUOTE)),
        ('a: "C:\\甲"\n', (1, 7, ESCAPE, "请改用单引号，或把“\\”写成“\\\\”")),
        ('a: "\\ud800"\n', (1, 7, ESCAPE, "请改用单引号，或把“\\”写成“\\\\”")),
        ("a: 1\n...\nb: 2\n", (3, 1, "前一份内容已经结束，这里又有内容", "请检查缩进，一个文件里只能有一份内容")),
        ("a: [b, , c]\n", (1, 8, UNKNOWN, CHECK)),
        ("%YAML 3.0\n---\na: 1\n", (1, 1, UNKNOWN, CHECK)),
        ("a: 1\nb： 2\nc: 3\n", (2, 2, "“b”后面用了全角冒号“：”", "请改为半角冒号加空格，如 b: 内容")),
        ("a:\n  - b： 2\n  c: 3\n", (2, 6, "“b”后面用了全角冒号“：”", "请改为半角冒号加空格，如 b: 内容")),
        ("甲：\n一\n二\n三: 1\n", (4, 2, "这里的冒号不该出现", f"值里有“: ”时，{QUOTE}；也请检查上一行的缩进和冒号")),
        ("a: 甲\x01\n", (1, 5, "有不可见的控制字符（U+0001）", "请删去它")),
        ("a: 1\u2028b: \ufffe\n", (2, 4, "有不可见的控制字符（U+FFFE）", "请删去它")),
    ],
)  # fmt: skip
def test_broken_yaml_is_told_in_the_words_of_a_clerk(text: str, finding: tuple[int, int, str, str]) -> None:
    node, found = compose(File("x.yaml", text))
    assert (node, [(one.span.line, one.span.column, one.message, one.help) for one in found]) == (None, [finding])
    assert [one.rule for one in found] == ["yaml"]


def test_what_was_found_before_the_syntax_broke_is_kept() -> None:
    assert [one[2] for one in said("a: &b 1\nc: [甲\n")] == ["不支持锚点“&b”", SQUARE]


@pytest.mark.parametrize("text", ["a: [甲", "a: {b: 1", "a: 1\n甲"])
def test_what_is_missing_at_the_end_is_placed_inside_a_file_without_a_final_newline(text: str) -> None:
    [finding] = said(text)
    assert finding[:2] == (text.count("\n") + 1, len(text.rpartition("\n")[2]) + 1)


@pytest.mark.parametrize("text", ["# 注释", "? ? <<", "a:\n  <<: 1"])
def test_no_place_ends_after_a_file_without_a_final_newline(text: str) -> None:
    node, found = compose(File("x.yaml", text))
    places = [one.span for one in found] + ([node.span("a")] if isinstance(node, Mapping) else [])
    assert [place.end_line for place in places] == [text.count("\n") + 1] * len(places)


def test_data_are_the_nearest_with_a_list_else_the_nearest_folder(tmp_path: Path) -> None:
    deep = tmp_path / "甲" / "乙"
    deep.mkdir(parents=True)
    (tmp_path / "data").mkdir()
    assert find_data(deep) == tmp_path / "data"
    (tmp_path / "甲" / "data").mkdir()
    assert find_data(deep) == tmp_path / "甲" / "data"
    (tmp_path / "data" / "tasks.yaml").touch()
    assert find_data(deep) == tmp_path / "data"
    with pytest.raises(FuquanError) as told:
        find_data(Path("/没有"))
    assert told.value.message == "找不到数据文件夹 data：从“/没有”起逐级向上，都没有 data/tasks.yaml"


def test_a_file_is_text_without_its_byte_order_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    file = read(Path("x.yaml"))
    assert isinstance(file, File)
    assert (file.path, file.text) == ("x.yaml", "a: 1\r\n")


@pytest.mark.parametrize(
    ("data", "guess"),
    [
        (b"a: 1\n\xff\n", "（第2行起无法读懂）"),
        ("a: 1\nb: 甲\n".encode("gbk"), "（第2行起无法读懂），像是 GBK 编码"),
        ("\ufeffa: 1".encode("utf-16-le"), "（第1行起无法读懂），像是 UTF-16 编码"),
        ("\ufeffa: 1".encode("utf-16-be"), "（第1行起无法读懂），像是 UTF-16 编码"),
        ("title: 赋权工作".encode("utf-16-le"), "（第1行起无法读懂），像是 UTF-16 编码"),
        ("\ufefftitle: 赋权工作".encode("utf-32-le"), "（第1行起无法读懂），像是 UTF-32 编码"),
    ],
)
def test_another_encoding_is_guessed(data: bytes, guess: str, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(data)
    assert unread(file) == (f"“{file}”不是 UTF-8 编码{guess}", "请用编辑器打开，另存为 UTF-8 编码")


def test_what_the_system_refuses_is_told_by_its_number() -> None:
    path = Path("/") / ("甲" * 300)
    assert unread(path) == (f"“{path}”无法读取：系统报告错误{errno.ENAMETOOLONG}", "请检查文件的权限和所在磁盘")


def test_a_file_without_permission_is_told_to_anybody_but_root(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"a: 1\n")
    file.chmod(0)
    with _unprivileged():
        told = unread(file)
    assert told == (f"“{file}”无法读取：没有读取权限", "请检查文件的权限和所在磁盘")


@contextmanager
def _unprivileged() -> Iterator[None]:
    """Whoever runs the tests, as root may read everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_of_a_file_from_outside_no_more_is_read_than_shows_that_it_is_too_much(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"12345")
    assert [read_some(path, most, "填报表") for most in (3, 4, 5, 6)] == [b"1234", b"12345", b"12345", b"12345"]


def test_what_is_no_file_from_outside_is_neither_waited_for_nor_read_without_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    (tmp_path / "环").symlink_to(tmp_path / "环")
    (tmp_path / "内存").symlink_to("/proc/self/mem")

    def told(path: Path) -> tuple[str, str | None]:
        with pytest.raises(FuquanError) as error:
            read_some(path, 9, "填报表")
        return error.value.message, error.value.help

    for other in (tmp_path / "管道", tmp_path, Path("/dev/zero")):
        assert told(other) == (f"“{other}”不是文件", "请写填报表")
    for nothing in (tmp_path / "没有", tmp_path / "环"):
        assert told(nothing) == (f"没有文件“{nothing}”", "请核对路径")
    assert told(tmp_path / "内存") == (f"“{tmp_path / '内存'}”无法读取", "请检查文件的权限和所在磁盘")


@pytest.mark.parametrize("data", [b"a: 1\r\n", b"\xef\xbb\xbfa: 1\rb", "\ufeff\ufeff甲: 1\n".encode()])
def test_a_file_gives_back_the_bytes_it_was_read_from(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(data)
    file = read(tmp_path / "x.yaml")
    assert isinstance(file, File)
    assert (file.data, file.with_text(file.text + "b").data) == (data, data + b"b")


@given(st.text(st.sampled_from("甲a\r\n\x85\u2028"), max_size=12), st.data())
def test_a_place_is_the_way_to_an_index_and_back(text: str, data: st.DataObject) -> None:
    file = File("x.yaml", text)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    place = file.span(start, end)
    assert file.range(place) == (start, end)
    assert file.line(place.line)[: place.column - 1] == text[file.starts[place.line - 1] : start].rstrip("\r")
    assert (file.index(99, 1), file.index(1, 99)) == (file.starts[-1], len(text))


def test_a_line_ends_as_it_does_or_as_the_first() -> None:
    assert [File("x.yaml", text).break_after(2) for text in ("甲\r\n乙\n", "甲\r乙丙", "甲乙丙")] == ["\n", "\r", "\n"]


SLIPS = [
    ("    deadline：3月底前", "“deadline”后面用了全角冒号“：”", "    deadline: 3月底前"),
    ("  units：", "“units”后面用了全角冒号“：”", "  units:"),
    ("\u3000\u3000title：甲", "“title”后面用了全角冒号“：”", "    title: 甲"),
    ("\xa0 title: 甲", "用了不间断空格缩进", "  title: 甲"),
    ("－甲", "列表的“-”写成了“－”", "- 甲"),
    ("-\u3000id：1", "“id”后面用了全角冒号“：”", "- id: 1"),
    ("-\u3000甲", "列表的“-”后面用了全角空格", "- 甲"),
    ("-   甲", None, "-   甲"),
    ("——甲", None, "——甲"),
    ("－", "列表的“-”写成了“－”", "- "),
    ("13：", "“13”后面用了全角冒号“：”", "13:"),
    ("2023-Q1： 甲", "“2023-Q1”后面用了全角冒号“：”", "2023-Q1: 甲"),
    ("ｄｏｎｅ：甲", "“ｄｏｎｅ”后面用了全角冒号“：”", "ｄｏｎｅ: 甲"),
    ("d\u200bone：甲", "“done”后面用了全角冒号“：”", "d\u200bone: 甲"),
    ("说明：甲", "“说明”后面用了全角冒号“：”", "说明：甲"),
    ("done:\u3000甲", "“done”的冒号后面用了全角空格", "done: 甲"),
    ("done: \xa0甲", "“done”的冒号后面用了不间断空格", "done: 甲"),
    ("done:2023-05-01", "“done”的冒号后面少了空格", "done: 2023-05-01"),
    ("12:30", None, "12:30"),
    ("https://甲", None, "https://甲"),
    ("title: 甲：乙", None, "title: 甲：乙"),
    ("\u3000", "用了全角空格缩进", "  "),
]


@pytest.mark.parametrize(("line", "message", "right"), SLIPS)
def test_what_a_chinese_keyboard_leaves_in_a_line(line: str, message: str | None, right: str) -> None:
    slips = slips_in(File("x.yaml", line), 1, 1)
    assert [slip.message for slip in slips] == ([] if message is None else [message])
    for each in reversed(slips[0].fix if slips else ()):
        line = line[: each.span.column - 1] + each.text + line[each.span.end_column - 1 :]
    assert line == right


@pytest.mark.parametrize(
    ("text", "place", "message", "pieces"),
    [
        ("a: 1\nb：2\nc： 3\n说明：4\nd: 5\n", (2, 2), "“b”后面用了全角冒号“：”", [(2, ": "), (3, ": ")]),
        ("a:\n　　b: 1\n\xa0\xa0\xa0\xa0c: 2\n d: 3\n", (2, 1), "用了全角空格缩进", [(2, "    "), (3, "    ")]),
        ("a:\n  u：\n    - 甲\n    - 乙\n    - 丙\n    - 丁\n  b: 1\n", (2, 4), "“u”后面用了全角冒号“：”", [(2, ":")]),
        ("a: [甲, 乙］\nb: 1\n", (1, 9), "方括号的另一半写成了全角的“］”", [(1, "]")]),
        ("a: {b: 1，c: 2｝\nd: 1\n", (1, 14), "花括号的另一半写成了全角的“｝”", [(1, ", "), (1, "}")]),
        ("a: [甲\nb: 1\n", (2, 2), SQUARE, []),
        ("u：\nb: 1", (1, 2), "“u”后面用了全角冒号“：”", [(1, ":")]),
        ("u: 1\nb：", (2, 2), "“b”后面用了全角冒号“：”", [(2, ":")]),
        ("a: '\x01\x02'", (1, 5), "有不可见的控制字符（U+0001）", [(1, ""), (1, "")]),
    ],
)
def test_broken_yaml_with_one_answer_bears_its_fix(
    text: str, place: tuple[int, int], message: str, pieces: list[tuple[int, str]]
) -> None:
    [finding] = compose(File("x.yaml", text))[1]
    assert (finding.span[1:3], finding.message) == (place, message)
    assert [(each.span.line, each.text) for each in finding.fix] == pieces
