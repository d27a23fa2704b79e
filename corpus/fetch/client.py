"""One request over HTTP and what came of it. The only place from which Candour reaches the network."""

from __future__ import annotations

import email.utils
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType

import httpx

from corpus.fetch.addresses import host_of
from corpus.fetch.body import Body, cut_off, is_complete, too_large
from corpus.fetch.errors import NotFetched

FOUND, NOT_MODIFIED = 200, 304
_PIECE_BYTES = 65_536
_LOCATION = "location"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one page may take.

    A filled form is some tens of kilobytes as a page, a few megabytes with pictures; and a server that says nothing
    for twenty seconds, or needs two minutes for a page, will not do better in the next minute.
    """

    body_bytes: int = 10_000_000
    silence_s: float = 20.0
    page_s: float = 120.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered. `body` and `suffix` (".html") are filled only where the page was found."""

    status: int
    body: bytes = b""
    suffix: str = ""
    location: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    retry_after_s: float | None = None


class Client:
    """Sends requests to `hosts` and to no other, encrypted or not. Follows no redirect.

    NotFetched where the environment asks for a proxy or certificates that cannot be used.
    """

    def __init__(self, hosts: frozenset[str], user_agent: str, limits: Limits) -> None:
        self._hosts = hosts
        self._limits = limits
        try:
            # Proxies and certificates are taken from the environment (HTTPS_PROXY, SSL_CERT_FILE), as elsewhere.
            self._http = httpx.Client(
                headers={"User-Agent": user_agent, "Accept-Encoding": "gzip"},
                timeout=httpx.Timeout(limits.silence_s),
                follow_redirects=False,
                event_hooks={"response": [_take_location]},
            )
        except (httpx.InvalidURL, ImportError, OSError, ValueError) as error:
            raise NotFetched(
                "unreachable",
                f"The proxy or the certificates that the environment names cannot be used ({error}). "
                "Look at HTTPS_PROXY, ALL_PROXY and SSL_CERT_FILE.",
            ) from error

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, address: str, types: Mapping[str, str] | None, headers: Mapping[str, str]) -> Reply:
        """The reply to one request. `types` are the media types that are taken, with their endings; None for any.

        NotFetched where the connection or the body fails, for another media type, for a body beyond the limits, and,
        before anything is sent, for a host that is none of ours.
        """
        self.refuse_elsewhere(address)
        accept = "*/*" if types is None else ", ".join(types)
        deadline = time.monotonic() + self._limits.page_s
        begun = False
        try:
            with self._http.stream("GET", address, headers={"Accept": accept, **headers}) as response:
                begun = True
                return self._reply(response, types, deadline)
        except httpx.TimeoutException as error:
            raise _too_slow() from error
        except (httpx.RemoteProtocolError, httpx.ReadError) as error:
            raise (cut_off() if begun else _unreachable(host_of(address), error)) from error
        except httpx.HTTPError as error:
            raise _unreachable(host_of(address), error) from error

    def refuse_elsewhere(self, address: str) -> None:
        """NotFetched for an address on a host that the list has no page of."""
        if host_of(address) not in self._hosts:
            raise NotFetched(
                "elsewhere",
                f"It leads to {address}, on a host that the list has no page of, and was not followed. "
                "If the page moved there, change its address in the list.",
            )

    def _reply(self, response: httpx.Response, types: Mapping[str, str] | None, deadline: float) -> Reply:
        headers = response.headers
        suffix, body = "", b""
        if response.status_code == FOUND:
            suffix = _suffix(headers.get("content-type", ""), types)
            body = self._body(response, deadline)
            if not _says_its_length(response) and not is_complete(body, suffix):
                raise cut_off()
        return Reply(
            status=response.status_code,
            body=body,
            suffix=suffix,
            location=response.extensions.get(_LOCATION),
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            retry_after_s=_seconds(headers.get("retry-after")),
        )

    def _body(self, response: httpx.Response, deadline: float) -> bytes:
        limit = self._limits.body_bytes
        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > limit:
            raise too_large(limit)
        body = Body(response.headers.get("content-encoding", ""), limit)
        for piece in response.iter_raw(_PIECE_BYTES):
            if time.monotonic() > deadline:
                raise _too_slow()
            body.add(piece)
        return body.whole()


def _take_location(response: httpx.Response) -> None:
    """Takes the address of a redirect out of the headers: the library reads it even where it does not follow it.

    One that it cannot read would end in its error, and not in ours, which says what to do.
    """
    if _LOCATION in response.headers:
        response.extensions[_LOCATION] = response.headers.pop(_LOCATION)


def _suffix(content_type: str, types: Mapping[str, str] | None) -> str:
    if types is None:
        return ""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in types:
        raise NotFetched(
            "wrong_type",
            f"There is no page or document at this address but {media_type or 'something without a type'}. "
            "Look whether the address in the list is right.",
        )
    return types[media_type]


def _says_its_length(response: httpx.Response) -> bool:
    """Whether a missing end would have been noticed: otherwise the body just ends when the connection does."""
    return "content-length" in response.headers or "chunked" in response.headers.get("transfer-encoding", "").lower()


def _seconds(retry_after: str | None) -> float | None:
    """The seconds from now that a Retry-After header says, as a number or as a date; None where it says none."""
    if retry_after is None:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        until = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _too_slow() -> NotFetched:
    return NotFetched("slow", "The server took too long to answer. Run the command again later; what is there is kept.")


def _unreachable(host: str, error: Exception) -> NotFetched:
    return NotFetched(
        "unreachable",
        f"{host} cannot be reached ({error}). Check the network; behind a proxy, set HTTPS_PROXY, and SSL_CERT_FILE "
        "where the proxy has a certificate of its own. Then run the command again.",
    )
