"""Citations, numbered as they are made: spans of the stored text, quotations copied from it."""

from __future__ import annotations

from assistant.answers.view import View
from assistant.types import Citation
from corpus.types import Language, Span
from index.types import Cell


class CitationBook:
    """The citations of one answer, in order of their numbers; the same words of the same place are cited once."""

    def __init__(self, view: View, language: Language) -> None:
        self._view = view
        self._language = language
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._citations: list[Citation] = []

    def cite(self, document: str, item: int, start: int, end: int) -> int:
        """The number of the citation of `text[start:end]`; ValueError for a span that is not inside the text."""
        source = self._view.assessment(document).source
        if not 0 <= start < end <= len(source.text):
            raise ValueError(f"span {start}-{end} is not inside {document}, which has {len(source.text)} characters")
        return self.cite_words(Span(document, start, end, source.page_at(start)), item, source.text[start:end])

    def cite_words(self, span: Span, item: int, words: str) -> int:
        """The number of the citation of a span whose words the index keeps, so that the text need not be read."""
        key = (span.document, span.start, span.end)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._citations) + 1
            document = self._view.documents[span.document]
            self._citations.append(
                Citation(
                    n=number,
                    organization=document.printed_name,
                    organization_id=document.organization,
                    name=self._view.called(document.organization, self._language),
                    document=span.document,
                    language=document.language,
                    item=item,
                    quote=words,
                    start=span.start,
                    end=span.end,
                    page=span.page,
                    url=document.provenance.address,
                )
            )
        return number

    def cite_cell(self, cell: Cell) -> int | None:
        """The number of the citation that shows a response, see Cell; None where there is nothing to show."""
        if cell.shown is None:
            return None
        return self.cite_words(cell.shown.span, cell.response.item, cell.shown.words)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations made so far."""
        return tuple(self._citations)
