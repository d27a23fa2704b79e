"""A cross-encoder from a folder: a real model, made here, that counts a word."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

from index.errors import RerankerUnavailable
from index.reranker import CrossEncoder

WORDS = {"[UNK]": 0, "[PAD]": 1, "when": 2, "in": 3, "april": 4, "budget": 5}
WEIGHTS = {"april": 4.0, "budget": -4.0}


def cross_encoder(folder: Path, outputs: int = 1, given: str = "input_ids") -> Path:
    """A model whose logit is the sum of its words' weights."""
    folder.mkdir(parents=True, exist_ok=True)
    table = np.array([[WEIGHTS.get(word, 0.0)] * outputs for word in WORDS], dtype=np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", given], ["each"]),
            helper.make_node("ReduceSum", ["each", "axis"], ["logits"], keepdims=0),
        ],
        "counts",
        [helper.make_tensor_value_info(given, TensorProto.INT64, ["n", "length"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", outputs])],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(np.array([1]), "axis")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, folder / "model.onnx")
    tokenizer = Tokenizer(models.WordLevel(WORDS, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def test_texts_are_scored_between_0_and_1_each_by_itself(tmp_path: Path) -> None:
    model = CrossEncoder(cross_encoder(tmp_path / "model"))
    scores = model.scores("when", ["in april", "the budget", "nothing"])
    assert scores == pytest.approx([0.982, 0.018, 0.5], abs=0.001)
    assert model.scores("when", ["in april"])[0] == pytest.approx(scores[0])
    assert model.scores("when", []).shape == (0,)


def test_a_folder_as_hubs_publish_it_is_found(tmp_path: Path) -> None:
    made = cross_encoder(tmp_path / "made")
    published = tmp_path / "published"
    (published / "onnx").mkdir(parents=True)
    (made / "model.onnx").rename(published / "onnx" / "model.onnx")
    (made / "tokenizer.json").rename(published / "tokenizer.json")
    assert CrossEncoder(published).scores("when", ["april"])[0] > 0.9


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(RerankerUnavailable, match=r"CANDOUR_RERANKER is .*nowhere, which has no model\.onnx"):
        CrossEncoder(tmp_path / "nowhere")


def test_a_model_that_is_no_cross_encoder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RerankerUnavailable, match="gives an array of shape"):
        CrossEncoder(cross_encoder(tmp_path / "two", outputs=2)).scores("when", ["april"])
    with pytest.raises(RerankerUnavailable, match="asks for pixels"):
        CrossEncoder(cross_encoder(tmp_path / "image", given="pixels")).scores("when", ["april"])


def test_files_cut_short_are_named(tmp_path: Path) -> None:
    folder = cross_encoder(tmp_path / "cut")
    (folder / "model.onnx").write_bytes((folder / "model.onnx").read_bytes()[:40])
    with pytest.raises(RerankerUnavailable, match=r"model\.onnx is no model that can be run"):
        CrossEncoder(folder).scores("when", ["april"])
    (folder / "tokenizer.json").write_text("{")
    with pytest.raises(RerankerUnavailable, match=r"tokenizer\.json is no tokenizer"):
        CrossEncoder(folder).scores("when", ["april"])
