"""Which pages to fetch: the list's pages by organization, so that the two languages of one are looked at together."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.errors import DataFileError
from corpus.fetch.addresses import usable
from corpus.fetch.errors import NotListed
from corpus.folding import folded
from corpus.organizations import Registry
from corpus.source_list import ListedPage, SourceList
from corpus.types import Language

_NAMED = 4  # organizations in a message


@dataclass(frozen=True, slots=True)
class Wanted:
    """One organization's pages of the list. `key` is its id, its folded name where no registry has it."""

    key: str
    pages: tuple[ListedPage, ...]

    def listed_in(self, language: Language) -> tuple[ListedPage, ...]:
        """Its pages in `language`."""
        return tuple(page for page in self.pages if page.language == language)


def with_full_addresses(listed: SourceList) -> SourceList:
    """The list with its addresses as they are requested; DataFileError names one that cannot be."""
    pages = []
    for page in listed.pages:
        address = usable(page.address)
        if address is None:
            raise DataFileError(f"{listed.path}: {page.address!r} is no web address that can be requested. Mend it.")
        pages.append(replace(page, address=address))
    return replace(listed, pages=tuple(pages))


def wanted_pages(listed: SourceList, registry: Registry, only: Sequence[str] = ()) -> tuple[Wanted, ...]:
    """The organizations of the list, in its order; with `only`, those of these names, acronyms or ids.

    NotListed for a name that no page of the list stands under.
    """
    groups: dict[str, list[ListedPage]] = {}
    for page in listed.pages:
        groups.setdefault(_key(page.organization, registry), []).append(page)
    wanted = tuple(Wanted(key, tuple(pages)) for key, pages in groups.items())
    if not only:
        return wanted
    keys = {key for name in only for key in _keys_of(name, wanted, registry, listed)}
    return tuple(each for each in wanted if each.key in keys)


def _keys_of(name: str, wanted: Iterable[Wanted], registry: Registry, listed: SourceList) -> set[str]:
    keys = {each.key for each in wanted}
    known = registry.by_id(name.strip().lower()) or registry.named(name)
    if known is not None and known.id in keys:
        return {known.id}
    words = _plain(name)
    # A known name is not taken for part of another one: the police is not the body that reviews it.
    holding = {
        page.organization: _key(page.organization, registry)
        for page in listed.pages
        if known is None and words and words in _plain(page.organization)
    }
    if words in keys or len(set(holding.values())) == 1:
        return {words} if words in keys else set(holding.values())
    if holding:
        several = ", ".join(list(holding)[:_NAMED])
        raise NotListed(f"{name!r} could be {len(holding)} organizations of the list, such as {several}. Name one.")
    names = {_plain(page.organization): page.organization for page in listed.pages}
    near = difflib.get_close_matches(words, names, n=3)
    meant = f" Did you mean {' or '.join(names[each] for each in near)}?" if near else ""
    raise NotListed(f"{listed.path} lists no page of {name!r}.{meant} Add a line for it, or name another organization.")


def _key(name: str, registry: Registry) -> str:
    known = registry.named(name)
    return known.id if known is not None else _plain(name)


def _plain(name: str) -> str:
    return " ".join(folded(name).split())
