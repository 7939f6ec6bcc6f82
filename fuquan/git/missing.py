"""What is said, and what to type, where a repository lacks what is asked for."""

import shlex

from fuquan.errors import FuquanError
from fuquan.git.running import git, line
from fuquan.git.values import Commit, Repository


def unreadable(repo: Repository, one: Commit, path: str = "") -> FuquanError:
    of, sought = (f"里的“{path}”", f"{one.short}:{path}") if path else ("", one.short)
    return FuquanError(f"读不出“{one.name}”（{one.short}）{of}：版本库不完整", how_to_mend(repo, sought))


def how_to_mend(repo: Repository, sought: str) -> str:
    """What to type where an object is missing."""
    if is_shallow(repo):
        return UNSHALLOW
    partial = r"^(remote\..*\.promisor|extensions\.partialclone)$"
    if git(repo.top, "config", "--get-regexp", partial).returncode == 0:
        return (
            f"这是部分克隆，请先取回缺少的内容：git cat-file -e {shlex.quote(sought)}；"
            "在 GitHub Actions 里给 actions/checkout 去掉 filter"
        )
    return "请用 git fsck 检查版本库，或者用 git clone 重新克隆"


def is_shallow(repo: Repository) -> bool:
    return line(git(repo.top, "rev-parse", "--is-shallow-repository")) == "true"


UNSHALLOW = "请取回全部历史：git fetch --unshallow；在 GitHub Actions 里给 actions/checkout 加上 fetch-depth: 0"
