from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import DataFileError, UnreadableFile
from corpus.readers.furniture import load_page_furniture
from corpus.readers.html import read_html


def text_of(body: str) -> str:
    return read_html("page.html", f"<html><head><meta charset=utf-8></head><body>{body}</body></html>".encode())


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<h2>A</h2><p>b\n  c&nbsp;d &eacute;</p>", "A\n\nb c\u00a0d é"),
        ("<p>a<br>b</p><p>a<br><br>b</p>", "a\nb\n\na\n\nb"),
        ("<p>a <b>b</b><i>c</i> <a href=x>d</a>.</p>", "a bc d."),
        ("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "• a\n• b\n  • c\n• d"),
        ("<ol start=4><li>a<li value=9>b<li>c</ol>", "4. a\n9. b\n10. c"),
        ("<ul><li><p>a</p><p>more</p></li></ul>", "• a\n\nmore"),
        ("<ul><li><ul><li>a</li></ul></li></ul>", "  • a"),
        ("<table><tr><th>A<th>B<tr><td>c<td><b>d</b> e</table>", "A | B\nc | d e"),
        ("<table><tr><td>A<td><ul><li>b<li>c</ul></table>", "A\n\n• b\n• c"),
        ("<table><tr><td><table><tr><td>a<td>b</table></table>", "a | b"),
        ("<dl><dt>A</dt><dd>b</dd></dl>", "A\n\nb"),
        ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
        ("<pre>Question 1\n- Yes\n\nmore</pre>", "Question 1\n- Yes\n\nmore"),
        ("<p>a</p><p>&nbsp;</p><p> </p><p>b</p>", "a\n\nb"),
        ("<p>co&shy;operate</p><!-- no -->", "cooperate"),
    ],
)
def test_elements_become_lines(body: str, text: str) -> None:
    assert text_of(body) == text


@pytest.mark.parametrize(
    "around",
    [
        "<nav>X</nav>", "<header>X</header>", "<footer>X</footer>", "<aside>X</aside>", "<script>X</script>",
        "<style>X</style>", "<template>X</template>", "<noscript>X</noscript>", "<form>X<input></form>",
        "<div hidden>X</div>", "<div style='display: none'>X</div>", "<span aria-hidden=true>X</span>",
        "<p class='lead wb-inv'>X</p>", "<ol class=breadcrumb><li>X</ol>", "<div id=wb-dtmd>X</div>",
        "<section><h2>Page details</h2><p>X</p></section>", "<h2>Détails de la page</h2><p>X</p>",
        "<details><summary>Report a problem on this page</summary>X</details>",
        "<details><summary>Signaler un problème sur cette page</summary>X</details>",
        "<p>Date modified: 2024-08-30</p>", "<p>Date de modification&nbsp;: 2024-08-30</p>",
        "<dl><dt>Date modified:</dt><dd>2024-08-30</dd></dl>", "<h3>On this page</h3><ul><li>Question 1</ul>",
    ],
)  # fmt: skip
def test_what_stands_around_the_text_is_dropped(around: str) -> None:
    assert text_of(f"<h1>Title</h1>{around}<h2>Question 1</h2><p>Yes</p>{around}") == "Title\n\nQuestion 1\n\nYes"


@pytest.mark.parametrize(
    "kept",
    [
        "<p>Date modified codes were reviewed.</p>",
        "<p>Report a problem on this page, we told our employees, and they did.</p>",
        "<p>The date modified: it shows when an employee last read the code of conduct and agreed to it.</p>",
    ],
)
def test_sentences_that_hold_the_words_of_furniture_are_kept(kept: str) -> None:
    assert text_of(f"<h2>Question 1</h2>{kept}").count("\n\n") == 1


def test_heading_of_furniture_takes_only_what_it_heads() -> None:
    body = "<div><h2>On this page</h2><ul><li>Part I</ul><h2>Part I</h2><p>a</p><h2>Page details</h2><p>b</p></div>"
    assert text_of(body) == "Part I\n\na"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>no</p><main><p>yes</p></main><p>no</p>", "yes"),
        ("<p>no</p><div role=main><p>yes</p></div>", "yes"),
        ("<p>no</p><article><header><h1>yes</h1></header></article>", "yes"),
        ("<p>yes</p><article>a</article><article>b</article>", "yes\n\na\n\nb"),
        ("<main><script>x</script></main><p>yes</p>", "yes"),
    ],
)
def test_main_part_of_the_page_is_read(body: str, text: str) -> None:
    assert text_of(body) == text


def test_ticked_boxes_are_entries_and_unticked_ones_leave_no_trace() -> None:
    body = """<form><fieldset><legend>Question 1</legend>
        <label><input type=radio name=a checked> Yes</label><br><label><input type=radio name=a> No</label></fieldset>
        <ul><li><input type=checkbox checked> Town halls<li><input type=checkbox> Campaigns</ul></form>
        <p>☑ Onboarding ☐ Learning plans</p><p>✓ Succession</p><p>Tick ☐ if it applies.</p>"""
    assert text_of(body) == ("Question 1\n\n• Yes\n• Town halls\n• Onboarding\n• Succession\n\nTick ☐ if it applies.")


@pytest.mark.parametrize(
    "data",
    [
        "<meta charset=windows-1252><p>été – “œuvre”".encode("cp1252"),
        "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'><p>été – “œuvre”".encode("cp1252"),
        "<?xml version='1.0' encoding='UTF-8'?><html><p>été – “œuvre”</p></html>".encode(),
        "<p>été – “œuvre”".encode(),
        "<p>été – “œuvre”".encode("cp1252"),
        "<p>été – “œuvre”".encode("utf-16"),
        "<meta charset=utf-8><p>été – “œuvre”".encode("cp1252"),
        "<meta charset=no-such-thing><p>été – “œuvre”".encode(),
        "<meta charset=hex><p>été – “œuvre”".encode(),
    ],
)
def test_encoding_is_recognized(data: bytes) -> None:
    assert read_html("page.html", data) == "été – “œuvre”"


@pytest.mark.parametrize("body", ["", "<script>fill()</script>", "<nav>Menu</nav><main> &nbsp;</main>"])
def test_page_without_text_says_what_to_do(body: str) -> None:
    with pytest.raises(UnreadableFile, match=r"page\.html is a web page without text.*print it to PDF"):
        text_of(body)


@pytest.mark.parametrize("tag", ["div", "ul", "table", "b", "section><h2>Page details</h2"])
def test_page_nested_without_end_is_refused(tag: str) -> None:
    with pytest.raises(UnreadableFile, match="more than 1000 elements lie within one another"):
        read_html("page.html", f"<p>first</p>{f'<{tag}>x' * 50_000}".encode())


@pytest.mark.parametrize("tag", ["div", "ul><li", "b", "p", "li", "tr"])
def test_deeply_nested_page_is_read(tag: str) -> None:
    assert read_html("page.html", f"<p>first</p>{f'<{tag}>x' * 900}".encode()).startswith("first")


def test_page_of_too_many_tags_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="too large for a web page: 400001 tags"):
        read_html("page.html", b"<i>" * 400_001)


def test_words_of_furniture_can_be_added(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('classes = ["Kasten"]\n[headings]\nen = ["Ask the harbour master"]\n', encoding="utf-8")
    page = b"<h1>T</h1><p class=kasten>x</p><h2>Ask the Harbour Master:</h2><p>x</p><h2>Page details</h2><p>x</p>"
    assert read_html("page.html", page, load_page_furniture(own)) == "T"


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("classes = 3", "classes must be a list of words"),
        ("[headings]\nde = ['Seite']", "headings must be a table"),
        ("class = []", "unknown entry 'class'"),
        ("classes = [", "cannot be read as TOML"),
    ],
)
def test_mistake_in_own_words_is_named(toml: str, said: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(toml, encoding="utf-8")
    with pytest.raises(DataFileError, match=said):
        load_page_furniture(own)
