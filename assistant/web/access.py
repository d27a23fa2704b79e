"""Who may talk to the server, and from where: this machine only, unless an operator chooses otherwise."""

from __future__ import annotations

import ipaddress
import re
import shlex
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.errors import BadSettings, CannotServe
from assistant.keys import KeyStore, Scope

if TYPE_CHECKING:
    from starlette.datastructures import Headers

# "open": anybody; "key": who has a key; "proxy": whom a trusted reverse proxy names. Without a choice: this machine.
Mode = Literal["open", "key", "proxy"]
LOOPBACK_HOSTS = ("127.0.0.1", "::1", "localhost")
_SUBSCRIBER = 64  # bits of an IPv6 address that a provider gives to one subscriber
EVERYBODY: tuple[Scope, ...] = ("ask", "feedback")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
# What some proxies write after an address: "198.51.100.7:50123", "[2001:db8::1]:50123".
_WITH_PORT = re.compile(r"\[(?P<v6>[^\[\]]+)\](?::\d+)?|(?P<v4>[\d.]+):\d+")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: a name (None for anybody), an address, and what is allowed; `signed_in` on the page to sign in on."""

    name: str | None
    address: str
    scopes: tuple[Scope, ...]
    signed_in: bool = False

    @property
    def id(self) -> str:
        """By what a visitor's questions are counted: the name, else the address."""
        return f"name {self.name}" if self.name else counted_as(self.address)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may do what. `mode` None: this machine only. `keys` are needed for "key" alone.

    `proxies` are the addresses whose word is taken for who asks (in the header `user_header`), from where, and over TLS
    or not. `admins` are the names that may administer under "proxy".
    """

    mode: Mode | None = None
    keys: KeyStore | None = None
    proxies: tuple[Network, ...] = ()
    user_header: str = "x-forwarded-user"
    admins: frozenset[str] = frozenset()

    def is_proxy(self, address: str) -> bool:
        """Whether an address is one of the trusted reverse proxies."""
        found = ip_address_of(address)
        return found is not None and any(found in network for network in self.proxies)

    def address_of(self, peer: str, headers: Headers) -> str:
        """Where a request comes from: the last address that X-Forwarded-For names and no trusted proxy is, else `peer`.

        What stands further left in that header anybody can write, so nothing is taken from beyond what is no address.
        """
        own = ip_address_of(peer)
        unforwarded = str(own) if own else peer
        if not self.is_proxy(peer):
            return unforwarded
        # A proxy may add a line of its own to those that a visitor sent (HAProxy does).
        forwarded = ",".join(headers.getlist("x-forwarded-for"))
        for told in reversed([each.strip() for each in forwarded.split(",") if each.strip()]):
            found = ip_address_of(told)
            if found is None:
                return unforwarded
            if not self.is_proxy(str(found)):
                return str(found)
        return unforwarded

    def visitor(self, peer: str, headers: Headers, cookie_key: str | None) -> Visitor | None:
        """Who asks, None for nobody who may; `cookie_key` is that of the page to sign in on."""
        address = self.address_of(peer, headers)
        if self.mode == "key":
            return self._by_key(headers.get("authorization", ""), cookie_key, address)
        if self.mode == "proxy":
            # Of two names one is the visitor's own word.
            names = [each.strip() for each in headers.getlist(self.user_header)]
            if len(names) != 1 or not names[0] or not self.is_proxy(peer):
                return None
            return Visitor(names[0], address, (*EVERYBODY, "admin") if names[0] in self.admins else EVERYBODY)
        return Visitor(None, address, EVERYBODY)

    def _by_key(self, authorization: str, cookie_key: str | None, address: str) -> Visitor | None:
        assert self.keys is not None, "access by key needs keys"
        kind, _, told = authorization.partition(" ")
        told_key = told.strip() if kind.lower() == "bearer" else None
        key = cookie_key if told_key is None else told_key
        found = self.keys.find(key) if key else None
        return Visitor(found.name, address, found.scopes, told_key is None) if found else None


def counted_as(address: str) -> str:
    """By what the questions from an address are counted: of IPv6 all the 2**64 that one subscriber has are one."""
    found = ip_address_of(address)
    if isinstance(found, ipaddress.IPv6Address):
        address = str(ipaddress.ip_network((found, _SUBSCRIBER), strict=False))
    return f"address {address}"


def ip_address_of(told: str) -> IpAddress | None:
    """The address that a text names, with or without a port; None for anything else.

    An IPv4 address is one, however a socket for both kinds writes it ("::ffff:10.0.0.5").
    """
    parts = _WITH_PORT.fullmatch(told)
    try:
        found = ipaddress.ip_address((parts["v6"] or parts["v4"]) if parts else told)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, ipaddress.IPv6Address) else found


def networks_of(told: str) -> tuple[Network, ...]:
    """The addresses and networks ("10.0.0.5 10.1.0.0/16") that a setting names; BadSettings for what is none."""
    found = []
    for each in told.replace(",", " ").split():
        try:
            found.append(ipaddress.ip_network(each))
        except ValueError as error:
            raise BadSettings(f"CANDOUR_PROXIES has {each!r}, which is no address or network ({error}).") from error
    return tuple(found)


def check_host(host: str, mode: Mode | None) -> None:
    """Nothing where the host may be served under this choice of access; CannotServe says what is missing."""
    if mode is None and host not in LOOPBACK_HOSTS:
        raise CannotServe(
            f"On {host!r} others can reach Candour, so say who may: --access open (anybody), --access key (who has a "
            f"key made by `candour key create`), or --access proxy (whom the reverse proxies in CANDOUR_PROXIES name)."
        )


def check_access(access: Access) -> None:
    """Nothing where somebody can get in; CannotServe says what is missing."""
    if access.mode == "key" and (access.keys is None or not access.keys.all()):
        raise CannotServe(f"With access by key nobody could sign in: there is no key{_how_to_make_one(access.keys)}.")
    if access.mode == "proxy" and not access.proxies:
        raise CannotServe("With access by proxy, CANDOUR_PROXIES must name the reverse proxy: 10.0.0.5 or 10.1.0.0/16.")


def _how_to_make_one(keys: KeyStore | None) -> str:
    """Where there is no key, and the command that makes one there, called as this program was."""
    if keys is None:
        return ""
    program = sys.argv[0] if Path(sys.argv[0]).name == "candour" else "candour"
    home = shlex.quote(str(keys.path.parent))
    return f" in {keys.path.parent}. Make one: `CANDOUR_HOME={home} {program} key create NAME`"


def open_listener(host: str, port: int) -> socket.socket:
    """A socket that already listens on `host` and `port` (0: any free one).

    Light to import, so that a taken port is reported before anything slow is loaded. CannotServe where the port is out
    of range, or the address cannot be had.
    """
    if not 0 <= port <= 65535:
        raise CannotServe(f"{port} is not a port. Choose one from 1024 to 65535: make chat PORT=7861, or --port 7861.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1" if host == "localhost" else host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        another = port + 1 if port < 65535 else 7860
        raise CannotServe(
            f"Port {port} on {host} cannot be used ({error.strerror or error}); another program may have it. "
            f"Choose another port: make chat PORT={another}, or --port {another}."
        ) from error
    return listener


def is_loopback_name(host_header: str) -> bool:
    """Whether a Host header names this machine, with or without a port.

    A page of another site can make its own name point to 127.0.0.1 (DNS rebinding); its requests carry that name.
    """
    name, bracket, rest = host_header.strip().lower().partition("]")
    if bracket:
        return name == "[::1" and _is_port(rest)
    name, colon, port = name.partition(":")
    return name in LOOPBACK_HOSTS and name != "::1" and (not colon or _is_port(f":{port}"))


def is_own_origin(origin: str, host_header: str, origins: Sequence[str] = ()) -> bool:
    """Whether an Origin header names the very server that was asked, or one of `origins`."""
    return origin.lower() in {f"http://{host_header.lower()}", f"https://{host_header.lower()}", *origins}


def _is_port(text: str) -> bool:
    return text == "" or (text.startswith(":") and text[1:].isascii() and text[1:].isdigit())
