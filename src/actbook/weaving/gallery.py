"""The gallery: a card for each function, in the order that the page of the gallery wants, with a
choice of families and properties."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from actbook.latex import pieces
from actbook.reading.page import Page
from actbook.result import Entry
from actbook.weaving import statement
from actbook.weaving.choosing import choices, properties
from actbook.weaving.references import Bibliography
from actbook.weaving.room import width
from actbook.weaving.templates import write
from actbook.weaving.weave import summary

#: What a page holds where the gallery is to be; behind a colon come the pages to begin with.
MARKER = re.compile(r"<!-- gallery(?:: ([\w, -]*?))? -->")
#: A formula that is wider than so many letters has no room on a card.
_CARD = 22


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


def cards(
    entries: Mapping[str, Entry], address: Callable[[str], str], bibliography: Bibliography
) -> Sequence[Card]:
    """A card for each page with a function, and for each that cannot be read."""
    return [
        _card(entry, address(source), bibliography)
        for source, entry in entries.items()
        if entry.page is None or entry.page.functions
    ]


def _card(entry: Entry, url: str, bibliography: Bibliography) -> Card:
    page = entry.page
    if page is None:
        return Card(entry.slug, "not readable", "", "", "", url)
    own = page.functions[0]
    return Card(
        page.title,
        page.family or "others",
        own.symbol,
        summary(page, entry.result, bibliography),
        entry.result.thumbnail,
        url,
        entry.slug,
        formula(page),
        properties(own),
    )


def formula(page: Page) -> str:
    """The first of the formulas that define a page's function for which there is room, if it can
    be one without cases."""
    for equation in page.equations:
        if statement.defines(equation, page.functions[0]):
            signs = pieces.first(equation.latex, ("=",))
            members = (pieces.member(equation.latex, sign.end) for sign in signs)
            said = [member.removeprefix("=").strip() for member in members if member]
            short = [member for member in said if width(member) <= _CARD]
            return min(short, key=lambda member: r"\begin" in member, default="")
    return ""


def gallery(cards: Iterable[Card], first: str = "") -> str:
    """Markdown with the cards: first the pages that `first` names, then those of their families,
    of others the largest first, each in the order of titles."""
    shown = _ordered(list(cards), [name.strip() for name in first.split(",")])
    telling = choices([card.properties for card in shown])
    return write(
        "gallery",
        cards=shown,
        families=choices([[card.family] for card in shown]),
        properties=[choice for choice in telling if len(choice.cards) < len(shown)],
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
