"""What changes what a sentence says: that something is not so, planned, under way, of all or of some.

Two sentences with the same words say different things where these differ. Each has a rule of its own: what a sentence
has must be in its passage, what the passage has must be in the sentence, or both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, get_args

from assistant.model.checks.numbers import in_digits
from assistant.model.checks.words import CheckingWords
from assistant.reading.phrases import Word, find_any, find_phrase, question_words
from corpus.types import Language, Phrases

Turn = Literal[
    "denied", "without", "inapplicable", "planned", "aimed", "under_way", "done", "must", "obliged", "may", "all",
    "all_not", "single", "doubled", "most", "part", "only", "last", "before", "after", "about", "above",
    "below", "more", "less",
]  # fmt: skip
# What a sentence has of these must be said in the passage, too.
_NEEDED: frozenset[Turn] = frozenset(
    {
        "denied",
        "without",
        "planned",
        "must",
        "all",
        "all_not",
        "single",
        "doubled",
        "most",
        "only",
        "last",
        "before",
        "after",
        "above",
        "below",
        "more",
        "less",
    }
)
# What the passage says of these must be in the sentence, too.
_KEPT: frozenset[Turn] = frozenset(
    {"denied", "without", "planned", "aimed", "under_way", "obliged", "part", "may", "about", "above", "below"}
)
# These must be said in the very sentences that tell the same piece.
OF_A_PIECE: frozenset[Turn] = frozenset({"denied", "all", "most", "single"})
# These are of all entries of a list that the words are before.
OF_A_LIST: frozenset[Turn] = frozenset({"planned", "aimed", "must", "obliged", "may", "under_way"})
# Where a passage has one of these, what a sentence calls planned is not done either.
_NOT_YET: frozenset[Turn] = frozenset({"aimed", "under_way", "may", "must", "denied"})
_OF_NUMBERS: frozenset[Turn] = frozenset({"about", "above", "below"})
_NE, _QUE = ("ne", "n"), ("que", "qu")
_LONGEST_LIMIT = 7  # words between "ne" and "que"
_OF = ("de", "des", "du", "d")  # "chacun des employés" is of employees, like "chaque employé"
_NAMED = 4  # words: so near to "all" stands what it is of
_NEAR = 3  # words: so near to "each" stands the year that it is of
_NEXT = 2  # words: so near to "about" stands the number that it is of
_REACH = 8  # words: so far from "all" stands the "not" that it is denied by


def turns_in(text: str, language: Language, words: CheckingWords) -> frozenset[Turn]:
    """The turns of a text."""
    text = re.sub(rf"\b({'|'.join(words.prefixes.of(language))})-(?=\w)", r"\1", text, flags=re.IGNORECASE)
    said = _without(question_words(in_digits(text, language)), words.not_a_turn.of(language))
    limited = stray = False
    if language == "fr":
        said = _without_sharing(said, words)
        said, limited, stray = _without_limits(said, words.bare_ne.fr, frozenset(words.beside_ne.fr))
    found = {turn for turn in get_args(Turn) if turn != "all_not" and _has(said, turn, language, words)}
    if any(find_any(rest[:_REACH], words.denied.of(language), 0) for rest in _after_each(said, words.all.of(language))):
        found.add("all_not")
    if limited:
        found.add("only")
    if stray:
        found.add("doubled")
    if _ends(said, words.planned_endings.of(language)):
        found.add("planned")
    if _leads_to(said, words.intending.of(language), words.infinitive_endings.of(language)):
        found.add("planned")
    if _is_done(said, language, words):
        found.add("done")
    if _leads_to(
        said, words.progressive.of(language), words.progressive_endings.of(language), words.adverbs.of(language)
    ):
        found.add("under_way")
    return frozenset(found)


def told_of_all(text: str, language: Language, words: CheckingWords) -> tuple[str, ...]:
    """For each "all", "every" or the like of a text, the words after it, which say of what: "agency employees"."""
    said = _without(question_words(in_digits(text, language)), words.not_a_turn.of(language))
    if language == "fr":
        said = _without_sharing(said, words)
    periods = words.periods.of(language)
    told: list[str] = []
    for phrase in words.all.of(language):
        for rest in _after_each(said, [phrase]):
            if phrase.startswith(words.everybody.of(language)) and not (rest and rest[0].text in _OF):
                told.append(phrase.rstrip("*"))
            elif rest and find_any(rest[:_NEAR], periods, 0) is None:
                told.append(" ".join(word.text for word in rest[:_NAMED]))
    return tuple(told)


def turns_said_too(text: str, language: Language, words: CheckingWords) -> frozenset[Turn]:
    """The turns that a sentence keeps in other words ("is available to" for "may have"), which alone are none."""
    said = question_words(text)
    too: dict[Turn, Phrases] = {
        "planned": words.planned_too,
        "may": words.may_too,
        "aimed": words.aimed_too,
        "part": words.part_too,
        "under_way": words.under_way_too,
    }
    return frozenset(turn for turn, phrases in too.items() if find_any(said, phrases.of(language), most_between=0))


def turns_agree(
    sentence: frozenset[Turn],
    kept: Sequence[frozenset[Turn]],
    told: Sequence[frozenset[Turn]],
    too: frozenset[Turn] = frozenset(),
) -> bool:
    """Whether a sentence keeps the turns of the words it rests on most, and has none that nothing it rests on has.

    `too` are those that it keeps in other words.
    """
    there = frozenset[Turn]().union(*told)
    needed = sentence & _NEEDED
    if there & _NOT_YET:
        needed -= {"planned"}
    held = frozenset[Turn]().union(*kept) & _KEPT
    if "denied" in sentence and "denied" not in held:
        held -= {"without"}
    if "below" in there:
        needed -= {"less", "after"}
    if "inapplicable" in there:
        needed -= {"denied"}
    if "done" not in sentence:
        held -= {"under_way"}
    if "planned" in sentence:
        held -= {"under_way", "aimed"}
    if sentence & {"must", "aimed", "planned"}:
        held -= {"obliged"}
    if "aimed" in sentence:
        held -= {"planned"}
    return needed <= there and held <= sentence | too


def _has(said: Sequence[Word], turn: Turn, language: Language, words: CheckingWords) -> bool:
    phrases = getattr(words, turn).of(language)
    if turn != "below":
        said = _without(said, [each for each in words.limits.of(language) if each not in phrases])
    if turn == "all":
        periods = words.periods.of(language)
        return any(find_any(after[:_NEAR], periods, 0) is None for after in _after_each(said, phrases))
    if turn in _OF_NUMBERS:
        return any(any(_is_amount(word.text) for word in after[:_NEXT]) for after in _after_each(said, phrases))
    return find_any(said, phrases, most_between=0) is not None


def _after_each(said: Sequence[Word], phrases: Sequence[str]) -> Iterator[Sequence[Word]]:
    """What follows each place of one of the phrases."""
    for phrase in phrases:
        rest = said
        while (found := find_phrase(rest, phrase, most_between=0)) is not None:
            rest = rest[found.stop :]
            yield rest


def _without_limits(
    said: Sequence[Word], bare: tuple[str, ...], beside: frozenset[str]
) -> tuple[list[Word], bool, bool]:
    """The words without the "ne" of "ne … que" and "avant que … ne", which denies nothing.

    Whether one said "only", and whether one stands alone, as it does only before verbs that begin so ("ne saurait").
    """
    left: list[Word] = []
    limited = stray = False
    for at, word in enumerate(said):
        if word.text in _NE:
            after = [each.text for each in said[at + 1 : at + 1 + _LONGEST_LIMIT]]
            ends = min((after.index(que) for que in _QUE if que in after), default=None)
            before = [each.text for each in said[max(0, at - _LONGEST_LIMIT) : at]]
            if ends is not None and beside.isdisjoint(after[:ends]):
                limited = True
                continue
            if "avant" in before and beside.isdisjoint(after):
                continue
            if beside.isdisjoint(after) and not any(each.startswith(bare) for each in after[:_NEXT]):
                stray = True
        left.append(word)
    return left, limited, stray


def _without_sharing(said: Sequence[Word], words: CheckingWords) -> list[Word]:
    """The words without a "chacun" or "chacune" that follows a verb."""
    endings, shared = words.sharing_endings.fr, words.sharing.fr
    return [
        word
        for before, word in zip((None, *said), said, strict=False)
        if not (before and before.text.endswith(endings) and word.text in shared)
    ]


def _without(said: Sequence[Word], phrases: Sequence[str]) -> list[Word]:
    left = list(said)
    for phrase in phrases:
        while (found := find_phrase(left, phrase, most_between=0)) is not None:
            del left[found.first : found.stop]
    return left


def _leads_to(
    said: Sequence[Word], before: Sequence[str], endings: tuple[str, ...], between: Sequence[str] = ()
) -> bool:
    """Whether a word with one of the endings comes right after one of the words before, but for words between."""
    verbs = [word for word in said if word.text not in between]
    return any(one.text in before and other.text.endswith(endings) for one, other in pairwise(verbs))


def _is_done(said: Sequence[Word], language: Language, words: CheckingWords) -> bool:
    """Whether some verb tells of what was done, "has reviewed" or "reviewed", unlike "is reviewed"."""
    present, endings = words.present.of(language), words.done_endings.of(language)
    verbs = [word.text for word in said if word.text not in words.adverbs.of(language)]
    simple = language == "en" and any(
        other.endswith("ed") and one not in present for one, other in pairwise(["", *verbs])
    )
    return simple or _leads_to(said, words.having.of(language), endings, words.adverbs.of(language))


def _is_amount(word: str) -> bool:
    """Whether a word is a number, but for that of a year: "by 2026" is a date, which has a check of its own."""
    return word[:1].isdigit() and not (len(word) == 4 and word.startswith("20"))


def _ends(said: Sequence[Word], endings: tuple[str, ...]) -> bool:
    return bool(endings) and any(word.text.endswith(endings) and len(word.text) > 4 for word in said)
