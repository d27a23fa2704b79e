"""How fast the page is in a real Chromium, over a running server: what a person waits for."""

from __future__ import annotations

import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RUNS = 5
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def browser_times(address: str, question: str) -> dict[str, float] | None:
    """Medians in milliseconds of "interactive", "answer" and "panel"; None where there is no Playwright or Chromium.

    Interactive: from the first request of a new visitor until the question can be sent. Answer: from Enter until the
    whole answer stands on the page. Panel: from a click on a source until its words are marked beside the answer.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    path = os.environ.get("CANDOUR_CHROMIUM") or next(filter(None, map(shutil.which, _CHROMIUMS)), None)
    if path is None:
        return None
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        runs = [_one_visit(browser, address, question) for _ in range(RUNS)]
        browser.close()
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def _one_visit(browser: Browser, address: str, question: str) -> dict[str, float]:
    with _page(browser) as page:
        interactive = _timed(lambda: _open(page, address))
        page.wait_for_load_state("networkidle")
        page.fill("#q textarea", question)
        answer = _timed(lambda: _ask(page))
        panel = _timed(lambda: _open_source(page))
    return {"interactive": interactive, "answer": answer, "panel": panel}


@contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def _timed(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return (time.perf_counter() - start) * 1000


def _open(page: Page, address: str) -> None:
    page.goto(f"{address}/en/", wait_until="commit")
    page.wait_for_selector("#q .submit-button")


def _ask(page: Page) -> None:
    page.press("#q textarea", "Enter")
    page.wait_for_selector("#chat .answer.done")


def _open_source(page: Page) -> None:
    # Not `page.click`: it waits for the link to stand still before it clicks, which no person does.
    page.locator("#chat a.chip").first.evaluate("chip => chip.click()")
    page.frame_locator("#pane").locator("mark#cited").wait_for()
