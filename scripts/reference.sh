#!/bin/sh
# Writes the output of `candour --help` into README.md, between the two marks of the command reference.
set -eu
cd "$(dirname "$0")/.."
help=$(COLUMNS=80 .venv/bin/candour --help)
HELP=$help awk '
    /^<!-- candour --help -->$/ { print; print "```text"; print ENVIRON["HELP"]; print "```"; inside = 1; next }
    /^<!-- end -->$/ { inside = 0 }
    !inside
' README.md >README.md.new
mv README.md.new README.md
