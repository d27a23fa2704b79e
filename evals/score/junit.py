"""A run as JUnit XML: one test a figure, failed where it falls short of its threshold."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from evals.score.gate import Short, Verdict, falls_short, key_of
from evals.score.results import ALL_LANGUAGES, Row, Score

_CORRECT = "correct"


def junit_xml(rows: Sequence[Row], scores: Sequence[Score], verdict: Verdict | None = None) -> str:
    """The XML: a suite for each file of cases and one for what is asked for and missing, a figure or a file.

    Beside the figures each kind and language has a test "correct" that tells which cases are not; it never fails, as
    the gate judges by thresholds alone.
    """
    verdict = verdict or Verdict()
    short = {each.key: each for each in verdict.shorts}
    root = ET.Element("testsuites", name="candour eval")
    for name in sorted({row.cases for row in rows}):
        suite = ET.SubElement(root, "testsuite", name=name)
        for row in rows:
            if row.cases == name:
                _figure(suite, row, short.get(key_of(row)))
        _correctness(suite, name, scores)
    _missing(root, verdict)
    _count(root)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _figure(suite: ET.Element, row: Row, short: Short | None) -> None:
    place = f"{row.cases}.{row.split}.{row.kind}.{row.language}"
    case = ET.SubElement(suite, "testcase", classname=place, name=row.measure)
    if short is not None:
        _fail_split(case, row, short)
    spread = "no interval" if row.low is None else f"95 % interval {row.low:g} to {row.high:g}"
    _say(case, f"mean {row.mean:g}, {spread}, n = {row.n}")


def _fail_split(case: ET.Element, row: Row, short: Short) -> None:
    """Splits share a threshold: each fails by its own mean, all of them where together they have too few cases."""
    if short.n < short.threshold.n or falls_short(short.key, row.mean, short.threshold.bound):
        _fail(case, short.lines)


def _missing(root: ET.Element, verdict: Verdict) -> None:
    missing = [each for each in verdict.shorts if each.reached is None]
    if not missing and not verdict.exchanged:
        return
    suite = ET.SubElement(root, "testsuite", name="missing")
    for file in verdict.exchanged:
        _fail(ET.SubElement(suite, "testcase", classname=file.cases, name="cases"), (file.line,))
    for each in missing:
        place, _, measure = each.key.rpartition("/")
        _fail(ET.SubElement(suite, "testcase", classname=place.replace("/", "."), name=measure), each.lines)


def _correctness(suite: ET.Element, name: str, scores: Sequence[Score]) -> None:
    groups: dict[tuple[str, str, str], list[Score]] = {}
    for score in scores:
        for language in (score.language, ALL_LANGUAGES) if score.cases == name else ():
            groups.setdefault((score.split, score.kind, language), []).append(score)
    for place, group in sorted(groups.items()):
        case = ET.SubElement(suite, "testcase", classname=".".join((name, *place)), name=_CORRECT)
        wrong = [score.id for score in group if not score.correct]
        told = f"{len(group) - len(wrong)} of {len(group)} cases correct"
        _say(case, f"{told}; not: {' '.join(wrong)}" if wrong else told)


def _fail(case: ET.Element, lines: Sequence[str]) -> None:
    ET.SubElement(case, "failure", type="threshold", message=_printable("; ".join(lines)))


def _say(case: ET.Element, text: str) -> None:
    ET.SubElement(case, "system-out").text = _printable(text)


def _count(root: ET.Element) -> None:
    """Sets the numbers of tests and failures on the root and on each suite."""
    for element in (root, *root.findall("testsuite")):
        element.set("tests", str(len(element.findall(".//testcase"))))
        element.set("failures", str(len(element.findall(".//failure"))))


def _printable(text: str) -> str:
    """`text` without the control characters that XML cannot hold."""
    return "".join(character for character in text if character.isprintable())
