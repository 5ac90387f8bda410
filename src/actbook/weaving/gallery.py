"""The gallery: a card for each function, by family."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from actbook.weaving import mathml
from actbook.weaving.prose import unsearched

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


def gallery(cards: Iterable[Card], level: int = 2) -> str:
    """Markdown with a heading for each family, the largest first, and its cards under it, in the
    order of titles."""
    shown = list(cards)
    size = Counter(card.family for card in shown)
    ordered = sorted(shown, key=lambda card: (-size[card.family], card.family, card.title.lower()))
    families = groupby(ordered, key=lambda card: card.family)
    return "\n\n".join(
        f"{'#' * level} {_capital(family)}\n\n{_cards(list(members))}"
        for family, members in families
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _cards(cards: Sequence[Card]) -> str:
    items = "".join(f"<li>{_card(card)}</li>" for card in cards)
    return f'<div class="actbook-gallery"><ul>{items}</ul></div>'


def _card(card: Card) -> str:
    # The name is the link, stretched over the card by CSS: a screen reader reads the name alone.
    title = html.escape(card.title)
    return (
        f'<div class="actbook-thumbnail">{unsearched(card.thumbnail, "svg")}</div>'
        f'<p class="actbook-name"><a href="{html.escape(card.url)}">{title}</a> {_symbol(card)}</p>'
        f'<p class="actbook-summary">{card.summary}</p>'
    )


def _symbol(card: Card) -> str:
    """The symbol where it says more than the title does."""
    spoken = card.symbol.replace(r"\operatorname", "")
    return "" if _letters(spoken) in ("", _letters(card.title)) else mathml.inline(card.symbol)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()
