"""The least that answers about a plan as JSON: Typer and PyYAML, which compose the files and print the tasks."""

import json
from pathlib import Path
from typing import Annotated

import typer
import yaml

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def tasks_as_json(
    data: Annotated[Path, typer.Option("--data")] = Path("data"),
    title: Annotated[str, typer.Option("--title")] = "title",
) -> None:
    tasks, _ = (
        yaml.compose((data / name).read_bytes(), Loader=yaml.CSafeLoader) for name in ("tasks.yaml", "towns.yaml")
    )
    rows = next(value for key, value in tasks.value if key.value == "tasks")
    fields = ({key.value: value.value for key, value in row.value} for row in rows.value)
    answer = [{"id": int(one["id"]), "deadline": one["deadline"], title: one["title"]} for one in fields]
    typer.echo(json.dumps(answer, ensure_ascii=False))


def main() -> None:
    app()
