"""Words found again in stored texts, as places: by quotation, or as an organization's printed ticks.

White space in a quotation stands for any run of white space of the text; its ends are ends of words. Cases quote
exactly; an answer's quotation is also found where it is typed otherwise (apostrophes, hyphens, quotation marks, case,
accents), and one with an ellipsis by what stands around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.folding import fold, folded
from corpus.types import Language
from evals.texts import CorpusTexts, StoredText, Tick, Words

_PIECE = re.compile(r"\s+|\S+")
# What is left out of a quotation, as folding leaves it: three dots, in brackets or not.
_LEFT_OUT = re.compile(r"[\[(]\.{3}[\])]|\.{3,}")
# What may stand on the line of a tick beside its label: bullets, boxes, a cross typed as a letter.
_LIST_MARK = r"^[^\w\n]*(?:[xXoO]\]?[^\w\n]+)?"
_LINE_END = r"[^\w\n]*$"


@dataclass(frozen=True, slots=True)
class _Flat:
    """A text with every run of white space as one space. `offsets[i]` is the place of `text[i]` in the original."""

    text: str
    offsets: tuple[int, ...]


class Places:
    """Looks words up in a corpus's texts and remembers what it found."""

    def __init__(self, texts: CorpusTexts) -> None:
        self.texts = texts
        self._flat: dict[str, _Flat] = {}
        self._folded: dict[str, _Flat] = {}
        self._found: dict[tuple[str, str], tuple[Words, ...]] = {}
        self._read: dict[tuple[str, str], tuple[Words, ...]] = {}
        self._identities: dict[tuple[str | None, str], str | None] = {}
        self._own: dict[str, tuple[StoredText, ...]] = {}
        for text in texts.texts:
            self._own[text.organization] = (*self._own.get(text.organization, ()), text)
        self._ticks = {(tick.organization, tick.item, tick.language): tick for tick in texts.ticks}

    def own_texts(self, organization: str) -> tuple[StoredText, ...]:
        """An organization's texts in all languages."""
        return self._own.get(organization, ())

    def text_of(self, organization: str, language: Language) -> StoredText | None:
        """An organization's text in `language`, else its other one, None where it has none."""
        own = self.own_texts(organization)
        return next((text for text in own if text.language == language), own[0] if own else None)

    def tick(self, text: StoredText, item: int) -> Tick | None:
        """What is printed as ticks of the item in that text, None where that is not known."""
        return self._ticks.get((text.organization, item, text.language))

    def occurrences(self, text: StoredText, quote: str) -> tuple[Words, ...]:
        """Every place of the text where the quotation's words stand, in order."""
        key = (text.document, quote)
        if key not in self._found:
            self._found[key] = _occurrences(text.document, self._flattened(text), " ".join(quote.split()))
        return self._found[key]

    def read_as(self, text: StoredText, quote: str) -> tuple[Words, ...]:
        """Every place where an answer's quotation stands: exactly, else typed otherwise, else each part around "...".

        Each part must be found; none is where one is not.
        """
        exactly = self.occurrences(text, quote)
        if exactly or not quote.strip():
            return exactly
        key = (text.document, quote)
        if key not in self._read:
            self._read[key] = self._typed_otherwise(text, " ".join(folded(quote).split()))
        return self._read[key]

    def is_under(self, place: Words, item: int | None) -> bool:
        """Whether all of the place is within the item; False where its text has no such item."""
        span = self._item(place, item)
        return span is not None and span.holds(place)

    def reaches_item(self, place: Words, item: int | None) -> bool:
        """Whether any of the place is within the item; True for no item."""
        span = self._item(place, item)
        return item is None or (span is not None and place.start < span.end and span.start < place.end)

    def under_item(self, text: StoredText, item: int | None, quote: str) -> tuple[Words, ...]:
        """The places of the quotation within the item, empty where the text has no such item."""
        return tuple(place for place in self.occurrences(text, quote) if self.is_under(place, item))

    def labels(self, text: StoredText, item: int, labels: tuple[str, ...]) -> tuple[Words | None, ...]:
        """The place of each label within the item, one after the other: a line of its own; None for one not found."""
        start, end = text.items.get(item, (0, 0))
        places: list[Words | None] = []
        for label in labels:
            match = _tick_line(label).search(text.text, start, end)
            places.append(Words(text.document, *match.span(1)) if match else None)
            start = match.end(1) if match else start
        return tuple(places)

    def identity(self, organization_id: str | None, name: str) -> str | None:
        """The id of the organization that an answer means, None for an unknown one or where id and name differ."""
        key = (organization_id, name)
        if key not in self._identities:
            self._identities[key] = self._identity(organization_id, name)
        return self._identities[key]

    def _identity(self, organization_id: str | None, name: str) -> str | None:
        by_id = self.texts.organization_of(organization_id) if organization_id else None
        by_name = self.texts.organization_of(name) if name else None
        if by_id is None or by_name is None or by_id == by_name:
            return by_name if by_id is None else by_id
        # Two organizations may share a name; the id then says which of them is meant.
        return by_id if folded(name) in map(folded, self.texts.names[by_id]) else None

    def _item(self, place: Words, item: int | None) -> Words | None:
        span = self.texts.by_document[place.document].items.get(item) if item is not None else None
        return None if span is None else Words(place.document, *span)

    def _typed_otherwise(self, text: StoredText, quote: str) -> tuple[Words, ...]:
        if text.document not in self._folded:
            self._folded[text.document] = _folded_flat(self._flattened(text))
        flat = self._folded[text.document]
        whole = _occurrences(text.document, flat, quote)
        parts = [part.strip() for part in _LEFT_OUT.split(quote)]
        if whole or len(parts) == 1:
            return whole
        found = [_occurrences(text.document, flat, part) for part in parts if part]
        return tuple(place for each in found for place in each) if all(found) else ()

    def _flattened(self, text: StoredText) -> _Flat:
        if text.document not in self._flat:
            self._flat[text.document] = _flattened(text.text)
        return self._flat[text.document]


def alike(one: str, other: str) -> bool:
    """Whether two quotations are the same words, however typed."""
    return one == other or " ".join(folded(one).split()) == " ".join(folded(other).split())


def _folded_flat(flat: _Flat) -> _Flat:
    found = fold(flat.text)
    return _Flat(found.text, tuple(flat.offsets[offset] for offset in found.offsets[:-1]))


def _flattened(text: str) -> _Flat:
    pieces: list[str] = []
    offsets: list[int] = []
    for found in _PIECE.finditer(text):
        if found[0].isspace():
            pieces.append(" ")
            offsets.append(found.start())
        else:
            pieces.append(found[0])
            offsets.extend(range(*found.span()))
    return _Flat("".join(pieces), tuple(offsets))


def _occurrences(document: str, flat: _Flat, quote: str) -> tuple[Words, ...]:
    places = []
    start = flat.text.find(quote) if quote else -1
    while start >= 0:
        end = start + len(quote)
        if not _within_word(flat.text, start) and not _within_word(flat.text, end):
            places.append(Words(document, flat.offsets[start], flat.offsets[end - 1] + 1))
        start = flat.text.find(quote, start + 1)
    return tuple(places)


def _within_word(text: str, place: int) -> bool:
    """Whether `place` cuts a word or a number in two."""
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


@lru_cache(maxsize=1024)
def _tick_line(label: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in label.split())
    return re.compile(f"{_LIST_MARK}({words}){_LINE_END}", re.MULTILINE)
