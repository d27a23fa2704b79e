"""Citations, numbered as they are made: spans of the stored text, quotations copied from it."""

from __future__ import annotations

from assistant.answers.view import View
from assistant.types import Citation
from corpus.types import Response


class CitationBook:
    """The citations of one answer, in order of their numbers; the same words of the same place are cited once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._citations: list[Citation] = []

    def cite(self, document: str, item: int, start: int, end: int) -> int:
        """The number of the citation of `text[start:end]`; ValueError for a span that is not inside the text."""
        key = (document, start, end)
        if key not in self._numbers:
            self._citations.append(self._citation(document, item, start, end))
            self._numbers[key] = len(self._citations)
        return self._numbers[key]

    def cite_response(self, document: str, response: Response) -> int | None:
        """The number of the citation of a response's ticks; without any, of what stands there; None for nothing."""
        if response.ticks:
            first, last = response.ticks[0].span, response.ticks[-1].span
            return self.cite(document, response.item, first.start, last.end)
        span = response.free_text or response.where
        return self.cite(document, response.item, span.start, span.end) if span else None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations made so far."""
        return tuple(self._citations)

    def _citation(self, document: str, item: int, start: int, end: int) -> Citation:
        assessment = self._view.assessment(document)
        text = assessment.source.text
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span {start}-{end} is not inside {document}, which has {len(text)} characters")
        return Citation(
            n=len(self._citations) + 1,
            organization=assessment.printed_name,
            organization_id=assessment.organization.id,
            document=document,
            language=assessment.language,
            item=item,
            quote=text[start:end],
            start=start,
            end=end,
            page=assessment.source.page_at(start),
            url=assessment.provenance.address,
        )
