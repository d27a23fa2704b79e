"""A file becomes an assessment: reader, then parser."""

from __future__ import annotations

from pathlib import Path

from corpus.organizations import Registry
from corpus.parse import assessment_of
from corpus.questionnaire import Questionnaire
from corpus.readers.read import read_source
from corpus.types import Assessment, Provenance


def read_assessment(
    path: Path, questionnaire: Questionnaire, registry: Registry, provenance: Provenance | None = None
) -> Assessment:
    """The assessment in the file; UnreadableFile or NotAnAssessment say what is wrong with it and what to do."""
    return assessment_of(read_source(path), questionnaire, registry, provenance)
