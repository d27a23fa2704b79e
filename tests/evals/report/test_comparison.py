from __future__ import annotations

from evals.report.comparison import comparison_text
from evals.score.compare import Comparison, Difference, FilePair

ONE, OTHER = "1" * 64, "2" * 64
LINES = (
    Difference("shipped-dev", "dev", "list", "set_exact", 40, 0.5, 0.75, 0.0123, 0.0246),
    Difference("x", "test", "lookup", "words_per_needed", 5, 12.5, 12.25, 0.5, 0.5),
)


def test_the_table_is_aligned_and_says_how_p_was_corrected() -> None:
    assert comparison_text(Comparison(LINES, (FilePair("x", ONE, ONE, 5, 0, 0),), 2)) == (
        "cases        split  kind    measure            n   before    after  difference       p       q\n"
        "shipped-dev  dev    list    set_exact         40   0.5000   0.7500     +0.2500  0.0123  0.0246  better\n"
        "x            test   lookup  words_per_needed   5  12.5000  12.2500     -0.2500  0.5000  0.5000\n"
        "p: two-sided permutation test. q: p corrected for 2 comparisons, those in which any case differs (Benjamini "
        "and Hochberg).\nBetter or worse stands where q is below 0.05: of these, about one in twenty is expected to be "
        "accident.\n"
    )


def test_other_cases_and_unpaired_ones_are_told_before_the_table() -> None:
    files = (
        FilePair("a", ONE, OTHER, 38, 2, 4),
        FilePair("b", ONE, ONE, 5, 0, 1),
        FilePair("c", ONE, None, 0, 5, 0),
        FilePair("d", None, ONE, 0, 0, 5),
        FilePair("e", ONE, ONE, 5, 0, 0),
    )
    assert comparison_text(Comparison(LINES, files, 2)).splitlines()[:5] == [
        "a: the cases are not the same in both runs; one of the same id may ask or expect something else.",
        "a: 38 cases are compared; 2 stand only in the earlier run, 4 only in the later.",
        "b: 5 cases are compared; 0 stand only in the earlier run, 1 only in the later.",
        "c: only the earlier run has these cases.",
        "d: only the later run has these cases.",
    ]


def test_nothing_to_compare_is_said() -> None:
    assert comparison_text(Comparison((), (), 0)) == "No case stands in both runs: nothing to compare.\n"
