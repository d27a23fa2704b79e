#!/bin/sh
# Prints the path of a Chromium that starts: one that is there, else one that it installs
# (`apt-get` when root, else Playwright's own download, kept inside .venv). Fails with a plain message, never quietly.
set -eu
cd "$(dirname "$0")/.."

starts() { [ -n "$1" ] && command -v "$1" >/dev/null 2>&1 && "$1" --version >/dev/null 2>&1; }
use() {
    command -v "$1"
    exit 0
}
playwrights_own() {
    .venv/bin/python -c 'from playwright.sync_api import sync_playwright as start
with start() as playwright: print(playwright.chromium.executable_path)' 2>/dev/null || true
}

if [ -n "${CANDOUR_CHROMIUM:-}" ]; then
    starts "$CANDOUR_CHROMIUM" && use "$CANDOUR_CHROMIUM"
    echo "CANDOUR_CHROMIUM names $CANDOUR_CHROMIUM, which does not start: correct or unset it." >&2
    exit 1
fi

look() {
    for browser in chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        starts "$browser" && use "$browser"
    done
    return 0
}

look
browser=$(playwrights_own)
starts "$browser" && use "$browser"
export PLAYWRIGHT_BROWSERS_PATH="$PWD/.venv/browsers"
browser=$(playwrights_own)
starts "$browser" && use "$browser"

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests with apt-get (once, 1 to 3 minutes) ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium; } >&2 </dev/null || true
    hash -r
    look
fi
echo "Downloading Playwright's Chromium for the browser tests (once, about 200 MB) ..." >&2
.venv/bin/python -m playwright install --no-shell chromium >&2 || true
browser=$(playwrights_own)
starts "$browser" && use "$browser"

if [ -n "$browser" ] && [ -x "$browser" ]; then
    echo "Playwright's Chromium does not start here, most likely for want of system libraries." >&2
fi
echo "The browser tests need a Chromium, and none could be found or installed:" \
    "install one (as root: apt-get install chromium) or name one (CANDOUR_CHROMIUM=/path/to/chromium make test)." >&2
exit 1
