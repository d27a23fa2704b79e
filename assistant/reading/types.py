"""How a question was understood."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.reading.deadlines import Deadline
from assistant.reading.mentions import Mention
from assistant.reading.organizations import Doubt
from assistant.types import AnswerKind, Reason
from corpus.naming import NameKind
from corpus.types import Language, Organization
from index.conditions import Condition
from index.query import Order


@dataclass(frozen=True, slots=True)
class NamedSet:
    """A group of organizations, as it was called in the question."""

    said: str
    organizations: tuple[Organization, ...]


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What was taken for an organization in the question, and what it is to it."""

    said: str
    organization: Organization
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was understood.

    `standalone` is the question with what a follow-up left out. `organizations` are the known ones named, in order,
    `excluded` those that "other than" or the like keeps out, `unknown` what looks like an organization's name and is in
    no registry. `sets` are the groups that some of them were named by, `read_as` those that were named by other than
    their own names. `doubts` are words that may name several, or an unknown name and what it may be meant for.

    `condition` is what a list, count, share or yes/no is about, `others` are conditions it may mean as well, `yes_no`
    is True where yes or no is wanted. Of a rank, `order` is the end that comes first and `top` how many options of it
    are wanted.

    Of a look-up, `content` is the question without organizations' names (in `content_language`, where the answer is
    wanted in another language), `items` are those it seems to be about, `topics` all of them with how likely (0 to 1)
    each is, the likeliest first, `named_item` is the one it names outright, `only_item` where it says nothing else,
    `told` where it asks what was said of it; `of_each` is True where it asks which organizations say something,
    `within` limits it to the organizations that meet a condition.

    `premise` is the condition that a question why or when takes for met by the organizations it names.

    `unused` are words of a question for organizations that say nothing of its condition as far as is known, as typed.

    `mention` is what a list of organizations is to speak of in their texts; where it is not `outright`, only if
    somebody does.

    `deadline` is what a list of organizations is asked about their target dates.

    `foreign` is True where the question is in neither of the two languages.

    `reason` is set where the question cannot be answered as it stands; `items` then holds those it may be about.
    """

    question: str
    standalone: str
    language: Language
    kind: AnswerKind
    organizations: tuple[Organization, ...] = ()
    excluded: tuple[Organization, ...] = ()
    unknown: tuple[str, ...] = ()
    sets: tuple[NamedSet, ...] = ()
    read_as: tuple[ReadAs, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    condition: Condition | None = None
    others: tuple[Condition, ...] = ()
    within: Condition | None = None
    items: tuple[int, ...] = ()
    topics: tuple[tuple[int, float], ...] = ()
    named_item: int | None = None
    only_item: bool = False
    told: bool = False
    content: str = ""
    content_language: Language | None = None
    yes_no: bool = False
    of_each: bool = False
    premise: Condition | None = None
    unused: tuple[str, ...] = ()
    foreign: bool = False
    reason: Reason | None = None
    mention: Mention | None = None
    deadline: Deadline | None = None
    order: Order = "most"
    top: int | None = None

    @property
    def names_each(self) -> bool:
        """Whether it names its organizations one by one, rather than groups of them or none."""
        return bool(self.organizations) and not self.sets
