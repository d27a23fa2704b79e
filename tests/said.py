"""What tests look at in an answer."""

from __future__ import annotations

from assistant.types import Answer
from assistant.words import words_of
from corpus.types import LANGUAGES

_LANGUAGES = tuple(
    words_of("answers", language)("notice.other_language", organizations="").strip(" .:\u00a0")
    for language in LANGUAGES
)


def other_notices(answer: Answer) -> tuple[str, ...]:
    """The notices of an answer, but for the one that it quotes the other language."""
    return tuple(each for each in answer.notices if not each.startswith(_LANGUAGES))
