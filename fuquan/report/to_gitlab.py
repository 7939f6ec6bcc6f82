"""Findings as a code quality report of GitLab, which shows them beside the lines of a merge request."""

import json
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from fuquan.diagnostic import Diagnostic, Severity
from fuquan.report import place_in

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.HINT: "info"}


def report(found: Iterable[Diagnostic], top: str) -> str:
    """Paths as the folder `top` names them.

    GitLab compares reports by fingerprint, which therefore holds no line: a finding that only moved is not a new one.
    """
    seen: Counter[str] = Counter()
    entries = []
    for one in found:
        path = place_in(top, one.span.path)
        what = "\n".join((one.rule, path, one.message))
        seen[what] += 1
        entries.append(
            {
                "description": one.message if one.help is None else f"{one.message}（{one.help}）",
                "check_name": one.rule,
                "fingerprint": sha256(f"{what}\n{seen[what]}".encode(errors="backslashreplace")).hexdigest(),
                "severity": _SEVERITIES[one.severity],
                "location": {"path": path, "lines": {"begin": one.span.line, "end": one.span.end_line}},
            }
        )
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"
