"""What a function of any name is called: in its file's name, in LaTeX, and in Python."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

#: What code on pages calls by these names.
_MODULES = ("np", "numpy", "torch", "math", "scipy", "x")
#: Names of files that mean something else to MkDocs, or are the engine's own.
_RESERVED = ("index", "readme", "checks", "404")


@dataclass(frozen=True)
class Names:
    """The names of a function, by its title."""

    title: str
    slug: str
    symbol: str
    function: str


def names(
    title: str, refuse: Callable[[str], None], taken: Collection[str] = (), symbol: str = ""
) -> Names:
    """The names of the function with this title, with the first symbol that is not refused.

    `refuse` raises ValueError for a symbol that cannot be, as this does where none can; `taken` are
    the names of its parameters.
    """
    title = " ".join(title.split())
    spoken = words(title)
    joined = "".join(spoken)
    wanted = (symbol,) if symbol else (joined, f"{joined}Function", f"f{joined}")
    reasons = []
    for one in wanted:
        try:
            refuse(one)
            return Names(title, _slug(spoken), one, _function(spoken, taken))
        except ValueError as error:
            reasons.append(error)
    raise reasons[0]


def words(title: str) -> list[str]:
    """The words of a title in plain letters; of one without letters, what its signs are called."""
    plain = unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore")
    found = re.findall(r"[A-Za-z]+[0-9]*|[0-9]+", plain.decode())
    if any(word[0].isalpha() for word in found):
        return found
    return [*_called(title), *found] or ["function"]


def _called(title: str) -> Iterator[str]:
    for sign in title[:3]:
        yield from re.findall(r"[a-z]+", unicodedata.name(sign, "").lower())


def _slug(spoken: Collection[str]) -> str:
    slug = "-".join(spoken).lower()
    return f"{slug}-function" if slug in _RESERVED else slug


def _function(spoken: Collection[str], taken: Collection[str]) -> str:
    # What a call is named decides which library it is taken to be of.
    name = "_".join(spoken).lower().replace("torch", "the")
    name = name if name[0].isalpha() else f"f_{name}"
    known = (*dir(builtins), *_MODULES, *taken, *(word.lower() for word in keyword.kwlist))
    return f"{name}_function" if name in known or keyword.issoftkeyword(name) else name
