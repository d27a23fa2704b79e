"""Questions to begin with: each teaches something that can be asked, and the corpus has an answer to it."""

from __future__ import annotations

from assistant.answers.view import View
from assistant.words import set_in_french
from corpus.types import Language

_MOST = 6


def starter_questions(view: View, language: Language) -> tuple[str, ...]:
    """At most six questions in `language`, from the questionnaire's data, with names of the corpus filled in."""
    documents = sorted(view.documents.values(), key=lambda document: (document.printed_name, document.id))
    first, last = (view.organizations[each.organization].applied.of(language) for each in (documents[0], documents[-1]))
    filled = (each.of(language).format(first=first, last=last) for each in view.questionnaire.starters[:_MOST])
    return tuple(map(set_in_french, filled) if language == "fr" else filled)
