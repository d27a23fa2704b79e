"""The free text under an item: statements of facts and sentences without, as paragraphs or lists."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.types import Language
from evals.generator.form_words import Phrases
from evals.generator.forms import Block
from evals.generator.organizations import MadeUp
from evals.generator.phrasing import filled_at
from evals.generator.plan import Stated
from evals.generator.typography import Typography

_MOST_SENTENCES = 6


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as printed; `text[start:end]` is the value of what it states."""

    text: str
    stated: Stated | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Extras:
    """Traps to be put into one item's text: what it opens with, a line in its midst, what it breaks off with."""

    opening: str | None = None
    not_applicable: str | None = None
    like_heading: str | None = None
    broken: str | None = None


NO_EXTRAS = Extras()


def sentences_of(
    facts: Sequence[Stated],
    fillers: Sequence[str],
    organization: MadeUp,
    language: Language,
    typography: Typography,
    chance: random.Random,
) -> list[Sentence]:
    """All facts and some of `fillers` in random order, at most six sentences unless there are more facts."""
    sentences = [_statement(stated, organization, language, typography, chance) for stated in facts]
    room = max(0, _MOST_SENTENCES - len(sentences))
    count = min(chance.randint(0 if sentences else 1, 4), room, len(fillers))
    sentences += [Sentence(typography.typed(filler)) for filler in chance.sample(fillers, count)]
    chance.shuffle(sentences)
    return sentences


def _statement(
    stated: Stated, organization: MadeUp, language: Language, typography: Typography, chance: random.Random
) -> Sentence:
    template = chance.choice(stated.fact.statements(language))
    ways = organization.ways(language)[:2]
    text, places = filled_at(template, language, {"value": stated.value.of(language), "org": chance.choice(ways)})
    return Sentence(typography.typed(text), stated, *places["value"])


def blocks_of(
    sentences: Sequence[Sentence], item: int, extras: Extras, typography: Typography, chance: random.Random
) -> list[Block]:
    """The sentences laid out: one or two paragraphs, a list, a numbered list, or an opening sentence and a list."""
    texts = [sentence.text for sentence in sentences]
    if extras.opening:
        texts.insert(0, typography.typed(extras.opening))
    blocks = list(_laid_out(texts, item, chance))
    if extras.not_applicable:
        blocks.insert(0, Block("paragraph", typography.typed(extras.not_applicable), item))
    if extras.like_heading:
        place = chance.randint(1, len(blocks))
        blocks.insert(place, Block("paragraph", typography.typed(extras.like_heading), item))
    if extras.broken:
        blocks.append(Block("paragraph", typography.typed(extras.broken), item))
    return blocks


def _laid_out(texts: Sequence[str], item: int, chance: random.Random) -> Iterator[Block]:
    shape = chance.choices(["paragraphs", "list", "numbered", "opened"], [6, 2, 1, 2])[0]
    if len(texts) == 1 or shape == "paragraphs":
        cut = chance.randint(1, len(texts))
        for part in (texts[:cut], texts[cut:]):
            if part:
                yield Block("paragraph", " ".join(part), item)
        return
    if shape == "opened":
        yield Block("paragraph", texts[0], item)
        texts = texts[1:]
    if shape == "numbered":
        yield from (Block("number", text, item) for text in texts)
        return
    nested = len(texts) >= 3 and chance.random() < 0.3
    for index, text in enumerate(texts):
        yield Block("nested" if nested and 0 < index < len(texts) - 1 else "entry", text, item)


def said_nothing(phrases: Phrases, not_applicable: bool, chance: random.Random) -> str | None:
    """A phrase for a text that does not apply, or that has no response; None where then nothing is printed."""
    if not_applicable:
        return chance.choice(phrases.not_applicable)
    return phrases.no_response if chance.random() < 0.7 else None
