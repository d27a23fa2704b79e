"""What a host asks of programs, in its robots.txt (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego


@dataclass(frozen=True, slots=True)
class Robots:
    """A host's wishes as they concern the program of the name `agent`. `pause_s` is between two requests."""

    agent: str
    pause_s: float
    _rules: Protego

    def allow(self, address: str) -> bool:
        """Whether the page may be fetched."""
        return self._rules.can_fetch(address, self.agent)


def robots_of(data: bytes, agent: str) -> Robots:
    """The wishes in a robots.txt; nothing at all allows everything."""
    rules = Protego.parse(data.decode("utf-8", "replace").removeprefix("\ufeff"))
    rate = rules.request_rate(agent)
    by_rate = rate.seconds / rate.requests if rate is not None and rate.requests else 0.0
    return Robots(agent, max(rules.crawl_delay(agent) or 0.0, by_rate), rules)
