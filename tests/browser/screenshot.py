"""Takes the README's picture of a running program: `python tests/browser/screenshot.py http://127.0.0.1:7860 FILE`."""

import os
import shutil
import sys

from playwright.sync_api import sync_playwright

QUESTION = "which agencies revised their codes"


def main() -> None:
    address, file = sys.argv[1], sys.argv[2]
    named = os.environ.get("CANDOUR_CHROMIUM")
    path = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme="light")
        page.goto(f"{address}/en/")
        page.wait_for_selector("#q .submit-button")
        page.fill("#q textarea", QUESTION)
        page.press("#q textarea", "Enter")
        page.wait_for_selector("#chat .answer.done")
        page.locator("#chat tbody a.chip").first.click()
        page.frame_locator("#pane").locator("mark#cited").wait_for()
        page.mouse.move(5, 850)
        page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
        page.wait_for_timeout(500)
        page.screenshot(path=file)
        browser.close()


if __name__ == "__main__":
    main()
