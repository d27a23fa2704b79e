"""Signing in and administering in a real browser: the real program with access by key."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from accessible import assert_accessible
from forms import form
from server_process import ROOT, free_port, running

from corpus.questionnaire import load_questionnaire

pytestmark = pytest.mark.browser
CANDOUR = [sys.executable, "-c", "from assistant.cli import main; main()"]
CBSA, _ = sorted((ROOT / "corpus" / "assessments").glob("*.txt"))


@pytest.fixture(scope="module")
def program_with_keys(tmp_path_factory):
    """The address, and the key of an administrator."""
    folder = tmp_path_factory.mktemp("keys")
    environment = {"CANDOUR_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}

    def candour(*arguments: str) -> str:
        command = [*CANDOUR, *arguments]
        done = subprocess.run(
            command, env={**os.environ, **environment}, cwd=ROOT, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    candour("ingest", str(CBSA))
    key = candour("key", "create", "boss", "--scope", "ask", "--scope", "feedback", "--scope", "admin")
    port = free_port()
    command = [*CANDOUR, "serve", "--port", str(port), "--access", "key"]
    with running(command, port, folder / "log", environment) as (address, _):
        yield address, key


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_administrator_signs_in_adds_a_form_reads_its_report_and_removes_it(
    visit, program_with_keys, tmp_path, language
):
    address, key = program_with_keys
    tab = visit(address, locale="en-CA")
    page = tab.page
    page.goto(f"{address}/{language}/admin")
    assert_accessible(page)
    page.locator("input[type=password]").fill("candour_wrong")
    page.keyboard.press("Enter")
    page.locator("[role=alert]").wait_for()
    assert all("401" in each for each in tab.complaints), tab.complaints
    tab.complaints.clear()
    page.locator("input[type=password]").fill(key)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/{language}/admin")
    assert_accessible(page)

    good, bad = tmp_path / "parks.txt", tmp_path / "notes.txt"
    good.write_text(form(load_questionnaire(), "Parks Canada", {1: "- Yes\n- No"}))
    bad.write_text("Nothing of the kind.")
    page.set_input_files("input[type=file]", [good, bad])
    page.locator("form.filter button").click()
    said = page.locator("#outcome")
    said.wait_for(timeout=60_000)
    assert "parks.txt" in said.inner_text()
    assert "notes.txt" in said.inner_text()
    said.locator("details").first.click()
    assert "item 1" in said.locator("details").first.inner_text().lower()
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    remove = page.locator("table.admin a.soft").first.bounding_box()
    assert remove["x"] + remove["width"] <= 320  # in sight on a telephone
    page.set_viewport_size({"width": 1280, "height": 900})

    page.goto(f"{address}/{language}/")
    page.locator("#q textarea").wait_for()  # the chat knows who signed in

    page.goto(f"{address}/{language}/admin")
    page.locator("tr", has_text="parks.txt").locator("a.soft").click()
    assert_accessible(page)
    page.locator("main form button").click()
    page.locator("#outcome").wait_for(timeout=60_000)
    assert page.url.startswith(f"{address}/{language}/admin?")  # to load it again removes nothing
    assert "parks.txt" not in page.locator("main table").first.inner_text()
