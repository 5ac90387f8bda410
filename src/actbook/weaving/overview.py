"""What pages show of the whole book, where they have the markers of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from actbook.markup import placed
from actbook.result import Entry
from actbook.weaving import front, gallery, pairs, porting, ranges, sweeps
from actbook.weaving.references import Bibliography


def filled(
    text: str,
    entries: Mapping[str, Entry],
    address: Callable[[str], str],
    bibliography: Bibliography,
) -> str:
    """A page's Markdown with what it wants to show: the gallery, counts of what is checked, a fact
    with its figure, pairs of what is said and true, or the table of functions, of libraries or of
    sweeps. `address` gives those of pages, by their source, as seen from this one."""
    book = entries, address
    views: Mapping[re.Pattern[str], Callable[[re.Match[str]], str]] = {
        gallery.MARKER: lambda order: gallery.gallery(
            gallery.cards(*book, bibliography), order[1] or ""
        ),
        re.compile("<!-- counts -->"): lambda _: placed(front.counts(*book)),
        front.SHOWN: lambda fact: placed(front.fact(fact[1], fact[2], *book)),
        pairs.MARKER: lambda folder: pairs.pairs(folder[1], *book, bibliography),
        re.compile("<!-- ranges -->"): lambda _: placed(ranges.ranges(*book)),
        re.compile("<!-- porting -->"): lambda _: placed(porting.porting(*book)),
        re.compile("<!-- sweeps -->"): lambda _: placed(sweeps.overview(*book)),
        re.compile("<!-- checked -->"): lambda _: front.checked(*book),
    }
    for marker, view in views.items():
        # Within a line it is spoken of.
        text = re.sub(f"^{marker.pattern}$", view, text, flags=re.MULTILINE)
    return text
