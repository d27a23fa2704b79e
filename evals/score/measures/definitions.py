"""The table of all measures, in the order in which they are shown. Files and thresholds use their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Better = Literal["higher", "lower"]
Group = Literal["sets", "citations", "facts", "silence", "retrieval", "economy"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure's name, which way is better, what it is about, and whether its values are shares (0 to 1)."""

    name: str
    better: Better
    group: Group
    share: bool = True


MEASURES: tuple[Measure, ...] = (
    Measure("set_exact", "higher", "sets"),
    Measure("set_precision", "higher", "sets"),
    Measure("set_recall", "higher", "sets"),
    Measure("set_f1", "higher", "sets"),
    Measure("count_error", "lower", "sets", share=False),
    Measure("count_said", "higher", "sets"),
    Measure("states_exact", "higher", "sets"),
    Measure("coverage_adds_up", "higher", "sets"),
    Measure("coverage_said", "higher", "sets"),
    Measure("organizations_named", "higher", "sets"),
    Measure("matching_first", "higher", "sets"),
    Measure("share_said", "higher", "sets"),
    Measure("headline_agrees", "higher", "sets"),
    Measure("coverage_in_order", "higher", "sets"),
    Measure("others_fit", "higher", "sets"),
    Measure("offered", "higher", "sets"),
    Measure("ticks_right", "higher", "sets"),
    Measure("yes_no_agrees", "higher", "sets"),
    Measure("citation_recall", "higher", "citations"),
    Measure("citation_precision", "higher", "citations"),
    Measure("first_citation", "higher", "citations"),
    Measure("citation_at_3", "higher", "citations"),
    Measure("any_citation", "higher", "citations"),
    Measure("quotation_fidelity", "higher", "citations"),
    Measure("citation_in_place", "higher", "citations"),
    Measure("pages_right", "higher", "citations"),
    Measure("speaks_for_all", "higher", "citations"),
    Measure("marks_right", "higher", "citations"),
    Measure("citations_marked", "higher", "citations"),
    Measure("fact_coverage", "higher", "facts"),
    Measure("abstained_right", "higher", "silence"),
    Measure("reason_right", "higher", "silence"),
    Measure("answered_as_stated", "lower", "silence"),
    Measure("wrongly_abstained", "lower", "silence"),
    Measure("only_closest", "lower", "silence"),
    Measure("truthfulness", "higher", "silence", share=False),
    Measure("language_right", "higher", "silence"),
    Measure("ndcg_10", "higher", "retrieval"),
    Measure("recall_5", "higher", "retrieval"),
    Measure("recall_10", "higher", "retrieval"),
    Measure("recall_20", "higher", "retrieval"),
    Measure("reciprocal_rank", "higher", "retrieval"),
    Measure("words_per_needed", "lower", "economy", share=False),
)
NAMES = tuple(measure.name for measure in MEASURES)
LOWER_IS_BETTER = frozenset(measure.name for measure in MEASURES if measure.better == "lower")
NO_SHARES = frozenset(measure.name for measure in MEASURES if not measure.share)
