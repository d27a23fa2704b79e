"""Text folded for comparison, with the way back to the untouched text.

Folding takes away what should not decide whether two wordings are the same: case, accents, ligatures, and which of the
look-alike hyphens, apostrophes, quotation marks and spaces was typed. Line feeds stay, runs of spaces are not joined.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_UNIFIED = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u00b4\u0060\uff07", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"'),
    **dict.fromkeys("\t\u00a0\u1680\u180e\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " "),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "\u0153": "oe",
    "\u0152": "oe",
    "\u00e6": "ae",
    "\u00c6": "ae",
}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. `offsets[i]` is the place of `text[i]` in the original; the last entry is its length."""

    text: str
    offsets: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The start and end, in the original, of `text[start:end]`; widened to whole characters of the original."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], max(self.offsets[end], self.offsets[end - 1] + 1)


def fold(text: str) -> Folded:
    """`text` folded, with an offset into `text` for every character of the folded text."""
    table = _table(text)
    if all(len(piece) == 1 for piece in table.values()):
        return Folded(_joined(text, table), range(len(text) + 1))
    offsets = [index for index, character in enumerate(text) for _ in table[character]]
    offsets.append(len(text))
    return Folded(_joined(text, table), offsets)


def folded(text: str) -> str:
    """`text` folded, without offsets."""
    return _joined(text, _table(text))


def unified(text: str) -> str:
    """`text` with one form for look-alike hyphens, apostrophes, quotation marks and spaces; case and accents stay."""
    return "".join(_UNIFIED.get(character, character) for character in unicodedata.normalize("NFC", text))


def _table(text: str) -> dict[str, str]:
    return {character: _folded_character(character) for character in set(text)}


def _joined(text: str, table: dict[str, str]) -> str:
    return text.translate({ord(character): piece for character, piece in table.items()})


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    if character in _UNIFIED:
        return _UNIFIED[character]
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(_UNIFIED.get(part, part) for part in decomposed if unicodedata.category(part) != "Mn")
