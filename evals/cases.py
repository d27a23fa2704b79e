"""Cases: questions with what is expected. A file's first line names the corpus, every further line is one case.

Organizations are named as the corpus names them: by id, or by a name as printed (any language). A quotation is the
shortest run of words that holds what was asked; white space in it stands for any white space of the text.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.types import AnswerKind, Reason
from corpus.types import Language

Split = Literal["dev", "test"]
SET_KINDS: tuple[AnswerKind, ...] = ("list", "count", "share")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GeneratedCorpus(_Strict):
    """A corpus that the generator writes: the same values give the same files, byte for byte.

    `texts` names the folder of wordings; `organizations` is how many fill in the form, of which `bilingual` (0 to 1)
    do so in both languages.
    """

    texts: Split
    seed: int
    organizations: int = Field(ge=1)
    bilingual: float = Field(0.2, ge=0, le=1)


class FolderCorpus(_Strict):
    """A corpus of one’s own: a folder of files, relative to the file of cases, and its registry where it has one.

    `earlier` is a folder of files that were ingested before, of which those of `folder` take the place.
    """

    folder: str
    earlier: str | None = None
    registry: str | None = None


class CasesHeader(_Strict):
    """The first line of a file of cases."""

    corpus: Literal["shipped"] | GeneratedCorpus | FolderCorpus
    about: str = ""


class Place(_Strict):
    """Words of one assessment. Without a language: that of the case, where the organization's text is there in it."""

    item: int
    quote: str = Field(min_length=1)
    language: Language | None = None


class Evidence(_Strict):
    """Words that an answer should cite; `also` are other places that say the same, any one of them does.

    Where it is not `needed`, citing it is right and leaving it out is no mistake.
    """

    organization: str
    item: int
    quote: str = Field(min_length=1)
    language: Language | None = None
    also: tuple[Place, ...] = ()
    needed: bool = True


class OtherSet(_Strict):
    """Organizations that match, and those whose forms do not say, where the words can be meant otherwise."""

    organizations: tuple[str, ...]
    not_stated: tuple[str, ...] | None = None


class Case(_Strict):
    """One question with what is expected of its answer.

    `organizations` are those that match (kinds list, count and share), `not_stated` those whose forms do not say;
    None leaves either unchecked. `or_sets` are others that are as right, where the words leave that open.
    `count` is their number where the set itself is not asked of the answer.
    `ticks` (generated corpora only): the evidence is each organization's tick in these items, needed of the matching
    ones; with `options` (ids such as "q6.topics") it is the tick of the option asked about, and where an organization
    matches without it, all its ticks of the item.
    `facts`: each is a list of accepted wordings, one of which the answer's text should contain.
    `offers` are conditions ("q5.updated") that an answer should offer as other readings. `page` is the language of the
    page it is asked on, where that is not the question's.
    `wording` is shared by cases made from one wording: they are not independent of one another.
    """

    id: str = Field(min_length=1)
    kind: AnswerKind
    language: Language
    question: str = Field(min_length=1)
    history: tuple[str, ...] = ()
    organizations: tuple[str, ...] | None = None
    or_sets: tuple[OtherSet, ...] = ()
    not_stated: tuple[str, ...] | None = None
    count: int | None = Field(None, ge=0)
    ticks: tuple[int, ...] = ()
    options: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    reason: Reason | None = None
    offers: tuple[str, ...] = ()
    page: Language | None = None
    split: Split
    author: str = Field(min_length=1)
    wording: str | None = None

    @property
    def answerable(self) -> bool:
        """Whether the corpus answers: False where the answer should abstain or ask back."""
        return self.kind not in ("abstain", "clarify")

    @property
    def expected_count(self) -> int | None:
        """How many organizations match, None where the case does not say."""
        if self.count is not None:
            return self.count
        return None if self.organizations is None else len(self.organizations)

    @model_validator(mode="after")
    def _says_what_is_expected(self) -> Self:
        expected = (self.organizations, self.count, self.not_stated)
        if not self.answerable:
            if self.reason is None:
                raise ValueError(f"a case of kind {self.kind} needs the reason expected")
            if any(value is not None for value in expected) or self.evidence or self.facts or self.ticks:
                raise ValueError(f"a case of kind {self.kind} expects a reason and nothing else")
        elif self.reason is not None:
            raise ValueError(f"a reason is for kinds abstain and clarify, not for {self.kind}")
        elif self.kind in SET_KINDS:
            if self.expected_count is None:
                raise ValueError(f"a case of kind {self.kind} needs organizations or count")
        elif not (self.evidence or self.facts or self.ticks):
            raise ValueError(f"a case of kind {self.kind} needs evidence, facts or ticks")
        if self.or_sets and self.organizations is None:
            raise ValueError("or_sets are others than organizations, which must be there too")
        if self.options and not self.ticks:
            raise ValueError("options say which of the ticks count, so ticks must name their items")
        if any(not wordings or not all(each.strip() for each in wordings) for wordings in self.facts):
            raise ValueError("a fact needs at least one wording, and no wording may be empty")
        return self
