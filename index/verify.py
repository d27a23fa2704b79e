"""The checks a new generation has to pass before it serves. Each says what it found; none of them mends anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.types import Assessment
from index.errors import BuildFailed, IndexUnusable
from index.home import Index
from index.sources import Manifest, SourceLost, Sources, read_manifest
from index.types import Filter, Passage, Vectors
from index.words import plain_words

# A search that is in order finds a passage by its own vector at once, or as many others of the very same one; eight
# samples are enough for both languages and several items.
_FIRST_HITS = 10
_SAMPLES = 8
_SAMPLE_WORDS = 5
_SAME_VECTOR = 0.999  # cosine: what single precision may lose is far smaller


@dataclass(frozen=True, slots=True)
class Built:
    """What was written into a generation, as it was in memory."""

    generation: str
    assessments: Sequence[Assessment]
    passages: Sequence[Passage]
    vectors: Vectors
    manifest: Manifest


def verify(index: Index, sources: Sources, items: Sequence[int], built: Built) -> None:
    """BuildFailed where the generation does not give back what was written into it.

    `items` are the numbers of the questionnaire's items, each of which every assessment has to hold.
    """
    try:
        finding = next(_findings(index, sources, items, built), None)
    except (IndexUnusable, KeyError) as error:
        finding = f"it cannot be read back: {error}"
    if finding is not None:
        raise BuildFailed(
            f"The new index did not pass its check: {finding}. The index that served before still serves. "
            f"Run `candour ingest` again; should this come back, free disk space and report it."
        )


def _findings(index: Index, sources: Sources, items: Sequence[int], built: Built) -> Iterator[str]:
    if read_manifest(index.home.manifest(built.generation)) != built.manifest:
        yield "its manifest is not what was written"
    yield from _wrong_counts(index, built)
    yield from _wrong_assessments(index, items, built)
    yield from _wrong_passages(index, built)
    yield from _wrong_targets(index, built)
    yield from _lost_sources(sources, built)
    yield from _failed_samples(index, built)


def _wrong_counts(index: Index, built: Built) -> Iterator[str]:
    generation, expected = built.generation, len(built.passages)
    table = dict(index.table.counts(generation))
    if table != dict(built.manifest.counts):
        yield f"the answer table counts {table}, the manifest {dict(built.manifest.counts)}"
    if not table["documents"] == len(built.manifest.files) == len(built.assessments):
        yield f"{len(built.manifest.files)} files became {table['documents']} documents"
    for name, count in (
        ("answer table", table["passages"]),
        ("vector search", index.passage_store.count(generation)),
        ("keyword search", index.keywords.count(generation)),
    ):
        if count != expected:
            yield f"the {name} holds {count} passages of {expected}"


def _wrong_assessments(index: Index, items: Sequence[int], built: Built) -> Iterator[str]:
    for assessment in built.assessments:
        stored = index.table.assessment(built.generation, assessment.id)
        if [response.item for response in stored.responses] != list(items):
            yield f"{assessment.source.name} lacks items of the questionnaire in the answer table"
        if stored != assessment:
            yield f"{assessment.source.name} came back changed from the answer table"


def _wrong_passages(index: Index, built: Built) -> Iterator[str]:
    for assessment in built.assessments:
        text = assessment.source.text
        for passage in index.table.document_passages(built.generation, assessment.id):
            if passage.text != text[passage.start : passage.end]:
                yield f"passage {passage.id} is not what stands there in {assessment.source.name}"


def _wrong_targets(index: Index, built: Built) -> Iterator[str]:
    texts = {assessment.id: assessment.source.text for assessment in built.assessments}
    for target in index.table.targets(built.generation):
        for shown in (target.wording, target.sentence):
            if shown.words != texts[target.document][shown.span.start : shown.span.end]:
                yield f"the target date at {shown.span.start} of {target.document} is not what stands there"


def _lost_sources(sources: Sources, built: Built) -> Iterator[str]:
    for file in built.manifest.files:
        try:
            sources.read(file)
        except SourceLost as error:
            yield str(error).rstrip(".")


def _failed_samples(index: Index, built: Built) -> Iterator[str]:
    """Whether passages are found. No words of a document may fail this: one would keep all others from being served."""
    long_enough = [row for row, passage in enumerate(built.passages) if len(passage.text.split()) >= _SAMPLE_WORDS]
    for row in long_enough[:: max(1, len(long_enough) // _SAMPLES)]:
        passage = built.passages[row]
        # Among its own organization: a hundred forms say much alike, and others may say the same words more often.
        where = Filter(organizations=(passage.organization,), languages=(passage.language,))
        near = index.passage_store.nearest(built.generation, built.vectors[row : row + 1], _FIRST_HITS, where)
        same = [hit for hit in near if hit[1] > _SAME_VECTOR]
        if len(same) < _FIRST_HITS and not _found(index, built, passage, same):
            yield f"the vector search does not find passage {passage.id} by its own vector"
        if not plain_words(passage.text, passage.language):
            continue  # nothing but stop words or signs, which are no keywords
        # Anywhere: its own document may say its words more often elsewhere.
        every = sum(each.organization == passage.organization for each in built.passages)
        worded = index.keywords.search(built.generation, passage.text, every, where)
        if not _found(index, built, passage, worded):
            yield f"the keyword search does not find passage {passage.id} by its own words"


def _found(index: Index, built: Built, passage: Passage, hits: Sequence[tuple[str, float]]) -> bool:
    """Whether the passage, or one of the very same words, is among the hits."""
    texts = {hit.text for hit in index.table.passages(built.generation, [identifier for identifier, _ in hits])}
    return passage.text in texts
