"""Who may talk to the server: this machine only, until there is access control."""

from __future__ import annotations

import socket

from assistant.errors import CannotServe

LOOPBACK_HOSTS = ("127.0.0.1", "::1", "localhost")


def open_listener(host: str, port: int) -> socket.socket:
    """A socket that already listens on `host` and `port` (0: any free one).

    Light to import, so that a taken port is reported before anything slow is loaded. CannotServe where the address
    is not a loopback one, the port is out of range, or it cannot be had.
    """
    check_host(host)
    if not 0 <= port <= 65535:
        raise CannotServe(f"{port} is not a port. Choose one from 1024 to 65535: make chat PORT=7861, or --port 7861.")
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
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


def check_host(host: str) -> None:
    """Nothing for a loopback host; CannotServe for any other."""
    if host not in LOOPBACK_HOSTS:
        raise CannotServe(
            f"Candour does not serve on {host!r}: hosts other than {', '.join(LOOPBACK_HOSTS)} are refused until "
            "access control exists. Leave --host out, or give one of these."
        )


def is_loopback_name(host_header: str) -> bool:
    """Whether a Host header names this machine, with or without a port.

    A page of another site can make its own name point to 127.0.0.1 (DNS rebinding); its requests carry that name.
    """
    name, bracket, rest = host_header.strip().lower().partition("]")
    if bracket:
        return name == "[::1" and _is_port(rest)
    name, colon, port = name.partition(":")
    return name in LOOPBACK_HOSTS and name != "::1" and (not colon or _is_port(f":{port}"))


def is_own_origin(origin: str, host_header: str) -> bool:
    """Whether an Origin header names the very server that was asked, so that no other page's script is answered."""
    return origin.lower() in {f"http://{host_header.lower()}", f"https://{host_header.lower()}"}


def _is_port(text: str) -> bool:
    return text == "" or (text.startswith(":") and text[1:].isascii() and text[1:].isdigit())
