"""What changed between two states of the assessments, for people in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.comparing import Compared
from corpus.changes import AssessmentChange, ItemChange
from corpus.questionnaire import Questionnaire
from corpus.types import Assessment, ResponseState
from corpus.word_changes import WordChange
from index.snapshots import Snapshot

_STATES: Mapping[ResponseState, str] = {
    "answered": "answered",
    "not_applicable": "not applicable",
    "no_response": "no response",
    "missing": "not in the form",
}
_CONTEXT_WORDS = 5
_LONGEST_SHOWN = 60  # words of one change; the JSON has them all


def diff_text(found: Compared) -> str:
    """The changes for people."""
    made = found.changes
    blocks = [
        [f"Compared {_size(found.old)} with {_size(found.new)}."],
        _listed("Organizations added", (each for each in made.added if _is_of(each, made.organizations_added))),
        _listed("Organizations gone", (each for each in made.gone if _is_of(each, made.organizations_gone))),
        _listed("Languages added", (each for each in made.added if not _is_of(each, made.organizations_added))),
        _listed("Languages gone", (each for each in made.gone if not _is_of(each, made.organizations_gone))),
        *(list(_changed(change, found.questionnaire)) for change in made.changed),
        [f"{len(made.changed)} changed, {made.unchanged} unchanged."],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _size(state: Snapshot) -> str:
    organizations = len({each.organization.id for each in state.assessments})
    return f"{state.name} ({organizations} organizations, {len(state.assessments)} assessments)"


def _is_of(assessment: Assessment, organizations: frozenset[str]) -> bool:
    return assessment.organization.id in organizations


def _listed(what: str, assessments: Iterable[Assessment]) -> list[str]:
    """A heading with the number of organizations and a line for each, with its languages; nothing for none."""
    languages: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for each in assessments:
        names.setdefault(each.organization.id, each.printed_name)
        languages.setdefault(each.organization.id, []).append(each.language)
    lines = [f"    {name} ({', '.join(languages[key])})" for key, name in names.items()]
    return [f"{what}: {len(names)}", *lines] if names else []


def _changed(change: AssessmentChange, questionnaire: Questionnaire) -> Iterator[str]:
    new = change.new
    address = f"  {new.provenance.address}" if new.provenance.address else ""
    yield f"{new.printed_name} ({new.language}, {new.cycle}){address}"
    if change.renamed:
        yield f"  Name: {change.old.printed_name} -> {new.printed_name}"
    for item in change.items:
        yield f"  Item {item.item}: {_short(item.item, questionnaire)}"
        yield from (f"    {line}" for line in _item_lines(item))


def _item_lines(item: ItemChange) -> Iterator[str]:
    if item.ticks:
        before, after = item.ticks
        kept = {tick.option for tick in before} & {tick.option for tick in after}
        yield from (f"- {tick.label}" for tick in before if tick.option not in kept)
        yield from (f"+ {tick.label}" for tick in after if tick.option not in kept)
    if item.states:
        yield f"{_STATES[item.states[0]]} -> {_STATES[item.states[1]]}"
    if item.text:
        yield from (_word_line(word, item.text.old, item.text.new) for word in item.text.words)


def _word_line(change: WordChange, old: str, new: str) -> str:
    """One change with some words around it: `... before [-gone-] {+come+} after ...`, as `git diff --word-diff`."""
    before = new[: change.new_start].split()
    after = new[change.new_end :].split()
    gone, come = old[change.old_start : change.old_end].split(), new[change.new_start : change.new_end].split()
    return " ".join(
        (
            *(["..."] if len(before) > _CONTEXT_WORDS else []),
            *before[-_CONTEXT_WORDS:],
            *([f"[-{_shown(gone)}-]"] if gone else []),
            *([f"{{+{_shown(come)}+}}"] if come else []),
            *after[:_CONTEXT_WORDS],
            *(["..."] if len(after) > _CONTEXT_WORDS else []),
        )
    )


def _shown(words: Sequence[str]) -> str:
    if len(words) <= _LONGEST_SHOWN:
        return " ".join(words)
    half = _LONGEST_SHOWN // 2
    return f"{' '.join(words[:half])} ({len(words) - 2 * half} words) {' '.join(words[-half:])}"


def _short(item: int, questionnaire: Questionnaire) -> str:
    found = next((each for each in questionnaire.items if each.number == item), None)
    return found.short.en if found else ""
