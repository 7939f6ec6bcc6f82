"""Real repositories, made in the folder of the test that needs them by the git that is installed."""

import os
import subprocess
from pathlib import Path

import pytest

from fuquan.git import Commit

SETTINGS = """
[user]
	name = 甲
	email = jia@example.invalid
[init]
	defaultBranch = main
[protocol "file"]
	allow = always
[advice]
	detachedHead = false
"""


def isolate(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing from outside the folder have a say: no variable, no settings, no repository above."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    settings = folder / "gitconfig"
    settings.write_text(SETTINGS, encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder))


def git(where: Path, *args: str, given: bytes = b"", **variables: str) -> str:
    """What git prints, without the last newline; it has to succeed."""
    done = subprocess.run(
        ["git", *args], cwd=where, input=given, env=os.environ | variables, capture_output=True, check=True
    )
    return done.stdout.decode(errors="surrogateescape").removesuffix("\n")


def made(where: Path, *options: str) -> Path:
    """A new repository without a commit."""
    where.mkdir(parents=True, exist_ok=True)
    git(where, "init", "--quiet", *options)
    return where


def saved(where: Path, files: dict[str, bytes] | None = None, name: str = "HEAD") -> Commit:
    """A commit of these files beside those that are there, under the name that a test asks for it by."""
    for path, data in (files or {}).items():
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        (where / path).write_bytes(data)
    git(where, "add", "--all")
    git(where, "commit", "--quiet", "--allow-empty", "--message=改")
    return Commit(git(where, "rev-parse", "HEAD"), name)


def lost(where: Path, object_id: str) -> None:
    """Without this object, which is not packed."""
    (where / ".git" / "objects" / object_id[:2] / object_id[2:]).unlink()
