"""A pool of wordings: what forms state and how people ask. Three kinds of files in one folder, checked on reading.

facts.toml and filler.toml hold what stands in the forms, sets.toml and abstain.toml what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import Field

from corpus.types import LANGUAGES, Language
from evals.generator.data import FOLDER, Strict, bad_data, read_data
from evals.generator.form_words import FormWords

Words = tuple[str, ...]
_BRACES = re.compile(r"\{([^{}]*)\}")


class Value(Strict):
    """One value that a fact may have, and other wordings of it that an answer may give."""

    en: str
    fr: str
    accept_en: Words = ()
    accept_fr: Words = ()

    def of(self, language: Language) -> str:
        """The value as stated in `language`."""
        return self.en if language == "en" else self.fr

    def accepted(self, language: Language) -> Words:
        """The value and its other wordings in `language`."""
        return (self.en, *self.accept_en) if language == "en" else (self.fr, *self.accept_fr)


class Fact(Strict):
    """Something that the free text of `item` may state, and questions that ask for it.

    Of facts for fitting, `kind` is what is asked for, `near` are questions on the topic that no statement answers, and
    `company` are sentences beside the statement that answer neither.
    """

    id: str
    item: int
    needs: str | None = None
    statement_en: Words
    statement_fr: Words
    question_en: Words
    question_fr: Words
    follow_en: Words = ()
    follow_fr: Words = ()
    values: tuple[Value, ...]
    kind: str = ""
    near_en: Words = ()
    near_fr: Words = ()
    company_en: Words = ()
    company_fr: Words = ()

    def statements(self, language: Language) -> Words:
        """The sentences that state it in `language`."""
        return self.statement_en if language == "en" else self.statement_fr

    def questions(self, language: Language) -> Words:
        """The questions that ask for it in `language`."""
        return self.question_en if language == "en" else self.question_fr

    def follows(self, language: Language) -> Words:
        """The follow-up questions that ask for it in `language`; may be empty."""
        return self.follow_en if language == "en" else self.follow_fr

    def nears(self, language: Language) -> Words:
        """The questions on its topic in `language` that no statement answers; may be empty."""
        return self.near_en if language == "en" else self.near_fr


class Filler(Strict):
    """Sentences without facts for the free text of `item`."""

    item: int
    en: Words
    fr: Words


class OptionWords(Strict):
    """How one language says that an option is ticked, or not, and asks about it."""

    have: Words
    have_not: Words = ()
    noun: Words
    one: Words
    bare: Words
    whole: Words


class Option(Strict):
    """An option and its wordings."""

    id: str
    en: OptionWords
    fr: OptionWords

    def of(self, language: Language) -> OptionWords:
        """The wordings in `language`."""
        return self.en if language == "en" else self.fr


class Topic(Strict):
    """What an item is about, as a noun phrase."""

    item: int
    topic_en: Words
    topic_fr: Words

    def of(self, language: Language) -> Words:
        """The noun phrases in `language`."""
        return self.topic_en if language == "en" else self.topic_fr


class Frames(Strict):
    """Questions with room for an option's wording, a topic or organizations."""

    list_: Words = Field(alias="list")
    with_: Words = Field(alias="with")
    count: Words
    share: Words
    both: Words
    either: Words
    but: Words
    said: Words
    compare: Words
    overview: Words
    rank6: Words
    rank7: Words


class AbstainWords(Strict):
    """Questions that deserve no answer, by reason."""

    no_assessment: Words
    unknown_organization: Words
    out_of_scope: Words
    unclear: Words
    instruction: Words
    not_in_assessments: Words


class _Facts(Strict):
    fact: tuple[Fact, ...]


class _Fillers(Strict):
    filler: tuple[Filler, ...]


class _Sets(Strict):
    option: tuple[Option, ...]
    item: tuple[Topic, ...]
    frames: dict[Language, Frames]


class _Abstain(Strict):
    en: AbstainWords
    fr: AbstainWords


@dataclass(frozen=True)
class Pool:
    """All wordings of one folder. `name` opens the ids of its wordings."""

    name: str
    facts: tuple[Fact, ...]
    fillers: dict[int, Filler]
    options: tuple[Option, ...]
    topics: dict[int, Topic]
    frames: dict[Language, Frames]
    abstain: dict[Language, AbstainWords]

    @cached_property
    def facts_by_item(self) -> dict[int, tuple[Fact, ...]]:
        """The facts of every item that has some."""
        items = sorted({fact.item for fact in self.facts})
        return {item: tuple(fact for fact in self.facts if fact.item == item) for item in items}

    @cached_property
    def fact(self) -> dict[str, Fact]:
        """The facts by id."""
        return {fact.id: fact for fact in self.facts}


def load_facts(split: str, words: FormWords, folder: Path = FOLDER / "texts") -> tuple[Fact, ...]:
    """The facts in the folder of texts named `split`; DataFileError names file and entry of what is wrong in it."""
    path = folder / split / "facts.toml"
    facts = read_data(path, _Facts).fact
    if found := list(_fact_problems(facts, words)):
        raise bad_data(path, found)
    return facts


def load_pool(split: str, words: FormWords, folder: Path = FOLDER / "texts") -> Pool:
    """The pool in the folder of texts named `split`; DataFileError names file and entry of what is wrong in it."""
    here = folder / split
    facts = load_facts(split, words, folder)
    fillers = read_data(here / "filler.toml", _Fillers)
    sets = read_data(here / "sets.toml", _Sets)
    abstain = read_data(here / "abstain.toml", _Abstain)
    for name, problems in {
        "filler.toml": _filler_problems(fillers.filler, words),
        "sets.toml": _set_problems(sets, words),
        "abstain.toml": _abstain_problems(abstain),
    }.items():
        if found := list(problems):
            raise bad_data(here / name, found)
    return Pool(
        name=split,
        facts=facts,
        fillers={filler.item: filler for filler in fillers.filler},
        options=sets.option,
        topics={topic.item: topic for topic in sets.item},
        frames=sets.frames,
        abstain={"en": abstain.en, "fr": abstain.fr},
    )


def _fact_problems(facts: Iterable[Fact], words: FormWords) -> Iterator[str]:
    known = {option for options in words.options.values() for option in options}
    seen: set[str] = set()
    for fact in facts:
        where = f"fact '{fact.id}'"
        if fact.id in seen:
            yield f"{where}: the id is used twice"
        seen.add(fact.id)
        if fact.item not in words.with_text:
            yield f"{where}: item {fact.item} has no free text"
        if fact.needs is not None and fact.needs not in known:
            yield f"{where}: needs '{fact.needs}', which is no option"
        if not fact.values:
            yield f"{where}: has no values"
        if any(not each.strip() for value in fact.values for each in (value.en, value.fr)):
            yield f"{where}: has an empty value"
        for language in LANGUAGES:
            yield from _wordings(f"{where}, statement_{language}", fact.statements(language), {"value"}, {"org"})
            yield from _wordings(f"{where}, question_{language}", fact.questions(language), {"org"})
            yield from _wordings(f"{where}, follow_{language}", fact.follows(language), may_be_empty=True)
        yield from _wordings(f"{where}, near_en", fact.near_en, {"org"}, may_be_empty=True)
        yield from _wordings(f"{where}, near_fr", fact.near_fr, {"org"}, may_be_empty=True)


def _filler_problems(fillers: Iterable[Filler], words: FormWords) -> Iterator[str]:
    seen: list[int] = []
    for filler in fillers:
        seen.append(filler.item)
        yield from _wordings(f"filler of item {filler.item}, en", filler.en)
        yield from _wordings(f"filler of item {filler.item}, fr", filler.fr)
    yield from _each_once("filler of item", seen, words.with_text)


def _set_problems(sets: _Sets, words: FormWords) -> Iterator[str]:
    yield from _each_once(
        "option", [each.id for each in sets.option], [o for options in words.options.values() for o in options]
    )
    yield from _each_once("item", [each.item for each in sets.item], [each.number for each in words.items])
    for option in sets.option:
        for language in LANGUAGES:
            said, where = option.of(language), f"option '{option.id}', {language}"
            yield from _wordings(f"{where}.have", said.have)
            yield from _wordings(f"{where}.have_not", said.have_not, may_be_empty=True)
            yield from _wordings(f"{where}.noun", said.noun)
            yield from _wordings(f"{where}.one", said.one, {"org"})
            yield from _wordings(f"{where}.bare", said.bare)
            yield from _wordings(f"{where}.whole", said.whole)
    for topic in sets.item:
        for language in LANGUAGES:
            yield from _wordings(f"item {topic.item}, topic_{language}", topic.of(language))
    for language in LANGUAGES:
        if language not in sets.frames:
            yield f"frames.{language} is missing"
            continue
        frames, where = sets.frames[language], f"frames.{language}"
        yield from _wordings(f"{where}.list", frames.list_, {"have"})
        yield from _wordings(f"{where}.with", frames.with_, {"noun"})
        yield from _wordings(f"{where}.count", frames.count, {"have"})
        yield from _wordings(f"{where}.share", frames.share, {"have"})
        yield from _wordings(f"{where}.both", frames.both, {"have", "have2"})
        yield from _wordings(f"{where}.either", frames.either, {"have", "have2"})
        yield from _wordings(f"{where}.but", frames.but, {"have", "have_not"})
        yield from _wordings(f"{where}.said", frames.said, {"org", "topic"})
        yield from _wordings(f"{where}.compare", frames.compare, {"org", "org2", "topic"})
        yield from _wordings(f"{where}.overview", frames.overview, {"org"})
        yield from _wordings(f"{where}.rank6", frames.rank6)
        yield from _wordings(f"{where}.rank7", frames.rank7)


def _abstain_problems(abstain: _Abstain) -> Iterator[str]:
    for language, said in (("en", abstain.en), ("fr", abstain.fr)):
        yield from _wordings(f"{language}.no_assessment", said.no_assessment, {"org"})
        yield from _wordings(f"{language}.not_in_assessments", said.not_in_assessments, {"org"})
        yield from _wordings(f"{language}.unknown_organization", said.unknown_organization)
        yield from _wordings(f"{language}.out_of_scope", said.out_of_scope)
        yield from _wordings(f"{language}.unclear", said.unclear)
        yield from _wordings(f"{language}.instruction", said.instruction)


def _wordings(
    where: str,
    wordings: Words,
    needed: set[str] = frozenset(),  # type: ignore[assignment]  # a default that nobody can change
    allowed: set[str] = frozenset(),  # type: ignore[assignment]
    *,
    may_be_empty: bool = False,
) -> Iterator[str]:
    """What is wrong with the wordings: none, one twice, empty, placeholders missing, unknown or given twice."""
    if not wordings and not may_be_empty:
        yield f"{where}: has no wording"
    for number, wording in enumerate(wordings, start=1):
        here = f"{where}, number {number}"
        if not wording.strip():
            yield f"{here}: is empty"
        if wording in wordings[: number - 1]:
            yield f"{here}: stands there twice"
        found = _BRACES.findall(wording)
        if len(_BRACES.sub("", wording)) != len(_BRACES.sub("", wording).replace("{", "").replace("}", "")):
            yield f"{here}: has a brace without its partner"
        for name in sorted(needed - set(found)):
            yield f"{here}: has no {{{name}}}"
        for name in sorted(set(found) - needed - allowed):
            yield f"{here}: has {{{name}}}, which does not belong there"
        for name in sorted({name for name in found if found.count(name) > 1}):
            yield f"{here}: has {{{name}}} more than once"


def _each_once(what: str, found: Iterable[object], known: Iterable[object]) -> Iterator[str]:
    found, known = list(found), list(known)
    name: Callable[[object], str] = lambda each: f"{what} {each}"  # noqa: E731
    yield from (f"{name(each)}: is missing" for each in known if each not in found)
    yield from (f"{name(each)}: is not known" for each in dict.fromkeys(found) if each not in known)
    yield from (f"{name(each)}: stands there twice" for each in dict.fromkeys(found) if found.count(each) > 1)
