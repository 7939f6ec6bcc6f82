"""Rules about how things are written: numbers of documents, and what a keyboard or an input method does to them."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from fuquan.diagnostic import Replacement
from fuquan.owed import Situation
from fuquan.rules.places import Text, files, piece, texts
from fuquan.rules.rule import Found
from fuquan.text import INVISIBLE, half_width
from fuquan.text import unseen as unseen_of

_OPENING = r"〔\[［(（【〈<﹝"
_HALF = str.maketrans("０１２３４５６７８９", "0123456789")


def document_number(now: Situation) -> Iterator[Found]:
    """文号的年份写四位数字，用六角括号〔〕括住；序号前不加“第”，不编虚位，后面写“号”。

    依据《党政机关公文格式》（GB/T 9704—2012）7.2.5。写法不一，同一份文件就查不到一起。

    改法：照提示的写法改；方括号、圆括号等可以用 fuquan check --fix 一并改好。任务原文是印发稿的文字，印错了也照录，
    不用改，可以在 waivers 里写明不再提示。

    错：
        plan:
          title: 示例方案
          issued: 2023-04-18
          year: 2023
          basis:
            - 皖政[2022]112号
            - 皖编办〔2023〕第025号
    对：
        plan:
          title: 示例方案
          issued: 2023-04-18
          year: 2023
          basis:
            - 皖政〔2022〕112号
            - 皖编办〔2023〕25号
    """
    # Nearly all are right, and what is right in a file without escapes is right in its texts.
    if not any(_may_be_wrong(file.text) for file in files(now.plan)):
        return
    for text in _holding(now, _numbers(), r"\\[xuU]"):
        for found in _in(text, _numbers()):
            if _is_wrong(found):
                right = _corrected(found)
                is_sure = len(found["year"]) == 4 and not text.is_printed
                told = f"“{found[0]}”不是文号的规范写法"
                yield _at(text, found, told, f"规范写法是：{right}", right if is_sure else None)


def _may_be_wrong(text: str) -> bool:
    """Counts brackets that open before a figure, which is cheap: mostly each of them begins a number that is right."""
    if len(_opened().findall(text)) == len(_right().findall(text)):
        return False
    return "\\" in text or any(_is_wrong(found) for found in _numbers().finditer(text))


@cache
def _opened() -> re.Pattern[str]:
    return re.compile(rf"[{_OPENING}]\s{{0,9}}[0-9０-９]|\\[xuU]")


@cache
def _right() -> re.Pattern[str]:
    return re.compile("〔[0-9]{4}〕[1-9][0-9]{0,4}号")


def _is_wrong(found: re.Match[str]) -> bool:
    return found[0] != _corrected(found)


def _corrected(found: re.Match[str]) -> str:
    year, number = found["year"].translate(_HALF), found["number"].translate(_HALF)
    return f"{found['word']}〔{year if len(year) == 4 else f'20{year}'}〕{int(number)}号"


@cache
def _numbers() -> re.Pattern[str]:
    opening, closing, figure = f"[{_OPENING}]", r"[〕\]］)）】〉>﹞]", "[0-9０-９]"
    gap = r"\s{0,9}"  # without a bound, spaces without end are gone through again from each of them
    year = rf"(?P<year>{figure}{{4}}|{figure}{{2}}){gap}年?"
    return re.compile(
        rf"(?P<word>[\u4e00-\u9fff]{{1,12}}){gap}{opening}{gap}{year}{gap}{closing}{gap}第?{gap}"
        rf"(?P<number>{figure}{{1,5}})(?:{gap}号|(?![0-9０-９一-鿿.、]))"
    )


def unseen(now: Situation) -> Iterator[Found]:
    """文字里没有看不见的字符（零宽空格、文字方向符等）。

    从网页、聊天窗口复制文字时会带进来；看上去一样的两个名称因此对不上，查也查不到。

    改法：删去它，或者用 fuquan check --fix 一并删去。

    错：
        tasks:
          - id: 1
            section: 一
            title: "确定\\u200b承接事项"
            deadline: 4月28日前
            units: [甲局]
    对：
        tasks:
          - id: 1
            section: 一
            title: 确定承接事项
            deadline: 4月28日前
            units: [甲局]
    """
    for text in _holding(now, _unseen(), r"\\[xuU]"):
        for found in _in(text, _unseen()):
            yield _at(text, found, f"这里有看不见的字符{unseen_of(found[0])}", "请删去它，文字看上去不变", "")


@cache
def _unseen() -> re.Pattern[str]:
    return re.compile(f"[{INVISIBLE}]+")


def similar_word(now: Situation) -> Iterator[Found]:
    """“已经”的“已”不写成“己”“巳”，“自己”的“己”不写成“已”“巳”。

    输入法、手写和识别软件常把这三个字弄混；“己完成”是查不到的。

    改法：照提示改字。已经入库的说明只增不改，改错字不算改动。

    错：
        units:
          - name: 甲局
            progress:
              1:
                started: 2023-04-20
                reason: 材料己报送，待盖章（示例）
          - name: 各镇
            members: towns
    对：
        units:
          - name: 甲局
            progress:
              1:
                started: 2023-04-20
                reason: 材料已报送，待盖章（示例）
          - name: 各镇
            members: towns
    """
    for text in _holding(now, _similar()):
        for found in _in(text, _similar()):
            right = f"已{found['done']}" if found["done"] else "自己"
            yield _at(text, found, f"“{found[0]}”像是“{right}”之误", f"请改为“{right}”")


@cache
def _similar() -> re.Pattern[str]:
    deeds = "完成|报送|上报|签订|签署|签|办理|办|开始|开展|启动|收到|收齐|提交|审核|审定|印发|召开|到期|落实|备案|公布"
    return re.compile(f"[己巳](?P<done>{deeds}|发布|明确|建立|制定|组织|经|于|将|按|向|报|成立)|自[已巳]")


def full_width(now: Situation) -> Iterator[Found]:
    """数字、字母和空格用半角。

    全角的数字和空格看上去差不多，查找、排序、比对却是另一个字符。

    改法：照提示改为半角，词之间不用空格的删去空格；任务原文和完成时限照印发稿抄录，不在此列。

    错：
        units:
          - name: 甲局
            full: 示例县　甲局
          - name: 各镇
            members: towns
    对：
        units:
          - name: 甲局
            full: 示例县甲局
          - name: 各镇
            members: towns
    """
    for text in _holding(now, _full_width()):
        if text.is_printed:
            continue
        for found in _in(text, _full_width()):
            if found[0].isspace():
                yield _at(text, found, "这里有全角空格", "请删去空格，或者改为半角")
            else:
                half = half_width(found[0])
                yield _at(text, found, f"“{found[0]}”是全角字符", f"请改为半角：{half}", half)


@cache
def _full_width() -> re.Pattern[str]:
    return re.compile("[０-９Ａ-Ｚａ-ｚ]+|\u3000+")


def _holding(now: Situation, pattern: re.Pattern[str], or_written: str = "") -> Iterator[Text]:
    """The plan's texts, of the files in which the pattern is to be found at all."""
    raw = re.compile(f"{pattern.pattern}|{or_written}") if or_written else pattern
    holding = {id(file) for file in files(now.plan) if raw.search(file.text)}
    if holding:
        yield from (text for text in texts(now.plan) if id(text.node.file) in holding)


def _in(text: Text, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """What the pattern finds in a text, the first hundred at the most: nobody mends more by hand."""
    return islice(pattern.finditer(text.node.text), 100)


def _at(
    text: Text,
    found: re.Match[str],
    message: str,
    help: str,  # noqa: A002 - the field's word
    right: str | None = None,
) -> Found:
    """`right` is what shall stand there instead, where that is certain."""
    span = piece(text.node, *found.span())
    fix = (Replacement(span, right),) if span is not None and right is not None else ()
    return Found(span or text.node.span(), message, help, task=text.task, unit=text.unit, fix=fix)
