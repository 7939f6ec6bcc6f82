"""The least that shows a plan: Typer, PyYAML and Rich, which compose the files and print a table of the tasks."""

from pathlib import Path
from typing import Annotated

import typer
import yaml

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def table(
    data: Annotated[Path, typer.Option("--data")] = Path("data"),
    title: Annotated[str, typer.Option("--title")] = "任务",
) -> None:
    from rich.console import Console
    from rich.table import Table

    tasks, _ = (
        yaml.compose((data / name).read_bytes(), Loader=yaml.CSafeLoader) for name in ("tasks.yaml", "towns.yaml")
    )
    rows = next(value for key, value in tasks.value if key.value == "tasks")
    drawn = Table("序号", "完成时限", title, box=None)
    for row in rows.value:
        task = {key.value: value.value for key, value in row.value}
        drawn.add_row(task["id"], task["deadline"], task.get("short", task["title"]))
    Console().print(drawn)


def main() -> None:
    app()
