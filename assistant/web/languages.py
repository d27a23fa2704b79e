"""Which official language a visitor is spoken to in, before there is a page that says it."""

from __future__ import annotations

from corpus.types import LANGUAGES, Language


def language_of(path: str, accept_language: str) -> Language:
    """The language of the address that was asked for; of one without any, what the browser prefers."""
    named = path.split("/")[1:2]
    return next((each for each in LANGUAGES if named == [each]), None) or preferred_language(accept_language)


def preferred_language(accept_language: str) -> Language:
    """The official language that a browser's Accept-Language prefers; English where it says nothing of either."""
    best: tuple[float, Language] = (0.0, "en")
    for part in accept_language.split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        for language in LANGUAGES:
            if tag.lower().split("-")[0] == language and weight > best[0]:
                best = (weight, language)
    return best[1]
