"""The repository that the data are kept in: the one place that starts a process.

To read, only plumbing is run (rev-parse, merge-base, ls-tree, ls-files, cat-file; for-each-ref, config and status to
say what is the matter), so that no hook, filter, pager or external diff of a repository's configuration is started;
nothing is fetched, which would start what the configuration names as transport; and a revision is data, never an
option. Only `save`, which is asked for, commits as the user would, with the hooks and the identity that git is
configured with. Git 2.25 or later does.
"""

import datetime as dt
import os
import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fuquan.errors import FuquanError

if TYPE_CHECKING:
    import subprocess

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


class Repository(NamedTuple):
    """A work tree, by its top folder."""

    top: Path


class Commit(NamedTuple):
    id: str
    name: str
    """As it was asked for."""

    @property
    def short(self) -> str:
        return self.id[:7]


def repository(folder: Path) -> Repository:
    """The repository that the folder is in. Raises FuquanError where there is none, or no git."""
    done = _git(folder, "rev-parse", "--show-toplevel")
    if done.returncode == 0 and (top := _line(done)):
        return Repository(Path(top))
    told = os.fsdecode(done.stderr)
    if trusting := re.search(r"^\tgit config --global --add safe\.directory .+", told, re.MULTILINE | re.DOTALL):
        raise FuquanError(
            f"“{folder}”所在的版本库属于别的用户，git 不肯读取",
            f"确认可信后运行：{trusting[0].strip()}",
        )
    if done.returncode == 0 or "must be run in a work tree" in told:
        raise FuquanError(
            f"“{folder}”在裸版本库或者 .git 文件夹里，那里没有数据文件",
            "请用 git clone 克隆一份，在克隆出来的文件夹里运行",
        )
    if "not a git repository (or any" in told:
        raise FuquanError(
            f"“{folder}”不在 git 版本库里",
            "请用 git clone 克隆项目，在克隆出来的文件夹里运行，或者用 --data 指明其中的数据文件夹",
        )
    raise FuquanError(f"git 打不开“{folder}”所在的版本库", "请在那里运行 git status，看它报告的原因")


def commit(repo: Repository, text: str, option: str) -> Commit:
    """The commit that a revision names. Raises FuquanError of what names none, with `option` for where it was asked.

    What git would guess at is refused: a name that a branch and a tag share, a day before its log of a branch begins.
    """
    has_path = ":" in re.sub(r"\{[^}]*\}", "", text)  # what asks for a commit would be a part of the path
    if has_path or not text.isprintable() or ".." in text or text[:1] in ("", "-", "^"):
        raise FuquanError(
            f"{_beside(option)}的“{text}”不是版本的写法",
            "请写一个分支、标签或者提交，如 main、origin/main、HEAD~1、3181a06；范围要分成两个版本来写",
        )
    done = _git(repo.top, "rev-parse", "--verify", f"{text}^{{commit}}")
    told = os.fsdecode(done.stderr)
    if re.search(r"^warning: refname '.+' is ambiguous", told, re.MULTILINE):
        raise FuquanError(
            f"{_beside(option)}的“{text}”不止一个意思：有同名的分支、标签或者提交编号",
            f"请写全：分支是 refs/heads/{text}，标签是 refs/tags/{text}，远程的分支是 refs/remotes/{text}",
        )
    if re.search(r"^warning: log for '.+' only goes back to ", told, re.MULTILINE):
        raise FuquanError(
            f"没有“{text}”这个版本：本机对这个分支的记录没有那么早", "请用 git log 查出那一天的提交，写它的编号"
        )
    if re.search(r"^error: short (?:object ID|SHA1) \w+ is ambiguous", told, re.MULTILINE):
        raise FuquanError(f"编号以“{text}”开头的不止一个", "请多写几位；完整的编号可用 git log --format=%H 查看")
    if done.returncode == 0 and re.fullmatch(_ID, name := _line(done)):
        return Commit(name, text)
    raise _no_commit(repo, text, option)


_ID = "[0-9a-f]{40}|[0-9a-f]{64}"


def _beside(option: str) -> str:
    """--base with the space that stands between Latin and Han."""
    return f"{option} " if option.isascii() else option


def _no_commit(repo: Repository, text: str, option: str) -> FuquanError:
    kind = _git(repo.top, "cat-file", "-t", f"{text}^{{}}")
    if kind.returncode == 0:
        called = {"tree": "文件夹", "blob": "文件"}.get(_line(kind), "别的内容")
        return FuquanError(
            f"{_beside(option)}的“{text}”不是一次提交，而是{called}",
            "请写一个分支、标签或者提交，如 main、origin/main、HEAD~1",
        )
    is_id = re.fullmatch(_ID, text.lower()) is not None  # which rev-parse takes, whether there is such an object or not
    is_broken = re.search(rb"^error: ", kind.stderr, re.MULTILINE) is not None
    if is_broken or (not is_id and _git(repo.top, "rev-parse", "--verify", text).returncode == 0):
        return FuquanError(f"读不出“{text}”这个版本：版本库不完整", _how_to_mend(repo, text))
    names = os.fsdecode(_git(repo.top, "for-each-ref", "--format=%(refname:short)").stdout).split("\n")[:-1]
    if not is_id and _git(repo.top, "rev-parse", "--verify", "HEAD").returncode:
        if not names:
            return FuquanError(f"没有“{text}”这个版本：版本库里还没有任何提交", "请先用 git commit 提交一次")
        if re.match("(?:HEAD|@)(?:[~^@{]|$)", text):
            return FuquanError(f"没有“{text}”这个版本：当前的分支还没有提交", f"请写别的分支，如 {names[0]}")
    return FuquanError(f"没有“{text}”这个版本", _how_to_get(repo, text, names))


def _how_to_get(repo: Repository, text: str, names: list[str]) -> str:
    if re.fullmatch("0{40}|0{64}", text):
        return "编号全是0，表示分支刚刚建立，没有以前的版本；请写主干的分支，如 origin/main"
    if full := [name for name in names if name.endswith(f"/{text}")]:
        return f"请写全：{'或'.join(full)}"
    if _is_shallow(repo):
        return f"这是浅克隆，没有全部历史。{_UNSHALLOW}"
    remote, _, branch = text.partition("/")
    if remote == "origin" and branch:
        fetched = shlex.quote(f"{branch}:refs/remotes/origin/{branch}")
        return f"请核对名称；远程的分支要先取回：git fetch origin {fetched}"
    return "请核对名称；远程的分支要先取回：git fetch，再写成 origin/分支名"


_UNSHALLOW = "请取回全部历史：git fetch --unshallow；在 GitHub Actions 里给 actions/checkout 加上 fetch-depth: 0"


def merge_base(repo: Repository, base: Commit, head: Commit) -> Commit:
    """The commit that both come from, under the name of the base. Raises FuquanError where there is none."""
    done = _git(repo.top, "merge-base", base.id, head.id)
    if done.returncode == 0 and re.fullmatch(_ID, name := _line(done)):
        return Commit(name, base.name)
    if done.returncode != 1 or b"error: " in done.stderr:
        raise FuquanError(f"读不出“{base.name}”与“{head.name}”共同的来源：版本库不完整", _how_to_mend(repo, base.short))
    told = f"“{base.name}”与“{head.name}”没有共同的来源，无法比较"
    if _is_shallow(repo):
        raise FuquanError(f"{told}：这是浅克隆，没有全部历史", _UNSHALLOW)
    raise FuquanError(told, f"请核对是不是同一个项目的分支，如：git log --oneline {base.short} {head.short}")


def committed(repo: Repository, one: Commit) -> dt.date:
    """The committer's day, in Shanghai, whatever zone was written down. Raises FuquanError where there is none."""
    done = _git(repo.top, "cat-file", "commit", one.id)
    if done.returncode:
        raise _unreadable(repo, one)
    head, _, _ = done.stdout.partition(b"\n\n")  # the message may hold a line like the one sought
    seconds = re.search(rb"^committer .*> (-?\d{1,12})(?: |$)", head, re.MULTILINE)
    try:
        if seconds is not None:
            return (dt.datetime.fromtimestamp(0, SHANGHAI) + dt.timedelta(seconds=int(seconds[1]))).date()
    except OverflowError:
        pass
    raise FuquanError(
        f"“{one.name}”（{one.short}）的提交时间不是正常的日期",
        f"请换一个版本；写的内容可以查看：git cat-file -p {one.short}",
    )


def path_in(repo: Repository, folder: Path) -> str:
    """The folder's path as the repository names it, from its top; "." is the top itself."""
    top, whole = repo.top.resolve(), folder.resolve()
    if not whole.is_relative_to(top):
        raise FuquanError(
            f"“{folder}”不在版本库“{top}”里",
            "请核对 --data；若版本库另设了工作区，请取消：git config --unset core.worktree",
        )
    return whole.relative_to(top).as_posix()


def blob(repo: Repository, one: Commit, path: str) -> bytes | None:
    """The bytes of a file at a commit; None where it had none.

    Raises FuquanError of what is no file, and where the folder led elsewhere: what stood there is not known.
    """
    parts = path.split("/")
    above = ["/".join(parts[:n]) for n in range(1, len(parts))]
    done = _git(repo.top, "ls-tree", "-z", one.id, "--", *above, path)
    if done.returncode:
        raise _unreadable(repo, one, path)
    # Listed is what is in the folders above: among it the file, or what is in the place of a folder.
    listed = (line.partition(b"\t") for line in done.stdout.split(b"\0")[:-1])
    entries = {os.fsdecode(name): entry.decode().split() for entry, _, name in listed}
    found = next((at for at in (path, *above) if at in entries), None)
    if found is None:
        return None
    mode, kind, id_ = entries[found]
    called = "符号链接" if mode == "120000" else {"tree": "文件夹", "commit": "子模块"}.get(kind)
    if called is not None:
        wanted = "文件" if found == path else "文件夹"
        raise FuquanError(
            f"“{one.name}”（{one.short}）里的“{found}”是{called}，不是{wanted}",
            f"请换一个版本；各个版本可以查看：git log --oneline -- {shlex.quote(found)}",
        )
    if found != path:
        return None
    read = _git(repo.top, "cat-file", "blob", id_)
    if read.returncode:
        raise _unreadable(repo, one, path)
    return read.stdout


def unsaved(repo: Repository, paths: Sequence[str]) -> tuple[str, ...]:
    """Those of the files, by their paths from the top, that are not as the last commit has them, or in none."""
    done = _git(repo.top, "status", "--porcelain", "-z", "--untracked-files=all", "--ignored", "--", *paths)
    if done.returncode:
        raise FuquanError("git 看不出文件有没有改动", "请在那里运行 git status，看它报告的原因")
    changed = {os.fsdecode(entry[3:]) for entry in done.stdout.split(b"\0")}
    return tuple(path for path in paths if path in changed)


def untracked(repo: Repository, paths: Sequence[str]) -> tuple[str, ...]:
    """Those of the files, by their paths from the top, that the repository does not keep: never added, or ignored."""
    kept = {os.fsdecode(path) for path in _git(repo.top, "ls-files", "-z", "--", *paths).stdout.split(b"\0")}
    return tuple(path for path in paths if path not in kept)


def refuse_unready(repo: Repository) -> None:
    """Raises FuquanError where git would not commit: nobody is named as author, a merge is under way."""
    if _git(repo.top, "rev-parse", "--verify", "--quiet", "MERGE_HEAD").returncode == 0:
        raise FuquanError(
            "版本库里有一次合并还没有做完，不能提交", "请先用 git commit 完成合并，或者用 git merge --abort 放弃它"
        )
    if _git(repo.top, "rev-parse", "--verify", "--quiet", "CHERRY_PICK_HEAD").returncode == 0:
        raise FuquanError(
            "版本库里有一次 cherry-pick 还没有做完，不能提交",
            "请先用 git cherry-pick --continue 完成，或者用 git cherry-pick --abort 放弃它",
        )
    if _commit(repo, "var", "GIT_COMMITTER_IDENT").returncode or _commit(repo, "var", "GIT_AUTHOR_IDENT").returncode:
        raise FuquanError(
            "git 还不知道是谁在提交", "请先写明：git config user.name 姓名，以及 git config user.email 邮箱地址"
        )


def save(repo: Repository, paths: Sequence[str], message: str) -> Commit:
    """A commit of these files alone, whatever else is staged. Raises FuquanError where git, or a hook, refuses."""
    typed = ("-c", "i18n.commitEncoding=UTF-8", "commit", "--quiet", "--only", "--cleanup=whitespace", "--file=-")
    done = _commit(repo, *typed, "--", *paths, given=message.encode())
    if done.returncode:
        told = (done.stderr + done.stdout).decode(errors="replace").strip().expandtabs()
        if (lock := re.search(r"'(.+\.lock)'", told)) and Path(lock[1]).exists():
            raise FuquanError("git 没有提交：版本库正由另一个 git 使用", f"请等它结束；早已停了的，请删去 {lock[1]}")
        raise FuquanError("git 没有提交", told or "请运行 git status，看它报告的原因")
    return commit(repo, "HEAD", "提交之后")


def _unreadable(repo: Repository, one: Commit, path: str = "") -> FuquanError:
    of, sought = (f"里的“{path}”", f"{one.short}:{path}") if path else ("", one.short)
    return FuquanError(f"读不出“{one.name}”（{one.short}）{of}：版本库不完整", _how_to_mend(repo, sought))


def _how_to_mend(repo: Repository, sought: str) -> str:
    """What to type where an object is missing."""
    if _is_shallow(repo):
        return _UNSHALLOW
    partial = r"^(remote\..*\.promisor|extensions\.partialclone)$"
    if _git(repo.top, "config", "--get-regexp", partial).returncode == 0:
        return (
            f"这是部分克隆，请先取回缺少的内容：git cat-file -e {shlex.quote(sought)}；"
            "在 GitHub Actions 里给 actions/checkout 去掉 filter"
        )
    return "请用 git fsck 检查版本库，或者用 git clone 重新克隆"


def _is_shallow(repo: Repository) -> bool:
    return _line(_git(repo.top, "rev-parse", "--is-shallow-repository")) == "true"


def _line(done: "subprocess.CompletedProcess[bytes]") -> str:
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


def _commit(repo: Repository, *args: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """Git as the user runs it, but for the repository."""
    env = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    return _run(repo.top, ("--no-pager", "--literal-pathspecs", *args), env, given)


def _git(folder: Path, *args: str) -> "subprocess.CompletedProcess[bytes]":
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    return _run(folder, (*_OPTIONS, *args), env | _SET)


def _run(
    folder: Path, args: tuple[str, ...], env: dict[str, str], given: bytes = b""
) -> "subprocess.CompletedProcess[bytes]":
    import subprocess

    try:
        return subprocess.run(("git", *args), cwd=folder, env=env, input=given, capture_output=True, check=False)
    except OSError as error:
        reason = "没有权限" if isinstance(error, PermissionError) else f"系统报告错误{error.errno}"
        if error.filename != "git":  # but the folder
            raise FuquanError(f"进不了文件夹“{folder}”：{reason}", "请核对 --data 和当前的文件夹") from None
        if isinstance(error, FileNotFoundError):
            raise FuquanError("没有安装 git", "请先安装 git（2.25 或更高版本）") from None
        raise FuquanError(f"git 不能运行：{reason}", "请检查 git 的安装：git --version") from None
