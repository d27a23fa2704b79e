"""The passages that a look-up looks through, with what keyword search and embeddings say of each."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.features import Found
from assistant.answers.view import View
from assistant.answers.wanted import Wanted
from assistant.reading.types import Reading
from corpus.types import Language
from index.home import Index
from index.meaning import question_vector, similarities
from index.search import search
from index.types import DocumentInfo, Filter, Hit, Passage, Vectors

# Of so many organizations named, all passages are looked through, not only those the searches find.
_READ_WHOLE = 3
# Passages that each search brings where nothing limits them; those of a few organizations, or of an item, are fewer.
_SEARCHED, _ALL = 40, 10_000


def gathered(reading: Reading, wanted: Wanted, view: View, index: Index, item: int | None = None) -> tuple[Found, ...]:
    """The passages to look through: under an item all there are, and of few organizations named; else what is found.

    Where the embedder fails they are found by words alone, and none of them counts as understood by it.
    """
    documents, where = _looked_in(reading, wanted, view)
    whole = item is not None or 0 < len(view.present(reading.organizations)) <= _READ_WHOLE
    content = reading.content or reading.standalone
    vector = question_vector(index.embedder, content)
    words = " ".join([content, *_in_other_words(wanted, where.languages or ())])
    by_words = index.keywords.search(view.generation, words, _ALL if whole else _SEARCHED, where)
    if whole:
        read = [p for each in documents for p in view.table.document_passages(view.generation, each.id)]
        passages = [passage for passage in read if item in (None, passage.item)]
    else:
        nearest = index.passage_store.nearest
        by_meaning = () if vector is None else nearest(view.generation, vector, _SEARCHED, where)
        names = dict.fromkeys(name for name, _ in (*by_words, *by_meaning))
        counting = {document.id for document in documents}
        found = index.table.passages(view.generation, list(names))
        passages = [passage for passage in found if passage.document in counting]
    return _scored(passages, by_words, vector, wanted.language, view, index)


def ranked(reading: Reading, wanted: Wanted, view: View, index: Index) -> tuple[Hit, ...]:
    """What both searches rank together for the reading, best first, of documents that count."""
    documents, where = _looked_in(reading, wanted, view)
    words = " ".join([reading.content or reading.standalone, *_in_other_words(wanted, where.languages or ())])
    counting = {document.id for document in documents}
    hits = search(index, view.generation, words, _SEARCHED, where)
    return tuple(hit for hit in hits if hit.passage.document in counting)


def _looked_in(reading: Reading, wanted: Wanted, view: View) -> tuple[tuple[DocumentInfo, ...], Filter]:
    """The documents that count for the reading, and the filter that keeps searches to them as far as it can."""
    examined = view.examined(reading)
    documents = view.counting(examined, wanted.language)
    limited = view.present(reading.organizations) or reading.excluded or reading.within is not None
    languages = tuple(sorted({document.language for document in documents}))
    return documents, Filter(organizations=examined if limited else None, languages=languages)


def _scored(
    passages: Sequence[Passage],
    by_words: Sequence[tuple[str, float]],
    vector: Vectors | None,
    language: Language,
    view: View,
    index: Index,
) -> tuple[Found, ...]:
    if not passages:
        return ()
    ids = {passage.id for passage in passages}
    known = set(index.embedder.languages)
    ranks = {name: (rank, score) for rank, (name, score) in enumerate(hit for hit in by_words if hit[0] in ids)}
    best = max((score for _, score in ranks.values()), default=1.0)
    similar: Sequence[float] | Vectors = [0.0] * len(passages)
    if vector is not None:
        stored = index.passage_store.get(view.generation, [passage.id for passage in passages])
        similar = similarities(stored, vector)
    return tuple(
        Found(
            passage,
            ranks[passage.id][1] / best if passage.id in ranks else 0.0,
            ranks[passage.id][0] if passage.id in ranks else None,
            round(float(similarity), 6),
            understood=vector is not None and {language, passage.language} <= known,
        )
        for passage, similarity in zip(passages, similar, strict=True)
    )


def _in_other_words(wanted: Wanted, languages: Sequence[Language]) -> list[str]:
    """The question's terms in the other language, where its texts are to be searched."""
    return sorted(
        stem
        for language in languages
        if language != wanted.language
        for term in wanted.terms
        for stem in wanted.same.of(term, wanted.language, language)
    )
