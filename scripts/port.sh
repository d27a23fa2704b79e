#!/bin/sh
# Says in one sentence that a port is no port or is in use. `port.sh HOST PORT ACCESS`, before the long part of `make chat`.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python
"$python" -c pass 2>/dev/null || python=$(scripts/python.sh)
exec "$python" -c '
import errno, socket, sys

host, port, access = sys.argv[1:]
if host not in ("127.0.0.1", "::1", "localhost") and not access:
    sys.exit(f"On {host!r} others can reach Candour: say who may, for example make chat HOST={host} ACCESS=key")
if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
    sys.exit(f"{port!r} is not a port: name one from 1 to 65535, for example make chat PORT=8123")
try:
    family, *_, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
except OSError:
    sys.exit(0)  # candour itself says what is wrong with a host
with socket.socket(family, socket.SOCK_STREAM) as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(address)
    except OSError as refusal:
        if refusal.errno == errno.EADDRINUSE:
            sys.exit(f"Port {port} is in use: stop the program that has it, or choose another: make chat PORT=8123")
        if refusal.errno == errno.EACCES:
            sys.exit(f"Port {port} is reserved for root: choose one above 1023, for example make chat PORT=8123")
' "$@"
