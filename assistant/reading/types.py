"""How a question was understood."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.types import AnswerKind, Reason
from corpus.types import Language, Organization
from index.conditions import Condition
from index.query import Order


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was understood.

    `standalone` is the question with what a follow-up left out. `organizations` are the known ones named, in order,
    `excluded` those that "other than" or the like keeps out, `unknown` what looks like an organization's name and is in
    no registry. `condition` is None for a look-up, whose `content` is the question without organizations' names, whose
    `items` are those it seems to be about and whose `named_item` is the one it names outright, `only_item` where it says
    nothing else; `content_language` is
    set where the answer is wanted in another language than the content's. `others` are conditions it may mean as well,
    `yes_no` is True where yes or no is wanted, `of_each` where a look-up asks which organizations say something.
    `within` limits a look-up to the organizations that meet it. `reason` is set where the question cannot be answered as it stands; `items` then holds those it may be about. Of a
    rank, `order` is the end that comes first and `top` how many options of it are wanted.
    """

    question: str
    standalone: str
    language: Language
    kind: AnswerKind
    organizations: tuple[Organization, ...] = ()
    excluded: tuple[Organization, ...] = ()
    unknown: tuple[str, ...] = ()
    condition: Condition | None = None
    others: tuple[Condition, ...] = ()
    within: Condition | None = None
    items: tuple[int, ...] = ()
    named_item: int | None = None
    only_item: bool = False
    content: str = ""
    content_language: Language | None = None
    yes_no: bool = False
    of_each: bool = False
    reason: Reason | None = None
    order: Order = "most"
    top: int | None = None
