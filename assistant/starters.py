"""Questions to begin with: each teaches something that can be asked, and this corpus has an answer to it."""

from __future__ import annotations

from assistant.answers.view import View
from assistant.words import words_of
from corpus.types import Language

_MOST = 6


def starter_questions(view: View, language: Language) -> tuple[str, ...]:
    """At most six questions in `language`."""
    words = words_of("starters", language)
    documents = sorted(view.documents.values(), key=lambda document: (document.printed_name, document.id))
    names = {"first": "", "last": ""}
    if documents:
        shown = {
            which: view.organizations[document.organization].applied.of(language)
            for which, document in (("first", documents[0]), ("last", documents[-1]))
        }
        names.update(shown)
    return tuple(words(key, **names) for key in words.by_key)[:_MOST]
