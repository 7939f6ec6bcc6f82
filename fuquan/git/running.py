"""Git started: hardened where it only reads, as its user runs it where it commits."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fuquan.errors import FuquanError
from fuquan.git.values import Repository

if TYPE_CHECKING:
    import subprocess


def git(folder: Path, *args: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """Plumbing, once it has ended; what its status means is for who asks."""
    import subprocess

    command = ("git", *_OPTIONS, *args)
    with _told(folder):
        return subprocess.run(command, cwd=folder, env=_env(), input=given, capture_output=True, check=False)


def started(folder: Path, *args: str) -> "subprocess.Popen[bytes]":
    """Plumbing that is asked as it goes."""
    import subprocess

    command, pipe = ("git", *_OPTIONS, *args), subprocess.PIPE
    with _told(folder):
        return subprocess.Popen(command, cwd=folder, env=_env(), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)


def as_user(repo: Repository, *args: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """Git as the user runs it, but for the repository."""
    import subprocess

    command = ("git", "--no-pager", "--literal-pathspecs", *args)
    env = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    with _told(repo.top):
        return subprocess.run(command, cwd=repo.top, env=env, input=given, capture_output=True, check=False)


def _env() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT} | _SET


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Raises FuquanError where git cannot be started there."""
    try:
        yield
    except OSError as error:
        reason = "没有权限" if isinstance(error, PermissionError) else f"系统报告错误{error.errno}"
        if error.filename != "git":  # but the folder
            raise FuquanError(f"进不了文件夹“{folder}”：{reason}", "请核对 --data 和当前的文件夹") from None
        if isinstance(error, FileNotFoundError):
            raise FuquanError("没有安装 git", "请先安装 git（2.25 或更高版本）") from None
        raise FuquanError(f"git 不能运行：{reason}", "请检查 git 的安装：git --version") from None


def line(done: "subprocess.CompletedProcess[bytes]") -> str:
    """The one line that it printed."""
    return os.fsdecode(done.stdout).removesuffix("\n")


_OPTIONS = (
    *("--no-pager", "--no-replace-objects", "--literal-pathspecs"),
    *("-c", "core.fsmonitor=false", "-c", "core.warnAmbiguousRefs=true"),
)


# How git is installed, and where a user lets it look for settings and repositories. All other variables of git are
# left out: what a hook sets points at another repository than the data's.
_KEPT = (
    *("GIT_EXEC_PATH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"),
    *("GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"),
)


_SET = {
    "LC_ALL": "C",  # what git says is read
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_GRAFT_FILE": os.devnull,  # grafts, like replacements, tell another history than the one that was reviewed
    "GIT_NO_LAZY_FETCH": "1",  # of a partial clone; a git that does not know it finds no transport
    "GIT_ALLOW_PROTOCOL": "",
}


# What points git at another repository, index or settings than those of the folder: what runs fuquan may have set it.
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE")
