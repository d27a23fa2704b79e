"""Which language a question is in: one of ours, or another that is not read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.reading.phrases import Word, phrase_words
from assistant.reading.vocabulary import Vocabulary
from corpus.types import LANGUAGES, Language

# A single small word may be a name's.
_FOREIGN_WORDS = 2
_NEITHER = re.compile("[¿¡ñßãõøåąęłžšč]", re.IGNORECASE)  # letters and marks that English and French do without
_ACCENTED = re.compile("[àâçéèêëîïôùûœ]", re.IGNORECASE)


def language_of(question: str, words: Sequence[Word], vocabulary: Vocabulary, hint: Language) -> Language:
    """The language most small words of the question belong to, else French where it has accents, else `hint`."""
    small = {
        language: {w for p in vocabulary.language.of(language) for w, _ in phrase_words(p)} for language in LANGUAGES
    }
    counts = {language: sum(word.text in small[language] for word in words) for language in LANGUAGES}
    if counts["en"] == counts["fr"]:
        return "fr" if _ACCENTED.search(question) else hint
    return "en" if counts["en"] > counts["fr"] else "fr"


def in_another_language(question: str, words: Sequence[Word], vocabulary: Vocabulary) -> bool:
    """Whether most letters are of another alphabet, or small words of other languages stand where none of ours do."""
    letters = [letter for letter in question if letter.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    if 2 * latin < len(letters) or _NEITHER.search(question):
        return True
    ours = {w for language in LANGUAGES for p in vocabulary.language.of(language) for w, _ in phrase_words(p)}
    theirs = {word.text for word in words if word.text in vocabulary.other_languages and word.text not in ours}
    return len(theirs) >= _FOREIGN_WORDS and not any(word.text in ours for word in words)
