"""Conditions on items and options, and their three-valued truth for one organization's responses.

Written as people can type them: `q5.updated and not q12.yes`. `q5.updated` asks for a tick; `q5` alone for any
response at all. A condition on a tick is not stated where the item has no tick or is missing; `and`, `or` and `not`
follow Kleene's strong logic of three values (S. C. Kleene, Introduction to Metamathematics, 1952, section 64).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.types import Response, ResponseState
from index.errors import BadCondition
from index.types import State

_TOKEN = re.compile(r"\s*(?:(\()|(\))|(and|or|not)\b|(q[0-9]{1,3}(?:\.[a-z0-9_-]+)?)(?![\w.-]))", re.IGNORECASE)
# Far more than anybody writes by hand; the parser calls itself once a level.
_DEEPEST = 100
_RANK: dict[State, int] = {"not_matching": 0, "not_stated": 1, "matching": 2}
# "N/A" is a response; an item that the form does not have tells nothing.
_RESPONDED: dict[ResponseState, State] = {
    "answered": "matching",
    "not_applicable": "matching",
    "no_response": "not_matching",
    "missing": "not_stated",
}
_OPPOSITE: dict[State, State] = {
    "matching": "not_matching",
    "not_matching": "matching",
    "not_stated": "not_stated",
}


@dataclass(frozen=True, slots=True)
class Ticked:
    """The option of that id is ticked."""

    option: str

    @property
    def item(self) -> int:
        """The number of the item the option belongs to."""
        return int(self.option.split(".")[0][1:])

    def __str__(self) -> str:
        return self.option


@dataclass(frozen=True, slots=True)
class Responded:
    """There is any response to the item: a tick or a free text that says something."""

    item: int

    def __str__(self) -> str:
        return f"q{self.item}"


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: Condition

    def __str__(self) -> str:
        inner = str(self.condition)
        return f"not ({inner})" if isinstance(self.condition, And | Or) else f"not {inner}"


@dataclass(frozen=True, slots=True)
class And:
    """All of the conditions hold."""

    conditions: tuple[Condition, ...]

    def __str__(self) -> str:
        return " and ".join(f"({each})" if isinstance(each, Or) else str(each) for each in self.conditions)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the conditions holds."""

    conditions: tuple[Condition, ...]

    def __str__(self) -> str:
        return " or ".join(str(each) for each in self.conditions)


Condition = Ticked | Responded | Not | And | Or


def state_of(condition: Condition, responses: Mapping[int, Response]) -> State:
    """Whether the responses (by item number, every item of the condition among them) meet the condition."""
    match condition:
        case Ticked():
            ticks = responses[condition.item].ticks
            if not ticks:
                return "not_stated"
            return "matching" if any(tick.option == condition.option for tick in ticks) else "not_matching"
        case Responded():
            return _RESPONDED[responses[condition.item].state]
        case Not():
            return _OPPOSITE[state_of(condition.condition, responses)]
        case And():
            return min((state_of(each, responses) for each in condition.conditions), key=_RANK.__getitem__)
        case Or():
            return max((state_of(each, responses) for each in condition.conditions), key=_RANK.__getitem__)


# What a compiled condition is asked about: the ticked options and the state of the response, by item.
Recorded = Mapping[int, tuple[Sequence[str], ResponseState]]


def compiled(condition: Condition) -> Callable[[Recorded], State]:
    """The same as `state_of`, made ready for many organizations."""
    match condition:
        case Ticked():
            item, option = condition.item, condition.option

            def ticked(recorded: Recorded) -> State:
                options = recorded[item][0]
                return ("matching" if option in options else "not_matching") if options else "not_stated"

            return ticked
        case Responded():
            number = condition.item
            return lambda recorded: _RESPONDED[recorded[number][1]]
        case Not():
            inner = compiled(condition.condition)
            return lambda recorded: _OPPOSITE[inner(recorded)]
        case And() | Or():
            each = [compiled(part) for part in condition.conditions]
            worst = min if isinstance(condition, And) else max
            rank = _RANK.__getitem__
            return lambda recorded: worst([part(recorded) for part in each], key=rank)


def items_of(condition: Condition) -> tuple[int, ...]:
    """The numbers of the items the condition is about, in the order they are named."""
    match condition:
        case Ticked() | Responded():
            return (condition.item,)
        case Not():
            return items_of(condition.condition)
        case And() | Or():
            return tuple(dict.fromkeys(item for each in condition.conditions for item in items_of(each)))


def options_of(condition: Condition) -> frozenset[str]:
    """The ids of all options the condition names."""
    match condition:
        case Ticked():
            return frozenset((condition.option,))
        case Responded():
            return frozenset()
        case Not():
            return options_of(condition.condition)
        case And() | Or():
            return frozenset(option for each in condition.conditions for option in options_of(each))


def opposite(condition: Condition) -> Condition:
    """The condition that holds where this one does not; two negations are none."""
    return condition.condition if isinstance(condition, Not) else Not(condition)


def parse_condition(text: str) -> Condition:
    """The condition that `text` writes; BadCondition says where it stops making sense."""
    parser = _Parser(text)
    condition = parser.either()
    if parser.kind() is not None:
        raise parser.mistake("'and', 'or' or the end")
    return condition


class _Parser:
    """Recursive descent over `either := both (or both)*; both := single (and single)*; single := not single | ...`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0

    def kind(self) -> str | None:
        """What comes next: "(", ")", "and", "or", "not", "atom" or None at the end."""
        if not self._text[self._at :].strip():
            return None
        found = _TOKEN.match(self._text, self._at)
        if found is None:
            raise self.mistake("an option such as q5.updated, an item such as q5, 'and', 'or', 'not' or a parenthesis")
        return found.group(1) or found.group(2) or (found.group(3) or "").lower() or "atom"

    def take(self) -> str:
        found = _TOKEN.match(self._text, self._at)
        assert found is not None, "kind() was asked first"
        self._at = found.end()
        return found.group().strip().lower()

    def either(self) -> Condition:
        conditions = [self.both()]
        while self.kind() == "or":
            self.take()
            conditions.append(self.both())
        return conditions[0] if len(conditions) == 1 else Or(tuple(conditions))

    def both(self) -> Condition:
        conditions = [self.single()]
        while self.kind() == "and":
            self.take()
            conditions.append(self.single())
        return conditions[0] if len(conditions) == 1 else And(tuple(conditions))

    def single(self) -> Condition:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self.mistake(f"at most {_DEEPEST} conditions, parentheses and negations")
        match self.kind():
            case "not":
                self.take()
                return Not(self.single())
            case "(":
                self.take()
                inner = self.either()
                if self.kind() != ")":
                    raise self.mistake("')'")
                self.take()
                return inner
            case "atom":
                name = self.take()
                return Ticked(name) if "." in name else Responded(int(name[1:]))
            case _:
                raise self.mistake("an option such as q5.updated")

    def mistake(self, expected: str) -> BadCondition:
        rest = self._text[self._at :].strip()
        return BadCondition(
            f"The condition '{self._text}' has a mistake at character {self._at + 1}: expected {expected}, "
            f"found {rest[:30]!r}."
        )
