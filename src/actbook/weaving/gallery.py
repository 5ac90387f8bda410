"""The gallery: a card for each function, in the order that the page of the gallery wants, with a
choice of families and properties."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actbook.weaving.templates import write

#: What a page holds where the gallery is to be; behind a colon come the pages to begin with.
MARKER = re.compile(r"<!-- gallery(?:: ([\w, -]*?))? -->")


@dataclass(frozen=True)
class Card:
    """What the gallery shows of a page. `symbol` and `formula` are LaTeX, `summary` and
    `thumbnail` are HTML; `slug` is what an order names the page by."""

    title: str
    family: str
    symbol: str
    summary: str
    thumbnail: str
    url: str
    slug: str = ""
    formula: str = ""
    properties: Sequence[str] = ()

    @property
    def telling(self) -> bool:
        """Whether the symbol says more than the title does."""
        spoken = _letters(self.symbol.replace(r"\operatorname", ""))
        return spoken not in ("", _letters(self.title))


@dataclass(frozen=True)
class Choice:
    """Something to choose cards by, and those that it leaves, by their numbers."""

    said: str
    cards: Sequence[int]


def gallery(cards: Iterable[Card], first: str = "") -> str:
    """Markdown with the cards: first the pages that `first` names, then those of their families,
    of others the largest first, each in the order of titles."""
    shown = _ordered(list(cards), [name.strip() for name in first.split(",")])
    families = dict.fromkeys(card.family for card in shown)
    properties = dict.fromkeys(name for card in shown for name in card.properties)
    choices = [
        Choice(name, [at for at, card in enumerate(shown) if name in card.properties])
        for name in properties
    ]
    return write(
        "gallery",
        cards=shown,
        families=[
            Choice(name, [at for at, card in enumerate(shown) if card.family == name])
            for name in families
        ],
        properties=[choice for choice in choices if len(choice.cards) < len(shown)],
    )


def _ordered(cards: Sequence[Card], first: Sequence[str]) -> Sequence[Card]:
    size = Counter(card.family for card in cards)
    place = {slug: at for at, slug in enumerate(first)}
    begun: dict[str, int] = {}
    for card in sorted(cards, key=lambda card: place.get(card.slug, len(first))):
        if card.slug in place:
            begun.setdefault(card.family, len(begun))

    def order(card: Card) -> tuple[int, int, int, str, str]:
        family = begun.get(card.family, len(begun))
        known = place.get(card.slug, len(first))
        return (known, family, -size[card.family], card.family, card.title.lower())

    return sorted(cards, key=order)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()
