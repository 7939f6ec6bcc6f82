"""Papers as plain text, to be pasted where there is no layout: a paragraph a line, two characters in."""

from fuquan.text import printable
from fuquan.view.paper import Paper, Paragraph


def paper(paper: Paper) -> str:
    """Without its tables, which are for documents."""
    return "\n".join(_line(part) for part in paper if isinstance(part, Paragraph)) + "\n"


def _line(part: Paragraph) -> str:
    text = printable(part.lead + part.text)
    return text if part.place in ("title", "under", "number", "addressee", "signature", "date") else f"　　{text}"
