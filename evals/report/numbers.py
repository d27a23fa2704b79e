"""Numbers as people of either language read them."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.words import words_of
from corpus.types import Language
from evals.score.measures.definitions import NO_SHARES
from evals.score.results import Row


@dataclass(frozen=True, slots=True)
class Numbers:
    """How one language writes figures: "93.5%" in English, "93,5 %" in French."""

    language: Language

    def number(self, value: float, measure: str) -> str:
        """A mean of that measure."""
        written = f"{value:.2f}" if measure in NO_SHARES else f"{100 * value:.1f}"
        return self._plain(written) if measure in NO_SHARES else self._percent(written)

    def interval(self, row: Row) -> str:
        """A row's interval, or that there is none."""
        if row.low is None or row.high is None:
            return words_of("report", self.language, "evals")("no_interval")
        dash = " to " if self.language == "en" else " à "
        if row.measure in NO_SHARES:
            return dash.join(self._plain(f"{value:.2f}") for value in (row.low, row.high))
        return dash.join(self._plain(f"{100 * value:.1f}") for value in (row.low, row.high))

    def difference(self, value: float, measure: str) -> str:
        """A difference of two means, with its sign; of shares in percentage points."""
        written = f"{value:+.2f}" if measure in NO_SHARES else f"{100 * value:+.1f}"
        return self._plain(written)

    def milliseconds(self, value: float) -> str:
        """A time in milliseconds."""
        return self._plain(f"{value:.1f}")

    def p_value(self, value: float) -> str:
        """A p value; those too small to be written exactly say so."""
        return self._plain("< 0.001" if value < 0.001 else f"{value:.3f}")

    def _percent(self, written: str) -> str:
        return f"{written}%" if self.language == "en" else f"{self._plain(written)} %"

    def _plain(self, written: str) -> str:
        signed = written.replace("-", "−")
        return signed if self.language == "en" else signed.replace(".", ",")
