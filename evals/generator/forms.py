"""A filled form before it becomes a file: blocks of words in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.types import Language
from evals.generator.form_words import Furniture

BlockKind = Literal[
    "name", "title", "preface", "part", "item", "wording", "tick", "prompt", "paragraph", "entry", "nested", "number",
    "trailer",
]  # fmt: skip
Layout = Literal["compact", "spaced", "web", "printed", "word"]
LAYOUTS: tuple[Layout, ...] = ("compact", "spaced", "web", "printed", "word")


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph or list entry; `text` is without bullet or number. `item` is what it stands under."""

    kind: BlockKind
    text: str
    item: int | None = None


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form as its blocks. `address` and `modified` are what a page prints of itself."""

    language: Language
    layout: Layout
    blocks: tuple[Block, ...]
    furniture: Furniture
    address: str
    modified: str

    @property
    def heading(self) -> str:
        """What a page is called: name and title, in the order printed."""
        return " - ".join(block.text for block in self.blocks if block.kind in ("name", "title"))

    def words_under(self, item: int) -> str:
        """All words printed under an item, its heading and wording included, with single spaces."""
        return " ".join(" ".join(block.text.split()) for block in self.blocks if block.item == item)
