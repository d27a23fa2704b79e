"""Words copied from a document or a question, as Markdown that shows them and nothing else."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.shown import shown

# What would be read as Markdown or HTML in words copied from a document or a question.
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")
# White space that is no no-break space: French has those before a colon.
_BREAKS = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
_LIST_MARK = re.compile(r"^(?:(\d+)([.)])|([-+=]))")


@lru_cache(maxsize=65_536)
def literal(words: str) -> str:
    """`words` so that Markdown shows them as they are, on one line, and turns nothing after them (corpus/shown.py).

    Kept: names and labels come again and again.
    """
    escaped = _SPECIAL.sub(r"\\\1", shown(_BREAKS.sub(" ", words).strip()))
    return _LIST_MARK.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", escaped)
