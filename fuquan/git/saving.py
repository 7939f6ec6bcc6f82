"""Commits of the files that were written, and why git would make none."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from fuquan.errors import FuquanError
from fuquan.git.naming import commit
from fuquan.git.running import as_user, git
from fuquan.git.values import Commit, Repository


def unsaved(repo: Repository, paths: Sequence[str]) -> tuple[str, ...]:
    """Those of the files, by their paths from the top, that are not as the last commit has them, or in none."""
    done = git(repo.top, "status", "--porcelain", "-z", "--untracked-files=all", "--ignored", "--", *paths)
    if done.returncode:
        raise FuquanError("git 看不出文件有没有改动", "请在那里运行 git status，看它报告的原因")
    changed = {os.fsdecode(entry[3:]) for entry in done.stdout.split(b"\0")}
    return tuple(path for path in paths if path in changed)


def untracked(repo: Repository, paths: Sequence[str]) -> tuple[str, ...]:
    """Those of the files, by their paths from the top, that the repository does not keep: never added, or ignored."""
    kept = {os.fsdecode(path) for path in git(repo.top, "ls-files", "-z", "--", *paths).stdout.split(b"\0")}
    return tuple(path for path in paths if path not in kept)


def is_ignored(repo: Repository, path: str) -> bool:
    """Whether the repository is told never to keep the file, by its path from the top."""
    return bool(as_user(repo, "ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--", path).stdout)


def refuse_unready(repo: Repository) -> None:
    """Raises FuquanError where git would not commit: nobody is named as author, a merge is under way."""
    if git(repo.top, "rev-parse", "--verify", "--quiet", "MERGE_HEAD").returncode == 0:
        raise FuquanError(
            "版本库里有一次合并还没有做完，不能提交", "请先用 git commit 完成合并，或者用 git merge --abort 放弃它"
        )
    if git(repo.top, "rev-parse", "--verify", "--quiet", "CHERRY_PICK_HEAD").returncode == 0:
        raise FuquanError(
            "版本库里有一次 cherry-pick 还没有做完，不能提交",
            "请先用 git cherry-pick --continue 完成，或者用 git cherry-pick --abort 放弃它",
        )
    if as_user(repo, "var", "GIT_COMMITTER_IDENT").returncode or as_user(repo, "var", "GIT_AUTHOR_IDENT").returncode:
        raise FuquanError(
            "git 还不知道是谁在提交", "请先写明：git config user.name 姓名，以及 git config user.email 邮箱地址"
        )


def save(repo: Repository, paths: Sequence[str], message: str) -> Commit:
    """A commit of these files alone, whatever else is staged. Raises FuquanError where git, or a hook, refuses."""
    typed = ("-c", "i18n.commitEncoding=UTF-8", "commit", "--quiet", "--only", "--cleanup=whitespace", "--file=-")
    done = as_user(repo, *typed, "--", *paths, given=message.encode())
    if done.returncode:
        told = (done.stderr + done.stdout).decode(errors="replace").strip().expandtabs()
        if (lock := re.search(r"'(.+\.lock)'", told)) and Path(lock[1]).exists():
            raise FuquanError("git 没有提交：版本库正由另一个 git 使用", f"请等它结束；早已停了的，请删去 {lock[1]}")
        raise FuquanError("git 没有提交", told or "请运行 git status，看它报告的原因")
    return commit(repo, "HEAD", "提交之后")
