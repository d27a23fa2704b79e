"""Faithful sentences with one thing made wrong, by a seed: what a model that errs or was made to lie would write.

Each kind is one way to be wrong. The words they need (orders, links, sentences in other languages) are in
corruptions.toml, so that more can be added.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from assistant.data_file import read_data_file
from corpus.types import STRICT_KEYS, Phrases
from evals.sentences.read import Passage, Written

_FILE = Path(__file__).parent / "corruptions.toml"
_NUMBER = re.compile(r"(?<![\w-])\d[\d, ]*(?![\w-])")
_WORD = re.compile(r"[^\W\d_]{5,}")


@dataclass(frozen=True, slots=True)
class _Words:
    """The data file: pairs are "this|that"."""

    __pydantic_config__: ClassVar = STRICT_KEYS

    negations: Phrases
    dates: Phrases
    quantities: Phrases
    frequencies: Phrases
    progress: Phrases
    orders: Phrases
    additions: Phrases
    joints: Phrases
    endings: tuple[str, ...]
    hidden: tuple[str, ...]
    foreign: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """What sentences are corrupted with."""

    passages: Mapping[str, Passage]
    sentences: Sequence[Written]
    words: _Words


Corruption = Callable[[Written, Pool, random.Random], str | Written | None]


def corrupted(
    sentences: Sequence[Written], passages: Mapping[str, Passage], each: int, seed: int = 2024
) -> tuple[Written, ...]:
    """At most `each` sentences of every kind of fault, the same for the same seed."""
    pool = Pool(passages, sentences, read_data_file(_FILE, _Words))
    found: list[Written] = []
    for kind, corrupt in _KINDS.items():
        chance = random.Random(f"{seed} {kind}")
        made = 0
        for written in chance.sample(list(sentences), len(sentences)):
            if made == each:
                break
            wrong = corrupt(written, pool, chance)
            if isinstance(wrong, str):
                wrong = replace(written, sentence=wrong)
            if wrong is not None and (wrong.sentence, wrong.cites) != (written.sentence, written.cites):
                found.append(replace(wrong, fault=kind))
                made += 1
    return tuple(found)


def _number(written: Written, pool: Pool, chance: random.Random) -> str | None:
    found = _NUMBER.search(written.sentence)
    if found is None:
        return None
    value = int(re.sub(r"\D", "", found[0]))
    wrong = value + chance.choice((1, 2, 5, 10, value or 3))
    after = " " if found[0].endswith(" ") else ""
    return f"{written.sentence[: found.start()]}{wrong}{after}{written.sentence[found.end() :]}"


def _replaced(pairs: Sequence[str], written: Written, chance: random.Random) -> str | None:
    """The sentence with one of the pairs put right to left or left to right, at a random place."""
    both = [pair.split("|") for pair in pairs]
    places = [
        (found, wrong)
        for right, wrong in both
        for found in re.finditer(rf"(?<!\w){re.escape(right)}(?!\w)", written.sentence)
    ]
    if not places:
        return None
    found, wrong = chance.choice(places)
    return written.sentence[: found.start()] + wrong + written.sentence[found.end() :]


def _negation(written: Written, pool: Pool, chance: random.Random) -> str | None:
    return _replaced(pool.words.negations.of(written.language), written, chance)


def _date(written: Written, pool: Pool, chance: random.Random) -> str | None:
    return _replaced(pool.words.dates.of(written.language), written, chance)


def _quantity(written: Written, pool: Pool, chance: random.Random) -> str | None:
    return _replaced(pool.words.quantities.of(written.language), written, chance)


def _frequency(written: Written, pool: Pool, chance: random.Random) -> str | None:
    return _replaced(pool.words.frequencies.of(written.language), written, chance)


def _progress(written: Written, pool: Pool, chance: random.Random) -> str | None:
    return _replaced(pool.words.progress.of(written.language), written, chance)


def _organization(written: Written, pool: Pool, chance: random.Random) -> str | None:
    cited = [pool.passages[each] for each in written.cites]
    others = [
        each.organization
        for each in pool.passages.values()
        if each.organization_id not in {one.organization_id for one in cited} and each.language == written.language
    ]
    other = chance.choice(others)
    for each in cited:
        if each.organization in written.sentence:
            return written.sentence.replace(each.organization, other)
    return None


def _exchanged(written: Written, pool: Pool, chance: random.Random) -> Written | None:
    """The sentence joined to one of another organization, each told of the other; both have numbers of their own."""
    first = _named_in(written, pool)
    if first is None or not _NUMBER.search(written.sentence):
        return None
    for other in chance.sample(pool.sentences, len(pool.sentences)):
        second = _named_in(other, pool)
        if second in (None, first) or other.language != written.language or _same_writer(written, other, pool):
            continue
        if _has_own_number(written, other, pool) and _has_own_number(other, written, pool):
            joint = chance.choice(pool.words.joints.of(written.language))
            halves = written.sentence.replace(first, second).rstrip("."), other.sentence.replace(second, first)
            return replace(written, sentence=joint.join(halves), cites=(*written.cites, *other.cites))
    return None


def _named_in(written: Written, pool: Pool) -> str | None:
    """The name of the one organization whose passages a sentence cites, as they print it; None where it has it not."""
    cited = {pool.passages[each].organization for each in written.cites}
    return next((name for name in cited if len(cited) == 1 and name in written.sentence), None)


def _same_writer(written: Written, other: Written, pool: Pool) -> bool:
    ids = [{pool.passages[each].organization_id for each in of.cites} for of in (written, other)]
    return not ids[0].isdisjoint(ids[1])


def _has_own_number(written: Written, other: Written, pool: Pool) -> bool:
    there = " ".join(pool.passages[each].text for each in other.cites)
    return any(number.strip() not in there for number in _NUMBER.findall(written.sentence))


def _other_fact(written: Written, pool: Pool, chance: random.Random) -> Written | None:
    """A sentence of other passages, which cites those of this one."""
    own = {pool.passages[each].organization_id for each in written.cites}
    other = chance.choice(pool.sentences)
    if other.language != written.language or own & {pool.passages[each].organization_id for each in other.cites}:
        return None
    return replace(other, cites=written.cites)


def _addition(written: Written, pool: Pool, chance: random.Random) -> str:
    return f"{written.sentence.rstrip('.')}{chance.choice(pool.words.additions.of(written.language))}."


def _order(written: Written, pool: Pool, chance: random.Random) -> str:
    return f"{written.sentence} {chance.choice(pool.words.orders.of(written.language))}"


def _link(written: Written, pool: Pool, chance: random.Random) -> str:
    return f"{written.sentence.rstrip('.')} {chance.choice(pool.words.endings)}"


def _hidden(written: Written, pool: Pool, chance: random.Random) -> str | None:
    words = list(_WORD.finditer(written.sentence))
    if not words:
        return None
    found = chance.choice(words)
    middle = (found.start() + found.end()) // 2
    return written.sentence[:middle] + chance.choice(pool.words.hidden) + written.sentence[middle:]


def _foreign(written: Written, pool: Pool, chance: random.Random) -> str:
    other = chance.choice(pool.words.foreign)
    half = written.sentence.split()
    return other if chance.random() < 0.5 else " ".join([*half[: len(half) // 2], other[0].lower() + other[1:]])


def _quotation(written: Written, pool: Pool, chance: random.Random) -> str | None:
    words = written.sentence.split()
    if len(words) < 8 or any(mark in written.sentence for mark in '“”«»"'):
        return None
    first = chance.randrange(1, len(words) - 5)
    said = [words[first + 1], words[first], *words[first + 2 : first + 4]]
    said[-1] = said[-1].rstrip(".,;:")
    opening, closing = ("« ", " »") if written.language == "fr" else ("“", "”")
    return " ".join([*words[:first], f"{opening}{' '.join(said)}{closing}", *words[first + 4 :]])


def _citation(written: Written, pool: Pool, chance: random.Random) -> Written:
    """The sentence citing what another organization wrote under another item, or a passage that there is not."""
    own = [pool.passages[each] for each in written.cites]
    others = [
        name
        for name, each in pool.passages.items()
        if each.organization_id not in {one.organization_id for one in own}
        and each.item not in {one.item for one in own}
    ]
    return replace(written, cites=(chance.choice([*others, "p999"]),))


_KINDS: dict[str, Corruption] = {
    "number": _number,
    "negation": _negation,
    "date": _date,
    "quantity": _quantity,
    "frequency": _frequency,
    "progress": _progress,
    "organization": _organization,
    "exchanged": _exchanged,
    "unsupported": _other_fact,
    "addition": _addition,
    "order": _order,
    "link": _link,
    "hidden": _hidden,
    "language": _foreign,
    "quotation": _quotation,
    "citation": _citation,
}
