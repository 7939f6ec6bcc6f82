"""Nodes into the model: the strict reading of both files, every problem a located finding, all in one run."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fuquan import schema
from fuquan.diagnostic import Diagnostic, start_of
from fuquan.load.linking import Linker
from fuquan.load.reading import Reader, Row
from fuquan.model import Plan
from fuquan.source import TASKS, TOWNS, File, TooManyError, decoded, exists, read, shown

if TYPE_CHECKING:
    from fuquan.git import Commit, Repository


class Loaded(NamedTuple):
    """What could be read. `plan` is whole only where `found` holds no error; None where there is no plan header."""

    plan: Plan | None
    found: tuple[Diagnostic, ...]
    files: Mapping[str, File]
    tasks: File | None = None
    """The task list, where it could be read as text."""
    towns: File | None = None


def load(folder: Path) -> Loaded:
    """The plan in `folder`, which is known to exist."""
    with _resting():
        towns = folder / TOWNS
        return load_files(read(folder / TASKS), read(towns) if exists(towns) else None, shown(towns))


def load_at(repo: "Repository", commit: "Commit", folder: str) -> Loaded | None:
    """The plan as a commit has it in the repository's `folder`; None where it has no task list there.

    Findings give their places as git does: 3181a06:data/tasks.yaml. Raises FuquanError as `git.blob` does.
    """
    return load_paths(repo, commit, *paths_in(folder))


def paths_in(folder: str) -> tuple[str, str]:
    """Where both files lie in a folder of a repository."""
    return name_in(folder, TASKS), name_in(folder, TOWNS)


def name_in(folder: str, name: str) -> str:
    """Where a file lies in a folder of a repository, whose top is "."."""
    return name if folder == "." else f"{folder}/{name}"


def load_paths(repo: "Repository", commit: "Commit", tasks: str, towns: str) -> Loaded | None:
    """The plan as a commit has it in the files of these names, as `load_at` gives it."""
    from fuquan.git import blob

    data, towns_data = blob(repo, commit, tasks), blob(repo, commit, towns)
    if data is None:
        return None
    return load_past((f"{commit.short}:{tasks}", data), (f"{commit.short}:{towns}", towns_data))


def load_past(tasks: tuple[str, bytes], towns: tuple[str, bytes | None]) -> Loaded:
    """The plan in the bytes that git has kept of both files, each under a name for messages."""
    with _resting():
        towns_file = None if towns[1] is None else decoded(towns[0], towns[1])
        loaded = load_files(decoded(*tasks), towns_file, towns[0])
    # What is said of a whole file is how to save it, or to have it back from the very commit that is read here.
    found = tuple(one._replace(help=_PAST) if one.rule in ("file", "empty") else one for one in loaded.found)
    return loaded._replace(found=found)


_PAST = "提交过的内容不会再变：请换一个版本；还没有合并的分支，可以改好后再提交一次"


@contextmanager
def _resting() -> Iterator[None]:
    """Without the collector: nothing read here is garbage, and looking for some takes a third of the time."""
    resting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if resting:
            gc.enable()


def load_files(tasks: File | Diagnostic, towns: File | Diagnostic | None, towns_path: str) -> Loaded:
    """The plan in two texts; `towns` is None where there is no such file, which matters only to a group of towns."""
    reader = Reader()
    try:
        plan = _plan(reader, tasks, towns, towns_path)
    except TooManyError:
        plan = None
    read_tasks, read_towns = (file if isinstance(file, File) else None for file in (tasks, towns))
    files = {file.path: file for file in (read_tasks, read_towns) if file is not None}
    return Loaded(plan, _in_order(reader.found, tuple(files)), files, read_tasks, read_towns)


def _plan(reader: Reader, tasks: File | Diagnostic, towns: File | Diagnostic | None, towns_path: str) -> Plan | None:
    rows = reader.file(tasks, schema.TASKS_FILE)
    town_rows = reader.file(towns, schema.TOWNS_FILE) if towns is not None else Row()
    if rows is not None and towns is None and any(row.get("members") == "towns" for row in rows.get("units", ())):
        reader.error(
            "file",
            start_of(towns_path),
            f"没有文件“{towns_path}”",
            f"{TASKS} 里有单位写明 members: towns，各镇要列在这个文件的 towns: 之下",
        )
        town_rows = None
    return None if rows is None else Linker(reader, rows, town_rows).plan()


def _in_order(found: list[Diagnostic], paths: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """By place, one finding of a rule a place."""
    place = {path: n for n, path in enumerate(paths)}
    ordered = sorted(found, key=lambda one: (place.get(one.span.path, -1), one.span.line, one.span.column))
    first: dict[tuple[str, int, int, str], Diagnostic] = {}
    for one in ordered:
        first.setdefault((one.span.path, one.span.line, one.span.column, one.rule), one)
    return tuple(first.values())
