"""What a folder still holds of an earlier run, and a new one would leave as it is: a report would then mix the two."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from pathlib import Path

from evals.errors import BadRun, CannotWrite

BASELINES_FOLDER = "baselines"
# Not made again for nothing: somebody paid for these answers.
_COSTLY = "chat-model"


def refuse_other_cases(folder: Path, cases: Collection[str]) -> None:
    """BadRun for a folder with files of cases that are no part of the new run."""
    if left := sorted({path.stem for path in (folder / "cases").glob("*.jsonl")} - set(cases)):
        raise _other(folder, left)


def refuse_other_system(folder: Path, system: str) -> None:
    """BadRun for a folder that holds the figures of another system than this one."""
    found = _system_of(folder)
    if found not in (None, system):
        raise _other(folder, [str(found)])


def refuse_baselines_of_others(folder: Path, system: str) -> None:
    """BadRun for a folder with baselines, unless they stand beside this system."""
    if any((folder / BASELINES_FOLDER).glob("*")) and _system_of(folder) != system:
        raise _other(folder, [BASELINES_FOLDER])


def without_other_baselines(folder: Path, wanted: Collection[str]) -> tuple[str, ...]:
    """The names of the baselines that were removed from the folder because they are no part of the new run.

    BadRun, and nothing is removed, where a chat model's answers are among them.
    """
    others = sorted({path.name for path in (folder / BASELINES_FOLDER).glob("*")} - set(wanted))
    if _COSTLY in others:
        raise _other(folder, [_COSTLY])
    for name in others:
        try:
            shutil.rmtree(folder / BASELINES_FOLDER / name)
        except OSError as error:
            raise CannotWrite(f"{folder}: {name} cannot be removed ({error.strerror}). Name another folder.") from error
    return tuple(others)


def _other(folder: Path, left: Collection[str]) -> BadRun:
    return BadRun(f"{folder} holds {', '.join(left)}, which is no part of this run. Name another folder.")


def _system_of(folder: Path) -> object:
    """The system whose figures the folder holds, None where it does not say."""
    try:
        told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told.get("system") if isinstance(told, dict) else None
