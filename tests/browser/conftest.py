"""A real Chromium and a real server process. Nothing but 127.0.0.1 may be asked for anything."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from server_process import ROOT, free_port, serving

HERE = Path(__file__).parent
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
HARMLESS = (
    "Autofocus processing was blocked",
    # The source panel runs no scripts at all; what is blocked there is Playwright's own waiting for a condition.
    "document's frame is sandboxed and the 'allow-scripts' permission is not set",
)


def chromium_path(playwright) -> str:
    """The Chromium to drive: CANDOUR_CHROMIUM, else one on the PATH, else Playwright's own."""
    named = os.environ.get("CANDOUR_CHROMIUM")
    candidates = [named] if named else ["chromium", "chromium-browser", "google-chrome"]
    found = next((path for name in candidates if (path := shutil.which(name))), None)
    own = playwright.chromium.executable_path
    if found is None and not named and Path(own).exists():
        found = own
    if found is None:
        pytest.fail(
            f"No Chromium to drive ({', '.join(candidates)} not found). Install chromium, or set CANDOUR_CHROMIUM to "
            "its path, or run `.venv/bin/playwright install chromium`.",
            pytrace=False,
        )
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(executable_path=chromium_path(playwright), args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def feedback_file(tmp_path_factory) -> Path:
    """Where the fake server keeps feedback."""
    return tmp_path_factory.mktemp("feedback") / "feedback.sqlite"


@pytest.fixture(scope="session")
def fake_server(tmp_path_factory, feedback_file) -> Iterator[str]:
    """The web application over the tests' fake assistant: slow, failing and hostile answers at will."""
    port = free_port()
    log = tmp_path_factory.mktemp("fake-server") / "log.txt"
    command = [sys.executable, str(HERE / "fake_server.py"), str(port), str(feedback_file)]
    yield from serving(command, port, log, {"PYTHONPATH": str(ROOT)})


@pytest.fixture(scope="session")
def program(tmp_path_factory) -> Iterator[str]:
    """The real program: `candour serve` over the shipped assessments, ingested into a folder of its own."""
    home = tmp_path_factory.mktemp("home")
    command = [sys.executable, "-c", "from assistant.cli import main; main()"]
    environment = {"CANDOUR_HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, "ingest", str(ROOT / "corpus" / "assessments")],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    port = free_port()
    yield from serving([*command, "serve", "--port", str(port)], port, home / "log.txt", environment)


@dataclass
class Visit:
    """One visitor's tab with everything it asked for and complained of."""

    page: Page
    context: BrowserContext
    address: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Goes to a chat page and waits until it takes questions."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector("#q .submit-button")

    def ask(self, question: str, wait: bool = True) -> None:
        """Types a question and sends it with Enter; waits for its answer unless told not to."""
        before = self.page.locator("#chat .answer.done, #chat .answer.note").count()
        self.page.fill("#q textarea", question)
        self.page.press("#q textarea", "Enter")
        if wait:
            self.answers(before + 1)

    def answers(self, number: int) -> None:
        """Waits for so many complete answers."""
        self.page.wait_for_function(
            "n => document.querySelectorAll('#chat .answer.done, #chat .answer.note').length === n"
            " && !document.body.classList.contains('asking')",
            arg=number,
        )

    @property
    def focused(self) -> str:
        """The tag, id or class of what has the focus."""
        return self.page.evaluate(
            "() => { const e = document.activeElement; return `${e.tagName.toLowerCase()}#${e.id}.${e.className}`; }"
        )

    @property
    def source(self):
        """The frame of the source panel."""
        return self.page.frame(name="pane")


@pytest.fixture(scope="session")
def shared_context(browser) -> Iterator[BrowserContext]:
    """A browser whose cache is warm. Conversations do not leave their tab, so tests can share it."""
    context = browser.new_context(locale="de-DE")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def visit(browser, shared_context):
    """Opens tabs; at the end none may have asked another host for anything, or complained."""
    visits: list[Visit] = []

    def new(address: str, width: int = 1280, height: int = 900, scheme: str = "light", **options) -> Visit:
        context = browser.new_context(**options) if options else shared_context
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        visit = Visit(page, context, address)
        context.on("request", lambda request: visit.requests.append(request.url))
        page.on("pageerror", lambda error: visit.complaints.append(f"{error.message}\n{error.stack}"))
        page.on(
            "console",
            lambda message: visit.complaints.append(message.text) if message.type in ("error", "warning") else None,
        )
        visits.append(visit)
        return visit

    yield new
    for each in visits:
        each.page.close()
        if each.context is not shared_context:
            each.context.close()
        outside = [url for url in each.requests if not url.startswith((each.address, "data:", "about:"))]
        assert outside == []
        assert [text for text in each.complaints if not any(known in text for known in HARMLESS)] == []
