"""How a text is written in YAML: what every reader takes for it, in block style and in braces."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from fuquan.errors import FuquanError
from fuquan.source import File, Mapping, Node, Scalar, Sequence, compose
from fuquan.source.spelling import reads_as, spelled

FORMS = [
    ("待盖章", "待盖章"),
    ("区司法局（公章）：已阅，“同意”。", "区司法局（公章）：已阅，“同意”。"),
    ("湾司〔2023〕12号", "湾司〔2023〕12号"),
    ("😀", "😀"),
    ("\u3000甲\xa0", "\u3000甲\xa0"),
    ("a b", "a b"),
    ("a#b", "a#b"),
    ("-a", "-a"),
    ("a\\b", "a\\b"),
    ("2023-05", "2023-05"),
    ("2023-4-6", "2023-4-6"),
    ("12:30:", "'12:30:'"),
    # nothing, and what is cut off
    ("", "''"),
    (" ", "' '"),
    (" a", "' a'"),
    ("a ", "'a '"),
    # truth, nothing, numbers and dates to one reader or another
    *((text, f"'{text}'") for text in ("yes", "No", "on", "OFF", "y", "N", "true", "False", "null", "Null", "~")),
    *((text, f"'{text}'") for text in ("0", "010", "0o17", "0x1f", "0b1", "-1", "+2", "1_000", "340210100")),
    *((text, f"'{text}'") for text in ("1.5", ".5", "1.", "1e3", "1.5e+3", ".inf", "-.INF", ".nan", "12:30", "1:2.5")),
    *(
        (text, f"'{text}'")
        for text in ("2023-04-26", "2023-4-6 12:30:00", "2023-04-26 12:30:00", "2023-04-26T12:30:00Z")
    ),
    *((text, f"'{text}'") for text in ("=", "<<")),
    # marks of YAML
    *((text, f"'{text}'") for text in ("- a", "? a", ": a", "a: b", "a:", "a #b", "#x", "@x", "`x", "%x", "&x", "*x")),
    *((text, f"'{text}'") for text in ("!x", "|", ">", "|-", '"x"', "[x", "{x", "]", "}", ",x", "-", "?", ":")),
    ("'x'", "'''x'''"),
    ("it's", "it's"),
    ('say "x"', 'say "x"'),
    # ends of lines, and what stands beside them unseen
    ("a\nb", '"a\\nb"'),
    ("a\n", '"a\\n"'),
    ("\n", '"\\n"'),
    ("a\r\nb", '"a\\r\\nb"'),
    ("a\tb", '"a\\tb"'),
    ("\ta", '"\\ta"'),
    ("a\x85b", '"a\\u0085b"'),
    ("a\u2028b\u2029", '"a\\u2028b\\u2029"'),
    ("\ufeffa", '"\\ufeffa"'),
    ('"\n\\', '"\\"\\n\\\\"'),
]

IN_BRACES = {text: f"'{text}'" for text in ("a]", "a}", "a,b", "a[b", "a{b", ":a", "a?b", "a:b", "http://x.cn")}


@pytest.mark.parametrize(("text", "form"), FORMS)
def test_a_text_is_plain_where_it_may_be(text: str, form: str) -> None:
    assert (spelled(text, flow=False), read(form, flow=False)) == (form, [text] * 4)


@pytest.mark.parametrize(("text", "form"), [*FORMS, *IN_BRACES.items()])
def test_a_text_in_braces_is_plain_where_it_may_be(text: str, form: str) -> None:
    assert (spelled(text, flow=True), read(form, flow=True)) == (form, [text] * 4)


@pytest.mark.parametrize("text", IN_BRACES)
def test_braces_and_commas_are_no_marks_outside_of_braces(text: str) -> None:
    assert (spelled(text, flow=False), read(text, flow=False)) == (text, [text] * 4)


@pytest.mark.parametrize(
    ("text", "quote", "form"),
    [
        ("甲", "'", "'甲'"),
        ("甲", '"', '"甲"'),
        ("it's", "'", "'it''s'"),
        ("it's", '"', '"it\'s"'),
        ('"', '"', '"\\""'),
        ("yes", '"', '"yes"'),
        ("", '"', '""'),
        ("a\nb", "'", '"a\\nb"'),
    ],
)
def test_the_quotes_that_are_there_are_kept_where_they_can_hold_it(text: str, quote: str, form: str) -> None:
    assert spelled(text, flow=False, quote=quote) == form


@pytest.mark.parametrize(
    "char",
    [*map(chr, (*range(9), 11, 12, *range(14, 32), *range(127, 133), *range(134, 160))), "\ud800", "\ufffe", "\uffff"],
)
def test_what_yaml_cannot_hold_is_refused(char: str) -> None:
    for quote in ("", "'", '"'):
        with pytest.raises(FuquanError) as refused:
            spelled(f"甲{char}乙", flow=False, quote=quote)
        assert (refused.value.message, refused.value.help) == (
            f"“甲{char}乙”里有 YAML 写不下的字符",
            "请去掉看不见的字符，重新输入",
        )


@pytest.mark.parametrize(
    ("form", "text"),
    [("~", "~"), ("", ""), ("*a", ""), ("[a]", "a"), ("a, c: e", "a"), ("a\n  x: y", "a"), ("'a", "a")],
)
def test_what_is_read_otherwise_is_no_form_of_the_text(form: str, text: str) -> None:
    assert not reads_as(form, text, flow=True)
    assert not reads_as(form, text, flow=False)


MARKS = st.lists(
    st.sampled_from(
        [
            *" \t\n\r:#-?,[]{}&*!|>'\"%@`\\~=<.+_0123456789eyYnNox甲，：\x85\u2028\u3000\ufeff😀",
            ": ",
            " #",
            "- ",
            "true",
            "null",
            "2023-04-26",
        ]
    ),
    max_size=8,
).map("".join)
HELD = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8)


@settings(max_examples=500, deadline=None)
@given(MARKS | HELD, st.sampled_from(["", "'", '"']))
def test_every_reader_takes_what_was_written_for_the_text(text: str, quote: str) -> None:
    for flow in (False, True):
        assert read(spelled(text, flow=flow, quote=quote), flow=flow) == [text] * 4


def read(form: str, *, flow: bool) -> list[Any]:
    """What our reader, two of YAML 1.1 and one of 1.2 find where the form stands."""
    text = f"a: {{b: {form}, c: [d, {form}]}}\n" if flow else f"a:\n  b: {form}\n  c:\n  - d\n  - {form}\n"
    root, found = compose(File("", text))
    assert found == ()
    of_c = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded = [
        yaml.safe_load(text),
        yaml.load(text, of_c),  # noqa: S506 - it is a safe one
        YAML(typ="safe", pure=True).load(text),
    ]
    each = [_words(root), *(one["a"] for one in loaded)]
    assert [one["c"] for one in each] == [["d", one["b"]] for one in each]
    return [one["b"] for one in each]


def _words(node: Node | None) -> Any:
    match node:
        case Scalar(is_null=False, text=text):
            return text
        case Sequence(items=items):
            return [_words(item) for item in items]
        case Mapping(values={"a": within}):
            return _words(within)
        case Mapping(values=values):
            return {key: _words(value) for key, value in values.items()}
        case _:
            return None
