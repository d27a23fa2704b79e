"""Look-ups: the words of the assessments that answer, quoted; or the nearest passage, said to be no more than that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.abstain import abstention
from assistant.answers.citations import CitationBook
from assistant.answers.sentences import Piece, Wanted, best_pieces, terms_of
from assistant.answers.text import literal, mark
from assistant.answers.view import View
from assistant.reading.phrases import find_any, phrase_words, question_words
from assistant.reading.types import Reading
from assistant.reading.vocabulary import Vocabulary
from assistant.types import Answer, Citation
from assistant.words import Words
from corpus.types import Language
from index.home import Index
from index.search import search
from index.types import Filter, Passage

# First settings, chosen on a few questions over the two shipped assessments and to be replaced by measured ones: of
# the question's words, weighed by rarity, this part must be found for an answer, and for a nearest passage.
_STATED, _CLOSEST = 0.6, 0.35
_SEARCHED = 40
_MOST_QUOTED = 3
# A further quotation must come this near to the first one's score.
_NEARLY_AS_GOOD = 0.85
# Of so many organizations named, all passages are looked through, not only those the search finds.
_READ_WHOLE = 3


def looked_up(reading: Reading, view: View, index: Index, vocabulary: Vocabulary, words: Words) -> Answer:
    """The answer to a reading without a condition: at most three quotations, or an abstention with its reason."""
    wanted = _wanted(reading, vocabulary)
    if not wanted.terms and not wanted.items:
        return abstention(reading, "out_of_scope", view, words)
    if reading.named_item is not None and not _beyond(wanted, reading.named_item, view):
        return _item_answer(reading, reading.named_item, wanted, view, words)
    passages = _passages(reading, view, index)
    texts = {passage.document: view.assessment(passage.document).source.text for passage in passages}
    pieces = best_pieces(wanted, passages, texts, view.questionnaire)
    if not pieces or pieces[0].coverage < _CLOSEST:
        known = any(piece.coverage > 0 for piece in pieces) or bool(reading.items)
        return abstention(reading, "not_in_assessments" if known else "out_of_scope", view, words)
    stated = pieces[0].coverage >= _STATED
    chosen = _chosen(pieces) if stated else pieces[:1]
    book = CitationBook(view)
    for piece in chosen:
        book.cite(piece.passage.document, piece.passage.item, piece.start, piece.end)
    notices = () if reading.organizations or not stated else (words("lookup.partial"),)
    return _quoted(reading, book, stated, notices, words, view)


def _beyond(wanted: Wanted, item_number: int, view: View) -> frozenset[str]:
    """The question's terms that the item's own words do not have: without any, its responses are what is asked for."""
    item, language = view.questionnaire.item(item_number), wanted.language
    own = (item.wording, item.short, *([item.prompt] if item.prompt else []))
    said = [wording.of(language) for wording in own]
    asked = [*item.named.of(language), *item.asked.of(language)]
    known = set(terms_of(" ".join([*said, *asked]).replace("*", ""), language))
    return frozenset(term for term in wanted.terms if term not in known and term != str(item_number))


def _item_answer(reading: Reading, item: int, wanted: Wanted, view: View, words: Words) -> Answer:
    """What was written under an item: of one organization its best passages, of several the best one of each."""
    asked = tuple(each.id for each in reading.organizations if each.id in view.organizations)
    book = CitationBook(view)
    cells = [
        cell
        for cell in view.table.cells(view.generation, [item], reading.language)
        if not asked or cell.organization in asked
    ]
    for cell in cells:
        passages = [
            passage
            for passage in view.table.document_passages(view.generation, cell.document)
            if passage.item == item
        ]
        texts = {cell.document: view.assessment(cell.document).source.text}
        pieces = best_pieces(wanted, passages, texts, view.questionnaire) or tuple(map(_whole, passages))
        for piece in pieces[: _MOST_QUOTED if len(cells) == 1 else 1]:
            book.cite(cell.document, item, piece.start, piece.end)
        if not passages and cell.response.state != "missing":
            book.cite_response(cell.document, cell.response)
    if not book.citations:
        return abstention(reading, "not_in_assessments", view, words)
    short = view.questionnaire.item(item).short.of(reading.language)
    answer = _quoted(reading, book, True, (), words, view)
    return replace(answer, reading=words("reading.look_up_item", item=item, short=short))


def _whole(passage: Passage) -> Piece:
    return Piece(passage, passage.start, passage.end, 0.0, 0.0)


def _wanted(reading: Reading, vocabulary: Vocabulary) -> Wanted:
    language = reading.language
    filler = vocabulary.filler.of(language)
    opening = {word for phrase in vocabulary.facts.of(language) for word, _ in phrase_words(phrase)}
    kept = [
        word
        for word in question_words(reading.content)
        if not find_any([word], filler, most_between=0) and word.text not in opening
    ]
    terms = terms_of(" ".join(word.text for word in kept), language)
    number = find_any(question_words(reading.content), vocabulary.number.of(language), most_between=0) is not None
    return Wanted(terms, reading.items, language, number)


def _passages(reading: Reading, view: View, index: Index) -> list[Passage]:
    """The passages to look through, in the search's order; of few organizations named, all there are."""
    asked = tuple(each.id for each in reading.organizations if each.id in view.organizations)
    languages = _languages(reading.language, asked, view)
    where = Filter(organizations=asked or None, languages=languages)
    found = [hit.passage for hit in search(index, view.generation, reading.content, _SEARCHED, where)]
    if 0 < len(asked) <= _READ_WHOLE:
        known = {passage.id for passage in found}
        for document in view.documents.values():
            if document.organization in asked and document.language in languages:
                rest = view.table.document_passages(view.generation, document.id)
                found.extend(passage for passage in rest if passage.id not in known)
    return found


def _languages(language: Language, asked: Sequence[str], view: View) -> tuple[Language, ...]:
    """The question's language, if all that is asked about is there in it; else every language there is."""
    documents = [each for each in view.documents.values() if not asked or each.organization in asked]
    there = {each.organization for each in documents if each.language == language}
    if there == {each.organization for each in documents}:
        return (language,)
    return tuple(sorted({each.language for each in documents}))


def _chosen(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    best = pieces[0].score
    near = [piece for piece in pieces if piece.score >= best * _NEARLY_AS_GOOD and piece.coverage >= _STATED]
    return tuple(near[:_MOST_QUOTED])


def _quoted(
    reading: Reading, book: CitationBook, stated: bool, notices: tuple[str, ...], words: Words, view: View
) -> Answer:
    first = book.citations[0]
    if not stated:
        headline = words("lookup.closest")
    elif len({(each.organization_id, each.item) for each in book.citations}) == 1:
        headline = words("lookup.stated_one", organization=first.organization, item=first.item)
    else:
        headline = words("lookup.stated_many")
    blocks = [f"**{literal(headline)}**", *(_quotation(each, words) for each in book.citations), *map(literal, notices)]
    return Answer(
        question=reading.question,
        understood_as=reading.standalone,
        language=reading.language,
        kind="lookup",
        headline=headline,
        text="\n\n".join(blocks),
        confidence="stated" if stated else "closest",
        notices=notices,
        citations=book.citations,
        index=view.generation,
    )


def _quotation(citation: Citation, words: Words) -> str:
    """The citation as a Markdown quotation, its lines kept."""
    lines = [line for line in citation.quote.splitlines() if line.strip()]
    quoted = "\\\n> ".join(literal(line) for line in lines)
    source = words("lookup.source", organization=literal(citation.organization), item=citation.item)
    return f"> {quoted}\n\n{source}{mark(citation.n)}"
