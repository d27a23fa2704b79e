"""Text from elsewhere as people may be shown it: nothing in it steers a terminal or turns the words around it.

Each character that does is replaced by one that says that something is there, so that offsets stay. What is kept and
what programs are given (an index, JSON, CSV) is never changed in this way: a citation quotes exact characters.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import PurePath

# The directional embeddings, overrides and isolates of Unicode's annex 9: what they turn does not end with the text
# that they stand in. The marks (U+200E, U+200F) turn nothing and may stay.
_TURNING = "\u202a-\u202e\u2066-\u2069"
# All control characters but tab and line feed, halves of surrogate pairs, and what some terminals take for line ends.
_STEERING = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
_HARMFUL = re.compile(f"[{_TURNING}{_STEERING}]")
_LINE_ENDS = re.compile("[\t\n\u2028\u2029]")
_SIGN = "\N{REPLACEMENT CHARACTER}"


def shown(text: str) -> str:
    """`text`, with a sign in place of every character that steers a terminal or changes the direction of writing."""
    return _HARMFUL.sub(_SIGN, text)


def shown_name(name: str | PurePath) -> str:
    """The name or path of a file on one line; names that are not UTF-8 are read as Windows-1252 where that works."""
    raw = os.fsencode(name)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    return _LINE_ENDS.sub(_SIGN, shown(text))


def json_text(value: object) -> str:
    """`value` as JSON to read: the same characters would steer a terminal in it, so they stand there as escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
