"""Whether the parts of one answer agree with one another and with what is known of the documents: no gold is needed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from corpus.folding import folded
from corpus.types import Language
from evals.records import AnswerRecord, CoverageRecord
from evals.score.given import GivenCitation
from evals.score.measures.facts import number_words, plain
from evals.score.measures.text import percentages
from evals.texts import StoredText, Tick

# "0.5" is half a percentage point, the error of rounding to the whole.
_ROUNDED_BY = 0.5
_WORD = re.compile(r"[^\W_]+")
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)?")
_COUNTING = ("list", "count", "share")


def headline_agrees(record: AnswerRecord, language: Language) -> float | None:
    """1 where the headline of a list, count or share says how many match, of how many, and no other percentage.

    None for other answers, and where fewer than two organizations were examined.
    """
    coverage = record.coverage
    if coverage is None or coverage.organizations < 2 or record.kind not in _COUNTING or not record.headline:
        return None
    words = plain(record.headline)
    share = 100 * coverage.matching / coverage.organizations
    said = all(_says(number, words, language) for number in (coverage.matching, coverage.organizations))
    return float(said and all(abs(each - share) <= _ROUNDED_BY for each in percentages(words)))


def coverage_in_order(coverage: CoverageRecord | None, text: str) -> float | None:
    """1 where the line that tells the coverage has all, matching, not matching and not stated in that order.

    The line is the last one with these four numbers, in whatever order; None where there is none.
    """
    if coverage is None or coverage.organizations < 2:
        return None
    wanted = [coverage.organizations, coverage.matching, coverage.not_matching, coverage.not_stated]
    for line in reversed(plain(text).splitlines()):
        said = [int(number) for number in _NUMERAL.findall(line) if number.isdigit()]
        if sorted(said) == sorted(wanted):
            return float(said == wanted)
    return None


def others_fit(record: AnswerRecord) -> float | None:
    """1 where no other reading counts more organizations than were examined; None without other readings."""
    if not record.other_readings or record.coverage is None:
        return None
    return float(all(each.matching <= record.coverage.organizations for each in record.other_readings))


def offered(expected: Collection[str], record: AnswerRecord) -> float | None:
    """The share of the expected conditions that are offered as other readings; None where none is expected."""
    if not expected:
        return None
    told = {each.where for each in record.other_readings}
    return sum(each in told for each in expected) / len(expected)


def speaks_for_all(
    headline: str, citations: Sequence[GivenCitation], names: Mapping[str, Sequence[str]]
) -> float | None:
    """1 unless the headline names some of several organizations that are cited and not the others, else 0.

    `names` is what each organization is called. None where fewer than two are cited.
    """
    cited = {each.organization for each in citations if each.organization is not None}
    if len(cited) < 2:
        return None
    said = folded(plain(headline))
    named = {each for each in cited if any(folded(name) in said for name in names.get(each, ()) if " " in name)}
    return float(not named or named == cited)


def pages_right(citations: Sequence[tuple[int | None, int | None, StoredText]]) -> float | None:
    """The share of the citations, each with its page and start, that name the page their words begin on.

    None without citations from documents that have pages.
    """
    with_pages = [(page, start, text) for page, start, text in citations if text.page_starts and start is not None]
    if not with_pages:
        return None
    return sum(page == _page(start, text.page_starts) for page, start, text in with_pages) / len(with_pages)


def _page(start: int, page_starts: Sequence[int]) -> int:
    """The page on which a place stands, from 1: a later page begins after it."""
    return sum(each <= start for each in page_starts)


def ticks_right(cells: Sequence[tuple[Sequence[str], str, Tick | None]]) -> float | None:
    """The share of the cells whose options, and whose words, are what was printed as ticked; None for none.

    A cell is its options, its words, and what was printed. Its words are all labels, or the one that decides.
    """
    known = [(options, words, tick) for options, words, tick in cells if tick is not None]
    if not known:
        return None
    return sum(_is_printed(options, words, tick) for options, words, tick in known) / len(known)


def _is_printed(options: Sequence[str], words: str, tick: Tick) -> bool:
    labels = [" ".join(label.split()) for label in tick.labels]
    wanted = sorted(option.split("-")[0] for option in tick.options)
    found = sorted(option.split("-")[0] for option in options)
    same = wanted == found if tick.options else len(found) == len(labels)
    shown = not labels or folded(words) in map(folded, ("; ".join(labels), *labels))
    return same and shown


def _says(number: int, words: str, language: Language) -> bool:
    """Whether a text says the number, in figures or as a word."""
    if str(number) in _NUMERAL.findall(words):
        return True
    said = f" {' '.join(_WORD.findall(folded(words)))} "
    phrases = number_words().get(str(number))
    return phrases is not None and any(f" {folded(phrase)} " in said for phrase in phrases.of(language))
