#!/bin/sh
# Makes the private environment .venv from the locks; `setup.sh dev` adds what tests and checks need, EXTRAS (in the
# environment: "openai ollama") what language models of these providers need.
# Done again where it was interrupted, where a lock or pyproject.toml changed, and where the folder was moved.
set -eu
cd "$(dirname "$0")/.."
unset PYTHONHOME PYTHONPATH
export PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 PIP_DISABLE_PIP_VERSION_CHECK=1

# A stamp holds what an installed part was made from, and is written last: no stamp, or another, means not installed.
wanted() { { pwd && cat "$@"; } | cksum; }
installed() {
    stamp=.venv/candour-$1.stamp
    shift
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(wanted "$@")" ]
}
mark() {
    stamp=.venv/candour-$1.stamp
    shift
    wanted "$@" >"$stamp"
}

base() { "$1" -c 'import sys; print(sys.base_prefix, sys.version)' 2>/dev/null; }
usable() {
    installed environment /dev/null && .venv/bin/python -c 'import pip' 2>/dev/null &&
        { [ -z "${PYTHON:-}" ] || [ "$(base "$PYTHON")" = "$(base .venv/bin/python)" ]; }
}

make_environment() {
    python=$(scripts/python.sh)
    # Not `venv --clear`: it keeps what it does not know, and stops at a broken link.
    rm -rf .venv
    "$python" -m venv .venv || {
        echo "$python could not make a private environment in $(pwd)/.venv: see its message above." >&2
        exit 1
    }
    mark environment /dev/null
}

install_lock() {
    echo "Installing $2 into .venv ($3) ..." >&2
    # Wheels only: building a package here would fetch build tools that no lock pins.
    .venv/bin/python -m pip install -qq --progress-bar off --require-hashes --no-deps --only-binary :all: \
        -r "$1" || {
        echo "The packages of $1 could not be installed: see pip's message above, then run make again" \
            "(without a wheel for this Python, name another: make setup PYTHON=python3.12)." >&2
        exit 1
    }
}

install_candour() {
    .venv/bin/python -m pip install -qq --no-index --no-deps --no-build-isolation --editable .
}

usable || make_environment
if ! installed packages requirements.lock; then
    install_lock requirements.lock "Candour's packages" "once, a few minutes, about 1 GB on disk"
    mark packages requirements.lock
fi
if ! installed candour pyproject.toml; then
    install_candour
    mark candour pyproject.toml
fi
for extra in $(echo "${EXTRAS:-}" | sed 's/,/ /g'); do
    lock=requirements/$extra.lock
    if ! [ -f "$lock" ]; then
        known=$(for each in requirements/*.lock; do echo "$each" | sed 's,.*/\(.*\)\.lock,\1,'; done)
        echo "There is no extra '$extra': EXTRAS may name" $known"." >&2
        exit 1
    fi
    if ! installed "extra-$extra" "$lock"; then
        install_lock "$lock" "what $extra needs" "once"
        mark "extra-$extra" "$lock"
    fi
done
if [ "${1:-}" = dev ] && ! installed dev requirements-dev.lock; then
    install_lock requirements-dev.lock "the packages for tests and checks" "once, about a minute"
    mark dev requirements-dev.lock
fi
