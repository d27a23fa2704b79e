"""Whether a sentence names nobody and nothing that its passages do not name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers.same_words import SameWords
from assistant.model.checks.names import names_of, without_names
from assistant.model.checks.quoting import without_quotations
from assistant.model.checks.types import Evidence
from assistant.model.checks.units import stems_in
from corpus.folding import folded
from corpus.organizations import Registry
from corpus.types import LANGUAGES, Language

_CAPITALIZED = re.compile(r"(?<![\w'’-])(?:[LlDdQq]u?['’])?([A-ZÀ-Þ][\w'’-]*)")

_STANDS_FOR = "namexq namexq"  # two words: "within" is not of the number after a name


def named_organizations(text: str, registry: Registry) -> frozenset[str]:
    """The ids of the organizations that a sentence names."""
    return frozenset(match.organization.id for match in registry.found_in(text))


def without_organizations(text: str, registry: Registry, cited: Sequence[Evidence]) -> str:
    """The text with made-up words for the names of organizations, whose own words say nothing about them."""
    for match in reversed(registry.found_in(text)):
        text = f"{text[: match.start]} {_STANDS_FOR} {text[match.end :]}"
    return without_names(text, cited, f" {_STANDS_FOR} ")


def names_agree(text: str, language: Language, cited: Sequence[Evidence], registry: Registry, same: SameWords) -> bool:
    """Whether every organization named is one that is cited or named in a passage, and every other name is there."""
    named, writing = named_organizations(text, registry), {each.organization.id for each in cited}
    in_passages = {found for each in cited for found in named_organizations(each.text, registry)}
    # A passage may name others, but what it says is told of who wrote it.
    if not named <= writing | in_passages:
        return False
    others = without_names(text, cited)
    is_of_the_cited = bool(named & writing) or others != text
    if not is_of_the_cited and (named or registry.possible_organizations(others, language)):
        return False
    known = {other: _known(cited, other) for other in LANGUAGES}
    typed = frozenset(word for each in cited for word in folded(each.text).replace("'", " ").split())
    for name in _capitalized(without_quotations(others)):
        # A name is spelled alike in both languages, though its stem may not be.
        if folded(name) in typed:
            continue
        for stem in stems_in(name, language):
            if not any(same.of(stem, language, other) & known[other] for other in LANGUAGES):
                return False
    return True


def _known(cited: Sequence[Evidence], language: Language) -> frozenset[str]:
    """The stems that names in a sentence may have: of the passages, of the organizations' names, of the item."""
    texts = [each.text for each in cited if each.language == language]
    texts += [name for each in cited for name in names_of(each.organization, each.names)]
    texts += [each.item.short.of(language) for each in cited] + [each.item.wording.of(language) for each in cited]
    return stems_in("\n".join(texts), language)


def _capitalized(text: str) -> list[str]:
    """Words with a capital letter, but for the first of the sentence."""
    return [found[1] for found in _CAPITALIZED.finditer(text) if found.start() > 0]
