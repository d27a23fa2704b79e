"""What holds of every corpus, whatever is in it: sets, counts and quotations over generated forms."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes import HashEmbedder
from forms import assistant_over
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.reading.wording import reading_text
from assistant.types import Answer
from assistant.words import words_of
from corpus.organizations import load_registry
from corpus.questionnaire import load_questionnaire
from evals.cases import GeneratedCorpus
from evals.generator.generate import REGISTRY_FILE, generate
from evals.generator.truth import OrganizationTruth, Truth
from index.build import ingest
from index.conditions import And, Condition, Not, Or, Ticked
from index.home import Home, local_index
from index.query import Query

QUESTIONNAIRE = load_questionnaire()
OPTIONS = tuple(option.id for item in QUESTIONNAIRE.items for option in item.options)
# One language each, so that no version counts for one language and not for the other.
CORPUS = GeneratedCorpus(texts="dev", seed=11, organizations=30, bilingual=0)

options = st.sampled_from(OPTIONS).map(Ticked)
conditions = st.recursive(
    options,
    lambda inner: st.one_of(
        inner.map(Not),
        st.tuples(inner, inner).map(And),
        st.tuples(inner, inner).map(Or),
    ),
    max_leaves=5,
)


@dataclass(frozen=True)
class Corpus:
    """An assistant over generated forms, with their truth and where they lie."""

    assistant: Assistant
    truth: Truth
    folder: Path

    def sets(self, condition: Condition) -> Mapping[str, frozenset[str]]:
        """The organizations by state."""
        return sets_of(self.assistant.answer_query(Query("list", condition), "en"))


def sets_of(answer: Answer) -> Mapping[str, frozenset[str]]:
    return {
        state: frozenset(row.organization_id for row in answer.rows if row.state == state)
        for state in ("matching", "not_matching", "not_stated")
    }


def assistant_of(home: Path, files: list[Path], registry: Path) -> Assistant:
    """An assistant over the files, ingested in that order."""
    index = local_index(Home(home), HashEmbedder())
    report = ingest(index, files, False, QUESTIONNAIRE, load_registry(registry))
    assert report.changed
    return assistant_over(index)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("generated")
    truth = generate(CORPUS, folder)
    assistant = assistant_of(tmp_path_factory.mktemp("home"), [folder / "forms"], folder / REGISTRY_FILE)
    return Corpus(assistant, truth, folder)


@given(condition=conditions)
@settings(max_examples=30, deadline=None)
def test_those_that_match_do_not_match_and_did_not_say_are_all(corpus: Corpus, condition: Condition) -> None:
    found = corpus.sets(condition)
    denied = corpus.sets(Not(condition))
    everybody = len(corpus.truth.with_form)
    assert len(found["matching"]) + len(denied["matching"]) + len(found["not_stated"]) == everybody
    counted = corpus.assistant.answer_query(Query("count", condition), "en").coverage
    assert counted is not None
    assert counted.matching == len(found["matching"])
    assert counted.matching + counted.not_matching + counted.not_stated == counted.organizations == everybody


@given(one=conditions, other=conditions)
@settings(max_examples=20, deadline=None)
def test_both_lie_within_each_and_each_within_either(corpus: Corpus, one: Condition, other: Condition) -> None:
    first, second = corpus.sets(one)["matching"], corpus.sets(other)["matching"]
    assert corpus.sets(And((one, other)))["matching"] == first & second
    assert corpus.sets(Or((one, other)))["matching"] == first | second


@pytest.mark.parametrize("option", OPTIONS)
def test_both_languages_ask_for_the_same_set(corpus: Corpus, option: str) -> None:
    for condition in (Ticked(option), Not(Ticked(option))):
        asked = {
            language: sets_of(
                corpus.assistant.ask(reading_text(condition, (), QUESTIONNAIRE, {}, words_of("answers", language)))
            )
            for language in ("en", "fr")
        }
        assert asked["en"] == asked["fr"] == corpus.sets(condition)


def test_one_more_organization_changes_exactly_the_sets_it_belongs_to(corpus: Corpus, tmp_path: Path) -> None:
    chance = random.Random(5)
    newcomer = chance.choice([each for each in corpus.truth.with_form if each.registered])
    own = {corpus.folder / file for file in newcomer.files.values()}
    files = [path for path in sorted((corpus.folder / "forms").iterdir()) if path not in own]
    before = assistant_of(tmp_path / "before", files, corpus.folder / REGISTRY_FILE)
    for option in OPTIONS:
        with_it = corpus.sets(Ticked(option))
        without = sets_of(before.answer_query(Query("list", Ticked(option)), "en"))
        assert {state: members - {newcomer.id} for state, members in with_it.items()} == without, option
        assert (newcomer.id in with_it["matching"]) == (option in ticked(newcomer)), option


def test_the_order_of_files_changes_no_set(corpus: Corpus, tmp_path: Path) -> None:
    shuffled = tmp_path / "shuffled"
    shuffled.mkdir()
    names = [path.name for path in sorted((corpus.folder / "forms").iterdir())]
    for number, name in enumerate(random.Random(7).sample(names, len(names))):
        shutil.copy(corpus.folder / "forms" / name, shuffled / f"{number:03}-{name}")
    other = assistant_of(tmp_path / "home", [shuffled], corpus.folder / REGISTRY_FILE)
    for option in OPTIONS:
        answer = other.answer_query(Query("list", Ticked(option)), "en")
        assert sets_of(answer) == corpus.sets(Ticked(option)), option


def test_every_quotation_is_the_text_at_its_place(corpus: Corpus) -> None:
    assistant, quoted = corpus.assistant, 0
    for answer in some_answers(corpus):
        for citation in answer.citations:
            text = assistant.document(citation.document).source.text
            assert citation.quote == text[citation.start : citation.end]
            quoted += 1
    assert quoted > 100


def some_answers(corpus: Corpus) -> Iterator[Answer]:
    for option in OPTIONS:
        yield corpus.assistant.answer_query(Query("list", Ticked(option)), "fr")
    for organization in corpus.truth.with_form[:8]:
        name = next(iter(organization.names.values()))
        yield corpus.assistant.ask(f"Summarize the assessment of {name}")
        yield corpus.assistant.ask(f"What does {name} say about training?")
    yield corpus.assistant.ask("Which organizations mention social media?")
    yield corpus.assistant.ask("Who plans to finish by the end of 2025?")


def ticked(organization: OrganizationTruth) -> frozenset[str]:
    return frozenset(option for tick in organization.ticks.values() for option in tick.options)
