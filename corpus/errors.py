"""The error tree's root and the corpus's part of it.

CandourError                 anything the person at the keyboard can mend: exit code 2, 4xx, a calm sentence
├── UnreadableFile           a file no text could be had from
├── NotAnAssessment          a readable file that is not a filled form of a known questionnaire
├── DataFileError            a questionnaire, registry, vocabulary or list of pages with a mistake in it
├── corpus.fetch.errors.*    a published page cannot be had or kept
├── index.errors.*           the index cannot be built, opened or trusted
├── assistant.errors.*       settings and requests that cannot be met
└── evals.errors.*           files of questions and results

Every message says what happened (with the value), where, and what to do.
"""

from __future__ import annotations


class CandourError(Exception):
    """Something the user can mend. `code` is stable and meant for machines."""

    code = "error"


class UnreadableFile(CandourError):
    """A file no text could be had from: broken, encrypted, empty, scanned, of an unknown kind, too large."""

    code = "unreadable_file"


class NotAnAssessment(CandourError):
    """A readable file that is not a filled form of a known questionnaire."""

    code = "not_an_assessment"


class DataFileError(CandourError):
    """A questionnaire, registry or vocabulary file with a mistake in it; the message names file and entry."""

    code = "data_file"
