from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from evals.cases import GeneratedCorpus
from evals.generator.cases.write import write_cases
from evals.generator.generate import Texts, composed_corpus, generate

_ROOT = Path(__file__).parents[3]
_DIGEST = """
import sys
from hashlib import sha256
from pathlib import Path
from evals.cases import GeneratedCorpus
from evals.generator.cases.write import write_cases
from evals.generator.generate import generate, load_texts
texts = load_texts("dev", Path(sys.argv[1]))
corpus = GeneratedCorpus(texts="dev", seed=7, organizations=6)
generate(corpus, Path(sys.argv[2]), texts)
write_cases(Path(sys.argv[2]) / "cases.jsonl", corpus, 100, texts)
for path in sorted(Path(sys.argv[2]).rglob("*.*")):
    sys.stdout.write(f"{path.name} {sha256(path.read_bytes()).hexdigest()}\\n")
"""


def test_the_same_corpus_is_the_same_files_byte_for_byte(texts: Texts, corpus: GeneratedCorpus, tmp_path: Path) -> None:
    small = corpus.model_copy(update={"organizations": 7})
    for folder in ("a", "b"):
        generate(small, tmp_path / folder, texts)
        write_cases(tmp_path / folder / "cases.jsonl", corpus, 100, texts)
    first, second = (sorted((tmp_path / folder).rglob("*.*")) for folder in ("a", "b"))
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_another_seed_is_another_corpus(texts: Texts, corpus: GeneratedCorpus) -> None:
    other = corpus.model_copy(update={"seed": 8})
    assert composed_corpus(corpus, texts).truth.organizations != composed_corpus(other, texts).truth.organizations


def test_the_order_of_hashes_changes_nothing(tmp_path: Path, texts_folder: Path) -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", _DIGEST, str(texts_folder), str(tmp_path / seed)],
            cwd=_ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    first, second = (run.communicate()[0] for run in runs)
    assert first.count("\n") > 10
    assert first == second
