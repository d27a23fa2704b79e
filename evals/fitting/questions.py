"""The training corpus, and questions that one sentence of it answers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from corpus.types import Language
from evals.cases import GeneratedCorpus
from evals.fitting.examples import Question
from evals.generator.data import FOLDER
from evals.generator.form_words import load_form_words
from evals.generator.generate import Texts, generate, load_texts
from evals.generator.organizations import MadeUp
from evals.generator.phrasing import Said, filled
from evals.generator.pool import Fact, Pool, load_facts
from evals.generator.truth import FactTruth, OrganizationTruth, Truth

# Organizations, fillers and questions for sets are those of development; the facts are of the fitting alone.
CORPUS = GeneratedCorpus(texts="dev", seed=77, organizations=86, bilingual=0.3)
_TRAINING = "train"
_QUESTIONS_A_FACT = 2
_ASKED_OF = 6  # organizations that a fact is asked of in a language, at the most
_FOLLOW_UPS = 0.25


def training_texts(folder: Path = FOLDER / "texts") -> Texts:
    """The texts of the training corpus: sentences that keep a fact company stand among the fillers of its item."""
    texts, facts = load_texts("dev"), load_facts(_TRAINING, load_form_words(), folder)
    fillers = dict(texts.pool.fillers)
    for fact in facts:
        filler = fillers[fact.item]
        fillers[fact.item] = filler.model_copy(
            update={"en": (*filler.en, *fact.company_en), "fr": (*filler.fr, *fact.company_fr)}
        )
    return Texts(replace(texts.pool, facts=facts, fillers=fillers), texts.organizations, texts.words)


def write_corpus(folder: Path) -> Truth:
    """The truth of the training corpus, written into `folder`."""
    return generate(CORPUS, folder, training_texts())


def training_questions(truth: Truth) -> Iterator[Question]:
    """Questions for the facts that are stated, and one on each one's topic that nothing answers."""
    texts = training_texts()
    chance = random.Random(CORPUS.seed)
    asked: Counter[tuple[str, Language]] = Counter()
    for organization in truth.with_form:
        made_up = next(each for each in texts.organizations if each.id == organization.id)
        for stated in organization.facts:
            for language in stated.evidence:
                asked[stated.fact, language] += 1
                if asked[stated.fact, language] > _ASKED_OF:
                    continue
                yield from _about(stated, organization, made_up, language, texts.pool, chance)


def _about(
    stated: FactTruth,
    organization: OrganizationTruth,
    made_up: MadeUp,
    language: Language,
    pool: Pool,
    chance: random.Random,
) -> Iterator[Question]:
    fact = pool.fact[stated.fact]
    name: dict[str, str | Said] = {"org": chance.choice(made_up.ways(language))}
    asked = chance.sample(fact.questions(language), _QUESTIONS_A_FACT)
    for question in asked:
        text = filled(question, language, name)
        yield _asked(text, (), language, organization, stated, fact)
    if near := fact.nears(language):
        yield Question(filled(chance.choice(near), language, name), (), language, organization.id, (), fact.id)
    if chance.random() < _FOLLOW_UPS and fact.follows(language):
        before = filled(chance.choice(_others(fact, pool, chance).questions(language)), language, name)
        yield _asked(chance.choice(fact.follows(language)), (before,), language, organization, stated, fact)


def _others(fact: Fact, pool: Pool, chance: random.Random) -> Fact:
    return chance.choice([each for each in pool.facts if each.item != fact.item])


def _asked(
    question: str,
    history: tuple[str, ...],
    language: Language,
    organization: OrganizationTruth,
    stated: FactTruth,
    fact: Fact,
) -> Question:
    evidence = ((stated.item, stated.evidence[language]),)
    return Question(question, history, language, organization.id, evidence, fact.id)
