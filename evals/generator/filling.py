"""A plan becomes one language's form, with what is then true of its words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.types import Language
from evals.generator import likelihood
from evals.generator.form_words import FormWords, Phrases, Translation
from evals.generator.forms import Block, FilledForm, Layout
from evals.generator.plan import Plan
from evals.generator.pool import Pool
from evals.generator.quotes import opening_words, shortest_run, stands_once
from evals.generator.texts import Extras, Sentence, blocks_of, said_nothing, sentences_of
from evals.generator.truth import PRINTED
from evals.generator.typography import Typography, some_typography

_LISTED = ("entry", "nested", "number")
# Fewer words are a heading or "N/A", not what an organization said.
_TELLING_WORDS = 4


@dataclass(frozen=True, slots=True)
class Printed:
    """A form and what it prints, by item: ticks' labels, statements, words that stand under their item only once."""

    form: FilledForm
    labels: dict[int, tuple[str, ...]]
    citable: dict[int, tuple[str, ...]]
    sentences: dict[int, tuple[Sentence, ...]]
    evidence: dict[str, str]
    openings: dict[int, tuple[str, ...]]
    said_nothing: dict[int, str]
    traps: tuple[str, ...]


@dataclass
class _Filling:
    """A form being filled."""

    plan: Plan
    language: Language
    words: FormWords
    translation: Translation
    pool: Pool
    typography: Typography
    chance: random.Random
    blocks: list[Block] = field(default_factory=list)
    labels: dict[int, tuple[str, ...]] = field(default_factory=dict)
    sentences: dict[int, tuple[Sentence, ...]] = field(default_factory=dict)
    said_nothing: dict[int, str] = field(default_factory=dict)
    traps: list[str] = field(default_factory=list)

    @property
    def phrases(self) -> Phrases:
        return self.words.phrases[self.language]

    def add(self, *blocks: Block) -> None:
        self.blocks.extend(blocks)


def printed_form(
    plan: Plan, language: Language, layout: Layout, address: str, pool: Pool, words: FormWords, chance: random.Random
) -> Printed:
    """The form of the plan's organization in `language`; `chance` draws everything that the plan leaves open."""
    typography = some_typography(language, layout, chance)
    translation = chance.choice(words.translations[language])
    filling = _Filling(plan, language, words, translation, pool, typography, chance)
    filling.traps.extend(typography.traps)
    _add_preface(filling)
    extras = _extras(filling)
    part = 0
    for item in words.items:
        if item.number in plan.missing:
            continue
        if item.part != part:
            part = item.part
            filling.add(Block("part", typography.typed(translation.parts[part - 1])))
        _add_item(filling, item.number, extras.get(item.number, Extras()))
    modified = f"2024-{chance.randint(8, 12):02}-{chance.randint(1, 28):02}"
    _add_trailer(filling, layout, modified)
    form = FilledForm(language, layout, tuple(filling.blocks), words.furniture[language], address, modified)
    return _with_quotes(filling, form)


def _add_preface(filling: _Filling) -> None:
    organization, typed, chance = filling.plan.organization, filling.typography.typed, filling.chance
    language = filling.language
    name = Block("name", typed(organization.printed(language)))
    title = Block("title", typed(filling.translation.title))
    drawn = chance.random()
    if drawn < 0.15:
        filling.add(Block("name", f"{name.text} ({organization.acronyms[language]})"), title)
    elif drawn < 0.3:
        filling.add(title, name)
    elif drawn < 0.4:
        filling.add(name, title, Block("preface", typed(filling.words.furniture[language].sender)))
        filling.traps.append("sender_below_title")
    else:
        filling.add(name, title)


def _extras(filling: _Filling) -> dict[int, Extras]:
    """Which items' texts get which trap; at most one each."""
    phrases, chance, plan = filling.phrases, filling.chance, filling.plan
    filled = [item for item, state in sorted(plan.texts.items()) if state == "filled"]
    extras: dict[int, Extras] = {}
    if filled and chance.random() < likelihood.BROKEN_OFF:
        extras[filled[-1]] = Extras(broken=chance.choice(phrases.broken))
        filling.traps.append("broken_off")
    traps = (
        ("like_heading", likelihood.LIKE_HEADING, Extras(like_heading=chance.choice(phrases.like_headings))),
        ("like_tick", likelihood.LIKE_TICK, Extras(opening=chance.choice(phrases.like_ticks))),
        (
            "text_after_not_applicable",
            likelihood.TEXT_AFTER_NOT_APPLICABLE,
            Extras(not_applicable=chance.choice(phrases.not_applicable)),
        ),
        ("see_above", likelihood.SEE_ABOVE, Extras(opening=chance.choice(phrases.above))),
    )
    for trap, likely, extra in traps:
        free = [item for item in filled if item not in extras]
        if free and chance.random() < likely:
            extras[chance.choice(free)] = extra
            filling.traps.append(trap)
    return extras


def _add_item(filling: _Filling, item: int, extras: Extras) -> None:
    typed, translation = filling.typography.typed, filling.translation
    filling.add(Block("item", f"Question {item}", item), Block("wording", typed(translation.wordings[item]), item))
    state = filling.plan.texts.get(item)
    silent = item in filling.plan.ticks and not _ticked(filling, item) and state in (None, "no_response")
    before, after = list(_no_response(filling, item)) if silent else [], []
    if silent and before and filling.chance.random() < 0.4 and item in translation.prompts:
        before, after = [], before
    filling.add(*_ticks(filling, item), *before)
    if item in translation.prompts:
        filling.add(Block("prompt", typed(translation.prompts[item]), item))
    filling.add(*after)
    if state == "filled":
        _add_text(filling, item, extras)
    elif state in ("not_applicable", "no_response") and not silent:
        words = said_nothing(filling.phrases, state == "not_applicable", filling.chance)
        if words is not None:
            filling.said_nothing[item] = typed(words)
            filling.add(Block("paragraph", typed(words), item))


def _ticked(filling: _Filling, item: int) -> tuple[str, ...]:
    ticks = filling.plan.ticks.get(item, ())
    return filling.plan.ticks_fr.get(item, ticks) if filling.language == "fr" else ticks


def _ticks(filling: _Filling, item: int) -> Iterator[Block]:
    if item not in filling.plan.ticks:
        return
    labels: list[str] = []
    for option in _ticked(filling, item):
        if option.endswith(f".{PRINTED}"):
            label = filling.words.unknown_options[item].of(filling.language)
        else:
            label = filling.translation.labels[option]
        labels.append(filling.typography.typed(label))
        yield Block("tick", labels[-1], item)
    filling.labels[item] = tuple(labels)


def _no_response(filling: _Filling, item: int) -> Iterator[Block]:
    """What an item with options prints where nothing at all was said: a phrase, with or without bullet, or nothing."""
    words = said_nothing(filling.phrases, False, filling.chance)
    if words is not None:
        filling.traps.append("no_response")
        yield Block("tick" if filling.chance.random() < 0.3 else "paragraph", filling.typography.typed(words), item)


def _add_text(filling: _Filling, item: int, extras: Extras) -> None:
    fillers = filling.pool.fillers[item]
    sentences = sentences_of(
        filling.plan.facts.get(item, ()),
        fillers.en if filling.language == "en" else fillers.fr,
        filling.plan.organization,
        filling.language,
        filling.typography,
        filling.chance,
    )
    blocks = blocks_of(sentences, item, extras, filling.typography, filling.chance)
    if blocks[0].kind in _LISTED and item in filling.translation.prompts:
        filling.traps.append("list_after_prompt")
    filling.sentences[item] = tuple(sentences)
    filling.add(*blocks)


def _add_trailer(filling: _Filling, layout: Layout, modified: str) -> None:
    if layout not in ("compact", "spaced") or filling.chance.random() > likelihood.TRAILER:
        return
    furniture = filling.words.furniture[filling.language]
    date = filling.typography.typed(furniture.modified)
    filling.add(
        Block("trailer", furniture.details), Block("trailer", filling.chance.choice([date, f"{date} {modified}"]))
    )
    filling.traps.append("trailer")


def _with_quotes(filling: _Filling, form: FilledForm) -> Printed:
    under = {item.number: form.words_under(item.number) for item in filling.words.items}
    citable = {
        item: tuple(label for label in labels if stands_once(label, under[item]))
        for item, labels in filling.labels.items()
    }
    evidence = {
        sentence.stated.fact.id: shortest_run(sentence.text, sentence.start, sentence.end, under[item])
        for item, sentences in filling.sentences.items()
        for sentence in sentences
        if sentence.stated
    }
    openings: dict[int, tuple[str, ...]] = {}
    for item in filling.sentences:
        if filling.words.kind(item) == "text":
            texts = [b.text for b in form.blocks if b.item == item and b.kind in ("paragraph", *_LISTED)]
            runs = [opening_words(text, under[item]) for text in texts]
            openings[item] = tuple(run for run in runs if run is not None and len(run.split()) >= _TELLING_WORDS)
    nothing = {
        item: words
        for item, words in filling.said_nothing.items()
        if filling.words.kind(item) == "text" and stands_once(words, under[item])
    }
    return Printed(
        form=form,
        labels=filling.labels,
        citable=citable,
        sentences=filling.sentences,
        evidence=evidence,
        openings=openings,
        said_nothing=nothing,
        traps=tuple(sorted(set(filling.traps))),
    )
