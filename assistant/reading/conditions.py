"""A question's condition: its clauses understood one by one and put together with "and", "or" and "not"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.reading.clauses import Clause, joints_of, ways_to_cut
from assistant.reading.leaving_out import left_out
from assistant.reading.likeness import NEGATION
from assistant.reading.options import ClauseReader, Meaning
from assistant.reading.phrases import Word, find_any, opens_with
from index.conditions import And, Condition, Not, Or, Responded, Ticked, items_of, opposite, options_of

# A clause less sure than this is none (0 to 1). Chosen on development wordings.
_SURE_ENOUGH = 0.7
_SURE_ENOUGH_AS_A_CLAUSE = 0.5
_SURE_OF_ONE_WORD = 0.93
# Words after an "and" are one more example ("for finance and communications") where, read together with the clause
# before, they say this surely (0 to 1) what that clause says, and are this few.
_SAYS_THE_SAME = 0.9
_FEW_WORDS = 2
_NO_EXAMPLE = 0.98  # so sure of something of their own they are no example
# Another meaning this likely is offered beside the one that is used.
_OFFERED = 0.06
_MOST_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Part:
    """One clause with what it says. `others` are its less likely meanings."""

    clause: Clause
    meaning: Meaning
    others: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """A condition, how likely it is meant (0 to 1), what else may be meant, and the clauses it was made of."""

    condition: Condition
    likely: float
    others: tuple[Condition, ...]
    parts: tuple[Part, ...]


def understood(words: Sequence[Word], text: str, reader: ClauseReader, items: Sequence[int] = ()) -> Understood | None:
    """The likeliest condition of a question's words; None where nothing in them is like any option.

    `text` is the question, `items` those it names by number. What is returned may be unlikely: the caller decides.
    """
    apart = left_out(words, reader.vocabulary, reader.language)
    if apart is None:
        return _said(words, text, reader, items)
    before, described = apart
    out = _said(described, text, reader, items)
    if out is None:
        return None
    out = replace(out, condition=opposite(out.condition), others=tuple(opposite(each) for each in out.others))
    wanted = _said(before, text, reader, items) if reader.models.empty.without(before) else None
    if wanted is None or wanted.likely < _SURE_ENOUGH:
        return out
    return Understood(
        And((wanted.condition, out.condition)), min(wanted.likely, out.likely), (), (*wanted.parts, *out.parts)
    )


def _said(words: Sequence[Word], text: str, reader: ClauseReader, items: Sequence[int]) -> Understood | None:
    """The same for words that leave nobody out."""
    if not words:
        return None
    whole = [(first, stop) for first, stop, _ in reader.own_words(words)]
    joints = joints_of(words, text, reader.vocabulary, reader.language, whole)
    known: dict[tuple[int, int, bool], tuple[Meaning, ...]] = {}
    best: tuple[tuple[int, float], tuple[Part, ...]] | None = None
    for clauses in ways_to_cut(words, joints):
        parts = _parts(clauses, words, reader, items, known)
        if parts is None:
            continue
        # Every clause says something of its own, surely: the more of them there are, the more of the question is read.
        score = len(parts), math.fsum(math.log(max(part.meaning.likely, 1e-6)) for part in parts) / len(parts)
        if best is None or score > best[0]:
            best = score, parts
    if best is None:
        return None
    parts = best[1]
    condition, grouped_otherwise = _together(parts, words, reader)
    others = (*grouped_otherwise, *(_offered(parts[0]) if len(parts) == 1 else _instead(parts, words, reader)))
    likely = min(part.meaning.likely for part in parts)
    return Understood(condition, likely, tuple(dict.fromkeys(others))[:_MOST_OFFERED], parts)


def _parts(
    clauses: Sequence[Clause],
    words: Sequence[Word],
    reader: ClauseReader,
    items: Sequence[int],
    known: dict[tuple[int, int, bool], tuple[Meaning, ...]],
) -> tuple[Part, ...] | None:
    """The clauses with what they say; None where one of several says nothing, or says what the one before says."""
    parts: list[Part] = []
    for clause in clauses:
        own = words[clause.first : clause.stop]
        negated = _is_negated(clause, own, parts, words, reader)
        key = (clause.first, clause.stop, negated)
        if key not in known:
            known[key] = reader.meanings(own, items, negated)
        meanings = known[key]
        if not meanings or (len(clauses) > 1 and meanings[0].likely < _least(clause, own, reader)):
            return None
        if parts and _options(meanings[0].condition) == _options(parts[-1].meaning.condition):
            return None
        if clause.link == "without" and _exclude_each_other(parts[-1].meaning.condition, meanings[0].condition, reader):
            return None  # "divisions without a plan" is one thing, not two
        doubtful = meanings[0].likely < _NO_EXAMPLE
        if parts and doubtful and _is_an_example(clause, own, parts[-1], words, reader, items, known):
            return None
        parts.append(Part(clause, meanings[0], meanings[1:]))
    return tuple(parts)


def _is_an_example(
    clause: Clause,
    own: Sequence[Word],
    before: Part,
    words: Sequence[Word],
    reader: ClauseReader,
    items: Sequence[int],
    known: dict[tuple[int, int, bool], tuple[Meaning, ...]],
) -> bool:
    """Whether the clause only adds to a list that the clause before began."""
    carrying = reader.models.empty.without(own)
    if clause.link not in ("and", "or") or len(carrying) > _FEW_WORDS:
        return False
    key = (before.clause.first, clause.stop, False)
    if key not in known:
        known[key] = reader.meanings(words[before.clause.first : clause.stop], items)
    together = known[key]
    return bool(together) and together[0].likely >= _SAYS_THE_SAME and together[0].condition == before.meaning.condition


def _least(clause: Clause, own: Sequence[Word], reader: ClauseReader) -> float:
    """How sure one of several clauses must be: less where it begins like one, more where a single word carries it."""
    if clause.link is not None and opens_with(own, reader.vocabulary.begins_a_clause.of(reader.language)):
        return _SURE_ENOUGH_AS_A_CLAUSE
    carrying = reader.models.empty.without(own)
    return _SURE_ENOUGH if len(carrying) > 1 else _SURE_OF_ONE_WORD


def _is_negated(
    clause: Clause, own: Sequence[Word], before: Sequence[Part], words: Sequence[Word], reader: ClauseReader
) -> bool:
    """Whether a "not" outside the clause is its own: "without", "nor", or that of the clause before it."""
    if clause.link in ("nor", "without"):
        return True
    if clause.link != "or" or not before or NEGATION in reader.tokens(own):
        return False
    earlier = before[-1]
    said_not = NEGATION in reader.tokens(words[earlier.clause.first : earlier.clause.stop])
    shared = said_not or isinstance(earlier.meaning.condition, Not)
    return shared and not opens_with(own, reader.vocabulary.begins_a_clause.of(reader.language))


def _together(
    parts: Sequence[Part], words: Sequence[Word], reader: ClauseReader
) -> tuple[Condition, tuple[Condition, ...]]:
    """The condition of all parts, and the other way to group them where "and" and "or" both stand between them."""
    conditions = [part.meaning.condition for part in parts]
    links = [_link(part, before, words, reader) for before, part in pairwise(parts)]
    if len(conditions) == 1:
        return conditions[0], ()
    if len(set(links)) == 1:
        joined = (Or if links[0] == "or" else And)(tuple(conditions))
        return _simpler(joined, reader), ()
    return _grouped(conditions, links, "or"), (_grouped(conditions, links, "and"),)


def _simpler(condition: Condition, reader: ClauseReader) -> Condition:
    """The same in fewer words where all conditions are about one single choice.

    "Neither reviewed nor under review" leaves one option; "under review, but not reviewed" says one thing twice.
    """
    if not isinstance(condition, And):
        return condition
    item = reader.questionnaire.item(items_of(condition)[0])
    if item.kind != "single" or len(items_of(condition)) > 1 or isinstance(condition.conditions[0], Responded):
        return condition
    ticked = [each for each in condition.conditions if isinstance(each, Ticked)]
    if len(ticked) == 1:
        return ticked[0]
    left = [option.id for option in item.options if option.id not in options_of(condition)]
    return Ticked(left[0]) if not ticked and len(left) == 1 else condition


def _grouped(conditions: Sequence[Condition], links: Sequence[str], outer: str) -> Condition:
    """The conditions joined by the links, those of `outer` last; "and" binds tighter where `outer` is "or"."""
    groups: list[list[Condition]] = [[conditions[0]]]
    for condition, link in zip(conditions[1:], links, strict=True):
        if link == outer:
            groups.append([condition])
        else:
            groups[-1].append(condition)
    inside, outside = (And, Or) if outer == "or" else (Or, And)
    return outside(tuple(group[0] if len(group) == 1 else inside(tuple(group)) for group in groups))


def _link(part: Part, before: Part, words: Sequence[Word], reader: ClauseReader) -> str:
    """What links two parts as it is meant: "and" or "or"."""
    one, other = before.meaning.condition, part.meaning.condition
    if find_any(words, reader.vocabulary.one_is_enough.of(reader.language), most_between=0):
        return "or"
    if part.clause.link in ("nor", "without"):
        return "and"
    if part.clause.link == "or":
        # "Not reviewed or updated": neither.
        return "and" if isinstance(one, Not) and isinstance(other, Not) else "or"
    return "or" if _exclude_each_other(one, other, reader) else "and"


def _exclude_each_other(one: Condition, other: Condition, reader: ClauseReader) -> bool:
    """Whether two ticks are of one single choice, where only one can be."""
    if not (isinstance(one, Ticked) and isinstance(other, Ticked)) or one.item != other.item:
        return False
    return reader.questionnaire.item(one.item).kind == "single"


def _offered(part: Part) -> list[Condition]:
    return [each.condition for each in part.others if each.likely >= _OFFERED][:_MOST_OFFERED]


def _instead(parts: Sequence[Part], words: Sequence[Word], reader: ClauseReader) -> list[Condition]:
    """The condition with the likeliest other meaning of one of its parts."""
    found: list[tuple[float, Condition]] = []
    for index, part in enumerate(parts):
        for other in part.others[:1]:
            if other.likely >= 2 * _OFFERED:
                changed = [*parts[:index], replace(part, meaning=other), *parts[index + 1 :]]
                found.append((other.likely, _together(changed, words, reader)[0]))
    return [condition for _, condition in sorted(found, key=lambda each: (-each[0], str(each[1])))]


def _options(condition: Condition) -> str:
    """The condition without its "not": a clause that says the same as the one before is no clause of its own."""
    return str(opposite(condition)) if isinstance(condition, Not) else str(condition)
