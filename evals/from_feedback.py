"""Drafts of cases from feedback: questions whose answers people found not helpful, for a reviewer to complete."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from assistant.app import Parts, feedback_store
from assistant.feedback import KeptFeedback
from evals.errors import CannotWrite, NoFeedback

_SPLIT = "review"  # neither dev nor test, so that no draft passes for a case


def write_drafts(parts: Parts, out: Path) -> int:
    """The number of drafts written to `out`, a new file.

    NoFeedback where there is nothing to draft from; CannotWrite where the file is there already, or cannot be made.
    """
    store = feedback_store(parts)
    if store is None:
        raise NoFeedback(
            "No feedback is read, because CANDOUR_FEEDBACK_DAYS is 0. Unset it, or set it to a number of days."
        )
    drafts = drafts_of(store.kept())
    if not drafts:
        raise NoFeedback(
            f"{store.path} holds no question whose answer was found not helpful: people send their question along only "
            f"where they tick it, and feedback is kept for {store.days} days. Nothing was written. If the chat is "
            "served from another folder, name that in CANDOUR_HOME."
        )
    if out.exists():
        raise CannotWrite(f"{out} is there already, and may hold what a reviewer wrote. Name another file with --out.")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("x", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(draft, ensure_ascii=False)}\n" for draft in drafts)
    except OSError as error:
        raise CannotWrite(f"{out} cannot be written ({error.strerror}). Name another file with --out.") from error
    return len(drafts)


def drafts_of(kept: Iterable[KeptFeedback]) -> tuple[dict[str, object], ...]:
    """The drafts, in order: of all that is kept, what was not helpful and has its question."""
    return tuple(
        {
            "id": f"feedback-{each.number}",
            "question": each.feedback.question,
            "language": each.feedback.language,
            "reasons": each.feedback.reasons,
            "text": each.feedback.text,
            "kind": each.feedback.kind,
            "reading": each.feedback.reading,
            "split": _SPLIT,
        }
        for each in kept
        if each.feedback.verdict == "not_helpful" and each.feedback.question is not None
    )
