"""The words of a question that say what holds of the organizations, without what only leads up to them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.conditions import understood
from assistant.reading.describing import Description
from assistant.reading.leaving_out import left_out
from assistant.reading.options import ClauseReader
from assistant.reading.phrases import Word, without_frame
from assistant.reading.question import QuestionWords

# Words before a description that say something so surely (0 to 1) are more than a way of asking.
_SAID_BEFORE = 0.95


def described_words(
    question: QuestionWords,
    description: Description | None,
    content: Sequence[Word],
    reader: ClauseReader,
    items: Sequence[int],
) -> Sequence[Word]:
    """The description's words alone, or all of `content` where that says more; `items` are those named by number."""
    language, models = question.language, reader.models
    if description is None or left_out(content, reader.vocabulary, language) is not None:
        return content
    frame = reader.vocabulary.frame.of(language)
    before = without_frame(question.words[: description.first], frame)
    said_before = understood(models.spelled(before), question.text, reader, items)
    if said_before is not None and said_before.likely >= _SAID_BEFORE and models.empty.without(before):
        return content
    return models.spelled(without_frame(question.words[description.first : description.stop], frame)) or content
