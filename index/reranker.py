"""A cross-encoder that tells how well a text answers a question, from a folder that the settings name.

None ships and none is fetched: the folder holds `model.onnx` (or `onnx/model.onnx`) and `tokenizer.json`, as models for
reranking are published. The model takes input_ids, attention_mask and maybe token_type_ids, and gives one logit a pair.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.errors import RerankerUnavailable

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_MODEL_FILES = ("model.onnx", "onnx/model.onnx")
_TOKENIZER_FILE = "tokenizer.json"
# What models for reranking are trained with.
_WINDOW_TOKENS = 512
_THREADS = 2

_Scores = npt.NDArray[np.float64]


class CrossEncoder:
    """The model of a folder. Opened with the first question; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._model = _file_of(folder, _MODEL_FILES)
        self._tokenizer_file = _file_of(folder, (_TOKENIZER_FILE,))
        self._opening = threading.Lock()
        self._opened: tuple[Tokenizer, InferenceSession] | None = None

    def scores(self, question: str, texts: Sequence[str]) -> _Scores:
        """How likely (0 to 1) each text answers the question. Raises RerankerUnavailable where the files are none."""
        if not texts:
            return np.zeros(0)
        tokenizer, session = self._open()
        pairs = tokenizer.encode_batch([(question, text) for text in texts])
        given = {
            "input_ids": np.array([pair.ids for pair in pairs], dtype=np.int64),
            "attention_mask": np.array([pair.attention_mask for pair in pairs], dtype=np.int64),
            "token_type_ids": np.array([pair.type_ids for pair in pairs], dtype=np.int64),
        }
        wanted = {each.name for each in session.get_inputs()}
        if not wanted <= set(given):
            unknown = ", ".join(sorted(wanted - set(given)))
            raise RerankerUnavailable(f"{self._model} asks for {unknown}, which a cross-encoder does not. Use another.")
        logits = np.asarray(session.run(None, {name: given[name] for name in wanted})[0], dtype=np.float64)
        if logits.size != len(texts):
            raise RerankerUnavailable(
                f"{self._model} gives an array of shape {logits.shape} for {len(texts)} pairs; "
                "a cross-encoder gives one number a pair. Use another."
            )
        scores: _Scores = 1 / (1 + np.exp(-logits.reshape(-1)))
        return scores

    def _open(self) -> tuple[Tokenizer, InferenceSession]:
        with self._opening:
            if self._opened is None:
                self._opened = _open_tokenizer(self._tokenizer_file), _open_session(self._model)
            return self._opened


def _file_of(folder: Path, names: Sequence[str]) -> Path:
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise RerankerUnavailable(
        f"CANDOUR_RERANKER is {folder}, which has no {' or '.join(names)}. "
        "Name the folder of a cross-encoder, or unset it."
    )


def _open_tokenizer(path: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing narrower
        raise RerankerUnavailable(f"{path} is no tokenizer: {error}. Get the file again.") from error
    tokenizer.enable_truncation(_WINDOW_TOKENS)
    tokenizer.enable_padding()
    return tokenizer


def _open_session(path: Path) -> InferenceSession:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before its import: else it reports its use to Microsoft
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no base of their own
        raise RerankerUnavailable(f"{path} is no model that can be run: {error}. Get the file again.") from error
