import html

import pytest
from markupsafe import Markup

from assistant.web.html import inert, message_templates, one_line
from corpus.shown import shown

NASTY = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "**bold** _slanted_ `code` ~~gone~~",
    "$$\\frac{1}{2}$$ \\(x\\)",
    "http://example.org/ www.example.org a@example.org",
    "# title\n\n- entry\n> quote\n\n    code",
    "&amp; &lt; | a | b |",
    "--- *** ___",
    "é « guillemets » 😀 \u202e",
]


@pytest.mark.parametrize("text", NASTY)
def test_inert_text_reads_the_same_and_holds_no_active_character(text):
    written = str(inert(text))
    assert html.unescape(written) == shown(text)
    without_references = written.replace("&#", "").replace(";", "")
    assert not set("<>[]()*_`~$\\{}|\n@:/\"'&#") & set(without_references)


def test_every_value_in_a_message_is_inert():
    template = message_templates().from_string('<a href="{{ x }}">{{ x }}</a>{{ safe }}')
    assert (
        template.render(x='"><b>', safe=Markup("<i>")) == '<a href="&#34;&#62;&#60;b&#62;">&#34;&#62;&#60;b&#62;</a><i>'
    )


def test_a_message_is_one_line():
    assert one_line("<div>\n\n  <p>a</p>\n</div>\n") == "<div> <p>a</p> </div>"
