"""Imports go down the rows, never sideways; and what is heavy is loaded by the commands that need it alone."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "fuquan"

ROWS = (
    {"errors", "diagnostic", "deadline", "workdays", "text"},
    {"extras"},
    {"model", "due", "daywords", "archive"},
    {"source", "git", "schema", "workbook", "letter"},
    {"load"},
    {"owed"},
    {"comparison"},
    {"query", "rules", "edit"},
    {"recording"},
    {"view"},
    {"forms"},
    {"render", "report", "export"},
    {"cli"},
)

OUTSIDE = {
    "workdays": {"chinese_calendar"},
    "deadline": {"dateutil"},
    "source": {"filelock", "yaml"},
    "workbook": {"python_calamine"},
    "render": {"rich"},
    "export": {"docx", "docxtpl", "icalendar", "jinja2", "xlsxwriter"},
    "cli": {"typer"},
}


def test_every_module_has_its_row() -> None:
    parts = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert parts - {"__init__", "__main__"} == set().union(*ROWS)


def test_imports_go_down_the_rows() -> None:
    row = {name: n for n, names in enumerate(ROWS) for name in names}
    wrong = [
        f"{part} imports {other}"
        for part, module in _imports()
        if module.startswith("fuquan.") and (other := module.split(".")[1]) != part and row[other] >= row[part]
    ]
    assert wrong == []


def test_each_row_imports_only_its_libraries() -> None:
    foreign = {
        (part, top)
        for part, module in _imports()
        if (top := module.split(".")[0]) not in sys.stdlib_module_names and top != "fuquan"
    }
    assert {(part, top) for part, top in foreign if top not in OUTSIDE.get(part, set())} == set()


@pytest.mark.parametrize(
    ("command", "loaded"),
    [
        (["overdue", "-f", "json"], set()),
        (["status", "-f", "json"], set()),
        (["list", "-f", "csv"], set()),
        (["--help"], set()),
        (["overdu"], set()),
        (["check"], {"chinese_calendar", "fuquan.rules", "fuquan.letter"}),
        (["rules", "-f", "text"], {"fuquan.rules"}),
        (["diff", "HEAD", "-f", "text"], {"fuquan.git", "fuquan.rules", "fuquan.letter"}),
        (["returns", "-f", "text"], set()),
        (["export", "csv", "-o", "-"], set()),
        (["export", "xlsx", "-o", "-"], {"xlsxwriter"}),
        (["export", "docx", "-o", "-"], {"docx"}),
        (["export", "html", "-o", "-"], {"chinese_calendar"}),
        (["export", "ics", "-o", "-"], {"icalendar", "dateutil", "chinese_calendar"}),
        (["report", "month", "-o", "-"], {"chinese_calendar"}),
        (["report", "year", "-f", "md", "-o", "-"], {"chinese_calendar"}),
        (["form", "--all", "-o", "没有/填报表"], {"xlsxwriter"}),
        (["collect", "没有.xlsx"], {"fuquan.rules", "fuquan.edit"}),
        (["done", "9", "-u", "红杨镇", "--dry-run"], {"fuquan.rules", "fuquan.edit", "chinese_calendar"}),
        (
            ["letter", "-u", "红杨镇", "--dry-run"],
            {"fuquan.letter", "fuquan.rules", "fuquan.edit", "chinese_calendar"},
        ),
        (["log", "-f", "text"], {"fuquan.git", "fuquan.rules"}),
        (["trend", "-f", "csv"], {"fuquan.git"}),
        (["overdue"], {"rich"}),
        (["upcoming"], {"rich", "chinese_calendar"}),
    ],
    ids=" ".join,
)
def test_heavy_modules_are_loaded_where_they_are_used(command: list[str], loaded: set[str]) -> None:
    heavy = (
        "rich",
        "chinese_calendar",
        "docx",
        "importlib.metadata",
        "dateutil",
        "filelock",
        "icalendar",
        "pydantic",
        "python_calamine",
        "fuquan.git",
        "fuquan.rules",
        "fuquan.edit",
        "fuquan.letter",
        "xlsxwriter",
    )
    assert _loaded(command) & set(heavy) == loaded


def test_what_answers_a_script_loads_neither_what_writes_nor_what_says_where_something_is_wrong() -> None:
    """And no module but those that read the data and count: each adds to the time in which a command starts."""
    assert {name for name in _loaded(["overdue", "-f", "json"]) if name.startswith("fuquan.")} == {
        *(f"fuquan.cli{module}" for module in ("", ".app", ".ask", ".options", ".question", ".shell")),
        *(f"fuquan.deadline{module}" for module in ("", ".dates", ".events", ".forms", ".kinds", ".once", ".series")),
        *("fuquan.deadline.vocabulary", "fuquan.deadline.words", "fuquan.diagnostic", "fuquan.due", "fuquan.errors"),
        *("fuquan.export", "fuquan.export.to_json", "fuquan.load", "fuquan.load.fixes", "fuquan.load.linking"),
        *("fuquan.load.reading", "fuquan.model", "fuquan.owed", "fuquan.query", "fuquan.schema", "fuquan.source"),
        *("fuquan.source.file", "fuquan.text", "fuquan.workdays"),
    }


def _loaded(command: list[str]) -> set[str]:
    """The modules that a command leaves loaded."""
    script = (
        "import sys\n"
        "from fuquan.cli.app import app\n"
        "from fuquan.cli.shell import run\n"
        f"run(app, {command!r})\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    data = PACKAGE.parent / "tests" / "example" / "data"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        encoding="utf-8",
        errors="replace",  # a workbook on stdout
        env={"FUQUAN_DATA": str(data), "FUQUAN_TODAY": "2023-05-10", "PYTHONIOENCODING": "utf-8"},
        cwd=PACKAGE.parent,
    )
    return set(done.stderr.splitlines()[-1].split())


def _imports() -> Iterator[tuple[str, str]]:
    """(the part of the package, the module it imports), wherever in the code the import stands."""
    for path in PACKAGE.rglob("*.py"):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if part in ("__init__", "__main__"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((part, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module == "fuquan":
                yield from ((part, f"fuquan.{alias.name}") for alias in node.names if alias.name != "__version__")
            elif isinstance(node, ast.ImportFrom):
                yield part, node.module or ""
