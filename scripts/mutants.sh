#!/bin/sh
# Changes the scoring code a little at a time and runs its tests: a change that no test notices is a survivor.
# Writes docs/evaluation/mutants.md with the figures and every survivor; fails below 90 % of mutants killed.
set -eu
cd "$(dirname "$0")/.."
rm -rf mutants
.venv/bin/mutmut run >mutants.log 2>&1 || { tail -n 30 mutants.log >&2; exit 1; }
rm mutants.log
.venv/bin/mutmut export-cicd-stats >/dev/null
number() { sed -n "s/.*\"$1\": \([0-9]*\).*/\1/p" mutants/mutmut-cicd-stats.json; }
killed=$(($(number killed) + $(number timeout) + $(number segfault)))
total=$(number total)
mkdir -p docs/evaluation
{
    echo "# Mutants of the scoring code"
    echo
    echo "Written by \`make mutants\`: each mutant is one small change of \`evals/score/\`, killed when a test of"
    echo "\`tests/evals/score/\` fails with it (one that never ends counts as killed)."
    echo
    echo "- Mutants killed: $killed of $total ($((100 * killed / total)) %)"
    echo
    echo "Survivors, by mutmut's name for them (\`mutmut show NAME\` prints the change):"
    echo
    .venv/bin/mutmut results | sed -n 's/^ *\(evals[^:]*\): \(survived\|no tests\|suspicious\)$/- `\1` (\2)/p'
} >docs/evaluation/mutants.md
echo "Mutants killed: $killed of $total. Figures written to docs/evaluation/mutants.md."
[ $((100 * killed)) -ge $((90 * total)) ]
