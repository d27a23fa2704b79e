"""What changed between two states of the assessments, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assistant.comparing import Compared
from corpus.changes import AssessmentChange, ItemChange, TextChange
from corpus.types import Assessment, Tick
from index.snapshots import Snapshot


def diff_json(found: Compared) -> dict[str, Any]:
    """The changes for programs."""
    made = found.changes
    return {
        "old": _snapshot_json(found.old),
        "new": _snapshot_json(found.new),
        "added": [_assessment_json(each, made.organizations_added) for each in made.added],
        "gone": [_assessment_json(each, made.organizations_gone) for each in made.gone],
        "changed": [_change_json(each) for each in made.changed],
        "unchanged": made.unchanged,
        "problems": list(found.problems),
    }


def _snapshot_json(state: Snapshot) -> dict[str, Any]:
    organizations = len({each.organization.id for each in state.assessments})
    return {"name": state.name, "organizations": organizations, "assessments": len(state.assessments)}


def _assessment_json(assessment: Assessment, whole: frozenset[str]) -> dict[str, Any]:
    """`organization_too`: whether the organization has no assessment at all in the other state."""
    return {
        **_named_json(assessment),
        **_place_json(assessment),
        "organization_too": assessment.organization.id in whole,
    }


def _named_json(assessment: Assessment) -> dict[str, Any]:
    return {
        "organization": assessment.printed_name,
        "organization_id": assessment.organization.id,
        "language": assessment.language,
        "cycle": assessment.cycle,
    }


def _place_json(assessment: Assessment) -> dict[str, Any]:
    return {"document": assessment.id, "url": assessment.provenance.address}


def _change_json(change: AssessmentChange) -> dict[str, Any]:
    names = {"old": change.old.printed_name, "new": change.new.printed_name}
    return {
        **_named_json(change.new),
        "old": _place_json(change.old),
        "new": _place_json(change.new),
        "name": names if change.renamed else None,
        "items": [_item_json(item) for item in change.items],
    }


def _item_json(item: ItemChange) -> dict[str, Any]:
    ticks, states = item.ticks, item.states
    return {
        "item": item.item,
        "ticks": {"old": _ticks_json(ticks[0]), "new": _ticks_json(ticks[1])} if ticks else None,
        "state": {"old": states[0], "new": states[1]} if states else None,
        "text": _text_json(item.text) if item.text else None,
    }


def _ticks_json(ticks: Iterable[Tick]) -> list[dict[str, Any]]:
    return [
        {"option": tick.option, "label": tick.label, "start": tick.span.start, "end": tick.span.end} for tick in ticks
    ]


def _text_json(text: TextChange) -> dict[str, Any]:
    """Both texts whole, and each change with its words and their places in the two documents."""
    return {
        "old": text.old or None,
        "new": text.new or None,
        "changes": [
            {
                "old": text.old[word.old_start : word.old_end],
                "new": text.new[word.new_start : word.new_end],
                "old_start": text.old_start + word.old_start,
                "old_end": text.old_start + word.old_end,
                "new_start": text.new_start + word.new_start,
                "new_end": text.new_start + word.new_end,
            }
            for word in text.words
        ],
    }
