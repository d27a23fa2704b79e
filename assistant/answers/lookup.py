"""Look-ups: the words of the assessments that answer, quoted; or the nearest passage, said to be no more than that."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.abstain import abstention, asking_back
from assistant.answers.citations import CitationBook
from assistant.answers.items import item_answer
from assistant.answers.notices import notices_of
from assistant.answers.quoted import headline_of, quoting
from assistant.answers.sentences import Piece, Wanted, best_pieces
from assistant.answers.side_by_side import overview_answer
from assistant.answers.view import View
from assistant.answers.wanted import (
    LookUpWords,
    asks_something,
    parts_wanted,
    shows_what_is_asked,
    wanted_of,
)
from assistant.reading.types import Reading
from assistant.types import Answer
from assistant.words import Words
from corpus.types import Language
from index.home import Index
from index.search import search
from index.types import Filter, Hit, Passage

# First settings, chosen on a few questions over the two shipped assessments and to be replaced by measured ones: of
# the question's words, weighed by rarity, this part must be found for an answer, and for a nearest passage.
_STATED, _CLOSEST = 0.6, 0.35
_SEARCHED = 40
_MOST_QUOTED = 3
# A further quotation must come this near to the first one's score.
_NEARLY_AS_GOOD = 0.85
# Of so many organizations named, all passages are looked through, not only those the search finds.
_READ_WHOLE = 3


def looked_up(reading: Reading, view: View, index: Index, look_up_words: LookUpWords, words: Words) -> Answer:
    """The answer to a reading without a condition: at most three quotations, or an abstention with its reason."""
    wanted = wanted_of(reading, look_up_words)
    item = reading.named_item
    if item is not None and reading.only_item:
        return item_answer(reading, item, wanted, parts_wanted(reading, look_up_words), view, words)
    if not wanted.terms:
        named = view.present(reading.organizations)
        return overview_answer(reading, view, words) if named else asking_back(reading, view, words)
    passages = _passages(reading, wanted, view, index)
    if parts_wanted(reading, look_up_words) == "text":
        passages = [passage for passage in passages if passage.kind == "text"] or passages
    texts = {passage.document: view.assessment(passage.document).source.text for passage in passages}
    pieces = best_pieces(wanted, passages, texts, view.questionnaire)
    if not pieces or pieces[0].coverage < _CLOSEST:
        known = bool(reading.organizations or reading.items) or any(piece.coverage > 0 for piece in pieces)
        if not known and len(wanted.terms) == 1 and not asks_something(reading, look_up_words):
            return asking_back(reading, view, words)
        return abstention(reading, "not_in_assessments" if known else "out_of_scope", view, words)
    return _quoting_pieces(reading, pieces, texts, look_up_words, view, words)


def _quoting_pieces(
    reading: Reading,
    pieces: Sequence[Piece],
    texts: dict[str, str],
    look_up_words: LookUpWords,
    view: View,
    words: Words,
) -> Answer:
    near = _best_of_each(pieces) if reading.of_each else _nearly_as_good(pieces)
    showing = [
        piece
        for piece in near
        if shows_what_is_asked(
            reading, texts[piece.passage.document][piece.start : piece.end], piece.passage.language, look_up_words
        )
    ]
    book = CitationBook(view)
    for piece in (showing if reading.of_each else showing[:_MOST_QUOTED]) or pieces[:1]:
        book.cite(piece.passage.document, piece.passage.item, piece.start, piece.end)
    notices = notices_of(reading, view, words)
    if not showing:
        return quoting(reading, book, words("lookup.closest"), view, words, stated=False, notices=notices)
    if reading.of_each or (not reading.organizations and len({each.organization_id for each in book.citations}) > 1):
        notices = (words("lookup.partial"), *notices)
    return quoting(reading, book, headline_of(book, words), view, words, notices=notices)


def _nearly_as_good(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.coverage >= _STATED and piece.score >= pieces[0].score * _NEARLY_AS_GOOD]


def _best_of_each(pieces: Sequence[Piece]) -> list[Piece]:
    """The best piece of each organization whose words answer."""
    best: dict[str, Piece] = {}
    for piece in pieces:
        if piece.coverage >= _STATED:
            best.setdefault(piece.passage.organization, piece)
    return list(best.values())


def ranked_passages(
    reading: Reading, view: View, index: Index, look_up_words: LookUpWords, count: int
) -> tuple[Hit, ...]:
    """What the search of a look-up ranks for the reading, best first: at most `count` passages of documents that count.

    A reading with a condition is searched for in its plain words.
    """
    return _ranked(reading, wanted_of(reading, look_up_words), view, index)[:count]


def _passages(reading: Reading, wanted: Wanted, view: View, index: Index) -> list[Passage]:
    """The passages to look through, in the search's order; of few organizations named, all there are."""
    found = [hit.passage for hit in _ranked(reading, wanted, view, index)]
    named = view.present(reading.organizations)
    if 0 < len(named) <= _READ_WHOLE:
        known = {passage.id for passage in found}
        for document in view.counting(view.examined(reading), wanted.language):
            rest = view.table.document_passages(view.generation, document.id)
            found.extend(passage for passage in rest if passage.id not in known)
    return found


def _ranked(reading: Reading, wanted: Wanted, view: View, index: Index) -> tuple[Hit, ...]:
    examined = view.examined(reading)
    documents = view.counting(examined, wanted.language)
    languages = tuple(sorted({document.language for document in documents}))
    limited = view.present(reading.organizations) or reading.excluded or reading.within is not None
    where = Filter(organizations=examined if limited else None, languages=languages)
    question = " ".join([reading.content or reading.standalone, *_in_other_words(wanted, languages)])
    counting = {document.id for document in documents}
    hits = search(index, view.generation, question, _SEARCHED, where)
    return tuple(hit for hit in hits if hit.passage.document in counting)


def _in_other_words(wanted: Wanted, languages: Sequence[Language]) -> list[str]:
    """The question's terms in the other language, where its texts are to be searched."""
    return sorted(
        stem
        for language in languages
        if language != wanted.language
        for term in wanted.terms
        for stem in wanted.same.of(term, wanted.language, language)
    )
