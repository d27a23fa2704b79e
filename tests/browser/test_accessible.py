"""axe finds nothing on any page, in either language, light or dark, wide or narrow."""

import pytest
from accessible import assert_accessible

pytestmark = pytest.mark.browser

QUESTIONS = {
    "en": "which agencies revised their codes",
    "fr": "quels organismes ont mis à jour leur code de conduite ?",
}
PAGES = {"en": "/en/organizations", "fr": "/fr/organismes"}


LOOKS = {"en": [("light", 1280), ("dark", 320)], "fr": [("dark", 1280), ("light", 320)]}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_chat_empty_answered_and_with_its_source(visit, fake_server, language):
    tab = visit(fake_server)
    tab.open(f"/{language}/")

    def assert_every_look_accessible():
        for scheme, width in LOOKS[language]:
            tab.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            tab.page.set_viewport_size({"width": width, "height": 800})
            assert_accessible(tab.page)

    assert_every_look_accessible()
    tab.ask(QUESTIONS[language])
    tab.ask("look up the changes")
    assert_every_look_accessible()
    tab.page.locator("#chat a.chip").first.click()
    tab.source.wait_for_selector("mark#cited")
    assert_every_look_accessible()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages(visit, fake_server, language):
    tab = visit(fake_server)
    for path in ("", "/cbsa?from=3734&to=3783", "/irb?from=3&to=1", "/nobody"):
        tab.page.goto(fake_server + PAGES[language] + path)
        for scheme in ("light", "dark"):
            tab.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert_accessible(tab.page)
    tab.complaints = [text for text in tab.complaints if "404" not in text]
