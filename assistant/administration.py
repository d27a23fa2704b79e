"""What administrators do: add and remove assessments, read parse reports, take feedback away. Each act is written down.

The index is changed by a process of its own (`candour ingest`), so that no file, however bad, harms what serves; the
server follows the new index as after any ingest.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from assistant.app import Parts
from assistant.audit import Act, AuditLog
from assistant.errors import AdministrationFailed
from assistant.feedback import FeedbackStore, KeptFeedback
from assistant.ingest_outcome import IngestOutcome, NotTakenIn, TakenIn, became_of, how_it_ended, outcome_json, taken_in
from corpus.errors import CandourError
from corpus.types import Bilingual, Language
from index.home import open_checked

MOST_FILES = 500
TOO_MANY_FILES = "too_many_files"  # the code of those beyond
LONGEST_S = 900.0  # for one change of the index
_MOST_REASONS = 3  # in a message for people; an outcome has them all
_LONGEST_NAME = 120
_NO_PART_OF_A_NAME = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was sent: the name that its sender gave it, which may be anything, and its bytes."""

    name: str
    content: bytes


class Refused(CandourError):
    """The process that was to change the index did not: `code` and words are those of the error there."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class NothingTakenIn(CandourError):
    """None of the files could be taken in; `outcome` says why."""

    code = "nothing_taken_in"

    def __init__(self, outcome: IngestOutcome) -> None:
        more = len(outcome.not_taken_in) - _MOST_REASONS
        reasons = [each.message for each in outcome.not_taken_in[:_MOST_REASONS]]
        super().__init__(" ".join([*reasons, *([f"And {more} more could not be taken in."] if more > 0 else [])]))
        self.outcome = outcome


class Administration:
    """The acts, for the administrator `who`. May be used from several threads and processes."""

    def __init__(self, parts: Parts, feedback: FeedbackStore | None, audit: AuditLog) -> None:
        self._parts = parts
        self._feedback = feedback
        self._audit = audit

    def documents(self) -> tuple[TakenIn, ...]:
        """Every document of the index with its parse report; NoIndex where there is none, and its like."""
        index = self._parts.index
        with index.generations.pin() as generation:
            manifest = open_checked(index, self._parts.questionnaire, generation)
            return tuple(taken_in(file, index.table.assessment(generation, file.document)) for file in manifest.files)

    def add(self, who: str, files: Sequence[SentFile]) -> IngestOutcome:
        """What became of the files; NothingTakenIn where no one is good, Refused where the index could not change.

        Those beyond `MOST_FILES` are not looked at, and the outcome says so of each.
        """
        names = [file_name(file.name) for file in files]
        with (
            self._audit.act(who, "add_assessments", names) as told,
            tempfile.TemporaryDirectory(prefix="candour-") as folder,
        ):
            paths = []
            for number, (name, file) in enumerate(zip(names[:MOST_FILES], files, strict=False)):
                place = Path(folder) / str(number)  # two files may have the same name
                place.mkdir()
                path = place / name
                path.write_bytes(file.content)
                paths.append(str(path))
            done = self._changed("ingest", "--json", "--unwritten", "--", *paths)
            outcome = replace(done, not_taken_in=(*map(_beyond, names[MOST_FILES:]), *done.not_taken_in))
            told.outcome, told.became = how_it_ended(outcome), became_of(outcome)
            if outcome.not_taken_in and not (outcome.taken_in or outcome.unchanged):
                raise NothingTakenIn(outcome)
            return outcome

    def remove(self, who: str, organization_id: str, language: Language | None) -> IngestOutcome:
        """What was removed; Refused (nothing_to_remove) where there is no such assessment, or no other."""
        what = (organization_id, *((language,) if language else ()))
        with self._audit.act(who, "remove_assessments", what) as told:
            only = ("--language", language) if language else ()
            outcome = self._changed("remove", "--json", "--unwritten", *only, "--", organization_id)
            told.outcome, told.became = how_it_ended(outcome), became_of(outcome)
            return outcome

    def name_of(self, organization_id: str) -> Bilingual | None:
        """What an organization of the registry or of the index is called; None for any other."""
        known = self._parts.registry.by_id(organization_id)
        if known is not None:
            return known.applied
        with suppress(CandourError):
            return next((each.name for each in self.documents() if each.organization_id == organization_id), None)
        return None

    def feedback(self, who: str) -> tuple[KeptFeedback, ...]:
        """All feedback that is kept; () where none is asked for."""
        with self._audit.act(who, "export_feedback", ()):
            return self._feedback.kept() if self._feedback else ()

    def acts(self, number: int) -> tuple[Act, ...]:
        """The last acts, the newest first."""
        return self._audit.last(number)

    def _changed(self, *command: str) -> IngestOutcome:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "assistant.cli", *command],
                capture_output=True,
                text=True,
                timeout=LONGEST_S,
                check=False,
                env={**os.environ, "CANDOUR_HOME": str(self._parts.home.root)},
            )
        except subprocess.TimeoutExpired as error:
            raise AdministrationFailed(
                f"Nothing was changed: it took longer than {LONGEST_S / 60:g} minutes. Add fewer files at once."
            ) from error
        try:
            told = json.loads(done.stdout)
        except ValueError as error:
            last = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
            raise AdministrationFailed(
                f"The process that was to change the index ended with code {done.returncode}: {last[0]}."
            ) from error
        if "error" in told:
            # Where the data lies on the machine is none of a browser's or program's affair.
            message = told["error"]["message"].replace(str(self._parts.home.root), "CANDOUR_HOME")
            raise Refused(told["error"]["code"], message)
        return outcome_json.validate_python(told)


def _beyond(name: str) -> NotTakenIn:
    """What is said of a file beyond the most that are taken."""
    said = f"{name}: at most {MOST_FILES} files are taken at once, and it was beyond these. Add it with the next ones."
    return NotTakenIn(name, TOO_MANY_FILES, said)


def file_name(told: str) -> str:
    """A name for a sent file: no path, no control characters, not hidden, not too long; its ending stays."""
    name = PurePosixPath(_NO_PART_OF_A_NAME.sub("", told.replace("\\", "/"))).name.lstrip(".-").strip()
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 10:
        return name[:_LONGEST_NAME] or "file"
    return f"{stem[:_LONGEST_NAME] or 'file'}.{suffix}"
