"""Web pages: the page's own text, without what the site puts around it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, PreformattedString
from bs4.exceptions import ParserRejectedMarkup

from corpus.errors import UnreadableFile
from corpus.readers.blocks import lay_out
from corpus.readers.decoding import NotText, decode
from corpus.readers.furniture import PageFurniture, load_page_furniture
from corpus.readers.html_blocks import BlockWriter
from corpus.readers.html_furniture import furniture_of
from corpus.readers.ticks import read_ticks

# A page says its encoding early on; browsers look at the first kilobyte, saved pages may open with a long comment.
_HEAD_BYTES = 4096

# A page of a filled form has some thousands of tags. Each takes about a kilobyte of memory once parsed.
_MAX_TAGS = 400_000

# The parser's time grows with the square of how deep elements lie within one another. Real pages stay below 60.
_MAX_DEPTH = 1_000
# Nothing is given back while matching ("*+"): a tag without an end would take the cube of its length.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)[^<>]*+>")
# Elements that have no end, or that the next one like them ends.
# fmt: off
_SELF_ENDING = frozenset((
    "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option",
    "p", "param", "path", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
))
# fmt: on

_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)


def read_html(name: str, data: bytes, furniture: PageFurniture | None = None) -> str:
    """The text of a saved web page's main part, laid out as SourceText says.

    `furniture` is what to drop besides navigation and hidden elements, the shipped words if None. UnreadableFile for
    bytes that are no text and for a page whose main part holds none.
    """
    words = load_page_furniture() if furniture is None else furniture
    page = parsed_page(name, data)
    for part in _main_parts(page):
        dropped = furniture_of(part, words)
        if text := lay_out(read_ticks(_blocks(part, dropped))).text:
            return text
    raise UnreadableFile(
        f"{name} is a web page without text (pages that a script fills are saved empty by some tools). "
        'Open it in a browser, save it as "Web page, complete" or print it to PDF, and add that file.'
    )


def parsed_page(name: str, data: bytes) -> BeautifulSoup:
    """The page as a tree; UnreadableFile for bytes that are no text and for what is too large or broken."""
    if (tags := data.count(b"<")) > _MAX_TAGS:
        raise UnreadableFile(
            f"{name} is too large for a web page: {tags} tags, and at most {_MAX_TAGS} are read. "
            "Save the form's part of it as a page of its own, or as plain text."
        )
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    try:
        text = decode(data, declared.group(1).decode("ascii", "ignore") if declared else None)
    except NotText as error:
        raise UnreadableFile(
            f"{name} is not a web page: its bytes are no text. Save the page again from a browser and add that file."
        ) from error
    if _is_too_deep(text):
        raise UnreadableFile(
            f"{name} is too broken to be read as a web page: more than {_MAX_DEPTH} elements lie within one another. "
            "Save it again from a browser, or as plain text."
        )
    with warnings.catch_warnings():
        # What was saved is read as a page, whatever it looks like.
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        try:
            return BeautifulSoup(text.replace("\0", ""), "lxml")
        except (ParserRejectedMarkup, ValueError, RecursionError) as error:
            raise UnreadableFile(
                f"{name} is too broken to be read as a web page. Save it again from a browser, or as plain text."
            ) from error


def _is_too_deep(text: str) -> bool:
    """Whether more elements are opened than closed, by far. An estimate: scripts and comments are counted, too."""
    depth = 0
    for tag in _TAG.finditer(text):
        closes, name = tag.groups()
        if name.lower() not in _SELF_ENDING and text[tag.end() - 2] != "/":
            depth = max(0, depth - 1) if closes else depth + 1
            if depth > _MAX_DEPTH:
                return True
    return False


def _main_parts(page: BeautifulSoup) -> Iterator[Tag]:
    """The parts of a page that may be its main one, the likeliest first."""
    for part in (page.find("main"), page.find(None, attrs={"role": "main"})):
        if part is not None:
            yield part
    articles = page.find_all("article")
    if len(articles) == 1:
        yield articles[0]
    yield page.body or page


def _blocks(part: Tag, dropped: frozenset[int]) -> BlockWriter:
    """The blocks of `part`. Walked without recursion, since broken pages nest as deep as they are long."""
    writer = BlockWriter()
    open_elements: list[tuple[Tag, Iterator[object]]] = [(part, iter(part.children))]
    while open_elements:
        element, children = open_elements[-1]
        child = next(children, None)
        if child is None:
            open_elements.pop()
            if element is not part:
                writer.close(element.name)
        elif isinstance(child, Tag):
            if id(child) not in dropped:
                writer.open(child)
                open_elements.append((child, iter(child.children)))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            writer.text(str(child))
    return writer
