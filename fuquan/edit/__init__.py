"""Edits of the files as splices of their text, each held against what it was meant to change before it is kept."""

from fuquan.edit.mending import Mended as Mended
from fuquan.edit.mending import Mending as Mending
from fuquan.edit.mending import mended as mended
from fuquan.edit.mending import mended_folder as mended_folder
from fuquan.edit.splices import diff as diff
from fuquan.edit.splices import spliced as spliced
from fuquan.edit.splices import write as write
