"""Whether a passage was written for a language model rather than for a reader."""

from __future__ import annotations

import re

from assistant.model.checks.words import CheckingWords
from assistant.reading.phrases import find_any, question_words
from assistant.reading.vocabulary import Vocabulary
from corpus.types import LANGUAGES

# Tags, comments, links in Markdown, and characters that nobody sees: forms are published as text.
_MARKED = re.compile(
    r"<[a-z/!]|\]\(|```|\{\{|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]", re.IGNORECASE
)


def gives_orders(text: str, words: CheckingWords, vocabulary: Vocabulary) -> bool:
    """Whether a text tells a model what to do, or hides something in marks that readers do not see."""
    said = question_words(text)
    return bool(_MARKED.search(text)) or any(
        find_any(said, phrases.of(language), most_between=0) is not None
        for phrases in (words.orders, vocabulary.instruction)
        for language in LANGUAGES
    )
