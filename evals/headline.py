"""The figures that matter most, for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evals.score.results import ALL_LANGUAGES, Results, Row

# What is asked first of each kind; beside it stands truthfulness, which all kinds have.
_FIRST: Mapping[str, str] = {
    "list": "set_exact",
    "count": "set_exact",
    "share": "set_exact",
    "abstain": "abstained_right",
    "clarify": "abstained_right",
}
_OTHERS_FIRST = "citation_at_3"
_HEAD = ("cases", "split", "kind", "measure", "n")

_Place = tuple[str, str, str, str]  # file of cases, split, kind, measure


def figure_lines(results: Sequence[Results]) -> list[str]:
    """Two figures of each file of cases, split and kind, with their 95 % intervals; the systems side by side."""
    systems = [_by_place(each.rows) for each in results]
    places = {place[:3] for place in systems[0]}
    lines = [[*_HEAD, *(each.system for each in results)]]
    for cases, split, kind in sorted(places):
        for measure in (_FIRST.get(kind, _OTHERS_FIRST), "truthfulness"):
            rows = [rows.get((cases, split, kind, measure)) for rows in systems]
            if rows[0] is not None:
                lines.append([cases, split, kind, measure, str(rows[0].n), *(_cell(row) for row in rows)])
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]


def _by_place(rows: Sequence[Row]) -> dict[_Place, Row]:
    return {(row.cases, row.split, row.kind, row.measure): row for row in rows if row.language == ALL_LANGUAGES}


def _cell(row: Row | None) -> str:
    if row is None:
        return ""
    return f"{row.mean:.3f} ({'no spread' if row.low is None else f'{row.low:.3f} to {row.high:.3f}'})"
