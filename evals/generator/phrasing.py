"""Templates filled so that the sentence stays one: articles, French contractions and elisions, capitals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.types import Language

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_ARTICLES: dict[Language, tuple[str, ...]] = {"en": ("the ",), "fr": ("le ", "la ", "les ", "l’")}
_VOWEL = re.compile(r"[aeiouyàâéèêëîïôûœh]", re.IGNORECASE)
# Acronyms are spelled out: only a vowel's own letter takes an elision.
_VOWEL_LETTER = re.compile(r"[AEIOÉ]")
# After these a name stands without an article of its own.
_BEFORE_BARE_NAME = {
    "en": re.compile(r"(?:\bthe|\ba|\ban|\bour) $|[(/“\"]$", re.IGNORECASE),
    "fr": re.compile(
        r"(?:\b(?:le|la|les|du|des|au|aux|un|une|organisme|organisation|institution|entité|ministère|employeur)|:) $"
        r"|\bl[’']$|[(/«\"]\s?$",
        re.IGNORECASE,
    ),
}
_ELIDED_BEFORE = re.compile(r"\b([dD]|[qQ]u)[’']$")
_DE = re.compile(r"\bde $", re.IGNORECASE)
_A = re.compile(r"(?:^|(?<=\s))[àÀ] $")
_QUE = re.compile(r"\b(qu)e $|\b([dD])e $", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """Words as said in a sentence: "the " and "Office of Tidal Records". Words without an article have "" there."""

    article: str
    name: str

    @property
    def alone(self) -> str:
        """The words as a heading prints them."""
        return self.name[0].upper() + self.name[1:]

    @classmethod
    def of_acronym(cls, acronym: str, name: Said, language: Language) -> Said:
        """An acronym with the article of the name it stands for; English ones are said without."""
        if language == "en" or not name.article:
            return cls("", acronym)
        if name.article == "les ":
            return cls(name.article, acronym)
        if _VOWEL_LETTER.match(acronym):
            return cls("l’", acronym)
        feminine = name.article == "la " or (name.article == "l’" and _is_feminine(name.name))
        return cls("la " if feminine else "le ", acronym)


def said(words: str, language: Language) -> Said:
    """`words` with their article told apart."""
    article = next((article for article in _ARTICLES[language] if words.startswith(article)), "")
    return Said(article, words[len(article) :])


def filled(template: str, language: Language, values: dict[str, str | Said]) -> str:
    """`template` with `values` in the place of their names in braces."""
    return filled_at(template, language, values)[0]


def filled_at(
    template: str, language: Language, values: dict[str, str | Said]
) -> tuple[str, dict[str, tuple[int, int]]]:
    """`template` filled, and where each value stands in it."""
    text, at = "", 0
    places: dict[str, tuple[int, int]] = {}
    for match in _PLACEHOLDER.finditer(template):
        text += template[at : match.start()]
        at = match.end()
        value = values[match[1]]
        words = value if isinstance(value, Said) else said(value, language) if match[1] in _PHRASES else Said("", value)
        if language == "fr" and words.name.startswith("des ") and _DE.search(text):
            words = Said("", words.name.removeprefix("des "))
        before, article = _joined(text, words, language, isinstance(value, Said))
        text = before + article
        places[match[1]] = (len(text), len(text) + len(words.name))
        text += words.name
        if words.name.endswith("s") and template[at:].startswith(("’s", "'s")):
            text, at = text + template[at], at + 2
    text += template[at:]
    return text[:1].upper() + text[1:], places


# Values that may open with an article of their own, which French contracts with the word before.
_PHRASES = frozenset({"topic", "noun"})


def _joined(before: str, words: Said, language: Language, is_name: bool) -> tuple[str, str]:
    """What stands before `words`, and their article, as one reads them together."""
    article = words.article
    if is_name and article and _BEFORE_BARE_NAME[language].search(before):
        return before, ""
    if language == "en":
        return before, article
    opening = article + words.name
    vowel = bool(_VOWEL_LETTER.match(opening) if opening[:2].isupper() else _VOWEL.match(opening))
    if not vowel and (elided := _ELIDED_BEFORE.search(before)):
        before = before[: elided.start()] + elided[1] + "e "
    if vowel and not article and (whole := _QUE.search(before)):
        return before[: whole.start()] + (whole[1] or whole[2]) + "’", ""
    contracted = {"le ": "u ", "les ": "es "}.get(article)
    if contracted and (match := _DE.search(before)):
        return before[: match.start() + 1] + contracted, ""
    if contracted and (match := _A.search(before)):
        return before[: match.start()] + ("a" if match[0][0] == "à" else "A") + {"le ": "u ", "les ": "ux "}[
            article
        ], ""
    return before, article


_FEMININE_HEADS = ("Agence", "Administration", "École")


def _is_feminine(name: str) -> bool:
    return name.startswith(_FEMININE_HEADS)
