import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from assistant.web.server import frame_of

STATIC = Path(__file__).parents[2] / "assistant" / "web" / "static"
SCRIPT = (STATIC / "history.js").read_text(encoding="utf-8")
CONVERSATION = (STATIC / "conversation.js").read_text(encoding="utf-8")
CHAT = (STATIC.parent / "chat.py").read_text(encoding="utf-8")


def body(language):
    return BeautifulSoup(frame_of(language, None)[1], "lxml")


def words(tag):
    return " ".join(tag.get_text().split())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_the_script_looks_for_is_on_the_page(language):
    page = body(language)
    ids = set(re.findall(r'getElementById\("([\w-]+)"\)', SCRIPT)) - {"new", "open-history"}
    assert ids <= {tag["id"] for tag in page.find_all(id=True)}  # a selector would not look into the template
    asked = {re.sub("[A-Z]", lambda big: f"-{big[0].lower()}", name) for name in re.findall(r"\bwords\.(\w+)", SCRIPT)}
    assert {f"data-{name}" for name in asked} == {name for name in page.select_one("#past").attrs if "data-" in name}


def test_the_script_knows_every_button_and_every_button_does_something():
    table = re.search(r"const does = \{(.*?)\n  \};", SCRIPT, re.DOTALL)
    known = set(re.findall(r'^    "?([\w-]+)"?[:,]', table[1], re.MULTILINE))
    assert known == {button["data-does"] for button in body("en").find_all(attrs={"data-does": True})}


def test_script_and_chat_agree_on_names():
    key = re.search(r'const CONVERSATION = "([\w-]+)"', SCRIPT)[1]
    assert f'const KEY = "{key}"' in CONVERSATION
    assert all(f'elem_id="{name}"' in CHAT and f'"#{name}"' in SCRIPT for name in ("new", "open-history"))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "in this browser only and nobody else sees them; on a shared computer, delete them"),
        (
            "fr",
            "uniquement dans ce navigateur et personne d’autre ne les voit; sur un ordinateur partagé, supprimez-les",
        ),
    ],
)
def test_the_panel_says_where_conversations_are_and_that_a_shared_computer_should_forget_them(language, sentence):
    page = body(language)
    assert sentence in words(page.select_one("#past-where"))
    assert page.select_one("#past")["aria-describedby"] == "past-where"
    assert page.select_one("#past-keeping").has_attr("checked")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_panel_needs_nothing_that_the_policy_forbids(language):
    page = body(language)
    inside = page.select_one("#past").find_all(True)
    assert not [
        tag for tag in inside if tag.name in ("style", "script") or {"style", "onclick", "action"} & {*tag.attrs}
    ]
    head, _ = frame_of(language, None)
    assert '<script src="/static/history.js" defer></script>' in head
    assert '<link rel="stylesheet" href="/static/history.css">' in head
