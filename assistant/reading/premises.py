"""What a question takes for granted of an organization: "why did it refuse to review its code?"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.conditions import understood
from assistant.reading.learned import Models
from assistant.reading.options import ClauseReader
from assistant.reading.phrases import Word, find_any
from index.conditions import Condition

# A correction is worse than none where the words were misread: of the development look-ups, none is corrected wrongly
# from this chance (0 to 1) on.
_SURE = 0.8
# "And why ...", "Do you know when ...": it opens among the first words.
_FIRST_WORDS = 5


def premise_of(content: Sequence[Word], text: str, clauses: ClauseReader, models: Models) -> Condition | None:
    """The condition that a question why or when takes for met; None where it takes none, or none that is sure.

    `content` are the words of the question `text` outside of names.
    """
    vocabulary, language = clauses.vocabulary, clauses.language
    opened = find_any(content[:_FIRST_WORDS], vocabulary.presupposes.of(language))
    if opened is None:
        return None
    said = content[opened.stop :]
    found = understood(said, text, clauses)
    if found is None or found.likely < _SURE:
        return None
    carrying = models.empty.without(said)
    return found.condition if all(models.tells(word.text) for word in carrying) else None
