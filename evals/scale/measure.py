"""One size, measured in a process of its own: `python -m evals.scale.measure FORMS HOME COUNT [--vectors]`."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from assistant.app import Parts, open_assistant, parts_of
from assistant.assistant import Assistant
from assistant.reading.wording import reading_text
from assistant.settings import Settings
from assistant.words import words_of
from corpus.read import read_assessment
from corpus.types import LANGUAGES, Assessment
from index.conditions import And, Condition, Not, Or, Ticked
from index.passages import passages_of
from index.sources import FORMAT, Manifest, Reading, candour_version, write_manifest
from index.targets import targets_of
from index.types import Passage

# About as long as the embedder's window, without loading it.
_FITS_CHARACTERS = 1_000


def main() -> None:
    """Prints one JSON object: seconds of each step, milliseconds of questions, megabytes."""
    forms, home = Path(sys.argv[1]), Path(sys.argv[2])
    count, with_vectors = int(sys.argv[3]), "--vectors" in sys.argv
    figures: dict[str, float] = {}
    parts = parts_of(Settings(home=home))
    with _timed(figures, "parse_s"):
        assessments = [
            read_assessment(path, parts.questionnaire, parts.registry) for path in sorted(forms.iterdir())[:count]
        ]
    passages = _build(parts, assessments, figures, with_vectors)
    figures["organizations"] = len({each.organization.id for each in assessments})
    figures["passages"] = len(passages)
    del assessments, passages
    _ask(open_assistant(parts), figures)
    figures["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures["disk_mb"] = sum(each.stat().st_size for each in home.glob("generations/**/*") if each.is_file()) / 1e6
    sys.stdout.write(json.dumps(figures) + "\n")


def _build(parts: Parts, assessments: list[Assessment], figures: dict[str, float], with_vectors: bool) -> list[Passage]:
    """Writes a generation without the checks of an ingest, so that each part is timed by itself."""
    index = parts.index
    index.home.generations.mkdir(parents=True, exist_ok=True)
    generation = index.generations.begin()
    passages = [
        passage for each in assessments for passage in passages_of(each, lambda text: len(text) < _FITS_CHARACTERS)
    ]
    with _timed(figures, "table_s"):
        targets = [target for each in assessments for target in targets_of(each, parts.questionnaire)]
        index.table.write(generation, assessments, passages, targets)
    with _timed(figures, "keywords_s"):
        index.keywords.write(generation, passages)
    if with_vectors:
        with _timed(figures, "embed_s"):
            vectors = index.embedder.embed_passages([passage.text for passage in passages])
        with _timed(figures, "vectors_s"):
            index.passage_store.add(generation, passages, vectors)
    reading = Reading(candour_version(), parts.questionnaire.id, parts.questionnaire.digest)
    created = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(FORMAT, created, reading, index.embedder.fingerprint, (), dict(index.table.counts(generation)))
    write_manifest(index.home.manifest(generation), manifest)
    index.generations.publish(generation)
    return passages


def _ask(assistant: Assistant, figures: dict[str, float]) -> None:
    """Set and count questions in our own words: the first ones find nothing read yet, all of them count."""
    times = []
    start = time.perf_counter()
    assistant.snapshot()
    figures["open_s"] = time.perf_counter() - start
    for question in _questions(assistant):
        start = time.perf_counter()
        answer = assistant.ask(question)
        times.append((time.perf_counter() - start) * 1000)
        assert answer.coverage is not None, f"no set for {question}"
    times.sort()
    figures["questions"] = len(times)
    figures["question_p50_ms"] = statistics.median(times)
    figures["question_p95_ms"] = times[int(len(times) * 0.95)]
    figures["question_max_ms"] = times[-1]


def _questions(assistant: Assistant) -> Iterator[str]:
    """Every tick and its contrary, and pairs of them, as lists and as counts, in both languages."""
    options = [Ticked(option.id) for item in assistant.questionnaire.items for option in item.options]
    pairs = list(zip(options, options[5:], strict=False))
    conditions: list[Condition] = [*options, *(Not(each) for each in options)]
    conditions += [And(pair) for pair in pairs[:8]] + [Or((one, Not(other))) for one, other in pairs[8:16]]
    for language in LANGUAGES:
        words = words_of("answers", language)
        for condition in conditions:
            yield reading_text(condition, (), assistant.questionnaire, {}, words)


@contextmanager
def _timed(figures: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    figures[name] = time.perf_counter() - start


if __name__ == "__main__":
    main()
