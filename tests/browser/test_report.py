"""The report of an evaluation: accessible in both languages, light and dark, wide and narrow, and on paper."""

import pytest
from accessible import assert_accessible
from made_up_run import made_up_run

from evals.report.write import write_report

pytestmark = pytest.mark.browser


@pytest.fixture
def report(browser, tmp_path):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    address = write_report(made_up_run(tmp_path / "run")).as_uri()
    page.goto(address)
    yield page, address
    page.close()
    assert all(url.startswith(address) for url in asked)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_in_the_report(report, language):
    page, address = report
    page.goto(f"{address}#{language}")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_one_language_is_shown_at_a_time_and_the_link_changes_it(report):
    page, _ = report
    assert page.locator("#en").is_visible()
    assert not page.locator("#fr").is_visible()
    page.locator("#en .switch a").click()
    assert page.locator("#fr h1").inner_text() == "Évaluation de candour"
    assert not page.locator("#en").is_visible()


def test_paper_gets_the_language_that_is_shown(report):
    page, address = report
    page.goto(f"{address}#fr")
    page.emulate_media(media="print")
    assert page.locator("#fr h1").is_visible()
    assert not page.locator("#en h1").is_visible()


def test_paper_shows_what_is_folded_away_on_the_screen(report):
    page, _ = report
    inside = page.locator("#en details:not([open]) dl").first
    assert not inside.is_visible()
    page.emulate_media(media="print")
    assert page.locator("#en details:not([open])").count() > 3
    assert inside.is_visible()
    assert inside.bounding_box()["height"] > 20
