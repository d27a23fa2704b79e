"""What changed from one state of the assessments to another: organizations, ticks, texts. Pure; reads no file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.folding import unified
from corpus.types import Assessment, Language, Response, ResponseState, Span, Tick
from corpus.word_changes import WordChange, word_changes

Key = tuple[str, str, Language]  # organization, cycle, language


@dataclass(frozen=True, slots=True)
class TextChange:
    """Free text that changed; "" where there is none. `old_start` and `new_start` are its places in the documents."""

    old: str
    new: str
    old_start: int
    new_start: int
    words: tuple[WordChange, ...]


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What changed in the response to an item. `ticks` and `states` are (before, after); None where they did not."""

    item: int
    ticks: tuple[tuple[Tick, ...], tuple[Tick, ...]] | None = None
    states: tuple[ResponseState, ResponseState] | None = None
    text: TextChange | None = None


@dataclass(frozen=True, slots=True)
class AssessmentChange:
    """Two states of one organization's assessment in one language; `renamed` where the printed name differs."""

    old: Assessment
    new: Assessment
    renamed: bool
    items: tuple[ItemChange, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes, by organization, cycle and language; `unchanged` counts the assessments that say the same.

    `added` and `gone` are assessments; their organization may have others, see `organizations_added` and `_gone`.
    """

    added: tuple[Assessment, ...]
    gone: tuple[Assessment, ...]
    changed: tuple[AssessmentChange, ...]
    unchanged: int
    organizations_added: frozenset[str]
    organizations_gone: frozenset[str]


def changes(old: Iterable[Assessment], new: Iterable[Assessment]) -> Changes:
    """What is different in `new`. Of several assessments of one organization, cycle and language the last counts."""
    before, after = _by_key(old), _by_key(new)
    compared = [compared_assessments(before[key], after[key]) for key in sorted(before.keys() & after.keys())]
    changed = tuple(each for each in compared if each.renamed or each.items)
    had, has = {key[0] for key in before}, {key[0] for key in after}
    return Changes(
        added=tuple(after[key] for key in sorted(after.keys() - before.keys())),
        gone=tuple(before[key] for key in sorted(before.keys() - after.keys())),
        changed=changed,
        unchanged=len(compared) - len(changed),
        organizations_added=frozenset(has - had),
        organizations_gone=frozenset(had - has),
    )


def compared_assessments(old: Assessment, new: Assessment) -> AssessmentChange:
    """The differences between two states of one assessment; with no items where they say the same."""
    before = {response.item: response for response in old.responses}
    after = {response.item: response for response in new.responses}
    items = (
        _compared_responses(old, new, before.get(item) or _missing(item), after.get(item) or _missing(item))
        for item in sorted(before.keys() | after.keys())
    )
    renamed = _plain(old.printed_name) != _plain(new.printed_name)
    return AssessmentChange(old, new, renamed, tuple(item for item in items if item is not None))


def _by_key(assessments: Iterable[Assessment]) -> dict[Key, Assessment]:
    return {(each.organization.id, each.cycle, each.language): each for each in assessments}


def _missing(item: int) -> Response:
    return Response(item, "missing")


def _compared_responses(old: Assessment, new: Assessment, before: Response, after: Response) -> ItemChange | None:
    ticks = None if _ticked(before.ticks) == _ticked(after.ticks) else (before.ticks, after.ticks)
    states = None if before.state == after.state else (before.state, after.state)
    text = _compared_texts(old, new, before.free_text, after.free_text)
    if ticks is None and states is None and text is None:
        return None
    return ItemChange(before.item, ticks, states, text)


def _ticked(ticks: Sequence[Tick]) -> frozenset[str]:
    """What is ticked, in whatever order and, for options that the questionnaire knows, in whatever wording."""
    return frozenset(tick.option if tick.known else _plain(tick.label) for tick in ticks)


def _compared_texts(old: Assessment, new: Assessment, before: Span | None, after: Span | None) -> TextChange | None:
    had, has = (old.words(before) if before else ""), (new.words(after) if after else "")
    words = word_changes(had, has)
    starts = (before.start if before else 0), (after.start if after else 0)
    return TextChange(had, has, *starts, words) if words else None


def _plain(text: str) -> str:
    return " ".join(unified(text).split())
