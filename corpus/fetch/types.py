"""The words of fetching."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """What a server said of a page when it gave it, so that it need not send the same again. `address` is where."""

    address: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was found. `body` is None where it is unchanged since it was `seen`.

    `moved_to` is the address it has for good now, None where that is still the one asked for.
    """

    seen: Seen
    suffix: str
    body: bytes | None
    moved_to: str | None
