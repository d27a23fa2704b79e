"""The embedder that the settings name: Candour's own, or any that LangChain knows."""

from __future__ import annotations

import logging
import math
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.types import LANGUAGES, Language
from index.errors import EmbedderFailed, EmbedderUnavailable
from index.minilm import MiniLm
from index.reach import OF_OPENAI, stays_here, straight_there
from index.tries import is_about_the_text, reason_of, tried, within
from index.types import Embedder, Vectors

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

OWN = "minilm"

# LangChain does not say how long a text a model reads, nor how it counts. Passages fit our own model's window, which
# no current model undercuts; 1.3 word pieces a word is the usual ratio of English and French prose.
_WINDOW_TOKENS = 256
_TOKENS_PER_WORD = 1.3
# Texts in one call: small enough for every provider's limit and for a progress bar that moves.
_BATCH_TEXTS = 64
# Seconds that a call with passages may take, on a small machine too, and one with a question: a visitor waits for it.
_PASSAGES_S, QUESTION_S = 300.0, 5.0
# An answer may look several things up: only the first of them waits for a provider that fails.
_REST_S = 30.0
# Cosine from which on two vectors of a text count as the same model's.
_SAME_VECTOR = 0.99
# Providers that run on this machine, but for what their own variable says.
_LOCAL_PROVIDERS = {"ollama": "OLLAMA_HOST", "huggingface": None}

_log = logging.getLogger(__name__)


def _as_it_is(question: str) -> str:
    return question


def embedder_named(
    name: str, models: Path, url: str | None = None, before_sending: Callable[[str], str] = _as_it_is
) -> Embedder:
    """The embedder called `name`: "minilm", or "provider:model" as LangChain's init_embeddings has it.

    `models` is the folder in which our own model is kept once built; nothing is opened before the first text. `url` is
    the address of a server that speaks the provider's protocol. `before_sending` makes of a question what a provider
    may read. EmbedderUnavailable for a name nobody knows, a provider whose package is not installed, and one that lacks
    its key.
    """
    if name == OWN:
        return MiniLm(models)
    if ":" not in name:
        raise EmbedderUnavailable(
            f"There is no embedder called '{name}'. Set '{OWN}' or 'provider:model', "
            "for example 'openai:text-embedding-3-small'."
        )
    with_a_question = {"timeout": QUESTION_S} if name.partition(":")[0] in OF_OPENAI else {}
    sent_to = None if stays_here(name, url, _LOCAL_PROVIDERS) else name
    return LangChainEmbedder(name, _langchain_embeddings(name, url), with_a_question, before_sending, sent_to)


class LangChainEmbedder:
    """A LangChain embedding model behind Candour's interface. Vectors are brought to unit length.

    Passages are tried again where their provider fails. A question is not, as a visitor waits for it: it may take five
    seconds, and after a failure no question is sent for half a minute. The fingerprint is the name alone; whether the
    provider exchanged the model under it, `still_gives` tells. Everything but a mistake of ours is EmbedderFailed.
    """

    def __init__(
        self,
        name: str,
        embeddings: Embeddings,
        with_a_question: Mapping[str, Any] | None = None,
        before_sending: Callable[[str], str] = _as_it_is,
        sent_to: str | None = None,
        seconds: float = QUESTION_S,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._name = name
        self._embeddings = embeddings
        self._with_a_question = dict(with_a_question or {})
        self._before_sending = before_sending
        self._sent_to = sent_to
        self._seconds = seconds
        self._sleep = sleep
        self._rests_until = 0.0

    @property
    def fingerprint(self) -> str:
        """The name in the settings, marked as LangChain's."""
        return f"langchain-{self._name}"

    @property
    def languages(self) -> tuple[Language, ...]:
        """Both: who sets another embedder than the English one that ships wants the other language too."""
        return LANGUAGES

    @property
    def window_tokens(self) -> int:
        """256: assumed, see above."""
        return _WINDOW_TOKENS

    @property
    def sent_to(self) -> str | None:
        """The name in the settings, None for a provider on this machine."""
        return self._sent_to

    @property
    def is_resting(self) -> bool:
        """Whether it failed for a question less than half a minute ago."""
        return time.monotonic() < self._rests_until

    @property
    def batch_texts(self) -> int:
        """64."""
        return _BATCH_TEXTS

    def count_tokens(self, text: str) -> int:
        """An estimate: 1.3 a word, plus both markers."""
        return math.ceil(len(text.split()) * _TOKENS_PER_WORD) + 2

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors, float32 (len(texts), dimension), in order; each call of 64 is tried three times at most."""
        vectors: list[Sequence[float]] = []
        for start in range(0, len(texts), _BATCH_TEXTS):
            part = list(texts[start : start + _BATCH_TEXTS])
            try:
                found = tried(partial(self._embeddings.embed_documents, part), self._sleep)
            except Exception as error:  # every provider has errors of its own
                raise EmbedderFailed(self.fingerprint, reason_of(error)) from None
            if len(found) != len(part):
                raise EmbedderFailed(self.fingerprint, f"it gave {len(found)} vectors for {len(part)} texts")
            vectors += found
            if progress is not None:
                progress(len(vectors))
        return self._unit(vectors)

    def embed_question(self, text: str) -> Vectors:
        """One unit vector, float32 (1, dimension). EmbedderFailed at once while the embedder is left alone."""
        if self.is_resting:
            raise EmbedderFailed(self.fingerprint, "it failed a moment ago and is left alone")
        ask = partial(self._embeddings.embed_query, self._before_sending(text), **self._with_a_question)
        try:
            return self._unit([within(self._seconds, ask)])
        except EmbedderFailed as error:
            failed = error
        except Exception as error:  # every provider has errors of its own
            failed = EmbedderFailed(self.fingerprint, reason_of(error))
            if not is_about_the_text(error):
                self._rests_until = time.monotonic() + _REST_S
        _log.warning("The embedder %s failed for a question: %s.", self.fingerprint, failed.reason)
        raise failed

    def still_gives(self, text: str, vector: Vectors) -> bool:
        """Whether `text` has nearly this vector still; providers compute it a little differently each time."""
        found = self.embed_passages([text])[0]
        return found.shape == vector.shape and float(found @ vector) > _SAME_VECTOR

    def _unit(self, vectors: Sequence[Sequence[float]]) -> Vectors:
        if not vectors:
            return np.zeros((0, 0), dtype=np.float32)
        array: Vectors = np.zeros((0, 0), dtype=np.float32)
        with suppress(TypeError, ValueError), np.errstate(over="ignore"):
            lengths = sorted({len(each) for each in vectors})
            if len(lengths) > 1:
                raise EmbedderFailed(self.fingerprint, f"it gave vectors of {lengths[0]} and of {lengths[-1]} numbers")
            array = np.array(vectors, dtype=np.float32)
        if not array.size or not np.isfinite(array).all():
            raise EmbedderFailed(self.fingerprint, "it gave vectors without numbers, or with some that are none")
        norms = np.linalg.norm(array, axis=1, keepdims=True)
        unit: Vectors = array / np.maximum(norms, np.finfo(np.float32).tiny)
        return unit


def _options(provider: str, url: str | None) -> dict[str, Any]:
    """What a provider's model is made with. Only those whose options are known get any but the address."""
    given: dict[str, Any] = {"base_url": url} if url else {}
    if provider in OF_OPENAI:
        # Texts are sent as they are: they fit, and taking them apart would fetch a vocabulary from elsewhere.
        given |= {"check_embedding_ctx_length": False, "max_retries": 0, "timeout": _PASSAGES_S}
    if provider == "openai" and url:
        # Servers that speak OpenAI's protocol seldom ask for a key, and not all of them know packed numbers.
        given |= {"api_key": os.environ.get("OPENAI_API_KEY") or "none", "model_kwargs": {"encoding_format": "float"}}
    return given


def _langchain_embeddings(name: str, url: str | None) -> Embeddings:
    from langchain.embeddings import init_embeddings

    provider = name.partition(":")[0]
    try:
        straight = straight_there(provider, stays_here(name, url, _LOCAL_PROVIDERS))
        return init_embeddings(name, **_options(provider, url), **straight)
    except ImportError as error:
        raise EmbedderUnavailable(
            f"The embedder '{name}' needs a package that is not installed: {_first_line(error)}. "
            f"Run `make setup EXTRAS={provider}` where Candour has that extra, or install the package beside it."
        ) from error
    except Exception as error:  # each provider has errors of its own, for a key that is not set above all
        raise EmbedderUnavailable(
            f"The embedder '{name}' cannot be had: {_first_line(error)} "
            f"Set '{OWN}' or 'provider:model', and the provider's key in the environment."
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
