"""Visits to pages as a polite guest makes them: as the host asks, one at a time, with a pause, and not for ever."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping

from corpus.fetch.addresses import host_of, is_downgrade, robots_address, usable
from corpus.fetch.client import FOUND, NOT_MODIFIED, Client, Reply
from corpus.fetch.errors import PASSING, NotFetched
from corpus.fetch.robots import Robots, robots_of
from corpus.fetch.types import Seen, Visit

AGENT = "Candour"  # the name that a robots.txt may address
TYPES: Mapping[str, str] = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/plain": ".txt",
    "text/markdown": ".md",
}
DEFAULT_PAUSE_S = 1.0

_REDIRECTS = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_TOO_MANY = 429
_COME_AGAIN = (408, _TOO_MANY, *range(500, 600))
_GONE = (404, 410)
_MAX_REDIRECTS = 5  # as many as RFC 9309 grants a robots.txt
_WAITS_S = (2.0, 8.0)  # before the second and the third try
_LONGEST_WAIT_S = 120.0  # a host that asks for more is left alone until the next run
_PAGES_IN_TROUBLE = 5  # in a row: by then it is the host and not the page


class Visitor:
    """Makes one request at a time, at least `pause_s` after the last one, later where a host's robots.txt asks so."""

    def __init__(
        self, client: Client, pause_s: float = DEFAULT_PAUSE_S, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self._client = client
        self._pause_s = pause_s
        self._wait = wait
        self._last_request: float | None = None
        self._robots: dict[str, Robots | NotFetched] = {}
        self._in_trouble: Counter[str] = Counter()

    def visit(self, address: str, seen: Seen | None = None) -> Visit:
        """The page at `address`, found there or where redirects within our hosts lead.

        Where it is at the address where it was `seen`, it is sent only if it changed. NotFetched says why not.
        """
        self._client.refuse_elsewhere(address)
        current, moved_to, for_good = address, None, True
        for _ in range(_MAX_REDIRECTS + 1):
            pause_s = self._allowed(current)
            conditions = _conditions(seen) if seen is not None and seen.address == current else {}
            reply = self._asked(current, pause_s, TYPES, conditions)
            if reply.status == FOUND or (reply.status == NOT_MODIFIED and conditions):
                return _visit(current, reply, seen, moved_to)
            if reply.status not in _REDIRECTS:
                raise _not_found(reply.status)
            current = self._target(current, reply)
            for_good = for_good and reply.status in _FOR_GOOD
            moved_to = current if for_good else moved_to
        raise NotFetched("elsewhere", "It redirects in circles. Look for the page's address and change it in the list.")

    def _allowed(self, address: str) -> float:
        """The pause that the address's host asks for, in seconds; NotFetched where it asks not to fetch it."""
        source = robots_address(address)
        if source not in self._robots:
            try:
                self._robots[source] = self._read_robots(source)
            except NotFetched as error:
                self._robots[source] = error
        robots = self._robots[source]
        if isinstance(robots, NotFetched):
            raise NotFetched(
                robots.reason,
                f"The robots.txt of {host_of(address)}, which says what programs may fetch, could not be had. {robots}",
            )
        if not robots.allow(address):
            raise NotFetched(
                "robots",
                f"The robots.txt of {host_of(address)} asks programs not to fetch it. "
                "Save the page from a browser and ingest the file.",
            )
        return robots.pause_s

    def _read_robots(self, source: str) -> Robots:
        """What the host asks of programs: where it says nothing (4xx), all is allowed; where it cannot say, nothing."""
        current = source
        for _ in range(_MAX_REDIRECTS + 1):
            reply = self._asked(current, 0.0, None, {})
            if reply.status not in _REDIRECTS:
                return robots_of(reply.body, AGENT)
            current = self._target(current, reply)
        return robots_of(b"", AGENT)

    def _asked(
        self, address: str, pause_s: float, types: Mapping[str, str] | None, headers: Mapping[str, str]
    ) -> Reply:
        """The reply, after up to three tries; NotFetched where the host is in trouble or cannot be reached."""
        host = host_of(address)
        if self._in_trouble[host] >= _PAGES_IN_TROUBLE:
            raise NotFetched(
                "trouble",
                f"{host} failed {_PAGES_IN_TROUBLE} pages in a row and was not asked for more. "
                "Run the command again later; what is there is kept.",
            )
        for wait_s in (*_WAITS_S, None):
            self._keep_pause(pause_s)
            try:
                reply = self._client.get(address, types, headers)
                if reply.status not in _COME_AGAIN:
                    self._in_trouble[host] = 0
                    return reply
                trouble = _in_trouble(reply)
            except NotFetched as error:
                if error.reason not in PASSING:
                    raise
                trouble = error
            finally:
                self._last_request = time.monotonic()
            asked_for = trouble.retry_after_s or 0.0
            if wait_s is None or asked_for > _LONGEST_WAIT_S:
                break
            self._wait(max(wait_s, asked_for))
        self._in_trouble[host] += 1
        raise trouble

    def _target(self, address: str, reply: Reply) -> str:
        """Where the reply redirects to; NotFetched where that is no place to go."""
        target = usable(reply.location or "", address) if reply.location else None
        if target is None:
            raise NotFetched(
                "elsewhere",
                f"It redirects to no web address ({reply.location!r}). Look for the page's address and change it in "
                "the list.",
            )
        if is_downgrade(address, target):
            raise NotFetched("elsewhere", f"It leads to {target}, without encryption, and was not followed.")
        self._client.refuse_elsewhere(target)
        return target

    def _keep_pause(self, pause_s: float) -> None:
        if self._last_request is not None:
            due = self._last_request + max(self._pause_s, pause_s)
            if (left := due - time.monotonic()) > 0:
                self._wait(left)


def _conditions(seen: Seen) -> dict[str, str]:
    conditions = {"If-None-Match": seen.etag, "If-Modified-Since": seen.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _visit(address: str, reply: Reply, seen: Seen | None, moved_to: str | None) -> Visit:
    if reply.status == NOT_MODIFIED and seen is not None:
        return Visit(
            Seen(address, reply.etag or seen.etag, reply.last_modified or seen.last_modified), "", None, moved_to
        )
    return Visit(Seen(address, reply.etag, reply.last_modified), reply.suffix, reply.body, moved_to)


def _in_trouble(reply: Reply) -> NotFetched:
    after = reply.retry_after_s
    when = f"in {max(1, round(after / 60))} minutes" if after and after > _LONGEST_WAIT_S else "later"
    what = "asks for fewer requests" if reply.status == _TOO_MANY else "is in trouble"
    return NotFetched(
        "trouble",
        f"The server {what} ({reply.status}). Run the command again {when}; what is there is kept.",
        retry_after_s=after,
    )


def _not_found(status: int) -> NotFetched:
    if status in _GONE:
        return NotFetched(
            "not_there",
            f"There is no page at this address ({status}). Look for its new address and change it in the list.",
        )
    return NotFetched(
        "refused",
        f"The server does not give the page ({status}). Look whether a browser gets it; if so, save it from there and "
        "ingest the file.",
    )
