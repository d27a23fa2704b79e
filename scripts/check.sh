#!/bin/sh
# Lint, format, types and import direction: all four run, and the last line says which failed.
set -u
cd "$(dirname "$0")/.."

failed=''
check() {
    name=$1
    shift
    echo "== $name"
    "$@" || failed="$failed $name"
}
check lint .venv/bin/ruff check
check format .venv/bin/ruff format --check
check types .venv/bin/mypy
check imports .venv/bin/lint-imports --no-logo

if [ -n "$failed" ]; then
    echo "make check failed:$failed" >&2
    exit 1
fi
echo "make check: lint, format, types and imports are in order."
