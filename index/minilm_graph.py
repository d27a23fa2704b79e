"""all-MiniLM-L6-v2 as an ONNX graph, put together from its weights.

The graph uses ONNX Runtime's fused operators for BERT (embedding with layer norm, attention, layer norm with residual,
bias with GELU), which is what makes it fast without torch. Inputs `ids` and `mask`, int32 (batch, tokens), padding on
the right; output `vectors`, float32 (batch, 384), unit length. Weights stay float32: quantized weights change the
ranking, and scales taken from a batch make a passage's vector depend on its neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto

DIMENSION = 384

# Part of the saved file's name: raise it with every change below, and files of the old graph are left aside.
GRAPH_VERSION = 1

_LAYERS = 6
_HEADS = 12
_EPSILON = 1e-12
_ONNX_OPSET = 17
_ONNX_IR = 10
_MICROSOFT = "com.microsoft"

Tensor = npt.NDArray[np.float32]


def graph_bytes(weights: Mapping[str, Tensor]) -> bytes:
    """The serialized ONNX model (about 90 MB) of the weights, named as in the published safetensors file.

    Raises KeyError where a tensor is missing.
    """
    from onnx import TensorProto, helper

    graph = _Graph(weights)
    x = graph.embeddings()
    for layer in range(_LAYERS):
        x = graph.layer(layer, x)
    graph.pooling(x)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, ["batch", "tokens"]) for name in ("ids", "mask")]
    output = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", DIMENSION])
    model = helper.make_model(
        helper.make_graph(graph.nodes, "all-MiniLM-L6-v2", inputs, [output], graph.tensors),
        opset_imports=[helper.make_opsetid("", _ONNX_OPSET), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=_ONNX_IR,
    )
    serialized: bytes = model.SerializeToString()
    return serialized


class _Graph:
    """Nodes and tensors so far. Every method adds some and returns the name of what they compute."""

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        self.nodes: list[NodeProto] = []
        self.tensors: list[TensorProto] = []
        self._weights = weights

    def embeddings(self) -> str:
        # The token type is always 0, so its row goes into the position table and the segment inputs stay empty.
        positions = self._weights["embeddings.position_embeddings.weight"]
        segment = self._weights["embeddings.token_type_embeddings.weight"][0]
        inputs = [
            "ids",
            "",
            self._stored("embeddings.word_embeddings.weight"),
            self._tensor("positions", positions + segment),
            "",
            self._stored("embeddings.LayerNorm.weight"),
            self._stored("embeddings.LayerNorm.bias"),
            "mask",
        ]
        # "lengths" is the number of tokens in each row: the compact form of a mask whose padding is on the right.
        self._node("EmbedLayerNormalization", inputs, ["embedded", "lengths"], _MICROSOFT, epsilon=_EPSILON)
        return "embedded"

    def layer(self, number: int, x: str) -> str:
        name = f"encoder.layer.{number}"
        attended = self._skip_norm(f"{name}.attention.output", self._attention(f"{name}.attention.self", x), x)
        wide = self._matmul(f"{name}.intermediate.dense.weight", attended)
        bias = self._stored(f"{name}.intermediate.dense.bias")
        active = self._node("BiasGelu", [wide, bias], [f"{name}.gelu"], _MICROSOFT)
        return self._skip_norm(f"{name}.output", active, attended)

    def pooling(self, x: str) -> str:
        from onnx import TensorProto

        # A masked sum is enough: the mean's divisor cancels when the vector is brought to unit length.
        mask = self._node("Cast", ["mask"], ["mask_float"], to=TensorProto.FLOAT)
        axis = self._tensor("axis", np.array([1], dtype=np.int64))
        row = self._node("Unsqueeze", [mask, axis], ["mask_row"])
        total = self._node("Squeeze", [self._node("MatMul", [row, x], ["sum_row"]), axis], ["sum"])
        return self._node("LpNormalization", [total], ["vectors"], axis=-1, p=2)

    def _attention(self, name: str, x: str) -> str:
        parts = ("query", "key", "value")
        weight = np.concatenate([self._weights[f"{name}.{part}.weight"].T for part in parts], axis=1)
        bias = np.concatenate([self._weights[f"{name}.{part}.bias"] for part in parts])
        inputs = [x, self._tensor(f"{name}.qkv", weight), self._tensor(f"{name}.qkv_bias", bias), "lengths"]
        return self._node("Attention", inputs, [f"{name}.attention"], _MICROSOFT, num_heads=_HEADS)

    def _skip_norm(self, name: str, x: str, skip: str) -> str:
        projected = self._matmul(f"{name}.dense.weight", x)
        norm = [self._stored(f"{name}.LayerNorm.{part}") for part in ("weight", "bias")]
        inputs = [projected, skip, *norm, self._stored(f"{name}.dense.bias")]
        return self._node("SkipLayerNormalization", inputs, [f"{name}.normed"], _MICROSOFT, epsilon=_EPSILON)

    def _matmul(self, name: str, x: str) -> str:
        # torch stores a linear layer's weight as (outputs, inputs).
        return self._node("MatMul", [x, self._tensor(name, self._weights[name].T)], [f"{name}.product"])

    def _stored(self, name: str) -> str:
        return self._tensor(name, self._weights[name])

    def _tensor(self, name: str, values: npt.NDArray[np.float32] | npt.NDArray[np.int64]) -> str:
        from onnx import numpy_helper

        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(
        self, operator: str, inputs: list[str], outputs: list[str], domain: str = "", **attributes: float | int
    ) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, outputs, None, None, domain, None, **attributes))
        return outputs[0]
