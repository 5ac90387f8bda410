"""The gallery: a card for each function, by family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from actbook.weaving.templates import write

#: What `docs/index.md` holds where the gallery is to be.
MARKER = "<!-- gallery -->"


@dataclass(frozen=True)
class Card:
    """What the gallery shows of a page. `symbol` is LaTeX, `summary` and `thumbnail` are HTML."""

    title: str
    family: str
    symbol: str
    summary: str
    thumbnail: str
    url: str

    @property
    def telling(self) -> bool:
        """Whether the symbol says more than the title does."""
        spoken = _letters(self.symbol.replace(r"\operatorname", ""))
        return spoken not in ("", _letters(self.title))


def gallery(cards: Iterable[Card]) -> str:
    """Markdown with a heading for each family, the largest first, and its cards under it, in the
    order of titles."""
    shown = list(cards)
    size = Counter(card.family for card in shown)
    ordered = sorted(shown, key=lambda card: (-size[card.family], card.family, card.title.lower()))
    families = [
        (family[:1].upper() + family[1:], list(members))
        for family, members in groupby(ordered, key=lambda card: card.family)
    ]
    return write("gallery", families=families)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()
