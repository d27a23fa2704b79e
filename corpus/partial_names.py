"""Parts of names that may stand for the whole: "the review board", "la commission des plaintes", "the commission"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.naming import Key, Name, WordedText
from corpus.near_names import NearNames
from corpus.organizations import Registry
from corpus.types import LANGUAGES, Language, Organization

_MOST_WORDS = 4  # beside the one that says what an organization is
_LEAST_SAID = 0.5  # of a name's words, small ones and "Canada" aside: "conseil de gestion" is said of any body


@dataclass(frozen=True, slots=True)
class PartialName:
    """Words at `text[start:end]` that are part of the name of each of `organizations`, which are at least one.

    `alone` where they are nothing but the word that says what an organization is.
    """

    organizations: tuple[Organization, ...]
    start: int
    end: int
    alone: bool


class PartialNames:
    """The names of one registry, to be found by a part of them. What the search needs is built once."""

    def __init__(self, registry: Registry, near: NearNames) -> None:
        self._registry = registry
        self._near = near
        self._names = {language: list(_names_in(registry, language)) for language in LANGUAGES}
        self._words = {word for names in self._names.values() for name in names for word in name.key}
        signs = registry.words.unknown
        small = (signs.connectors.en | signs.connectors.fr | registry.words.articles) - {"&"}
        self._small = frozenset(registry.words.same_words.get(word, word) for word in small)
        self._country = signs.country_words
        self._generic = signs.generic_words | signs.country_words
        self._without_country = {
            language: self._shortened(names, signs.country_words) for language, names in self._names.items()
        }

    def in_text(self, text: str, language: Language) -> tuple[PartialName, ...]:
        """The parts of names in `text`, a question in `language`, in its order; whole names must be looked for before.

        A part follows "the" or the like, or is written with capitals.
        """
        words = self._registry.worded(text)
        places = [each for each in (self._english(words) if language == "en" else self._french(words)) if each[2]]
        found = [PartialName(each, *words.place(first, last), alone=first == last) for first, last, each in places]
        taken = frozenset(index for first, last, _ in places for index in range(first, last + 1))
        found += [
            PartialName(each, *words.place(first, last), alone=False)
            for first, last, each in self._short(words, language, taken)
        ]
        return tuple(sorted(found, key=lambda part: part.start))

    def _shortened(self, names: Sequence[Name], country: frozenset[str]) -> dict[Key, tuple[Organization, ...]]:
        """Organizations by their names without the country: "Parks" of Parks Canada."""
        owners: dict[Key, dict[int, None]] = {}
        for name in names:
            left = tuple(word for word in name.key if word not in country)
            if 0 < len(left) < len(name.key) and not set(left) <= self._generic:
                owners.setdefault(left, {})[name.owner] = None
        return {key: tuple(self._registry.organizations[owner] for owner in each) for key, each in owners.items()}

    def _short(
        self, words: WordedText, language: Language, taken: frozenset[int]
    ) -> Iterator[tuple[int, int, tuple[Organization, ...]]]:
        """Names without their country that are written with capitals, inside of a sentence."""
        short, at = self._without_country[language], 1
        while at < len(words.words):
            for last in range(min(at + _MOST_WORDS, len(words.words)) - 1, at - 1, -1):
                places = range(at, last + 1)
                key = tuple(words.words[index].same for index in places)
                if key in short and taken.isdisjoint(places) and words.printed_word(at)[0].isupper():
                    yield at, last, short[key]
                    at = last
                    break
            at += 1

    def _english(self, words: WordedText) -> Iterator[tuple[int, int, tuple[Organization, ...]]]:
        signs, stops = self._registry.words.partial, self._registry.words.unknown.stop_words.en
        for at in range(1, len(words.words)):
            head = words.folded_word(at)
            if head not in signs.heads.en or self._goes_on(words, at):
                continue
            first = at
            while first and at - first < _MOST_WORDS and words.gap_before(first).strip() in {"", "-"}:
                before = words.folded_word(first - 1)
                same = words.words[first - 1].same
                if before in signs.determiners.en or same in self._small or (before in stops - self._words):
                    break
                first -= 1
            if not self._is_named(words, first, at, language="en"):
                continue
            if first == at:
                yield first, at, self._alone(words, at, "en")
            elif not all(word.same in self._generic for word in words.words[first:at]):
                content = [word.same for word in words.words[first:at]]
                turned = head in signs.turned.en
                yield first, at, self._with_or_mended([*content, words.words[at].same], "en", turned)

    def _french(self, words: WordedText) -> Iterator[tuple[int, int, tuple[Organization, ...]]]:
        signs, unknown = self._registry.words.partial, self._registry.words.unknown
        for at in range(1, len(words.words)):
            if words.folded_word(at) not in signs.heads.fr or not self._is_named(words, at, at, language="fr"):
                continue
            said, last, at_next = [words.words[at].same], at, at + 1
            organizations: tuple[Organization, ...] = ()
            while at_next < len(words.words) and len(said) <= _MOST_WORDS:
                word = words.folded_word(at_next)
                if words.gap_before(at_next).strip() not in {"", "'"}:
                    break
                if word in unknown.connectors.fr or word in signs.goes_on:
                    at_next += 1
                    continue
                longer = (
                    ()
                    if word in unknown.stop_words.fr
                    else self._with_or_mended([*said, words.words[at_next].same], "fr")
                )
                if not longer:
                    break
                said.append(words.words[at_next].same)
                organizations, last, at_next = longer, at_next, at_next + 1
            if last == at:
                yield at, at, () if self._goes_on(words, at) else self._alone(words, at, "fr")
            elif not self._goes_on(words, last) and not all(word in self._generic for word in said[1:]):
                yield at, last, organizations

    def _is_named(self, words: WordedText, first: int, last: int, language: Language) -> bool:
        """Whether "the" or the like stands before the words, or all of several have capitals."""
        determiners = self._registry.words.partial.determiners.of(language)
        if first and words.folded_word(first - 1) in determiners:
            return True
        return last > first and all(words.printed_word(index)[0].isupper() for index in range(first, last + 1))

    def _goes_on(self, words: WordedText, head: int) -> bool:
        """Whether "of" or the like follows, so that the name is longer than what is known of it."""
        if head + 1 == len(words.words) or words.gap_before(head + 1).strip() not in {"", "'"}:
            return False
        following, unknown = words.folded_word(head + 1), self._registry.words.unknown
        goes_on = following in unknown.of_words.en | unknown.of_words.fr | self._registry.words.partial.goes_on
        # With its accent it is no verb: "plaintes relatives à la Gendarmerie".
        return goes_on or words.printed_word(head + 1) == "à"

    def _alone(self, words: WordedText, head: int, language: Language) -> tuple[Organization, ...]:
        """The organizations of that kind, where a question opens with the head; none elsewhere."""
        signs = self._registry.words.partial
        opening = [words.folded_word(index) for index in range(head - 1)]
        if words.folded_word(head) not in signs.alone.of(language) or not signs.openers.of(language).issuperset(
            opening
        ):
            return ()
        return self._with([words.words[head].same], language)

    def _is_said(self, name: Name, said: Sequence[str]) -> bool:
        """Whether the words are enough of the name to stand for it; one that is alone always is."""
        small = self._small | self._country | self._registry.words.partial.goes_on
        telling = [word for word in name.key if word not in small and len(word) > 1]
        return len(said) == 1 or len(said) >= _LEAST_SAID * len(telling)

    def _with_or_mended(
        self, said: Sequence[str], language: Language, turned: bool = False
    ) -> tuple[Organization, ...]:
        """The organizations `_with` gives; where there are none, with the one word that no name has put right."""
        strange = [index for index, word in enumerate(said) if word not in self._words]
        if len(strange) != 1:
            return () if strange else self._with(said, language, turned)
        mended = (
            self._with([*said[: strange[0]], word, *said[strange[0] + 1 :]], language, turned)
            for word, _ in self._near.alternatives(said[strange[0]])
        )
        return tuple(dict.fromkeys(each for found in mended for each in found))

    def _with(self, said: Sequence[str], language: Language, turned: bool = False) -> tuple[Organization, ...]:
        """The organizations with the words in that order in a name; `turned`: the last may stand before them."""
        wanted = [list(said), [said[-1], *said[:-1]]] if turned else [list(said)]
        fitting = [name for name in self._names[language] if any(_has_in_order(name.key, each) for each in wanted)]
        if not any(self._is_said(name, said) for name in fitting):
            return ()
        return tuple(self._registry.organizations[owner] for owner in dict.fromkeys(name.owner for name in fitting))


def _names_in(registry: Registry, language: Language) -> Iterator[Name]:
    """The names of several words that organizations have, or had, in `language`."""
    printed = {
        name
        for each in registry.organizations
        for name in (
            *(names.of(language) for names in (each.official, each.applied, each.short)),
            *each.other_names.of(language),
            *each.former_names.of(language),
        )
    }
    return (name for name in registry.names if len(name.key) > 1 and name.words.printed in printed)


def _has_in_order(key: Sequence[str], wanted: Sequence[str]) -> bool:
    rest = iter(key)
    return all(word in rest for word in wanted)
