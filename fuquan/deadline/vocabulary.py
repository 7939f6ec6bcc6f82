"""The words of the language of deadlines, by kind; the forms are written in these kinds.

`sep?` and its like are words only beside a day: 到 leads in 到6月底, spans in 4月到6月, and is part of a deed in 到位.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from fuquan.deadline.kinds import Grain, LengthUnit, ShiftTo

WEEK = "一二三四五六日"


class Length(NamedTuple):
    n: int
    unit: LengthUnit


class Rhythm(NamedTuple):
    grain: Grain
    months: tuple[int, ...] = ()  # of the year, where not every one of its grain
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
    part: str = ""  # 底, 中旬, 上半月, 初
    unit: str = ""  # month, quarter, half, year, plan, week, festival
    number: int = 0  # of that unit; of a week, its day from 1; of a plan, its first year
    base: str = ""  # what a unit is counted from: 本, 下, 次; 前 for the first `number` ones
    name: str = ""  # of a festival


Entry = tuple[str, str, object]
"""A word, its kind, and its value where it has one."""

MARKS = {
    "sep": "、 , ; 。",
    "open": "(",
    "close": ")",
    "item": """
        ① ② ③ ④ ⑤ ⑥ ⑦ ⑧ ⑨ ⑩ ⑪ ⑫ ⑴ ⑵ ⑶ ⑷ ⑸ ⑹ (1) (2) (3) (4) (5) (6) (一) (二) (三) (四) (五) 一是
        二是 三是 四是 五是 六是 第一阶段 第二阶段 第三阶段 第四阶段 一阶段 二阶段 三阶段 首批 第一批 第二批 第三批
        第一步 第二步 第三步
    """,
    "of": "的",
    "through?": "至 到 直至 直到 -",
    "and?": "和 及 与 以及 并 且 并且",
    "or?": "或 或者 或是",
}

AROUND_A_DAY = {
    "before": "前 以前 之前 及以前 及之前",
    "within": "内 之内 以内 期内 期间 期间内 时期 止 为止 时间内 期限内",
    "after": "后 之后 以后",
    "since": "起 起算 开始 之日起 之时起 当日起 当天起 次日起 之日起算 之日次日起 日起 起始 起开始",
    "from": "自 从 自从",
    "now": "即日起 即时起 现在起 即日起开始",
    "inclusive": "含 包括 包含 含当日 含当天 含本日 含本数 包括当日 包含当日",
    "exclusive": "不含 不包括 不包含 不含当日 不含当天 不含本日 不包括当日",
    "daytime": "下班前 下班时 下班时间 下班 上班前 上午 中午 下午 晚上 当日 当天",
    "about": "左右 上下 前后 前夕 大约 大概 约",
    "lead?": """
        于 在 截至 截止 截止到 截止至 截至到 : 为 是 即 须 应 应当 必须 必 要 需 需要 请 限 限于 限期 定于 务 务于
        分 均 都 全部 将 可 统一 最终
    """,
    "time-noun?": "截止日期 截止时间 截止日 完成时限 办理时限 完成时间 时限 时间 日期 期限 具体时间",
    "firm?": """
        确保 保证 务必 务须 最迟 最晚 至迟 不迟于 不晚于 不得迟于 不得晚于 不超过 不得超过 最迟不超过 最晚不超过
        最迟不得超过 最长 最长不超过 最多不超过
    """,
    "soft?": "力争 争取 力求 努力 尽量 尽可能 拟 计划 预计 一般 一般应 一般为 基本 原则",
    "soft": """
        原则上 基本完成 基本建成 基本实现 基本形成 基本建立 基本消除 基本达到 基本解决 基本到位 基本落实 基本具备
        基本完善 基本健全 基本结束 基本覆盖 基本摸清 基本确定 基本办结 基本竣工 基本完工 基本成型 基本做到
    """,
    "special": "特殊情况 特殊情形 特殊原因 情况特殊 确有困难 有困难的",
    "season": """
        两会 汛期 汛前 汛 主汛期 节前 节后 开学 放假 暑期 暑假 寒假 春耕 秋收 入冬 入汛 雨季 农忙
    """,
}

NO_DAY = {
    "haste": """
        尽快 抓紧 抓紧时间 立即 马上 即刻 及时 及早 尽早 迅速 从速 即时 第一时间 加快 立行立改 即知即改 即查即改
        立查立改 边查边改 立改立行 即行即改 按时 按期 如期 按要求 按照要求 按规定 按照规定 按程序 按规定要求
        按规定程序 即办 即接即办 即收即办 立接立办
    """,
    "term": """
        规定的 规定 规定期限 规定时限 规定时间 规定的期限 规定的时限 规定的时间 法定时限 法定期限 法定的期限 法定的时限
        承诺时限 承诺期限 承诺的时限 承诺的期限 定期限
    """,
    "vague": """
        适时 视情 视情况 视工作情况 视进展 视进展情况 视情况而定 视工作进展 视工作进展情况 视工作需要 视实际情况
        视具体情况 待定 待通知 待另行通知 等通知 等待通知 另行通知 另行安排 另行确定 另行明确 另行部署 另行公布 另定
        另文通知 按需 随时 近期 近日 择机 择期 酌情 不定期 定期 短期 中期 远期 暂未确定 尚未确定 未定 暂定 时限不限
        不限 按时限要求 按规定时限 按规定时间 按时间要求 按时序进度 按序时进度 按计划 按进度 按工作进度 按工作安排
        按照工作安排 根据工作安排 按工作计划 按照工作计划 根据工作计划 按时间节点 按工作需要 按实际需要 按照实际需要
        按照工作需要 结合实际 结合工作实际 结合实际情况 结合工作需要 结合工作情况 结合工作开展情况 结合工作进展
        根据需要 根据工作需要 根据实际 根据实际需要 根据实际情况 根据工作实际 根据工作进展 根据工作进度 根据进展情况
        根据工作情况 根据工作开展情况 根据情况 根据进展 按项目进度 按工程进度 按施工进度 根据项目进度 按照项目进度
        待明确 待确定 待研究 待研究确定 待进一步明确 待核定 待商 待议 中长期 近中期
    """,
    "manner": """
        有序推进 稳步推进 扎实推进 统筹推进 加快推进 稳妥推进 同步推进 压茬推进 逐步推进 逐步完善 逐步实施 分步实施
        分步推进 分阶段推进 分阶段实施 分批推进 分批实施 分期推进 分期实施 有序开展 有序实施
    """,
    "standing": """
        持续 持续推进 持续实施 持续开展 持续深化 持续巩固 持续完善 持续优化 持续改进 持续加强 持续落实 持续用力
        持续发力 持续做好 持续抓好 持续提升 长期 长期坚持 长期推进 长期公开 长期开展 长期实施 长期有效 长期执行
        长期落实 常态化 常态化推进 常态化开展 常态化实施 常态 常态长效 常态推进 全年 全年推进 全年开展 全年实施
        全年持续 全年持续推进 贯穿全年 贯穿始终 贯彻始终 实时 实时更新 动态调整 动态更新 动态管理 动态完善 常抓不懈
        久久为功 一以贯之 不断完善 不断推进 坚持 坚持不懈 滚动推进 日常工作 日常推进 经常性 经常性工作 长效推进
        长效坚持 全过程 全程
    """,
    "then?": "此后 其后 随后 同时 再 转入 并转入",
}

EVENTS = {
    "per": "按 按照 根据 依据 依照 遵照 参照 跟随 随",
    "pending": "待 等待 俟",
    "and-so-on?": "等",
    "at-least?": "至少 最少 不少于 不低于 不高于 累计 连续 满",
    "ended?": "结束 终了 期满 届满",
    "each": "每 每隔 隔 逐 各次",
}

REST_DAYS = {
    "meet": "遇 如遇 若遇 凡遇 逢 如逢 遇到 如遇到 恰逢",
    "restday": """
        节假日 法定节假日 国家法定节假日 双休日 休息日 公休日 周末 节日 假日 假期 法定假日 法定节日
    """,
    "stays": "不顺延 不予顺延 不再顺延 不提前",
    "a-workday": """
        下一个工作日 下一工作日 下个工作日 节后第一个工作日 节后首个工作日 假后第一个工作日 之后第一个工作日
        之后的第一个工作日 其后第一个工作日 后第一个工作日 后的第一个工作日 第一个工作日 上一个工作日 上一工作日
        前一个工作日 前一工作日 节前最后一个工作日 之前最后一个工作日 之前的最后一个工作日 前最后一个工作日
    """,
}

UNREAD = """
    除外 以外 之外 不 非 未 若 如果 视 可能 另 年 月 日 号 天 周 旬 季 时 期 小时 学年 学期 财年 农历 阴历 旧历 腊月
    正月 闰 春 夏 秋 冬 每周末 周末前 下一 上一 超过 逾 早于 晚于 最早 不早于 距 再次 两次 二次 三次 四次 五次 2次
    3次 4次 若干 数次 多次 几次 数日 几日 数天 几天 其中 暂缓 推迟 延期 延后 取消 暂停 除 假 半 暂 几 节 如 倘 已 一旦
    只要 只有 凡 例外 条件成熟 条件具备 条件允许 条件许可 具备条件 符合条件 满足条件 同意的 批准的 经批准 经同意
    情况下 延长 推后 宽限 放宽 适当 展期 原定 原计划 原时限 为期
    但 仅 再定 再议 再延 再行 改为 改至 调整为 调整至 变更为 延迟 推延 缓期 确需 确有 详见 参见 见附件
    无法 也许 或许 大致 大体 估计 希望 可望 有望 允许 准许 看情况 依情况 依进度 依实际 据情
"""
"""What could move, limit or question a day: no form holds it, but for the name of an event."""

DEEDS = """
    年度任务 年度目标 年度工作 年度计划 年度评估 年度总结 年度考核 年度报告 年度评价 年报 年审 年检 年鉴 青年 少年
    成年人 未成年人 老年 常年 周年 年产 月报 季报 周报 日报 日常 日常监管 日趋 天然 露天 蓝天 周边 周转 周到 周密
    周知 前期 前置 前端 前沿 前列 目前 当前 前瞻 期望 预期 工期 一期 二期 三期 周期 准时 限时 时效 平时 季节 落后
    后评价 后续 后勤 后台 后备 背后 善后 事后 事中 事前 按标准 按质 依法 依规 按照程序 一并 起草 发起 引起 起步
    建立起 一起 起到 承担起 建起 编号 文号 账号 信号 型号 号召 号码 不断 不动产 不良 不足 不合格 不规范 不到位 不漏
    未来 待遇 接待 对待 期待 优待 招待 机遇 遭遇 重视 电视 视频 监视 视觉 巡视 视察 节约 公约 合约 签约 约谈 条约
    预约 履约 集约 约束 违约 契约 清除 排除 消除 拆除 解除 除险 除治 删除 扫除 免除 废除 撤除 去除 剔除 根除 除尘
    除雪 除害 扣除 非急件 非紧急 非重点 非涉密 非法 非税 非遗 非物质 另一 每个 每家 每户 每村 每镇 每人 每项 每处
    每所 各 暂行 虚假 休假 一次 1次 一轮 首次 一次性 时间节点 阶段 节点 时间表 环节 细节 调节 节能 情节 节余
    自查 自评 自纠 自主 自愿 自我 自然 自身 自选 自行 自治 从业 从严 从事 随机 随访 跟踪 等级
    等次 平等 等工作 等任务 等情况 等事项 达到 得到 做到 看到 到位 到户 到村 到岗 到人 在线 在建 在册 存在 应急 应用
    应对 应放尽放 应接尽接 应收尽收 应报尽报 需求 要素 要求 重要 主要 要点 摘要 纪要 必要 需要 分析 分类 分工 分解
    分级 分配 充分 部分 评分 区分 分布 分管 分别 请示 申请 邀请 限制 限额 权限 有限 为主 作为 行为 成为 为民 因为
    认为 都市 均衡 平均 工作计划 可行 可研 认可 许可 再造 内容 内部 内控 区内 县内 境内 国内 室内 范围内 辖区内 域内
    彻底 底数 底线 底账 兜底 见底 摸底 托底 家底 底图 底册 初步 初稿 初审 初验 初核 初级 末端 是否 凡是 止损
    整改 意见 等额 天数 任务 事务 服务 业务 财务 商务 税务 政务 公务 务工 义务 劳务 供应 销号 挂号 口号 时代 时段 时序 时空 学前 产前 售后 产后 灾后 课后 先后 前后衔接 起诉 起底 起点 初具
    节水 节地 节电 再生 再就业 如实 如下 例如 诸如 已有 已建 丰满 圆满 满意 满足 超半数 过半
    一半 大半 半数 半数以上 三分之一 三分之二 四分之三 逐项 逐一 逐级 逐户 逐村 逐镇 逐条 逐件 逐个 逐人 逐步
    分期分批 按方案 按职责 按照职责 按分工 按权限 随迁 隔离 自建 自助 自动 自检 自改 自律 从源头 从根本上 待办
    待建 另有 中期评估 中期检查 中期调整 中期验收 期末考核 期末评估 力争提前 力争提前完成 争取提前 争取提前完成
    尽量提前 尽量提前完成 禁止 停止 防止 终止 制止 中心 中央 集中 中间 中小 中医 中学 即可 汛情 防汛 一般镇 一般事项 基本盘 基本情况
    基本信息 基本农田
"""
"""Harmless, though a part of it looks like a word of time."""

BODIES = (
    *("镇", "乡", "街道", "区", "县", "市", "局", "委", "办", "部", "厅", "院", "校", "站", "所", "组"),
    *("单位", "部门", "政府", "中心", "村", "企业", "公司", "支部", "专班", "大队", "管委会", "村委会"),
)
"""How the names of bodies end: 各镇6月底前."""

NOUNS = ("情况", "的情况", "进展", "进度", "数据", "报表", "信息", "台账", "材料", "清单", "任务")
REPORTED = (*NOUNS, "工作", "总结", "报告", "统计", "小结", "计划", "推进情况", "完成情况")
"""上月情况 is what is reported on, not when; 总结 may be what is done, too."""

_FESTIVALS = {
    (1, 1): "元旦 元旦节 “元旦”",
    (3, 8): "三八妇女节 “三八”妇女节 妇女节 三八节 “三八”",
    (3, 12): "植树节",
    (5, 1): "五一 “五一” 五一节 “五一”节 劳动节 五一劳动节 “五一”劳动节 国际劳动节 五一国际劳动节 “五一”国际劳动节",
    (5, 4): "五四青年节 “五四”青年节 青年节 “五四”",
    (6, 1): "六一 “六一” 六一儿童节 “六一”儿童节 儿童节 六一节",
    (7, 1): "七一 “七一” 建党节 七一建党节",
    (8, 1): "八一 “八一” 建军节 八一建军节",
    (9, 10): "教师节",
    (10, 1): "十一 “十一” 国庆 国庆节 十一国庆节 “十一”国庆节",
    (12, 4): "国家宪法日 宪法日",
}
_YEARS = (
    "今年 今年度 本年 本年度 当年 当年度 明年 明年度 次年 次年度 翌年 来年 去年 去年度 上年 上年度 后年 年内 年度内"
)

_VALUED: tuple[tuple[str, object, str], ...] = (
    *(("year-of", Date(year=text), text) for text in _YEARS.split()),
    ("month-of", Date(month=1), "元月 元月份"),
    ("month-of", Date(unit="month", base="本"), "本月 本月份 当月 当月份 这个月"),
    ("month-of", Date(unit="month", base="下"), "下月 下个月 下月份"),
    ("month-of", Date(unit="month", base="次"), "次月"),
    ("month-of", Date(unit="month", base="上"), "上月 上个月"),
    ("week-of", Date(unit="week", base="本"), "本周 这周 本星期"),
    ("week-of", Date(unit="week", base="下"), "下周 下星期 下个星期"),
    ("week-of", Date(unit="week", base="上"), "上周"),
    ("quarter-of", Date(unit="quarter", base="本"), "本季度 当季度 本季 这个季度"),
    ("quarter-of", Date(unit="quarter", base="下"), "下季度 下一季度 下个季度"),
    ("quarter-of", Date(unit="quarter", base="上"), "上季度 上一季度 上个季度"),
    ("half-of", Date(unit="half", number=1), "上半年 上半年度"),
    ("half-of", Date(unit="half", number=2), "下半年 下半年度"),
    *(
        ("plan-of", Date(unit="plan", number=1951 + 5 * n), f"“{han}五” {han}五 “{han}五”规划 {han}五规划")
        for n, han in enumerate(("十", "十一", "十二", "十三", "十四", "十五", "十六", "十七"), 10)
    ),
    ("year-edge", Date(unit="year", part="底"), "年底 年末 年终 年尾 岁末 岁尾"),
    ("year-edge", Date(unit="year", part="初"), "年初"),
    ("year-edge", Date(unit="year", part="中"), "年中"),
    ("month-edge", Date(unit="month", part="底"), "月底 月末 月尾"),
    ("month-edge", Date(unit="month", part="初"), "月初"),
    ("month-edge", Date(unit="month", part="中"), "月中"),
    ("quarter-edge", Date(unit="quarter", part="底"), "季度末 季度底 季末 季底"),
    ("quarter-edge", Date(unit="quarter", part="初"), "季度初 季初"),
    *(
        ("ten-of", Date(part=part), f"{part} {part}末 {part}底")
        for part in ("上旬", "中旬", "下旬", "上半月", "下半月", "上中旬", "中下旬")
    ),
    ("edge", Date(part="底"), "期末 末期"),
    *(
        ("festival-of", Date(month=month, day=day, unit="festival", name="元旦" if month == 1 else ""), texts)
        for (month, day), texts in _FESTIVALS.items()
    ),
    *(
        ("festival-of", Date(unit="festival", name=name), f"{name} {name}节 “{name}”")
        for name in ("春节", "清明", "端午", "中秋", "元宵", "重阳", "除夕")
    ),
    ("every", Rhythm(Grain.DAY), "每日 每天 逐日 按日"),
    ("every", Rhythm(Grain.DAY, workdays=True), "每个工作日 每工作日"),
    ("every", Rhythm(Grain.WEEK), "每周 每个周 每星期 每个星期 每一周 逐周 按周 以周为单位"),
    ("every", Rhythm(Grain.MONTH), "每月 每个月 每一个月 每月度 每月份 逐月 按月 按月度 以月为单位 以月为节点"),
    ("every", Rhythm(Grain.MONTH, (2, 4, 6, 8, 10, 12)), "双月 每双月 逢双月 每逢双月 每个双月"),
    ("every", Rhythm(Grain.MONTH, (1, 3, 5, 7, 9, 11)), "单月 每单月 逢单月 每逢单月 每个单月"),
    ("every", Rhythm(Grain.QUARTER), "每季度 每季 每个季度 每一季度 逐季 逐季度 按季 按季度 以季度为节点 以季度为单位"),
    ("every", Rhythm(Grain.QUARTER), "一季一次 一季一调度 一季一通报"),
    (
        "every",
        Rhythm(Grain.HALF),
        "每半年 每半年度 按半年 每个半年 以半年为单位 半年一次 半年一调度 半年一通报 半年一报 半年一评估",
    ),
    ("every", Rhythm(Grain.YEAR), "每年 每年度 按年 按年度 每个年度 每一年 逐年度 以年为单位 以年度为单位"),
    ("ordinal", 1, "首月 首个月 初月"),
    ("ordinal", -1, "末月 最后一个月 最后1个月 最后一月 尾月"),
    ("nth", Nth(1, "工作日"), "首个工作日"),
    ("nth", Nth(-1, "工作日"), "最后一个工作日 最后1个工作日 最后一工作日"),
    ("nth", Nth(-1, "天"), "最后一天 最后一日 最后1天 最后1日"),
    *(("nth", Nth(-1, day), f"最后一个周{day} 最后一个星期{day}") for day in WEEK),
    *(("weekday", n, f"周{day} 星期{day} 礼拜{day}") for n, day in enumerate(WEEK)),
    ("weekday", 6, "周天 星期天 礼拜天"),
    ("length", Length(15, LengthUnit.DAY), "半个月 半月"),
    ("length", Length(6, LengthUnit.MONTH), "半年"),
    (
        "defer",
        ShiftTo.NEXT,
        "顺延 自动顺延 依次顺延 相应顺延 往后顺延 向后顺延 后延 顺延至 顺延到 则顺延 则自动顺延 则顺延至 则顺延到",
    ),
    ("defer", ShiftTo.LAST, "提前 相应提前 自动提前 提前至 提前到 则提前 则提前至"),
)


class Measure(NamedTuple):
    """What a unit makes of the number before it."""

    kind: str
    value: Callable[[int], object]


def _measures(*rows: tuple[str, Callable[[int], object], str]) -> dict[str, Measure]:
    units = {unit: Measure(kind, value) for kind, value, texts in rows for unit in texts.split()}
    return dict(sorted(units.items(), key=lambda unit: -len(unit[0])))


_WORKDAYS = "个工作日 工作日"
_AMOUNTS = """
    % 个 余 多 件 家 人 名 户 条 项 处 座 套 台 辆 份 张 宗 例 所 间 栋 亩 公顷 公里 千米 米 平方米 吨 千伏 倍 元 万元 万
    亿元 亿 个百分点
"""
_DAYS = "天 个自然日 自然日 个日历天 日历天"

MEASURES: dict[str, dict[str, Measure]] = {
    "": _measures(
        ("year-of", lambda n: Date(year=n), "年 年度"),
        ("month-of", lambda n: Date(month=n), "月 月份"),
        ("day-of", lambda n: Date(day=n), "日 号"),
        ("quarter-of", lambda n: Date(unit="quarter", number=n), "季度"),
        ("length", lambda n: Length(n, LengthUnit.DAY), _DAYS),
        ("length", lambda n: Length(n, LengthUnit.WORKDAY), _WORKDAYS),
        ("length", lambda n: Length(n, LengthUnit.WEEK), "周 个周 星期 个星期 个礼拜"),
        ("length", lambda n: Length(n, LengthUnit.MONTH), "个月"),
        ("length", lambda n: Length(3 * n, LengthUnit.MONTH), "个季度"),
        ("hours", int, "小时 个小时 分钟 个钟头 个半小时"),
        ("hour", int, "时 点 点钟"),
        ("minute", int, "分"),
        ("unread", int, "个半月"),
        ("times", int, "次 轮 场 遍 批次 人次"),
        ("deed", int, _AMOUNTS),
    ),
    "第": _measures(
        ("nth", lambda n: Nth(n, "工作日"), _WORKDAYS),
        ("nth", lambda n: Nth(n, "天"), f"{_DAYS} 日"),
        ("ordinal", int, "个月 月"),
        ("quarter-of", lambda n: Date(unit="quarter", number=n), "季度 个季度"),
        ("unread", int, "周 个周 个星期"),
        *(("nth", lambda n, day=day: Nth(n, day), f"个周{day} 个星期{day}") for day in WEEK),
    ),
    "前": _measures(
        ("nth", lambda n: Nth(n, "工作日"), _WORKDAYS),
        ("nth", lambda n: Nth(n, "天"), f"{_DAYS} 日"),
        ("quarter-of", lambda n: Date(unit="quarter", number=n, base="前"), "季度 个季度"),
    ),
}
"""By what stands before the number, the longest unit first."""


@cache
def entries_at(first: str) -> list[Entry]:
    """The words that begin with this character, but for those with a number, the longest first."""
    return sorted(_by_first().get(first, ()), key=lambda entry: -len(entry[0]))


@cache
def _by_first() -> dict[str, list[Entry]]:
    by_first: defaultdict[str, list[Entry]] = defaultdict(list)
    tables = (MARKS, AROUND_A_DAY, NO_DAY, EVENTS, REST_DAYS, {"deed": DEEDS, "unread": UNREAD})
    plain = ((kind, None, texts) for table in tables for kind, texts in table.items())
    for kind, value, texts in (*_VALUED, *plain):
        for text in texts.split():
            by_first[text[0]].append((text, kind, value))
    return by_first
