"""The page for a browser, as Chromium, axe and a strict parser find it."""

import os
import re
import subprocess
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import EXAMPLE, Fuquan
from hypothesis import example, given, settings
from hypothesis import strategies as st
from plans import plan_of, task
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright
from programs import program, text_of

from fuquan.export import to_html
from fuquan.load import load
from fuquan.owed import Situation, situation
from fuquan.query import tallies
from fuquan.text import printable
from fuquan.view import annex
from fuquan.view.board import Board, board
from fuquan.view.page import Line, Table

DAY = date(2023, 5, 10)
WIDTHS = (375, 1280)
VOID = {"meta", "link", "input", "rect"}
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "</style></script><b>",
    "&lt;&amp;&#60;",
    "\x1b[31m\u202e",
    "甲\n乙",
    "\"' onmouseover='alert(3)",
    "长" * 500,
    "x" * 500,
    "=cmd()|[red]",
)


def board_of(now: Situation) -> Board:
    plan = now.plan
    return board(now, now, now, tallies(now, plan.bodies()), tallies(now, plan.towns), total=len(now.standings))


def example_now() -> Situation:
    plan = load(EXAMPLE).plan
    assert plan is not None
    return situation(plan, DAY)


def hostile_now() -> Situation:
    """Each of the texts as a title, a body's reason and a document that it names."""
    quoted = [
        text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\x1b", "\\e") for text in HOSTILE
    ]
    tasks = "\n".join(
        f'  - {{id: {n}, section: 一, title: "{text}", deadline: 4月底前, units: [局, 各镇]}}'
        for n, text in enumerate(quoted, 1)
    )
    records = ", ".join(f'{n}: {{reason: "{text}"}}' for n, text in enumerate(quoted, 1))
    return situation(
        plan_of(tasks, f"  - {{name: 局, progress: {{{records}}}}}\n  - {{name: 各镇, members: towns}}"), DAY
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = program("chromium", "google-chrome")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with sync_playwright() as driver:
            alone = ["--no-sandbox"] if os.geteuid() == 0 else []  # the sandbox refuses to serve root
            args = [*alone, "--disable-gpu", "--disable-background-networking"]
            browser = driver.chromium.launch(executable_path=path, args=args)
            yield browser
            browser.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files: of the example, of nothing on record, of texts that mean harm."""
    folder = tmp_path_factory.mktemp("pages")
    bare = plan_of(
        f"{task('3月底前', '局, 各镇')}\n{task('持续推进', '局', 2)}\n{task('每月20日前', '各镇', 3)}",
        "  - {name: 局}\n  - {name: 各镇, members: towns}",
    )
    made = {"example": example_now(), "unrecorded": situation(bare, DAY), "hostile": hostile_now()}
    for name, now in made.items():
        (folder / f"{name}.html").write_text(to_html.page(board_of(now)), encoding="utf-8", newline="")
    return {name: folder / f"{name}.html" for name in made}


class Shown:
    """A page on a screen, and all that went wrong or out while it was."""

    def __init__(self, browser: Browser, path: Path, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.events: list[str] = []
        self.page.on("console", lambda message: self.events.append(f"console {message.text}"))
        self.page.on("pageerror", lambda error: self.events.append(f"error {error}"))
        self.page.on("dialog", self._refused)
        self.page.on("request", lambda request: self.events.append(f"request {request.url}"))
        self.page.goto(path.as_uri())

    def _refused(self, dialog: Dialog) -> None:
        self.events.append("dialog")
        dialog.dismiss()


@pytest.fixture
def shown(browser: Browser) -> Iterator[Callable[..., Shown]]:
    made: list[Shown] = []

    def shown(path: Path, width: int = 1280, **options: Any) -> Shown:
        made.append(Shown(browser, path, viewport={"width": width, "height": 900}, **options))
        return made[-1]

    yield shown
    for one in made:
        one.context.close()


@pytest.mark.parametrize("name", ["example", "unrecorded", "hostile"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    shown: Callable[..., Shown], pages: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    one = shown(pages[name], width, color_scheme=scheme, bypass_csp=True)
    found = Axe().run(one.page).response
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found["violations"]] == []
    assert "color-contrast" in {rule["id"] for rule in found["passes"]}


@pytest.mark.parametrize("name", ["example", "unrecorded", "hostile"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("script", [True, False])
def test_nothing_is_fetched_said_or_wider_than_the_screen(
    shown: Callable[..., Shown], pages: dict[str, Path], name: str, width: int, script: bool
) -> None:
    one = shown(pages[name], width, java_script_enabled=script)
    assert one.page.evaluate("document.documentElement.scrollWidth") <= width
    assert one.events == [f"request {pages[name].as_uri()}"]
    assert one.page.locator("#filters").is_visible() is script


@pytest.mark.parametrize("width", [*WIDTHS, 768])
def test_a_row_of_the_list_is_in_sight_as_a_whole(
    shown: Callable[..., Shown], pages: dict[str, Path], width: int
) -> None:
    region = shown(pages["example"], width).page.get_by_role("region", name="任务清单（表）")
    assert region.evaluate("element => element.scrollWidth - element.clientWidth") == 0


def test_the_policy_stops_what_is_not_the_page_s_own(shown: Callable[..., Shown], pages: dict[str, Path]) -> None:
    one = shown(pages["example"])
    failed: list[str | None] = []
    one.page.on("requestfailed", lambda request: failed.append(request.failure))
    one.page.evaluate(
        'document.body.insertAdjacentHTML(\'beforeend\', \'<p style="color: red" onclick="document.title = 1">甲</p>'
        "<img src=https://example.invalid/x.png>')"
    )
    one.page.get_by_text("甲", exact=True).click()
    assert one.page.title() == "芜湖市湾沚区推进镇赋权工作实施方案任务进展情况，截至2023年5月10日（星期三）"
    blocked = [event for event in one.events if event.startswith("console")]
    assert len(blocked) == 3
    assert all("Content Security Policy" in event for event in blocked)
    assert failed == ["csp"]


def cells(page: Page) -> list[list[str]]:
    """The texts of the table of all tasks as they are in the document."""
    found: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('#list tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return found


def expected(now: Situation) -> list[list[str]]:
    """Those of the annex, the further columns one after the other."""

    def day(value: date | str | None) -> str:
        return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else value or ""

    def row(one: annex.AnnexRow, name: str) -> list[str]:
        title = one.title if one.title.startswith(name) else name + one.title
        once = one.missing.startswith(f"{one.progress}：")
        further = (
            ("原因", one.reason),
            ("预计完成", day(one.expected)),
            ("佐证材料", one.evidence),
            ("备注", one.remark),
        )
        told = (one.missing if once else one.progress + one.missing) + "".join(
            f"{label}：{text}" for label, text in further if text
        )
        state = one.standing + (f"{one.late}天" if one.late is not None else "")
        plain = [str(one.number), one.section, title, one.deadline, one.units, day(one.due), state, told]
        return [printable(text.replace("\n", " ")) for text in plain]

    names = [one.task.name for one in now.standings]
    return [row(one, name) for one, name in zip(annex.rows(now), names, strict=True)]


@pytest.mark.parametrize(("name", "now"), [("example", example_now), ("hostile", hostile_now)])
def test_the_table_is_the_annex_cell_by_cell(
    shown: Callable[..., Shown], pages: dict[str, Path], name: str, now: Callable[[], Situation]
) -> None:
    assert cells(shown(pages[name], java_script_enabled=False).page) == expected(now())


def test_every_other_word_of_the_board_is_there(shown: Callable[..., Shown], pages: dict[str, Path]) -> None:
    now = example_now()
    value = board_of(now)
    page = shown(pages["example"], java_script_enabled=False).page
    for key, blocks in (("late", value.late), ("ahead", value.ahead), ("towns", value.towns), ("units", value.units)):
        section = page.locator(f"section[aria-labelledby={key}]")
        lines = [block.text.strip() for block in blocks if isinstance(block, Line) and block.text.strip()]
        assert section.locator("h2, p").all_text_contents() == lines
        [table] = [block for block in blocks if isinstance(block, Table)]
        rows = section.locator("tbody tr")
        assert [rows.nth(n).locator("th, td").all_text_contents() for n in range(rows.count())] == [
            ["".join(text.split("\n")) for text in row.cells] for row in table.rows
        ]
    assert page.locator(".cards li").all_text_contents() == ["已完成 2项 18.2%", "逾期 3项 27.3%", "未到期 6项 54.5%"]
    assert (
        page.get_by_role("img").first.get_attribute("aria-label") == "有明确时限的11项：已完成2项，逾期3项，未到期6项"
    )
    assert page.locator("section[aria-labelledby=counts] > p").all_text_contents() == [
        "共15项任务，其中有明确时限的11项：已完成2项（18.2%），逾期3项（27.3%），未到期6项（54.5%）。",
        "另有按月开展1项、持续推进1项、待省级部署1项、时限待定1项。",
        "已到时限的5项中完成2项，均按期；调整过时限的1项（任务4）。",
    ]


def numbers(page: Page) -> list[int]:
    return [int(text) for text in page.locator("#list tbody tr:not([hidden]) > th").all_text_contents()]


def test_filters_and_sorting_by_keyboard(shown: Callable[..., Shown], pages: dict[str, Path]) -> None:
    one = shown(pages["example"])
    page = one.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.locator("#words").focus()
    page.keyboard.type("培训 司法局")
    assert numbers(page) == [9, 10]
    assert page.get_by_role("status").text_content() == "符合条件的任务2项，共15项（查找：培训 司法局）。"
    page.keyboard.type("没有的话")
    assert page.get_by_role("status").text_content() == "没有符合条件的任务，共15项（查找：培训 司法局没有的话）。"
    page.get_by_role("button", name="全部显示").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("共15项任务。")
    page.locator("#words").fill("红杨镇")  # a member of 各镇, as the rows name it
    assert numbers(page) == [1, 2, 3, 8, 9, 10, 13]
    page.get_by_role("button", name="全部显示").press("Enter")
    expect(page.get_by_role("status")).to_have_text("共15项任务。")
    page.locator("#state").focus()
    page.keyboard.press("ArrowDown")
    assert numbers(page) == [2, 9, 10]
    page.select_option("#unit", label="红杨镇")
    page.select_option("#section", label="四、强化镇执法能力建设")
    assert numbers(page) == [9, 10]
    assert page.get_by_role("status").text_content() == (
        "符合条件的任务2项，共15项（状态：逾期；责任单位：红杨镇；主要任务：四、强化镇执法能力建设）。"
    )
    page.get_by_role("button", name="全部显示").press("Enter")
    expect(page.get_by_role("status")).to_have_text("共15项任务。")
    by_day = page.get_by_role("button", name="应办日期")
    by_day.focus()
    page.keyboard.press("Enter")
    assert numbers(page) == [1, 3, 2, 9, 10, 4, 14, 6, 5, 7, 11, 13, 8, 12, 15]
    assert page.locator("th[aria-sort]").all_text_contents() == ["应办日期"]
    assert page.locator("#list caption").text_content() == "任务清单（按应办日期排列）"
    page.keyboard.press("Space")
    assert numbers(page) == [13, 5, 7, 11, 6, 14, 4, 2, 9, 10, 1, 3, 8, 12, 15]
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    page.get_by_role("button", name="序号").press("Enter")
    assert numbers(page) == list(range(1, 16))
    page.get_by_role("button", name="状态").press("Enter")
    assert numbers(page)[:3] == [2, 9, 10]
    page.get_by_role("button", name="主要任务").press("Enter")
    assert numbers(page) == list(range(1, 16))  # 一 to 六, not as their names sound
    page.get_by_role("button", name="完成时限").press("Enter")
    assert numbers(page) == [1, 3, 2, 9, 10, 4, 14, 6, 5, 7, 11, 13, 8, 12, 15]
    page.get_by_role("button", name="责任单位").press("Enter")
    assert numbers(page)[-3:] == [11, 12, 13]
    assert one.events == [f"request {pages['example'].as_uri()}"]


def test_it_prints_on_a4_with_the_header_on_every_page(
    shown: Callable[..., Shown], pages: dict[str, Path], tmp_path: Path
) -> None:
    for name in ("example", "hostile"):
        pdf = tmp_path / f"{name}.pdf"
        shown(pages[name], color_scheme="dark").page.pdf(path=pdf, prefer_css_page_size=True, print_background=True)
        info = subprocess.run([program("pdfinfo"), pdf], check=True, capture_output=True, timeout=60).stdout.decode()
        wide, high = re.findall(r"Page size: +([\d.]+) x ([\d.]+)", info)[0]
        assert (round(float(wide)), round(float(high))) == (842, 595)
        sheets = text_of(pdf).split("\f")[:-1]
        listed = [sheet for sheet in sheets if re.search(r"^ *序号 +主要任务 +任务 ", sheet, re.MULTILINE)]
        assert len(listed) >= 2
        assert all("全部显示" not in sheet and "跳到正文" not in sheet for sheet in sheets)
        assert all(re.search(f"— *{n} *—", sheet) for n, sheet in enumerate(sheets, 1))


class Checked(HTMLParser):
    """Whether tags are nested as they must be, and ids and attributes stand once."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.tags.add(tag)
        self.wrong += [f"{tag} {name}" for name in names if names.count(name) > 1 or name.startswith("on")]
        self.wrong += [f"{tag} style" for name in names if name == "style"]
        if (key := dict(attrs).get("id")) is not None:
            self.wrong += [f"twice {key}"] if key in self.ids else []
            self.ids.add(key)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def checked(text: str) -> Checked:
    parser = Checked()
    parser.feed(text)
    parser.close()
    return parser


def test_tags_are_nested_and_the_same_whatever_the_data() -> None:
    texts = [to_html.page(board_of(now())) for now in (example_now, hostile_now)]
    found = [checked(text) for text in texts]
    assert [(one.wrong, one.open) for one in found] == [([], []), ([], [])]
    assert found[0].tags - {"svg"} >= found[1].tags - {"svg"}
    assert not any("://" in text for text in texts)


@settings(max_examples=200, deadline=None)
@given(st.text(st.one_of(st.sampled_from("<>&\"'=/ \n\t\r\0;#甲"), st.characters()), max_size=40))
@example("</script><script>")
@example("&lt;")
@example("\ud800")
def test_any_text_stands_for_itself(text: str) -> None:
    parser = checked(f'<p title="{to_html._text(text)}">{to_html._text(text)}</p>')
    assert (parser.wrong, parser.tags, "".join(parser.text)) == ([], {"p"}, printable(text.replace("\n", " ")))


def test_the_same_data_give_the_same_bytes(fuquan: Fuquan) -> None:
    first = fuquan("export", "html", "-o", "-")
    assert (first.status, first.err) == (0, "")
    assert first.out == fuquan("export", "html", "-o", "-").out


def test_what_it_needs_is_in_the_package() -> None:
    for name in ("page.css", "page.js"):
        text = files("fuquan.export").joinpath(name).read_text(encoding="utf-8")
        assert "\r" not in text
        assert "</" not in text
        assert text in to_html.page(board_of(example_now()))


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--unit", "区司法局"], "【区司法局】"),
        (
            ["--unit", "区司法局"],
            "承担7项任务，其中有明确时限的4项：已完成1项（25.0%），逾期2项（50.0%），未到期1项（25.0%）。",
        ),
        (["--unit", "区委编办"], "区委编办没有逾期任务（截至2023年5月10日；承担10项，已到时限的3项均已完成）。"),
        (["--state", "未到期"], "所列任务中没有逾期的；未列的任务不在此内。"),
        (["--state", "未到期"], "本页只列符合条件的任务7项（清单共15项），各项数字均按此计。"),
        (["--state", "今日到期"], "没有符合条件的任务（清单共15项）。"),
        (["--kind", "every"], "所列任务中，今后30天（至6月9日）到期1项"),
        (["--kind", "ongoing"], "所列1项任务，都没有明确时限。"),
        (["--section", "四", "--state", "逾期"], "逾期2项（截至2023年5月10日）"),
    ],
)
def test_what_is_said_of_a_part(fuquan: Fuquan, args: list[str], said: str) -> None:
    done = fuquan("export", "html", *args, "-o", "-")
    assert done.status == 0
    assert said in checked(done.out).text or said in "".join(checked(done.out).text)
    assert checked(done.out).wrong == []
    if "没有逾期" in done.out and "--state" in args:
        assert "没有逾期任务" not in done.out


@pytest.mark.parametrize(
    ("args", "parts"),
    [
        ([], ["总体情况", "逾期任务", "近期到期", "任务清单", "各镇", "责任单位"]),
        (["--section", "六"], ["总体情况", "逾期任务", "近期到期", "任务清单", "责任单位"]),
        (["--state", "今日到期"], ["总体情况"]),
    ],
)
def test_no_table_is_empty(fuquan: Fuquan, args: list[str], parts: list[str]) -> None:
    text = fuquan("export", "html", *args, "-o", "-").out
    assert re.findall(r'<a href="#[a-z]+">(\w+)</a>', text) == parts
    assert text.count("<h2") == len(parts)


def test_what_nobody_recorded_is_asked_about_first(fuquan: Fuquan, unrecorded: Path) -> None:
    text = "".join(checked(fuquan("export", "html", "-o", "-", data=unrecorded).out).text)
    assert text.count("尚未录入任何办理记录。以下“逾期”仅指已到时限、未报送，请先核实是否已完成。") == 1
    assert "方案印发前已到期，请先核实是否已完成：" in text
    assert "另有按月任务1项逾期：14的4月（4月20日）。" in text


def test_a_wide_table_of_towns_goes_on_in_further_ones() -> None:
    tasks = "\n".join(task("6月底前", "各镇", number) for number in range(1, 31))
    now = situation(plan_of(tasks, "  - {name: 各镇, members: towns}"), DAY)
    text = to_html.page(board_of(now))
    captions = re.findall(r"<caption>(各镇[^<]*)</caption>", text)
    assert captions == [f"各镇办理情况（截至2023年5月10日）（{n}/3）" for n in (1, 2, 3)]
    heads = re.findall(r'<th scope="col">(任务\d+)</th>', text)
    assert heads == [f"任务{number}" for number in range(1, 31)]
    assert checked(text).wrong == []


def test_what_is_left_out_or_cannot_be_known_is_said() -> None:
    plan = plan_of(
        f"{task('4月底前', '局')}\n{task('2099年1月4日起20个工作日内', '局', 2)}",
        "  - {name: 局, progress: {1: {done: 2023-06-01}}}",
    )
    value = board_of(situation(plan, DAY))
    assert value.cautions == (
        "尚未录入任何办理记录。以下“逾期”仅指已到时限、未报送，请先核实是否已完成。",
        "另有1条记录、调整或起算的日期晚于2023年5月10日，未计入。",
        "没有2099年的节假日安排，按工作日计的时限无法推算，暂作时限待定。",
    )
