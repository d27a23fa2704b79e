"""Why something cannot be shown just now, in the visitor's language; the reason in full goes to the program's log."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from assistant.errors import BadQuery
from assistant.web.facade import WebAssistant
from assistant.web.words import Words
from corpus.errors import CandourError
from index.errors import BadCondition, NoIndex

log = logging.getLogger(__name__)

_ASKED_WRONGLY = frozenset({BadQuery.code, BadCondition.code})


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is said of a failure, the HTTP status for it, and whether it passes by itself before long."""

    message: str
    status: int
    passes: bool


def trouble_of(error: CandourError, assistant: WebAssistant, words: Words) -> Trouble:
    """What to say of an error."""
    return trouble_named(error.code, str(error), assistant, words)


def trouble_named(code: str, reason: str, assistant: WebAssistant, words: Words) -> Trouble:
    """The same by the code of an error; `reason`, in English and with paths of the machine, is only logged.

    Only what is wrong with a query, which names nothing of the machine, is shown.
    """
    if code in _ASKED_WRONGLY:
        return Trouble(words("trouble.bad_query", reason=reason), 400, False)
    if code != NoIndex.code:
        log.warning("Cannot answer: %s", reason)
        return Trouble(words("trouble.unusable"), 503, False)
    if assistant.being_built():
        return Trouble(words("trouble.building"), 503, True)
    return Trouble(words("trouble.no_index"), 503, False)
