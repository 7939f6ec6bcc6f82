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
    script = (
        "import sys\n"
        "from fuquan.cli.app import app\n"
        "from fuquan.cli.shell import run\n"
        f"run(app, {command!r})\n"
        f"print(*[name for name in {heavy!r} if name in sys.modules], file=sys.stderr)\n"
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
    assert set(done.stderr.splitlines()[-1].split()) == loaded


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
