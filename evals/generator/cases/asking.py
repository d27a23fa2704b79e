"""What all kinds of cases are made with: truth, wordings and chance."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from assistant.types import AnswerKind
from corpus.types import Language
from evals.cases import Case
from evals.generator.generate import Texts
from evals.generator.organizations import MadeUp
from evals.generator.phrasing import Said
from evals.generator.pool import Pool
from evals.generator.truth import OrganizationTruth, Truth

AUTHOR = "generator"
_ACRONYM, _LEGAL = 0.35, 0.1
_Drawn = TypeVar("_Drawn")


@dataclass
class Asking:
    """One language's questions of one kind in the making. Every draw comes from `chance`."""

    truth: Truth
    texts: Texts
    language: Language
    chance: random.Random
    _rounds: dict[str, Iterator[Any]] = field(default_factory=dict)

    @property
    def pool(self) -> Pool:
        """The wordings."""
        return self.texts.pool

    def in_turn(self, what: str, among: Sequence[_Drawn]) -> _Drawn:
        """The next of `among`: all of them in random order before any comes again. `what` names the round."""
        if what not in self._rounds:
            self._rounds[what] = self._endless(among)
        drawn: _Drawn = next(self._rounds[what])
        return drawn

    def wording(self, where: str, wordings: Sequence[str]) -> tuple[str, str]:
        """The next of the wordings at `where` in the pool, and its id."""
        index = self.in_turn(where, range(len(wordings)))
        return wordings[index], f"{self.pool.name}/{where}/{index}"

    def said(self, organization: OrganizationTruth) -> Said:
        """A way to call the organization in a question."""
        made_up = self._made_up(organization.id)
        ways = made_up.ways(self.language)
        drawn = self.chance.random()
        if len(ways) > 2 and drawn < _LEGAL:
            return ways[2]
        return ways[1] if len(ways) > 1 and drawn < _ACRONYM else ways[0]

    def case(self, kind: AnswerKind, question: str, wording: str, **expected: Any) -> Case:  # noqa: ANN401
        """A case without its id."""
        return Case(
            id="-",
            kind=kind,
            language=self.language,
            question=question,
            split=self.truth.corpus.texts,
            author=AUTHOR,
            wording=wording,
            **expected,
        )

    def _made_up(self, organization_id: str) -> MadeUp:
        return next(each for each in self.texts.organizations if each.id == organization_id)

    def _endless(self, among: Sequence[_Drawn]) -> Iterator[_Drawn]:
        while among:
            yield from self.chance.sample(among, len(among))
