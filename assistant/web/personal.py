"""What the notice of personal data in a question is drawn from, beside the chat's box and the widget's."""

from __future__ import annotations

from assistant.personal_data import told_to_browsers
from assistant.words import words_of
from corpus.types import Language


def personal_notice(language: Language) -> dict[str, object]:
    """The values of templates/personal.html."""
    return {"p": words_of("personal", language), "personal_data": told_to_browsers(language)}
