"""The index's part of the error tree (its root is corpus.errors.CandourError)."""

from __future__ import annotations

from corpus.errors import CandourError


class IndexUnusable(CandourError):
    """The folder holds no index, or one that this Candour cannot serve."""

    code = "index_unusable"


class NoIndex(IndexUnusable):
    """Nothing was ingested yet."""

    code = "no_index"


class IndexMismatch(IndexUnusable):
    """The index was built by another embedder, questionnaire or format than the settings ask for."""

    code = "index_mismatch"


class EmbedderUnavailable(CandourError):
    """The embedder's weights or provider are not installed, or are not what was expected."""

    code = "embedder_unavailable"


class EmbedderFailed(CandourError):
    """An embedder's provider failed, or gave no usable vectors. `reason` says why, in none of the provider's words."""

    code = "embedder_failed"

    def __init__(self, embedder: str, reason: str) -> None:
        super().__init__(f"The embedder {embedder} failed ({reason}). Check that it can be reached, and try again.")
        self.embedder = embedder
        self.reason = reason

    def __reduce__(self) -> tuple[type[EmbedderFailed], tuple[str, str]]:
        return type(self), (self.embedder, self.reason)  # it may come from another process


class RerankerUnavailable(CandourError):
    """The cross-encoder of the settings is not there, or is none."""

    code = "reranker_unavailable"


class IngestRunning(CandourError):
    """Another ingest holds the home folder."""

    code = "ingest_running"


class BuildFailed(CandourError):
    """A new index could not be written or did not pass its verification; the one that served still serves."""

    code = "build_failed"


class BadCondition(CandourError):
    """A condition with a mistake in it; the message shows where and what is allowed."""

    code = "bad_condition"


class NothingToRemove(CandourError):
    """The index holds no such assessment, or nothing else."""

    code = "nothing_to_remove"
