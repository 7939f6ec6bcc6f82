"""What the tests share: the example plan, the program run in this process, and whole outputs kept as files."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from repos import isolate, made

from fuquan.cli.app import app
from fuquan.cli.shell import run
from fuquan.load import load
from fuquan.model import Plan

TESTS = Path(__file__).parent
EXAMPLE = TESTS / "example" / "data"

# The same cases at every run: a change is refused for what it did, not for what chance found in other code.
# To search for new ones: `pytest --hypothesis-profile default`, as often as one likes.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a run ended, and what it wrote."""

    status: int
    out: str
    err: str


Fuquan = Callable[..., Done]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew instead of comparing with them")
    parser.addoption("--hostile", action="store_true", help="try every hostile file, which takes ten minutes")


@pytest.fixture
def example() -> Plan:
    plan = load(EXAMPLE).plan
    assert plan is not None
    return plan


@pytest.fixture
def fuquan(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Fuquan:
    """Run a command line on the example, as of 2023-05-10, on 80 columns, unless told otherwise."""
    monkeypatch.setenv("FUQUAN_TODAY", "2023-05-10")
    monkeypatch.setenv("FUQUAN_DATA", str(EXAMPLE))
    monkeypatch.setenv("COLUMNS", "80")

    def fuquan(*args: str, columns: int = 80, data: Path | None = None) -> Done:
        monkeypatch.setenv("COLUMNS", str(columns))
        if data is not None:
            monkeypatch.setenv("FUQUAN_DATA", str(data))
        status = run(app, args)
        out, err = capfdbinary.readouterr()
        return Done(status=status, out=out.decode(), err=err.decode())

    return fuquan


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a whole output with the file kept under golden/; --golden writes it."""

    def golden(name: str, text: str) -> None:
        path = TESTS / "golden" / name
        if request.config.getoption("--golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        assert text == path.read_bytes().decode()

    return golden


@pytest.fixture
def data(tmp_path: Path) -> Callable[..., Path]:
    """A data folder with the example's files, each with some text replaced; None leaves a file out."""

    def data(tasks: dict[str, str] | bool | None = False, towns: dict[str, str] | bool | None = False) -> Path:
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        for name, changes in (("tasks.yaml", tasks), ("towns.yaml", towns)):
            if changes is None:
                continue
            text = (EXAMPLE / name).read_text(encoding="utf-8")
            for old, new in (changes or {}).items():  # type: ignore[union-attr]
                assert old in text, old
                text = text.replace(old, new, 1)
            (folder / name).write_text(text, encoding="utf-8", newline="")
        return folder

    return data


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository without a commit, which nothing from outside has a say in."""
    isolate(tmp_path, monkeypatch)
    return made(tmp_path / "库")


def copied(folder: Path) -> Path:
    """The folder, made if it is not there, with the example's files."""
    folder.mkdir(exist_ok=True)
    for file in EXAMPLE.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


@pytest.fixture
def unrecorded(tmp_path: Path) -> Path:
    """The example without its records and adjustments: what is shipped, whatever is recorded in it one day."""
    folder = tmp_path / "unrecorded"
    folder.mkdir()
    for name in ("tasks.yaml", "towns.yaml"):
        text = (EXAMPLE / name).read_text(encoding="utf-8")
        text = re.sub(r"^    (progress|adjustments):\n(?:^     .*\n)+", "", text, flags=re.MULTILINE)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
