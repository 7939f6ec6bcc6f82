"""The repository that the data are kept in: the one place that starts a process.

To read, only plumbing is run (rev-parse, merge-base, rev-list, diff-tree, ls-tree, ls-files, cat-file; for-each-ref,
config and status to say what is the matter), so that no hook, filter, pager or external diff of a repository's
configuration is started; nothing is fetched, which would start what the configuration names as transport; and a
revision is data, never an option. Only `save`, which is asked for, commits as the user would, with the hooks and the
identity that git is configured with. Git 2.25 or later does.
"""

from fuquan.git.content import blob as blob
from fuquan.git.content import blobs as blobs
from fuquan.git.missing import UNSHALLOW as UNSHALLOW
from fuquan.git.missing import is_shallow as is_shallow
from fuquan.git.naming import commit as commit
from fuquan.git.naming import committed as committed
from fuquan.git.naming import is_named as is_named
from fuquan.git.naming import merge_base as merge_base
from fuquan.git.naming import path_in as path_in
from fuquan.git.naming import repository as repository
from fuquan.git.past import at_days as at_days
from fuquan.git.past import born as born
from fuquan.git.past import cut_off as cut_off
from fuquan.git.past import first as first
from fuquan.git.past import history as history
from fuquan.git.past import path_then as path_then
from fuquan.git.past import until as until
from fuquan.git.saving import is_ignored as is_ignored
from fuquan.git.saving import refuse_unready as refuse_unready
from fuquan.git.saving import save as save
from fuquan.git.saving import unsaved as unsaved
from fuquan.git.saving import untracked as untracked
from fuquan.git.values import Commit as Commit
from fuquan.git.values import Repository as Repository
from fuquan.git.values import Revision as Revision
