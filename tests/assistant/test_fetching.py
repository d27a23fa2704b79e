"""The command, from a list of addresses to an answer whose citation leads to the published page."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from forms import UPDATED, UPDATING
from published_site import Answer, Site, page, published_site

from assistant.cli import main


@pytest.fixture
def site() -> Iterator[Site]:
    with published_site() as running:
        yield running


@pytest.fixture
def listed(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list of three English pages of the site, of which one names its French page; an empty home."""
    site.publish("/en/health.html", page("Health Canada", {5: UPDATED, 12: "- Yes"}, other="/fr/sante.html"))
    site.publish("/fr/sante.html", page("Santé Canada", {12: "- Oui"}, "fr", other="/en/health.html"))
    site.publish("/en/parks.html", page("Parks Canada", {5: UPDATING}))
    site.publish("/en/moon.html", page("Lunar Agency of Canada", {12: "- No"}))
    path = tmp_path / "pages.tsv"
    pages = {"Health Canada": "health", "Parks Canada": "parks", "Lunar Agency of Canada": "moon"}
    lines = [f"en\t{name}\t{site.address(f'/en/{page}.html')}" for name, page in pages.items()]
    path.write_text("\n".join(["language\torganization\taddress", *lines]) + "\n", encoding="utf-8")
    monkeypatch.setenv("CANDOUR_SOURCES", str(path))
    monkeypatch.setenv("CANDOUR_HOME", str(tmp_path / "home"))
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def fetch(*arguments: str) -> Result:
    return run("fetch", "--pause", "0.1", *arguments)


def test_one_command_gets_everything_and_answers_lead_to_the_published_pages(site, listed) -> None:
    result = fetch()
    assert result.exit_code == 0, result.output
    assert "In the index: 3 organizations, 4 documents." in result.stdout
    assert "4 new, 0 changed, 0 as before, 0 not fetched." in result.stdout
    citations = json.loads(run("ask", "--json", "Which organizations updated their code of conduct?").stdout)[
        "citations"
    ]
    assert site.address("/en/health.html") in [each["url"] for each in citations]
    assert "lunar-agency-of-canada.en.html" in run("status").stdout


def test_organizations_in_one_language_only_are_told_with_the_reason(site, listed) -> None:
    site.publish("/en/parks.html", page("Parks Canada", {5: UPDATING}, other="/fr/parcs.html"))
    site.publish("/en/moon.html", page("Lunar Agency of Canada", {12: "- No"}, other="/fr.html"))
    site.publish("/fr.html", b"<html lang='fr'><body><main><h1>Bienvenue</h1></main></body></html>")
    with listed.open("a", encoding="utf-8") as more:
        more.write(f"en\tTransport Canada\t{site.publish('/en/tc.html', page('Transport Canada', {12: '- No'}))}\n")
    lines = fetch().stderr.splitlines()
    heading = lines.index("In one language only: 3 of 4 organizations.")
    moon, parks = site.address("/fr.html"), site.address("/fr/parcs.html")
    assert lines[heading + 1 : heading + 4] == [
        "    Lunar Agency of Canada: English; the page it names is not read as an assessment of this organization: "
        f"{moon}",
        f"    Parks Canada: English; the page it names could not be fetched: {parks}",
        "    Transport Canada: English; its page names no other one",
    ]


def test_one_language_is_all_where_it_was_asked_for(listed) -> None:
    result = fetch("--language", "en")
    assert "In the index: 3 organizations, 3 documents." in result.stdout
    assert "one language only" not in result.stderr


@pytest.mark.parametrize("words", [("--only", "Parks Canada", "HC"), ("--only", "parks", "--only", "Santé Canada")])
def test_only_the_organizations_that_were_named_are_fetched(site, listed, words) -> None:
    result = fetch("--language", "en", *words)
    assert result.exit_code == 0, result.output
    assert site.paths() == ["/en/health.html", "/en/parks.html"]


def test_names_without_their_option_are_explained(site, listed) -> None:
    result = fetch("parks")
    assert result.exit_code == 2
    assert "candour fetch --only parks" in result.stderr
    assert fetch("--only", "Transport Canada").exit_code == 2
    assert site.asked == []


def test_every_problem_is_told_once_with_what_to_do_and_the_rest_is_taken(site, listed) -> None:
    with listed.open("a", encoding="utf-8") as more:
        for name, path in (("Transport Canada", "gone"), ("Statistics Canada", "lost"), ("Justice", "news")):
            more.write(f"en\t{name}\t{site.address(f'/en/{path}.html')}\n")
    site.publish("/en/news.html", b"<html><body><main><h1>News</h1><p>No form at all.</p></main></body></html>")
    result = fetch()
    assert result.exit_code == 2
    assert "In the index: 3 organizations, 4 documents." in result.stdout
    assert "2 not fetched." in result.stdout
    problems = result.stderr.partition("To be mended: 3.\n")[2].splitlines()
    assert problems[:3] == [
        "  There is no page at this address (404). Look for its new address and change it in the list.",
        f"    Transport Canada (en): {site.address('/en/gone.html')}",
        f"    Statistics Canada (en): {site.address('/en/lost.html')}",
    ]
    assert "no item of the questionnaire was found" in problems[3]
    assert problems[4] == f"    Justice (en): {site.address('/en/news.html')}"
    assert problems[5] == f"The list is {listed}. To change it, copy it, and name the copy in CANDOUR_SOURCES."


def test_moved_pages_are_fetched_and_their_new_addresses_told(site, listed) -> None:
    site.publish("/en/new.html", page("Parks Canada", {5: UPDATING}))
    site.publish("/en/parks.html", Answer(status=301, headers={"Location": "/en/new.html"}))
    site.publish("/en/today.html", page("Lunar Agency of Canada", {12: "- No"}))
    site.publish("/en/moon.html", Answer(status=302, headers={"Location": "/en/today.html"}))
    result = fetch()
    assert result.exit_code == 0, result.output
    assert f"change their addresses in {listed}" in result.stderr
    assert f"is now {site.address('/en/new.html')}" in result.stderr
    assert f"to {site.address('/en/today.html')}" in result.stderr


def test_a_second_fetch_takes_in_what_changed_and_diff_tells_it(site, listed) -> None:
    fetch()
    site.publish("/en/parks.html", page("Parks Canada", {5: UPDATED}))
    result = fetch()
    assert result.exit_code == 0, result.output
    assert "0 new, 1 changed, 3 as before" in result.stdout
    assert "Replaced: parks-2024-en" in result.stderr
    told = run("diff", "previous", "current").stdout
    assert f"Parks Canada (en, 2024)  {site.address('/en/parks.html')}" in told
    assert "1 changed, 3 unchanged." in told
    today = datetime.now(UTC).date().isoformat()
    assert run("diff", today, "current").stdout.endswith("\n0 changed, 4 unchanged.\n")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_a_fetch_that_was_stopped_goes_on_where_it_stopped(site, listed, stop) -> None:
    form = page("Lunar Agency of Canada", {12: "- No"})
    site.publish("/en/moon.html", Answer(form, drip_s=0.5), form)
    # A shell starts what runs in the background with SIGINT ignored, and a test may be run so.
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    script = f"{heard}; from assistant.cli import main; main(['fetch', '--pause', '0.1'])"
    process = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True)
    with process:
        while "/en/moon.html" not in site.paths():
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(stop)
        assert process.stderr is not None
        said = process.stderr.read()
    if stop == signal.SIGINT:
        assert process.returncode == 2
        assert "run the same command again" in said
    asked = len(site.paths())
    result = fetch()
    assert result.exit_code == 0, result.output
    assert site.paths()[asked:] == ["/en/moon.html"]
    assert "In the index: 3 organizations, 4 documents." in result.stdout


def test_a_page_that_is_gone_stays_in_the_index_until_it_is_removed(site, listed) -> None:
    fetch("--only", "parks", "lunar agency", "--language", "en")
    site.withdraw("/en/parks.html")
    result = fetch("--only", "parks", "lunar agency", "--language", "en")
    assert result.exit_code == 2
    assert "Gone since an earlier fetch: Parks Canada (en)." in result.stderr
    assert "In the index: 2 organizations, 2 documents." in result.stdout


def test_a_fetch_without_changes_leaves_the_index_alone(listed, tmp_path) -> None:
    fetch()
    before = (tmp_path / "home" / "generations" / "current").read_bytes()
    assert fetch().exit_code == 0
    assert (tmp_path / "home" / "generations" / "current").read_bytes() == before


def test_fetched_pages_can_be_ingested_again_by_hand_with_their_provenance(site, listed, tmp_path) -> None:
    fetch()
    other = CliRunner(env={"CANDOUR_HOME": str(tmp_path / "other")})
    result = other.invoke(main, ["ingest", str(tmp_path / "home" / "fetched")])
    assert result.exit_code == 0, result.output
    answer = json.loads(other.invoke(main, ["ask", "--json", "Did Parks Canada update its code?"]).stdout)
    assert answer["citations"][0]["url"] == site.address("/en/parks.html")


def test_a_mistake_in_the_list_is_told_before_anything_is_asked_for(site, listed) -> None:
    listed.write_text("nonsense\n", encoding="utf-8")
    result = fetch()
    assert result.exit_code == 2
    assert "pages.tsv" in result.stderr
    assert site.asked == []
