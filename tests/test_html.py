"""The page as a browser sees it: read back whole, used by keyboard, judged by axe, printed."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import EXAMPLE, Done, Fuquan
from hypothesis import given
from hypothesis import strategies as st
from plans import plan_of, task, written
from playwright.sync_api import Browser, Page, sync_playwright
from programs import program, text_of

from fuquan.export import to_html
from fuquan.load import load
from fuquan.model import Plan
from fuquan.owed import situation
from fuquan.text import long_day, printable
from fuquan.view import annex
from fuquan.view.board import Board, board

TODAY = date(2023, 5, 10)
UNITS = "  - {name: 局}\n  - {name: 办}\n  - {name: 各镇, members: towns}"
UGLY = (
    '"<script>alert(1)</script><img src=x onerror=alert(2)>&amp;&lt;</style></script>"',
    """ "\\u202e[red]=1+1\\e[31m]]>--><!-- ' onload='alert(3)" """,
    f'"{"长" * 500} {"w" * 500}"',
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = program("chromium", "chromium-browser", "google-chrome")
    flags = ["--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update"]
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=[*flags, *root])
        yield browser
        browser.close()


Shown = Callable[..., Page]


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Iterator[Shown]:
    """The page of a board in a browser, which may say nothing, ask for nothing and open nothing meanwhile."""
    happened: list[str] = []
    opened = []

    def shown(of: Board, width: int = 1280, **context: Any) -> Page:
        file = tmp_path / "页.html"
        file.write_text(to_html.page(of), encoding="utf-8")
        opened.append(browser.new_context(viewport={"width": width, "height": 900}, **context))
        page = opened[-1].new_page()
        page.on("console", lambda said: happened.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: happened.append(f"error: {error}"))
        page.on("dialog", lambda dialog: happened.append(f"dialog: {dialog.message}"))
        page.on("request", lambda asked: happened.append(asked.url) if asked.url != file.as_uri() else None)
        page.goto(file.as_uri())
        return page

    yield shown
    for context in opened:
        context.close()
    assert happened == []


def board_of(plan: Plan, day: date = TODAY) -> Board:
    now = situation(plan, day)
    return board(now, now, (), frozenset())


def ugly() -> Board:
    tasks = (task("4月底前", "局", n).replace("title: 任务", f"title: {text}") for n, text in enumerate(UGLY, start=1))
    return board_of(plan_of("\n".join(tasks), UNITS))


def cells(page: Page, table: str) -> list[list[str]]:
    script = "table => [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.innerText))"
    rows: list[list[str]] = page.eval_on_selector(table, script)
    return rows


def as_shown(value: object) -> str:
    text = "" if value is None else long_day(value) if isinstance(value, date) else str(value)
    return " ".join("\n".join(map(printable, text.split("\n"))).split(" "))


ANNEX = "#leaf-1 table"


def test_the_annex_is_there_cell_by_cell_without_the_script(shown: Shown, example: Plan) -> None:
    page = shown(board_of(example), java_script_enabled=False)
    rows = [row.locator("th, td").all_text_contents() for row in page.locator(f"{ANNEX} tbody tr").all()]
    now = situation(example, TODAY)
    assert rows == [[as_shown(value) for value in annex.cells(row)] for row in annex.rows(now)]
    assert page.locator(".filters").count() == 0


def test_what_the_page_says(shown: Shown, example: Plan, unrecorded: Path, golden: Callable[[str, str], None]) -> None:
    golden("export.html.txt", shown(board_of(example)).inner_text("body") + "\n")
    plan = load(unrecorded).plan
    assert plan is not None
    golden("unrecorded export.html.txt", shown(board_of(plan)).inner_text("body") + "\n")


def test_a_part_of_the_tasks_is_not_taken_for_the_whole(shown: Shown, fuquan: Fuquan, tmp_path: Path) -> None:
    file = tmp_path / "部分.html"
    assert fuquan("export", "html", "--section", "三", "-o", str(file)).status == 0
    text = re.sub("<[^>]*>", "", file.read_text(encoding="utf-8"))
    assert "所选的3项中没有逾期任务（截至2023年5月10日；清单共15项，其中逾期3项不在所选之内）。" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    shown: Shown, example: Plan, width: int, scheme: str
) -> None:
    for of in (board_of(example), ugly(), board_of(plan_of(task("持续推进", "局"), UNITS))):
        page = shown(of, width, color_scheme=scheme, bypass_csp=True)  # axe is a script of its own
        assert page.evaluate("document.documentElement.scrollWidth") == width
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


def test_the_table_is_filtered(shown: Shown, example: Plan) -> None:
    page = shown(board_of(example))
    filters = page.locator(".filters")

    def listed() -> tuple[list[str], str]:
        rows = page.locator(f"{ANNEX} tbody tr:visible th").all_inner_texts()
        return rows, page.inner_text("[role=status]")

    assert listed() == ([str(n) for n in range(1, 16)], "共15项任务")
    filters.get_by_label("责任单位").select_option("红杨镇")
    assert listed() == (["1", "2", "3", "8", "9", "10", "13"], "共15项任务，列出7项")
    filters.get_by_label("状态").select_option("逾期")
    assert listed() == (["2", "9", "10"], "共15项任务，列出3项")
    filters.get_by_label("主要任务").select_option("四、强化镇执法能力建设")
    filters.get_by_label("查找").fill("持证 考试")
    assert listed() == (["9"], "共15项任务，列出1项")
    filters.get_by_label("查找").fill("没有")
    assert listed() == ([], "共15项任务，列出0项")


def test_the_table_is_sorted_by_keyboard(shown: Shown, example: Plan) -> None:
    page = shown(board_of(example))
    head = page.locator(f"{ANNEX} thead th", has_text="应办日期")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert [row[0] for row in cells(page, ANNEX)][:5] == ["1", "3", "2", "9", "10"]
    assert head.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Space")
    assert [row[0] for row in cells(page, ANNEX)] == [
        *("13", "5", "7", "11", "6", "14", "4", "2", "9", "10", "1", "3"),
        *("8", "12", "15"),  # what has no day stands last, whichever way round
    ]
    assert page.locator(f"{ANNEX} [aria-sort]").evaluate_all("heads => heads.map(head => head.ariaSort)") == [
        "descending"
    ]
    page.locator(f"{ANNEX} thead th", has_text="序号").get_by_role("button").press("Enter")
    assert [row[0] for row in cells(page, ANNEX)] == [str(n) for n in range(1, 16)]


def test_data_are_text(shown: Shown) -> None:
    page = shown(ugly())
    titles = [row[2] for row in cells(page, ANNEX)]
    assert titles[0] == "<script>alert(1)</script><img src=x onerror=alert(2)>&amp;&lt;</style></script>"
    assert titles[1] == "\\u202e[red]=1+1\\x1b[31m]]>--><!-- ' onload='alert(3)"
    assert titles[2] == f"{'长' * 500} {'w' * 500}"
    assert page.locator("img, main script").count() == 0


def test_nothing_from_elsewhere_is_let_in(browser: Browser, example: Plan, tmp_path: Path) -> None:
    file = tmp_path / "页.html"
    file.write_text(to_html.page(board_of(example)), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    policy = page.locator("meta[http-equiv]").get_attribute("content")
    assert policy is not None
    assert re.sub("sha256-[^']+", "…", policy) == (
        "default-src 'none'; style-src '…'; script-src '…'; base-uri 'none'; form-action 'none'"
    )
    blocked = page.evaluate(
        """async () => {
            const blocked = [];
            document.addEventListener("securitypolicyviolation", (event) => blocked.push(event.effectiveDirective));
            const style = document.createElement("p");
            style.setAttribute("style", "color: red");
            const script = document.createElement("script");
            script.textContent = "document.title = 'wrong'";
            document.body.append(style, script);
            await new Promise((resolve) => setTimeout(resolve, 100));
            style.remove();
            script.remove();
            return [document.title !== "wrong", blocked.sort()];
        }"""
    )
    page.context.close()
    assert blocked == [True, ["script-src-elem", "style-src-attr"]]


@pytest.fixture
def printed(browser: Browser, example: Plan, tmp_path: Path) -> str:
    """The words of the example's page on A4, page by page parted by form feeds."""
    file, pdf = tmp_path / "页.html", tmp_path / "页.pdf"
    file.write_text(to_html.page(board_of(example)), encoding="utf-8")
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.goto(file.as_uri())
        page.pdf(path=pdf, prefer_css_page_size=True)
    size = subprocess.run([program("pdfinfo"), pdf], check=True, capture_output=True).stdout.decode()
    assert "(A4)" in size
    return text_of(pdf)


def test_printed_it_repeats_heads_and_leaves_out_what_is_clicked(printed: str) -> None:
    pages = printed.split("\f")
    assert len(pages) > 3
    assert sum("主要任务" in page and "佐证材料" in page for page in pages) >= 3  # the head of the annex
    assert "查找" not in printed
    assert "跳到正文" not in printed


class _Nesting(HTMLParser):
    """Raises where an element is closed that is not open."""

    VOID = frozenset({"meta", "br", "rect"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert all(not name.startswith("on") and name != "style" for name, _ in attrs)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_stands_for_itself(text: str) -> None:
    of = board_of(plan_of(task("4月底前", "局"), UNITS))
    said = of._replace(title=text, said=(text,), under=(text,))
    parser = _Nesting()
    parser.feed(to_html.page(said))
    parser.close()
    assert parser.open == []
    shown_text = "".join(map(printable, text.split("\n")))
    whole = "".join(parser.text)
    assert whole.count(shown_text) >= 4


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_data_give_the_same_bytes(seed: str, example: Plan) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fuquan", "export", "html", "-o", "-"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "America/Lima"}
        | {"FUQUAN_DATA": str(EXAMPLE), "FUQUAN_TODAY": "2023-05-10"},
        cwd=EXAMPLE.parent.parent.parent,
    )
    assert done.stdout.decode() == to_html.page(board_of(example))


def test_the_asked_body_is_named(fuquan: Fuquan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = "镇赋权工作-红杨镇-2023-05-10.html"
    assert fuquan("export", "html", "-u", "红杨镇") == Done(status=0, out=f"已写出 {name}：7项任务。\n", err="")
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert "<h1>芜湖市湾沚区推进镇赋权工作实施方案任务进展情况（红杨镇）</h1>" in text


def test_a_plan_without_tasks_selected_says_so(fuquan: Fuquan, tmp_path: Path) -> None:
    folder = written(tmp_path, task("持续推进", "局"), UNITS)
    out = fuquan("export", "html", "--state", "逾期", "-o", "-", data=folder)
    assert out.status == 0
    assert "没有符合条件的任务" in out.out
