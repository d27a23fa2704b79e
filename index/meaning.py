"""What a question means, as a vector, and how near the passages' vectors are to it."""

from __future__ import annotations

from index.errors import EmbedderFailed, IndexMismatch
from index.types import Embedder, ProvidedEmbedder, Vectors


def question_vector(embedder: Embedder, text: str) -> Vectors | None:
    """The unit vector of a question, (1, dimension); None where its provider fails: then words alone have to do.

    What went wrong is logged by the embedder.
    """
    try:
        return embedder.embed_question(text)
    except EmbedderFailed:
        return None


def words_are_alone(embedder: Embedder) -> bool:
    """Whether questions are compared by their words alone just now, as the embedder's provider fails."""
    return isinstance(embedder, ProvidedEmbedder) and embedder.is_resting


def similarities(vectors: Vectors, question: Vectors) -> Vectors:
    """The cosine similarity of each of `vectors` to the question's, shape (len(vectors),).

    IndexMismatch where they are of another length: then they are another model's.
    """
    asked = question.reshape(-1)
    if len(vectors) and vectors.shape[1] != len(asked):
        raise IndexMismatch(
            f"The index holds vectors of {vectors.shape[1]} dimensions, the embedder gives {len(asked)}: its model was "
            f"exchanged. Run `candour ingest` to build the index again from its copies, or change the model back."
        )
    found: Vectors = vectors @ asked if len(vectors) else asked[:0]
    return found
