"""Questions to begin with: each teaches something that can be asked, and the corpus has an answer to it."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answers.view import View
from assistant.words import set_in_french
from corpus.types import Language
from index.types import DocumentInfo

_MOST = 6
_TELLING = ("answered", "not_applicable")


def starter_questions(view: View, language: Language) -> tuple[str, ...]:
    """At most six questions in `language`, from the questionnaire's data, with names of the corpus filled in.

    The organizations named are the first and the last, by name, that responded to every item: the questions may ask
    about any.
    """
    documents = sorted(view.documents.values(), key=lambda each: view.place(each.organization, language))
    named = (_first_telling(view, documents), _first_telling(view, documents[::-1]))
    first, last = (view.organizations[each.organization].applied.of(language) for each in named)
    filled = (each.of(language).format(first=first, last=last) for each in view.questionnaire.starters[:_MOST])
    return tuple(map(set_in_french, filled) if language == "fr" else filled)


def _first_telling(view: View, documents: list[DocumentInfo]) -> DocumentInfo:
    """The first that has a response to every item, else the first of all."""
    telling: Iterable[DocumentInfo] = (
        each for each in documents if all(response.state in _TELLING for response in view.assessment(each.id).responses)
    )
    return next(iter(telling), documents[0])
