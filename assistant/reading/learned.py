"""The models by which clauses are read, learned from the ways people ask and kept on disk until these change."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.reading.likeness import NEGATION, Likeness, described, learn
from assistant.reading.phrases import Word, find_any, opening, phrase_words, question_words, without_frame
from assistant.reading.topics import Topics
from assistant.reading.vocabulary import Vocabulary
from corpus.questionnaire import Questionnaire
from corpus.types import Language
from corpus.ways import NOTHING, TOPIC, Ways, known_names, read_ways, topic_name
from index.conditions import Not, items_of, opposite, parse_condition
from index.words import is_small

# Numbers, also of items: "12", "q5".
_NUMBER = re.compile(r"q?[0-9]+")
# Raised when the same examples would be learned otherwise.
_VERSION = 4
# Shorter words have too many neighbours; from this likeness (0 to 100) on a word is another one mistyped.
_LONG_ENOUGH_TO_MEND, _NEARLY_THE_SAME = 5, 84.0
# Words of the longest phrase that says no, and between the two halves of one that surrounds what it denies.
_LONGEST_NEGATION, _LONGEST_AROUND = 4, 7


@dataclass(frozen=True, slots=True)
class EmptyWords:
    """Words that ask or refer and carry no meaning of their own: whole ones, and beginnings of words."""

    language: Language
    whole: frozenset[str]
    beginnings: tuple[str, ...]

    def without(self, words: Sequence[Word]) -> list[Word]:
        """The words that carry meaning."""
        return [
            word
            for word in words
            if word.text not in self.whole
            and not _NUMBER.fullmatch(word.text)
            and not word.text.startswith(self.beginnings)
            and not is_small(word.text, self.language)
        ]


def empty_words(vocabulary: Vocabulary, language: Language) -> EmptyWords:
    """The words of a language that carry no meaning of their own."""
    whole: set[str] = set()
    beginnings: set[str] = set()
    for phrases in (
        vocabulary.small,
        vocabulary.filler,
        vocabulary.facts,
        vocabulary.facts_anywhere,
        vocabulary.follow_up,
        vocabulary.back_reference,
        vocabulary.yes_no,
        vocabulary.ones,
        vocabulary.frame,
        vocabulary.language,
        vocabulary.negation,
        vocabulary.negation_by_verb,
        vocabulary.the_others,
        vocabulary.more_of_it,
    ):
        for phrase in phrases.of(language):
            for word, is_beginning in phrase_words(phrase):
                (beginnings if is_beginning else whole).add(word)
    return EmptyWords(language, frozenset(whole), tuple(sorted(beginnings)))


@dataclass(frozen=True, slots=True)
class Models:
    """What one language's clauses are like: `options` by conditions, the items' topics, and words that say nothing."""

    options: Likeness
    topics: Topics
    empty: EmptyWords

    def tells(self, word: str) -> bool:
        """Whether the word is known to say something of the options, rather than of what is not in the form."""
        return self.options.best_label(word) not in (None, NOTHING)

    def knows(self, word: str) -> bool:
        """Whether the word or another form of it stands in several examples of an option or an item's topic."""
        return self.options.knows(word) or self.topics.likeness.knows(word)

    def spelled(self, words: Sequence[Word]) -> list[Word]:
        """The words, those not known that are a known one but for a slip of the finger put right."""
        return [replace(word, text=self._known_spelling(word.text)) for word in words]

    def _known_spelling(self, word: str) -> str:
        from rapidfuzz import fuzz, process

        carries = self.empty.without([Word(word, 0, 0)])
        if self.knows(word) or not carries or len(word) < _LONG_ENOUGH_TO_MEND:
            return word
        # A slip at the first letter is rare, and another word that ends the same is not: "layoffs", "playoffs".
        candidates = [each for each in self.options.words if each[:1] == word[:1]]
        found = process.extractOne(word, candidates, scorer=fuzz.ratio, score_cutoff=_NEARLY_THE_SAME)
        return found[0] if found else word


class ReadingModels:
    """The models of both languages, learned or read from disk when first asked for. May be used by several threads."""

    def __init__(
        self, ways_path: Path, questionnaire: Questionnaire, vocabulary: Vocabulary, folder: Path | None = None
    ) -> None:
        """Models of the phrases in `ways_path`, kept in `folder`; None keeps them in memory alone."""
        self._ways_path = ways_path
        self._questionnaire = questionnaire
        self._vocabulary = vocabulary
        self._folder = folder
        self._models: dict[Language, Models] = {}
        self._lock = Lock()

    def of(self, language: Language) -> Models:
        """The models of one language; DataFileError for a mistake in the file of phrases."""
        with self._lock:
            if language not in self._models:
                self._models[language] = self._made(language)
            return self._models[language]

    def is_kept(self, language: Language) -> bool:
        """Whether the models of a language are on disk, so that they need not be learned."""
        path = self._path(language)
        return path is not None and path.exists()

    def _path(self, language: Language) -> Path | None:
        return None if self._folder is None else self._folder / f"reading-{language}-{self._key(language)}.npz"

    def _made(self, language: Language) -> Models:
        small, path = frozenset(self._vocabulary.small.of(language)), self._path(language)
        empty = empty_words(self._vocabulary, language)
        if path is not None and (kept := _kept(path, language, small, empty)):
            return kept
        ways = read_ways(self._ways_path, self._questionnaire)
        phrases = examples_of(ways, self._questionnaire, self._vocabulary, language)
        examples = [(label, described(words, language, small)) for label, words in phrases]
        models = Models(
            learn([each for each in examples if not each[0].startswith(TOPIC)], language, small),
            Topics(learn([(_item(label), each) for label, each in examples], language, small)),
            empty,
        )
        if path is not None:
            _keep(path, models)
        return models

    def _key(self, language: Language) -> str:
        """Sixteen letters that change with anything the models of a language are learned from."""
        try:
            phrases = self._ways_path.read_bytes()
        except OSError:
            phrases = b""
        items = [
            (item.number, item.wording, item.short, [(o.id, o.label, o.short, o.one, o.many) for o in item.options])
            for item in self._questionnaire.items
        ]
        vocabulary = self._vocabulary
        saying_no = (
            vocabulary.negation,
            vocabulary.negation_by_verb,
            vocabulary.not_only,
            vocabulary.negation_around,
            vocabulary.frame,
        )
        words = [each.of(language) for each in (vocabulary.small, *saying_no)]
        told = repr((_VERSION, language, items, words)).encode("utf-8")
        return hashlib.sha256(told + phrases).hexdigest()[:16]


def examples_of(
    ways: Ways, questionnaire: Questionnaire, vocabulary: Vocabulary, language: Language
) -> Iterator[tuple[str, Sequence[str]]]:
    """Every example phrase as folded words, with what it says; the questionnaire's own wordings are examples too."""
    for item in questionnaire.items:
        topic = topic_name(item.number)
        own = [item.wording.of(language), item.short.of(language)]
        for phrase in (*own, *ways[topic].of(language)) if topic in ways else own:
            yield topic, tokens(question_words(phrase), vocabulary, language)
        for option in item.options:
            own = [
                option.label.of(language),
                option.short.of(language),
                option.one.of(language),
                option.many.of(language),
            ]
            for phrase in (*own, *ways[option.id].of(language)) if option.id in ways else own:
                yield option.id, tokens(question_words(phrase), vocabulary, language)
    for label in sorted(set(ways) - known_names(questionnaire) | {NOTHING} & set(ways)):
        for phrase in ways[label].of(language):
            said = tokens(question_words(phrase), vocabulary, language)
            denied = _denied(label) if said.count(NEGATION) == 1 else None
            # What denies a tick teaches how the tick is told: by the rest of the words.
            yield (denied, [word for word in said if word != NEGATION]) if denied else (label, said)
            if label == NOTHING:
                # As a question comes to be compared: without what only opens and closes it.
                left = without_frame(question_words(phrase), vocabulary.frame.of(language))
                yield label, tokens(left, vocabulary, language)


def tokens(words: Sequence[Word], vocabulary: Vocabulary, language: Language) -> list[str]:
    """The folded words, each word or short phrase that says no as one sign; "left it out" has the sign before "it".

    Two that say no one after the other ("did not fail to", "not without") say yes: neither has a sign.
    """
    said: list[str] = []
    passed: set[int] = set()
    denied: int | None = None  # where in `said` the sign of a "not" stands that a verb may still turn round
    at = 0
    while at < len(words):
        ahead = words[at : at + _LONGEST_NEGATION]
        found = opening(ahead, vocabulary.negation.of(language))
        by_verb = opening(ahead, vocabulary.negation_by_verb.of(language))
        idle = opening(ahead, vocabulary.not_only.of(language))
        around = _around(words[at : at + _LONGEST_AROUND], vocabulary.negation_around.of(language))
        if idle:
            at += idle
        elif by_verb >= found and by_verb:
            if denied is not None and len(said) - denied <= _LONGEST_AROUND:
                del said[denied]
            else:
                said.append(NEGATION)
            denied = None
            at += by_verb
        elif found:
            denied = len(said)
            said.append(NEGATION)
            at += found
        elif around:
            said.append(NEGATION)
            passed.add(at + around - 1)
            at += 1
        else:
            if at not in passed:
                said.append(words[at].text)
            at += 1
    return said


def _around(words: Sequence[Word], phrases: Sequence[str]) -> int:
    """How far a phrase reaches that `words` open with, other words in between; 0 where they open with none."""
    if words[0].text not in {phrase_words(phrase)[0][0] for phrase in phrases}:
        return 0
    found = find_any(words, phrases, _LONGEST_AROUND)
    return found.stop if found is not None and found.first == 0 else 0


def _denied(label: str) -> str | None:
    """The tick that a label denies ("q5.updated" for "not q5.updated"), None for any other label."""
    condition = None if label == NOTHING else parse_condition(label)
    return str(opposite(condition)) if isinstance(condition, Not) else None


def _item(label: str) -> str:
    """The number of the item that a label is about: an item's topic, or a condition on its options."""
    if label == NOTHING:
        return label
    return label.removeprefix(TOPIC) if label.startswith(TOPIC) else str(items_of(parse_condition(label))[0])


def _keep(path: Path, models: Models) -> None:
    """Writes the models beside `path` first, so that nobody reads half a file; does nothing where it cannot."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name, each in (("options", models.options), ("topics", models.topics.likeness)):
        arrays[f"{name}_labels"] = np.array(each.labels)
        arrays[f"{name}_features"] = np.array(list(each.features))
        arrays[f"{name}_weights"] = each.weights
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]
        os.replace(file.name, path)
    except OSError:
        return


def _kept(path: Path, language: Language, small: frozenset[str], empty: EmptyWords) -> Models | None:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            found = [
                Likeness(
                    language,
                    small,
                    tuple(arrays[f"{name}_labels"].tolist()),
                    {feature: place for place, feature in enumerate(arrays[f"{name}_features"].tolist())},
                    arrays[f"{name}_weights"],
                )
                for name in ("options", "topics")
            ]
    except (OSError, ValueError, KeyError):
        return None
    return Models(found[0], Topics(found[1]), empty)
