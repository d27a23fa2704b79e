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
# Scrolls to the end of the last answer in forty steps, and tells the longest time between two frames.
_LONGEST_FRAME = """() => new Promise(resolve => {
  const rows = [...document.querySelectorAll('#chat .answer tbody tr')];
  let longest = 0, before = performance.now(), step = 0;
  requestAnimationFrame(function next(now) {
    if (step > 1) longest = Math.max(longest, now - before);
    before = now;
    if (step++ === 40) return resolve(longest);
    rows[Math.floor((rows.length - 1) * step / 41)].scrollIntoView({ block: 'center' });
    requestAnimationFrame(next);
  });
})"""
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def browser_times(address: str, question: str) -> dict[str, float] | None:
    """Medians in milliseconds of "interactive", "answer" and "panel"; None where there is no Playwright or Chromium.

    Interactive: from the first request of a new visitor until the question can be sent. Answer: from Enter until the
    whole answer stands on the page. Panel: from a click on a source until its words are marked beside the answer.
    """
    return _medians(lambda browser: _one_visit(browser, address, question))


def row_times(address: str, question: str) -> dict[str, float] | None:
    """Medians in milliseconds for an answer with many rows; None as for `browser_times`.

    "answer" as there; "frame": the longest time between two frames drawn while all of its rows, unfolded, are scrolled.
    """
    return _medians(lambda browser: _many_rows(browser, address, question))


def _medians(visit: Callable[[Browser], dict[str, float]]) -> dict[str, float] | None:
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
        runs = [visit(browser) for _ in range(RUNS)]
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


def _many_rows(browser: Browser, address: str, question: str) -> dict[str, float]:
    with _page(browser) as page:
        _open(page, address)
        page.wait_for_load_state("networkidle")
        page.fill("#q textarea", question)
        answer = _timed(lambda: _ask(page))
        page.evaluate("() => document.querySelectorAll('#chat details.rest').forEach(part => { part.open = true; })")
        frame = page.evaluate(_LONGEST_FRAME)
    return {"answer": answer, "frame": frame}


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
