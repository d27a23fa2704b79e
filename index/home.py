"""What lies where under CANDOUR_HOME, the one folder that Candour writes to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """Paths under one root; none of them need exist."""

    root: Path

    @property
    def generations(self) -> Path:
        """The indexes, one folder each, and `current`."""
        return self.root / "generations"

    @property
    def sources(self) -> Path:
        """Copies of the ingested files, named by their hashes."""
        return self.root / "sources"

    @property
    def models(self) -> Path:
        """What the embedder keeps between runs."""
        return self.root / "models"

    @property
    def vector_cache(self) -> Path:
        """The vectors of passages that were embedded before."""
        return self.root / "vectors.sqlite"

    @property
    def ingest_lock(self) -> Path:
        """The file whose lock says that an ingest is under way."""
        return self.root / "ingest.lock"

    def manifest(self, generation: str) -> Path:
        """The manifest of a generation."""
        return self.generations / generation / "manifest.json"


def default_home() -> Path:
    """The platform's folder for a user's data."""
    from platformdirs import user_data_path

    return user_data_path("candour", appauthor=False)
