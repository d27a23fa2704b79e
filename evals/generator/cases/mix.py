"""The mixture of cases: how many of each kind, half in each language, no question twice."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from corpus.types import LANGUAGES
from evals.cases import Case
from evals.generator.cases import lookups, sets, silence, wholes
from evals.generator.cases.asking import Asking
from evals.generator.generate import Texts
from evals.generator.truth import Truth

Source = Callable[[Asking], Iterator[Case]]

# Shares in per mille. Sets 450, look-ups 350, silence 150, whole assessments 50.
_SHARES: Sequence[tuple[Source, int]] = (
    (sets.listed, 85),
    (sets.listed_not, 55),
    (sets.counted, 60),
    (sets.shared, 40),
    (sets.with_noun, 30),
    (sets.bare, 35),
    (sets.whole, 40),
    (sets.both, 25),
    (sets.either, 20),
    (sets.but, 20),
    (sets.yes_or_no, 40),
    (lookups.facts, 235),
    (lookups.follow_ups, 55),
    (lookups.said_nothing, 30),
    (lookups.said, 30),
    (silence.not_in_assessments, 35),
    (silence.unsaid_facts, 38),
    (silence.no_assessment, 20),
    (silence.unknown_organization, 16),
    (silence.out_of_scope, 18),
    (silence.unclear, 11),
    (silence.instruction, 12),
    (wholes.overviews, 16),
    (wholes.comparisons, 25),
    (wholes.ranks, 9),
)
# What makes up for kinds that have fewer different questions than their share.
_PLENTIFUL: Sequence[Source] = (lookups.facts, sets.listed, sets.counted, silence.unsaid_facts)
# A kind that gives this many questions asked before, one after the other, has no more.
_PATIENCE = 40


@dataclass
class _Stream:
    """New cases of one kind in one language, until it has no more."""

    cases: Iterator[Case]
    seen: set[tuple[str, ...]]

    def new(self) -> Case | None:
        """The next case whose question was not asked before; None where there is none."""
        for case in islice(self.cases, _PATIENCE):
            asked = (*case.history, case.question.casefold())
            if asked not in self.seen:
                self.seen.add(asked)
                return case
        return None


def generated_cases(truth: Truth, texts: Texts, seed: int, count: int) -> list[Case]:
    """`count` cases over the corpus of `truth`, asked with the wordings of `texts`; fewer where these do not suffice.

    The same values give the same cases. Half are English, half French; ids are "generated-dev-00001" and so on.
    """
    seen: set[tuple[str, ...]] = set()
    streams = {
        (number, language): _Stream(
            source(Asking(truth, texts, language, random.Random(f"cases/{seed}/{source.__name__}/{language}"))), seen
        )
        for number, (source, _) in enumerate(_SHARES)
        for language in LANGUAGES
    }
    cases: list[Case] = []
    for number, quota in enumerate(_quotas(count)):
        for turn in range(quota):
            # An odd one goes to each language in turn.
            language = LANGUAGES[(turn + number) % 2]
            if case := streams[number, language].new():
                cases.append(case)
    sources = [source for source, _ in _SHARES]
    fillers = [streams[sources.index(source), language] for source in _PLENTIFUL for language in LANGUAGES]
    while len(cases) < count and (more := [case for each in fillers if (case := each.new())]):
        cases += more[: count - len(cases)]
    random.Random(f"cases/{seed}/order").shuffle(cases)
    split = truth.corpus.texts
    return [case.model_copy(update={"id": f"generated-{split}-{n:05}"}) for n, case in enumerate(cases, start=1)]


def _quotas(count: int) -> list[int]:
    """How many cases of each kind add up to `count`: by largest remainders."""
    total = sum(share for _, share in _SHARES)
    exact = [count * share / total for _, share in _SHARES]
    quotas = [int(each) for each in exact]
    by_rest = sorted(range(len(exact)), key=lambda index: (quotas[index] - exact[index], index))
    for index in by_rest[: count - sum(quotas)]:
        quotas[index] += 1
    return quotas
