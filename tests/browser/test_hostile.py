"""A really ingested document of hostile words in a real Chromium: nothing runs, is loaded, or turns other words."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from forms import ingested
from hostile_words import FILE_NAME, HARMFUL, HOSTILE, hostile_form
from server_process import ROOT, free_port, serving

from corpus.questionnaire import load_questionnaire

pytestmark = pytest.mark.browser

PAGES = ("/fr/organismes", "/en/items/13", "/en/remarks", "/en/timeline")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of the real program over the hostile form, and the address of that form's page."""
    folder = tmp_path_factory.mktemp("hostile")
    assistant = ingested(folder, {FILE_NAME: hostile_form(load_questionnaire())})
    (organization,) = assistant.organizations()
    (document,) = assistant.documents_of(organization.id)
    span = document.response(13).free_text
    port = free_port()
    command = [sys.executable, "-c", "from assistant.cli import main; main()", "serve", "--port", str(port)]
    environment = {"CANDOUR_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
    page = f"/en/organizations/{organization.id}?from={span.start}&to={span.end}"
    for address in serving(command, port, folder / "log.txt", environment):
        yield address, page


@pytest.mark.parametrize(("page", "width"), [("document", 1280), ("document", 320), *((page, 320) for page in PAGES)])
def test_hostile_words_are_text_and_stay_on_their_page(visit, hostile, page: str, width: int) -> None:
    address, document = hostile
    tab = visit(address, width=width)  # which fails where another host is asked for anything
    dialogs = []
    tab.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    tab.page.goto(address + (document if page == "document" else page))
    tab.page.wait_for_load_state("networkidle")
    tab.page.evaluate(
        "document.querySelectorAll('main *').forEach(each => each.dispatchEvent(new MouseEvent('mouseover')))"
    )
    assert dialogs == []
    assert tab.page.title() not in ("owned", "1")
    assert tab.page.title().endswith("Candour")
    assert tab.page.locator("main :is(img, iframe, object, script, style, [onerror], [onmouseover])").count() == 0
    links = tab.page.locator("a").evaluate_all("all => all.map(each => each.protocol)")
    assert set(links) == {"http:"}
    assert not HARMFUL.search(tab.page.locator("main").inner_text())
    assert tab.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_every_word_of_the_document_can_be_read(visit, hostile) -> None:
    address, document = hostile
    tab = visit(address)
    tab.page.goto(address + document)
    read = " ".join(tab.page.locator("#q13 mark").all_inner_texts())
    assert " ".join(HARMFUL.sub("\ufffd", HOSTILE).split()) in " ".join(read.split())
