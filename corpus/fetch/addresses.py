"""Web addresses, read by the same library that sends the requests, so that both mean the same host."""

from __future__ import annotations

from collections.abc import Iterable

import httpx


def usable(address: str, base: str = "") -> str | None:
    """The address in full, seen from the page `base`, without a place within the page; None where it is no web address.

    An address with a user's name or password in it is none.
    """
    try:
        url = httpx.URL(base).join(address) if base else httpx.URL(address)
        if url.scheme not in ("http", "https") or not url.host or url.userinfo:
            return None
        return str(url.copy_with(fragment=None))
    except (httpx.InvalidURL, ValueError):
        return None


def host_of(address: str) -> str:
    """Host and, where it is not the usual one, port: "www.canada.ca", "127.0.0.1:8000"."""
    url = httpx.URL(address)
    return url.netloc.decode("ascii")


def hosts_of(addresses: Iterable[str]) -> frozenset[str]:
    """The hosts of these addresses."""
    return frozenset(host_of(address) for address in addresses)


def is_downgrade(before: str, after: str) -> bool:
    """Whether going from one address to the other gives up encryption."""
    return httpx.URL(before).scheme == "https" and httpx.URL(after).scheme == "http"


def robots_address(address: str) -> str:
    """Where the host of a page says what programs may fetch."""
    return str(httpx.URL(address).copy_with(raw_path=b"/robots.txt", fragment=None))


def path_suffix(address: str) -> str:
    """The ending of the address's file name, in lower case: ".html"; "" where there is none."""
    name = httpx.URL(address).path.rsplit("/", 1)[-1]
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""
