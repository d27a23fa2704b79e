"""Look-ups: the words of the assessments that answer, quoted; or the nearest passage, said to be no more than that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.abstain import abstention, asking_back, not_recorded
from assistant.answers.citations import CitationBook
from assistant.answers.features import NAMES
from assistant.answers.gathering import ranked
from assistant.answers.items import item_answer
from assistant.answers.kinds import Kind
from assistant.answers.looking import Look, look
from assistant.answers.notices import notices_of, noting
from assistant.answers.premises import correction
from assistant.answers.quoted import closest_headline, headline_of, quoting
from assistant.answers.sentences import Piece
from assistant.answers.side_by_side import overview_answer
from assistant.answers.view import View
from assistant.answers.wanted import (
    LookUpWords,
    asks_something,
    shows_what_is_asked,
    wanted_of,
)
from assistant.reading.phrases import question_words
from assistant.reading.types import Reading
from assistant.types import Answer
from assistant.words import Words
from index.home import Index
from index.types import Hit

_MOST_QUOTED = 3
# So many organizations are each looked up for themselves.
_MOST_APART = 4
# A further quotation must come this near to the first one's score.
_NEARLY_AS_GOOD = 1.0
# Asked of all organizations: this part of the words, weighed by rarity, must be in those of each that counts.
_OF_EACH = 0.6
_COVERED = NAMES.index("same words")


def looked_up(reading: Reading, view: View, index: Index, look_up_words: LookUpWords, words: Words) -> Answer:
    """The answer to a reading without a condition: at most three quotations, or an abstention with its reason."""
    wanted = wanted_of(reading, look_up_words)
    item = reading.named_item
    if item is not None and reading.only_item:
        return item_answer(reading, item, view, index, look_up_words, words)
    if not wanted.terms:
        named = view.present(reading.organizations)
        return overview_answer(reading, view, words) if named else asking_back(reading, view, words)
    if corrected := correction(reading, view, words):
        return corrected
    named = () if reading.of_each else view.present(reading.organizations)
    if 1 < len(named) <= _MOST_APART:
        return _each_looked_up(reading, named, view, index, look_up_words, words)
    found = look(reading, view, index, look_up_words)
    unrecorded = look_up_words.kinds.recorded_nowhere(question_words(reading.content), wanted.language)
    known = bool(reading.organizations or reading.items) or not all(found.looked.nowhere)
    if known and unrecorded and not reading.told and not _shows_any(found, unrecorded, reading, look_up_words):
        return not_recorded(reading, unrecorded, view, words, found.nearest_item)
    if not known or found.chance < look_up_words.ranking.closest:
        if not known and len(wanted.terms) == 1 and not asks_something(reading, look_up_words):
            return asking_back(reading, view, words)
        if not known:
            return abstention(reading, "out_of_scope", view, words)
        return abstention(reading, "not_in_assessments", view, words, found.nearest_item)
    # The chance is that of the one best sentence; of each organization's, it is how much of the question they have.
    of_each = _best_of_each(found) if reading.of_each else []
    order = of_each or (found.order[:1] if reading.of_each else _nearly_as_good(found))
    pieces = [found.piece(place, view) for place in order]
    stated = bool(of_each) or found.chance >= look_up_words.ranking.stated
    return _quoting_pieces(reading, pieces, stated, look_up_words, view, words)


def _each_looked_up(
    reading: Reading, named: Sequence[str], view: View, index: Index, look_up_words: LookUpWords, words: Words
) -> Answer:
    """The best sentence of each organization that was named: those that answer, else those that are nearest."""
    looks = [
        look(replace(reading, organizations=(view.organizations[each],)), view, index, look_up_words) for each in named
    ]
    ranking = look_up_words.ranking
    least = ranking.stated if any(found.chance >= ranking.stated for found in looks) else ranking.closest
    telling = [found for found in looks if found.order and found.chance >= least]
    if not telling:
        return abstention(reading, "not_in_assessments", view, words, looks[0].nearest_item)
    pieces = [found.piece(found.order[0], view) for found in telling]
    answer = _quoting_pieces(reading, pieces, least == ranking.stated, look_up_words, view, words)
    cited = {citation.organization_id for citation in answer.citations}
    silent = [view.organizations[each].applied.of(words.language) for each in named if each not in cited]
    if not silent:
        return answer
    return noting(answer, words("lookup.silent", organizations=words("reading.and").join(silent)))


def _shows_any(found: Look, kinds: Sequence[Kind], reading: Reading, look_up_words: LookUpWords) -> bool:
    """Whether anything looked through shows one of the kinds; a bare number, beside what is counted."""
    for each in found.looked.sentences:
        language = each.found.passage.language
        shown = look_up_words.kinds.shown_by(each.text, language)
        for kind in kinds:
            if kind.name in shown and (
                not kind.counts or shows_what_is_asked(reading, each.text, language, look_up_words)
            ):
                return True
    return False


def _nearly_as_good(found: Look) -> list[int]:
    """The best sentence, and those after it that come near to its score."""
    least = found.scores[found.order[0]] - _NEARLY_AS_GOOD
    return [place for place in found.order[:_MOST_QUOTED] if found.scores[place] >= least]


def _best_of_each(found: Look) -> list[int]:
    """The best sentence of each organization whose words have most of the question's."""
    best: dict[str, int] = {}
    for place in found.order:
        if found.looked.rows[place][_COVERED] >= _OF_EACH:
            best.setdefault(found.looked.sentences[place].found.passage.organization, place)
    return list(best.values())


def _quoting_pieces(
    reading: Reading, pieces: Sequence[Piece], stated: bool, look_up_words: LookUpWords, view: View, words: Words
) -> Answer:
    showing = [
        piece
        for piece in pieces
        if shows_what_is_asked(
            reading,
            view.assessment(piece.passage.document).source.text[piece.start : piece.end],
            piece.passage.language,
            look_up_words,
        )
    ]
    book = CitationBook(view, words.language)
    for piece in showing or pieces[:1]:
        book.cite(piece.passage.document, piece.passage.item, piece.start, piece.end)
    notices = notices_of(reading, view, words)
    if not (stated and showing):
        return quoting(reading, book, closest_headline(book, words), view, words, stated=False, notices=notices)
    if reading.of_each or (not reading.organizations and len({each.organization_id for each in book.citations}) > 1):
        notices = (words("lookup.partial"), *notices)
    return quoting(reading, book, headline_of(book, words), view, words, notices=notices)


def ranked_passages(
    reading: Reading, view: View, index: Index, look_up_words: LookUpWords, count: int
) -> tuple[Hit, ...]:
    """What the search of a look-up ranks for the reading, best first: at most `count` passages of documents that count.

    A reading with a condition is searched for in its plain words.
    """
    return ranked(reading, wanted_of(reading, look_up_words), view, index)[:count]
