"""A phrase cut into words, so that every character of it is accounted for.

A word has a kind, which the forms are written in. Text that says nothing of time is a `deed` (完成签订工作). What could
move, limit or question a day (左右, 除外, 视, 期, a figure) is `unread`: only the name of an event may hold it.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from fuquan.deadline.kinds import Grain, LengthUnit, ShiftTo

LONGEST = 200
"""Characters, spaces aside; a longer text is no deadline."""


class Trap(NamedTuple):
    """The value of a word that forbids every reading."""

    kind: str
    message: str


class Length(NamedTuple):
    n: int
    unit: LengthUnit


class Rhythm(NamedTuple):
    grain: Grain
    months: tuple[int, ...] = ()  # of the year, where not every one
    workdays: bool = False


class Nth(NamedTuple):
    """The n-th 工作日, 天 or week-day (一…日) of a period; -1 is the last."""

    n: int
    of: str


class Date(NamedTuple):
    """A day or period as written, or a piece of one: 6月 and 底 make up 6月底. What is left out is None or empty."""

    year: int | str | None = None  # 2023, 明年
    month: int | None = None
    day: int | None = None
    part: str = ""  # 底, 上旬, 上半月, 初
    unit: str = ""  # festival, week, month, quarter, half, year, plan
    number: int = 0  # of that unit; of a week, its day from 1; of a plan, its first year
    base: str = ""  # what a unit is counted from: 本, 下, 次; 前 for the first `number` ones
    name: str = ""  # of a festival


Value = object


class Word(NamedTuple):
    kind: str
    text: str
    start: int
    end: int
    value: Value = None


class Folded(NamedTuple):
    text: str
    at: tuple[int, ...]  # where each of its characters stands in the phrase


def folded(phrase: str) -> Folded:
    """Half-width figures and punctuation, one dash, one kind of bracket, no spaces."""
    kept = [(char.translate(_SAME), at) for at, char in enumerate(phrase) if not char.isspace()]
    return Folded("".join(char for char, _ in kept), tuple(at for _, at in kept))


_SAME = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | str.maketrans(
    "。〔〕【】[]［］—–―‐‑‒−─~～〜○", ";()()()()-----------〇"
)


def number(text: str) -> int | None:
    """30, 三十, 廿五, 一百二十, and 二〇二三 figure by figure; None for 三五 and 十几, which are no number."""
    if text.isdecimal():
        return int(text)
    if len(text) == 4 and all(char in _FIGURES for char in text):
        return int("".join(str(_FIGURES[char]) for char in text))
    if not (found := _han_number().fullmatch(text)):
        return None
    hundreds, tens, score, ones = found.groups()
    return (
        100 * (_FIGURES[hundreds] if hundreds else 0)
        + (10 * (_FIGURES[tens] if tens else 1) if tens is not None else {"廿": 20, "卅": 30}.get(score or "", 0))
        + (_FIGURES[ones] if ones else 0)
    )


_FIGURES = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_NUMERALS = frozenset("0123456789十百廿卅") | set(_FIGURES)


@cache
def _han_number() -> re.Pattern[str]:
    return re.compile("(?:([一二两三四五六七八九])百零?)?(?:([一二三四五六七八九]?)十|([廿卅]))?([一二两三四五六七八九])?")


def words_of(text: str) -> list[Word]:
    """Every word of a folded text, but for a 的 that only binds."""
    return _settled(list(_lexed(text)))


def _lexed(text: str) -> Iterator[Word]:
    at, previous, in_week = 0, "", False
    while at < len(text):
        word = _word_at(text, at, previous, in_week)
        yield word
        at, previous = word.end, word.kind
        in_week = word.kind == "weekday" or (in_week and word.kind in {"sep", "and?"}) or word.text in _WEEKLY


def _word_at(text: str, at: int, previous: str, in_week: bool) -> Word:
    """The longest word that begins here; of two as long, the one with a figure."""
    char = text[at]
    if in_week and char in _WEEK and text[at + 1 : at + 2] not in {"次", "个", "轮", "回", "调"}:
        return Word("weekday", char, at, at + 1, _WEEK[char])
    if char in _EDGES and previous in _EDGED and not _vocabulary_at(text, at, 2):
        return Word("edge", char, at, at + 1, Date(part="底" if char in "底末终尾" else char))
    if previous == "year-of" and text.startswith("全年", at):
        return Word("edge", "全年", at, at + 2, Date(part="全年"))
    found = _vocabulary_at(text, at, 1)
    if (char in _NUMERALS or char in "第前") and (counted := _counted(text, at)):
        if found is None or counted.end >= found.end + (counted.kind == "number"):
            return counted
    if found is not None:
        return found
    return Word("deed" if char in _QUOTES or "\u4e00" <= char <= "\u9fff" else "unread", char, at, at + 1)


_QUOTES = "“”‘’\"'「」『』《》〈〉"
_WEEK = {char: n for n, char in enumerate("一二三四五六日")} | {"天": 6}
_EDGES = "底末终尾初中"
_EDGED = {"year-of", "short-year", "month-of", "quarter-of", "half-of", "plan-of", "full-date", "every", "ordinal"}


def _vocabulary_at(text: str, at: int, shortest: int) -> Word | None:
    for entry, kind, value in _vocabulary().get(text[at], ()):
        if text.startswith(entry, at):
            return Word(kind, entry, at, at + len(entry), value) if len(entry) >= shortest else None
    return None


@cache
def _vocabulary() -> dict[str, list[tuple[str, str, Value]]]:
    """By first character, the longest first."""
    by_first: dict[str, list[tuple[str, str, Value]]] = {}
    for kind, texts in _WORDS.items():
        for text in texts.split():
            by_first.setdefault(text[0], []).append((text, kind, text))
    for kind, values in _VALUED.items():
        for value, texts in values.items():
            for text in texts.split():
                by_first.setdefault(text[0], []).append((text, kind, value))
    for same_first in by_first.values():
        same_first.sort(key=lambda entry: -len(entry[0]))
    return by_first


def _counted(text: str, at: int) -> Word | None:
    """A number with its unit: 6月, 第三季度, 15个工作日, 17:00; or bare, 4 in 4—6月."""
    if (numeric := _numeric().match(text, at)) is not None:
        return _numeric_word(numeric)
    prefix = text[at] if text[at] in "第前" else ""
    begin = end = at + len(prefix)
    while end < len(text) and text[end] in _NUMERALS:
        end += 1
    figures = text[begin:end]
    if not figures:
        return None
    unit = next((unit for unit in _UNITS if text.startswith(unit, end)), "")
    n = number(figures) if len(figures) < 9 else None
    if n is None:
        return Word("unread", text[at : end + len(unit)], at, end + len(unit)) if unit or figures.isdecimal() else None
    kind, value = _measured(prefix, figures, n, unit)
    if not kind:
        return None
    return Word(kind, text[at : end + len(unit)], at, end + len(unit), value)


def _measured(prefix: str, figures: str, n: int, unit: str) -> tuple[str, Value]:
    sort = _UNITS.get(unit, "")
    match prefix, sort:
        case _, "trap":
            return "trap", Trap("error", f"“{figures}{unit}”按小时计，时限只能按日计")
        case "前", "quarter" | "quarters":
            return "quarter-of", Date(unit="quarter", number=n, base="前")
        case "前" | "第", "workday" | "day" | "mday":
            return "nth", Nth(n, "工作日" if sort == "workday" else "天")
        case "第", "months" | "month":
            return "ordinal", n
        case "第", week if week.startswith("weekday"):
            return "nth", Nth(n, unit[-1].replace("天", "日"))
        case "第", "quarter":
            return "quarter-of", Date(unit="quarter", number=n)
        case "第", "":
            return "number", n
        case "前" | "第", _:
            return ("", None) if prefix == "前" else ("unread", None)
        case _, "year":
            if n >= 1000 or len(figures) == 4:
                return "year-of", Date(year=n)
            return ("short-year", Date(year=2000 + n)) if len(figures) == 2 and figures.isdecimal() else ("years", Length(n, LengthUnit.YEAR))
        case _, "month":
            return "month-of", Date(month=n)
        case _, "mday":
            return "day-of", Date(day=n)
        case _, "hour" | "minute":
            return sort, n
        case _, "quarter":
            return "quarter-of", Date(unit="quarter", number=n)
        case _, "quarters":
            return "length", Length(3 * n, LengthUnit.MONTH)
        case _, "months":
            return "length", Length(n, LengthUnit.MONTH)
        case _, "day" | "workday" | "week":
            return "length", Length(n, LengthUnit(sort))
        case _, "":
            return "number", n
        case _:
            return "unread", None


_UNITS = {
    "个工作日": "workday", "工作日": "workday", "个自然日": "day", "自然日": "day", "个日历天": "day", "日历天": "day",
    "个星期": "week", "星期": "week", "个礼拜": "week", "周": "week",
    "个半月": "half", "个半小时": "half", "个小时": "trap", "小时": "trap", "分钟": "trap", "个钟头": "trap",
    "个季度": "quarters", "季度": "quarter", "个月": "months", "月份": "month", "月": "month",
    "年度": "year", "年": "year", "天": "day", "日": "mday", "号": "mday", "时": "hour", "点钟": "hour", "点": "hour", "分": "minute",
    **{f"个{week}{char}": "weekday" for week in ("周", "星期") for char in _WEEK},
}  # fmt: skip
_UNITS = dict(sorted(_UNITS.items(), key=lambda unit: -len(unit[0])))


@cache
def _numeric() -> re.Pattern[str]:
    return re.compile(
        "(?:([0-9]{4})([-./])([0-9]{1,2})(?:\\2([0-9]{1,2})[日号]?)?|([12][0-9]{3})([01][0-9])([0-3][0-9])"
        "|([0-9]{1,2})[./]([0-9]{1,2})[日号]?|([0-9]{1,2}):([0-9]{2})时?)(?![0-9.%/月年个])"
    )


def _numeric_word(found: re.Match[str]) -> Word:
    y, _, m, d, y8, m8, d8, m2, d2, hour, minute = found.groups()
    place = (found[0], found.start(), found.end())
    if hour:
        return Word("time", *place, 60 * int(hour) + int(minute) if int(minute) < 60 else 25 * 60)
    year, month, day = y or y8, m or m8 or m2, d or d8 or d2
    date = Date(year and int(year), int(month), day and int(day))
    return Word("full-date", *place, date)


def _settled(words: list[Word]) -> list[Word]:
    """Right to left, for what a word means may depend on the next: 到 leads in 到6月底, spans in 4月到6月, is a deed in 到位."""
    settled: list[Word] = []
    for at in range(len(words) - 1, -1, -1):
        previous = words[at - 1] if at else None
        word = _beside(words[at], previous, settled[-1] if settled else None, settled[-2] if len(settled) > 1 else None)
        if word.kind != "filler":
            settled.append(word)
    settled.reverse()
    return settled


_DATES = frozenset(
    "year-of short-year month-of day-of ten-of quarter-of half-of plan-of year-edge month-edge quarter-edge festival-of week-of full-date".split()
)
_TIMES = _DATES | {"years", "length", "count", "every", "nth", "now"}
_BOUNDED = _TIMES | {"edge", "before", "within", "since", "close", "weekday", "time", "hour", "minute", "daytime"}
_LEADING = _TIMES | {"lead", "firm", "soft", "from", "item"}


def _beside(word: Word, previous: Word | None, following: Word | None, next_but_one: Word | None) -> Word:
    behind = previous.kind if previous else ""
    ahead = following.kind if following else ""
    kind = word.kind
    match kind:
        case "lead?" | "firm?" | "soft?":
            kind = kind[:-1] if ahead in _LEADING else "sep" if word.text == ":" else "deed"
        case "through?":
            otherwise = "unread" if word.text == "-" else "lead" if ahead in _LEADING else "deed"
            kind = "through" if ahead in _TIMES and (behind in _BOUNDED or behind == "number") else otherwise
        case "and?":
            if ahead in {"standing", "then"}:
                kind = "then"
            elif ahead in _LEADING:
                kind = "sep" if behind in _BOUNDED or behind == "number" else "lead"
            else:
                kind = "sep" if ahead in {"weekday", "restday"} else "deed"
        case "or?":
            kind = "unread" if ahead in _LEADING else "deed"
        case "of":
            kind = "filler" if behind in _BOUNDED or behind in {"ordinal", "restday"} else "deed"
        case "number":
            shares = ahead in {"through", "sep"} and next_but_one is not None
            shared = shares and next_but_one is not None and next_but_one.kind in {"count", "month-of", "day-of", "year-of", "quarter-of"}
            if shared and behind in {"month-of", "year-of"} and next_but_one is not None:
                return word._replace(kind=next_but_one.kind, value=_like(word, next_but_one))
            kind = "count" if shared else "unread" if word.text.isdecimal() or shares and _is_length(next_but_one) else "deed"
        case "ended":
            kind = "ended" if behind == "every" else "deed"
        case "within":
            kind = "within" if behind in _BOUNDED or behind == "term" else "deed"
        case "month-of" | "year-of" | "quarter-of" | "half-of" if following and _is_own(word, following):
            kind = "deed"
    return word if kind == word.kind else word._replace(kind=kind)


def _like(word: Word, following: Word) -> object:
    """6月10 in 6月10—20日, 2023年4 in 2023年4—6月: the unit is written once, at the end."""
    assert isinstance(following.value, Date | int)
    if isinstance(following.value, int):
        return word.value
    return following.value._replace(**{"month-of": {"month": word.value}, "day-of": {"day": word.value}}.get(following.kind, {"number": word.value}))


def _is_length(word: Word | None) -> bool:
    return word is not None and word.kind in {"length", "years"}


def _is_own(word: Word, following: Word) -> bool:
    """上月 in 报送上月情况 is what is reported on, not when."""
    return word.text[0] in "上本当前今" and following.kind == "deed" and following.text in _REPORTED


def joined(words: list[Word]) -> list[Word]:
    """Deeds that touch, or that only a comma parts, are one."""
    joined: list[Word] = []
    for word in words:
        if word.kind == "deed":
            if len(joined) > 1 and joined[-1].kind == "sep" and joined[-2].kind == "deed":
                joined.pop()
            if joined and joined[-1].kind == "deed":
                last = joined[-1]
                joined[-1] = Word("deed", last.text + word.text, last.start, word.end)
                continue
        joined.append(word)
    return joined


_WEEKLY = frozenset("每周 每个周 每星期 每个星期 每一周 周 本周 这周 下周".split())
_REPORTED = frozenset("情况 工作 进展 进度 数据 报表 总结 报告 信息 台账 材料 清单 统计 小结 任务 推进 完成 办理 落实 运行 计划 的".split())

_WORDS = {
    # marks
    "sep": "、 , ; 。", "open": "(", "close": ")", "of": "的", "through?": "至 到 -", "and?": "和 及 与 以及 并 且 并且 而后", "or?": "或 或者 或是",
    "item": "① ② ③ ④ ⑤ ⑥ ⑦ ⑧ ⑨ ⑩ ⑪ ⑫ ⑴ ⑵ ⑶ ⑷ ⑸ ⑹ (1) (2) (3) (4) (5) (6) (一) (二) (三) (四) (五) 一是 二是 三是 四是 五是 六是 其一 其二",
    # around a day
    "before": "前 以前 之前 及以前 及之前", "within": "内 时期 之内 以内 期间 止 为止 时间内 期限内 中", "after": "后 之后 以后",
    "since": "起 起算 开始 之日起 之时起 当日起 当天起 次日起 之日起算 之日次日起 日起 起始 起开始",
    "from": "自 从 自从 由", "now": "即日起 即时起 现在起 即日起开始",
    "inclusive": "含 包括 包含 含当日 含当天 含本日 含本数 包括当日 包含当日", "exclusive": "不含 不包括 不包含 不含当日 不含当天 不含本日 不包括当日",
    "daytime": "下班前 下班时 下班时间 下班 上班前 上午 中午 下午 晚上 当日 当天",
    "lead?": "于 在 截至 截止 截止到 截止至 截至到 截止日期 截止时间 截止日 完成时限 办理时限 时限 时间 日期 期限 : 为 是 须 应 应当 必须 要 需 需要 请 限 限于 限期 "
    "定于 务 务于 分 均 都 全部 将 可 统一 即 最终 必 不迟 不晚",
    "firm?": "确保 保证 务必 务须 最迟 最晚 至迟 不迟于 不晚于 不得迟于 不得晚于 不超过 不得超过 最迟不超过 最晚不超过 最迟不得超过", "soft": "原则上 基本完成 基本建成 基本实现 基本形成 基本建立 基本消除 基本达到 基本解决 基本到位 基本落实 基本具备 "
    "基本完善 基本健全 基本结束 基本覆盖 基本摸清 基本确定 基本办结 基本竣工 基本完工 基本成型 基本做到",
    "soft?": "力争 争取 力求 努力 尽量 尽可能 拟 计划 预计 一般 一般应 一般为 基本 原则",
    # events
    "ended": "结束 终了 期满 届满",
    "per": "按 按照 根据 依据 依照 遵照 参照 跟随 随", "pending": "待 等 等待 俟",
    # no day at all
    "haste": "尽快 抓紧 抓紧时间 立即 马上 即刻 及时 及早 尽早 迅速 从速 立行立改 即知即改 即查即改 立查立改 边查边改 立改立行 即行即改 即时 第一时间 加快 按时 按期 如期 按要求 按照要求 按规定 按照规定 按程序 按规定要求 按规定程序",
    "term": "规定的 规定 规定期限 规定时限 规定时间 规定的期限 规定的时限 规定的时间",
    "vague": "适时 视情 视情况 视工作情况 视进展 视进展情况 待定 待通知 待另行通知 等通知 等待通知 另行通知 另行安排 另行确定 另行明确 另行部署 另行公布 另定 另文通知 "
    "按需 随时 近期 近日 择机 择期 酌情 不定期 定期 按时限要求 按规定时限 按规定时间 按时间要求 按时序进度 按序时进度 按计划 按进度 按时间节点 "
    "结合实际 结合工作实际 结合实际情况 结合工作需要 结合工作情况 结合工作开展情况 结合工作进展 根据需要 根据工作需要 根据实际 根据实际需要 根据实际情况 根据工作实际 根据工作进展 "
    "根据工作进度 根据进展情况 根据工作情况 根据工作开展情况 根据情况 根据进展 按工作需要 按实际需要 按工作进度 按照实际需要 按照工作需要 短期 中期 远期 "
    "有序推进 稳步推进 扎实推进 统筹推进 加快推进 逐步推进 逐步完善 逐步实施 分步实施 分步推进 分阶段推进 分阶段实施 分批推进 分批实施 分期推进 分期实施 有序开展 有序实施 稳妥推进 "
    "同步推进 压茬推进 暂未确定 尚未确定 未定 暂定 时限不限 不限",
    "standing": "持续推进 持续实施 持续开展 持续深化 持续巩固 持续完善 持续优化 持续改进 持续加强 持续落实 持续用力 持续发力 持续做好 持续抓好 持续提升 持续 长期坚持 长期推进 长期公开 长期开展 "
    "长期实施 长期有效 长期执行 长期落实 长期 常态化推进 常态化开展 常态化实施 常态化 常态长效 常态推进 常态 全年 全年推进 全年开展 全年实施 全年持续推进 全年持续 贯穿全年 贯穿始终 "
    "动态调整 动态更新 动态管理 动态完善 常抓不懈 久久为功 一以贯之 不断完善 不断推进 坚持不懈 滚动推进 日常工作 日常推进 经常性工作 经常性 长效推进 长效坚持 全过程 全程 坚持",
    "then": "此后 其后 随后 同时 再 转入 并转入 则",
    # rest days
    "meet": "遇 如遇 若遇 凡遇 逢 如逢 遇到 如遇到 恰逢", "restday": "节假日 法定节假日 国家法定节假日 双休日 休息日 公休日 周末 节日 假日 假期 法定假日 法定节日",
    "next-workday": "下一个工作日 下一工作日 下个工作日 节后第一个工作日 节后首个工作日 假后第一个工作日 之后第一个工作日 之后的第一个工作日 其后第一个工作日 后第一个工作日 后的第一个工作日 第一个工作日",
    "last-workday": "上一个工作日 上一工作日 前一个工作日 前一工作日 节前最后一个工作日 之前最后一个工作日 之前的最后一个工作日 前最后一个工作日 最近的工作日",
    # what no form may hold
    "unread": "左右 上下 前后 前夕 大约 大概 约 除外 以外 之外 不 非 未 若 如果 视 预计 可能 另 每 逐 年 月 日 号 天 周 旬 季 时 期 小时 学年 学期 财年 农历 阴历 旧历 腊月 正月 闰 春 夏 秋 冬 "
    "下一 上一 隔 超过 逾 早于 晚于 最早 不早于 距 再次 两次 二次 三次 四次 五次 2次 3次 4次 若干 数次 多次 几次 数日 几日 其中 暂缓 推迟 延期 延后 取消 暂停 除 两会 汛 节前 节后 假 半 暂 几 数天 几天 拟 遇",
    # harmless, though it holds such a word
    "deed": "年度任务 年度目标 年度工作 年度计划 年度评估 年度总结 年度考核 年度报告 年度评价 年报 年审 年检 年鉴 青年 少年 成年人 未成年人 老年 常年 周年 年产 "
    "月报 季报 周报 日报 日常 日常监管 日趋 天然 露天 蓝天 周边 周转 周到 周密 周知 前期 前置 前端 前沿 前列 目前 当前 前瞻 期望 预期 工期 一期 二期 三期 周期 实时 准时 限时 时效 平时 "
    "落后 后评价 后勤 后台 后备 背后 善后 事后 事中 事前 按标准 按质 依法 依规 按照程序 一并 "
    "起草 发起 引起 起步 建立起 一起 起到 承担起 建起 编号 文号 账号 信号 型号 号召 号码 不断 不动产 不良 不足 不合格 不规范 不到位 不漏 未来 待遇 接待 对待 期待 优待 招待 机遇 遭遇 "
    "重视 电视 视频 监视 视觉 巡视 视察 节约 公约 合约 签约 约谈 条约 预约 履约 集约 约束 违约 契约 清除 排除 消除 拆除 解除 除险 除治 删除 扫除 免除 废除 撤除 去除 剔除 根除 除尘 除雪 除害 扣除 "
    "非急件 非紧急 非重点 非涉密 非法 非税 非遗 非物质 另一 每个 每家 每户 每村 每镇 每人 每项 每处 每所 各 暂行 虚假 休假 "
    "一次 1次 一轮 至少 首次 一次性 时间节点 阶段 节点 时间表 自查 自评 自纠 自主 自愿 自我 自然 自身 自选 自行 自治 从业 从严 从事 由区 由县 由市 由镇 随机 随访 跟踪 等级 等次 平等 等工作 等任务 等情况 等事项 "
    "达到 得到 做到 看到 到位 到户 到村 到岗 到人 在线 在建 在册 存在 应急 应用 应对 应放尽放 应接尽接 应收尽收 应报尽报 需求 要素 要求 重要 主要 要点 摘要 纪要 必要 需要 分析 分类 分工 分解 分级 分配 "
    "充分 部分 评分 区分 分布 分管 分别 请示 申请 邀请 限制 限额 权限 有限 为主 作为 行为 成为 为民 因为 认为 都市 均衡 平均 工作计划 可行 可研 认可 许可 再造 内容 内部 内控 区内 县内 境内 国内 室内 范围内 辖区内 域内 "
    "彻底 底数 底线 底账 兜底 见底 摸底 托底 家底 底图 底册 初步 初稿 初审 初验 初核 初级 末端 是否 但是 凡是 止损 禁止 停止 防止 终止 制止 中心 中央 集中 其中项 中间 中小 中医 中学 中期评估 "
    "即可 立即整改 迅速行动 春耕 春季 秋收 秋季 冬季 夏季 汛情 防汛 季节 季度分析 长期机制 坚持以",
}  # fmt: skip

_VALUED: dict[str, dict[Value, str]] = {
    "year-of": {
        Date(year=word): word
        for word in "今年 今年度 本年 本年度 当年 当年度 明年 明年度 次年 次年度 翌年 来年 去年 去年度 上年 上年度 后年 年内 年度内".split()
    },
    "month-of": {
        Date(month=1): "元月 元月份",
        Date(unit="month", base="本"): "本月 本月份 当月 当月份 这个月",
        Date(unit="month", base="下"): "下月 下个月 下月份",
        Date(unit="month", base="次"): "次月",
        Date(unit="month", base="上"): "上月 上个月 上一月",
    },
    "week-of": {Date(unit="week", base="本"): "本周 这周 本星期", Date(unit="week", base="下"): "下周 下星期 下个星期"},
    "quarter-of": {
        Date(unit="quarter", base="本"): "本季度 当季度 本季 这个季度",
        Date(unit="quarter", base="下"): "下季度 下一季度 下个季度",
        Date(unit="quarter", base="上"): "上季度 上一季度 上个季度",
    },
    "half-of": {Date(unit="half", number=1): "上半年 上半年度", Date(unit="half", number=2): "下半年 下半年度"},
    "plan-of": {
        Date(unit="plan", number=1951 + 5 * n): f"“{han}五” {han}五 “{han}五”规划 {han}五规划"
        for n, han in zip(range(10, 18), ("十", "十一", "十二", "十三", "十四", "十五", "十六", "十七"), strict=True)
    },
    "year-edge": {
        Date(unit="year", part="底"): "年底 年末 年终 年尾 岁末 岁尾",
        Date(unit="year", part="初"): "年初",
        Date(unit="year", part="中"): "年中",
    },
    "month-edge": {
        Date(unit="month", part="底"): "月底 月末 月尾",
        Date(unit="month", part="初"): "月初",
        Date(unit="month", part="中"): "月中",
    },
    "quarter-edge": {
        Date(unit="quarter", part="底"): "季度末 季度底 季末 季底",
        Date(unit="quarter", part="初"): "季度初 季初",
    },
    "ten-of": {
        Date(part=part): part for part in ("上旬", "中旬", "下旬", "上半月", "下半月", "上中旬", "中下旬")
    },
    "edge": {Date(part="底"): "期末 末期"},
    "nth": {
        Nth(-1, "工作日"): "最后一个工作日 最后1个工作日 最后一工作日",
        Nth(-1, "天"): "最后一天 最后一日 最后1天 最后1日",
        Nth(1, "工作日"): "首个工作日",
        **{Nth(-1, char): f"最后一个周{char} 最后一个星期{char}" for char in "一二三四五六日"},
    },
    "ordinal": {
        1: "首月 首个月 初月",
        3: "末月 最后一个月 最后1个月 尾月",
    },
    "weekday": {n: f"周{char} 星期{char} 礼拜{char}" for char, n in _WEEK.items()},
    "length": {Length(15, LengthUnit.DAY): "半个月 半月", Length(6, LengthUnit.MONTH): "半年"},
    "every": {
        Rhythm(Grain.DAY): "每日 每天 逐日 按日",
        Rhythm(Grain.DAY, workdays=True): "每个工作日 每工作日",
        Rhythm(Grain.WEEK): "每周 每个周 每星期 每个星期 每一周 逐周 按周 以周为单位 一周一调度 一周一通报 一周一报",
        Rhythm(Grain.MONTH): "每月 每个月 每一个月 每月度 每月份 逐月 按月 按月度 以月为单位 以月为节点 一月一调度 一月一通报 一月一报 一月一总结",
        Rhythm(Grain.MONTH, (2, 4, 6, 8, 10, 12)): "双月 每双月 逢双月 每逢双月 每个双月",
        Rhythm(Grain.MONTH, (1, 3, 5, 7, 9, 11)): "单月 每单月 逢单月 每逢单月 每个单月",
        Rhythm(Grain.QUARTER): "每季度 每季 每个季度 每一季度 逐季 逐季度 按季 按季度 以季度为节点 以季度为单位 一季一调度 一季度一调度 一季一通报",
        Rhythm(Grain.HALF): "每半年 每半年度 按半年 每个半年 半年一次 以半年为单位",
        Rhythm(Grain.YEAR): "每年 每年度 按年 按年度 每个年度 每一年 逐年度 一年一次 一年一度 一年一评估 以年为单位 以年度为单位",
    },
    "defer": {ShiftTo.NEXT: "顺延 自动顺延 依次顺延 相应顺延 往后顺延 向后顺延 后延 顺延至 顺延到", ShiftTo.LAST: "提前 相应提前 自动提前 提前至 提前到"},
    "festival-of": {
        Date(month=1, day=1, unit="festival", name="元旦"): "元旦 元旦节 “元旦”",
        Date(month=3, day=8, unit="festival"): "三八妇女节 “三八”妇女节 妇女节 三八节 “三八”",
        Date(month=3, day=12, unit="festival"): "植树节",
        Date(month=5, day=1, unit="festival"): "五一 “五一” 五一节 “五一”节 劳动节 五一劳动节 “五一”劳动节 国际劳动节 五一国际劳动节 “五一”国际劳动节",
        Date(month=5, day=4, unit="festival"): "五四青年节 “五四”青年节 青年节 “五四”",
        Date(month=6, day=1, unit="festival"): "六一 “六一” 六一儿童节 “六一”儿童节 儿童节 六一节",
        Date(month=7, day=1, unit="festival"): "七一 “七一” 建党节 七一建党节",
        Date(month=8, day=1, unit="festival"): "八一 “八一” 建军节 八一建军节",
        Date(month=9, day=10, unit="festival"): "教师节",
        Date(month=10, day=1, unit="festival"): "十一 “十一” 国庆 国庆节 十一国庆节 “十一”国庆节",
        Date(month=12, day=4, unit="festival"): "国家宪法日 宪法日",
        **{Date(unit="festival", name=name): f"{name} {name}节 “{name}”" for name in ("春节", "清明", "端午", "中秋", "元宵", "重阳", "除夕")},
    },
}
