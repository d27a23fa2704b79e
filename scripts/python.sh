#!/bin/sh
# Prints the Python that the private environment is made with, or says in one sentence why there is none.
# The first of python3, python3.11 .. python3.14 that is 3.11 or newer; PYTHON=... names another.
set -eu

runs() { "$1" -c 'pass' >/dev/null 2>&1; }
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
has_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }
version() { "$1" -c 'import platform; print(platform.python_version())'; }

too_old='' without_venv=''
if [ -n "${PYTHON:-}" ]; then
    set -- "$PYTHON"
else
    set -- python3 python3.11 python3.12 python3.13 python3.14
fi
for python; do
    if ! runs "$python"; then
        continue
    elif ! new_enough "$python"; then
        too_old=${too_old:-$python}
    elif ! has_venv "$python"; then
        without_venv=${without_venv:-$python}
    else
        command -v "$python"
        exit 0
    fi
done

if [ -n "$without_venv" ]; then
    echo "$without_venv cannot make a private environment: install the package python3-venv" \
        "(as root: apt-get install python3-venv) and run make again." >&2
elif [ -n "$too_old" ]; then
    echo "Candour needs Python 3.11 or newer, and $too_old is $(version "$too_old"):" \
        "install a newer one, or name it: make setup PYTHON=/path/to/python3.12" >&2
else
    echo "Candour needs Python 3.11 or newer, and ${PYTHON:-python3} does not run here:" \
        "install the packages python3 and python3-venv, or name a Python: make setup PYTHON=/path/to/python3.12" >&2
fi
exit 1
