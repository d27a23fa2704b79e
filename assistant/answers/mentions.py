"""Who speaks of something in free text: every text of every organization asked about is looked through, none sampled.

A sentence counts when it has the words asked for near one another: their inflections, words that say the same, or one
of the phrases of a known theme. That is a reading of free text, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answers.citations import CitationBook
from assistant.answers.free_text import free_text_answer
from assistant.answers.rows import coverage_of
from assistant.answers.same_words import SameWords
from assistant.answers.view import STATE_ORDER, View
from assistant.literal import literal
from assistant.reading.mentions import Mention
from assistant.reading.themes import Stems, stem_sequence
from assistant.reading.types import Reading
from assistant.types import Answer, Row, RowCell
from assistant.words import Words
from corpus.types import Language
from index.sentences import sentences_of
from index.types import DocumentInfo, Passage, State

# Between two words of a phrase at most this many others that carry meaning.
_MOST_BETWEEN = 2
_LONGEST_CITED = 600  # characters; of a sentence without end the part around the words is enough


@dataclass(frozen=True, slots=True)
class _Sought:
    """What a sentence must have: one of `phrases`, or each of `terms` in one of its forms."""

    phrases: tuple[Stems, ...]
    terms: tuple[frozenset[str], ...]

    def in_sentence(self, sentence: Stems) -> bool:
        """Whether the sentence, as stems in order, has what is sought."""
        if any(_near(phrase, sentence) for phrase in self.phrases):
            return True
        words = set(sentence)
        return bool(self.terms) and all(term & words for term in self.terms)


@dataclass(frozen=True, slots=True)
class _Found:
    """The sentence of a document that counts, by its item and place; None for none."""

    document: DocumentInfo
    state: State
    item: int | None = None
    place: tuple[int, int] | None = None


def mention_answer(reading: Reading, mention: Mention, view: View, same: SameWords, words: Words) -> Answer:
    """The organizations asked about, by whether a sentence of theirs speaks of what is asked; each cited with it."""
    sought = {language: _sought(mention, reading.language, language, same) for language in ("en", "fr")}
    found = [
        _looked_through(document, mention, sought[document.language], view)
        for document in view.counting(view.examined(reading), words.language)
    ]
    found.sort(key=lambda each: (STATE_ORDER[each.state], *view.place(each.document.organization, words.language)))
    book = CitationBook(view, words.language)
    rows = tuple(_row(each, book, view, words) for each in found)
    coverage = coverage_of(rows)
    where = words("mention.item", items=", ".join(map(str, mention.items))) if mention.items else words("mention.all")
    values = {"matching": coverage.matching, "total": coverage.organizations, "said": mention.said, "where": where}
    headline = _headline(reading, values, words)
    counted = words("mention.counted")
    if mention.theme:
        counted = words("mention.counted_theme", phrases="; ".join(mention.theme.phrases.of(words.language)))
    read_as = words("mention.reading", said=literal(mention.said), where=where)
    return free_text_answer(reading, headline, read_as, rows, (counted,), view, book, words)


def anybody_mentions(reading: Reading, mention: Mention, view: View, same: SameWords) -> bool:
    """Whether at least one of the organizations asked about speaks of it."""
    sought = {language: _sought(mention, reading.language, language, same) for language in ("en", "fr")}
    documents = view.counting(view.examined(reading), reading.language)
    return any(_looked_through(each, mention, sought[each.language], view).state == "matching" for each in documents)


def _headline(reading: Reading, values: dict[str, object], words: Words) -> str:
    matching, total = int(str(values["matching"])), int(str(values["total"]))
    if reading.kind == "share" and total:
        return words("mention.share", percent=round(100 * matching / total), **values)
    singular = matching < 2 if words.language == "fr" else matching == 1
    return words("mention.one" if singular else "mention.many", **values)


def _sought(mention: Mention, asked_in: Language, language: Language, same: SameWords) -> _Sought:
    if mention.theme:
        return _Sought(mention.theme.stems[language], ())
    terms = stem_sequence(" ".join(mention.words), asked_in)
    return _Sought((), tuple(same.of(term, asked_in, language) for term in dict.fromkeys(terms)))


def _looked_through(document: DocumentInfo, mention: Mention, sought: _Sought, view: View) -> _Found:
    passages = [
        each
        for each in view.table.document_passages(view.generation, document.id)
        if each.kind == "text" and (not mention.items or each.item in mention.items)
    ]
    if not passages:
        return _Found(document, "not_stated")
    for passage in passages:
        for start, end in _sentences(passage, view):
            text = passage.text[start - passage.start : end - passage.start]
            if sought.in_sentence(stem_sequence(text, passage.language)):
                return _Found(document, "matching", passage.item, (start, min(end, start + _LONGEST_CITED)))
    return _Found(document, "not_matching")


def _sentences(passage: Passage, view: View) -> Iterator[tuple[int, int]]:
    for start, end in sentences_of(passage.text):
        yield passage.start + start, passage.start + end


def _near(phrase: Stems, sentence: Stems) -> bool:
    """Whether the stems stand in the sentence in order, near one another."""
    if not phrase:
        return False
    for first, stem in enumerate(sentence):
        if stem != phrase[0]:
            continue
        at: int | None = first
        for wanted in phrase[1:]:
            assert at is not None
            following = range(at + 1, min(at + 2 + _MOST_BETWEEN, len(sentence)))
            at = next((index for index in following if sentence[index] == wanted), None)
            if at is None:
                break
        if at is not None:
            return True
    return False


def _row(found: _Found, book: CitationBook, view: View, words: Words) -> Row:
    document = found.document
    cells: tuple[RowCell, ...] = ()
    if found.place is not None and found.item is not None:
        number = book.cite(document.id, found.item, *found.place)
        quote = view.assessment(document.id).source.text[slice(*found.place)]
        cells = (RowCell(found.item, (), number, words("list.quoted", words=" ".join(quote.split()))),)
    name = view.called(document.organization, words.language)
    return Row(document.printed_name, document.organization, name, found.state, cells)
