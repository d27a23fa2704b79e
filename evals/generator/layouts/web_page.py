"""A page of the government's site as browsers save it: navigation before the form, page details and footer after."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from evals.generator.forms import Block, FilledForm

_LISTS = {"tick": "ul", "entry": "ul", "nested": "ul", "number": "ol"}
_TAGS = {"name": "p", "title": "h1", "part": "h2", "item": "h3"}


def write(form: FilledForm) -> bytes:
    """The page in UTF-8."""
    words = form.furniture
    return f"""<!DOCTYPE html>
<!-- saved from url=(0051){escape(form.address)} -->
<html class="js backgroundsize" lang="{form.language}" dir="ltr">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>{escape(form.heading)} - Canada.ca</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="stylesheet" href="./files/theme.min.css">
<style>.wb-inv {{ clip: rect(1px,1px,1px,1px); position: absolute }}</style>
<script>window.dataLayer = window.dataLayer || []; var note = "<h3>Question 1</h3>";</script>
</head>
<body vocab="http://schema.org/" typeof="WebPage">
<nav><ul id="wb-tphp"><li class="wb-slc"><a class="wb-sl" href="#wb-cont">{escape(words.skip)}</a></li></ul></nav>
<header>
<div id="wb-bnr" class="container">
<section id="wb-lng" class="text-right"><h2 class="wb-inv">{escape(words.languages)}</h2>
<ul class="list-inline"><li><a href="#">{escape(words.other_language)}</a></li></ul></section>
<div class="brand"><a href="#"><img src="./files/sig-blk.svg" alt=""><span>{escape(words.government)}</span></a></div>
<section id="wb-srch"><form action="#" role="search"><label for="srch">{escape(words.search)}</label>
<input id="srch" type="search" placeholder="{escape(words.search)}"><button>{escape(words.search)}</button></form>
</section>
</div>
<nav class="gcweb-menu" typeof="SiteNavigationElement"><h2 class="wb-inv">{escape(words.menu)}</h2>
<button type="button" aria-haspopup="true">{escape(words.menu)}</button>
<ul role="menu">{_links(words.menu_entries)}</ul></nav>
<nav id="wb-bc" property="breadcrumb"><h2 class="wb-inv">{escape(words.here)}</h2><div class="container">
<ol class="breadcrumb">{_links(words.breadcrumb)}</ol></div></nav>
</header>
<main role="main" property="mainContentOfPage" resource="#wb-main" typeof="WebPageElement" class="container">
<div class="mwsgeneric-base-html parbase section">
{_contents(form.blocks)}
</div>
<section class="pagedetails"><h2 class="wb-inv">{escape(words.details)}</h2>
<div class="row"><div class="col-sm-8"><a class="btn btn-default" href="#">{escape(words.report)}</a></div>
<div class="wb-share"><h3 class="wb-inv">{escape(words.share)}</h3><a href="#">{escape(words.share)}</a></div></div>
<dl id="wb-dtmd"><dt>{escape(words.modified)}</dt><dd><time property="dateModified">{form.modified}</time></dd></dl>
</section>
</main>
<footer id="wb-info"><h2 class="wb-inv">{escape(words.about)}</h2>
<nav><ul>{_links(words.footer)}</ul></nav>
</footer>
</body>
</html>
""".encode()


def _contents(blocks: Iterable[Block]) -> str:
    """The blocks as elements; entries in a row make a list, nested ones a list inside the entry before."""
    lines: list[str] = []
    open_lists: list[str] = []
    for block in blocks:
        if block.kind == "trailer":
            continue
        wanted = _LISTS.get(block.kind)
        text = escape(block.text, quote=False).replace("\u00a0", "&nbsp;")
        if wanted is None or (open_lists and open_lists[0] != wanted):
            lines.append(_closed(open_lists))
            open_lists = []
        if wanted is None:
            tag = _TAGS.get(block.kind, "p")
            identity = ' property="name" id="wb-cont"' if tag == "h1" else ""
            lines.append(f"<{tag}{identity}>{text}</{tag}>")
            continue
        depth = 2 if block.kind == "nested" and open_lists else 1
        if len(open_lists) < depth:
            lines.append(f"<{wanted}>" * (depth - len(open_lists)))
            open_lists += [wanted] * (depth - len(open_lists))
        elif len(open_lists) > depth:
            lines.append(f"</li></{open_lists.pop()}></li>")
        else:
            lines.append("</li>")
        lines.append(f"<li>{text}")
    lines.append(_closed(open_lists))
    return "\n".join(line for line in lines if line)


def _links(entries: Iterable[str]) -> str:
    return "".join(f'<li><a href="#">{escape(entry)}</a></li>' for entry in entries)


def _closed(open_lists: list[str]) -> str:
    return "".join(f"</li></{each}>" for each in reversed(open_lists))
